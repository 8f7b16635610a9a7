"""The samples: a bad one shows its code and nothing else, in its place; a good one no error."""

from __future__ import annotations

import json
import re
import shlex
import shutil
from json.decoder import scanstring
from pathlib import Path

import pytest

from archive.batch.checking import check
from archive.batch.sources import find
from archive.batch.terms import Batch
from archive.findings import CODES, Finding

SAMPLES = Path(__file__).parent.parent / "samples"
BAD = SAMPLES / "bad"
FILES = sorted(path for path in BAD.iterdir() if path.is_file())
FOLDERS = sorted(path for path in BAD.iterdir() if path.is_dir())
RECORDS = [path for path in FILES if path.name[0] in "SR" and path.suffix == ".json"]

NINJS = {"L103", "L107", "R202", "R205", "R206", "R216", "R217"}
"""What is said of every ninjs item: it has no place for contacts, rights, a number ..."""
BESIDE = {
    "L101": NINJS,
    "L102": NINJS,
    "L103": NINJS,
    "L104": NINJS,
    "L107": NINJS,
    "L303": {"S113"},
}
"""Code → what cannot but be told beside it. An incomplete draft has its gaps named, too."""


def _code(path: Path) -> str:
    return path.name.partition("-")[0]


def _expected_status(path: Path) -> int:
    return 1 if CODES[_code(path)].severity == "error" else 0


# bad samples


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_a_bad_sample_shows_exactly_its_code_with_line_and_column(press_archive, path):
    shutil.copy(path, path.name)

    done = press_archive("validate", path.name)

    lines = [line for line in done.out.splitlines() if not line.startswith("    = ")]
    assert lines
    for line in lines:
        assert re.match(rf"{re.escape(path.name)}:[1-9]\d*:[1-9]\d*: {_code(path)} ", line)
    assert done.status == _expected_status(path)


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda path: path.name)
def test_the_command_in_a_folder_shows_its_code(press_archive, monkeypatch, folder):
    """Run in a copy, so that nothing is written into the samples."""
    shutil.copytree(folder, "sample")
    monkeypatch.chdir("sample")
    words = shlex.split(Path("command").read_text("utf-8"))

    done = press_archive(*words)

    told = set(
        re.findall(r"^[^\s:]+(?::\d+:\d+)?: ([A-Z]\d{3}) ", done.out + done.err, re.MULTILINE)
    )
    assert _code(folder) in told
    assert told - {_code(folder)} <= BESIDE.get(_code(folder), set())
    assert done.status == _expected_status(folder)


def test_validating_all_bad_samples_names_each_fault_of_a_file(press_archive):
    """The walk takes files of every format there is; the letter is named on the command line."""
    done = press_archive("validate", str(BAD), str(BAD / "J013-letter.docx"))

    assert {_code(path) for path in FILES} <= set(done.codes)
    assert done.status == 1


# the place of a fault, found in another way than the program finds it


def _skip(text: str, at: int, signs: str = " \t\r\n") -> int:
    while text[at] in signs:
        at += 1
    return at


def _members(text: str, start: int) -> dict[str, tuple[int, int]]:
    """Return of each member of an object or array where it stands and where its value begins."""
    found: dict[str, tuple[int, int]] = {}
    at = _skip(text, start + 1)
    while text[at] not in "}]":
        value = stands = at
        name = str(len(found))
        if text[start] == "{":
            name, end = scanstring(text, at + 1)
            value = _skip(text, end, " \t\r\n:")
        found[name] = stands, value
        _, end = json.JSONDecoder().raw_decode(text, value)
        at = _skip(text, end, " \t\r\n,")
    return found


def _place(text: str, pointer: str) -> tuple[int, int]:
    """Return line and column of a value: of its name, or of the opening of what should hold it."""
    stands = value = _skip(text, 0)
    for step in pointer.split("/")[1:]:
        members = _members(text, value) if text[value] in "{[" else {}
        name = step.replace("~1", "/").replace("~0", "~")
        if name not in members:
            stands = value
            break
        stands, value = members[name]
    before = text[:stands]
    return before.count("\n") + 1, stands - (before.rfind("\n") + 1) + 1


def _findings(path: Path) -> tuple[Finding, ...]:
    (outcome,) = check(Batch(sources=find([str(path)]).sources), with_digests=False)
    return outcome.findings


@pytest.mark.parametrize("path", RECORDS, ids=lambda path: path.name)
def test_a_fault_is_told_where_it_stands(path):
    """A field stands where its name does; a missing one at the opening of its object."""
    text = path.read_text("utf-8")

    for one in _findings(path):
        assert one.position is not None
        assert (one.position.line, one.position.column) == _place(text, one.pointer)


# good samples


def test_every_good_sample_is_valid(press_archive):
    """In each format that is judged, which plain text and canonical JSON are not."""
    done = press_archive("validate", str(SAMPLES / "good"))

    files = (SAMPLES / "good").rglob("release.*")
    count = len([path for path in files if path.suffix not in (".txt", ".canonical")])
    assert done.status == 0
    assert done.err.startswith(f"{count} files checked, {count} valid, 0 invalid; 0 errors, ")


def test_every_good_sample_can_be_converted(press_archive):
    words = ["-t", "json", "-o", "out", "--include-embargoed", "--include-drafts"]

    done = press_archive("convert", str(SAMPLES / "good"), *words)

    assert done.status == 0
    assert "0 held back, 0 failed" in done.err
