"""A graph → the documents of its releases, each with what is worth saying about it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

import pyoxigraph

from archive.findings import Finding, finding
from archive.findings import Told as Counter
from archive.graph.comparison import Told, compared, owner, passed_over, strangers
from archive.graph.mapping import graph, graph_name
from archive.graph.places import NodePlaces
from archive.graph.reading import Statement, Statements, Work, add, works
from archive.graph.spelling import said
from archive.graph.statements import lines
from archive.parsing.rdf_places import Whereabouts
from archive.parsing.rdf_syntax import short
from archive.places import NOWHERE, Places
from archive.release import Release

DEFAULT = ""
"""The name of the graph that has none."""
_MADE_UP = re.compile("_:[0-9a-f]{20,32}")

Sound = Callable[[dict[str, Any]], tuple[Any, Release | None]]
"""Says of a document what was seen of it if it is plain, and its release if it is sound."""


@dataclass(slots=True)
class Graphs:
    """Takes statements, and keeps them by the names of their graphs."""

    named: dict[str, Statements] = field(default_factory=dict)
    _numbers: dict[str, str] = field(default_factory=dict)

    def add(self, quad: pyoxigraph.Quad) -> None:
        """Take a statement."""
        is_default = isinstance(quad.graph_name, pyoxigraph.DefaultGraph)
        name = DEFAULT if is_default else self._known(str(quad.graph_name))
        statements = self.named.get(name)
        if statements is None:
            statements = self.named[name] = {}
        subject, value = str(quad.subject), str(quad.object)
        if subject[0] == "_" or value[0] == "_":
            subject, value = self._known(subject), self._known(value)
        add(statements, subject, str(quad.predicate), value)

    def _known(self, term: str) -> str:
        """Return a term; a node that has no name is known by its number.

        pyoxigraph 0.5.13 makes up a name for it, another one in each run.
        """
        if not _MADE_UP.fullmatch(term):
            return term
        return self._numbers.setdefault(term, f"_:[{len(self._numbers) + 1}]")


@dataclass(frozen=True, slots=True)
class Document:
    """What a graph says of one work, in the shape of our record."""

    document: dict[str, Any] | None
    findings: tuple[Finding, ...]
    places: Places
    plain: Any
    """What somebody who was asked has said of it."""


def documents(
    statements: Statements, name: str, whereabouts: Whereabouts, sound: Sound
) -> Iterator[Document]:
    """Yield the releases of a graph, in its order; of one without, that it has none.

    ``name`` is that of the graph, as N-Triples spells it.
    """
    found = works(statements)
    if not found:
        yield _nothing(statements, whereabouts)
        return
    read = {one for work in found for one in work.homes}
    parts: dict[str, set[str]] = {}
    for subject in statements.keys() - read:
        parts.setdefault(owner(subject), set()).add(subject)
    told = [*strangers(statements, found)]
    judged: set[str] = set()
    for work in found:
        plain, release = sound(work.document)
        own = {one for one in work.homes if one in statements and one not in judged}
        own |= parts.get(work.iri, set())
        judged |= own
        if release is None:
            told += passed_over(statements, work, own)
        else:
            told += _compared(statements, work, own, release)
            told += _graph_name(name, work, release)
        placed = tuple(_placed(told, whereabouts))
        places = NodePlaces(statements, work, whereabouts)
        yield Document(work.document, placed, places, plain)
        told = []


def _nothing(statements: Statements, whereabouts: Whereabouts) -> Document:
    """Return that a graph has no release."""
    count = sum(len(objects) for said in statements.values() for objects in said.values())
    first = next(iter(statements), "")
    found = finding("L106", variant="graph", count=count).at(whereabouts.find(first))
    return Document(None, (found,), NOWHERE, plain=False)


def _compared(
    statements: Statements, work: Work, own: set[str], release: Release
) -> Iterable[Told]:
    """Return what differs; nothing does where the lines are those that we would write."""
    written = lines(graph(release), b" .\n")
    if _lines(statements, own | work.homes.keys()) == set(written.decode().split("\n")[:-1]):
        return ()
    again: Statements = {}
    for quad in pyoxigraph.parse(written, pyoxigraph.RdfFormat.N_TRIPLES):
        add(again, str(quad.subject), str(quad.predicate), str(quad.object))
    return compared(statements, work, own, again)


def _lines(statements: Statements, subjects: set[str]) -> set[str]:
    return {
        f"{subject} {predicate} {value} ."
        for subject in subjects & statements.keys()
        for predicate, objects in statements[subject].items()
        for value in objects
    }


def _graph_name(name: str, work: Work, release: Release) -> Iterator[Told]:
    """Yield where the name of a graph is not that of the edition in it."""
    right = graph_name(release)
    if name not in (DEFAULT, f"<{right}>"):
        found = finding("L105", "/version", found=short(said(name)), right=short(right))
        yield Told(found, Statement(work.iri, "", ""))


def _placed(told: Iterable[Told], whereabouts: Whereabouts) -> Iterator[Finding]:
    """Yield findings with their places, as many as one is told."""
    enough = Counter()
    for one in told:
        counted = enough.counted(one.finding)
        yield counted.at(whereabouts.find(*one.statement))
        if counted is not one.finding:
            return
