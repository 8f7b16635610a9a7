"""Worker processes: each does one job after the other, and ends with the process that began it."""

from __future__ import annotations

import contextlib
import multiprocessing
import os
import threading
from collections.abc import Iterable
from functools import cache, partial
from multiprocessing import resource_tracker
from multiprocessing.connection import Connection, wait
from typing import Any

from archive.batch import interrupts
from archive.batch.collector import at_rest, tidy
from archive.batch.engine import Do, Job, Work, told


class Worker:
    """A process, and what it is doing."""

    _context = multiprocessing.get_context("spawn")

    def __init__(self, work: Work[Any]) -> None:
        self.connection, other = self._context.Pipe()
        self._process = self._context.Process(target=_live, args=(other, work), daemon=True)
        if interrupts.CAN_BE_HELD:
            # Begun with the first process it lets that one have Ctrl-C again (Python 3.11).
            resource_tracker.ensure_running()
        with interrupts.held():
            self._process.start()
        other.close()
        self.job: Job | None = None

    @property
    def pid(self) -> int:
        """Return the number of the process."""
        return self._process.pid or 0

    def begin(self, job: Job) -> None:
        """Give it a job; whether it is still alive is found out when it is listened to."""
        self.job = job
        with contextlib.suppress(BrokenPipeError, ConnectionResetError):
            self.connection.send((job.chunk, job.orders))

    def stop(self) -> None:
        """End the process, whatever it does."""
        self.connection.close()
        self._process.kill()
        self._process.join()


def heard(workers: Iterable[Worker], timeout: float | None) -> list[Worker]:
    """Return the busy ones that have something to say, or have ended; wait for one if need be."""
    busy = {worker.connection: worker for worker in workers if worker.job is not None}
    return [busy[one] for one in wait(list(busy), timeout)]  # type: ignore[index] # as given


def _live(connection: Connection, work: Work[Any]) -> None:
    """Do jobs until there are no more, in a process of its own."""
    _die_with_parent()
    opened = cache(partial(_opened, work))

    def announce(number: int) -> None:
        connection.send(("takes", number))

    while True:
        try:
            chunk, orders = connection.recv()
        except (EOFError, OSError):
            return
        connection.send(told(opened, chunk, orders, announce))


def _opened(work: Work[Any]) -> Do[Any]:
    """Return what does the work, with everything compiled and loaded."""
    with at_rest():
        return tidy(work.open())


def _die_with_parent() -> None:
    """Let this process end as soon as the one that started it has ended, whatever it does."""
    parent = multiprocessing.parent_process()
    assert parent is not None  # noqa: S101 (this is a child)

    def watch() -> None:
        wait([parent.sentinel])
        os._exit(1)

    threading.Thread(target=watch, daemon=True).start()
