"""The manifest of a conversion: a line of JSON for each source; the same run, the same bytes.

A run reads the manifest that an earlier one left before it writes its own (``ledger``). While a run
goes on, its lines stand in ``<manifest>.unfinished``, from the first on that says anything else
than the manifest in place; a run that was interrupted has left them, and the next takes them up.

Files that the earlier run wrote and this one did not are kept in mind, run after run, until they
are gone:

- ``stale`` of a source: what was once made of it and not this time (it has faults now, is held
  back, or was converted into other formats);
- a line with the status ``left``: the files of a source that this run did not have.
"""

from __future__ import annotations

import contextlib
import errno
import os
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from io import BytesIO, RawIOBase
from pathlib import Path
from typing import IO, TypeVar

import msgspec

from archive import messages
from archive.batch.outputs import File, naming, open_alone, open_file
from archive.errors import PhrasedError
from archive.findings import Finding, Position, Severity
from archive.outcome import Outcome

T = TypeVar("T")
Files = dict[str, str]
"""Path below the output folder → SHA-256 of what was written."""
UNFINISHED = ".unfinished"
_SETTLED = frozenset({"ok", "failed", "held"})
_BLOCK = 2**21
"""Bytes of lines that are read at once."""
_COMPARED = 2**16
"""Bytes that are compared at once, so few that they do not leave the processor's cache."""
_ROOM = 2**25
"""Bytes of lines that are kept in mind with what they say, twice that; others are read again."""
_NOWHERE = Path()
_REPEATED, _REPETITIONS = b'"R12', (b'"R128"', b'"R129"')
_NOTHING = b"[]"
_CODE, _LEFT_OUT = b'"code": "', b'"code": "L201"'


class DamagedManifest(PhrasedError):  # noqa: N818 (says what is wrong)
    """A file is there, but it is no manifest of this program."""

    def __init__(self, path: Path, line: int) -> None:
        super().__init__("manifest_damaged", name=path.as_posix(), line=line)


class Written(msgspec.Struct, gc=False):
    """A file that was written, below the output folder."""

    path: str
    sha256: str = ""
    """Nothing where a damaged manifest does not say it."""
    size: int = -1


class Sized(msgspec.Struct, gc=False):
    """The same, as far as it is looked for when nothing has changed."""

    path: str
    size: int = -1


class _Files(msgspec.Struct, gc=False):
    """The files of a line, with their checksums."""

    outputs: list[Written]
    stale: list[Written]


class _Problem(msgspec.Struct, gc=False):
    code: str
    severity: Severity
    pointer: str
    line: int | None
    column: int | None
    params: dict[str, str | int]
    variant: str = ""

    def finding(self) -> Finding:
        """Return the finding again."""
        position = None
        if self.line is not None and self.column is not None:
            position = Position(self.line, self.column)
        return Finding(
            code=self.code, pointer=self.pointer, params=self.params, variant=self.variant,
            severity=self.severity, position=position,
        )  # fmt: skip


class Entry(msgspec.Struct, gc=False):
    """A line of a manifest, as far as a later run asks for it."""

    src: str
    outputs: list[Sized]
    stale: list[Sized]
    status: str = ""
    sha256: str | None = None
    problems: msgspec.Raw = msgspec.Raw(_NOTHING)
    """Read only when it is told again."""
    made: str = ""
    releases: int = 0
    converted: int = 0
    held: int = 0
    editions: list[str] = []

    @property
    def is_settled(self) -> bool:
        """Return whether nothing about the source hangs on others, or is left to be done."""
        if self.status not in _SETTLED or self.stale:
            return False
        problems = bytes(self.problems)
        if _REPEATED in problems and any(code in problems for code in _REPETITIONS):
            return False
        return self.status != "failed" or any(
            one.severity is Severity.ERROR for one in _findings(problems)
        )

    def outcome(self, *, with_left_out: bool) -> Outcome:
        """Return what became of the source, with files that are as they were."""
        return Outcome(
            path=self.src, sha256=self.sha256, findings=tuple(self._told(with_left_out)),
            releases=self.releases, converted=self.converted, held_back=self.held,
            kept=len(self.outputs),
        )  # fmt: skip

    def _told(self, with_left_out: bool) -> list[Finding]:  # noqa: FBT001 (asked of many)
        """Return what is told once more."""
        problems = bytes(self.problems)
        if problems == _NOTHING:
            return []
        left_out = 0 if with_left_out else problems.count(_LEFT_OUT)
        if left_out and problems.count(_CODE) <= left_out:  # many sources have nothing else
            return []
        told = _findings(problems)
        return [one for one in told if one.code != "L201"] if left_out else told


