"""Everything of an item before its content: catalogue, history, rights, ``itemMeta``.

``node`` is what the IRI of every part of the work begins with, escaped already.
"""

from __future__ import annotations

from archive.canonical import canonical
from archive.edtf import bounds, instant, xsd_type
from archive.newsml_g2.xml import (
    definition,
    extension,
    quoted,
    related,
    related_uri,
    span,
    text,
)
from archive.release import Attachment, Moment, Provenance, Release, Rights
from archive.vocabulary import PA, PROFILE, SCHEME

CATALOG = "http://www.iptc.org/std/catalog/catalog.IPTC-G2-Standards_41.xml"
CATALOGUE = (
    f'<catalogRef href="{CATALOG}"/>\n<catalog><scheme alias="pa" uri="{PA}"/>'
    f'<scheme alias="pascheme" uri="{SCHEME}"/></catalog>\n'
)
"""The catalogues of all aliases in use."""
PUB_STATUS = {"published": "usable", "withdrawn": "canceled"}
SHA256 = "http://www.w3.org/2001/04/xmlenc#sha256"
_UNTIL_TOLD = "<![CDATA[]]>"
"""Nothing, as the standard has it; newsmlg2 1.1 cannot read an element without a text node."""
_RELS = {"related": "irel:seeAlso", "derivedFrom": "irel:derivedFrom"}


def publication(release: Release) -> str:
    """Return when the release was issued.

    A timestamp only where an XSD date holds the value, and none before the end of an embargo.
    """
    issued = release.dates.issued
    said = issued.date_time or issued.edtf or ""
    if _is_timestamp(issued) and not _is_embargoed(release, said):
        told = f"<timestamp>{said}</timestamp>"
    else:
        rel = "dateTime" if issued.date_time else "edtf"
        told = f'<publishedExtProperty rel="pa:{rel}" value="{said}"/>'
    if issued.certainty is not None:
        told += f'<publishedExtProperty rel="pa:certainty" value="{issued.certainty}"/>'
    if issued.note is not None:
        told += f'<publishedExtProperty rel="pa:note" value="{quoted(issued.note)}"/>'
    return f'<pubHistory><published qcode="pa:issued">{told}</published></pubHistory>\n'


def _is_timestamp(moment: Moment) -> bool:
    return moment.date_time is not None or xsd_type(moment.edtf or "") is not None


def _is_embargoed(release: Release, issued: str) -> bool:
    """Return whether a date lies, or may lie, before the end of the embargo."""
    if release.embargo is None:
        return False
    until = release.embargo.until
    if until is None:
        return True
    if "T" in issued:
        return instant(issued) < instant(until)
    first = bounds(issued)[0]
    return first is None or first <= instant(until).date()


def rights(release: Release, node: str) -> str:
    """Return the rights in the item."""
    return "" if release.rights is None else f"{rights_info(release.rights, node)}\n"


def rights_info(held: Rights, node: str, holder: str = "/>") -> str:
    """Return rights; ``holder`` ends the element of who has them, with a name where wanted."""
    told = ""
    if held.holder is not None:
        told += f'<copyrightHolder uri="{node}{held.holder}"{holder}'
    if held.notice is not None:
        told += f"<copyrightNotice>{text(held.notice)}</copyrightNotice>"
    if held.licence is not None:
        told += f'<link rel="irel:rightspolicy" href="{quoted(held.licence)}"/>'
    return f"<rightsInfo>{told}</rightsInfo>"


def item_meta(release: Release, node: str, prefix: str) -> str:
    """Return ``itemMeta``: the management of the item."""
    if release.provider is not None:
        provider = f'<provider uri="{node}{release.provider}"/>'
    else:
        provider = f'<provider uri="{node}{release.issuers[0].ref}" how="pa:derived"/>'
    told = (
        f'<itemMeta>\n<itemClass qcode="ninat:text"/>\n{provider}\n'
        f"<versionCreated>{release.version_created}</versionCreated>\n{usability(release)}"
        f'<generator versioninfo="{release.schema_version}">press-archive</generator>\n'
        f'<profile versioninfo="{release.schema_version}">{PROFILE}</profile>\n'
        f"{_notes(release)}{_expires(release)}"
    )
    for attachment in release.attachments:
        told += _attachment(attachment, node, prefix)
    return f"{told}{_links(release)}{_state(release)}{_sources(release)}</itemMeta>\n"


def usability(release: Release) -> str:
    """Return until when the release is held back, and whether it may be used."""
    embargo = ""
    if release.embargo is not None:
        until = release.embargo.until
        embargo = f"<embargoed>{_UNTIL_TOLD if until is None else until}</embargoed>\n"
    status = PUB_STATUS.get(release.status, "withheld")
    return f'{embargo}<pubStatus qcode="stat:{status}"/>\n'


def _notes(release: Release) -> str:
    """Return notes to editors, and what this edition changed, for people and for machines."""
    told = ""
    for note in release.notes:
        told += f'<edNote role="pa:notes">{text(note.text)}</edNote>\n'
    kind = "update"
    for change in release.changes:
        if change.version != release.version:
            continue
        if change.kind == "correction":
            kind = "correction"
        if change.note is not None:
            told += f'<edNote role="pa:changes" how="pa:derived">{text(change.note)}</edNote>\n'
    if release.version > 1:
        told += f'<signal qcode="sig:{kind}" how="pa:derived"/>\n'
    return told


