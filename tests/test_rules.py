"""The rules behind the schema: what each one finds, where, and what it leaves alone."""

from __future__ import annotations

import copy
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from archive import messages, regions, topics
from archive.body import canonical_text, plain_text
from archive.findings import CODES, Finding, Severity
from archive.positions import pointer
from archive.validation import schema, validate, validate_many
from archive.validation.rules import RULES, Context
from tests.every_field import every_field
from tests.strategies import of

CLEAN = json.loads((Path(__file__).parent / "clean.json").read_text("utf-8"))
DRAFT = {"schemaVersion": "1", "id": "urn:x:1", "status": "draft"}
Told = tuple[str, str, str]


def record(**fields: Any) -> dict[str, Any]:
    """Return the clean record with other fields; ``None`` takes one out."""
    document = copy.deepcopy(CLEAN) | fields
    return {name: value for name, value in document.items() if value is not None}


def changed(where: str, value: Any, document: dict[str, Any] | None = None) -> dict[str, Any]:
    """Return a record, the clean one if none is given, with another value at a pointer."""
    whole = copy.deepcopy(CLEAN if document is None else document)
    *steps, last = where.split("/")[1:]
    holder: Any = whole
    for step in steps:
        holder = holder[int(step)] if isinstance(holder, list) else holder[step]
    holder[int(last) if isinstance(holder, list) else last] = value
    return whole


def full() -> dict[str, Any]:
    """Return a record that uses every field, and nothing of others that a rule might tell."""
    return every_field() | {"extensions": {"x": 1}}


def saying(text: str, **fields: Any) -> dict[str, Any]:
    """Return a clean record with another text and nothing that refers to the old one."""
    body = {"format": "text", "text": text}
    document = record(**{"body": body, "quotes": None, "people": None} | fields)
    document["dates"] = {"issued": CLEAN["dates"]["issued"]}
    return document


def quoting(text: str, words: str, *, kind: str = "direct", **fields: Any) -> dict[str, Any]:
    """Return a record whose text holds one quotation."""
    document = saying(text, **fields)
    start = plain_text(document["body"]["format"], document["body"]["text"]).index(words)
    document["quotes"] = [{"id": "q-1", "kind": kind, "span": [start, start + len(words)]}]
    return document


def findings(document: dict[str, Any]) -> list[Finding]:
    """Return what the rules of the hundred say, and prove that the schema says nothing."""
    assert schema.accepts(document), schema.findings(document)
    return [one for one in validate(document) if one.code < "R2"]


def told(document: dict[str, Any]) -> list[Told]:
    return [(one.code, one.pointer, one.variant) for one in findings(document)]


def paths(*types: str) -> list[str]:
    """Return the fields of the record that have one of some types."""
    return [path for path in schema.field_paths() if schema.field(path).type in types]


def place_of(path: str, document: dict[str, Any]) -> str:
    """Return the pointer of the first value at a dotted path."""
    found = next(places(path.split("."), document), None)
    assert found is not None, f"the record has no {path}"
    return pointer(found)


def places(steps: list[str], value: Any) -> Iterator[list[str | int]]:
    if isinstance(value, list):
        for number, part in enumerate(value):
            yield from ([number, *rest] for rest in places(steps, part))
    elif steps and steps[0] in value:
        if len(steps) == 1:
            yield [steps[0]]
        else:
            yield from ([steps[0], *rest] for rest in places(steps[1:], value[steps[0]]))


def test_a_clean_record_breaks_no_rule():
    assert validate(CLEAN) == []


def test_a_record_with_every_field_breaks_no_rule():
    assert told(full()) == []


def test_every_code_of_the_hundred_is_given_by_a_rule():
    """But R128 and R129, which need two records, and R134 to R138, which need attached files."""
    given_here = {
        code
        for rule in RULES
        for code in CODES
        if code.startswith("R1") and code in (rule.__doc__ or "")
    }

    elsewhere = {"R128", "R129", "R134", "R135", "R136", "R137", "R138"}
    assert given_here | elsewhere == {code for code in CODES if code.startswith("R1")}


# references (R101), ids (R102, R122), chains (R126)

REFERENCES = [path for path in paths("Local id", "Local ids") if not path.endswith("id")]


@pytest.mark.parametrize("path", REFERENCES)
def test_a_reference_leads_to_a_member(path):
    document = full()
    where = place_of(path, document)
    many = schema.field(path).type == "Local ids"

    broken = changed(where, ["x-9"] if many else "x-9", document)

    assert (("R101", f"{where}/0" if many else where, "")) in told(broken)


@pytest.mark.parametrize(
    ("where", "target"),
    [
        ("/quotes/0/speaker", "pl-1"),
        ("/people/0/roles/0/org", "p-1"),
        ("/issuers/0/ref", "p-1"),
        ("/dateline/place", "org-1"),
        ("/contacts/0/org", "a-1"),
        ("/rights/holder", "q-1"),
    ],
)
def test_a_reference_leads_to_the_right_kind(where, target):
    (one,) = findings(changed(where, target))

    assert (one.code, one.pointer, one.variant) == ("R101", where, "kind")
    assert one.params["kind"] in messages.message(one, "en")


@pytest.mark.parametrize("where", ["/quotes/0/speaker", "/rights/holder"])
@pytest.mark.parametrize("target", ["p-1", "org-1"])
def test_people_and_organisations_speak_and_hold_rights(where, target):
    assert told(changed(where, target)) == []


def test_speakers_of_a_session_are_people_or_organisations():
    session = {"id": "s-1", "kind": "talk", "speakers": ["org-1", "p-1", "pl-1"]}
    document = record(events=[{"id": "e-1", "name": "Peresmian", "sessions": [session]}])

    assert told(document) == [("R101", "/events/0/sessions/0/speakers/2", "kind")]


