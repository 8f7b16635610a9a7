"""The report as JSON Lines: a problem in each line, as soon as it is found."""

from __future__ import annotations

from collections.abc import Iterator

from archive.outcome import Outcome
from archive.problems import json_line, problem
from archive.reporters import Closing, Manner


class LinesReporter:
    """Tells each finding in a line of JSON."""

    def __init__(self, manner: Manner) -> None:
        self._manner = manner

    def tell(self, outcome: Outcome) -> Iterator[str]:
        """Yield the findings of a source."""
        for one in outcome.findings:
            yield json_line(problem(outcome.path, one, self._manner.language)) + "\n"

    def end(self, closing: Closing) -> Iterator[str]:  # noqa: ARG002 (the protocol's name)
        """Yield nothing."""
        yield from ()

    def close(self) -> None:
        """Do nothing: nothing is kept."""


make = LinesReporter
