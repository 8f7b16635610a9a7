"""``convert`` and ``diff`` from any format: what was written comes back, whole and by itself."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from archive.writers import WRITERS
from tests.every_field import every_field, every_field_text
from tests.program import files, other, record, save

FULL = ("newsml-g2", "jsonld", "nquads", "ntriples", "turtle", "trig", "rdfxml")
"""Formats, beside JSON, that hold the whole record."""
PACKED = ("newsml-g2", "jsonld", "nquads", "turtle", "trig", "ntriples")
SHARDS = {"newsml-g2": "*.xml.zst", "jsonld": "*.jsonld.jsonl.zst", "nquads": "*.nq.zst",
          "ntriples": "*.nt.zst", "turtle": "*.trig.zst", "trig": "*.trig.zst"}  # fmt: skip
ALL_OF_IT = ("--include-embargoed", "--include-drafts")


@pytest.fixture
def written(press_archive, samples):
    """Return a folder with the samples in a format, and nothing else."""

    def write(word: str) -> str:
        source, suffix = samples / "good", WRITERS[word].suffix
        for file in source.glob(f"*/release{suffix}"):
            target = Path("written", file.parent.name, file.name)
            target.parent.mkdir(parents=True)
            shutil.copyfile(file, target)
        return "written"

    return write


@pytest.mark.parametrize("word", FULL)
def test_the_samples_come_back_from_every_full_format(press_archive, samples, written, word):
    folder = written(word)

    done = press_archive("convert", folder, "-f", word, "-t", "json", "-o", "back", *ALL_OF_IT)

    assert done.status == 0, done.out
    assert not [code for code in done.codes if code.startswith("L")]
    for file in (samples / "good").glob("*/release.json.canonical"):
        assert Path("back", file.parent.name, "release.json").read_bytes() == file.read_bytes()
    assert press_archive("diff", str(samples / "good"), "back").status == 0


@pytest.mark.parametrize("word", FULL)
def test_any_full_format_becomes_any_other(press_archive, samples, written, word):
    formats = ",".join(("json", *FULL, "ninjs", "text"))
    for file in (samples / "good").glob("*/release.json"):
        target = Path("json", file.parent.name, file.name)
        target.parent.mkdir(parents=True)
        shutil.copyfile(file, target)

    press_archive("convert", written(word), "-f", word, "-t", formats, "-o", "a", *ALL_OF_IT)
    press_archive("convert", "json", "-f", "json", "-t", formats, "-o", "b", *ALL_OF_IT)

    assert files("a") == files("b")
    assert len(files("a")) > 100
    for name in files("a"):
        assert Path("a", name).read_bytes() == Path("b", name).read_bytes(), name


@pytest.mark.parametrize("word", PACKED)
def test_shards_come_back_release_by_release(press_archive, word):
    records = [other(number) for number in range(40)]
    records += [every_field(), every_field_text() | {"id": "urn:x:text"}]
    save("in.jsonl", *records)
    press_archive("convert", "in.jsonl", "-t", word, "--pack", "-o", "pack", *ALL_OF_IT)

    same = press_archive("diff", "in.jsonl", f"pack/{SHARDS[word]}")

    assert (same.status, same.out) == (0, "")
    assert same.err.startswith("42 releases the same, 0 different")


@pytest.mark.parametrize("word", ["json", *FULL])
def test_a_format_is_known_by_its_content(press_archive, word):
    save("in.json", record())
    press_archive("convert", "in.json", "-t", word, "-o", "out")
    raw = Path("out", files("out")[0]).read_bytes()

    done = press_archive("convert", "-", "-t", "json", "-o", "-", stdin=raw)

    assert json.loads(done.out) == record()


@pytest.mark.parametrize(
    ("word", "place", "damaged", "pointer"),
    [
        ("newsml-g2", b'<headline rank="1">', b'<headline rank="1">X', "/headline"),
        ("jsonld", b'"headline":"', b'"headline":"X', "/headline"),
        ("nquads", b'/headline> "', b'/headline> "X', "/headline"),
    ],
)
def test_what_was_changed_on_the_way_is_named(press_archive, word, place, damaged, pointer):
    save("in.json", record())
    press_archive("convert", "in.json", "-t", word, "-o", "out")
    file = Path("out", files("out")[0])
    raw = file.read_bytes()
    assert place in raw
    file.write_bytes(raw.replace(place, damaged, 1))

    done = press_archive("diff", "in.json", file.as_posix())

    assert done.status == 1
    assert {line.strip() for line in done.out.splitlines() if line.startswith("  /")} == {pointer}


def test_a_copy_that_disagrees_is_a_difference(press_archive):
    save("in.json", record(status="withdrawn", statusHistory=[
        {"status": "withdrawn", "at": record()["versionCreated"], "reason": "error"}
    ]))  # fmt: skip
    press_archive("convert", "in.json", "-t", "nquads", "-o", "out")
    file = Path("out/in.nq")
    line = next(one for one in file.read_bytes().splitlines() if b"adms#status" in one)
    file.write_bytes(file.read_bytes().replace(line, line.replace(b"canceled", b"usable")))

    done = press_archive("diff", "in.json", "out/in.nq")
    lines = press_archive("diff", "in.json", "out/in.nq", "--output-format", "jsonl")

    assert done.status == 1
    assert "  /status" in done.out.splitlines()
    assert "out/in.nq:" in done.out
    (copy,) = json.loads(lines.out)["copies"]
    assert (copy["pointer"], copy["side"]) == ("/status", "b")


def test_a_folder_without_json_says_what_there_is(press_archive, written):
    done = press_archive("convert", written("newsml-g2"), "-t", "json", "-o", "back")

    assert done.status == 2
    assert "files of other formats (newsml-g2): name one with --from" in done.err


def test_files_of_other_formats_beside_json_are_passed_over(press_archive):
    save("in/a.json", record())
    press_archive("convert", "in", "-t", "newsml-g2,nquads", "-o", "in")

    done = press_archive("convert", "in", "-t", "json", "-o", "out")

    assert "1 releases read" in done.err
