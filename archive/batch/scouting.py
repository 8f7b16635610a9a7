"""A process that goes ahead of a run and says of each source whether it is as it was.

To look at files and to hash them is half of a run that finds nothing changed; meanwhile this
process reads and writes manifests and tells of the sources before.
"""

from __future__ import annotations

import contextlib
import os
import sys
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import BinaryIO, NoReturn

from archive.batch.sources import Source

Check = Callable[[Source], bool]
"""Says whether a source, and what was made of it, is as it was."""
Said = Callable[[Source], bool | None]
"""Says the same, of sources in their order; ``None``: look yourself."""

MANY = 1_000
"""Sources for which a process is worth starting."""
_MANIFEST_BYTES = range(100_000, 128 * 2**20)
"""Size of a manifest that says something of them, and can be in memory twice."""
_BLOCK = 64
"""Answers that are handed over together."""
_TURNS = 8
"""Of so many blocks the run looks at the last one itself."""
_NO, _YES = b"\0\1"


def is_worthwhile(sources: Sequence[Source], jobs: int, manifest: Path) -> bool:
    """Return whether somebody should go ahead: of many sources, where two processes may run.

    Elsewhere than on Linux a copy of a running process is not sure to work.
    """
    if len(sources) < MANY or jobs < 2 or sys.platform != "linux":
        return False
    try:
        return manifest.stat().st_size in _MANIFEST_BYTES
    except OSError:
        return False


@contextlib.contextmanager
def ahead(opened: Callable[[], Check], sources: Sequence[Source]) -> Iterator[Said]:
    """Give what another process says of most sources; it opens the check by itself.

    When somebody has ended it, nothing more is said.
    """
    import signal

    from archive.batch import interrupts

    reading, writing = os.pipe()
    with interrupts.held():
        pid = os.fork()
        if not pid:
            _go(opened, sources, reading, writing)
    os.close(writing)
    try:
        with os.fdopen(reading, "rb", buffering=_BLOCK) as answers:
            yield _Answers(answers).of
    finally:
        # Where whoever started the run cares for no children, none is left to be waited for.
        with contextlib.suppress(ProcessLookupError, ChildProcessError):
            os.kill(pid, signal.SIGKILL)
            os.waitpid(pid, 0)


class _Answers:
    """What the other process says, source by source; the last one can be asked for again."""

    def __init__(self, answers: BinaryIO) -> None:
        self._answers = answers
        self._number = 0
        self._last: Source | None = None
        self._said: bool | None = None

    def of(self, source: Source) -> bool | None:
        """Return what is said of a source."""
        if source is not self._last:
            answer = self._answers.read(1) if _is_ahead(self._number) else b""
            self._said = answer[0] == _YES if answer else None
            self._last = source
            self._number += 1
        return self._said


def _is_ahead(number: int) -> bool:
    """Return whether a source, by its number, is looked at by the process that goes ahead."""
    return number // _BLOCK % _TURNS < _TURNS - 1


def _go(
    opened: Callable[[], Check], sources: Sequence[Source], reading: int, writing: int
) -> NoReturn:
    """Say of each source how it is, until nobody listens; files of the run are let go of."""
    try:
        os.close(reading)
        os.closerange(3, writing)
        os.closerange(writing + 1, os.sysconf("SC_OPEN_MAX"))
        check = opened()
        for start in filter(_is_ahead, range(0, len(sources), _BLOCK)):
            block = sources[start : start + _BLOCK]
            os.write(writing, bytes([_YES if check(one) else _NO for one in block]))
    finally:
        os._exit(0)
