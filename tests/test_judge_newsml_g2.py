"""The judge of NewsML-G2: each rule, in plain words, at its place; nothing a file asks for is done."""

from __future__ import annotations

import shutil
import subprocess
import time
from pathlib import Path

import pytest

from archive import messages
from archive.findings import Finding, Severity
from archive.judges import JUDGES
from archive.judges.newsml_g2.judge import NewsmlG2, judge
from archive.judges.newsml_g2.xsd import UnusableSchema
from archive.standards import XSD

SAMPLES = Path(__file__).parent.parent / "samples"
BAD = [
    path for path in sorted((SAMPLES / "bad").glob("X*.xml")) if not path.name.startswith("X027")
]
"""X027 is the grammar's (``tests/test_profile.py``)."""
NAR = "http://iptc.org/std/nar/2006-10-01/"
XSI = "http://www.w3.org/2001/XMLSchema-instance"
CATALOG = "catalog.IPTC-G2-Standards_41.xml"


def sample(code: str) -> str:
    (path,) = (SAMPLES / "bad").glob(f"{code}-*.xml")
    return path.read_text("utf-8")


ITEM = sample("X010").replace("<pubStatus/>", '<pubStatus qcode="stat:usable"/>')
"""An item that is right."""


def item(*changes: tuple[str, str]) -> str:
    """Return the item with some pieces in place of others, each of which must be there."""
    changed = ITEM
    for was, now in changes:
        assert was in changed
        changed = changed.replace(was, now, 1)
    return changed


def meta(more: str) -> str:
    return item(("</itemMeta>", f"{more}\n</itemMeta>"))


def content(more: str) -> str:
    return item(("<headline>", f"{more}\n<headline>"))


def catalogued(more: str) -> str:
    return item(("<itemMeta>", f"{more}\n<itemMeta>"))


def body(more: str) -> str:
    return item(("pukul enam", more))


def found(text: str | bytes) -> list[Finding]:
    """Return what is found without the official files."""
    raw = text if isinstance(text, bytes) else text.encode()
    return NewsmlG2(None).findings(raw)


def told(text: str | bytes) -> list[tuple[str, str]]:
    return [(one.code, one.variant) for one in found(text)]


@pytest.fixture(scope="module")
def official(standards) -> NewsmlG2:
    return NewsmlG2(standards)


@pytest.fixture(scope="module")
def files(corpora) -> list[Path]:
    """Return the unit tests and the listings of the standard."""
    return sorted((corpora / "formats" / "newsml_g2").rglob("*.xml"))


# samples


@pytest.mark.parametrize("path", BAD, ids=lambda path: path.name)
def test_a_bad_sample_shows_its_code_and_no_other(path):
    assert {one.code for one in found(path.read_bytes())} == {path.name[:4]}


@pytest.mark.standards
@pytest.mark.parametrize("path", BAD, ids=lambda path: path.name)
def test_a_bad_sample_is_one_that_the_xsd_does_not_refuse(official, path):
    assert {one.code for one in official.findings(path.read_bytes())} == {path.name[:4]}


def test_there_is_a_sample_of_each_rule():
    assert {path.name[:4] for path in BAD} == {f"X{number:03}" for number in range(2, 27)}


def test_an_item_that_is_right_has_no_finding():
    assert told(ITEM) == []


@pytest.mark.standards
@pytest.mark.parametrize("name", sorted(path.name for path in (SAMPLES / "good").iterdir()))
def test_what_we_write_has_no_finding(standards, name):
    for path in sorted((SAMPLES / "good" / name).glob("release.xml")):
        assert NewsmlG2(standards, is_ours=True).findings(path.read_bytes()) == []


# faults of other tools

