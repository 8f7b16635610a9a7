"""The record of one edition of one press release, as frozen typed values.

A :class:`Release` is built in one place, :func:`build`, from a document that
``archive.validation`` has accepted; writers take it as it is and never check. Field names are
those of ``schemas/release.schema.json`` in snake case. What the record does not say is ``None``
or an empty tuple. Moments, days and vague dates stay the strings of the record: an archive
gives back what it was given, ``.000`` and ``Z`` included (``docs/decisions.md``).
"""

from __future__ import annotations

from typing import Any, Literal

import msgspec

Certainty = Literal["stated", "inferred", "unknown"]
Status = Literal["draft", "scheduled", "published", "withdrawn"]
Span = tuple[int, int]
"""Start and end in code points, from 0, end-exclusive."""


class Part(
    msgspec.Struct,
    frozen=True,
    kw_only=True,
    rename="camel",
    omit_defaults=True,
    forbid_unknown_fields=True,
):
    """What all parts of a record have in common: frozen, closed, camel case outside."""


class StatusChange(Part, frozen=True):
    """One step of ``statusHistory``; a withdrawal has a reason."""

    status: Status
    at: str
    reason: str | None = None
    note: str | None = None
    replaced_by: str | None = None


class Change(Part, frozen=True):
    """What changed in an edition."""

    version: int
    at: str
    kind: Literal["major", "minor", "correction"]
    note: str | None = None


class Identifier(Part, frozen=True):
    """A further name of the work: release number, DOI, urn:newsml …; never the key."""

    scheme: str
    value: str


class Embargo(Part, frozen=True):
    """A wish to hold a release back. No embargo at all is ``None``, not this."""

    until: str | None = None
    """``None`` when the end is not known yet: the release stays held back until told."""
    note: str | None = None


class Government(Part, frozen=True):
    """The government of the day."""

    ref: str
    from_: str | None = msgspec.field(default=None, name="from")
    to: str | None = None


class Access(Part, frozen=True):
    """A legal or retention decision, with its end."""

    level: Literal["public", "restricted", "closed"]
    until: str | None = None


class AlternativeHeadline(Part, frozen=True):
    """A further headline: a sub-headline, a short one, a kicker, one for search engines."""

    text: str
    role: Literal["sub", "short", "kicker", "seo"]
    language: str | None = None


class Dateline(Part, frozen=True):
    """The dateline as written, and what it names."""

    text: str
    place: str | None = None
    date: str | None = None


class Body(Part, frozen=True):
    """The text, in the canonical form of its format (``archive.body``)."""

    format: Literal["text", "html"]
    text: str


class Quote(Part, frozen=True):
    """What somebody said; ``span`` counts in the plain text of the body."""

    id: str
    kind: Literal["direct", "indirect"]
    span: Span
    speaker: str | None = None
    speaker_as_written: str | None = None
    verb: str | None = None
    said_on: str | None = None
    certainty: Certainty | None = None


class Byline(Part, frozen=True):
    """A person who made the text."""

    name: str
    role: Literal["reporter", "writer", "editor", "photographer", "translator", "other"] | None = (
        None
    )
    initials: str | None = None


class Note(Part, frozen=True):
    """A note to editors."""

    text: str


class Boilerplate(Part, frozen=True):
    """An "About …" paragraph."""

    text: str
    org: str | None = None


class Moment(Part, frozen=True):
    """A date of the text: exactly one of ``edtf`` (may be vague) and ``date_time`` (exact)."""

    edtf: str | None = None
    date_time: str | None = None
    certainty: Certainty | None = None
    note: str | None = None


class DateMention(Part, frozen=True):
    """A date that the body names."""

    as_written: str
    value: str
    spans: tuple[Span, ...] = ()
    certainty: Certainty | None = None
    year_from: Literal["context", "issued", "file", "capture"] | None = None
    weekday_matches: bool | None = None


class Dates(Part, frozen=True):
    """The dates of the text, not of the record."""

    issued: Moment
    created: Moment | None = None
    modified: Moment | None = None
    scheduled_for: Moment | None = None
    expires: Moment | None = None
    mentions: tuple[DateMention, ...] = ()


