"""Characters that nobody sees, and that change what is read (X022)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lxml import etree

from archive.findings import finding
from archive.judges.newsml_g2.tree import Fault, Item, pairs

_BOM = b"\xef\xbb\xbf"
_MARKS = {
    b"\x7f": re.compile(rb"\x7f"),
    b"&": re.compile(rb"&#"),
    b"\xe2": re.compile(rb"\xe2(?:\x80[\xa8\xaa-\xae]|\x81[\xa6-\xa9])"),
    b"\xc2": re.compile(rb"\xc2[\x80-\x9f]"),
    b"\xef": re.compile(rb"\xef\xbb\xbf"),
}
"""First byte → the whole; a single byte is found ten times as fast, and most files have none."""
_ODD = re.compile("[\u2028\ufeff\x7f-\x9f]")
_BIDI = re.compile("[\u202a-\u202e\u2066-\u2069]")
_CLOSES = {"\u202c": "\u202a\u202b\u202d\u202e", "\u2069": "\u2066\u2067\u2068"}
_UTF8 = frozenset({"UTF-8", "UTF8", "ASCII", "US-ASCII"})


def may_be_odd(raw: bytes, encoding: str | None) -> bool:
    """Return whether a closer look is worth its time; most files need none."""
    if encoding is not None and encoding.upper() not in _UTF8:
        return True
    raw = raw.removeprefix(_BOM)
    return any(first in raw and whole.search(raw) for first, whole in _MARKS.items())


def invisible(item: Item) -> Iterator[Fault]:
    """Tell directions that are not ended where they began, and characters that show nothing."""
    for element in item.root.iter("*"):
        for attribute, said in _strings(element):
            if (odd := _ODD.search(said)) or (odd := _unbalanced(said)):
                name = f"U+{ord(odd[0]):04X}"
                variant = "direction" if _BIDI.match(odd[0]) else ""
                yield Fault(element, attribute, finding("X022", variant=variant, character=name))


def _strings(element: etree._Element) -> Iterator[tuple[str, str]]:
    """Yield the text of an element, what stands between its children, and its attributes."""
    own = [element.text or "", *(child.tail or "" for child in element)]
    yield "", "".join(own)
    yield from pairs(element)


def _unbalanced(said: str) -> re.Match[str] | None:
    """Return the first mark of direction that has no partner in its text."""
    opened: list[re.Match[str]] = []
    for mark in _BIDI.finditer(said):
        if mark[0] not in _CLOSES:
            opened.append(mark)
        elif opened and opened[-1][0] in _CLOSES[mark[0]]:
            opened.pop()
        else:
            return mark
    return opened[0] if opened else None
