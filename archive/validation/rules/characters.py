"""Characters: R120 (no format holds them), R121 (bidi), R130 (private use), R133 (unseen)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from archive.findings import Finding, finding
from archive.validation.plain import UNSEEN
from archive.validation.rules.context import Context
from archive.validation.rules.signs import like, looks_where, there

_NONCHARACTERS = "\ufdd0-\ufdef\ufffe\uffff" + "".join(
    f"{chr(plane * 0x10000 + 0xFFFE)}{chr(plane * 0x10000 + 0xFFFF)}" for plane in range(1, 17)
)
_CONTROLS = "\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f"
_HALVES = "\ud800-\udfff"
_PRIVATE_USE = "\ue000-\uf8ff\U000f0000-\U000ffffd\U00100000-\U0010fffd"
_OPENING = "\u202a\u202b\u202d\u202e\u2066\u2067\u2068"
_CLOSING = "\u202c\u2069"
_OVERRIDES = "\u202d\u202e"

_FORBIDDEN = re.compile(f"[{_CONTROLS}{_HALVES}{_NONCHARACTERS}]")
_PRIVATE = re.compile(f"[{_PRIVATE_USE}]")
_BIDI = re.compile(f"[{_OPENING}{_CLOSING}]")
_SUSPECT = re.compile(
    f"[\x7f-\x9f{_HALVES}{_NONCHARACTERS}{_PRIVATE_USE}{_OPENING}{_CLOSING}]"
)  # fmt: skip
_ESCAPES = (b"\\u00", b"\\b", b"\\f")
"""How JSON writes the control characters below U+0020."""
_FREE = ("extensions", "provenance", "$schema")
"""Fields with strings in which the schema forbids no control character."""
_UNSEEN = "\u00ad\u180e\u200b\u200c\u200d\u200e\u200f\u2060\u2800\u3164\ufeff"
_MAY_BE_BLANK = ("/extensions", "/provenance")
"""What others keep there, and what was cut from a source."""
NOT_PLAIN = there("is_plain", {"const": False})
"""The sign that somebody has to look at the characters of a record."""


@looks_where(NOT_PLAIN)
def characters_do_no_harm(context: Context) -> Iterator[Finding]:
    """R120, R121, R130; the record is looked through only if some character is a suspect."""
    if not _is_suspicious(context):
        return
    for where, text in context.strings():
        yield from _found(where, text)


def _is_suspicious(context: Context) -> bool:
    if context.is_plain:
        return False
    if _SUSPECT.search(context.foreign):
        return True
    is_free = any(name in context.document for name in _FREE)
    return is_free and any(sign in context.encoded for sign in _ESCAPES)


def _found(where: str, text: str) -> Iterator[Finding]:
    if match := _FORBIDDEN.search(text):
        yield _told("R120", where, text, match.start())
    if match := _PRIVATE.search(text):
        yield _told("R130", where, text, match.start())
    if _BIDI.search(text) and (fault := _bidi(text)):
        variant, offset = fault
        yield _told("R121", where, text, offset, variant=variant)


def _told(code: str, where: str, text: str, offset: int, *, variant: str = "") -> Finding:
    number = f"U+{ord(text[offset]):04X}"
    return finding(code, where, variant=variant, found=number, offset=offset)


def _bidi(text: str) -> tuple[str, int] | None:
    """Return what is wrong with the bidi controls of a text, and where: overrides, no balance."""
    opened: list[int] = []
    for offset, character in enumerate(text):
        if character in _OVERRIDES:
            return "override", offset
        if character in _OPENING:
            opened.append(offset)
        elif character in _CLOSING:
            if not opened:
                return "stray", offset
            opened.pop()
        elif character == "\n" and opened:
            return "unbalanced", opened[0]
    return ("unbalanced", opened[0]) if opened else None


@looks_where(NOT_PLAIN, there("text", like(f"^[\\u0000-\\u001f\\u007f-\\u009f{UNSEEN}]")))
def texts_can_be_seen(context: Context) -> Iterator[Finding]:
    """R133: a text has a character that can be seen."""
    if not _may_be_blank(context):
        return
    for where, written in context.strings():
        # R106 tells of a body that holds no text.
        text = context.text.strip(" \t\n") if where == "/body/text" else written
        if text and all(map(_is_unseen, text)) and not where.startswith(_MAY_BE_BLANK):
            yield finding("R133", where, found=text)


def _may_be_blank(context: Context) -> bool:
    """Return whether some string of the record may hold nothing that can be seen."""
    if context.text and _is_unseen(context.text[0]):
        return True
    if context.is_plain:
        return False
    unseen = "".join(filter(_is_unseen, context.foreign))
    return _blank(unseen).search(context.encoded) is not None


@lru_cache(maxsize=64)
def _blank(unseen: str) -> re.Pattern[bytes]:
    """Return what finds a string of JSON that may be blank; line feed and tab are letters there."""
    others = "".join(f"|{character}" for character in unseen).encode()
    return re.compile(rb'"(?:[ \\nt]' + others + rb')+"')


def _is_unseen(character: str) -> bool:
    return character.isspace() or character in _UNSEEN


RULES = (characters_do_no_harm, texts_can_be_seen)
