"""How far a run has come: a bar on a terminal, a line now and then elsewhere."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from archive import messages
from archive.cli import common

if TYPE_CHECKING:
    from rich.progress import Progress as Bar

    from archive.batch.sources import Source
    from archive.outcome import Outcome

_EVERY = 10_000
_EVERY_IF_VERBOSE = 1_000
_PATIENCE_SECONDS = 2.0
"""A run that is shorter needs no bar."""


class Progress:
    """Tells on stderr how far a run has come; used with ``with``."""

    def __init__(self, sources: Iterable[Source], options: dict[str, Any]) -> None:
        self._language = common.language(options["lang"])
        self._every = _EVERY_IF_VERBOSE if options["verbose"] else _EVERY
        self._is_quiet = bool(options["quiet"])
        self._is_drawn = not self._is_quiet and sys.stderr.isatty()
        self._sources = list(sources)
        self._sizes: list[int] = []
        self._bytes = self._part = 0
        self._releases = 0
        self._files = 0
        self._start = time.monotonic()
        self._bar: Bar | None = None
        self._task: Any = None

    def __enter__(self) -> Progress:
        return self

    def __exit__(self, *_: object) -> None:
        if self._bar is not None:
            self._bar.stop()

    def step(self, outcome: Outcome) -> None:
        """Take what became of a source, or of a part of it."""
        before = self._releases
        self._releases += outcome.releases
        self._files += outcome.is_last
        if self._is_quiet:
            return
        if self._is_drawn:
            self._draw(outcome)
        elif self._releases // self._every > before // self._every:
            common.say(self._told())

    def _told(self) -> str:
        return messages.phrase(
            "progress", self._language, releases=self._releases, files=self._files,
            total=len(self._sources), rate=round(self._rate()),
        )  # fmt: skip

    def _rate(self) -> float:
        """Return releases a second."""
        return self._releases / max(time.monotonic() - self._start, 0.001)

    def _draw(self, outcome: Outcome) -> None:
        """Draw the bar, once the run has lasted long enough."""
        if not self._sizes:
            self._sizes = [_size(source) for source in self._sources]
        current = self._sizes[self._files - outcome.is_last]
        self._part = 0 if outcome.is_last else min(self._part + outcome.size, current)
        self._bytes += current if outcome.is_last else 0
        if self._bar is None and time.monotonic() - self._start >= _PATIENCE_SECONDS:
            self._begin()
        if self._bar is not None:
            told = messages.phrase(
                "progress_rate", self._language, releases=self._releases, rate=round(self._rate())
            )
            self._bar.update(self._task, completed=self._bytes + self._part, told=told)

    def _begin(self) -> None:
        from rich.console import Console
        from rich.progress import BarColumn, Progress, TextColumn, TimeRemainingColumn

        columns = (BarColumn(), TextColumn("{task.fields[told]}"), TimeRemainingColumn())
        self._bar = Progress(*columns, console=Console(stderr=True), transient=True)
        self._task = self._bar.add_task("", total=sum(self._sizes), told="")
        self._bar.start()


def _size(source: Source) -> int:
    """Return the bytes of a source; 0 of what cannot be asked."""
    try:
        return 0 if source.is_stdin else source.size_bytes()
    except OSError:
        return 0
