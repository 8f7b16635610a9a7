"""A large JSON object, read member by member and item by item: memory does not grow with it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any, TextIO

_PIECE_CHARACTERS = 2**16
_LARGEST_CHARACTERS = 2**20
"""Longest key, item of a list, or value of another kind."""
_BLANK = " \t\r\n"


class NotReadable(ValueError):  # noqa: N818 (says what is wrong)
    """The text is no JSON object, or something in it is too large."""


def members(stream: TextIO) -> Iterator[tuple[str, Any]]:
    """Yield the members of the one object of a stream; a list as one member for each item.

    Raises:
        NotReadable: with what is wrong; members that stand before it have been yielded.

    """
    try:
        yield from _members(_Text(stream))
    except NotReadable:
        raise
    except (ValueError, RecursionError) as error:  # no UTF-8, a number of too many digits, depth
        raise NotReadable(str(error)) from error


def _members(text: _Text) -> Iterator[tuple[str, Any]]:
    text.expect("{")
    if not text.is_taken("}"):
        while True:
            name = text.value()
            if not isinstance(name, str):
                raise NotReadable("a key is no text")
            text.expect(":")
            if text.is_taken("["):
                yield from ((name, item) for item in _items(text))
            else:
                yield name, text.value()
            if not text.is_taken(","):
                break
        text.expect("}")
    text.expect("")


def _items(text: _Text) -> Iterator[Any]:
    if text.is_taken("]"):
        return
    yield text.value()
    while text.is_taken(","):
        yield text.value()
    text.expect("]")


class _Text:
    """What is not read yet of a stream, as much of it as is needed."""

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream
        self._kept = ""
        self._at = 0
        self._decode = json.JSONDecoder().raw_decode

    def value(self) -> Any:
        """Return the next value and pass it."""
        self._sign()
        while True:
            try:
                value, end = self._decode(self._kept, self._at)
            except json.JSONDecodeError as error:
                if not self._has_more():
                    raise NotReadable(error.msg) from error
            else:
                if end < len(self._kept) or not self._has_more():
                    self._at = end
                    return value

    def is_taken(self, sign: str) -> bool:
        """Return whether a sign comes next, and pass it if it does."""
        is_next = self._sign() == sign
        self._at += is_next
        return is_next

    def expect(self, sign: str) -> None:
        """Pass a sign; the end of the text is an empty one."""
        found = self._sign()
        if found != sign:
            raise NotReadable(f"{found!r} in the place of {sign!r}")
        self._at += len(sign)

    def _sign(self) -> str:
        """Return the next character that is no blank, or nothing at the end."""
        while True:
            while self._at < len(self._kept):
                if (sign := self._kept[self._at]) not in _BLANK:
                    return sign
                self._at += 1
            if not self._has_more():
                return ""

    def _has_more(self) -> bool:
        """Read on, and return whether there was something; what is passed is let go."""
        self._kept = self._kept[self._at :]
        self._at = 0
        if len(self._kept) > _LARGEST_CHARACTERS:
            raise NotReadable(f"a value of more than {_LARGEST_CHARACTERS} characters")
        more = self._stream.read(max(_PIECE_CHARACTERS, len(self._kept)))
        self._kept += more
        return bool(more)