def _expires(release: Release) -> str:
    moment = release.dates.expires
    if moment is None:
        return ""
    said = moment.date_time or moment.edtf or ""
    if moment.date_time is not None or xsd_type(said) == "date":
        return f"<expires>{said}</expires>\n"
    return ""


def _attachment(attachment: Attachment, node: str, prefix: str) -> str:
    """Return the link to an attachment; what a link has no place for is in its ``assert``."""
    link = f'<link id="{prefix}{attachment.id}" rel="pa:attachment"'
    link += f' href="{quoted(attachment.href)}"'
    if attachment.title is not None:
        link += f' title="{quoted(attachment.title)}"'
    if attachment.media_type is not None:
        link += f' contenttype="{quoted(attachment.media_type)}"'
    if attachment.bytes is not None:
        link += f' size="{attachment.bytes}"'
    inside = _about_attachment(attachment)
    if attachment.rights is not None:
        inside += rights_info(attachment.rights, node)
    return f"{link}>{inside}</link>\n" if inside else f"{link}/>\n"


def _about_attachment(attachment: Attachment) -> str:
    told = ""
    if attachment.sha256 is not None:
        told += f'<hash hashtypeuri="{SHA256}">{attachment.sha256}</hash>'
    if attachment.language is not None:
        told += f'<language tag="{attachment.language}"/>'
    if attachment.caption is not None:
        told += f'<description role="drol:caption">{text(attachment.caption)}</description>'
    if attachment.alt is not None:
        told += f'<description role="pa:alt">{text(attachment.alt)}</description>'
    if attachment.credit is not None:
        told += f"<creditline>{text(attachment.credit)}</creditline>"
    return told


def _links(release: Release) -> str:
    told = ""
    for relation in release.relations:
        rel = _RELS.get(relation.rel) or f"pa:{relation.rel}"
        told += f'<link rel="{rel}" href="{quoted(relation.target)}"'
        if relation.title is not None:
            told += f' title="{quoted(relation.title)}"'
        if relation.language is None:
            told += "/>\n"
        else:
            told += f'><language tag="{relation.language}"/></link>\n'
    return told


def _state(release: Release) -> str:
    told = ""
    if release.status in ("draft", "scheduled"):
        told += extension("itemMeta", "status", value=release.status)
    for step in release.status_history:
        inside = definition(step.note) + related("at", step.at) + related("reason", step.reason)
        inside += related_uri("replacedBy", step.replaced_by)
        told += extension("itemMeta", "statusHistory", value=step.status, inside=inside)
    for change in release.changes:
        told += (
            f'<itemMetaExtProperty rel="pa:changes" value="{change.version}">'
            f'{definition(change.note)}<related rel="pa:at" value="{change.at}"/>'
            f'<related rel="pa:changeKind" value="{change.kind}"/></itemMetaExtProperty>\n'
        )
    if release.embargo is not None and release.embargo.note is not None:
        told += extension("itemMeta", "embargoNote", value=release.embargo.note)
    if release.government is not None:
        inside = related("from", release.government.from_) + related("to", release.government.to)
        uri = f"{release.id}#{release.government.ref}"
        told += extension("itemMeta", "government", uri=uri, inside=inside)
    if release.political is not None:
        told += extension("itemMeta", "political", value=release.political)
    if release.access is not None:
        inside = related("until", release.access.until)
        told += extension("itemMeta", "access", value=release.access.level, inside=inside)
    return told + _planned(release) + _expiry(release)


def _planned(release: Release) -> str:
    moment = release.dates.scheduled_for
    if moment is None:
        return ""
    said = moment.date_time or moment.edtf
    return extension("itemMeta", "scheduledFor", value=said, inside=certainty_and_note(moment))


def _expiry(release: Release) -> str:
    """Return what ``expires`` has no place for: a vague date, certainty and note."""
    moment = release.dates.expires
    if moment is None:
        return ""
    said = None if _expires(release) else moment.date_time or moment.edtf
    inside = certainty_and_note(moment)
    return extension("itemMeta", "expires", value=said, inside=inside) if said or inside else ""


def certainty_and_note(moment: Moment) -> str:
    """Return how sure a date is and why, as sub-fields."""
    return related("certainty", moment.certainty) + related("note", moment.note)


def _sources(release: Release) -> str:
    told = ""
    if release.republisher is not None:
        inside = related("name", release.republisher.name)
        inside += related_uri("url", release.republisher.url)
        told += extension("itemMeta", "republisher", inside=inside)
    if release.provenance is not None:
        told += _provenance(release.provenance)
    if release.extensions is not None:
        value = canonical(release.extensions).decode()
        told += extension("itemMeta", "extensions", value=value)
    return told


def _provenance(provenance: Provenance) -> str:
    inside = related_uri("url", provenance.url)
    inside += related_uri("archiveUrl", provenance.archive_url)
    inside += related("capturedAt", provenance.captured_at) + related("file", provenance.file)
    inside += related("sha256", provenance.sha256) + related("tool", provenance.tool)
    inside += related("method", provenance.method)
    # There is some: evidence and removed text need the checksum of their file.
    parts = [extension("itemMeta", "provenance", inside=inside)]
    for piece in provenance.evidence:
        inside = related("pointer", piece.pointer)
        parts.append(extension("itemMeta", "evidence", value=span(piece.span), inside=inside))
    for cut in provenance.removed:
        inside = definition(cut.text) + related("removedKind", cut.kind)
        parts.append(extension("itemMeta", "removed", value=span(cut.span), inside=inside))
    return "".join(parts)
