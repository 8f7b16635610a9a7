"""Hostile and broken inputs: every file of the corpus, and faults put into a record of ours.

Whatever is sent: no traceback, no hang, bounded memory, no network, nothing written beside the
output folder, nothing on the terminal that is not text, and every file written can be parsed.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from archive.judges import JUDGES
from archive.readers import READERS
from archive.validation import schema
from archive.writers import WRITERS
from tests import nasty as nasty_program
from tests.conftest import CHECKOUT
from tests.nasty_trial import EVERY_FORMAT, Trial, is_safe, wrong_with
from tests.nasty_verdicts import is_as_indexed
from tests.program import files, other, save

GROUPS = (
    "archive", "control", "csv", "dates", "encoding", "feed", "ids", "json", "markup", "refs", "text", "xml",
)  # fmt: skip
READ = tuple(
    suffix + packed
    for form in READERS.values()
    for suffix in form.suffixes
    for packed in ("", ".gz", ".zst")
)
JUDGED = tuple(form.suffix for form in JUDGES.values())
MEMORY_KB = 500 * 1024

# What is wrong with the bytes or the JSON itself, and where.
FAULTS = {
    "archive/gzip_named.json": ("J012", 1, 1),
    "control/json_raw_newline_in_string.json": ("J001", 5, 21),
    "encoding/json_latin1.json": ("J003", 5, 18),
    "encoding/json_utf16.json": ("J003", 1, 1),
    "json/big_float.json": ("J006", 6, 35),
    "json/cdata_wrapped.json": ("J001", 1, 1),
    "json/comments.json": ("J001", 1, 1),
    "json/deep_arrays_10000.json": ("J008", 1, 65),
    "json/deep_arrays_500.json": ("J008", 1, 65),
    "json/deep_in_valid_record.json": ("J008", 6, 90),
    "json/deep_objects_10000.json": ("J008", 1, 321),
    "json/duplicate_keys.json": ("J002", 7, 2),
    "json/duplicate_keys_nested.json": ("J002", 11, 16),
    "json/empty.json": ("J010", 1, 1),
    "json/html_comment_wrapped.json": ("J001", 1, 1),
    "json/html_instead.json": ("J012", 1, 1),
    "json/huge_int_400.json": ("J006", 13, 15),
    "json/huge_int_5000.json": ("J006", 6, 35),
    "json/infinity.json": ("J004", 6, 35),
    "json/lone_high_surrogate.json": ("J007", 5, 16),
    "json/lone_low_surrogate.json": ("J007", 5, 16),
    "json/lone_surrogate_in_key.json": ("J007", 6, 4),
    "json/minus_infinity.json": ("J004", 6, 35),
    "json/nan.json": ("J004", 6, 35),
    "json/reversed_pair.json": ("J007", 5, 15),
    "json/single_quotes.json": ("J001", 2, 2),
    "json/spaces.json": ("J010", 1, 1),
    "json/top_empty_array.json": ("J011", 1, 1),
    "json/top_null.json": ("J011", 1, 1),
    "json/top_number.json": ("J011", 1, 1),
    "json/top_string.json": ("J011", 1, 1),
    "json/top_true.json": ("J011", 1, 1),
    "json/trailing_comma.json": ("J001", 13, 1),
    "json/truncated.json": ("J001", 5, 14),
    "json/two_objects.json": ("J001", 13, 2),
}


@pytest.fixture(scope="module")
def nasty(corpora) -> Path:
    return corpora / "nasty"


def manifest(folder: Path, group: str) -> list[dict[str, str]]:
    entries = json.loads((folder / "manifest.json").read_bytes())
    return [one for one in entries if one["group"] == group]


def problems(done) -> list[dict]:
    return json.loads(done.out)["problems"]


def test_the_corpus_has_these_groups(nasty):
    entries = json.loads((nasty / "manifest.json").read_bytes())

    assert {one["group"] for one in entries} == set(GROUPS)


@pytest.mark.parametrize("group", GROUPS)
def test_a_hostile_file_is_judged_without_harm(nasty, press_archive, group):
    """By its suffix; a format that is not read or judged is refused by name.

    XML of another kind than NewsML-G2 is a fault, NewsML-G2 that is merely odd is none.
    """
    for entry in manifest(nasty, group):
        path = nasty / entry["file"]
        done = press_archive("validate", str(path))

        is_odd = group == "xml" and done.status == 0
        assert done.status == 1 or is_odd, entry
        assert is_safe(done.out + done.err), entry
        assert "internal error" not in done.err, entry
        if not entry["file"].endswith(READ + JUDGED):
            word = entry["file"].rpartition(".")[2]
            assert f": J013 {word} is not a format that is read or judged" in done.out


@pytest.mark.usefixtures("press_archive")
@pytest.mark.parametrize("group", GROUPS)
def test_a_hostile_file_ends_as_its_index_says_and_harms_nothing_beside(nasty, tmp_path, group):
    """Each stands between two good files; the whole of it is told by `make nasty`."""
    folder = tmp_path / "in" / "here"
    folder.mkdir(parents=True)
    trial = Trial(folder)
    for entry in manifest(nasty, group):
        seen = trial.convert(nasty / entry["file"])
        faults, _ = trial.taken()

        assert (entry["file"], faults) == (entry["file"], [])
        assert is_as_indexed(entry["file"], entry["verdict"], seen), (entry, seen)


@pytest.mark.parametrize("word", READERS)
def test_a_hostile_file_that_is_forced_upon_a_reader_does_no_harm(nasty, press_archive, word):
    """Every fifth of them; `make nasty` takes all. What is written can be parsed."""
    entries = [one for group in GROUPS for one in manifest(nasty, group)]
    named = [str(nasty / entry["file"]) for entry in entries[::5]]
    for number, name in enumerate(named):
        done = press_archive(
            "convert", "-f", word, "-t", EVERY_FORMAT, "-o", f"out/{number}",
            "--include-embargoed", name,
        )  # fmt: skip

        assert done.status in (0, 1), name
        assert is_safe(done.out + done.err), name
        assert "internal error" not in done.err, name
    written = files()
    assert all(name.startswith("out/") for name in written)
    assert not any(wrong_with(Path(name)) for name in written)


def test_the_figure_names_groups_files_without_reader_and_reasons(corpora, capsys):
    status = nasty_program.main([str(corpora), "--only", "ids"])

    told = capsys.readouterr().out

    assert status == 0
    assert "ids                    2 of   2 as indexed" in told
    assert "no reader yet, refused by name: 1 tsv" in told
    assert "dates/date_object.json: reject, S101: a day is no moment" in told


def test_the_figure_names_a_file_that_is_not_as_indexed(corpora, tmp_path, capsys):
    folder = tmp_path / "nasty"
    folder.mkdir()
    for name in ("json", "make_nasty.py"):
        (folder / name).symlink_to(corpora / "nasty" / name)
    entry = {"file": "json/nan.json", "group": "json", "verdict": "accept", "bytes": 372}
    (folder / "manifest.json").write_text(json.dumps([entry]))

    status = nasty_program.main([str(tmp_path), "--only", "json"])

    assert status == 1
    assert "json: 'json/nan.json': is not as indexed: accept" in capsys.readouterr().out


@pytest.mark.parametrize("name", FAULTS)
def test_a_fault_of_the_bytes_is_told_where_it_is(nasty, press_archive, name):
    done = press_archive("validate", "--output-format", "json", str(nasty / name))

    first = problems(done)[0]

    assert (first["code"], first["line"], first["column"]) == FAULTS[name]


def test_json_that_is_good_json_is_told_nothing_about_its_bytes(nasty, press_archive):
    """These are articles in another vocabulary: the schema has something to say, strict JSON not."""
    for entry in (one for group in GROUPS for one in manifest(nasty, group)):
        if entry["verdict"] == "accept" and entry["file"].endswith(READ):
            done = press_archive("validate", "--output-format", "json", str(nasty / entry["file"]))
            told = {one["code"] for one in problems(done)}
            assert {code for code in told if code[0] == "J"} <= {"J005"}, entry


def test_the_good_lines_beside_bad_ones_are_judged(nasty, press_archive):
    path = nasty / "json/lines_mixed.jsonl"
    done = press_archive("validate", "--output-format", "json", str(path))

    told = problems(done)

    assert {one["line"] for one in told if one["code"] == "S101"} == {1, 4, 5, 7}
    assert [(one["code"], one["line"]) for one in told if one["code"][0] == "J"] == [
        ("J001", 3), ("J005", 5), ("J011", 6),
    ]  # fmt: skip


def test_a_line_separator_inside_a_text_parts_no_records(nasty, press_archive):
    path = nasty / "json/lines_with_u2028.jsonl"
    done = press_archive("validate", "--output-format", "json", str(path))

    assert {one["line"] for one in problems(done)} == {1, 2}


# in a process of its own

_GUARDED = """
import os, sys, tempfile