JUDGED = [
    ("superdesk-embargo-behind-status", "X001", 9),
    ("superdesk-genre-without-alias", "X001", 13),
    ("superdesk-alias-cat", "X006", 15),
    ("superdesk-alias-grprole", "X006", 11),
    ("superdesk-alias-rendition", "X006", 19),
    ("superdesk-update-of-nothing", "X025", 9),
    ("dpa-message-without-header", "X001", 3),
    ("dpa-alias-undeclared", "X006", 15),
    ("dpa-audience-behind-language", "X001", 13),
    ("dpa-body-not-escaped", "X001", 18),
    ("xml-newsml-g2-correction-of-nothing", "X025", 9),
    ("python-newsmlg2-altid-behind-headline", "X001", 16),
    ("agency-offset-without-colon", "X001", 7),
    ("agency-no-date-at-all", "X001", 7),
    ("agency-line-break-before-the-date", "X001", 7),
    ("agency-note-behind-signal", "X001", 10),
    ("agency-words-not-counted", "X001", 18),
    ("iptc-generator-cancelled", "X007", 8),
    ("iptc-generator-base-of-genre", "X006", 4),
    ("business-wire-newsml-1", "X002", 2),
]
"""File, its code, and the line it is at."""
FOUND_BY_THE_XSD = 12


@pytest.mark.standards
@pytest.mark.parametrize(("name", "code", "line"), JUDGED)
def test_a_fault_of_another_tool_is_named_with_its_line(official, name, code, line):
    (one,) = official.findings((SAMPLES / "judged" / f"{name}.xml").read_bytes())

    assert (one.code, one.position.line) == (code, line)


def test_every_judged_sample_is_in_the_table():
    assert {path.stem for path in (SAMPLES / "judged").glob("*.xml")} == {one[0] for one in JUDGED}


@pytest.mark.standards
@pytest.mark.skipif(shutil.which("xmllint") is None, reason="xmllint is not installed")
def test_the_xsd_alone_finds_twelve_of_the_twenty(standards):
    """The page says the same two figures."""
    refused = _refused(standards, [SAMPLES / "judged" / f"{name}.xml" for name, *_ in JUDGED])

    assert len(refused) == FOUND_BY_THE_XSD
    page = (SAMPLES.parent / "docs" / "judges.md").read_text("utf-8")
    assert f"The XSD alone refuses {FOUND_BY_THE_XSD} of the {len(JUDGED)}" in page


def _refused(standards: Path, paths: list[Path]) -> set[str]:
    """Return the files that xmllint does not say to be valid."""
    words = ["xmllint", "--noout", "--nonet", "--schema", str(standards / XSD), *map(str, paths)]
    done = subprocess.run(words, capture_output=True, check=False)
    said = done.stderr.decode("utf-8", "replace").splitlines()
    return {str(path) for path in paths} - {
        line.removesuffix(" validates") for line in said if line.endswith(" validates")
    }


# the files of the standard


@pytest.mark.corpora
@pytest.mark.standards
@pytest.mark.skipif(shutil.which("xmllint") is None, reason="xmllint is not installed")
def test_the_verdict_of_the_xsd_is_that_of_xmllint(standards, official, files):
    refused = _refused(standards, files)

    ours = {
        str(path)
        for path in files
        if {one.code for one in official.findings(path.read_bytes())} & {"X001", "X002"}
    }
    assert len(files) == 196
    assert ours == refused


@pytest.mark.corpora
def test_a_file_of_the_standard_has_every_finding_at_a_place_inside_it(files):
    for path in files:
        lines = path.read_text("utf-8-sig").split("\n")
        for one in found(path.read_bytes()):
            assert one.position is not None
            assert 1 <= one.position.column <= len(lines[one.position.line - 1]) + 1


# bytes


@pytest.mark.parametrize(
    ("raw", "code", "variant"),
    [
        (b"", "X001", "syntax"),
        (b"\x00\xff\xfe", "X001", "syntax"),
        (b"no markup", "X001", "syntax"),
        (b"<newsItem>", "X001", "syntax"),
        (b'<?xml version="1.0" encoding="UTF-8"?>\n<a>\xe9 </a>', "X001", "encoding"),
        ('<?xml version="1.0" encoding="UTF-8"?>\n<a/>'.encode("utf-16"), "X001", "mark"),
        (b"<a>" * 10_000, "X001", "limit"),
        (b"<a>" + b"x" * 10_000_001 + b"</a>", "X001", "limit"),
        ('<?xml version="1.0" encoding="UTF-16"?><a/>'.encode("utf-16"), "X002", ""),
        ("<newsItem/>".encode("utf-16"), "X002", "namespace"),
        (b"<NewsML/>", "X002", "old"),
        (f'<catalog xmlns="{NAR}"/>'.encode(), "", ""),
        (b'<!DOCTYPE a [<!ENTITY x "y">]><a/>', "X026", ""),
        (b"<!DOCTYPE a [<!ELEMENT a ANY>]><a/>", "X026", ""),
    ],
)
def test_whatever_the_bytes_are_there_is_a_verdict(raw, code, variant):
    assert told(raw) == ([(code, variant)] if code else [])


