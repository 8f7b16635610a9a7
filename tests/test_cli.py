"""The command line: exit status, what goes to which stream, words, colour, pipes."""

from __future__ import annotations

import os
import pty
import re
import shutil
import signal
import subprocess
import sys
import unicodedata
from pathlib import Path

import pytest

from archive import messages
from archive.cli import VERBS
from archive.findings import CODES
from tests.program import other, record, save

PROGRAM = [sys.executable, "-m", "archive"]
CHECKOUT = Path(__file__).parent.parent
PLAIN = {
    name: value
    for name, value in os.environ.items()
    if not name.startswith(("PRESS_ARCHIVE", "NO_COLOR", "FORCE_COLOR", "LC_", "LANG", "GITHUB_"))
    and name != "PYTHONUNBUFFERED"
} | {"PYTHONPATH": str(CHECKOUT)}


# exit status


def test_a_good_release_ends_with_0_and_nothing_on_standard_output(press_archive):
    save("good.json", record())

    done = press_archive("validate", "good.json")

    assert (done.status, done.out) == (0, "")
    assert done.err == "1 files checked, 1 valid, 0 invalid; 0 errors, 0 warnings, 0 remarks\n"


def test_a_bad_release_ends_with_1_and_its_problems_on_standard_output(press_archive):
    save("bad.json", record(headline=None))

    done = press_archive("validate", "bad.json")

    assert done.status == 1
    assert done.out.startswith(
        "bad.json:1:1: S101 /headline: the required field 'headline' is missing\n"
    )
    assert "1 invalid" in done.err


def test_a_missing_file_is_named_and_ends_with_2_after_the_others_were_checked(press_archive):
    save("bad.json", record(headline=None))

    done = press_archive("validate", "gone.json", "bad.json")

    assert done.status == 2
    assert "press-archive: error: 'gone.json' does not exist\n" in done.err
    assert done.codes == ["S101"]


def test_a_draft_without_errors_is_no_problem(press_archive):
    save("draft.json", {"schemaVersion": "1", "id": "urn:x:1", "status": "draft"})

    assert press_archive("validate", "draft.json").status == 0


@pytest.mark.parametrize(
    "words",
    [
        ["validate"],
        ["convert"],
        ["convert", "good.json"],
        ["convert", "good.json", "-t", "json"],
        ["convert", "good.json", "-t", "docx", "-o", "out"],
        ["convert", "good.json", "-t", ",", "-o", "out"],
        ["convert", "good.json", "-t", "json,text", "-o", "-"],
        ["convert", "good.json", "-t", "text", "-o", "out", "--clean"],
        ["convert", "good.json", "-t", "text", "-o", "out", "--as-of", "tomorrow"],
        ["validate", "good.json", "--max-size", "much"],
        ["validate", "good.json", "--max-size", "0"],
        ["validate", "good.json", "--max-errors", "0"],
        ["validate", "good.json", "--report", "json"],
        ["validate", "good.json", "--report", "xml=report.xml"],
        ["validate", "good.json", "--report", "json=-"],
        ["validate", "good.json", "--config", "x"],
        ["explain"],
        ["explain", "R999"],
        ["schema", "nothing"],
        ["standards", "--standards", "nowhere"],
        ["completion", "tcsh"],
        ["--config", "nowhere.toml", "validate", "good.json"],
        [],
    ],
    ids=" ".join,
)
def test_wrong_usage_ends_with_2_and_says_so_on_standard_error(press_archive, words):
    save("good.json", record())

    done = press_archive(*words)

    assert done.status == 2
    assert done.out == ""
    assert done.err


def test_a_mistyped_verb_is_answered_with_the_right_one(press_archive):
    assert "Did you mean 'validate'?" in press_archive("valdate").err


def test_a_mistyped_option_is_answered_with_the_right_one(press_archive):
    assert "--output-format" in press_archive("validate", "--output-fromat", "json").err


def test_wrong_usage_shows_no_control_characters_of_file_names(press_archive):
    """A shell puts names of files where options could be."""
    done = press_archive("explain", "R105", "bell\x07\x9b2J.json")

    assert done.status == 2
    assert "bell\\u0007\\u009b2J.json" in done.err


