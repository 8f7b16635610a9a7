"""Names of files as the readers of a report know them."""

from __future__ import annotations

import posixpath

import msgspec

STDIN = "-"


class Checkout(msgspec.Struct, frozen=True, kw_only=True):
    """The folder below which the readers of a report look for files, such as a working copy."""

    root: str = ""
    """Absolute; empty where names stay as they were given."""
    here: str = ""
    """The folder that relative names start from; absolute, or empty."""

    def name(self, path: str) -> str:
        """Return a name below the root, if the file is there; else an absolute one.

        >>> Checkout(root="/w", here="/w/in").name("./a.json"), Checkout(root="/w").name("/x/a")
        ('in/a.json', '/x/a')
        """
        if path == STDIN or "://" in path:
            return path
        whole = posixpath.normpath(posixpath.join(self.here, path))
        return whole.removeprefix(self.root.rstrip("/") + "/") if self.root else whole


def well_formed(text: str) -> str:
    r"""Return text without halves of characters, which no JSON has to be able to hold.

    >>> print(well_formed("caf\udce9"))
    caf\udce9
    """
    return text.encode("utf-8", "backslashreplace").decode("utf-8")


AS_GIVEN = Checkout()
"""Leaves names as they were given."""
