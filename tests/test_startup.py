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


def ended(before: str, *words: str) -> subprocess.CompletedProcess[str]:
    """Return what came of the program in a process in which something was done before."""
    program = f"import sys\n{before}\nfrom archive.__main__ import run\nrun()"
    return subprocess.run(
        [sys.executable, "-c", program, *words], capture_output=True, text=True, check=False
    )


def test_a_rerun_does_not_load_what_packages_seldom_use(tmp_path):
    before = """
import atexit
known = set(sys.modules)
atexit.register(lambda: print(*set(sys.modules) - known, file=sys.stderr))
"""
    words = ["convert", str(GOOD), "-t", "ninjs", "-o", str(tmp_path / "out")]
    options = ["--manifest", str(tmp_path / "m.jsonl"), "-q"]
    first = ended(before, *words, *options)

    again = ended(before, *words, *options)

    loaded = set(again.stderr.splitlines()[-1].split())
    seldom = {"inspect", "ipaddress", "textwrap", "typing_extensions", "msgspec.inspect"}
    assert (first.returncode, again.returncode) == (0, 0)
    assert {"click", "msgspec"} <= loaded
    assert not loaded & seldom


def test_the_end_of_the_program_takes_nothing_apart_but_does_what_was_put_off_to_it():
    before = """
import atexit
class Loaded:
    def __del__(self):
        print("taken apart")
one = Loaded()
one.itself = one
atexit.register(print, "put off")
"""
    done = ended(before, "--version")

    assert done.returncode == 0
    assert done.stdout.splitlines()[1:] == ["put off"]
    assert ended(before, "validate", "none.json").returncode == 2


def test_the_end_of_the_program_waits_for_threads():
    before = """
import threading
def say():
    threading.main_thread().join()
    print("said later")
threading.Thread(target=say).start()
"""
    done = ended(before, "--version")

    assert (done.returncode, done.stdout.splitlines()[1:]) == (0, ["said later"])


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="only Linux has it")
def test_what_cannot_be_written_at_the_end_is_no_success():
    with Path("/dev/full").open("w") as full:
        done = subprocess.run(
            [sys.executable, "-m", "archive", "--version"], stdout=full, stderr=subprocess.PIPE,
            text=True, check=False,
        )  # fmt: skip

    assert done.returncode != 0
    assert "Traceback" not in done.stderr


def test_the_collector_of_garbage_works_again_when_the_program_runs():
    before = """
import archive.cli, gc
archive.cli.main = lambda: print(gc.isenabled())
"""
    assert ended(before).stdout == "True\n"


def test_the_collector_does_not_look_at_what_is_loaded():
    before = """
import atexit, gc
import archive.__main__
looks = []
gc.callbacks.append(lambda phase, _: looks.append(phase))
atexit.register(lambda: print(looks))
"""
    assert ended(before, "convert", "--help").stdout.splitlines()[-1] == "[]"