def test_a_fault_of_the_program_is_one_line_and_ends_with_2(press_archive, monkeypatch):
    def broken(*_: object, **__: object) -> None:
        raise KeyError("oops")

    monkeypatch.setattr("archive.batch.sources.find", broken)
    done = press_archive("validate", "x.json")

    assert done.status == 2
    assert done.err == "press-archive: internal error: KeyError: 'oops'; rerun with -vv\n"


def test_a_fault_of_the_program_is_shown_whole_when_asked_for(press_archive, monkeypatch):
    monkeypatch.setattr("archive.batch.sources.find", None)

    assert "Traceback" in press_archive("validate", "x.json", "-vv").err


def test_exit_zero_and_fail_on_change_what_counts_as_a_problem(press_archive):
    save("bad.json", record(headline=None))
    save("warned.json", record(contacts=None))

    assert press_archive("validate", "bad.json", "--exit-zero").status == 0
    assert press_archive("validate", "warned.json").status == 0
    assert press_archive("validate", "warned.json", "--fail-on", "warning").status == 1
    assert press_archive("validate", "gone.json", "--exit-zero").status == 2


# what is said, and how much


def test_quiet_hides_the_summary_and_never_a_problem(press_archive):
    save("bad.json", record(headline=None))

    done = press_archive("validate", "-q", "bad.json", "gone.json")

    assert done.codes == ["S101"]
    assert done.err.splitlines()[0] == "press-archive: error: 'gone.json' does not exist"
    assert [line[:6] for line in done.err.splitlines()[1:]] == ["    = "]


def test_a_long_run_says_with_v_how_far_it_is(press_archive):
    for number in range(1001):
        Path(f"{number:04}.json").write_bytes(b"{")

    spoken = press_archive("validate", ".", "-v").err
    silent = press_archive("validate", ".", "-v", "-q").err

    told = r"1000 releases from 1000 of 1001 sources, \d+/s"
    assert re.fullmatch(told, spoken.splitlines()[0])
    assert silent == ""


def test_max_errors_shortens_what_people_see_of_each_file_and_says_so(press_archive):
    save("bad.json", record(headline=None, body=None, language=None))
    save("worse.json", record(headline=None, body=None))

    done = press_archive("validate", ".", "--max-errors", "1")
    lines = [line for line in done.out.splitlines() if not line.startswith(" ")]

    assert [line for line in lines if "S101" in line] == [lines[0], lines[2]]
    assert lines[1] == "bad.json: 2 more problems in this file"
    assert lines[3] == "worse.json: 1 more problems in this file"
    assert "5 errors" in done.err


@pytest.mark.parametrize(
    ("environment", "words", "told"),
    [
        ({}, [], "the required field 'headline' is missing"),
        ({"LANG": "id_ID.UTF-8"}, [], "isian wajib 'headline' tidak ada"),
        ({"LANG": "id_ID.UTF-8", "LC_ALL": "C"}, [], "the required field 'headline' is missing"),
        ({"LANG": "id_ID.UTF-8"}, ["--lang", "en"], "the required field 'headline' is missing"),
        ({}, ["--lang", "id"], "isian wajib 'headline' tidak ada"),
    ],
    ids=["neither", "locale", "LC_ALL first", "option first", "option"],
)
def test_the_language_of_messages_is_that_of_the_option_else_of_the_locale(
    press_archive, monkeypatch, environment, words, told
):
    save("bad.json", record(headline=None))
    for name, value in environment.items():
        monkeypatch.setenv(name, value)

    assert told in press_archive("validate", "bad.json", *words).out


def test_errors_of_the_operation_are_said_in_the_language_of_messages_too(press_archive):
    save("good.json", record())

    done = press_archive("convert", "good.json", "-t", "text", "-o", "good.json", "--lang", "id")

    assert "'good.json' tidak dapat ditulis" in done.err


# colour


def test_a_report_that_nobody_looks_at_has_no_colour(press_archive):
    save("bad.json", record(headline=None))

    assert "\x1b" not in press_archive("validate", "bad.json").out


