"""The schema's verdict: fast when nothing is wrong, precise when something is.

jsonschema is the authority on what is wrong; jsonschema-rs only says that nothing is. A property
test holds that they agree.
"""

from __future__ import annotations

import difflib
import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

from archive.contracts import contract
from archive.findings import Finding, finding
from archive.positions import pointer
from archive.validation import formats

if TYPE_CHECKING:
    from jsonschema import ValidationError
    from jsonschema.protocols import Validator

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
    "date": "dates", "tanggal": "dates", "published": "dates", "embargoUntil": "embargo",
    "author": "byline", "penulis": "byline", "penerbit": "issuers", "publisher": "issuers",
    "issuer": "issuers", "contact": "contacts", "kontak": "contacts", "tags": "keywords",
    "tag": "keywords", "topik": "subjects", "topics": "subjects", "images": "attachments",
    "files": "attachments", "lampiran": "attachments", "license": "licence", "url": "relations",
    "nama": "name", "quote": "quotes", "kutipan": "quotes", "description": "summary",
    "ringkasan": "summary", "sumber": "source", "tempat": "places", "acara": "events",
}  # fmt: skip
"""What fields are called elsewhere, and where their content goes here."""

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


def accepts(record: Any) -> bool:
    """Return whether the schema has nothing to say against a document."""
    return _fast()(record)


@cache
def _authority() -> Validator:
    """Return the slow validator; patterns and formats are asked where the fast one asks."""
    from jsonschema import Draft202012Validator, FormatChecker, ValidationError, validators

    def pattern(_: Any, regex: str, instance: Any, __: Any) -> Iterator[ValidationError]:
        if isinstance(instance, str) and not formats.check("pattern", regex)(instance):
            yield ValidationError(f"{instance!r} does not match {regex!r}")

    checker = FormatChecker(formats=())
    for name in (*formats.OWN, *formats.THEIRS):
        checker.checks(name)(_of_strings(formats.check("format", name)))
    extended = validators.extend(Draft202012Validator, {"pattern": pattern})
    return extended(document(), format_checker=checker)


def _of_strings(check: Callable[[Any], bool]) -> Callable[[Any], bool]:
    return lambda value: not isinstance(value, str) or check(value)


def findings(record: Any) -> list[Finding]:
    """Return everything the schema has against a document, each problem once."""
    found: dict[tuple[str, str], Finding] = {}
    for error in _authority().iter_errors(record):
        for one in _worded(error):
            known = found.get((one.pointer, ""))
            # A value of the wrong type, or of none of the words, has no other problem.
            if known is None or _RANK.get(one.code, 1) < _RANK.get(known.code, 1):
                found[one.pointer, ""] = one
    return list(found.values())


_RANK = {"S107": 0, "S106": 0, "S112": 0, "S104": 0, "S103": 2}
"""Which of several problems of one value is told; the lowest."""


def _worded(error: ValidationError) -> Iterator[Finding]:
    """Yield what a schema error says, in our codes."""
    where = pointer(error.absolute_path)
    keyword = str(error.validator)
    if error.validator is None:  # a schema that is `false`: the field must not be there
        yield finding("S111", where, variant="exclusive")
    else:
        yield from _WORDINGS[keyword](error, where)


def _required(error: ValidationError, where: str) -> Iterator[Finding]:
    for name in error.validator_value:
        if name not in error.instance:
            yield finding("S101", where + pointer([name]), field=name)


def _unknown(error: ValidationError, where: str) -> Iterator[Finding]:
    known = list(error.schema["properties"])
    for name in error.instance:
        if name not in known:
            suggestion = _suggestion(name, known)
            yield finding(
                "S102",
                where + pointer([name]),
                variant="suggestion" if suggestion else "",
                field=name,
                suggestion=suggestion,
            )


def _suggestion(name: str, known: list[str]) -> str:
    if _FOREIGN.get(name, name.lower()) in known:
        return _FOREIGN.get(name, name.lower())
    folded = {field.lower(): field for field in known}
    near = difflib.get_close_matches(name.lower(), folded, n=1, cutoff=0.7)
    return folded[near[0]] if near else ""


def _type(error: ValidationError, where: str) -> Iterator[Finding]:
    yield finding("S107", where, wanted=str(error.validator_value), found=_kind(error.instance))


def _kind(value: Any) -> str:
    if value is None:
        return "null"
    names = {bool: "boolean", int: "number", float: "number", str: "string", list: "array"}
    return names.get(type(value), "object")


def _enum(error: ValidationError, where: str) -> Iterator[Finding]:
    words = [str(word) for word in error.validator_value]
    found = error.instance if isinstance(error.instance, str) else json.dumps(error.instance)
    near = difflib.get_close_matches(found.lower(), words, n=1, cutoff=0.6)
    yield finding(
        "S106",
        where,
        variant="suggestion" if near else "",
        found=found,
        words=", ".join(words),
        suggestion=near[0] if near else "",
    )


def _const(error: ValidationError, where: str) -> Iterator[Finding]:
    found = error.instance
    text = found if isinstance(found, str) else json.dumps(found)
    newer = isinstance(found, str) and found.startswith("1.")
    yield finding("S112", where, variant="newer" if newer else "", found=text)


def _format(error: ValidationError, where: str) -> Iterator[Finding]:
    yield finding(_FORMAT_CODES[str(error.validator_value)], where, found=error.instance)


def _pattern(error: ValidationError, where: str) -> Iterator[Finding]:
    regex, value = str(error.validator_value), str(error.instance)
    if regex.startswith("^[^\\u0000"):
        yield from _control(value, where, one_line="\\u0000-\\u001f" in regex)
    elif regex == "^[a-z][a-z0-9-]{0,63}$":
        yield finding("S120", where, found=value)
    elif regex == "^[^#]+$":
        yield finding("S103", where, variant="fragment", found=value)
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


def _short(error: ValidationError, where: str) -> Iterator[Finding]:
    variant = "list" if isinstance(error.instance, list) else ""
    if isinstance(error.instance, dict):
        variant = "object"
    if error.validator == "minItems" and error.validator_value == 2:
        variant = "pair"
    yield finding("S104", where, variant=variant)


def _long(error: ValidationError, where: str) -> Iterator[Finding]:
    variant = "pair" if error.validator == "maxItems" else ""
    yield finding("S110", where, variant=variant, largest=int(error.validator_value))


def _range(error: ValidationError, where: str) -> Iterator[Finding]:
    yield finding(
        "S109",
        where,
        variant=str(error.validator),
        found=str(error.instance),
        limit=int(error.validator_value),
    )


def _twice(error: ValidationError, where: str) -> Iterator[Finding]:
    seen: list[Any] = []
    for number, item in enumerate(error.instance):
        if item in seen:
            yield finding("S108", f"{where}/{number}", found=json.dumps(item, ensure_ascii=False))
            return
        seen.append(item)


def _dependent(error: ValidationError, where: str) -> Iterator[Finding]:
    for name, needed in error.validator_value.items():
        if name in error.instance:
            for other in needed:
                if other not in error.instance:
                    yield finding("S111", where + pointer([name]), field=name, needed=other)


_WORDINGS: Mapping[str, Callable[[ValidationError, str], Iterator[Finding]]] = {
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
