"""From a value of a document to its place in the source."""

from __future__ import annotations

import json
import re
from array import array
from collections.abc import Iterable, Mapping
from json.scanner import make_scanner

import msgspec

from archive.findings import Finding, Position
from archive.json_scan import Lines, unescaped
from archive.places import Places

_BLANK = " \t\n\r"
_STRING = r'"(?:[^"\\]++|\\.)*+"'
_MEMBER = re.compile(rf"[\s,]*+({_STRING})\s*+:\s*+", re.DOTALL)
_ITEM = re.compile(rf'[\s,]*+((?=[\[{{])|{_STRING}|[^\s,\[\]{{}}"]++)', re.DOTALL)
_BRACKET = re.compile(rf'(?:[^"{{}}\[\]]++|{_STRING})*+([{{}}\[\]])', re.DOTALL)
_SCAN = make_scanner(json.JSONDecoder(strict=False))  # type: ignore[arg-type] # stubs err
_BOM = b"\xef\xbb\xbf"
_RAW_MEMBERS = msgspec.json.Decoder(dict[str, msgspec.Raw])
_RAW_ITEMS = msgspec.json.Decoder(list[msgspec.Raw])
_CURLY, _SQUARE = b"{["
_LARGEST_COMPACT = 2**16
"""Bytes; what is remembered of a compact text takes several times its size."""
_NOTHING = -1
"""Stands behind the last value of an object."""


def pointer(steps: Iterable[str | int]) -> str:
    """Return a JSON Pointer (RFC 6901, section 3); the whole document is ``""``.

    >>> pointer(["quotes", 0]), pointer(["and/or"])
    ('/quotes/0', '/and~1or')
    """
    return "".join(f"/{str(step).replace('~', '~0').replace('/', '~1')}" for step in steps)


def parent(pointer: str) -> str:
    """Return the pointer of what holds the value."""
    return pointer.rpartition("/")[0]


def within(position: Position, first: Position) -> Position:
    """Return a place of a part as a place of the whole, where the part begins at ``first``.

    >>> within(Position(1, 3), Position(7, 5)), within(Position(2, 3), Position(7, 5))
    (Position(line=7, column=7), Position(line=8, column=3))
    """
    column = position.column + (first.column - 1 if position.line == 1 else 0)
    return Position(position.line + first.line - 1, column)


def moved(found: Finding, first: Position) -> Finding:
    """Return what was found in a part, at its place in the whole."""
    return found.at(within(found.position, first) if found.position else None)


class JsonPlaces:
    """The places of the values of a JSON text; the text is looked through at the first question.

    A member of an object stands where its key does, an item of an array where it begins, the
    whole at its first character, and what is missing at the bracket that opens what should hold
    it. Only arrays and objects on the way to what was asked for are looked into.
    """

    def __init__(self, raw: bytes, *, first_line: int = 1, first_column: int = 1) -> None:
        self._raw = raw
        self._first = Position(first_line, first_column)
        self._compact: _Compact | None = _Compact(raw) if _may_be_compact(raw) else None
        self._text: _Text | None = None

    def part(self, prefix: str) -> Places:
        """Return the places of a document that is a part of this text."""
        return _Part(self, prefix)

    def find(self, pointer: str) -> Position:
        """Return the place of the value, or of the nearest thing that holds it."""
        if not pointer:
            return self._start()
        if self._compact is not None:
            try:
                return within(Position(1, self._compact.column(pointer)), self._first)
            except (msgspec.DecodeError, ValueError, RecursionError):
                self._compact = None
        if self._text is None:
            text = self._raw.removeprefix(_BOM).decode("utf-8", "replace")
            self._text = _Text(text)
        return within(self._text.position(pointer), self._first)

    def _start(self) -> Position:
        """Return where the whole begins: asked of every record, and known without a look."""
        if self._raw.startswith(b"{"):
            return self._first
        text = self._raw.removeprefix(_BOM)
        blank = text[: len(text) - len(text.lstrip(_BLANK.encode()))].decode("ascii")
        return within(Lines(blank).position(len(blank)), self._first)


def _may_be_compact(raw: bytes) -> bool:
    """Return whether a text is a small object in one line."""
    is_small = raw.startswith(b"{") and len(raw) <= _LARGEST_COMPACT
    return is_small and b"\n" not in raw and b"\r" not in raw


