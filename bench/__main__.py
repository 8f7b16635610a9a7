"""`make bench`: what is done with press releases in how much time, against two other ways.

First one process without a disk, then whole files that become shards, then memory and starts. All
ways take turns, so that the machine's moods hit each; a figure is the median of the ratios of the
rounds.
"""

from __future__ import annotations

import argparse
import gc
import json
import os
import platform
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from importlib.metadata import version
from pathlib import Path
from typing import Any

from archive import contracts
from archive.batch.collector import calm_collector
from archive.json_text import read_asking, read_each
from archive.judges.newsml_g2.xsd import Xsd
from archive.release import Release
from archive.validation import built, schema, validate_many
from archive.validation.looks import look
from archive.writers import WRITERS
from bench import (
    corpus,
    figures,
    judging,
    memory,
    packed,
    profile,
    publication,
    reading,
    rerun,
    startup,
    validation,
)
from bench.figures import Row
from bench.releases import releases, shape, stream
from bench.straightforward import Straightforward
from bench.templates import Templates

SHARED = Path(os.environ.get("PRESS_ARCHIVE_CORPORA", "../shared/corpora"))
STANDARDS = Path(os.environ.get("PRESS_ARCHIVE_STANDARDS", "../shared/standards"))
XSD = STANDARDS / "NewsML-G2_2.35-spec-All-Power.xsd"
SENATE = "senate-2000.jsonl.gz"
SCHEMA = "release.schema.json"
GRAPHS = ("jsonld", "nquads", "turtle")
GROUP = 50
"""Records that go through one stage before the next."""
UNWRITTEN = 2000
"""Records of the jobs that write nothing, at most."""
SAMPLE = 400
"""Records of a round of the straightforward way, where it packs; at most."""
PACKED_ROUNDS = 5
RERUN = 10_000
"""Records of the rerun, at most."""
JUDGED = 1000
"""Releases whose files are judged, at most."""
PUBLISHED_AGAIN = 3
"""Further runs of a publication, at most."""
READ = 400
"""Releases whose files are read, at most."""
JUDGED_ITEMS = 200
"""Items that are judged: the smallest, since the aim is for 8 KB."""
SIZES = (10**3, 10**4, 10**5)
"""Numbers of small releases that memory is measured with."""

Job = tuple[Callable[[Any], object], list[Any]]
"""What is done, and to what."""
Table = tuple[str, list[Row]]
"""A title, and what stands below it."""


class Ours:
    """Our way: parse, all rules, typed release, writers, parse back and XSD."""

    def __init__(self) -> None:
        self.xsd = Xsd(XSD)
        self.writers = {name: WRITERS[name].load().write for name in WRITERS}

    def validate(self, records: list[bytes]) -> list[Release]:
        """Parse records, judge them by the schema and all rules, build the releases."""
        return [built(document) for document in self.judge(records)]

    @staticmethod
    def judge(records: list[bytes]) -> list[Any]:
        """Parse records, judge them by the schema and all rules."""
        opened = read_each(look, [(1, raw) for raw in records])
        documents, _, plain = zip(*opened, strict=True)
        for found in validate_many(documents, plain=plain):
            if errors := [one for one in found if one.severity == "error"]:
                raise ValueError(errors)
        return list(documents)

    def newsml(self, releases: list[Release]) -> None:
        """Write items, parse them back, judge them by the XSD."""
        items = [self.writers["newsml-g2"](release) for release in releases]
        if any(found := self.xsd.findings_of_each(items)):
            raise ValueError(found)

    @staticmethod
    def is_accepted(raw: bytes) -> bool:
        """Return the schema's verdict on bytes that repeat no key; no rules."""
        document, _, is_plain = read_asking(schema.is_plain, raw)
        return is_plain or schema.accepts_odd(document)

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


def each(job: Job) -> float:
    """Return how long a job takes for one release; an item is one or a group of them."""
    do, items = job
    return seconds(do, items) / sum(len(one) if isinstance(one, list) else 1 for one in items)


def compare(name: str, ours: Job, theirs: Job, rounds: int) -> Row:
    """Return rates of both ways and the median of the ratios; the blocks take turns."""
    our_times, their_times = [], []
    for number in range(rounds):
        their_times.append(each((theirs[0], theirs[1][number::rounds])))
        our_times.append(each(ours))
    return figures.faster(name, our_times, their_times)


def _in_groups(items: list[Any]) -> list[list[Any]]:
    return [items[start : start + GROUP] for start in range(0, len(items), GROUP)]


