"""Beyond one machine: sources and packs in object storage, workers of a cluster."""

from __future__ import annotations

import gzip
import importlib.util
import io
import json
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import Self

import pytest

from archive.batch.engine import PLAIN, Orders, WorkerFault
from archive.batch.known import Again
from archive.batch.outputs import Unwritable
from archive.batch.pieces import Chunk
from archive.cluster import engine
from archive.cluster.engine import Lost, NoWorkers, OtherProgram, connected
from archive.cluster.objects import Object
from archive.cluster.packs import ObjectFolder
from archive.cluster.shared import SharedFolder, SharedSource
from archive.errors import PhrasedError
from archive.outcome import Output
from tests.program import Done, files, other, save
from tests.test_startup import imported
from tests.works import Deadly, Faulty, Numbers, Once

ROOT = Path(__file__).parent.parent
BIN = Path(sys.executable).parent
PACK = ("-t", "newsml-g2,nquads,json", "--pack")


def needed(what: str, *, is_there: bool, how: str) -> None:
    """Skip the test where something is not installed; CI has everything."""
    if not is_there:
        reason = f"no {what}: {how}"
        if os.environ.get("CI") == "true":
            pytest.fail(reason)
        pytest.skip(reason)


EXTRA = "pip install --require-hashes -r requirements/cluster.txt"


@pytest.fixture(scope="module")
def extra() -> None:
    for library in ("fsspec", "s3fs", "distributed"):
        needed(library, is_there=importlib.util.find_spec(library) is not None, how=EXTRA)


@pytest.fixture(scope="module")
def moto(extra) -> Path:
    """Return the program that stands for an object storage."""
    found = os.environ.get("PRESS_ARCHIVE_MOTO") or shutil.which("moto_server")
    how = "install requirements/moto.txt into an environment of its own, PRESS_ARCHIVE_MOTO=…/bin/moto_server"
    needed("moto_server", is_there=found is not None, how=how)
    return Path(found)


@pytest.fixture
def memory(extra, press_archive, monkeypatch) -> Iterator[None]:
    """Have an object storage in this process; it is empty before and after.

    By itself it hands out one and the same file to all who read at once.
    """
    from fsspec.implementations.memory import MemoryFileSystem

    monkeypatch.setattr(MemoryFileSystem, "open", _opened)
    MemoryFileSystem.store.clear()
    MemoryFileSystem.pseudo_dirs[:] = [""]
    yield
    MemoryFileSystem.store.clear()


def _opened(self, path: str, mode: str = "rb", **how: object) -> io.BytesIO:
    if mode == "rb":
        return io.BytesIO(self.cat_file(path))
    return self._open(path, mode, **how)


def put(name: str, content: bytes) -> None:
    import fsspec

    fsspec.filesystem("memory").pipe_file(name.removeprefix("memory:/"), content)


def lines(*records: dict) -> bytes:
    return b"".join(json.dumps(one, ensure_ascii=False).encode() + b"\n" for one in records)


def stored(prefix: str) -> dict[str, bytes]:
    """Return all objects below a prefix."""
    import fsspec

    system = fsspec.filesystem("memory")
    top = prefix.removeprefix("memory:/")
    return {one.removeprefix(f"{top}/"): system.cat_file(one) for one in system.find(top)}


def content(folder: str | Path) -> dict[str, bytes]:
    """Return all files below a folder."""
    return {name: (Path(folder) / name).read_bytes() for name in files(folder)}


# objects as sources


def test_an_object_is_read_like_a_file(memory, press_archive):
    save("a.jsonl", other(1), other(2, title=None), other(3))
    put("memory://in/a.jsonl", Path("a.jsonl").read_bytes())

    there = press_archive("convert", "memory://in/a.jsonl", "-t", "json", "-o", "there")
    here = press_archive("convert", "a.jsonl", "-t", "json", "-o", "here")

    assert there.status == here.status
    assert there.out == here.out.replace("a.jsonl:", "memory://in/a.jsonl:")
    assert content("there") == content("here")


