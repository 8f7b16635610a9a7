"""The ninjs reader: any version gives one record, and what the record cannot hold is named."""

from __future__ import annotations

import contextlib
import copy
import io
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from archive.errors import UnreadableSource
from archive.findings import Finding, Position
from archive.json_text import BOM
from archive.readers import Reading
from archive.readers.ninjs import read
from archive.validation import built, validate
from archive.writers import WRITERS
from tests import golden, held
from tests.every_field import every_field, every_field_text
from tests.losses import named
from tests.program import files
from tests.strategies import records

WORK = "https://pers.example.go.id/item/1"
MADE = "2026-03-02T09:00:00+07:00"
LEAST: dict[str, Any] = {
    "uri": WORK,
    "version": "1",
    "versionCreated": MADE,
    "pubStatus": "usable",
    "language": "id",
    "infoSources": [{"name": "Dinas Contoh"}],
    "headlines": [{"role": "main", "value": "Jalur dibuka"}],
    "bodies": [{"contentType": "text/plain", "value": "Jalur dibuka Senin."}],
}
"""An item of which nothing is lost."""


def readings(raw: bytes, **limits: int) -> list[Reading]:
    """Return what bytes give."""
    return list(read(io.BytesIO(raw), **limits))


def reading(**fields: Any) -> Reading:
    """Return what the least item with other fields gives; ``None`` takes a field out."""
    item = {name: value for name, value in (LEAST | fields).items() if value is not None}
    (one,) = readings(json.dumps(item).encode())
    return one


def document(**fields: Any) -> dict[str, Any]:
    """Return the document of the least item with other fields."""
    made: dict[str, Any] = reading(**fields).document
    return made


def told(one: Reading, *codes: str) -> list[tuple[str, str]]:
    """Return code and pointer of the findings, in order; all but what is said as always."""
    always = {("L103", "/infoSources/0"), ("L103", "/versionCreated"), ("L107", "")}
    said = [(found.code, found.pointer) for found in one.findings]
    return [known for known in said if (known[0] in codes if codes else known not in always)]


def only(one: Reading, code: str) -> Finding:
    """Return the one finding with a code."""
    (found,) = [found for found in one.findings if found.code == code]
    return found


def refused(raw: bytes, **limits: int) -> Finding:
    """Return why bytes cannot be read."""
    with pytest.raises(UnreadableSource) as caught:
        readings(raw, **limits)
    return caught.value.findings[-1]


def test_of_the_least_item_nothing_is_lost_and_the_record_is_whole():
    one = reading()

    assert told(one) == []
    assert [found for found in validate(one.document) if found.severity == "error"] == []


# versions of ninjs


V1: dict[str, Any] = {
    "uri": WORK, "versioncreated": MADE, "language": "id", "version": "1",
    "infosource": [{"name": "Dinas Contoh"}], "headline": "Jalur dibuka",
    "body_text": "Jalur dibuka Senin.", "body_xhtml": "<p>Jalur dibuka Senin.</p>",
    "description_text": "Ringkas.", "byline": "Siti", "embargoed": MADE,
    "person": [{"name": "Siti", "scheme": "https://orang.example/", "code": "7"}],
    "organisation": [{"name": "Balai"}], "place": [{"name": "Contoh"}],
    "event": [{"name": "Rapat"}], "object": [{"name": "Sepeda"}],
    "genre": [{"uri": "https://w3id.org/press-archive/ns#speech"}],
    "subject": [{"name": "jalan", "scheme": "https://topik.example/", "code": "12"}],
    "altids": {"nomor": "SP-1"},
    "associations": {
        "foto": {"type": "picture", "renditions": {
            "thumbnail": {"href": "https://a.example/k", "mimetype": "image/png", "width": 9}}},
    },
}  # fmt: skip
V3: dict[str, Any] = {
    **LEAST,
    "bodies": [
        *LEAST["bodies"], {"contentType": "text/html", "value": "<p>Jalur dibuka Senin.</p>"},
    ],
    "descriptions": [{"value": "Ringkas."}], "by": "Siti", "embargoedUntil": MADE,
    "people": [{"name": "Siti", "uri": "https://orang.example/7"}],
    "organisations": [{"name": "Balai"}], "places": [{"name": "Contoh"}],
    "events": [{"name": "Rapat"}], "objects": [{"name": "Sepeda"}],
    "genres": [{"uri": "https://w3id.org/press-archive/ns#speech"}],
    "subjects": [{"name": "jalan", "uri": "https://topik.example/12"}],
    "altIds": [{"role": "nomor", "value": "SP-1"}],
    "associations": [
        {"name": "foto", "type": "picture", "renditions": [
            {"name": "thumbnail", "href": "https://a.example/k", "contentType": "image/png",
             "width": 9}]},
    ],
}  # fmt: skip


def _folded(value: Any) -> Any:
    """Return an item with the names of its fields in small letters, as ninjs 2 has them."""
    if isinstance(value, dict):
        return {name.lower(): _folded(part) for name, part in value.items()}
    return [_folded(part) for part in value] if isinstance(value, list) else value


def test_an_item_gives_the_same_record_in_each_version_of_ninjs():
    first, second, third = (
        readings(json.dumps(item).encode())[0].document for item in (V1, _folded(V3), V3)
    )

    assert first == second == third
    assert first["type"] == "speech"
    assert first["people"] == [{"id": "p-1", "name": "Siti", "sameAs": ["https://orang.example/7"]}]
    assert first["subjects"] == [
        {"scheme": "https://topik.example/", "code": "12", "label": "jalan"}
    ]


def test_of_a_field_in_two_spellings_the_first_is_read_and_the_other_named():
    one = reading(versioncreated="2020-01-01T00:00:00Z")

    assert one.document["versionCreated"] == MADE
    assert told(one) == [("L101", "/versioncreated")]


def test_null_and_an_empty_text_say_nothing():
    assert told(reading(copyrightNotice="", usageTerms="", title=None, people=None)) == []
    assert document(by="  ") == document()


# identity


@pytest.mark.parametrize("uri", ["no iri", f"{WORK}#part", 7, ["x"], {"a": 1}])
def test_a_uri_that_can_be_no_id_is_told_and_the_record_lacks_it(uri):
    one = reading(uri=uri)

    assert "id" not in one.document
    assert told(one) == [("L104", "/uri")]


def test_without_uri_the_record_lacks_its_id():
    faults = validate(document(uri=None))

    assert "/id" in [fault.pointer for fault in faults if fault.code == "S101"]


def test_an_item_without_version_is_the_first():
    one = reading(version=None)

    assert one.document["version"] == 1
    assert [(f.code, f.variant, dict(f.params)) for f in one.findings if f.variant] == [
        ("L103", "missing", {"value": 1, "source": "version"})
    ]


@pytest.mark.parametrize(("version", "read_as"), [("3", 3), (3, 3), (3.0, 3)])
def test_a_version_is_a_number_or_its_digits(version, read_as):
    assert document(version=version)["version"] == read_as


def test_a_version_with_zeros_before_it_is_mended():
    one = reading(version="007")

    assert one.document["version"] == 7
    assert dict(only(one, "L102").params) == {"found": "007", "right": "7"}


@pytest.mark.parametrize(
    "version", ["1.2", "0", 0, -1, True, "٣", "9" * 16, "9" * 5000, [], {}, "v1", 1.5]
)
def test_a_version_that_is_no_count_is_told_and_not_guessed(version):
    one = reading(version=version)

    assert "version" not in one.document
    assert told(one) == [("L104", "/version")]


