"""N-Quads in canonical form; the name of the graph is the IRI of the edition."""

from __future__ import annotations

from archive.graph import graph, graph_name
from archive.graph.statements import lines
from archive.release import Release
from archive.writers import Many, Writer


def write(release: Release) -> bytes:
    """Return the release as sorted N-Quads."""
    return lines(graph(release), b" <%b> .\n" % graph_name(release).encode())


WRITER = Writer(
    media_type="application/n-quads", write=write, is_of_graph=True, many=Many(part=write)
)
