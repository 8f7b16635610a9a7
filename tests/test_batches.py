"""Batches: several processes, shards, runs that were interrupted and go on."""

from __future__ import annotations

import contextlib
import fcntl
import gzip
import json
import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
import zstandard

from tests.conftest import CHECKOUT
from tests.program import files, other, record, save

FORMATS = "newsml-g2,ninjs,jsonld,nquads,turtle"


def corpus(path: str, count: int, **fields: object) -> Path:
    return save(path, *(other(number, **fields) for number in range(count)))


def contents(folder: str | Path) -> dict[str, bytes]:
    """Return what is in a folder, by name."""
    return {name: Path(folder, name).read_bytes() for name in files(folder)}


def unpacked(path: str | Path) -> bytes:
    return (
        zstandard.ZstdDecompressor()
        .stream_reader(Path(path).read_bytes(), read_across_frames=True)
        .read()
    )


# the same bytes, whoever does the work


@pytest.mark.parametrize("layout", [[], ["--pack"]])
def test_the_number_of_processes_changes_nothing_but_the_time(press_archive, layout):
    corpus("in/a.jsonl", 700)
    save("in/b.json", record(id="https://pers.example.go.id/id/release/b"))
    save("in/c.jsonl", other(3), other(9001, headline=None), other(9002))

    reports = []
    for jobs in ("1", "2", "7"):
        words = ["in", "-t", "ninjs,nquads", "-o", f"out{jobs}", "-j", jobs, *layout]
        done = press_archive("convert", *words, "--manifest", f"m{jobs}.jsonl")
        reports.append((done.status, done.out, done.err))

    assert reports[0][0] == 1
    assert reports == [reports[0]] * 3
    assert contents("out1") == contents("out2") == contents("out7")
    manifests = {Path(f"m{jobs}.jsonl").read_bytes() for jobs in (1, 2, 7)}
    assert len(manifests) == 1


def test_validate_says_the_same_with_several_processes(press_archive):
    corpus("a.jsonl", 600)
    save("b.jsonl", other(5), other(6, headline=None), other(7, keywords=["b", "a"]))

    one, two = (press_archive("validate", "a.jsonl", "b.jsonl", "-j", jobs) for jobs in "12")

    assert (one.status, one.out, one.err) == (two.status, two.out, two.err)
    assert "b.jsonl:1:" in one.out


def test_a_source_that_is_worked_on_in_parts_is_one_file_of_the_report(press_archive):
    save("a.jsonl", *(other(number) for number in range(3_000)), other(9_001, headline=None))

    done = press_archive("validate", "a.jsonl", "--output-format", "json", "-j", "1")
    report = json.loads(done.out)

    assert [(one["path"], one["valid"]) for one in report["files"]] == [("a.jsonl", False)]
    assert report["summary"]["files"] == 1
    assert [one["line"] for one in report["problems"]] == [3_001]


# releases that come twice


def test_a_release_that_comes_again_in_another_chunk_is_not_written_again(press_archive):
    corpus("in/a.jsonl", 600)
    save("in/b.json", other(599))
    save("in/c.json", other(599, headline="Tajuk lain"))

    done = press_archive("convert", "in", "-t", "text", "-o", "out", "-j", "2")

    assert done.status == 1
    assert done.codes == ["R129", "R128"]
    assert "in/a.jsonl:600" in done.out
    assert not any(name in files("out") for name in ("b.txt", "c.txt"))


def test_of_two_releases_with_one_id_the_first_of_the_input_is_packed(press_archive):
    save("in.jsonl", other(1), other(1, headline="Tajuk lain"), other(2))

    done = press_archive("convert", "in.jsonl", "-t", "json", "--pack", "-o", "out")

    assert done.codes == ["R128"]
    packed = [json.loads(line) for line in unpacked("out/000000.jsonl.zst").splitlines()]
    assert [one["id"][-2:] for one in packed] == ["r1", "r2"]
    assert packed[0]["headline"] == record()["headline"]


# packs


def test_a_pack_has_shards_receipts_an_index_and_checksums(press_archive):
    corpus("in.jsonl", 501)

    done = press_archive("convert", "in.jsonl", "-t", FORMATS, "--pack", "-o", "out", "-j", "1")

    assert done.status == 0
    assert "501 converted" in done.err
    kinds = ("jsonld.jsonl", "newsml-g2.xml", "ninjs.jsonl", "nq", "trig")
    shards = [f"00000{number}.{kind}.zst" for number in (0,) for kind in kinds]
    assert [name for name in files("out") if name.startswith("000000")] == shards
    lines = Path("out/index.tsv").read_text().splitlines()
    assert lines[0].split("\t") == ["id", "version", "shard", *FORMATS.split(",")]
    assert len(lines) == 502
    subprocess.run(["sha256sum", "--quiet", "-c", "SHA256SUMS"], cwd="out", check=True)


