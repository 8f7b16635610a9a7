"""A whole file of releases into shards: ours, the straightforward way and bare templates.

Rounds in which all take turns. Ours and the templates are programs of their own, so that a figure
holds their start, too; the straightforward way does a part of the file, its tools made before.
"""

from __future__ import annotations

import gc
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from typing import Any

import zstandard

from bench import figures
from bench.packing import SHARD, Shards, write_sums
from bench.straightforward import Straightforward
from bench.templates import FORMATS

OURS: tuple[str, ...] = (sys.executable, "-m", "archive", "convert")
TEMPLATES: tuple[str, ...] = (sys.executable, "-m", "bench.packed_templates")
FINE = (0, 1)
"""Status of a run that did all there was to do; one in a hundred releases is bad."""

Row = dict[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Corpus:
    """A file of releases, one a line."""

    path: Path
    count: int
    good: int
    accepted: int
    """Good ones and those that only rules refuse."""


def ours(source: Path, folder: Path, workers: int, standards: Path) -> list[str]:
    """Return our command: everything, packed, with NewsML-G2 judged by the XSD."""
    return [
        *OURS, str(source), "--pack", "-t", ",".join(FORMATS), "-o", str(folder),
        "--standards", str(standards), "-j", str(workers), "-q",
    ]  # fmt: skip


def templates(source: Path, folder: Path, workers: int) -> list[str]:
    """Return the command of the bare templates."""
    return [*TEMPLATES, str(source), str(folder), str(workers)]


def run(command: Sequence[str], *, fine: tuple[int, ...] = (0,)) -> float:
    """Return how long a command takes, in seconds; one that fails stops the benchmark."""
    start = time.perf_counter()
    done = subprocess.run(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, check=False)
    seconds = time.perf_counter() - start
    if done.returncode not in fine:
        raise RuntimeError(f"{' '.join(command)}: {done.returncode}\n{done.stderr.decode()}")
    return seconds


def pack_straightforwardly(
    way: Straightforward, lines: Iterable[bytes], folder: Path
) -> dict[str, int]:
    """Write lines as shards the straightforward way; return how many were good and bad."""
    shards = Shards(folder, frame=SHARD)
    counts = {"good": 0, "bad": 0}
    digests: dict[str, str] = {}

    def good(part: Iterable[bytes]) -> Iterator[tuple[bytes, ...]]:
        for line in part:
            try:
                files = way.all(line)
            except ValueError:  # not JSON, or errors, which have been listed
                counts["bad"] += 1
                continue
            counts["good"] += 1
            yield files

    rest = iter(lines)
    number = 0
    while part := list(islice(rest, SHARD)):
        digests |= shards.write(number, good(part))
        number += 1
    write_sums(folder, digests)
    return counts


@dataclass(frozen=True, slots=True)
class Times:
    """Seconds per release of each way, round by round; those of programs by number of workers."""

    theirs: list[float] = field(default_factory=list)
    ours: dict[int, list[float]] = field(default_factory=lambda: {1: [], 2: []})
    templates: dict[int, list[float]] = field(default_factory=lambda: {1: [], 2: []})


def measure(
    corpus: Corpus, way: Straightforward, standards: Path, *, sample: int, rounds: int
) -> Times:
    """Return what each way took; in each round the straightforward way does another part."""
    times = Times()
    with corpus.path.open("rb") as lines, tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch, "shards")
        turns = (
            (times.templates[1], templates(corpus.path, folder, 1), corpus.accepted),
            (times.ours[1], ours(corpus.path, folder, 1, standards), corpus.good),
            (times.ours[2], ours(corpus.path, folder, 2, standards), corpus.good),
            (times.templates[2], templates(corpus.path, folder, 2), corpus.accepted),
        )
        for _ in range(rounds):
            part = list(islice(lines, sample))
            _empty(folder)
            start = time.perf_counter()
            pack_straightforwardly(way, part, folder)
            gc.collect()
            times.theirs.append((time.perf_counter() - start) / len(part))
            for taken, command, expected in turns:
                _empty(folder)
                taken.append(run(command, fine=FINE) / corpus.count)
                refuse_incomplete(folder, expected)
    return times


def refuse_incomplete(folder: Path, expected: int) -> None:
    """Raise RuntimeError if shards hold not as many releases as they should.

    A program that fell over early would be the fastest of all, and may end with status 1, too.
    """
    written = sum(map(_lines, folder.rglob("*.jsonld*.zst")))
    if written != expected:
        raise RuntimeError(f"{folder}: {written} releases instead of {expected}")


def _lines(shard: Path) -> int:
    """Return how many lines a shard has, which is read piece by piece."""
    unpacked = zstandard.ZstdDecompressor()
    with unpacked.stream_reader(shard.open("rb"), read_across_frames=True) as stream:
        return sum(piece.count(b"\n") for piece in iter(lambda: stream.read(2**20), b""))


def _empty(folder: Path) -> None:
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()


def against_straightforward(times: Times) -> list[Row]:
    """Return a row per number of workers: how many times as fast as the straightforward way."""
    return [figures.faster(f"packed, -j {n}", times.ours[n], times.theirs) for n in times.ours]


def against_templates(times: Times) -> list[Row]:
    """Return a row per number of workers: how many times the cost of bare templates."""
    return [
        figures.dearer(f"packed, -j {n}", times.ours[n], times.templates[n]) for n in times.ours
    ]


def scaling(times: Times) -> list[Row]:
    """Return how many times as fast two workers are as one; the templates show what can be."""
    return [
        figures.ratio("ours", times.ours[1], times.ours[2]),
        figures.ratio("templates", times.templates[1], times.templates[2]),
    ]
