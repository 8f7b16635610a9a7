"""Frames rendered once for many pages that differ in title, head, content and address only."""

from __future__ import annotations

import re
from typing import NamedTuple

from archive.publication.frame import environment, frame, prefix_of
from archive.publication.site import Site

_MARK = "\x00{}\x00"
"""A place to be filled; no text of a page has the character in it, and none is looked for there."""
_MARKED = re.compile("\x00(title|head|main|name)\x00")


class Content(NamedTuple):
    """What a page has inside its frame; all of it is markup."""

    title: str
    main: bytes
    head: str = ""


class Shell:
    """The frame of the pages of one folder in one language of a site."""

    def __init__(self, site: Site, language: str, folder: str) -> None:
        self.folder = prefix_of(site, language) + folder
        marks = {name: _MARK.format(name) for name in Content._fields}
        path = f"{self.folder}/{_MARK.format('name')}"
        whole = environment().get_template("list.html").render(
            frame=frame(site, language, path), marks=marks
        )  # fmt: skip
        parts = _MARKED.split(whole)
        self._marks = parts[1::2]
        self._parts = [part.encode() for part in parts]

    def fill(self, name: str, content: Content) -> bytes:
        """Return a page; ``name`` is that of its file."""
        values = {
            "title": content.title.encode(), "head": content.head.encode(),
            "main": content.main, "name": name.encode(),
        }  # fmt: skip
        filled = list(self._parts)
        filled[1::2] = [values[mark] for mark in self._marks]
        return b"".join(filled)