def test_what_is_packed_is_what_stands_in_files(press_archive):
    corpus("in.jsonl", 3)
    press_archive("convert", "in.jsonl", "-t", FORMATS, "-o", "files")
    press_archive("convert", "in.jsonl", "-t", FORMATS, "--pack", "-o", "pack")

    for word, suffix in (("ninjs", "ninjs.json"), ("jsonld", "jsonld"), ("nquads", "nq")):
        together = sorted(path.read_bytes() for path in Path("files/in").glob(f"*.{suffix}"))
        parts = unpacked(next(Path("pack").glob(f"*{'nq' if word == 'nquads' else word}*")))
        assert all(part in parts for part in together)
        assert len(parts) == sum(map(len, together))


def test_gzip_can_be_had_instead(press_archive):
    corpus("in.jsonl", 3)

    press_archive("convert", "in.jsonl", "-t", "json", "--pack", "--compress", "gz", "-o", "out")

    lines = gzip.decompress(Path("out/000000.jsonl.gz").read_bytes()).splitlines()
    assert len(lines) == 3


def test_a_format_that_holds_one_release_cannot_be_packed(press_archive):
    save("a.json", record())

    done = press_archive("convert", "a.json", "-t", "rdfxml", "--pack", "-o", "out")

    assert done.status == 2
    assert "rdfxml holds one release" in done.err
    assert files("out") == []


def test_a_pack_needs_a_folder(press_archive):
    assert press_archive("convert", "a.json", "-t", "json", "--pack", "-o", "-").status == 2


def test_a_source_where_a_shard_would_stand_is_not_overwritten(press_archive):
    save("out/000000.jsonl", other(1))
    Path("out/000000.jsonl").rename("out/000000.jsonl.gz")
    before = Path("out/000000.jsonl.gz").read_bytes()

    done = press_archive("convert", "out/000000.jsonl.gz", "-t", "json", "--pack", "-o", "out")

    assert done.status == 2
    assert "would be overwritten" in done.err
    assert Path("out/000000.jsonl.gz").read_bytes() == before


def test_a_dry_run_of_a_pack_writes_nothing(press_archive):
    corpus("in.jsonl", 3)

    done = press_archive("convert", "in.jsonl", "-t", "json", "--pack", "-o", "out", "-n")

    assert "3 would be converted (1 files: 1 new" in done.err
    assert not Path("out").exists()


def test_only_shards_of_which_something_changed_are_made_again(press_archive):
    corpus("in/a.jsonl", 3)
    words = ["convert", "in", "-t", "json,text"[:4], "--pack", "-o", "out"]
    press_archive(*words)
    marked = Path("out/000000.jsonl.zst")
    os.utime(marked, ns=(1, 1))

    again = press_archive(*words)
    with Path("in/a.jsonl").open("a") as stream:
        stream.write(json.dumps(other(9)) + "\n")
    more = press_archive(*words)

    assert "(1 files: 0 new, 0 changed, 1 unchanged)" in again.err
    assert "4 converted (1 files: 0 new, 1 changed, 0 unchanged)" in more.err
    assert marked.stat().st_mtime_ns != 1


@pytest.mark.parametrize("jobs", ["1", "2"])
def test_a_pack_goes_on_behind_the_shards_that_are_there(press_archive, jobs):
    for number in range(501):
        save(f"in/{number:03}.json", other(number))
    words = ["convert", "in", "-t", "json", "--pack", "-j", jobs, "-o", "out"]
    press_archive(*words)
    save("in/500.json", other(500, headline="Tajuk lain"))

    again = press_archive(*words)
    press_archive(*words[:-1], "fresh")

    assert "(2 files: 0 new, 1 changed, 1 unchanged)" in again.err
    assert contents("out") == contents("fresh")


@pytest.mark.parametrize("on_error", ["skip", "stop"])
def test_a_rerun_of_a_pack_tells_and_leaves_the_same(press_archive, on_error):
    save("in/a.json", other(1, headline=None))
    save("in/b.json", other(2, headline="TAJUK DENGAN HURUF KAPITAL"))
    words = ["convert", "in", "-t", "json", "--pack", "--on-error", on_error, "-o", "out"]
    first = press_archive(*words)
    before = contents("out")

    again = press_archive(*words)

    assert first.status == 1
    assert (again.status, again.out) == (1, first.out)
    assert contents("out") == before


