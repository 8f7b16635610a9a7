"""Work for the tests of the engine; worker processes import it from here."""

from __future__ import annotations

import os
import signal
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from archive.batch.engine import Announce, Orders
from archive.batch.outputs import Unwritable
from archive.batch.pieces import Chunk


@dataclass(frozen=True)
class Numbers:
    """Gives back what it was asked to do, and by whom."""

    def open(self) -> Callable[[Chunk, Orders, Announce], tuple[int, Orders, int]]:
        """Return what does it."""
        return lambda chunk, orders, _: (chunk.number, orders, os.getpid())


@dataclass(frozen=True)
class Deadly:
    """Ends the process with the record 3 of chunk 2, as a fault in a library would."""

    is_silent: bool = False
    """Whether it ends before a record is announced."""

    def open(self) -> Callable[[Chunk, Orders, Announce], frozenset[int]]:
        """Return what does it."""
        return self._do

    def _do(self, chunk: Chunk, orders: Orders, announce: Announce) -> frozenset[int]:
        for number in range(5):
            if orders.is_careful and not self.is_silent:
                announce(number)
            if (chunk.number, number) == (2, 3) and number not in orders.guilty:
                os.kill(os.getpid(), signal.SIGKILL)
        return orders.guilty


@dataclass(frozen=True)
class Once:
    """Ends the process the first time that it is asked to do chunk 1."""

    mark: Path

    def open(self) -> Callable[[Chunk, Orders, Announce], bool]:
        """Return what does it."""
        return self._do

    def _do(self, chunk: Chunk, orders: Orders, _: Announce) -> bool:
        if chunk.number == 1 and not self.mark.exists():
            self.mark.touch()
            os.kill(os.getpid(), signal.SIGKILL)
        return orders.is_careful


@dataclass(frozen=True)
class Faulty:
    """Meets an error that the program tells, or a fault of the program."""

    is_told: bool

    def open(self) -> Callable[[Chunk, Orders, Announce], None]:
        """Return what does it."""
        return lambda *_: self._do()

    def _do(self) -> None:
        if self.is_told:
            raise Unwritable(Path("x"), OSError(28, "No space left on device"))
        raise KeyError("a fault")
