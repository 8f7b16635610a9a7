"""Statements → the documents they say: the inverse of the mapping, by the tables of ``forms``.

Each value is taken from its home; what only repeats it is compared afterwards (``comparison``).
Nodes are found by what refers to them, members of a list are ordered by their positions. What a
value says is taken as it is, right or wrong: whether it is a release, validation tells.
"""

from __future__ import annotations

import re
from collections.abc import Container, Iterable
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from archive.graph import spelling
from archive.graph.forms import WORK, Field, Form, Members
from archive.graph.terms import TYPE_IRI, term
from archive.vocabulary import OWN

Said = dict[str, dict[str, None]]
"""Predicate → objects, all as N-Triples spells them, each once."""
Statements = dict[str, Said]
"""Subject → what is said of it."""


class Statement(NamedTuple):
    """One statement, its terms as N-Triples spells them."""

    subject: str
    predicate: str
    object: str


class Home(NamedTuple):
    """Where in the document a node stands, and the form it was read by."""

    pointer: str
    form: Form


_TYPE = f"<{TYPE_IRI}>"
_POSITION = f"<{term('schema:position').iri}>"
_CONFORMS = f"<{term('dcterms:conformsTo').iri}>"
_STATUS = f"<{term('pa:status').iri}>"
_RELEASE = f"<{term('fabio:PressRelease').iri}>"
_BODY_HTML = f"<{term('pa:bodyHtml').iri}>"
_SUB_EVENT = f"<{term('schema:subEvent').iri}>"
_ABOUT = f"<{term('schema:about').iri}>"
_OURS = f"<{OWN}schema/"
_LAST_NUMBER = re.compile(r"\.([1-9][0-9]{0,14})>$", re.ASCII)
_NO_NUMBER, _MOST_DIGITS = 10**15, 16


@dataclass(slots=True)
class Work:
    """What a graph says of one work."""

    iri: str
    document: dict[str, Any]
    homes: dict[str, Home]
    """Node → where it stands in the document."""
    left: list[Statement] = field(default_factory=list)
    """Statements that were passed over, although their predicates are homes of fields."""


def add(statements: Statements, subject: str, predicate: str, value: str) -> None:
    """Add a statement, unless it is there already."""
    statements.setdefault(subject, {}).setdefault(predicate, {})[value] = None


def works(statements: Statements) -> list[Work]:
    """Return what a graph says of each release in it, in its order; each node is of one only."""
    found: list[Work] = []
    taken: set[str] = set()
    for subject, said in statements.items():
        if _is_work(said) and subject not in taken:
            found.append(read(statements, subject, taken))
            taken.update(found[-1].homes)
    return found


def has_work(statements: Statements) -> bool:
    """Return whether a graph says something of a release."""
    return any(map(_is_work, statements.values()))


def _is_work(said: Said) -> bool:
    if _CONFORMS in said and any(one.startswith(_OURS) for one in said[_CONFORMS]):
        return True
    return _STATUS in said and _RELEASE in said.get(_TYPE, ())


def read(statements: Statements, subject: str, taken: Container[str] = ()) -> Work:
    """Return what statements say of a work; of nodes that are taken, another one has spoken."""
    reader = _Reader(statements, subject, taken)
    document: dict[str, Any] = {"id": spelling.said(subject)}
    reader.read(subject, WORK, "", document)
    _settle_body(document, statements[subject])
    topics = {one: home for one, home in reader.topics.items() if one not in reader.homes}
    return Work(subject, document, reader.homes | topics, reader.left)


def _settle_body(document: dict[str, Any], said: Said) -> None:
    """Give the body its format: where there is html, the plain text only repeats it."""
    if _BODY_HTML in said:
        document["body"] = {"format": "html", "text": spelling.said(min(said[_BODY_HTML]))}
    elif "body" in document:
        document["body"]["format"] = "text"


def _put(holder: dict[str, Any], path: tuple[str, ...], value: Any) -> None:
    """Put a value where it belongs; objects that several predicates say are put together."""
    for step in path[:-1]:
        holder = holder.setdefault(step, {})
    if type(value) is dict:
        holder.setdefault(path[-1], {}).update(value)
    else:
        holder[path[-1]] = value


def _sorted(values: list[Any]) -> list[Any]:
    """Return a set as the record has it; with values of the wrong kind it is none anyway."""
    try:
        return sorted(values)
    except TypeError:
        return values


