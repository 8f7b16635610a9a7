"""The manifest of a conversion: what became of each source, and what earlier runs left behind."""

from __future__ import annotations

import hashlib
import json
import os
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.batch import manifest
from archive.batch.manifest_line import GrowingLine
from archive.batch.outputs import Unwritable
from archive.outcome import Outcome, Output
from tests.program import Done, files, other, save

WORDS = ["in", "-t", "text", "-o", "out", "--manifest", "m.jsonl"]


def entries(path: str = "m.jsonl") -> list[dict[str, Any]]:
    return [json.loads(line) for line in Path(path).read_bytes().splitlines()]


def sha256(path: str) -> str:
    return hashlib.sha256(Path(path).read_bytes()).hexdigest()


@pytest.fixture
def convert(press_archive):
    """Return the conversion of the folder ``in`` with a manifest, and other options at will."""

    def run(*words: str) -> Done:
        done: Done = press_archive("convert", *WORDS, *words)
        return done

    return run


# what it says


def test_each_source_has_a_line_with_its_checksum_outputs_status_and_problems(convert):
    save("in/bad.json", other(1, headline=None))
    save("in/good.json", other(2))

    convert()
    bad, good = entries()

    assert good == {
        "src": "in/good.json",
        "sha256": sha256("in/good.json"),
        "outputs": [{"path": "good.txt", "sha256": sha256("out/good.txt"), "size": 540}],
        "status": "ok",
        "problems": good["problems"],
        "stale": [],
        "made": bad["made"],
        "releases": 1,
        "converted": 1,
        "held": 0,
        "editions": good["editions"],
    }
    assert [len(one) for one in good["editions"]] == [len(64 * "0" + ":1")]
    assert good["problems"] == []
    assert (bad["status"], bad["outputs"]) == ("failed", [])
    (problem,) = bad["problems"]
    assert list(problem) == ["code", "severity", "pointer", "line", "column", "params"]
    assert (problem["code"], problem["line"]) == ("S101", 1)


def test_a_source_that_is_held_back_whole_is_called_so(convert):
    save("in/draft.json", other(1, status="draft"))
    save("in/some.jsonl", other(2, status="draft"), other(3))

    convert()

    assert [one["status"] for one in entries()] == ["held", "ok"]


def test_the_same_run_gives_the_same_manifest(convert):
    save("in/a.json", other(1))
    save("in/b.jsonl", other(2), other(3, headline=None))
    convert()
    before = Path("m.jsonl").read_bytes()

    convert()

    assert Path("m.jsonl").read_bytes() == before


def test_a_manifest_can_be_had_of_what_goes_to_standard_output(press_archive):
    save("a.json", other(1))
    words = ["a.json", "-t", "text", "-o", "-", "--manifest", "m.jsonl"]

    for _ in range(2):
        press_archive("convert", *words)

    assert [(one["status"], one["outputs"]) for one in entries()] == [("ok", [])]


def test_a_name_that_is_no_utf_8_comes_back_from_the_manifest(convert):
    name = os.fsdecode(b"in/caf\xe9.json")
    save(name, other(1))

    convert()
    convert()

    (entry,) = entries()
    assert entry["src"] == name
    assert entry["stale"] == []


# sources that are gone


def test_the_output_of_a_source_that_is_gone_is_named_in_every_run_and_kept(convert):
    save("in/a.json", other(1))
    save("in/b.json", other(2))
    convert()
    Path("in/b.json").unlink()

    for _ in range(2):
        assert "source is gone: b.txt (--clean deletes it)" in convert().err

    assert files("out") == ["a.txt", "b.txt"]
    assert [(one["src"], one["status"]) for one in entries()] == [
        ("in/a.json", "ok"),
        ("in/b.json", "left"),
    ]


def test_clean_deletes_it_once_also_after_runs_that_did_not(convert):
    save("in/a.json", other(1))
    save("in/b.json", other(2))
    convert()
    Path("in/b.json").unlink()
    convert()

    first, second = convert("--clean"), convert("--clean")

    assert "deleted, source is gone: b.txt" in first.err
    assert "b.txt" not in second.err
    assert files("out") == ["a.txt"]
    assert [one["src"] for one in entries()] == ["in/a.json"]


def test_clean_on_a_dry_run_says_what_it_would_delete(convert):
    save("in/a.json", other(1))
    save("in/b.json", other(2))
    convert()
    Path("in/b.json").unlink()
    before = Path("m.jsonl").read_bytes()

    done = convert("--clean", "-n")

    assert "would be deleted, source is gone: b.txt" in done.err
    assert files("out") == ["a.txt", "b.txt"]
    assert Path("m.jsonl").read_bytes() == before


