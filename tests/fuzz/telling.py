"""Every finding and every error can be told, in each language, with a place in the source."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable

from archive import messages
from archive.errors import PhrasedError
from archive.findings import Finding

_BIDI = "\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"


def is_safe(text: str) -> bool:
    """Return whether a text can be shown on a terminal: no control, bidi or half character."""
    return not any(
        one in _BIDI or unicodedata.category(one) in ("Cc", "Cs", "Zl", "Zp")
        for one in text.replace("\n", "")
        if not one.isprintable()
    )


def can_be_told(found: Iterable[Finding], raw: bytes) -> None:
    """Demand words in both languages for each finding, and a place within the source."""
    last = raw.count(b"\n") + raw.count(b"\r") + 1
    if b"\0" in raw or not raw.isascii():
        last += len(raw)  # line ends of other encodings
    for one in found:
        for language in messages.LANGUAGES:
            said = messages.message(one, language) + (messages.hint(one, language) or "")
            assert is_safe(said), (one, said)
        if one.position is not None:
            assert 1 <= one.position.line <= last, one
            assert 1 <= one.position.column <= len(raw) + 1, one


def is_said(error: PhrasedError) -> None:
    """Demand words for an error of the program."""
    for language in messages.LANGUAGES:
        assert messages.phrase(error.key, language, **error.values)
