"""What an earlier run said of each file, kept by the digest of the file's bytes.

A cache is a folder. It has a file for each way of asking (``asking.made``): a line that says of
which bytes the rest is, then a line for each file that was judged. What a file says of others is
not in it: a release that comes twice is found anew by every run (R128, R129).
"""

from __future__ import annotations

import hashlib
import itertools
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import msgspec

from archive.batch import hashing
from archive.batch.known import Seen, remembered
from archive.batch.outputs import NewFile, Unwritable, naming
from archive.batch.sources import Source, packed_suffix
from archive.findings import Finding
from archive.messages import can_be_told
from archive.outcome import Outcome

_TITLE = b"press-archive cache 1 "
_SUFFIX = ".cache"
_LARGEST_FILE = 4 * 2**20
"""Bytes of a file that is kept in mind: one that is judged as a whole."""
_LARGEST_LINE = 2**16
_LARGEST_CACHE = 64 * 2**20
"""Bytes of a file of the cache, some 200,000 files that were judged."""
_MOST_WAYS = 8
"""How many ways of asking a folder keeps."""
_OF_OTHERS = frozenset({"R128", "R129"})
_UNKEPT = frozenset({"J009", "J013", "J016"})
"""Codes that hang on more than bytes and format: a limit, a name, a worker that ended."""
_DIGITS = 64


class Entry(msgspec.Struct, array_like=True, gc=False):
    """What was said of a file."""

    releases: int
    editions: list[Seen]
    findings: tuple[Finding, ...] = ()


_DECODER = msgspec.json.Decoder(Entry)
_ENCODER = msgspec.json.Encoder(order="sorted")


@dataclass(slots=True)
class CachedSource:
    """A file that has been judged."""

    source: Source
    sha256: str
    entry: Entry

    def outcomes(self) -> tuple[Outcome]:
        """Return what was said of it."""
        said = Outcome(
            path=self.source.name, sha256=self.sha256, findings=self.entry.findings,
            releases=self.entry.releases,
        )  # fmt: skip
        return (said,)

    def seen(self) -> Sequence[Seen]:
        """Return what its releases are known by."""
        return self.entry.editions


class Cache:
    """The files that were judged, as far as they were judged in the same way; used with ``with``.

    What is new is written at the end, however the run ends.

    Raises:
        Unwritable: there is no such folder, and it cannot be made.
    """

    def __init__(self, folder: Path, made: str, *, largest: int) -> None:
        self._folder = folder
        self._path = folder / f"{made}{_SUFFIX}"
        self._largest = min(largest, _LARGEST_FILE)
        self._used: set[bytes] = set()
        self._new: dict[bytes, bytes] = {}
        self._waiting: dict[str, str] = {}
        """Name of a file that is being judged → its format."""
        self.is_damaged = False
        """Whether there was something that this program did not write so."""
        self.trouble: Unwritable | None = None
        """Why it could not be written."""
        with naming(folder):
            _make(folder)
        self._lines = self._read()

    def _read(self) -> dict[bytes, bytes]:
        """Return the lines of the file by their keys; none of one that is damaged."""
        try:
            with self._path.open("rb") as stream:
                head = stream.readline(len(_TITLE) + _DIGITS + 1)
                rest = stream.read(_LARGEST_CACHE + 1)
        except FileNotFoundError:
            return {}
        except OSError:
            head = rest = b""
        if head != _head(rest) or len(rest) > _LARGEST_CACHE:
            self.is_damaged = True
            return {}
        return {line[: line.index(b"[")]: line for line in rest.split(b"\n") if b"[" in line}

    @property
    def is_empty(self) -> bool:
        """Return whether nothing is known."""
        return not self._lines

    def earlier(self, source: Source) -> CachedSource | None:
        """Return what was said of a file with these bytes, if it is one that is kept in mind."""
        if not source.is_file or packed_suffix(source.name):
            return None
        try:
            sha256 = hashing.sha256(source.name, self._largest)
        except OSError:
            return None
        if sha256 is None:
            return None
        key = f"{sha256}{source.format}".encode()
        if (line := self._lines.get(key)) is not None and (entry := _entry(line, len(key))):
            self._used.add(key)
            return CachedSource(source, sha256, entry)
        self._waiting[source.name] = source.format
        return None

    def enter(self, outcome: Outcome) -> None:
        """Take what is said of a file."""
        word = self._waiting.pop(outcome.path, None)
        if word is None or outcome.obstacle is not None or outcome.untold:
            return
        if any(one.code in _UNKEPT for one in outcome.findings):
            return
        own = tuple(one for one in outcome.findings if one.code not in _OF_OTHERS)
        key = f"{outcome.sha256}{word}".encode()
        with suppress(ValueError, OverflowError):  # half a character is no JSON
            editions = [remembered(one) for one in outcome.editions]
            line = key + _ENCODER.encode(Entry(outcome.releases, editions, own))
            if len(line) <= _LARGEST_LINE:
                self._new[key] = line

    def __enter__(self) -> Cache:
        return self

    def __exit__(self, *_: object) -> None:
        if not self._new:
            return
        rest = b"".join(self._kept())
        try:
            with NewFile(self._path) as file:
                file.write(_head(rest))
                file.write(rest)
            _forget(self._folder)
        except Unwritable as error:
            self.trouble = error

    def _kept(self) -> Iterator[bytes]:
        """Yield the lines that are kept: those that were asked for first, as long as there is room.

        What would not fit is the same in each run.
        """
        lines = self._lines | self._new
        used = self._used | self._new.keys()
        room = _LARGEST_CACHE
        for key in itertools.chain(sorted(used), sorted(lines.keys() - used)):
            room -= len(lines[key]) + 1
            if room < 0:
                return
            yield lines[key] + b"\n"


def _make(folder: Path) -> None:
    """Make a folder that no repository takes for its own."""
    if not folder.is_dir():
        folder.mkdir(parents=True)
        folder.joinpath(".gitignore").write_bytes(b"*\n")


def _head(rest: bytes) -> bytes:
    return _TITLE + hashlib.sha256(rest).hexdigest().encode() + b"\n"


def _entry(line: bytes, start: int) -> Entry | None:
    """Return what a line says; nothing if that cannot be told."""
    try:
        entry = _DECODER.decode(line[start:])
    except (ValueError, RecursionError):
        return None
    return entry if all(map(can_be_told, entry.findings)) else None


def _forget(folder: Path) -> None:
    """Let go of ways of asking that nobody has asked in for the longest time."""
    with naming(folder):
        files = [one for one in folder.iterdir() if one.suffix == _SUFFIX]
        files.sort(key=lambda one: (-one.stat().st_mtime_ns, one.name))
        for file in files[_MOST_WAYS:]:
            file.unlink(missing_ok=True)