def test_a_file_that_somebody_changed_is_not_deleted(convert):
    save("in/a.json", other(1))
    save("in/b.json", other(2))
    convert()
    Path("in/b.json").unlink()
    Path("out/b.txt").write_text("mine now")

    done = convert("--clean")

    assert "the file was changed since it was written, and is left: b.txt" in done.err
    assert Path("out/b.txt").read_text() == "mine now"


def test_a_source_that_this_run_did_not_have_is_not_gone(press_archive):
    save("x/a.json", other(1))
    save("y/b.json", other(2))
    words = ["-t", "text", "-o", "out", "--manifest", "m.jsonl", "--clean"]
    press_archive("convert", "x", *words)

    done = press_archive("convert", "y", *words)
    press_archive("convert", "x", "y", *words)

    assert "gone" not in done.err
    assert files("out") == ["a.txt", "b.txt"]
    assert [one["status"] for one in entries()] == ["ok", "ok"]


def test_standard_input_is_not_gone_because_another_run_had_none(press_archive):
    save("a.json", other(1))
    words = ["-t", "text", "-o", "out", "--manifest", "m.jsonl", "--clean"]
    press_archive("convert", "-", *words, stdin=Path("a.json").read_bytes())

    press_archive("convert", "a.json", *words)

    assert files("out") == ["a.txt", "stdin.txt"]


def test_an_output_that_another_source_makes_now_is_not_left_over(convert):
    save("in/a.json", other(1))
    convert()
    Path("in/a.json").unlink()
    save("in/a.jsonl", other(1))

    done = convert("--clean")

    assert "gone" not in done.err
    assert files("out") == ["a.txt"]


# outputs that were once made of a source and are not now


def test_a_release_that_is_gone_from_its_source_is_named_and_cleaned(convert):
    save("in/a.jsonl", other(1), other(2), other(3))
    convert()
    (gone,) = [name for name in files("out") if "/r2-" in name]
    save("in/a.jsonl", other(1), other(3))

    named, cleaned = convert(), convert("--clean")

    assert f"source is gone: {gone} (--clean" in named.err
    assert f"deleted, source is gone: {gone}" in cleaned.err
    assert gone not in files("out")
    assert len(files("out")) == 2


@pytest.mark.parametrize(
    "fields", [{"headline": None}, {"status": "draft"}], ids=["has faults", "is held back"]
)
def test_the_output_of_a_source_that_is_not_converted_now_is_kept_in_mind(convert, fields):
    save("in/a.json", other(1))
    convert()
    save("in/a.json", other(1, **fields))

    kept = convert("--clean")
    stale = entries()[0]["stale"]
    Path("in/a.json").unlink()
    save("in/b.json", other(2))
    cleaned = convert("--clean")

    assert "gone" not in kept.err
    assert [one["path"] for one in stale] == ["a.txt"]
    assert "deleted, source is gone: a.txt" in cleaned.err


def test_outputs_in_formats_of_another_run_are_kept(press_archive, convert):
    save("in/a.json", other(1))
    press_archive("convert", "in", "-t", "ninjs", "-o", "out", "--manifest", "m.jsonl")

    press_archive("convert", "in", "-t", "json", "-o", "out", "--manifest", "m.jsonl", "--clean")

    assert files("out") == ["a.json", "a.ninjs.json"]
    assert [one["path"] for one in entries()[0]["stale"]] == ["a.ninjs.json"]


def test_sources_that_were_not_reached_keep_their_outputs(convert):
    save("in/a.json", other(1))
    save("in/b.json", other(2))
    convert()
    save("in/a.json", other(1, headline=None))

    done = convert("--clean", "--on-error", "stop")

    assert done.status == 1
    assert files("out") == ["a.txt", "b.txt"]
    assert [one["status"] for one in entries()] == ["failed", "left"]


# sources that are passed over


def test_lines_keep_the_order_of_the_sources_whichever_are_converted_again(convert):
    for number in range(5):
        save(f"in/{number}.json", other(number))
    convert()
    save("in/1.json", other(1, headline="Tajuk lain"))
    save("in/3.json", other(3, headline="Tajuk lain"))

    done = convert()

    assert "(5 files: 0 new, 2 changed, 3 unchanged)" in done.err
    assert [one["src"] for one in entries()] == [f"in/{number}.json" for number in range(5)]


def test_of_two_sources_that_are_kept_the_second_may_repeat_the_first(press_archive, convert):
    """A run was ended when it had written one line: it and the others come from two runs."""
    save("in/a.json", other(1))
    save("in/b.json", other(2))
    save("in/c.json", other(3))
    convert()
    save("in/a.json", other(2))
    words = ["in/a.json", "-t", "text", "-o", "out", "--manifest", "n.jsonl"]
    press_archive("convert", *words)
    Path("n.jsonl").rename("m.jsonl.unfinished")

    done = convert()
    fresh = press_archive("convert", "in", "-t", "text", "-o", "fresh")

    assert done.codes == ["R129"]
    assert "in/b.json" in done.out
    assert done.out == fresh.out
    assert [one["src"] for one in entries()] == ["in/a.json", "in/b.json", "in/c.json"]


