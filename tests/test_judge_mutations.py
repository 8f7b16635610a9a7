"""Hundreds of single faults in our own renditions: each is found, or it is said why nobody can."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pytest

from tests import mutation_table
from tests.mutation_table import Row, nobody
from tests.mutations import MUTATORS, changed, mutants


@cache
def _judged(name: str, standards: Path) -> dict[str, Row]:
    """Return the verdicts; the shapes of graphs, which take minutes, are not asked."""
    second = mutation_table.second_judge if name == "newsml-g2" else lambda *_: nobody
    return mutation_table.judged(name, standards, second(name, standards))


@pytest.mark.parametrize("name", MUTATORS)
def test_every_fault_is_found_or_it_is_said_why_not(standards, name):
    rows = _judged(name, standards)

    missed = {kind: row.missed for kind, row in rows.items() if row.missed}
    assert {
        kind: where for kind, where in missed.items() if not mutation_table.reason(name, kind)
    } == {}


@pytest.mark.parametrize("name", MUTATORS)
def test_our_judge_finds_whatever_the_judge_of_the_standard_finds(standards, name):
    rows = _judged(name, standards)

    alone = {kind: row.found_by_standard_alone for kind, row in rows.items()}
    assert {kind: where for kind, where in alone.items() if where} == {}


@pytest.mark.parametrize("name", MUTATORS)
def test_our_judge_finds_more_than_the_judge_of_the_standard(standards, name):
    rows = _judged(name, standards).values()

    found = sum(len(row.found_by_us) for row in rows)
    assert found > sum(len(row.found_by_standard) for row in rows)


def test_there_are_more_than_a_thousand_faults(standards):
    totals = {
        name: sum(row.total for row in _judged(name, standards).values()) for name in MUTATORS
    }

    assert min(totals.values()) >= 100
    assert sum(totals.values()) > 1_000


def test_a_file_with_a_fault_is_never_the_file_without_it(samples):
    raw = (samples / "good" / "koreksi-harga-beras" / "release.nq").read_bytes()

    assert raw not in [one.raw for one in mutants("nquads", raw, "Harga beras turun 4 persen")]


def test_the_faults_of_a_value_are_all_different_from_it():
    for name, value in (
        ("at", "2026-08-04T10:15:00+07:00"),
        ("qcode", "ninat:text"),
        ("uri", "https://pers.example.go.id/a"),
        ("lang", "id"),
        ("idrefs", "r1v1-a"),
        ("version", "2"),
    ):
        faults = [new for _, new in changed(name, value)]

        assert faults
        assert value not in faults


@pytest.mark.slow
def test_the_page_of_the_faults_is_up_to_date(standards):
    pytest.importorskip("pyshacl", reason="install the extra 'shacl'")

    assert mutation_table.PAGE.read_text("utf-8") == mutation_table.page(standards), (
        "run `python -m tests.mutation_table STANDARDS`"
    )
