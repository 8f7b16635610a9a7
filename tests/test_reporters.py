"""Reports: one for people, two for machines; what they hold does not depend on who looks."""

from __future__ import annotations

import hashlib
import io
import json
import os
import threading
import tracemalloc
from pathlib import Path

import pytest

from archive import messages, vocabulary
from archive.cli import common
from archive.cli.version import program_version
from archive.findings import CODES, Position, finding
from archive.outcome import Obstacle, Outcome, Tally
from archive.reporters import REPORTERS, Closing, Manner, Tool, reporter
from tests.program import files, other, record, save

CHECKOUT = Path(__file__).parent.parent
TOOL = Tool(version="1.2.3", schema_id="urn:s", schema_sha256="00")
PROBLEM = {
    "path", "line", "column", "pointer", "code", "severity", "message", "hint", "params", "url",
}  # fmt: skip


def told(form: str, *outcomes: Outcome, **manner: object) -> str:
    """Return the whole report of some outcomes."""
    tally = Tally()
    one = reporter(form, Manner(**manner))  # type: ignore[arg-type]
    pieces = []
    for outcome in outcomes:
        tally.add(outcome)
        pieces += one.tell(outcome)
    closing = Closing(tally=tally, seconds=1.23456, tool=lambda: TOOL)
    pieces += one.end(closing)
    one.close()
    return "".join(pieces)


def at(line: int, code: str = "S101", **params: str) -> Outcome:
    params = params or {"field": "headline"}
    return Outcome(path="a.json", findings=(finding(code, **params).at(Position(line, 1)),))


# for people


def test_a_problem_is_path_line_column_code_and_message_with_a_hint_below():
    lines = told("text", at(7)).splitlines()

    assert lines[0].startswith("a.json:7:1: S101 ")
    assert lines[1].startswith("    = ")


@pytest.mark.parametrize(
    ("code", "kind"), [("J013", " "), ("R129", " warning: "), ("L301", " info: ")]
)
def test_warnings_and_remarks_are_called_so_and_errors_are_not(code, kind):
    params = {"id": "urn:x", "version": 1, "first": "b", "until": "2026", "format": "docx"}
    one = finding(code, **params).at(Position(1, 1))

    assert told("text", Outcome(path="a", findings=(one,))).startswith(f"a:1:1: {code}{kind}")


def test_a_problem_without_a_place_names_the_file_alone():
    one = finding("X001", variant="syntax", reason="no end")

    assert told("text", Outcome(path="a", findings=(one,))).startswith("a: X001 ")


def test_what_comes_up_again_is_said_with_its_own_values_and_place():
    outcomes = [at(1, field="a"), at(2, field="b"), at(3, field="a"), at(3, field="a", more="c")]

    whole = told("text", *outcomes)

    assert whole == "".join(told("text", one) for one in outcomes)


def test_long_values_that_were_told_do_not_stay_in_memory():
    one = reporter("text", Manner())
    tracemalloc.start()
    try:
        for number in range(50):
            assert "".join(one.tell(at(1, field=f"{number}" + "x" * 1_000_000)))
        left, _ = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()

    assert left < 3_000_000


def test_what_a_format_cannot_hold_is_shown_only_when_asked_for():
    outcome = Outcome(path="a", findings=(finding("L201", "/quotes", field="quotes", format="x"),))

    assert told("text", outcome) == ""
    assert "L201" in told("text", outcome, with_left_out=True)


# for machines


def test_the_json_report_has_the_shape_that_was_promised(press_archive):
    save("in/bad.json", other(1, headline=None))
    save("in/good.json", other(2))

    report = json.loads(press_archive("validate", "in", "--output-format", "json").out)

    schema = (CHECKOUT / "schemas/release.schema.json").read_bytes()
    assert list(report) == ["version", "tool", "schema", "summary", "files", "problems"]
    assert report["version"] == 1
    assert report["tool"] == {"name": "press-archive", "version": program_version()}
    assert report["schema"] == {
        "id": vocabulary.SCHEMA_ID,
        "sha256": hashlib.sha256(schema).hexdigest(),
    }
    assert isinstance(report["summary"].pop("seconds"), float)
    assert report["summary"] == {"files": 2, "valid": 1, "invalid": 1, "errors": 1, "warnings": 0}
    assert report["files"] == [
        {
            "path": name,
            "sha256": hashlib.sha256(Path(name).read_bytes()).hexdigest(),
            "valid": valid,
        }
        for name, valid in (("in/bad.json", False), ("in/good.json", True))
    ]
    (problem,) = report["problems"]
    assert set(problem) == PROBLEM
    assert problem["url"] == "docs/codes.md#s101"
    assert (problem["line"], problem["column"], problem["pointer"]) == (1, 1, "/headline")
    assert (problem["code"], problem["severity"]) == ("S101", "error")


