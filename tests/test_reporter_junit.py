"""The report as JUnit XML: a test case for each file."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from lxml import etree

from archive.findings import Position, Severity, finding
from archive.outcome import Obstacle, Outcome
from archive.reporters.junit import MOST_OF_FILE
from tests.program import other, save
from tests.reports import OUTCOMES, QUICK, said, told

UNREADABLE = Obstacle(key="cannot_read", name="a.json", reason="Permission denied")


def report(*outcomes: Outcome, **manner: object) -> etree._Element:
    return etree.fromstring(told("junit", *outcomes, **manner).encode())


def counts(root: etree._Element) -> list[tuple[str, str, str]]:
    return [(one.get("tests"), one.get("failures"), one.get("errors")) for one in (root, root[0])]


def bad(path: str = "a.json", *, is_last: bool = True) -> Outcome:
    one = finding("S101", "/language", field="language").at(Position(7, 3))
    return Outcome(path=path, findings=(one,), is_last=is_last)


def test_every_file_is_a_test_case_and_fails_with_its_problems():
    root = report(bad(), Outcome(path="good.json"))

    failed, good = root.iter("testcase")
    assert (failed.get("name"), failed.get("file")) == ("a.json", "a.json")
    assert failed.find("failure").get("type") == "S101"
    assert failed.find("failure").text.startswith(f"7:3: S101 error: {said(bad().findings[0])}\n")
    assert (good.get("name"), len(good)) == ("good.json", 0)
    assert counts(root) == [("2", "1", "0")] * 2


def test_a_file_that_could_not_be_read_is_an_error_and_no_failure():
    root = report(Outcome(path="a.json", obstacle=UNREADABLE, findings=bad().findings))

    (case,) = root.iter("testcase")
    assert [one.tag for one in case] == ["error"]
    assert case[0].get("message") == "cannot read 'a.json': Permission denied"
    assert counts(root) == [("1", "0", "1")] * 2


def test_a_source_of_several_parts_is_one_test_case():
    root = report(bad(is_last=False), bad(is_last=False), Outcome(path="a.json"))

    (case,) = root.iter("testcase")
    assert case[0].text.count("S101 error: ") == 2


def test_warnings_do_not_fail_a_file_and_are_told_beside_it():
    outcome = Outcome(path="a.json", findings=(finding("R202"), finding("R205")))

    (case,) = report(outcome).iter("testcase")

    assert [one.tag for one in case] == ["system-out"]
    assert "R202 warning: " in case[0].text
    assert "R205 info: " in case[0].text


def test_warnings_fail_a_file_where_they_fail_the_run():
    outcome = Outcome(path="a.json", findings=(finding("R202"), finding("R205")))

    root = report(outcome, failing=frozenset({Severity.ERROR, Severity.WARNING}))

    assert [one.tag for one in next(root.iter("testcase"))] == ["failure", "system-out"]


@pytest.mark.parametrize(("least", "failures"), [("error", "0"), ("warning", "1")])
def test_fail_on_decides_what_fails(press_archive, least, failures):
    save("a.json", other(1, contacts=None))

    done = press_archive("validate", "a.json", "--fail-on", least, "--output-format", "junit")

    assert etree.fromstring(done.out.encode()).get("failures") == failures
    assert done.status == int(failures)


def test_of_very_many_problems_of_a_file_the_first_are_listed_and_the_rest_is_counted():
    found = bad().findings * (MOST_OF_FILE + 5)

    (case,) = report(Outcome(path="a.json", findings=found)).iter("testcase")

    assert case[0].text.count("S101 error: ") == MOST_OF_FILE
    assert case[0].text.endswith("\n5 more problems in this file")


def test_no_clock_is_in_the_report(press_archive):
    save("a.json", other(1, headline=None))
    words = ["validate", "a.json", "--report", "junit=junit.xml"]

    press_archive(*words)
    first = Path("junit.xml").read_bytes()
    press_archive(*words)

    assert Path("junit.xml").read_bytes() == first
    assert b"time" not in first.replace(b"date-time", b"")


@QUICK
@given(OUTCOMES)
def test_the_report_is_xml_and_gives_back_what_was_said(outcomes):
    root = report(*outcomes)

    cases = list(root.iter("testcase"))
    assert len(cases) == len(outcomes)
    for case, outcome in zip(cases, outcomes, strict=True):
        text = "\n".join(case.itertext())
        assert all(said(one) in text for one in outcome.findings)
        assert (case.find("error") is not None) == (outcome.obstacle is not None)
