"""A slow, precise look at JSON text: where every value stands, and all that is wrong with it.

Only a document that failed is looked at so. The scan needs no stack of Python calls, goes on
after everything that does not hide the structure (duplicate keys, NaN, large numbers, lone
surrogates) and stops at the first fault of syntax (RFC 8259).
"""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass, field
from typing import Literal

from archive.findings import Finding, Position, finding

DEEPEST = 64
"""Levels of arrays and objects; a record has less than ten, ``extensions`` are free."""
LARGEST_INTEGER = 2**53 - 1
"""Beyond it JSON readers disagree (RFC 7493, section 2.2)."""

_TOKEN = re.compile(
    r"(?P<space>[ \t\n\r]+)"
    r'|(?P<string>"[^"\\\x00-\x1f]*(?:\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4})[^"\\\x00-\x1f]*)*")'
    r"|(?P<number>-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?)(?![0-9A-Za-z_.+-])"
    r"|(?P<word>(?:true|false|null))(?![0-9A-Za-z_])"
    r"|(?P<mark>[{}\[\],:])"
    r"|(?P<nan>-?(?:NaN|Infinity))"
)
_LINE_END = re.compile(r"\r\n|\n|\r")
_STRING_STOP = re.compile(
    r'"[^"\\\x00-\x1f]*(?:\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4})[^"\\\x00-\x1f]*)*'
)
_ESCAPE = re.compile(r"\\(?:u([0-9a-fA-F]{4})|(.))")
_SHORT = {"b": "\b", "f": "\f", "n": "\n", "r": "\r", "t": "\t"}

Wanted = Literal["value", "value_or_end", "key", "key_or_end", "colon", "comma", "nothing"]


class Lines:
    """Turns offsets of a text into lines and columns, both from 1."""

    def __init__(self, text: str, first: int = 1) -> None:
        self._starts = [0, *(match.end() for match in _LINE_END.finditer(text))]
        self._first = first

    def position(self, offset: int) -> Position:
        """Return the place of an offset; a line ends with LF, CRLF or CR."""
        line = bisect_right(self._starts, offset) - 1
        return Position(line + self._first, offset - self._starts[line] + 1)


@dataclass(slots=True)
class _Frame:
    """An array or object that is open."""

    pointer: str
    is_object: bool
    keys: set[str] = field(default_factory=set)
    count: int = 0


@dataclass(slots=True)
class Scan:
    """What a scan found: ``places`` maps each JSON Pointer to the offset where it stands.

    A member of an object stands where its key does.
    """

    text: str
    places: dict[str, int] = field(default_factory=dict)
    problems: list[tuple[int, Finding]] = field(default_factory=list)


def scan(text: str) -> Scan:
    """Return where everything stands in a JSON text, and what is wrong with it."""
    return _Scanner(text).run()


