"""People, sources and counts: R211, R214, R218, R219, R221, R223, R227."""

from __future__ import annotations

import re
from collections.abc import Iterator

from archive.edtf import bounds
from archive.findings import Finding, finding
from archive.validation.rules.context import Context, Record
from archive.validation.rules.signs import like, looks_where, there

_HANDLE = re.compile(r"@?[a-z0-9_.]{6,}", re.ASCII)
_PRONOUNS = frozenset({"ia", "dia", "beliau", "mereka", "he", "she", "they"})
_PEOPLE = re.compile(
    r"\d[\d.,]* (?:orang|peserta|warga|pegawai|siswa|santri|undangan|tamu|hadirin|anak|pengunjung"
    r"|pelajar|mahasiswa|guru|petani|nelayan|relawan|people|persons|participants|guests|visitors"
    r"|students|residents|attendees|delegates)\b"
)
"""A number of people, in lower case; "warga RT 05" and "38 kabupaten" count none."""
_ORGANISATIONS = re.compile(
    r"\d[\d.,]* (?:perangkat daerah|opd|instansi|lembaga|dinas|perusahaan|organisasi|sekolah"
    r"|kementerian|organi[sz]ations|agencies|companies|schools|ministries)\b"
)
"""A number of bodies, in lower case; "56 pegawai dinas" are people."""
_UNKNOWN_OWNER = frozenset({"istimewa", "ist", "doc", "dok", "dok. istimewa", "dokumen istimewa"})
_CREDIT_IN_CAPTION = re.compile(r"\bfoto\s?:\s?(?:dok\. )?(?:istimewa|ist)\b", re.IGNORECASE)


@looks_where(
    there("record.source.asWritten", like(f"^(?:{_HANDLE.pattern})$")), there("record.republisher")
)
def the_source_has_a_name(context: Context) -> Iterator[Finding]:
    """R211: an account handle is no name; R218: a text from elsewhere tells where it was found."""
    document = context.document
    source = document.get("source", {})
    written = source.get("asWritten", "")
    if _HANDLE.fullmatch(written) and "." not in written.strip("."):
        yield from _account(written, source)
    if (
        "republisher" in document
        and "url" not in document.get("provenance", {})
        and "url" not in source
    ):
        yield finding("R218", "/republisher", name=document["republisher"]["name"])


def _account(written: str, source: Record) -> Iterator[Finding]:
    """Tell of a handle; one that the record knows the organisation of does no harm."""
    if "ref" not in source:
        yield finding("R211", "/source/asWritten", value=written)
    elif source.get("certainty", "stated") != "stated":
        yield finding(
            "R211", "/source/asWritten", variant="guessed", value=written, ref=source["ref"]
        )


@looks_where(
    there("record.quotes[].speakerAsWritten", like(f"^-|^(?i:{'|'.join(sorted(_PRONOUNS))})$"))
)
def speakers_are_named(context: Context) -> Iterator[Finding]:
    """R214: the text names the speaker only by a pronoun or a clitic."""
    for where, quote in context.members("quotes"):
        written = quote.get("speakerAsWritten", "")
        if written.startswith("-") or written.lower() in _PRONOUNS:
            yield finding("R214", f"{where}/speakerAsWritten", value=written)


@looks_where(there("record.events[].attendance"))
def counts_have_a_unit(context: Context) -> Iterator[Finding]:
    """R219: organisations are not people, and a number in the words is counted as something."""
    for where, attendance in context.attendances():
        words = attendance.get("asWritten", "")
        counted = attendance.keys() & {"people", "organisations"}
        bodies = _ORGANISATIONS.search(words.lower())
        if not counted and (bodies or _PEOPLE.search(words.lower())):
            yield finding("R219", where, words=words)
        elif counted == {"people"} and bodies:
            yield finding("R219", f"{where}/people", variant="unit", words=words)


def statements_fall_on_the_first_day(context: Context) -> Iterator[Finding]:
    """R221: said after the event began; perhaps right, perhaps a slip of the date."""
    document = context.document
    days = {event["start"] for event in document.get("events", ()) if "start" in event}
    said_on = {quote["saidOn"] for quote in document.get("quotes", ()) if "saidOn" in quote}
    if not days or not said_on or len(days | said_on) == 1:  # all on one day: so it mostly is
        return
    starts = [first for day in days if (first := bounds(day)[0])]
    if not starts:
        return
    start = min(starts)
    for number, quote in enumerate(document.get("quotes", ())):
        said = bounds(quote["saidOn"])[0] if "saidOn" in quote else None
        if said and said > start:
            yield finding("R221", f"/quotes/{number}/saidOn", said=str(said), start=str(start))


@looks_where(there("record.people[].roles[].from"), there("record.people[].roles[].to"))
def posts_are_held_at_the_date(context: Context) -> Iterator[Finding]:
    """R223: whoever speaks as the holder of a post holds it when the release is issued."""
    issued = context.issued.get("dateTime", context.issued.get("edtf", ""))
    first, last = bounds(issued[:10] if "T" in issued else issued)
    for where, role in context.roles():
        if role.get("relation") == "former":
            continue
        since, until = bounds(role.get("from", ""))[0], bounds(role.get("to", ""))[1]
        if (since and last and since > last) or (until and first and until < first):
            title = role.get("title") or role.get("org", "")
            yield finding("R223", where, title=title, issued=issued[:10])


@looks_where(
    there("record.attachments[].credit"), there("record.attachments[].caption", like("(?i:foto)"))
)
def owners_of_pictures_are_known(context: Context) -> Iterator[Finding]:
    """R227: the credit says that nobody knows whose picture it is."""
    for where, attachment in context.members("attachments"):
        credit = attachment.get("credit", "")
        if credit.lower().strip(" :()/.").removeprefix("foto").strip(" :/") in _UNKNOWN_OWNER:
            yield finding("R227", f"{where}/credit", value=credit)
        elif match := _CREDIT_IN_CAPTION.search(attachment.get("caption", "")):
            yield finding("R227", f"{where}/caption", value=match[0])


RULES = (
    the_source_has_a_name,
    speakers_are_named,
    counts_have_a_unit,
    statements_fall_on_the_first_day,
    posts_are_held_at_the_date,
    owners_of_pictures_are_known,
)
