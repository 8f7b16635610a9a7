"""Chunks → results, in the order of the chunks, on one process or several.

A worker that dies (killed, out of memory) loses nothing: its chunk is given to another, which
takes each record by itself and says which one it is about to take. The record with which two
workers in a row ended is passed over, and named.
"""

from __future__ import annotations

import itertools
from collections import Counter, deque
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Any, Generic, Protocol, TypeVar

import msgspec
from msgspec import field
from msgspec.structs import replace

from archive.batch.collector import tidy
from archive.batch.known import Again
from archive.batch.pieces import Chunk
from archive.errors import PhrasedError

if TYPE_CHECKING:
    from archive.batch.workers import Worker

Result = TypeVar("Result")
Result_co = TypeVar("Result_co", covariant=True)
Announce = Callable[[int], object]
"""Says the number, within the chunk, of the record that is taken next."""

_AHEAD = 3
"""Chunks for each worker that are begun before the first of them is asked for."""
_BLAMED = 2
"""Workers that must end with a record before it is passed over."""
_SILENT = 5
"""Workers that may end in a row before they take a record."""


class Orders(msgspec.Struct, frozen=True, kw_only=True):
    """What is known of a chunk besides what it holds; numbers count its records from 0."""

    again: Mapping[int, Again] = field(default_factory=dict)
    """Records that stood elsewhere before."""
    guilty: frozenset[int] = frozenset()
    """Records that no worker survives."""
    is_careful: bool = False
    """Whether each record is taken by itself, and announced."""


PLAIN = Orders()

Do = Callable[[Chunk, Orders, Announce], Result]


class Runs(Protocol[Result_co]):
    """What has work done, here or elsewhere."""

    def run(self, chunks: Iterable[Chunk]) -> Iterator[tuple[Chunk, Result_co]]:
        """Yield each chunk with its result, in order."""

    def redo(self, chunk: Chunk, orders: Orders) -> Result_co:
        """Do a chunk once more, knowing more."""


class Work(Protocol[Result_co]):
    """What is done to chunks; it travels to each worker once."""

    def open(self) -> Do[Result_co]:
        """Return what does it, with everything compiled and loaded."""


class WorkerFault(Exception):  # noqa: N818 (it is the program's own)
    """A fault of the program inside a worker; holds the worker's traceback."""


class WorkersEnd(PhrasedError):  # noqa: N818 (says what happens)
    """Workers end before they can begin."""

    def __init__(self) -> None:
        super().__init__("workers_end", count=_SILENT)


class Job(msgspec.Struct):
    """A chunk under way."""

    chunk: Chunk
    orders: Orders = PLAIN
    announced: int | None = None
    ends: Counter[int] = field(default_factory=Counter)
    """Record → workers that ended with it."""
    silent: int = 0

    def died(self) -> None:
        """Take down that a worker has ended; the next one is more careful."""
        if self.announced in self.orders.guilty:
            raise WorkersEnd
        if self.announced is not None:
            self.ends[self.announced] += 1
            if self.ends[self.announced] >= _BLAMED:
                guilty = self.orders.guilty | {self.announced}
                self.orders = replace(self.orders, guilty=guilty)
        elif self.orders.is_careful:
            self.silent += 1
            if self.silent >= _SILENT:
                raise WorkersEnd
        self.announced = None
        self.orders = replace(self.orders, is_careful=True)


