"""Plain text for people: what a reader of the release wants to read, in the order of a release.

Labels are Indonesian in Indonesian and Malay releases, English in all others.
"""

from __future__ import annotations

from collections.abc import Iterator

from archive.body import plain_text
from archive.findings import Finding, finding
from archive.release import Contact, Release
from archive.writers import Writer

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
    {"headline", "alternativeHeadlines", "summary", "dateline", "body", "issuers", "source",
     "notes", "about", "contacts", "embargo", "dates"}
)  # fmt: skip
"""Fields that the text carries, at least in part."""
_UNSAID = ("schemaVersion", "version", "versionCreated", "id", "type", "language", "status")


def write(release: Release) -> bytes:
    """Return the release as UTF-8 text, paragraphs parted by blank lines."""
    return ("\n\n".join(_paragraphs(release)) + "\n").encode()


def _paragraphs(release: Release) -> Iterator[str]:
    labels = _LABELS["id" if release.language[:2] in ("id", "ms") else "en"]
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
    if release.contacts:
        yield f"{labels['contacts']}:"
        for contact in release.contacts:
            yield "  " + _contact(contact, names)


def _contact(contact: Contact, names: dict[str, str]) -> str:
    organisation = names.get(contact.org or "")
    parts = [contact.name, contact.role, organisation, *contact.phones, *contact.emails]
    return ", ".join(part for part in parts if part)


def left_out(release: Release) -> Iterator[Finding]:
    """Yield a finding for each field of the record at hand that the text does not carry."""
    for field in release.__struct_fields__:
        value = getattr(release, field)
        name = release.__struct_encode_fields__[release.__struct_fields__.index(field)]
        if value is not None and value != () and name not in HELD and name not in _UNSAID:
            yield finding("L201", f"/{name}", format="text", field=name)


WRITER = Writer(media_type="text/plain; charset=utf-8", write=write, left_out=left_out)