def measure(records: list[bytes], theirs_count: int, rounds: int) -> list[Row]:
    """Return a row per job of one process that writes nothing."""
    ours = Ours()
    theirs = Straightforward(contracts.contract(SCHEMA), XSD)
    groups = _in_groups(records)
    made = [release for group in groups for release in ours.validate(group)]
    write = ours.writers
    others = records[:theirs_count]
    parsed = [json.loads(raw) for raw in others]
    gc.collect()
    calm_collector()  # as every batch does; what the benchmark itself holds is nobody's garbage
    jobs: list[tuple[str, Job, Job]] = [
        ("everything", (ours.all, groups), (theirs.all, others)),
        ("the same one by one", (ours.all, [[raw] for raw in records]), (theirs.all, others)),
        ("schema verdict alone", (ours.is_accepted, records), (theirs.validate, others)),
        ("all rules", (ours.judge, groups), (theirs.validate, others)),
        ("all rules, and build", (ours.validate, groups), (theirs.validate, others)),
        ("newsml-g2 + XSD", (ours.newsml, _in_groups(made)), (theirs.newsml, parsed)),
        ("ninjs", (write["ninjs"], made), (theirs.ninjs, parsed)),
        ("jsonld", (write["jsonld"], made), (theirs.jsonld, parsed)),
        ("nquads", (write["nquads"], made), (theirs.nquads_alone, parsed)),
        ("turtle", (write["turtle"], made), (theirs.turtle_alone, parsed)),
    ]
    return [compare(name, mine, other, rounds) for name, mine, other in jobs]


def cost(records: list[bytes], rounds: int) -> Row:
    """Return how many times the cost of bare templates everything is, if nothing is written."""
    ours, templates = Ours(), Templates(contracts.contract(SCHEMA))
    groups = _in_groups(records)
    our_times, their_times = [], []
    for _ in range(rounds):
        their_times.append(each((templates.files, records)))
        our_times.append(each((ours.all, groups)))
    return figures.dearer("unwritten", our_times, their_times)


def alone(records: list[bytes]) -> list[Row]:
    """Return the rate of each writer by itself, those without a rival too."""
    ours = Ours()
    made = ours.validate(records)
    return [
        {"writer": name, "rate": round(1 / each((write, made)))}
        for name, write in ours.writers.items()
    ]


