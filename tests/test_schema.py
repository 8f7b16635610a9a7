"""The schema's verdict: every code with its place and words, all problems at once, in order."""

from __future__ import annotations

import copy
import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from archive import messages
from archive.findings import MOST_TOLD, Position, Severity
from archive.positions import JsonPlaces
from archive.validation import InvalidRelease, authority, build, formats, schema, validate
from tests.program import CLEAN, record

QUICK = settings(max_examples=100, deadline=None, derandomize=True)
PLACE = {"id": "pl-9", "name": "Malang", "kind": "city"}


def told(document) -> list[tuple[str, str, str]]:
    """Return code, variant and pointer of what the schema has against a document."""
    return [(one.code, one.variant, one.pointer) for one in schema.findings(document)]


def places(document, indent=1) -> list[tuple[str, str, Position]]:
    """Return code, pointer and place of the errors of a document that stands in a file."""
    stands = JsonPlaces(json.dumps(document, ensure_ascii=False, indent=indent).encode())
    errors = [one for one in validate(document) if one.severity is Severity.ERROR]
    return [(one.code, one.pointer, stands.find(one.pointer)) for one in errors]


def line_of(document, words: str) -> int:
    """Return the line of the file in which words stand first."""
    lines = json.dumps(document, ensure_ascii=False, indent=1).split("\n")
    return 1 + next(number for number, line in enumerate(lines) if words in line)


# Fields that replace those of a clean record; code, variant, pointer; words of the line, column.
FAULTS = [
    ({"headline": None}, "S101", "", "/headline", "{", 1),
    ({"body": {"format": "text"}}, "S101", "", "/body/text", '{', 10),
    ({"dates": {"created": {"edtf": "2026"}}}, "S101", "", "/dates/issued", '{', 11),
    ({"dates": {"issued": {"note": "x"}}}, "S101", "", "/dates/issued/edtf", '{', 13),
    ({"people": [{"id": "p-1"}]}, "S101", "", "/people/0/name", "{", 3),
    ({"bodi": 1}, "S102", "suggestion", "/bodi", '"bodi"', 2),
    ({"wxyz": 1}, "S102", "", "/wxyz", '"wxyz"', 2),
    ({"slug": "harga beras"}, "S103", "", "/slug", '"slug"', 2),
    ({"id": "https://a.example/x#y"}, "S103", "fragment", "/id", '"id"', 2),
    ({"summary": ""}, "S104", "", "/summary", '"summary"', 2),
    ({"keywords": []}, "S104", "list", "/keywords", '"keywords"', 2),
    ({"extensions": {}}, "S104", "object", "/extensions", '"extensions"', 2),
    ({"mentions": [{"name": "x", "spans": [[1]]}]}, "S104", "pair", "/mentions/0/spans/0", "[", 5),
    ({"versionCreated": "22 Mei 2024"}, "S105", "", "/versionCreated", '"versionCreated"', 2),
    ({"status": "publish"}, "S106", "suggestion", "/status", '"status"', 2),
    ({"status": "terbit"}, "S106", "", "/status", '"status"', 2),
    ({"keywords": "beras"}, "S107", "", "/keywords", '"keywords"', 2),
    ({"schemaVersion": 1}, "S107", "", "/schemaVersion", '"schemaVersion"', 2),
    ({"keywords": ["a", "a"]}, "S108", "", "/keywords/1", '"a"\n', 3),
    ({"urgency": 0}, "S109", "minimum", "/urgency", '"urgency"', 2),
    ({"urgency": 10}, "S109", "maximum", "/urgency", '"urgency"', 2),
    ({"slug": "x" * 201}, "S110", "", "/slug", '"slug"', 2),
    ({"id": "https://a.example/" + "x" * 500}, "S110", "", "/id", '"id"', 2),
    ({"mentions": [{"name": "x", "spans": [[1, 2, 3]]}]}, "S110", "pair", "/mentions/0/spans/0", "[", 5),
    ({"places": [PLACE | {"lat": "-7"}]}, "S111", "", "/places/0/lat", '"lat"', 4),
    ({"dates": {"issued": {"edtf": "2026", "dateTime": "2026-03-02T09:00:00Z"}}}, "S111", "exclusive", "/dates/issued", '"issued"', 3),
    ({"schemaVersion": "2"}, "S112", "", "/schemaVersion", '"schemaVersion"', 2),
    ({"schemaVersion": "1.1"}, "S112", "newer", "/schemaVersion", '"schemaVersion"', 2),
    ({"access": {"level": "closed", "until": "2026-02-30"}}, "S114", "", "/access/until", '"until"', 3),
    ({"digitalSource": "foto 1.jpg"}, "S115", "", "/digitalSource", '"digitalSource"', 2),
    ({"digitalSource": "schema:x"}, "S115", "prefix", "/digitalSource", '"digitalSource"', 2),
    ({"contacts": [{"visibility": "public", "emails": ["Humas <a@b.example>"]}]}, "S116", "", "/contacts/0/emails/0", '"Humas', 5),
    ({"language": "id_ID"}, "S117", "", "/language", '"language"', 2),
    ({"dates": {"issued": {"edtf": "8 Juli"}}}, "S118", "", "/dates/issued/edtf", '"edtf"', 4),
    ({"provenance": {"sha256": "0" * 64, "evidence": [{"pointer": "quotes[0]", "span": [0, 1]}]}}, "S119", "", "/provenance/evidence/0/pointer", '"pointer"', 5),
    ({"provider": "Siti Rahma"}, "S120", "", "/provider", '"provider"', 2),
    ({"headline": "a\x01"}, "S121", "", "/headline", '"headline"', 2),
    ({"headline": "a\nb"}, "S121", "break", "/headline", '"headline"', 2),
    ({"summary": "a\rb"}, "S121", "break", "/summary", '"summary"', 2),
]  # fmt: skip


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: f"{fault[1]}-{fault[2]}-{fault[3]}")
def test_a_fault_is_told_alone_with_its_code_pointer_line_and_column(fault):
    fields, code, variant, where, words, column = fault
    document = record(**fields)
    text = json.dumps(document, ensure_ascii=False, indent=1)
    (found,) = validate(document)

    place = JsonPlaces(text.encode()).find(found.pointer)

    assert (found.code, found.variant, found.pointer) == (code, variant, where)
    assert place.column == column
    assert text.split("\n", place.line - 1)[-1][column - 1 :].startswith(words.strip())