class _Scanner:
    def __init__(self, text: str) -> None:
        self._text = text
        self._result = Scan(text)
        self._frames: list[_Frame] = []
        self._wanted: Wanted = "value"
        self._next = ""  # the pointer of the value that comes next

    def run(self) -> Scan:
        offset, length = 0, len(self._text)
        while offset < length:
            match = _TOKEN.match(self._text, offset)
            if match is None:
                self._broken(offset)
                return self._result
            kind = match.lastgroup
            if kind != "space" and not self._take(str(kind), match[0], offset):
                return self._result
            offset = match.end()
        if self._wanted != "nothing":
            self._syntax(length, "ended", wanted=self._wanted)
        return self._result

    def _take(self, kind: str, token: str, offset: int) -> bool:
        """Take a token; ``False`` when the scan cannot go on."""
        if self._wanted in ("value", "value_or_end"):
            return self._value(kind, token, offset)
        if self._wanted in ("key", "key_or_end"):
            return self._key(kind, token, offset)
        if self._wanted == "colon":
            if token != ":":
                return self._syntax(offset, "colon", found=token[:20])
            self._wanted = "value"
            return True
        return self._after(token, offset)

    def _value(self, kind: str, token: str, offset: int) -> bool:
        if token == "]" and self._wanted == "value_or_end":
            return self._close(token, offset)
        if kind == "mark" and token not in "{[":
            trailing = token in "]}" and self._text[:offset].rstrip(" \t\n\r").endswith(",")
            return self._syntax(offset, "trailing" if trailing else "value", found=token)
        if not self._frames or not self._frames[-1].is_object:
            self._result.places[self._next] = offset
        if token in "{[" and kind == "mark":
            return self._open(token, offset)
        self._scalar(kind, token, offset)
        return self._end_value()

    def _open(self, token: str, offset: int) -> bool:
        if len(self._frames) == DEEPEST:
            self._say(offset, finding("J008", self._next, deepest=DEEPEST))
            return False
        self._frames.append(_Frame(self._next, token == "{"))
        self._wanted = "key_or_end" if token == "{" else "value_or_end"
        if token == "[":
            self._next = f"{self._next}/0"
        return True

    def _key(self, kind: str, token: str, offset: int) -> bool:
        if token == "}" and self._wanted == "key_or_end":
            return self._close(token, offset)
        if kind != "string":
            trailing = token == "}"
            return self._syntax(offset, "trailing" if trailing else "key", found=token[:20])
        frame = self._frames[-1]
        self._surrogates(token, offset)
        key = unescaped(token)
        self._next = f"{frame.pointer}/{key.replace('~', '~0').replace('/', '~1')}"
        if key in frame.keys:
            self._say(offset, finding("J002", self._next, key=key))
        else:
            frame.keys.add(key)
            self._result.places[self._next] = offset
        self._wanted = "colon"
        return True

    def _after(self, token: str, offset: int) -> bool:
        """Take what stands behind a value: a comma, the end of its array or object, nothing."""
        if not self._frames:
            variant = "two" if token in '{["' else "extra"
            return self._syntax(offset, variant, found=token[:20])
        if token in ("]", "}"):
            return self._close(token, offset)
        frame = self._frames[-1]
        if token != ",":
            return self._syntax(offset, "comma", found=token[:20])
        frame.count += 1
        self._wanted = "key" if frame.is_object else "value"
        self._next = f"{frame.pointer}/{frame.count}"
        return True

    def _close(self, token: str, offset: int) -> bool:
        frame = self._frames[-1]
        if (token == "}") != frame.is_object:
            return self._syntax(offset, "comma", found=token)
        self._frames.pop()
        return self._end_value()

    def _end_value(self) -> bool:
        self._wanted = "comma" if self._frames else "nothing"
        return True

    def _scalar(self, kind: str, token: str, offset: int) -> None:
        if kind == "nan":
            self._say(offset, finding("J004", self._next, found=token))
        elif kind == "string":
            self._surrogates(token, offset)
        elif kind == "number":
            self._number(token, offset)

    def _number(self, token: str, offset: int) -> None:
        digits = token.lstrip("-")
        whole = digits.isdigit()
        if whole and (len(digits) > 16 or int(digits) > LARGEST_INTEGER):
            self._say(offset, finding("J006", self._next, found=token))
        elif not whole and abs(float(token)) == float("inf"):
            self._say(offset, finding("J006", self._next, variant="overflow", found=token))
        elif not whole and float(token).is_integer() and abs(float(token)) > LARGEST_INTEGER:
            self._say(offset, finding("J006", self._next, found=token))

    def _surrogates(self, token: str, offset: int) -> None:
        """Find halves of surrogate pairs, escaped or raw."""
        if "\\u" not in token and not any("\ud800" <= c <= "\udfff" for c in token):
            return
        for place, escape in lone_surrogates(token):
            self._say(offset + place, finding("J007", self._next, found=escape))

    def _broken(self, offset: int) -> None:
        """Say what stands where no token can be read."""
        character = self._text[offset]
        if character == '"':
            stop = _STRING_STOP.match(self._text, offset)
            end = stop.end() if stop else offset
            self._broken_string(offset, end)
        elif character in "'“”‘’":
            self._syntax(offset, "quotes", found=character)
        elif self._text.startswith(("//", "/*", "#", "<!--"), offset):
            self._syntax(offset, "comment", found=self._text[offset : offset + 4])
        else:
            found = re.match(r"[^\s,:{}\[\]\"]+", self._text[offset : offset + 20])
            self._syntax(offset, "unknown", found=found[0] if found else character)

    def _broken_string(self, start: int, end: int) -> None:
        if end >= len(self._text):
            self._syntax(start, "open_string")
        elif self._text[end] == "\\":
            self._syntax(end, "escape", found=self._text[end : end + 2])
        else:
            self._syntax(end, "control", found=f"U+{ord(self._text[end]):04X}")

    def _syntax(self, offset: int, variant: str, **params: str | int) -> bool:
        self._say(offset, finding("J001", self._next, variant=variant, **params))
        return False

    def _say(self, offset: int, found: Finding) -> None:
        self._result.problems.append((offset, found))


def lone_surrogates(token: str) -> list[tuple[int, str]]:
    """Return offset and spelling of each half pair in a JSON string token."""
    found = []
    offset = 0
    while offset < len(token):
        unit, width = _unit(token, offset)
        if 0xD800 <= unit <= 0xDBFF:
            low, low_width = _unit(token, offset + width)
            if width == 6 and 0xDC00 <= low <= 0xDFFF and low_width == 6:
                width += low_width
            else:
                found.append((offset, f"U+{unit:04X}"))
        elif 0xDC00 <= unit <= 0xDFFF:
            found.append((offset, f"U+{unit:04X}"))
        offset += width
    return found


def _unit(token: str, offset: int) -> tuple[int, int]:
    """Return the code unit at an offset and how many characters spell it."""
    if token.startswith("\\u", offset):
        return int(token[offset + 2 : offset + 6], 16), 6
    if token.startswith("\\", offset):
        return 0, 2
    return (ord(token[offset]) if offset < len(token) else 0), 1


def unescaped(token: str) -> str:
    """Return what a JSON string token says; half pairs stay as they are."""
    if "\\" not in token:
        return token[1:-1]

    def character(match: re.Match[str]) -> str:
        if match[1]:
            return chr(int(match[1], 16))
        return _SHORT.get(match[2], match[2])

    joined = _ESCAPE.sub(character, token[1:-1])
    return joined.encode("utf-16", "surrogatepass").decode("utf-16", "surrogatepass")
