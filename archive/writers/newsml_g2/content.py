"""``contentMeta``: what the content is, says and names."""

from __future__ import annotations

from archive.edtf import xsd_type
from archive.release import Moment, Release, Source
from archive.writers.newsml_g2.item import certainty_and_note
from archive.writers.newsml_g2.xml import (
    definition,
    extension,
    language,
    quoted,
    related,
    related_uri,
    spans,
    text,
)

_GENRES = {"press_release": "genre:Press_Release"}


def content_meta(release: Release, work: str) -> str:
    """Return ``contentMeta``; its groups stand in the order of the standard."""
    urgency = "" if release.urgency is None else f"<urgency>{release.urgency}</urgency>\n"
    source_type = release.digital_source
    digital = "" if source_type is None else f'<digitalSourceType uri="{quoted(source_type)}"/>\n'
    return "".join(
        [
            "<contentMeta>\n",
            urgency,
            _held("contentCreated", release.dates.created),
            _held("contentModified", release.dates.modified),
            digital,
            _administration(release, work),
            _description(release, work),
            _extensions(release, work),
            "</contentMeta>\n",
        ]
    )


def _said(moment: Moment) -> str:
    return moment.date_time or moment.edtf or ""


def _is_held(moment: Moment) -> bool:
    return moment.date_time is not None or xsd_type(moment.edtf or "") is not None


def _held(element: str, moment: Moment | None) -> str:
    """Return a date in its element, if an XSD date holds it."""
    if moment is None or not _is_held(moment):
        return ""
    return f"<{element}>{_said(moment)}</{element}>\n"


def _administration(release: Release, work: str) -> str:
    parts = []
    if release.dateline is not None and release.dateline.place is not None:
        parts.append(f'<located uri="{work}#{release.dateline.place}"/>\n')
    for issuer in release.issuers:
        inside = related("role", issuer.role) + related("certainty", issuer.certainty)
        start = f'<infoSource uri="{work}#{issuer.ref}"'
        parts.append(f"{start}>{inside}</infoSource>\n" if inside else f"{start}/>\n")
    for number, entry in enumerate(release.byline, 1):
        role = "" if entry.role is None else f' role="pa:{entry.role}"'
        initials = entry.initials
        short = "" if initials is None else f'<name role="pa:initials">{text(initials)}</name>'
        parts.append(
            f'<contributor uri="{work}#byline.{number}"{role}><name>{text(entry.name)}</name>'
            f"{short}</contributor>\n"
        )
    for identifier in release.identifiers:
        kind = "typeuri" if ":" in identifier.scheme else "type"
        scheme = identifier.scheme if kind == "typeuri" else f"pascheme:{identifier.scheme}"
        parts.append(f'<altId {kind}="{quoted(scheme)}">{text(identifier.value)}</altId>\n')
    if release.slug is not None:
        parts.append(f'<altId type="pa:slug">{release.slug}</altId>\n')
    return "".join(parts)


def _description(release: Release, work: str) -> str:
    genre = _GENRES.get(release.type, f"pa:{release.type}")
    parts = [f'<language tag="{release.language}"/>\n<genre qcode="{genre}"/>\n']
    parts += [f"<keyword>{text(word)}</keyword>\n" for word in release.keywords]
    parts += [_topics(release), _entities(release, work)]
    parts.append(f'<headline rank="1">{text(release.headline)}</headline>\n')
    for rank, headline in enumerate(release.alternative_headlines, 2):
        tag = language(headline.language)
        parts.append(
            f'<headline{tag} rank="{rank}" role="pa:{headline.role}">'
            f"{text(headline.text)}</headline>\n"
        )
    if release.dateline is not None:
        parts.append(f"<dateline>{text(release.dateline.text)}</dateline>\n")
    if release.source is not None and release.source.as_written is not None:
        parts.append(f"<creditline>{text(release.source.as_written)}</creditline>\n")
    if release.summary is not None:
        parts.append(f'<description role="drol:summary">{text(release.summary)}</description>\n')
    return "".join(parts)


def _topics(release: Release) -> str:
    parts = []
    for subject in release.subjects:
        name = "" if subject.label is None else f"<name>{text(subject.label)}</name>"
        if subject.scheme == "medtop":
            named, scheme = f'qcode="medtop:{subject.code}"', ""
        else:
            named = f'uri="{quoted(subject.scheme)}{subject.code}"'
            scheme = related_uri("scheme", subject.scheme)
        start = f'<subject type="cpnat:abstract" {named} why="why:direct"'
        inside = name + scheme
        parts.append(f"{start}>{inside}</subject>\n" if inside else f"{start}/>\n")
    return "".join(parts)


def _entities(release: Release, work: str) -> str:
    """Return a subject for each person, organisation, place, event and other name."""
    named = [("person", one.id, one.name) for one in release.people]
    named += [("organisation", one.id, one.name) for one in release.organisations]
    named += [
        ("poi" if one.kind == "venue" else "geoArea", one.id, one.name) for one in release.places
    ]
    named += [("event", one.id, one.name) for one in release.events]
    parts = [
        f'<subject type="cpnat:{kind}" uri="{work}#{local}"><name>{text(name)}</name></subject>\n'
        for kind, local, name in named
    ]
    parts += [
        f'<subject type="cpnat:abstract" uri="{work}#mentions.{number}">'
        f"<name>{text(mention.name)}</name>{spans(mention.spans)}</subject>\n"
        for number, mention in enumerate(release.mentions, 1)
    ]
    return "".join(parts)


def _extensions(release: Release, work: str) -> str:
    """Return what the standard has no element for; ``work`` is escaped already."""
    parts = []
    if release.body.format == "html":
        parts.append(extension("contentMeta", "bodyFormat", value="html"))
    if release.dateline is not None and release.dateline.date is not None:
        parts.append(extension("contentMeta", "datelineDate", value=release.dateline.date))
    for name, moment in (("created", release.dates.created), ("modified", release.dates.modified)):
        parts.append(_vague(name, moment))
    for mention in release.dates.mentions:
        inside = related("asWritten", mention.as_written) + related("certainty", mention.certainty)
        inside += related("yearFrom", mention.year_from)
        inside += related("weekdayMatches", mention.weekday_matches) + spans(mention.spans)
        parts.append(extension("contentMeta", "dateMention", value=mention.value, inside=inside))
    if release.source is not None:
        parts.append(_source(release, release.source))
    for paragraph in release.about:
        uri = None if paragraph.org is None else f"{release.id}#{paragraph.org}"
        inside = definition(paragraph.text)
        parts.append(extension("contentMeta", "about", uri=uri, inside=inside))
    named = [("quote", quote.id) for quote in release.quotes]
    named += [("contact", f"contacts.{number + 1}") for number in range(len(release.contacts))]
    named += [("attachment", attachment.id) for attachment in release.attachments]
    parts += [
        f'<contentMetaExtProperty rel="pa:{rel}" uri="{work}#{local}"/>\n' for rel, local in named
    ]
    return "".join(parts)


def _vague(name: str, moment: Moment | None) -> str:
    """Return what the element of a date has no place for."""
    if moment is None:
        return ""
    said = None if _is_held(moment) else _said(moment)
    inside = certainty_and_note(moment)
    return extension("contentMeta", name, value=said, inside=inside) if said or inside else ""


def _source(release: Release, source: Source) -> str:
    ref = None if source.ref is None else f"{release.id}#{source.ref}"
    inside = related_uri("ref", ref) + related_uri("url", source.url)
    inside += related("certainty", source.certainty)
    return extension("contentMeta", "source", inside=inside) if inside else ""