@pytest.mark.parametrize("language", messages.LANGUAGES)
@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: f"{fault[1]}-{fault[2]}-{fault[3]}")
def test_a_fault_is_told_in_plain_words(fault, language):
    """Nothing of the wording of the library, of regular expressions or of brackets of ours."""
    (found,) = validate(record(**fault[0]))

    said = f"{messages.message(found, language)} {messages.hint(found, language)}"

    for foreign in ("^", "\\u", "is not of type", "does not match", "is a required", "should be"):
        assert foreign not in said
    assert "None" not in said
    assert "{" not in said


def test_every_code_of_the_schema_is_shown_here():
    """S113 is told of drafts only."""
    from archive.findings import CODES

    shown = {(fault[1], fault[2]) for fault in FAULTS} | {("S113", "")}
    worded = {
        (code, variant)
        for code in CODES
        if code[0] == "S"
        for variant in ("", *messages.words(code, "en").get("variants", {}))
    }

    assert worded - shown == {("S109", "")}
    assert shown <= worded


def test_all_problems_are_told_at_once_in_the_order_of_the_document():
    document = {
        "schemaVersion": "1", "bodi": {}, "id": "a b", "status": "published", "language": "id_ID",
        "people": [{"name": "", "id": "P"}, 5], "keywords": ["b", "b"], "version": 0,
    }  # fmt: skip

    assert [(one.code, one.pointer) for one in validate(document)] == [
        ("S101", "/versionCreated"),
        ("S101", "/type"),
        ("S101", "/headline"),
        ("S101", "/dates"),
        ("S101", "/issuers"),
        ("S101", "/body"),
        ("S102", "/bodi"),
        ("S115", "/id"),
        ("S117", "/language"),
        ("S104", "/people/0/name"),
        ("S120", "/people/0/id"),
        ("S107", "/people/1"),
        ("S108", "/keywords/1"),
        ("S109", "/version"),
    ]


