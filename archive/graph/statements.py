"""The graph as statements in the syntax of N-Triples: sorted, each once (RDF 1.1 N-Quads, 3).

Subjects are blocks: the lines of a block begin alike and are sorted by what follows, the blocks
are sorted by their subjects, and so the lines are sorted by byte. Without blank nodes that is
the canonical form (RDFC-1.0). The predicates of a block are sorted once for its shape.
"""

from __future__ import annotations

from collections.abc import Callable
from operator import itemgetter
from typing import Any, NamedTuple

from archive.graph.nodes import Node, Shape
from archive.graph.terms import TYPE_IRI, Kind, Slot
from archive.vocabulary import EDTF, RDF, XSD

_SPELLINGS = {
    Kind.NODE: ("<", ">"),
    Kind.IRI: ("<", ">"),
    Kind.FOREIGN: ("", ""),
    Kind.PLAIN: ("", ""),
    Kind.WHOLE: ('"', f'"^^<{XSD}integer>'),
    Kind.TRUTH: ('"', f'"^^<{XSD}boolean>'),
    Kind.DATE_TIME: ("", f"^^<{XSD}dateTime>"),
    Kind.DATE: ("", f"^^<{XSD}date>"),
    Kind.YEAR_MONTH: ("", f"^^<{XSD}gYearMonth>"),
    Kind.YEAR: ("", f"^^<{XSD}gYear>"),
    Kind.EDTF: ("", f"^^<{EDTF}>"),
    Kind.DECIMAL: ("", f"^^<{XSD}decimal>"),
    Kind.JSON: ("", f"^^<{RDF}JSON>"),
}


def spelling(kind: Kind, language: str) -> tuple[str, str]:
    """Return what stands before and behind a value of a row; ``language`` is the record's."""
    return ("", f"@{language}") if kind is Kind.TEXT else _SPELLINGS[kind]


class _Objects(NamedTuple):
    """What a slot holds, and what stands around each object."""

    place: int
    is_list: bool
    before: bytes
    behind: bytes


class _Template(NamedTuple):
    text: bytes
    """Predicates and objects, sorted, a line for each, with ``%b`` for the objects."""
    fields: Callable[[list[Any]], object]
    """What of a row goes there: bytes, or several in a tuple."""
    several: list[tuple[bytes, list[_Objects]]]
    """Predicates with several objects; sorted they take the place of the first."""


def _template(shape: Shape) -> _Template:
    predicates: dict[str, list[tuple[int, Slot]]] = {}
    for place, slot in enumerate(shape.slots, 1):
        predicates.setdefault(f"<{slot.term.iri}> ", []).append((place, slot))
    pairs: list[tuple[str, tuple[int, ...]]] = [
        (f"<{TYPE_IRI}> <{one.iri}>", ()) for one in shape.classes.terms
    ]
    several = []
    for predicate, held in predicates.items():
        place, slot = held[0]
        value = "%b".join(spelling(slot.kind, shape.language))
        if slot.is_list or len(held) > 1:
            value = "%b"
            objects = [_objects(*one, shape.language) for one in held]
            several.append((f"\n{predicate}".encode(), objects))
        pairs.append((predicate + value, (place,)))
    pairs.sort()
    text = "\n".join([pair for pair, _ in pairs])
    fields = itemgetter(*[place for _, places in pairs for place in places])
    return _Template(text.encode(), fields, several)


def _objects(place: int, slot: Slot, language: str) -> _Objects:
    before, behind = spelling(slot.kind, language)
    return _Objects(place, slot.is_list, before.encode(), behind.encode())


def lines(nodes: list[Node], end: bytes) -> bytes:
    """Return the sorted statements of nodes, each once and ended by ``end``."""
    subjects = {b"<" + node.row[0] + b"> ": node for node in nodes}
    if len(subjects) < len(nodes):
        return _merged(nodes, end)
    pieces: list[bytes] = []
    for subject in sorted(subjects):
        pieces += (subject, _pairs(subjects[subject]).replace(b"\n", end + subject), end)
    return b"".join(pieces)


def _merged(nodes: list[Node], end: bytes) -> bytes:
    """Return the same where the IRI of a topic is that of another node, too."""
    statements = {
        b"<%b> %b" % (node.row[0], pair) for node in nodes for pair in _pairs(node).split(b"\n")
    }
    return b"".join([statement + end for statement in sorted(statements)])


def _pairs(node: Node) -> bytes:
    """Return predicates and objects, a line for each; no value holds a line break as it is."""
    shape = node.shape
    template: _Template | None = shape.statements
    if template is None:
        template = shape.statements = _template(shape)
    text, fields, several = template
    row = _sorted(node.row, several) if several else node.row
    return text % fields(row)


def _sorted(row: list[Any], several: list[tuple[bytes, list[_Objects]]]) -> list[Any]:
    """Return a row in which the objects of such predicates are sorted lines."""
    row = row.copy()
    for between, held in several:
        objects: list[bytes] = []
        for place, is_list, before, behind in held:
            values = row[place] if is_list else [row[place]]
            objects += [before + value + behind for value in values]
        objects.sort()
        row[held[0].place] = between.join(objects)
    return row
