"""A slow, precise look at JSON text: all that is wrong with it, and where.

Only a document that failed is looked at so. The scan needs no stack of Python calls, goes on
after everything that does not hide the structure (duplicate keys, NaN, large numbers, lone
surrogates) and stops at the first fault of syntax (RFC 8259). Its work grows with the text and
not faster, whatever is sent.
"""

from __future__ import annotations

import re
from array import array
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Literal

from archive.findings import Finding, Position, Told, finding
from archive.limits import DEEPEST, LARGEST_INTEGER

_TOKEN = re.compile(
    r"(?P<space>[ \t\n\r]+)"
    r'|(?P<string>"[^"\\\x00-\x1f]*+(?:\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4})[^"\\\x00-\x1f]*+)*+")'
    r"|(?P<number>-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?)(?![0-9A-Za-z_.+-])"
    r"|(?P<word>(?:true|false|null))(?![0-9A-Za-z_])"
    r"|(?P<mark>[{}\[\],:])"
    r"|(?P<nan>-?(?:NaN|Infinity))"
)
_LINE_END = re.compile(r"\r\n|\n|\r")
_STRING_STOP = re.compile(
    r'"[^"\\\x00-\x1f]*+(?:\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4})[^"\\\x00-\x1f]*+)*+'
)
_ESCAPE = re.compile(r"\\(?:u([0-9a-fA-F]{4})|(.))")
_SHORT = {"b": "\b", "f": "\f", "n": "\n", "r": "\r", "t": "\t"}
_HALF = re.compile(
    r"\\u[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2}"  # a whole pair
    r"|\\u(?P<half>[dD][89a-fA-F][0-9a-fA-F]{2})"
    r"|\\."
)

Wanted = Literal["value", "value_or_end", "key", "key_or_end", "colon", "comma", "nothing"]


class Lines:
    """Turns offsets of a text into lines and columns, both from 1."""

    def __init__(self, text: str, first: int = 1) -> None:
        self._starts = array("Q", [0])
        if "\n" in text or "\r" in text:  # a record of JSON Lines has neither
            self._starts.extend(match.end() for match in _LINE_END.finditer(text))
        self._first = first

    def position(self, offset: int) -> Position:
        """Return the place of an offset; a line ends with LF, CRLF or CR."""
        line = bisect_right(self._starts, offset) - 1
        return Position(line + self._first, offset - self._starts[line] + 1)


@dataclass(slots=True)
class _Frame:
    """An array or object that is open; ``step`` is the key or number of the value it is at."""

    is_object: bool
    step: str | int | None
    keys: set[str] = field(default_factory=set)


def scan(text: str) -> list[tuple[int, Finding]]:
    """Return all that is wrong with a JSON text: the offset of each fault, and what it is."""
    return _Scanner(text).run()