def test_order_is_that_of_the_document_and_not_of_the_alphabet():
    fields = {"slug": "a b", "keywords": [], "summary": "", "urgency": 0}
    forward = [one.pointer for one in validate(record(**fields))]

    backward = [one.pointer for one in validate(dict(reversed(record(**fields).items())))]

    assert forward == backward[::-1]


def test_items_are_in_the_order_of_their_numbers():
    document = record(keywords=["x" if number % 5 else "" for number in range(1, 13)] + [""])

    assert [where for code, _, where in told(document) if code == "S104"] == [
        "/keywords/4", "/keywords/9", "/keywords/12",
    ]  # fmt: skip


def test_a_missing_field_stands_at_the_opening_of_its_object_even_behind_a_hostile_key():
    document = record(extensions={"a{b": [{"c[": 1}]}, people=[{"id": "p-1"}])

    ((code, where, place),) = places(document)

    assert (code, where) == ("S101", "/people/0/name")
    assert place == Position(line_of(document, '"people"') + 1, 3)


def test_a_value_of_the_wrong_kind_has_no_other_problem():
    assert told(record(id=5, headline=None) | {"headline": {}}) == [
        ("S107", "", "/id"),
        ("S107", "", "/headline"),
    ]


def test_an_empty_text_is_empty_and_not_malformed():
    assert told(record(headline="")) == [("S104", "", "/headline")]


def test_an_empty_identifier_has_one_problem():
    assert told(record(id="")) == [("S115", "", "/id")]


def test_a_value_may_have_two_problems_of_different_kinds():
    assert set(told(record(slug="ü" * 201))) == {("S103", "", "/slug"), ("S110", "", "/slug")}
    assert set(told(record(id="a b#c"))) == {("S103", "fragment", "/id"), ("S115", "", "/id")}


def test_every_repeated_item_is_told():
    assert told(record(keywords=["a", "b", "a", "b"])) == [
        ("S108", "", "/keywords/2"),
        ("S108", "", "/keywords/3"),
    ]


@pytest.mark.parametrize("document", [None, 5, "x", [], True])
def test_what_is_no_object_is_told(document):
    (found,) = validate(document)

    assert (found.code, found.pointer) == ("S107", "")


@pytest.mark.parametrize(
    ("holder", "written", "meant"),
    [
        ("", "headlin", "headline"), ("", "Headline", "headline"), ("", "VERSIONCREATED", "versionCreated"),
        ("", "version_created", "versionCreated"), ("", "judul", "headline"), ("", "Isi", "body"),
        ("", "embargoUntil", "embargo"), ("", "license", ""), ("", "kontak", "contacts"),
        ("", "headline ", "headline"), ("", "lang", "language"),
        ("rights", "license", "licence"), ("people", "nama", "name"), ("people", "rolls", "roles"),
        ("people", "xyzzy", ""), ("body", "title", ""), ("", "x" * 1_000_000, ""), ("", "", ""),
    ],
)  # fmt: skip
def test_a_mistyped_field_is_told_with_the_one_that_was_meant(holder, written, meant):
    document = copy.deepcopy(record(rights={"notice": "© x"}))
    inner = document[holder] if holder else document
    inner = inner[0] if isinstance(inner, list) else inner
    inner[written] = "x"
    (found,) = schema.findings(document)

    assert found.code == "S102"
    assert found.params["field"] == written
    assert found.params["suggestion"] == meant
    assert found.variant == ("suggestion" if meant else "")


@pytest.mark.parametrize(
    ("written", "meant"),
    [("Published", "published"), (" draft", "draft"), ("with drawn", "withdrawn"), ("terbit", ""),
     ("p" * 1_000_000, ""), (3, ""), (None, ""), (["draft"], "draft")],
)  # fmt: skip
def test_a_mistyped_word_is_told_with_the_one_that_was_meant(written, meant):
    found = next(one for one in schema.findings(CLEAN | {"status": written}) if one.code == "S106")

    assert found.params["suggestion"] == meant


def test_a_foreign_word_leads_to_a_field_of_the_record():
    fields = {name for path in schema.field_paths() for name in path.split(".")}

    assert set(schema._FOREIGN.values()) <= fields
    assert all(word == word.lower() for word in schema._FOREIGN)