@pytest.mark.parametrize(
    ("where", "value", "at"),
    [
        ("/attachments/0/id", "p-1", "/attachments/0/id"),
        ("/quotes/0/id", "pl-1", "/places/0/id"),
        ("/people", [{"id": "p-1", "name": "A"}, {"id": "p-1", "name": "B"}], "/people/1/id"),
        ("/events", [{"id": "org-1", "name": "A"}], "/events/0/id"),
        (
            "/events",
            [{"id": "e-1", "name": "A", "sessions": [{"id": "p-1", "kind": "talk"}]}],
            "/events/0/sessions/0/id",
        ),
    ],
)
def test_a_local_id_stands_once_whatever_it_names(where, value, at):
    """And what refers to it is not blamed: one of the two is what it means."""
    assert told(changed(where, value)) == [("R102", at, "")]


@pytest.mark.parametrize(
    ("local", "found"),
    [("v1", True), ("v20", True), ("v", False), ("video-1", False), ("v1a", False)],
)
def test_a_local_id_does_not_look_like_a_version(local, found):
    document = changed("/attachments/0/id", local)

    assert told(document) == ([("R122", "/attachments/0/id", "")] if found else [])


def within(*pairs: tuple[str, str]) -> dict[str, Any]:
    places_ = [{"id": one, "name": "A", "kind": "other", "within": other} for one, other in pairs]
    return record(places=[*CLEAN["places"], *places_])


@pytest.mark.parametrize(
    ("document", "rings"),
    [
        (within(("a", "a")), [1]),
        (within(("a", "b"), ("b", "a")), [1, 2]),
        (within(("a", "b"), ("b", "c"), ("c", "b")), [2, 3]),
        (within(("a", "pl-1"), ("b", "a"), ("c", "a")), []),
    ],
)
def test_a_place_does_not_lie_within_itself_over_any_steps(document, rings):
    """What only leads to a ring, without being part of it, is not told."""
    assert told(document) == [("R126", f"/places/{number}/within", "") for number in rings]


def test_an_organisation_is_not_part_of_itself():
    assert told(changed("/organisations/0/parent", "org-1")) == [
        ("R126", "/organisations/0/parent", "")
    ]


def test_a_ring_of_thousands_is_told_without_a_long_wait():
    ring = [(f"p{number}", f"p{(number + 1) % 5000}") for number in range(5000)]

    assert len(told(within(*ring))) == 5000


# sets (R103)

SETS = [
    path
    for path in paths("Lines", "IRIs", "Local ids", "Spans", "[string]")
    if not path.startswith("extensions")
]


@pytest.mark.parametrize("path", SETS)
def test_a_set_is_sorted(path):
    document = full()
    where = place_of(path, document)
    two = [[5, 9], [1, 3]] if schema.field(path).type == "Spans" else ["urn:x:b", "urn:x:a"]
    if schema.field(path).type == "Local ids":
        two = ["x-2", "x-1"]
    if path == "contacts.emails":
        two = ["b@x.example", "a@x.example"]

    sorted_and_not = [
        [one for one in told(changed(where, values, document)) if one[0] == "R103"]
        for values in (sorted(two), two)
    ]

    assert sorted_and_not == [[], [("R103", where, "")]]


def test_sets_are_sorted_by_code_point():
    """Capitals come first, accents behind z: nothing depends on a language."""
    assert told(record(keywords=["Zebra", "apel", "kota", "École"][:3])) == []
    assert told(record(keywords=["zebra", "école"])) == []
    assert told(record(keywords=["apel", "Zebra"])) == [("R103", "/keywords", "")]


def test_spans_are_sorted_as_numbers():
    document = changed("/people/0/spans", [[9, 12], [85, 101], [102, 103]])

    assert told(document) == []


def test_the_right_order_of_a_set_is_told():
    (one,) = findings(record(keywords=["rapat", "humas"]))

    assert "humas, rapat" in messages.message(one, "en")


def test_lists_of_objects_and_extensions_have_the_order_they_have():
    document = record(notes=[{"text": "b"}, {"text": "a"}], extensions={"x": ["b", "a"]})

    assert told(document) == []


# spans (R104)


@pytest.mark.parametrize(
    "path", [path for path in paths("Span", "Spans") if not path.startswith("provenance")]
)
def test_a_span_of_the_body_ends_in_the_text(path):
    document = full()
    where = place_of(path, document)
    if schema.field(path).type == "Spans":
        where += "/0"

    assert told(changed(where, [0, 10**6], document)) == [("R104", where, "")]


@pytest.mark.parametrize(
    ("span", "variant"), [([12, 4], "reversed"), ([4, 4], "reversed"), ([186, 188], "")]
)
def test_a_span_begins_before_it_ends_and_ends_in_the_text(span, variant):
    assert len(CLEAN["body"]["text"]) == 187
    assert told(changed("/people/0/spans/0", span)) == [("R104", "/people/0/spans/0", variant)]
    assert told(changed("/people/0/spans/0", [186, 187])) == []


def test_spans_count_characters_and_not_bytes_or_halves():
    text = "🚲 “Siap,” kata Siti 🚲"

    assert told(quoting(text, "Siap")) == []
    assert told(changed("/quotes/0/span", [3, len(text) + 1], quoting(text, "Siap"))) == [
        ("R104", "/quotes/0/span", "")
    ]


def test_spans_of_html_count_in_its_plain_text():
    html = {"format": "html", "text": "<p>“<em>Kami</em> siap,” kata Siti.</p>"}

    document = quoting("", "Kami siap", body=html)

    assert document["quotes"][0]["span"] == [1, 10]
    assert told(document) == []


