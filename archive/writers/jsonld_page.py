"""JSON-LD for a web page: what search engines read of a release, in terms of schema.org only.

It is made of the nodes of the graph, so that both forms say the same; what the page leaves out or
adds stands in ``docs/mapping-jsonld.md``, and ``left_out`` names what is lost, path by path.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cache

import msgspec

from archive import edtf
from archive.findings import Finding, finding
from archive.graph import Kind, Node, graph
from archive.graph.nodes import Classes
from archive.graph.terms import IRIS, Slot
from archive.release import Contact, Embargo, Release
from archive.vocabulary import topic
from archive.writers import Writer, not_held

_encode = msgspec.json.Encoder().encode

_ADDRESSES = frozenset({*IRIS, "genre"})
"""Terms whose values are addresses as plain strings; any other IRI names a thing."""
_ORGANISATIONS = frozenset({"Organization", "GovernmentOrganization"})
_RELATIONS = frozenset({"translationOf", "translation", "cites", "partOf", "page"})
_MEDIA = frozenset({"photo", "video", "audio"})

HELD = frozenset(
    {"schemaVersion", "id", "version", "type", "language", "status", "identifiers", "provider",
     "embargo.until", "digitalSource", "changes.note", "headline", "alternativeHeadlines.text",
     "alternativeHeadlines.language", "summary", "keywords", "dateline.text", "dateline.place",
     "body.format", "body.text", "quotes.id", "quotes.speaker", "byline.name", "dates.issued.edtf",
     "dates.issued.dateTime", "dates.created.edtf", "dates.created.dateTime",
     "dates.modified.edtf", "dates.modified.dateTime", "dates.expires.edtf",
     "dates.expires.dateTime", "issuers.ref", "people.id", "people.name", "people.aliases",
     "people.sameAs", "people.roles.title", "people.roles.org", "organisations.id",
     "organisations.name", "organisations.aliases", "organisations.sameAs",
     "organisations.parent", "organisations.from", "organisations.to", "places.id",
     "places.name", "places.sameAs", "places.within", "places.lat", "places.lon", "events.id",
     "events.name", "events.sameAs", "events.start", "events.end", "events.place",
     "events.organisers", "events.sessions.id", "events.sessions.title",
     "events.sessions.speakers", "contacts.visibility", "contacts.name", "contacts.role",
     "contacts.org", "contacts.phones", "contacts.emails", "mentions.name", "subjects",
     "relations.rel", "relations.target", "rights", "attachments.id", "attachments.kind",
     "attachments.href", "attachments.title", "attachments.mediaType", "attachments.bytes",
     "attachments.sha256", "attachments.language", "attachments.caption", "attachments.credit",
     "attachments.rights", "attachments.renditions.name", "attachments.renditions.href",
     "attachments.renditions.mediaType", "attachments.renditions.bytes",
     "attachments.renditions.sha256"}
)  # fmt: skip
"""Paths of the record that the page form has a place for."""


class _Page:
    """The nodes of one release, while its page form is written."""

    def __init__(self, release: Release) -> None:
        nodes = graph(release)
        self.work = nodes[0]
        self._described = {one.row[0]: one for one in reversed(nodes) if _class(one.classes)}
        self._at_home = {one.row[0] for one in _at_home(nodes)}
        self._named: dict[bytes, bytes] = {}
        self._hidden = {
            f"{release.id}#contacts.{number}".encode()
            for number, one in enumerate(release.contacts, 1)
            if not _is_public(one)
        }
        self._labels = {
            topic(one.scheme, one.code).encode(): _encode(one.label)
            for one in reversed(release.subjects)
            if one.label is not None
        }

    def members(self, node: Node) -> dict[str, list[bytes]]:
        """Return what the page says of a node, as JSON, by the terms of schema.org."""
        below = dict(node.nodes)
        members: dict[str, list[bytes]] = {}
        for place, slot in enumerate(node.slots, 1):
            key = _key(slot)
            if not key:
                continue
            if slot.kind is Kind.NODE:
                values = [_object(one, self.members(one)) for one in below[place]]
            else:
                held = node.row[place]
                values = self._spelt(slot, held if slot.is_list else [held])
            if values:
                members[key] = [*members.get(key, ()), *values]
        class_ = _class(node.classes)
        if class_ in _ORGANISATIONS:
            members |= _url(members.get("sameAs", ()))
        if class_ == "DefinedTerm" and node.row[0] in self._labels:
            members["name"] = [self._labels[node.row[0]]]
        return members

    def _spelt(self, slot: Slot, values: list[bytes]) -> list[bytes]:
        if slot.kind is Kind.FOREIGN:
            return [*map(_foreign, values)]
        if slot.kind is not Kind.IRI:
            return values
        if slot.term.key in _ADDRESSES:
            return [b'"%b"' % one for one in values]
        return [self._reference(one) for one in values if one not in self._hidden]

    def _reference(self, iri: bytes) -> bytes:
        """Return a node that stands elsewhere by its name, so that nobody has to look there.

        One that the archive form describes under a term of our own is described here instead;
        such nodes lead to no others, and so the depth stays that of the record.
        """
        node = self._described.get(iri)
        if node is None or node is self.work:
            return b'{"@id":"%b"}' % iri
        if iri not in self._at_home:
            self._at_home.add(iri)
            return _object(node, self.members(node))
        if iri not in self._named:
            self._named[iri] = _object(node, _name(node))
        return self._named[iri]


@cache
def _class(classes: Classes) -> str:
    """Return what such nodes are in schema.org; nothing where they are none."""
    return next((one.key for one in classes.terms if ":" not in one.key), "")


@cache
def _key(slot: Slot) -> str:
    """Return the term of schema.org that a page says this by; nothing where it does not.

    Dates are said as ISO 8601 has them. A position is said by the order: many things that have
    one have no such property.
    """
    key = slot.term.key
    return key if ":" not in key and key != "position" and slot.kind is not Kind.EDTF else ""


def _foreign(spelt: bytes) -> bytes:
    text, _, tag = spelt.rpartition(b"@")
    return b'{"@language":"%b","@value":%b}' % (tag, text)


def _name(node: Node) -> dict[str, list[bytes]]:
    """Return what is said of a thing wherever it is named."""
    said = {slot.term.key: node.row[place] for place, slot in enumerate(node.slots, 1)}
    members = {"name": [said["name"]]} if "name" in said else {}
    if _class(node.classes) in _ORGANISATIONS and "sameAs" in said:
        same = said["sameAs"]
        members |= _url(b'"%b"' % one for one in (same if isinstance(same, list) else [same]))
    return members


def _at_home(nodes: list[Node]) -> Iterator[Node]:
    """Yield the nodes that the page describes where the archive form does, too."""
    known = {nodes[0].row[0]}
    for node in nodes:  # level by level
        if node.row[0] in known:
            yield node
            for place, below in node.nodes:
                if _key(node.slots[place - 1]):
                    known |= {one.row[0] for one in below}


def _url(same_as: Iterable[bytes]) -> dict[str, list[bytes]]:
    """Return the web address of an organisation as search engines want it, if there is one."""
    addresses = [one for one in same_as if one.startswith((b'"https://', b'"http://'))]
    return {"url": addresses[:1]} if addresses else {}


def _object(node: Node, members: dict[str, list[bytes]]) -> bytes:
    pieces = [b'"@type":"%b","@id":"%b"' % (_class(node.classes).encode(), node.row[0])]
    for key, values in members.items():
        text = b",".join(values)
        pieces.append(b'"%b":%b' % (key.encode(), b"[%b]" % text if len(values) > 1 else text))
    return b"{%b}" % b",".join(pieces)


def write(release: Release) -> bytes:
    r"""Return the release as one JSON-LD document in one line.

    It can stand in a script element of HTML as it is: no ``<`` is in it, only ``\u003c``.
    """
    page = _Page(release)
    members = _additions(release) | page.members(page.work)
    document = b'{"@context":"https://schema.org",%b\n' % _object(page.work, members)[1:]
    return document.replace(b"<", b"\\u003c")


def _additions(release: Release) -> dict[str, list[bytes]]:
    """Return what the graph says in other terms, and search engines want in these."""
    said = {"creativeWorkStatus": [release.status.capitalize()]}
    if release.changes:
        said["dateModified"] = [max(release.changes, key=lambda one: one.version).at]
    if release.embargo is not None:
        said["conditionsOfAccess"] = [_condition(release.embargo)]
    if release.summary is not None:
        said["description"] = [release.summary]
    if photos := [one.href for one in release.attachments if one.kind == "photo"]:
        said["image"] = photos
    return {key: [*map(_encode, values)] for key, values in said.items()}


def _condition(embargo: Embargo) -> str:
    return f"Embargoed until {'told' if embargo.until is None else embargo.until}"


def left_out(release: Release) -> Iterator[Finding]:
    """Yield a finding for each part of the record at hand that the page form does not carry."""
    yield from not_held(release, HELD - set(_lost(release)), "jsonld-page")
    told: set[str] = set()
    for field, pointer in (*_vague(release), *_unsaid(release)):
        if field not in told:
            told.add(field)
            yield finding("L201", pointer, format="jsonld-page", field=field)


def _lost(release: Release) -> Iterator[str]:
    """Yield paths that have a place, but none for what the release says there."""
    if release.body.format == "html":
        yield "body.format"
    if any(one.language == release.language for one in release.alternative_headlines):
        yield "alternativeHeadlines.language"
    if any(one.kind not in _MEDIA for one in release.attachments):
        yield "attachments.kind"
    if any(one.kind != "correction" for one in release.changes):
        yield "changes.note"


def _vague(release: Release) -> Iterator[tuple[str, str]]:
    """Yield the paths and pointers of dates that are not of ISO 8601."""
    dates = release.dates
    said = [
        (f"dates.{name}.edtf", f"/dates/{name}/edtf", moment.edtf)
        for name, moment in (
            ("issued", dates.issued), ("created", dates.created),
            ("modified", dates.modified), ("expires", dates.expires),
        )
        if moment is not None
    ]  # fmt: skip
    for number, one in enumerate(release.organisations):
        said.append(("organisations.from", f"/organisations/{number}/from", one.from_))
        said.append(("organisations.to", f"/organisations/{number}/to", one.to))
    for number, event in enumerate(release.events):
        said.append(("events.start", f"/events/{number}/start", event.start))
        said.append(("events.end", f"/events/{number}/end", event.end))
    for field, pointer, text in said:
        if text is not None and edtf.xsd_type(text) is None:
            yield field, pointer


def _unsaid(release: Release) -> Iterator[tuple[str, str]]:
    """Yield the paths and pointers of members of lists that the page passes over."""
    for number, person in enumerate(release.people):
        if len(person.roles) > 1:  # which post is held where
            yield "people.roles", f"/people/{number}/roles"
    for number, contact in enumerate(release.contacts):
        if not _is_public(contact) or contact.org is None:
            yield "contacts", f"/contacts/{number}"
    for number, relation in enumerate(release.relations):
        if relation.rel not in _RELATIONS:
            yield "relations", f"/relations/{number}"
    topics: set[str] = set()
    for number, one in enumerate(release.subjects):
        iri = topic(one.scheme, one.code)
        if iri in topics:
            yield "subjects", f"/subjects/{number}"
        topics.add(iri)


def _is_public(contact: Contact) -> bool:
    return contact.visibility == "public"


WRITER = Writer(media_type="application/ld+json", write=write, is_of_graph=True, left_out=left_out)
