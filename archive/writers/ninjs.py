"""ninjs 3.1: a news item in JSON for those who do not read NewsML-G2.

ninjs has no place for much of the record; ``left_out`` names it, path by path; what goes where
stands in ``docs/mapping-ninjs.md``.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import msgspec

from archive.body import plain_text
from archive.findings import Finding, finding
from archive.release import (
    Attachment,
    Body,
    Event,
    Organisation,
    Person,
    Place,
    Relation,
    Release,
    Rendition,
    Rights,
    Subject,
)
from archive.vocabulary import GENRE, PA, PROFILE, SCHEME, topic
from archive.writers import Many, Writer, not_held

_SCHEMA = "https://www.iptc.org/std/ninjs/ninjs-schema_3.1.json"
_encode = msgspec.json.Encoder().encode
_PUB_STATUS = {"published": "usable", "withdrawn": "canceled"}
_STATUS_OF = {"usable": "published", "canceled": "withdrawn", "withheld": "scheduled"}
"""What a reader takes each status for."""
_TYPES = {"photo": "picture", "video": "video", "audio": "audio"}
_TRANSLATIONS = frozenset({"translation", "translationOf"})

HELD = frozenset(
    {"schemaVersion", "id", "version", "versionCreated", "type", "language", "status",
     "embargo.until", "urgency", "digitalSource", "identifiers", "slug", "headline",
     "alternativeHeadlines.text", "alternativeHeadlines.role", "summary", "dateline.place",
     "body", "byline.name", "changes.note", "dates.issued.dateTime",
     "dates.created.dateTime", "dates.expires.dateTime", "issuers.ref", "people.id",
     "people.name", "organisations.id", "organisations.name", "places.id", "places.name",
     "events.id", "events.name", "mentions.name", "subjects", "rights", "attachments.id",
     "attachments.kind", "attachments.href", "attachments.title", "attachments.mediaType",
     "attachments.bytes", "attachments.width", "attachments.height", "attachments.language",
     "attachments.caption", "attachments.alt", "attachments.credit", "attachments.rights",
     "attachments.renditions.name", "attachments.renditions.href",
     "attachments.renditions.mediaType", "attachments.renditions.bytes",
     "attachments.renditions.width", "attachments.renditions.height", "relations"}
)  # fmt: skip
"""Paths of the record that ninjs has a place for."""


def item(release: Release) -> dict[str, Any]:
    """Return the item as plain values; what the record does not say is absent."""
    said: dict[str, Any] = {
        "uri": release.id,
        "standard": {"name": "ninjs", "version": "3.1", "schema": _SCHEMA},
        "type": "text",
        "representationType": "full",
        "profile": PROFILE,
        "version": str(release.version),
        "versionCreated": release.version_created,
        "pubStatus": _pub_status(release),
        "language": release.language,
    }
    if release.embargo is not None and release.embargo.until is not None:
        said["embargoedUntil"] = release.embargo.until
    if release.urgency is not None:
        said["urgency"] = release.urgency
    _dates(said, release)
    _texts(said, release)
    agents = {one.id: one.name for one in release.organisations}
    agents |= {one.id: one.name for one in release.people}
    _about(said, release, agents)
    _entities(said, release)
    if release.rights is not None:
        _rights(said, release.rights, agents)
    associations = [_association(one, release, agents) for one in release.attachments]
    associations += [_related(one) for one in release.relations]
    if associations:
        said["associations"] = associations
    return said


def _dates(said: dict[str, Any], release: Release) -> None:
    """Add what is exact; ninjs has no vague dates."""
    dates = release.dates
    if dates.issued.date_time is not None:
        said["firstCreated"] = dates.issued.date_time
    if dates.created is not None and dates.created.date_time is not None:
        said["contentCreated"] = dates.created.date_time
    if dates.expires is not None and dates.expires.date_time is not None:
        said["expires"] = dates.expires.date_time
    if release.digital_source is not None:
        said["digitalSourceType"] = {"uri": release.digital_source}
    if (note := _note(release)) is not None:
        said["edNote"] = note


def _pub_status(release: Release) -> str:
    if release.embargo is not None and release.embargo.until is None:
        return "withheld"
    return _PUB_STATUS.get(release.status, "withheld")


def _note(release: Release) -> str | None:
    """Return the note of the change that made this version."""
    for change in release.changes:
        if change.version == release.version:
            return change.note
    return None


def _text(role: str, text: str) -> dict[str, str]:
    return {"role": role, "contentType": "text/plain", "value": text}


def _texts(said: dict[str, Any], release: Release) -> None:
    said["headlines"] = [_text("main", release.headline)]
    said["headlines"] += [_text(one.role, one.text) for one in release.alternative_headlines]
    if release.summary is not None:
        said["descriptions"] = [_text("summary", release.summary)]
    said["bodies"] = _bodies(release.body)
    if release.byline:
        said["by"] = ", ".join(one.name for one in release.byline)
    if release.slug is not None:
        said["slugline"] = release.slug
    place = release.dateline.place if release.dateline is not None else None
    if place is not None:
        said["located"] = {one.id: one.name for one in release.places}[place]
    if release.identifiers:
        said["altIds"] = [
            {"role": one.scheme if ":" in one.scheme else SCHEME + one.scheme, "value": one.value}
            for one in release.identifiers
        ]


def _bodies(body: Body) -> list[dict[str, Any]]:
    text = plain_text(body.format, body.text)
    count = len(text)  # of characters; what a word is depends on the language
    plain = {"role": "main", "contentType": "text/plain", "charCount": count, "value": text}
    if body.format == "text":
        return [plain]
    return [plain | {"contentType": "text/html", "value": body.text}, plain]


def _about(said: dict[str, Any], release: Release, agents: dict[str, str]) -> None:
    """Add what kind of text it is, whose and on what topics; ``agents`` are names by local id."""
    genre = GENRE + "Press_Release" if release.type == "press_release" else PA + release.type
    said["genres"] = [{"name": release.type.replace("_", " "), "uri": genre}]
    said["infoSources"] = [
        {"name": agents[one.ref], "uri": f"{release.id}#{one.ref}"} for one in release.issuers
    ]
    if release.subjects:
        said["subjects"] = [_subject(one) for one in release.subjects]


def _subject(subject: Subject) -> dict[str, str]:
    uri = topic(subject.scheme, subject.code)
    return {"uri": uri} if subject.label is None else {"name": subject.label, "uri": uri}


def _entities(said: dict[str, Any], release: Release) -> None:
    if release.people:
        said["people"] = _things(release.people, release.id)
    said["organisations"] = _things(release.organisations, release.id)  # an issuer is one
    if release.places:
        said["places"] = _things(release.places, release.id)
    if release.events:
        said["events"] = _things(release.events, release.id)
    if release.mentions:
        said["objects"] = [{"name": one.name} for one in release.mentions]


def _things(
    members: Sequence[Person | Organisation | Place | Event], work: str
) -> list[dict[str, str]]:
    return [{"name": one.name, "uri": f"{work}#{one.id}"} for one in members]


def _rights(said: dict[str, Any], rights: Rights, agents: dict[str, str]) -> None:
    if rights.holder is not None:
        said["copyrightHolder"] = agents[rights.holder]
    if rights.notice is not None:
        said["copyrightNotice"] = rights.notice
    if rights.licence is not None:
        said["usageTerms"] = rights.licence


def _association(
    attachment: Attachment, release: Release, agents: dict[str, str]
) -> dict[str, Any]:
    """Return an attachment as an item of its own with its renditions."""
    said: dict[str, Any] = {
        "name": attachment.id,
        "uri": f"{release.id}#{attachment.id}",
        "type": _TYPES.get(attachment.kind, "component"),
    }
    if attachment.language is not None:
        said["language"] = attachment.language
    descriptions = []
    if attachment.caption is not None:
        descriptions.append(_text("caption", attachment.caption))
    if attachment.alt is not None:
        descriptions.append(_text("alt", attachment.alt))
    if descriptions:
        said["descriptions"] = descriptions
    if attachment.title is not None:
        said["headlines"] = [_text("main", attachment.title)]
    if attachment.credit is not None:
        said["by"] = attachment.credit
    if attachment.rights is not None:
        _rights(said, attachment.rights, agents)
    said["renditions"] = [_rendition("original", attachment)]
    said["renditions"] += [_rendition(one.name, one) for one in attachment.renditions]
    return said


def _related(relation: Relation) -> dict[str, Any]:
    """Return a tie to another work or page; a translation is a text as this one is."""
    said: dict[str, Any] = {
        "name": relation.rel,
        "rel": PA + relation.rel,
        "uri": relation.target,
    }
    if relation.rel in _TRANSLATIONS:
        said["type"] = "text"
    if relation.language is not None:
        said["language"] = relation.language
    if relation.title is not None:
        said["headlines"] = [_text("main", relation.title)]
    return said


def _rendition(name: str, file: Attachment | Rendition) -> dict[str, Any]:
    said: dict[str, Any] = {"name": name, "href": file.href}
    if file.media_type is not None:
        said["contentType"] = file.media_type
    if file.bytes is not None:
        said["sizeInBytes"] = file.bytes
    if file.width is not None:
        said["width"] = file.width
    if file.height is not None:
        said["height"] = file.height
    return said


def write(release: Release) -> bytes:
    """Return the release as one ninjs item in one line."""
    return _encode(item(release)) + b"\n"


def left_out(release: Release) -> Iterator[Finding]:
    """Yield a finding for each part of the record at hand that ninjs does not carry."""
    embargo = release.embargo
    if embargo is not None and embargo.until is None:
        yield finding("L201", "/embargo", format="ninjs", field="embargo")
    yield from not_held(release, HELD - set(_lost(release)), "ninjs")


def _lost(release: Release) -> Iterator[str]:
    """Yield paths that ninjs has a place for, but none for what the release says there."""
    if _STATUS_OF[_pub_status(release)] != release.status:
        yield "status"
    notes = [change.note for change in release.changes if change.note is not None]
    if notes != [_note(release)]:
        yield "changes.note"
    if any(one.kind not in _TYPES for one in release.attachments):
        yield "attachments.kind"


WRITER = Writer(
    media_type="application/json", write=write, many=Many(part=write), left_out=left_out
)
