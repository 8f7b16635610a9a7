"""Nodes of the graph: what they say, cut up so that each format has little left to do.

A value is spelt once, for all formats. What a node is besides its values is its shape; thousands
of nodes share a few shapes. Each format makes a template of a shape, once, and fills it with the
rows of nodes. A call of a method here adds one slot at most, however many values, so that no
record has longer shapes than another.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from archive import edtf
from archive.graph.terms import DateSlots, Kind, Slot, Term, Value, slot, term
from archive.release import Span

_POSITION = slot("schema:position", Kind.WHOLE)
_SPAN = slot("pa:span", Kind.PLAIN)

SHAPES_KEPT = 512
"""So many shapes are remembered at most, with their templates: about 10 MB."""


class Classes:
    """What a node is an instance of; there is one object for each such set."""

    __slots__ = ("schema", "terms")

    def __init__(self, *names: str) -> None:
        self.terms: tuple[Term, ...] = tuple(map(term, names))
        self.schema = next((one.key for one in self.terms if ":" not in one.key), "")
        """What such nodes are in schema.org; nothing where they are none."""


NO_CLASS = Classes()


class Shape:
    """What a node is besides its values; each format leaves its template here."""

    __slots__ = ("classes", "jsonld", "language", "page", "slots", "statements", "turtle")

    def __init__(self, language: str, classes: Classes, *slots: Slot) -> None:
        self.language = language
        """That of the record, in small letters."""
        self.classes = classes
        self.slots = slots
        self.statements: Any = None
        self.turtle: Any = None
        self.jsonld: Any = None
        self.page: Any = None


_shapes: dict[tuple[Any, ...], Shape] = {}


def _new_shape(key: tuple[Any, ...]) -> Shape:
    if len(_shapes) >= SHAPES_KEPT:
        _shapes.clear()
    _shapes[key] = shape = Shape(*key)
    return shape


class Node:
    """A subject with its classes and values, in the order they are to be written in JSON-LD."""

    __slots__ = ("classes", "iri", "nodes", "row", "shape", "slots")

    shape: Shape
    """Set by ``finished``."""

    def __init__(self, iri: str, classes: Classes = NO_CLASS, number: int | None = None) -> None:
        self.iri = iri
        self.classes = classes
        self.slots: list[Slot] = []
        self.row: list[Any] = [iri.encode()]
        """The IRI, then what is in each slot: a value as bytes, or a list of several."""
        self.nodes: tuple[tuple[int, Sequence[Node]], ...] = ()
        """The nodes that are described here: their place in the row, and those there."""
        if number is not None:  # the place in a list of the record, from 1
            self.slots.append(_POSITION)
            self.row.append(_POSITION.spelt(number))

    def add(self, slot: Slot, value: Value | None) -> None:
        """Add a value, if there is one."""
        if value is not None:
            self.slots.append(slot)
            self.row.append(slot.spelt(value))

    def add_date(self, slots: DateSlots, text: str | None) -> None:
        """Add a date that may be vague, if there is one."""
        if text is not None:
            self.add(slots[edtf.xsd_type(text)], text)

    def add_all(self, slot: Slot, values: Sequence[Value]) -> None:
        """Add values of one kind."""
        if not values:
            return
        if len(values) == 1:
            self.slots.append(slot)
            self.row.append(slot.spelt(values[0]))
        else:
            self._add_list(slot, [*map(slot.spelt, values)])

    def add_locals(self, slot: Slot, work: str, names: Iterable[str]) -> None:
        """Add the IRIs of parts of a work that have local ids."""
        if names:
            self.add_all(slot, [f"{work}#{name}" for name in names])

    def add_spans(self, spans: Sequence[Span]) -> None:
        """Add places in the body's plain text (RFC 5147)."""
        if spans:
            self.add_all(_SPAN, [f"char={start},{end}" for start, end in spans])

    def add_nodes(self, slot: Slot, nodes: Sequence[Node]) -> None:
        """Add nodes that are described here."""
        if not nodes:
            return
        self.nodes += ((len(self.row), nodes),)
        if len(nodes) == 1:
            self.slots.append(slot)
            self.row.append(nodes[0].row[0])
        else:
            self._add_list(slot, [node.row[0] for node in nodes])

    def _add_list(self, slot: Slot, spelt: list[bytes]) -> None:
        self.slots.append(slot.several)
        self.row.append(spelt)


def finished(root: Node, language: str) -> list[Node]:
    """Return a node and all below it, level by level, now with shapes.

    ``language`` is that of the record.
    """
    tag = language.lower()
    nodes = [root]
    for node in nodes:  # grows while it is read
        key = (tag, node.classes, *node.slots)
        node.shape = _shapes.get(key) or _new_shape(key)
        for _, below in node.nodes:
            nodes += below
    return nodes
