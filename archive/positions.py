"""From a value of a document to its place in the source."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Protocol

from archive.findings import Position
from archive.json_scan import Lines, scan


class Places(Protocol):
    """Finds where in the source a value of the document stands."""

    def find(self, pointer: str) -> Position | None:
        """Return the place of the value at a JSON Pointer; a missing one has its object's place."""


class _Nowhere:
    """The places of a document that has no source."""

    def find(self, pointer: str) -> Position | None:  # noqa: ARG002 (the protocol's name)
        """Return ``None``."""
        return None


NOWHERE: Places = _Nowhere()


def pointer(steps: Iterable[str | int]) -> str:
    """Return a JSON Pointer (RFC 6901, section 3); the whole document is ``""``.

    >>> pointer(["quotes", 0]), pointer(["and/or"])
    ('/quotes/0', '/and~1or')
    """
    return "".join(f"/{str(step).replace('~', '~0').replace('/', '~1')}" for step in steps)


def parent(pointer: str) -> str:
    """Return the pointer of what holds the value."""
    return pointer.rpartition("/")[0]


class JsonPlaces:
    """The places of the values of a JSON text; the text is scanned at the first question.

    A member of an object stands where its key does, an item of an array where it begins, the
    whole at its first character. ``prefix`` is put before every pointer: for a document that is
    a part of the text.
    """

    def __init__(self, raw: bytes, *, first_line: int = 1, prefix: str = "") -> None:
        self._raw = raw
        self._first_line = first_line
        self._prefix = prefix
        self._known: tuple[dict[str, int], Lines] | None = None

    def part(self, prefix: str) -> Places:
        """Return the places of a document that is a part of this text."""
        return _Part(self, prefix)

    def find(self, pointer: str) -> Position | None:
        """Return the place of the value, or of the nearest thing that holds it."""
        if self._known is None:
            text = self._raw.removeprefix(b"\xef\xbb\xbf").decode("utf-8", "replace")
            self._known = scan(text).places, Lines(text, self._first_line)
        places, lines = self._known
        wanted = self._prefix + pointer
        while wanted not in places and wanted:
            wanted = parent(wanted)
            if wanted in places:
                return lines.position(self._inside(places[wanted]))
        return lines.position(places[wanted]) if wanted in places else None

    def _inside(self, offset: int) -> int:
        """Return the offset of the brace that opens the object at a key, or the offset itself."""
        text = self._raw.removeprefix(b"\xef\xbb\xbf").decode("utf-8", "replace")
        if text[offset : offset + 1] != '"':
            return offset
        braces = [at for at in (text.find("{", offset), text.find("[", offset)) if at >= 0]
        return min(braces, default=offset)


class _Part:
    def __init__(self, whole: JsonPlaces, prefix: str) -> None:
        self._whole = whole
        self._prefix = prefix

    def find(self, pointer: str) -> Position | None:
        """Return the place of the value in the whole text."""
        return self._whole.find(self._prefix + pointer)


class MovedPlaces:
    """The places of a document whose values came from elsewhere in the source.

    ``moved`` maps pointers of the document to pointers of the source; a value that is not
    named there is looked for with what holds it.
    """

    def __init__(self, places: Places, moved: Mapping[str, str]) -> None:
        self._places = places
        self._moved = moved

    def find(self, pointer: str) -> Position | None:
        """Return the place in the source that the value, or what holds it, came from."""
        known = pointer
        while known and known not in self._moved:
            known = parent(known)
        if known not in self._moved:
            return self._places.find("")
        return self._places.find(self._moved[known] + pointer[len(known) :])
