"""What was read from a graph, held against the graph that the mapping makes of it.

A statement of the source that the mapping does not make is left out, or repeats a value wrongly;
one that it makes and the source lacks should be there. So nothing in a graph passes unnamed.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import zip_longest
from typing import Any, NamedTuple

from archive.findings import Finding, finding
from archive.graph import spelling
from archive.graph.forms import CONCEPT, EDITION, Field
from archive.graph.places import at
from archive.graph.reading import Home, Statement, Statements, Work, read
from archive.graph.spelling import named, said, suffix
from archive.parsing.rdf_syntax import short
from archive.positions import pointer

_ELSEWHERE: Mapping[tuple[str, ...], tuple[str, ...]] = {
    ("statusHistory",): ("relations",),
    ("relations",): ("provenance", "url"),
}
"""Where that stands which a predicate repeats, if it is not where it mostly is."""
_MENDED = (spelling.json, spelling.span, spelling.truth, spelling.whole)
"""How values are read that may be spelt in several ways."""


class Told(NamedTuple):
    """A finding, and the statement of the source that it is about."""

    finding: Finding
    statement: Statement


def strangers(statements: Statements, works: Sequence[Work]) -> Iterator[Told]:
    """Yield what is said of subjects that belong to no release of a graph."""
    known = {one for work in works for one in work.homes}
    names = {work.iri for work in works}
    for subject in sorted(statements.keys() - known):
        if owner(subject) not in names:
            yield _subject_left(statements, subject)


def passed_over(statements: Statements, work: Work, own: Iterable[str]) -> Iterator[Told]:
    """Yield what was not read of a work that is no release: of it no graph can be made."""
    for subject in sorted(own):
        home = work.homes.get(subject)
        if home is None:
            yield _subject_left(statements, subject)
            continue
        for predicate in sorted(statements[subject].keys() - home.form.fields.keys()):
            for value in sorted(statements[subject][predicate]):
                yield _left(work, home, Statement(subject, predicate, value))
    for one in sorted(work.left):
        yield _left(work, work.homes[one.subject], one)


def compared(
    statements: Statements, work: Work, own: Iterable[str], written: Statements
) -> Iterator[Told]:
    """Yield where a work is said otherwise than the mapping of its document says it.

    ``own`` are the subjects of which no other work of the graph tells.
    """
    comparison = _Comparison(statements, work, written)
    for old, new in sorted(comparison.renamed.items()):
        found = finding(
            "L102", work.homes[old].pointer, found=short(said(old)), right=short(said(new))
        )
        yield Told(found, Statement(old, "", ""))
    now: dict[str, str] = {}
    for subject in sorted(own):
        new = comparison.renamed.get(subject, subject)
        if subject in work.homes and new not in now:
            now[new] = subject
        else:
            yield _subject_left(statements, subject)
    for subject in sorted(now.keys() | written.keys()):
        old = now.get(subject, subject)
        if old in statements:
            yield from comparison.told(subject, old, is_own=subject in now)
        else:
            yield comparison.lacking_subject(subject)


class _Comparison:
    def __init__(self, statements: Statements, work: Work, written: Statements) -> None:
        self._statements = statements
        self._written = written
        self._work = work
        self._homes = read(written, work.iri).homes
        self.renamed = _renamed(work.homes, self._homes)
        """Nodes that stand where the mapping has others."""
        self._inside: dict[str, dict[str, str]] = {}
        """Pointer → the texts that stand there, each with its own pointer."""

    def lacking_subject(self, subject: str) -> Told:
        """Return that nothing is said of a subject."""
        where = self._homes[subject].pointer
        found = finding("L105", where, variant="missing", right=short(said(subject)))
        return Told(found, Statement(subject, "", ""))

    def told(self, subject: str, old: str, *, is_own: bool) -> Iterator[Told]:
        """Yield where the source says otherwise of a subject, called ``old`` there."""
        source, right = self._statements[old], self._written.get(subject, {})
        for predicate in sorted(source.keys() | right.keys() if is_own else right.keys()):
            said_there = sorted(source.get(predicate, ()), reverse=True)
            values = {self.renamed.get(one, one): one for one in said_there}
            twice = [one for one in said_there if values[self.renamed.get(one, one)] != one]
            wanted = right.get(predicate, {})
            extra = sorted(values.keys() - wanted.keys()) if is_own else []
            home = self._work.homes.get(old) or self._homes[old]
            for found, one in zip_longest([*extra, *twice], sorted(wanted.keys() - values.keys())):
                of = Statement(old, predicate, values.get(found, found or ""))
                yield _left(self._work, home, of) if one is None else self._wrong(home, of, one)

    def _wrong(self, home: Home, of: Statement, right: str) -> Told:
        """Return that a statement should have another value, or that there is none."""
        field = home.form.fields.get(of.predicate)
        where = self._repeated(_pointer(self._work, home, field), right)
        if not of.object:
            return Told(finding("L105", where, variant="missing", right=short(said(right))), of)
        shown, wanted = said(of.object), said(right)
        is_mended = field is not None and field.value in _MENDED
        if shown == wanted:
            shown, wanted = of.object, right
            is_tagged = "@" in suffix(of.object) + suffix(right)
            is_mended = field is not None and field.is_home and not is_tagged
        code = "L102" if is_mended else "L105"
        return Told(finding(code, where, found=short(shown), right=short(wanted)), of)

    def _repeated(self, where: str, right: str) -> str:
        """Return the pointer of what a copy should repeat: in a list, that of the member."""
        home = self._homes.get(right)
        if home is not None and home.pointer.startswith(f"{where}/"):
            return home.pointer
        if where not in self._inside:
            self._inside[where] = dict(_texts(where, at(self._work.document, where)))
        text = said(right)
        inside = self._inside[where]
        return inside.get(text) or inside.get(text.rpartition("#")[2], where)


def _renamed(homes: Mapping[str, Home], right: Mapping[str, Home]) -> dict[str, str]:
    """Return the nodes that stand where other ones should, and those."""
    places = {home: node for node, home in right.items() if home.form not in (EDITION, CONCEPT)}
    return {
        node: places[home]
        for node, home in homes.items()
        if home in places and places[home] != node
    }


def owner(subject: str) -> str:
    """Return the work that a node is a part of, by its IRI."""
    work, mark, _ = subject.partition("#")
    return f"{work}>" if mark else subject


def _subject_left(statements: Statements, subject: str) -> Told:
    count = sum(map(len, statements[subject].values()))
    found = finding("L101", variant="several", field=short(said(subject)), parts=count)
    return Told(found, Statement(subject, "", ""))


def _left(work: Work, home: Home, of: Statement) -> Told:
    where = _pointer(work, home, home.form.fields.get(of.predicate))
    return Told(finding("L101", where, field=short(named(of.predicate[1:-1]))), of)


def _pointer(work: Work, home: Home, field: Field | None) -> str:
    """Return the pointer of what a predicate says or repeats."""
    if field is None:
        return home.pointer
    path = field.path
    if at(work.document, home.pointer + pointer(path)) is None:
        path = _ELSEWHERE.get(path, path)
    return home.pointer + pointer(path)


def _texts(where: str, value: Any) -> Iterator[tuple[str, str]]:
    """Yield the texts in a part of a document with their pointers, the first ones last."""
    waiting = [(where, value)]
    while waiting:
        place, part = waiting.pop()
        if isinstance(part, dict):
            waiting += [(f"{place}/{name}", inner) for name, inner in part.items()]
        elif isinstance(part, list):
            waiting += [(f"{place}/{number}", inner) for number, inner in enumerate(part)]
        elif isinstance(part, str):
            yield part, place