class _Compact:
    """A JSON text without blanks, doubled keys or escapes in keys; places are sums of sizes there.

    So programs write it. It takes a sixth of the time; whatever is not like that is a ValueError.
    """

    def __init__(self, raw: bytes) -> None:
        self._raw = raw
        self._members: dict[int, dict[str, tuple[int, int, int]]] = {}
        """Opening of an object → where keys stand, where their values begin and end."""
        self._items: dict[int, array[int]] = {}
        """Opening of an array → where items begin, and where another one would."""

    def column(self, pointer: str) -> int:
        """Return the column of a value, or of the nearest thing that holds it."""
        place, start, end = 0, 0, len(self._raw)
        for step in pointer.split("/")[1:]:
            opening = self._raw[start]
            if opening == _CURLY:
                part = self._member(start, end, step.replace("~1", "/").replace("~0", "~"))
            elif opening == _SQUARE:
                part = self._item(start, end, step)
            else:
                break
            if part is None:
                place = start
                break
            place, start, end = part
        return len(self._raw[:place].decode("utf-8", "replace")) + 1

    def _member(self, start: int, end: int, key: str) -> tuple[int, int, int] | None:
        members = self._members.get(start)
        if members is None:
            members = {}
            at = start + 1
            for name, value in _RAW_MEMBERS.decode(self._raw[start:end]).items():
                begin = at + 3 + (len(name) if name.isascii() else len(name.encode()))
                members[name] = at, begin, begin + len(value)
                at = begin + len(value) + 1
            self._members[start] = members
            _refuse_blanks(at, end)
        return members.get(key)

    def _item(self, start: int, end: int, step: str) -> tuple[int, int, int] | None:
        items = self._items.get(start)
        if items is None:
            items = array("Q", [start + 1])
            for value in _RAW_ITEMS.decode(self._raw[start:end]):
                items.append(items[-1] + len(value) + 1)
            self._items[start] = items
            _refuse_blanks(items[-1], end)
        number = _number(step)
        if not 0 <= number < len(items) - 1:
            return None
        return items[number], items[number], items[number + 1] - 1


def _refuse_blanks(reached: int, end: int) -> None:
    """Raise ValueError if an array or object is longer than its parts: each oddity adds to it."""
    if reached != end:
        raise ValueError("not compact, or empty")


def _number(step: str) -> int:
    """Return the number of an item; -1 if a step has none."""
    return int(step) if step.isascii() and step.isdecimal() and len(step) < 18 else -1


class _Text:
    """A JSON text, and where the parts of those arrays and objects are that were asked for."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._lines = Lines(text)
        self._members: dict[int, tuple[dict[str, int], int]] = {}
        """Opening of an object → where keys stand, and where the last value begins."""
        self._items: dict[int, array[int]] = {}

    def position(self, pointer: str) -> Position:
        """Return where a value stands, or the nearest thing that holds it."""
        place = value = len(self._text) - len(self._text.lstrip(_BLANK))
        for step in pointer.split("/")[1:]:
            opening = self._text[value : value + 1]
            if opening == "{":
                inside = self._member_of(value, step.replace("~1", "/").replace("~0", "~"))
            elif opening == "[":
                inside = self._item_of(value, step)
            else:
                break
            if inside is None:
                return self._lines.position(value)
            member = _MEMBER.match(self._text, inside) if opening == "{" else None
            place, value = inside, member.end() if member else inside
        return self._lines.position(place)

    def _member_of(self, opening: int, key: str) -> int | None:
        """Return where a key of an object stands; if it stands twice, the last.

        What was come upon is remembered, and the last value, behind which the rest stands. In a
        large text, which may hold many objects, it is not looked whether a key is there once.
        """
        found, last = self._members.get(opening, ({}, 0))
        is_alone = len(self._text) <= _LARGEST_COMPACT and self._text.count(f'"{key}"') == 1
        while last != _NOTHING and not (is_alone and key in found):
            member = _MEMBER.match(self._text, self._behind(last) if last else opening + 1)
            if member is None:
                last = _NOTHING
                break
            found[unescaped(member[1])] = member.start(1)
            last = member.end()
        self._members[opening] = found, last
        return found.get(key)

    def _item_of(self, opening: int, step: str) -> int | None:
        if opening not in self._items:
            self._items[opening] = self._items_of(opening)
        items = self._items[opening]
        number = _number(step)
        return items[number] if 0 <= number < len(items) else None

    def _items_of(self, opening: int) -> array[int]:
        found = array("Q")
        at = opening + 1
        while item := _ITEM.match(self._text, at):
            found.append(item.start(1))
            at = item.end() if item[1] else self._behind(item.start(1))
        return found

    def _behind(self, at: int) -> int:
        """Return the offset behind the value that begins at one."""
        if self._text[at : at + 1] not in ("[", "{"):
            item = _ITEM.match(self._text, at)
            return item.end() if item else len(self._text)
        try:  # the scanner of the standard library is quick, and stops at the first fault
            end: int = _SCAN(self._text, at)[1]
        except (StopIteration, ValueError, RecursionError):
            return self._behind_brackets(at)
        return end

    def _behind_brackets(self, at: int) -> int:
        """Return the offset behind an array or object that has faults, or is very deep."""
        depth = 0
        while bracket := _BRACKET.match(self._text, at):
            depth += 1 if bracket[1] in "[{" else -1
            at = bracket.end()
            if not depth:
                return at
        return len(self._text)


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
