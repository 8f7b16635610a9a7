"""The graph in Turtle's spelling: a block per subject, in the order of the record."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from archive.graph.nodes import Node
from archive.graph.statements import all_nodes, literal, spellings
from archive.graph.terms import PREFIXES, Kind

HEAD = "".join(f"@prefix {prefix}: <{iri}> .\n" for prefix, iri in sorted(PREFIXES.items()))


def body(work: Node, language: str, indent: str = "") -> str:
    """Return the statements below the prefixes, each subject once."""
    spell = dict(spellings(language))
    for kind, name in (
        (Kind.DATE_TIME, "dateTime"),
        (Kind.DATE, "date"),
        (Kind.YEAR_MONTH, "gYearMonth"),
        (Kind.YEAR, "gYear"),
        (Kind.DECIMAL, "decimal"),
    ):
        spell[kind] = _prefixed(name)
    spell[Kind.WHOLE] = str
    spell[Kind.TRUTH] = lambda value: str(value).lower()
    spell[Kind.JSON] = lambda text: f"{literal(text)}^^rdf:JSON"
    between = f" ;\n{indent}    "
    parts = []
    for node in all_nodes(work):
        pairs = [f"{predicate.turtle} {spell[kind](value)}" for predicate, kind, value in node.values]
        if node.types:
            pairs.insert(0, "a " + ", ".join([kind.turtle for kind in node.types]))
        parts.append(f"\n{indent}<{node.iri}> {between.join(pairs)} .\n")
    return "".join(parts)


def _prefixed(name: str) -> Callable[[Any], str]:
    end = f'"^^xsd:{name}'
    return lambda value: f'"{value}{end}'
