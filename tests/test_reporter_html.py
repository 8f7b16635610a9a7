"""The report as a page: what a press officer sees, and that nothing of the data becomes markup."""

from __future__ import annotations

import gzip
import itertools
import json
import re
from pathlib import Path

import lxml.html
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from archive import messages
from archive.findings import CODES, Position, Severity, finding
from archive.outcome import Excerpt, Mark, Obstacle, Outcome, Output, Passage, Proof, Tally, Timing
from archive.proofs import MOST_CHARACTERS, MOST_FINDINGS, proof, value_at
from archive.reporters import Closing, Manner, Tool, reporter
from archive.reporters.html import sheets
from tests.program import CLEAN, Program, other, record, save

TOOL = Tool(version="1.2.3", schema_id="urn:s", schema_sha256="00")
CAPITALS = finding("R201", "/headline", words="JALUR")


def page(*outcomes: Outcome, **manner: object) -> str:
    """Return the page of some outcomes."""
    tally = Tally()
    one = reporter("html", Manner(**manner))  # type: ignore[arg-type]
    for outcome in outcomes:
        tally.add(outcome)
        assert not [*one.tell(outcome)]
    text = "".join(one.end(Closing(tally=tally, seconds=1.23456, tool=lambda: TOOL)))
    one.close()
    return text


def parsed(text: str) -> lxml.html.HtmlElement:
    return lxml.html.document_fromstring(text)


def heading(text: str) -> str:
    return str(parsed(text).findtext(".//h1"))


def marked(text: str) -> list[str]:
    """Return the marked words of a page."""
    return [one.text_content() for one in parsed(text).iter("mark")]


def shown(document: object, *findings: object, path: str = "a.json", **fields: object) -> Outcome:
    """Return the outcome of a source with one release in which something was found."""
    made = proof(document, findings)  # type: ignore[arg-type]
    assert made is not None
    return Outcome(path=path, findings=findings, proofs=(made,), **fields)  # type: ignore[arg-type]


# the verdict


@pytest.mark.parametrize(
    ("outcomes", "verdict"),
    [
        ([Outcome(path="a")], "The file is in order"),
        ([Outcome(path="a"), Outcome(path="b")], "All 2 files are in order"),
        ([Outcome(path="a", findings=(CAPITALS,))], "No errors; one file is worth a second look"),
        ([Outcome(path="a", findings=(finding("J010"),))], "One file has to be mended"),
        (
            [Outcome(path="a", obstacle=Obstacle(key="cannot_read", name="a", reason="gone"))],
            "One file could not be read",
        ),
        ([], "No file was checked"),
    ],
)
def test_the_first_words_say_how_it_stands(outcomes, verdict):
    assert heading(page(*outcomes)) == verdict


def test_numbers_are_written_as_the_language_writes_them():
    outcomes = [Outcome(path=f"{number}") for number in range(1200)]

    assert heading(page(*outcomes)) == "All 1,200 files are in order"
    assert heading(page(*outcomes, language="id")) == "Semua 1.200 berkas sudah benar"


def test_what_to_do_first_is_what_is_worst_and_most_frequent():
    found = (CAPITALS, CAPITALS, finding("J010"), finding("R202"))

    steps = parsed(page(Outcome(path="a", findings=found))).find_class("first")[0]

    titles = [messages.page(code, "en").title for code in ("J010", "R201", "R202")]
    assert [one.findtext("strong") for one in steps] == titles


def test_remarks_alone_are_steps_too_and_without_any_there_is_nothing_to_do():
    assert parsed(page(Outcome(path="a", findings=(finding("R205"),)))).find_class("first")
    assert "no problem was found" in page(Outcome(path="a"))


def test_a_file_that_cannot_be_opened_comes_first_and_is_named_with_the_reason():
    obstacle = Obstacle(key="cannot_read", name="b.json", reason="No such file")
    text = page(Outcome(path="b.json", obstacle=obstacle), Outcome(path="a", findings=(CAPITALS,)))

    assert parsed(text).find_class("first")[0][0].find("a").get("href") == "#unread"
    assert "No such file" in text


def test_at_most_fifteen_kinds_have_a_bar_and_the_others_are_counted():
    found = tuple(
        replace(finding(code), params=AnyValue()) for code in list(CODES) if code[0] == "N"
    )
    text = page(Outcome(path="a", findings=found))

    assert text.count('class="bar"') == 15
    assert f"and {len(found) - 15} more kinds" in text


class AnyValue(dict):  # type: ignore[type-arg]
    """Has a value for every name."""

    def __missing__(self, name: str) -> str:
        return "x"


