"""Files of a folder that nobody sees yet."""

from __future__ import annotations

import contextlib
import os
import shutil
from pathlib import Path

from archive.batch.outputs import naming

_WRITING = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)


class Tree:
    """A folder under construction; files of it may be links to files that others still read."""

    def __init__(self, folder: Path, *, is_new: bool) -> None:
        self._top = os.path.join(folder, "")  # noqa: PTH118 (asked of many)
        self._is_new = is_new
        self._made: set[str] = set()

    def path(self, name: str) -> Path:
        """Return where a file is."""
        return Path(self._top + name)

    def write(self, name: str, content: bytes) -> None:
        """Write a file anew; whoever reads what stood there goes on reading that."""
        with naming(name):
            number = self._opened(name)
            try:
                left = memoryview(content)
                while left:
                    left = left[os.write(number, left) :]
            finally:
                os.close(number)

    def _opened(self, name: str) -> int:
        path = self._top + name
        if not self._is_new:
            self.remove(name)
        try:
            return os.open(path, _WRITING, 0o644)
        except FileNotFoundError:
            self._make_folder(name)
        except FileExistsError:  # a worker that ended in the middle of its work has left it
            self.remove(name)
        return os.open(path, _WRITING, 0o644)

    def _make_folder(self, name: str) -> None:
        folder = name.rpartition("/")[0]
        if folder not in self._made:
            os.makedirs(self._top + folder, exist_ok=True)  # noqa: PTH103 (asked of many)
            self._made.add(folder)

    def remove(self, name: str) -> None:
        """Let a file not be there."""
        with contextlib.suppress(FileNotFoundError, NotADirectoryError):
            os.unlink(self._top + name)  # noqa: PTH108 (asked of many)

    def remove_folder(self, name: str) -> None:
        """Let a folder not be there."""
        if os.path.isdir(self._top + name):  # noqa: PTH112 (of one kind with the others)
            shutil.rmtree(self._top + name)

    def create(self, name: str) -> int:
        """Open a file that is written bit by bit, and return its number."""
        with naming(name):
            return self._opened(name)
