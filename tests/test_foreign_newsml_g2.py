"""The faults of agencies and of their tools: each is read as it was meant, and told."""

from __future__ import annotations

import io

import pytest

from archive.errors import UnreadableSource
from archive.readers.newsml_g2 import read

PLAIN = "dpa-message-without-header"
"""It lacks the head of a message, which says nothing that a record needs; all else is in order."""


def _told(path):
    """Return what is told of a file: codes, pointers and what the messages name."""
    try:
        readings = list(read(io.BytesIO(path.read_bytes())))
    except UnreadableSource as error:
        return None, {(one.code, one.variant, one.pointer, ()) for one in error.findings}
    (reading,) = readings
    found = {
        (one.code, one.variant, one.pointer, tuple(one.params.values())) for one in reading.findings
    }
    return reading.document, found


def _mended(pointer, found, right):
    return {("L102", "", pointer, (found, right))}


def _left(field, parts=2):
    return {("L101", "parts" if parts > 1 else "", "", (field, parts))}


def _behind(name, before):
    return _mended("", f"{name} behind {before}", f"{name} before {before}")


MADE = "2026-03-02T09:00:00+07:00"
OTHER = {("L103", "missing", "/type", ("other", "genre"))}
FAULTS = {
    "agency-line-break-before-the-date": _mended("/versionCreated", f"\n{MADE}", MADE),
    "agency-no-date-at-all": {("L104", "", "/versionCreated", ("itemMeta/versionCreated", ""))},
    "agency-note-behind-signal": _behind("edNote", "signal") | _left("itemMeta/signal"),
    "agency-offset-without-colon": _mended("/versionCreated", "2026-03-02T09:00:00+0700", MADE),
    "agency-words-not-counted": _left("contentSet/inlineXML/@wordcount", 1),
    "dpa-alias-undeclared": _left("contentMeta/keyword/@role", 1),
    "dpa-audience-behind-language": _behind("audience", "language") | _left("contentMeta/audience"),
    PLAIN: set(),
    "iptc-generator-base-of-genre": OTHER | _left("catalog", 4) | _left("contentMeta/genre"),
    "iptc-generator-cancelled": _mended("/status", "stat:cancelled", "stat:canceled"),
    "python-newsmlg2-altid-behind-headline": _behind("altId", "headline"),
    "superdesk-alias-cat": {("L104", "", "", ("contentMeta/subject/@qcode", "cat:a"))},
    "superdesk-alias-rendition": _left("contentSet/remoteContent", 4)
    | {("L104", "", "", ("contentSet/remoteContent/@href", "truk.jpg"))},
    "superdesk-embargo-behind-status": _behind("embargoed", "pubStatus"),
    "superdesk-genre-without-alias": OTHER | _left("contentMeta/genre"),
    "superdesk-update-of-nothing": _left("itemMeta/signal"),
    "xml-newsml-g2-correction-of-nothing": _left("itemMeta/signal"),
}


@pytest.mark.parametrize("name", FAULTS)
def test_a_fault_of_an_agency_is_mended_or_named(samples, name):
    folder = samples / "judged"

    document, told = _told(folder / f"{name}.xml")

    assert document["id"] == "tag:kebersihan.example.go.id,2026:SP-7"
    assert told - _told(folder / f"{PLAIN}.xml")[1] == FAULTS[name]


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("business-wire-newsml-1", "X002"), ("dpa-body-not-escaped", "X001"),
        ("superdesk-alias-grprole", "L106"),
    ],
)  # fmt: skip
def test_what_is_no_item_of_newsml_g2_or_no_release_is_named(samples, name, code):
    document, told = _told(samples / "judged" / f"{name}.xml")

    assert document is None
    assert code in {one[0] for one in told}


def test_every_file_of_an_agency_is_among_them(samples):
    known = {*FAULTS, "business-wire-newsml-1", "dpa-body-not-escaped", "superdesk-alias-grprole"}

    assert known == {path.stem for path in (samples / "judged").glob("*.xml")}


ITEM = """<newsItem xmlns="http://iptc.org/std/nar/2006-10-01/" guid="urn:x:1" version="1">
<itemMeta><itemClass qcode="ninat:text"/><versionCreated>2026-03-02T09:00:00Z</versionCreated></itemMeta>
<contentMeta><contentCreated>{}</contentCreated><headline>Satu</headline></contentMeta></newsItem>"""


@pytest.mark.parametrize(
    ("said", "date"),
    [
        ("2026-03-01T08:00:00Z", {"dateTime": "2026-03-01T08:00:00Z"}),
        ("2026-03-01T08:00:00+0100", {"dateTime": "2026-03-01T08:00:00+01:00"}),
        ("2026-03", {"edtf": "2026-03"}),
        (" 2026-03-01\n", {"edtf": "2026-03-01"}),
        ("2026-03-01+07:00", {"edtf": "2026-03-01"}),
        ("2026-03-01T08:00:00", {"edtf": "2026-03-01"}),
        ("2026-02-30Z", None),
        ("kemarin", None),
        ("", None),
    ],
)
def test_a_date_is_mended_as_far_as_it_can_be_without_a_guess(said, date):
    (reading,) = read(io.BytesIO(ITEM.format(said).encode()))
    right = {"dateTime": said, "edtf": said}
    told = [one.code for one in reading.findings if one.code in ("L102", "L104")]

    assert reading.document["dates"].get("created") == date
    is_as_it_was = date is not None and all(right[key] == one for key, one in date.items())
    assert told == ([] if is_as_it_was else ["L104"] if date is None else ["L102"])
