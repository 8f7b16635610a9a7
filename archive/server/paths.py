"""From the target of a request to a path in the folder, and never out of it."""

from __future__ import annotations

import os
import re
from pathlib import Path
from urllib.parse import unquote_to_bytes

_TARGET = re.compile(r"[!-~]+")
_ABSOLUTE = re.compile(r"https?://[^/?#]*", re.IGNORECASE)
_ENCODING = re.compile(r"%(?![0-9A-Fa-f]{2})")
_NEVER = re.compile(r"[\x00-\x1f\x7f/\\:]")
"""What no name on the site has; a colon names a drive or a stream where Windows is."""
_PUBLIC = ".well-known"


class BadTarget(ValueError):  # noqa: N818 (says what it is)
    """A target that is no path, or one with a broken encoding."""


def split(target: str) -> tuple[str, str]:
    """Return path and query of a target, still encoded; the query has its question mark.

    Raises:
        BadTarget: it is no path.
    """
    path, mark, query = _ABSOLUTE.sub("", target, count=1).partition("?")
    if not _TARGET.fullmatch(target) or not path.startswith("/") or "#" in target:
        raise BadTarget
    return path, mark + query


def steps(path: str) -> tuple[str, ...]:
    """Return the decoded steps of an encoded path; a slash at its end gives an empty last one.

    It is decoded once, and after it was split.

    >>> steps("/r/2026/"), steps("/"), steps("/a%20b")
    (('r', '2026', ''), ('',), ('a b',))

    Raises:
        BadTarget: its percent-encoding is broken, or hides no UTF-8.
    """
    if _ENCODING.search(path):
        raise BadTarget
    try:
        return tuple(unquote_to_bytes(step).decode() for step in path[1:].split("/"))
    except UnicodeDecodeError as error:
        raise BadTarget from error


def is_hidden(names: tuple[str, ...]) -> bool:
    """Return whether a path names what the site does not have or show.

    That is: dot files, ``.`` and ``..``, steps without a name, and names with a slash, a backslash,
    a colon or a control character.
    """
    if names[0] == _PUBLIC:
        names = names[1:] or ("",)
    return any(name.startswith(".") or _NEVER.search(name) for name in names) or "" in names[:-1]


def is_file(folder: Path, path: str) -> bool:
    """Return whether a path leads to a file; where links lead is asked when it is read."""
    return os.path.isfile(os.path.join(folder, path))  # noqa: PTH113, PTH118 (too long is no error)


def inside(folder: Path, names: tuple[str, ...]) -> Path | None:
    """Return where a path leads, or ``None`` if nothing is there or a link leads out.

    ``folder`` has no links itself.
    """
    try:
        found = folder.joinpath(*names).resolve(strict=True)
    except (OSError, RuntimeError):  # too long a name, no right to look, a ring of links
        return None
    return found if found.is_relative_to(folder) else None
