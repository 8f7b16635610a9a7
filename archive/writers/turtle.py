"""Turtle, made to be read: a block per subject, in the order of the record."""

from __future__ import annotations

from archive.graph import graph, graph_name, turtle
from archive.release import Release
from archive.writers import Many, Writer


def write(release: Release) -> bytes:
    """Return the release as Turtle; the name of the graph is not in it."""
    return turtle.HEAD + turtle.body(graph(release))


def _named(release: Release) -> bytes:
    """Return the release as a named graph: many in one file would run into each other.

    It has the prefixes, so that it can be taken out of the file again.
    """
    body = turtle.body(graph(release))
    return b"%b\n<%b> {\n%b}\n" % (turtle.HEAD, graph_name(release).encode(), body)


WRITER = Writer(
    media_type="text/turtle", write=write, is_of_graph=True, many=Many(part=_named, between=b"\n")
)
"""Many releases in one file are TriG."""