@pytest.mark.parametrize(
    ("language", "tag", "code"),
    [("en-GB", "en-GB", None), ("EN_gb", "en-GB", "L102"), ("in", "id", "L102"),
     ("Indonesian!", "und", "L104"), (7, "und", "L104")],
)  # fmt: skip
def test_a_language_is_put_into_canonical_spelling(language, tag, code):
    one = reading(language=language)

    assert one.document["language"] == tag
    assert [found for found, _ in told(one)] == ([code] if code else [])


def test_an_item_without_language_is_of_an_undetermined_one():
    one = reading(language=None)

    assert one.document["language"] == "und"
    assert [(f.variant, dict(f.params)) for f in one.findings if f.variant] == [
        ("missing", {"value": "und", "source": "language"})
    ]


# state


@pytest.mark.parametrize(
    ("status", "word"),
    [(None, "published"), ("usable", "published"), ("withheld", "scheduled"),
     ("canceled", "withdrawn"), ("Cancelled", "withdrawn")],
)  # fmt: skip
def test_the_status_is_that_of_the_item(status, word):
    assert document(pubStatus=status)["status"] == word


@pytest.mark.parametrize("status", ["deleted", 1, [], {"usable": True}])
def test_a_status_that_is_not_known_is_not_taken_for_usable(status):
    """Nothing leaves the house because a word was not understood."""
    one = reading(pubStatus=status)

    assert "status" not in one.document
    assert told(one) == [("L104", "/pubStatus")]


@pytest.mark.parametrize("field", ["embargoed", "embargoedUntil"])
def test_an_embargo_lasts_until_its_moment(field):
    assert document(**{field: MADE})["embargo"] == {"until": MADE}


@pytest.mark.parametrize("until", ["", "2026-03-02", "besok", 7, []])
def test_an_embargo_whose_end_cannot_be_read_lasts_until_told(until):
    assert document(embargoedUntil=until)["embargo"] == {}


def test_no_embargo_is_none():
    assert "embargo" not in document()
    assert "embargo" not in readings(json.dumps(LEAST | {"embargoed": None}).encode())[0].document


def test_of_two_embargoes_the_newer_field_counts_and_the_other_is_named():
    one = reading(embargoed="2020-01-01T00:00:00Z", embargoedUntil=MADE)

    assert one.document["embargo"] == {"until": MADE}
    assert told(one) == [("L101", "/embargoed")]


@pytest.mark.parametrize("urgency", [0, 10, "5", True, 1.5, []])
def test_an_urgency_out_of_range_is_told(urgency):
    one = reading(urgency=urgency)

    assert "urgency" not in one.document
    assert told(one) == [("L104", "/urgency")]


def test_an_urgency_is_taken():
    assert document(urgency=9)["urgency"] == 9


@pytest.mark.parametrize("form", [lambda uri: {"uri": uri}, lambda uri: uri])
def test_the_digital_source_is_an_iri(form):
    uri = "http://cv.iptc.org/newscodes/digitalsourcetype/digitalCreation"

    assert document(digitalSourceType=form(uri))["digitalSource"] == uri
    assert told(reading(digitalSourceType=form("manual"))) == [("L104", "/digitalSourceType")]


def test_the_kind_is_the_first_genre_that_is_known():
    known = "http://cv.iptc.org/newscodes/genre/Press_Release"
    genres = [{"name": "Berita"}, {"uri": known, "name": "press release"}, {"uri": known}]

    one = reading(genres=genres)

    assert one.document["type"] == "press_release"
    assert told(one) == [("L101", "/genres/0"), ("L101", "/genres/2")]


def test_another_name_of_a_known_genre_is_named():
    genre = {"uri": "http://cv.iptc.org/newscodes/genre/Press_Release", "name": "Siaran"}

    assert told(reading(genres=[genre | {"literal": "SP"}])) == [
        ("L101", "/genres/0/name"),
        ("L101", "/genres/0/literal"),
    ]


def test_without_a_known_genre_the_kind_is_other():
    assert document()["type"] == "other"


@pytest.mark.parametrize(
    ("field", "ordinary", "other"),
    [
        ("type", "text", "composite"),
        ("representationType", "full", "partial"),
        ("profile", "https://w3id.org/press-archive/profile/release", "text-only"),
        ("$schema", "https://iptc.org/std/ninjs/ninjs-schema_2.1.json", "https://a.example/"),
        ("standard", {"name": "ninjs", "version": "3.1"}, {"name": "TTNINJS"}),
        ("title", "Jalur dibuka", "Jalur sepeda"),
    ],
)
def test_what_an_item_says_anyway_is_passed_over_and_anything_else_named(field, ordinary, other):
    assert told(reading(**{field: ordinary})) == []
    assert told(reading(**{field: other})) == [("L101", f"/{field}")]


# dates


def test_the_date_of_issue_is_inferred_from_when_the_item_was_first_made():
    one = reading(firstCreated="2026-03-01T08:00:00Z")

    assert one.document["dates"]["issued"] == {
        "dateTime": "2026-03-01T08:00:00Z",
        "certainty": "inferred",
    }
    assert ("L103", "/firstCreated") in told(one, "L103")


def test_without_it_the_date_of_issue_is_inferred_from_the_version():
    one = reading()

    assert one.document["dates"] == {"issued": {"dateTime": MADE, "certainty": "inferred"}}
    assert ("L103", "/versionCreated") in told(one, "L103")


def test_a_date_inside_an_identifier_is_no_date_of_issue():
    item = reading(uri="urn:newsml:bw.example:20010714:1", versionCreated=None)

    assert "dates" not in item.document


def test_dates_of_content_and_expiry_are_taken():
    dates = document(contentCreated=MADE, expires="2027-01-01T00:00:00Z")["dates"]

    assert dates["created"] == {"dateTime": MADE}
    assert dates["expires"] == {"dateTime": "2027-01-01T00:00:00Z"}


@pytest.mark.parametrize(
    ("found", "right"),
    [
        ("2026-03-02T09:00:00+0700", "2026-03-02T09:00:00+07:00"),
        ("2026-03-02 09:00+07", "2026-03-02T09:00:00+07:00"),
        (" 2026-03-02t09:00:00.5z ", "2026-03-02T09:00:00.5Z"),
    ],
)
def test_a_moment_in_another_spelling_is_mended(found, right):
    one = reading(contentCreated=found)

    assert one.document["dates"]["created"] == {"dateTime": right}
    assert dict(only(one, "L102").params) == {"found": found, "right": right}


@pytest.mark.parametrize("moment", ["2026-03-02", "2026-02-30T09:00+0700", "2 Maret", 20260302, {}])
def test_a_moment_that_needs_a_guess_is_told(moment):
    one = reading(expires=moment)

    assert "expires" not in one.document["dates"]
    assert told(one) == [("L104", "/expires")]


# issuers and rights


@pytest.mark.parametrize(
    ("fields", "name", "pointer"),
    [
        ({}, "Dinas Contoh", "/infoSources/0"),
        ({"infoSources": None, "copyrightHolder": "Balai"}, "Balai", "/copyrightHolder"),
        ({"infoSources": None, "uri": "urn:newsml:addb.no:20110316:2"}, "addb.no", "/uri"),
        ({"infoSources": None}, "pers.example.go.id", "/uri"),
    ],
    ids=["information source", "copyright holder", "provider of a urn:newsml", "host"],
)
def test_the_issuer_is_inferred_in_this_order(fields, name, pointer):
    one = reading(**fields)

    assert one.document["issuers"] == [{"ref": "org-1", "certainty": "inferred"}]
    assert one.document["organisations"] == [{"id": "org-1", "name": name}]
    inferred = [found for found in one.findings if found.params.get("value") == name]
    assert [(found.code, found.pointer) for found in inferred] == [("L103", pointer)]


