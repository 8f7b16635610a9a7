"""A process that goes ahead of a rerun: it says the same, and nothing hangs on it."""

from __future__ import annotations

import os
import signal
import sys
from pathlib import Path

import pytest

from archive.batch import hashing, scouting
from archive.batch.sources import Source
from tests.program import other, save

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="only there a process goes ahead")

SOURCES = [Source(name=f"{number}.json", format="json", above=0) for number in range(1_500)]


@pytest.fixture
def forks(monkeypatch):
    """Return the numbers of the processes that were begun."""
    begun: list[int] = []
    fork = os.fork

    def noting() -> int:
        begun.append(fork())
        return begun[-1]

    monkeypatch.setattr(os, "fork", noting)
    return begun


def contents(folder: str) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in Path(folder).iterdir()}


def is_third(source: Source) -> bool:
    return int(source.name.removesuffix(".json")) % 3 == 0


def test_it_says_of_each_source_what_the_check_says():
    with scouting.ahead(is_third, SOURCES) as says:
        assert [says(one) for one in SOURCES] == [is_third(one) for one in SOURCES]


def test_a_source_can_be_asked_for_twice_in_a_row():
    with scouting.ahead(is_third, SOURCES) as says:
        assert [says(one) for one in SOURCES[:99] for _ in "ab"] == [
            is_third(one) for one in SOURCES[:99] for _ in "ab"
        ]


def test_the_other_process_does_the_most():
    here = os.getpid()
    with scouting.ahead(lambda _: os.getpid() != here, SOURCES) as says:
        said = [says(one) for one in SOURCES]
    assert len(SOURCES) // 2 < sum(said) < len(SOURCES)


def test_when_it_is_killed_the_rest_is_checked_here():
    here = os.getpid()

    def check(source: Source) -> bool:
        if os.getpid() != here and source is SOURCES[700]:
            os.kill(os.getpid(), signal.SIGKILL)
        return is_third(source)

    with scouting.ahead(check, SOURCES) as says:
        assert [says(one) for one in SOURCES] == [is_third(one) for one in SOURCES]


def test_when_its_check_fails_the_one_here_says_so(capfd):
    def check(source: Source) -> bool:
        if source is SOURCES[700]:
            raise ValueError(source.name)
        return is_third(source)

    with scouting.ahead(check, SOURCES) as says, pytest.raises(ValueError, match=r"700\.json"):
        list(map(says, SOURCES))
    assert capfd.readouterr() == ("", "")


def test_it_is_gone_when_the_run_ends_early(forks):
    here = os.getpid()

    def check(source: Source) -> bool:
        if os.getpid() != here:
            signal.pause()
        return is_third(source)

    with pytest.raises(KeyError), scouting.ahead(check, SOURCES):
        raise KeyError
    with pytest.raises(ProcessLookupError):
        os.kill(forks[0], 0)


@pytest.mark.parametrize(
    ("count", "jobs", "known"), [(999, 2, 999), (1_000, 1, 1_000), (1_000, 2, 9)]
)
def test_for_a_few_sources_or_one_process_nobody_goes_ahead(count, jobs, known):
    assert scouting.is_worthwhile(SOURCES[:1_000], 2, [str(one) for one in range(1_000)])
    assert not scouting.is_worthwhile(SOURCES[:count], jobs, [str(one) for one in range(known)])


def test_a_rerun_of_many_files_converts_what_changed(press_archive, forks):
    for number in range(1_050):
        save(f"in/{number:04}.json", other(number))
    words = ("convert", "in", "-o", "out", "-t", "text", "--manifest", "m.jsonl", "-j", "2")
    first = press_archive(*words)
    made = contents("out")
    forks.clear()
    again = press_archive(*words)
    assert len(forks) == 1
    assert "1050 unchanged" in again.err
    assert again.out == first.out
    os.truncate("out/0007.txt", 5)
    Path("out/0900.txt").unlink()
    save("in/1000.json", other(5_000, headline="Another headline"))
    third = press_archive(*words)
    assert "1 new, 2 changed, 1047 unchanged" in third.err
    changed = [name for name, content in contents("out").items() if content != made[name]]
    assert changed == ["1000.txt"]


def test_a_file_is_hashed_beside_the_looking_at_many_others(tmp_path):
    path = tmp_path / "large"
    path.write_bytes(bytes(3_000_000))
    with hashing.begun(str(path), beside=10_000) as digest:
        assert digest() == hashing.sha256(str(path))


def test_a_file_that_cannot_be_hashed_beside_is_told_when_it_is_asked_for(tmp_path):
    with (
        hashing.begun(str(tmp_path / "none"), beside=10_000) as digest,
        pytest.raises(FileNotFoundError),
    ):
        digest()
