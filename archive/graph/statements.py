"""The graph as statements in the syntax of N-Triples: sorted, each once (RDF 1.1 N-Quads, 3).

Subjects are blocks: the lines of a block begin alike and are sorted by what follows, the blocks
are sorted by their subjects, and so the lines are sorted by byte. Without blank nodes that is
the canonical form (RDFC-1.0).
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import Any

import msgspec

from archive.graph.nodes import Node
from archive.graph.terms import TYPE_IRI, Kind
from archive.vocabulary import EDTF, RDF, XSD

_encode = msgspec.json.Encoder().encode
_TYPE = f"<{TYPE_IRI}> "
_IRI, _NODE, _PLAIN, _WHOLE = Kind.IRI, Kind.NODE, Kind.PLAIN, Kind.WHOLE
_INTEGER = f'"^^<{XSD}integer>'


def literal(text: str) -> str:
    r"""Return a text as a quoted string of N-Triples and Turtle.

    JSON escapes just what N-Triples does; validation has let no other control character through.

    >>> print(literal('a "b"'))
    "a \"b\""
    """
    return _encode(text).decode()


def _typed(datatype: str) -> Callable[[Any], str]:
    end = f'"^^<{datatype}>'
    return lambda value: f'"{value}{end}'


@cache
def spellings(language: str) -> dict[Kind, Callable[[Any], str]]:
    """Return how the rarer kinds of values are spelt; ``language`` is the record's."""
    tag = f"@{language.lower()}"
    return {
        Kind.TEXT: lambda text: literal(text) + tag,
        Kind.FOREIGN: lambda pair: f"{literal(pair[0])}@{pair[1].lower()}",
        Kind.TRUTH: lambda value: f'"{str(value).lower()}"^^<{XSD}boolean>',
        Kind.DATE_TIME: _typed(XSD + "dateTime"),
        Kind.DATE: _typed(XSD + "date"),
        Kind.YEAR_MONTH: _typed(XSD + "gYearMonth"),
        Kind.YEAR: _typed(XSD + "gYear"),
        Kind.EDTF: _typed(EDTF),
        Kind.DECIMAL: _typed(XSD + "decimal"),
        Kind.JSON: lambda text: f"{literal(text)}^^<{RDF}JSON>",
    }


def _pairs(node: Node, spell: dict[Kind, Callable[[Any], str]], below: list[Node]) -> list[str]:
    """Return "predicate object" for each value; the nodes described there are put below."""
    pairs = [f"{_TYPE}<{kind.iri}>" for kind in node.types]
    for (_, _, _, start), kind, value in node.values:
        if kind is _PLAIN:
            pairs.append(start + _encode(value).decode())
        elif kind is _IRI:
            pairs.append(f"{start}<{value}>")
        elif kind is _NODE:
            below.append(value)
            pairs.append(f"{start}<{value.iri}>")
        elif kind is _WHOLE:
            pairs.append(f'{start}"{value}{_INTEGER}')
        else:
            pairs.append(start + spell[kind](value))
    return pairs


def lines(work: Node, language: str, end: str) -> bytes:
    """Return the sorted statements, each once and ended by ``end``."""
    spell = spellings(language)
    nodes = [work]
    # The list of nodes grows while it is read.
    blocks = [(f"<{node.iri}> ", _pairs(node, spell, nodes)) for node in nodes]
    if len({subject for subject, _ in blocks}) < len(blocks):
        blocks = _merged(blocks)
    blocks.sort()
    return b"".join([_block(subject, end, pairs) for subject, pairs in blocks])


def _merged(blocks: list[tuple[str, list[str]]]) -> list[tuple[str, list[str]]]:
    """Return one block per subject: the IRI of a topic may be that of another node, too."""
    subjects: dict[str, set[str]] = {}
    for subject, pairs in blocks:
        subjects.setdefault(subject, set()).update(pairs)
    return [(subject, list(pairs)) for subject, pairs in subjects.items()]


def _block(subject: str, end: str, pairs: list[str]) -> bytes:
    """Return the lines of a subject; most are ASCII, which is encoded for nothing."""
    pairs.sort()
    return (subject + (end + subject).join(pairs) + end).encode()