def test_the_objects_below_a_prefix_are_taken_as_those_of_a_folder(memory, press_archive):
    raw = json.dumps(other(1)).encode()
    for name in (
        "b.json",
        "a/z.json",
        "c/d/e.json",
        "a.json",
        ".x/a.json",
        "f/.g.json",
        "readme.txt",
        "n.ninjs.json",
    ):
        put(f"memory://in/{name}", raw)
        path = Path("in") / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(raw)

    told = [
        press_archive("convert", place, "-t", "json", "-o", output, "--manifest", f"{output}.jsonl")
        for place, output in (("memory://in/", "there"), ("in/", "here"), ("memory://in", "again"))
    ]

    assert [one.status for one in told] == [0, 0, 0]
    assert files("there") == files("here") == files("again") != []
    sources = [
        [
            json.loads(line)["src"].removeprefix("memory://")
            for line in Path(f"{one}.jsonl").read_text("utf-8").splitlines()
        ]
        for one in ("there", "here", "again")
    ]
    assert (
        sources[0]
        == sources[1]
        == sources[2]
        == ["in/a.json", "in/b.json", "in/a/z.json", "in/c/d/e.json"]
    )


def test_a_pattern_takes_the_objects_that_match(memory, press_archive):
    for number, name in enumerate(("2024/a.json", "2025/a.json", "2025/b.txt")):
        put(f"memory://in/{name}", json.dumps(other(number)).encode())

    done = press_archive("convert", "memory://in/*/*.json", "-t", "json", "-o", "out")

    assert done.status == 0
    assert files("out") == ["2024/a.json", "2025/a.json"]


def test_an_object_that_is_named_twice_is_taken_once(memory, press_archive):
    put("memory://in/a.json", json.dumps(other(1)).encode())

    done = press_archive("convert", "memory://in/a.json", "memory://in/", "-t", "json", "-o", "out")

    assert "1 releases read" in done.err


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("memory://in/none.json", "'memory://in/none.json' does not exist"),
        ("memory://in/*.none", "matches no files"),
        ("nobody-knows://in/a.json", "Protocol not supported"),
    ],
)
def test_what_is_not_there_is_named(memory, press_archive, name, said):
    put("memory://in/a.json", json.dumps(other(1)).encode())

    done = press_archive("convert", name, "-t", "json", "-o", "out")

    assert (done.status, done.out) == (2, "")
    assert said in done.err


def test_a_prefix_below_which_nothing_can_be_read_is_named(memory, press_archive):
    put("memory://in/a.txt", b"")

    done = press_archive("convert", "memory://in/", "-t", "json", "-o", "out")

    assert done.status == 2
    assert "holds nothing" in done.err


@pytest.mark.parametrize("suffix", [".jsonl", ".jsonl.gz", ".json"])
def test_a_large_object_gives_what_the_file_gives(memory, press_archive, suffix):
    records = [other(number) for number in range(2600)]
    raw = json.dumps(records).encode() if suffix == ".json" else lines(*records)
    raw = gzip.compress(raw, 1, mtime=0) if suffix.endswith(".gz") else raw
    Path(f"in{suffix}").write_bytes(raw)
    put(f"memory://in{suffix}", raw)

    words = ("-t", "json", "--pack", "-j", "1", "-o")
    there = press_archive("convert", f"memory://in{suffix}", *words, "there")
    here = press_archive("convert", f"in{suffix}", *words, "here")

    assert there.err == here.err
    shards = [name for name in files("here") if name.endswith((".zst", ".tsv"))]
    assert len(shards) > 4
    assert {name: content("there")[name] for name in shards} == {
        name: content("here")[name] for name in shards
    }


def test_an_object_that_has_become_shorter_is_named(memory, press_archive):
    put("memory://in/a.jsonl", b"{}")
    source = Object("memory://in/a.jsonl", "jsonl", 12, size=5 * 2**20)

    assert source.part(1, 10) == b"}"
    with source.open() as stream:
        stream.seek(1)
        assert stream.read() == b"}"


# objects as outputs


@pytest.fixture
def releases(press_archive) -> Path:
    """Return a file of several chunks, in which a release comes twice."""
    return save("releases.jsonl", *(other(number) for number in range(2600)), other(3))


def test_a_pack_in_object_storage_has_the_bytes_of_one_in_a_folder(memory, releases, press_archive):
    there = press_archive("convert", releases.name, *PACK, "-o", "memory://out/pack", "-j", "1")
    here = press_archive("convert", releases.name, *PACK, "-o", "pack", "-j", "1")

    assert (there.status, there.out) == (here.status, here.out)
    assert len(files("pack")) > 20
    assert stored("memory://out/pack") == content("pack")


