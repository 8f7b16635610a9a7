"""Release JSON: one record, or an array of records."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, BinaryIO

from archive import json_text
from archive.errors import UnreadableSource
from archive.findings import finding
from archive.positions import JsonPlaces
from archive.readers import Reading


def read(stream: BinaryIO, *, largest: int = json_text.LARGEST_BYTES) -> Iterator[Reading]:
    """Yield the record of a stream, or each record of an array.

    Raises:
        UnreadableSource: not strict JSON, larger than ``largest`` bytes, or neither an object nor
            an array of objects.
    """
    raw = stream.read(largest + 1)
    document, warnings = json_text.read(raw, largest=largest)
    places = JsonPlaces(raw)
    if isinstance(document, dict):
        yield Reading(document, warnings, places)
        return
    if not isinstance(document, list) or not document:
        empty = "empty" if isinstance(document, list) else ""
        found = finding("J011", variant=empty, found=_kind(document)).at(places.find(""))
        raise UnreadableSource((*warnings, found))
    for number, record in enumerate(document):
        where = f"/{number}"
        before = warnings if number == 0 else ()
        if isinstance(record, dict):
            yield Reading(record, before, places.part(where))
        else:
            found = finding("J011", variant="item", found=_kind(record)).at(places.find(where))
            yield Reading(None, (*before, found), places.part(where))


def _kind(value: Any) -> str:
    """Return what JSON calls a value."""
    if value is None:
        return "null"
    names = {bool: "boolean", int: "number", float: "number", str: "string", list: "array"}
    return names.get(type(value), "object")
