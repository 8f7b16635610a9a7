"""The graph as statements in the syntax of N-Triples: sorted, each once (RDF 1.1 N-Quads, 3).

Subjects are blocks: the lines of a block begin alike and are sorted by what follows, the blocks
are sorted by their subjects, and so the lines are sorted by byte. Without blank nodes that is
the canonical form (RDFC-1.0).
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from archive.graph.nodes import Node
from archive.graph.terms import TYPE_IRI, Kind
from archive.vocabulary import EDTF, RDF, XSD

_TYPE = f"<{TYPE_IRI}> "


def literal(text: str) -> str:
    """Return a text as a quoted string of N-Triples and Turtle."""
    if "\\" in text:
        text = text.replace("\\", "\\\\")
    if '"' in text:
        text = text.replace('"', '\\"')
    if "\n" in text:
        text = text.replace("\n", "\\n")
    if "\t" in text:
        text = text.replace("\t", "\\t")
    return f'"{text}"'


def _typed(datatype: str) -> Callable[[Any], str]:
    end = f'"^^<{datatype}>'
    return lambda value: f'"{value}{end}'


def spellings(language: str) -> dict[Kind, Callable[[Any], str]]:
    """Return how each kind of value is spelt; ``language`` is the record's."""
    tag = f"@{language.lower()}"
    return {
        Kind.NODE: lambda node: f"<{node.iri}>",
        Kind.IRI: lambda iri: f"<{iri}>",
        Kind.TEXT: lambda text: literal(text) + tag,
        Kind.FOREIGN: lambda pair: f"{literal(pair[0])}@{pair[1].lower()}",
        Kind.PLAIN: literal,
        Kind.WHOLE: _typed(XSD + "integer"),
        Kind.TRUTH: lambda value: f'"{str(value).lower()}"^^<{XSD}boolean>',
        Kind.DATE_TIME: _typed(XSD + "dateTime"),
        Kind.DATE: _typed(XSD + "date"),
        Kind.YEAR_MONTH: _typed(XSD + "gYearMonth"),
        Kind.YEAR: _typed(XSD + "gYear"),
        Kind.EDTF: _typed(EDTF),
        Kind.DECIMAL: _typed(XSD + "decimal"),
        Kind.JSON: lambda text: f"{literal(text)}^^<{RDF}JSON>",
    }


def all_nodes(work: Node) -> list[Node]:
    """Return the node of the work and all below it."""
    nodes = [work]
    for node in nodes:  # grows while it is read
        nodes += [value for _, kind, value in node.values if kind is Kind.NODE]
    return nodes


def blocks(work: Node, language: str) -> list[tuple[str, list[str]]]:
    """Return (subject, sorted "predicate object" pairs) for each subject, sorted."""
    spell = spellings(language)
    found = []
    for node in all_nodes(work):
        pairs = [f"<{predicate.iri}> {spell[kind](value)}" for predicate, kind, value in node.values]
        pairs += [f"{_TYPE}<{kind.iri}>" for kind in node.types]
        pairs.sort()
        found.append((f"<{node.iri}> ", pairs))
    found.sort(key=_subject)
    return found


def _subject(block: tuple[str, list[str]]) -> str:
    return block[0]


def lines(work: Node, language: str, end: str) -> bytes:
    """Return the sorted statements, each ended by ``end``."""
    return "".join(
        [
            subject + pair + end
            for subject, pairs in blocks(work, language)
            for pair in pairs
        ]
    ).encode()
