"""The line of a source in a manifest, as it grows while the source is worked on."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from typing import IO, Any

import msgspec

from archive.batch.manifest import Written
from archive.findings import Finding
from archive.outcome import Outcome
from archive.problems import json_line

_MOST_CHARACTERS = 2**20


class GrowingLine:
    """The line of a source, part by part; its lists may be long, and do not stay in memory then."""

    def __init__(self, before: dict[str, Written]) -> None:
        self.stale = before
        """Files of the earlier run that were not made again so far."""
        self.is_whole = True
        """Whether all its releases were converted so far."""
        self._outputs, self._problems, self._editions = _List(), _List(), _List()
        self._counts: Counter[str] = Counter()
        self._is_valid = True
        self._has_obstacle = False

    def add(self, outcome: Outcome) -> None:
        """Take a part."""
        for one in outcome.outputs:
            self.stale.pop(one.path, None)
            self._outputs.add({"path": one.path, "sha256": one.sha256, "size": one.size})
        for found in outcome.findings:
            self._problems.add(_problem(found))
        for edition in outcome.editions:
            self._editions.add(edition)
        self._counts["releases"] += outcome.releases
        self._counts["converted"] += outcome.converted
        self._counts["held"] += outcome.held_back
        self._is_valid = self._is_valid and outcome.is_valid
        self._has_obstacle = self._has_obstacle or outcome.obstacle is not None
        self.is_whole = self._is_valid and not self._counts["held"]

    def _status(self) -> str:
        if self._has_obstacle:
            return "error"
        if not self._is_valid:
            return "failed"
        return "held" if self._counts["held"] and not self._counts["converted"] else "ok"

    def line(self, outcome: Outcome, made: str, stale: Iterable[Written]) -> Iterator[bytes]:
        """Yield the line."""
        start = json_line({"src": outcome.path, "sha256": outcome.sha256}).removesuffix("}")
        yield f'{start}, "outputs": ['.encode()
        yield from self._outputs.pieces()
        yield f'], "status": {json_line(self._status())}, "problems": ['.encode()
        yield from self._problems.pieces()
        end = {"stale": msgspec.to_builtins(list(stale)), "made": made} | {
            name: self._counts[name] for name in ("releases", "converted", "held")
        }
        yield f'], {json_line(end)[1:-1]}, "editions": ['.encode()
        yield from self._editions.pieces()
        yield b"]}\n"


class _List:
    """A list in JSON that grows, on disk when it is long."""

    def __init__(self) -> None:
        self._members: list[str] = []
        self._size = 0
        self._kept: IO[bytes] | None = None

    def add(self, member: Any) -> None:
        """Add a member."""
        text = json_line(member)
        self._members.append(text)
        self._size += len(text)
        if self._size > _MOST_CHARACTERS:
            self._kept = self._kept or _temporary_file()
            self._kept.write(self._written())
            self._members, self._size = [""], 0  # the next one has a comma before it

    def pieces(self) -> Iterator[bytes]:
        """Yield the members, with commas between them."""
        if self._kept is not None:
            self._kept.seek(0)
            while piece := self._kept.read(_MOST_CHARACTERS):
                yield piece
            self._kept.close()
        yield self._written()

    def _written(self) -> bytes:
        return ", ".join(self._members).encode()


def _temporary_file() -> IO[bytes]:
    """Return a file without a name."""
    import tempfile

    return tempfile.TemporaryFile()


def _problem(one: Finding) -> dict[str, Any]:
    said: dict[str, Any] = {
        "code": one.code,
        "severity": one.severity.value,
        "pointer": one.pointer,
        "line": one.position.line if one.position else None,
        "column": one.position.column if one.position else None,
        "params": dict(one.params),
    }
    return said | ({"variant": one.variant} if one.variant else {})