def test_a_later_run_converts_only_what_has_changed(memory, press_archive):
    save("a.jsonl", *(other(number) for number in range(2600)))
    words = ("convert", "a.jsonl", "-t", "json", "--pack", "-o", "memory://out", "-j", "1")
    press_archive(*words)
    before = stored("memory://out")

    again = press_archive(*words)
    after = stored("memory://out")
    save("a.jsonl", *(other(number) for number in range(2601)))
    changed = press_archive(*words)

    assert "0 new, 0 changed, 6 unchanged" in again.err
    assert after == before
    assert "0 new, 1 changed, 5 unchanged" in changed.err


def test_shards_of_an_earlier_run_are_named_and_deleted(memory, press_archive):
    words = ("convert", "a.jsonl", "-t", "json", "--pack", "-o", "memory://out", "-j", "1")
    save("a.jsonl", *(other(number) for number in range(2600)))
    press_archive(*words)
    save("a.jsonl", other(1))

    named = press_archive(*words)
    left = stored("memory://out")
    press_archive(*words, "--clean")

    assert "source is gone: 000001.jsonl.zst" in named.err
    assert "000001.jsonl.zst" in left
    assert sorted(stored("memory://out")) == [
        "000000.jsonl.zst", "SHA256SUMS", "index.tsv", "receipts/000000.json",
    ]  # fmt: skip


def test_a_dry_run_puts_no_object(memory, press_archive):
    save("a.json", other(1))

    done = press_archive("convert", "a.json", *PACK, "-o", "memory://out", "--dry-run")

    assert "3 new" in done.err
    assert stored("memory://out") == {}


def test_the_pack_that_is_written_is_no_source(memory, press_archive):
    put("memory://all/a.json", json.dumps(other(1)).encode())
    words = ("convert", "memory://all/", "-t", "json", "--pack", "-o", "memory://all")
    press_archive(*words)
    before = stored("memory://all")

    again = press_archive(*words)
    named = press_archive("convert", "memory://all/000000.jsonl.zst", *words[2:])

    assert "1 releases read" in again.err
    assert stored("memory://all") == before
    assert (named.status, "would be overwritten" in named.err) == (2, True)


def test_what_vouches_for_a_shard_goes_before_the_shard_does(memory, press_archive):
    """A run that ends in the middle must leave no checksums of what is not there any more."""
    folder = ObjectFolder("memory://out")
    for name in ("000000.jsonl.zst", "receipts/000000.json", "index.tsv", "SHA256SUMS"):
        folder.stage(name, b"of the first run")

    folder.stage("000000.jsonl.zst", b"of the second")

    assert stored("memory://out") == {"000000.jsonl.zst": b"of the second"}


def test_checksums_are_not_put_where_something_they_list_is_not_there(memory, press_archive):
    folder = ObjectFolder("memory://out")
    with folder.opened():
        folder.place(Output(path="000000.jsonl.zst", sha256="", size=7, change="new"))
        with pytest.raises(Unwritable) as told, folder.new_file("SHA256SUMS") as file:
            file.write(b"0000  000000.jsonl.zst\n")

    assert told.value.name == "memory://out/000000.jsonl.zst"
    assert stored("memory://out") == {}


def test_a_file_that_is_not_finished_becomes_no_object(memory, press_archive):
    file = ObjectFolder("memory://out").new_file("index.tsv")
    file.write(b"half")
    file.__exit__(KeyError)

    assert stored("memory://out") == {}


def test_only_an_object_that_is_as_it_was_written_is_deleted(memory, press_archive):
    folder = ObjectFolder("memory://out")
    output = folder.stage("000000.jsonl.zst", b"ours")
    put("memory://out/000000.jsonl.zst", b"foreign")

    assert not folder.remove("000000.jsonl.zst", output.sha256)
    assert not folder.remove("000001.jsonl.zst", output.sha256)
    assert stored("memory://out") == {"000000.jsonl.zst": b"foreign"}


