"""TriG: Turtle with the name of the graph."""

from __future__ import annotations

from archive.graph import graph, graph_name, turtle
from archive.release import Release
from archive.writers import Many, Writer


def _part(release: Release) -> bytes:
    body = turtle.body(graph(release), release.language, "    ")
    return f"\n<{graph_name(release)}> {{{body}}}\n".encode()


def _head(_: str) -> bytes:
    return turtle.HEAD.encode()


def write(release: Release) -> bytes:
    """Return the release as a named graph in TriG."""
    return _head("") + _part(release)


WRITER = Writer(media_type="application/trig", write=write, many=Many(part=_part, head=_head))
