"""What of a record the page form does not carry, path by path."""

from __future__ import annotations

from collections.abc import Iterator

from archive import edtf
from archive.findings import Finding, finding
from archive.release import Release
from archive.vocabulary import topic
from archive.writers import not_held

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
        if contact.visibility != "public" or contact.org is None:
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