@pytest.mark.parametrize("uri", ["urn:newsml:", "urn:x:1", None])
def test_an_issuer_that_nothing_names_stays_missing(uri):
    assert "issuers" not in document(infoSources=None, uri=uri)


def test_an_information_source_that_stands_twice_issues_once():
    assert len(document(infoSources=[{"name": "A"}, {"name": "B"}, {"name": "A"}])["issuers"]) == 2


def test_holder_notice_and_licence_are_the_rights():
    licence = "https://creativecommons.org/licenses/by/4.0/"
    made = document(copyrightHolder="Balai", copyrightNotice="© Balai", usageTerms=licence)

    assert made["rights"] == {"holder": "org-2", "notice": "© Balai", "licence": licence}
    assert made["organisations"][1] == {"id": "org-2", "name": "Balai"}


def test_terms_in_words_are_named():
    one = reading(usageTerms="Bebas dipakai")

    assert "rights" not in one.document
    assert told(one) == [("L101", "/usageTerms")]


# headlines and descriptions


def test_the_main_headline_is_the_headline_and_others_go_by_their_role():
    headlines = [
        {"value": "Anak", "role": "sub", "x": 1},
        {"value": "Induk", "role": "main"},
        {"value": "Lain", "role": "poster"},
    ]

    one = reading(headlines=headlines)

    assert one.document["headline"] == "Induk"
    assert one.document["alternativeHeadlines"] == [{"text": "Anak", "role": "sub"}]
    assert told(one) == [("L101", "/headlines/0/x"), ("L101", "/headlines/2")]


def test_without_a_main_one_the_first_headline_counts():
    one = reading(headlines=[{"value": "Satu", "role": "web"}, {"value": "Dua"}])

    assert one.document["headline"] == "Satu"
    assert told(one) == [("L101", "/headlines/0/role"), ("L101", "/headlines/1")]


def test_a_headline_with_line_breaks_becomes_one_line():
    one = reading(headlines=[{"value": "Satu\n dua"}])

    assert one.document["headline"] == "Satu dua"
    assert only(one, "L102").params["right"] == "Satu dua"


def test_the_tags_of_a_headline_are_left_out_and_what_they_said_is_named():
    value = '<p>Satu &amp; <a href="https://a.example/">dua</a></p>'
    one = reading(headlines=[{"value": value, "contentType": "text/html"}])

    assert one.document["headline"] == "Satu & dua"
    assert [found.params["field"] for found in one.findings if found.code == "L101"] == [
        "headlines.value: a[href]"
    ]


@pytest.mark.parametrize("value", ["Harga Rp\u00a05", "Dua  spasi", "東京\u3000都", "25\u2009000"])
def test_spaces_inside_a_line_stay_as_they_are(value):
    assert document(headlines=[{"value": f" {value}\n"}])["headline"] == value


def test_a_headline_of_nothing_but_white_space_is_none():
    made = document(headlines=[{"value": "\u00a0"}, {"value": "\u3000", "role": "sub"}])

    assert not {"headline", "alternativeHeadlines"} & set(made)


@pytest.mark.parametrize("headlines", [{"value": "Satu"}, "Satu", [None], ["Satu"], [{"value": 7}]])
def test_a_headline_in_another_shape_is_told_and_missing(headlines):
    one = reading(headlines=headlines)

    assert "headline" not in one.document
    assert told(one) != [] or headlines == [None]


def test_the_first_description_is_the_summary_and_another_one_is_named():
    descriptions = [{"value": "Satu.\r\nDua."}, {"value": "Lain."}, {"value": " Satu. Dua."}]

    one = reading(descriptions=descriptions)

    assert one.document["summary"] == "Satu.\nDua."
    assert told(one) == [("L101", "/descriptions/1")]


# the body


def test_html_comes_before_text_that_says_the_same():
    bodies = [
        {"value": "Satu\n\ndua", "contentType": "text/plain"},
        {"value": "<p>Satu</p><p>dua</p>", "role": "html"},
    ]

    one = reading(bodies=bodies)

    assert one.document["body"] == {"format": "html", "text": "<p>Satu</p><p>dua</p>"}
    assert told(one) == []


def test_an_unusual_type_of_html_is_named():
    body = {"value": "<p>a</p>", "contentType": "application/x-html", "role": "web"}

    one = reading(bodies=[body])

    assert one.document["body"]["format"] == "html"
    assert told(one) == [("L101", "/bodies/0/role"), ("L101", "/bodies/0/contentType")]


def test_a_body_that_says_something_else_is_named():
    bodies = [{"value": "Satu"}, {"value": "<p>Dua</p>"}, {"value": "<p>Tiga</p>"}]

    one = reading(bodies=bodies)

    assert one.document["body"]["text"] == "<p>Dua</p>"
    assert told(one) == [("L101", "/bodies/0"), ("L101", "/bodies/2")]


@pytest.mark.parametrize(
    "body",
    [{"value": "<nitf/>", "contentType": "text/vnd.IPTC.NITF"}, {"value": "<x/>", "role": "nitf"},
     {"value": "# a", "contentType": "text/markdown"}, {"value": 7}, {"role": "main"},
     {"value": '<img src="x">', "contentType": "text/html"}, {"value": " ", "role": "main"}],
)  # fmt: skip
def test_a_body_that_is_neither_text_nor_html_is_named_whole(body):
    one = reading(bodies=[*LEAST["bodies"], body])

    assert one.document["body"]["text"] == "Jalur dibuka Senin."
    assert told(one) == [("L101", "/bodies/1")]


def test_a_body_without_type_is_html_if_it_closes_blocks():
    assert document(bodies=[{"value": "<p>a</p>"}])["body"]["format"] == "html"
    assert document(bodies=[{"value": "a < b & c"}])["body"] == {
        "format": "text",
        "text": "a < b & c",
    }


def test_lines_are_paragraphs_where_no_blank_line_is():
    assert document(bodies=[{"value": "a\nb\n"}])["body"]["text"] == "a\n\nb"
    assert document(bodies=[{"value": "a\r\nb\r\n\r\nc"}])["body"]["text"] == "a\nb\n\nc"


def test_what_html_loses_on_the_way_to_its_canonical_form_is_named():
    html = (
        '<p class="x" lang="id">a <b>b</b> <a href="/c">c</a> <a href="https://d.example/">d</a>'
        '<img src="e" alt="f"/><!-- g --><script>h<x></script><iframe src="i">j</iframe>'
        "<![CDATA[k]]><abbr title=' l  m '>n</abbr><object><button>o</object><!-- --></p>"
    )

    one = reading(bodies=[{"value": html, "contentType": "text/html"}])

    assert only(one, "L101").params["field"] == (
        "bodies.value: a[href], comment, declaration, iframe, iframe[src], img[alt], img[src], "
        "object, p[class], script"
    )
    assert only(one, "L101").pointer == "/bodies/0/value"


def test_entities_of_html_are_read():
    value = "<p>Rp&nbsp;5 &lt;juta&gt; &eacute;&#233; &amp;amp; &quot;</p>"

    body = document(bodies=[{"value": value, "contentType": "text/html"}])["body"]

    assert body["text"] == '<p>Rp\u00a05 &lt;juta&gt; éé &amp;amp; "</p>'


def test_characters_that_no_text_may_hold_are_left_out_and_told():
    one = reading(bodies=[{"value": "a\u0001b\r\n\n\u0085c"}])

    assert one.document["body"]["text"] == "ab\n\nc"
    assert dict(only(one, "L102").params) == {"found": "U+0001, U+0085", "right": ""}
    assert told(reading(bodies=None, body_text="a\u0001b")) == [("L102", "/body_text")]


