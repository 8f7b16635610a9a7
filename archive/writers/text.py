"""Plain text for people: what a reader of the release wants to read, in the order of a release.

Labels are Indonesian in Indonesian and Malay releases, English in all others.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from archive.body import plain_text
from archive.findings import Finding
from archive.release import Contact, Release, Rights
from archive.writers import Writer, not_held

_LABELS = {
    "id": {
        "issuers": "Penerbit", "issued": "Tanggal terbit", "notes": "Catatan redaksi",
        "about": "Tentang penerbit", "contacts": "Narahubung", "source": "Sumber",
        "until": "Embargo sampai", "told": "Embargo sampai diberitahukan", "rights": "Hak",
    },
    "en": {
        "issuers": "Issued by", "issued": "Date of issue", "notes": "Notes to editors",
        "about": "About", "contacts": "Contacts", "source": "Source",
        "until": "Embargoed until", "told": "Embargoed until told", "rights": "Rights",
    },
}  # fmt: skip

HELD = frozenset(
    {"schemaVersion", "headline", "alternativeHeadlines.text", "summary", "dateline.text",
     "body.text", "issuers.ref", "source.asWritten", "notes", "about.text", "embargo.until",
     "dates.issued.edtf", "dates.issued.dateTime", "contacts.name", "contacts.role",
     "contacts.org", "contacts.phones", "contacts.emails", "rights"}
)  # fmt: skip
"""Paths of the record that the text carries."""


def write(release: Release) -> bytes:
    """Return the release as UTF-8 text, paragraphs parted by blank lines."""
    return ("\n\n".join(_paragraphs(release)) + "\n").encode()


def _paragraphs(release: Release) -> Iterator[str]:
    is_malay = release.language.partition("-")[0] in ("id", "ms")
    labels = _LABELS["id" if is_malay else "en"]
    if release.embargo is not None:
        until = release.embargo.until
        yield labels["told"] if until is None else f"{labels['until']}: {until}"
    yield release.headline
    for headline in release.alternative_headlines:
        yield headline.text
    if release.summary is not None:
        yield release.summary
    text = plain_text(release.body.format, release.body.text)
    dateline = release.dateline
    if dateline is not None and not text.startswith(dateline.text):
        yield dateline.text
    yield text
    for name, texts in (("notes", release.notes), ("about", release.about)):
        if texts:
            yield f"{labels[name]}:\n" + "\n".join(one.text for one in texts)
    yield "\n".join(_facts(release, labels))


def _facts(release: Release, labels: dict[str, str]) -> Iterator[str]:
    names = {one.id: one.name for one in release.organisations}
    yield f"{labels['issuers']}: {', '.join(names[one.ref] for one in release.issuers)}"
    issued = release.dates.issued
    yield f"{labels['issued']}: {issued.date_time or issued.edtf}"
    if release.source is not None and release.source.as_written is not None:
        yield f"{labels['source']}: {release.source.as_written}"
    if release.rights is not None:
        yield f"{labels['rights']}: {_rights(release.rights, release)}"
    contacts = [said for contact in release.contacts if (said := _contact(contact, names))]
    if contacts:
        yield f"{labels['contacts']}:"
        yield from (f"  {contact}" for contact in contacts)


def _rights(rights: Rights, release: Release) -> str:
    holders = {one.id: one.name for one in release.organisations}
    holders |= {one.id: one.name for one in release.people}
    holder = holders[rights.holder] if rights.holder is not None else None
    said = (holder, rights.notice, rights.licence)
    return "; ".join(part for part in said if part)


def _contact(contact: Contact, names: dict[str, str]) -> str:
    organisation = names[contact.org] if contact.org is not None else None
    parts = [contact.name, contact.role, organisation, *contact.phones, *contact.emails]
    return ", ".join(part for part in parts if part)


def left_out(release: Release) -> Iterable[Finding]:
    """Yield a finding for each part of the record at hand that the text does not carry."""
    plain = {"body.format"} if release.body.format == "text" else set()
    return not_held(release, HELD | plain, "text")


WRITER = Writer(media_type="text/plain; charset=utf-8", write=write, left_out=left_out)