class _Scanner:
    def __init__(self, text: str) -> None:
        self._text = text
        self._problems: list[tuple[int, Finding]] = []
        self._told = Told()
        self._frames: list[_Frame] = []
        self._wanted: Wanted = "value"

    def run(self) -> list[tuple[int, Finding]]:
        offset, length = 0, len(self._text)
        while offset < length:
            match = _TOKEN.match(self._text, offset)
            if match is None:
                self._broken(offset)
                return self._problems
            kind = match.lastgroup
            if kind != "space" and not self._take(str(kind), match[0], offset):
                return self._problems
            offset = match.end()
        if self._wanted != "nothing":
            self._syntax(length, "ended", wanted=self._wanted)
        return self._problems

    def _take(self, kind: str, lexeme: str, offset: int) -> bool:
        """Take a lexeme; ``False`` when the scan cannot or need not go on."""
        if self._wanted in ("value", "value_or_end"):
            return self._value(kind, lexeme, offset)
        if self._wanted in ("key", "key_or_end"):
            return self._key(kind, lexeme, offset)
        if self._wanted == "colon":
            if lexeme != ":":
                return self._syntax(offset, "colon", found=lexeme[:20])
            self._wanted = "value"
            return True
        return self._after(lexeme, offset)

    def _value(self, kind: str, lexeme: str, offset: int) -> bool:
        if lexeme == "]" and self._wanted == "value_or_end":
            return self._close(lexeme, offset)
        if kind == "mark" and lexeme not in "{[":
            is_item = bool(self._frames) and not self._frames[-1].is_object
            trailing = lexeme in "]}" and is_item and self._wanted == "value"
            return self._syntax(offset, "trailing" if trailing else "value", found=lexeme)
        if kind == "mark":
            return self._open(lexeme, offset)
        self._wanted = "comma" if self._frames else "nothing"
        return self._scalar(kind, lexeme, offset)

    def _open(self, lexeme: str, offset: int) -> bool:
        if len(self._frames) == DEEPEST:
            self._say(offset, finding("J008", self._pointer(), deepest=DEEPEST))
            return False
        is_object = lexeme == "{"
        self._frames.append(_Frame(is_object, None if is_object else 0))
        self._wanted = "key_or_end" if is_object else "value_or_end"
        return True

    def _key(self, kind: str, lexeme: str, offset: int) -> bool:
        if lexeme == "}" and self._wanted == "key_or_end":
            return self._close(lexeme, offset)
        if kind != "string":
            trailing = lexeme == "}"
            return self._syntax(offset, "trailing" if trailing else "key", found=lexeme[:20])
        frame = self._frames[-1]
        key = unescaped(lexeme)
        frame.step = key
        self._wanted = "colon"
        if key in frame.keys and not self._say(offset, finding("J002", self._pointer(), key=key)):
            return False
        frame.keys.add(key)
        return self._surrogates(lexeme, offset)

    def _after(self, lexeme: str, offset: int) -> bool:
        """Take what stands behind a value: a comma, the end of its array or object, nothing."""
        if not self._frames:
            variant = "two" if lexeme[0] in '{["' else "extra"
            return self._syntax(offset, variant, found=lexeme[:20])
        if lexeme in ("]", "}"):
            return self._close(lexeme, offset)
        if lexeme != ",":
            return self._syntax(offset, "comma", found=lexeme[:20])
        frame = self._frames[-1]
        frame.step = frame.step + 1 if isinstance(frame.step, int) else None
        self._wanted = "key" if frame.is_object else "value"
        return True

    def _close(self, lexeme: str, offset: int) -> bool:
        if (lexeme == "}") != self._frames[-1].is_object:
            return self._syntax(offset, "comma", found=lexeme)
        self._frames.pop()
        self._wanted = "comma" if self._frames else "nothing"
        return True

    def _scalar(self, kind: str, lexeme: str, offset: int) -> bool:
        if kind == "string":
            return self._surrogates(lexeme, offset)
        if kind == "nan":
            return self._say(offset, finding("J004", self._pointer(), found=lexeme))
        variant = _number_fault(lexeme) if kind == "number" else None
        if variant is None:
            return True
        return self._say(offset, finding("J006", self._pointer(), variant=variant, found=lexeme))

    def _surrogates(self, lexeme: str, offset: int) -> bool:
        """Find halves of surrogate pairs; raw ones are no UTF-8 and never come here."""
        if "\\u" not in lexeme:
            return True
        return all(
            self._say(offset + place, finding("J007", self._pointer(), found=spelled))
            for place, spelled in lone_surrogates(lexeme)
        )

    def _broken(self, offset: int) -> None:
        """Say what stands where no lexeme can be read."""
        character = self._text[offset]
        if stop := _STRING_STOP.match(self._text, offset):
            self._broken_string(offset, stop.end())
        elif character in "'“”‘’":
            self._syntax(offset, "quotes", found=character)
        elif self._text.startswith(("//", "/*", "#", "<!--"), offset):
            self._syntax(offset, "comment", found=self._text[offset : offset + 4])
        else:
            found = re.match(r"[^\s,:{}\[\]\"]+", self._text[offset : offset + 20])
            blank = f"U+{ord(character):04X}"  # a space that JSON does not know
            self._syntax(offset, "unknown", found=found[0] if found else blank)

    def _broken_string(self, start: int, end: int) -> None:
        if end >= len(self._text):
            self._syntax(start, "open_string")
        elif self._text[end] == "\\":
            self._syntax(end, "escape", found=self._text[end : end + 2])
        else:
            self._syntax(end, "control", found=f"U+{ord(self._text[end]):04X}")

    def _syntax(self, offset: int, variant: str, **params: str | int) -> bool:
        self._say(offset, finding("J001", self._pointer(), variant=variant, **params))
        return False

    def _pointer(self) -> str:
        """Return the pointer of the value the scan is at, or of the object between two fields."""
        steps = (frame.step for frame in self._frames)
        return "".join(
            f"/{str(step).replace('~', '~0').replace('/', '~1')}"
            for step in steps
            if step is not None
        )

    def _say(self, offset: int, found: Finding) -> bool:
        """Remember a problem; ``False`` when there have been enough."""
        told = self._told.counted(found)
        self._problems.append((offset, told))
        return told is found


def _number_fault(lexeme: str) -> str | None:
    """Return how a number is too large (a variant of J006), or ``None``."""
    digits = lexeme.lstrip("-")
    if digits.isdigit():
        return "" if len(digits) > 16 or int(digits) > LARGEST_INTEGER else None
    value = abs(float(lexeme))
    if value == float("inf"):
        return "overflow"
    return "" if value > LARGEST_INTEGER else None


def lone_surrogates(lexeme: str) -> Iterator[tuple[int, str]]:
    """Yield offset and spelling of each half pair that a JSON string lexeme escapes."""
    for match in _HALF.finditer(lexeme):
        if match["half"]:
            yield match.start(), f"U+{match['half'].upper()}"


def unescaped(lexeme: str) -> str:
    """Return what a JSON string lexeme says; half pairs stay as they are."""
    if "\\" not in lexeme:
        return lexeme[1:-1]

    def character(match: re.Match[str]) -> str:
        if match[1]:
            return chr(int(match[1], 16))
        return _SHORT.get(match[2], match[2])

    joined = _ESCAPE.sub(character, lexeme[1:-1])
    return joined.encode("utf-16", "surrogatepass").decode("utf-16", "surrogatepass")