@lru_cache(maxsize=1)
def _findings(problems: bytes) -> list[Finding]:
    """Return what was told; nothing if it is no list of problems that this program tells."""
    try:
        found = [one.finding() for one in _PROBLEMS.decode(problems)]
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
        return []
    return found if all(map(messages.can_be_told, found)) else []


_DECODER = msgspec.json.Decoder(Entry)
_PROBLEMS = msgspec.json.Decoder(list[_Problem])


class Line(msgspec.Struct, gc=False):
    """A line as it stands, and what it says, where there was room to keep that in mind."""

    raw: bytes
    said: Entry | None = None

    @property
    def entry(self) -> Entry:
        """Return what it says."""
        return self.said or entry_of(self.raw)

    @property
    def files(self) -> dict[str, Written]:
        """Return all files that are known to come from the source, by their paths."""
        return _files(self.raw)


Lines = dict[str, Line]
"""Source → its line in a manifest."""


def read(path: Path) -> Lines:
    """Return the lines of an earlier manifest, and of a run that was interrupted.

    Raises:
        DamagedManifest: the file is no manifest; it is then left as it is.
    """
    lines: Lines = {}
    room = _ROOM
    for file in (path, unfinished(path)):
        if not file.is_file():
            continue
        with file.open("rb", buffering=0) as stream:
            for raw, entry in _entries(stream, file, is_unfinished=file != path):
                known = lines.get(entry.src)
                if known is None:
                    room -= len(raw)
                    lines[entry.src] = Line(raw, entry if room >= 0 else None)
                else:
                    lines[entry.src] = Line(_merged(known, raw))
    return lines


def _entries(
    stream: RawIOBase, file: Path, *, is_unfinished: bool
) -> Iterator[tuple[bytes, Entry]]:
    """Yield the lines of a manifest, and what they say."""
    number = 0
    for block in _blocks(stream):
        # The last line of a run that was interrupted was being written.
        whole = block[: block.rfind(b"\n") + 1] if is_unfinished else block
        some = _lines(whole)
        yield from zip(some, _decoded(whole, some, file, number), strict=True)
        number += len(some)


def _blocks(stream: RawIOBase) -> Iterator[bytes]:
    """Yield whole lines of a file together; no line is copied that is by itself in its block."""
    parts: list[bytes] = []
    while block := stream.read(_BLOCK):
        end = block.rfind(b"\n") + 1
        if not end:
            parts.append(block)
            continue
        yield b"".join((*parts, block[:end]))
        parts = [block[end:]] if end < len(block) else []
    if parts:
        yield b"".join(parts)


def _lines(block: bytes) -> list[bytes]:
    """Return the lines of a block, each with its end."""
    is_one = block.find(b"\n") + 1 in (0, len(block))
    return [block] if block and is_one else BytesIO(block).readlines()


def _decoded(block: bytes, some: Sequence[bytes], file: Path, before: int) -> Iterable[Entry]:
    """Return what the lines of a block say, of which so many stand before."""
    try:
        entries = _DECODER.decode_lines(block)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
        entries = []
    if len(entries) == len(some):
        return entries
    return (entry_of(raw, file, number) for number, raw in enumerate(some, before + 1))


def unfinished(path: Path) -> Path:
    """Return where the lines of a run stand until it has ended."""
    return path.with_name(path.name + UNFINISHED)


