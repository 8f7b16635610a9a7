"""The checksums of files are made out ahead or beside: the same, whoever is asked for or not."""

from __future__ import annotations

import hashlib
import io
import sys
import threading
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.batch import hashing
from archive.batch.hashed import Hashed

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
    threads = threading.active_count()
    one, other = hashlib.sha256(), hashlib.sha256()
    with hashing.Beside() as beside:
        for block in blocks:
            beside.update(one, block)
            beside.update(other, memoryview(block)[1:])
        ended = beside.ended(one)
        beside.update(one, b"what comes later")
        assert ended() == hashlib.sha256(b"".join(blocks)).hexdigest()
        assert beside.ended(other)() == hashlib.sha256(b"".join(b[1:] for b in blocks)).hexdigest()
    assert threading.active_count() == threads


def test_hashing_beside_ends_where_nobody_asks_for_the_result():
    before = threading.active_count()
    with pytest.raises(OSError, match="gone"), hashing.Beside() as beside:  # noqa: PT012
        beside.update(hashlib.sha256(), bytes(LARGE))
        raise OSError("gone")
    assert threading.active_count() == before


def test_small_blocks_are_hashed_without_a_thread():
    """As those of thousands of small compressed files, of which each would begin one."""
    before = threading.active_count()
    with hashing.Beside() as beside:
        beside.update(hashlib.sha256(), bytes(SMALL))
        assert threading.active_count() == before
        beside.update(hashlib.sha256(), bytes(LARGE))
        assert threading.active_count() == before + 1


def test_few_blocks_wait_to_be_hashed():
    """Memory holds no file whole, however fast it is read."""
    hashed = threading.Semaphore(0)

    class Slow:
        def update(self, _: bytes | memoryview) -> None:
            hashed.acquire()

        def hexdigest(self) -> str:
            return ""

    slow = Slow()
    with hashing.Beside() as beside:
        for _ in range(hashing._MOST_WAITING):
            beside.update(slow, bytes(LARGE))
        one_more = threading.Thread(target=beside.update, args=(slow, bytes(LARGE)))
        one_more.start()
        assert beside._room.acquire(blocking=False) is False
        assert one_more.is_alive()
        hashed.release(hashing._MOST_WAITING + 1)
        one_more.join()


# in parts


def read(hashed: Hashed, size: int) -> bytes:
    """Read a file to its end."""
    return b"".join(iter(lambda: hashed.read(size), b""))


def test_a_part_is_known_where_the_one_before_it_ended():
    with hashing.Beside() as beside:
        hashed = Hashed(io.BytesIO(b"a\nb\n\n\nc\n"), beside, "parts")
        hashed.read(3)
        hashed.begin_parts()
        first = hashed.part(0, 2)
        hashed.read(4)
        second, behind_a_gap = hashed.part(2, 2), hashed.part(5, 1)
        hashed.read(4)
        last = hashed.part(6, 2)
        assert [one and one() for one in (first, second, behind_a_gap, last)] == [
            hashlib.sha256(b"a\n").hexdigest(),
            hashlib.sha256(b"b\n").hexdigest(),
            None,
            hashlib.sha256(b"c\n").hexdigest(),
        ]


@given(
    content=st.binary(max_size=60),
    cuts=st.lists(st.integers(0, 60), max_size=6),
    size=st.integers(1, 20),
    gap=st.integers(0, 1),
)
def test_a_part_has_its_own_checksum_or_none(content, cuts, size, gap):
    """Parts are asked for when they have been read, as who cuts does; gaps may stand between."""
    bounds = sorted(min(cut, len(content)) for cut in cuts)
    with hashing.Beside() as beside:
        hashed = Hashed(io.BytesIO(content), beside, "parts")
        done, start = len(hashed.read(size)), 0
        hashed.begin_parts()
        asked = []
        for end in bounds:
            while done < end:
                done += len(hashed.read(size))
            if start <= end:
                asked.append((content[start:end], hashed.part(start, end - start)))
            start = end + gap
        told = [ask and ask() for _, ask in asked]
        whole = hashed.sha256()
    right = [hashlib.sha256(part).hexdigest() for part, _ in asked]
    assert whole == hashlib.sha256(content).hexdigest()
    assert all(one in (None, wanted) for one, wanted in zip(told, right, strict=True))
    if not gap:
        assert told == right


@pytest.mark.parametrize("digests", ["none", "whole"])
def test_parts_that_nobody_asks_for_are_not_hashed(digests):
    with hashing.Beside() as beside:
        hashed = Hashed(io.BytesIO(b"ab"), beside, digests)
        hashed.begin_parts()
        assert read(hashed, 1) == b"ab"
        assert hashed.part(0, 2) is None
        assert hashed.sha256() == (None if digests == "none" else hashlib.sha256(b"ab").hexdigest())
