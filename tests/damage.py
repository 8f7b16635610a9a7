"""One value of a rendition changed in transit, and what a reader must make of it.

Either the document differs from the record in one field, and a change of this field changes what
is written in that place; or it is the record, and a finding names a field of which that holds.
"""

from __future__ import annotations

import io
import itertools
import json
import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from itertools import islice
from random import Random
from string import ascii_lowercase, ascii_uppercase, digits
from typing import Any

from archive.differences import differences
from archive.errors import UnreadableSource
from archive.findings import Finding
from archive.readers import Read
from archive.validation import built, validate
from archive.writers import WRITERS
from tests.accounting import parts
from tests.neighbours import content, neighbours

Values = dict[str, str]
"""Where in a rendition a value stands, and the value as it is written there."""
_KEPT = re.compile(r"&[^;]*;|\\u.{4}|\\.")
"""What stands for one character: a change in it would be a fault of the syntax."""
_QUAD = re.compile(r'(<[^>]*> <[^>]*> )(<[^>]*>|"(?:[^"\\]|\\.)*"\S*)( <[^>]*> \.)')
TELLING = ("L102", "L105")
"""A copy that disagrees; what was meant although a date says another type, a node another name."""
_NAME = re.compile(r"/@(?:rel|type)$")
"""Where a file names fields: under the name of another field, a value is in two."""
_WORK = "/@id"
"""In JSON-LD what the name of every node begins with: alone, it makes all of them strangers."""
BODY = "/inlineXML/html/body/"
"""Where in NewsML-G2 the text of the body stands; marks of quotations, too."""
_TRIES = 40
"""How many neighbours of a record are asked whether a field is seen in a place."""


@dataclass(frozen=True, slots=True)
class Form:
    """How the values of a format are found and changed."""

    values: Callable[[bytes], Values]
    put: Callable[[bytes, str, str], bytes]


@dataclass(frozen=True, slots=True)
class Damage:
    """A value that was changed in transit."""

    where: str
    before: str
    after: str


# the formats


def _xml_values(raw: bytes) -> Values:
    return {where: raw[start:end].decode() for where, start, end in _xml_places(raw)}


def _xml_places(raw: bytes) -> Iterator[tuple[str, int, int]]:
    """Yield attributes and texts: ``/a/b#2/@c`` is the attribute of the second such element."""
    seen: Counter[str] = Counter()
    around: list[tuple[int, str]] = []
    for part in sorted(parts(raw), key=lambda one: one.start):
        while around and around[-1][0] <= part.start:
            around.pop()
        holder = around[-1][1] if around else ""
        last = part.path.rpartition("/")[2]
        if part.kind == "element":
            seen[part.path] += 1
            around.append((part.end, f"{part.path}#{seen[part.path]}"))
        elif part.kind == "attribute":
            yield f"{holder}/{last}", raw.index(b'"', part.start) + 1, part.end - 1
        else:
            seen[holder] += 1
            yield f"{holder}/{last}{seen[holder]}", part.start, part.end


def _xml_put(raw: bytes, where: str, value: str) -> bytes:
    for place, start, end in _xml_places(raw):
        if place == where:
            return raw[:start] + value.encode() + raw[end:]
    raise KeyError(where)


def _json_values(raw: bytes) -> Values:
    """Return all values but those of the context: that one says what the names of all mean."""
    whole = {name: part for name, part in json.loads(raw).items() if name != "@context"}
    return dict(_leaves(whole, ""))


def _leaves(value: Any, where: str) -> Iterator[tuple[str, str]]:
    members = value.items() if isinstance(value, dict) else ()
    members = enumerate(value) if isinstance(value, list) else members
    for step, member in members:
        yield from _leaves(member, f"{where}/{str(step).replace('/', '~1')}")
    if isinstance(value, str | int) and not isinstance(value, bool):
        yield where, str(value)


def _json_put(raw: bytes, where: str, value: str) -> bytes:
    whole = holder = json.loads(raw)
    *steps, last = [step.replace("~1", "/") for step in where.split("/")[1:]]
    for step in steps:
        holder = holder[int(step) if isinstance(holder, list) else step]
    key = int(last) if isinstance(holder, list) else last
    holder[key] = int(value) if isinstance(holder[key], int) else value
    return json.dumps(whole, ensure_ascii=False).encode()


