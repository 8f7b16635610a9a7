"""JSON-LD in archive form: the whole record, with our small context inside."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import lru_cache
from operator import itemgetter
from typing import Any, NamedTuple

import msgspec

from archive.contracts import contract
from archive.graph import Kind, Node, graph
from archive.graph.nodes import Shape
from archive.graph.terms import IRIS, MOMENTS, Slot
from archive.release import Release
from archive.vocabulary import EDTF, RDF
from archive.writers import Many, Writer

_encode = msgspec.json.Encoder().encode

_SPELLINGS = {
    Kind.NODE: ("", ""),
    Kind.IRI: ('{"@id":"', '"}'),
    Kind.TEXT: ("", ""),
    Kind.FOREIGN: ('{"@language":"', "}"),
    Kind.PLAIN: ("", ""),
    Kind.WHOLE: ("", ""),
    Kind.TRUTH: ("", ""),
    Kind.DATE_TIME: ('{"@type":"xsd:dateTime","@value":', "}"),
    Kind.DATE: ('{"@type":"xsd:date","@value":', "}"),
    Kind.YEAR_MONTH: ('{"@type":"xsd:gYearMonth","@value":', "}"),
    Kind.YEAR: ('{"@type":"xsd:gYear","@value":', "}"),
    Kind.EDTF: (f'{{"@type":"{EDTF}","@value":', "}"),
    Kind.DECIMAL: ('{"@type":"xsd:decimal","@value":', "}"),
    Kind.JSON: (f'{{"@type":"{RDF}JSON","@value":', "}"),
}
"""What stands before and behind a value of a row."""
_BARE = {(key, Kind.IRI): ('"', '"') for key in IRIS} | {
    (key, Kind.DATE_TIME): ("", "") for key in MOMENTS
}
"""The same for terms of which the context says already what kind their values are."""


class _Template(NamedTuple):
    text: bytes
    """The object, with ``%b`` for values."""
    fields: Callable[[list[Any]], object]
    """What of a row goes there: bytes, or several in a tuple."""
    foreign: list[tuple[int, bool]]
    """The places of text in a language of its own, and whether there is a list of it."""
    lists: list[tuple[int, bytes]]
    """The places of lists in a row, and what stands between their values."""


def _template(shape: Shape) -> _Template:
    keys: dict[str, list[tuple[int, Slot]]] = {}
    foreign = []
    lists = []
    for place, slot in enumerate(shape.slots, 1):
        keys.setdefault(slot.term.key, []).append((place, slot))
        if slot.kind is Kind.FOREIGN:
            foreign.append((place, slot.is_list))
        if slot.is_list and slot.kind is not Kind.NODE:
            before, behind = _spelling(slot)
            lists.append((place, f"{behind},{before}".encode()))
    places = [0, *[place for held in keys.values() for place, _ in held]]
    text = ",".join(_members(shape, keys))
    return _Template(f"{{{text}}}".encode(), itemgetter(*places), foreign, lists)


def _members(shape: Shape, keys: dict[str, list[tuple[int, Slot]]]) -> Iterator[str]:
    yield '"@id":"%b"'
    classes = [one.key for one in shape.classes.terms]
    if classes:
        yield f'"@type":{_encode(classes if len(classes) > 1 else classes[0]).decode()}'
    for key, held in keys.items():
        values = ",".join(["%b".join(_spelling(slot)) for _, slot in held])
        yield f'"{key}":[{values}]' if len(held) > 1 or held[0][1].is_list else f'"{key}":{values}'


def _spelling(slot: Slot) -> tuple[str, str]:
    return _BARE.get((slot.term.key, slot.kind)) or _SPELLINGS[slot.kind]


def _spelt(node: Node) -> bytes:
    """Return a node as JSON-LD says it; several values of a term are an array.

    Nodes stand where the record holds them and are named elsewhere, so that the depth is that of
    the record, however long a chain of places or organisations is.
    """
    shape = node.shape
    template: _Template | None = shape.jsonld
    if template is None:
        template = shape.jsonld = _template(shape)
    text, fields, foreign, lists = template
    if not (node.nodes or foreign or lists):
        return text % fields(node.row)
    row = node.row.copy()
    for place, nodes in node.nodes:
        row[place] = b",".join([_spelt(one) for one in nodes])
    for place, is_list in foreign:
        row[place] = [*map(_foreign, row[place])] if is_list else _foreign(row[place])
    for place, between in lists:
        row[place] = between.join(row[place])
    return text % fields(row)


def _foreign(spelt: bytes) -> bytes:
    text, _, tag = spelt.rpartition(b"@")
    return b'%b","@value":%b' % (tag, text)


@lru_cache(64)
def _context(language: str) -> bytes:
    """Return the opening of a document, with our context for a record in a language."""
    context = msgspec.json.decode(contract("context.jsonld"))["@context"]
    return b'{"@context":%b,' % _encode(context | {"@language": language.lower()})


def write(release: Release) -> bytes:
    """Return the release as one JSON-LD document in one line: the context, then the work."""
    work = memoryview(_spelt(graph(release)[0]))
    return b"".join((_context(release.language), work[1:], b"\n"))


WRITER = Writer(
    media_type="application/ld+json", write=write, is_of_graph=True, many=Many(part=write)
)
