"""Files for citing: what a reference manager is told of a release."""

from __future__ import annotations

import json
import os
import re
import subprocess
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace as changed

from archive.publication.citations import bibtex, csl_json, plain, ris
from archive.release import Dates, Identifier, Issuer, Moment, Organisation
from tests.release_pages import NAMES, sample

URL = "https://pers.contoh.go.id/r/q4/p3r4-q43cfgg5we.html"
FESTIVAL = "festival-perahu-id"


def dated(date, name=FESTIVAL):
    return changed(sample(name), dates=Dates(issued=Moment(edtf=date)))


def fields(entry):
    return dict(re.findall(r"^  (\w+) = \{?(.*?)\}?,$", entry.decode(), re.MULTILINE))


def test_a_citation_in_words_names_issuer_date_title_kind_and_address():
    assert plain(sample(FESTIVAL), URL, "id") == (
        "Dinas Pariwisata Kota Contoh. (5 September 2026). Festival Perahu Hias dibuka dengan 42 "
        f"perahu [Siaran pers, Nomor 19/DISPAR/IX/2026]. {URL}"
    )


def test_several_issuers_stand_in_a_row():
    release = changed(
        sample(FESTIVAL),
        identifiers=(),
        issuers=(Issuer(ref="org-1"), Issuer(ref="org-2"), Issuer(ref="org-3")),
        organisations=(
            Organisation(id="org-1", name="A"),
            Organisation(id="org-2", name="B"),
            Organisation(id="org-3", name="C Ltd."),
        ),
    )

    assert plain(release, URL).startswith("A, B, & C Ltd. (5 September 2026).")
    assert "[Press release]" in plain(release, URL)
    assert fields(bibtex(release, URL))["author"] == "{A} and {B} and {C Ltd.}"


def test_a_vague_date_is_cited_in_words():
    assert "(kira-kira 1978)" in plain(dated("1978~"), URL, "id")


def test_bibtex_has_what_a_bibliography_needs():
    assert bibtex(sample(FESTIVAL), URL).decode() == (
        "@misc{dinas-pariwisata-kota-contoh-2026-p3r4,\n"
        "  author = {{Dinas Pariwisata Kota Contoh}},\n"
        "  title = {{Festival Perahu Hias dibuka dengan 42 perahu}},\n"
        "  year = {2026},\n"
        "  month = sep,\n"
        "  day = {5},\n"
        "  howpublished = {Press release, No. 19/DISPAR/IX/2026},\n"
        f"  url = {{{URL}}},\n"
        "  language = {id},\n"
        "}\n"
    )


def test_signs_that_latex_obeys_are_only_shown():
    release = changed(sample(FESTIVAL), headline=r"50% & {a_b} #1 $x$ ~ ^ \input")

    assert fields(bibtex(release, URL))["title"] == (
        r"{50\% \& \textbraceleft{}a\_b\textbraceright{} \#1 \$x\$ \textasciitilde{} "
        r"\textasciicircum{} \textbackslash{}input}"
    )


@pytest.mark.parametrize(
    ("date", "shown"),
    [
        ("2026-09", {"year": "2026", "month": "sep"}),
        ("2026", {"year": "2026"}),
        ("1978~", {"note": "about 1978"}),
        ("2025-07-08/..", {"note": "since 8 July 2025"}),
        ("2026-21", {"note": "spring 2026"}),
    ],
)
def test_bibtex_makes_up_no_part_of_a_date(date, shown):
    read = fields(bibtex(dated(date), URL))

    assert {key: read[key] for key in ("year", "month", "day", "note") if key in read} == shown


def test_the_key_of_an_entry_is_of_plain_letters_whatever_names_are():
    assert re.match(r"@misc\{[a-z0-9-]+,\n", bibtex(sample("maktaba-ar"), URL).decode())


