"""The derived code lists: what is in them, and that they can be derived anew."""

from __future__ import annotations

import io
import json
import re
import runpy
import sys
import time
import zipfile
from pathlib import Path

import pytest

from archive import contracts, languages, regions, topics, vocabularies

SCHEMAS = Path(__file__).parent.parent / "schemas"
LISTED = json.loads(contracts.contract("mediatopics.json"))["topics"]


@pytest.mark.parametrize(
    ("code", "known", "retired"),
    [
        ("20000618", True, None),
        ("01000000", True, None),
        ("20000030", True, "2021-09-30"),
        ("99999999", False, None),
        ("medtop:20000618", False, None),
        ("", False, None),
    ],
)
def test_a_topic_is_known_or_not_and_perhaps_retired(code, known, retired):
    assert topics.is_known(code) is known
    if known:
        assert topics.retired(code) == retired


def test_a_topic_has_labels_in_the_languages_of_the_list():
    assert topics.label("20000618") == "regional government and authority"
    assert topics.label("20000618", "de") == "Bundesland/Kanton"
    assert topics.label("20000618", "id") is None
    assert topics.label("99999999") is None


def test_the_list_says_of_which_day_it_is():
    assert topics.list_date() == "2023-10-24"


def test_the_list_has_the_topics_the_standard_had_on_that_day():
    assert len(LISTED) == 1372
    assert sum("retired" in topic for topic in LISTED.values()) == 273
    assert sum("broader" not in topic for topic in LISTED.values() if "retired" not in topic) == 17


def test_the_language_tags_of_labels_are_those_of_bcp_47():
    """The workbook has `dk`, `se`, `no-NB` and `no-NN`."""
    tags = {tag for topic in LISTED.values() for tag in topic["labels"]}

    assert {"da", "sv", "nb", "nn", "zh-Hans"} <= tags
    assert not {"dk", "se", "no-NB", "no-NN"} & tags
    assert all(languages.is_well_formed(tag) and languages.canonical(tag) == tag for tag in tags)


def test_a_broader_topic_is_in_the_list():
    assert {topic["broader"] for topic in LISTED.values() if "broader" in topic} <= set(LISTED)


def test_a_first_look_at_the_topics_is_quick():
    """A single `validate` pays for it; ten times the usual time is allowed."""
    topics._list.cache_clear()
    start = time.perf_counter()
    topics.is_known("20000618")

    assert time.perf_counter() - start < 0.05


@pytest.mark.parametrize(
    ("scheme", "code", "known"),
    [
        ("kemendagri", "35", True),
        ("kemendagri", "35.73", True),
        ("kemendagri", "35.73.01", True),
        ("kemendagri", "35.73.01.1001", True),
        ("kemendagri", "99", False),
        ("kemendagri", "35.99", False),
        ("kemendagri", "35.99.01", False),
        ("kemendagri", "3573", False),
        ("kemendagri", "35.73.1", False),
        ("kemendagri", "35.73\n", False),
        ("kemendagri", "٣٥", False),
        ("iso3166-2", "ID-JI", True),
        ("iso3166-2", "ID-XX", False),
        ("iso3166-2", "DE-BY", True),
        ("iso3166-2", "id-ji", False),
        ("iso3166-2", "DE", False),
        ("geonames", "1636722", True),
        ("geonames", "01636722", False),
        ("geonames", "Malang", False),
    ],
)
def test_a_region_code_can_be_one_of_its_scheme_or_not(scheme, code, known):
    assert regions.is_known(scheme, code) is known


def test_all_provinces_and_regencies_are_there():
    """38 provinces and 514 regencies and cities since the division of Papua in 2022."""
    listed = json.loads(contracts.contract("regions.json"))

    assert sum(len(code) == 2 for code in listed["kemendagri"]) == 38
    assert sum(len(code) == 5 for code in listed["kemendagri"]) == 514
    assert {code[:2] for code in listed["kemendagri"]} == {
        code for code in listed["kemendagri"] if len(code) == 2
    }
    assert all(code.startswith("ID-") for code in listed["iso3166-2"])


