"""``publish`` over many releases, against converting the same releases to the same files.

Publishing: a page for each release with its JSON-LD, lists, catalogue, dumps and feeds. Converting:
N-Quads, JSON Lines and NewsML-G2 as shards, and the tables in CSV and Parquet
(``bench/publication_tables.py``). Files beside the pages, and the search, are told apart. All are
programs of their own, so that a figure holds their start, too; with two processes each.
"""

from __future__ import annotations

import re
import sys
import tempfile
from collections.abc import Iterator, Sequence
from operator import attrgetter
from pathlib import Path

from bench.figures import Row
from bench.memory import Usage, watch

_JOBS = "2"
_EVERY_SECONDS = 0.25
"""A look at all processes takes milliseconds of one of two cores."""
_ARCHIVE = (sys.executable, "-m", "archive")
_URL = "https://press.example.gov/"
_BARE = ("--renditions", "none", "--no-search")
_SHARDS = "nquads,json,newsml-g2"
_SOME = 2_000
"""Releases of the runs with files beside the pages and with the search, at most."""
_FINE = (0, 1)
_DAY = re.compile(rb'"date":"((\d{4})-\d\d-\d\d)"')
_SETTINGS = '[publication.publisher]\nname = "Example Senate"\n'

CONVERT, TABLES = "convert --pack", "tables"
PACK, FILES = "publish a file", "publish files"
PACK_MORE, FILES_MORE = "again, and a file more", "again, and one more of them"
SAME = "again, nothing new"
BARE, BESIDE, SEARCH = "bare", "six formats beside the pages", "with the search"


def measure(records: Iterator[bytes], count: int, rounds: int) -> Iterator[tuple[str, list[Row]]]:
    """Yield three tables: what each run took, and how the runs compare.

    ``records`` are ``count``, and two more for each round: further runs publish one more each, of
    the last day of the last year, as what is new is the newest.
    """
    with tempfile.TemporaryDirectory() as folder:
        runs = _Runs(Path(folder), records, count)
        runs.all(rounds)
    title = f"publication of {count} releases, two processes"
    yield title, [_row(name, count, usage) for name, usage in runs.took.items() if _is_of_all(name)]
    some = _some(count)
    title = f"publication of {some} releases with what is told apart"
    yield title, [_row(name, some, runs.took[name]) for name in (BARE, BESIDE, SEARCH)]
    yield "publication, shares (aims: at most 3 and 0.05)", _comparison(runs.took)


def _some(count: int) -> int:
    return min(count, _SOME)


def _day(record: bytes) -> tuple[bytes, bytes]:
    """Return the day of a record, and its year."""
    found = _DAY.search(record)
    assert found is not None
    return found[1], found[2]


def _is_of_all(name: str) -> bool:
    return name not in (BARE, BESIDE, SEARCH)