# the release, with marks


def test_the_words_that_a_finding_names_are_marked_in_the_text():
    headline = "TERMINAL LARANGAN BUKA JALUR"
    text = page(shown(record(headline=headline), CAPITALS))

    assert marked(text) == ["JALUR"]
    assert "Headline" in text
    assert "Write it as a sentence" in text


def test_each_of_several_like_findings_has_its_own_place():
    body = {"format": "text", "text": "Satu 4. 5 dua 4. 5 tiga."}
    one, two = (finding("R207", "/body/text", words="4. 5", offset=at) for at in (5, 14))
    three, four = (finding("R235", "/body/text", words="4. 5") for _ in range(2))
    made = proof(record(body=body), [one, two, three, four])

    assert [(mark.start, mark.end) for mark in made.marks] == [(5, 9), (14, 18)] * 2


def test_a_span_is_marked_in_the_body_and_where_words_in_it_are_named_only_those():
    body = {"format": "html", "text": "<p>Ia berkata: “Kami (red) siap.”</p>"}
    document = record(body=body, quotes=[{"span": [13, 30], "speakerAsWritten": "Ia"}])
    whole_span = finding("R105", "/quotes/0/span", words="nowhere")
    words = finding("R229", "/quotes/0/span", words="(red)")

    assert marked(page(shown(document, whole_span)))[0] == "Kami (red) siap.”"
    assert marked(page(shown(document, words))) == ["(red)"]


def test_marks_that_overlap_are_one_in_the_other_and_each_has_its_number():
    body = {"format": "text", "text": "Satu dua tiga."}
    found = [
        finding("R235", "/body/text", words="Satu dua"), finding("R235", "/body/text", words="dua tiga"),
    ]  # fmt: skip
    text = page(shown(record(body=body), *found))

    assert marked(text) == ["Satu ", "dua", " tiga"]
    assert {one.get("href") for one in parsed(text).iterfind(".//a[@href]")} >= {"#n1", "#n2"}


def test_a_span_behind_the_text_is_marked_as_far_as_the_text_goes():
    spans = [[5, 9000]]
    document = record(people=[{"name": "Siti", "spans": spans}])
    text = value_at(document, "/body/text")
    made = proof(document, [finding("R104", "/people/0/spans/0", start=5, end=9000, length=9)])

    assert [(one.start, one.end) for one in made.marks] == [(5, len(text))]


def test_a_fault_in_a_field_of_a_quotation_is_marked_in_the_body_and_at_the_field():
    quotes = [{"span": [0, 5], "speaker": "p-9"}]
    found = finding("R101", "/quotes/0/speaker", value="p-9", wanted="people", kind="")
    text = page(shown(record(quotes=quotes), found))

    assert marked(text) == [value_at(record(), "/body/text")[:5], "p-9"]
    assert text.count('id="m1"') == 1


def test_a_character_that_nobody_sees_is_marked_and_written_out():
    found = finding("R121", "/summary", variant="override", found="U+202E", offset=3)

    assert marked(page(shown(record(summary="ab \u202ecd"), found))) == ["\\u202e"]


def test_a_field_that_is_missing_is_named_in_the_words_of_the_schema():
    found = finding("S101", "/issuers", field="issuers")
    english, indonesian = (
        page(shown(record(issuers=None), found), language=language) for language in ("en", "id")
    )

    assert "(not there, or empty)" in english
    assert "Penerbit" in indonesian
    assert "/issuers" not in parsed(english).find("body").text_content()


def test_a_field_of_a_person_names_the_person_and_lists_are_shown_as_words():
    people = [{"name": "Siti Rahma", "id": "Siti Rahma", "aliases": ["b", "a"], "x": 1}]
    found = [
        finding("R103", "/people/0/aliases", right="a, b"),
        finding("S120", "/people/0/id", found="Siti Rahma"),
        finding("S102", "/people/0/x", field="x"),
    ]
    text = parsed(page(shown(record(people=people), *found))).text_content()

    assert "(Siti Rahma)" in text
    assert "b, a" in text
    assert "“x”" in text


def test_remarks_are_numbered_in_the_order_of_the_text():
    found = [
        finding("R230", "/body/text", words=value_at(CLEAN, "/body/text")[:4]),
        finding("R201", "/headline", words=CLEAN["headline"]),
    ]
    names = parsed(page(shown(record(), *found))).find_class("name")

    titles = [messages.page(code, "en").title for code in ("R201", "R230")]
    assert [one.findtext("strong") for one in names] == titles