def entry_of(raw: bytes, path: Path = _NOWHERE, number: int = 0) -> Entry:
    """Return what a line says."""
    try:
        return _said(raw, Entry)
    except (ValueError, RecursionError, msgspec.MsgspecError) as error:
        raise DamagedManifest(path, number) from error


def _said(raw: bytes, kind: type[T]) -> T:
    """Return what a line says; names that are no UTF-8 are read by the slower of two readers."""
    try:
        return msgspec.json.decode(raw, type=kind)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
        import json

        return msgspec.convert(json.loads(raw), kind)


def _files(raw: bytes) -> dict[str, Written]:
    """Return the files of a line; where it is damaged, no checksum of them is known."""
    try:
        said = _said(raw, _Files)
    except (ValueError, RecursionError, msgspec.MsgspecError):
        entry = entry_of(raw)
        found = [Written(one.path, size=one.size) for one in (*entry.outputs, *entry.stale)]
    else:
        found = [*said.outputs, *said.stale]
    return {one.path: one for one in found}


def _merged(before: Line, raw: bytes) -> bytes:
    """Return a line of an interrupted run, with the files that only the run before it knew."""
    mine = _files(raw)
    others = [one for name, one in before.files.items() if name not in mine]
    if not others:
        return raw
    import json

    from archive.problems import json_line

    said = json.loads(raw)
    said["stale"] += msgspec.to_builtins(others)
    return json_line(said).encode() + b"\n"


class Journal:
    """The manifest as it is written; used with ``with``.

    It takes its place when the run has ended well; what an interrupted run leaves is for the next.
    One that says what the manifest in place says is not written at all, and that one stays as it
    is; at the first difference, what was the same is copied from there.

    Raises:
        InUse: another run writes the same manifest.
    """

    def __init__(self, path: Path) -> None:
        self._path = path.resolve() if path.is_symlink() else path
        self._part = unfinished(self._path)
        with naming(path):
            self._path.parent.mkdir(parents=True, exist_ok=True)
        self._stream = open_alone(self._part, path)
        self._before: IO[bytes] | None = None
        """The manifest in place, read as far as it says the same."""
        with naming(path), contextlib.suppress(FileNotFoundError):
            self._before = self._path.open("rb", buffering=0)

    def write(self, content: bytes) -> None:
        """Write more of it; it is out of this process's hands at the end of a line."""
        with naming(self._path):
            if self._before and not self._is_next(self._before, content):
                self._differ(self._before)
            if self._before:
                return
            self._stream.write(content)
            if content.endswith(b"\n"):
                self._stream.flush()

    def _is_next(self, before: IO[bytes], content: bytes) -> bool:
        """Return whether the manifest in place goes on with the content; go behind it then."""
        since = before.tell()
        for start in range(0, len(content), _COMPARED):
            part = content[start : start + _COMPARED]
            if before.read(len(part)) != part:
                before.seek(since)
                return False
        return True

    def _differ(self, before: IO[bytes]) -> None:
        """Write what was the same up to here, from now on everything."""
        left = before.tell()
        before.seek(0)
        while left:
            block = before.read(min(left, _BLOCK))
            if not block:
                raise OSError(errno.EIO, os.strerror(errno.EIO))  # somebody has cut it short
            self._stream.write(block)
            left -= len(block)
        before.close()
        self._before = None

    def __enter__(self) -> Journal:
        return self

    def __exit__(self, *error: object) -> None:
        with naming(self._path), self._stream:  # no other run may have it before it is in place
            if self._before and error[0] is None and not _is_at_end(self._before):
                self._differ(self._before)
            if self._before:
                self._before.close()
                self._part.unlink()
                return
            self._stream.flush()
            if error[0] is None:
                self._part.replace(self._path)


def _is_at_end(file: IO[bytes]) -> bool:
    return file.tell() == os.fstat(file.fileno()).st_size


def open_manifest(path: Path, *, is_resumed: bool) -> File:
    """Open a manifest, which may be a device; only a run that can be resumed leaves traces."""
    if not is_resumed or path.is_dir() or (path.exists() and not path.is_file()):
        return open_file(path)
    return Journal(path)
