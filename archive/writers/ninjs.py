"""ninjs 3.1: a news item in JSON for those who do not read NewsML-G2.

ninjs has no place for much of the record; ``left_out`` names it, field by field, and the table
``HELD`` says what goes where (``docs/mapping-ninjs.md``).
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import msgspec

from archive.body import plain_text
from archive.findings import Finding, finding
from archive.release import Attachment, Release, Rendition
from archive.vocabulary import GENRE, PA, PROFILE, SCHEME, topic
from archive.writers import Many, Writer

_SCHEMA = "https://www.iptc.org/std/ninjs/ninjs-schema_3.1.json"
_encode = msgspec.json.Encoder().encode
_PUB_STATUS = {"published": "usable", "withdrawn": "canceled"}
_TYPES = {"photo": "picture", "video": "video", "audio": "audio"}

HELD: dict[str, str] = {
    "id": "uri",
    "version": "version",
    "versionCreated": "versionCreated",
    "type": "genres",
    "language": "language",
    "status": "pubStatus",
    "embargo": "embargoedUntil",
    "urgency": "urgency",
    "digitalSource": "digitalSourceType",
    "identifiers": "altIds",
    "slug": "slugline",
    "headline": "headlines",
    "alternativeHeadlines": "headlines",
    "summary": "descriptions",
    "dateline": "located",
    "body": "bodies",
    "byline": "by",
    "changes": "edNote",
    "dates": "firstCreated",
    "issuers": "infoSources",
    "people": "people",
    "organisations": "organisations",
    "places": "places",
    "events": "events",
    "mentions": "objects",
    "subjects": "subjects",
    "attachments": "associations",
    "rights": "rightsInfo",
    "schemaVersion": "profile",
}
"""Field of the record → where ninjs holds it, at least in part."""


def item(release: Release) -> dict[str, Any]:
    """Return the item as plain values; what the record does not say is absent."""
    status = _PUB_STATUS.get(release.status, "withheld")
    if release.embargo is not None and release.embargo.until is None:
        status = "withheld"
    said: dict[str, Any] = {
        "uri": release.id,
        "standard": {"name": "ninjs", "version": "3.1", "schema": _SCHEMA},
        "type": "text",
        "representationType": "full",
        "profile": PROFILE,
        "version": str(release.version),
        "versionCreated": release.version_created,
        "pubStatus": status,
        "language": release.language,
    }
    if release.embargo is not None and release.embargo.until is not None:
        said["embargoedUntil"] = release.embargo.until
    if release.urgency is not None:
        said["urgency"] = release.urgency
    _dates(said, release)
    _texts(said, release)
    _names(said, release)
    _rights(said, release)
    if release.attachments:
        said["associations"] = [_association(one, release) for one in release.attachments]
    return said


def _dates(said: dict[str, Any], release: Release) -> None:
    """Add what is exact; ninjs has no vague dates."""
    dates = release.dates
    for name, moment in (
        ("firstCreated", dates.issued),
        ("contentCreated", dates.created),
        ("expires", dates.expires),
    ):
        if moment is not None and moment.date_time is not None:
            said[name] = moment.date_time
    if release.digital_source is not None:
        said["digitalSourceType"] = {"uri": release.digital_source}
    notes = [change.note for change in release.changes if change.version == release.version]
    if notes and notes[0] is not None:
        said["edNote"] = notes[0]


def _texts(said: dict[str, Any], release: Release) -> None:
    said["headlines"] = [
        {"role": "main", "contentType": "text/plain", "value": release.headline},
        *(
            {"role": one.role, "contentType": "text/plain", "value": one.text}
            for one in release.alternative_headlines
        ),
    ]
    if release.summary is not None:
        summary = {"role": "summary", "contentType": "text/plain", "value": release.summary}
        said["descriptions"] = [summary]
    text = plain_text(release.body.format, release.body.text)
    counts = {"charCount": len(text), "wordCount": len(text.split())}
    said["bodies"] = [{"role": "main", "contentType": "text/plain", **counts, "value": text}]
    if release.body.format == "html":
        html = {"role": "main", "contentType": "text/html", **counts, "value": release.body.text}
        said["bodies"].insert(0, html)
    if release.byline:
        said["by"] = ", ".join(one.name for one in release.byline)
    if release.slug is not None:
        said["slugline"] = release.slug
    place = release.dateline.place if release.dateline is not None else None
    if place is not None:
        said["located"] = next(one.name for one in release.places if one.id == place)
    if release.identifiers:
        said["altIds"] = [
            {"role": one.scheme if ":" in one.scheme else SCHEME + one.scheme, "value": one.value}
            for one in release.identifiers
        ]


def _names(said: dict[str, Any], release: Release) -> None:
    work = release.id
    genre = GENRE + "Press_Release" if release.type == "press_release" else PA + release.type
    said["genres"] = [{"name": release.type.replace("_", " "), "uri": genre}]
    names = {one.id: one.name for one in (*release.organisations, *release.people)}
    said["infoSources"] = [
        {"name": names[one.ref], "uri": f"{work}#{one.ref}"} for one in release.issuers
    ]
    if release.subjects:
        said["subjects"] = [
            {"name": one.label or one.code, "uri": topic(one.scheme, one.code)}
            for one in release.subjects
        ]
    for name, entities in (
        ("people", release.people),
        ("organisations", release.organisations),
        ("places", release.places),
        ("events", release.events),
    ):
        if entities:
            said[name] = [{"name": one.name, "uri": f"{work}#{one.id}"} for one in entities]
    if release.mentions:
        said["objects"] = [{"name": one.name} for one in release.mentions]


def _rights(said: dict[str, Any], release: Release) -> None:
    rights = release.rights
    if rights is None:
        return
    if rights.holder is not None:
        holders = (*release.organisations, *release.people)
        said["copyrightHolder"] = next(one.name for one in holders if one.id == rights.holder)
    if rights.notice is not None:
        said["copyrightNotice"] = rights.notice
    if rights.licence is not None:
        said["usageTerms"] = rights.licence


def _association(attachment: Attachment, release: Release) -> dict[str, Any]:
    """Return an attachment as an item of its own with its renditions."""
    said: dict[str, Any] = {
        "name": attachment.id,
        "uri": f"{release.id}#{attachment.id}",
        "type": _TYPES.get(attachment.kind, "component"),
    }
    if attachment.language is not None:
        said["language"] = attachment.language
    texts = (("caption", attachment.caption), ("alt", attachment.alt))
    descriptions = [
        {"role": role, "contentType": "text/plain", "value": text}
        for role, text in texts
        if text is not None
    ]
    if descriptions:
        said["descriptions"] = descriptions
    if attachment.title is not None:
        title = {"role": "main", "contentType": "text/plain", "value": attachment.title}
        said["headlines"] = [title]
    if attachment.credit is not None:
        said["by"] = attachment.credit
    renditions = [_rendition("original", attachment)]
    renditions += [_rendition(one.name, one) for one in attachment.renditions]
    said["renditions"] = renditions
    return said


def _rendition(name: str, file: Attachment | Rendition) -> dict[str, Any]:
    said: dict[str, Any] = {"name": name, "href": file.href}
    for key, value in (
        ("contentType", file.media_type),
        ("sizeInBytes", file.bytes),
        ("width", file.width),
        ("height", file.height),
    ):
        if value is not None:
            said[key] = value
    return said


def write(release: Release) -> bytes:
    """Return the release as one ninjs item in one line."""
    return _encode(item(release)) + b"\n"


_PARTS: tuple[tuple[str, str], ...] = (
    ("alternativeHeadlines", "language"),
    ("dateline", "text"), ("dateline", "date"), ("embargo", "note"),
    ("byline", "role"), ("byline", "initials"), ("changes", "at"), ("changes", "kind"),
    ("issuers", "role"), ("issuers", "certainty"),
    *(("people", name) for name in ("aliases", "sameAs", "roles", "spans", "certainty")),
    *(("organisations", name) for name in
      ("aliases", "type", "parent", "sameAs", "from", "to", "predecessors", "successors", "spans",
       "certainty")),
    *(("places", name) for name in
      ("kind", "within", "codes", "lat", "lon", "sameAs", "spans", "certainty")),
    *(("events", name) for name in
      ("start", "end", "place", "organisers", "attendance", "sessions", "sameAs", "spans",
       "certainty")),
    ("mentions", "spans"), ("attachments", "sha256"), ("attachments", "rights"),
    ("dates", "modified"), ("dates", "scheduledFor"), ("dates", "mentions"),
)  # fmt: skip
"""Parts of held fields that ninjs has no place for."""


def left_out(release: Release) -> Iterator[Finding]:
    """Yield a finding for each part of the record at hand that ninjs does not carry."""
    record = msgspec.to_builtins(release)
    for name, value in record.items():
        if name not in HELD:
            yield finding("L201", f"/{name}", format="ninjs", field=name)
            continue
        for part in [inner for outer, inner in _PARTS if outer == name]:
            holders = value if isinstance(value, list) else [value]
            if any(part in holder for holder in holders):
                yield finding("L201", f"/{name}", format="ninjs", field=f"{name}.{part}")
    if release.embargo is not None and release.embargo.until is None:
        yield finding("L201", "/embargo", format="ninjs", field="embargo")
    for name in ("issued", "created", "expires"):
        moment = record["dates"].get(name, {})
        lost = [part for part in ("edtf", "certainty", "note") if part in moment]
        for part in lost:
            yield finding("L201", f"/dates/{name}", format="ninjs", field=f"dates.{name}.{part}")


WRITER = Writer(
    media_type="application/json", write=write, many=Many(part=write), left_out=left_out
)