def _quad_values(raw: bytes) -> Values:
    return dict(_quads(raw.decode()))


def _quads(text: str) -> Iterator[tuple[str, str]]:
    seen: dict[str, int] = {}
    for subject, thing, _ in _QUAD.findall(text):
        seen[subject] = seen.get(subject, 0) + 1
        yield f"{subject}#{seen[subject]}", thing


def _quad_put(raw: bytes, where: str, value: str) -> bytes:
    seen: dict[str, int] = {}

    def put(quad: re.Match[str]) -> str:
        seen[quad[1]] = seen.get(quad[1], 0) + 1
        return f"{quad[1]}{value if f'{quad[1]}#{seen[quad[1]]}' == where else quad[2]}{quad[3]}"

    return _QUAD.sub(put, raw.decode()).encode()


FORMS = {
    "newsml-g2": Form(_xml_values, _xml_put),
    "jsonld": Form(_json_values, _json_put),
    "nquads": Form(_quad_values, _quad_put),
}


CONSTANT = {
    "newsml-g2": frozenset(
        f"/newsItem/{end}"
        for end in (
            "@conformance", "@standard", "@standardversion", "catalog/scheme/@alias",
            "catalog/scheme/@uri", "catalogRef/@href", "itemMeta/itemClass/@qcode",
            "itemMeta/generator/@versioninfo", "itemMeta/generator/text()",
            "itemMeta/profile/@versioninfo", "itemMeta/profile/text()", "itemMeta/edNote/@how",
            "itemMeta/signal/@how", "itemMeta/link/hash/@hashtypeuri",
            "itemMeta/link/rightsInfo/link/@rel", "rightsInfo/link/@rel",
            "pubHistory/published/@qcode", "contentMeta/description/@role",
            "contentMeta/subject/@why", "contentSet/inlineXML/@contenttype",
            "itemMeta/provider/@how",
            "assert/personDetails/affiliation/@how", "assert/personDetails/affiliation/@type",
        )
    ),
    "jsonld": frozenset(
        {
            "/@type", "/dcterms:available/@type", "/dcterms:conformsTo/@id",
            "/dcterms:hasVersion/@type", "/dcterms:hasVersion/prov:generatedAtTime/@type",
            "/dcterms:language/@id", "/pa:about/position", "/pa:access/pa:until/@type",
            "/pa:extensions/@type", "/pa:provenance/pa:capturedAt/@type",
            "/pa:relation/position", "/pa:republisher/@type",
        }
    ),
    "nquads": frozenset(),
}  # fmt: skip
"""Kinds of places that say the same in every file: no field of the record stands there."""
MADE = frozenset({"/newsItem/contentSet/@original", "/newsItem/contentSet/inlineXML/@id"})
"""Kinds of places that are made of the name of the whole and name nothing in it."""


# the damage


def kind(where: str) -> str:
    """Return a place without the numbers and ids that tell it from its like."""
    if where.startswith("<"):
        return where.split(" ")[1]
    return re.sub(r"#\d+|(?<=\))\d+$|/\d+(?=/|$)", "", where)


def damage(values: Values, random: Random, others: Mapping[str, list[str]]) -> Damage:
    """Return a change of one value, of a kind by chance: one character, or what others have."""
    kinds = sorted({kind(where) for where, value in values.items() if _places(value)})
    of_kind = random.choice(kinds)
    where = random.choice([one for one in values if kind(one) == of_kind and _places(values[one])])
    value = values[where]
    alike = [one for one in others.get(of_kind, ()) if one != value and not _NAME.search(where)]
    if alike and random.random() < 0.3:
        return Damage(where, value, random.choice(alike))
    return Damage(where, value, _with_a_slip(value, random))


def _places(value: str) -> list[int]:
    """Return where a value has a letter or digit that can be changed."""
    masked = _KEPT.sub(lambda one: " " * len(one[0]), value)
    return [place for place, one in enumerate(masked) if one.isascii() and one.isalnum()]


def _with_a_slip(value: str, random: Random) -> str:
    place = random.choice(_places(value))
    for alike in (digits, ascii_lowercase, ascii_uppercase):
        if value[place] in alike:
            other = random.choice(alike.replace(value[place], ""))
            return f"{value[:place]}{other}{value[place + 1 :]}"
    raise AssertionError(value)


