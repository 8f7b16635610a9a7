"""Files below one folder, written whole or not at all, and left alone when nothing changed."""

from __future__ import annotations

import contextlib
import errno
import hashlib
import importlib.util
import os
import shutil
import stat
import tempfile
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import IO, Protocol

from archive.errors import PhrasedError
from archive.outcome import Change, Output

if _HAS_LOCKS := importlib.util.find_spec("fcntl") is not None:  # not on Windows
    import fcntl

_STAGING = ".press-archive-"
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
        self._digest = hashlib.sha256()
        with naming(path):
            path.parent.mkdir(parents=True, exist_ok=True)
            self._stream = tempfile.NamedTemporaryFile(  # noqa: SIM115 (closed below)
                dir=path.parent, prefix=".press-archive.", suffix=".part", delete=False
            )

    @property
    def sha256(self) -> str:
        """Return the checksum of what was written so far."""
        return self._digest.hexdigest()

    def write(self, content: bytes) -> None:
        """Write more of it."""
        self._digest.update(content)
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


class InUse(PhrasedError):  # noqa: N818 (says what happens)
    """Another run is writing to the folder."""

    def __init__(self, folder: Path) -> None:
        super().__init__("folder_in_use", name=folder.as_posix())


class OutputFolder:
    """The folder of the outputs: files are staged by those who make them, and placed in order."""

    def __init__(self, folder: Path, *, is_dry_run: bool = False, is_forced: bool = False) -> None:
        self._folder = folder
        self.is_dry_run = is_dry_run
        self._is_forced = is_forced
        self._staging = ""

    def path(self, name: str) -> Path:
        """Return where an output of a relative name stands."""
        return self._folder / name

    def prepare(self) -> None:
        """Make the folder, so that one that cannot be written to is told before the work begins."""
        with naming(self._folder):
            if not self.is_dry_run:
                self._folder.mkdir(parents=True, exist_ok=True)
            elif not next(one for one in self._above() if one.exists()).is_dir():
                raise NotADirectoryError(errno.ENOTDIR, os.strerror(errno.ENOTDIR))

    def _above(self) -> Iterator[Path]:
        """Yield the folder and those that hold it."""
        absolute = self._folder.absolute()
        yield absolute
        yield from absolute.parents

    @contextlib.contextmanager
    def opened(self) -> Iterator[None]:
        """Keep other runs out, and have a place inside for what is not whole yet.

        What a run that was killed has left there is removed.

        Raises:
            InUse: another run has the folder.
        """
        if self.is_dry_run:
            yield
            return
        with _locked(self._folder):
            for left in self._folder.glob(f"{_STAGING}*"):
                shutil.rmtree(left, ignore_errors=True)
            with naming(self._folder):
                staging = Path(tempfile.mkdtemp(prefix=_STAGING, dir=self._folder))
            self._staging = staging.name
            try:
                yield
            finally:
                shutil.rmtree(staging, ignore_errors=True)

    def new_file(self, name: str) -> NewFile:
        """Open a file of the folder that takes its place when it is whole."""
        return NewFile(self.path(name))

    def stage(self, name: str, content: bytes, *, is_synced: bool = False) -> Output:
        """Write a file where it waits, unless the one in its place holds these bytes already.

        ``is_synced`` makes sure that it is on the disk before it is placed.
        """
        change = self._change(self.path(name), content)
        sha256 = hashlib.sha256(content).hexdigest()
        staged = ""
        if not self.is_dry_run and (change != "unchanged" or self._is_forced):
            staged = f"{self._staging}/{hashlib.sha256(os.fsencode(name)).hexdigest()}"
            with naming(self.path(name)), self.path(staged).open("wb") as stream:
                stream.write(content)
                if is_synced:
                    stream.flush()
                    os.fsync(stream.fileno())
        return Output(path=name, sha256=sha256, size=len(content), change=change, staged=staged)

    def place(self, output: Output) -> Output:
        """Put a staged file in its place."""
        if not output.staged:
            return output
        path = self.path(output.path)
        with naming(path):
            path.parent.mkdir(parents=True, exist_ok=True)
            self.path(output.staged).replace(path)
        return replace(output, staged="")

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

    def has(self, name: str, size: int) -> bool:
        """Return whether there is a file of a relative name and size; its bytes are not read."""
        try:
            found = os.stat(f"{self._folder}/{name}")  # noqa: PTH116 (asked of many)
        except OSError:
            return False
        return stat.S_ISREG(found.st_mode) and found.st_size == size

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
            if not self.is_dry_run:
                path.unlink()
        return True


@contextlib.contextmanager
def _locked(folder: Path) -> Iterator[None]:
    """Hold the lock on a folder; it goes with the process, however that ends."""
    if not _HAS_LOCKS:
        yield
        return
    with naming(folder):
        number = os.open(folder, os.O_RDONLY)
    try:
        try:
            fcntl.flock(number, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise InUse(folder) from error
        yield
    finally:
        os.close(number)
