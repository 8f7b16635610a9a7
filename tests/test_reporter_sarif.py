"""The report as SARIF, held against the official schema."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any
from urllib.parse import unquote_to_bytes

import jsonschema_rs
import pytest
from hypothesis import given

from archive import messages
from archive.checkout import Checkout
from archive.findings import CODES, Position, Severity, finding
from archive.outcome import Obstacle, Outcome
from archive.reporters import sarif
from tests.program import record, save
from tests.reports import OUTCOMES, QUICK, hint, said, told

UNREADABLE = Obstacle(key="cannot_read", name="a.json", reason="Permission denied")


def run(*outcomes: Outcome, **manner: Any) -> dict[str, Any]:
    """Return the one run of a report."""
    (found,) = json.loads(told("sarif", *outcomes, **manner))["runs"]
    return found


def artifact(path: str, checkout: Checkout) -> dict[str, Any]:
    """Return what is said of where a file is."""
    (result,) = run(bad(path), checkout=checkout)["results"]
    return result["locations"][0]["physicalLocation"]["artifactLocation"]


def bad(path: str = "a.json", line: int = 7) -> Outcome:
    one = finding("S101", "/language", field="language").at(Position(line, 3))
    return Outcome(path=path, findings=(one,))


@pytest.fixture(scope="module")
def official(standards):
    schema = json.loads((standards / "sarif-schema-2.1.0.json").read_bytes())
    return jsonschema_rs.Draft7Validator(schema, validate_formats=True)


def test_a_result_says_what_is_wrong_and_where():
    outcome = bad()

    (result,) = run(outcome)["results"]

    (one,) = outcome.findings
    assert result["ruleId"] == "S101"
    assert result["level"] == "error"
    assert result["message"]["text"] == f"{said(one)}. {hint(one)}"
    assert result["locations"] == [
        {
            "physicalLocation": {
                "artifactLocation": {"uri": "a.json", "uriBaseId": "%SRCROOT%"},
                "region": {"startLine": 7, "startColumn": 3},
            },
            "logicalLocations": [{"fullyQualifiedName": "/language", "kind": "member"}],
        }
    ]


def test_what_stands_nowhere_is_shown_at_the_first_line():
    one = finding("X001", variant="syntax", reason="no end")

    (result,) = run(Outcome(path="a", findings=(one,)))["results"]

    assert result["locations"][0]["physicalLocation"]["region"] == {"startLine": 1}


def test_severities_are_the_levels_of_sarif():
    found = (finding("S101", field="x"), finding("R202"), finding("R205"))

    levels = [one["level"] for one in run(Outcome(path="a", findings=found))["results"]]

    assert levels == ["error", "warning", "note"]


def test_the_rules_are_those_that_occur_and_results_point_at_them():
    found = run(Outcome(path="a", findings=(finding("R205"), finding("R202"), finding("R205"))))

    rules = found["tool"]["driver"]["rules"]
    assert [one["id"] for one in rules] == ["R205", "R202"]
    assert all(rules[one["ruleIndex"]]["id"] == one["ruleId"] for one in found["results"])


@pytest.mark.parametrize("language", messages.LANGUAGES)
@pytest.mark.parametrize("code", CODES)
def test_every_rule_has_help_in_every_language(code, language):
    rule = sarif._rule(code, language)

    assert rule["shortDescription"]["text"]
    assert rule["help"]["text"].startswith(rule["fullDescription"]["text"])
    assert rule["help"]["markdown"].count("```") in (0, 2, 4)


def test_fingerprints_stay_when_lines_move_and_tell_the_like_apart():
    here, there = run(bad(), bad())["results"], run(bad(line=1), bad(line=2))["results"]

    assert [one["partialFingerprints"] for one in here] == [
        one["partialFingerprints"] for one in there
    ]
    assert here[0]["partialFingerprints"] != here[1]["partialFingerprints"]


@pytest.mark.parametrize(
    ("path", "said"),
    [
        ("./in/a b.json", {"uri": "in/a%20b.json", "uriBaseId": "%SRCROOT%"}),
        ("/srv/w/a.json", {"uri": "a.json", "uriBaseId": "%SRCROOT%"}),
        ("a:b#c?d.json", {"uri": "a%3Ab%23c%3Fd.json", "uriBaseId": "%SRCROOT%"}),
        ("caf\udce9.json", {"uri": "caf%E9.json", "uriBaseId": "%SRCROOT%"}),
        ("../out/a.json", {"uri": "file:///srv/out/a.json"}),
        ("/etc/a.json", {"uri": "file:///etc/a.json"}),
        ("s3://in/ü.json", {"uri": "s3://in/%C3%BC.json"}),
        ("-", {"uri": "-", "description": {"text": "standard input"}}),
    ],
)
def test_files_are_references_below_the_working_copy_where_they_are_in_it(path, said):
    assert artifact(path, Checkout(root="/srv/w", here="/srv/w")) == said


def test_a_file_that_could_not_be_read_is_a_notification_and_the_run_no_success():
    (invocation,) = run(Outcome(path="a.json", obstacle=UNREADABLE))["invocations"]

    (notice,) = invocation["toolExecutionNotifications"]
    assert invocation["executionSuccessful"] is False
    assert notice["level"] == "error"
    assert notice["message"]["text"] == "cannot read 'a.json': Permission denied"


@pytest.mark.parametrize(("status", "is_done"), [(0, True), (1, True), (2, False)])
def test_the_exit_status_is_told_and_2_is_no_success(status, is_done):
    (invocation,) = run(bad(), status=status)["invocations"]

    assert invocation == {"executionSuccessful": is_done, "exitCode": status}


def test_no_more_results_than_github_takes_and_errors_before_the_others(monkeypatch):
    monkeypatch.setattr(sarif, "MOST", 4)
    found = (*(finding("R202"),) * 6, *bad().findings * 3)

    told_of = run(Outcome(path="a", findings=found))

    assert [one["ruleId"] for one in told_of["results"]] == ["S101"] * 3 + ["R202"]
    (notice,) = told_of["invocations"][0]["toolExecutionNotifications"]
    assert notice["message"]["text"].startswith("5 results are left out: ")


def test_a_report_does_not_end_at_what_fits_into_memory():
    many = [bad(f"{number}{'x' * 4000}") for number in range(1500)]

    found = run(*many)["results"]

    names = [
        one["locations"][0]["physicalLocation"]["artifactLocation"]["uri"].rstrip("x")
        for one in found
    ]
    assert names == [str(number) for number in range(1500)]


def test_of_very_many_files_that_cannot_be_read_the_first_are_named(monkeypatch):
    monkeypatch.setattr(sarif, "MOST_OBSTACLES", 2)

    found = run(*(Outcome(path=f"{number}", obstacle=UNREADABLE) for number in range(5)))

    notices = found["invocations"][0]["toolExecutionNotifications"]
    assert [one["level"] for one in notices] == ["error", "error", "warning"]
    assert notices[-1]["message"]["text"] == "3 more files could not be worked on"


def test_the_program_tells_its_exit_status(press_archive):
    save("a.json", record(headline=None))

    found = json.loads(press_archive("validate", "a.json", "--output-format", "sarif").out)

    assert found["runs"][0]["invocations"] == [{"executionSuccessful": True, "exitCode": 1}]


def test_a_path_that_is_missing_makes_the_run_no_success(press_archive):
    save("a.json", record())

    words = ["validate", "a.json", "b.json", "--output-format", "sarif"]
    found = json.loads(press_archive(*words).out)

    assert found["runs"][0]["invocations"] == [{"executionSuccessful": False, "exitCode": 2}]


def test_convert_can_write_a_report_of_it_too(press_archive):
    save("a.json", record(headline=None))

    press_archive("convert", "a.json", "-t", "json", "-o", "out", "--report", "sarif=r.sarif")

    (result,) = json.loads(Path("r.sarif").read_bytes())["runs"][0]["results"]
    assert result["ruleId"] == "S101"


def test_the_report_of_all_samples_is_valid(official, press_archive, samples):
    words = [str(samples / "bad"), "--output-format", "sarif"]
    report = json.loads(press_archive("validate", *words).out)

    assert [str(one) for one in official.iter_errors(report)] == []
    assert len(report["runs"][0]["tool"]["driver"]["rules"]) > 100


def test_an_empty_report_is_valid(official):
    report = json.loads(told("sarif"))

    official.validate(report)
    assert report["runs"][0]["results"] == []


@QUICK
@given(outcomes=OUTCOMES)
def test_the_report_is_valid_and_gives_back_what_was_said(official, outcomes):
    text = told("sarif", *outcomes, checkout=Checkout(root="/srv/w", here="/srv/w/in"))

    report = json.loads(text)
    official.validate(report)
    results = report["runs"][0]["results"]
    expected = [
        f"{said(one)}. {hint(one)}"
        for severity in Severity
        for outcome in outcomes
        for one in outcome.findings
        if one.severity is severity
    ]
    assert [one["message"]["text"] for one in results] == expected
    json.dumps(report, ensure_ascii=False).encode("utf-8")
    for one in results:
        place = one["locations"][0]["physicalLocation"]["artifactLocation"]
        assert place["uri"].isascii()
        assert b"\\" in unquote_to_bytes(place["uri"]) or "\\" not in place["uri"]