# what becomes of it


def fault(record: dict[str, Any], output: str, done: Damage, read: Read) -> str:
    """Return what is wrong with how a reader takes a damaged rendition of a record."""
    form = FORMS[output]
    raw = WRITERS[output].load().write(built(record))
    before = _read(raw, read)
    assert content(before[0]) == content(record)
    try:
        document, told = _read(form.put(raw, done.where, done.after), read)
    except UnreadableSource as error:
        return f"refused: {error}"
    new = [one for one in told if one.at(None) not in [old.at(None) for old in before[1]]]
    shown = f"{[(one.code, one.pointer, dict(one.params)) for one in new]}"
    if document is None:
        return f"no document: {shown}"
    fields = [one.pointer for one in differences(before[0], document)]
    if kind(done.where) in CONSTANT[output] | MADE:
        return "" if new or fields else "not told"
    if done.where == _WORK:
        return "" if "/id" in fields else f"differs in {fields}: {shown}"
    named = [one.pointer for one in new if one.code in TELLING and one.pointer]
    if _NAME.search(done.where):
        is_right = bool(fields or named) and all(
            is_seen(record, output, field, done.where) for field in fields
        )
    elif fields:
        is_right = is_seen(record, output, _one(fields), done.where) or (
            is_written(document, output, done)
        )
    else:
        is_right = any(is_seen(record, output, field, done.where) for field in named)
    return "" if is_right else f"differs in {fields}: {shown}"


def _one(fields: list[str]) -> str:
    """Return the field that all differences are in: themselves, or the one thing that has them."""
    *_, common = ["", *itertools.takewhile(lambda one: _is_above(one, fields), _steps(fields[0]))]
    return "/extensions" if common.startswith("/extensions/") else common


def _steps(pointer: str) -> Iterator[str]:
    return itertools.accumulate(f"/{step}" for step in pointer.split("/")[1:])


def _is_above(pointer: str, fields: list[str]) -> bool:
    return all(f"{field}/".startswith(f"{pointer}/") for field in fields)


def _read(raw: bytes, read: Read) -> tuple[Any, list[Finding]]:
    """Return the one document of a rendition, and what is told; nothing if there is not one."""
    readings = list(read(io.BytesIO(raw)))
    documents = [one.document for one in readings if one.document is not None]
    told = [finding for one in readings for finding in one.findings]
    return (documents[0] if len(documents) == 1 else None), told


def is_seen(record: dict[str, Any], output: str, field: str, where: str) -> bool:
    """Return whether a change of a field changes what is written in a place.

    Or in another value of the same element, or how many such places there are. Any markup of the
    body is its text.
    """
    if not field or (BODY in kind(where) and "@id" not in where):
        return field == "/body/text"
    write, values = WRITERS[output].load().write, FORMS[output].values
    found = (
        other for place, other in neighbours(record, field.split("/")[1]) if _is_of(place, field)
    )
    before = _view(values(write(built(record))), where)
    return any(_view(values(write(built(one))), where) != before for one in islice(found, _TRIES))


def _is_of(place: str, field: str) -> bool:
    """Return whether a neighbour differs in a field, or lacks the list or object it is in."""
    pointer, _, what = place.partition(" ")
    is_gone = what == "left out" and pointer == field.rpartition("/")[0]
    return is_gone or f"{pointer}/".startswith(f"{field}/")


def _view(values: Values, where: str) -> tuple[Values, int]:
    """Return what stands in a place and together with it, and how many such places there are."""
    holder = where.rpartition("/")[0]
    if "#" not in holder and "/@" not in where:
        holder = where
    node = values.get(where, "") if where.startswith("<") else "-"
    together = {
        one: value
        for one, value in values.items()
        if f"{one}/".startswith(f"{holder}/") or one == where or one.startswith(f"{node} ")
    }
    return together, sum(kind(one) == kind(where) for one in values)


def is_written(document: Any, output: str, done: Damage) -> bool:
    """Return whether the document that was read is written with the damage in its place."""
    if any(one.severity == "error" for one in validate(document)):
        return False
    written = FORMS[output].values(WRITERS[output].load().write(built(document)))
    return written.get(done.where) == done.after
