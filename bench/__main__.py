"""`make bench`: what one process does with 2,000 releases, against the straightforward way.

Both run in the same process in blocks that take turns, so that the machine's moods hit both;
a figure is the median of the ratios of the rounds. Nothing is written to disk.
"""

from __future__ import annotations

import argparse
import gc
import json
import os
import platform
import statistics
import sys
import time
from collections.abc import Callable
from importlib.metadata import version
from pathlib import Path
from typing import Any

from archive import contracts
from archive.json_text import read
from archive.judges.newsml_g2 import Xsd
from archive.release import Release
from archive.validation import built, validate_many
from archive.writers import WRITERS
from bench import startup
from bench.releases import releases, shape
from bench.straightforward import Straightforward

SHARED = Path(os.environ.get("PRESS_ARCHIVE_CORPORA", "../shared/corpora"))
STANDARDS = Path(os.environ.get("PRESS_ARCHIVE_STANDARDS", "../shared/standards"))
XSD = STANDARDS / "NewsML-G2_2.35-spec-All-Power.xsd"
GRAPHS = ("jsonld", "nquads", "turtle")
GROUP = 10
"""Records that go through one stage before the next."""

Row = dict[str, Any]
Job = tuple[Callable[[Any], object], list[Any]]
"""What is done, and to what."""


class Ours:
    """Our way: parse, all rules, typed release, writers, parse back and XSD."""

    def __init__(self) -> None:
        self.xsd = Xsd(XSD)
        self.writers = {name: WRITERS[name].load().write for name in WRITERS}

    def validate(self, records: list[bytes]) -> list[Release]:
        """Parse records, judge them by the schema and all rules, build the releases."""
        documents = [read(raw)[0] for raw in records]
        for found in validate_many(documents):
            if errors := [one for one in found if one.severity == "error"]:
                raise ValueError(errors)
        return [built(document) for document in documents]

    def newsml(self, releases: list[Release]) -> None:
        """Write items, parse them back, judge them by the XSD."""
        items = [self.writers["newsml-g2"](release) for release in releases]
        if any(found := self.xsd.findings_of_each(items)):
            raise ValueError(found)

    def all(self, records: list[bytes]) -> None:
        """Do everything the pipeline names, one stage after the other.

        The libraries push each other out of the processor's cache between the stages; a group of
        records pays for that once.
        """
        made = self.validate(records)
        self.newsml(made)
        for release in made:
            self.writers["ninjs"](release)
        for release in made:  # the three share one mapping
            for name in GRAPHS:
                self.writers[name](release)


def seconds(job: Callable[[Any], object], items: list[Any]) -> float:
    """Return how long a job takes over all items; each pays for its own garbage."""
    start = time.perf_counter()
    for item in items:
        job(item)
    gc.collect()
    return time.perf_counter() - start


def compare(name: str, ours: Job, theirs: Job, rounds: int) -> Row:
    """Return rates of both ways and the median of the ratios; the blocks take turns."""
    our_rates, their_rates = [], []
    ours_count = sum(len(item) if isinstance(item, list) else 1 for item in ours[1])
    for number in range(rounds):
        block = theirs[1][number::rounds]
        their_rates.append(len(block) / seconds(theirs[0], block))
        our_rates.append(ours_count / seconds(ours[0], ours[1]))
    ratios = [mine / other for mine, other in zip(our_rates, their_rates, strict=True)]
    return {
        "job": name,
        "ours": round(statistics.median(our_rates)),
        "theirs": round(statistics.median(their_rates)),
        "ratio": round(statistics.median(ratios), 1),
        "least": round(min(ratios), 1),
        "most": round(max(ratios), 1),
    }


def _in_groups(items: list[Any]) -> list[list[Any]]:
    return [items[start : start + GROUP] for start in range(0, len(items), GROUP)]


def measure(count: int, theirs_count: int, rounds: int) -> list[Row]:
    """Return a row per job."""
    records = releases(SHARED / "senate-2000.jsonl.gz", count)
    size, fields = shape(records)
    print(f"{count} releases, median {size} bytes and {fields} different fields", file=sys.stderr)
    ours = Ours()
    theirs = Straightforward(contracts.contract("release.schema.json"), XSD)
    groups = _in_groups(records)
    made = [release for group in groups for release in ours.validate(group)]
    write = ours.writers
    others = records[:theirs_count]
    parsed = [json.loads(raw) for raw in others]
    gc.collect()
    gc.freeze()  # what the benchmark itself holds is nobody's garbage to look through
    jobs: list[tuple[str, Job, Job]] = [
        ("everything", (ours.all, groups), (theirs.all, others)),
        ("the same one by one", (ours.all, [[raw] for raw in records]), (theirs.all, others)),
        ("validate", (ours.validate, groups), (theirs.validate, others)),
        ("newsml-g2 + XSD", (ours.newsml, _in_groups(made)), (theirs.newsml, parsed)),
        ("ninjs", (write["ninjs"], made), (theirs.ninjs, parsed)),
        ("jsonld", (write["jsonld"], made), (theirs.jsonld, parsed)),
        ("nquads", (write["nquads"], made), (theirs.nquads_alone, parsed)),
        ("turtle", (write["turtle"], made), (theirs.turtle_alone, parsed)),
    ]
    return [compare(name, mine, other, rounds) for name, mine, other in jobs]


def alone(count: int) -> list[Row]:
    """Return the rate of each writer by itself, those without a rival too."""
    ours = Ours()
    made = ours.validate(releases(SHARED / "senate-2000.jsonl.gz", count))
    return [
        {"writer": name, "rate": round(count / seconds(write, made))}
        for name, write in ours.writers.items()
    ]


def show(rows: list[Row], writers: list[Row], starts: list[Row]) -> None:
    """Print what was measured."""
    print(f"{'job':<22}{'ours/s':>9}{'theirs/s':>10}{'ratio':>8}   range")
    for row in rows:
        rates = f"{row['job']:<22}{row['ours']:>9}{row['theirs']:>10}{row['ratio']:>8}"
        print(f"{rates}   {row['least']}-{row['most']}")
    print("writers alone, releases/s:")
    for row in writers:
        print(f"  {row['writer']:<12}{row['rate']:>8}")
    for row in starts:
        print(f"{row['command']:<36}{row['milliseconds']:>6} ms{row['ratio']:>7} x import click")


def main() -> None:
    """Measure and print a table, and the whole as JSON with ``--json FILE``."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--releases", type=int, default=2000)
    parser.add_argument("--rounds", type=int, default=7)
    parser.add_argument("--json", type=Path)
    options = parser.parse_args()
    libraries = ("jsonschema", "jsonschema-rs", "lxml", "msgspec", "pyoxigraph", "rdflib")
    about = {"python": platform.python_version()} | {name: version(name) for name in libraries}
    print(" ".join(f"{name} {number}" for name, number in about.items()))
    rows = measure(options.releases, max(options.releases // 10, options.rounds), options.rounds)
    writers = alone(options.releases)
    starts = startup.measure()
    show(rows, writers, starts)
    if options.json:
        whole = {"about": about, "jobs": rows, "writers": writers, "start-up": starts}
        options.json.write_text(json.dumps(whole, indent=1) + "\n")


if __name__ == "__main__":
    main()