def test_a_report_of_nothing_is_a_report():
    assert json.loads(told("json"))["problems"] == []


def test_a_report_does_not_end_at_what_fits_into_memory():
    many = [at(line, "S102", field="x" * 8000) for line in range(1, 800)]

    report = json.loads(told("json", *many))

    assert [one["line"] for one in report["problems"]] == list(range(1, 800))
    assert len(report["files"]) == 799


def test_json_lines_have_one_problem_each_as_they_are_found(press_archive):
    save("a.json", other(1, headline=None, language=None))

    lines = press_archive("validate", "a.json", "--output-format", "jsonl").out.splitlines()

    problems = [json.loads(line) for line in lines]
    assert [one["code"] for one in problems] == ["S101", "S101"]
    assert set(problems[0]) == PROBLEM


def test_a_file_that_could_not_be_read_is_not_valid_and_says_why():
    obstacle = Obstacle(key="cannot_read", name="a", reason="Permission denied")

    report = json.loads(told("json", Outcome(path="a", obstacle=obstacle)))

    assert report["files"] == [
        {"path": "a", "sha256": None, "valid": False, "error": "Permission denied"}
    ]
    assert report["summary"]["invalid"] == 1


def test_what_stands_nowhere_has_a_place_of_null():
    one = Outcome(path="a", findings=(finding("X001", variant="syntax", reason="no end"),))

    problem = json.loads(told("jsonl", one))

    assert (problem["line"], problem["column"], problem["pointer"]) == (None, None, "")


@pytest.mark.parametrize("form", ["json", "jsonl"])
def test_machine_reports_hold_nothing_that_steers_a_terminal(form):
    dangerous = "a\x1b[2J\x7f\x9b31m\u202e\u2066\u2028"
    text = told(form, Outcome(path=dangerous, findings=at(1, "S102", field=dangerous).findings))

    assert not set("\x1b\x7f\x9b\u202e\u2066\u2028") & set(text)
    report = json.loads(text)
    assert (report["files"][0] if form == "json" else report)["path"] == dangerous


@pytest.mark.parametrize("language", ["en", "id"])
def test_messages_in_reports_have_their_language_and_codes_none(press_archive, language):
    save("a.json", record(headline=None))
    words = ["validate", "a.json", "--output-format", "jsonl", "--lang", language]

    (problem,) = [json.loads(line) for line in press_archive(*words).out.splitlines()]

    assert ("tidak ada" in problem["message"]) == (language == "id")
    assert problem["params"]["field"] == "headline"


def test_max_errors_is_for_people_and_machines_get_all(press_archive):
    save("a.json", record(headline=None, language=None))
    words = ["validate", "a.json", "--max-errors", "1", "--report", "json=r.json"]

    press_archive(*words, "--output-format", "jsonl")

    assert len(json.loads(Path("r.json").read_bytes())["problems"]) == 2


# files of reports


def test_one_run_can_write_several_reports(press_archive):
    save("a.json", record(headline=None))
    reports = [f"--report={form}=sub/r.{form}" for form in REPORTERS]

    done = press_archive("validate", "a.json", *reports)

    assert files("sub") == sorted(f"r.{form}" for form in REPORTERS)
    assert Path("sub/r.text").read_text() == done.out
    assert json.loads(Path("sub/r.json").read_bytes())["problems"][0]["code"] == "S101"


def test_a_report_replaces_an_earlier_one_and_keeps_a_link_to_it(press_archive):
    save("a.json", record(headline=None))
    Path("dated.txt").write_text("old")
    Path("latest.txt").symlink_to("dated.txt")

    press_archive("validate", "a.json", "--report", "text=latest.txt")

    assert Path("latest.txt").is_symlink()
    assert "S101" in Path("dated.txt").read_text()