@pytest.mark.parametrize(
    ("environment", "words", "is_coloured"),
    [
        ({"FORCE_COLOR": "1"}, [], True),
        ({"FORCE_COLOR": "1", "NO_COLOR": "1"}, [], False),
        ({"FORCE_COLOR": "1", "NO_COLOR": ""}, [], True),
        ({"NO_COLOR": "1"}, ["--color", "always"], True),
        ({"FORCE_COLOR": "1"}, ["--color", "never"], False),
    ],
    ids=str,
)
def test_colour_obeys_the_option_then_no_color_then_force_color(
    press_archive, monkeypatch, environment, words, is_coloured
):
    save("bad.json", record(headline=None))
    for name, value in environment.items():
        monkeypatch.setenv(name, value)

    assert ("\x1b[31mS101\x1b[0m" in press_archive("validate", "bad.json", *words).out) == (
        is_coloured
    )


@pytest.mark.parametrize(("variable", "has_colour"), [("", True), ("NO_COLOR", False)])
def test_a_report_on_a_terminal_is_coloured_unless_no_color_is_set(tmp_path, variable, has_colour):
    save(str(tmp_path / "bad.json"), record(headline=None))
    ours, theirs = pty.openpty()

    subprocess.run(
        [*PROGRAM, "validate", "bad.json"], cwd=tmp_path, stdout=theirs, check=False,
        stderr=subprocess.DEVNULL, env=PLAIN | ({variable: "1"} if variable else {}),
    )  # fmt: skip
    os.close(theirs)
    shown = os.read(ours, 10_000)
    os.close(ours)

    assert b"S101" in shown
    assert (b"\x1b[31m" in shown) == has_colour


# names of files


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("two\nlines.json", "two\\u000alines.json"),
        ("clear\x1b[2J.json", "clear\\u001b[2J.json"),
        ("right\u202eleft.json", "right\\u202eleft.json"),
        (os.fsdecode(b"caf\xe9.json"), "caf\\udce9.json"),
        ("siaran pers ✓.json", "siaran pers ✓.json"),
    ],
    ids=ascii,
)
def test_a_name_is_shown_so_that_it_can_do_no_harm(press_archive, name, shown):
    save(name, record(headline=None))

    done = press_archive("validate", ".")

    assert done.out.startswith(f"{shown}:1:1: S101")
    assert not {sign for sign in done.out if unicodedata.category(sign) in ("Cc", "Cs")} - {"\n"}


@pytest.mark.parametrize("form", ["json", "jsonl"])
def test_machine_reports_stay_utf_8_whatever_the_names_and_the_locale_are(tmp_path, form):
    save(str(tmp_path / os.fsdecode(b"caf\xe9 \xe2\x9c\x93.json")), record(headline=None))

    done = subprocess.run(
        [*PROGRAM, "validate", ".", "--output-format", form], cwd=tmp_path, check=False,
        capture_output=True, env=PLAIN | {"PYTHONIOENCODING": "ascii"},
    )  # fmt: skip

    assert "caf\\udce9 ✓.json" in done.stdout.decode("utf-8")


def test_a_terminal_that_cannot_show_a_letter_gets_its_number(tmp_path):
    save(str(tmp_path / "✓.json"), record(headline=None))

    done = subprocess.run(
        [*PROGRAM, "validate", "."], cwd=tmp_path, check=False, capture_output=True,
        env=PLAIN | {"PYTHONIOENCODING": "ascii"},
    )  # fmt: skip

    assert done.stdout.startswith(b"\\u2713.json:1:1: S101")
    assert done.returncode == 1


# pipes, full disks, interrupts


@pytest.mark.parametrize(
    "words", [["schema"], ["explain", "R105"], ["validate", "."], ["validate", ".", "-vv"]]
)
def test_a_closed_pipe_ends_in_silence(tmp_path, words):
    for number in range(3):
        save(str(tmp_path / f"{number}.json"), other(number, headline=None))
    reading, writing = os.pipe()
    os.close(reading)

    done = subprocess.run(
        [*PROGRAM, *words], cwd=tmp_path, stdout=writing, stderr=subprocess.PIPE, check=False,
        env=PLAIN,
    )  # fmt: skip
    os.close(writing)

    assert done.stderr == b""


def test_validation_whose_report_nobody_reads_still_has_its_exit_status(tmp_path):
    """`validate | head` in a script with pipefail must not pass what is bad."""
    save(str(tmp_path / "bad.json"), record(headline=None))
    reading, writing = os.pipe()
    os.close(reading)

    done = subprocess.run(
        [*PROGRAM, "validate", "bad.json"], cwd=tmp_path, stdout=writing, check=False, env=PLAIN
    )
    os.close(writing)

    assert done.returncode == 1