def test_counts_that_are_not_ours_are_named():
    right = {"charCount": 19, "wordCount": 3}

    assert told(reading(bodies=[LEAST["bodies"][0] | right])) == []
    assert told(reading(bodies=[LEAST["bodies"][0] | {"charCount": 18, "wordCount": 0}])) == [
        ("L101", "/bodies/0/charCount"),
        ("L101", "/bodies/0/wordCount"),
    ]


@pytest.mark.parametrize("name", ["body_text", "body_html", "body_xhtml", "description_text"])
def test_a_text_of_ninjs_1_that_is_none_is_told(name):
    assert told(reading(**{name: 7})) == [("L104", f"/{name}")]
    assert told(reading(**{name: "\u0001 "}))[-1:] == [("L101", f"/{name}")]


# names


def test_what_an_item_names_becomes_a_part_of_the_record():
    made = document(
        people=[{"name": "Siti", "uri": "https://orang.example/7"}],
        places=[{"name": "Contoh"}],
        events=[{"literal": "Rapat"}],
        objects=[{"name": "Sepeda"}],
    )

    assert made["people"] == [{"id": "p-1", "name": "Siti", "sameAs": ["https://orang.example/7"]}]
    assert made["places"] == [{"id": "pl-1", "name": "Contoh", "kind": "other"}]
    assert made["events"] == [{"id": "ev-1", "name": "Rapat"}]
    assert made["mentions"] == [{"name": "Sepeda"}]


def test_a_thing_without_a_name_is_named_whole():
    one = reading(people=[{"uri": "https://orang.example/7"}, {"name": 7}], objects=[{"rel": "x"}])

    assert "people" not in one.document
    assert [found for found in told(one) if found[0] == "L101"] == [
        ("L101", "/people/0"),
        ("L101", "/people/1"),
        ("L101", "/objects/0"),
    ]


def test_a_name_that_stands_twice_is_one_thing_and_two_iris_are_two():
    people = [
        {"name": "Siti"},
        {"name": "Siti", "uri": "https://orang.example/7"},
        {"name": "Siti", "rel": "x"},
        {"name": "Siti", "uri": "https://orang.example/8"},
        {"name": "Siti", "uri": "https://orang.example/8"},
    ]

    one = reading(people=people)

    assert one.document["people"] == [
        {"id": "p-1", "name": "Siti", "sameAs": ["https://orang.example/7"]},
        {"id": "p-2", "name": "Siti", "sameAs": ["https://orang.example/8"]},
    ]
    assert told(one) == [("L101", "/people/2/rel")]


def test_local_ids_of_our_own_are_kept_and_never_given_twice():
    people = [
        {"name": "A"},
        {"name": "B", "uri": f"{WORK}#p-2"},
        {"name": "C"},
        {"name": "D", "uri": f"{WORK}#p-1"},
        {"name": "E", "uri": f"{WORK}#v1"},
    ]

    made = document(people=people)["people"]

    assert [one["id"] for one in made] == ["p-1", "p-2", "p-3", "p-4", "p-5"]
    assert [one.get("sameAs") for one in made] == [
        None, None, None, [f"{WORK}#p-1"], [f"{WORK}#v1"],
    ]  # fmt: skip


def test_a_uri_that_is_no_iri_is_told():
    people = [{"name": "A", "uri": "p 1"}, {"name": "B", "uri": "p 1"}, {"name": "C", "uri": 2}]

    assert told(reading(people=people)) == [("L104", "/people/0/uri"), ("L104", "/people/2/uri")]


def test_a_scheme_and_a_code_make_an_iri_only_where_that_needs_no_guess():
    people = [
        {"name": "A", "scheme": "https://orang.example/", "code": "7"},
        {"name": "B", "scheme": "https://orang.example", "code": "7"},
        {"name": "C", "scheme": "https://orang.example/", "code": 7},
    ]

    one = reading(person=people)

    assert one.document["people"][0]["sameAs"] == ["https://orang.example/7"]
    assert [found for found in told(one) if found[1].startswith("/person")] == [
        ("L103", "/person/0/code"),
        ("L101", "/person/1/scheme"),
        ("L101", "/person/1/code"),
        ("L101", "/person/2/scheme"),
        ("L101", "/person/2/code"),
    ]


def test_an_identifier_in_words_is_named_unless_it_is_the_name():
    organisations = [{"name": "Balai", "literal": "Balai"}, {"name": "Dinas", "literal": "DNS"}]

    assert told(reading(organisations=organisations)) == [("L101", "/organisations/1/literal")]


def test_a_point_gives_a_place_its_position():
    geo = {"type": "Point", "coordinates": [112.75, -7]}

    assert document(places=[{"name": "Contoh", "geoJSON": geo}])["places"] == [
        {"id": "pl-1", "name": "Contoh", "kind": "other", "lon": "112.75", "lat": "-7"}
    ]


@pytest.mark.parametrize(
    "geo",
    [{"type": "Point", "coordinates": [181, 0]}, {"type": "Point", "coordinates": [0, 91]},
     {"type": "Point", "coordinates": [0, 0, 5]}, {"type": "Point", "coordinates": [1e-9, 0]},
     {"type": "Point", "coordinates": ["0", "0"]}, {"type": "Point"}, {"type": "Polygon"}, "x",
     {"type": "Point", "coordinates": [True, 0]},
     {"type": "Point", "coordinates": [0, 0], "id": 1}],
)  # fmt: skip
def test_any_other_geometry_is_named(geo):
    one = reading(places=[{"name": "Contoh", "geoJSON": geo}])

    assert "lat" not in one.document["places"][0]
    assert told(one) == [("L101", "/places/0/geoJSON")]


def test_where_an_item_comes_from_is_a_place():
    assert document(located="Contoh")["places"] == [
        {"id": "pl-1", "name": "Contoh", "kind": "other"}
    ]
    assert len(document(located="Contoh", places=[{"name": "Contoh"}])["places"]) == 1


def test_byline_and_note_are_taken():
    made = document(by="Siti", edNote="Satu.\r\nDua.")

    assert made["byline"] == [{"name": "Siti"}]
    assert made["notes"] == [{"text": "Satu.\nDua."}]
    assert told(reading(edNote=7, by=["Siti"])) == [("L104", "/by"), ("L104", "/edNote")]


# topics and identifiers


def test_a_subject_with_a_code_is_a_topic_and_one_with_a_name_a_keyword():
    medtop = "http://cv.iptc.org/newscodes/mediatopic/20000312"
    subjects = [
        {"name": "humas", "uri": medtop, "literal": "20000312"},
        {"uri": "https://topik.example/t#a.b"},
        {"name": "sepeda"},
        {"name": "jalan"},
        {"name": "jalan"},
    ]

    one = reading(subjects=subjects)

    assert one.document["subjects"] == [
        {"scheme": "medtop", "code": "20000312", "label": "humas"},
        {"scheme": "https://topik.example/t#", "code": "a.b"},
    ]
    assert one.document["keywords"] == ["jalan", "sepeda"]
    assert told(one) == []


@pytest.mark.parametrize(
    ("subject", "pointer"),
    [({"name": "a", "uri": "https://topik.example/"}, "/subjects/0/uri"),
     ({"name": "a", "uri": "no iri"}, "/subjects/0/uri"),
     ({"name": "a", "scheme": "x", "code": "1"}, "/subjects/0/code"),
     ({"name": "a", "literal": "L"}, "/subjects/0/literal"),
     ({"name": "a", "rel": "about"}, "/subjects/0/rel"),
     ({"literal": "L"}, "/subjects/0")],
)  # fmt: skip
def test_what_a_topic_cannot_hold_is_named(subject, pointer):
    assert ("L101", pointer) in told(reading(subjects=[subject]))


