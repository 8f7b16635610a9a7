"""What an earlier run wrote, struck off as this run writes it again.

A source that has not changed, and whose files are all there, is not worked on again.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from archive.batch import hashing
from archive.batch.hashing import Sha256
from archive.batch.known import Seen, remembered
from archive.batch.manifest import Entry, Files, Line, Lines
from archive.batch.outputs import Folder
from archive.batch.sources import STDIN_NAME, Source, is_elsewhere
from archive.outcome import Outcome
from archive.writers import WRITERS

if TYPE_CHECKING:
    from archive.batch.manifest_line import GrowingLine
    from archive.batch.scouting import Said

_MOST_WAITING = 2**16
"""Bytes of lines that a run which is killed may lose: the manifest in place holds them, too."""


class Setting(msgspec.Struct, frozen=True, kw_only=True):
    """What a manifest is kept for."""

    formats: Sequence[str]
    made: str = ""
    """Digest of everything, beside the sources, that the outputs depend on."""
    folder: Folder | None = None
    is_resumed: bool = False
    """Whether sources that have not changed are passed over."""
    with_left_out: bool = False
    """Whether somebody is told what formats cannot hold."""
    is_interrupted: bool = False
    """Whether lines come from a run that was interrupted, and stand in no manifest."""


class Ahead(msgspec.Struct, frozen=True):
    """What is found out of sources before they are asked for."""

    said: Said | None = None
    """Says whether they, and what was made of them, are as they were, if somebody does."""
    sha256: Sha256 = hashing.sha256


NOTHING_AHEAD = Ahead()


class Ledger:
    """What an earlier run wrote, struck off as this run writes it again."""

    def __init__(self, lines: Lines, setting: Setting, ahead: Ahead = NOTHING_AHEAD) -> None:
        self._lines = lines
        self._setting = setting
        self._kept: dict[str, bytes] = {}
        """Source → its line, which stays as it is."""
        self._waiting: list[bytes] = []
        """Lines of sources that are kept, which go out together."""
        self._waiting_bytes = 0
        self._most_waiting = 0 if setting.is_interrupted else _MOST_WAITING
        self._made: set[str] = set()
        self._passed: list[list[str]] = []
        """Files of sources that are kept, until somebody asks whether they were made."""
        self._gone: Files = {}
        self._growing: GrowingLine | None = None
        self._ahead = ahead

    def earlier(self, source: Source) -> KeptSource | None:
        """Return what the earlier run made of a source, if it and its files are as they were."""
        said = self._ahead.said(source) if self._ahead.said else None
        if not (self.is_as_it_was(source) if said is None else said):
            return None
        entry = self._lines[source.name].entry
        return KeptSource(self, source, entry, [one.path for one in entry.outputs])

    def is_as_it_was(self, source: Source) -> bool:
        """Return whether a source and the files that were made of it are as they were."""
        line = self._lines.get(source.name)
        folder = self._setting.folder
        if line is None or not source.is_file or folder is None or not self._setting.is_resumed:
            return False
        entry = line.entry
        if entry.made != self._setting.made or not entry.is_settled:
            return False
        paths = [one.path for one in entry.outputs]
        if not _are_below(source.stem, paths):
            return False
        try:
            return (
                folder.has(zip(paths, [one.size for one in entry.outputs], strict=True))
                and self._ahead.sha256(source.name) == entry.sha256
            )
        except OSError:
            return False

    def keep(self, source: Source, entry: Entry, paths: list[str]) -> Outcome:
        """Return the outcome of a source that is passed over; its line stays as it is."""
        self._kept[source.name] = self._lines.pop(source.name).raw
        self._passed.append(paths)
        return entry.outcome(with_left_out=self._setting.with_left_out)

    def enter(self, outcome: Outcome) -> Iterator[bytes]:
        """Yield the line of a source, in pieces, when the last of its outcomes is entered."""
        if (kept := self._kept.pop(outcome.path, None)) is not None:
            self._waiting.append(kept)
            self._waiting_bytes += len(kept)
            if self._waiting_bytes > self._most_waiting:
                yield self._waited()
            return
        if self._waiting:
            yield self._waited()
        if self._lines or self._gone:
            self._made.update(one.path for one in outcome.outputs)
        if self._growing is None:
            before = self._lines.pop(outcome.path, None)
            self._growing = _growing(before)
        self._growing.add(outcome)
        if outcome.is_last:
            growing, self._growing = self._growing, None
            stale = {name: one for name, one in growing.stale.items() if self._holds(name)}
            if growing.is_whole:
                self._gone |= {
                    name: one.sha256 for name, one in stale.items() if self._is_ours(name)
                }
            yield from growing.line(outcome, self._setting.made, stale.values())

    def _waited(self) -> bytes:
        lines = b"".join(self._waiting)
        self._waiting.clear()
        self._waiting_bytes = 0
        return lines

    def _holds(self, name: str) -> bool:
        """Return whether an output of an earlier run still stands in the folder."""
        return self._setting.folder is not None and self._setting.folder.holds(name)

    def _is_ours(self, name: str) -> bool:
        """Return whether a file has a format of this run: its release is gone from the source."""
        fitting = [word for word, form in WRITERS.items() if name.endswith(form.suffix)]
        longest = max(fitting, key=lambda word: len(WRITERS[word].suffix), default="")
        return longest in self._setting.formats

    def orphans(self) -> Files:
        """Return the files, sorted, whose source is gone, or whose release is gone from it."""
        found = dict(self._gone)
        for source, line in self._lines.items():
            if not (source == STDIN_NAME or is_elsewhere(source) or Path(source).exists()):
                files = line.files
                found |= {name: one.sha256 for name, one in files.items() if self._holds(name)}
        made = self._all_made() if found else set()
        return {name: found[name] for name in sorted(found) if name not in made}

    def _all_made(self) -> set[str]:
        """Return the files that stand in the outcomes of this run."""
        self._made.update(*self._passed)
        self._passed.clear()
        return self._made

    def rest(self) -> Iterator[bytes]:
        """Yield what waits, and lines of sources that this run did not have but left files."""
        yield self._waited()
        made = self._all_made() if self._lines else set()
        for source in sorted(self._lines):
            left = [
                one
                for name, one in self._lines[source].files.items()
                if name not in made and self._holds(name)
            ]
            if left:
                said = {
                    "src": source, "sha256": None, "outputs": msgspec.to_builtins(left),
                    "status": "left", "problems": [], "stale": [],
                }  # fmt: skip
                from archive.problems import json_line

                yield json_line(said).encode() + b"\n"


def _growing(before: Line | None) -> GrowingLine:
    """Return the line of a source that is worked on, where its line stood before, if it did."""
    from archive.batch.manifest_line import GrowingLine

    return GrowingLine(before.files if before else {})


def _are_below(stem: str, paths: Iterable[str]) -> bool:
    """Return whether files are those of a source; none outside the folder is."""
    for path in paths:
        if not path.startswith(stem) or (".." in path and ".." in path.split("/")):
            return False
    return True


class KeptSource(msgspec.Struct):
    """A source that is as it was, and so are the files that were made of it."""

    ledger: Ledger
    source: Source
    entry: Entry
    paths: list[str]
    """Its files."""

    def outcomes(self) -> tuple[Outcome]:
        """Return what became of it."""
        return (self.ledger.keep(self.source, self.entry, self.paths),)

    def seen(self) -> list[Seen]:
        """Return what its releases are known by."""
        return [remembered(one) for one in self.entry.editions]
