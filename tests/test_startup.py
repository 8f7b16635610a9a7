"""The program starts at once: what a verb does not need is not imported."""

from __future__ import annotations

import subprocess
import sys
from importlib.metadata import version
from pathlib import Path

import pytest

from archive.cli.version import program_version

GOOD = Path(__file__).parent.parent / "samples" / "good" / "koreksi-harga-beras" / "release.json"
HEAVY = ("lxml", "rdflib", "pyoxigraph", "jsonschema")
LISTING = """
import sys
from archive.cli import main
try:
    main(sys.argv[1:])
finally:
    print(*sys.modules, file=sys.stderr)
"""


def imported(*words: str) -> set[str]:
    """Return the packages that a command line imports in a process of its own."""
    done = subprocess.run(
        [sys.executable, "-c", LISTING, *words], capture_output=True, text=True, check=True
    )
    return {name.partition(".")[0] for name in done.stderr.splitlines()[-1].split()}


@pytest.mark.parametrize("option", ["--help", "--version"])
def test_help_and_version_import_nothing_of_weight(option):
    assert not imported(option) & {*HEAVY, "msgspec", "jsonschema_rs", "rfc8785"}


def test_the_version_is_that_of_the_package():
    assert program_version() == version("press-archive")


def test_a_good_file_is_validated_without_the_libraries_of_formats_and_of_errors():
    assert not imported("validate", str(GOOD)) & {*HEAVY, "tempfile"}


def test_release_json_is_written_without_the_libraries_of_other_formats(tmp_path):
    words = ["convert", str(GOOD), "-t", "json,ninjs,text", "-o", str(tmp_path)]

    assert not imported(*words) & set(HEAVY)


def test_a_rerun_that_finds_nothing_to_do_imports_nothing_that_converts(tmp_path):
    words = [str(GOOD), "-t", "newsml-g2,nquads", "-o", str(tmp_path / "out")]
    options = ["convert", *words, "--manifest", str(tmp_path / "m.jsonl"), "-q"]
    first = imported(*options)

    again = imported(*options)

    assert {"lxml", "jsonschema_rs"} <= first
    assert not again & {*HEAVY, "jsonschema_rs", "sqlite3", "shutil", "tempfile"}


def test_a_rerun_of_a_pack_that_finds_nothing_to_do_starts_no_process_and_converts_nothing(
    tmp_path,
):
    words = [str(GOOD), "-t", "newsml-g2,nquads", "-o", str(tmp_path / "out")]
    options = ["convert", *words, "--pack", "-q", "-j", "2"]
    first = imported(*options)

    again = imported(*options)

    assert "multiprocessing" in first
    assert not again & {*HEAVY, "jsonschema_rs", "multiprocessing", "concurrent", "zstandard"}
    assert not again & {"sqlite3", "tempfile"}
