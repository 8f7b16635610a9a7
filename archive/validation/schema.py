"""The schema's verdict: fast when nothing is wrong, precise when something is.

jsonschema is the authority on what is wrong; jsonschema-rs only says that nothing is. A property
test holds that they agree.
"""

from __future__ import annotations

import difflib
import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Any

from archive.contracts import contract
from archive.findings import Finding, bounded, finding
from archive.json_text import kind
from archive.positions import pointer
from archive.validation import formats
from archive.validation.authority import Fault, authority, repeated
from archive.validation.plain import is_plainly_written, strict
from archive.vocabulary import CONTEXT_PREFIXES

_FORMAT_CODES = {
    "date-time": "S105",
    "date": "S114",
    "iri": "S115",
    "email": "S116",
    "bcp47": "S117",
    "edtf": "S118",
    "json-pointer": "S119",
}
_FOREIGN = {
    "title": "headline", "judul": "headline", "subtitle": "alternativeHeadlines",
    "content": "body", "isi": "body", "text": "body", "lang": "language", "bahasa": "language",
    "date": "dates", "tanggal": "dates", "published": "dates", "embargountil": "embargo",
    "author": "byline", "penulis": "byline", "penerbit": "issuers", "publisher": "issuers",
    "issuer": "issuers", "contact": "contacts", "kontak": "contacts", "tags": "keywords",
    "tag": "keywords", "topik": "subjects", "topics": "subjects", "images": "attachments",
    "files": "attachments", "lampiran": "attachments", "license": "licence", "url": "relations",
    "nama": "name", "quote": "quotes", "kutipan": "quotes", "description": "summary",
    "ringkasan": "summary", "sumber": "source", "tempat": "places", "acara": "events",
}  # fmt: skip
"""What fields are called elsewhere, in small letters, and where their content goes here."""
_MOST_SUGGESTIONS = 100
"""For how many unknown fields of one object a like name is looked for; each look is costly."""
_LONGEST_WORD = 64
"""A name or word beyond it is like none of ours."""

REQUIRED = ("version", "versionCreated", "type", "language", "headline", "dates", "issuers", "body")
"""What a complete record has beyond what a draft has."""


@cache
def document() -> dict[str, Any]:
    """Return the schema of the record."""
    schema: dict[str, Any] = json.loads(contract("release.schema.json"))
    return schema


@cache
def _fast() -> Callable[[Any], bool]:
    return formats.validator(document()).is_valid


@cache
def _strict() -> Callable[[Any], bool]:
    return formats.validator(strict(document())).is_valid


def is_plain(record: Any) -> bool:
    """Return whether a document is surely good, and no rule has to look at its characters.

    Who goes on to the rules asks :func:`archive.validation.looks.look`, which sees their signs.
    """
    try:
        return _strict()(record) and has_plain_body(record)
    except UnicodeEncodeError:
        return False


def has_plain_body(record: Mapping[str, Any]) -> bool:
    """Return whether the body is plain of a record that a strict schema accepts."""
    return "body" not in record or is_plainly_written(record["body"]["text"])


def accepts(record: Any) -> bool:
    """Return whether the schema has nothing to say against a document."""
    return is_plain(record) or accepts_odd(record)


def accepts_odd(record: Any) -> bool:
    """Return what :func:`accepts` says of a document that is not plain."""
    try:
        return _fast()(record)
    except UnicodeEncodeError:  # half a character, which only a program can put there (R120)
        return not findings(record)


@cache
def _authority() -> Callable[[Any], Iterator[Fault]]:
    return authority(document())


def findings(record: Any) -> list[Finding]:
    """Return everything the schema has against a document, each problem once."""
    every = (one for error in _authority()(record) for one in _worded(error))
    found: dict[str, dict[tuple[str, str], Finding]] = {}
    for one in bounded(every):
        found.setdefault(one.pointer, {})[one.code, one.variant] = one
    return [one for of_value in found.values() for one in _telling(list(of_value.values()))]


_ONLY = ("S107", "S106", "S112", "S104")
"""A value of the wrong type, of none of the words, or empty has no other problem."""
_OF_FORM = frozenset(_FORMAT_CODES.values())


def _telling(found: list[Finding]) -> list[Finding]:
    """Return those problems of one value that say more than the others."""
    for code in _ONLY:
        if alone := [one for one in found if one.code == code]:
            return alone[:1] + [one for one in found if one.code == "J014"]
    has_format = any(one.code in _OF_FORM for one in found)
    return [one for one in found if one.code != "S103" or one.variant or not has_format]