def test_a_shard_all_of_whose_releases_stand_elsewhere_is_not_left_there(memory, press_archive):
    for name in "ab":
        save(f"{name}.jsonl", *(other(number) for number in range(2000)))
    words = ("convert", "a.jsonl", "b.jsonl", "-t", "json", "--pack", "-j", "1", "-o")

    done = press_archive(*words, "memory://out")
    press_archive(*words, "here")

    assert "source is gone" not in done.err
    assert stored("memory://out") == content("here")


def test_a_storage_that_nobody_knows_is_named_before_the_work(memory, press_archive):
    save("a.json", other(1))

    done = press_archive("convert", "a.json", *PACK, "-o", "nobody-knows://out")

    assert done.status == 2
    assert "cannot write 'nobody-knows://out': Protocol not supported" in done.err


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["-o", "memory://out"], "object storage takes packs: add --pack"),
        (["-o", "-", "--cluster", "tcp://127.0.0.1:1"], "--cluster needs a folder"),
        (["-o", "out", "--manifest", "memory://m.jsonl"], "files of this machine"),
        (["-o", "out", "--report", "json=memory://m.json"], "files of this machine"),
    ],
)
def test_what_only_a_file_system_can_hold_is_refused(press_archive, words, said):
    save("a.json", other(1))

    done = press_archive("convert", "a.json", "-t", "json", *words)

    assert done.status == 2
    assert said in done.err
    assert files() == ["a.json"]


def test_an_object_is_not_taken_for_gone_since_no_file_has_its_name(memory, press_archive):
    put("memory://in/a.json", json.dumps(other(1)).encode())
    save("b.json", other(2))
    words = ("-t", "json", "-o", "out", "--manifest", "m.jsonl")
    press_archive("convert", "memory://in/a.json", *words)

    press_archive("convert", "b.json", *words, "--clean")

    assert files("out") == ["a.json", "b.json"]


# the extra


@pytest.mark.parametrize(
    ("library", "words"),
    [
        ("fsspec.core", ["a.json", "-o", "s3://archive/pack"]),
        ("distributed", ["a.json", "-o", "out", "--cluster", "tcp://127.0.0.1:1"]),
        ("dask", ["a.json", "-o", "out", "--cluster", "tcp://127.0.0.1:1"]),
        ("fsspec.core", ["s3://archive/a.json", "-o", "out"]),
    ],
)
def test_what_is_to_be_installed_is_said(press_archive, monkeypatch, library, words):
    save("a.json", other(1))
    monkeypatch.setitem(sys.modules, library, None)

    done = press_archive("convert", *words, "-t", "json", "--pack")

    assert done.status == 2
    assert "pip install 'press-archive[cluster]'" in done.err
    assert files() == ["a.json"]


def test_files_and_local_workers_need_nothing_of_the_extra(tmp_path):
    save(str(tmp_path / "a.json"), other(1))

    names = imported("convert", str(tmp_path / "a.json"), "-t", "json", "-o", str(tmp_path / "out"))

    assert not names & {"dask", "distributed", "fsspec", "s3fs"}


# what all machines see


def test_a_relative_name_is_found_from_elsewhere_and_stays_as_it_was_given(
    press_archive, tmp_path, monkeypatch
):
    save("in/a.json", other(1))
    source = SharedSource("in/a.json", "json", 3, folder=str(tmp_path))
    monkeypatch.chdir("/")

    assert (source.name, source.relative) == ("in/a.json", "a.json")
    assert json.loads(source.part(0, source.size_bytes())) == other(1)


def test_two_workers_never_write_to_one_file_that_waits(press_archive):
    folder = SharedFolder(Path("out"))
    folder.prepare()
    with folder.opened():
        waiting = [folder.stage("a.json", b"{}").staged for _ in range(2)]
        placed = folder.place(folder.stage("a.json", b"{}"))

    assert len(set(waiting)) == 2
    assert placed.staged == ""
    assert files("out") == ["a.json"]


# a cluster