def test_ris_has_a_line_for_each_value_and_ends():
    release = changed(sample(FESTIVAL), keywords=("dayung", "sungai"), summary="Satu.\nDua.")

    assert ris(release, URL).decode().split("\r\n") == [
        "TY  - GEN",
        "AU  - Dinas Pariwisata Kota Contoh",
        "TI  - Festival Perahu Hias dibuka dengan 42 perahu",
        "PY  - 2026",
        "DA  - 2026/09/05/",
        "M3  - Press release, No. 19/DISPAR/IX/2026",
        "M1  - 19/DISPAR/IX/2026",
        "PB  - Dinas Pariwisata Kota Contoh",
        "LA  - id",
        "KW  - dayung",
        "KW  - sungai",
        "AB  - Satu. Dua.",
        f"UR  - {URL}",
        "ID  - https://pers.contoh.go.id/id/release/p3r4",
        "ER  - ",
        "",
    ]


def test_ris_has_no_date_where_the_date_is_vague():
    assert "PY  -" not in ris(dated("1978~"), URL).decode()
    assert "DA  - 2026///" in ris(dated("2026"), URL).decode()


def test_a_line_break_in_a_name_begins_no_field_of_ris():
    release = changed(sample(FESTIVAL), summary="a\r\nER  - \r\nTY  - b")

    assert len(re.findall(r"^(?:TY|ER)  -", ris(release, URL).decode(), re.MULTILINE)) == 2


def test_csl_json_is_a_list_of_one_item():
    (item,) = json.loads(csl_json(sample(FESTIVAL), URL))

    assert item["type"] == "document"
    assert item["author"] == [{"literal": "Dinas Pariwisata Kota Contoh"}]
    assert item["issued"] == {"date-parts": [[2026, 9, 5]]}
    assert item["genre"] == "Press release"
    assert item["URL"] == URL
    assert "abstract" not in item


@pytest.mark.parametrize(
    ("date", "issued"),
    [
        ("2026-09", {"date-parts": [[2026, 9]]}),
        ("2025-07-07/2025-07-08", {"date-parts": [[2025, 7, 7], [2025, 7, 8]]}),
        ("1978~", {"date-parts": [[1978]], "circa": True}),
        ("2025-07-08/..", {"literal": "since 8 July 2025"}),
        ("197X", {"literal": "1970s"}),
        ("0000", {"literal": "1 BC"}),
    ],
)
def test_csl_json_says_vague_dates_as_vague(date, issued):
    assert json.loads(csl_json(dated(date), URL))[0]["issued"] == issued


def test_a_speech_is_cited_as_one():
    release = changed(sample(FESTIVAL), type="speech")

    assert json.loads(csl_json(release, URL))[0]["type"] == "speech"


@settings(deadline=None, max_examples=60, derandomize=True)
@given(st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1))
def test_no_headline_breaks_the_entry_it_stands_in(headline):
    entry = bibtex(changed(sample(FESTIVAL), headline=headline), URL).decode()

    depth = 0
    for sign in entry:
        depth += (sign == "{") - (sign == "}")
        assert depth >= 0
    assert depth == 0
    assert entry.endswith("\n}\n")


def test_readers_of_bibtex_and_ris_read_all_that_was_written(tmp_path):
    """bibtexparser and rispy know nothing of this program."""
    python = os.environ.get("PRESS_ARCHIVE_PUBLICATION", "")
    if not python:
        reason = "no bibtexparser and rispy: set PRESS_ARCHIVE_PUBLICATION"
        (pytest.fail if os.environ.get("CI") == "true" else pytest.skip)(reason)
    releases = [sample(name) for name in NAMES]
    releases.append(changed(releases[0], identifiers=(Identifier(scheme="number", value="{50%"),)))
    files = []
    for number, release in enumerate(releases):
        for suffix, write in (("bib", bibtex), ("ris", ris)):
            files.append(tmp_path / f"{number}.{suffix}")
            files[-1].write_bytes(write(release, URL))
    judge = Path(__file__).parent / "judges" / "citations_reads.py"
    run = subprocess.run([python, judge, *files], capture_output=True, text=True, check=True)
    read = json.loads(run.stdout)

    for release, entry, reference in zip(releases, read[::2], read[1::2], strict=True):
        assert entry["failed"] == 0
        assert entry["fields"]["url"] == reference["urls"][0] == URL
        assert reference["title"] == release.headline
        assert entry["fields"]["language"] == reference["language"] == release.language
        names = [one.name for one in release.organisations]
        assert all(author in names for author in reference["authors"])
