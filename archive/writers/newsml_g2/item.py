"""Everything of an item before its content: catalogue, history, rights, ``itemMeta``."""

from __future__ import annotations

from archive.canonical import canonical
from archive.edtf import bounds, instant, xsd_type
from archive.release import Attachment, Moment, Release, Rights
from archive.vocabulary import PA, PROFILE, SCHEME
from archive.writers.newsml_g2.xml import (
    definition,
    extension,
    quoted,
    related,
    related_uri,
    span,
    text,
)

CATALOG = "http://www.iptc.org/std/catalog/catalog.IPTC-G2-Standards_41.xml"
_CATALOGUE = (
    f'<catalogRef href="{CATALOG}"/>\n<catalog>\n<scheme alias="pa" uri="{PA}"/>\n'
    f'<scheme alias="pascheme" uri="{SCHEME}"/>\n</catalog>\n'
)
_PUB_STATUS = {"published": "usable", "withdrawn": "canceled"}
_RELS = {"related": "irel:seeAlso", "derivedFrom": "irel:derivedFrom"}


def catalogue() -> str:
    """Return the catalogues of all aliases in use."""
    return _CATALOGUE


def publication(release: Release) -> str:
    """Return when the release was issued.

    A timestamp only where an XSD date holds the value, and none before the end of an embargo.
    """
    issued = release.dates.issued
    said = issued.date_time or issued.edtf or ""
    stamp = ""
    told = ""
    if _is_timestamp(issued) and not _is_embargoed(release, said):
        stamp = f"<timestamp>{said}</timestamp>\n"
    else:
        told = extension("published", "dateTime" if issued.date_time else "edtf", value=said)
    if issued.certainty is not None:
        told += extension("published", "certainty", value=issued.certainty)
    if issued.note is not None:
        told += extension("published", "note", value=issued.note)
    published = f'<published qcode="pa:issued">\n{stamp}{told}</published>\n'
    return f"<pubHistory>\n{published}</pubHistory>\n"


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


def rights(held: Rights | None, work: str) -> str:
    """Return the rights in the item or in an attachment; ``work`` is escaped already."""
    if held is None:
        return ""
    parts = []
    if held.holder is not None:
        parts.append(f'<copyrightHolder uri="{work}#{held.holder}"/>\n')
    if held.notice is not None:
        parts.append(f"<copyrightNotice>{text(held.notice)}</copyrightNotice>\n")
    if held.licence is not None:
        parts.append(f'<link rel="irel:rightspolicy" href="{quoted(held.licence)}"/>\n')
    return f"<rightsInfo>\n{''.join(parts)}</rightsInfo>\n"


def item_meta(release: Release, work: str, prefix: str) -> str:
    """Return ``itemMeta``: the management of the item."""
    embargo = ""
    if release.embargo is not None:
        until = release.embargo.until
        embargo = "<embargoed/>\n" if until is None else f"<embargoed>{until}</embargoed>\n"
    status = _PUB_STATUS.get(release.status, "withheld")
    return "".join(
        [
            '<itemMeta>\n<itemClass qcode="ninat:text"/>\n',
            _provider(release, work),
            f"<versionCreated>{release.version_created}</versionCreated>\n{embargo}",
            f'<pubStatus qcode="stat:{status}"/>\n',
            f'<generator versioninfo="{release.schema_version}">press-archive</generator>\n',
            f'<profile versioninfo="{release.schema_version}">{PROFILE}</profile>\n',
            _notes(release),
            _expires(release),
            *[_attachment(one, work, prefix) for one in release.attachments],
            _links(release),
            _state(release),
            _sources(release),
            "</itemMeta>\n",
        ]
    )


def _provider(release: Release, work: str) -> str:
    if release.provider is not None:
        return f'<provider uri="{work}#{release.provider}"/>\n'
    return f'<provider uri="{work}#{release.issuers[0].ref}" how="pa:derived"/>\n'


def _notes(release: Release) -> str:
    """Return notes to editors, and what this edition changed, for people and for machines."""
    parts = [f'<edNote role="pa:notes">{text(note.text)}</edNote>\n' for note in release.notes]
    now = [change for change in release.changes if change.version == release.version]
    parts += [
        f'<edNote role="pa:changes" how="pa:derived">{text(change.note)}</edNote>\n'
        for change in now
        if change.note is not None
    ]
    if release.version > 1:
        corrects = any(change.kind == "correction" for change in now)
        kind = "correction" if corrects else "update"
        parts.append(f'<signal qcode="sig:{kind}" how="pa:derived"/>\n')
    return "".join(parts)