def test_the_lists_of_a_pack_that_says_the_same_are_left_alone_unless_that_is_asked_for(
    press_archive,
):
    corpus("in.jsonl", 3)
    words = ["convert", "in.jsonl", "-t", "json,ninjs", "--pack", "-o", "out"]
    press_archive(*words)
    lists = [Path("out/index.tsv"), Path("out/SHA256SUMS")]
    for one in lists:
        os.utime(one, ns=(1, 1))

    press_archive(*words)
    left = [one.stat().st_mtime_ns for one in lists]
    press_archive(*words, "--force")

    assert left == [1, 1]
    assert all(one.stat().st_mtime_ns > 1 for one in lists)


@pytest.mark.parametrize("name", ["index.tsv", "SHA256SUMS"])
@pytest.mark.parametrize("jobs", ["1", "2"])
def test_a_list_of_a_pack_that_is_gone_or_damaged_is_written_again(press_archive, name, jobs):
    corpus("in.jsonl", 1_001)
    words = ["convert", "in.jsonl", "-t", "json", "--pack", "-j", jobs, "-o", "out"]
    press_archive(*words)
    before = contents("out")
    Path("out", name).unlink()
    press_archive(*words)
    first = contents("out")
    Path("out", name).write_bytes(b"x" + before[name])

    press_archive(*words)

    assert first == contents("out") == before


def test_a_shard_that_is_gone_or_cut_off_is_made_again(press_archive):
    corpus("in.jsonl", 3)
    words = ["convert", "in.jsonl", "-t", "json,ninjs", "--pack", "-o", "out"]
    press_archive(*words)
    before = contents("out")
    Path("out/000000.jsonl.zst").unlink()
    press_archive(*words)
    first = contents("out")
    Path("out/000000.ninjs.jsonl.zst").write_bytes(b"cut")

    press_archive(*words)

    assert first == contents("out") == before


def test_shards_that_the_run_did_not_make_are_named_and_deleted_only_when_asked(press_archive):
    corpus("in/a.jsonl", 3_000)
    words = ["convert", "in", "-t", "json", "--pack", "-o", "out", "-j", "1"]
    press_archive(*words)
    made = files("out")
    corpus("in/a.jsonl", 3)

    named = press_archive(*words)
    kept = files("out")
    removed = press_archive(*words, "--clean")

    assert "000001.jsonl.zst" in made
    assert "source is gone: 000001.jsonl.zst" in named.err
    assert "000001.jsonl.zst" in kept
    assert "deleted, source is gone: 000001.jsonl.zst" in removed.err
    assert files("out") == [
        "000000.jsonl.zst", "SHA256SUMS", "index.tsv", "receipts/000000.json"
    ]  # fmt: skip


def test_turtle_and_trig_are_packed_into_the_same_shard_and_so_not_both(press_archive):
    save("a.json", record())

    done = press_archive("convert", "a.json", "-t", "turtle,trig", "--pack", "-o", "out")

    assert done.status == 2
    assert "the shards of turtle and trig are the same" in done.err


# runs that go on


def test_a_rerun_passes_over_what_has_not_changed(press_archive):
    save("in/a.json", other(1))
    save("in/b.json", other(2, keywords=["b", "a"]))
    save("in/c.json", other(3, status="draft"))
    words = ["convert", "in", "-t", "text,ninjs", "-o", "out", "--manifest", "m.jsonl"]
    first = press_archive(*words)
    manifest = Path("m.jsonl").read_bytes()
    Path("in/a.json").touch()
    os.utime("out/a.txt", ns=(1, 1))
    Path("out/a.txt").write_bytes(b"x" * Path("out/a.txt").stat().st_size)  # nobody looks inside

    again = press_archive(*words)

    assert (again.status, again.out) == (first.status, first.out)
    assert "(2 files: 0 new, 0 changed, 2 unchanged), 1 held back, 1 failed" in again.err
    assert Path("out/a.txt").read_bytes().startswith(b"xxx")
    assert Path("m.jsonl").read_bytes() == manifest


