"""The judge of ninjs: any version, by its official schema where that is at hand, and by rules."""

from __future__ import annotations

import copy
import json
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator
from referencing import Registry, Resource

from archive import messages
from archive.findings import Finding
from archive.judges import JUDGES
from archive.judges.ninjs import judge
from archive.judges.ninjs.moments import moment
from archive.judges.ninjs.shapes import SERIES
from archive.judges.ninjs.versions import KNOWN, looks_like, stated
from archive.validation import built, official
from archive.validation.official import OfficialSchema, UnusableSchema
from archive.writers.ninjs import WRITER
from tests import golden
from tests.every_field import every_field, every_field_text

BAD = sorted((Path(__file__).parent.parent / "samples" / "bad").glob("N*.ninjs.json"))
EXAMPLES = 22
"""How many items of the standard's own repository are in the corpora."""

MADE = "2026-03-02T09:00:00+07:00"
LEAST: dict[str, Any] = {
    "uri": "urn:x:1", "type": "text", "version": "1", "versionCreated": MADE, "language": "id",
    "headlines": [{"role": "main", "value": "Jalur dibuka"}],
    "bodies": [{"contentType": "text/plain", "value": "Jalur dibuka Senin."}],
}  # fmt: skip
OLD: dict[str, Any] = {
    "uri": "urn:x:1", "type": "text", "versioncreated": MADE, "headline": "Jalur dibuka",
    "body_text": "Jalur dibuka Senin.",
}  # fmt: skip
PHOTO: dict[str, Any] = {"name": "foto", "uri": "urn:x:2", "type": "picture"}
FILE: dict[str, Any] = {"name": "original", "href": "https://a.example/f.jpg"}


def said(raw: bytes, standards: Path | None = None) -> list[Finding]:
    """Return what is said of bytes."""
    return judge("ninjs", standards).findings(raw)


def told(item: Any, standards: Path | None = None) -> list[tuple[str, str]]:
    """Return code and pointer of what is said of an item."""
    found = said(json.dumps(item).encode(), standards)
    return [(one.code, one.pointer) for one in found]


def of(**fields: Any) -> list[tuple[str, str]]:
    """Return what is said of the least item with other fields; ``None`` takes a field out."""
    return told({name: one for name, one in (LEAST | fields).items() if one is not None})


