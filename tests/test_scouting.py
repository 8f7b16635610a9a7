"""A process that goes ahead of a rerun: it says the same, and nothing hangs on it."""

from __future__ import annotations

import os
import signal
import sys
from pathlib import Path

import pytest

from archive.batch import scouting
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


def answers(check, sources: list[Source]) -> list[bool | None]:
    with scouting.ahead(lambda: check, sources) as said:
        return [said(one) for one in sources]


def test_it_says_of_most_sources_what_the_check_says():
    said = answers(is_third, SOURCES)
    told = [number for number, one in enumerate(said) if one is not None]
    assert len(SOURCES) / 2 < len(told) < len(SOURCES)
    assert [said[number] for number in told] == [is_third(SOURCES[number]) for number in told]


def test_a_source_can_be_asked_for_twice_in_a_row():
    with scouting.ahead(lambda: is_third, SOURCES) as said:
        for one in SOURCES:
            assert said(one) == said(one)


def test_the_check_is_opened_by_the_other_process_alone():
    here = os.getpid()

    def opened() -> scouting.Check:
        assert os.getpid() != here
        return is_third

    with scouting.ahead(opened, SOURCES) as said:
        assert said(SOURCES[0]) is True


def test_when_it_is_killed_nothing_more_is_said():
    def check(source: Source) -> bool:
        if source is SOURCES[300]:
            os.kill(os.getpid(), signal.SIGKILL)
        return is_third(source)

    said = answers(check, SOURCES)
    assert said[:200] == [is_third(one) for one in SOURCES[:200]]
    assert set(said[300:]) == {None}


def test_when_its_check_fails_it_says_nothing_at_all(capfd):
    def check(_: Source) -> bool:
        raise ValueError

    assert set(answers(check, SOURCES)) == {None}
    assert capfd.readouterr() == ("", "")


def test_it_is_gone_when_the_run_ends_early(forks):
    def check(_: Source) -> bool:
        signal.pause()
        return True

    with pytest.raises(KeyError), scouting.ahead(lambda: check, SOURCES):
        raise KeyError
    with pytest.raises(ProcessLookupError):
        os.kill(forks[0], 0)


def test_it_ends_well_where_nobody_cares_for_children():
    before = signal.signal(signal.SIGCHLD, signal.SIG_IGN)
    try:
        assert answers(is_third, SOURCES)[0] is True
    finally:
        signal.signal(signal.SIGCHLD, before)


def test_for_a_few_sources_or_one_process_nobody_goes_ahead(tmp_path):
    manifest = tmp_path / "m.jsonl"
    manifest.write_bytes(bytes(200_000))
    assert scouting.is_worthwhile(SOURCES, 2, manifest)
    assert not scouting.is_worthwhile(SOURCES, 1, manifest)
    assert not scouting.is_worthwhile(SOURCES[:999], 2, manifest)
    assert not scouting.is_worthwhile(SOURCES, 2, tmp_path / "none.jsonl")
    manifest.write_bytes(b"{}")
    assert not scouting.is_worthwhile(SOURCES, 2, manifest)


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
