"""Chunks → results on the workers of a cluster (dask.distributed), in the order of the chunks.

The cluster is there already: a scheduler and workers, each with the same program as this one. A
worker that ends loses nothing, its chunks are given to others. A chunk with which several workers
ended is done by processes of this machine, which find out what record it is.
"""

from __future__ import annotations

import asyncio
import contextlib
import hashlib
import logging
import pickle
import threading
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from functools import cache, lru_cache, partial
from importlib import metadata
from pathlib import Path
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from archive.batch.engine import PLAIN, Do, Engine, Orders, Work, result, told, unheard
from archive.batch.pieces import Chunk
from archive.cluster.extra import needing_extra
from archive.contracts import contract
from archive.errors import PhrasedError

if TYPE_CHECKING:
    from distributed import Client, Future

Result = TypeVar("Result")

_AHEAD = 3
"""Chunks for each worker that are begun before the first of them is asked for."""
_ANSWER_SECONDS = 20
"""How long a scheduler may take to answer, and then to name its first worker."""
_LOST_SECONDS = 30
"""How often it is asked, while a result is awaited, whether there are workers at all."""
_RETRIES = 3
_CONTRACTS = ("release.schema.json", "context.jsonld", "mediatopics.json", "regions.json")
_LIBRARIES = ("lxml", "msgspec", "pyoxigraph", "zstandard")
"""What outputs depend on beside the program itself."""


class Unreachable(PhrasedError):  # noqa: N818 (says what is wrong)
    """No scheduler answers."""

    def __init__(self, address: str, reason: str) -> None:
        super().__init__("cluster_unreachable", address=address, reason=reason)


class NoWorkers(PhrasedError):  # noqa: N818 (says what is wrong)
    """A scheduler has no workers, or has none any more."""

    def __init__(self, address: str) -> None:
        super().__init__("cluster_without_workers", address=address)


class Lost(PhrasedError):  # noqa: N818 (says what happened)
    """The scheduler has gone, or cannot go on."""

    def __init__(self, address: str, reason: object) -> None:
        super().__init__("cluster_lost", address=address, reason=reason)


class OtherProgram(PhrasedError):  # noqa: N818 (says what is wrong)
    """A worker would not write the same bytes, or none."""

    def __init__(self, worker: str) -> None:
        super().__init__("cluster_other_program", worker=worker)


@contextlib.contextmanager
def connected(address: str) -> Iterator[Callable[[Work[Result]], ClusterEngine[Result]]]:
    """Yield what opens engines on the cluster at an address.

    Raises:
        ExtraMissing: the libraries are not there.
        Unreachable: nothing answers there.
        NoWorkers: there is nobody to do the work.
        Lost: what answered has gone again.
    """
    with needing_extra():
        import dask
        from distributed import Client
    try:
        asyncio.run(_greet(address))
    except Exception as error:  # another kind of server may answer anything
        raise Unreachable(address, str(error) or type(error).__name__) from error
    logging.getLogger("distributed").setLevel(logging.CRITICAL)  # what matters is said here
    # A chunk may hold a large record; that is no mistake of the caller.
    with dask.config.set({"distributed.admin.large-graph-warning-threshold": "1GiB"}):
        with _going_on(address):
            client = Client(address, timeout=_ANSWER_SECONDS, set_as_default=False)
        try:
            with _going_on(address):
                _meet_workers(client, address)
            yield partial(ClusterEngine, client, address)
        finally:
            client.close()


@contextlib.contextmanager
def _going_on(address: str) -> Iterator[None]:
    """Say as our own errors what the libraries of a cluster say when it does not go on.

    Raises:
        Lost: the scheduler has gone; any call may be the first that finds out.
    """
    from distributed import KilledWorker

    try:
        yield
    except (PhrasedError, KilledWorker):
        raise
    except Exception as error:  # of many classes
        first, *_ = (*str(error).splitlines(), "")
        raise Lost(address, f"{type(error).__name__}: {first}") from error


async def _greet(address: str) -> None:
    """Find out whether a scheduler answers: a client would wait for ever for another server."""
    from distributed.comm import connect
    from distributed.security import Security

    how = Security().get_connection_args("client")
    met = connect(address, timeout=_ANSWER_SECONDS, **how)
    comm = await asyncio.wait_for(met, _ANSWER_SECONDS)
    await comm.close()


def _meet_workers(client: Client, address: str) -> None:
    """Wait for a worker; refuse those that do not have the program: its tasks would end them."""
    try:
        client.wait_for_workers(1, timeout=_ANSWER_SECONDS)
    except TimeoutError as error:
        raise NoWorkers(address) from error
    versions = client.run(metadata.version, "press-archive", on_error="return")
    for worker, version in sorted(versions.items()):
        if version != metadata.version("press-archive"):
            raise OtherProgram(worker)