def test_a_quotation_has_words():
    document = changed("/quotes/0/span", [102, 104])

    assert ("R104", "/quotes/0/span", "blank") in told(document)


@pytest.mark.parametrize("name", ["evidence", "removed"])
@pytest.mark.parametrize(("span", "found"), [([4, 9000], False), ([9, 4], True), ([4, 4], True)])
def test_a_span_of_the_source_file_begins_before_it_ends(name, span, found):
    """How long the file is, nobody knows here."""
    part = {"pointer": "/headline"} if name == "evidence" else {"text": "x", "kind": "other"}
    provenance = {"sha256": "0" * 64, name: [part | {"span": span}]}
    where = f"/provenance/{name}/0/span"

    assert told(record(provenance=provenance)) == ([("R104", where, "reversed")] if found else [])


def test_spans_of_a_draft_without_a_body_are_not_judged_yet():
    quote = {"id": "q-1", "kind": "direct", "span": [4, 40]}

    assert told(DRAFT | {"quotes": [quote]}) == []
    assert told(DRAFT | {"quotes": [quote | {"span": [4, 3]}]}) == [
        ("R104", "/quotes/0/span", "reversed")
    ]


# quotations (R105)


@pytest.mark.parametrize(
    "text",
    [
        '"Kami siap," kata Siti.',
        "“Kami siap,” kata Siti.",
        "”Kami siap”, sade hon.",
        "„Kami siap“, sagte sie.",
        "„Kami siap”, powiedziała.",
        "»Kami siap«, sagte sie.",
        "« Kami siap », dit-elle.",
        "«\u00a0Kami siap\u00a0», dit-elle.",
        "«\u202fKami siap\u202f», dit-elle.",
        "›Kami siap‹, sagte sie.",
        "‹Kami siap›, dit-elle.",
        "‘Kami siap,’ she said.",
        "‚Kami siap‘, sagte sie.",
        "'Kami siap,' kata Siti.",
        "「Kami siap」と述べた。",
        "『Kami siap』と述べた。",
        "｢Kami siap｣と述べた。",
        "《Kami siap》",
        "〝Kami siap〟",
        "＂Kami siap＂",
        "``Kami siap'' kata Siti.",
        "قالت: «Kami siap».",
        "“Kami siap!” kata Siti.",
        "“Kami siap...” kata Siti.",
        "“… Kami siap …” kata Siti.",
        "“(Kami siap),” kata Siti.",
        "“[Kami siap],” kata Siti.",
        "“¡Kami siap!” dijo.",
        "“Kami siap。”",
        "“Kami siap,\u200f” kata Siti.",
        "Siti: “Kami siap.\n\n“Kami berani,” katanya.",
        "“ Kami siap, ” kata Siti.",
    ],
)
def test_a_direct_quotation_stands_between_marks_of_any_kind(text):
    assert told(quoting(text, "Kami siap")) == []


@pytest.mark.parametrize(
    ("text", "variant"),
    [
        ("Kami siap, kata Siti.", "before"),
        ("Kami siap,” kata Siti.", "before"),
        ("“Kami siap, kata Siti.", "behind"),
        ("“Ya,” kata Siti. Kami siap.", "before"),
        ("“Mungkin sekali Kami siap,” katanya.", "before"),
        ("“Kami siap sepenuhnya,” katanya.", "behind"),
        ("“Kami siap.\n\nKami berani,” katanya.", "behind"),
    ],
)
def test_a_direct_quotation_without_marks_is_told(text, variant):
    assert told(quoting(text, "Kami siap")) == [("R105", "/quotes/0/span", variant)]


@pytest.mark.parametrize("words", ["“Kami siap,”", "“Kami siap,” kata Siti. “Ya.”"])
def test_a_span_leaves_the_marks_out(words):
    (one,) = findings(quoting(f"{words} Begitu.", words))

    assert (one.code, one.variant) == ("R105", "inside")
    assert "behind the opening mark" in str(messages.hint(one, "en"))


def test_each_direct_quotation_without_marks_is_told():
    document = quoting("Kami siap bekerja. Kami siap melayani.", "Kami siap bekerja")
    document["quotes"].append({"id": "q-2", "kind": "direct", "span": [19, 37]})

    assert [one for one in told(document) if one[0] == "R105"] == [
        ("R105", "/quotes/0/span", "before"),
        ("R105", "/quotes/1/span", "before"),
    ]


def test_a_quotation_in_two_parts_is_two_quotations():
    document = quoting("“Kami siap,” kata Siti, “dan berani.”", "Kami siap")
    document["quotes"].append({"id": "q-2", "kind": "direct", "span": [25, 35]})

    assert told(document) == []


def test_an_indirect_quotation_needs_no_marks():
    assert told(quoting("Siti berkata mereka siap.", "mereka siap", kind="indirect")) == []


@pytest.mark.parametrize("kind", ["speech", "transcript"])
def test_in_a_speech_or_a_transcript_all_words_are_the_speakers(kind):
    document = quoting("Siti: Kami siap.", "Kami siap", type=kind)

    assert told(document) == []
    assert told(document | {"type": "statement"}) == [("R105", "/quotes/0/span", "before")]


@pytest.mark.parametrize(
    ("html", "found"),
    [
        ("<p>Kata Siti:</p><blockquote><p>Kami siap.</p></blockquote>", False),
        ("<blockquote><p>Siti: <em>Kami</em> siap.</p></blockquote><p>Ya.</p>", False),
        ("<blockquote><p>Ya.</p></blockquote><p>Kami siap.</p>", True),
        ("<p>Kami siap.</p><blockquote><p>Ya.</p></blockquote>", True),
        ("<p>Kami siap.</p>", True),
    ],
)
def test_a_block_quotation_marks_its_words(html, found):
    document = quoting("", "Kami siap", body={"format": "html", "text": html})

    assert [one[0] for one in told(document)] == (["R105"] if found else [])