def variants(**fields: Any) -> list[str]:
    """Return the variants of what is said of the least item with other fields."""
    return [one.variant for one in said(json.dumps(LEAST | fields).encode())]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return a folder with a stand-in for the schema of ninjs 3.1."""
    put(tmp_path, "3.1", {"required": ["uri"]})
    return tmp_path


def put(folder: Path, version: str, schema: Any) -> None:
    """Write a schema under the name of the one of a version."""
    path = folder / f"ninjs-schema_{version}.json"
    path.write_text(json.dumps(schema), encoding="utf-8")


def by_schema(schema: dict[str, Any], item: dict[str, Any], folder: Path) -> list[Finding]:
    """Return what is said of an item of which a schema is at hand."""
    put(folder, "3.1", schema)
    return said(json.dumps(item).encode(), folder)


# samples, examples of the standard, and our own writer


@pytest.mark.parametrize("path", BAD, ids=lambda path: path.name)
def test_a_bad_sample_shows_exactly_its_code(path):
    found = said(path.read_bytes())

    assert {one.code for one in found} == {path.name.partition("-")[0]}
    assert all(one.position for one in found)


@pytest.mark.standards
@pytest.mark.parametrize("path", BAD, ids=lambda path: path.name)
def test_a_bad_sample_shows_its_code_with_the_schema_too(standards, path):
    codes = {one.code for one in said(path.read_bytes(), standards)}

    assert codes == {path.name.partition("-")[0]}


TWICE = "v1.4-businesswire-newsml-20130731006140.json"
UNCOUNTED = (
    "v3.0-20231008-anti-doping-measures-at-the-tour-down-under-will-be-the-toughest-ever-"
    "addb-ninjs-nitf.json"
)
FAULTS_OF_EXAMPLES = {(TWICE, "J002", line) for line in (95, 101)} | {
    (UNCOUNTED, "N018", line) for line in (52, 53, 59, 60)
}
"""Looked at by hand: a rendition named twice, and counts of zero beside whole texts."""


@pytest.mark.standards
def test_of_the_examples_of_the_standard_only_their_faults_are_told(corpora, standards):
    judges = JUDGES["ninjs"].load("ninjs", standards)
    paths = sorted((corpora / "formats" / "ninjs").glob("*.json"))

    found = {
        (path.name, one.code, one.position.line)
        for path in paths
        for one in judges.findings(path.read_bytes())
        if one.code != "N002" and one.position
    }

    assert len(paths) == EXAMPLES
    assert found == FAULTS_OF_EXAMPLES


@pytest.mark.standards
def test_of_an_example_without_a_schema_at_hand_it_is_told(corpora, standards):
    path = corpora / "formats" / "ninjs" / "v2.1-ntb_text.json"

    assert [one.code for one in said(path.read_bytes(), standards)] == ["N002"]


@pytest.mark.standards
@pytest.mark.parametrize("name", golden.names())
def test_of_what_we_write_nothing_is_said(standards, samples, name):
    raw = (samples / "good" / name / "release.ninjs.json").read_bytes()

    assert said(raw, standards) == []


@pytest.mark.parametrize("whole", [every_field, every_field_text])
def test_of_a_record_with_every_field_nothing_is_said(whole):
    assert said(WRITER.write(built(whole()))) == []


@pytest.mark.parametrize("item", [LEAST, OLD])
def test_of_the_least_item_nothing_is_said(item):
    assert told(item) == []


# files


def test_a_list_of_items_is_judged_item_by_item():
    assert told([LEAST, LEAST | {"uri": "x"}, 3]) == [("N008", "/1/uri"), ("J011", "/2")]


@pytest.mark.parametrize(("value", "variant"), [([], "empty"), ("x", ""), (None, "")])
def test_what_is_no_item_is_told(value, variant):
    (one,) = said(json.dumps(value).encode())

    assert (one.code, one.variant) == ("J011", variant)


def test_items_in_lines_are_judged_line_by_line():
    lines = [LEAST, LEAST | {"uri": "x"}]
    raw = b"\xef\xbb\xbf" + b"\n\n".join(json.dumps(one).encode() for one in lines) + b"\n{\n"

    found = [(one.code, one.position.line) for one in said(raw) if one.position]

    assert found == [("J005", 1), ("N008", 3), ("J001", 4)]


def test_a_fault_of_the_json_is_told_alone():
    assert [one.code for one in said(b'{"uri": "x",}')] == ["J001"]


def test_a_key_that_stands_twice_is_a_warning_in_files_of_others():
    (one,) = said(b'{"uri": "urn:x:0", "uri": "urn:x:1"}')

    assert (one.code, one.severity, one.variant) == ("J002", "warning", "foreign")


def test_more_problems_than_can_be_told_end_with_a_word_on_it(monkeypatch):
    monkeypatch.setattr("archive.findings.MOST_TOLD", 20)

    found = said(json.dumps([LEAST] + [{}] * 30).encode())

    assert [one.code for one in found] == ["N003"] * 20 + ["J014"]
    assert found[-1].position == found[-2].position


def test_the_same_version_of_an_item_twice_is_told_once_for_each():
    other = LEAST | {"version": "2"}

    assert told([LEAST, other, LEAST, {"uri": 3}]) == [
        ("N022", "/2/uri"), ("N005", "/3/uri"),
    ]  # fmt: skip


def test_items_beyond_those_that_are_remembered_are_not_compared(monkeypatch):
    monkeypatch.setattr("archive.judges.ninjs._MOST_COMPARED", 1)

    assert told([{"uri": "urn:x:1"}, {"uri": "urn:x:2"}, {"uri": "urn:x:2"}]) == []


# versions


@pytest.mark.parametrize(
    ("item", "major", "minor"),
    [
        ({"standard": {"name": "ninjs", "version": "3.1"}}, 3, 1),
        ({"standard": {"version": "3.0.1"}}, 3, 0),
        ({"standard": {"version": "2"}}, 2, None),
        ({"$standard": {"name": "ninjs", "version": "1.4"}}, 1, 4),
        ({"standard": {"schema": "http://www.iptc.org/std/ninjs/ninjs-schema_2.1.json#"}}, 2, 1),
        ({"$schema": "https://iptc.org/std/ninjs/ninjs-schema_3.0.json"}, 3, 0),
        ({"$schema": "https://a.example/x.json"}, None, None),
        ({"standard": {"name": "ninjs"}}, None, None),
        ({"standard": "ninjs"}, None, None),
        ({"standard": {"version": "4.0"}}, None, None),
        ({"standard": {"version": "3.9"}}, None, None),
        ({"standard": {"version": "5"}}, None, None),
        ({"standard": {"version": "three"}}, None, None),
    ],
)
def test_what_an_item_states_is_its_version(item, major, minor):
    assert (stated(item).major, stated(item).minor) == (major, minor)


def test_a_schema_of_another_version_than_that_of_the_standard_is_told():
    schema = "http://www.iptc.org/std/ninjs/ninjs-schema_3.0.json"

    assert variants(standard={"version": "3.1", "schema": schema}) == ["schema"]
    assert variants(standard={"version": "3", "schema": schema}) == []


@pytest.mark.parametrize(
    ("item", "major"),
    [
        ({"renditions": {}}, 1),
        ({"renditions": []}, 3),
        ({"body_text": "", "versioncreated": ""}, 1),
        ({"bodies": [], "versioncreated": ""}, 2),
        ({"bodies": [], "versionCreated": ""}, 3),
    ],
)
def test_an_item_that_states_no_version_is_judged_by_its_fields(item, major):
    assert looks_like(item) == major


@pytest.mark.parametrize("major", SERIES)
def test_an_item_with_each_field_of_a_series_looks_like_it(major):
    assert looks_like(dict.fromkeys(SERIES[major].item.names, "")) == major


# official schemas


def test_without_a_folder_of_official_files_nothing_is_said_of_schemas():
    assert of(standard={"version": "3.0"}) == []


def test_a_later_schema_of_the_series_judges_and_is_told_once(folder):
    item = LEAST | {"standard": {"version": "3.0"}}

    (one,) = said(json.dumps([item, item | {"uri": "urn:x:2"}]).encode(), folder)

    assert (one.code, one.variant, one.params["used"]) == ("N002", "later", "3.1")


def test_an_earlier_schema_of_the_series_does_not_judge(folder):
    (one,) = said(json.dumps(LEAST | {"standard": {"version": "3.2"}}).encode(), folder)

    assert (one.code, one.variant, one.params["version"]) == ("N002", "", "3.2")


def test_a_schema_of_another_series_does_not_judge(folder):
    assert told(OLD, folder) == [("N002", "")]


def test_of_several_schemas_the_nearest_judges(folder):
    put(folder, "3.0", {"required": ["zero"]})
    put(folder, "3.2", {"required": ["two"]})

    assert told(LEAST | {"standard": {"version": "3.0"}}, folder) == [("N003", "/zero")]
    assert told(LEAST, folder) == [("N003", "/two")]


def test_the_schemas_of_the_first_versions_are_too_old_to_judge(tmp_path):
    """They are of draft 3, where ``required`` is another thing."""
    schema = {"$schema": "http://json-schema.org/draft-03/schema#"}
    put(tmp_path, "1.1", schema | {"properties": {"uri": {"required": True}}})

    assert told(OLD, tmp_path) == [("N002", "")]


@pytest.mark.parametrize("has_schema", [True, False])
def test_fields_of_a_schema_of_ones_own_are_let_pass(tmp_path, has_schema):
    if has_schema:
        put(tmp_path, "3.1", {"properties": {"uri": {}}, "additionalProperties": False})
    own = {"name": "OurNINJS", "version": "3.1"}

    (one,) = said(json.dumps(LEAST | {"own": 1, "standard": own}).encode(), tmp_path)

    assert one.variant == ("other" if has_schema else "alone")
    assert one.params["version"] == "OurNINJS"


def test_a_schema_of_ones_own_can_be_named_by_its_address():
    schema = "https://a.example/ourninjs-schema_3.0.json"

    assert of(own=1, standard={"version": "3.0", "schema": schema}) == []


def test_without_the_schema_of_geojson_positions_are_told_to_be_unjudged(folder):
    places = [{"name": "a", "geoJSON": {"type": "Point", "coordinates": [1, 2]}}]

    assert told([LEAST | {"places": places}] * 2, folder) == [("N002", "/0"), ("N022", "/1/uri")]
    assert told(LEAST | {"places": [{"name": "a"}]}, folder) == []


@pytest.mark.parametrize(
    "text", ["{", "[1]", '{"type": 3}', '{"$ref": "https://a.example/x.json"}', "[" * 100_000]
)
def test_a_schema_that_is_none_cannot_judge(tmp_path, text):
    """Nothing is fetched, whatever a schema refers to."""
    (tmp_path / "ninjs-schema_3.1.json").write_text(text, encoding="utf-8")

    with pytest.raises(UnusableSchema, match=r"ninjs-schema_3\.1"):
        judge("ninjs", tmp_path)


@pytest.mark.parametrize(
    ("schema", "code", "pointer"),
    [
        ({"required": ["title"]}, "N003", "/title"),
        ({"properties": {"uri": {}}, "additionalProperties": False}, "N004", "/type"),
        ({"properties": {"profile": {"type": ["object", "array"]}}}, "N005", "/profile"),
        ({"properties": {"profile": {"enum": ["a", 1]}}}, "N006", "/profile"),
        ({"properties": {"urgency": {"maximum": 3}}}, "N007", "/urgency"),
        ({"properties": {"urgency": {"minimum": 8}}}, "N007", "/urgency"),
        ({"properties": {"profile": {"pattern": "^z"}}}, "N001", "/profile"),
        ({"properties": {"profile": False}}, "N001", "/profile"),
        ({"oneOf": [{"required": ["a"]}, {"required": ["b"]}]}, "N001", ""),
        ({"oneOf": [{"required": ["uri"]}, {"required": ["type"]}]}, "N001", ""),
        ({"anyOf": [{"required": ["a"]}, {"maxProperties": 1}]}, "N001", ""),
        ({"anyOf": [{"required": ["a"]}, {"oneOf": [{"required": ["b"]}]}]}, "N001", ""),
    ],
)
def test_what_a_schema_says_is_told_in_our_codes(tmp_path, schema, code, pointer):
    item = {"uri": "urn:x:1", "type": "text", "profile": "p", "urgency": 5, "language": "id"}

    first, *_ = by_schema(schema, item, tmp_path)

    assert (first.code, first.pointer) == (code, pointer)
    assert messages.message(first, "en")


def test_of_fields_one_of_which_is_asked_for_the_names_are_told(tmp_path):
    schema = {"anyOf": [{"required": ["a"]}, {"oneOf": [{"required": ["b"]}]}]}

    (one,) = by_schema(schema, LEAST, tmp_path)

    assert (one.variant, one.params["fields"]) == ("neither", "a, b")


def test_what_a_rule_says_of_a_value_the_schema_does_not_say_again(tmp_path):
    schema = {"properties": {"version": {"type": "string"}}}

    assert [one.code for one in by_schema(schema, LEAST | {"version": 1}, tmp_path)] == ["N005"]


def test_of_a_very_large_item_the_schema_tells_its_first_fault(tmp_path, monkeypatch):
    monkeypatch.setattr(official, "MOST_VALUES", 10)
    schema = {"properties": {"profile": {"const": 1}, "slugline": {"const": 1}}}
    item = LEAST | {"profile": "a", "slugline": "b"}

    assert len(by_schema(schema, item, tmp_path)) == 1
    monkeypatch.setattr(official, "MOST_VALUES", 100)
    assert len(by_schema(schema, item, tmp_path)) == 2


@pytest.mark.standards
def test_what_is_no_geojson_is_told(standards):
    places = [{"name": "a", "geoJSON": {"type": "Point"}}]

    (one,) = said(json.dumps(LEAST | {"places": places}).encode(), standards)

    assert (one.code, one.variant, one.pointer) == ("N001", "geojson", "/places/0/geoJSON")


@pytest.mark.standards
def test_a_list_of_dates_is_right_though_the_schema_contradicts_itself(standards):
    """It wants a list that is a text."""
    dates = {"startDate": MADE, "recurrence": {"recurrenceDates": ["2026-03-09"]}}

    assert told(LEAST | {"eventDetails": {"dates": dates}}, standards) == []


def mutants(item: Any) -> Iterator[Any]:
    """Yield the item with each value in it exchanged for values of other kinds, or gone."""
    for holder, key in list(_places(item)):
        kept = holder[key]
        for other in (None, -1, "x y", [], {"zzz": 1}):
            holder[key] = other
            yield item
        holder[key] = kept
    for holder, key in list(_places(item)):
        if isinstance(holder, dict):
            kept = holder.pop(key)
            yield item
            holder[key] = kept
            holder["strange"] = kept
            yield item
            del holder["strange"]


def _places(value: Any) -> Iterator[tuple[Any, Any]]:
    keys = list(value) if isinstance(value, dict) else range(len(value))
    for key in keys:
        yield value, key
        if isinstance(value[key], dict | list):
            yield from _places(value[key])


@pytest.mark.standards
def test_the_verdict_of_the_schema_is_that_of_jsonschema(standards):
    """Of some hundred items with one fault; jsonschema is another implementation."""
    schema = json.loads((standards / "ninjs-schema_3.1.json").read_bytes())
    geojson = json.loads((standards / "GeoJSON-schema.json").read_bytes())
    address = "https://geojson.org/schema/GeoJSON.json"
    registry = Registry().with_resource(address, Resource.from_contents(geojson))
    theirs = Draft202012Validator(schema, registry=registry)
    ours = OfficialSchema("3.1", schema, {address: geojson})
    whole: dict[str, Any] = LEAST | {
        "places": [{"name": "a", "geoJSON": {"type": "Point", "coordinates": [106.8, -6.2]}}],
        "associations": [PHOTO | {"renditions": [FILE]}], "rightsInfo": {"linkedRights": "urn:x"},
        "people": [{"contactInfo": [{"value": "a"}]}], "urgency": 5, "altIds": [{"value": "1"}],
        "eventDetails": {"dates": {"startDate": MADE, "expectedEndDate": "2026"}},
    }  # fmt: skip
    whole = copy.deepcopy(whole)

    seen, at_odds = 0, []
    for mutant in mutants(whole):
        seen += 1
        if theirs.is_valid(mutant) is any(ours.faults(mutant)):
            at_odds.append(copy.deepcopy(mutant))

    assert seen > 250
    assert at_odds == []


@pytest.mark.standards
def test_whatever_the_schema_refuses_is_told(standards):
    """Each mutant that jsonschema refuses is an error here, too."""
    schema = json.loads((standards / "ninjs-schema_3.1.json").read_bytes())
    ours = OfficialSchema("3.1", schema, {"https://geojson.org/schema/GeoJSON.json": True})
    item = LEAST | {"standard": {"name": "ninjs", "version": "3.1"}, "altIds": [{"value": "1"}]}
    judges = judge("ninjs", standards)

    for mutant in mutants(copy.deepcopy(item)):
        is_refused = bool(list(ours.faults(mutant)))
        found = judges.findings(json.dumps(mutant).encode())
        is_told = any(one.severity == "error" for one in found)
        assert is_told >= is_refused, mutant


# fields


@pytest.mark.parametrize(
    ("fields", "code", "pointer"),
    [
        ({"uri": None}, "N003", "/uri"),
        ({"bodies": [{}]}, "N003", "/bodies/0/value"),
        ({"associations": [{"uri": "urn:x:2"}]}, "N003", "/associations/0/name"),
        ({"rendition": []}, "N004", "/rendition"),
        ({"xyz": []}, "N004", "/xyz"),
        ({"x" * 65: []}, "N004", "/" + "x" * 65),
        ({"headlines": "Jalur"}, "N005", "/headlines"),
        ({"headlines": ["Jalur"]}, "N005", "/headlines/0"),
        ({"urgency": 1.5}, "N005", "/urgency"),
        ({"pubStatus": "ready"}, "N006", "/pubStatus"),
        ({"urgency": 0}, "N007", "/urgency"),
        ({"subjects": [{"name": "a", "relevance": 101}]}, "N007", "/subjects/0/relevance"),
        ({"genres": [{"uri": "genre:Current"}]}, "N008", "/genres/0/uri"),
        ({"expires": "besok"}, "N009", "/expires"),
        ({"eventDetails": {"dates": {"expectedStartDate": "Maret"}}}, "N009",
         "/eventDetails/dates/expectedStartDate"),
        ({"language": "bahasa indonesia"}, "N012", "/language"),
        ({"language": "a-" * 200}, "N012", "/language"),
        ({"bodies": [{"contentType": "html", "value": ""}]}, "N013", "/bodies/0/contentType"),
        ({"bodies": [{"contentType": "a/b" + ";a=b" * 300, "value": ""}]}, "N013",
         "/bodies/0/contentType"),
        ({"renditions": [FILE | {"href": ""}]}, "N014", "/renditions/0/href"),
        ({"renditions": [FILE | {"href": "javascript:x()"}]}, "N014", "/renditions/0/href"),
        ({"rightsInfo": {"linkedRights": "urn:x", "encodedRights": ""}}, "N001", "/rightsInfo"),
    ],
)  # fmt: skip
def test_a_field_that_is_wrong_is_told_where_it_stands(fields, code, pointer):
    assert (code, pointer) in of(**fields)


@pytest.mark.parametrize(
    "fields",
    [
        {"language": "x-klingon"},
        {"language": "zh-Hant-TW"},
        {"urgency": 5.0},
        {"expires": "2026-03-03t09:00:60.5z"},
        {"expires": "2026-03-03T09:00:00-00:00"},
        {"renditions": [FILE | {"href": "foto/f.jpg", "contentType": 'a/b; c="d e"'}]},
        {"eventDetails": {"dates": {"expectedStartDate": "2026-03"}}},
        {"extra": None},
    ],
)
def test_a_field_that_is_right_is_let_pass(fields):
    assert of(**fields) == []


def test_a_field_of_another_version_is_told_with_the_one_that_is_meant():
    item = LEAST | {"headline": "a", "versioncreated": MADE, "keywords": [], "slugliine": "a"}

    found = {
        one.params["field"]: one.params["suggestion"] for one in said(json.dumps(item).encode())
    }

    assert found == {
        "headline": "headlines", "versioncreated": "versionCreated", "keywords": "subjects",
        "slugliine": "slugline",
    }  # fmt: skip


def test_a_language_code_that_was_replaced_is_told_with_the_one_of_today():
    (one,) = said(json.dumps(LEAST | {"language": "in-ID"}).encode())

    assert (one.code, one.variant, one.params["now"]) == ("N012", "replaced", "id-ID")
    assert of(language="ID-id") == []


def test_like_names_are_looked_for_a_hundred_times_in_one_object():
    item = LEAST | {f"slugliine{number}": "" for number in range(102)}

    found = [one.variant for one in said(json.dumps(item).encode())]

    assert found == ["suggestion"] * 100 + [""] * 2


def test_ninjs_one_names_texts_renditions_and_geometries_freely():
    item = OLD | {
        "body_xhtml": "<p>Jalur dibuka Senin.</p>", "description_short": "a",
        "place": [{"name": "a", "geometry_geojson": {}}], "altids": {"nomor": 12},
        "renditions": {"kecil": {"href": "https://a.example/k", "mimetype": "image/png"}},
        "associations": {"foto": {"uri": "urn:x:2"}},
    }  # fmt: skip

    assert told(item) == []
    assert told(item | {"body_text": 3}) == [("N005", "/body_text")]
    assert told(item | {"renditions": {"kecil": {"href": 3}}}) == [
        ("N005", "/renditions/kecil/href")
    ]


def test_what_ninjs_two_says_of_rights_may_say_more():
    two = {"uri": "urn:x:1", "versioncreated": MADE, "headlines": []}

    assert told(two | {"rightsinfo": {"linkedrights": "urn:x", "more": 1}}) == []
    assert told(LEAST | {"rightsInfo": {"linkedRights": "urn:x", "more": 1}}) == [
        ("N004", "/rightsInfo/more")
    ]


@pytest.mark.parametrize("name", ["eventdetails", "plannedcoverage"])
def test_events_are_planned_in_ninjs_three_only(name):
    two = {"uri": "urn:x:1", "versioncreated": MADE, "headlines": [], "type": "event"}

    assert told(two | {name: {}}) == [("N006", "/type"), ("N004", f"/{name}")]


@pytest.mark.parametrize(
    "text",
    ["2026-03-02", "2026-02-30T00:00:00Z", "2026-03-02T24:00:00Z", "2026-03-02T00:00Z",
     "2026-03-02T00:00:00+24:00", "2026-03-02T00:00:00" + "0" * 64 + "Z", 3],
)  # fmt: skip
def test_what_is_no_date_time_is_no_moment(text):
    assert moment(text) is None


# what hangs together


@pytest.mark.parametrize(
    ("fields", "code", "pointer"),
    [
        ({"firstCreated": "2026-03-02T10:00:00+07:00"}, "N010", "/firstCreated"),
        ({"contentCreated": "2026-03-02T03:00:00Z"}, "N010", "/contentCreated"),
        ({"eventDetails": {"dates": {"startDate": MADE, "endDate": "2026-03-01T09:00:00Z"}}},
         "N010", "/eventDetails/dates/startDate"),
        ({"pubStatus": "canceled", "embargoedUntil": "2026-03-03T09:00:00Z"}, "N011",
         "/embargoedUntil"),
        ({"embargoedUntil": "2026-03-03T09:00:00Z", "expires": "2026-03-03T09:00:00Z"}, "N011",
         "/embargoedUntil"),
        ({"renditions": [{"name": "a"}]}, "N015", "/renditions/0"),
        ({"renditions": [FILE, FILE]}, "N015", "/renditions/1/name"),
        ({"altIds": [{}]}, "N016", "/altIds/0"),
        ({"altIds": [{"value": "1"}, {"value": "1"}]}, "N016", "/altIds/1"),
        ({"associations": [PHOTO]}, "N017", "/associations/0"),
        ({"associations": [PHOTO | {"renditions": [FILE], "associations": [PHOTO]}]}, "N017",
         "/associations/0/associations/0"),
        ({"bodies": [{"charCount": 900, "value": "Jalur"}]}, "N018", "/bodies/0/charCount"),
        ({"bodies": [{"wordCount": 0, "value": "Jalur dibuka"}]}, "N018", "/bodies/0/wordCount"),
        ({"bodies": [{"value": "<p onclick='a()'>Jalur</p>"}]}, "N019", "/bodies/0/value"),
        ({"descriptions": [{"value": "<a href=' java\nscript:a'>Jalur</a>"}]}, "N019",
         "/descriptions/0/value"),
        ({"people": [{}]}, "N020", "/people/0"),
        ({"places": [{"name": "a", "geoJSON": {"type": "Point", "coordinates": [181, 91]}}]},
         "N023", "/places/0/geoJSON/coordinates"),
        ({"subjects": [{"name": "a"}, {"name": "b"}, {"name": "a"}]}, "N024", "/subjects/2"),
        ({"headlines": [{"value": "a"}, {"value": "a"}]}, "N024", "/headlines/1"),
        ({"version": ""}, "N025", "/version"),
        ({"headlines": [{"value": "\n"}]}, "N025", "/headlines/0/value"),
        ({"renditions": [FILE | {"name": ""}]}, "N025", "/renditions/0/name"),
    ],
)  # fmt: skip
def test_what_does_not_hang_together_is_told_where_it_stands(fields, code, pointer):
    assert of(**fields) == [(code, pointer)]


@pytest.mark.parametrize(
    "fields",
    [
        {"firstCreated": "2026-03-02T02:00:00Z"},
        {"eventDetails": {"dates": {"startDate": MADE, "endDate": MADE}}},
        {"eventDetails": {"eventStatus": "urn:x"}},
        {"embargoedUntil": "2026-03-03T09:00:00Z"},
        {"pubStatus": "canceled", "embargoedUntil": "2026-03-01T09:00:00Z"},
        {"embargoedUntil": "2026-03-03T09:00:00Z", "expires": "2026-03-04T09:00:00Z"},
        {"altIds": [{"role": "a", "value": "1"}, {"role": "b", "value": "1"}]},
        {"associations": [PHOTO | {"renditions": [FILE]}]},
        {"associations": [PHOTO | {"representationType": "partial"}]},
        {"associations": [PHOTO | {"type": "text"}]},
        {"bodies": [{"charCount": 1, "value": "a"}]},
        {"bodies": [{"charCount": 16, "wordCount": 3, "value": "Jalur dibuka Senin"}]},
        {"bodies": [{"wordCount": 8, "value": "速報です新線開通"}]},
        {"bodies": [{"charCount": 60, "value": "<p>" + "a" * 60 + "</p>"}]},
        {"bodies": [{"charCount": 60, "value": "a" * 60 + "<figcaption>" + "b" * 90}]},
        {"bodies": [{"charCount": 60, "value": "<br/></p>" + "a" * 60}]},
        {"bodies": [{"contentType": "text/plain", "value": "<script>"}]},
        {"bodies": [{"value": "<p class='a'><a href='https://a.example/'>b</a></p><!-- on -->"}]},
        {"places": [{"name": "a", "geoJSON": {"type": "Point", "coordinates": [106.8, -6.2]}}]},
        {"places": [{"name": "a", "geoJSON": {"type": "Point", "coordinates": ["a"]}}]},
        {"places": [{"name": "a", "geoJSON": {"type": "LineString", "coordinates": [[0, 999]]}}]},
        {"places": [{"name": "a", "geoJSON": {}}]},
        {"subjects": [{"name": "a", "rel": "about"}, {"name": "a", "rel": "mentions"}]},
        {"copyrightNotice": "", "slugline": ""},
    ],
)
def test_what_hangs_together_is_let_pass(fields):
    assert of(**fields) == []


def test_exchanged_degrees_are_told_as_such():
    point = {"type": "Point", "coordinates": [-6.2, 106.8]}

    assert variants(places=[{"name": "a", "geoJSON": point}]) == ["exchanged"]


def test_in_ninjs_one_alternative_ids_are_named_values():
    assert told(OLD | {"altids": {"nomor": "", "lain": "1"}}) == [("N016", "/altids/nomor")]


def test_in_ninjs_one_a_rendition_has_its_name_before_it():
    renditions = {"a": {"href": "https://a.example/"}, "b": {}}

    assert told(OLD | {"renditions": renditions}) == [("N015", "/renditions/b")]


def test_in_ninjs_one_a_count_is_that_of_one_of_the_texts():
    texts = {"body_text": "a" * 50, "body_long": "a" * 500}

    assert told(OLD | texts | {"charcount": 500}) == []
    assert told(OLD | texts | {"charcount": 900}) == [("N018", "/charcount")]
    assert told({**OLD, "body_text": 1, "charcount": 9}) == [("N005", "/body_text")]


def test_in_ninjs_one_markup_stands_in_texts_whose_name_does_not_say_text():
    item = OLD | {"body_text": "<script>", "body_html": "<p>a<script></script></p>"}

    assert told(item) == [("N019", "/body_html")]


def test_every_version_that_was_published_has_its_series():
    assert set(KNOWN) == set(SERIES)


# whatever is sent


def test_no_file_of_the_corpora_stops_the_judge(corpora):
    judges = judge("ninjs", None)
    paths = [path for path in sorted((corpora / "nasty").rglob("*")) if path.is_file()]

    for path in paths:
        found = judges.findings(path.read_bytes())
        places = [one.position for one in found]
        assert None not in places
        assert places == sorted(places)

    assert len(paths) > 100


@pytest.mark.parametrize("item", [LEAST, OLD])
def test_no_value_of_another_kind_stops_the_judge(item):
    whole = item | {
        "places": [{"name": "a", "geoJSON": {"type": "Point", "coordinates": [1, 2]}}],
        "eventDetails": {"dates": {"startDate": MADE}}, "altIds": [{"value": "1"}],
        "associations": [PHOTO | {"renditions": [FILE]}], "standard": {"version": "3.1"},
        "expires": MADE, "embargoedUntil": MADE, "people": [{"name": "a"}],
    }  # fmt: skip
    judges = judge("ninjs", None)

    for mutant in mutants(copy.deepcopy(whole)):
        for one in judges.findings(json.dumps(mutant).encode()):
            assert messages.message(one, "en") != messages.message(one, "id")


def test_a_folder_that_holds_another_file_by_a_name_of_a_schema_is_asked_for_a_schema(tmp_path):
    (tmp_path / "ninjs-schema_3.1.json").mkdir()
    shutil.copy(__file__, tmp_path / "other.py")

    assert told(LEAST, tmp_path) == [("N002", "")]
