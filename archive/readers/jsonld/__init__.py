"""JSON-LD: our archive form, which is read back without loss, and articles of anybody.

One document, or one in each line. Contexts are never fetched.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import BinaryIO

from archive import json_text
from archive.errors import UnreadableSource
from archive.limits import LARGEST_BYTES
from archive.parsing.json_parts import Part, parts
from archive.parsing.rdf_opening import another
from archive.positions import JsonPlaces
from archive.readers import Reading
from archive.readers.jsonld import archive_form, article


def read(stream: BinaryIO, *, largest: int = LARGEST_BYTES) -> Iterator[Reading]:
    """Yield the releases of a stream; one that is wrong does not stop those in other lines.

    Raises:
        UnreadableSource: it is no strict JSON, too large, or its structure is wrong.

    """
    for part in parts(stream, largest):
        try:
            yield from _readings(part, largest)
        except UnreadableSource as error:
            if not part.is_line:
                raise
            yield Reading(None, error.findings, JsonPlaces(part.raw, first_line=part.first_line))


def _readings(part: Part, largest: int) -> Iterator[Reading]:
    try:
        value, warnings = json_text.read(part.raw, largest=largest, first_line=part.first_line)
    except UnreadableSource as error:
        if not part.is_line and (found := another(part.raw, "jsonld")):
            raise UnreadableSource([found]) from error
        raise
    places = JsonPlaces(part.raw, first_line=part.first_line)
    ours = archive_form.readings(value, part.raw, places, warnings)
    yield from ours or article.documents(value, places, warnings)