class ClusterEngine(Generic[Result]):
    """Does work; used with ``with``."""

    def __init__(self, client: Client, address: str, work: Work[Result]) -> None:
        self._client = client
        self._address = address
        self._work = pickle.dumps(work)
        self._here = Engine(work, 2)
        self._begun: deque[tuple[Chunk, Future]] = deque()

    def __enter__(self) -> ClusterEngine[Result]:
        return self

    def __exit__(self, *error: object) -> None:
        futures = [future for _, future in self._begun]
        if error[0] is GeneratorExit:  # the run stops here; nothing is to be put behind it
            self._await_all(futures)
        with contextlib.suppress(Lost), _going_on(self._address):
            self._client.cancel(futures)
        self._here.__exit__(*error)

    def _await_all(self, futures: Any) -> None:
        from distributed import wait

        with contextlib.suppress(TimeoutError):
            wait(futures, timeout=_LOST_SECONDS)

    def run(self, chunks: Iterable[Chunk]) -> Iterator[tuple[Chunk, Result]]:
        """Yield each chunk with its result, in order; few chunks are held at a time."""
        begun = self._begun
        for chunk in chunks:
            begun.append((chunk, self._begin(chunk, PLAIN)))
            most = _AHEAD * max(1, self._workers())
            while len(begun) > most or (begun and begun[0][1].done()):
                yield self._next()
        while begun:
            yield self._next()

    def _next(self) -> tuple[Chunk, Result]:
        chunk, future = self._begun.popleft()
        return chunk, self._awaited(chunk, PLAIN, future)

    def redo(self, chunk: Chunk, orders: Orders) -> Result:
        """Do a chunk once more, knowing more."""
        return self._awaited(chunk, orders, self._begin(chunk, orders))

    def _workers(self) -> int:
        with _going_on(self._address):
            return len(self._client.nthreads())

    def _begin(self, chunk: Chunk, orders: Orders) -> Future:
        job = pickle.dumps((chunk, orders))
        with _going_on(self._address):
            return self._client.submit(
                done, self._work, job, program(), retries=_RETRIES, pure=False,
                priority=0 if orders == PLAIN else 1,
            )  # fmt: skip

    def _awaited(self, chunk: Chunk, orders: Orders, future: Future) -> Result:
        from distributed import KilledWorker

        try:
            kind, said = self._said(future)
        except KilledWorker:
            return self._here.entrust(chunk, orders)
        if kind == "other":
            raise OtherProgram(said)
        came: Result = result((kind, said))
        return came

    def _said(self, future: Future) -> tuple[str, Any]:
        """Return what a worker has to say."""
        while True:
            with _going_on(self._address), contextlib.suppress(TimeoutError):
                said: tuple[str, Any] = future.result(timeout=_LOST_SECONDS)
                return said
            if not self._workers():
                raise NoWorkers(self._address)


# in a worker

_ONE_AT_A_TIME = threading.Lock()
"""A worker may have several threads; the graph and the judge of this program serve one."""


def done(work: bytes, job: bytes, ours: str) -> tuple[str, Any]:
    """Return what became of a chunk, or why nothing did, so that it can travel."""
    if program() != ours:
        from distributed import get_worker

        return "other", get_worker().address
    chunk, orders = pickle.loads(job)  # noqa: S301 (from whom this worker takes its orders)
    with _ONE_AT_A_TIME:
        return told(partial(_opened, work), chunk, orders, unheard)


@lru_cache(maxsize=2)
def _opened(work: bytes) -> Do[Any]:
    """Return what does the work, with everything compiled and loaded; kept for the next chunk."""
    do: Do[Any] = pickle.loads(work).open()  # noqa: S301 (from whom this worker takes its orders)
    return do


@cache
def program() -> str:
    """Return a digest of the program as it is installed: the same one writes the same bytes."""
    whole = hashlib.sha256()
    top = Path(__file__).parent.parent
    for path in sorted((*top.rglob("*.py"), *top.rglob("*.toml"))):
        whole.update(path.relative_to(top).as_posix().encode() + b"\0")
        whole.update(hashlib.sha256(path.read_bytes()).digest())
    for name in _CONTRACTS:
        whole.update(hashlib.sha256(contract(name)).digest())
    for library in _LIBRARIES:
        whole.update(f"{library} {metadata.version(library)}\n".encode())
    return whole.hexdigest()