HARM = ("socket.connect", "socket.getaddrinfo", "socket.bind", "subprocess.Popen", "os.system",
        "os.exec", "os.posix_spawn")
READING = os.O_RDONLY | os.O_CLOEXEC | os.O_NOFOLLOW | os.O_DIRECTORY | os.O_NONBLOCK
allowed = os.path.realpath(sys.argv[1])
scratch = os.path.join(os.path.realpath(tempfile.gettempdir()), "tmp")
found = []


def guard(event, values):
    if event in HARM:
        found.append(f"{event} {values!r}")
    elif event == "open" and isinstance(values[0], (str, bytes)) and values[2] & ~READING:
        path = os.path.realpath(os.fsdecode(values[0]))
        if not path.startswith((allowed, scratch, os.devnull)):
            found.append(f"writes {path}")


sys.dont_write_bytecode = True
sys.addaudithook(guard)
from archive.cli import _status

status = _status(sys.argv[2:])
peak = [line for line in open("/proc/self/status") if line.startswith("VmHWM")]
print("PEAK", peak[0].split()[1], file=sys.stderr)
print("HARM", found, file=sys.stderr)
sys.exit(status)
"""


def guarded(folder: Path, *words: str) -> tuple[int, str, int]:
    """Run the program without network; return status, report and the peak of memory in kB."""
    if not Path("/proc/self/status").exists():
        pytest.skip("no /proc: the peak of memory cannot be told here")
    done = subprocess.run(
        [*nasty_program.unshared(), sys.executable, "-c", _GUARDED, str(folder / "out"), *words],
        cwd=folder,
        capture_output=True,
        check=False,
        timeout=300,
        env={"PATH": os.environ["PATH"], "PYTHONPATH": str(CHECKOUT), "HOME": str(folder)},
    )
    told = done.stderr.decode()
    assert "Traceback" not in told, told[-2000:]
    assert told.splitlines()[-1] == "HARM []"
    peak = int(told.splitlines()[-2].split()[1])
    return done.returncode, done.stdout.decode(), peak


def test_all_hostile_files_together_need_no_network_and_little_memory(nasty, tmp_path):
    listed = "\n".join(
        str(nasty / one["file"]) for group in GROUPS for one in manifest(nasty, group)
    )
    (tmp_path / "list").write_text(listed)
    named = ("--files-from", "list")

    status, report, peak = guarded(tmp_path, "validate", *named)

    assert status == 1
    assert is_safe(report)
    assert peak < MEMORY_KB
    assert files(tmp_path) == ["list"]


def test_converting_all_hostile_files_writes_good_files_into_the_output_folder(nasty, tmp_path):
    """Some are pages that hold a whole article, and oddly written only. Names of sources clash on some file systems, so that each group has a run of its own."""
    for group in GROUPS:
        status, report, peak = guarded(
            tmp_path,
            "convert",
            str(nasty / group),
            "-t",
            EVERY_FORMAT,
            "-o",
            f"out/{group}",
            "--allow-empty",
        )

        # Two of the archives hold a file of one name each, and nothing is written over another.
        assert status in ((2,) if group == "archive" else (0, 1)), group
        assert is_safe(report)
        assert peak < MEMORY_KB
    written = files(tmp_path)
    assert len(written) > 5 * len(WRITERS)
    assert all(one.startswith("out/") for one in written)
    assert not any(wrong_with(tmp_path / one) for one in written)


def test_large_files_need_little_memory(tmp_path):
    """A text of 50 MB, a million levels, a line of 50 MB, 8,000 lines with 15 problems each."""
    article = {"@context": "https://schema.org", "@type": "NewsArticle", "headline": "x", "a": 1}
    (tmp_path / "text.json").write_text(json.dumps(article | {"body": "isi " * 12_500_000}))
    (tmp_path / "deep.json").write_text("[" * 1_000_000 + "]" * 1_000_000)
    (tmp_path / "line.jsonl").write_text(json.dumps(article | {"b": "isi " * 12_500_000}) + "\n")
    (tmp_path / "lines.jsonl").write_text((json.dumps(article) + "\n") * 8_000)
    (tmp_path / "sparse.json").touch()
    os.truncate(tmp_path / "sparse.json", 100 * 2**30)

    status, report, peak = guarded(tmp_path, "validate", "-q", ".")

    codes = [line.split(": ")[1].split(" ")[0] for line in report.splitlines() if line[0] != " "]
    assert status == 1
    assert (codes.count("J008"), codes.count("J009"), codes.count("J014")) == (1, 3, 1)
    assert peak < MEMORY_KB // 2


def test_of_a_file_with_too_many_problems_the_rest_is_counted(press_archive, monkeypatch):
    """Of each severity so many are told: remarks never crowd out errors."""
    monkeypatch.setattr("archive.outcome.MOST_OF_SOURCE", 3)
    bad = [other(number, headline="", contacts=None) for number in range(5)]
    save("many.jsonl", *bad)

    done = press_archive("validate", "many.jsonl")

    assert done.codes == ["S104", "S104", "S104", "J014"]
    assert "2 are counted" in done.out
    assert "5 errors, 0 warnings" in done.err


def test_warnings_that_are_not_told_make_no_file_invalid(press_archive, monkeypatch):
    monkeypatch.setattr("archive.outcome.MOST_OF_SOURCE", 3)
    save("many.jsonl", *[other(number, contacts=None) for number in range(5)])

    done = press_archive("convert", "many.jsonl", "-t", "json", "-o", "out")

    assert (done.status, done.codes) == (0, ["R202", "R202", "R202", "J014"])
    assert len(files("out")) == 5


@pytest.mark.slow
def test_a_record_of_a_million_unknown_fields_is_refused_in_bounds(tmp_path):
    fields = ",".join(f'"k{number}":{number}' for number in range(1_000_000))
    (tmp_path / "keys.json").write_text("{" + fields + "}")

    status, report, peak = guarded(tmp_path, "validate", "--max-size", "32M", "keys.json")

    assert status == 1
    assert "J014" in report
    assert peak < MEMORY_KB


@pytest.fixture(scope="module")
def odd_names(nasty, tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("fs")
    maker = [sys.executable, str(nasty / "make_nasty.py"), str(folder), "--fs"]
    subprocess.run(maker, check=True, capture_output=True)
    return folder / "fs"


def test_links_pipes_and_odd_names_are_walked_to_an_end(odd_names, press_archive):
    """A pipe nobody writes to, a link to /dev/zero, a link to the parent: no hang."""
    done = press_archive("validate", "--output-format", "json", str(odd_names))

    told = json.loads(done.out)

    assert done.status in (1, 2)
    assert is_safe(done.out + done.err)
    assert {Path(one["path"]).name for one in told["files"]} >= {"A.json", "a.json", "-rf.json"}
    assert not {Path(one["path"]).name for one in told["files"]} & {
        "fifo.json",
        "link_to_zero.json",
    }


@pytest.mark.parametrize(
    "name", ["fifo.json", "link_to_zero.json", "link_loop.json", "link_dangling.json"]
)
def test_what_is_no_file_is_named_and_not_read(odd_names, press_archive, name):
    done = press_archive("validate", str(odd_names / name))

    assert done.status == 2
    assert name in done.err


# faults in a record of ours

SAMPLES = ("taman-baca-id", "tabel-wisata")
PLACES = {
    "id": ("/id", ' "id": '),
    "headline": ("/headline", ' "headline": '),
    "date": ("/versionCreated", ' "versionCreated": '),
    "body": ("/body/text", '  "text": '),
}


@pytest.fixture(scope="module", params=SAMPLES)
def broken(request, nasty, samples, tmp_path_factory) -> Path:
    """Return a folder of a good record with one fault in each copy, and a manifest."""
    folder = tmp_path_factory.mktemp("own")
    subprocess.run(
        [sys.executable, str(nasty / "make_nasty.py"), str(folder),
         "--template", str(samples / "good" / request.param / "release.json"),
         "--id-path", "id", "--headline-path", "headline", "--date-path", "versionCreated",
         "--body-path", "body.text"],
        check=True, capture_output=True,
    )  # fmt: skip
    return folder


def _expected(name: str, text: str) -> tuple[str, int, int] | None:
    """Return pointer, line and column of the fault that a file's name tells, if it is of a value."""
    kind = name.partition("_")[0]
    if kind not in PLACES:
        return None
    where, start = PLACES[kind]
    lines = text.split("\n")
    first = lines.index(' "body": {') if kind == "body" else 0
    line = next(number for number in range(first, len(lines)) if lines[number].startswith(start))
    return where, line + 1, len(start) - len(start.lstrip()) + 1