def test_a_report_can_go_into_a_pipe(press_archive):
    save("a.json", record(headline=None))
    os.mkfifo("pipe")
    read: list[bytes] = []
    reading = threading.Thread(target=lambda: read.append(Path("pipe").read_bytes()))
    reading.start()

    press_archive("validate", "a.json", "--report", "jsonl=pipe")
    reading.join()

    assert json.loads(read[0])["code"] == "S101"


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="there is no /dev/full here")
def test_a_report_that_cannot_be_written_is_named_and_ends_with_2(press_archive):
    save("a.json", record(headline=None))

    done = press_archive("validate", "a.json", "--report", "text=/dev/full")

    assert done.status == 2
    assert "cannot write '/dev/full': No space left on device" in done.err


@pytest.mark.parametrize("file", [".", "a.json/r.txt"])
def test_a_report_where_no_file_can_be_is_named_before_the_work(press_archive, file):
    save("a.json", record(headline=None))

    done = press_archive("validate", "a.json", "--report", f"text={file}")

    assert (done.status, done.out) == (2, "")
    assert f"cannot write '{file}': " in done.err


def test_a_report_that_is_also_an_input_is_refused(press_archive):
    save("a.json", record(headline=None))

    done = press_archive("validate", "a.json", "--report", "text=./a.json")

    assert (done.status, done.out) == (2, "")
    assert "'a.json' would be overwritten; nothing was written" in done.err
    assert json.loads(Path("a.json").read_bytes())


def test_a_report_in_the_folder_that_is_validated_is_no_input(press_archive):
    save("in/a.json", record())
    words = ["validate", "in", "--report", "json=in/report.json"]

    assert [press_archive(*words).status, press_archive(*words).status] == [0, 0]


# counts


def test_a_tally_counts_by_severity_and_names_the_first_that_failed():
    tally = Tally()
    for number in range(25):
        tally.add(Outcome(path=f"{number}", findings=(finding("S101"), finding("R129"))))
    tally.add(Outcome(path="good", findings=(finding("R205"),)))

    assert (tally.files, tally.valid, tally.invalid) == (26, 1, 25)
    assert (tally.errors, tally.warnings, tally.infos) == (25, 25, 1)
    assert tally.failed == [f"{number}" for number in range(20)]
    assert CODES["R205"].severity == "info"


@pytest.mark.parametrize("language", messages.LANGUAGES)
def test_every_problem_comes_with_a_hint(language):
    assert [code for code in CODES if not messages.page(code, language).hint] == []


class _Written(io.StringIO):
    """A stream that counts how often it is written to."""

    def __init__(self, *, is_terminal: bool) -> None:
        super().__init__()
        self.times = 0
        self._is_terminal = is_terminal

    def isatty(self) -> bool:
        return self._is_terminal

    def write(self, text: str, /) -> int:
        self.times += bool(text)
        return super().write(text)


def _told(stream: _Written, count: int = 200) -> str:
    with common.Run("text", stream, Manner()) as run:
        for number in range(count):
            found = (finding("R209", "/body/text", straight=8, curly=2),)
            run.tell(Outcome(path=f"{number}.json", findings=found))
    return stream.getvalue()


def test_lines_go_out_together_but_at_a_terminal():
    elsewhere, terminal = _Written(is_terminal=False), _Written(is_terminal=True)
    assert _told(elsewhere) == _told(terminal)
    assert elsewhere.getvalue().count("R209") == 200
    assert elsewhere.times < 20
    assert terminal.times == 200


@pytest.mark.parametrize(("name", "value"), [("_PATIENCE_SECONDS", -1.0), ("_MOST_HELD", 99)])
def test_lines_wait_neither_long_nor_in_large_numbers(monkeypatch, name, value):
    monkeypatch.setattr(common, name, value)
    stream = _Written(is_terminal=False)
    _told(stream)
    assert stream.times >= 100


def test_what_was_told_before_a_run_fails_is_written():
    stream = _Written(is_terminal=False)

    def fail() -> None:
        with common.Run("text", stream, Manner()) as run:
            run.tell(Outcome(path="a.json", findings=(finding("R209", straight=8, curly=2),)))
            raise KeyError

    with pytest.raises(KeyError):
        fail()
    assert "a.json" in stream.getvalue()
