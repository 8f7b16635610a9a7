"""``validate`` over files of one release each, as ratios to what others take for the same files.

Good files against check-jsonschema (which runs in an environment of its own) and against reading
and parsing them with orjson; files with one fault each against a pass of jsonschema that collects
all errors; files that the cache knows against hashing them. One process each; what is told is
processor time, our own start included.
"""

from __future__ import annotations

import itertools
import json
import os
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from operator import truediv
from pathlib import Path
from typing import Any

from bench.figures import Row
from bench.rerun import HASHING, spent
from bench.straightforward import Straightforward

_PARSING = """
import sys, orjson
for name in sys.stdin.read().splitlines():
    with open(name, "rb") as file:
        orjson.loads(file.read())
"""
_FEW = 500
"""Files of a round of those that take milliseconds for each, at most."""
_FAULTY = 2_000
"""Files with faults, at most."""
_PROGRAM = [sys.executable, "-m", "archive", "validate", "-j", "1", "--quiet"]
Job = Callable[[], float]
"""Returns seconds for a file."""


def python() -> str | None:
    """Return the Python that has check-jsonschema and orjson, if there is one."""
    return os.environ.get("PRESS_ARCHIVE_CHECK_JSONSCHEMA")


def measure(
    records: Sequence[bytes], way: Straightforward, schema: bytes, rounds: int
) -> Iterator[Row]:
    """Yield a row for each comparison; both sides take turns."""
    with tempfile.TemporaryDirectory() as folder:
        files = _Files(Path(folder), records)
        if (other := python()) is not None:
            yield _row("good / check-jsonschema", *files.against_checker(other, schema), rounds)
            yield _row("good / orjson", files.ours("good"), files.theirs(other, _PARSING), rounds)
        yield _row("one fault / jsonschema", files.ours("faulty"), files.passing(way), rounds)
        files.ours("good", "--cache", "kept")()
        kept, hashing = files.ours("good", "--cache", "kept"), files.theirs(sys.executable, HASHING)
        yield _row("cached / hashing", kept, hashing, rounds)


class _Files:
    """The files, and what is done to them."""

    def __init__(self, here: Path, records: Sequence[bytes]) -> None:
        self._here = here
        for kind, texts in (
            ("good", records),
            ("faulty", map(_faulty, records[:_FAULTY], itertools.cycle(_FAULTS))),
        ):
            here.joinpath(kind).mkdir()
            for number, text in enumerate(texts):
                here.joinpath(kind, f"{number:06}.json").write_bytes(text)

    def _names(self, kind: str) -> list[str]:
        return sorted(map(str, (self._here / kind).iterdir()))

    def ours(self, kind: str, *options: str) -> Job:
        """Return the judgement of all files of a kind, the start of the program included."""
        words = [*_PROGRAM, "--exit-zero", kind, *options]
        count = len(self._names(kind))
        return lambda: spent(words, str(self._here)).processor / count

    def theirs(self, python: str, script: str) -> Job:
        """Return a script that is given the names of the good files."""
        names = self._names("good")
        words, listed = [python, "-c", script], "\n".join(names)
        return lambda: spent(words, str(self._here), listed).processor / len(names)

    def against_checker(self, python: str, schema: bytes) -> tuple[Job, Job]:
        """Return our judgement, and one run of check-jsonschema without its start."""
        self._here.joinpath("schema.json").write_bytes(schema)
        words = [str(Path(python).with_name("check-jsonschema")), "--regex-variant", "python"]
        words += ["--schemafile", "schema.json"]
        some = self._names("good")[:_FEW]

        def theirs() -> float:
            start = spent([*words, some[0]], str(self._here)).processor
            return (spent([*words, *some], str(self._here)).processor - start) / (len(some) - 1)

        return self.ours("good"), theirs

    def passing(self, way: Straightforward) -> Job:
        """Return a pass of jsonschema over some faulty files; ``json.loads`` parses them."""
        some = self._names("faulty")[:_FEW]

        def job() -> float:
            start = time.process_time()
            for name in some:
                way.errors(Path(name).read_bytes())
            return (time.process_time() - start) / len(some)

        return job


def _row(name: str, ours: Job, theirs: Job, rounds: int) -> Row:
    our_times, their_times = [], []
    for _ in range(rounds):
        their_times.append(theirs())
        our_times.append(ours())
    ratios = list(map(truediv, our_times, their_times))
    return {
        "files": name,
        "ours µs": round(1e6 * statistics.median(our_times), 1),
        "theirs µs": round(1e6 * statistics.median(their_times), 1),
        "ratio": round(statistics.median(ratios), 3),
        "least": round(min(ratios), 3),
        "most": round(max(ratios), 3),
    }


def _unknown(record: dict[str, Any]) -> None:
    record["bodi"] = "text"


def _missing(record: dict[str, Any]) -> None:
    del record["headline"]


def _no_moment(record: dict[str, Any]) -> None:
    record["versionCreated"] = "22 May 2024"


def _no_word(record: dict[str, Any]) -> None:
    record["people"][0]["certainty"] = "sure"


def _nowhere(record: dict[str, Any]) -> None:
    record["quotes"][0]["speaker"] = "p-9"


Fault = Callable[[dict[str, Any]], None]
_FAULTS: tuple[Fault, ...] = (_unknown, _missing, _no_moment, _no_word, _nowhere)


def _faulty(raw: bytes, spoil: Fault) -> bytes:
    """Return a record with one fault."""
    record: dict[str, Any] = json.loads(raw)
    spoil(record)
    return json.dumps(record, ensure_ascii=False, separators=(",", ":")).encode()