def test_a_span_outside_the_text_is_told_once():
    assert told(changed("/quotes/0/span", [105, 999])) == [("R104", "/quotes/0/span", "")]


# canonical form (R106)


@pytest.mark.parametrize(
    ("form", "text", "right"),
    [
        ("text", "Satu.\n\n\nDua.", "Satu.\n\nDua."),
        ("text", "Satu. \n\nDua.", "Satu.\n\nDua."),
        ("text", " Satu.", "Satu."),
        ("text", "Satu.\n", "Satu."),
        ("text", "Satu.\u2029Dua.", "Satu.\n\nDua."),
        ("html", "<P>Satu.</P>", "<p>Satu.</p>"),
        ("html", "<p>Satu.</p> <p>Dua.</p>", "<p>Satu.</p><p>Dua.</p>"),
        ("html", "<p>Satu <b>dua</b>.</p>", "<p>Satu <strong>dua</strong>.</p>"),
        ("html", "<p>Satu &nbsp;dua.</p>", "<p>Satu \u00a0dua.</p>"),
        ("html", "<p class='x'>Satu.</p>", "<p>Satu.</p>"),
        ("html", "Satu.", "<p>Satu.</p>"),
        ("html", "<p>Satu.</p><script>x()</script>", "<p>Satu.</p>"),
    ],
)
def test_a_body_stands_in_its_canonical_form(form, text, right):
    (one,) = findings(saying("", body={"format": form, "text": text}))

    assert (one.code, one.pointer, one.variant) == ("R106", "/body/text", form)
    assert one.params["canonical"] == right
    assert told(saying("", body={"format": form, "text": right})) == []


def test_the_hint_shows_what_to_write_and_where():
    (one,) = findings(saying(f"{'Panjang. ' * 20}Satu.\n\n\nDua."))

    assert one.params["offset"] == 187
    assert "Write there: 'g. Satu.\\u000a\\u000aDua.'" in str(messages.hint(one, "en"))
    assert "Tulis di situ: 'g. Satu.\\u000a\\u000aDua.'" in str(messages.hint(one, "id"))


@pytest.mark.parametrize("form", ["text", "html"])
def test_a_body_of_white_space_holds_no_text(form):
    (one,) = findings(saying("", body={"format": form, "text": " \n "}))

    assert (one.code, one.variant) == ("R106", "empty")


# weekdays (R107; R222 is an editor's matter, told by the same rule)


def mentioning(words: str, value: str = "2026-03-02", **more: Any) -> dict[str, Any]:
    """Return a record that names one date; the second of March 2026 is a Monday."""
    mention = {"asWritten": words, "value": value, **more}
    return record(dates=CLEAN["dates"] | {"mentions": [mention]})


def weekday_codes(document: dict[str, Any]) -> list[str]:
    assert schema.accepts(document)
    return [one.code for one in validate(document) if one.code in ("R107", "R222")]


@pytest.mark.parametrize(
    ("words", "claimed", "variant"),
    [
        ("Selasa (2/3/2026)", True, "true"),
        ("Senin (2/3/2026)", False, "false"),
        ("Tuesday, March 2, 2026", True, "true"),
    ],
)
def test_weekday_matches_says_what_the_calendar_says(words, claimed, variant):
    document = mentioning(words, weekdayMatches=claimed)

    assert told(document) == [("R107", "/dates/mentions/0/weekdayMatches", variant)]


@pytest.mark.parametrize(
    ("words", "claimed"),
    [("Senin (2/3/2026)", True), ("2 Maret 2026", True), ("2 Maret 2026", False)],
)
def test_a_claim_that_holds_or_cannot_be_checked_is_left_alone(words, claimed):
    assert weekday_codes(mentioning(words, weekdayMatches=claimed)) == []


def test_a_weekday_that_is_known_to_be_wrong_is_still_told():
    """The claim is right, and yet somebody wrote a wrong date."""
    assert weekday_codes(mentioning("Selasa (2/3/2026)", weekdayMatches=False)) == ["R222"]


@pytest.mark.parametrize(
    "words",
    ["Senin (2/3)", "Isnin, 2 Mac 2026", "MONDAY 2 March", "Mon., 2 March", "الاثنين 2 مارس",
     "hari Senin [02/03]", "“Senin” (2/3)", "Senin-Selasa, 2 Maret", "Senin atau Selasa (3/3)"],
)  # fmt: skip
def test_the_right_weekday_is_known_in_five_languages(words):
    assert weekday_codes(mentioning(words)) == []


@pytest.mark.parametrize(
    "words",
    ["Selasa (2/3)", "Ahad, 2 Mac 2026", "Jum’at (2/3)", "Jum'at, 2/3", "Rebo 2 Maret", "sunday 2",
     "الثلاثاء 2 مارس", "hari Minggu ini (2/3)", "Minggu (2/3) lalu", "Jumat/Friday Jumat (2/3)"],
)  # fmt: skip
def test_a_wrong_weekday_is_known_in_five_languages(words):
    assert weekday_codes(mentioning(words)) == ["R222"]


@pytest.mark.parametrize(
    "words",
    ["malam Selasa (2/3)", "Malam Minggu, 2 Maret", "dua minggu lalu (2/3)", "3 minggu, sejak 2/3",
     "Minggu lalu, 2 Maret", "minggu pertama Maret (2/3)", "akhir minggu (2/3)"],
)  # fmt: skip
def test_an_eve_or_a_week_is_no_weekday(words):
    """`malam Minggu` is the evening of Saturday, and `minggu` is a week too."""
    assert weekday_codes(mentioning(words)) == []


