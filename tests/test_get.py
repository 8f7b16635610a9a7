"""``get``: one release out of a pack, byte for byte."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from archive.validation import built
from archive.writers import WRITERS
from tests.program import files, other
from tests.test_packs import pack, parts, some

WORK = other(1)["id"]


@pytest.fixture
def packed(press_archive) -> str:
    """Return the name of a pack in the folder of the program, with two versions of one release."""
    pack(Path("pack"), some(2), (built(other(1, version=2)),), formats=("newsml-g2", "ninjs"))
    return "pack"


def test_get_prints_the_stored_bytes_and_nothing_else(press_archive, packed):
    done = press_archive("get", other(0)["id"], "--pack", packed, "-t", "newsml-g2")

    assert (done.status, done.err) == (0, "")
    assert done.out.encode() == parts("newsml-g2", some(1))[0]


@pytest.mark.parametrize(("words", "version"), [([], "2"), (["--version", "1"], "1")])
def test_get_gives_the_latest_version_unless_one_is_named(press_archive, packed, words, version):
    done = press_archive("get", WORK, "--pack", packed, "-t", "ninjs", *words)

    assert json.loads(done.out)["version"] == version


def test_get_writes_to_a_file(press_archive, packed):
    done = press_archive("get", WORK, "--pack", packed, "-t", "ninjs", "-o", "one/item.json")

    assert (done.status, done.out, done.err) == (0, "", "")
    assert Path("one/item.json").read_bytes() == parts("ninjs", (built(other(1, version=2)),))[0]


def test_get_writes_to_standard_output_if_that_is_named(press_archive, packed):
    done = press_archive("get", WORK, "--pack", packed, "-t", "ninjs", "-o", "-")

    assert json.loads(done.out)["uri"] == WORK


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["urn:x:none"], "no release 'urn:x:none' in the pack 'pack'"),
        ([WORK, "--version", "3"], f"no version 3 of the release '{WORK}' in the pack 'pack'"),
        (["urn:x:1", "--lang", "id"], "tidak ada rilis 'urn:x:1' dalam kemasan 'pack'"),
    ],
)
def test_a_release_that_is_not_in_the_pack_ends_with_1(press_archive, packed, words, said):
    done = press_archive("get", *words, "--pack", packed, "-t", "ninjs", "-o", "item.json")

    assert (done.status, done.out) == (1, "")
    assert done.err == f"press-archive: error: {said}\n"
    assert "item.json" not in files()


@pytest.mark.parametrize("word", sorted(WRITERS.keys() - {"newsml-g2", "ninjs"}))
def test_a_format_that_is_not_in_the_pack_is_told_with_those_that_are(press_archive, packed, word):
    done = press_archive("get", WORK, "--pack", packed, "-t", word)

    assert (done.status, done.out) == (2, "")
    assert done.err == (
        f"press-archive: error: there is no {word} in the pack 'pack'; it has newsml-g2, ninjs\n"
    )


def test_a_folder_that_is_no_pack_ends_with_2(press_archive):
    done = press_archive("get", WORK, "--pack", ".", "-t", "ninjs")

    assert (done.status, done.out) == (2, "")
    assert done.err == "press-archive: error: '.' is no pack: there is no index.tsv in it\n"


def test_a_damaged_shard_ends_with_2(press_archive, packed):
    Path("pack/000001.ninjs.jsonl.zst").write_bytes(b"")

    done = press_archive("get", WORK, "--pack", packed, "-t", "ninjs")

    assert (done.status, done.out) == (2, "")
    assert "'pack/000001.ninjs.jsonl.zst' is damaged at byte 0" in done.err


def test_an_index_that_cannot_be_read_ends_with_2(press_archive):
    Path("index.tsv").mkdir()

    done = press_archive("get", WORK, "--pack", ".", "-t", "ninjs")

    assert done.status == 2
    assert done.err.startswith("press-archive: error: cannot read 'index.tsv'")


@pytest.mark.parametrize("version", ["0", "-1", "x"])
def test_a_version_is_a_number_from_1(press_archive, version):
    assert (
        press_archive("get", WORK, "--pack", ".", "-t", "ninjs", "--version", version).status == 2
    )
