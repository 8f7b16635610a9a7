"""The report for GitLab Code Quality, held against the fields that GitLab documents."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given

from archive import fingerprints
from archive.checkout import Checkout
from archive.findings import Position, finding
from archive.outcome import Obstacle, Outcome
from tests.program import other, record, save
from tests.reports import OUTCOMES, QUICK, hint, said, told

SEVERITIES = {"info", "minor", "major", "critical", "blocker"}


def entries(*outcomes: Outcome, **manner: Any) -> list[dict[str, Any]]:
    """Return the entries of a report, each with the fields that GitLab asks for."""
    found = json.loads(told("gitlab", *outcomes, **manner))
    for one in found:
        assert isinstance(one["description"], str)
        assert isinstance(one["check_name"], str)
        assert isinstance(one["fingerprint"], str)
        assert one["severity"] in SEVERITIES
        assert isinstance(one["location"]["path"], str)
        assert one["location"]["lines"]["begin"] >= 1
    return found


def missing(line: int, field: str = "language", path: str = "a.json") -> Outcome:
    one = finding("S101", f"/{field}", field=field).at(Position(line, 1))
    return Outcome(path=path, findings=(one,))


def prints(*outcomes: Outcome) -> list[str]:
    return [one["fingerprint"] for one in entries(*outcomes)]


def test_an_entry_says_what_is_wrong_and_where():
    outcome = missing(7)

    (entry,) = entries(outcome)

    (one,) = outcome.findings
    assert entry.pop("fingerprint")
    assert entry == {
        "description": said(one),
        "check_name": "S101",
        "severity": "major",
        "location": {"path": "a.json", "lines": {"begin": 7}},
        "content": {"body": hint(one)},
    }


def test_a_run_without_problems_is_an_empty_list():
    assert told("gitlab") == "[]\n"


def test_warnings_are_minor_and_remarks_are_info():
    found = (finding("R202"), finding("R205"))

    assert [one["severity"] for one in entries(Outcome(path="a", findings=found))] == [
        "minor", "info",
    ]  # fmt: skip


def test_a_file_that_cannot_be_read_is_a_blocker():
    obstacle = Obstacle(key="cannot_read", name="a", reason="Permission denied")

    (entry,) = entries(Outcome(path="a", obstacle=obstacle))

    assert (entry["check_name"], entry["severity"]) == ("cannot_read", "blocker")


@pytest.mark.parametrize("name", ["./in/a.json", "in//a.json", "/srv/w/in/a.json"])
def test_paths_are_relative_to_the_project_and_do_not_begin_with_a_dot(name):
    checkout = Checkout(root="/srv/w", here="/srv/w")

    (entry,) = entries(missing(1, path=name), checkout=checkout)

    assert entry["location"]["path"] == "in/a.json"


def test_a_fingerprint_stays_when_lines_move():
    assert prints(missing(1)) == prints(missing(9))


def test_a_fingerprint_changes_with_file_field_and_code():
    found = [missing(1), missing(1, path="b.json"), missing(1, field="id")]

    assert len({prints(one)[0] for one in found}) == 3


def test_problems_that_are_alike_have_fingerprints_of_their_own():
    assert len(set(prints(missing(1), missing(2), missing(3)))) == 3


def test_fingerprints_do_not_fill_memory_and_stay_different(monkeypatch):
    monkeypatch.setattr(fingerprints, "_MOST_OF_FILE", 3)
    many = [missing(1, field=str(number)) for number in range(10)]

    found = prints(*many, missing(1, path="b.json"))

    assert len(set(found)) == 11
    assert found == prints(*many, missing(1, path="b.json"))


def test_the_same_records_give_the_same_report(press_archive):
    save("a.jsonl", *(other(number, headline=None) for number in range(5)))
    words = ["validate", "a.jsonl", "--output-format", "gitlab"]

    assert press_archive(*words).out == press_archive(*words, "-j", "2").out


def test_a_report_of_gitlab_can_stand_beside_the_list(press_archive):
    save("a.json", record(headline=None))

    done = press_archive("validate", "a.json", "--report", "gitlab=gl.json")

    assert done.codes == ["S101"]
    with open("gl.json", encoding="utf-8") as file:  # noqa: PTH123 (a name in the present folder)
        assert [one["check_name"] for one in json.load(file)] == ["S101"]


@QUICK
@given(OUTCOMES)
def test_every_problem_is_an_entry_with_a_fingerprint_of_its_own(outcomes):
    found = entries(*outcomes)

    assert len({one["fingerprint"] for one in found}) == len(found)
    expected = [said(one) for outcome in outcomes for one in outcome.findings]
    told_of = [one["description"] for one in found if one["severity"] != "blocker"]
    assert told_of == expected
    json.dumps(found, ensure_ascii=False).encode("utf-8")