@pytest.mark.parametrize("value", ["2026-03", "2026-03-02~", "2026-03-02/2026-03-04", "XXXX-03-02"])
def test_a_vague_date_has_no_weekday(value):
    assert weekday_codes(mentioning("Selasa (2/3)", value)) == []


# periods (R108, R117)


@pytest.mark.parametrize(
    ("start", "end", "found"),
    [
        ("2026-03-03", "2026-03-02", True),
        ("2026-03-02", "2026-03-02", False),
        ("2026-03-02", "2026-03", False),
        ("2026-03-02", "2026-02", True),
        ("2026", "2026-01-01", False),
        ("2026-03-02~", "2026-03-01", False),
        ("2026-03-02/2026-03-04", "2026-03-03", False),
        ("../2026", "2020", False),
        ("2026-03-02", "2026-03-01/..", False),
    ],
)
def test_an_event_does_not_end_before_it_starts(start, end, found):
    """Only what is certain is told: vague dates have their widest meaning."""
    document = record(events=[{"id": "e-1", "name": "Peresmian", "start": start, "end": end}])

    assert told(document) == ([("R108", "/events/0/end", "")] if found else [])


@pytest.mark.parametrize(
    "where", ["/people/0/roles/0", "/organisations/0", "/government"], ids=lambda it: it[1:4]
)
@pytest.mark.parametrize(("to", "found"), [("2023", True), ("2024-12", False), ("2025", False)])
def test_a_period_does_not_end_before_it_starts(where, to, found):
    document = record(government={"ref": "org-1"}, dates=None, status="draft")
    document = changed(f"{where}/from", "2024-06", document)
    document = changed(f"{where}/to", to, document)

    assert told(document) == ([("R117", f"{where}/to", "")] if found else [])


# order of dates (R109, R112)


def dated(made: str = "2026-03-03T10:00:00+07:00", status: str = "published", **dates: Any) -> Any:
    moments = {
        name: {"dateTime" if "T" in value else "edtf": value} for name, value in dates.items()
    }
    return record(dates=moments, versionCreated=made, status=status, dateline=None)


@pytest.mark.parametrize(
    ("document", "where"),
    [
        (dated(issued="2026-03-02", created="2026-03-03"), ["issued"]),
        (dated(issued="2026-03-02", modified="2026-03-01"), ["modified"]),
        (dated(issued="2026-03-02", expires="2026-03-01"), ["expires"]),
        (dated(issued="2026-03-01", created="2026-03-01", modified="2026-02"), ["modified"] * 2),
        (dated(issued="2026-03-02", created="2026-03-02", modified="2026-03-03"), []),
        (dated(issued="2026-03-02", created="2026-03", modified="2026"), []),
        (dated(issued="2026-03-02/..", modified="2026-03-01"), ["modified"]),
        (dated(issued="../2026-03-02", modified="2020"), []),
        (dated(issued="2026-03-02~", modified="2020"), []),
        (dated(issued="2026-03-02T09:00:00+07:00", modified="2026-03-02T02:00:00Z"), []),
        (dated(issued="2026-03-02T09:00:00+07:00", modified="2026-03-02T01:59:59Z"), ["modified"]),
    ],
)
def test_a_text_is_written_then_issued_then_changed_then_expires(document, where):
    assert told(document) == [("R109", f"/dates/{name}", "dates") for name in where]


@pytest.mark.parametrize(
    ("document", "where"),
    [
        (dated(issued="2026-03-04T10:00:00+07:00"), ["issued"]),
        (dated(issued="2026-03-03T10:00:00+07:00"), []),
        (dated(issued="2026-03-03T09:59:59+06:00"), ["issued"]),
        (dated(issued="2026-03-02", modified="2026-03-05"), ["modified"]),
        (dated(issued="2026-03-05", created="2026-03-05"), ["issued", "created"]),
        (dated(issued="2026-03-05", status="scheduled"), []),
        (dated(issued="2026-03-05", status="draft"), []),
        (dated(issued="2026-03-02", expires="2026-12-31", scheduledFor="2026-12-30"), []),
        (dated(made="9999-12-31T23:59:59-12:00", issued="9999-12-31"), []),
        (dated(made="0001-01-01T00:00:00+14:00", issued="0001-01-01"), []),
    ],
)
def test_an_edition_is_made_last(document, where):
    """But a release that is still to come may be dated later."""
    document["dates"].pop("x", None)
    if document["status"] == "scheduled":
        document["dates"]["scheduledFor"] = {"edtf": "2026-03-05"}

    assert sorted(told(document)) == sorted(
        [("R109", f"/dates/{name}", "edition") for name in where]
    )


@pytest.mark.parametrize(
    ("made", "found"),
    [
        ("2026-03-02T17:30:00Z", False),
        ("2026-03-03T00:30:00+07:00", False),
        ("2026-03-02T09:59:59Z", True),
        ("2026-03-02T10:00:00Z", False),
    ],
)
def test_a_day_is_that_of_some_zone(made, found):
    """At half past five in the afternoon of UTC it is already tomorrow in Jakarta."""
    assert told(dated(made=made, issued="2026-03-03")) == (
        [("R109", "/dates/issued", "edition")] if found else []
    )


@pytest.mark.parametrize(
    ("issued", "found"),
    [
        ({"dateTime": "2026-03-02T05:59:59+07:00"}, True),
        ({"dateTime": "2026-03-01T23:00:00Z"}, False),
        ({"edtf": "2026-03-01"}, False),
    ],
)
def test_a_release_waits_for_the_end_of_its_embargo(issued, found):
    document = record(embargo={"until": "2026-03-02T06:00:00+07:00"}, dates={"issued": issued})

    assert told(document) == ([("R112", "/dates/issued/dateTime", "")] if found else [])