def test_problems_of_a_forged_manifest_are_not_told(convert):
    """A source of which no problem can be told again is still passed over: it has not changed."""
    save("in/a.json", other(1))
    convert()
    (good,) = entries()
    problem = {"code": "R211", "severity": "info", "pointer": "", "line": 1, "column": 1}
    problem |= {"params": {}}
    Path("m.jsonl").write_text(json.dumps(good | {"problems": [problem]}) + "\n")

    done = convert()

    assert (done.status, done.codes) == (0, [])
    assert "1 unchanged" in done.err


def test_a_long_list_of_a_source_is_whole():
    """More than a megabyte of it goes to the disk on its way."""
    outputs = tuple(
        Output(path=f"a/{number}.txt", sha256="0" * 64, size=number, change="new")
        for number in range(12_000)
    )
    line = GrowingLine({})
    for part in (outputs[:11_000], outputs[11_000:]):
        line.add(Outcome(path="a.jsonl", outputs=part))

    said = json.loads(b"".join(line.line(Outcome(path="a.jsonl"), "made", [])))

    assert [one["size"] for one in said["outputs"]] == list(range(12_000))
    assert (said["problems"], said["editions"], said["stale"]) == ([], [], [])


def test_a_manifest_of_many_lines_is_read_in_parts(convert, monkeypatch):
    """What is not kept in mind as it was read is read once more."""
    monkeypatch.setattr(manifest, "_BLOCK", 1_000)
    monkeypatch.setattr(manifest, "_ROOM", 1_500)
    for number in range(9):
        save(f"in/{number}.json", other(number))
    convert()
    before = Path("m.jsonl").read_bytes()
    save("in/7.json", other(7, headline="Lain"))

    done = convert()

    assert "1 changed, 8 unchanged" in done.err
    assert len(entries()) == len(before.splitlines()) == 9
    assert [one["src"] for one in entries()] == [f"in/{number}.json" for number in range(9)]


@pytest.mark.parametrize("line", [1, 5, 9])
def test_a_line_that_is_damaged_is_told_wherever_it_stands(convert, monkeypatch, line):
    monkeypatch.setattr(manifest, "_BLOCK", 1_000)
    for number in range(9):
        save(f"in/{number}.json", other(number))
    convert()
    lines = Path("m.jsonl").read_bytes().splitlines(keepends=True)
    lines[line - 1] = lines[line - 1].replace(b', "outputs"', b',\n"outputs"')
    Path("m.jsonl").write_bytes(b"".join(lines))

    done = convert()

    assert done.status == 2
    assert f"(line {line})" in done.err
    assert Path("m.jsonl").read_bytes() == b"".join(lines)


# manifests that cannot be trusted


@pytest.mark.parametrize(
    "name",
    [
        "../precious.txt",
        "sub/../../precious.txt",
        "{here}/precious.txt",
        "link/precious.txt",
        "",
        ".",
        "a\0b",
    ],
)
def test_clean_deletes_nothing_outside_the_output_folder(convert, name):
    save("in/a.json", other(1))
    Path("precious.txt").write_text("x")
    Path("out").mkdir()
    Path("out/link").symlink_to("..")
    path = name.format(here=Path.cwd())
    listed = [{"path": path, "sha256": sha256("precious.txt")}]
    line = {"src": "gone.json", "outputs": listed, "stale": []}
    Path("m.jsonl").write_text(json.dumps(line) + "\n")

    done = convert("--clean")

    assert done.status == 0
    assert Path("precious.txt").read_text() == "x"
    assert [one["src"] for one in entries()] == ["in/a.json"]


def test_an_output_of_a_name_that_no_file_can_have_is_written_again(convert):
    save("in/a.json", other(1))
    convert()
    line = Path("m.jsonl").read_text()
    (output,) = [one["path"] for one in entries()[0]["outputs"]]
    Path("m.jsonl").write_text(line.replace(output, output.replace("a", "a\\u0000")))

    done = convert()

    assert (done.status, "internal" in done.err) == (0, False)
    assert [one["path"] for one in entries()[0]["outputs"]] == [output]