def test_texts_have_the_language_and_the_direction_of_the_record():
    found = finding("R201", "/headline", words="x")
    for tag, wanted in (("ar", "rtl"), ("he", "rtl"), ("fa", "rtl"), ("ur", "rtl"), ("id", "ltr")):
        one = parsed(page(shown(record(language=tag), found))).find_class("headline")[0]
        assert (one.get("lang"), one.get("dir")) == (tag, wanted)
    odd = parsed(page(shown(record(language='"><b>'), found))).find_class("headline")[0]
    assert (odd.get("lang"), odd.get("dir")) == (None, "auto")


def test_paragraphs_line_breaks_and_a_cut_of_a_long_text_are_shown():
    body = {"format": "text", "text": "a\nb\n\nc" + "x" * MOST_CHARACTERS}
    text = page(shown(record(body=body), finding("R230", "/body/text", words="b\n\nc")))
    shown_body = parsed(text).find_class("body")[0]

    assert [len(shown_body.findall(f".//{name}")) for name in ("p", "br")] == [2, 1]
    assert marked(text) == ["b", "c"]
    assert "The text goes on" in text


def test_an_example_of_the_field_is_given_where_a_value_has_the_wrong_form():
    found = finding("S105", "/versionCreated", found="2026")

    assert "Example:" in page(shown(record(versionCreated="2026"), found))


def test_a_release_of_which_nothing_can_be_shown_has_its_findings_all_the_same():
    odd = {"headline": 7, "body": [], "quotes": {}, "dateline": None, "language": ["id"]}
    found = finding("S107", "/headline", wanted="string", found="integer")
    text = page(shown(odd, found))

    assert marked(text) == ["7"]
    assert "a whole number" in text
    assert proof([], [found]) is None


def test_of_very_many_findings_of_a_release_the_errors_are_shown_and_the_others_counted():
    found = [CAPITALS] * MOST_FINDINGS + [finding("S101", "/id", field="id")]
    made = proof(record(), found)
    outcome = Outcome(path="a", findings=tuple(made.findings) * 2, proofs=(made,))
    text = page(outcome)

    assert len(made.findings) == MOST_FINDINGS
    assert made.findings[-1].code == "S101"
    assert "200 more problems" in text


# lines of a source


def test_a_line_that_is_no_json_is_shown_with_the_place_marked():
    found = finding("J001", variant="trailing", found="}").at(Position(9, 3))
    excerpt = Excerpt(
        position=Position(9, 3), above='"a": 1,', text="  }", at=2, is_cut_before=True
    )
    text = page(Outcome(path="a", findings=(found,), excerpts=(excerpt,)))

    assert marked(text) == ["}"]
    assert "Line 9" in text
    assert "…  <" in text


def test_the_end_of_a_line_is_marked_by_the_number_alone():
    found = finding("J010").at(Position(1, 1))
    excerpt = Excerpt(position=Position(1, 1), text="", at=0, is_cut_behind=True)
    text = page(Outcome(path="a", findings=(found,), excerpts=(excerpt,)))

    assert marked(text) == []
    assert parsed(text).find_class("no")


# many


def test_a_source_in_parts_is_one_file_of_the_page():
    parts = [
        Outcome(path="a.jsonl", is_last=False, findings=(CAPITALS,)),
        Outcome(path="a.jsonl", findings=(finding("J010"),)),
    ]

    assert len(parsed(page(*parts)).find_class("file")) == 1


def test_files_beyond_a_number_are_named_and_beyond_another_counted(monkeypatch):
    monkeypatch.setattr("archive.reporters.html.page.MOST_SOURCES", 1)
    monkeypatch.setattr("archive.reporters.html.page.MOST_NAMES", 2)
    faulty = [Outcome(path=f"file{at}", findings=(CAPITALS,)) for at in range(5)]
    fine = [Outcome(path=f"good{at}") for at in range(4)]
    unread = [
        Outcome(path=f"u{at}", obstacle=Obstacle(key="cannot_read", name=f"u{at}", reason="x"))
        for at in range(3)
    ]
    text = page(*faulty, *fine, *unread)

    assert [name in text for name in ("file0", "file1", "file2", "file3")] == [
        True,
        True,
        True,
        False,
    ]
    assert [name in text for name in ("good0", "good1", "good2")] == [True, True, False]
    assert "4 more files of this kind" in text
    assert [text.count(f"and {count} more files") for count in (2, 1)] == [2, 1]


