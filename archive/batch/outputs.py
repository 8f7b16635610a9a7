"""Files below one folder, written whole or not at all, and left alone when nothing changed."""

from __future__ import annotations

import contextlib
import hashlib
import os
import tempfile
from collections.abc import Iterator
from pathlib import Path

from archive.outcome import Change, Output


class OutputFolder:
    """The folder of the outputs."""

    def __init__(self, folder: Path, *, is_dry_run: bool = False, is_forced: bool = False) -> None:
        self._folder = folder
        self._is_dry_run = is_dry_run
        self._is_forced = is_forced

    def path(self, name: str) -> Path:
        """Return where an output of a relative name stands."""
        return self._folder / name

    def write(self, name: str, content: bytes) -> Output:
        """Write a file, unless it holds these bytes already; nothing is written on a dry run."""
        path = self.path(name)
        change = self._change(path, content)
        if not self._is_dry_run and (change != "unchanged" or self._is_forced):
            path.parent.mkdir(parents=True, exist_ok=True)
            with _replacing(path) as descriptor:
                descriptor.write(content)
        return Output(path=name, sha256=hashlib.sha256(content).hexdigest(), change=change)

    @staticmethod
    def _change(path: Path, content: bytes) -> Change:
        try:
            if path.stat().st_size == len(content) and path.read_bytes() == content:
                return "unchanged"
        except FileNotFoundError:
            return "new"
        return "changed"

    def remove(self, name: str) -> None:
        """Delete an output, if it is there."""
        if not self._is_dry_run:
            self.path(name).unlink(missing_ok=True)


@contextlib.contextmanager
def _replacing(path: Path) -> Iterator[tempfile._TemporaryFileWrapper[bytes]]:
    """Open a file beside another and put it in its place when all went well."""
    with tempfile.NamedTemporaryFile(
        dir=path.parent, prefix=f".{path.name[:40]}.", suffix=".part", delete=False
    ) as stream:
        try:
            yield stream
            stream.flush()
            os.fchmod(stream.fileno(), 0o666 & ~_umask())
            Path(stream.name).replace(path)
        except BaseException:
            Path(stream.name).unlink(missing_ok=True)
            raise


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask


def write_file(path: Path, content: bytes) -> None:
    """Write one file whole or not at all."""
    with _replacing(path) as stream:
        stream.write(content)