def test_a_value_that_all_subjects_share_is_named_once_and_others_each():
    subjects = [{"name": name, "rel": rel} for name, rel in (("a", "x"), ("b", "x"), ("c", "y"))]

    assert told(reading(subjects=subjects)) == [
        ("L101", "/subjects/0/rel"),
        ("L101", "/subjects/2/rel"),
    ]


def test_alternative_ids_and_the_slugline_are_identifiers():
    ids = [
        {"role": "https://w3id.org/press-archive/scheme/number", "value": "SP-1"},
        {"role": "https://doi.example.org/", "value": "10.5"},
        {"role": "Nomor Surat", "value": "7"},
        {"value": "x"},
    ]

    one = reading(altIds=ids, slugline="jalur-sepeda")

    assert one.document["identifiers"] == [
        {"scheme": "number", "value": "SP-1"},
        {"scheme": "https://doi.example.org/", "value": "10.5"},
        {"scheme": "nomor-surat", "value": "7"},
        {"scheme": "altid", "value": "x"},
        {"scheme": "slugline", "value": "jalur-sepeda"},
    ]
    assert told(one) == [("L102", "/altIds/2/role")]


def test_an_alternative_id_that_cannot_be_one_is_told():
    ids = [
        {"role": "№", "value": "1", "x": 1}, {"role": 7, "value": "2"}, {"role": "a"}, {"value": 3},
    ]  # fmt: skip

    one = reading(altIds=ids)

    assert "identifiers" not in one.document
    assert told(one) == [
        ("L104", "/altIds/0/role"), ("L101", "/altIds/0/value"), ("L101", "/altIds/0/x"),
        ("L104", "/altIds/1/role"), ("L101", "/altIds/1/value"),
        ("L101", "/altIds/2"), ("L104", "/altIds/3/value"),
    ]  # fmt: skip


# associations


def picture(*renditions: dict[str, Any], **fields: Any) -> dict[str, Any]:
    """Return an associated picture."""
    return {"type": "picture", "renditions": list(renditions)} | fields


FILE = {"href": "https://a.example/f.jpg", "contentType": "image/jpeg"}


def test_a_picture_is_an_attachment_with_its_words_and_rights():
    one = reading(associations=[picture(
        FILE | {"name": "original", "sizeInBytes": 7, "width": 0, "height": 2},
        uri=f"{WORK}#foto", name="foto", language="id", by="Siti",
        headlines=[{"value": "Judul"}],
        descriptions=[{"value": "Rupa.", "role": "alt"}, {"value": "Teks."}],
        copyrightNotice="© Siti", copyrightHolder="Siti", pubStatus="usable",
    )])  # fmt: skip

    assert one.document["attachments"] == [{
        "id": "foto", "kind": "photo", "href": "https://a.example/f.jpg",
        "mediaType": "image/jpeg", "bytes": 7, "width": 0, "height": 2, "title": "Judul",
        "caption": "Teks.", "alt": "Rupa.", "credit": "Siti", "language": "id",
        "rights": {"notice": "© Siti", "holder": "org-2"},
    }]  # fmt: skip
    assert told(one) == [("L101", "/associations/0/pubStatus")]


def test_the_largest_file_of_the_right_kind_is_the_attachment_itself():
    small, large = FILE | {"width": 2, "height": 2}, FILE | {"width": 3, "height": 3}
    moving = {"href": "https://a.example/f.mp4", "contentType": "video/mp4", "name": "web"}

    made = document(associations=[
        picture(small, large | {"href": "https://a.example/g"}),
        picture(large | {"name": "thumbnail"}, small | {"name": "highres"}),
        picture(FILE | {"name": "highres"}, moving) | {"type": "video"},
    ])["attachments"]  # fmt: skip

    assert [one["href"] for one in made] == [
        "https://a.example/g", "https://a.example/f.jpg", "https://a.example/f.mp4",
    ]  # fmt: skip
    assert [one["renditions"][0]["name"] for one in made] == ["other", "thumbnail", "highRes"]


def test_names_of_files_that_the_record_has_no_word_for_are_named():
    renditions = [FILE | {"name": "original"}, FILE | {"name": "r01"}, FILE | {"name": "print"}]

    one = reading(associations=[picture(*renditions, name="a001", uri="https://a.example/1")])

    assert told(one) == [
        ("L101", "/associations/0/uri"),
        ("L101", "/associations/0/name"),
        ("L101", "/associations/0/renditions/1/name"),
    ]


def test_a_file_that_is_called_other_is_another_one():
    one = reading(associations=[picture(FILE | {"name": "original"}, FILE | {"name": "Other"})])

    assert [file["name"] for file in one.document["attachments"][0]["renditions"]] == ["other"]
    assert told(one) == []


@pytest.mark.parametrize(("role", "codes"), [("caption", []), ("poster", ["L101"])])
def test_the_role_of_a_caption_says_nothing_more(role, codes):
    one = reading(associations=[picture(FILE, descriptions=[{"value": "Teks.", "role": role}])])

    assert one.document["attachments"][0]["caption"] == "Teks."
    assert [code for code, _ in told(one)] == codes


def test_equal_values_that_have_no_place_or_cannot_be_used_are_counted():
    people = [{"name": name, "rel": "x", "uri": "p 1"} for name in "abc"]

    one = reading(people=people, trustIndicators=[{"title": "a", "href": "b"}, {}])

    assert [dict(found.params) for found in one.findings if found.variant == "several"] == [
        {"field": "people.uri", "found": "p 1", "count": 3},
        {"field": "people.rel", "parts": 3},
        {"field": "trustIndicators", "parts": 2},
    ]


def test_what_says_nothing_more_is_counted_in_one_line():
    one = reading(
        title="Jalur dibuka", people=[{"name": "Siti"}, {"name": "Siti"}, {}], urgency=None
    )

    assert dict(only(one, "L107").params) == {
        "found": "bodies.contentType, headlines.role, people, title",
        "count": 4,
    }


def test_a_key_that_is_a_name_is_named_as_one():
    associations = {"logo": {"type": "picture", "renditions": {"lowres": FILE}}}

    one = reading(associations=associations)

    assert [found.params["field"] for found in one.findings if found.code == "L101"] == [
        "associations.logo: name",
        "associations.logo.renditions.lowres: name",
    ]


@pytest.mark.parametrize("kind", ["graphic", "component", None])
def test_a_file_of_another_kind_is_another_attachment(kind):
    one = reading(associations=[picture(FILE) | {"type": kind}])

    assert one.document["attachments"][0]["kind"] == "other"
    assert told(one) == ([("L101", "/associations/0/type")] if kind else [])


def test_what_is_wrong_with_a_file_is_told():
    bad = {"contentType": "JPEG", "sizeInBytes": -1, "width": "9", "height": True}

    one = reading(associations=[picture(FILE | bad, language="xx_yy", by=7)])

    assert one.document["attachments"] == [
        {"id": "a-1", "kind": "photo", "href": "https://a.example/f.jpg"}
    ]
    assert {code for code, _ in told(one)} == {"L104"}
    assert len(told(one)) == 6


def test_a_picture_without_a_file_is_named_whole():
    one = reading(associations=[picture({"name": "x"}), picture(headlines=[{"value": "x"}])])

    assert "attachments" not in one.document
    assert ("L101", "/associations/0") in told(one)
    assert ("L101", "/associations/1") in told(one)


def test_a_file_without_an_address_is_named_and_the_others_kept():
    one = reading(associations=[picture(FILE, {"href": "f.jpg", "width": 1})])

    assert len(one.document["attachments"]) == 1
    assert told(one) == [("L101", "/associations/0/renditions/1")]


