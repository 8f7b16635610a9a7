"""Patterns of paths, as ``.gitignore`` and linters have them.

``*`` and ``?`` stand for anything but ``/``, ``**`` for any number of folders. A pattern without
``/`` fits a name in any folder, one that ends with it everything below.
"""

from __future__ import annotations

import posixpath
from collections.abc import Sequence
from fnmatch import fnmatchcase

PathPattern = tuple[str, ...]
"""The steps of a pattern."""

_ANY = "**"


def path_pattern(text: str) -> PathPattern:
    """Return the steps of a pattern.

    >>> path_pattern("old/"), path_pattern("*.json"), path_pattern("./a/b.json")
    (('old', '**'), ('**', '*.json'), ('a', 'b.json'))
    """
    steps = [step for step in text.split("/") if step not in ("", ".")]
    if steps and "/" not in text:
        steps.insert(0, _ANY)
    if text.endswith("/"):
        steps.append(_ANY)
    return tuple(steps)


def is_matched(path: str, pattern: PathPattern) -> bool:
    """Return whether a pattern fits a path, which is relative to where the pattern stands.

    >>> is_matched("old/2019/a.json", path_pattern("old/**")), is_matched("a", path_pattern("b"))
    (True, False)
    """
    steps = posixpath.normpath(path).split("/")
    at, tried, back, taken = 0, 0, -1, 0
    while tried < len(steps):
        if at < len(pattern) and pattern[at] == _ANY:
            back, taken, at = at, tried, at + 1
        elif at < len(pattern) and fnmatchcase(steps[tried], pattern[at]):
            at, tried = at + 1, tried + 1
        elif back >= 0:  # let the last `**` stand for one folder more
            taken += 1
            at, tried = back + 1, taken
        else:
            return False
    return _are_any(pattern[at:])


def _are_any(rest: Sequence[str]) -> bool:
    return all(step == _ANY for step in rest)
