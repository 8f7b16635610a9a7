"""Release JSON: one record, or an array of records."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, BinaryIO

import msgspec
from msgspec.structs import replace

from archive import json_text
from archive.errors import UnreadableSource
from archive.findings import Position, Told, finding
from archive.limits import LARGEST_BYTES
from archive.positions import JsonPlaces, moved
from archive.readers import Reading
from archive.validation.looks import Plain, look


def read(stream: BinaryIO, *, largest: int = LARGEST_BYTES) -> Iterator[Reading]:
    """Yield the record of a stream, or each record of an array.

    Raises:
        UnreadableSource: not strict JSON, larger than ``largest`` bytes, or neither an object nor
            an array of objects.

    """
    raw = stream.read(largest + 1)
    document, warnings, plain = json_text.read_asking(look, raw, largest=largest)
    places = JsonPlaces(raw)
    if isinstance(document, dict):
        yield Reading(document, warnings, places, len(raw), plain)
        return
    if not isinstance(document, list) or not document:
        empty = "empty" if isinstance(document, list) else ""
        found = finding("J011", variant=empty, found=json_text.kind(document)).at(places.find(""))
        raise UnreadableSource((*warnings, found))
    told = Told()
    size = len(raw) // len(document)
    for number, record in enumerate(document):
        where = f"/{number}"
        before = warnings if number == 0 else ()
        if isinstance(record, dict):
            yield Reading(record, before, places.part(where), size)
            continue
        found = told.counted(finding("J011", where, variant="item", found=json_text.kind(record)))
        yield Reading(None, (*before, found.at(places.find(where))), places.part(where))
        if found.code == "J014":
            return


class Part(msgspec.Struct, frozen=True):
    """An item that was cut out of an array."""

    raw: bytes
    number: int
    """Its own in the array."""
    first: Position
    """Where it begins."""
    is_open: bool
    """Whether the array breaks off before the item ends."""


def read_parts(parts: Sequence[Part], *, largest: int) -> Iterator[Reading]:
    """Yield the record of each of a few items, as :func:`read` does for all of an array."""
    fitting = [one for one in parts if len(one.raw) <= largest]
    texts = [(1, b"[%b%b" % (one.raw, b"" if one.is_open else b"]")) for one in fitting]
    told = iter(json_text.read_each(_holds_plain, texts, largest=largest + 2))
    for one in parts:
        yield _reading(one, next(told)) if len(one.raw) <= largest else _too_large(one, largest)


def _too_large(part: Part, largest: int) -> Reading:
    return Reading(None, (finding("J009", largest=largest).at(part.first),), _places(part))


def _reading(part: Part, told: json_text.Read | UnreadableSource) -> Reading:
    first = part.first
    if isinstance(told, UnreadableSource):
        inner = Position(first.line, first.column - 1)  # the bracket is ours
        found = (moved(one, inner) for one in told.findings)
        outer = (replace(one, pointer=one.pointer.removeprefix("/0")) for one in found)
        return Reading(None, tuple(outer), _places(part))
    (record,), _, plain = told
    if isinstance(record, dict):
        return Reading(record, (), _places(part), len(part.raw), plain)
    other = finding("J011", f"/{part.number}", variant="item", found=json_text.kind(record))
    return Reading(None, (other.at(first),), _places(part))


def _places(part: Part) -> JsonPlaces:
    return JsonPlaces(part.raw, first_line=part.first.line, first_column=part.first.column)


def _holds_plain(item: Any) -> Plain | bool:
    return look(item[0])