class Issuer(Part, frozen=True):
    """An organisation that issues the release; the lead issuer comes first."""

    ref: str
    role: Literal["lead", "joint", "onBehalfOf"] | None = None
    certainty: Certainty | None = None


class Source(Part, frozen=True):
    """The source line ("Sumber: …")."""

    as_written: str | None = None
    ref: str | None = None
    url: str | None = None
    certainty: Certainty | None = None


class Republisher(Part, frozen=True):
    """The site the text was taken from, where that is not the issuer."""

    name: str
    url: str | None = None


class Role(Part, frozen=True):
    """A post or affiliation of a person, as at a date."""

    title: str | None = None
    org: str | None = None
    as_of: str | None = None
    from_: str | None = msgspec.field(default=None, name="from")
    to: str | None = None
    acting: bool | None = None
    relation: Literal["post", "member", "affiliated", "former"] | None = None
    spans: tuple[Span, ...] = ()
    certainty: Certainty | None = None


class Person(Part, frozen=True):
    """A person the release names."""

    id: str
    name: str
    aliases: tuple[str, ...] = ()
    same_as: tuple[str, ...] = ()
    roles: tuple[Role, ...] = ()
    spans: tuple[Span, ...] = ()
    certainty: Certainty | None = None


class Organisation(Part, frozen=True):
    """An organisation, with its name as at the date of the release."""

    id: str
    name: str
    aliases: tuple[str, ...] = ()
    type: (
        Literal[
            "government",
            "ministry",
            "agency",
            "unit",
            "legislature",
            "court",
            "company",
            "association",
            "school",
            "media",
            "international",
            "other",
        ]
        | None
    ) = None
    parent: str | None = None
    same_as: tuple[str, ...] = ()
    from_: str | None = msgspec.field(default=None, name="from")
    to: str | None = None
    predecessors: tuple[str, ...] = ()
    successors: tuple[str, ...] = ()
    spans: tuple[Span, ...] = ()
    certainty: Certainty | None = None


class PlaceCodes(Part, frozen=True):
    """Codes of a place in public lists."""

    kemendagri: str | None = None
    iso3166_2: str | None = msgspec.field(default=None, name="iso3166-2")
    geonames: str | None = None


class Place(Part, frozen=True):
    """A place; latitude and longitude are decimal strings, as written."""

    id: str
    name: str
    kind: Literal["venue", "village", "district", "city", "regency", "province", "country", "other"]
    within: str | None = None
    codes: PlaceCodes | None = None
    lat: str | None = None
    lon: str | None = None
    same_as: tuple[str, ...] = ()
    spans: tuple[Span, ...] = ()
    certainty: Certainty | None = None


class Attendance(Part, frozen=True):
    """Who came, counted in the unit the text names."""

    people: int | None = None
    organisations: int | None = None
    as_written: str | None = None
    who: tuple[str, ...] = ()
    spans: tuple[Span, ...] = ()


class Session(Part, frozen=True):
    """A part of the programme of an event."""

    id: str
    kind: Literal["opening", "talk", "panel", "workshop", "ceremony", "closing", "other"]
    title: str | None = None
    speakers: tuple[str, ...] = ()
    spans: tuple[Span, ...] = ()


class Event(Part, frozen=True):
    """An event the release is about."""

    id: str
    name: str
    start: str | None = None
    end: str | None = None
    place: str | None = None
    organisers: tuple[str, ...] = ()
    attendance: Attendance | None = None
    sessions: tuple[Session, ...] = ()
    same_as: tuple[str, ...] = ()
    spans: tuple[Span, ...] = ()
    certainty: Certainty | None = None


class Contact(Part, frozen=True):
    """Whom to ask, by value and frozen at publication."""

    visibility: Literal["public", "restricted"]
    name: str | None = None
    role: str | None = None
    org: str | None = None
    phones: tuple[str, ...] = ()
    emails: tuple[str, ...] = ()
    valid_until: str | None = None


class Mention(Part, frozen=True):
    """Another name in the text: a platform, a product."""

    name: str
    spans: tuple[Span, ...] = ()


