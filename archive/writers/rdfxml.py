"""RDF/XML; the name of the graph is not in it."""

from __future__ import annotations

import io

import pyoxigraph

from archive.graph import graph
from archive.graph.statements import lines
from archive.graph.terms import PREFIXES
from archive.release import Release
from archive.writers import Writer


def write(release: Release) -> bytes:
    """Return the release as RDF/XML, its statements in the order of N-Triples."""
    statements = lines(graph(release), b" .\n")
    output = io.BytesIO()
    pyoxigraph.serialize(
        (quad.triple for quad in pyoxigraph.parse(statements, pyoxigraph.RdfFormat.N_TRIPLES)),
        output,
        pyoxigraph.RdfFormat.RDF_XML,
        prefixes=PREFIXES,
    )
    # pyoxigraph 0.5.13 writes a carriage return as it is, which XML reads as a line feed.
    return output.getvalue().rstrip(b"\n").replace(b"\r", b"&#13;") + b"\n"


WRITER = Writer(media_type="application/rdf+xml", write=write, is_of_graph=True)
