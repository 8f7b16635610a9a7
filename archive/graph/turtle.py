"""The graph in Turtle's spelling: a block per subject, in the order of the record."""

from __future__ import annotations

from typing import NamedTuple

from archive.graph.nodes import Node, Shape
from archive.graph.statements import spelling
from archive.graph.terms import PREFIXES, Kind

HEAD = "".join(
    f"@prefix {prefix}: <{iri}> .\n" for prefix, iri in sorted(PREFIXES.items())
).encode()

_SPELLINGS = {
    Kind.WHOLE: ("", ""),
    Kind.TRUTH: ("", ""),
    Kind.DATE_TIME: ("", "^^xsd:dateTime"),
    Kind.DATE: ("", "^^xsd:date"),
    Kind.YEAR_MONTH: ("", "^^xsd:gYearMonth"),
    Kind.YEAR: ("", "^^xsd:gYear"),
    Kind.DECIMAL: ("", "^^xsd:decimal"),
    Kind.JSON: ("", "^^rdf:JSON"),
}
"""What stands before and behind values that are shorter here than in N-Triples."""
_BETWEEN = " ;\n    "


class _Template(NamedTuple):
    text: bytes
    """The block, with ``%b`` for each member of a row."""
    lists: list[tuple[int, bytes]]
    """The places of lists in a row, and what stands between their values."""


def _template(shape: Shape) -> _Template:
    pairs = []
    lists = []
    if shape.classes.terms:
        pairs.append("a " + ", ".join([one.turtle for one in shape.classes.terms]))
    for place, slot in enumerate(shape.slots, 1):
        before, behind = _SPELLINGS.get(slot.kind) or spelling(slot.kind, shape.language)
        before = f"{slot.term.turtle} {before}"
        pairs.append(f"{before}%b{behind}")
        if slot.is_list:
            lists.append((place, f"{behind}{_BETWEEN}{before}".encode()))
    return _Template(f"\n<%b> {_BETWEEN.join(pairs)} .\n".encode(), lists)


def body(nodes: list[Node]) -> bytes:
    """Return the statements below the prefixes: a block per node.

    No value holds a line break as it is.
    """
    texts = []
    filling: list[bytes] = []
    for node in nodes:
        shape = node.shape
        template: _Template | None = shape.turtle
        if template is None:
            template = shape.turtle = _template(shape)
        text, lists = template
        texts.append(text)
        row = node.row.copy() if lists else node.row
        for place, between in lists:
            row[place] = between.join(row[place])
        filling += row
    return b"".join(texts) % tuple(filling)
