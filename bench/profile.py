"""Where the time goes: microseconds per release and stage, in groups in one process."""

from __future__ import annotations

import gc
import statistics
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import zstandard

from archive import validation
from archive.batch.collector import calm_collector
from archive.json_text import read_each
from archive.judges.newsml_g2.xsd import Xsd
from archive.release import Release
from archive.validation import built
from archive.validation.looks import look
from archive.writers import WRITERS
from bench.figures import Row
from bench.packing import FRAME
from bench.templates import FORMATS

GROUP = 50
READING, VALIDATION = "read strict JSON, schema, signs", "all rules"
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
        texts = [(1, raw) for raw in raws]
        (opened,) = clock.time(READING, partial(read_each, look), [texts])
        documents = [document for document, _, _ in opened]
        plain = [seen for _, _, seen in opened]
        clock.time(VALIDATION, partial(validation.validate_many, plain=plain), [documents])
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
    """Return a row per stage: the median of the rounds, in microseconds per release."""
    pipeline = Pipeline(xsd)
    gc.collect()
    calm_collector()
    times = [pipeline.run(records) for _ in range(rounds)]
    return [
        {"stage": stage, "microseconds": round(1e6 * _median(times, stage) / len(records), 1)}
        for stage in times[0]
    ]


def _median(rounds: list[dict[str, float]], stage: str) -> float:
    return statistics.median(one[stage] for one in rounds)
