"""What a further run says of a source that nobody looks into again (``publication/kept.py``)."""

from __future__ import annotations

import pytest

from archive.findings import Position, finding
from archive.outcome import Obstacle, Outcome
from archive.publication import kept

NAME = "a\u2028b.jsonl"


def part(number, *, is_last=False, **fields):
    words = f"baris\n{number}\u2028\u2029"
    told = finding("R203", "/headline", words=words).at(Position(number + 1, 4))
    return Outcome(
        path=NAME, is_last=is_last, findings=(told,) * number, releases=50, converted=49,
        held_back=1, **fields,
    )  # fmt: skip


def said(parts):
    growing = kept.Growing()
    for one in parts:
        growing.add(one)
    return growing


@pytest.mark.parametrize("count", [1, 2, 7])
def test_a_source_is_spoken_of_in_the_same_parts(count):
    parts = [part(number, is_last=number == count - 1) for number in range(count)]

    assert list(kept.outcomes(NAME, said(parts).written())) == parts


@pytest.mark.parametrize(
    "odd",
    [
        part(1, obstacle=Obstacle(key="cannot_read", name=NAME, reason="gone")),
        part(1, untold={"error": 5}),
        Outcome(path=NAME, findings=(finding("R128", "/id", id="x", version=1, other="y"),)),
        Outcome(path=NAME, findings=(finding("J012", kind="\ud800"),)),
    ],
    ids=["an obstacle", "more than is told", "a repetition", "half a character"],
)
def test_what_cannot_be_said_again_is_not_kept(odd):
    growing = said([part(1), odd, part(2, is_last=True)])

    assert not growing.is_whole
    assert growing.written() == b""


def test_more_than_so_much_is_not_kept(monkeypatch):
    monkeypatch.setattr(kept, "_MOST_BYTES", 1000)

    assert said([part(1)] * 2).is_whole
    assert not said([part(1)] * 20).is_whole


def test_it_is_told_when_something_was_held_back_until_some_moment():
    timed = finding("L301", "/embargo", until="2027-01-01T00:00:00Z")

    assert said([part(1), Outcome(path=NAME, findings=(timed,))]).is_timed
    assert not said([part(1)]).is_timed
