"""Reporters: outcomes → a report. One module per form, one line each here."""

from __future__ import annotations

import importlib
from collections.abc import Callable, Iterator
from typing import Protocol

import msgspec

from archive.checkout import AS_GIVEN, Checkout
from archive.findings import Severity
from archive.outcome import Outcome, Tally


class Manner(msgspec.Struct, frozen=True, kw_only=True):
    """How a report is to look."""

    language: str = "en"
    is_coloured: bool = False
    most_per_file: int | None = None
    """How many findings of one file a person is shown; machine forms have all."""
    with_left_out: bool = False
    """Whether a person is shown what an output format cannot hold (L201)."""
    is_conversion: bool = False
    """Whether it is told what was converted, and not only what was found."""
    checkout: Checkout = AS_GIVEN
    """The folder below which the readers of a report look for files."""
    failing: frozenset[Severity] = frozenset({Severity.ERROR})
    """What makes a file fail, in reports that say so of a file."""


class Tool(msgspec.Struct, frozen=True, kw_only=True):
    """Which program judged, and by which schema."""

    version: str
    schema_id: str
    schema_sha256: str


class Closing(msgspec.Struct, frozen=True, kw_only=True):
    """What is known when a run has ended."""

    tally: Tally
    seconds: float
    tool: Callable[[], Tool]
    """What judged; asked only by the reports that tell it."""
    status: int | None = None
    """The exit status, where it is known by then."""


class Reporter(Protocol):
    """Tells outcomes as they come; pieces of text to be written one after the other."""

    def tell(self, outcome: Outcome) -> Iterator[str]:
        """Yield what is said of an outcome."""

    def end(self, closing: Closing) -> Iterator[str]:
        """Yield what stands behind the last outcome."""

    def close(self) -> None:
        """Let go of what was kept; nothing is asked of the reporter after it."""


REPORTERS: dict[str, str] = {
    "text": "archive.reporters.text",
    "json": "archive.reporters.json_report",
    "jsonl": "archive.reporters.json_lines",
    "html": "archive.reporters.html",
    "github": "archive.reporters.github",
    "markdown": "archive.reporters.markdown",
    "sarif": "archive.reporters.sarif",
    "gitlab": "archive.reporters.gitlab",
    "junit": "archive.reporters.junit",
}


def reporter(form: str, manner: Manner) -> Reporter:
    """Return the reporter of a form."""
    made: Reporter = importlib.import_module(REPORTERS[form]).make(manner)
    return made