def test_a_conversion_goes_on_when_nobody_reads_its_problems(tmp_path):
    for number in range(2):
        save(str(tmp_path / "in" / f"{number}.json"), other(number, contacts=None))
    reading, writing = os.pipe()
    os.close(reading)

    done = subprocess.run(
        [*PROGRAM, "convert", "in", "-t", "text", "-o", "out"], cwd=tmp_path, stdout=writing,
        stderr=subprocess.PIPE, check=False, env=PLAIN | {"PYTHONUNBUFFERED": "1"},
    )  # fmt: skip
    os.close(writing)

    assert done.returncode == 0
    assert sorted(path.name for path in (tmp_path / "out").iterdir()) == ["0.txt", "1.txt"]
    assert b"2 converted" in done.stderr


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="there is no /dev/full here")
@pytest.mark.parametrize(
    "words", [["validate", "bad.json"], ["schema"]], ids=lambda words: words[0]
)
def test_standard_output_that_cannot_be_written_ends_with_2(tmp_path, words):
    save(str(tmp_path / "bad.json"), record(headline=None))

    with Path("/dev/full").open("wb") as full:
        done = subprocess.run(
            [*PROGRAM, *words], cwd=tmp_path, stdout=full, stderr=subprocess.PIPE, check=False,
            env=PLAIN,
        )  # fmt: skip

    assert done.returncode == 2
    assert done.stderr == b"press-archive: error: No space left on device\n"


