"""The graph in Turtle's spelling: a block per subject, in the order of the record."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import Any

import msgspec

from archive.graph.nodes import Node
from archive.graph.statements import literal, spellings
from archive.graph.terms import PREFIXES, Kind

HEAD = "".join(
    f"@prefix {prefix}: <{iri}> .\n" for prefix, iri in sorted(PREFIXES.items())
).encode()

_IRI, _NODE, _PLAIN, _WHOLE = Kind.IRI, Kind.NODE, Kind.PLAIN, Kind.WHOLE
_encode = msgspec.json.Encoder().encode


def body(work: Node, language: str, indent: str = "") -> bytes:
    """Return the statements below the prefixes: a block per node."""
    spell = _spellings(language)
    between = f" ;\n{indent}    "
    parts = []
    nodes = [work]
    for node in nodes:  # grows while it is read
        pairs = ["a " + ", ".join([kind.turtle for kind in node.types])] if node.types else []
        for (_, predicate, _, _), kind, value in node.values:
            if kind is _PLAIN:
                pairs.append(f"{predicate} {_encode(value).decode()}")
            elif kind is _IRI:
                pairs.append(f"{predicate} <{value}>")
            elif kind is _NODE:
                nodes.append(value)
                pairs.append(f"{predicate} <{value.iri}>")
            elif kind is _WHOLE:
                pairs.append(f"{predicate} {value}")
            else:
                pairs.append(f"{predicate} {spell[kind](value)}")
        parts.append(f"\n{indent}<{node.iri}> {between.join(pairs)} .\n".encode())
    return b"".join(parts)


@cache
def _spellings(language: str) -> dict[Kind, Callable[[Any], str]]:
    """Return how the rarer kinds of values are spelt where prefixes and truth may be short."""
    return spellings(language) | {
        Kind.DATE_TIME: _prefixed("dateTime"),
        Kind.DATE: _prefixed("date"),
        Kind.YEAR_MONTH: _prefixed("gYearMonth"),
        Kind.YEAR: _prefixed("gYear"),
        Kind.DECIMAL: _prefixed("decimal"),
        Kind.TRUTH: lambda value: str(value).lower(),
        Kind.JSON: lambda text: f"{literal(text)}^^rdf:JSON",
    }


def _prefixed(name: str) -> Callable[[Any], str]:
    end = f'"^^xsd:{name}'
    return lambda value: f'"{value}{end}'
