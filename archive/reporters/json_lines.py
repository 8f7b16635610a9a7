"""The report as JSON Lines: a problem in each line, as soon as it is found."""

from __future__ import annotations

import json
from collections.abc import Iterator

from archive.outcome import Outcome
from archive.problems import problem
from archive.reporters import Closing, Manner


class LinesReporter:
    """Tells each finding in a line of JSON."""

    def __init__(self, manner: Manner) -> None:
        self._manner = manner

    def begin(self) -> Iterator[str]:
        """Yield nothing."""
        yield from ()

    def tell(self, outcome: Outcome) -> Iterator[str]:
        """Yield the findings of a source."""
        for one in outcome.findings:
            said = problem(outcome.path, one, self._manner.language)
            yield json.dumps(said, ensure_ascii=False) + "\n"

    def end(self, closing: Closing) -> Iterator[str]:  # noqa: ARG002 (the protocol's name)
        """Yield nothing."""
        yield from ()


make = LinesReporter
