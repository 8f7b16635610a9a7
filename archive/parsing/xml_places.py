"""Where in a file elements and attributes stand; looked for only when something was found.

lxml tells lines up to 65,535 and no columns. So the elements are counted, and a second parser,
which tells the offset of each tag, is asked where those that matter begin.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterable, Iterator, Mapping
from xml.parsers import expat

from lxml import etree

from archive.findings import Position

_NAMES = {"{http://www.w3.org/XML/1998/namespace}lang": "xml:lang"}
_TAG = re.compile(rb"""<[^"'>]*+(?:"[^"]*+"[^"'>]*+|'[^']*+'[^"'>]*+)*+""")
"""A start tag up to its end; a ``>`` may stand in a value."""
_ATTRIBUTE = re.compile(rb"""\s([^\s=>"'/]++)\s*+=\s*+(?:"[^"]*+"|'[^']*+')""")


class _Reached(Exception):  # noqa: N818 (a signal, no fault)
    """All elements that were asked for have been seen."""


def text_of(raw: bytes, encoding: str | None) -> str:
    """Return a file that was parsed as text; characters that cannot be read are replaced."""
    try:
        codec = codecs.lookup(encoding or "utf-8").name
    except LookupError:
        codec = "latin-1"
    return raw.decode(codec, "replace").removeprefix("\ufeff")


class _Offsets:
    """Collects the offsets of the tags of some elements, which are counted from 0."""

    def __init__(self, wanted: Iterable[int]) -> None:
        self.found: dict[int, int] = {}
        self._wanted = set(wanted)
        self._last = max(self._wanted, default=-1)
        self._number = -1
        self._parser = expat.ParserCreate("utf-8")
        self._parser.StartElementHandler = self._start

    def read(self, content: bytes) -> None:
        try:
            self._parser.Parse(content, True)  # noqa: FBT003 (the end of the text)
        except (_Reached, expat.ExpatError):
            return

    def _start(self, _name: str, _attributes: object) -> None:
        self._number += 1
        if self._number in self._wanted:
            self.found[self._number] = self._parser.CurrentByteIndex
        if self._number >= self._last:
            raise _Reached


def place(raw: bytes, root: etree._Element, element: etree._Element) -> Position:
    """Return where an element of a parsed file stands; at the start where that is not found."""
    number = next(number for number, one in enumerate(root.iter("*")) if one is element)
    text = text_of(raw, root.getroottree().docinfo.encoding)
    return places(text, {number: [""]}).get((number, ""), Position(1, 1))


def places(text: str, wanted: Mapping[int, Iterable[str]]) -> dict[tuple[int, str], Position]:
    """Return where elements stand (counted from 0) and their attributes, as lxml names them.

    ``""`` is the element itself. An element that is not found stands nowhere; an attribute that
    is not found where its element does.
    """
    content = text.encode("utf-8", "replace")
    offsets = _Offsets(wanted)
    offsets.read(content)
    asked = sorted(
        (place, number, name)
        for number, offset in offsets.found.items()
        for name, place in _attributes(content, offset, wanted[number])
    )
    found: dict[tuple[int, str], Position] = {}
    before, line, column = 0, 1, 1
    for offset, number, name in asked:
        passed = content[before:offset].decode("utf-8", "replace")
        feeds = passed.count("\n")
        line += feeds
        column = len(passed) - passed.rindex("\n") if feeds else column + len(passed)
        before = offset
        found[number, name] = Position(line, column)
    return found


def _attributes(content: bytes, start: int, names: Iterable[str]) -> Iterator[tuple[str, int]]:
    """Yield where attributes of the tag at an offset stand; one that is not found, at the tag."""
    wanted = set(names)
    if wanted == {""}:
        yield "", start
        return
    tag = _TAG.match(content, start)
    found = {one[1]: one.start(1) for one in _ATTRIBUTE.finditer(tag[0] if tag else b"")}
    for name in wanted:
        yield name, start + found.get(_NAMES.get(name, name).encode(), 0)


def attribute_offset(content: bytes, start: int, name: str) -> int:
    """Return where an attribute stands of the tag at an offset; the offset where it is missing."""
    tag = _TAG.match(content, start)
    wanted = _NAMES.get(name, name).encode()
    for one in _ATTRIBUTE.finditer(tag[0] if tag else b""):
        if one[1] == wanted:
            return start + one.start(1)
    return start