def test_what_a_title_says_besides_is_named():
    headlines = [{"value": "Judul", "role": "poster", "x": 1}]

    assert told(reading(associations=[picture(FILE, headlines=headlines)])) == [
        ("L101", "/associations/0/headlines/0/role"),
        ("L101", "/associations/0/headlines/0/x"),
    ]


def test_any_other_associated_item_is_related():
    text = {
        "uri": "https://pers.example.go.id/item/2",
        "type": "text",
        "headlines": [{"value": "Dua", "role": "main"}, {"value": "Tiga"}],
    }

    one = reading(associations=[text, {"type": "text"}])

    assert one.document["relations"] == [
        {"rel": "related", "target": "https://pers.example.go.id/item/2", "title": "Dua"}
    ]
    assert told(one) == [
        ("L101", "/associations/0/type"),
        ("L101", "/associations/0/headlines/1"),
        ("L101", "/associations/1"),
    ]


# places


def test_findings_point_into_the_file_that_was_read():
    raw = b"""{
  "uri": "https://pers.example.go.id/item/1",
  "body_text": "X",
  "associations": [
    {"type": "picture", "renditions": [{"href": "https://a.example/f"}],
     "byline": 7}
  ]
}"""
    (one,) = readings(raw)
    found = {
        finding.pointer: one.places.find(finding.pointer) for finding in validate(one.document)
    }

    assert only(one, "L104").position == Position(6, 6)
    assert one.places.find("/body/text") == Position(3, 3)
    assert one.places.find("/attachments/0") == Position(5, 5)
    assert one.places.find("/attachments/0/href") == Position(5, 41)
    assert found["/headline"] == Position(1, 1)


def test_every_value_of_the_record_knows_where_it_came_from():
    item = LEAST | {
        "expires": MADE,
        "copyrightHolder": "Balai",
        "copyrightNotice": "© Balai",
        "usageTerms": "https://l.example/",
        "associations": [{"uri": "urn:x:2", "headline": "Dua"}],
    }
    raw = json.dumps(item).encode()
    (one,) = readings(raw)

    for pointer, key in (
        ("/dates/issued", "versionCreated"), ("/dates/issued/dateTime", "versionCreated"),
        ("/dates/expires", "expires"), ("/rights/holder", "copyrightHolder"),
        ("/rights/notice", "copyrightNotice"), ("/rights/licence", "usageTerms"),
        ("/relations/0/title", "headline"), ("/id", "uri"),
    ):  # fmt: skip
        assert one.places.find(pointer) == Position(1, 1 + raw.index(f'"{key}"'.encode()))


# how items stand in a file


def test_each_item_of_an_array_is_a_document():
    raw = json.dumps([LEAST, 7, LEAST | {"version": "2"}, None]).encode()
    one, number, two, null = readings(raw)

    assert (one.document["version"], two.document["version"]) == (1, 2)
    assert (number.document, null.document) == (None, None)
    assert [dict(found.params) for found in number.findings] == [{"found": "number"}]
    assert [(found.code, found.variant) for found in null.findings] == [("J011", "item")]
    assert two.places.find("/headline") != one.places.find("/headline")


@pytest.mark.parametrize(
    ("raw", "code", "variant"),
    [(b"[]", "J011", "empty"), (b"7", "J011", ""), (b'"x"', "J011", ""), (b"", "J010", ""),
     (b"{", "J001", "ended"), (b"<x/>", "J012", ""), (b'{"a": "\\ud800"}', "J007", ""),
     (b'{"a":' * 70 + b"1" + b"}" * 70, "J008", ""), (b'{"a": 1' + b"\n{}", "J001", "comma")],
)  # fmt: skip
def test_what_can_be_no_item_is_refused(raw, code, variant):
    found = refused(raw)

    assert (found.code, found.variant) == (code, variant)


def test_nested_a_thousand_deep_is_refused():
    assert refused(b'{"uri": ' + b"[" * 1000 + b"]" * 1000 + b"}").code == "J008"


def test_an_item_larger_than_the_limit_is_refused():
    assert refused(json.dumps(LEAST).encode(), largest=100).code == "J009"


def test_of_json_lines_each_line_is_a_document_and_a_bad_one_does_not_stop_the_others():
    line = json.dumps(LEAST).encode()
    raw = b"\n" + line + b"\r\n\n" + b'{"uri": }\n' + b"7\n" + line + b"\n"
    first, bad, number, last = readings(raw)

    assert first.document == last.document
    assert (bad.document, number.document) == (None, None)
    assert [(one.code, one.position) for one in bad.findings] == [("J001", Position(4, 9))]
    assert [(one.variant, one.position) for one in number.findings] == [("line", Position(5, 1))]
    assert last.places.find("/headline") == Position(6, 1 + line.index(b'"value"'))


def test_of_json_lines_a_line_too_long_is_refused_and_the_next_one_read():
    line = json.dumps(LEAST).encode()
    long = json.dumps(LEAST | {"title": "x" * 70000 * 2}).encode()

    first, refused_, last = readings(b"\n".join([line, long, line]), largest=60000)

    assert first.document == last.document
    assert [found.code for found in refused_.findings] == ["J009"]


def test_the_last_of_json_lines_may_be_too_long():
    line = json.dumps(LEAST).encode()

    first, refused_ = readings(line + b"\n{" + b" " * 200000, largest=60000)

    assert first.document is not None
    assert [found.code for found in refused_.findings] == ["J009"]


def test_an_object_whose_lines_look_like_json_lines_is_one_item():
    """A line may begin and end with braces inside one object; the next one then goes on."""
    raw = b'{"uri": "urn:x:1", "people": [{"name": "A"}\n, {"name": "B"}]}'

    (one,) = readings(raw)

    assert [person["name"] for person in one.document["people"]] == ["A", "B"]


@pytest.mark.parametrize("lines", [1, 2])
def test_a_byte_order_mark_is_told_and_passed_over(lines):
    one, *more = readings(BOM + b"\n".join([json.dumps(LEAST).encode()] * lines))

    assert one.document["headline"] == "Jalur dibuka"
    assert told(one) == [("J005", "")]
    assert len(more) == lines - 1


def test_of_a_key_that_stands_twice_the_last_counts_and_each_is_told():
    (one,) = readings(b'{"uri": "urn:x:1", "title": "A",\n "title": "B"}')

    found = only(one, "J002")
    assert (found.severity, found.variant, found.position) == ("warning", "foreign", Position(2, 2))


def test_what_is_said_of_an_array_of_items_is_said_with_the_first():
    first, second = readings(b'[{"uri": "urn:x:1"}, {"uri": "urn:x:2", "a": 1, "a": 2}]')

    assert next(one.code for one in first.findings) == "J002"
    assert "J002" not in [one.code for one in second.findings]


# on the command line


@pytest.mark.parametrize("name", ["item.json", "item.ninjs.json", "item.txt"])
def test_a_file_of_any_name_is_read_where_the_format_is_said(press_archive, name):
    Path(name).write_text(json.dumps(LEAST), encoding="utf-8")

    done = press_archive("convert", name, "-f", "ninjs", "-t", "json", "-o", "out")

    assert done.status == 0
    assert files("out") == ["item.json"]


@pytest.mark.parametrize(
    "raw",
    [json.dumps([LEAST, LEAST | {"version": "2"}]).encode(),
     b"\n".join(json.dumps(LEAST | {"version": number}).encode() for number in (1, 2))],
    ids=["array", "lines"],
)  # fmt: skip
def test_standard_input_may_hold_several_items(press_archive, raw):
    done = press_archive("convert", "-", "-f", "ninjs", "-t", "json", "-o", "-", stdin=raw)

    assert done.status == 0
    assert [json.loads(line)["version"] for line in done.out.splitlines()] == [1, 2]


