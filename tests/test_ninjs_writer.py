"""The ninjs writer: valid by the official schema, and what ninjs cannot hold is named."""

from __future__ import annotations

import io
import json
from typing import Any

import pytest
from jsonschema import Draft202012Validator
from referencing import Registry, Resource

from archive.readers.ninjs import read
from archive.validation import built, schema
from archive.vocabulary import SCHEME
from archive.writers.ninjs import WRITER
from tests import golden
from tests.every_field import every_field, every_field_text
from tests.losses import named, silent
from tests.program import record

GENRES = {
    "press_release": "http://cv.iptc.org/newscodes/genre/Press_Release",
    "speech": "https://w3id.org/press-archive/ns#speech",
}


def item(**fields: Any) -> dict[str, Any]:
    """Return the item of the clean record with other fields."""
    written: dict[str, Any] = json.loads(WRITER.write(built(record(**fields))))
    return written


def lost(**fields: Any) -> set[str]:
    """Return what is named as lost of the clean record with other fields."""
    return named(WRITER, built(record(**fields)))


@pytest.fixture(scope="module")
def official(standards) -> Draft202012Validator:
    """Return the official schema of ninjs 3.1, with that of GeoJSON beside it."""
    geojson = json.loads((standards / "GeoJSON-schema.json").read_bytes())
    resource = Resource.from_contents(geojson)
    registry = Registry().with_resource("https://geojson.org/schema/GeoJSON.json", resource)
    contract = json.loads((standards / "ninjs-schema_3.1.json").read_bytes())
    return Draft202012Validator(contract, registry=registry)


# validity


@pytest.mark.standards
@pytest.mark.parametrize("whole", [every_field, every_field_text])
def test_a_record_with_every_field_is_valid_by_the_official_schema(official, whole):
    written = json.loads(WRITER.write(built(whole())))

    assert [fault.message for fault in official.iter_errors(written)] == []


@pytest.mark.standards
@pytest.mark.parametrize("name", golden.names())
def test_a_sample_is_valid_by_the_official_schema(official, name):
    written = json.loads(WRITER.write(golden.release(name)))

    assert [fault.message for fault in official.iter_errors(written)] == []


@pytest.mark.standards
@pytest.mark.parametrize("type_", schema.field("type").type.split(" | "))
def test_every_kind_of_text_has_a_genre_that_is_valid(official, type_):
    written = item(type=type_)

    assert [fault.message for fault in official.iter_errors(written)] == []
    assert written["genres"][0]["uri"].endswith((type_, "Press_Release"))


# nothing is lost in silence


def test_every_difference_of_a_record_is_written_or_named():
    """A value changed, a part left out, added, moved: the item shows it, or an L201 tells."""
    assert list(silent(WRITER, every_field())) == []


def test_a_record_that_says_only_what_ninjs_holds_loses_nothing():
    """A finding that is not true would teach people to pass over all of them."""
    least = {name: one for name, one in record().items() if name in schema.REQUIRED}
    least |= {"schemaVersion": "1", "id": record()["id"], "status": "published"}
    least |= {
        "organisations": [{"id": "org-1", "name": "Dinas Contoh"}],
        "issuers": [{"ref": "org-1"}],
        "dates": {"issued": {"dateTime": "2026-03-02T09:00:00+07:00"}},
    }

    assert named(WRITER, built(least)) == set()


def test_what_is_lost_is_named_at_the_first_place_where_it_stands():
    people = [
        {"id": "p-1", "name": "Satu"},
        {"id": "p-2", "name": "Dua", "aliases": ["2"]},
        {"id": "p-3", "name": "Tiga", "aliases": ["3"]},
    ]
    found = list(WRITER.left_out(built(record(people=people))))

    assert [one.pointer for one in found if one.params["field"] == "people.aliases"] == [
        "/people/1/aliases"
    ]


def test_a_part_of_which_nothing_is_held_is_named_as_a_whole():
    assert "contacts" in lost(contacts=[{"visibility": "public", "name": "Siti"}])
    assert not any(
        field.startswith("contacts.")
        for field in lost(contacts=[{"visibility": "public", "name": "Siti"}])
    )


# state