# embargo, status and histories (R110, R111, R113 to R116, R132)


@pytest.mark.parametrize(
    ("fields", "found"),
    [
        ({"embargo": {}, "status": "published"}, [("R110", "/embargo", "")]),
        ({"embargo": {}, "status": "scheduled"}, []),
        ({"embargo": {}, "status": "draft"}, []),
        ({"embargo": {"until": "2026-03-02T06:00:00+07:00"}, "status": "published"}, []),
        ({"status": "scheduled"}, [("R111", "/status", "")]),
        ({"embargo": {"until": "2026-03-02T06:00:00+07:00"}, "status": "scheduled"}, []),
    ],
)
def test_embargo_and_status_agree(fields, found):
    assert told(record(**fields)) == found


def test_a_plan_says_for_when():
    planned = {"scheduledFor": {"edtf": "2026-03-04"}}

    assert told(record(status="scheduled", dates=CLEAN["dates"] | planned)) == []


def step(status: str, at: str = "2026-03-02T09:00:00+07:00", **more: str) -> dict[str, str]:
    return {"status": status, "at": at, **more}


@pytest.mark.parametrize(
    ("history", "found"),
    [
        ([step("withdrawn")], [("R113", "/statusHistory/0", "")]),
        ([step("published"), step("withdrawn", reason="Batal.")], []),
        (None, [("R113", "/status", "history")]),
        (
            [step("published")],
            [("R113", "/status", "history"), ("R116", "/status", "")],
        ),
    ],
)
def test_a_withdrawal_has_a_reason(history, found):
    assert told(record(status="withdrawn", statusHistory=history)) == found


def test_a_release_that_was_published_again_keeps_the_reason_of_its_withdrawal():
    history = [step("withdrawn"), step("published")]

    assert told(record(statusHistory=history)) == [("R113", "/statusHistory/0", "")]


@pytest.mark.parametrize(
    ("history", "found"),
    [
        ([step("published")], []),
        ([step("draft"), step("published")], []),
        ([step("draft")], [("R116", "/status", "")]),
        (
            [step("draft"), step("published", "2026-03-02T08:00:00+07:00")],
            [("R116", "/statusHistory/1/at", "order")],
        ),
        (
            [step("published", "2026-03-03T10:00:01+07:00")],
            [("R116", "/statusHistory/0/at", "later")],
        ),
        ([step("draft"), step("published", "2026-03-02T02:00:00Z")], []),
    ],
)
def test_the_history_leads_to_the_status(history, found):
    assert told(record(statusHistory=history)) == found


def test_the_history_of_a_draft_without_an_edition_is_judged_as_far_as_it_goes():
    assert told(DRAFT | {"statusHistory": [step("published")]}) == [("R116", "/status", "")]


def change(version: int, kind: str = "minor", **more: str) -> dict[str, Any]:
    return {"version": version, "at": "2026-03-03T10:00:00+07:00", "kind": kind, **more}


@pytest.mark.parametrize(
    ("version", "changes", "found"),
    [
        (1, None, []),
        (1, [change(1)], []),
        (1, [change(2)], [("R114", "/changes/0/version", "later")]),
        (2, [change(2)], []),
        (2, [change(2), change(2)], []),
        (3, [change(2), change(3)], []),
        (3, [change(3), change(2)], [("R114", "/changes/1/version", "order")]),
        (2, None, [("R132", "/version", "")]),
        (3, [change(2)], [("R132", "/version", "")]),
        (2, [change(2) | {"at": "2026-03-03T03:00:00Z"}], []),
        (2, [change(2) | {"at": "2026-03-03T03:00:01Z"}], [("R114", "/changes/0/at", "after")]),
        (
            2,
            [change(2) | {"at": "2026-03-03T10:00:01+07:00"}],
            [("R114", "/changes/0/at", "after")],
        ),
        (2, [change(2, "correction")], [("R115", "/changes/0", "")]),
        (2, [change(2, "major")], [("R115", "/changes/0", "")]),
        (2, [change(2, "major", note="Judul baru.")], []),
    ],
)
def test_version_and_changes_agree(version, changes, found):
    """Two changes of one edition are two: a correction, and a word elsewhere."""
    assert told(record(version=version, changes=changes)) == found


def test_changes_of_a_draft_without_a_version_are_judged_among_themselves():
    assert told(DRAFT | {"changes": [change(3), change(2)]}) == [
        ("R114", "/changes/1/version", "order")
    ]


# codes (R118, R119, R125), places (R131), attachments (R127)

MEDIA_TOPICS = "http://cv.iptc.org/newscodes/mediatopic/"


@pytest.mark.parametrize("scheme", ["medtop", MEDIA_TOPICS])
@pytest.mark.parametrize(
    ("code", "found"), [("20000312", ""), ("20009999", "R118"), ("20000564", "R119")]
)
def test_a_topic_exists_and_is_not_retired(scheme, code, found):
    document = record(subjects=[{"scheme": scheme, "code": code}])

    assert told(document) == ([(found, "/subjects/0/code", "")] if found else [])


def test_codes_of_other_schemes_are_not_judged():
    assert told(record(subjects=[{"scheme": "https://x.example/topik/", "code": "20009999"}])) == []


def test_the_day_of_the_list_is_told_with_a_code_it_lacks():
    (one,) = findings(record(subjects=[{"scheme": "medtop", "code": "29999999"}]))

    assert topics.list_date() in messages.message(one, "id")


def test_a_topic_has_a_label_in_the_languages_of_its_list():
    assert topics.label("20000312") == "public relations"
    assert topics.label("20000312", "tlh") is None
    assert topics.label("29999999") is None


