"""Files below one folder, written whole or not at all, and left alone when nothing changed."""

from __future__ import annotations

import contextlib
import errno
import hashlib
import os
import stat
import sys
from collections.abc import Iterable, Iterator
from contextlib import AbstractContextManager
from pathlib import Path
from typing import IO, Protocol, Self

from archive.errors import PhrasedError
from archive.outcome import Change, Output

if sys.platform != "win32":
    import fcntl

_STAGING = ".press-archive-"
_WRITING = os.O_WRONLY | os.O_CREAT | os.O_TRUNC | getattr(os, "O_BINARY", 0)
_LARGEST_LIST = 2**26
"""Bytes; a receipt or a list of checksums that is larger was not made by a run."""
_FULL = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EROFS})
"""What stands in the way of every other file too."""


class Unwritable(PhrasedError):  # noqa: N818 (says what is wrong)
    """A file cannot be written; ``is_lasting`` says whether the next one could not be, either."""

    def __init__(self, path: Path | str, error: OSError) -> None:
        self.name = path if isinstance(path, str) else path.as_posix()
        self.reason = error.strerror or type(error).__name__
        self.is_lasting = error.errno in _FULL
        super().__init__("cannot_write", name=self.name, reason=self.reason)


class naming:  # noqa: N801 (it is used like a function)
    """Turns an error of the system into one that names the file; used with ``with``, for many."""

    __slots__ = ("_path",)

    def __init__(self, path: Path | str) -> None:
        self._path = path

    def __enter__(self) -> None:
        pass

    def __exit__(self, kind: object, error: BaseException | None, trace: object) -> None:
        if isinstance(error, OSError):
            raise Unwritable(self._path, error) from error


class File(Protocol):
    """Something that is written, opened with ``with``."""

    def write(self, content: bytes) -> None:
        """Write more of it."""

    def __enter__(self) -> File: ...

    def __exit__(self, *error: object) -> None: ...


class Sealed(Protocol):
    """A file that counts when it is whole; opened with ``with``."""

    @property
    def sha256(self) -> str:
        """Return the checksum of what was written so far."""

    def write(self, content: bytes) -> None:
        """Write more of it."""

    def __enter__(self) -> Self: ...

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
            self._part = path.with_name(f".press-archive.{_unheard_of()}.part")
            self._stream = self._part.open("xb")

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
        try:
            with naming(self._path):
                self._stream.close()
                if error[0] is None:
                    self._part.replace(self._path)
        finally:
            self._part.unlink(missing_ok=True)


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


def _unheard_of() -> str:
    """Return a part of a name that nothing has."""
    return os.urandom(8).hex()


class InUse(PhrasedError):  # noqa: N818 (says what happens)
    """Another run is writing to the folder."""

    def __init__(self, folder: Path) -> None:
        super().__init__("folder_in_use", name=folder.as_posix())


class Folder(Protocol):
    """Where the files of a pack go: staged by those who make them, and placed in order."""

    is_dry_run: bool

    def prepare(self) -> None:
        """Make it."""

    def opened(self) -> AbstractContextManager[None]:
        """Keep it for this run."""

    def stage(self, name: str, content: bytes) -> Output:
        """Take a file, unless the one of its name holds these bytes already."""

    def sync(self, outputs: Iterable[Output]) -> None:
        """Wait until staged files are on the disk, so that no power cut takes them."""

    def place(self, output: Output) -> Output:
        """Let a staged file count."""

    def new_file(self, name: str) -> Sealed:
        """Open a file that counts when it is whole."""

    def has(self, files: Iterable[tuple[str, int]]) -> bool:
        """Return whether there is a file of each relative name, of the size beside it."""

    def holds(self, name: str) -> bool:
        """Return whether there is a file of a relative name."""

    def read(self, name: str) -> bytes:
        """Return the content of a file; raise OSError if that cannot be had."""

    def names(self, inner: str) -> list[str]:
        """Return the relative names of its files, and of those in one folder inside it."""

    def remove(self, name: str, sha256: str) -> bool:
        """Delete a file that still holds what was written; return whether."""


