"""The graph for people who work with rdflib."""

from __future__ import annotations

import rdflib

from archive.graph.mapping import graph
from archive.graph.statements import lines
from archive.graph.terms import PREFIXES
from archive.release import Release


def to_rdflib(release: Release) -> rdflib.Graph:
    """Return the release as an rdflib graph, its literals exactly as the record spells them.

    rdflib rewrites literals when it reads them (``10:15:00Z`` becomes ``+00:00``) unless its
    ``NORMALIZE_LITERALS`` is off; it is put back afterwards.
    """
    found = rdflib.Graph()
    for prefix, namespace in PREFIXES.items():
        found.bind(prefix, namespace, replace=True)
    before = rdflib.NORMALIZE_LITERALS
    rdflib.NORMALIZE_LITERALS = False
    try:
        found.parse(data=lines(graph(release), b" .\n").decode(), format="nt")
    finally:
        rdflib.NORMALIZE_LITERALS = before
    return found