def test_an_ordinary_document_type_is_passed_over():
    assert told(item(("<newsItem", '<!DOCTYPE newsItem SYSTEM "g2.dtd">\n<newsItem'))) == []


def test_a_dtd_that_a_file_names_is_not_opened(tmp_path):
    """lxml opens it where it collects no ids; the entity would be known then."""
    (tmp_path / "own.dtd").write_text('<!ENTITY dinas "secret">')
    start = f'<!DOCTYPE newsItem SYSTEM "{(tmp_path / "own.dtd").as_uri()}">\n<newsItem'

    (one,) = found(item(("<newsItem", start), ("Truk", "Truk &dinas;")))

    assert (one.code, one.variant, one.params["name"]) == ("X026", "entity", "&dinas;")


@pytest.mark.corpora
@pytest.mark.parametrize("name", ["billion_laughs.xml", "quadratic_blowup.xml", "xxe_file.xml",
                                  "xxe_http.xml", "xxe_parameter.xml"])  # fmt: skip
def test_entities_cost_neither_time_nor_secrets(corpora, official, name):
    start = time.process_time()

    (one,) = official.findings((corpora / "nasty" / "xml" / name).read_bytes())

    assert one.code in {"X001", "X026"}
    assert time.process_time() - start < 1


@pytest.mark.corpora
def test_nothing_nasty_makes_the_judge_fail(corpora, official):
    for path in sorted((corpora / "nasty").rglob("*")):
        if path.is_file():
            official.findings(path.read_bytes())


def test_an_inclusion_is_told_and_not_done():
    text = meta('<x:include xmlns:x="http://www.w3.org/2001/XInclude" href="/etc/hosts"/>')

    assert told(text) == [("X026", "include")]


# places


def test_line_and_column_are_counted_in_characters():
    text = item(("<headline>", '<headline xml:lang="id" role="😀:é" rank="1">'))

    (one,) = found(text)

    line = text.split("\n")[one.position.line - 1]
    assert line[one.position.column - 1 :].startswith('role="')


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "iso-8859-1", "windows-1252"])
def test_a_place_is_the_same_in_every_encoding(encoding):
    text = item(("<name>transport", "<name>é</name><name xml:lang='in'>transport"))
    declared = text.replace("UTF-8", encoding.removesuffix("-sig"))

    (one,) = found(declared.encode(encoding))

    line = text.split("\n")[one.position.line - 1]
    assert line[one.position.column - 1 :].startswith("xml:lang='in'")


def test_an_encoding_that_python_does_not_know_costs_no_place():
    text = item(('tag="id"', 'tag="in"')).replace("UTF-8", "EUCTW")

    (one,) = found(text)

    assert one.position.line == text[: text.index('tag="in"')].count("\n") + 1


def test_a_place_below_line_65535_is_exact():
    text = item(("<genre", "\n" * 70_000 + "<genre"), ('type="cpnat:', 'type="nothing:'))

    (one,) = found(text)

    assert one.position.line == text[: text.index("nothing:")].count("\n") + 1
    assert one.position.column == len("<subject ") + 1


def test_findings_come_in_the_order_of_the_file():
    text = item(('tag="id"', 'tag="in"'), ("stat:usable", "stat:cancelled"), ("SP-7", "SP 7"))

    places = [one.position for one in found(text)]

    assert len(places) == 3
    assert places == sorted(places)


def test_a_file_with_faults_without_end_is_told_up_to_a_bound():
    many = '<subject qcode="stat:cancelled{}"/>'
    text = content("".join(many.format(number) for number in range(12_000)))

    told_of = found(text)

    assert told_of[-1].code == "J014"
    assert len(told_of) == 10_001


