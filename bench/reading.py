"""Reading renditions back into documents, as a ratio to what parsing their bytes alone takes.

And as a ratio to newsmlg2, the other library that reads NewsML-G2, where it is installed: it runs
in an environment of its own and measures itself, in turns with us. Seconds are those of the
processor: one process does it all, and other work on the machine counts less.
"""

from __future__ import annotations

import io
import os
import statistics
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

import pyoxigraph
from lxml import etree

from archive.readers import READERS, Read
from bench import figures
from bench.figures import Row

Parse = Callable[[bytes], object]
"""What parses a file and does nothing with it."""
THEIRS = 40
"""Items that newsmlg2 reads in a round, at most: it takes some hundredths of a second for each."""
ROUND = Path(__file__).parent / "reading_newsmlg2.py"


def measure(files: Mapping[str, list[bytes]], rounds: int) -> Iterator[Row]:
    """Yield a row for each format: files read a second, and how many times the bare cost."""
    jobs: list[tuple[str, str, Parse]] = [
        ("newsml-g2", "lxml.etree.fromstring", etree.fromstring),
        ("nquads", "pyoxigraph.parse", _parses(pyoxigraph.RdfFormat.N_QUADS)),
        ("jsonld", "pyoxigraph.parse", _parses(pyoxigraph.RdfFormat.JSON_LD)),
    ]
    for name, bare, parse in jobs:
        job = _reads(READERS[name].load())
        yield _against_bare(f"{name} / {bare}", files[name], (job, parse), rounds)


def against_newsmlg2(items: list[bytes], rounds: int) -> Row | None:
    """Return how many times as fast as newsmlg2 we read the same items; nothing if it is missing.

    ``PRESS_ARCHIVE_NEWSMLG2`` names the Python of its environment.
    """
    python = os.environ.get("PRESS_ARCHIVE_NEWSMLG2")
    if python is None:
        return None
    some, job = items[:THEIRS], _reads(READERS["newsml-g2"].load())
    ours, theirs = [], []
    with tempfile.TemporaryDirectory() as folder:
        paths = [Path(folder, f"{number}.xml") for number in range(len(some))]
        for path, item in zip(paths, some, strict=True):
            path.write_bytes(item)
        for _ in range(rounds):
            theirs.append(_theirs([python, str(ROUND), *map(str, paths)]) / len(some))
            ours.append(_each(job, some))
    return _row("newsml-g2, times as fast as newsmlg2", some, (ours, theirs), (theirs, ours))


def _theirs(command: list[str]) -> float:
    """Return the seconds that newsmlg2 takes for all items, without its own start."""
    done = subprocess.run(command, capture_output=True, check=True, text=True)
    return float(done.stdout.rpartition("seconds: ")[2])


def _against_bare(name: str, files: list[bytes], jobs: tuple[Parse, Parse], rounds: int) -> Row:
    reading, parsing = [], []
    for _ in range(rounds):
        parsing.append(_each(jobs[1], files))
        reading.append(_each(jobs[0], files))
    return _row(name, files, (reading, parsing), (reading, parsing))


def _row(
    name: str,
    files: list[bytes],
    ours_and_theirs: tuple[list[float], list[float]],
    long_and_short: tuple[list[float], list[float]],
) -> Row:
    ours, theirs = (round(1 / statistics.median(times)) for times in ours_and_theirs)
    size = round(statistics.mean(map(len, files)))
    ratios = figures.ratio("", *long_and_short)
    return {"reader": name, "bytes": size, "ours": ours, "theirs": theirs} | {
        key: value for key, value in ratios.items() if key != "way"
    }


def _each(job: Parse, files: list[bytes]) -> float:
    """Return the seconds that a job takes for a file."""
    start = time.process_time()
    for file in files:
        job(file)
    return (time.process_time() - start) / len(files)


def _reads(read: Read) -> Parse:
    def job(raw: bytes) -> list[Any]:
        return list(read(io.BytesIO(raw)))

    return job


def _parses(form: pyoxigraph.RdfFormat) -> Parse:
    return lambda raw: sum(1 for _ in pyoxigraph.parse(raw, format=form))
