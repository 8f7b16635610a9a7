"""Files below one folder, written whole or not at all, and left alone when nothing changed."""

from __future__ import annotations

import contextlib
import errno
import hashlib
import os
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import IO, Protocol

from archive.errors import PhrasedError
from archive.outcome import Change, Output

_FULL = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EROFS})
"""What stands in the way of every other file too."""


class Unwritable(PhrasedError):  # noqa: N818 (says what is wrong)
    """A file cannot be written; ``is_lasting`` says whether the next one could not be, either."""

    def __init__(self, path: Path, error: OSError) -> None:
        self.name = path.as_posix()
        self.reason = error.strerror or type(error).__name__
        self.is_lasting = error.errno in _FULL
        super().__init__("cannot_write", name=self.name, reason=self.reason)


@contextlib.contextmanager
def naming(path: Path) -> Iterator[None]:
    """Turn an error of the system into one that names the file."""
    try:
        yield
    except OSError as error:
        raise Unwritable(path, error) from error


class File(Protocol):
    """Something that is written, opened with ``with``."""

    def write(self, content: bytes) -> None:
        """Write more of it."""

    def __enter__(self) -> File: ...

    def __exit__(self, *error: object) -> None: ...


class NewFile:
    """A file that takes its place when it is whole; until then what stands there is untouched.

    Opened with ``with``: put in place at the end, gone without a trace after any error.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        with naming(path):
            path.parent.mkdir(parents=True, exist_ok=True)
            self._stream = tempfile.NamedTemporaryFile(  # noqa: SIM115 (closed below)
                dir=path.parent, prefix=".press-archive.", suffix=".part", delete=False
            )

    def write(self, content: bytes) -> None:
        """Write more of it."""
        with naming(self._path):
            self._stream.write(content)

    def __enter__(self) -> NewFile:
        return self

    def __exit__(self, *error: object) -> None:
        made = Path(self._stream.name)
        try:
            with naming(self._path):
                self._stream.close()
                if error[0] is None:
                    made.chmod(0o666 & ~_umask())
                    made.replace(self._path)
        finally:
            made.unlink(missing_ok=True)


class Device:
    """Something that is no file and cannot be replaced, such as a pipe or ``/dev/null``."""

    def __init__(self, path: Path) -> None:
        self._path = path
        with naming(path):
            self._stream: IO[bytes] = path.open("wb")

    def write(self, content: bytes) -> None:
        """Write more to it."""
        with naming(self._path):
            self._stream.write(content)

    def __enter__(self) -> Device:
        return self

    def __exit__(self, *error: object) -> None:
        with naming(self._path):
            self._stream.close()


def open_file(path: Path) -> File:
    """Open a report or a manifest that the user named: behind a link, or a device, if it is one."""
    if path.is_dir():
        raise Unwritable(path, IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR)))
    if path.exists() and not path.is_file():
        return Device(path)
    return NewFile(path.resolve() if path.is_symlink() else path)


def write_file(path: Path, content: bytes) -> None:
    """Write one file whole or not at all."""
    with NewFile(path) as file:
        file.write(content)


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask


class OutputFolder:
    """The folder of the outputs."""

    def __init__(self, folder: Path, *, is_dry_run: bool = False, is_forced: bool = False) -> None:
        self._folder = folder
        self._is_dry_run = is_dry_run
        self._is_forced = is_forced

    def path(self, name: str) -> Path:
        """Return where an output of a relative name stands."""
        return self._folder / name

    def prepare(self) -> None:
        """Make the folder, so that one that cannot be written to is told before the work begins."""
        with naming(self._folder):
            if not self._is_dry_run:
                self._folder.mkdir(parents=True, exist_ok=True)
            elif not next(one for one in self._above() if one.exists()).is_dir():
                raise NotADirectoryError(errno.ENOTDIR, os.strerror(errno.ENOTDIR))

    def _above(self) -> Iterator[Path]:
        """Yield the folder and those that hold it."""
        absolute = self._folder.absolute()
        yield absolute
        yield from absolute.parents

    def write(self, name: str, content: bytes) -> Output:
        """Write a file, unless it holds these bytes already; nothing is written on a dry run."""
        path = self.path(name)
        change = self._change(path, content)
        if not self._is_dry_run and (change != "unchanged" or self._is_forced):
            write_file(path, content)
        return Output(path=name, sha256=hashlib.sha256(content).hexdigest(), change=change)

    @staticmethod
    def _change(path: Path, content: bytes) -> Change:
        try:
            if path.stat().st_size == len(content) and path.read_bytes() == content:
                return "unchanged"
        except (FileNotFoundError, NotADirectoryError):
            return "new"
        except OSError:
            return "changed"
        return "changed"

    def holds(self, name: str) -> bool:
        """Return whether there is a file of a relative name inside the folder."""
        path = self.path(name)
        return path.is_file() and path.parent.resolve().is_relative_to(self._folder.resolve())

    def remove(self, name: str, sha256: str) -> bool:
        """Delete an output that still holds what was written, and nothing else; return whether."""
        path = self.path(name)
        with naming(path):
            if not self.holds(name) or hashlib.sha256(path.read_bytes()).hexdigest() != sha256:
                return False
            if not self._is_dry_run:
                path.unlink()
        return True
