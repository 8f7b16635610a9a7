"""Parquet: the rows of a year with the text, lists as lists and moments in UTC.

A part holds some hundred rows as Arrow writes them (IPC, compressed), to be passed between
processes and kept; a file is made of parts one after the other. Where its row groups end depends
on its rows alone, so that the same rows give the same bytes, however they were parted. The bytes
differ between versions of pyarrow, which the file names.

pyarrow is imported when the first part or file is made.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from io import BytesIO
from itertools import accumulate, chain
from pathlib import Path
from typing import TYPE_CHECKING, Protocol, Self

from archive.publication.parquet_columns import arrow, microseconds, schema
from archive.publication.table_fields import FIELDS
from archive.publication.tables import Row

if TYPE_CHECKING:
    import pyarrow as pa

_MOMENTS = {"published_at": "published", "updated_at": "updated"}
"""Columns that only Parquet has → what they are made of."""
_GROUP_ROWS = 4096
_GROUP_BYTES = 16 * 2**20
"""A row group ends with the row whose text makes its texts as long as this."""
_LEVEL = 1
"""Of zstd; 3 makes files smaller by a tenth, and takes half as long again."""
_REPEATED = (
    "is_current", "language", "type", "status", "year", "month", "licence",
    *(field.name for field in FIELDS if field.is_list),
)  # fmt: skip
"""Columns whose values come again and again: written once, and numbers of them."""
_MAY_BE_NULL = [
    field.name
    for field in FIELDS
    if field.kind == "string" and not field.is_required and not field.is_list
]
"""Columns of text in which nothing is said by null, not by an empty text."""


def parquet_part(rows: Iterable[Row]) -> bytes:
    """Return rows as they can be kept; some hundred of them cost least.

    Raises:
        ParquetMissing: pyarrow is not installed.
    """
    library = arrow()
    kept = BytesIO()
    options = library.ipc.IpcWriteOptions(compression="lz4", use_threads=False)
    with library.ipc.new_stream(kept, schema(), options=options) as writer:
        for some in _some(rows):
            writer.write_batch(_batch(some))
    return kept.getvalue()


def rows_of(part: bytes) -> Iterator[pa.RecordBatch]:
    """Yield the rows of a part."""
    yield from arrow().ipc.open_stream(part)


def _some(rows: Iterable[Row]) -> Iterator[list[Row]]:
    """Yield the rows in lists whose texts are not much longer than those of a row group."""
    some: list[Row] = []
    size = 0
    for row in rows:
        some.append(row)
        size += len(row.body)
        if size >= _GROUP_BYTES:
            yield some
            some, size = [], 0
    if some:
        yield some


def _batch(rows: list[Row]) -> pa.RecordBatch:
    columns: dict[str, Sequence[object]] = dict(
        zip(Row._fields, zip(*rows, strict=True), strict=True)
    )
    for name in _MAY_BE_NULL:
        columns[name] = [value or None for value in columns[name]]
    for name, source in _MOMENTS.items():
        columns[name] = list(map(microseconds, columns[source]))
    library = arrow()
    arrays = [library.array(columns[field.name], field.type) for field in schema()]
    return library.RecordBatch.from_arrays(arrays, schema=schema())


class Sink(Protocol):
    """What a file is written to, from its first byte to its last."""

    @property
    def closed(self) -> bool:
        """Return whether it takes no more."""

    def write(self, content: bytes, /) -> object:
        """Write more of it."""

    def flush(self) -> object:
        """Let go of what was written."""


def parquet_file(parts: Iterable[Iterable[pa.RecordBatch]], out: Sink) -> int:
    """Write a file of the rows of parts, and return their number; one row group is in memory.

    Parts come from :func:`rows_of`, or from :class:`WrittenRows`.

    Raises:
        ParquetMissing: pyarrow is not installed.
    """
    library = arrow()
    from pyarrow import parquet

    count = 0
    with parquet.ParquetWriter(
        library.PythonFile(out, mode="w"),
        schema(),
        compression="zstd",
        compression_level=_LEVEL,
        use_dictionary=list(_REPEATED),
        write_statistics=[field.name for field in FIELDS if field.name != "body"],
    ) as writer:
        for group in _groups(parts):
            writer.write_table(group, row_group_size=len(group))
            count += len(group)
            del group  # the next one would grow beside it
    return count


def _groups(parts: Iterable[Iterable[pa.RecordBatch]]) -> Iterator[pa.Table]:
    """Yield the rows in groups: each ends where its rows say, wherever the parts end."""
    waiting: list[pa.RecordBatch] = []
    rows = size = 0
    for batch in chain.from_iterable(parts):
        start = 0
        for end, length in enumerate(_lengths(batch), start=1):
            rows, size = rows + 1, size + length
            if rows >= _GROUP_ROWS or size >= _GROUP_BYTES:
                waiting.append(batch[start:end])
                group = _whole(waiting)
                waiting, start, rows, size = [], end, 0, 0
                yield group
                del group
        if start < len(batch):
            waiting.append(batch[start:])
    if waiting:
        yield _whole(waiting)


def _lengths(batch: pa.RecordBatch) -> list[int]:
    from pyarrow import compute

    lengths: list[int] = compute.binary_length(batch.column("body")).to_pylist()
    return lengths


def _whole(batches: list[pa.RecordBatch]) -> pa.Table:
    """Return batches as a table of one piece: pages end where pieces do."""
    return arrow().Table.from_batches(batches).combine_chunks()


class WrittenRows:
    """The rows of a file that was written before; used with ``with``."""

    def __init__(self, path: Path) -> None:
        arrow()
        from pyarrow import parquet

        self._file = parquet.ParquetFile(path)
        self._ends = list(
            accumulate(
                self._file.metadata.row_group(number).num_rows
                for number in range(self._file.num_row_groups)
            )
        )
        self._number = -1
        self._group: pa.Table | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *error: object) -> None:
        self._group = None
        self._file.close()

    def part(self, first: int, count: int) -> Iterator[pa.RecordBatch]:
        """Yield the rows of a part; cheap, where each call goes on where the last one ended.

        Raises:
            IndexError: the file does not have so many.
        """
        while count:
            number = bisect_right(self._ends, first)
            start = self._ends[number - 1] if number else 0
            some = min(count, self._ends[number] - first)
            group = self._read(number)
            yield from group.slice(first - start, some).to_batches()
            first, count = first + some, count - some

    def _read(self, number: int) -> pa.Table:
        if self._number != number or self._group is None:
            self._group = self._file.read_row_group(number, use_threads=False).cast(schema())
            self._number = number
        return self._group
