"""From what was named on the command line to the sources that are read, in a stable order."""

from __future__ import annotations

import glob
import os
import stat
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from archive.errors import ArchiveError
from archive.readers import READERS

STDIN = "-"
_DEFAULT = ("json", "jsonl")
"""Formats that a folder walk takes when none is named."""
_NOT_BY_DEFAULT = (".ninjs.json",)
_MAGIC = "*?["


class NothingFound(ArchiveError):  # noqa: N818 (says what happened)
    """A pattern or a folder that holds nothing to read."""

    def __init__(self, pattern: str) -> None:
        self.pattern = pattern
        super().__init__(pattern)


@dataclass(frozen=True, slots=True)
class Source:
    """A file to be read, or standard input.

    ``name`` is what messages call it; ``relative`` is its place below the folder that was named
    (or its own name), which its outputs mirror; ``format`` is empty where no reader takes it.
    """

    path: Path | None
    name: str
    relative: str
    format: str

    @property
    def stem(self) -> str:
        """Return the relative name without the suffix of its format."""
        for suffix in (".ninjs.json", ".json", ".jsonl", ".ndjson"):
            if self.relative.lower().endswith(suffix):
                return self.relative[: -len(suffix)]
        return self.relative.rpartition(".")[0] or self.relative


@dataclass(slots=True)
class Found:
    """The sources, and what was named but cannot be read."""

    sources: list[Source] = field(default_factory=list)
    missing: list[tuple[str, str]] = field(default_factory=list)
    """(name, why): ``missing``, ``special`` or ``empty``."""


def find(
    names: Iterable[str], *, source_format: str | None = None, leave_out: Path | None = None
) -> Found:
    """Return the sources that names stand for: files, folders, patterns, standard input.

    Each file is taken once, however often it is named. ``leave_out`` is a folder (that of the
    outputs) whose files a folder walk passes over.
    """
    found = Found()
    seen: set[Path] = set()
    for name in names:
        before = len(found.sources) + len(found.missing)
        for source in _named(name, source_format, leave_out, found):
            key = source.path.resolve() if source.path else Path(STDIN)
            if key not in seen:
                seen.add(key)
                found.sources.append(source)
        if len(found.sources) + len(found.missing) == before and not _is_known(name, seen):
            found.missing.append((name, "empty"))
    return found


def _is_known(name: str, seen: set[Path]) -> bool:
    return name == STDIN or (Path(name).is_file() and Path(name).resolve() in seen)


def _named(
    name: str, source_format: str | None, leave_out: Path | None, found: Found
) -> Iterator[Source]:
    if name == STDIN:
        yield Source(None, "<stdin>", "stdin", source_format or "")
        return
    path = Path(name)
    try:
        mode = path.stat().st_mode
    except (OSError, ValueError):
        if any(sign in name for sign in _MAGIC):
            for match in sorted(glob.glob(name, recursive=True)):  # noqa: PTH207 (a text pattern)
                if Path(match).is_file():
                    yield _file(Path(match), Path(match).name, source_format)
        else:
            found.missing.append((name, "missing"))
        return
    if stat.S_ISDIR(mode):
        yield from _below(path, source_format, leave_out)
    elif stat.S_ISREG(mode):
        yield _file(path, path.name, source_format)
    else:
        found.missing.append((name, "special"))


def _below(folder: Path, source_format: str | None, leave_out: Path | None) -> Iterator[Source]:
    """Yield the files of a folder and of those below it, sorted, without those that begin with a dot."""
    passed_over = leave_out.resolve() if leave_out else None
    for root, folders, files in os.walk(folder):
        kept = sorted(one for one in folders if not one.startswith("."))
        folders[:] = [one for one in kept if (Path(root) / one).resolve() != passed_over]
        for file in sorted(files):
            path = Path(root) / file
            if not file.startswith(".") and _is_wanted(file, source_format) and path.is_file():
                yield _file(path, path.relative_to(folder).as_posix(), source_format)


def _is_wanted(file: str, source_format: str | None) -> bool:
    name = file.lower()
    if source_format is not None:
        return name.endswith(READERS[source_format].suffixes)
    if name.endswith(_NOT_BY_DEFAULT):
        return False
    return any(name.endswith(READERS[one].suffixes) for one in _DEFAULT)


def _file(path: Path, relative: str, source_format: str | None) -> Source:
    return Source(path, path.as_posix(), relative, source_format or _format(path.name))


def _format(name: str) -> str:
    """Return the format that a suffix stands for, or nothing."""
    lower = name.lower()
    for word in ("ninjs", "jsonl", "json"):
        suffixes = READERS[word].suffixes[:1] if word == "ninjs" else READERS[word].suffixes
        if lower.endswith(suffixes):
            return word
    return ""
