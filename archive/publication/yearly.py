"""The files of years, put together from parts: new ones, and those that stand in the old files."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import IO, Self

from archive.batch.outputs import naming
from archive.edtf import instant
from archive.publication import formats
from archive.publication.building import Part
from archive.publication.catalogue_values import Dataset, Distribution, Kind
from archive.publication.formats import Parts
from archive.publication.partition import Cut
from archive.publication.site import Site
from archive.publication.tree import Tree

_BLOCK = 2**20


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """What the index says of a part: numbers, and where it stands in the file of each kind."""

    works: int
    editions: int
    issued: str
    modified: str
    languages: list[str]
    triples: int
    places: dict[Kind, tuple[int, int]]

    @classmethod
    def read(cls, raw: str) -> Said:
        """Return what was written by :meth:`written`."""
        return cls(**json.loads(raw))

    def written(self) -> str:
        """Return it as it is kept."""
        return json.dumps({name: getattr(self, name) for name in self.__slots__})


@dataclass(frozen=True, slots=True)
class YearPlan:
    """The parts of a year, and what an earlier run has of them."""

    year: str
    cuts: list[Cut]
    known: dict[bytes, Said]

    @property
    def latest(self) -> str:
        """Return the greatest ``versionCreated``."""
        return max((cut.latest for cut in self.cuts), key=instant)


class YearFiles:
    """The files of a year as they grow; used with ``with``."""

    def __init__(self, plan: YearPlan, site: Site, tree: Tree, before: Path, parts: Parts) -> None:
        self._plan = plan
        self._parts = parts
        self._paths = {
            kind: formats.path(plan.year, kind, site.compression) for kind in formats.kinds(site)
        }
        self._before = before
        self._stack = ExitStack()
        self._files = {
            kind: _Growing(path, self._stack.enter_context(os.fdopen(tree.create(path), "wb")))
            for kind, path in self._paths.items()
        }
        self._rows = (
            _Rows(tree.path("").parent, before / self._paths["parquet"])
            if "parquet" in self._paths
            else None
        )
        self._said: list[tuple[bytes, Said]] = []

    def __enter__(self) -> Self:
        for kind, file in self._files.items():
            if kind != "parquet":
                file.write(self._parts.head(kind, self._plan.latest))
        return self

    def __exit__(self, *error: object) -> None:
        self._stack.close()
        if self._rows is not None:
            self._rows.close()

    def add(self, cut: Cut, part: Part) -> None:
        """Put a new part in."""
        places: dict[Kind, tuple[int, int]] = {}
        for kind, content in part.files.items():
            if kind == "parquet":
                assert self._rows is not None  # noqa: S101
                places[kind] = self._rows.add(content, part.editions)
                continue
            file = self._files[kind]
            places[kind] = (file.size, len(content))
            file.write(content)
        said = Said(
            works=part.works, editions=part.editions, issued=part.issued, modified=part.modified,
            languages=list(part.languages), triples=part.triples, places=places,
        )  # fmt: skip
        self._said.append((cut.digest, said))

    def keep(self, cut: Cut) -> None:
        """Put in a part that stands in the old files."""
        said = self._plan.known[cut.digest]
        places: dict[Kind, tuple[int, int]] = {}
        for kind, (at, size) in said.places.items():
            if kind == "parquet":
                assert self._rows is not None  # noqa: S101
                places[kind] = self._rows.keep(at, size)
                continue
            file = self._files[kind]
            places[kind] = (file.size, size)
            file.copy(self._before / self._paths[kind], at, size)
        kept = {name: getattr(said, name) for name in said.__slots__} | {"places": places}
        self._said.append((cut.digest, Said(**kept)))

    def finish(self) -> tuple[list[tuple[bytes, Said]], list[Distribution]]:
        """Return the parts and the files; they are whole."""
        found = []
        for kind, file in self._files.items():
            if kind == "parquet":
                assert self._rows is not None  # noqa: S101
                self._rows.write(file)
            else:
                file.write(self._parts.tail(kind))
            file.close()
            found.append(
                Distribution(kind=kind, path=file.path, size=file.size, sha256=file.sha256)
            )
        return self._said, found


class _Growing:
    """A file that is hashed as it grows."""

    def __init__(self, path: str, stream: IO[bytes]) -> None:
        self.path = path
        self.size = 0
        self._stream = stream
        self._digest = sha256()

    @property
    def sha256(self) -> str:
        return self._digest.hexdigest()

    def write(self, content: bytes) -> int:
        self._digest.update(content)
        self.size += len(content)
        with naming(self.path):
            return self._stream.write(content)

    def copy(self, source: Path, at: int, size: int) -> None:
        """Write some bytes of another file.

        Raises:
            EOFError: it does not have them any more.
        """
        if not source.exists():
            raise EOFError(source)
        with source.open("rb") as stream:
            stream.seek(at)
            while size:
                block = stream.read(min(size, _BLOCK))
                if not block:
                    raise EOFError(source)
                self.write(block)
                size -= len(block)

    def flush(self) -> None:
        self._stream.flush()

    def close(self) -> None:
        with naming(self.path):
            self._stream.close()

    @property
    def closed(self) -> bool:
        return self._stream.closed


class _Rows:
    """The rows of a year's table, part by part, until the table is written."""

    def __init__(self, folder: Path, before: Path) -> None:
        import tempfile

        self._before = before
        self._spool = tempfile.TemporaryFile(dir=folder)  # noqa: SIM115 (closed by its owner)
        self._parts: list[int | tuple[int, int]] = []
        """Bytes in the spool, or first row and rows of the old table."""
        self._rows = 0

    def close(self) -> None:
        self._spool.close()

    def add(self, part: bytes, rows: int) -> tuple[int, int]:
        """Take a part, and return number of its first row, and of its rows."""
        self._spool.write(part)
        return self._noted(len(part), rows)

    def keep(self, at: int, rows: int) -> tuple[int, int]:
        """Take rows of the old table, which is read when the new one is written."""
        return self._noted((at, rows), rows)

    def _noted(self, part: int | tuple[int, int], rows: int) -> tuple[int, int]:
        self._parts.append(part)
        place = (self._rows, rows)
        self._rows += rows
        return place

    def write(self, out: _Growing) -> None:
        """Write the table."""
        from archive.publication.parquet_columns import arrow
        from archive.publication.tables_parquet import parquet_file

        self._spool.seek(0)
        with ExitStack() as stack:
            parquet_file(self._all(stack), out)
        # It would keep the largest row groups of the year until the end: a quarter of all memory.
        arrow().default_memory_pool().release_unused()

    def _all(self, stack: ExitStack) -> Iterator[bytes]:
        """Yield the parts; the old table is opened once, with the first that stands in it."""
        from archive.publication.tables_parquet import WrittenRows

        old: WrittenRows | None = None
        for part in self._parts:
            if isinstance(part, int):
                yield self._spool.read(part)
                continue
            old = old or stack.enter_context(WrittenRows(self._before))
            yield old.part(*part)


def dataset(year: str, parts: list[Said], files: list[Distribution]) -> Dataset:
    """Return what the catalogue says of a year."""
    return Dataset(
        year=year,
        works=sum(one.works for one in parts),
        editions=sum(one.editions for one in parts),
        issued=min((one.issued for one in parts), key=instant),
        modified=max((one.modified for one in parts), key=instant),
        languages=tuple(sorted({tag for one in parts for tag in one.languages})),
        distributions=tuple(files),
        triples=sum(one.triples for one in parts),
    )
