"""The published folder and its index: both are there as they were, or as they are to be.

A run builds a new folder beside the old one: what has not changed is linked, not copied. At the end
the new index takes its place, then the folders change places, by one call of the system where it
has that. Each says of which state it is, so that a run that was killed between the two is brought
to its end by the next. The old folder is then made a spare one with the links of the new: the next
run begins with that, and need not link all anew.
"""

from __future__ import annotations

import contextlib
import ctypes
import errno
import os
import shutil
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

from archive.batch.outputs import Unwritable, locked, naming
from archive.errors import PhrasedError
from archive.publication.mirrors import PROBE, has_links, mirror

MARK = ".well-known/press-archive/state"
"""The file of a published folder that says of which state it is."""
_AT_FDCWD = -100
_EXCHANGE = 2
_PAUSE = 3.0
"""Seconds between two times that the disk is made to take what was written."""


class Foreign(PhrasedError):  # noqa: N818 (says what is wrong)
    """The folder holds something else than a published collection."""

    def __init__(self, folder: Path) -> None:
        super().__init__("folder_is_foreign", name=folder.as_posix())


class Standing:
    """Where a published folder, its index and what is not whole yet lie."""

    def __init__(self, public: Path) -> None:
        self.public = public
        self.beside = public.absolute().parent / f".{public.absolute().name}.press-archive"
        self.next = self.beside / "next"
        self.stock = self.beside / "editions"
        self.index = self.beside / "index"
        self.next_index = self.beside / "index.next"
        self._old = self.beside / "old"
        self._spare = self.beside / "spare"

    @contextlib.contextmanager
    def opened(self) -> Iterator[None]:
        """Keep other runs out, and bring one that was killed to its end, or undo it.

        Raises:
            Foreign: the folder holds something else.
            InUse: another run has it.
            Unwritable: there is no room beside it.
        """
        self._refuse_foreign()
        with naming(self.beside):
            self.beside.mkdir(mode=0o700, parents=True, exist_ok=True)
        with locked(self.beside):
            self._recover()
            try:
                yield
            finally:
                for path in (self.next, self._old):
                    _remove(path)
                self.next_index.unlink(missing_ok=True)

    def _refuse_foreign(self) -> None:
        public = self.public
        if not os.path.lexists(public):
            return
        if not public.is_dir() or public.is_symlink():
            raise Foreign(public)
        if public.stat().st_dev != public.absolute().parent.stat().st_dev:
            raise Unwritable(public, OSError(errno.EXDEV, os.strerror(errno.EXDEV)))
        if not (public / MARK).is_file() and any(public.iterdir()):
            raise Foreign(public)

    def _recover(self) -> None:
        """Let a whole new folder take its place if its index has done so already."""
        whole = self.state(self.next)
        if whole and whole != self.state(self.public) and whole == self._indexed():
            self._exchange()
        for path in (self.next, self._old):
            _remove(path)
        for path in (self.next_index, self.beside / PROBE):
            path.unlink(missing_ok=True)

    def _indexed(self) -> str:
        """Return of which state the index is."""
        from archive.publication.index import Index, is_index

        if not is_index(self.index):
            return ""
        with Index(self.index) as index:
            return index.said("state")

    @staticmethod
    def state(folder: Path) -> str:
        """Return of which state a folder is; nothing of one that is none, or not whole."""
        try:
            return (folder / MARK).read_text(encoding="ascii").strip()
        except (OSError, ValueError):
            return ""

    def stock_size(self) -> int:
        """Return the size of the file of editions; of none it is nothing."""
        return self.stock.stat().st_size if self.stock.exists() else 0

    def file(self, name: str) -> bytes:
        """Return a file of the published folder; nothing, if there is none."""
        try:
            return (self.public / name).read_bytes()
        except FileNotFoundError:
            return b""

    def is_known(self) -> bool:
        """Return whether folder and index belong together."""
        state = self.state(self.public)
        return bool(state) and state == self._indexed()

    def begin(self, *, is_new: bool) -> None:
        """Make the new folder: empty, or with all that the old one has."""
        with naming(self.next):
            if is_new:
                self.next.mkdir()
            elif has_links(self.public / MARK, self.beside):
                if self._spare.exists():
                    self._spare.rename(self.next)
                mirror(self.public, self.next)
            else:
                shutil.copytree(self.public, self.next, symlinks=True)

    @contextlib.contextmanager
    def written_meanwhile(self) -> Iterator[None]:
        """Let the disk take the new folder while it grows, so that little is left at the end."""
        is_over = threading.Event()

        def write() -> None:
            while not is_over.wait(_PAUSE):
                with contextlib.suppress(OSError):  # it is told when all is synced in the end
                    _sync(self.next)

        thread = threading.Thread(target=write, name="sync", daemon=True)
        thread.start()
        try:
            yield
        finally:
            is_over.set()
            thread.join()

    def commit(self) -> None:
        """Let the new index and the new folder take their places."""
        with naming(self.public):
            self.public.parent.mkdir(parents=True, exist_ok=True)
            self._sync()
            self.next_index.replace(self.index)
            self._exchange()

    def _sync(self) -> None:
        """Wait until the new folder and index are on the disk, so that no power cut halves them."""
        with self.next_index.open("rb") as index:
            os.fsync(index.fileno())
        _sync(self.next)

    def _exchange(self) -> None:
        if not os.path.lexists(self.public):
            self.next.rename(self.public)
        elif not _exchanged(self.next, self.public):
            self.public.rename(self._old)
            self.next.rename(self.public)
        with contextlib.suppress(OSError):  # the site stands; without a spare all is linked anew
            self._make_spare()

    def _make_spare(self) -> None:
        """Keep the folder that was replaced, with the files of the one in its place."""
        if not has_links(self.public / MARK, self.beside):
            return
        for old in (self.next, self._old):
            if old.exists():
                _remove(self._spare)
                old.rename(self._spare)
        mirror(self.public, self._spare)


def _sync(folder: Path) -> None:
    """Wait until all of the file system that a folder is in is on the disk."""
    number = os.open(folder, os.O_RDONLY)
    try:
        library = ctypes.CDLL(None, use_errno=True)
        if not hasattr(library, "syncfs") or library.syncfs(number) != 0:
            os.sync()
    finally:
        os.close(number)


def _exchanged(one: Path, other: Path) -> bool:
    """Let two folders change places at once; return whether the system can do that."""
    if not sys.platform.startswith("linux"):
        return False
    library = ctypes.CDLL(None, use_errno=True)
    names = os.fsencode(one), os.fsencode(other)
    if not hasattr(library, "renameat2"):
        return False
    if library.renameat2(_AT_FDCWD, names[0], _AT_FDCWD, names[1], _EXCHANGE) == 0:
        return True
    number = ctypes.get_errno()
    if number in (errno.EINVAL, errno.ENOSYS):
        return False
    raise Unwritable(other, OSError(number, os.strerror(number)))


def _remove(folder: Path) -> None:
    """Delete a folder and all that is in it."""
    if folder.exists():
        shutil.rmtree(folder)
