"""The report as one JSON document, version 1; its shape is part of what the program promises."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from archive.outcome import Outcome, Tally
from archive.problems import json_line, problem
from archive.reporters import Closing, Manner
from archive.spool import Spool

VERSION = 1


class JsonReporter:
    """Keeps files and problems, on disk when they are many, and writes them behind the summary."""

    def __init__(self, manner: Manner) -> None:
        self._manner = manner
        self._files = _List("files")
        self._problems = _List("problems")
        self._is_valid = True

    def tell(self, outcome: Outcome) -> Iterator[str]:
        """Keep an outcome; a source of several parts is one file."""
        self._is_valid = self._is_valid and outcome.is_valid
        if outcome.is_last:
            entry = {"path": outcome.path, "sha256": outcome.sha256, "valid": self._is_valid}
            if outcome.obstacle is not None:
                entry["error"] = outcome.obstacle.reason
            self._files.add(entry)
            self._is_valid = True
        for one in outcome.findings:
            self._problems.add(problem(outcome.path, one, self._manner.language))
        yield from ()

    def end(self, closing: Closing) -> Iterator[str]:
        """Yield the document."""
        tool = closing.tool()
        head = {
            "version": VERSION,
            "tool": {"name": "press-archive", "version": tool.version},
            "schema": {"id": tool.schema_id, "sha256": tool.schema_sha256},
            "summary": _summary(closing.tally, closing.seconds),
        }
        yield json.dumps(head, ensure_ascii=False, indent=1).removesuffix("\n}")
        yield from self._files.pieces()
        yield from self._problems.pieces()
        yield "\n}\n"

    def close(self) -> None:
        """Let go of the lists."""
        self._files.close()
        self._problems.close()


def _summary(tally: Tally, seconds: float) -> dict[str, Any]:
    known = {"known": tally.known} if tally.known else {}
    return {
        "files": tally.files,
        "valid": tally.valid,
        "invalid": tally.invalid,
        "errors": tally.errors,
        "warnings": tally.warnings,
        **known,
        "seconds": round(seconds, 3),
    }


class _List:
    """A list that grows with the run, but not in memory."""

    def __init__(self, name: str) -> None:
        self._name = name
        self._kept = Spool()

    def add(self, entry: dict[str, Any]) -> None:
        """Add an entry in a line of its own."""
        self._kept.write(f"{',' if self._kept.writes else ''}\n  {json_line(entry)}")

    def pieces(self) -> Iterator[str]:
        """Yield the list as a member of an object that has others before it."""
        yield f',\n "{self._name}": ['
        yield from self._kept.pieces()
        yield "\n ]" if self._kept.writes else "]"

    def close(self) -> None:
        """Give back its memory, or its file."""
        self._kept.close()


make = JsonReporter
