"""TriG: Turtle with the name of the graph."""

from __future__ import annotations

from archive.graph import graph, graph_name, turtle
from archive.release import Release
from archive.writers import Many, Writer


def write(release: Release) -> bytes:
    """Return the release as a named graph in TriG."""
    body = turtle.body(graph(release)).rstrip(b"\n")
    indented = body.replace(b"\n", b"\n    ").replace(b"\n    \n", b"\n\n")
    return b"%b\n<%b> {%b\n}\n" % (turtle.HEAD, graph_name(release).encode(), indented)


WRITER = Writer(
    media_type="application/trig",
    write=write,
    is_of_graph=True,
    many=Many(part=write, between=b"\n"),
)