@pytest.mark.parametrize(
    ("scheme", "code", "is_known"),
    [
        ("kemendagri", "35", True),
        ("kemendagri", "35.73", True),
        ("kemendagri", "35.73.01", True),
        ("kemendagri", "35.73.01.1001", True),
        ("kemendagri", "96.71", True),
        ("kemendagri", "35.99", False),
        ("kemendagri", "3573", False),
        ("kemendagri", "35.73.1", False),
        ("kemendagri", "٣٥", False),
        ("iso3166-2", "ID-JI", True),
        ("iso3166-2", "ID-XX", False),
        ("iso3166-2", "GB-ENG", True),
        ("iso3166-2", "Surabaya", False),
        ("geonames", "1636722", True),
        ("geonames", "Q1636722", False),
    ],
)
def test_the_code_of_a_place_can_be_one_of_its_list(scheme, code, is_known):
    document = changed("/places/0/codes", {scheme: code})

    assert regions.is_known(scheme, code) is is_known
    assert told(document) == ([] if is_known else [("R125", f"/places/0/codes/{scheme}", "")])


@pytest.mark.parametrize(
    ("lat", "lon", "where"),
    [
        ("-7.98", "112.63", []),
        ("90", "-180", []),
        ("112.63", "-7.98", ["lat"]),
        ("-90.001", "180.1", ["lat", "lon"]),
    ],
)
def test_a_place_lies_on_the_globe(lat, lon, where):
    place = CLEAN["places"][0] | {"lat": lat, "lon": lon}

    assert told(record(places=[place])) == [("R131", f"/places/0/{name}", "") for name in where]


def test_an_attachment_has_a_checksum():
    attachment = {key: value for key, value in CLEAN["attachments"][0].items() if key != "sha256"}

    assert told(record(attachments=[attachment])) == [("R127", "/attachments/0", "")]


# characters (R120, R121, R130)


@pytest.mark.parametrize(
    "character", ["\ufffe", "\uffff", "\ufdd0", "\U0001fffe", "\U0010ffff", "\ud800"]
)
@pytest.mark.parametrize("where", ["/headline", "/body/text", "/people/0/name", "/keywords/0"])
def test_what_no_format_can_carry_is_refused_everywhere(where, character):
    """Half a character comes from programs only: no JSON text holds one."""
    document = changed(where, f"Satu {character} dua", record(keywords=["x"]))

    (one,) = [one for one in findings(document) if one.code == "R120"]

    assert (one.pointer, one.params["offset"]) == (where, 5)
    assert one.params["found"] == f"U+{ord(character):04X}"


@pytest.mark.parametrize(
    ("extensions", "where"),
    [
        ({"x": "a\x00b"}, "/extensions/x"),
        ({"x": {"y": ["a", "b\x08"]}}, "/extensions/x/y/1"),
        ({"x\x0c": 1}, "/extensions/x\x0c"),
        ({"x": "\x9f"}, "/extensions/x"),
        ({"a/b~c": "\x7f"}, "/extensions/a~1b~0c"),
        ({"x": {"y\ufffe": 1}}, "/extensions/x/y\ufffe"),
    ],
)
def test_extensions_hold_no_such_character_either(extensions, where):
    assert told(record(extensions=extensions)) == [("R120", where, "")]


@pytest.mark.parametrize(
    "text",
    ["Sepeda 🚲 dan 👩🏽‍🚀 dan 🏳️‍🌈", "tab\tdan\nbaris", "\\u0000 ditulis", "Ａ ｆｕｌｌ", "क्षि",
     "a\u00adb\u200bc", "العربية \u200f(١٢)\u200e", "𝕏 𠀋", "a\ufeffb"],
)  # fmt: skip
def test_characters_of_living_scripts_are_left_alone(text):
    document = record(summary=text, extensions={"x": text, "y": "\n\t\r"})

    assert told(document) == []


@pytest.mark.parametrize("text", [" ", "\u00a0", "\u200b \u00ad", "\ufeff", "\u3164", "\t\n"])
def test_a_text_in_which_nothing_can_be_seen_is_an_error(text):
    document = record(summary=text, extensions={"x": text})

    assert told(document) == [("R133", "/summary", "")]


def test_a_body_of_invisible_characters_is_an_error():
    body = {"format": "html", "text": "<p>\u200b</p><p>\u00a0</p>"}

    assert ("R133", "/body/text", "") in told(record(body=body))


def test_text_that_was_cut_from_a_source_may_be_white_space():
    removed = [{"text": "\n\n", "span": [0, 2], "kind": "other"}]

    assert told(record(provenance={"sha256": "0" * 64, "removed": removed})) == []


@pytest.mark.parametrize("character", ["\uf0b7", "\ue000", "\U000f0000", "\U0010fffd"])
def test_a_private_character_means_something_in_one_font_only(character):
    assert told(record(summary=f"{character} butir")) == [("R130", "/summary", "")]


@pytest.mark.parametrize(
    ("text", "variant", "offset"),
    [
        ("a\u202eb", "override", 1),
        ("a\u202db\u202c", "override", 1),
        ("\u2067a\u2069 \u202eb", "override", 4),
        ("a \u202bb", "unbalanced", 2),
        ("\u2066a\u2069 \u2068b", "unbalanced", 4),
        ("\u2066a\n\u2069", "unbalanced", 0),
        ("ab\u202c", "stray", 2),
        ("\u2066a\u2069\u2069", "stray", 3),
    ],
)
def test_a_text_does_not_look_other_than_it_is(text, variant, offset):
    (one,) = findings(record(summary=text))

    assert (one.code, one.variant, one.params["offset"]) == ("R121", variant, offset)
    assert one.params["found"] == f"U+{ord(text[offset]):04X}"


