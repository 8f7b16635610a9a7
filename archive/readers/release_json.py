"""Release JSON: one record, or an array of records."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, BinaryIO

from msgspec.structs import replace

from archive import json_text
from archive.errors import UnreadableSource
from archive.findings import Position, Told, finding
from archive.limits import LARGEST_BYTES
from archive.positions import JsonPlaces, moved
from archive.readers import Reading
from archive.validation import schema


def read(stream: BinaryIO, *, largest: int = LARGEST_BYTES) -> Iterator[Reading]:
    """Yield the record of a stream, or each record of an array.

    Raises:
        UnreadableSource: not strict JSON, larger than ``largest`` bytes, or neither an object nor
            an array of objects.

    """
    raw = stream.read(largest + 1)
    document, warnings, is_plain = json_text.read_asking(schema.is_plain, raw, largest=largest)
    places = JsonPlaces(raw)
    if isinstance(document, dict):
        yield Reading(document, warnings, places, len(raw), is_plain)
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


def read_item(raw: bytes, *, number: int, first: Position, is_open: bool, largest: int) -> Reading:
    """Return the record of an item that was cut out of an array, as :func:`read` does for all.

    ``first`` is where it begins; it is open where the array breaks off before it ends.
    """
    places = JsonPlaces(raw, first_line=first.line, first_column=first.column)
    if len(raw) > largest:
        return Reading(None, (finding("J009", largest=largest).at(first),), places)
    try:
        text = b"[" + raw + (b"" if is_open else b"]")
        (record,), _, is_plain = json_text.read_asking(_holds_plain, text, largest=largest + 2)
    except UnreadableSource as error:
        inner = Position(first.line, first.column - 1)  # the bracket is ours
        found = (moved(one, inner) for one in error.findings)
        return Reading(
            None,
            tuple(replace(one, pointer=one.pointer.removeprefix("/0")) for one in found),
            places,
        )
    if isinstance(record, dict):
        return Reading(record, (), places, len(raw), is_plain)
    other = finding("J011", f"/{number}", variant="item", found=json_text.kind(record))
    return Reading(None, (other.at(first),), places)


def _holds_plain(item: Any) -> bool:
    return schema.is_plain(item[0])