def _mind_interrupts() -> None:
    """A shell starts what runs in the background with interrupts ignored, and so its children."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)


def test_an_interrupt_ends_with_130_and_leaves_no_part_of_a_file(tmp_path):
    """The second source is a pipe on standard input that never ends, so the moment is certain.

    The lines of the manifest are kept for the run that goes on.
    """
    save(str(tmp_path / "in.jsonl"), record())
    words = ["convert", "in.jsonl", "-", "-t", "text", "-o", "out", "-f", "jsonl"]
    process = subprocess.Popen(
        [*PROGRAM, *words, "--manifest", "m.jsonl", "--report", "json=r.json"], cwd=tmp_path,
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=PLAIN,
        preexec_fn=_mind_interrupts,  # noqa: PLW1509 (there are no threads)
    )  # fmt: skip
    assert process.stdin
    draft = b'{"schemaVersion": "1", "id": "urn:x:1", "status": "draft"}\n'
    while not (tmp_path / "out" / "in.txt").exists() and process.poll() is None:
        process.stdin.write(draft)  # keeps the loop from spinning; the pipe holds it back
        process.stdin.flush()

    process.send_signal(signal.SIGINT)
    _, err = process.communicate()

    assert process.returncode == 130
    assert err.strip() == b"press-archive: interrupted"
    left = sorted(path.name for path in tmp_path.rglob("*") if path.is_file())
    assert left == ["in.jsonl", "in.txt", "m.jsonl.unfinished"]


# the other verbs


@pytest.mark.parametrize("verb", VERBS)
def test_every_verb_explains_itself(press_archive, verb):
    done = press_archive(verb, "--help")

    assert done.status == 0
    assert done.out.startswith(f"Usage: press-archive {verb} ")
    assert done.err == ""


def test_the_version_is_that_of_the_installed_program(press_archive):
    assert re.fullmatch(r"press-archive \d+\.\d+\.\d+\n", press_archive("--version").out)


def test_a_variable_named_version_does_not_ask_for_the_version(press_archive, monkeypatch):
    """Scripts of CI systems like to have one."""
    save("bad.json", record(headline=None))
    monkeypatch.setenv("PRESS_ARCHIVE_VERSION", "1")

    assert press_archive("validate", "bad.json").codes == ["S101"]


@pytest.mark.parametrize("language", messages.LANGUAGES)
def test_explain_tells_of_every_code_what_it_means(press_archive, language):
    for code in CODES:
        done = press_archive("explain", code.lower(), "--lang", language)

        assert done.status == 0
        assert messages.page(code, language).title in done.out


def test_explain_shows_a_wrong_and_a_right_example(press_archive):
    told = press_archive("explain", "R105").out

    assert "Wrong:\n    " in told
    assert "Right:\n    " in told


@pytest.mark.parametrize("name", ["embargo.until", "/embargo/until", "embargo/until"])
def test_explain_tells_what_a_field_is(press_archive, name):
    told = press_archive("explain", name).out

    assert told.startswith("embargo.until  ")
    assert "Kind of value: " in told
    assert '"until": ' in told


def test_explain_takes_a_place_as_a_message_names_it(press_archive):
    assert press_archive("explain", "/quotes/0/span").out.startswith("quotes.span  ")


def test_explain_tells_of_a_field_in_indonesian(press_archive):
    told = press_archive("explain", "headline", "--lang", "id").out

    assert "(wajib)" in told
    assert "Jenis nilai: " in told


@pytest.mark.parametrize(
    ("name", "meant"), [("J0l2", "J012"), ("headlin", "headline"), ("xyzzy", None)]
)
def test_explain_proposes_what_may_have_been_meant(press_archive, name, meant):
    done = press_archive("explain", name)

    assert done.status == 2
    assert ("did you mean" in done.err) == bool(meant)
    assert meant is None or f"'{meant}'" in done.err


@pytest.mark.parametrize(
    ("name", "file"),
    [
        (None, "release.schema.json"),
        ("release", "release.schema.json"),
        ("context", "context.jsonld"),
        ("vocabulary", "vocabulary.ttl"),
        ("mediatopics", "mediatopics.json"),
        ("regions", "regions.json"),
    ],
)
def test_schema_prints_a_contract_byte_for_byte(press_archive, name, file):
    words = [name] if name else []

    printed = press_archive("schema", *words, "-o", "-").out
    press_archive("schema", *words, "-o", "copy")

    assert printed.encode() == (CHECKOUT / "schemas" / file).read_bytes()
    assert Path("copy").read_bytes() == printed.encode()


@pytest.mark.parametrize("target", ["nowhere/../..", "."])
def test_schema_names_a_file_that_cannot_be_written(press_archive, target):
    done = press_archive("schema", "-o", target)

    assert done.status == 2
    assert done.err.startswith(f"press-archive: error: cannot write '{target}': ")


def test_standards_tells_what_is_not_there_and_what_that_means(press_archive):
    done = press_archive("standards")

    assert done.status == 0
    assert "NewsML-G2_2.35-spec-All-Power.xsd: not there\n" in done.out
    assert "Without it, a file is judged by the rules alone" in done.out
    assert "To be had from: IPTC, NewsML-G2 2.35, specification" in done.out


def test_standards_tells_a_file_of_another_version_by_its_checksum(press_archive):
    Path("ninjs-schema_3.1.json").write_bytes(b"another")

    told = press_archive("standards", "--standards", ".").out

    assert "ninjs-schema_3.1.json: present, but not the version this program knows" in told
    assert "sha256 ae448ac8" in told


def test_the_folder_of_standards_can_stand_in_the_environment(press_archive, monkeypatch):
    Path("xml.xsd").write_bytes(b"another")
    monkeypatch.setenv("PRESS_ARCHIVE_STANDARDS", ".")

    assert "xml.xsd: present" in press_archive("standards").out


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_completion_prints_a_script_that_its_shell_takes(press_archive, shell):
    script = press_archive("completion", shell).out

    assert "_PRESS_ARCHIVE_COMPLETE" in script
    if shutil.which(shell):
        done = subprocess.run([shell, "-n"], input=script.encode(), check=False)
        assert done.returncode == 0


@pytest.mark.parametrize(
    ("line", "word", "proposed"),
    [
        ("press-archive val", 1, "plain,validate"),
        ("press-archive convert -t", 2, "plain,-t"),
        ("press-archive validate --profile leg", 3, "plain,legacy"),
        ("press-archive validate rel", 2, "file,rel"),
    ],
    ids=["verb", "option", "value", "file"],
)
def test_completion_proposes_verbs_options_values_and_files(tmp_path, line, word, proposed):
    asked = {
        "_PRESS_ARCHIVE_COMPLETE": "bash_complete",
        "COMP_WORDS": line,
        "COMP_CWORD": str(word),
    }

    done = subprocess.run(
        PROGRAM, cwd=tmp_path, capture_output=True, text=True, check=False, env=PLAIN | asked
    )

    assert proposed in done.stdout.splitlines()