@pytest.mark.parametrize("name", ["mediatopics.json", "iptc-schemes.json", "regions.json"])
def test_a_derived_list_names_its_source_and_its_licence(name):
    listed = json.loads((SCHEMAS / name).read_text("utf-8"))

    assert listed["source"]
    assert re.match(r"https://(creativecommons|opendatacommons)\.org/licenses/", listed["licence"])
    assert name in (SCHEMAS.parent / "NOTICE").read_text("utf-8")


def test_a_derived_list_can_be_compared_line_by_line():
    lines = (SCHEMAS / "mediatopics.json").read_text("utf-8").splitlines()

    assert sum(line.startswith('"20000618":') for line in lines) == 1
    assert len(lines) > len(LISTED)


@pytest.mark.standards
def test_the_topics_derived_anew_are_those_in_the_folder(standards):
    derived = vocabularies.topics(standards / vocabularies.WORKBOOK)

    assert vocabularies._lines(derived) == (SCHEMAS / "mediatopics.json").read_text("utf-8")


@pytest.mark.standards
def test_the_schemes_derived_anew_are_those_in_the_folder(standards):
    derived = vocabularies.schemes(standards / vocabularies.CATALOGUE)

    assert vocabularies._lines(derived) == (SCHEMAS / "iptc-schemes.json").read_text("utf-8")


@pytest.mark.standards
def test_another_reader_of_workbooks_finds_the_same(standards):
    openpyxl = pytest.importorskip("openpyxl")
    book = openpyxl.load_workbook(standards / vocabularies.WORKBOOK, read_only=True)
    rows = list(book.worksheets[0].iter_rows(values_only=True))
    header = rows[1]
    english = header.index("Name (en-GB)")

    found = {
        row[1].removeprefix("medtop:"): (row[english].strip(), row[8] and str(row[8])[:10])
        for row in rows[2:]
        if row[1]
    }

    assert found == {
        code: (topic["labels"]["en-GB"], topic.get("retired")) for code, topic in LISTED.items()
    }


@pytest.mark.standards
def test_the_hierarchy_is_that_of_the_older_list_for_most_topics(standards):
    """Topics move now and then; a mistake in reading the levels would move them all."""
    older = json.loads((standards / "mediatopic-2019-cptall-x-all.json").read_text("utf-8"))
    pairs = [
        (topic["qcode"].removeprefix("medtop:"), topic["broader"][0].rpartition("/")[2])
        for topic in older["conceptSet"]
        if topic.get("broader") and "retired" not in topic
    ]
    pairs = [(code, broader.removeprefix("medtop:")) for code, broader in pairs if code in LISTED]

    same = sum(LISTED[code].get("broader") == broader for code, broader in pairs)

    assert len(pairs) > 1000
    assert same / len(pairs) > 0.9


@pytest.fixture
def workbook(tmp_path):
    """Return a workbook of three topics, as small as one can be."""
    cells = {
        1: {"A": "IPTC Media Topics 2030-01-02"},
        2: {"A": "URI", "B": "QCode", "C": "Level1", "D": "Level2", "I": "RetiredDate",
            "J": "Name (en-GB)", "K": "Name (dk)", "L": "Definition (en-GB)"},
        3: {"B": "medtop:1", "C": "x", "J": " arts ", "K": "kunst", "L": "…"},
        4: {"B": "medtop:3", "D": "x", "I": "2029-01-01T00:00:00", "J": "dance"},
        5: {"B": "medtop:2", "D": "x", "J": "music", "K": ""},
    }  # fmt: skip
    space = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
    strings = sorted({text for row in cells.values() for text in row.values()})
    shared = "".join(f"<si><t>{text}</t></si>" for text in strings)
    rows = "".join(
        f'<row r="{number}">'
        + "".join(
            f'<c r="{column}{number}" t="s"><v>{strings.index(text)}</v></c>'
            for column, text in row.items()
        )
        + f'<c r="AA{number}"/></row>'
        for number, row in cells.items()
    )
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as parts:
        parts.writestr("xl/sharedStrings.xml", f"<sst {space}>{shared}</sst>")
        parts.writestr(
            "xl/worksheets/sheet1.xml",
            f"<worksheet {space}><sheetData>{rows}</sheetData></worksheet>",
        )
    path = tmp_path / vocabularies.WORKBOOK
    path.write_bytes(content.getvalue())
    return path