@pytest.mark.parametrize(
    "change",
    [
        lambda: save("in/a.json", other(1, headline="Tajuk baru")),
        lambda: Path("out/a.txt").write_text("short"),
        lambda: Path("out/a.txt").unlink(),
    ],
)
def test_a_source_is_converted_again_if_it_or_its_file_changed(press_archive, change):
    save("in/a.json", other(1))
    save("in/b.json", other(2))
    words = ["convert", "in", "-t", "text", "-o", "out", "--manifest", "m.jsonl"]
    press_archive(*words)
    change()
    press_archive(*words)
    whole = contents("out")

    press_archive("convert", "in", "-t", "text", "-o", "fresh", "--manifest", "n.jsonl")

    assert contents("fresh") == whole
    assert Path("n.jsonl").read_bytes() == Path("m.jsonl").read_bytes()


@pytest.mark.parametrize("option", ["--include-drafts", "--force", "--profile=legacy"])
def test_other_settings_convert_everything_again(press_archive, option):
    save("in/a.json", other(1))
    words = ["convert", "in", "-t", "text", "-o", "out", "--manifest", "m.jsonl"]
    press_archive(*words)
    Path("out/a.txt").write_bytes(b"x" * Path("out/a.txt").stat().st_size)

    press_archive(*words, option)

    assert not Path("out/a.txt").read_bytes().startswith(b"xxx")


def test_a_source_that_is_kept_still_counts_as_the_first_of_two(press_archive):
    save("in/a.json", other(1))
    words = ["convert", "in", "-t", "text", "-o", "out", "--manifest", "m.jsonl"]
    press_archive(*words)
    save("in/b.json", other(1, headline="Tajuk lain"))

    done = press_archive(*words)

    assert done.codes == ["R128"]
    assert "in/b.json" in done.out
    assert files("out") == ["a.txt"]


def test_a_source_that_repeats_a_new_one_is_not_kept(press_archive):
    save("in/b.jsonl", other(1), other(2))
    words = ["convert", "in", "-t", "text", "-o", "out", "--manifest", "m.jsonl"]
    press_archive(*words)
    save("in/a.json", other(2))

    done = press_archive(*words)
    fresh = press_archive("convert", "in", "-t", "text", "-o", "fresh", "--manifest", "n.jsonl")

    assert (done.status, done.out) == (fresh.status, fresh.out)
    assert done.codes == ["R129"]
    assert "in/b.jsonl:2" in done.out


def test_an_interrupted_run_leaves_its_lines_for_the_next(press_archive, monkeypatch):
    """A folder in the place of the last output stands for whatever ends a run."""
    save("in/a.json", other(1))
    save("in/b.json", other(2))
    words = ["convert", "in", "-t", "text", "-o", "out", "--manifest", "m.jsonl"]
    press_archive(*words)
    line = Path("m.jsonl").read_bytes().splitlines(keepends=True)
    Path("m.jsonl").unlink()
    Path("m.jsonl.unfinished").write_bytes(line[0] + line[1][:50])
    Path("out/a.txt").write_bytes(b"x" * Path("out/a.txt").stat().st_size)

    press_archive(*words)

    assert Path("out/a.txt").read_bytes().startswith(b"xxx")
    assert Path("m.jsonl").read_bytes() == b"".join(line)
    assert not Path("m.jsonl.unfinished").exists()


def test_two_runs_cannot_write_to_one_folder(press_archive):
    save("a.json", record())
    Path("out").mkdir()
    number = os.open("out", os.O_RDONLY)
    fcntl.flock(number, fcntl.LOCK_EX)

    done = press_archive("convert", "a.json", "-t", "text", "-o", "out")
    os.close(number)

    assert done.status == 2
    assert "another run is writing to 'out'" in done.err
    assert press_archive("convert", "a.json", "-t", "text", "-o", "out").status == 0
    assert files("out") == ["a.txt"]


def test_what_a_killed_run_had_not_finished_is_cleared_away(press_archive):
    save("a.json", record())
    Path("out/.press-archive-abc").mkdir(parents=True)
    Path("out/.press-archive-abc/part").write_bytes(b"half")

    press_archive("convert", "a.json", "-t", "text", "-o", "out")

    assert files("out") == ["a.txt"]
    assert sorted(path.name for path in Path("out").iterdir()) == ["a.txt"]


# processes that are killed


def command(*words: str) -> list[str]:
    return [sys.executable, "-m", "archive", *words]


ENVIRONMENT = os.environ | {"PYTHONPATH": str(CHECKOUT), "PYTHONDONTWRITEBYTECODE": "1"}


