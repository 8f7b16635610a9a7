"""From a value of a document that was read from a graph to its place in the source."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property
from typing import Any

from archive.findings import Position
from archive.graph.forms import Field
from archive.graph.reading import Home, Statements, Work
from archive.graph.spelling import said
from archive.parsing.rdf_places import Whereabouts
from archive.positions import parent


class NodePlaces:
    """The places of the document of a work: those of the statements that its values came from."""

    def __init__(self, statements: Statements, work: Work, whereabouts: Whereabouts) -> None:
        self._statements = statements
        self._work = work
        self._whereabouts = whereabouts

    def find(self, pointer: str) -> Position:
        """Return the place of a value; a missing one has that of the node that should say it."""
        known = pointer
        while known not in self._nodes:
            known = parent(known)
        path = tuple(pointer[len(known) :].split("/")[1:])
        for node, home in self._nodes[known]:
            for predicate in _homes(home, path, self._statements.get(node, {})):
                return self._whereabouts.find(
                    node, predicate, self._value(node, predicate, pointer)
                )
        return self._whereabouts.find(self._nodes[known][0][0])

    @cached_property
    def _nodes(self) -> dict[str, list[tuple[str, Home]]]:
        """Pointer → the nodes that are read there."""
        nodes: dict[str, list[tuple[str, Home]]] = {}
        for node, home in self._work.homes.items():
            nodes.setdefault(home.pointer, []).append((node, home))
        return nodes

    def _value(self, node: str, predicate: str, pointer: str) -> str:
        """Return that of several values of a statement which stands at a pointer."""
        objects = self._statements[node][predicate]
        if len(objects) == 1:
            return next(iter(objects))
        wanted = at(self._work.document, pointer)
        return next((one for one in objects if said(one) == wanted), min(objects))


def at(document: Any, pointer: str) -> Any:
    """Return the value at a pointer, ``None`` if there is none."""
    for step in pointer.split("/")[1:]:
        if isinstance(document, list) and step.isdecimal() and int(step) < len(document):
            document = document[int(step)]
        elif isinstance(document, dict):
            document = document.get(step)
        else:
            return None
    return document


def _homes(home: Home, path: tuple[str, ...], said: Any) -> Iterator[str]:
    """Yield the predicates of a node that say what stands at a path in it, homes first."""
    for is_home in (True, False):
        for predicate in said:
            field = home.form.fields.get(predicate)
            if field is not None and field.is_home is is_home and _is_on(field, path):
                yield predicate


def _is_on(field: Field, path: tuple[str, ...]) -> bool:
    """Return whether what a predicate says is at a path, holds what is there, or is part of it."""
    if not path:
        return False
    return any(one[: len(path)] == path[: len(one)] for one in field.paths)
