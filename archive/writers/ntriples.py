"""N-Triples: the same statements without the name of the graph."""

from __future__ import annotations

from archive.graph import graph
from archive.graph.statements import lines
from archive.release import Release
from archive.writers import Many, Writer


def write(release: Release) -> bytes:
    """Return the release as sorted N-Triples."""
    return lines(graph(release), b" .\n")


WRITER = Writer(
    media_type="application/n-triples", write=write, is_of_graph=True, many=Many(part=write)
)
