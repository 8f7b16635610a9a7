"""The report for GitHub Actions: a list, annotations, and the page of a job."""

from __future__ import annotations

import html
import json
import os
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given

from archive import messages
from archive.checkout import Checkout
from archive.findings import Position, Severity, finding
from archive.outcome import Obstacle, Outcome
from archive.reporters.github import MOST
from tests.program import record, save
from tests.reports import ORDERS, OUTCOMES, QUICK, hint, said, told

UNREADABLE = Obstacle(key="cannot_read", name="a.json", reason="Permission denied")


def orders(log: str) -> list[tuple[str, dict[str, str], str]]:
    """Return what GitHub's runner takes for orders in a log: name, properties and data."""
    found = []
    for line in log.split("\n"):
        if match := re.match(r"\s*::(\S+?)(?: (.*?))?::(.*)", line, re.DOTALL):
            pairs = (pair.split("=", 1) for pair in (match[2] or "").split(",") if pair)
            properties = {key: _unescaped(value, ":,") for key, value in pairs}
            found.append((match[1], properties, _unescaped(match[3], "")))
        elif "##[" in line:
            found.append(("old", {}, line))
    return found


def _unescaped(text: str, more: str) -> str:
    for sign in [*more, "\r", "\n", "%"]:
        text = text.replace(f"%{ord(sign):02X}", sign)
    return text


def errors(count: int, path: str = "a.json") -> Outcome:
    found = (finding("S101", field="x").at(Position(line, 1)) for line in range(1, count + 1))
    return Outcome(path=path, findings=tuple(found))


def test_the_list_for_people_stands_before_the_annotations():
    one = finding("S102", "/bodi", field="bodi").at(Position(9, 3))

    report = told("github", Outcome(path="a.json", findings=(one,)))

    assert report == (
        f"a.json:9:3: S102 {said(one)}\n    = {hint(one)}\n"
        f"::error file=a.json,line=9,col=3,title=press-archive S102::{said(one)}%0A{hint(one)}\n"
    )


def test_warnings_and_remarks_are_annotated_as_such():
    found = (finding("R202"), finding("R205"))

    report = told("github", Outcome(path="a.json", findings=found))

    assert [name for name, _, _ in orders(report)] == ["warning", "notice"]


def test_no_more_is_annotated_than_github_shows_and_the_list_has_all():
    report = told("github", errors(MOST + 2))

    assert len(orders(report)) == MOST
    assert report.count("a.json:") == MOST + 2
    assert report.endswith("2 errors, 0 warnings and 0 remarks have none; see the list above\n")


def test_a_file_that_cannot_be_read_is_annotated():
    ((name, properties, data),) = orders(
        told("github", Outcome(path="a.json", obstacle=UNREADABLE))
    )

    assert (name, properties) == ("error", {"file": "a.json", "title": "press-archive"})
    assert data == "cannot read 'a.json': Permission denied"


def test_obstacles_too_are_annotated_only_as_far_as_github_shows_them():
    many = [Outcome(path=f"{number}", obstacle=UNREADABLE) for number in range(MOST + 1)]

    assert len(orders(told("github", *many))) == MOST


@pytest.mark.parametrize("with_left_out", [False, True])
def test_what_a_format_cannot_hold_is_annotated_only_when_asked_for(with_left_out):
    outcome = Outcome(path="a", findings=(finding("L201", "/quotes", field="quotes", format="x"),))

    assert bool(told("github", outcome, with_left_out=with_left_out)) == with_left_out


def test_annotations_name_files_as_the_working_copy_does():
    checkout = Checkout(root="/srv/w", here="/srv/w/releases")

    report = told("github", errors(1, "../in/a.json"), checkout=checkout)

    assert report.startswith("../in/a.json:1:1: ")
    assert orders(report)[0][1]["file"] == "in/a.json"


def annotations(outcome: Outcome) -> Iterator[tuple[Severity, tuple[str, str, str | None, str]]]:
    """Yield what is to be annotated of an outcome: severity; order, file, line and data."""
    name = messages.shown(Checkout().name(outcome.path), 4096)
    if (one := outcome.obstacle) is not None:
        data = messages.phrase(one.key, "en", name=one.name, reason=one.reason)
        yield Severity.ERROR, ("error", name, None, data)
    for found in outcome.findings:
        word = "notice" if found.severity is Severity.INFO else found.severity.value
        line = str(found.position.line) if found.position else None
        yield found.severity, (word, name, line, f"{said(found)}\n{hint(found)}")


@QUICK
@given(OUTCOMES)
def test_the_runner_reads_the_annotations_and_nothing_else(outcomes):
    """Whatever the names and values are: no line of the list is an order."""
    every = [one for outcome in outcomes for one in annotations(outcome)]

    found = orders(told("github", *outcomes, with_left_out=True))

    assert [(word, one["file"], one.get("line"), data) for word, one, data in found] == [
        one
        for severity in Severity
        for one in [one for kind, one in every if kind is severity][:MOST]
    ]


# in the program


@pytest.mark.parametrize("order", ORDERS)
@pytest.mark.parametrize("form", ["text", "github", "json", "jsonl"])
def test_no_name_and_no_value_is_an_order_to_a_ci(press_archive, order, form):
    save(f"{order}.json".replace("/", ""), record(headline=None, **{order: order}))

    done = press_archive("validate", ".", "--output-format", form)

    assert [name for name, _, _ in orders(done.out + done.err) if name != "error"] == []
    assert len(orders(done.out + done.err)) == (2 if form == "github" else 0)
    assert not {"##[", "##vso["} & set(re.findall(r"##\w*\[", done.out + done.err))