def test_of_many_releases_of_a_file_those_with_errors_are_shown(monkeypatch):
    monkeypatch.setattr(sheets, "MOST_SHEETS", 1)
    wrong = finding("S101", "/id", field="id")
    good, bad = proof(record(), [CAPITALS]), proof(record(headline="Kedua"), [wrong])
    text = page(Outcome(path="a", findings=(CAPITALS, wrong), proofs=(good, bad)))

    assert "Kedua" in text
    assert "1 more problems" in text


def test_findings_that_were_only_counted_count_among_the_badges():
    found = finding("J014", variant="source", most=1, untold=7)
    text = page(Outcome(path="a", findings=(found,), untold={Severity.ERROR: 7}))

    assert "7 errors" in text
    assert "6 more problems" in text


def test_several_releases_of_a_file_and_what_belongs_to_none_have_headings():
    two = [proof(record(), [CAPITALS]), proof(record(), [replace(CAPITALS)])]
    found = tuple(one for made in two for one in made.findings)
    text = page(Outcome(path="a", findings=(*found, finding("J010")), proofs=tuple(two)))

    assert [one.text for one in parsed(text).iter("h4")] == [
        "Release 1", "Release 2", "About the file",
    ]  # fmt: skip


# conversions


def test_a_conversion_tells_what_was_converted_written_and_slow():
    output = Output(path="o/a.ninjs.json", sha256="0", size=1_234_567, change="new")
    small = Output(path="o/a.nq", sha256="0", size=999, change="new")
    timings = tuple(Timing(seconds=at / 10, path=f"t{at}.json", line=at % 2) for at in range(12))
    left_out = finding("L201", "/quotes", field="quotes", format="ninjs")
    outcome = Outcome(
        path="a.json", releases=2, converted=1, outputs=(output, small), slowest=timings,
        findings=(left_out,),
    )  # fmt: skip
    text = page(outcome, is_conversion=True, language="id")

    assert heading(text) == "1 dari 2 rilis sudah dikonversi"
    assert ".ninjs.json" in text
    assert "1,23 MB" in text
    assert "999 B" in text
    assert "t11.json</bdi>:1" in text
    assert "1,100" in text
    assert "t1.json" not in text
    assert parsed(text).find_class("left-out")


@pytest.mark.parametrize(
    ("read", "converted", "verdict"),
    [(1, 1, "The release was converted"), (0, 0, "No release was converted")],
)
def test_a_conversion_of_all_or_nothing_says_so(read, converted, verdict):
    outcome = Outcome(path="a", releases=read, converted=converted)

    assert heading(page(outcome, is_conversion=True)) == verdict


# the program


def test_validate_writes_the_page_and_the_same_page_again(press_archive: Program):
    save("in/a.json", record(headline="JALUR KHUSUS SEPEDA DIBUKA"))
    save("in/b.jsonl", other(1), other(2, keywords=["z", "a"]))
    Path("in/c.json").write_text('{"a": 1,\n}')
    Path("in/d.ttl").write_text("@prefix")
    Path("in/e.json").write_text(json.dumps([other(3), other(4, status="x")], indent=1))
    pages = []
    for number in ("1", "2"):
        done = press_archive("validate", "in", "--report", f"html={number}.html", "-j", number)
        assert done.status == 1
        text = Path(f"{number}.html").read_text("utf-8")
        pages.append(re.sub(r"Time taken: [0-9.,]+", "", text))

    assert pages[0] == pages[1]
    assert marked(pages[0]).count("JALUR KHUSUS SEPEDA DIBUKA") == 1
    assert "z, a" in marked(pages[0])
    assert "}" in marked(pages[0])


def test_validate_writes_the_page_to_standard_output(press_archive: Program):
    save("a.json", record())

    done = press_archive("validate", "a.json", "--output-format", "html", "--lang", "id")

    assert done.out.startswith('<!DOCTYPE html>\n<html lang="id"')


def test_the_line_of_standard_input_is_shown(press_archive: Program):
    done = press_archive("validate", "-", "--output-format", "html", stdin=b'{"a": 1,\n}')

    assert marked(done.out) == ["}"]


def test_convert_writes_the_page_with_its_slowest_releases(press_archive: Program):
    save("in/a.json", record())
    save("in/b.jsonl", *(other(number) for number in range(12)))
    done = press_archive(
        "convert", "in", "-t", "ninjs", "-o", "out", "--report", "html=r.html"
    )  # fmt: skip
    text = Path("r.html").read_text("utf-8")

    assert done.status == 0
    assert heading(text) == "All 13 releases were converted"
    assert "in/b.jsonl" in text