@pytest.mark.parametrize(
    ("status", "said", "is_lost"),
    [("published", "usable", False), ("withdrawn", "canceled", False),
     ("scheduled", "withheld", False), ("draft", "withheld", True)],
)  # fmt: skip
def test_a_status_is_named_where_a_reader_would_take_it_for_another(status, said, is_lost):
    assert item(status=status)["pubStatus"] == said
    assert ("status" in lost(status=status)) == is_lost


def test_an_embargo_with_an_end_is_written_and_the_item_stays_usable():
    written = item(embargo={"until": "2026-03-02T06:00:00+07:00"})

    assert written["embargoedUntil"] == "2026-03-02T06:00:00+07:00"
    assert written["pubStatus"] == "usable"


def test_an_embargo_without_an_end_withholds_the_item_and_is_named():
    written = item(embargo={})

    assert written["pubStatus"] == "withheld"
    assert "embargoedUntil" not in written
    assert lost(embargo={}) >= {"embargo", "status"}


def test_the_note_on_this_version_is_the_note_to_editors():
    change = {"version": 2, "at": "2026-03-03T09:00:00+07:00", "kind": "correction"}
    changes = [change | {"note": "Tanggal diperbaiki."}]

    assert item(version=2, changes=changes)["edNote"] == "Tanggal diperbaiki."
    assert "changes.note" not in lost(version=2, changes=changes)


def test_notes_on_other_versions_are_named():
    change = {"at": "2026-03-03T09:00:00+07:00", "kind": "correction"}
    changes = [change | {"version": 2, "note": "Dua."}, change | {"version": 3, "note": "Tiga."}]

    assert item(version=3, changes=changes)["edNote"] == "Tiga."
    assert "changes" in lost(version=3, changes=changes)


def test_a_vague_date_is_left_out_and_named():
    dates = {"issued": {"edtf": "2026-03~"}}

    assert "firstCreated" not in item(dates=dates)
    assert "dates.issued.edtf" in lost(dates=dates)


# names and texts


def test_an_html_body_comes_with_its_plain_text():
    html, text = item(body={"format": "html", "text": "<p>a &amp; b</p><p>c</p>"})["bodies"]

    assert (html["contentType"], html["value"]) == ("text/html", "<p>a &amp; b</p><p>c</p>")
    assert (text["contentType"], text["value"]) == ("text/plain", "a & b\n\nc")
    assert html["charCount"] == text["charCount"] == len("a & b\n\nc")


def test_what_the_release_names_none_of_is_absent():
    agents = {"people": [], "organisations": [{"id": "org-1", "name": "Dinas"}]}
    document = record(**agents)
    for name in ("people", "places", "events", "quotes", "contacts", "subjects", "dateline"):
        document.pop(name, None)

    written = json.loads(WRITER.write(built(document)))

    assert not {"people", "places", "events", "objects", "subjects", "located"} & set(written)
    assert [one["name"] for one in written["organisations"]] == ["Dinas"]


def test_a_topic_without_a_label_has_no_name():
    subjects = [{"scheme": "medtop", "code": "20000312"}]

    assert item(subjects=subjects)["subjects"] == [
        {"uri": "http://cv.iptc.org/newscodes/mediatopic/20000312"}
    ]


def test_a_named_scheme_of_an_identifier_becomes_an_iri():
    identifiers = [
        {"scheme": "number", "value": "1"},
        {"scheme": "https://doi.example.org/", "value": "2"},
    ]

    assert item(identifiers=identifiers)["altIds"] == [
        {"role": SCHEME + "number", "value": "1"},
        {"role": "https://doi.example.org/", "value": "2"},
    ]


def test_a_person_can_hold_the_rights():
    people = [{"id": "p-9", "name": "Siti"}]

    assert item(people=people, rights={"holder": "p-9"})["copyrightHolder"] == "Siti"


@pytest.mark.parametrize(
    ("kind", "said", "is_lost"),
    [("photo", "picture", False), ("video", "video", False), ("audio", "audio", False),
     ("document", "component", True), ("other", "component", True)],
)  # fmt: skip
def test_a_kind_of_file_that_ninjs_has_no_word_for_is_named(kind, said, is_lost):
    attachments = [{"id": "a-1", "kind": kind, "href": "https://a.example/f"}]

    assert item(attachments=attachments)["associations"][0]["type"] == said
    assert ("attachments.kind" in lost(attachments=attachments)) == is_lost


# several items, and back