def packing(count: int, rounds: int) -> packed.Times:
    """Return what each way takes for a file of releases that become shards."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "corpus.jsonl")
        corpus.write(path, corpus.large(SHARED / SENATE, count))
        way = Straightforward(contracts.contract(SCHEMA), XSD)
        sample = min(SAMPLE, count // rounds)
        source = packed.Corpus(
            path=path, count=count, good=corpus.good(count), accepted=corpus.accepted(count)
        )
        return packed.measure(source, way, STANDARDS, sample=sample, rounds=rounds)


def everything(options: argparse.Namespace) -> Iterator[Table]:
    """Yield all tables, each when it is measured."""
    records = releases(SHARED / SENATE, min(options.releases, UNWRITTEN))
    size, fields = shape(records)
    say(f"{len(records)} releases, median {size} bytes and {fields} different fields")
    theirs_count = max(len(records) // 10, options.rounds)
    rows = measure(records, theirs_count, options.rounds)
    yield "unwritten, against the straightforward way, releases/s", rows
    costs = [cost(records, options.rounds)]
    yield "writers alone, releases/s", alone(records)
    say(f"a file of {options.releases} releases becomes shards")
    times = packing(options.releases, min(options.rounds, PACKED_ROUNDS))
    yield (
        "shards, against the straightforward way on one process, releases/s",
        packed.against_straightforward(times),
    )
    costs += packed.against_templates(times)
    yield "against bare templates, releases/s (ratio: times the cost)", costs
    yield "from one worker to two (ratio: times as fast)", packed.scaling(times)
    sizes = [size for size in SIZES if size <= 5 * options.releases]
    sizes += [10**6] if options.million else []
    yield "memory, small releases packed by two workers", memory.measure(sizes, STANDARDS)
    yield judges(options)
    yield from readers(options)
    yield reruns(options)
    yield validations(options)
    yield from publications(options)
    yield "start-up (ratio: times import click)", startup.measure()


def reruns(options: argparse.Namespace) -> Table:
    """Return the table of ``--rerun``."""
    records = releases(SHARED / SENATE, min(options.releases, RERUN))
    return "rerun with nothing changed against hashing", rerun.measure(records, options.rounds)


def validations(options: argparse.Namespace) -> Table:
    """Return the table of ``--validation``."""
    if validation.python() is None:
        say("check-jsonschema is not measured: PRESS_ARCHIVE_CHECK_JSONSCHEMA names no Python")
    records = releases(SHARED / SENATE, min(options.releases, RERUN))
    way = Straightforward(contracts.contract(SCHEMA), XSD)
    rows = validation.measure(records, way, contracts.contract(SCHEMA), options.rounds)
    return "validation of one release a file, processor time for each (ratio: ours to theirs)", [
        *rows
    ]


def publications(options: argparse.Namespace) -> Iterator[Table]:
    """Yield the tables of ``--publication``."""
    say(f"{options.releases} releases are published")
    rounds = min(options.rounds, PUBLISHED_AGAIN)
    records = stream(SHARED / SENATE, options.releases + 2 * rounds)
    yield from publication.measure(records, options.releases, rounds)


def judges(options: argparse.Namespace) -> Table:
    """Return the table of ``--judges``."""
    ours = Ours()
    made = ours.validate(releases(SHARED / SENATE, min(options.releases, JUDGED)))
    files = {word: [*map(ours.writers[word], made)] for word in ("newsml-g2", "nquads")}
    files["newsml-g2"] = sorted(files["newsml-g2"], key=len)[:JUDGED_ITEMS]
    title = "judging in one process, files/s (ratio: times the cost of what is bare)"
    return title, judging.measure(files, STANDARDS, options.rounds)


def readers(options: argparse.Namespace) -> Iterator[Table]:
    """Yield the tables of ``--reading``."""
    ours = Ours()
    made = ours.validate(releases(SHARED / SENATE, min(options.releases, READ)))
    files = {word: [*map(ours.writers[word], made)] for word in ("newsml-g2", "nquads", "jsonld")}
    title = "reading in one process, files/s (ratio: times the cost of parsing the same bytes)"
    yield title, [*reading.measure(files, options.rounds)]
    against = reading.against_newsmlg2(files["newsml-g2"], options.rounds)
    if against is None:
        say("newsmlg2 is not measured: PRESS_ARCHIVE_NEWSMLG2 does not name its Python")
    else:
        yield "reading against newsmlg2, files/s (ratio: times as fast)", [against]


def stages(options: argparse.Namespace) -> Iterator[Table]:
    """Yield the table of ``--profile``."""
    records = releases(SHARED / SENATE, min(options.releases, UNWRITTEN))
    title = f"microseconds per release, groups of {GROUP} in one process"
    yield title, profile.measure(XSD, records, options.rounds)


def chosen(options: argparse.Namespace) -> Iterator[Table]:
    """Yield the tables that were asked for."""
    if options.profile:
        yield from stages(options)
    elif options.rerun:
        yield reruns(options)
    elif options.validation:
        yield validations(options)
    elif options.publication:
        yield from publications(options)
    elif options.judges:
        yield judges(options)
    elif options.reading:
        yield from readers(options)
    else:
        yield from everything(options)


def say(what: str) -> None:
    """Tell who waits what is going on."""
    print(what, file=sys.stderr, flush=True)


def show(title: str, rows: list[Row]) -> None:
    """Print a table: numbers to the right, words to the left."""
    cells = [list(rows[0]), *[[f"{value}" for value in row.values()] for row in rows]]
    widths = [max(map(len, column)) for column in zip(*cells, strict=True)]
    is_word = [isinstance(value, str) for value in rows[0].values()]
    print(f"\n{title}", flush=True)
    for line in cells:
        spaced = (
            cell.ljust(width) if word else cell.rjust(width)
            for cell, width, word in zip(line, widths, is_word, strict=True)
        )
        print("  ".join(spaced).rstrip())


def main() -> None:
    """Measure and print tables, and the whole as JSON with ``--json FILE``."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--releases", type=int, default=20_000, help="packed, and published")
    parser.add_argument("--rounds", type=int, default=7)
    parser.add_argument("--quick", action="store_true", help="200 releases, 3 rounds: it runs")
    parser.add_argument("--million", action="store_true", help="memory of a million releases, too")
    parser.add_argument("--profile", action="store_true", help="only where our time goes")
    parser.add_argument("--rerun", action="store_true", help="only the rerun against hashing")
    parser.add_argument("--validation", action="store_true", help="only validation of many files")
    parser.add_argument("--publication", action="store_true", help="only publishing, and again")
    parser.add_argument("--judges", action="store_true", help="only what judging files costs")
    parser.add_argument("--reading", action="store_true", help="only what reading files costs")
    parser.add_argument("--json", type=Path, metavar="FILE")
    options = parser.parse_args()
    if options.quick:
        options.releases, options.rounds = 200, 3
    libraries = (
        "jsonschema", "jsonschema-rs", "lxml", "msgspec", "pyoxigraph", "rdflib", "zstandard",
    )  # fmt: skip
    about = {"python": platform.python_version()} | {name: version(name) for name in libraries}
    print(" ".join(f"{name} {number}" for name, number in about.items()))
    tables = {}
    for title, rows in chosen(options):
        show(title, rows)
        tables[title] = rows
    if options.json:
        options.json.write_text(json.dumps({"about": about, "tables": tables}, indent=1) + "\n")


if __name__ == "__main__":
    main()
