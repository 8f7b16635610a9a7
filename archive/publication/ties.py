"""What a release is tied to: topics, organisations, people, places, events, each under one key.

A key is an IRI where the release names one: that of a topic; of ``sameAs`` the one of Wikidata,
else the first by spelling; a code of a place. All else is known by its name and by whose word
that is: ``name``, a line feed, the key of the lead issuer. So two people of one name whom two
offices name stay two. What that cannot tell apart, and what it takes apart:

- one office names two people of one name in two releases: they become one (in one release they
  stay two: each then has a page of its own);
- two offices that lead releases, have one name (``Biro Humas``) and no IRI become one;
- a thing that one release names by an IRI and another one by its name only is two, and so is one
  that two offices name, or whose name is spelled in two ways;
- events are known by their start as well, since many are called alike.

A fact is a word and a value; a value of several fields has tabs between them, which no line of a
record can hold. Another thing is told as its label, a tab and its key.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from functools import lru_cache

from archive.edtf import is_edtf, is_moment
from archive.publication import addresses
from archive.publication.cards import Facet, Tie
from archive.release import Event, Organisation, Person, Place, PlaceCodes, Release, Subject
from archive.topics import label as topic_label
from archive.vocabulary import topic as topic_iri

Facts = tuple[tuple[str, str], ...]
Named = Organisation | Person | Place | Event
_WIKIDATA = re.compile(
    r"https?://(?:www\.|m\.)?wikidata\.org/(?:wiki|entity)/(Q[1-9]\d*)", re.ASCII
)  # fmt: skip
_LONGEST = 200
"""Longer names are not remembered, so that what is remembered stays small."""
_OFFICE = "org"
"""What the name of a lead issuer is a name within."""


class _Names:
    """What a release names, by local id."""

    def __init__(self, release: Release) -> None:
        self.keys = _keys(release)
        self._labels = {one.id: one.name for _, some in _groups(release) for one in some}
        self._people = {one.id for one in release.people}

    def told(self, local: str | None) -> str:
        """Return the label and the key of what a reference names; of none, two empty fields."""
        return "\t" if local is None else f"{self._labels[local]}\t{self.keys[local]}"

    def agent(self, local: str) -> str:
        """Return facet, label and key of a person or an organisation."""
        facet = "person" if local in self._people else "org"
        return f"{facet}\t{self.told(local)}"


def ties(release: Release) -> tuple[Tie, ...]:
    """Return what a release is tied to, each thing once, in the order of the record."""
    found = _all(release, _Names(release))
    if len({tie.key for tie in found}) == len(found):
        return tuple(found)
    once: dict[tuple[Facet, str], Tie] = {}
    for tie in found:
        place = (tie.facet, tie.key)
        once[place] = _joined(once[place], tie) if place in once else tie
    return tuple(once.values())


def value_paths(release: Release) -> dict[str, str]:
    """Return where the page of each thing is that a release names.

    By local id, and a topic by ``scheme:code``; ``person/….html``, as ``Surroundings`` has it.
    """
    keys = _keys(release)
    paths = {
        f"{one.scheme}:{one.code}": f"{addresses.value('topic', _topic(one))}.html"
        for one in release.subjects
    }
    for facet, members in _groups(release):
        for one in members:
            paths[one.id] = f"{addresses.value(facet, keys[one.id])}.html"
    return paths


def named_by(key: str) -> tuple[str, str]:
    r"""Return what tells things of one name apart: the start of an event, and the key of an office.

    Both are empty for what is known by an IRI or a code, and for an office itself.

    >>> named_by("Rapat\n2026-09-05\nDinas Contoh\norg")
    ('2026-09-05', 'Dinas Contoh\norg')
    >>> named_by("Siti\nhttps://contoh.go.id/"), named_by("Dinas Contoh\norg")
    (('', 'https://contoh.go.id/'), ('', ''))
    """
    _, *fields = key.split("\n")
    if not fields or fields[0] == _OFFICE:
        return "", ""
    start = ""
    if fields[1:2] not in ([], [_OFFICE]) and (is_edtf(fields[0]) or is_moment(fields[0])):
        start = fields.pop(0)
    return start, "\n".join(fields[:2]) if fields[1:2] == [_OFFICE] else fields[0]


def _groups(release: Release) -> tuple[tuple[Facet, tuple[Named, ...]], ...]:
    return (
        ("org", release.organisations),
        ("person", release.people),
        ("place", release.places),
        ("event", release.events),
    )


def _all(release: Release, names: _Names) -> list[Tie]:
    keys = names.keys
    found = [Tie("topic", _topic(one), _topic_label(one)) for one in release.subjects]
    issuers = {one.ref for one in release.issuers}
    for org in release.organisations:
        role = "issuer" if org.id in issuers else ""
        found.append(Tie("org", keys[org.id], org.name, role, _of_organisation(org, names)))
    speakers = {one.speaker for one in release.quotes}
    for person in release.people:
        role = "speaker" if person.id in speakers else ""
        found.append(Tie("person", keys[person.id], person.name, role, _posts(person, names)))
    found += [
        Tie("place", keys[one.id], one.name, "", _of_place(one, names)) for one in release.places
    ]
    found += [
        Tie("event", keys[one.id], one.name, "", _of_event(one, names)) for one in release.events
    ]
    return found


def _joined(one: Tie, other: Tie) -> Tie:
    """Return what a release says of one thing under two local ids."""
    facts = dict.fromkeys((*one.facts, *other.facts))
    if other.label != one.label:
        facts["also", other.label] = None
    return one._replace(role=one.role or other.role, facts=tuple(facts))


def _topic(subject: Subject) -> str:
    return topic_iri(subject.scheme, subject.code)


def _topic_label(subject: Subject) -> str:
    if subject.label:
        return subject.label
    known = topic_label(subject.code) if subject.scheme == "medtop" else None
    return known or subject.code


def _keys(release: Release) -> dict[str, str]:
    """Return the key of each thing that a release names, by local id."""
    lead = release.issuers[0].ref
    office = next(one for one in release.organisations if one.id == lead)
    scope = (office.same_as and _iri(office.same_as)) or f"{_spelled(office.name)}\n{_OFFICE}"
    keys = {one.id: _key(one, scope) for one in release.organisations}
    keys[lead] = scope
    for person in release.people:
        keys[person.id] = _key(person, scope)
    for place in release.places:
        keys[place.id] = _place_key(place, scope)
    for event in release.events:
        keys[event.id] = _key(event, f"{event.start}\n{scope}" if event.start else scope)
    if len({*keys.values()}) < len(keys):
        _keep_apart(release, keys)
    return keys


def _keep_apart(release: Release, keys: dict[str, str]) -> None:
    """Give things that one release names by one name keys of their own."""
    for _, members in _groups(release):
        times = Counter([keys[one.id] for one in members])
        for one in members:
            key = keys[one.id]
            if times[key] > 1 and "\n" in key:
                keys[one.id] = f"{key}\n{release.id}#{one.id}"


def _key(one: Named, scope: str) -> str:
    return (one.same_as and _iri(one.same_as)) or f"{_spelled(one.name)}\n{scope}"


def _place_key(place: Place, scope: str) -> str:
    if place.codes and not (place.same_as and _iri(place.same_as)):
        for scheme, code in _codes(place.codes):
            return f"{scheme}:{code}"
    return _key(place, scope)


def _iri(same_as: tuple[str, ...]) -> str:
    """Return the IRI that a thing is known by, or nothing.

    >>> _iri(("https://b.example/1", "https://www.wikidata.org/wiki/Q3586", "urn:x:1"))
    'http://www.wikidata.org/entity/Q3586'
    >>> _iri(("https://b.example/1", "https://a.example/1")), _iri(("urn:x:1",))
    ('https://a.example/1', '')
    """
    known = ""
    for one in sorted(same_as):
        if match := _WIKIDATA.fullmatch(one):
            return f"http://www.wikidata.org/entity/{match[1]}"
        if not known and one.startswith(("http://", "https://")):
            known = one
    return known


def _spelled(name: str) -> str:
    """Return a name in one spelling: composed characters, single spaces."""
    return _known_spelling(name) if len(name) <= _LONGEST else _spelling(name)


def _spelling(name: str) -> str:
    return " ".join(unicodedata.normalize("NFC", name).split())


_known_spelling = lru_cache(maxsize=4096)(_spelling)


def _same(one: Named) -> Facts:
    return tuple([("sameAs", iri) for iri in one.same_as])


def _codes(codes: PlaceCodes) -> list[tuple[str, str]]:
    pairs = (
        ("kemendagri", codes.kemendagri),
        ("iso3166-2", codes.iso3166_2),
        ("geonames", codes.geonames),
    )
    return [(scheme, code) for scheme, code in pairs if code]


def _of_organisation(org: Organisation, names: _Names) -> Facts:
    facts = [("also", name) for name in org.aliases]
    if org.type:
        facts.append(("type", org.type))
    if org.parent:
        facts.append(("parent", names.told(org.parent)))
    facts += [("predecessor", names.told(one)) for one in org.predecessors]
    facts += [("successor", names.told(one)) for one in org.successors]
    if org.from_:
        facts.append(("from", org.from_))
    if org.to:
        facts.append(("to", org.to))
    return (*facts, *_same(org)) if org.same_as else tuple(facts)


def _posts(person: Person, names: _Names) -> Facts:
    """Return other names, and each post: title, organisation and its key, relation and times."""
    facts = [("also", name) for name in person.aliases]
    for role in person.roles:
        fields = (
            role.title or "", names.told(role.org), role.relation or "",
            "acting" if role.acting else "", role.from_ or "", role.to or "", role.as_of or "",
        )  # fmt: skip
        facts.append(("post", "\t".join(fields)))
    return (*facts, *_same(person)) if person.same_as else tuple(facts)


def _of_place(place: Place, names: _Names) -> Facts:
    facts: list[tuple[str, str]] = [("kind", place.kind)]
    if place.within:
        facts.append(("within", names.told(place.within)))
    if place.lat and place.lon:
        facts.append(("position", f"{place.lat}\t{place.lon}"))
    if place.codes:
        facts += [("code", f"{scheme}\t{code}") for scheme, code in _codes(place.codes)]
    return (*facts, *_same(place)) if place.same_as else tuple(facts)


def _of_event(event: Event, names: _Names) -> Facts:
    """Return when, where and whose; a session has kind, title, and three fields of each speaker."""
    facts = [("start", event.start)] if event.start else []
    if event.end:
        facts.append(("end", event.end))
    if event.place:
        facts.append(("place", names.told(event.place)))
    facts += [("organiser", names.told(one)) for one in event.organisers]
    for session in event.sessions:
        speakers = [names.agent(one) for one in session.speakers]
        facts.append(("session", "\t".join((session.kind, session.title or "", *speakers))))
    return (*facts, *_same(event)) if event.same_as else tuple(facts)
