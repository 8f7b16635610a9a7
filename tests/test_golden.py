"""The good samples: clean, and written into every format as the goldens beside them say."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from archive.readers import READERS
from archive.validation import validate
from archive.writers import WRITERS
from tests import golden

SAMPLES = golden.names()


def test_there_are_at_least_twelve_samples_in_four_scripts():
    """Latin, Arabic, Japanese and the emoji of a caption go through the whole chain."""
    texts = {name: golden.release(name).headline for name in SAMPLES}

    assert len(texts) >= 12
    assert any("ء" <= letter <= "ي" for text in texts.values() for letter in text)
    assert any("ぁ" <= letter <= "ん" for text in texts.values() for letter in text)


@pytest.mark.parametrize("name", SAMPLES)
def test_a_good_sample_has_no_error(name):
    with (golden.GOOD / name / "release.json").open("rb") as stream:
        (reading,) = READERS["json"].load()(stream)

    faults = [one for one in validate(reading.document) if one.severity == "error"]

    assert not faults
    assert not reading.findings


@pytest.mark.parametrize("output", WRITERS)
@pytest.mark.parametrize("name", SAMPLES)
def test_a_rendition_is_what_stands_beside_the_sample(name, output):
    written = WRITERS[output].load().write(golden.release(name))

    assert golden.path(name, output).read_bytes() == written


@pytest.mark.parametrize("source", golden.sources(), ids=lambda path: path.parent.name)
def test_a_source_gives_the_documents_and_findings_beside_it(source):
    for path, made in golden.read(source):
        assert path.read_bytes() == made, path.name


def test_every_reader_of_a_foreign_format_has_a_source():
    shown = {source.parent.parent.name for source in golden.sources()}

    assert shown == set(READERS) - {"json", "jsonl"}


def test_every_file_beside_a_sample_is_a_rendition():
    known = {golden.path(name, output) for name in SAMPLES for output in WRITERS}
    known |= {golden.GOOD / name / "release.json" for name in SAMPLES}
    files = {path for path in golden.GOOD.rglob("*") if path.is_file()}

    assert {path for path in files if path.parent.name != "media"} == known


def _converted(folder: Path, elsewhere: dict[str, str]) -> bytes:
    """Convert all samples in a process of its own; return the manifest."""
    command = [sys.executable, "-m", "archive", "convert", str(golden.GOOD)]
    command += ["-t", ",".join(WRITERS), "-o", str(folder / "out"), "-q"]
    command += ["--include-embargoed", "--include-drafts", "--manifest", str(folder / "m.jsonl")]

    subprocess.run(command, check=True, env=os.environ | elsewhere, stdout=subprocess.DEVNULL)

    return (folder / "m.jsonl").read_bytes()


@pytest.fixture(scope="module")
def manifest(tmp_path_factory):
    return _converted(tmp_path_factory.mktemp("here"), {"PYTHONHASHSEED": "0"})


@pytest.mark.parametrize(
    "elsewhere",
    [
        {"TZ": "Pacific/Kiritimati", "LC_ALL": "C", "PYTHONHASHSEED": "1"},
        {"TZ": "America/St_Johns", "LC_ALL": "C.UTF-8", "PYTHONHASHSEED": "4711"},
        {"TZ": "Asia/Jakarta", "LC_ALL": "id_ID.UTF-8", "PYTHONUTF8": "0"},
    ],
    ids=["kiritimati", "newfoundland", "jakarta"],
)
def test_conversion_gives_the_same_bytes_in_another_zone_locale_and_hash_seed(
    elsewhere, tmp_path, manifest
):
    assert _converted(tmp_path, elsewhere) == manifest

    for name in SAMPLES:
        for output, form in WRITERS.items():
            written = (tmp_path / "out" / name / f"release{form.suffix}").read_bytes()
            assert written == golden.path(name, output).read_bytes(), (name, output)
