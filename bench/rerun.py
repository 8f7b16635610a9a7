"""A rerun with nothing changed, as a ratio to hashing the same sources.

What is told is processor time, of all processes, their start included: on a disk that is not busy
a rerun waits for nothing.
"""

from __future__ import annotations

import os
import resource
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from operator import truediv
from pathlib import Path

from bench.figures import Row

_FORMATS = "newsml-g2,ninjs,jsonld,nquads"
HASHING = """
import hashlib, os, sys
for name in sys.stdin.read().splitlines():
    with open(name, "rb") as file:
        hashlib.sha256(file.read()).hexdigest()
"""
_OF_PYTHON = ("PYTHONUNBUFFERED", "PYTHONDONTWRITEBYTECODE")
"""Variables that make every program slower, and are set in few places where people work."""


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
        program = [sys.executable, "-m", "archive", *words]
        hashing = [sys.executable, "-c", HASHING]
        names = "\n".join(sorted(map(str, (here / source).iterdir())))
        seconds(program, output)
        ours, theirs = [], []
        for _ in range(rounds):
            theirs.append(seconds(hashing, output, names))
            ours.append(seconds(program, output))
    ratios = list(map(truediv, ours, theirs))
    return {
        "sources": name,
        "rerun ms": round(1000 * statistics.median(ours)),
        "hashing ms": round(1000 * statistics.median(theirs)),
        "ratio": round(statistics.median(ratios), 2),
        "least": round(min(ratios), 2),
        "most": round(max(ratios), 2),
    }


def seconds(command: list[str], folder: str, stdin: str = "") -> float:
    """Return the processor time of a command, user and system; one that fails stops the benchmark.

    The program is found from a folder of its own.
    """
    environment = {name: value for name, value in os.environ.items() if name not in _OF_PYTHON}
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    done = subprocess.run(
        command, cwd=folder, env=environment | {"PYTHONPATH": str(Path.cwd())}, check=False,
        input=stdin.encode(), stdout=subprocess.DEVNULL, stderr=subprocess.PIPE,
    )  # fmt: skip
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    if done.returncode != 0:
        raise RuntimeError(f"{' '.join(command)}: {done.returncode}\n{done.stderr.decode()}")
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