def test_an_item_without_uri_is_refused_with_what_it_lacks(press_archive):
    item = {name: value for name, value in LEAST.items() if name != "uri"}
    Path("item.json").write_text(json.dumps(item), encoding="utf-8")

    done = press_archive("convert", "item.json", "-f", "ninjs", "-t", "json", "-o", "out")

    assert done.status == 1
    assert "item.json:1:1: S101 /id: " in done.out
    assert files() == ["item.json"]


@pytest.mark.parametrize(
    ("status", "code"), [("usable", "R110"), ("withheld", "L301")], ids=["refused", "held back"]
)
def test_an_item_with_an_embargo_that_cannot_be_read_does_not_get_out(press_archive, status, code):
    item = LEAST | {"embargoed": "besok", "pubStatus": status}
    Path("item.json").write_text(json.dumps(item), encoding="utf-8")

    done = press_archive("convert", "item.json", "-f", "ninjs", "-t", "json", "-o", "out")

    assert {"L104", code} <= set(done.codes)
    assert files() == ["item.json"]


@pytest.mark.parametrize(
    ("language", "words"),
    [("en", "the source has no 'version'; '1' was taken"),
     ("id", "sumber tidak punya 'version'; '1' dipakai")],
)  # fmt: skip
def test_what_was_taken_for_a_missing_value_is_said_in_both_languages(
    press_archive, language, words
):
    item = {name: value for name, value in LEAST.items() if name != "version"}
    Path("item.json").write_text(json.dumps(item), encoding="utf-8")

    done = press_archive("validate", "item.json", "--as-release", "--lang", language)

    assert words in done.out


# nothing is lost in silence


class Maker:
    """Makes an item in which every field of the official schema is, each value another one."""

    def __init__(self, contract: dict[str, Any], wanted: dict[str, Any]) -> None:
        self._contract = contract
        self._wanted = wanted
        self._number = 0

    def item(self) -> dict[str, Any]:
        """Return the item."""
        made: dict[str, Any] = self._value({"$ref": "#/$defs/ninjsType"}, ())
        return made

    def _value(self, part: dict[str, Any], where: tuple[str, ...]) -> Any:
        wanted = self._wanted.get(".".join(where))
        if wanted is not None:
            return wanted
        if "$ref" in part and part["$ref"].startswith("#/"):
            said = self._contract["$defs"][part["$ref"].rpartition("/")[2]]
            return self._value(
                said | {"properties": self._fields(said) | self._fields(part)}, where
            )
        if "properties" in part and self._fields(part):
            return self._object(part, where)
        if part.get("type") == "array":
            return [self._value(part["items"], where) for _ in range(2)]
        self._number += 1
        return self._leaf(part)

    @staticmethod
    def _fields(part: dict[str, Any]) -> dict[str, Any]:
        fields: dict[str, Any] = part.get("properties", {})
        return fields

    def _object(self, part: dict[str, Any], where: tuple[str, ...]) -> dict[str, Any]:
        return {
            name: self._value(inner, (*where, name))
            for name, inner in self._fields(part).items()
            if not (name in ("associations", "plannedCoverage") and "associations" in where)
        }

    def _leaf(self, part: dict[str, Any]) -> Any:
        number = self._number
        if part.get("type") in ("integer", "number"):
            return 1_000_000 + number
        if part.get("format") == "date-time":
            return f"20{number % 100:02}-01-01T00:00:{number % 60:02}.{number:04}Z"
        if part.get("format") == "uri":
            return f"https://u.example/u{number:04}"
        return f"zz{number:04}zz"


def leaves(value: Any, where: str = "") -> Iterator[tuple[str, Any]]:
    """Yield the pointer of every value that holds no other, with the value."""
    parts = value.items() if isinstance(value, dict) else enumerate(value)
    for name, part in parts:
        if isinstance(part, dict | list):
            yield from leaves(part, f"{where}/{name}")
        else:
            yield f"{where}/{name}", part


ORDINARY = {"main", "text/plain", "text/html", "picture"}
"""Words of ninjs that the record says in words of its own."""


def unnamed(item: dict[str, Any]) -> list[str]:
    """Return where an item has a value that is neither in the document nor named."""
    (one,) = readings(json.dumps(item).encode())
    held = {str(value) for _, value in leaves(one.document)} | ORDINARY
    held |= {subject["scheme"] + subject["code"] for subject in one.document.get("subjects", ())}
    text = "\n".join(held)
    codes = ("L101", "L102", "L104")
    whole = [
        found.pointer
        for found in one.findings
        if found.code in codes and ": " not in str(found.params.get("field"))
    ]
    values = dict(leaves(item))
    equal = {(_general(where), values[where]) for where in whole if where in values}
    return [
        where
        for where, value in values.items()
        if not (value in text if isinstance(value, str) else str(value) in held)
        and not any(f"{where}/".startswith(f"{pointer}/") for pointer in whole)
        and (_general(where), value) not in equal
    ]


def _general(where: str) -> str:
    """Return a pointer, the same for all members of a list."""
    return re.sub(r"/\d+(?=/|$)", "/*", where)


WANTED: dict[str, dict[str, Any]] = {
    "nothing known": {},
    "texts": {
        "bodies.contentType": "text/plain", "bodies.role": "main",
        "headlines.contentType": "text/plain", "descriptions.contentType": "text/plain",
        "uri": WORK, "altIds.role": "number",
    },
    "html and a picture": {
        "bodies.contentType": "text/html", "associations.type": "picture", "uri": WORK,
        "associations.descriptions.contentType": "text/plain", "urgency": 3,
    },
    "a related text": {"associations.type": "text", "digitalSourceType.uri": "no iri"},
    "a file without type": {"associations.renditions.contentType": "image/png",
                            "associations.type": "component"},
}  # fmt: skip


@pytest.mark.standards
@pytest.mark.parametrize("shape", [lambda item: item, _folded], ids=["3.1", "2.1"])
@pytest.mark.parametrize("case", WANTED)
def test_every_value_of_every_field_of_the_official_schema_is_kept_or_named(standards, case, shape):
    contract = json.loads((standards / "ninjs-schema_3.1.json").read_bytes())
    item = shape(Maker(contract, WANTED[case]).item())

    assert len(list(leaves(item))) > 300
    assert unnamed(item) == []


def _first_version() -> dict[str, Any]:
    """Return an item in the shape of ninjs 1.4 with all its fields, each value another one."""
    number = iter(range(1000))
    word = lambda: f"zz{next(number):04}zz"  # noqa: E731
    address = lambda: f"https://u.example/u{next(number):04}/"  # noqa: E731
    moment = lambda: f"2020-01-01T00:00:00.{next(number):04}Z"  # noqa: E731

    def names(*more: str) -> list[dict[str, Any]]:
        fields = ("name", "rel", "code", "literal", *more)
        return [{field: word() for field in fields} | {"scheme": address()} for _ in range(2)]

    def file() -> dict[str, Any]:
        said = {name: word() for name in ("title", "mimetype", "poi", "resolution", "duration")}
        return said | {"href": address(), "width": next(number) + 5000, "sizeinbytes": 70000}

    def media(kind: str) -> dict[str, Any]:
        said = {name: word() for name in ("byline", "headline", "usageterms", "description_text")}
        said |= {"renditions": {"highres": file(), "xx": file()}, "versioncreated": moment()}
        return said | {"type": kind, "uri": address(), "copyrightnotice": word()}

    plain = ("mimetype", "profile", "copyrightholder", "copyrightnotice", "usageterms", "ednote",
             "title", "byline", "headline", "slugline", "located", "description_text",
             "description_xhtml", "description_usage", "body_text", "body_xhtml", "body_html",
             "body_extra", "evolvedfrom", "rightsinfo", "language", "pubstatus", "version",
             "representationtype", "type")  # fmt: skip
    moments = ("versioncreated", "firstcreated", "contentcreated", "embargoed", "expires")
    return {
        "uri": address(), "urgency": 4711, "charcount": 5001, "wordcount": 5002,
        **{name: word() for name in plain},
        **{name: moment() for name in moments},
        "person": names(), "organisation": names("symbols"), "place": names("geometry_geojson"),
        "subject": names("creator", "relevance", "confidence"), "event": names(), "object": names(),
        "infosource": names(), "genre": names(), "altids": {"a": word(), "b": word()},
        "trustindicator": names("href"), "renditions": {"main": file()},
        "associations": {"p": media("picture"), "t": media("text"), "g": media("graphic")},
    }  # fmt: skip