def test_lines_of_compressed_files_and_of_parts_of_large_ones_are_shown(
    press_archive: Program,
):
    Path("a.json.gz").write_bytes(gzip.compress(b'{"a": 1,\r\n\r\n}'))
    Path("b.jsonl").write_text("\n" * 9 + '{"a": 1,}\n', encoding="utf-8")
    Path("c.json.gz").write_bytes(b"\x1f\x8b\x08 damaged")
    done = press_archive("validate", ".", "--output-format", "html")

    assert [one.text for one in parsed(done.out).find_class("where")] == [
        "Line 3", "Line 10",
    ]  # fmt: skip
    assert marked(done.out) == ["}", "}"]


# what everybody may rely on


def test_the_page_has_no_script_and_asks_nobody_for_anything():
    text = page(shown(record(), CAPITALS), Outcome(path="b", findings=(finding("J010"),)))
    root = parsed(text)

    assert "default-src 'none'" in text
    assert not [*root.iter("script", "link", "img", "iframe", "form", "object")]
    assert not root.xpath("//@src | //@style | //@onclick | //@href[not(starts-with(., '#'))]")
    assert "url(" not in text
    assert "@import" not in text


@pytest.mark.parametrize("language", ["en", "id"])
def test_headings_ids_and_links_of_the_page_hang_together(language):
    found = [CAPITALS, finding("R202"), finding("S101", "/id", field="id")]
    loose = Outcome(path="b", findings=(finding("J010").at(Position(1, 1)),))
    root = parsed(page(shown(record(), *found), loose, Outcome(path="c"), language=language))
    levels = [int(one.tag[1]) for one in root.iter("h1", "h2", "h3", "h4")]
    ids = root.xpath("//@id")

    assert root.get("lang") == language
    assert levels.count(1) == 1
    assert levels[0] == 1
    assert all(later - earlier <= 1 for earlier, later in itertools.pairwise(levels))
    assert len(ids) == len(set(ids))
    assert {target[1:] for target in root.xpath("//@href")} <= set(ids)


HOSTILE = st.text(max_size=30) | st.sampled_from(
    ["</style><script>alert(1)</script>", "\u202e\u2066", '" onload="x', "<!--", "]]>", "\x00\x1b[2J",
     "&lt;", "{x}", "::error::", "\ud800"]
)  # fmt: skip


@settings(max_examples=60, deadline=None)
@given(HOSTILE, HOSTILE, HOSTILE, st.lists(st.integers(-5, 40), min_size=4, max_size=4))
def test_nothing_of_the_data_becomes_an_element_or_an_attribute(path, text, words, ends):
    """The page of any data has the elements and attributes of the page of plain ones."""
    pointers = ("/headline", "/quotes/0", f"/{words}".replace("~", "~0"))
    found = tuple(finding("R201", pointer, words=words) for pointer in pointers)
    passages = tuple(
        Passage(pointer=one, text=text or "x", language=words, note="y" + text) for one in pointers
    )
    marks = tuple(
        Mark(finding=at % 3, passage=at % 3, start=max(0, ends[at]), end=max(0, ends[at]) + 3)
        for at in range(4)
    )
    made = Proof(passages=passages, findings=found, marks=marks)
    place = Position(1, 1)
    excerpt = Excerpt(position=place, text=text, above="z" + text, at=min(3, len(text)))
    loose = finding("J001", variant="trailing", found=words).at(place)
    outcome = Outcome(
        path=path or "p", findings=(*found, loose), proofs=(made,), excerpts=(excerpt,)
    )
    root = parsed(page(outcome))

    assert {one.tag for one in root.iter()} <= ELEMENTS
    assert {name for one in root.iter() for name in one.keys()} <= ATTRIBUTES  # noqa: SIM118
    assert len(root.findall(".//article")) == 1


ELEMENTS = {
    "html", "head", "meta", "title", "style", "body", "a", "header", "div", "p", "h1", "h2", "h3",
    "h4", "dl", "dt", "dd", "svg", "rect", "nav", "ul", "ol", "li", "main", "section", "article",
    "span", "strong", "bdi", "mark", "code", "br", "table", "caption", "thead", "tbody", "tr",
    "th", "td", "pre", "small", "footer",
}  # fmt: skip
ATTRIBUTES = {
    "lang", "dir", "charset", "http-equiv", "content", "name", "id", "class", "href", "aria-label",
    "aria-labelledby", "aria-hidden", "tabindex", "role", "viewbox", "preserveaspectratio", "width",
    "height", "x", "y", "scope", "value",
}  # fmt: skip