class _Reader:
    def __init__(self, statements: Statements, work: str, taken: Container[str]) -> None:
        self._statements = statements
        self._taken = taken
        self._local = f"{work[1:-1]}#"
        self.homes: dict[str, Home] = {}
        self.topics: dict[str, Home] = {}
        self.left: list[Statement] = []

    def read(self, subject: str, form: Form, pointer: str, holder: dict[str, Any]) -> None:
        """Read a node into the object that it is in the document."""
        self.homes[subject] = Home(pointer, form)
        fields = form.fields
        if form.has_id:
            holder["id"] = self._named(spelling.said(subject))
        for predicate, objects in self._said(subject).items():
            if predicate in form.copies:
                continue
            name = form.plain.get(predicate)
            if name is not None and len(objects) == 1:
                (one,) = objects
                is_bare = (one[-1] == '"' or one[0] == "<") and "\\" not in one
                holder[name] = one[1:-1] if is_bare else spelling.said(one)
            elif (found := fields.get(predicate)) is not None:
                self._take(Statement(subject, predicate, ""), found, objects, holder)

    def _take(
        self, of: Statement, found: Field, objects: dict[str, None], holder: dict[str, Any]
    ) -> None:
        """Take the objects of a predicate into the object of its node."""
        if found.members is not None:
            self._read_members(of, found, found.members, holder)
        elif found.topic is not None:
            where = Home(self.homes[of.subject].pointer, found.topic)
            self.topics |= {one: self.topics.get(one, where) for one in objects}
        else:
            _put(holder, found.path, self._value(found, objects))
            if len(objects) > 1 and not found.is_set:
                self.left += [of._replace(object=one) for one in sorted(objects)[1:]]

    def _named(self, iri: str) -> str:
        """Return the local id in an IRI; of another work, the IRI as it is."""
        return iri.removeprefix(self._local)

    def _value(self, found: Field, objects: dict[str, None]) -> Any:
        value = found.value or spelling.said
        if found.is_set:
            values = [value(one) for one in objects]
            return _sorted([self._named(one) for one in values] if found.is_local else values)
        one = value(min(objects) if len(objects) > 1 else next(iter(objects)))
        return self._named(one) if found.is_local else one

    def _read_members(
        self, of: Statement, found: Field, members: Members, holder: dict[str, Any]
    ) -> None:
        """Read the nodes that are described where a predicate refers to them."""
        objects = list(self._statements[of.subject][of.predicate])
        if len(objects) > 1:
            objects.sort(key=self._order)
        pointer = self.homes[of.subject].pointer
        for step in found.path[:-1]:
            holder = holder.setdefault(step, {})
            pointer = f"{pointer}/{step}"
        is_about = of.predicate == _ABOUT
        parts = self._sessions(objects) if is_about else ()
        for number, one in enumerate(objects):
            is_free = not (one in self.homes or one in self._taken or one in parts)
            kind = self._kind(one, members) if is_free else None
            if kind and (found.is_list or number == 0):
                where, member = _member(kind[0], pointer, holder, is_list=found.is_list)
                self.read(one, kind[1], where, member)
            elif not is_about:  # else a topic, which others name, too
                self.left.append(of._replace(object=one))

    def _kind(self, node: str, members: Members) -> tuple[str, Form] | None:
        """Return the field and form of a node, by its classes if there is a choice."""
        classes = self._said(node).get(_TYPE, {})
        return next((kind for one, kind in members.items() if not one or one in classes), None)

    def _sessions(self, events: Iterable[str]) -> set[str]:
        """Return the parts of events: a topic may have the IRI of one."""
        return {one for event in events for one in self._said(event).get(_SUB_EVENT, ())}

    def _said(self, node: str) -> Said:
        return self._statements.get(node, {})

    def _order(self, node: str) -> tuple[int, int, str]:
        """Return the position of a node in its list, else the number at the end of its IRI."""
        said = self._said(node).get(_POSITION)
        if said:
            text = next(iter(said))[1:].partition('"')[0] if len(said) == 1 else ""
            if text.isdecimal() and text.isascii() and len(text) < _MOST_DIGITS:
                return int(text), len(node), node
        match = _LAST_NUMBER.search(node)
        return (int(match[1]) if match else _NO_NUMBER), len(node), node


def _member(
    name: str, pointer: str, holder: dict[str, Any], *, is_list: bool
) -> tuple[str, dict[str, Any]]:
    """Return an object for a node in a field of its holder, and its pointer; ``""``: the holder."""
    if not name:
        return pointer, holder
    member: dict[str, Any] = {}
    if not is_list:
        holder[name] = member
        return f"{pointer}/{name}", member
    members = holder.setdefault(name, [])
    members.append(member)
    return f"{pointer}/{name}/{len(members) - 1}", member
