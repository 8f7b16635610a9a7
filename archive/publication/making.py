"""A release → its card, and what of it is published."""

from __future__ import annotations

import re
from collections.abc import Iterable
from hashlib import sha256

from msgspec.structs import replace

from archive import canonical
from archive.body import plain_text
from archive.edtf import bounds
from archive.publication import addresses
from archive.publication.cards import UNDATED, Card, Tie
from archive.publication.parcels import Heading
from archive.publication.xml_text import in_utc
from archive.release import Evidence, Release

_SUMMARY = 300
_ROOM = 50
"""For blanks: with more of them than that in its first characters a text is looked at again."""
_CONTACT = re.compile(r"/contacts/(\d+)(?=/|$)")


def public(release: Release) -> Release:
    """Return a release without its restricted contacts, and without the evidence of these."""
    contacts = release.contacts
    kept = [number for number, one in enumerate(contacts) if one.visibility == "public"]
    if len(kept) == len(contacts):
        return release
    provenance = release.provenance
    if provenance is not None and provenance.evidence:
        moved = tuple(_moved(provenance.evidence, {old: new for new, old in enumerate(kept)}))
        provenance = replace(provenance, evidence=moved)
    return replace(
        release, contacts=tuple(contacts[number] for number in kept), provenance=provenance
    )


def _moved(evidence: Iterable[Evidence], numbers: dict[int, int]) -> Iterable[Evidence]:
    for one in evidence:
        match = _CONTACT.match(one.pointer)
        if match is None:
            if numbers or one.pointer != "/contacts":
                yield one
        elif (number := numbers.get(int(match[1]))) is not None:
            yield replace(one, pointer=f"/contacts/{number}{one.pointer[match.end() :]}")


def record(release: Release) -> bytes:
    """Return the canonical JSON of what is published of an edition."""
    return canonical.write(release)


def heading(
    release: Release, raw: bytes, ties: tuple[Tie, ...], warnings: Iterable[str]
) -> Heading:
    """Return what the index is told of an edition; ``raw`` is its :func:`record`."""
    digest = sha256(raw)
    year, month, order = _date(release)
    withdrawal = _withdrawal(release)
    card = Card(
        id=release.id,
        version=release.version,
        status="withdrawn" if release.status == "withdrawn" else "published",
        language=release.language,
        type=release.type,
        path=addresses.page(release.id),
        headline=release.headline,
        summary=_summary(release),
        issued=release.dates.issued.date_time or release.dates.issued.edtf or "",
        year=year,
        month=month,
        order=order,
        published=release.dates.issued.date_time or "",
        updated=release.version_created,
        sha256=digest.hexdigest(),
        licence=(release.rights and release.rights.licence) or "",
        reason=withdrawal[0],
        successor=withdrawal[1],
        issuers=_issuers(release),
        ties=ties,
        relations=tuple([(one.rel, one.target) for one in release.relations]),
        has=tuple(_qualities(release)),
        warnings=tuple(sorted(set(warnings))),
        speakers=len({quote.speaker for quote in release.quotes if quote.speaker}),
        quotes=len(release.quotes),
        size=len(raw),
    )
    digest.update("\n".join(card.warnings).encode())
    rank = f"{order}\n".encode() + sha256(release.id.encode()).digest()[:8]
    return Heading(card, rank, digest.digest())


def _date(release: Release) -> tuple[str, str, str]:
    """Return year, month, and the earliest moment in UTC that the date of a release may mean."""
    issued = release.dates.issued
    if issued.date_time:
        return issued.date_time[:4], issued.date_time[:7], in_utc(issued.date_time)
    first, last = bounds(issued.edtf or "")
    if first is None:
        return UNDATED, "", in_utc(release.version_created)
    last = last or first
    day = f"{first.isoformat()}T00:00:00Z"
    if first.year != last.year:
        return UNDATED, "", day
    return day[:4], day[:7] if first.month == last.month else "", day


def _summary(release: Release) -> str:
    text = release.summary
    if text is None:
        text = plain_text(release.body.format, release.body.text)
    words = " ".join(text[: _SUMMARY + _ROOM].split())
    if len(words) <= _SUMMARY:
        words = " ".join(text[: 4 * _SUMMARY].split())
    if len(words) <= _SUMMARY:
        return words
    return words[: _SUMMARY - 1].rpartition(" ")[0].rstrip(" ,;:–-") + "…"


def _issuers(release: Release) -> tuple[str, ...]:
    names = {one.id: one.name for one in release.organisations}
    return tuple([names[one.ref] for one in release.issuers if one.ref in names])


def _withdrawal(release: Release) -> tuple[str, str]:
    """Return why a release was withdrawn, and the work in its place."""
    if release.status != "withdrawn":
        return "", ""
    steps = [one for one in release.status_history if one.status == "withdrawn"]
    reason = steps[-1].reason or "" if steps else ""
    successor = steps[-1].replaced_by or "" if steps else ""
    others = [one.target for one in release.relations if one.rel == "replacedBy"]
    return reason, successor or (others[0] if others else "")


def _qualities(release: Release) -> Iterable[str]:
    """Yield what is there, of ``cards.QUALITIES``."""
    if release.summary:
        yield "summary"
    if release.subjects:
        yield "topic"
    if release.quotes:
        yield "quote"
    if release.places:
        yield "place"
    if any(one.roles for one in release.people):
        yield "post"
    if release.contacts:
        yield "contact"
    if release.rights and release.rights.licence:
        yield "licence"
    if release.attachments:
        yield "attachment"
