"""``contentMeta``: what the content is, says and names."""

from __future__ import annotations

from archive.edtf import xsd_type
from archive.newsml_g2.item import certainty_and_note
from archive.newsml_g2.xml import (
    definition,
    extension,
    language,
    quoted,
    related,
    related_uri,
    spans,
    text,
)
from archive.release import Event, Moment, Organisation, Person, Place, Release, Source

_GENRES = {"press_release": "genre:Press_Release"}


def content_meta(release: Release, node: str) -> str:
    """Return ``contentMeta``; its groups stand in the order of the standard."""
    told = "<contentMeta>\n"
    if release.urgency is not None:
        told += f"<urgency>{release.urgency}</urgency>\n"
    told += _held("contentCreated", release.dates.created)
    told += _held("contentModified", release.dates.modified)
    if release.digital_source is not None:
        told += f'<digitalSourceType uri="{quoted(release.digital_source)}"/>\n'
    return (
        f"{told}{_administration(release, node)}{_description(release)}"
        f"{_entities(release, node)}{_headlines(release)}{_extensions(release, node)}"
        "</contentMeta>\n"
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


def _administration(release: Release, node: str) -> str:
    told = ""
    if release.dateline is not None and release.dateline.place is not None:
        told = f'<located uri="{node}{release.dateline.place}"/>\n'
    for issuer in release.issuers:
        told += f'<infoSource uri="{node}{issuer.ref}"'
        inside = ""
        if issuer.role is not None:
            inside = f'<related rel="pa:role" value="{issuer.role}"/>'
        if issuer.certainty is not None:
            inside += f'<related rel="pa:certainty" value="{issuer.certainty}"/>'
        told += f">{inside}</infoSource>\n" if inside else "/>\n"
    for number, entry in enumerate(release.byline, 1):
        role = "" if entry.role is None else f' role="pa:{entry.role}"'
        initials = entry.initials
        short = "" if initials is None else f'<name role="pa:initials">{text(initials)}</name>'
        told += (
            f'<contributor uri="{node}byline.{number}"{role}><name>{text(entry.name)}</name>'
            f"{short}</contributor>\n"
        )
    for identifier in release.identifiers:
        if ":" in identifier.scheme:
            told += f'<altId typeuri="{quoted(identifier.scheme)}">'
        else:
            told += f'<altId type="pascheme:{identifier.scheme}">'
        told += f"{text(identifier.value)}</altId>\n"
    return told if release.slug is None else f'{told}<altId type="pa:slug">{release.slug}</altId>\n'


def _description(release: Release) -> str:
    genre = _GENRES.get(release.type) or f"pa:{release.type}"
    told = f'<language tag="{release.language}"/>\n<genre qcode="{genre}"/>\n'
    for word in release.keywords:
        told += f"<keyword>{text(word)}</keyword>\n"
    for subject in release.subjects:
        inside = "" if subject.label is None else f"<name>{text(subject.label)}</name>"
        told += '<subject type="cpnat:abstract" '
        if subject.scheme == "medtop":
            told += f'qcode="medtop:{subject.code}" why="why:direct"'
        else:
            told += f'uri="{quoted(subject.scheme)}{subject.code}" why="why:direct"'
            inside += related_uri("scheme", subject.scheme)
        told += f">{inside}</subject>\n" if inside else "/>\n"
    return told


def _entities(release: Release, node: str) -> str:
    """Return a subject for each person, organisation, place, event and other name."""
    told = [_entity("person", one, node) for one in release.people]
    told += [_entity("organisation", one, node) for one in release.organisations]
    told += [
        _entity("poi" if one.kind == "venue" else "geoArea", one, node) for one in release.places
    ]
    told += [_entity("event", one, node) for one in release.events]
    told += [
        f'<subject type="cpnat:abstract" uri="{node}mentions.{number}">'
        f"<name>{text(mention.name)}</name>{spans(mention.spans)}</subject>\n"
        for number, mention in enumerate(release.mentions, 1)
    ]
    return "".join(told)


def _entity(kind: str, one: Person | Organisation | Place | Event, node: str) -> str:
    return (
        f'<subject type="cpnat:{kind}" uri="{node}{one.id}">'
        f"<name>{text(one.name)}</name></subject>\n"
    )


def _headlines(release: Release) -> str:
    told = f'<headline rank="1">{text(release.headline)}</headline>\n'
    for rank, headline in enumerate(release.alternative_headlines, 2):
        told += (
            f'<headline{language(headline.language)} rank="{rank}" role="pa:{headline.role}">'
            f"{text(headline.text)}</headline>\n"
        )
    if release.dateline is not None:
        told += f"<dateline>{text(release.dateline.text)}</dateline>\n"
    if release.source is not None and release.source.as_written is not None:
        told += f"<creditline>{text(release.source.as_written)}</creditline>\n"
    if release.summary is not None:
        told += f'<description role="drol:summary">{text(release.summary)}</description>\n'
    return told


def _extensions(release: Release, node: str) -> str:
    """Return what the standard has no element for."""
    told = ""
    if release.body.format == "html":
        told = '<contentMetaExtProperty rel="pa:bodyFormat" value="html"/>\n'
    if release.dateline is not None and release.dateline.date is not None:
        date = release.dateline.date
        told += f'<contentMetaExtProperty rel="pa:datelineDate" value="{date}"/>\n'
    told += _vague("created", release.dates.created) + _vague("modified", release.dates.modified)
    for mention in release.dates.mentions:
        inside = related("asWritten", mention.as_written) + related("certainty", mention.certainty)
        inside += related("yearFrom", mention.year_from)
        inside += related("weekdayMatches", mention.weekday_matches) + spans(mention.spans)
        told += extension("contentMeta", "dateMention", value=mention.value, inside=inside)
    if release.source is not None:
        told += _source(release, release.source)
    for paragraph in release.about:
        uri = None if paragraph.org is None else f"{release.id}#{paragraph.org}"
        inside = definition(paragraph.text)
        told += extension("contentMeta", "about", uri=uri, inside=inside)
    return told + _references(release, node)


def _references(release: Release, node: str) -> str:
    """Return what asserts there are of what no subject names."""
    told = ""
    for quote in release.quotes:
        told += f'<contentMetaExtProperty rel="pa:quote" uri="{node}{quote.id}"/>\n'
    for number, _ in enumerate(release.contacts, 1):
        told += f'<contentMetaExtProperty rel="pa:contact" uri="{node}contacts.{number}"/>\n'
    for attachment in release.attachments:
        told += f'<contentMetaExtProperty rel="pa:attachment" uri="{node}{attachment.id}"/>\n'
    return told


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
