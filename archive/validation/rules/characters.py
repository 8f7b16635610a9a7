"""Characters that do harm: R120 (no format holds them), R121 (bidi), R130 (private use)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import msgspec

from archive.findings import Finding, finding
from archive.validation.rules.context import Context

_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ufdd0-\ufdef\ufffe\uffff]")
_NONCHARACTER_PLANES = re.compile("[" + "".join(
    f"{chr(plane * 0x10000 + 0xFFFE)}{chr(plane * 0x10000 + 0xFFFF)}" for plane in range(1, 17)
) + "]")  # fmt: skip
_PRIVATE = re.compile("[\ue000-\uf8ff\U000f0000-\U000ffffd\U00100000-\U0010fffd]")
_BIDI = re.compile("[\u202a-\u202e\u2066-\u2069]")
_OPENING = "\u202a\u202b\u202d\u202e\u2066\u2067\u2068"
_OVERRIDES = "\u202d\u202e"

_encoder = msgspec.json.Encoder()
_CONTROL_SIGNS = (b"\\u00", b"\\b", b"\\f", b"\x7f")
_SIGNS = (
    *(f"{character}".encode() for character in "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"),
    b"\xee", b"\xef", b"\xf3", b"\xf4", b"\xbf\xbe", b"\xbf\xbf",
)  # fmt: skip
"""What stands in the bytes of a record that holds a character looked for here."""
_C1 = re.compile(rb"\xc2[\x80-\x9f]")


def characters_do_no_harm(context: Context) -> Iterator[Finding]:
    """R120, R121, R130; the record is looked through only if its bytes hold a suspect."""
    raw = _encoder.encode(context.document)
    if not _is_suspicious(raw):
        return
    for where, text in _texts("", context.document):
        yield from _found(where, text)


def _is_suspicious(raw: bytes) -> bool:
    """Return whether the bytes of a record may hold one of the characters."""
    if any(sign in raw for sign in _CONTROL_SIGNS):
        return True
    if raw.isascii():
        return False
    return any(sign in raw for sign in _SIGNS) or bool(_C1.search(raw))


def _texts(where: str, value: Any) -> Iterator[tuple[str, str]]:
    """Yield every string of the record with its pointer, names of extensions too."""
    if isinstance(value, str):
        yield where, value
    elif isinstance(value, dict):
        for name, part in value.items():
            step = f"{where}/{name.replace('~', '~0').replace('/', '~1')}"
            if where.startswith("/extensions"):
                yield step, name
            yield from _texts(step, part)
    elif isinstance(value, list):
        for number, part in enumerate(value):
            yield from _texts(f"{where}/{number}", part)


def _found(where: str, text: str) -> Iterator[Finding]:
    if match := _FORBIDDEN.search(text) or _NONCHARACTER_PLANES.search(text):
        yield finding("R120", where, found=f"U+{ord(match[0]):04X}", offset=match.start())
    if match := _PRIVATE.search(text):
        yield finding("R130", where, found=f"U+{ord(match[0]):04X}", offset=match.start())
    if (match := _BIDI.search(text)) and (kind := _bidi(text)):
        yield finding(
            "R121", where, variant=kind, found=f"U+{ord(match[0]):04X}", offset=match.start()
        )


def _bidi(text: str) -> str:
    """Return what is wrong with the bidi controls of a text: an override, or no balance."""
    depth = 0
    for character in text:
        if character in _OVERRIDES:
            return "override"
        if character in _OPENING:
            depth += 1
        elif character in "\u202c\u2069":
            depth -= 1
            if depth < 0:
                return "unbalanced"
        elif character == "\n" and depth:
            return "unbalanced"
    return "unbalanced" if depth else ""


RULES = (characters_do_no_harm,)
