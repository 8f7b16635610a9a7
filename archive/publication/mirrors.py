"""A folder that has the files of another one, by links: to bring it in line again takes little."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

PROBE = "probe"
"""A link that is made to see whether it can be, and is left by a process that is killed then."""


def has_links(source: Path, folder: Path) -> bool:
    """Return whether a file can stand in a folder, too, and be the same one."""
    probe = folder / PROBE
    probe.unlink(missing_ok=True)
    try:
        os.link(source, probe)
    except OSError:
        return False
    probe.unlink()
    return True


def mirror(source: Path, target: Path) -> None:
    """Let a folder, if need be a new one, have the files of another one and nothing else, by links.

    What is the same file already is not touched: to see that takes a twentieth of the time that
    linking takes.
    """
    waiting = [(os.fspath(source), os.fspath(target))]
    while waiting:
        old, new = waiting.pop()
        there = _entries(new)
        with os.scandir(old) as entries:
            for one in entries:
                other = there.pop(one.name, None)
                path = f"{new}{os.sep}{one.name}"
                if one.is_dir(follow_symlinks=False):
                    if other is not None and not other.is_dir(follow_symlinks=False):
                        _drop(other)
                    waiting.append((one.path, path))
                elif other is None:
                    os.link(one.path, path)
                elif other.inode() != one.inode():
                    _drop(other)
                    os.link(one.path, path)
        for left in there.values():
            _drop(left)


def _entries(folder: str) -> dict[str, os.DirEntry[str]]:
    """Return what is in a folder, which is made if it is not there."""
    try:
        with os.scandir(folder) as entries:
            return {one.name: one for one in entries}
    except FileNotFoundError:
        os.mkdir(folder)  # noqa: PTH102 (asked of many)
        return {}


def _drop(entry: os.DirEntry[str]) -> None:
    if entry.is_dir(follow_symlinks=False):
        shutil.rmtree(entry.path)
    else:
        os.unlink(entry.path)  # noqa: PTH108 (asked of many)