def test_the_record_without_a_fault_is_accepted(broken, press_archive):
    assert press_archive("validate", str(broken / "own/valid.json")).status == 0


def test_each_broken_record_is_refused_at_the_right_place(broken, press_archive):
    for entry in manifest(broken, "own"):
        name = Path(entry["file"]).name
        place = _expected(name, (broken / entry["file"]).read_text("utf-8"))
        if place is None or entry["verdict"] != "reject":
            continue
        done = press_archive("validate", "--output-format", "json", str(broken / entry["file"]))

        errors = [one for one in problems(done) if one["severity"] == "error"]

        assert done.status == 1, entry
        where, line, column = place
        first = next(one for one in errors if one["pointer"] == where)
        assert first["line"] == line, entry
        assert first["column"] == column or first["code"] == "J007", entry


def test_a_doubtful_record_is_taken_or_refused_and_never_breaks_the_program(broken, press_archive):
    for entry in manifest(broken, "own"):
        done = press_archive("validate", "--output-format", "json", str(broken / entry["file"]))

        assert done.status == (0 if entry["verdict"] == "accept" else done.status), entry
        assert done.status in (0, 1), entry
        assert is_safe(done.out + done.err), entry


def test_a_required_field_that_is_missing_is_told_at_the_opening_of_the_record(
    broken, press_archive
):
    required = {*schema.REQUIRED, "schemaVersion", "id", "status"}
    for name in required:
        path = broken / "own" / f"missing_{name}.json"
        done = press_archive("validate", "--output-format", "json", str(path))

        told = [
            (one["pointer"], one["line"], one["column"])
            for one in problems(done)
            if one["code"] == "S101"
        ]

        assert told == [(f"/{name}", 1, 1)]


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("duplicate_key", ("J002", "/schemaVersion", 2, 2)),
        ("nan", ("J004", "/x", 1, 7)),
        ("big_int", ("J006", "/x", 1, 7)),
        ("deep_value", ("J008", "/x" + "/0" * 63, 1, 70)),
    ],
)
def test_a_fault_of_the_json_is_told_where_it_is(broken, press_archive, name, told):
    path = broken / "own" / f"{name}.json"
    done = press_archive("validate", "--output-format", "json", str(path))

    first = problems(done)[0]

    assert (first["code"], first["pointer"], first["line"], first["column"]) == told


def test_an_unknown_field_is_told_where_it_is(broken, press_archive):
    path = broken / "own/unknown_key.json"
    lines = path.read_text("utf-8").split("\n")
    done = press_archive("validate", "--output-format", "json", str(path))

    (one,) = [one for one in problems(done) if one["code"] == "S102"]

    assert lines[one["line"] - 1][one["column"] - 1 :].startswith('"tidakDikenal"')


def test_what_is_accepted_is_written_into_every_format_and_can_be_parsed(broken, press_archive):
    """Markup, bidi controls, 100,000 characters, hostile identifiers: all are text in the end."""
    for number, entry in enumerate(manifest(broken, "own")):
        done = press_archive(
            "convert", str(broken / entry["file"]), "-t", EVERY_FORMAT, "-o", f"out/{number}"
        )

        assert done.status in (0, 1), entry
        assert is_safe(done.out + done.err), entry
    written = files()
    assert all(name.startswith("out/") for name in written)
    assert len({Path(name).parent for name in written}) > 10
    assert not any(wrong_with(Path(name)) for name in written)
