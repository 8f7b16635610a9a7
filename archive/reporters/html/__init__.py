"""The report as a page for people who do not program: one file, no script, nothing fetched."""

from __future__ import annotations

import heapq
from collections.abc import Iterator

from archive.findings import Severity
from archive.outcome import MOST_TIMINGS, Outcome, Timing
from archive.reporters import Closing, Manner
from archive.reporters.html.page import Facts, Part, pieces
from archive.reporters.html.sheets import Gathered, Sheets
from archive.spool import Spool

_PARTS = {Severity.ERROR: "bad", Severity.WARNING: "remarks", Severity.INFO: "remarks"}


class HtmlReporter:
    """Keeps what is shown of each source, on disk when it is much; the page begins with the sum."""

    def __init__(self, manner: Manner) -> None:
        self._manner = manner
        self._sheets = Sheets(manner.language)
        self._parts = {"bad": Part(Spool()), "remarks": Part(Spool())}
        self._facts = Facts()
        self._gathered: Gathered | None = None

    def tell(self, outcome: Outcome) -> Iterator[str]:
        """Keep an outcome; a source of several parts is shown when its last one has come."""
        facts = self._facts
        facts.count(outcome)
        self._time(outcome.slowest)
        gathered = self._gathered or Gathered(outcome.path)
        self._gathered = None if outcome.is_last else gathered
        gathered.add(outcome)
        if outcome.obstacle is not None:
            facts.unread(outcome.obstacle)
        elif outcome.is_last:
            self._keep(gathered)
        yield from ()

    def _keep(self, gathered: Gathered) -> None:
        """Keep what is shown of a whole source."""
        worst = gathered.worst
        if worst is None:
            if not gathered.is_known:
                self._facts.good(gathered.path)
            return
        part = self._parts[_PARTS[worst]]
        if part.has_room:
            part.add(self._sheets.source(gathered))
        else:
            part.name(gathered.path, gathered.counts, self._manner.language)

    def _time(self, timings: tuple[Timing, ...]) -> None:
        """Keep the releases that took longest."""
        slowest = self._facts.slowest
        for one in timings:
            heapq.heappush(slowest, one)
            if len(slowest) > MOST_TIMINGS:
                heapq.heappop(slowest)

    def end(self, closing: Closing) -> Iterator[str]:
        """Yield the page."""
        yield from pieces(self._manner, closing, self._facts, self._parts, self._sheets.first)

    def close(self) -> None:
        """Let go of what was kept."""
        for part in self._parts.values():
            part.spool.close()


make = HtmlReporter
