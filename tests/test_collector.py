"""The collector of garbage in a batch (``archive/batch/collector.py``)."""

from __future__ import annotations

import gc
import os
import weakref
from collections.abc import Iterator

import pytest

from archive.batch.collector import keep_little, tidy


class Circle:
    """Holds itself, so that only the collector finds out that nobody else does."""

    def __init__(self) -> None:
        self.itself = self


@pytest.fixture(autouse=True)
def _as_before() -> Iterator[None]:
    before = gc.get_threshold()
    yield
    gc.set_threshold(*before)
    gc.unfreeze()


def test_what_a_job_leaves_behind_in_circles_is_gone_when_it_is_done():
    assert tidy(lambda: weakref.ref(Circle()))()() is None


def test_it_is_gone_too_when_the_job_fails():
    left = []

    def fail() -> None:
        left.append(weakref.ref(Circle()))
        raise LookupError

    with pytest.raises(LookupError):
        tidy(fail)()
    assert left[0]() is None


def test_a_job_of_many_things_is_looked_through_in_its_midst():
    looks = []
    gc.callbacks.append(lambda phase, _: looks.append(phase))
    try:
        tidy(lambda: [[] for _ in range(600_000)])()
    finally:
        gc.callbacks.pop()
    assert looks.count("start") > 1


@pytest.mark.parametrize(("said", "then"), [(None, "system"), ("jemalloc", "jemalloc")])
def test_arrow_takes_memory_from_the_system_unless_somebody_said_otherwise(said, then, monkeypatch):
    monkeypatch.setenv("ARROW_DEFAULT_MEMORY_POOL", said or "")
    if said is None:
        monkeypatch.delenv("ARROW_DEFAULT_MEMORY_POOL")

    keep_little()

    assert os.environ["ARROW_DEFAULT_MEMORY_POOL"] == then