class Running:
    """Programs of a test; ended with it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.programs: list[subprocess.Popen[bytes]] = []

    def start(self, *words: object, **environment: str) -> subprocess.Popen[bytes]:
        with (self.folder / f"{len(self.programs)}.log").open("wb") as log:
            self.programs.append(
                subprocess.Popen(
                    [str(word) for word in words], stdout=log, stderr=log, cwd=self.folder,
                    env={**os.environ, "PYTHONPATH": str(ROOT), **environment},
                )
            )  # fmt: skip
        return self.programs[-1]

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        for one in self.programs:
            one.kill()
        for one in self.programs:
            one.wait()


def free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return one.getsockname()[1]


def until_it_answers(port: int) -> None:
    """Wait for a server: each attempt takes its time, or is refused."""
    end = time.monotonic() + 60
    while True:
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
        except OSError:
            assert time.monotonic() < end, "the server did not start"
            threading.Event().wait(0.05)
        else:
            return


class Cluster(Running):
    """A scheduler, and workers that begin in a folder of their own."""

    def __init__(self, folder: Path) -> None:
        super().__init__(folder)
        self.port = free_port()
        self.address = f"tcp://127.0.0.1:{self.port}"

    def schedule(self, **environment: str) -> None:
        """Start the scheduler."""
        words = ("scheduler", "--host", "127.0.0.1", "--port", self.port, "--no-dashboard")
        self.start(BIN / "dask", *words, **environment)
        until_it_answers(self.port)

    def work(self, count: int) -> list[subprocess.Popen[bytes]]:
        """Start workers, and wait for them."""
        from distributed import Client

        how = ("--nthreads", 1, "--no-nanny", "--no-dashboard", "--host", "127.0.0.1")
        made = [self.start(BIN / "dask", "worker", self.address, *how) for _ in range(count)]
        with Client(self.address, set_as_default=False) as client:
            client.wait_for_workers(count, timeout=60)
        return made


@pytest.fixture
def running(tmp_path) -> Iterator[Running]:
    (tmp_path / "running").mkdir()
    with Running(tmp_path / "running") as one:
        yield one


@pytest.fixture
def alone(extra, tmp_path_factory) -> Iterator[Cluster]:
    """Have a scheduler without workers."""
    with Cluster(tmp_path_factory.mktemp("alone")) as one:
        one.schedule(DASK_DISTRIBUTED__SCHEDULER__ALLOWED_FAILURES="0")
        yield one


@pytest.fixture(scope="module")
def cluster(extra, tmp_path_factory) -> Iterator[Cluster]:
    """Have a scheduler with two workers."""
    with Cluster(tmp_path_factory.mktemp("cluster")) as one:
        one.schedule()
        one.work(2)
        yield one


def chunks(count: int) -> Iterator[Chunk]:
    return (Chunk(number=number, pieces=()) for number in range(count))


@pytest.mark.slow
def test_results_come_in_the_order_of_the_chunks_and_from_several_workers(cluster):
    taken = []

    def noted() -> Iterator[Chunk]:
        for chunk in chunks(60):
            taken.append(chunk.number)
            yield chunk

    done = []
    with connected(cluster.address) as engines, engines(Numbers()) as workers:
        for chunk, result in workers.run(noted()):
            assert len(taken) - chunk.number <= 2 * 3 + 2
            done.append((chunk.number, result[0], result[2]))

    assert [(one, other) for one, other, _ in done] == [(one, one) for one in range(60)]
    assert len({pid for _, _, pid in done}) == 2
    assert os.getpid() not in {pid for _, _, pid in done}


@pytest.mark.slow
def test_a_chunk_can_be_done_again_knowing_more(cluster):
    orders = Orders(again={0: Again(0, "R129", "a.json")})

    with connected(cluster.address) as engines, engines(Numbers()) as workers:
        before = [workers.redo(chunk, orders)[1] for chunk, _ in workers.run(chunks(3))]
        after = [result[1] for _, result in workers.run(chunks(2))]

    assert before == [orders] * 3
    assert after == [PLAIN] * 2


@pytest.mark.slow
def test_errors_come_out_of_a_cluster_as_they_come_out_of_a_process(cluster):
    with connected(cluster.address) as engines:
        with engines(Faulty(is_told=True)) as workers, pytest.raises(PhrasedError) as told:
            list(workers.run(chunks(2)))
        with engines(Faulty(is_told=False)) as workers, pytest.raises(WorkerFault, match="a fault"):
            list(workers.run(chunks(2)))

    assert (told.value.key, told.value.values["name"]) == ("cannot_write", "x")


@pytest.mark.slow
def test_a_worker_that_is_killed_loses_nothing(alone, tmp_path):
    """Its chunk is given up after the first death here, and done by processes of this machine."""
    alone.work(2)

    with connected(alone.address) as engines, engines(Once(tmp_path / "mark")) as workers:
        done = [chunk.number for chunk, _ in workers.run(chunks(12))]

    assert done == list(range(12))
    assert (tmp_path / "mark").exists()


@pytest.mark.slow
def test_the_record_with_which_workers_end_is_found_and_passed_over(alone):
    alone.work(2)

    with connected(alone.address) as engines, engines(Deadly()) as workers:
        guilty = [result for _, result in workers.run(chunks(4))]

    assert guilty == [frozenset(), frozenset(), frozenset({3}), frozenset()]


@pytest.mark.slow
def test_a_worker_with_another_program_is_refused(cluster, monkeypatch):
    monkeypatch.setattr(engine, "program", lambda: "another")

    with (
        connected(cluster.address) as engines,
        engines(Numbers()) as workers,
        pytest.raises(OtherProgram),
    ):
        list(workers.run(chunks(2)))


@pytest.mark.slow
def test_a_cluster_without_workers_is_told(alone, monkeypatch):
    monkeypatch.setattr(engine, "_ANSWER_SECONDS", 2)

    with pytest.raises(NoWorkers), connected(alone.address):
        pass


@pytest.mark.slow
def test_a_cluster_whose_workers_have_all_gone_is_told(alone, monkeypatch):
    monkeypatch.setattr(engine, "_LOST_SECONDS", 0.5)
    (only,) = alone.work(1)

    with connected(alone.address) as engines, engines(Numbers()) as workers:
        done = workers.run(chunks(100))
        next(done)
        only.kill()
        with pytest.raises(NoWorkers):
            list(done)


@pytest.mark.slow
def test_a_scheduler_that_has_gone_is_told(alone, monkeypatch):
    import dask

    alone.work(1)
    with (
        dask.config.set({"distributed.comm.timeouts.connect": "1s"}),
        connected(alone.address) as engines,
        engines(Numbers()) as workers,
    ):
        done = workers.run(chunks(1000))
        next(done)
        alone.programs[0].kill()
        with pytest.raises(Lost):
            list(done)


@pytest.mark.slow
@pytest.mark.parametrize(
    "address", ["tcp://127.0.0.1:{closed}", "tcp://127.0.0.1:{web}", "nonsense", "foo://x:1"]
)
def test_an_address_where_no_scheduler_answers_is_told_in_bounded_time(
    extra, press_archive, monkeypatch, address
):
    monkeypatch.setattr(engine, "_ANSWER_SECONDS", 2)
    save("a.json", other(1))
    with HTTPServer(("127.0.0.1", 0), BaseHTTPRequestHandler) as web:
        threading.Thread(target=web.serve_forever, daemon=True).start()
        address = address.format(closed=free_port(), web=web.server_port)

        done = press_archive("convert", "a.json", "-t", "json", "-o", "out", "--cluster", address)
        web.shutdown()

    assert done.status == 2
    assert f"cannot reach the cluster at {address}" in done.err
    assert files() == ["a.json"]


@pytest.mark.slow
def test_a_cluster_writes_the_bytes_of_one_machine(cluster, releases, press_archive):
    words = ("convert", "releases.jsonl", *PACK)

    told = [press_archive(*words, "-o", f"j{jobs}", "-j", str(jobs)) for jobs in (1, 2, 7)]
    told.append(press_archive(*words, "-o", "cluster", "--cluster", cluster.address))

    assert told == [Done(told[0].status, told[0].out, told[0].err)] * 4
    assert content("j1") == content("j2") == content("j7") == content("cluster")


@pytest.mark.slow
def test_a_tree_of_files_is_converted_by_a_cluster_as_by_one_machine(cluster, press_archive):
    for number in range(60):
        save(
            f"in/{number % 7}/{number}.json", other(number, title=None if number == 5 else "Judul")
        )
    words = ("convert", "in", "-t", "newsml-g2,json")

    here = press_archive(*words, "-o", "here", "--manifest", "here.jsonl", "-j", "1")
    there = press_archive(
        *words, "-o", "there", "--manifest", "there.jsonl", "--cluster", cluster.address
    )

    assert there == here
    assert content("there") == content("here")
    assert Path("there.jsonl").read_bytes() == Path("here.jsonl").read_bytes()


# a cluster and a storage


@pytest.fixture(scope="module")
def storage(moto, tmp_path_factory) -> Iterator[None]:
    """Have an S3-compatible server, and an environment that says where it is."""
    port = free_port()
    with (
        Running(tmp_path_factory.mktemp("storage")) as running,
        pytest.MonkeyPatch.context() as environment,
    ):
        running.start(moto, "-H", "127.0.0.1", "-p", port)
        until_it_answers(port)
        environment.setenv("AWS_ENDPOINT_URL", f"http://127.0.0.1:{port}")
        environment.setenv("AWS_ACCESS_KEY_ID", "testing")
        environment.setenv("AWS_SECRET_ACCESS_KEY", "testing")
        environment.setenv("AWS_DEFAULT_REGION", "us-east-1")
        yield


@pytest.mark.slow
def test_a_worker_that_is_killed_in_the_middle_of_a_run_over_objects_loses_nothing(
    alone, storage, running
):
    import s3fs

    save(str(running.folder / "in"), *(other(number) for number in range(4500)), other(3))
    system = s3fs.S3FileSystem(use_listings_cache=False)
    system.mkdir("archive")
    system.put_file(str(running.folder / "in"), "archive/in/releases.jsonl")
    first, _ = alone.work(2)
    words = (BIN / "press-archive", "convert", "s3://archive/in/", *PACK, "-o")

    run = running.start(*words, "s3://archive/pack", "--cluster", alone.address)
    while not any(name.endswith(".zst") for name in system.find("archive/pack")):
        assert run.poll() is None
    first.send_signal(signal.SIGKILL)
    is_in_the_middle = not system.exists("archive/pack/SHA256SUMS")

    assert run.wait() == 0
    assert is_in_the_middle
    running.start(*words, "alone", "-j", "1").wait()
    found = {
        one.removeprefix("archive/pack/"): system.cat_file(one)
        for one in system.find("archive/pack")
    }
    assert found == content(running.folder / "alone")
    assert len(found) > 30


@pytest.mark.slow
def test_nothing_is_left_of_what_was_made_behind_the_end_of_a_run(
    alone, storage, running, press_archive
):
    """Workers are ahead of the record at which a run is to stop."""
    import s3fs

    save("a.jsonl", other(0, title=None), *(other(number) for number in range(1, 3000)))
    system = s3fs.S3FileSystem(use_listings_cache=False)
    system.mkdir("stopped")
    alone.work(2)
    words = ("convert", "a.jsonl", "-t", "json", "--pack", "--on-error", "stop", "-o")

    there = press_archive(*words, "s3://stopped/pack", "--cluster", alone.address)
    here = press_archive(*words, "here", "-j", "1")

    assert there == here
    assert {name.removeprefix("stopped/pack/") for name in system.find("stopped")} == set(
        files("here")
    )


@pytest.mark.slow
def test_the_session_of_the_readme_runs_as_it_stands_there(moto, tmp_path):
    text = (ROOT / "README.md").read_text("utf-8").partition("## More than one machine")[2]
    (session,) = re.findall(r"```sh\n(.*?)```", text.partition("\n## ")[0], re.DOTALL)
    for port in ("8786", "5055"):
        assert f":{port}" in session
        session = session.replace(port, str(free_port()))
    (tmp_path / "samples").symlink_to(ROOT / "samples")
    path = os.pathsep.join((str(BIN), str(moto.parent), os.environ["PATH"]))
    variables = {name: value for name, value in os.environ.items() if not name.startswith("AWS_")}

    with (tmp_path / "log").open("wb") as log:
        shell = subprocess.Popen(
            ["bash", "-euo", "pipefail", "-c", session], stdout=log, stderr=log, cwd=tmp_path,
            env={**variables, "PATH": path, "PYTHONPATH": str(ROOT)}, start_new_session=True,
        )  # fmt: skip
        try:
            status = shell.wait(timeout=300)
        finally:
            os.killpg(shell.pid, signal.SIGKILL)
            shell.wait()

    said = (tmp_path / "log").read_text("utf-8")
    assert (status, said.rpartition("\n")[0].endswith("the same bytes")) == (0, True), said