@pytest.mark.parametrize("text", ["\u2067نص\u2069 a", "\u202bنص\u202c", "نص\u200f!", "\u061cنص"])
def test_directions_that_end_where_they_began_are_left_alone(text):
    assert told(record(summary=text)) == []


# language tags (R123), evidence (R124)


@pytest.mark.parametrize(
    ("tag", "right"),
    [("in", "id"), ("ID", "id"), ("en-gb", "en-GB"), ("zh-hant", "zh-Hant"), ("jw", "jv")],
)
def test_a_language_has_one_spelling(tag, right):
    (one,) = findings(record(language=tag))

    assert (one.code, one.pointer, one.params["right"]) == ("R123", "/language", right)
    assert right in str(messages.hint(one, "id"))


@pytest.mark.parametrize("path", paths("Language tag"))
def test_every_language_of_a_record_is_looked_at(path):
    document = full()
    where = place_of(path, document)

    assert told(changed(where, "IN", document)) == [("R123", where, "")]


@pytest.mark.parametrize(
    ("where", "found"),
    [
        ("/headline", False),
        ("/quotes/0/span/1", False),
        ("/places/0/codes/kemendagri", False),
        ("/extensions/a~1b/c~0d", False),
        ("/quotes/7", True),
        ("/quotes/-", True),
        ("/quotes/00", True),
        ("/quotes/٠", True),
        ("/quotes/" + "9" * 5000, True),
        ("/headline/0", True),
        ("/", True),
    ],
)
def test_evidence_points_at_a_value(where, found):
    evidence = [{"pointer": where, "span": [0, 9]}]
    document = record(
        provenance={"sha256": "0" * 64, "evidence": evidence}, extensions={"a/b": {"c~d": 1}}
    )

    assert told(document) == ([("R124", "/provenance/evidence/0/pointer", "")] if found else [])


# profiles

OLD, YOUNG = "2020-01-01T00:00:00Z", "2027-01-01T00:00:00Z"


def severities(document: dict[str, Any], profile: str) -> set[Severity]:
    return {one.severity for one in validate(document, profile=profile) if one.code < "R2"}


def test_under_legacy_a_rule_younger_than_the_record_only_warns():
    document = quoting("Kami siap.", "Kami siap", versionCreated=OLD)
    document["dates"] = {"issued": {"edtf": "2019"}}

    assert severities(document, "current") == {Severity.ERROR}
    assert severities(document, "legacy") == {Severity.WARNING}


def test_under_legacy_a_rule_that_was_there_before_the_record_holds():
    document = quoting("Kami siap.", "Kami siap", versionCreated=YOUNG)

    assert severities(document, "legacy") == {Severity.ERROR}


def test_under_legacy_what_writers_rely_on_holds_for_all():
    document = changed("/issuers/0/ref", "org-9", record(versionCreated=OLD))
    document["dates"] = {"issued": {"edtf": "2019"}}

    assert severities(document, "legacy") == {Severity.ERROR}


def test_under_legacy_a_draft_that_was_never_made_counts_as_old():
    document = DRAFT | {"statusHistory": [step("published")]}

    assert severities(document, "legacy") == {Severity.WARNING}


# as a whole


def test_findings_come_in_the_order_of_the_document():
    document = record(language="in", keywords=["b", "a"], version=2)
    document = changed("/places/0/within", "pl-1", document)

    assert [one[0] for one in told(document)] == ["R132", "R123", "R126", "R103"]


OF_DRAFTS = {"R101", "R114", "R116", "R124", "R132"}


@pytest.mark.parametrize("name", sorted(set(schema.document()["properties"]) - {"status"}))
def test_a_draft_with_one_field_more_is_judged_by_that(name):
    """References and spans then lead nowhere, and that is all there is to say."""
    document = DRAFT | {name: full()[name]}

    assert {one.code for one in findings(document)} <= OF_DRAFTS


@settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))
@given(of(schema.document()), st.booleans())
def test_no_document_that_the_schema_accepts_makes_a_rule_fail(document, is_draft):
    if is_draft:
        document = {name: value for name, value in document.items() if len(name) % 2} | DRAFT
    if schema.accepts(document):
        for one in [one for rule in RULES for one in rule(Context(document))]:
            assert one.code in CODES
            for language in messages.LANGUAGES:
                assert messages.message(one, language)


@pytest.mark.corpora
def test_real_quotations_and_dates_break_no_rule(corpora):
    """Quotations that people found in ten real texts, with the words they marked."""
    for path in sorted((corpora / "gold-dev").glob("*.json")):
        facts = json.loads(path.read_text("utf-8"))
        lines = path.with_suffix(".txt").read_text("utf-8").split("\n")
        text = canonical_text("\n\n".join(lines[1:]))
        document = record(body={"format": "text", "text": text}, people=None, quotes=[])
        for number, quote in enumerate(facts["quotes"]):
            start = text.index(quote["text"])
            span = [start, start + len(quote["text"])]
            document["quotes"].append({"id": f"q-{number}", "kind": "direct", "span": span})
        if not document["quotes"]:
            del document["quotes"]
        document["dates"] = {
            "issued": {"edtf": "2019"},
            "mentions": [
                {"asWritten": one["expression"], "value": one["iso"]}
                for one in facts["event_dates"]
                if one["iso"]
            ]
            or [{"asWritten": "2019", "value": "2019"}],
        }

        assert told(document) == [], path.name


def test_several_documents_get_the_findings_that_each_gets_alone():
    documents = [record(), {"schemaVersion": "1"}, record(headline=" "), record(status="draft"), 7]

    together = validate_many(documents, profile="legacy")

    assert together == [validate(one, profile="legacy") for one in documents]
    assert [bool(found) for found in together] == [False, True, True, False, True]
