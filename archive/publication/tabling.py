"""The tables of years in Parquet: their rows are collected part by part, then a worker writes them.

A table takes a lot of memory while it is written, which ends with the process that does it.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import IO, TYPE_CHECKING, Self

from archive.batch.collector import give_back
from archive.batch.outputs import naming
from archive.publication.building import Places, TableTask
from archive.publication.catalogue_values import Distribution
from archive.publication.hashed_files import HashedFile
from archive.publication.tree import Tree

if TYPE_CHECKING:
    import pyarrow as pa


def rows_path(table: str) -> str:
    """Return where new parts of a table stand one behind the other until it is written."""
    return f"{table}.rows"


class Rows:
    """The rows of a table as they come; used with ``with``."""

    def __init__(self, tree: Tree, path: str) -> None:
        """Begin with none; the table will stand at ``path`` in a tree."""
        self.path = path
        self.parts: list[int | tuple[int, int]] = []
        """As in :class:`TableTask`."""
        self._stream: IO[bytes] = os.fdopen(tree.create(rows_path(path)), "wb")
        self._rows = 0

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *error: object) -> None:
        with naming(self.path):
            self._stream.close()

    def add(self, part: bytes, rows: int) -> tuple[int, int]:
        """Take a new part, and return the number of its first row, and of its rows."""
        with naming(self.path):
            self._stream.write(part)
        return self._noted(len(part), rows)

    def keep(self, at: int, rows: int) -> tuple[int, int]:
        """Take rows of the old table, which is read when the new one is written."""
        return self._noted((at, rows), rows)

    def _noted(self, part: int | tuple[int, int], rows: int) -> tuple[int, int]:
        self.parts.append(part)
        place = (self._rows, rows)
        self._rows += rows
        return place


class Tables:
    """Writes tables; opened once."""

    def __init__(self, places: Places) -> None:
        self._tree = Tree(places.tree, is_new=places.is_new)
        self._before = Path(places.public)

    def do(self, task: TableTask) -> Distribution:
        """Write a table.

        Raises:
            EOFError: the old table does not have the rows any more.
        """
        from archive.publication.tables_parquet import parquet_file

        file = HashedFile(task.path, os.fdopen(self._tree.create(task.path), "wb"))
        with ExitStack() as stack:
            stack.callback(file.close)
            parquet_file(self._parts(task, stack), file)
        give_back()
        return Distribution(kind="parquet", path=file.path, size=file.size, sha256=file.sha256)

    def _parts(self, task: TableTask, stack: ExitStack) -> Iterator[Iterable[pa.RecordBatch]]:
        """Yield the parts; the old table is opened once, with the first that stands in it."""
        from archive.publication.tables_parquet import WrittenRows, rows_of

        new = stack.enter_context(self._tree.path(rows_path(task.path)).open("rb"))
        before = self._before / task.path
        old: WrittenRows | None = None
        for part in task.parts:
            if isinstance(part, int):
                yield rows_of(new.read(part))
                continue
            with _reading(before):
                old = old or stack.enter_context(WrittenRows(before))
            yield _kept(before, old.part(*part))


def _kept(table: Path, rows: Iterable[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
    with _reading(table):
        yield from rows


@contextmanager
def _reading(table: Path) -> Iterator[None]:
    """Tell that an old table is not what it was, whatever is wrong with it."""
    from archive.publication.parquet_columns import arrow

    try:
        yield
    except (arrow().ArrowException, OSError, IndexError) as error:
        raise EOFError(table) from error
