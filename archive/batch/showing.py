"""In a worker: what a report shows of a piece: releases, lines of the source, and the slowest."""

from __future__ import annotations

import heapq
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from archive.batch.excerpts import MOST_EXCERPTS, excerpts
from archive.batch.judging import GROUP, Record
from archive.batch.outcomes import Growing
from archive.batch.pieces import Piece
from archive.batch.terms import Terms
from archive.findings import Position, Severity
from archive.outcome import MOST_TIMINGS, Proof, Timing
from archive.proofs import proof

MOST_PROOFS = 25
"""How many releases of a piece are shown, of those with errors and of the others."""


@dataclass(slots=True)
class Shown:
    """What is shown of one piece."""

    piece: Piece
    largest: int
    proofs: list[Proof] = field(default_factory=list)
    places: list[Position] = field(default_factory=list)
    timings: list[Timing] = field(default_factory=list)
    _left: dict[bool, int] = field(default_factory=lambda: {True: MOST_PROOFS, False: MOST_PROOFS})

    def take(self, record: Record) -> None:
        """Take a record in which something was found; of one that cannot be read, the lines."""
        if not record.findings:
            return
        if record.document is None:
            room = MOST_EXCERPTS - len(self.places)
            places = (one.position for one in record.findings if one.position is not None)
            self.places += list(places)[:room]
            return
        is_faulty = any(one.severity is Severity.ERROR for one in record.findings)
        made = proof(record.document, record.findings) if self._left[is_faulty] else None
        if made is not None:
            self._left[is_faulty] -= 1
            self.proofs.append(made)

    def time(self, record: Record, seconds: float) -> None:
        """Take how long the work on a record took, if that was long."""
        if len(self.timings) >= MOST_TIMINGS and seconds <= self.timings[0].seconds:
            return
        place = record.specimen.first if record.specimen else record.places.find("")
        timing = Timing(
            seconds=seconds, path=self.piece.source.name, line=place.line if place else 0
        )
        heapq.heappush(self.timings, timing)
        if len(self.timings) > MOST_TIMINGS:
            heapq.heappop(self.timings)

    def told(self) -> dict[str, Any]:
        """Return the fields of an outcome."""
        return {
            "proofs": tuple(self.proofs),
            "excerpts": excerpts(self.piece, self.places, largest=self.largest),
            "slowest": tuple(self.timings),
        }


class Watch:
    """Times the work on the records of a chunk, where a report tells it."""

    def __init__(self, growing: Sequence[Growing], terms: Terms) -> None:
        self._growing = growing
        self._is_on = terms.is_shown
        self.group_size = 1 if self._is_on else GROUP
        """Records that are to be worked on at once: only one by itself can be timed."""
        for one in growing if self._is_on else ():
            one.shown = Shown(one.piece, terms.largest_bytes)
        self._since = time.perf_counter()

    def took(self, group: Sequence[Record]) -> None:
        """Take down how long a group took, since the one before."""
        if not self._is_on:
            return
        now = time.perf_counter()
        for record in group:
            shown = self._growing[record.piece].shown
            if shown is not None and record.obstacle is None:
                shown.time(record, (now - self._since) / len(group))
        self._since = now