# the XSD


@pytest.mark.standards
@pytest.mark.parametrize(
    ("was", "now", "variant", "words"),
    [
        ("<genre", "<bogus/><genre", "expected", "<bogus> cannot stand here"),
        ("</newsItem>", "<itemMeta/></newsItem>", "surplus", "<itemMeta> cannot stand here; nothing"),
        ('<itemClass qcode="ninat:text"/>', "", "expected", "what can is <itemClass>"),
        ('<language tag="id"/>', "<language/>", "absent", "lacks the attribute 'tag'"),
        ('tag="id"', 'tag="id" bogus="1"', "unknown", "cannot have the attribute 'bogus'"),
        (' xml:lang="id">', ' xml:lang="id" dir="auto">', "list", "must be one of: ltr, rtl"),
        ('version="1"', 'version="0"', "number", "@version of <newsItem> is '0'"),
        ("ninat:text", "ninat text", "code", "must be a code with its alias"),
        ("T09:00:00+07:00", "", "dateTime", "must be a date and time"),
        ("<contentCreated>2026-03-01T15:00:00+07:00", "<contentCreated>kemarin", "date",
         "'kemarin', but must be a date"),
        ('xml:lang="id"', 'xml:lang="id_ID"', "language", "is not a language tag"),
        ("https://kebersihan.example.go.id/id/dinas", "https://[x", "iri", "is not an IRI"),
        ("<itemMeta>", "<itemMeta>teks", "text", "takes only elements"),
        ("<versionCreated>2026-03-02T09:00:00+07:00", "<versionCreated><b/>", "children",
         "takes only text"),
        ('id="sp7-body"', 'id="7"', "id", "cannot be an id"),
        ("<headline>", "<keyword>a\tb</keyword><headline>", "line", "must be one line"),
        ("<contentSet", '<inlineRef idrefs="sp7-body" custom="maybe"/><contentSet', "truth",
         "must be true or false"),
        ("<itemMeta>", '<pubHistory/><itemMeta>', "incomplete", "what can follow in it is <published>"),
        ("<language ", '<language xmlns="" ', "namespace", "is in no namespace"),
        ('standardversion="2.35"', 'standardversion="dua"', "form", "not of the form"),
        ("<contentCreated", "<urgency>0</urgency><contentCreated", "number", "is '0', but must be"),
        ("<headline>", f'<headline xmlns:x="{XSI}" x:nil="true">', "other", "not 'nillable'"),
    ],
)  # fmt: skip
def test_the_xsd_speaks_in_plain_words(official, was, now, variant, words):
    told_of = official.findings(item((was, now)).encode())

    said = [messages.message(one, "en") for one in told_of if one.variant == variant]
    assert any(words in one for one in said), [(one.variant, one.params) for one in told_of]
    assert not any("{http" in one for one in said)


@pytest.mark.standards
def test_an_element_of_a_standard_without_its_schema_is_named(official):
    rights = (
        '<rightsInfo><rightsExpressionXML langid="http://www.w3.org/ns/odrl/2/">'
        '<Policy xmlns="http://www.w3.org/ns/odrl/2/"/></rightsExpressionXML></rightsInfo>'
    )

    (one,) = official.findings(catalogued(rights).encode())

    assert (one.variant, one.params["element"]) == ("foreign", "Policy")


@pytest.mark.standards
def test_a_message_without_items_lacks_something(official):
    text = f'<newsMessage xmlns="{NAR}"><header><sent>2026-03-02T09:00:00Z</sent></header><itemSet/></newsMessage>'

    assert [one.variant for one in official.findings(text.encode())] == ["something"]


@pytest.mark.standards
def test_a_value_with_two_complaints_of_libxml2_is_one_finding(official):
    assert len(official.findings(item(("ninat:text", "ninat text")).encode())) == 1


@pytest.mark.standards
@pytest.mark.parametrize("filler", ["", "x" * 2**16])
def test_a_file_of_any_size_is_judged_by_the_xsd(official, filler):
    valid = body(filler or "x")

    assert official.findings(valid.encode()) == []
    assert [
        one.code for one in official.findings(valid.replace("<genre", "<b/><genre").encode())
    ] == ["X001"]


