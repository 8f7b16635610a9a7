"""The nodes of the graph as a web page describes them.

A page describes things where it names them first, and leaves out what no term of schema.org says.
Thousands of nodes share a few shapes; how those of one shape are described is found out once.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from operator import itemgetter
from typing import Any

import msgspec

from archive.graph import Kind, graph
from archive.graph.nodes import Node, Shape, finished
from archive.graph.terms import IRIS, Slot
from archive.graph.terms import slot as as_slot
from archive.release import Release
from archive.vocabulary import topic

_encode = msgspec.json.Encoder().encode

_CONTEXT = '"@context":"https://schema.org",'
_ADDRESSES = frozenset({*IRIS, "genre"})
"""Terms whose values are addresses as plain strings; any other IRI names a thing."""
_ORGANISATIONS = frozenset({"Organization", "GovernmentOrganization"})
_ELSEWHERE = frozenset({"ContactPoint", "CorrectionComment", "DefinedTerm"})
"""Classes of nodes that the archive form describes under terms of our own."""

Members = Mapping[str, bytes]
"""Terms of schema.org and their values as JSON."""
Urls = Mapping[bytes, bytes]
"""Pages about things, by the IRIs of the things; neither has a sign that JSON would escape."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Plan:
    """How nodes of a shape are described."""

    text: bytes
    """The object but for its end, with ``%b`` for values."""
    fields: Callable[[list[bytes]], tuple[bytes, ...]]
    """What of a row goes there."""
    below: frozenset[int]
    """The places of nodes that are described where they stand."""
    references: list[int]
    """The places of single references to nodes that stand elsewhere."""
    turned: list[tuple[int, Callable[[Page, Any], bytes]]]
    """The places of other values that are not there as JSON yet, and what makes them that."""
    is_plain: bool
    """Whether all values are there as JSON: there are none of these three kinds."""
    names: bytes
    """The same as ``text``, for what is told wherever such a thing is named."""
    names_fields: Callable[[list[bytes]], tuple[bytes, ...]]
    is_organisation: bool
    same_as: int
    """The place of the other addresses of an organisation; 0 where it has none."""
    is_topic: bool
    has_url: bool
    keys: frozenset[str]
    without: dict[frozenset[str], _Plan]
    """Plans of the work that pass over some of its terms."""


class Page:
    """The nodes of one release, while its page form is written."""

    def __init__(self, release: Release, urls: Urls) -> None:
        nodes = _public(release)
        self.work = nodes[0]
        self._described = {one.row[0]: one for one in reversed(nodes) if one.classes.schema}
        self._told: set[bytes] = set()
        self._named: dict[bytes, bytes] = {}
        self._labels = {
            topic(one.scheme, one.code).encode(): _encode(one.label)
            for one in reversed(release.subjects)
            if one.label is not None
        }
        self._urls = urls

    def document(self, said: Members) -> bytes:
        """Return the work with all below it, and what is ``said`` of it in place of its own."""
        plan = _planned(self.work.shape)
        passed_over = plan.keys.intersection(said)
        own = plan.without.get(passed_over)
        if own is None:
            own = plan.without[passed_over] = _plan(self.work.shape, passed_over)
        members = [b',"%b":%b' % (key.encode(), value) for key, value in said.items()]
        row = [*self._spelt(self.work, own), b"".join(members)]
        return own.text % own.fields(row) + b"}"

    def whole(self, node: Node) -> bytes:
        """Return a node with all that the page says of it."""
        plan = _planned(node.shape)
        row = node.row if plan.is_plain else self._spelt(node, plan)
        return plan.text % plan.fields(row) + self._end(node, plan)

    def _spelt(self, node: Node, plan: _Plan) -> list[bytes]:
        row = node.row.copy()
        for place, below in node.nodes:
            if place in plan.below:
                row[place] = b",".join([self.whole(one) for one in below])
        for place in plan.references:
            row[place] = self._named.get(row[place]) or self.reference(row[place])
        for place, turn in plan.turned:
            row[place] = turn(self, row[place])
        return row

    def _end(self, node: Node, plan: _Plan) -> bytes:
        """Return what others say of a thing: its label, and an address on the web.

        That of an organisation is the one that search engines want, taken from its ``sameAs``; what
        has none gets the address that was given, if any. None is made up.
        """
        iri = node.row[0]
        end = b""
        if plan.is_topic and iri in self._labels:
            end = b',"name":%b' % self._labels[iri]
        if plan.same_as:
            held = node.row[plan.same_as]
            for one in held if isinstance(held, list) else [held]:
                if one.startswith((b"https://", b"http://")):
                    return b'%b,"url":"%b"}' % (end, one)
        if not plan.has_url and iri in self._urls:
            return b'%b,"url":"%b"}' % (end, self._urls[iri])
        return end + b"}"

    def reference(self, iri: bytes) -> bytes:
        """Return a node that stands elsewhere by its name, so that nobody has to look there.

        One that the archive form describes under a term of our own is described here, once;
        such nodes lead to no others, and so the depth stays that of the record.
        """
        named = self._named.get(iri)
        if named is None:
            node = self._described.get(iri)
            if node is None or node is self.work:
                named = b'{"@id":"%b"}' % iri
            elif node.classes.schema in _ELSEWHERE and iri not in self._told:
                self._told.add(iri)
                return self.whole(node)
            else:
                named = self._name(node)
            self._named[iri] = named
        return named

    def _name(self, node: Node) -> bytes:
        plan = _planned(node.shape)
        end = self._end(node, plan) if plan.is_organisation else b"}"
        return plan.names % plan.names_fields(node.row) + end


