"""The report as one JSON document, version 1; its shape is part of what the program promises."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from archive.outcome import Outcome
from archive.problems import problem
from archive.reporters import Closing, Manner

VERSION = 1


class JsonReporter:
    """Collects files and problems, and writes them at the end."""

    def __init__(self, manner: Manner) -> None:
        self._manner = manner
        self._files: list[dict[str, Any]] = []
        self._problems: list[dict[str, Any]] = []

    def begin(self) -> Iterator[str]:
        """Yield nothing."""
        yield from ()

    def tell(self, outcome: Outcome) -> Iterator[str]:
        """Remember an outcome."""
        self._files.append(
            {"path": outcome.path, "sha256": outcome.sha256, "valid": outcome.is_valid}
        )
        self._problems += [
            problem(outcome.path, one, self._manner.language) for one in outcome.findings
        ]
        yield from ()

    def end(self, closing: Closing) -> Iterator[str]:
        """Yield the document."""
        tally = closing.tally
        whole = {
            "version": VERSION,
            "tool": {"name": "press-archive", "version": closing.version},
            "schema": {"id": closing.schema_id, "sha256": closing.schema_sha256},
            "summary": {
                "files": tally.files,
                "valid": tally.valid,
                "invalid": tally.invalid,
                "errors": tally.errors,
                "warnings": tally.warnings,
                "seconds": round(closing.seconds, 3),
            },
            "files": self._files,
            "problems": self._problems,
        }
        yield json.dumps(whole, ensure_ascii=False, indent=1) + "\n"


make = JsonReporter
