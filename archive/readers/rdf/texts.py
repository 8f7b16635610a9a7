"""Turtle, TriG and RDF/XML: a file is read as a whole."""

from __future__ import annotations

from collections.abc import Iterator
from typing import BinaryIO

from archive.errors import UnreadableSource
from archive.findings import Finding, finding
from archive.graph.documents import Graphs, documents
from archive.json_text import BOM
from archive.parsing import rdf_syntax, rdf_xml
from archive.parsing.rdf_opening import START, another, opened
from archive.parsing.rdf_places import TextWhereabouts, Whereabouts
from archive.readers import Reading
from archive.validation.soundness import sound


def read(stream: BinaryIO, name: str, largest: int) -> Iterator[Reading]:
    """Yield the releases of a file of a format.

    Raises:
        UnreadableSource: it is no such file, too large, or its syntax is wrong.

    """
    raw = whole(stream.read(largest + 1), largest)
    text, warnings = opened(raw, name)
    graphs = Graphs()
    if name == "rdfxml":
        told = rdf_xml.read(raw.removeprefix(BOM), text, graphs.add)
    else:
        told = rdf_syntax.read(text, name, graphs.add)
    refuse(told, raw, name)
    yield from readings(graphs, TextWhereabouts(text, name), warnings, len(raw))


def whole(raw: bytes, largest: int) -> bytes:
    """Return the bytes of a file that is not too large."""
    if len(raw) > largest:
        raise UnreadableSource([finding("J009", largest=largest).at(START)])
    return raw


def refuse(told: list[Finding], raw: bytes, name: str) -> None:
    """Raise UnreadableSource if something is wrong with the syntax of a file."""
    if told:
        found = another(raw, name)
        raise UnreadableSource([found] if found else told)


def readings(
    graphs: Graphs, whereabouts: Whereabouts, warnings: list[Finding], size: int
) -> Iterator[Reading]:
    """Yield the releases of graphs; the warnings are told with the first."""
    named = graphs.named or {"": {}}
    found = [
        one
        for name, statements in named.items()
        for one in documents(statements, name, whereabouts, sound)
    ]
    for one in found:
        told = (*warnings, *one.findings)
        yield Reading(one.document, told, one.places, size // len(found), one.plain)
        warnings = []