# drafts


def test_a_draft_needs_three_fields_and_is_warned_of_the_others():
    document = {"schemaVersion": "1", "id": "https://a.example/1", "status": "draft"}

    found = [one for one in validate(document) if one.code == "S113"]

    assert [one.pointer for one in found] == [f"/{name}" for name in schema.REQUIRED]
    assert {one.severity for one in found} == {Severity.WARNING}
    assert not schema.is_complete(document)


def test_a_draft_with_dates_is_warned_of_the_day_of_issue():
    document = record(status="draft", dates={"created": {"edtf": "2026"}})

    assert "/dates/issued" in [one.pointer for one in validate(document) if one.code == "S113"]
    assert not schema.is_complete(document)


def test_an_incomplete_draft_does_not_build():
    with pytest.raises(InvalidRelease, match="/headline S113"):
        build(record(status="draft", headline=None))


def test_a_draft_is_judged_for_what_is_there():
    assert ("S117", "", "/language") in told(
        record(status="draft", headline=None, language="id_ID")
    )


# from a document to a release


def test_a_record_without_errors_builds_whatever_it_says_of_its_schema():
    named = {"$schema": schema.document()["$id"]} | CLEAN

    assert build(named) == build(CLEAN)
    assert validate(named) == []


def test_the_errors_of_a_record_say_why_it_does_not_build():
    with pytest.raises(InvalidRelease, match="/headline S101; /language S117") as caught:
        build(record(headline=None, language="id_ID"))

    assert [one.code for one in caught.value.findings] == ["S101", "S117"]


def test_under_the_legacy_profile_younger_rules_only_warn():
    """R113 came after this record was made; R101 is needed by the writers."""
    old = record(versionCreated="1999-03-02T09:00:00Z", status="withdrawn", provider="org-9")

    found = {one.code: one.severity for one in validate(old, profile="legacy")}

    assert found["R113"] == Severity.WARNING
    assert found["R101"] == Severity.ERROR
    assert {one.code: one.severity for one in validate(old)}["R113"] == Severity.ERROR


def test_under_the_legacy_profile_a_young_record_is_judged_as_ever():
    young = record(versionCreated="2100-03-02T09:00:00Z", status="withdrawn")

    assert validate(young, profile="legacy") == validate(young)


# the two validators


def _everything(value, where=()):
    yield where
    if isinstance(value, dict | list):
        for step, part in value.items() if isinstance(value, dict) else enumerate(value):
            yield from _everything(part, (*where, step))


WHOLE = record(
    places=[PLACE], provenance={"sha256": "0" * 64}, slug="a", access={"level": "closed"},
    mentions=[{"name": "x", "spans": [[0, 1], [1, 2]]}], embargo={},
)  # fmt: skip
STEPS = [where for where in _everything(WHOLE) if where]
ODD = st.sampled_from(
    [None, True, 0, -1, 1.5, 2**53, "", " ", "a\n", "a b", "2026-02-30", "https://a.example/#x", [], ["a", "a"],
     [1, True], [[0, 1], "a", [0, 1]], {}, {"a": 1}, "x" * 300, "\x7f", "\u2028"]
)  # fmt: skip


@QUICK
@given(st.sampled_from(STEPS), ODD)
def test_the_fast_and_the_precise_validator_agree(where, value):
    document = copy.deepcopy(WHOLE)
    holder = document
    for step in where[:-1]:
        holder = holder[step]
    holder[where[-1]] = value

    assert schema.accepts(document) == (schema.findings(document) == [])


@pytest.mark.parametrize("field", ["headline", "slug", "keywords", "id"])
def test_half_a_character_is_left_to_the_rule_for_it(field):
    """Only a program can put it there; a file that holds it is refused before (J007)."""
    value = ["a\ud800", "b"] if field == "keywords" else "https://a.example/\ud800"

    document = record(**{field: value})

    assert "R120" in [one.code for one in validate(document)]
    assert told(document) == []


def test_beside_half_a_character_other_faults_of_a_list_are_told():
    assert told(record(keywords=["\ud800", "", "c"])) == [("S104", "", "/keywords/1")]