def _worded(error: Fault) -> Iterator[Finding]:
    """Yield what a schema error says, in our codes."""
    where = pointer(error.absolute_path)
    keyword = str(error.validator)
    if error.validator is None:  # a schema that is `false`: the field must not be there
        yield finding("S111", where, variant="exclusive")
    else:
        yield from _WORDINGS[keyword](error, where)


def _required(error: Fault, where: str) -> Iterator[Finding]:
    for name in error.validator_value:
        if name not in error.instance:
            yield finding("S101", where + pointer([name]), field=name)


def _unknown(error: Fault, where: str) -> Iterator[Finding]:
    known = error.schema["properties"]
    for number, name in enumerate(name for name in error.instance if name not in known):
        suggestion = _suggestion(name, list(known)) if number < _MOST_SUGGESTIONS else ""
        yield finding(
            "S102",
            where + pointer([name]),
            variant="suggestion" if suggestion else "",
            field=name,
            suggestion=suggestion,
        )


def _suggestion(name: str, known: list[str]) -> str:
    """Return the field that was perhaps meant, or nothing."""
    word = name[: _LONGEST_WORD + 1].strip().lower()
    if _FOREIGN.get(word) in known:
        return _FOREIGN[word]
    folded = {field.lower(): field for field in known}
    near = _near(word, tuple(folded), 0.7)
    return folded[near] if near else ""


@lru_cache(maxsize=4096)
def _near(word: str, words: tuple[str, ...], likeness: float) -> str:
    """Return the word that is most like another one, or nothing if none is like enough."""
    if len(word) > _LONGEST_WORD:
        return ""
    return next(iter(difflib.get_close_matches(word, words, n=1, cutoff=likeness)), "")


def _type(error: Fault, where: str) -> Iterator[Finding]:
    yield finding("S107", where, wanted=str(error.validator_value), found=kind(error.instance))


def _enum(error: Fault, where: str) -> Iterator[Finding]:
    words = [str(word) for word in error.validator_value]
    found = error.instance if isinstance(error.instance, str) else json.dumps(error.instance)
    folded = {word.lower(): word for word in words}
    near = folded.get(_near(found[: _LONGEST_WORD + 1].strip().lower(), tuple(folded), 0.6), "")
    yield finding(
        "S106",
        where,
        variant="suggestion" if near else "",
        found=found,
        words=", ".join(words),
        suggestion=near,
    )


def _const(error: Fault, where: str) -> Iterator[Finding]:
    found = error.instance
    if isinstance(found, str):
        variant = "newer" if found.startswith("1.") else ""
        yield finding("S112", where, variant=variant, found=found)
    else:
        yield finding("S107", where, wanted="string", found=kind(found))


def _format(error: Fault, where: str) -> Iterator[Finding]:
    yield finding(_FORMAT_CODES[str(error.validator_value)], where, found=error.instance)


def _pattern(error: Fault, where: str) -> Iterator[Finding]:
    regex, value = str(error.validator_value), str(error.instance)
    if regex.startswith("^[^\\u0000"):
        yield from _control(value, where, one_line="\\u0000-\\u001f" in regex)
    elif regex == "^[a-z][a-z0-9-]{0,63}$":
        yield finding("S120", where, found=value)
    elif regex == "^[^#]+$":
        if "#" in value:
            yield finding("S103", where, variant="fragment", found=value)
    elif error.schema.get("format") == "iri":
        is_prefixed = value.partition(":")[0] in CONTEXT_PREFIXES
        yield finding("S115", where, variant="prefix" if is_prefixed else "", found=value)
    else:
        title = error.schema.get("title", "")
        yield finding("S103", where, found=value, title=title)


def _control(value: str, where: str, *, one_line: bool) -> Iterator[Finding]:
    """Name the first control character of a text; an empty one has another problem."""
    allowed = "" if one_line else "\n\t"
    for character in value:
        if (character < " " or "\x7f" <= character <= "\x9f") and character not in allowed:
            variant = "break" if character in "\n\r\t" else ""
            yield finding("S121", where, variant=variant, found=f"U+{ord(character):04X}")
            return


