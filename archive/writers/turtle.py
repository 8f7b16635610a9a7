"""Turtle, made to be read: a block per subject, in the order of the record."""

from __future__ import annotations

from archive.graph import graph, graph_name, turtle
from archive.release import Release
from archive.writers import Many, Writer


def write(release: Release) -> bytes:
    """Return the release as Turtle; the name of the graph is not in it."""
    return turtle.HEAD + turtle.body(graph(release), release.language)


def _named(release: Release) -> bytes:
    """Return the release as a named graph: many in one file would run into each other."""
    body = turtle.body(graph(release), release.language)
    return b"\n<%b> {\n%b}\n" % (graph_name(release).encode(), body)


WRITER = Writer(
    media_type="text/turtle",
    write=write,
    many=Many(part=_named, head=lambda _: turtle.HEAD),
)
"""Many releases in one file are TriG."""
