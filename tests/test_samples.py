"""The bad samples: each shows its code and nothing else, and every place is told."""

from __future__ import annotations

import os
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from archive.batch.checking import check
from archive.batch.judging import Terms
from archive.batch.sources import find
from archive.findings import CODES

BAD = Path(__file__).parent.parent / "samples" / "bad"
FILES = sorted(path for path in BAD.iterdir() if path.is_file())
FOLDERS = sorted(path for path in BAD.iterdir() if path.is_dir())


def _code(path: Path) -> str:
    return path.name.partition("-")[0]


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_a_bad_sample_gives_exactly_its_code_with_its_place(path):
    (outcome,) = check(find([str(path)]).sources, Terms(), with_digests=False)

    assert {one.code for one in outcome.findings} == {_code(path)}
    assert all(one.position is not None for one in outcome.findings)
    assert {one.severity for one in outcome.findings} == {CODES[_code(path)].severity}


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda path: path.name)
def test_the_command_in_a_folder_shows_its_code(folder, tmp_path):
    """Run in a copy, so that nothing is written into the samples."""
    shutil.copytree(folder, tmp_path / "sample")
    words = shlex.split((folder / "command").read_text())

    done = subprocess.run(
        [sys.executable, "-m", "archive", *words],
        cwd=tmp_path / "sample",
        capture_output=True,
        text=True,
        check=False,
        env={name: value for name, value in os.environ.items() if not name.startswith("PRESS_")},
    )

    assert f" {_code(folder)} " in done.stdout + done.stderr
    assert "Traceback" not in done.stderr
    assert done.returncode == (1 if CODES[_code(folder)].severity == "error" else 0)


def test_validating_all_bad_samples_names_each_fault_of_a_file():
    """The folder walk takes JSON and JSON Lines; the letter is named on the command line."""
    done = subprocess.run(
        [sys.executable, "-m", "archive", "validate", str(BAD), str(BAD / "J013-letter.docx")],
        capture_output=True,
        text=True,
        check=False,
    )

    told = {line.split(": ")[1].split(" ")[0] for line in done.stdout.splitlines() if line[0] != " "}
    assert {_code(path) for path in FILES} <= told
    assert done.returncode == 1
