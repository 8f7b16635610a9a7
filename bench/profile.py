"""Where the time goes: microseconds per release and stage, in groups of ten in one process."""

from __future__ import annotations

import gc
import statistics
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any
from unittest import mock

import zstandard

from archive import validation
from archive.json_text import read
from archive.judges.newsml_g2.xsd import Xsd
from archive.release import Release
from archive.validation import built
from archive.writers import WRITERS
from bench.figures import Row
from bench.packing import FRAME
from bench.templates import FORMATS

GROUP = 50
VALIDATION = "schema, all rules"
_GRAPHS = ("jsonld", "nquads", "turtle")


class Clock:
    """Seconds by stage."""

    def __init__(self) -> None:
        self.seconds: dict[str, float] = {}

    def time(self, stage: str, job: Callable[[Any], Any], items: list[Any]) -> list[Any]:
        """Return what a job gives for each item; its time is put on the stage's account."""
        start = time.perf_counter()
        results = [job(item) for item in items]
        self.add(stage, time.perf_counter() - start)
        return results

    def add(self, stage: str, seconds: float) -> None:
        """Put time on a stage's account."""
        self.seconds[stage] = self.seconds.get(stage, 0) + seconds


class Pipeline:
    """The stages, their tools made once."""

    def __init__(self, xsd: Path) -> None:
        self._xsd = Xsd(xsd)
        self._writers = {name: WRITERS[name].load().write for name in FORMATS}
        self._compressor = zstandard.ZstdCompressor(level=1)

    def run(self, records: list[bytes]) -> dict[str, float]:
        """Return seconds by stage over all records."""
        clock = Clock()
        files: list[tuple[bytes, ...]] = []
        for start in range(0, len(records), GROUP):
            files += self._group(clock, records[start : start + GROUP])
            if len(files) >= FRAME:
                clock.time("pack: zstd", self._frame, list(zip(*files, strict=True)))
                files.clear()
        return clock.seconds

    def _frame(self, files: tuple[bytes, ...]) -> bytes:
        return self._compressor.compress(b"".join(files))

    def _group(self, clock: Clock, raws: list[bytes]) -> list[tuple[bytes, ...]]:
        documents = clock.time("read strict JSON", lambda raw: read(raw)[0], raws)
        clock.time(VALIDATION, validation.validate_many, [documents])
        releases = clock.time("typed release", built, documents)
        items = clock.time("newsml-g2", self._writers["newsml-g2"], releases)
        clock.time("parse back, XSD", self._xsd.findings_of_each, [items])
        ninjs = clock.time("ninjs", self._writers["ninjs"], releases)
        graphs = [self._graphs(clock, release) for release in releases]
        return [(item, news, *rest) for item, news, rest in zip(items, ninjs, graphs, strict=True)]

    def _graphs(self, clock: Clock, release: Release) -> list[bytes]:
        """Return the three that share one mapping, which the first of them pays for."""
        return [clock.time(name, self._writers[name], [release])[0] for name in _GRAPHS]


def measure(xsd: Path, records: list[bytes], rounds: int) -> list[Row]:
    """Return a row per stage: the median of the rounds, in microseconds per release.

    What the rules take is what validation takes less when there are none, since it asks the
    schema in a way of its own.
    """
    pipeline = Pipeline(xsd)
    gc.collect()
    with_rules, without = [], []
    for _ in range(rounds):
        with_rules.append(pipeline.run(records))
        with mock.patch.object(validation, "RULES", ()):
            without.append(pipeline.run(records))
    medians = {stage: _median(with_rules, stage) for stage in with_rules[0]}
    schema = _median(without, VALIDATION)
    stages = {
        "read strict JSON": medians.pop("read strict JSON"),
        "schema": schema,
        "all rules": medians.pop(VALIDATION) - schema,
        **medians,
    }
    return [
        {"stage": stage, "microseconds": round(1e6 * seconds / len(records), 1)}
        for stage, seconds in stages.items()
    ]


def _median(rounds: list[dict[str, float]], stage: str) -> float:
    return statistics.median(one[stage] for one in rounds)
