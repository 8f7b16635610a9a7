"""The graph in Turtle's spelling: a block per subject, in the order of the record."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from archive.graph.nodes import Node
from archive.graph.statements import literal, spellings
from archive.graph.terms import PREFIXES, Kind

HEAD = "".join(f"@prefix {prefix}: <{iri}> .\n" for prefix, iri in sorted(PREFIXES.items()))

_IRI, _NODE = Kind.IRI, Kind.NODE


def body(work: Node, language: str, indent: str = "") -> str:
    """Return the statements below the prefixes: a block per node."""
    spell = _spellings(language)
    between = f" ;\n{indent}    "
    parts = []
    nodes = [work]
    for node in nodes:  # grows while it is read
        pairs = ["a " + ", ".join([kind.turtle for kind in node.types])] if node.types else []
        for predicate, kind, value in node.values:
            if kind is _IRI:
                pairs.append(f"{predicate.turtle} <{value}>")
            elif kind is _NODE:
                nodes.append(value)
                pairs.append(f"{predicate.turtle} <{value.iri}>")
            else:
                pairs.append(f"{predicate.turtle} {spell[kind](value)}")
        parts.append(f"\n{indent}<{node.iri}> {between.join(pairs)} .\n")
    return "".join(parts)


def _spellings(language: str) -> dict[Kind, Callable[[Any], str]]:
    """Return how each kind of value is spelt where prefixes, integers and truth may be short."""
    return spellings(language) | {
        Kind.DATE_TIME: _prefixed("dateTime"),
        Kind.DATE: _prefixed("date"),
        Kind.YEAR_MONTH: _prefixed("gYearMonth"),
        Kind.YEAR: _prefixed("gYear"),
        Kind.DECIMAL: _prefixed("decimal"),
        Kind.WHOLE: str,
        Kind.TRUTH: lambda value: str(value).lower(),
        Kind.JSON: lambda text: f"{literal(text)}^^rdf:JSON",
    }


def _prefixed(name: str) -> Callable[[Any], str]:
    end = f'"^^xsd:{name}'
    return lambda value: f'"{value}{end}'
