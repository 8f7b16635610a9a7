"""Where all elements of an XML file stand, for many questions: one pass, made at the first."""

from __future__ import annotations

from array import array
from bisect import bisect_right
from contextlib import suppress
from functools import cached_property
from xml.parsers import expat

from archive.findings import Position
from archive.parsing.xml_places import attribute_offset, text_of


class Index:
    """The places of the elements of a file that was parsed; they are counted from 0."""

    def __init__(self, raw: bytes, encoding: str | None) -> None:
        self._raw = raw
        self._encoding = encoding

    def position(self, number: int, attribute: str = "") -> Position:
        """Return where an element stands, or its attribute; one it lacks stands where it does."""
        if not 0 <= number < len(self._offsets):
            return Position(1, 1)
        offset = self._offsets[number]
        if attribute:
            offset = attribute_offset(self._content, offset, attribute)
        line = bisect_right(self._lines, offset)
        before = self._content[self._lines[line - 1] : offset]
        return Position(line, len(before.decode("utf-8", "replace")) + 1)

    @cached_property
    def _content(self) -> bytes:
        return text_of(self._raw, self._encoding).encode("utf-8", "replace")

    @cached_property
    def _offsets(self) -> array[int]:
        found = array("Q")
        parser = expat.ParserCreate("utf-8")

        def start(_name: str, _attributes: object) -> None:
            found.append(parser.CurrentByteIndex)

        parser.StartElementHandler = start
        # What libxml2 alone can read has places as far as expat comes.
        with suppress(expat.ExpatError):
            parser.Parse(self._content, True)  # noqa: FBT003 (the end of the text)
        return found

    @cached_property
    def _lines(self) -> array[int]:
        """Return where each line begins."""
        found = array("Q", [0])
        at = self._content.find(b"\n")
        while at >= 0:
            found.append(at + 1)
            at = self._content.find(b"\n", at + 1)
        return found
