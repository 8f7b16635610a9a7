"""Object storage as sources: single objects, all below a prefix, all that match a pattern.

Names are those of fsspec (``s3://bucket/key``); where the storage is and who may read it is said by
the environment, as its own tools have it.
"""

from __future__ import annotations

import contextlib
import errno
import io
import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from archive.batch.leftovers import is_of_pack
from archive.batch.sources import (
    MAGIC,
    Elsewhere,
    Missing,
    Overwriting,
    Source,
    format_of,
    is_wanted,
)
from archive.cluster.extra import needing_extra

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer

_BLOCK = 4 * 2**20
"""Bytes that are asked for at once where a whole object is read."""
_NUMBERS = {
    FileNotFoundError: errno.ENOENT,
    PermissionError: errno.EACCES,
    FileExistsError: errno.EEXIST,
    TimeoutError: errno.ETIMEDOUT,
}
"""Errors that come without a number, and theirs."""


@contextlib.contextmanager
def asking(name: str) -> Iterator[None]:
    """Turn what is in the way at a storage into an error of the system that names the object."""
    try:
        yield
    except OSError as error:
        number = error.errno or _NUMBERS.get(type(error), errno.EIO)
        said = os.strerror(errno.ENOENT) if number == errno.ENOENT else error.strerror
        raise OSError(number, said or str(error), name) from error
    except Exception as error:
        if type(error).__module__ == "builtins":
            raise  # a fault of the program; each storage has error classes of its own
        raise OSError(errno.EIO, str(error), name) from error


def storage(name: str) -> tuple[Any, str]:
    """Return the storage that a name is of, and the name there.

    Raises:
        ExtraMissing: the libraries are not there.
        OSError: nobody knows such a storage.
    """
    with needing_extra():
        from fsspec.core import url_to_fs
    try:
        with needing_extra(), asking(name):
            system, path = url_to_fs(name, use_listings_cache=False)
    except ValueError as error:
        reason = os.strerror(errno.EPROTONOSUPPORT)
        raise OSError(errno.EPROTONOSUPPORT, reason, name) from error
    return system, path


class _Bytes(io.RawIOBase):
    """The bytes of an object; what is read is asked for, and nothing more."""

    def __init__(self, name: str) -> None:
        self._name = name
        system, path = storage(name)
        with asking(name):
            self._object = system.open(path, "rb", cache_type="none")

    def readable(self) -> bool:
        """Return that this can be read."""
        return True

    def seekable(self) -> bool:
        """Return that any part of it can be read."""
        return True

    def seek(self, offset: int, whence: int = io.SEEK_SET, /) -> int:
        """Go to a place."""
        with asking(self._name):
            return int(self._object.seek(offset, whence))

    def readinto(self, room: WriteableBuffer, /) -> int:
        """Fill a place; return how many bytes there were."""
        view = memoryview(room)
        with asking(self._name):
            content = self._object.read(len(view))
        view[: len(content)] = content
        return len(content)

    def close(self) -> None:
        """Let go of it."""
        self._object.close()
        super().close()


class Object(Source, frozen=True, kw_only=True):
    """An object of a storage."""

    size: int

    @property
    def is_file(self) -> bool:
        """Return that no file system has it."""
        return False

    def open(self) -> io.BufferedReader:
        """Open it; reading raises OSError if it is replaced meanwhile, where a storage tells."""
        return io.BufferedReader(_Bytes(self.name), _BLOCK)

    def part(self, start: int, size: int) -> bytes:
        """Return some of the bytes; fewer only if there are no more."""
        with _Bytes(self.name) as stream:
            stream.seek(start)
            return stream.read(size)

    def blocks(self, start: int, size: int) -> Iterator[bytes]:
        """Yield them in one block: each is asked for by a request of its own."""
        yield self.part(start, size)

    def size_bytes(self) -> int:
        """Return how many bytes there were when it was found."""
        return self.size


def objects(source_format: str | None, output: str | None) -> Elsewhere:
    """Return what finds objects, but not those of the pack at ``output``."""
    return _Search(source_format, "" if output is None else output.rstrip("/") + "/")


@dataclass(frozen=True, slots=True)
class _Search:
    source_format: str | None
    output: str

    def __call__(self, name: str) -> Iterator[Source | Missing]:
        """Yield the objects that a name stands for, sorted as a walk through folders sorts them."""
        try:
            yield from self._named(name)
        except FileNotFoundError:
            yield Missing(name, "missing")
        except OSError as error:
            yield Missing(name, "closed", error.strerror or "")

    def _named(self, name: str) -> Iterator[Source | Missing]:
        system, path = storage(name)
        if any(sign in name for sign in MAGIC):
            yield from self._matching(name, system, path)
            return
        about = {"type": "directory"}
        if not name.endswith("/"):
            with asking(name):
                about = system.info(path)
        if about["type"] != "directory":
            if self._is_of_output(name):
                raise Overwriting(name)
            yield self._object(name, len(name.rpartition("/")[2]), about)
            return
        with asking(name):
            found = system.find(path, detail=True)
        yield from self._below(f"{name.rstrip('/')}/", f"{path.rstrip('/')}/", found)

    def _below(
        self, name: str, path: str, found: Mapping[str, Mapping[str, Any]]
    ) -> Iterator[Source]:
        """Yield what a walk through a folder would take."""
        inside = {one[len(path) :]: about for one, about in found.items() if one.startswith(path)}
        for relative in sorted(inside, key=_place):
            steps = relative.split("/")
            is_hidden = any(step.startswith(".") for step in steps)
            if not is_hidden and steps[-1] and is_wanted(steps[-1], self.source_format):
                full = name + relative
                if not self._is_of_output(full):
                    yield self._object(full, len(relative), inside[relative])

    def _matching(self, pattern: str, system: Any, path: str) -> Iterator[Source | Missing]:
        """Yield what matches a pattern; outputs mirror the tree below its plain part."""
        first = min(pattern.index(sign) for sign in MAGIC if sign in pattern)
        name = pattern[: pattern.rindex("/", 0, first) + 1]
        plain = path[: len(path) - len(pattern) + len(name)]
        with asking(pattern):
            found = system.glob(path, detail=True)
        matches = {one: about for one, about in found.items() if about["type"] == "file"}
        if not matches:
            yield Missing(pattern, "unmatched")
        for one in sorted(matches):
            relative = one[len(plain) :]
            if not self._is_of_output(name + relative):
                yield self._object(name + relative, len(relative), matches[one])

    def _is_of_output(self, name: str) -> bool:
        """Return whether it is a file of the pack that is written."""
        return (
            self.output != ""
            and name.startswith(self.output)
            and is_of_pack(name.removeprefix(self.output))
        )

    def _object(self, name: str, length: int, about: Mapping[str, Any]) -> Object:
        """Return an object; outputs mirror the last so many characters of its name."""
        word = self.source_format or format_of(name)
        return Object(name, word, len(name) - length, size=about["size"])


def _place(relative: str) -> list[tuple[bool, str]]:
    """Return what sorts the objects of a folder before those of the folders inside it."""
    *folders, last = relative.split("/")
    return [*((True, step) for step in folders), (False, last)]
