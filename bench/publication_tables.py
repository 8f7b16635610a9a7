"""The tables of a file of releases, in CSV and Parquet, and nothing else: a program of its own.

``python -m bench.publication_tables SOURCE FOLDER PROCESSES``. The releases are good and in JSON
Lines; they are neither validated nor sorted.
"""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

import msgspec

from archive.batch.engine import Announce, Do, Engine, Orders
from archive.batch.pieces import Chunk
from archive.publication import making
from archive.publication.tables import row
from archive.publication.tables_csv import CSV_HEAD, csv_line
from archive.publication.tables_parquet import parquet_file, parquet_part, rows_of
from archive.release import Release

_PART = 500


class _Lines(Chunk, frozen=True, kw_only=True):
    """Some releases."""

    lines: tuple[bytes, ...]


@dataclass(frozen=True, slots=True)
class _Tables:
    """The making of both tables."""

    def open(self) -> Do[tuple[bytes, bytes]]:
        """Return what makes a part of CSV, and one of Parquet."""
        decode = msgspec.json.Decoder(Release).decode

        def do(chunk: Chunk, _: Orders, __: Announce) -> tuple[bytes, bytes]:
            assert isinstance(chunk, _Lines)
            rows = []
            for line in chunk.lines:
                release = decode(line)
                card = making.heading(release, line, (), ()).card
                rows.append(row(release, card, f"https://press.example.gov/{card.path}.html"))
            return b"".join(map(csv_line, rows)), parquet_part(rows)

        return do


def _chunks(source: Path) -> Iterator[_Lines]:
    with source.open("rb") as lines:
        number = 0
        while some := tuple(islice(lines, _PART)):
            yield _Lines(number=number, pieces=(), lines=some)
            number += 1


def write(source: Path, folder: Path, jobs: int) -> int:
    """Write ``table.csv`` and ``table.parquet``, and return the number of rows."""
    sizes = []
    with (
        tempfile.TemporaryFile(dir=folder) as parts,
        (folder / "table.csv").open("wb") as csv,
        (folder / "table.parquet").open("wb") as parquet,
    ):
        csv.write(CSV_HEAD)
        with Engine(_Tables(), jobs) as engine:
            for _, (lines, part) in engine.run(_chunks(source)):
                csv.write(lines)
                sizes.append(parts.write(part))
        parts.seek(0)
        return parquet_file(map(rows_of, map(parts.read, sizes)), parquet)


if __name__ == "__main__":
    write(Path(sys.argv[1]), Path(sys.argv[2]), int(sys.argv[3]))
