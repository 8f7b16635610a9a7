"""The new folder: pages, files of years, lists, and what there is once."""

from __future__ import annotations

import itertools
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from archive.batch.engine import Engine
from archive.publication import search_index
from archive.publication.building import (
    Building,
    Built,
    ListTask,
    PageTask,
    Part,
    Places,
    TableTask,
    Task,
    ThingDone,
)
from archive.publication.catalogue_values import Dataset, Distribution
from archive.publication.documents import Documents, Since
from archive.publication.formats import Parts
from archive.publication.index import ALL, GrowingStock, Index
from archive.publication.index_pages import sort_key
from archive.publication.paging import CITED
from archive.publication.partition import cuts
from archive.publication.settling import Stirred
from archive.publication.site import Site
from archive.publication.standing import MARK, Standing
from archive.publication.tabling import rows_path
from archive.publication.tree import Tree
from archive.publication.yearly import Said, YearFiles, YearPlan, dataset
from archive.writers import WRITERS

_LISTED = 2000
"""Works on lists that are a task of a worker; a longer list is one by itself."""
_THING = 20
"""What the list of a thing takes besides its works, in works."""
_STIRRED = f"""
SELECT stirred.thing, stirred.rank,
    CASE WHEN facet IN ('{ALL}', 'year', 'language')
    THEN (SELECT count(*) FROM works WHERE rank >= stirred.rank)
    ELSE (SELECT count(*) FROM tied WHERE thing = stirred.thing AND rank >= stirred.rank)
    END AS listed
FROM stirred JOIN things ON things.number = stirred.thing ORDER BY listed DESC, stirred.thing
"""  # noqa: S608
"""The longest lists come first: if one were begun last, a worker would be left alone with it."""
_DONE = (
    "listed (label TEXT, sort TEXT, works INTEGER, number INTEGER PRIMARY KEY)",
    "written (name TEXT, digest BLOB)",
    "gone (name TEXT)",
)
"""What became of lists, until it is entered; memory need not hold it."""
_WORKS = 200
"""So many pages that are in no part."""
_LITTLE = 4000
"""Works, on pages and lists, that are done sooner than processes are started for them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """What is to be made."""

    standing: Standing
    site: Site
    index: Index
    stock: GrowingStock
    stirred: Stirred
    is_new: bool
    """Whether all of it is made, and nothing taken from the old folder."""


class Construction:
    """Makes the new folder; used once."""

    def __init__(self, plan: Plan) -> None:
        self._standing = plan.standing
        self._site = plan.site
        self._index = plan.index
        self._stock = plan.stock
        self._stirred = plan.stirred
        self._is_new = plan.is_new
        self._tree = Tree(plan.standing.next, is_new=plan.is_new)
        self._parts = Parts(plan.site)
        self._datasets: list[Dataset] = []
        self._said: dict[str, tuple[list[tuple[bytes, Said]], list[Distribution]]] = {}
        self._numbers = itertools.count()
        self._tables: deque[TableTask] = deque()
        """Tables whose rows have come, until they are given to workers."""
        self._listed = 0
        """Works on lists that change, and what things take besides."""
        self.pages = 0
        """Pages of releases that were written."""
        self.lists = 0
        """Documents of lists and feeds that were written."""

    @property
    def is_needed(self) -> bool:
        """Return whether there is anything to do."""
        ask = self._index.database.execute
        return bool(
            self._stirred.years
            or self._stirred.gone
            or ask("SELECT 1 FROM changed LIMIT 1").fetchone()
            or ask("SELECT 1 FROM stirred LIMIT 1").fetchone()
        )

    def build(self, jobs: int) -> None:
        """Make everything."""
        ask = self._index.database.execute
        self._remove_gone()
        plans = [self._plan(year) for year in sorted(self._stirred.years)]
        changed = None if self._is_new else frozenset(n for (n,) in ask("SELECT work FROM changed"))
        tasks = list(self._tasks(plans, changed))
        ask("COMMIT")
        self._stock.flush()
        places = Places(
            index=self._standing.next_index, stock=self._standing.stock,
            tree=self._standing.next, is_new=self._is_new,
            public=self._standing.public.as_posix(),
        )  # fmt: skip
        for table in _DONE:
            ask(f"CREATE TEMP TABLE {table}")
        is_much = self.pages + self._listed > _LITTLE
        with Engine(Building(self._site, places), jobs if is_much else 1) as engine:
            results = engine.run(self._with_tables(tasks))
            self._write_years(plans, results)
            for _, built in itertools.chain(results, engine.run(self._tables)):
                self._note(built)
        ask("BEGIN")
        self._enter_years(plans)
        self._enter_things()
        self._write_documents()
        if self._site.has_search:
            self._tree.remove_folder(search_index.FOLDER)  # others still read what it links to
            search_index.build(self._standing.next)
        state = self._state()
        self._tree.write(MARK, f"{state}\n".encode())
        self._index.note(state=state)

    def _remove_gone(self) -> None:
        suffixes = [".html", *(f".{one}" for one in CITED)]
        suffixes += [WRITERS[word].suffix for word in self._site.renditions if word in WRITERS]
        for path in self._stirred.gone:
            for suffix in suffixes:
                self._tree.remove(path + suffix)

    # tasks

    def _plan(self, year: str) -> YearPlan:
        known = {
            digest: Said.read(said)
            for digest, said in self._index.database.execute(
                "SELECT digest, said FROM parts WHERE year = ?", (year,)
            )
        }
        return YearPlan(year, list(cuts(self._index, year)), known)

    def _tasks(self, plans: list[YearPlan], changed: frozenset[int] | None) -> Iterator[Task]:
        """Yield what is to be done: parts in order, pages that are in none of these, lists."""
        written: set[int] = set()
        for plan in plans:
            for cut in plan.cuts:
                if cut.digest in plan.known:
                    continue
                pages = None if changed is None else changed.intersection(cut.works)
                written.update(cut.works)
                yield PageTask(
                    number=self._number(), pieces=(), works=tuple(cut.works), written=pages
                )
        for some in _in_groups(self._left(written), _WORKS):
            yield PageTask(number=self._number(), pieces=(), works=some, is_part=False)
        stirred = self._index.database.execute(_STIRRED).fetchall()
        self._listed = sum(works + _THING for _, _, works in stirred)
        for things in _shared_out(stirred):
            yield ListTask(number=self._number(), pieces=(), things=things)

    def _number(self) -> int:
        """Return the number of the next task."""
        return next(self._numbers)

    def _with_tables(self, tasks: Iterable[Task]) -> Iterator[Task]:
        """Yield tasks, and between them tables whose rows have come by then."""
        for task in tasks:
            yield task
            while self._tables:
                yield self._tables.popleft()

    def _left(self, written: set[int]) -> list[int]:
        """Return the works whose pages change and that are in no new part."""
        rows = self._index.database.execute(
            "SELECT number FROM works JOIN changed ON changed.work = works.number ORDER BY rank"
        )
        found = [number for (number,) in rows]
        self.pages = len(found)
        return [number for number in found if number not in written]

    # years

    def _write_years(self, plans: list[YearPlan], results: Iterator[tuple[Any, Built]]) -> None:
        for plan in plans:
            if not plan.cuts:
                continue
            with YearFiles(
                plan, self._site, self._tree, self._standing.public, self._parts
            ) as files:
                for cut in plan.cuts:
                    if cut.digest in plan.known:
                        files.keep(cut)
                    else:
                        files.add(cut, self._next_part(results))
                self._said[plan.year] = files.finish()
            if files.rows is not None:
                self._tables.append(
                    TableTask(
                        number=self._number(), pieces=(), path=files.rows.path,
                        year=plan.year, parts=tuple(files.rows.parts),
                    )
                )  # fmt: skip

    def _next_part(self, results: Iterator[tuple[Any, Built]]) -> Part:
        """Return the part that comes next, and note what comes before it."""
        for _, built in results:
            if built.part is not None:
                return built.part
            self._note(built)
        raise AssertionError

    def _enter_years(self, plans: list[YearPlan]) -> None:
        """Note the parts of the years and their files."""
        ask, many = self._index.database.execute, self._index.database.executemany
        for plan in plans:
            before = f"dump/releases-{plan.year}."
            names = [
                name
                for (name,) in ask(
                    "SELECT path FROM dumps WHERE path >= ? AND path < ?",
                    (before, f"{before[:-1]}/"),
                )
            ]
            ask("DELETE FROM parts WHERE year = ?", (plan.year,))
            said, files = self._said.get(plan.year, ([], []))
            many("DELETE FROM dumps WHERE path = ?", [(name,) for name in names])
            many(
                "INSERT INTO parts VALUES (?, ?, ?, ?)",
                [(plan.year, at, digest, one.written()) for at, (digest, one) in enumerate(said)],
            )
            many(
                "INSERT INTO dumps VALUES (?, ?, ?, ?)",
                [(one.path, one.size, one.sha256, one.kind) for one in files],
            )
            for name in set(names) - {one.path for one in files}:
                self._tree.remove(name)
        for (year,) in ask("SELECT DISTINCT year FROM parts ORDER BY year").fetchall():
            parts = [
                Said.read(raw)
                for (raw,) in ask("SELECT said FROM parts WHERE year = ? ORDER BY number", (year,))
            ]
            self._datasets.append(dataset(year, parts, self._distributions(year)))

    def _distributions(self, year: str) -> list[Distribution]:
        before = f"dump/releases-{year}."
        rows = self._index.database.execute(
            "SELECT kind, path, size, sha256 FROM dumps WHERE path >= ? AND path < ?",
            (before, f"{before[:-1]}/"),
        )
        return [
            Distribution(kind=kind, path=path, size=size, sha256=digest)
            for kind, path, size, digest in rows
        ]

    # things and documents

    def _note(self, built: Built) -> None:
        """Keep what became of a task until the workers, who read the index, have ended."""
        if built.table is not None:
            _, files = self._said[built.year]
            files.append(built.table)
            self._tree.remove(rows_path(built.table.path))
        self._note_things(built.things)

    def _note_things(self, things: Sequence[ThingDone]) -> None:
        many = self._index.database.executemany
        listed = [(one.label, sort_key(one.label), one.works, one.number) for one in things]
        many("INSERT INTO listed VALUES (?, ?, ?, ?)", listed)
        digests = [pair for one in things for pair in one.digests.items()]
        self.lists += len(digests)
        many("INSERT INTO written VALUES (?, ?)", digests)
        many("INSERT INTO gone VALUES (?)", [(name,) for one in things for name in one.gone])

    def _enter_things(self) -> None:
        ask = self._index.database.execute
        ask(
            "UPDATE things SET label = listed.label, sort = listed.sort, works = listed.works"
            " FROM listed WHERE things.number = listed.number"
        )
        ask("DELETE FROM documents WHERE name IN (SELECT name FROM gone)")
        ask("INSERT OR REPLACE INTO documents SELECT name, digest FROM written")
        ask("DELETE FROM things WHERE works = 0")

    def _write_documents(self) -> None:
        """Write what the site has once, as far as it has changed."""
        before = dict(
            self._index.database.execute("SELECT name, digest FROM documents WHERE name LIKE '=%'")
        )
        seen: dict[str, bytes] = {}
        for name, content in self._documents().all():
            key = f"={name}"
            seen[key] = before[key] if content is None else sha256(content).digest()
            if content is not None and before.get(key) != seen[key]:
                self._tree.write(name, content)
        for name in before.keys() - seen.keys():
            self._tree.remove(name[1:])
            self._index.database.execute("DELETE FROM documents WHERE name = ?", (name,))
        self._index.database.executemany(
            "INSERT OR REPLACE INTO documents VALUES (?, ?)", seen.items()
        )

    def _documents(self) -> Documents:
        rank, moment = b"", ""
        if not self._is_new:
            (rank,) = self._index.database.execute(
                "SELECT max(rank) FROM stirred JOIN things ON number = thing WHERE facet = ?",
                (ALL,),
            ).fetchone()
            rank, moment = rank or b"", self._stirred.moment
        since = Since(rank, moment, self._standing.file)
        return Documents(self._site, self._index, self._stock, self._datasets, since)

    def _state(self) -> str:
        """Return a digest of all that the folder has."""
        digest = sha256(repr(self._site).encode("utf-8", "surrogatepass"))
        for statement in (
            "SELECT digest FROM works ORDER BY rank",
            "SELECT digest FROM documents ORDER BY name",
            "SELECT sha256 FROM dumps ORDER BY path",
        ):
            for (one,) in self._index.database.execute(statement):
                digest.update(one if isinstance(one, bytes) else one.encode())
        return digest.hexdigest()


def _shared_out(
    things: Iterable[tuple[int, bytes, int]],
) -> Iterator[tuple[tuple[int, bytes], ...]]:
    """Yield things in groups of which each has about as many works on its lists."""
    some: list[tuple[int, bytes]] = []
    size = 0
    for thing, rank, works in things:
        some.append((thing, rank))
        size += works + _THING
        if size >= _LISTED:
            yield tuple(some)
            some, size = [], 0
    if some:
        yield tuple(some)


def _in_groups(numbers: list[int], size: int) -> Iterator[tuple[int, ...]]:
    for at in range(0, len(numbers), size):
        yield tuple(numbers[at : at + size])
