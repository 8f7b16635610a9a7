"""The checksums of large files are made out ahead: the same, whoever is asked for or not."""

from __future__ import annotations

import hashlib
import sys
import threading
from pathlib import Path

import pytest

from archive.batch import hashing

LARGE, SMALL = 5_000_000, 1_000
THREAD = hashing._Thread


@pytest.fixture
def files(tmp_path):
    """Return the names of large and small files."""
    names = []
    for number, size in enumerate((LARGE, SMALL, LARGE, LARGE, SMALL)):
        path = tmp_path / str(number)
        path.write_bytes(bytes([number]) * size)
        names.append(str(path))
    return names


@pytest.fixture
def begun(monkeypatch):
    """Return the names of the files for which a thread was begun."""
    names: list[str] = []
    thread = hashing._Thread

    def noting(name: str) -> hashing._Thread:
        names.append(name)
        return thread(name)

    monkeypatch.setattr(hashing, "_Thread", noting)
    return names


def hashing_threads() -> list[threading.Thread]:
    return [one for one in threading.enumerate() if isinstance(one, THREAD)]


def digest(name: str) -> str:
    return hashlib.sha256(Path(name).read_bytes()).hexdigest()


@pytest.mark.parametrize(
    "asked", [(0, 1, 2, 3, 4), (1, 2, 4), (3,), (0, 0, 1, 1, 3, 3), (4, 0), ()], ids=str
)
def test_a_checksum_is_the_same_whoever_is_asked_for(files, asked):
    with hashing.ahead(files) as sha256:
        assert [sha256(files[at]) for at in asked] == [digest(files[at]) for at in asked]
    assert not hashing_threads()


def test_a_thread_is_begun_for_each_large_file_before_it_is_asked_for(files, begun):
    with hashing.ahead(files) as sha256:
        assert begun == [files[0]]
        sha256(files[0])
        assert begun == [files[0]]
        sha256(files[1])
        assert begun == [files[0], files[2]]
        sha256(files[2])
        assert begun == [files[0], files[2], files[3]]


def test_a_file_that_is_passed_over_is_let_go_of(files, begun):
    with hashing.ahead(files) as sha256:
        assert sha256(files[2]) == digest(files[2])
        assert begun == [files[0], files[3]]


def test_a_file_of_no_list_is_hashed_too(files, begun):
    with hashing.ahead(files[:1]) as sha256:
        assert sha256(files[3]) == digest(files[3])
        assert sha256(files[0]) == digest(files[0])
    assert begun == [files[0]]


def test_a_file_that_cannot_be_read_is_told_when_it_is_asked_for(files):
    Path(files[1]).unlink()
    with hashing.ahead(files) as sha256:
        Path(files[2]).unlink()
        sha256(files[0])
        for gone in files[1:3]:
            with pytest.raises(FileNotFoundError):
                sha256(gone)
        assert sha256(files[3]) == digest(files[3])


def test_a_large_file_that_is_gone_when_its_thread_begins_is_told_when_it_is_asked_for(
    files, monkeypatch
):
    monkeypatch.setattr(hashing, "_is_large", lambda _: True)
    Path(files[0]).unlink()
    with hashing.ahead(files) as sha256:
        with pytest.raises(FileNotFoundError):
            sha256(files[0])
        assert sha256(files[1]) == digest(files[1])


def test_other_threads_wait_as_long_as_ever_behind_it(files):
    before = sys.getswitchinterval()
    with pytest.raises(KeyError), hashing.ahead(files):
        raise KeyError
    assert sys.getswitchinterval() == before


def test_a_large_file_is_not_read_to_its_end_if_nobody_asks_for_it(tmp_path):
    path = tmp_path / "huge"
    with path.open("wb") as file:
        file.truncate(2**40)
    with hashing.ahead([str(path)]):
        pass
    assert not hashing_threads()


@pytest.mark.parametrize("sizes", [(), (0,), (1,), (LARGE,) * 5, (SMALL, 0, LARGE, 1)], ids=str)
def test_what_is_hashed_beside_is_the_same(sizes):
    blocks = [bytes([number]) * size for number, size in enumerate(sizes)]
    before = threading.active_count()
    with hashing.Beside() as whole:
        for block in blocks:
            whole.update(block)
        assert whole.hexdigest() == hashlib.sha256(b"".join(blocks)).hexdigest()
        assert threading.active_count() == before


def test_hashing_beside_ends_where_nobody_asks_for_the_result():
    before = threading.active_count()
    with pytest.raises(OSError, match="gone"), hashing.Beside() as whole:  # noqa: PT012
        whole.update(bytes(LARGE))
        raise OSError("gone")
    assert threading.active_count() == before


def test_small_blocks_are_hashed_without_a_thread():
    """As those of thousands of small compressed files, of which each would begin one."""
    before = threading.active_count()
    with hashing.Beside() as whole:
        whole.update(bytes(SMALL))
        assert threading.active_count() == before
        whole.update(bytes(LARGE))
        assert threading.active_count() == before + 1


def test_few_blocks_wait_to_be_hashed(monkeypatch):
    """Memory holds no file whole, however fast it is read."""
    hashed = threading.Semaphore(0)

    class Slow:
        def update(self, _: bytes) -> None:
            hashed.acquire()

    with hashing.Beside() as whole:
        monkeypatch.setattr(whole, "_whole", Slow())
        whole.update(bytes(LARGE))
        whole.update(bytes(LARGE))
        third = threading.Thread(target=whole.update, args=(bytes(LARGE),))
        third.start()
        assert whole._room.acquire(blocking=False) is False
        assert third.is_alive()
        hashed.release(3)
        third.join()