@pytest.mark.parametrize(
    "content",
    [
        b"{\n",
        b"[]\n",
        b'{"src": "a"}\n',
        b'{"src": "a", "outputs": null, "stale": []}\n',
        b'{"src": "a", "outputs": ["a.txt"], "stale": []}\n',
        b'{"src": "a", "outputs": [{"path": 1, "sha256": ""}], "stale": []}\n',
        b'{"src": ["a"], "outputs": [], "stale": []}\n',
        b"\xff\xfe\n",
        b"[" * 100_000,
        b"siaran pers\n",
    ],
    ids=lambda content: ascii(content[:30]),
)
def test_a_file_that_is_no_manifest_is_refused_and_left_as_it_is(convert, content):
    save("in/a.json", other(1))
    good = b'{"src": "x", "outputs": [], "stale": []}\n'
    Path("m.jsonl").write_bytes(good + content)

    done = convert()

    assert done.status == 2
    assert done.err == (
        "press-archive: error: 'm.jsonl' is no manifest of this program (line 2); "
        "nothing was written\n"
    )
    assert Path("m.jsonl").read_bytes() == good + content
    assert not Path("out").exists()


@pytest.mark.parametrize("damaged", ["", '"sha256": 1, '], ids=["none", "number"])
def test_an_output_of_which_no_checksum_is_known_is_not_deleted(convert, damaged):
    save("in/a.json", other(1))
    save("in/b.json", other(2))
    convert()
    line = next(one for one in Path("m.jsonl").read_text().splitlines() if "b.json" in one)
    sha = f'"sha256": "{sha256("out/b.txt")}", '
    assert sha in line
    Path("m.jsonl").write_text(Path("m.jsonl").read_text().replace(sha, damaged))
    Path("in/b.json").unlink()

    done = convert("--clean")

    assert done.status == 0
    assert "b.txt" in done.err
    assert Path("out/b.txt").exists()


def test_an_output_that_is_gone_already_is_forgotten(convert):
    save("in/a.json", other(1))
    save("in/b.json", other(2))
    convert()
    Path("in/b.json").unlink()
    Path("out/b.txt").unlink()

    done = convert("--clean")

    assert "b.txt" not in done.err
    assert [one["src"] for one in entries()] == ["in/a.json"]


# how it is written


def test_a_run_that_changes_nothing_leaves_the_manifest_as_it_is(convert):
    for number in range(3):
        save(f"in/{number}.json", other(number))
    convert()
    os.utime("m.jsonl", ns=(1, 1))
    before = Path("m.jsonl").stat()

    done = convert()

    after = Path("m.jsonl").stat()
    assert "3 unchanged" in done.err
    assert (after.st_ino, after.st_mtime_ns) == (before.st_ino, before.st_mtime_ns)
    assert not Path("m.jsonl.unfinished").exists()


def test_lines_that_nobody_needs_any_more_make_it_shorter(convert):
    for number in range(3):
        save(f"in/{number}.json", other(number))
    convert()
    Path("in/2.json").unlink()
    convert("--clean")

    assert [one["src"] for one in entries()] == ["in/0.json", "in/1.json"]
    assert not Path("m.jsonl.unfinished").exists()


def written(path: Path, pieces: list[bytes]) -> None:
    with manifest.open_manifest(path, is_resumed=True) as file:
        for piece in pieces:
            file.write(piece)


PIECES = st.lists(st.sampled_from([b"", b"a\n", b"b", b"\n", b"a" * 70_000, b"c" * 70_000 + b"\n"]))


@given(before=PIECES, pieces=PIECES)
def test_it_holds_what_was_written_whatever_stood_there_before(tmp_path_factory, before, pieces):
    path = tmp_path_factory.mktemp("manifest") / "m.jsonl"
    path.write_bytes(b"".join(before))

    written(path, pieces)

    assert path.read_bytes() == b"".join(pieces)
    assert not manifest.unfinished(path).exists()


def test_an_interrupted_run_leaves_what_it_wrote_behind_the_first_difference(tmp_path):
    path = tmp_path / "m.jsonl"
    path.write_bytes(b"a\nb\n")

    with pytest.raises(KeyError), manifest.open_manifest(path, is_resumed=True) as file:  # noqa: PT012
        file.write(b"a\n")
        file.write(b"x\n")
        raise KeyError

    assert path.read_bytes() == b"a\nb\n"
    assert manifest.unfinished(path).read_bytes() == b"a\nx\n"


def test_an_interrupted_run_that_had_changed_nothing_leaves_no_trace(tmp_path):
    path = tmp_path / "m.jsonl"
    path.write_bytes(b"a\nb\n")

    with pytest.raises(KeyError), manifest.open_manifest(path, is_resumed=True) as file:  # noqa: PT012
        file.write(b"a\n")
        raise KeyError

    assert files(tmp_path) == ["m.jsonl"]
    assert path.read_bytes() == b"a\nb\n"


def test_a_manifest_that_somebody_cuts_short_meanwhile_is_no_base_for_the_next(tmp_path):
    path = tmp_path / "m.jsonl"
    path.write_bytes(b"a\nb\n")

    with (  # noqa: PT012
        pytest.raises(Unwritable),
        manifest.open_manifest(path, is_resumed=True) as file,
    ):
        file.write(b"a\n")
        path.write_bytes(b"")
        file.write(b"x\n")