class OutputFolder:
    """The folder of the outputs: files are staged by those who make them, and placed in order."""

    def __init__(
        self,
        folder: Path,
        *,
        real: Path | None = None,
        is_dry_run: bool = False,
        is_forced: bool = False,
    ) -> None:
        """Open nothing yet; ``real`` is the same folder as those find it who stage files."""
        self._folder = folder
        self._real = real or folder
        self._top = os.path.join(self._real, "")  # noqa: PTH118 (asked of many)
        self._shown = "" if folder == Path() else f"{folder.as_posix().rstrip('/')}/"
        """What stands before the names of files, as it was given."""
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
        with locked(self._folder):
            for left in self._left_behind():
                _remove(left)
            self._staging = f"{_STAGING}{_unheard_of()}"
            staging = self._folder / self._staging
            with naming(self._folder):
                staging.mkdir(0o700)
            try:
                yield
            finally:
                _remove(staging)

    def _left_behind(self) -> list[str]:
        """Return where runs that were killed have kept what was not whole."""
        with naming(self._folder):
            left = [name for name in os.listdir(self._folder) if name.startswith(_STAGING)]  # noqa: PTH208 (there are many)
        return [os.fspath(self._folder / name) for name in left]

    def new_file(self, name: str) -> NewFile:
        """Open a file of the folder that takes its place when it is whole."""
        return NewFile(self.path(name))

    def stage(self, name: str, content: bytes) -> Output:
        """Write a file where it waits, unless the one in its place holds these bytes already."""
        change = self._change(self._top + name, content)
        sha256 = hashlib.sha256(content).hexdigest()
        staged = ""
        if not self.is_dry_run and (change != "unchanged" or self._is_forced):
            staged = f"{self._staging}/{self._staged(name)}"
            with naming(self._shown + name):
                _write(self._top + staged, content)
        return Output(path=name, sha256=sha256, size=len(content), change=change, staged=staged)

    def sync(self, outputs: Iterable[Output]) -> None:
        """Wait until staged files are on the disk, so that no power cut takes them."""
        for output in outputs:
            if output.staged:
                with naming(self._shown + output.path):
                    number = os.open(self._shown + output.staged, os.O_RDONLY)
                    try:
                        os.fsync(number)
                    finally:
                        os.close(number)

    def _staged(self, name: str) -> str:
        """Return what a file is called that waits."""
        return hashlib.sha256(os.fsencode(name)).hexdigest()

    def place(self, output: Output) -> Output:
        """Put a staged file in its place."""
        if not output.staged:
            return output
        path, staged = self._shown + output.path, self._shown + output.staged
        with naming(path):
            try:
                os.replace(staged, path)  # noqa: PTH105 (asked of many)
            except (FileNotFoundError, NotADirectoryError):
                self.path(output.path).parent.mkdir(parents=True, exist_ok=True)
                os.replace(staged, path)  # noqa: PTH105
        return Output(
            path=output.path, sha256=output.sha256, size=output.size, change=output.change
        )

    @staticmethod
    def _change(path: str, content: bytes) -> Change:
        try:
            if os.stat(path).st_size == len(content):  # noqa: PTH116 (asked of many)
                return "unchanged" if Path(path).read_bytes() == content else "changed"
        except (FileNotFoundError, NotADirectoryError):
            return "new"
        except OSError:
            return "changed"
        return "changed"

    def has(self, files: Iterable[tuple[str, int]]) -> bool:
        """Return whether there is a file of each relative name, of the size beside it.

        Their bytes are not read.
        """
        top, look, is_regular = self._top, os.stat, stat.S_ISREG  # asked of many
        try:
            for name, size in files:
                found = look(top + name)
                if found.st_size != size or not is_regular(found.st_mode):
                    return False
        except (OSError, ValueError):  # of a name that no file can have
            return False
        return True

    def read(self, name: str) -> bytes:
        """Return the content of a file, no link; raise OSError if that cannot be had."""
        path = self._real / name
        found = path.lstat()
        if not stat.S_ISREG(found.st_mode) or found.st_size > _LARGEST_LIST:
            raise OSError(errno.EFBIG, os.strerror(errno.EFBIG), os.fspath(path))
        return path.read_bytes()

    def names(self, inner: str) -> list[str]:
        """Return the relative names of its files, and of those in one folder inside it."""
        return [
            path.relative_to(self._folder).as_posix()
            for folder in (self._folder, self.path(inner))
            if folder.is_dir()
            for path in folder.iterdir()
        ]

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


def _remove(folder: Path | str) -> None:
    """Delete a folder and all that is in it, as far as that can be done."""
    try:
        os.rmdir(folder)  # noqa: PTH106 (most often there is nothing in it)
    except OSError:
        import shutil

        shutil.rmtree(folder, ignore_errors=True)


def _write(path: str, content: bytes) -> None:
    """Write a new file; a stream for each of many would ask the system for more than that."""
    number = os.open(path, _WRITING, 0o666)
    try:
        left = memoryview(content)
        while left:
            left = left[os.write(number, left) :]
    finally:
        os.close(number)


def open_alone(path: Path, told: Path) -> IO[bytes]:
    """Open a file to be written anew, with a lock on it; what stands there must be a file.

    Raises:
        InUse: another run has it; it bears the name that is ``told``.
        Unwritable: it cannot be opened, or is no file.
    """
    flags = os.O_RDWR | os.O_CREAT | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0)
    with naming(path):
        stream = os.fdopen(os.open(path, flags, 0o666), "wb")
        if not stat.S_ISREG(os.fstat(stream.fileno()).st_mode):
            stream.close()
            raise FileExistsError(errno.EEXIST, os.strerror(errno.EEXIST))
    # It may have been put in its place between those two looks.
    is_ours = _is_locked_by_us(stream) and path.exists()
    if not is_ours or not os.path.samestat(os.fstat(stream.fileno()), path.stat()):
        stream.close()
        raise InUse(told)
    stream.truncate(0)
    return stream


def _is_locked_by_us(stream: IO[bytes]) -> bool:
    """Lock a file until it is closed, if nobody else has; return whether."""
    with contextlib.suppress(BlockingIOError):
        if sys.platform != "win32":
            fcntl.flock(stream, fcntl.LOCK_EX | fcntl.LOCK_NB)
        return True
    return False


@contextlib.contextmanager
def locked(folder: Path) -> Iterator[None]:
    """Hold the lock on a folder; it goes with the process, however that ends."""
    if sys.platform == "win32":
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
