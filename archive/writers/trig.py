"""TriG: Turtle with the name of the graph."""

from __future__ import annotations

from archive.graph import graph, graph_name, turtle
from archive.release import Release
from archive.writers import Many, Writer


def _part(release: Release) -> bytes:
    body = turtle.body(graph(release), release.language, "    ")
    return b"\n<%b> {%b}\n" % (graph_name(release).encode(), body)


def write(release: Release) -> bytes:
    """Return the release as a named graph in TriG."""
    return turtle.HEAD + _part(release)


WRITER = Writer(
    media_type="application/trig",
    write=write,
    many=Many(part=_part, head=lambda _: turtle.HEAD),
)
