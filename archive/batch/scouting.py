"""A process that goes ahead of a run and says of each source whether it is as it was.

To look at files and to hash them is half of a run that finds nothing changed; meanwhile this
process reads and writes manifests and tells of the sources before.
"""

from __future__ import annotations

import contextlib
import os
import signal
import sys
from collections.abc import Callable, Collection, Iterator, Sequence
from typing import BinaryIO, NoReturn

from archive.batch.sources import Source

Check = Callable[[Source], bool]
"""Says whether a source, and what was made of it, is as it was."""

_MANY = 1_000
"""Sources for which a process is worth starting."""
_BLOCK = 64
"""Answers that are handed over together."""
_TURNS = 5
"""Of so many blocks the run looks at the last one itself, since it has other work, too."""
_YES = 1


def _is_ahead(number: int) -> bool:
    """Return whether a source, by its number, is looked at by the process that goes ahead."""
    return number // _BLOCK % _TURNS < _TURNS - 1


def is_worthwhile(sources: Sequence[Source], jobs: int, known: Collection[str]) -> bool:
    """Return whether somebody should go ahead: of many sources, where two processes may run.

    Elsewhere than on Linux a copy of a running process is not sure to work.
    """
    return min(len(sources), len(known)) >= _MANY and jobs > 1 and sys.platform == "linux"


@contextlib.contextmanager
def ahead(check: Check, sources: Sequence[Source]) -> Iterator[Check]:
    """Give a check that says the same sooner, of the sources in their order.

    What the other process cannot say, since somebody has ended it, is checked here.
    """
    reading, writing = os.pipe()
    with _uninterrupted():
        pid = os.fork()
        if not pid:
            _go(check, sources, reading, writing)
    os.close(writing)
    try:
        with os.fdopen(reading, "rb", buffering=_BLOCK) as answers:
            yield _Answers(answers, check).of
    finally:
        os.kill(pid, signal.SIGKILL)
        os.waitpid(pid, 0)


class _Answers:
    """What the other process says, source by source; the last one can be asked for again."""

    def __init__(self, answers: BinaryIO, check: Check) -> None:
        self._answers = answers
        self._check = check
        self._last: Source | None = None
        self._is_same = False
        self._number = 0

    def of(self, source: Source) -> bool:
        """Return what is said of a source."""
        if source is not self._last:
            answer = self._answers.read(1) if _is_ahead(self._number) else b""
            self._is_same = answer[0] == _YES if answer else self._check(source)
            self._last = source
            self._number += 1
        return self._is_same


@contextlib.contextmanager
def _uninterrupted() -> Iterator[None]:
    """Let a process begin that Ctrl-C does not reach: it ends with the one that began it."""
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _go(check: Check, sources: Sequence[Source], reading: int, writing: int) -> NoReturn:
    """Say of each source how it is, until nobody listens; files of the run are let go of."""
    try:
        os.close(reading)
        os.closerange(3, writing)
        os.closerange(writing + 1, os.sysconf("SC_OPEN_MAX"))
        for start in filter(_is_ahead, range(0, len(sources), _BLOCK)):
            block = sources[start : start + _BLOCK]
            os.write(writing, bytes(map(check, block)))  # 0 or 1
    finally:
        os._exit(0)