@pytest.mark.parametrize(
    ("items", "again"),
    [
        (["a", "b"], []),
        ([1, True, 1.0, "1"], [2]),
        ([0, False, None, None], [3]),
        ([[0, 1], [0, 1], [0, True]], [1]),
        ([{"a": 1, "b": 2}, {"b": 2, "a": 1}, {"a": 1}], [1]),
        ([[], {}, [], ""], [2]),
    ],
)
def test_items_are_the_same_by_the_equality_of_json(items, again):
    assert list(authority.repeated(items)) == again


def test_a_format_that_is_not_known_is_an_error_of_the_schema():
    with pytest.raises(ValueError, match="Unknown format"):
        formats.validator({"format": "no-such-format"})


# fields


def test_a_field_is_described_by_the_schema():
    field = schema.field("embargo.until")

    assert field.title == "Until"
    assert field.examples
    assert not field.is_required
    assert schema.field("headline").is_required
    assert schema.field("people.name").is_required
    assert schema.field("no.such.field") is None
    assert schema.field("headline.more") is None


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("status", "draft | scheduled | published | withdrawn"), ("body.format", "text | html"),
        ("people", "[Person]"), ("version", "integer"), ("schemaVersion", "1"), ("headline", "Line"),
        ("contacts.emails", "[string]"),
    ],
)  # fmt: skip
def test_the_kind_of_a_field_is_told_in_words(path, kind):
    assert schema.field(path).type == kind


def test_every_path_leads_to_a_field():
    paths = list(schema.field_paths())

    assert len(paths) == len(set(paths))
    assert all(schema.field(path) for path in paths)


# what is hostile


def test_more_problems_than_anybody_reads_are_not_told():
    found = validate(record(keywords=[""] * 30_000))

    assert [one.code for one in found].count("S104") == MOST_TOLD
    assert [one.code for one in found if one.code != "S104"] == ["J014"]


def test_more_findings_of_rules_than_anybody_reads_are_not_told():
    people = [{"id": "p-1", "name": "x"} for _ in range(30_000)]

    found = validate(record(people=people))

    assert len(found) <= MOST_TOLD + 1
    assert "J014" in [one.code for one in found]
    with pytest.raises(InvalidRelease):
        build(record(people=people))


def test_looking_for_a_like_name_ends(monkeypatch):
    """A look costs a millisecond: a hundred thousand unknown fields would take minutes."""
    looks = []

    def look(*question, **_):
        looks.append(question)
        return []

    monkeypatch.setattr(schema.difflib, "get_close_matches", look)

    found = schema.findings(CLEAN | {f"k{number}": 0 for number in range(5_000)})

    assert len(found) == 5_000
    assert len(looks) <= 100


def test_the_precise_validator_passes_over_items_that_are_right(monkeypatch):
    """A long list costs it a hundred times as much for each item."""
    from jsonschema import Draft202012Validator

    asked = []
    descend = Draft202012Validator.descend
    monkeypatch.setattr(
        Draft202012Validator, "descend", lambda *a, **k: asked.append(a) or descend(*a, **k)
    )
    schema._authority.cache_clear()
    few = {"keywords": ["a", "b", ""], "bodi": 1}
    many = {"keywords": [f"{number:05}" for number in range(5_000)] + [""], "bodi": 1}

    schema.findings(CLEAN | few)
    once = len(asked)
    schema.findings(CLEAN | many)

    schema._authority.cache_clear()
    assert len(asked) == 2 * once


def test_the_order_of_fields_is_counted_once(monkeypatch):
    from archive import validation

    class Fields(dict):
        passes = 0

        def __iter__(self):
            Fields.passes += 1
            return super().__iter__()

    document = Fields({f"k{number}": 0 for number in range(1_000)})
    found = schema.findings(dict(document))

    validation._in_order(found, document)

    assert Fields.passes <= 2


def test_items_are_not_compared_in_pairs():
    """As the library does with items of several kinds: a million keywords would take days."""

    class Word(str):
        __slots__ = ()
        compared = 0
        __hash__ = str.__hash__

        def __eq__(self, other):
            Word.compared += 1
            return str.__eq__(self, other)

    assert list(authority.repeated([0, *(Word(f"{number:04}") for number in range(2_000))])) == []

    assert Word.compared < 2_000
