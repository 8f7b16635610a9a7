"""A rerun with nothing changed, as a ratio to hashing the same sources.

Whole programs, the start of Python and of the program included on both sides: how long one waits
for them, and their processor time, which is more where a rerun has two processes. And how long the
work alone takes (``inside``), inside processes that have done the same once before.
"""

from __future__ import annotations

import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from operator import truediv
from pathlib import Path
from typing import NamedTuple

from bench.figures import Row
from bench.memory import usual_environment

_FORMATS = "newsml-g2,ninjs,jsonld,nquads"
HASHING = """
import hashlib, sys
for name in sys.stdin.read().splitlines():
    with open(name, "rb") as file:
        hashlib.sha256(file.read()).hexdigest()
"""
HASHING_INSIDE = """
import hashlib, sys, time
names = sys.stdin.read().splitlines()
def work():
    for name in names:
        with open(name, "rb") as file:
            hashlib.sha256(file.read()).hexdigest()
"""
RERUN_INSIDE = """
import sys, time
from archive.cli import _status
def work():
    _status(sys.argv[1:])
"""
_TIMED = """
work()
start = time.perf_counter()
work()
print(time.perf_counter() - start, file=sys.stderr)
"""


def measure(records: Sequence[bytes], rounds: int) -> list[Row]:
    """Return a row for each way in which the records lie on the disk."""
    with tempfile.TemporaryDirectory() as folder:
        here = Path(folder)
        single, lines = here / "single", here / "lines"
        single.mkdir()
        lines.mkdir()
        for number, record in enumerate(records):
            (single / f"{number:06}.json").write_bytes(record)
        some = records[: max(1, len(records) // 5)]
        (lines / "some.jsonl").write_bytes(b"\n".join(some) + b"\n")
        listed = ["--manifest", "manifest.jsonl"]
        return [
            _row(f"{len(records)} files", here, "single", listed, rounds),
            _row(f"one file of {len(some)} lines", here, "lines", listed, rounds),
            _row(f"one file of {len(some)} lines, packed", here, "lines", ["--pack"], rounds),
        ]


def _row(name: str, here: Path, source: str, options: list[str], rounds: int) -> Row:
    """Return how a rerun compares with hashing; both take turns, after a run that does all."""
    with tempfile.TemporaryDirectory(dir=here) as output:
        words = ["convert", str(here / source), "-o", "out", "-t", _FORMATS, *options]
        program = [str(Path(sys.executable).with_name("press-archive")), *words]
        inside = [sys.executable, "-c", RERUN_INSIDE + _TIMED, *words]
        hashing = [sys.executable, "-c", HASHING]
        hashing_inside = [sys.executable, "-c", HASHING_INSIDE + _TIMED]
        names = "\n".join(sorted(map(str, (here / source).iterdir())))
        spent(program, output)
        waited, worked, alone = [], [], []
        for _ in range(rounds):
            ours, theirs = spent(program, output), spent(hashing, output, names)
            waited.append((ours.waiting, theirs.waiting))
            worked.append((ours.processor, theirs.processor))
            alone.append(
                (seconds_told(inside, output), seconds_told(hashing_inside, output, names))
            )
    return (
        {"sources": name}
        | _compared("", waited)
        | _compared("processor: ", worked)
        | _compared("inside: ", alone)
    )


def _compared(way: str, rounds: Sequence[tuple[float, float]]) -> Row:
    """Return what came of rounds of which each took a rerun and the hashing so many seconds."""
    ours, theirs = zip(*rounds, strict=True)
    ratios = list(map(truediv, ours, theirs))
    return {
        f"{way}rerun ms": round(1000 * statistics.median(ours)),
        f"{way}hashing ms": round(1000 * statistics.median(theirs)),
        f"{way}ratio": round(statistics.median(ratios), 2),
        f"{way}least": round(min(ratios), 2),
        f"{way}most": round(max(ratios), 2),
    }


class Spent(NamedTuple):
    """Seconds of a command."""

    waiting: float
    processor: float
    """User and system."""


def spent(command: list[str], folder: str, stdin: str = "") -> Spent:
    """Return how long a command takes, and how much it does."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    start = time.perf_counter()
    _done(command, folder, stdin)
    waiting = time.perf_counter() - start
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    processor = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return Spent(waiting, processor)


def seconds_told(command: list[str], folder: str, stdin: str = "") -> float:
    """Return the seconds that a command tells in the last line of its standard error."""
    return float(_done(command, folder, stdin).splitlines()[-1])


def _done(command: list[str], folder: str, stdin: str) -> str:
    """Run a command and return its standard error; one that fails stops the benchmark.

    The program is found from a folder of its own.
    """
    done = subprocess.run(
        command, cwd=folder, env=usual_environment() | {"PYTHONPATH": str(Path.cwd())}, check=False,
        input=stdin.encode(), stdout=subprocess.DEVNULL, stderr=subprocess.PIPE,
    )  # fmt: skip
    said = done.stderr.decode()
    if done.returncode != 0:
        raise RuntimeError(f"{' '.join(command)}: {done.returncode}\n{said}")
    return said