class _Runs:
    """Runs of programs over the same releases."""

    def __init__(self, here: Path, records: Iterator[bytes], count: int) -> None:
        """Write the releases as a folder of files, as one file, and some of them as one file."""
        self.took: dict[str, Usage] = {}
        self._here = here
        self._count = count
        self._year = b""
        self._records = records
        self._pack, self._some = here / "all.jsonl", here / "some.jsonl"
        self._files, self._more = here / "files", here / "more"
        self._settings = here / "settings.toml"
        self._settings.write_text(_SETTINGS)
        self._files.mkdir()
        self._more.mkdir()
        with self._pack.open("wb") as every, self._some.open("wb") as some:
            for number in range(count):
                record = next(records)
                self._year = max(self._year, _day(record)[1])
                self._files.joinpath(f"{number:06}.json").write_bytes(record)
                every.write(record + b"\n")
                if number < _SOME:
                    some.write(record + b"\n")

    def all(self, rounds: int) -> None:
        """Do everything; each site is made anew."""
        here = self._here
        self._archive(
            CONVERT, "convert", self._pack, "-o", here / "shards", "--pack", "-t", _SHARDS
        )
        tables = (sys.executable, "-m", "bench.publication_tables", self._pack, here, _JOBS)
        self.took[TABLES] = _watched(tables)
        self._publish(PACK, self._pack)
        self._again(PACK_MORE, self._more, rounds, self._pack)
        self._clear()
        self._publish(FILES, self._files)
        self._again(FILES_MORE, self._files, rounds)
        self._publish(SAME, self._files)
        self._clear()
        self._publish(BARE, self._some)
        self._clear()
        self._publish(BESIDE, self._some, options=("--no-search",))
        self._clear()
        self._publish(SEARCH, self._some, options=("--renditions", "none", "--search"))

    def _again(self, name: str, folder: Path, rounds: int, *sources: Path) -> None:
        """Keep the middle of further runs, each with one release more."""
        found = []
        for number in range(rounds):
            record = next(self._records)
            newest = record.replace(_day(record)[0], self._year + b"-12-31")
            folder.joinpath(f"more-{number:06}.json").write_bytes(newest)
            self._publish(name, folder, *sources)
            found.append(self.took[name])
        self.took[name] = sorted(found, key=attrgetter("seconds"))[rounds // 2]

    def _publish(self, name: str, *sources: Path, options: Sequence[str] = _BARE) -> None:
        base = ("-o", self._here / "public", "--base-url", _URL, "--parquet")
        self._archive(name, "publish", *sources, *base, *options)
        expected = _some(self._count) if self._some in sources else self._count
        if self._pages() < expected:  # a program that fell over early would be the fastest of all
            raise RuntimeError(f"{name}: {self._pages()} pages instead of {expected}")

    def _pages(self) -> int:
        return sum(1 for _ in self._here.joinpath("public", "r").glob("*/*.html"))

    def _archive(self, name: str, *words: str | Path) -> None:
        command = [*_ARCHIVE, "--config", self._settings, *words, "-j", _JOBS, "-q"]
        self.took[name] = _watched(command)

    def _clear(self) -> None:
        """Put a site aside, whole.

        Where many files were deleted in the last minutes, ext4 takes ten times as long to make one:
        it passes over their inodes.
        """
        aside = Path(tempfile.mkdtemp(dir=self._here))
        for name in ("public", ".public.press-archive"):
            self._here.joinpath(name).rename(aside / name)


def _watched(words: Sequence[str | Path]) -> Usage:
    """Return what a command took; one that fails stops the benchmark."""
    command = list(map(str, words))
    usage = watch(command, every_seconds=_EVERY_SECONDS)
    if usage.status not in _FINE:
        raise RuntimeError(f"{' '.join(command)}: {usage.status}")
    return usage


def _row(name: str, count: int, usage: Usage) -> Row:
    return {
        "run": name,
        "seconds": round(usage.seconds, 2),
        "releases/s": round(count / usage.seconds),
        "CPU s": round(usage.cpu_seconds, 2),
        "CPU µs": round(1e6 * usage.cpu_seconds / count),
        "MB of the parent": round(usage.own / 2**20),
        "MB of the largest": round(usage.largest / 2**20),
        "MB together": round(usage.together / 2**20),
        "MB counted once": round(usage.once / 2**20),
    }


def _comparison(took: dict[str, Usage]) -> list[Row]:
    """Return how the time of some runs, and of the processors, compares with that of others."""
    pairs = [
        ("publish / convert and tables", PACK, (CONVERT, TABLES)),
        ("a file more / publish a file", PACK_MORE, (PACK,)),
        ("one more / publish files", FILES_MORE, (FILES,)),
        ("nothing new / publish files", SAME, (FILES,)),
        ("six formats beside the pages / bare", BESIDE, (BARE,)),
        ("with the search / bare", SEARCH, (BARE,)),
    ]
    return [
        {
            "what": what,
            "time": round(took[one].seconds / sum(took[name].seconds for name in others), 3),
            "CPU": round(took[one].cpu_seconds / sum(took[name].cpu_seconds for name in others), 3),
        }
        for what, one, others in pairs
    ]