@pytest.mark.standards
def test_violations_without_end_cost_bounded_time(official):
    """libxml2 takes time that grows with their square, if nobody stops it."""
    start = time.process_time()

    told_of = official.findings(content('<headline zz="1"/>' * 40_000).encode())

    assert "J014" in {one.code for one in told_of}
    assert len(told_of) < 1_100
    assert time.process_time() - start < 10


@pytest.mark.standards
def test_attributes_without_end_cost_bounded_time(official):
    """So does it with attributes of one element."""
    many = " ".join(f'z{number}="1"' for number in range(40_000))
    start = time.process_time()

    (one,) = official.findings(content(f"<headline {many}/>").encode())

    assert (one.code, one.variant, one.params["element"]) == ("X001", "wide", "headline")
    assert time.process_time() - start < 10


@pytest.mark.standards
def test_a_version_whose_xsd_is_not_at_hand_is_judged_by_the_newest_and_told(official):
    (before,) = official.findings(
        item(('standardversion="2.35"', 'standardversion="2.29"')).encode()
    )
    (later,) = official.findings(item(('standardversion="2.35"', 'standardversion="3.0"')).encode())

    assert (before.variant, before.severity) == ("before", Severity.INFO)
    assert (later.variant, later.severity) == ("version", Severity.WARNING)
    assert before.params == {"value": "2.29", "used": "2.35"}


@pytest.mark.standards
def test_a_version_whose_xsd_is_at_hand_is_judged_by_it(standards, tmp_path):
    shutil.copy(standards / "xml.xsd", tmp_path)
    shutil.copy(standards / XSD, tmp_path)
    narrow = (standards / XSD).read_text("utf-8").replace(r'"[0-9]+\.[0-9]+"', r'"2\.8"')
    (tmp_path / XSD.replace("2.35", "2.9")).write_text(narrow, "utf-8")
    judged = judge("newsml-g2", tmp_path)

    assert judged.findings(ITEM.encode()) == []
    assert (
        judged.findings(item(('standardversion="2.35"', 'standardversion="2.8"')).encode())[
            0
        ].variant
        == "before"
    )
    earlier = item(('standardversion="2.35"', 'standardversion="2.9"')).encode()
    assert {one.code for one in judged.findings(earlier)} == {"X001"}


@pytest.mark.standards
def test_a_message_states_the_version_of_its_first_item(official):
    text = sample("X023").replace("2.35", "2.30").replace("sp7-body", "sp8-body", 2)

    assert [(one.code, one.position.line) for one in official.findings(text.encode())] == [
        ("X005", 7)
    ]


def test_an_xsd_without_a_version_in_its_name_is_passed_over(tmp_path):
    (tmp_path / XSD.replace("2.35", "own")).write_text("<a/>")

    assert judge("newsml-g2", tmp_path).findings(ITEM.encode()) == []


def test_an_xsd_that_is_none_is_told_to_whoever_runs_the_program(tmp_path):
    (tmp_path / XSD).write_text("<a/>")

    with pytest.raises(UnusableSchema, match=r"xml\.xsd must lie beside it"):
        judge("newsml-g2", tmp_path)


def test_what_says_it_is_ours_is_compared_with_our_grammar_where_nothing_else_is_wrong():
    raw = (SAMPLES / "bad" / "X027-headline-without-rank.xml").read_bytes()
    judged = judge("newsml-g2", None)

    assert [one.code for one in judged.findings(raw)] == ["X027"]
    assert judged.findings((SAMPLES / "good" / "taman-baca-id" / "release.xml").read_bytes()) == []
    twice = raw.replace(b'tag="id"', b'tag="in"')
    assert [one.code for one in judged.findings(twice)] == ["X020"]
    assert NewsmlG2(None).findings(raw) == []


def test_the_judge_is_in_the_table_of_judges():
    judged = JUDGES["newsml-g2"].load("newsml-g2", None)

    assert judged.findings(ITEM.encode()) == []
