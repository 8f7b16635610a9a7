"""Nodes of the graph, and the values they hold."""

from __future__ import annotations

from typing import Any

from archive import edtf
from archive.graph.terms import Kind, Term, term
from archive.release import Moment, Span

Value = tuple[Term, Kind, Any]

_PLAIN, _TEXT, _FOREIGN, _IRI, _NODE = Kind.PLAIN, Kind.TEXT, Kind.FOREIGN, Kind.IRI, Kind.NODE
_WHOLE, _TRUTH, _DATE_TIME, _DATE = Kind.WHOLE, Kind.TRUTH, Kind.DATE_TIME, Kind.DATE
_XSD_KINDS = {"date": Kind.DATE, "gYearMonth": Kind.YEAR_MONTH, "gYear": Kind.YEAR}

POSITION = term("schema:position")
SPAN = term("pa:span")
CERTAINTY = term("pa:certainty")
SAME_AS = term("schema:sameAs")


class Node:
    """A subject with its types and values, in the order they are to be written in JSON-LD."""

    __slots__ = ("_doubled", "iri", "types", "values")

    def __init__(self, iri: str, *types: Term) -> None:
        self.iri = iri
        self.types = types
        self.values: list[Value] = []
        self._doubled: set[tuple[str, Any]] = set()

    def plain(self, predicate: Term, text: str | None) -> None:
        """Add a string in no language, if there is one."""
        if text is not None:
            self.values.append((predicate, _PLAIN, text))

    def text(self, predicate: Term, text: str | None, language: str | None = None) -> None:
        """Add text in the record's language, or in one of its own."""
        if text is not None and language is None:
            self.values.append((predicate, _TEXT, text))
        elif text is not None:
            self.values.append((predicate, _FOREIGN, (text, language)))

    def ref(self, predicate: Term, iri: str | None) -> None:
        """Add an IRI, if there is one."""
        if iri is not None:
            self.values.append((predicate, _IRI, iri))

    def once(self, predicate: Term, kind: Kind, value: Any) -> None:
        """Add a doubled value unless it was added so already."""
        doubled = predicate.iri, value
        if doubled not in self._doubled:
            self._doubled.add(doubled)
            self.values.append((predicate, kind, value))

    def whole(self, predicate: Term, number: int | None) -> None:
        """Add an integer, if there is one."""
        if number is not None:
            self.values.append((predicate, _WHOLE, number))

    def truth(self, predicate: Term, value: bool | None) -> None:  # noqa: FBT001 (it is the value)
        """Add a boolean, if there is one."""
        if value is not None:
            self.values.append((predicate, _TRUTH, value))

    def moment(self, predicate: Term, date_time: str | None) -> None:
        """Add a date-time, if there is one."""
        if date_time is not None:
            self.values.append((predicate, _DATE_TIME, date_time))

    def day(self, predicate: Term, day: str | None) -> None:
        """Add a day, if there is one."""
        if day is not None:
            self.values.append((predicate, _DATE, day))

    def date(self, predicate: Term, text: str | None) -> None:
        """Add a date that may be vague: as the XSD type that holds it, else as EDTF."""
        if text is not None:
            kind = _XSD_KINDS.get(edtf.xsd_type(text) or "", Kind.EDTF)
            self.values.append((predicate, kind, text))

    def either(self, predicate: Term, moment: Moment) -> None:
        """Add a moment of the record: exact or vague."""
        self.moment(predicate, moment.date_time)
        self.date(predicate, moment.edtf)

    def node(self, predicate: Term, node: Node) -> None:
        """Add a node that is described here."""
        self.values.append((predicate, _NODE, node))

    def spans(self, spans: tuple[Span, ...]) -> None:
        """Add places in the body's plain text (RFC 5147)."""
        for start, end in spans:
            self.values.append((SPAN, _PLAIN, f"char={start},{end}"))

    def certainty(self, certainty: str | None) -> None:
        """Add how sure it is, if that is said."""
        if certainty is not None:
            self.values.append((CERTAINTY, _PLAIN, certainty))


def member(work: str, name: str, number: int, *types: Term) -> Node:
    """Return the node of a member of an array of objects that has no local id; counts from 1."""
    node = Node(f"{work}#{name}.{number}", *types)
    node.values.append((POSITION, _WHOLE, number))
    return node


def entity(work: str, local: str, number: int, *types: Term) -> Node:
    """Return the node of a member of an array of objects that has a local id; counts from 1."""
    node = Node(f"{work}#{local}", *types)
    node.values.append((POSITION, _WHOLE, number))
    return node