def test_in_github_actions_the_report_is_the_one_for_it(press_archive, monkeypatch):
    save("a.json", record(headline=None))
    monkeypatch.setenv("GITHUB_ACTIONS", "true")

    assert "::error file=a.json," in press_archive("validate", "a.json").out


def test_in_github_actions_too_a_form_that_is_asked_for_is_given(press_archive, monkeypatch):
    save("a.json", record(headline=None))
    monkeypatch.setenv("GITHUB_ACTIONS", "true")

    asked = press_archive("validate", "a.json", "--output-format", "text").out
    monkeypatch.setenv("PRESS_ARCHIVE_OUTPUT_FORMAT", "jsonl")
    set_before = press_archive("validate", "a.json").out

    assert "::error" not in asked
    assert json.loads(set_before)["code"] == "S101"


@pytest.mark.parametrize("variable", ["GITHUB_WORKSPACE", "CI_PROJECT_DIR"])
@pytest.mark.parametrize("form", ["github", "gitlab", "sarif"])
def test_reports_name_files_from_the_top_of_the_working_copy(
    press_archive, monkeypatch, tmp_path, variable, form
):
    save("in/deep/a.json", record(headline=None))
    monkeypatch.chdir("in")
    monkeypatch.setenv(variable, str(tmp_path))

    report = press_archive("validate", "deep", "--output-format", form).out

    assert re.search('(file=|"path": "|"uri": ")in/deep/a.json', report)


def test_a_working_copy_somewhere_else_is_not_looked_at(press_archive, monkeypatch):
    save("a.json", record(headline=None))
    monkeypatch.setenv("GITHUB_WORKSPACE", "/nowhere")

    assert "file=a.json," in press_archive("validate", ".", "--output-format", "github").out


# the page of a job


def test_the_page_of_a_job_is_added_to_what_stands_there(press_archive, monkeypatch):
    save("a.json", record(headline=None))
    Path("page.md").write_text("before\n")
    monkeypatch.setenv("GITHUB_STEP_SUMMARY", os.path.abspath("page.md"))  # noqa: PTH100

    press_archive("validate", "a.json", "--output-format", "github")

    page = Path("page.md").read_text("utf-8")
    assert page.startswith("before\n## press-archive\n")
    assert "| S101 | error | 1 | " in page


def test_only_the_report_for_github_writes_the_page_of_a_job(press_archive, monkeypatch):
    save("a.json", record(headline=None))
    monkeypatch.setenv("GITHUB_STEP_SUMMARY", "page.md")

    press_archive("validate", "a.json", "--output-format", "text")

    assert not Path("page.md").exists()


def test_a_page_that_cannot_be_written_changes_no_status(press_archive, monkeypatch):
    save("a.json", record())
    monkeypatch.setenv("GITHUB_STEP_SUMMARY", "nowhere/page.md")

    done = press_archive("validate", "a.json", "--output-format", "github")

    assert done.status == 0
    assert "nowhere/page.md" in done.err


def test_the_page_shows_errors_before_warnings_and_counts_the_rest():
    found = [finding("R202"), *errors(60).findings]

    page = told("markdown", Outcome(path="a.json", findings=tuple(found)))

    assert page.index("| S101 | error | 60 |") < page.index("| R202 | warning | 1 |")
    assert page.count("<code>") == 50
    assert page.endswith("\nand 11 more\n")


def test_the_page_names_the_files_that_could_not_be_read():
    many = [Outcome(path=f"{number}", obstacle=UNREADABLE) for number in range(52)]

    page = told("markdown", *many)

    assert page.count("\n- cannot read ") == 50
    assert page.endswith("\nand 2 more\n")


def test_the_page_says_what_a_format_cannot_hold_only_where_that_is_asked_for():
    outcome = Outcome(
        path="a.json", findings=(finding("L201", "/slug", field="slug", format="text"),)
    )

    assert "L201" not in told("markdown", outcome)
    assert "L201" in told("markdown", outcome, with_left_out=True)


def test_the_page_has_the_sign_of_the_exit_status():
    assert "❌" in told("markdown", errors(1), status=1)
    assert "✅" in told("markdown", errors(1), status=0)
    assert "❌" in told("markdown", errors(1))


def test_the_page_of_a_good_run_is_a_line():
    page = told("markdown", Outcome(path="a.json", findings=()))

    assert page.splitlines()[2].startswith("✅ 1 files checked")


def test_the_page_stays_below_what_github_takes_however_much_there_is_to_say():
    sign = "|" * 500
    found = [finding("S102", f"/{sign}", field=sign).at(Position(1, 1)) for _ in range(1000)]
    many = [Outcome(path=f"{sign}{number}", findings=tuple(found)) for number in range(3)]
    shut = Obstacle(key="cannot_read", name=sign, reason=sign)
    many += [Outcome(path=sign, obstacle=shut) for _ in range(1000)]

    assert len(told("markdown", *many).encode()) < 2**19


@QUICK
@given(OUTCOMES)
def test_nothing_in_the_page_means_anything_to_markdown(outcomes):
    page = told("markdown", *outcomes)

    rows = [line for line in page.split("\n") if line.startswith("| <code>")]
    for row in rows:
        cells = re.fullmatch(r"\| <code>(.*)</code> \| (\w+) \| (.*)<br>(.*) \|", row)
        assert cells
        assert not re.search(r"[!-/:-@\[-`{-~]", re.sub("&#[0-9]+;", "", "".join(cells.groups())))
    told_of = {f"{said(one)}<br>{hint(one)}" for each in outcomes for one in each.findings}
    assert {html.unescape(row.split(" | ")[-1].removesuffix(" |")) for row in rows} <= told_of