def _expires(release: Release) -> str:
    moment = release.dates.expires
    if moment is None:
        return ""
    said = moment.date_time or moment.edtf or ""
    if moment.date_time is not None or xsd_type(said) == "date":
        return f"<expires>{said}</expires>\n"
    return ""


def _attachment(attachment: Attachment, work: str, prefix: str) -> str:
    """Return the link to an attachment; what a link has no place for is in its ``assert``."""
    attributes = (
        f' id="{prefix}{attachment.id}" rel="pa:attachment" href="{quoted(attachment.href)}"'
    )
    if attachment.title is not None:
        attributes += f' title="{quoted(attachment.title)}"'
    if attachment.media_type is not None:
        attributes += f' contenttype="{quoted(attachment.media_type)}"'
    if attachment.bytes is not None:
        attributes += f' size="{attachment.bytes}"'
    parts = []
    if attachment.sha256 is not None:
        parts.append(
            '<hash hashtypeuri="http://www.w3.org/2001/04/xmlenc#sha256">'
            f"{attachment.sha256}</hash>\n"
        )
    if attachment.language is not None:
        parts.append(f'<language tag="{attachment.language}"/>\n')
    if attachment.caption is not None:
        parts.append(f'<description role="drol:caption">{text(attachment.caption)}</description>\n')
    if attachment.alt is not None:
        parts.append(f'<description role="pa:alt">{text(attachment.alt)}</description>\n')
    if attachment.credit is not None:
        parts.append(f"<creditline>{text(attachment.credit)}</creditline>\n")
    parts.append(rights(attachment.rights, work))
    inside = "".join(parts)
    return f"<link{attributes}>\n{inside}</link>\n" if inside else f"<link{attributes}/>\n"


def _links(release: Release) -> str:
    parts = []
    for relation in release.relations:
        rel = _RELS.get(relation.rel, f"pa:{relation.rel}")
        title = "" if relation.title is None else f' title="{quoted(relation.title)}"'
        link = f'<link rel="{rel}" href="{quoted(relation.target)}"{title}'
        if relation.language is None:
            parts.append(f"{link}/>\n")
        else:
            parts.append(f'{link}>\n<language tag="{relation.language}"/>\n</link>\n')
    return "".join(parts)


def _state(release: Release) -> str:
    parts = []
    if release.status in ("draft", "scheduled"):
        parts.append(extension("itemMeta", "status", value=release.status))
    for step in release.status_history:
        inside = definition(step.note) + related("at", step.at) + related("reason", step.reason)
        inside += related_uri("replacedBy", step.replaced_by)
        parts.append(extension("itemMeta", "statusHistory", value=step.status, inside=inside))
    for change in release.changes:
        inside = definition(change.note) + related("at", change.at)
        inside += related("changeKind", change.kind)
        parts.append(extension("itemMeta", "changes", value=change.version, inside=inside))
    if release.embargo is not None and release.embargo.note is not None:
        parts.append(extension("itemMeta", "embargoNote", value=release.embargo.note))
    if release.government is not None:
        inside = related("from", release.government.from_) + related("to", release.government.to)
        uri = f"{release.id}#{release.government.ref}"
        parts.append(extension("itemMeta", "government", uri=uri, inside=inside))
    if release.political is not None:
        parts.append(extension("itemMeta", "political", value=release.political))
    if release.access is not None:
        inside = related("until", release.access.until)
        parts.append(extension("itemMeta", "access", value=release.access.level, inside=inside))
    parts += [_planned(release), _expiry(release)]
    return "".join(parts)


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
    parts = []
    if release.republisher is not None:
        inside = related("name", release.republisher.name)
        inside += related_uri("url", release.republisher.url)
        parts.append(extension("itemMeta", "republisher", inside=inside))
    provenance = release.provenance
    if provenance is not None:
        inside = related_uri("url", provenance.url)
        inside += related_uri("archiveUrl", provenance.archive_url)
        inside += related("capturedAt", provenance.captured_at) + related("file", provenance.file)
        inside += related("sha256", provenance.sha256) + related("tool", provenance.tool)
        inside += related("method", provenance.method)
        # There is some: evidence and removed text need the checksum of their file.
        parts.append(extension("itemMeta", "provenance", inside=inside))
        for piece in provenance.evidence:
            inside = related("pointer", piece.pointer)
            parts.append(extension("itemMeta", "evidence", value=span(piece.span), inside=inside))
        for cut in provenance.removed:
            inside = definition(cut.text) + related("removedKind", cut.kind)
            parts.append(extension("itemMeta", "removed", value=span(cut.span), inside=inside))
    if release.extensions is not None:
        value = canonical(release.extensions).decode()
        parts.append(extension("itemMeta", "extensions", value=value))
    return "".join(parts)