def _short(error: Fault, where: str) -> Iterator[Finding]:
    variant = "list" if isinstance(error.instance, list) else ""
    if isinstance(error.instance, dict):
        variant = "object"
    if error.validator == "minItems" and error.validator_value == 2:
        variant = "pair"
    yield finding("S104", where, variant=variant)


def _long(error: Fault, where: str) -> Iterator[Finding]:
    variant = "pair" if error.validator == "maxItems" else ""
    yield finding("S110", where, variant=variant, largest=int(error.validator_value))


def _range(error: Fault, where: str) -> Iterator[Finding]:
    yield finding(
        "S109",
        where,
        variant=str(error.validator),
        found=str(error.instance),
        limit=int(error.validator_value),
    )


def _twice(error: Fault, where: str) -> Iterator[Finding]:
    for number in repeated(error.instance):
        item = json.dumps(error.instance[number], ensure_ascii=False)
        yield finding("S108", f"{where}/{number}", found=item)


def _dependent(error: Fault, where: str) -> Iterator[Finding]:
    lacking = (
        (name, other)
        for name, needed in error.validator_value.items()
        if name in error.instance
        for other in needed
        if other not in error.instance
    )
    for name, other in lacking:
        yield finding("S111", where + pointer([name]), field=name, needed=other)


_WORDINGS: Mapping[str, Callable[[Fault, str], Iterator[Finding]]] = {
    "required": _required,
    "additionalProperties": _unknown,
    "type": _type,
    "enum": _enum,
    "const": _const,
    "format": _format,
    "pattern": _pattern,
    "minLength": _short,
    "minItems": _short,
    "minProperties": _short,
    "maxLength": _long,
    "maxItems": _long,
    "minimum": _range,
    "maximum": _range,
    "uniqueItems": _twice,
    "dependentRequired": _dependent,
}


def missing_in_draft(record: Mapping[str, Any]) -> list[Finding]:
    """Return a warning for each thing a draft lacks and a published release needs."""
    missing = [f"/{name}" for name in REQUIRED if name not in record]
    if "dates" in record and "issued" not in record["dates"]:
        missing.append("/dates/issued")
    return [finding("S113", where, field=where[1:].replace("/", ".")) for where in missing]


def is_complete(record: Mapping[str, Any]) -> bool:
    """Return whether a valid document has all that a release is built from."""
    return all(name in record for name in REQUIRED) and "issued" in record["dates"]


@dataclass(frozen=True, slots=True)
class Field:
    """What the schema says of a field."""

    path: str
    title: str
    description: str
    type: str
    is_required: bool
    examples: tuple[str, ...]


def field(path: str) -> Field | None:
    """Return a field by its dotted path, such as ``embargo.until`` or ``people.roles.title``."""
    part: Mapping[str, Any] = document()
    shown: Mapping[str, Any] = {}
    is_required = False
    for name in path.split("."):
        holder = _resolved(part)
        if name not in holder.get("properties", {}):
            return None
        shown = holder["properties"][name]
        is_required = name in holder.get("required", ()) or (
            part is document() and name in REQUIRED
        )
        part = shown
    examples = tuple(json.dumps(one, ensure_ascii=False) for one in shown.get("examples", ()))
    return Field(
        path, shown["title"], shown["description"], _type_words(shown), is_required, examples
    )


def field_paths() -> Iterator[str]:
    """Yield the dotted path of every field of the record."""

    def walk(part: Mapping[str, Any], prefix: str) -> Iterator[str]:
        for name, inner in _resolved(part).get("properties", {}).items():
            yield prefix + name
            yield from walk(inner, f"{prefix}{name}.")

    return walk(document(), "")


def _resolved(part: Mapping[str, Any]) -> Mapping[str, Any]:
    """Return the object schema behind references and array items."""
    while True:
        if "$ref" in part:
            part = document()["$defs"][part["$ref"].rpartition("/")[2]]
        elif "items" in part:
            part = part["items"]
        else:
            return part


def _type_words(part: Mapping[str, Any]) -> str:
    if "enum" in part:
        return " | ".join(part["enum"])
    if "$ref" in part:
        name = part["$ref"].rpartition("/")[2]
        definition = document()["$defs"][name]
        return " | ".join(definition["enum"]) if "enum" in definition else str(definition["title"])
    if "items" in part:
        return f"[{_type_words(part['items'])}]"
    return str(part.get("const", part.get("type", "")))