class Subject(Part, frozen=True):
    """A topic: scheme and code together are its IRI."""

    scheme: str
    code: str
    label: str | None = None


class Rights(Part, frozen=True):
    """Rights in the release or in an attachment."""

    holder: str | None = None
    licence: str | None = None
    notice: str | None = None


class Rendition(Part, frozen=True):
    """Another size or form of an attachment."""

    name: Literal["highRes", "web", "thumbnail", "print", "other"]
    href: str
    media_type: str | None = None
    bytes: int | None = None
    sha256: str | None = None
    width: int | None = None
    height: int | None = None


class Attachment(Part, frozen=True):
    """A file that belongs to the release."""

    id: str
    kind: Literal["photo", "video", "audio", "document", "other"]
    href: str
    title: str | None = None
    media_type: str | None = None
    bytes: int | None = None
    sha256: str | None = None
    width: int | None = None
    height: int | None = None
    language: str | None = None
    caption: str | None = None
    alt: str | None = None
    credit: str | None = None
    renditions: tuple[Rendition, ...] = ()
    rights: Rights | None = None


class Relation(Part, frozen=True):
    """A tie to another work or page."""

    rel: Literal[
        "related",
        "sameRelease",
        "derivedFrom",
        "translationOf",
        "translation",
        "replaces",
        "replacedBy",
        "cites",
        "partOf",
        "page",
    ]
    target: str
    title: str | None = None
    language: str | None = None


class Evidence(Part, frozen=True):
    """Where a value of the record stood in the source file."""

    pointer: str
    span: Span


class Removed(Part, frozen=True):
    """What was cut from the source file."""

    text: str
    span: Span
    kind: Literal[
        "comments-label",
        "counter",
        "related-links",
        "advertising",
        "navigation",
        "duplicate",
        "other",
    ]


class Provenance(Part, frozen=True):
    """Where the record comes from."""

    url: str | None = None
    archive_url: str | None = None
    captured_at: str | None = None
    file: str | None = None
    sha256: str | None = None
    tool: str | None = None
    method: Literal["manual", "automatic", "mixed"] | None = None
    evidence: tuple[Evidence, ...] = ()
    removed: tuple[Removed, ...] = ()


class Release(Part, frozen=True):
    """One edition (``version``) of one work (``id``), complete and valid."""

    schema_version: Literal["1"]
    id: str
    version: int
    version_created: str
    type: Literal["press_release", "speech", "statement", "advisory", "transcript", "other"]
    language: str
    status: Status
    headline: str
    dates: Dates
    issuers: tuple[Issuer, ...]
    body: Body
    status_history: tuple[StatusChange, ...] = ()
    changes: tuple[Change, ...] = ()
    identifiers: tuple[Identifier, ...] = ()
    slug: str | None = None
    provider: str | None = None
    embargo: Embargo | None = None
    urgency: int | None = None
    government: Government | None = None
    political: bool | None = None
    digital_source: str | None = None
    access: Access | None = None
    alternative_headlines: tuple[AlternativeHeadline, ...] = ()
    summary: str | None = None
    keywords: tuple[str, ...] = ()
    dateline: Dateline | None = None
    quotes: tuple[Quote, ...] = ()
    byline: tuple[Byline, ...] = ()
    notes: tuple[Note, ...] = ()
    about: tuple[Boilerplate, ...] = ()
    source: Source | None = None
    republisher: Republisher | None = None
    people: tuple[Person, ...] = ()
    organisations: tuple[Organisation, ...] = ()
    places: tuple[Place, ...] = ()
    events: tuple[Event, ...] = ()
    contacts: tuple[Contact, ...] = ()
    mentions: tuple[Mention, ...] = ()
    subjects: tuple[Subject, ...] = ()
    attachments: tuple[Attachment, ...] = ()
    relations: tuple[Relation, ...] = ()
    rights: Rights | None = None
    provenance: Provenance | None = None
    extensions: dict[str, Any] | None = None


def build(document: object) -> Release:
    """Return the release a valid, complete document says.

    ``document`` must have been accepted by ``archive.validation``; what the types here do not
    say (patterns, formats, rules) is not looked at again.
    """
    return msgspec.convert(document, Release)
