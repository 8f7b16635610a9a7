"""Rows that do not fit into memory: a private database in a temporary file that vanishes."""

from __future__ import annotations

import contextlib
import sqlite3
from collections.abc import Iterator
from typing import Self

from archive.errors import PhrasedError

_CACHE_KIB = 10240
_SETTINGS = ("journal_mode = OFF", "synchronous = OFF", f"cache_size = -{_CACHE_KIB}")


class NoRoom(PhrasedError):  # noqa: N818 (says what is wrong)
    """A temporary file cannot be written, or has grown as large as it may."""

    def __init__(self, error: sqlite3.OperationalError) -> None:
        super().__init__("no_room", reason=error)


class Scratch:
    """A database that is there for one run; a small one never leaves memory.

    Used with ``with``, or closed in the end. Nothing is ever committed: there is nobody else to
    see it, and nothing to go back to.
    """

    def __init__(self, *tables: str) -> None:
        self._database = sqlite3.connect("")
        for setting in _SETTINGS:
            self._database.execute(f"PRAGMA {setting}")
        for table in tables:
            self._database.execute(f"CREATE TABLE {table}")

    def close(self) -> None:
        """Let the file vanish."""
        self._database.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *error: object) -> None:
        self.close()


@contextlib.contextmanager
def needing_room() -> Iterator[None]:
    """Turn an error of the database into one that can be told; our statements have no faults."""
    try:
        yield
    except sqlite3.OperationalError as error:
        raise NoRoom(error) from error
