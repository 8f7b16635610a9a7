"""Files that a record or an item names, on this machine: opened and measured, never fetched."""

from __future__ import annotations

import hashlib
import os
import re
import stat
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import BinaryIO, TypeVar
from urllib.parse import unquote, urljoin

from archive.media import Facts, facts

_IS_ABSOLUTE = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:|//")
_NOT_IN_IRIS = re.compile(r"[\x00-\x20<>\"{}|\\^`]")
_FLAGS = (
    os.O_RDONLY
    | getattr(os, "O_NONBLOCK", 0)  # a pipe without a writer is opened and refused
    | getattr(os, "O_NOFOLLOW", 0)
    | getattr(os, "O_BINARY", 0)
)
PIECE = 2**20
"""How many bytes of a file are read at once."""
_Taken = TypeVar("_Taken")


@dataclass(frozen=True, slots=True)
class Measured:
    """A file as it is."""

    bytes: int
    sha256: str
    facts: Facts


@dataclass(frozen=True, slots=True)
class Unmeasured:
    """Why a file was not measured; the word is a variant of R138."""

    why: str
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Files:
    """The files of one record; each is looked at once, however often it is named."""

    folder: Path
    base_url: str | None = None
    """What the addresses of these files begin with, where they are published."""
    is_outside_fine: bool = False
    """Whether files outside the folder may be looked at."""
    _known: dict[str, Measured | Unmeasured] = field(default_factory=dict)

    def name(self, href: str) -> str | None:
        """Return the path of a file below the folder; ``None`` for what is elsewhere."""
        if not _IS_ABSOLUTE.match(href):
            return unquote(href)
        if self.base_url is not None and href.startswith(self.base_url):
            return unquote(re.split("[?#]", href.removeprefix(self.base_url))[0])
        return None

    def address(self, href: str) -> str:
        """Return the address that a path is published under."""
        if self.base_url is None or _IS_ABSOLUTE.match(href):
            return href
        return urljoin(self.base_url, _NOT_IN_IRIS.sub(_encoded, href))

    def measured(self, name: str) -> Measured | Unmeasured:
        """Return what a file is, or why nobody knows."""
        if name not in self._known:
            self._known[name] = self.taken(name, partial(_of, name=name))
        return self._known[name]

    def taken(self, name: str, take: Callable[[BinaryIO], _Taken]) -> _Taken | Unmeasured:
        """Return what ``take`` makes of a file, or why it cannot be read."""
        top = os.path.realpath(self.folder)
        try:
            real = os.path.realpath(os.path.join(top, name))  # noqa: PTH118 (as it is named)
            if not self.is_outside_fine and not real.startswith(os.path.join(top, "")):  # noqa: PTH118
                return Unmeasured("outside")
            number = os.open(real, _FLAGS)
            if not stat.S_ISREG(os.fstat(number).st_mode):
                os.close(number)
                return Unmeasured("special")
            with open(number, "rb") as stream:  # noqa: PTH123
                return take(stream)
        except (FileNotFoundError, NotADirectoryError, ValueError):  # ValueError: U+0000 in it
            return Unmeasured("missing")
        except OSError as error:
            return Unmeasured("", str(error.strerror))


def _encoded(match: re.Match[str]) -> str:
    return f"%{ord(match[0]):02X}"


def _of(stream: BinaryIO, name: str) -> Measured:
    digest, size = hashlib.sha256(), 0
    while piece := stream.read(PIECE):
        digest.update(piece)
        size += len(piece)
    stream.seek(0)
    return Measured(size, digest.hexdigest(), facts(stream, size, name))