@pytest.fixture
def catalogue(tmp_path):
    """Return a catalogue of two schemes, one of them retired."""
    path = tmp_path / vocabularies.CATALOGUE
    path.write_text(
        '<catalog xmlns="http://iptc.org/std/nar/2006-10-01/"><scheme alias="b" uri="http://b.example/"'
        ' schemeretired="2020-01-02T00:00:00Z"/><scheme alias="a" uri="http://a.example/"/></catalog>',
        "utf-8",
    )
    return path


def test_schemes_are_read_with_their_retirement(catalogue):
    derived = vocabularies.schemes(catalogue)

    assert derived["version"] == 41
    assert list(derived["uris"].items()) == [("a", "http://a.example/"), ("b", "http://b.example/")]
    assert derived["retired"] == {"http://b.example/": "2020-01-02"}


def test_topics_are_read_with_level_retirement_and_labels(workbook):
    derived = vocabularies.topics(workbook)

    assert derived["listDate"] == "2030-01-02"
    assert derived["topics"] == {
        "1": {"labels": {"en-GB": "arts", "da": "kunst"}},
        "2": {"broader": "1", "labels": {"en-GB": "music"}},
        "3": {"retired": "2029-01-01", "broader": "1", "labels": {"en-GB": "dance"}},
    }


def test_the_command_writes_all_lists(workbook, catalogue, tmp_path, monkeypatch, capsys):
    (tmp_path / "provinces.csv").write_text("code,name\n35,JAWA TIMUR\n", "utf-8")
    (tmp_path / "regencies.csv").write_text(
        "code,province_code,name\n35.73,35,KOTA MALANG\n", "utf-8"
    )
    (tmp_path / "iso3166-2.json").write_text(
        '{"3166-2": [{"code": "ID-JI"}, {"code": "DE-BY"}]}', "utf-8"
    )
    monkeypatch.setattr(vocabularies, "SCHEMAS", tmp_path)
    monkeypatch.setattr(sys, "argv", ["archive.vocabularies", str(tmp_path), str(tmp_path)])

    vocabularies.main()

    assert capsys.readouterr().out.splitlines() == [
        "wrote schemas/mediatopics.json",
        "wrote schemas/iptc-schemes.json",
        "wrote schemas/regions.json",
    ]
    listed = json.loads((tmp_path / "regions.json").read_text("utf-8"))
    assert listed["kemendagri"] == ["35", "35.73"]
    assert listed["iso3166-2"] == ["ID-JI"]


def test_the_command_leaves_the_regions_alone_without_their_sources(
    workbook, catalogue, tmp_path, monkeypatch
):
    monkeypatch.setattr(vocabularies, "SCHEMAS", tmp_path)
    monkeypatch.setattr(sys, "argv", ["archive.vocabularies", str(tmp_path)])

    vocabularies.main()

    assert not (tmp_path / "regions.json").exists()
    assert (tmp_path / "mediatopics.json").exists()
    assert (tmp_path / "iptc-schemes.json").exists()


def test_the_command_says_what_it_needs(monkeypatch, capsys):
    monkeypatch.setattr(sys, "argv", ["archive.vocabularies", "--help"])

    with pytest.raises(SystemExit) as ended:
        runpy.run_path(vocabularies.__file__, run_name="__main__")

    assert ended.value.code == 0
    assert "provinces.csv" in capsys.readouterr().out