def test_several_items_stand_in_one_file_one_in_each_line():
    assert WRITER.many is not None
    parts = [WRITER.many.part(built(record(version=number))) for number in (1, 2)]
    content = WRITER.many.head("2026-03-02T09:00:00Z") + parts[0] + parts[1] + WRITER.many.tail

    read_back = [reading.document["version"] for reading in read(io.BytesIO(content))]

    assert read_back == [1, 2]


# attachments and relations


def again(**fields: Any) -> dict[str, Any]:
    """Return the record that a reader makes of our own item."""
    return told_again(item(**fields))[0]


INFO = {"L103", "L107"}
"""What is said of items that are as they should be."""


def told_again(one: dict[str, Any]) -> tuple[dict[str, Any], list[str]]:
    """Return the record that a reader makes of an item, and the codes of what it says."""
    (reading,) = read(io.BytesIO(json.dumps(one).encode()))
    return reading.document, [found.code for found in reading.findings if found.code not in INFO]


@pytest.mark.parametrize("rel", schema.field("relations.rel").type.split(" | "))
def test_every_relation_is_an_associated_item_and_comes_back_as_it_was(rel):
    relations = [
        {"rel": rel, "target": "https://a.example/r", "title": "Dua", "language": "en-GB"},
        {"rel": rel, "target": "urn:x:r"},
    ]

    assert again(relations=relations)["relations"] == relations
    assert not {path for path in lost(relations=relations) if path.startswith("relations")}


@pytest.mark.standards
@pytest.mark.parametrize("rel", schema.field("relations.rel").type.split(" | "))
def test_every_relation_is_valid_by_the_official_schema(official, rel):
    written = item(relations=[{"rel": rel, "target": "urn:x:r", "title": "x", "language": "id"}])

    assert [fault.message for fault in official.iter_errors(written)] == []


def test_a_translation_is_a_text_and_of_others_nobody_knows():
    relations = [{"rel": rel, "target": "urn:x:r"} for rel in ("translation", "cites")]

    _, translation, cited = item(relations=relations)["associations"]
    assert (translation["type"], "type" in cited) == ("text", False)


@pytest.mark.parametrize(
    ("changes", "code"),
    [({"type": "picture"}, "L101"), ({"name": "other"}, "L101"), ({"language": "id_ID"}, "L104"),
     ({"uri": "none"}, "L101"), ({"x": 1}, "L101")],
)  # fmt: skip
def test_what_is_odd_about_an_associated_relation_is_told(changes, code):
    one = item(relations=[{"rel": "cites", "target": "urn:x:r"}], attachments=None)
    one["associations"][0] |= changes

    assert told_again(one)[1] == [code]


@pytest.mark.parametrize("rel", ["https://a.example/rel", 7])
def test_another_kind_of_association_is_related_and_its_kind_is_told(rel):
    one = item(attachments=None)
    one["associations"] = [{"uri": "urn:x:r", "rel": rel}]

    document, told = told_again(one)

    assert document["relations"] == [{"rel": "related", "target": "urn:x:r"}]
    assert told == ["L101"]


def test_the_rights_in_a_file_are_in_its_associated_item_and_come_back():
    rights = {"holder": "p-1", "licence": "https://a.example/l", "notice": "© 2026"}
    file = {"id": "a-1", "kind": "photo", "href": "https://a.example/f", "rights": rights}

    assert again(attachments=[file])["attachments"][0]["rights"] == rights


@pytest.mark.parametrize("whole", [every_field, every_field_text])
def test_what_ninjs_holds_comes_back_as_it_was(whole):
    written = built(whole())

    (reading,) = read(io.BytesIO(WRITER.write(written)))

    given, back = whole(), reading.document
    for name in ("id", "version", "versionCreated", "type", "language", "status", "urgency",
                 "digitalSource", "headline", "summary", "body", "rights", "subjects"):  # fmt: skip
        assert back[name] == given[name], name
    for name in ("people", "organisations", "places", "events"):
        ids = [(one["id"], one["name"]) for one in back[name]]
        assert ids == [(one["id"], one["name"]) for one in given[name]]
    assert [one["id"] for one in back["attachments"]] == ["a-1", "a-2"]
    assert back["attachments"][0]["alt"] == given["attachments"][0]["alt"]
    assert back["attachments"][0]["renditions"][0]["name"] == "web"
    assert [one["ref"] for one in back["issuers"]] == ["org-1", "org-2"]
    assert back["embargo"] == {"until": given["embargo"]["until"]}