def children(pid: int) -> list[int]:
    """Return the worker processes of a process."""
    found = []
    for path in Path("/proc").glob("[0-9]*/stat"):
        with contextlib.suppress(OSError, ValueError):
            words = path.read_text().rpartition(")")[2].split()
            is_worker = b"spawn_main" in path.with_name("cmdline").read_bytes()
            if int(words[1]) == pid and words[0] != "Z" and is_worker:
                found.append(int(path.parent.name))
    return sorted(found)


@pytest.fixture(scope="module")
def undisturbed(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, dict[str, bytes], float]:
    """Return a corpus, what an undisturbed run packs of it, and how many seconds that takes."""
    folder = tmp_path_factory.mktemp("batch")
    corpus(str(folder / "in.jsonl"), 2_600)
    start = time.monotonic()
    subprocess.run(command(*words(folder / "whole")), cwd=folder, env=ENVIRONMENT, check=True)
    seconds = time.monotonic() - start
    return folder, contents(folder / "whole"), seconds


def words(out: Path) -> list[str]:
    formats = "newsml-g2,ninjs,nquads"
    return ["convert", "in.jsonl", "-t", formats, "--pack", "-o", str(out), "-j", "2", "-q"]


def moments(seconds: float, seed: int) -> Iterator[float]:
    chance = random.Random(seed)
    return (chance.uniform(0.1, 0.8) * seconds for _ in range(20))


@pytest.mark.slow
def test_workers_that_are_killed_at_twenty_moments_change_nothing(undisturbed, tmp_path):
    folder, expected, seconds = undisturbed
    killed = 0
    for number, moment in enumerate(moments(seconds, 1)):
        out = tmp_path / str(number)
        with subprocess.Popen(command(*words(out)), cwd=folder, env=ENVIRONMENT) as process:
            with contextlib.suppress(subprocess.TimeoutExpired):
                process.wait(moment)
            for pid in children(process.pid)[:1]:
                os.kill(pid, signal.SIGKILL)
                killed += 1
            assert process.wait(120) == 0

        assert contents(out) == expected

    assert killed >= 5


@pytest.mark.slow
def test_a_run_that_is_killed_at_twenty_moments_goes_on_to_the_same_end(undisturbed, tmp_path):
    folder, expected, seconds = undisturbed
    unfinished = 0
    for number, moment in enumerate(moments(seconds, 2)):
        out = tmp_path / str(number)
        with subprocess.Popen(command(*words(out)), cwd=folder, env=ENVIRONMENT) as process:
            with contextlib.suppress(subprocess.TimeoutExpired):
                process.wait(moment)
            process.kill()
            process.wait()
        unfinished += not (out / "SHA256SUMS").exists()

        subprocess.run(command(*words(out)), cwd=folder, env=ENVIRONMENT, check=True)

        assert contents(out) == expected

    assert unfinished >= 5


@pytest.mark.slow
def test_a_run_into_files_that_is_killed_goes_on_to_the_same_end(undisturbed, tmp_path):
    folder, _, seconds = undisturbed
    options = ["convert", "in.jsonl", "-t", "ninjs", "-j", "2", "-q"]
    whole = [*options, "-o", str(tmp_path / "whole"), "--manifest", str(tmp_path / "m.jsonl")]
    subprocess.run(command(*whole), cwd=folder, env=ENVIRONMENT, check=True)
    for number, moment in enumerate(list(moments(seconds, 3))[:5]):
        out = tmp_path / str(number)
        again = [*options, "-o", str(out), "--manifest", str(tmp_path / f"{number}.jsonl")]
        with subprocess.Popen(command(*again), cwd=folder, env=ENVIRONMENT) as process:
            with contextlib.suppress(subprocess.TimeoutExpired):
                process.wait(moment)
            process.kill()
            process.wait()

        subprocess.run(command(*again), cwd=folder, env=ENVIRONMENT, check=True)

        assert contents(out) == contents(tmp_path / "whole")
        assert (tmp_path / f"{number}.jsonl").read_bytes() == (tmp_path / "m.jsonl").read_bytes()


def test_a_full_disk_ends_the_run_with_a_word_and_whole_files_only(tmp_path):
    corpus(str(tmp_path / "in.jsonl"), 600)
    import resource

    done = subprocess.run(
        command("convert", "in.jsonl", "-t", "nquads", "--pack", "-o", "out", "-j", "2"),
        cwd=tmp_path, env=ENVIRONMENT, capture_output=True, check=False, text=True,
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (20_000, 20_000)),
    )  # fmt: skip

    assert done.returncode == 2
    assert "error: cannot write 'out/000000.nq.zst': File too large" in done.stderr
    assert files(tmp_path / "out") == []