def test_every_value_of_an_item_of_ninjs_1_is_kept_or_named():
    item = _first_version()

    assert len(list(leaves(item))) > 150
    assert unnamed(item) == []


# our own items


WRITER = WRITERS["ninjs"].load()
NOT_OF_THE_ITEM = frozenset({"$schema", "changes", "notes", "dateline"})
"""What comes back in another field: the note on a change as a note, the place of a dateline as one
of the places.
"""


def own(record: dict[str, Any]) -> tuple[dict[str, Any], dict[str, Any]]:
    """Return a record and what its item gives, without what the item is said to lose."""
    release = built(record)
    (one,) = readings(WRITER.write(release))
    lost = {*named(WRITER, release), *NOT_OF_THE_ITEM}
    if "dates.issued.edtf" in lost:
        lost.add("dates.issued")  # then it is inferred
    said = record | {
        "issuers": [{"ref": ref} for ref in dict.fromkeys(one["ref"] for one in record["issuers"])],
    }
    if "byline" in record:  # of several names the item makes one line
        said["byline"] = [{"name": ", ".join(one["name"] for one in record["byline"])}]
    lost.add("issuers.certainty")
    return held.without(said, lost), held.without(one.document, lost)


RELEASES = {name: json.loads((golden.SAMPLES / "good" / name / "release.json").read_bytes())
            for name in golden.names()}  # fmt: skip
RELEASES |= {"every-field": every_field(), "every-field-text": every_field_text()}


@pytest.mark.parametrize("name", RELEASES)
def test_what_an_item_of_our_own_holds_comes_back(name):
    assert held.differing(*own(RELEASES[name])) == []


@settings(max_examples=20, deadline=None, derandomize=True,
          suppress_health_check=list(HealthCheck))  # fmt: skip
@given(records())
def test_what_an_item_of_our_own_holds_comes_back_whatever_it_says(record):
    assert held.differing(*own(record)) == []


@pytest.mark.parametrize("name", RELEASES)
def test_of_an_item_of_our_own_nothing_is_left_out(name):
    (one,) = readings(WRITER.write(built(RELEASES[name])))

    assert {found.code for found in one.findings} <= {"L103", "L107"}


def test_a_slugline_of_our_own_that_can_be_no_slug_is_an_identifier():
    profile = "https://w3id.org/press-archive/profile/release"

    assert document(profile=profile, slugline="jalur-sepeda")["slug"] == "jalur-sepeda"
    assert document(profile=profile, slugline="jalur sepeda")["identifiers"] == [
        {"scheme": "slugline", "value": "jalur sepeda"}
    ]


# hostile items


BAD: list[Any] = [
    None, "", " ", 0, -1, 1.5, True, [], {}, "x", ["a"], [None], [[]], {"a": 1}, {"name": []}, [{}],
    [{"name": {}, "role": [], "type": {}, "uri": []}], "9" * 5000, {"value": 1}, "http://[x",
    "urn:newsml:", "a\u0000b", [{"role": {}, "value": "y"}, {"role": "main", "value": []}],
    [{"renditions": [{"href": "urn:x:1", "name": []}], "language": {}}], {"role": {"value": 1}},
]  # fmt: skip
FIELDS = sorted({*V1, *V3, "rights", "standard", "$schema", "type", "located", "title", "pubStatus",
                 "urgency", "digitalSourceType", "slugline", "expires", "edNote", "profile",
                 "usageTerms", "copyrightHolder", "description_xhtml", "body_html"})  # fmt: skip


@pytest.mark.parametrize("field", FIELDS)
def test_a_value_of_any_kind_in_any_field_never_raises(field):
    for bad in BAD:
        for value in (bad, [bad], {"k": bad}):
            for one in readings(json.dumps(LEAST | {field: value}).encode()):
                validate(one.document)


def _holders(value: Any) -> Iterator[tuple[Any, Any]]:
    """Yield every place of an item, as the container and the step in it."""
    steps = list(value) if isinstance(value, dict) else range(len(value))
    for step in steps:
        yield value, step
        if isinstance(value[step], dict | list):
            yield from _holders(value[step])


@pytest.mark.parametrize("item", [V1, V3], ids=["1.4", "3.1"])
def test_a_value_of_any_kind_at_any_place_never_raises(item):
    for number in range(len(list(_holders(item)))):
        for bad in BAD:
            changed = copy.deepcopy(item)
            holder, step = list(_holders(changed))[number]
            holder[step] = bad
            readings(json.dumps(changed).encode())


def _many(count: int) -> dict[str, Any]:
    """Return an item with many members wherever there may be many."""
    numbers = range(count)
    return {
        **{f"k{number}": number for number in numbers},
        "infoSources": [{"name": f"n{number}"} for number in numbers],
        "people": [{"name": "n", "uri": f"urn:x:{number}"} for number in numbers],
        "headlines": [{"value": f"n{number}"} for number in numbers],
        "subjects": [{"name": f"n{number}"} for number in numbers],
        "associations": [{"uri": f"urn:x:{number}"} for number in numbers],
    }


@pytest.mark.parametrize("count", [5_000, pytest.param(100_000, marks=pytest.mark.slow)])
def test_an_item_with_very_many_members_is_read(count):
    (one,) = readings(json.dumps(_many(count)).encode(), largest=2**26)

    assert len(one.document["issuers"]) == len(one.document["people"]) == count
    assert len(one.findings) >= 2 * count


JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-3, 12) | st.floats(allow_nan=False, allow_infinity=False, width=16)
    | st.sampled_from(["", "x", "main", "alt", MADE, WORK, "<p>a<b>c", "picture", "text/html"]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(
        st.sampled_from([*FIELDS, "name", "value", "role", "contentType", "uri", "type", "href",
                         "renditions", "scheme", "code", "literal", "geoJSON", "coordinates"]),
        inner, max_size=4),
    max_leaves=12,
)  # fmt: skip


@settings(max_examples=100, deadline=None, derandomize=True)
@given(st.dictionaries(st.sampled_from(FIELDS), JSON, max_size=6), st.booleans())
def test_a_made_up_item_never_raises_and_is_read_the_same_twice(item, is_listed):
    raw = json.dumps([item] if is_listed else item).encode()

    (first,), (second,) = readings(raw), readings(raw)

    assert (first.document, first.findings) == (second.document, second.findings)
    assert validate(first.document) == validate(second.document)


@settings(max_examples=100, deadline=None, derandomize=True)
@given(st.binary(max_size=40), st.integers(0, 60))
def test_damaged_bytes_raise_nothing_but_the_declared_error(damage, place):
    raw = json.dumps(LEAST).encode()

    with contextlib.suppress(UnreadableSource):
        readings(raw[:place] + damage + raw[place + len(damage) :])
