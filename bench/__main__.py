"""`make bench`: what one process does with 2,000 releases, against the straightforward way.

Both run in the same process in blocks that take turns, so that the machine's moods hit both;
a figure is the median of the ratios of the rounds. Nothing is written to disk.
"""

from __future__ import annotations

import argparse
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
from archive.validation import build, validate
from archive.writers import WRITERS
from bench import startup
from bench.releases import releases, shape
from bench.straightforward import Recipe, Straightforward, recipe

SHARED = Path(os.environ.get("PRESS_ARCHIVE_CORPORA", "../shared/corpora"))
STANDARDS = Path(os.environ.get("PRESS_ARCHIVE_STANDARDS", "../shared/standards"))
XSD = STANDARDS / "NewsML-G2_2.35-spec-All-Power.xsd"
PIPELINE = ("newsml-g2", "ninjs", "jsonld", "nquads", "turtle")

Row = dict[str, Any]
Job = tuple[Callable[[Any], object], list[Any]]
"""What is done, and to what."""


class Ours:
    """Our way: parse, all rules, typed release, writers, parse back and XSD."""

    def __init__(self) -> None:
        self.xsd = Xsd(XSD)
        self.writers = {name: WRITERS[name].load().write for name in WRITERS}

    def validate(self, raw: bytes) -> Release:
        """Parse a record, judge it by the schema and all rules, build the release."""
        document, _ = read(raw)
        errors = [one for one in validate(document) if one.severity == "error"]
        if errors:
            raise ValueError(errors)
        return build(document)

    def newsml(self, release: Release) -> bytes:
        """Write the item, parse it back, judge it by the XSD."""
        item = self.writers["newsml-g2"](release)
        if found := self.xsd.findings(item):
            raise ValueError(found)
        return item

    def all(self, raw: bytes) -> None:
        """Do everything the pipeline names."""
        release = self.validate(raw)
        self.newsml(release)
        for name in PIPELINE[1:]:
            self.writers[name](release)


def their_all(theirs: Straightforward, raw: bytes, parts: Recipe) -> None:
    """Do the same the straightforward way."""
    theirs.validate(raw)
    theirs.newsml(parts)
    theirs.ninjs(parts)
    theirs.jsonld(parts)
    dataset = theirs.graph(parts)
    theirs.nquads(dataset)
    theirs.turtle(dataset)


def seconds(job: Callable[[Any], object], items: list[Any]) -> float:
    """Return how long a job takes over all items."""
    start = time.perf_counter()
    for item in items:
        job(item)
    return time.perf_counter() - start


def compare(name: str, ours: Job, theirs: Job, rounds: int) -> Row:
    """Return rates of both ways and the median of the ratios; the blocks take turns."""
    our_rates, their_rates = [], []
    for number in range(rounds):
        block = theirs[1][number::rounds]
        their_rates.append(len(block) / seconds(theirs[0], block))
        our_rates.append(len(ours[1]) / seconds(ours[0], ours[1]))
    ratios = [mine / other for mine, other in zip(our_rates, their_rates, strict=True)]
    return {
        "job": name,
        "ours": round(statistics.median(our_rates)),
        "theirs": round(statistics.median(their_rates)),
        "ratio": round(statistics.median(ratios), 1),
        "least": round(min(ratios), 1),
        "most": round(max(ratios), 1),
    }


def measure(count: int, theirs_count: int, rounds: int) -> list[Row]:
    """Return a row per job."""
    records = releases(SHARED / "senate-2000.jsonl.gz", count)
    size, fields = shape(records)
    print(f"{count} releases, median {size} bytes and {fields} different fields", file=sys.stderr)
    ours = Ours()
    theirs = Straightforward(contracts.contract("release.schema.json"), XSD)
    built = [ours.validate(raw) for raw in records]
    write = ours.writers
    recipes = [
        recipe({name: write[name](release) for name in PIPELINE})
        for release in built[:theirs_count]
    ]
    pairs = list(zip(records, recipes, strict=False))
    jobs: list[tuple[str, Job, Job]] = [
        ("everything", (ours.all, records), (lambda pair: their_all(theirs, *pair), pairs)),
        ("validate", (ours.validate, records), (theirs.validate, records[:theirs_count])),
        ("newsml-g2 + XSD", (ours.newsml, built), (theirs.newsml, recipes)),
        ("ninjs", (write["ninjs"], built), (theirs.ninjs, recipes)),
        ("jsonld", (write["jsonld"], built), (theirs.jsonld, recipes)),
        ("nquads", (write["nquads"], built), (theirs.nquads_alone, recipes)),
        ("turtle", (write["turtle"], built), (theirs.turtle_alone, recipes)),
    ]
    return [compare(name, mine, other, rounds) for name, mine, other in jobs]


def alone(count: int) -> list[Row]:
    """Return the rate of each writer by itself, those without a rival too."""
    ours = Ours()
    built = [ours.validate(raw) for raw in releases(SHARED / "senate-2000.jsonl.gz", count)]
    return [
        {"writer": name, "rate": round(count / seconds(write, built))}
        for name, write in ours.writers.items()
    ]


def show(rows: list[Row], writers: list[Row], starts: list[Row]) -> None:
    """Print what was measured."""
    print(f"{'job':<18}{'ours/s':>9}{'theirs/s':>10}{'ratio':>8}   range")
    for row in rows:
        rates = f"{row['job']:<18}{row['ours']:>9}{row['theirs']:>10}{row['ratio']:>8}"
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