class Engine(Generic[Result]):
    """Does work; used with ``with``. One job at most is done in this process itself."""

    def __init__(self, work: Work[Result], jobs: int, *, is_eager: bool = True) -> None:
        """Prepare for ``jobs`` processes.

        They are started with the first chunk; if not ``is_eager`` that one is done here, and they
        are started when there is another.
        """
        self._work = work
        self._jobs = jobs
        self._is_eager = is_eager
        self._own: Do[Result] | None = None
        self._workers: list[Worker] = []
        self._waiting: deque[Job] = deque()
        self._results: dict[int, Result] = {}

    def __enter__(self) -> Engine[Result]:
        return self

    def __exit__(self, *_: object) -> None:
        for worker in self._workers:
            worker.stop()
        self._workers.clear()

    @property
    def pids(self) -> list[int]:
        """Return the process numbers of the workers."""
        return [worker.pid for worker in self._workers]

    def run(self, chunks: Iterable[Chunk]) -> Iterator[tuple[Chunk, Result]]:
        """Yield each chunk with its result, in order; few chunks are held at a time."""
        left = iter(chunks)
        if self._jobs > 1 and not self._is_eager:
            for chunk in itertools.islice(left, 1):
                yield chunk, self._done_here(chunk, PLAIN)
        begun: deque[Chunk] = deque()
        for chunk in left:
            if self._jobs == 1:
                yield chunk, self._done_here(chunk, PLAIN)
                continue
            self._start()
            begun.append(chunk)
            self._waiting.append(Job(chunk))
            self._serve(timeout=0)
            while len(begun) > self._jobs * _AHEAD or (begun and begun[0].number in self._results):
                yield self._next(begun)
        while begun:
            yield self._next(begun)

    def _start(self) -> None:
        self._workers = self._workers or [self._worker() for _ in range(self._jobs)]

    def _worker(self) -> Worker:
        """Return a new worker; what that takes is imported only now."""
        from archive.batch.workers import Worker

        return Worker(self._work)

    def redo(self, chunk: Chunk, orders: Orders) -> Result:
        """Do a chunk once more, knowing more."""
        return self.entrust(chunk, orders) if self._workers else self._done_here(chunk, orders)

    def entrust(self, chunk: Chunk, orders: Orders) -> Result:
        """Have a chunk done by a worker, and never here: no process may survive it."""
        self._start()
        self._waiting.appendleft(Job(chunk, orders))
        return self._awaited(chunk.number)

    def _done_here(self, chunk: Chunk, orders: Orders) -> Result:
        if self._own is None:
            self._own = tidy(self._work.open())
        return self._own(chunk, orders, unheard)

    def _next(self, begun: deque[Chunk]) -> tuple[Chunk, Result]:
        chunk = begun.popleft()
        return chunk, self._awaited(chunk.number)

    def _awaited(self, number: int) -> Result:
        while number not in self._results:
            self._serve(timeout=None)
        return self._results.pop(number)

    def _serve(self, timeout: float | None) -> None:
        """Give work to idle workers, and take what busy ones have to say."""
        from archive.batch.workers import heard

        self._give()
        for worker in heard(self._workers, timeout):
            self._hear(worker)
        self._give()

    def _give(self) -> None:
        for worker in self._workers:
            if worker.job is None and self._waiting:
                worker.begin(self._waiting.popleft())

    def _hear(self, worker: Worker) -> None:
        job = worker.job
        assert job is not None  # noqa: S101 (idle workers are not listened to)
        try:
            kind, said = worker.connection.recv()
        except (EOFError, OSError):
            job.died()
            worker.stop()
            self._workers[self._workers.index(worker)] = self._worker()
            self._waiting.appendleft(job)
            return
        if kind == "takes":
            job.announced = said
            return
        worker.job = None
        self._results[job.chunk.number] = result((kind, said))


def told(
    opened: Callable[[], Do[Any]], chunk: Chunk, orders: Orders, announce: Announce
) -> tuple[str, Any]:
    """Return what came of a chunk, or why nothing did, so that it can travel to another process."""
    try:
        return "done", opened()(chunk, orders, announce)
    except PhrasedError as error:
        return "phrased", (error.key, error.values)
    except Exception:  # noqa: BLE001 (it is raised again where it arrives)
        import traceback

        return "fault", traceback.format_exc()


def result(told: tuple[str, Any]) -> Any:
    """Return what came of a chunk in another process; raise what it raised."""
    kind, said = told
    if kind == "phrased":
        raise PhrasedError(said[0], **said[1])
    if kind == "fault":
        raise WorkerFault(said)
    return said


def unheard(_: int) -> None:
    """Take an announcement that nobody needs."""