def _public(release: Release) -> list[Node]:
    """Return the graph without references to contacts who are not for everybody."""
    hidden = {
        f"{release.id}#contacts.{number}".encode()
        for number, one in enumerate(release.contacts, 1)
        if one.visibility != "public"
    }
    nodes = graph(release)
    return finished(_without(nodes[0], hidden), release.language) if hidden else nodes


def _without(node: Node, hidden: set[bytes]) -> Node:
    kept = Node(node.iri, node.classes)
    below = dict(node.nodes)
    for place, slot in enumerate(node.slots, 1):
        value = node.row[place]
        if place in below:
            kept.add_nodes(slot, [_without(one, hidden) for one in below[place]])
        elif slot.kind is Kind.IRI and slot.term.key not in _ADDRESSES:
            values = value if slot.is_list else [value]
            single = as_slot(slot.term.turtle, Kind.IRI)
            kept.add_all(single, [one.decode() for one in values if one not in hidden])
        else:
            kept.slots.append(slot)
            kept.row.append(value)
    return kept


def _planned(shape: Shape) -> _Plan:
    plan: _Plan | None = shape.page
    if plan is None:
        plan = shape.page = _plan(shape, None)
    return plan


def _plan(shape: Shape, passed_over: frozenset[str] | None) -> _Plan:
    """Return how nodes of a shape are described.

    With terms that are passed over it is that of a work, whose row ends with what is said instead.
    """
    held: dict[str, list[tuple[int, Slot]]] = {}
    for place, slot in enumerate(shape.slots, 1):
        if (key := _key(slot)) and key not in (passed_over or ()):
            held.setdefault(key, []).append((place, slot))
    class_ = shape.classes.schema
    context, said = ("", "") if passed_over is None else (_CONTEXT, "%b")
    start = f'{{{context}"@type":"{class_}","@id":"%b"'
    members = "".join([f',"{key}":{_member(slots)}' for key, slots in held.items()])
    slots = [one for slots in held.values() for one in slots]
    names = [place for place, _ in held.get("name", ())]
    is_organisation = class_ in _ORGANISATIONS
    below = frozenset(place for place, slot in slots if slot.kind is Kind.NODE)
    references = [place for place, slot in slots if _is_reference(slot) and not slot.is_list]
    turned = [(place, turn) for place, slot in slots if (turn := _turn(slot)) is not None]
    return _Plan(
        text=f"{start}{said}{members}".encode(),
        fields=_fields([0, *([-1] if said else []), *[place for place, _ in slots]]),
        below=below,
        references=references,
        turned=turned,
        is_plain=not (below or references or turned),
        names=(start + ',"name":%b' * len(names)).encode(),
        names_fields=_fields([0, *names]),
        is_organisation=is_organisation,
        same_as=held["sameAs"][0][0] if is_organisation and "sameAs" in held else 0,
        is_topic=class_ == "DefinedTerm",
        has_url="url" in held,
        keys=frozenset(held),
        without={},
    )


def _fields(places: list[int]) -> Callable[[list[bytes]], tuple[bytes, ...]]:
    return itemgetter(*places) if len(places) > 1 else lambda row: (row[0],)


def _key(slot: Slot) -> str:
    """Return the term of schema.org that a page says this by; nothing where it does not.

    Dates are said as ISO 8601 has them. A position is said by the order: many things that have
    one have no such property.
    """
    key = slot.term.key
    return key if ":" not in key and key != "position" and slot.kind is not Kind.EDTF else ""


def _is_address(slot: Slot) -> bool:
    return slot.kind is Kind.IRI and slot.term.key in _ADDRESSES


def _is_reference(slot: Slot) -> bool:
    return slot.kind is Kind.IRI and slot.term.key not in _ADDRESSES


def _member(held: list[tuple[int, Slot]]) -> str:
    """Return what is written of a term: ``%b`` for a value, or for all of a list."""
    values = ",".join(['"%b"' if _is_address(slot) else "%b" for _, slot in held])
    return f"[{values}]" if len(held) > 1 or held[0][1].is_list else values


def _turn(slot: Slot) -> Callable[[Page, Any], bytes] | None:
    """Return what makes the value of a slot, or its values, JSON; ``None`` where it is that."""
    if slot.kind is Kind.FOREIGN:
        if slot.is_list:
            return lambda _, values: b",".join(map(_foreign, values))
        return lambda _, value: _foreign(value)
    if not slot.is_list or slot.kind is Kind.NODE:
        return None
    if _is_reference(slot):
        return lambda page, values: b",".join(map(page.reference, values))
    between = b'","' if _is_address(slot) else b","
    return lambda _, values: between.join(values)


def _foreign(spelt: bytes) -> bytes:
    text, _, tag = spelt.rpartition(b"@")
    return b'{"@language":"%b","@value":%b}' % (tag, text)
