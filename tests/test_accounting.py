"""Nothing of a NewsML-G2 file vanishes unnamed: each part is in the record or in a finding."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from archive.errors import UnreadableSource
from archive.findings import Position, finding
from archive.judges.newsml_g2.xsd import Xsd
from archive.readers import Reading
from archive.readers.newsml_g2 import read
from archive.standards import XSD
from archive.validation import built
from archive.writers import WRITERS
from tests import accounting
from tests.accounting import (
    INCOMPLETE,
    NAMED,
    NO_RELEASE,
    RECORD,
    REFUSED,
    RELEASE,
    VANISHED,
    account,
    files,
    outcome,
    parts,
)
from tests.every_field import every_field

FILE = b"""<?xml version="1.0"?><!-- told by nobody -->
<a xmlns="urn:x" xmlns:p="urn:p" xml:lang="en" p:b='>'>
 <b c = "/>"/>one<![CDATA[ <two> ]]><?pi x?>three
 <p:d><e/>
 </p:d>
</a>
"""
DOCS = Path(__file__).parent.parent / "docs" / "interoperability.md"


def _shown(raw):
    return sorted((one.path, raw[one.start : one.end].decode()) for one in parts(raw))


def test_elements_attributes_and_texts_are_counted_and_nothing_else():
    assert _shown(FILE) == [
        ("/a", FILE[FILE.index(b"<a") : -1].decode()),
        ("/a/@p:b", " p:b='>'"),
        ("/a/@xml:lang", ' xml:lang="en"'),
        ("/a/b", '<b c = "/>"/>'),
        ("/a/b/@c", ' c = "/>"'),
        ("/a/p:d", "<p:d><e/>\n </p:d>"),
        ("/a/p:d/e", "<e/>"),
        ("/a/text()", "one<![CDATA[ <two> ]]>"),
        ("/a/text()", "three\n "),
    ]


def _forgets(stream):
    yield Reading({"read": bool(stream.read())})


def _copies(stream):
    yield Reading({"all": stream.read().decode()})


def _tells(stream):
    yield Reading(None, (finding("L104", "", field="all", found=stream.read().decode()),))


def _points(stream):
    yield Reading(None, (finding("L103").at(Position(1, len(stream.read()) + 1)),))


def _refuses(stream):
    raise UnreadableSource([finding("L104", "", field="all", found=stream.read().decode())])
    yield


@pytest.mark.parametrize(
    ("reader", "fate"),
    [
        (_forgets, VANISHED), (_copies, RECORD), (_tells, NAMED), (_points, VANISHED),
        (_refuses, NAMED),
    ],
)  # fmt: skip
def test_what_changes_when_a_part_is_taken_away_says_what_became_of_it(reader, fate):
    found = account(FILE, reader)

    assert found.counts == {("element", fate): 4, ("attribute", fate): 3, ("text", fate): 2}
    assert len(found.vanished) == (9 if fate == VANISHED else 0)


def _sample(paths):
    """Return one file of each version of the standard, and every sixth listing."""
    tests = {path.parent.parent.name: path for path in paths if "unit_tests" in path.parts}
    return [*tests.values(), *[path for path in paths if "examples" in path.parts][::6]]


@pytest.mark.corpora
def test_nothing_of_some_files_of_the_standard_vanishes(corpora):
    some = _sample(files(corpora))

    assert len(some) > 30
    assert {f"{path.name}: {_lost(path)}" for path in some if _lost(path)} == set()


def _lost(path):
    return [one.path for one in account(path.read_bytes(), read).vanished]


@pytest.fixture(scope="module")
def accounts(corpora):
    """Return what becomes of every file of the standard."""
    return {path: account(path.read_bytes(), read) for path in files(corpora)}


@pytest.mark.slow
@pytest.mark.corpora
def test_nothing_of_any_file_of_the_standard_vanishes(accounts):
    lost = {path.name: [one.path for one in found.vanished] for path, found in accounts.items()}

    assert len(accounts) == 196
    assert {name: paths for name, paths in lost.items() if paths} == {}


@pytest.mark.slow
@pytest.mark.corpora
def test_the_page_says_what_became_of_every_file(accounts, corpora, standards):
    """Write it anew with `python -m tests.accounting CORPORA`."""
    page, xsd = DOCS.read_text("utf-8"), Xsd(standards / XSD)

    for path, found in accounts.items():
        name = path.relative_to(corpora / "formats" / "newsml_g2").as_posix()
        what = accounting.verdict(path.read_bytes(), read, xsd)
        ours = accounting.row(name, what, found, None).removesuffix(accounting.theirs(None))
        assert f"\n{ours} |" in page


@pytest.mark.corpora
@pytest.mark.standards
def test_a_complete_release_of_anybody_is_written_back_as_valid_newsml_g2(corpora, standards):
    """All others are named: as no press release, or by what they lack."""
    xsd = Xsd(standards / XSD)

    whats = {path: accounting.verdict(path.read_bytes(), read, xsd) for path in files(corpora)}
    others = [path for path, what in whats.items() if what in (NO_RELEASE, INCOMPLETE)]

    assert {RELEASE, INCOMPLETE, NO_RELEASE, REFUSED} == {*whats.values()}
    for path in others:
        _, told = outcome(path.read_bytes(), read)
        assert any("code='L106'" in one for one in told), path.name


def test_nothing_of_an_item_of_ours_vanishes():
    """What is written twice is missed when one of the two is gone."""
    found = account(WRITERS["newsml-g2"].load().write(built(every_field())), read)

    assert [part.path for part in found.vanished] == []


@pytest.mark.slow
@pytest.mark.corpora
def test_the_table_has_a_line_for_every_file(corpora, standards, monkeypatch):
    monkeypatch.delenv("PRESS_ARCHIVE_NEWSMLG2", raising=False)
    monkeypatch.setenv("PRESS_ARCHIVE_STANDARDS", os.fspath(standards))
    lines = []

    accounting.main([os.fspath(corpora)], lines.append)

    assert sum(line.count(".xml |") for line in lines) == 196
