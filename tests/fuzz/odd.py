"""Values that have broken readers before, whatever their format."""

from __future__ import annotations

from random import Random
from typing import Any

TEXTS = (
    "", " ", "\n", "\t", "\r\n", "\0", "\x1b[31m", "\x7f", "\x85", "\u00a0", "\u200b", "\u202e",
    "\u2028", "\ufeff", "\ufffd", "\uffff", "\ud800", "\udfff", "\U0001f600", "\U000e0001",
    "e\u0301", "\u0130", "\u00df", "&", "&amp;", "&#0;", "&#x110000;", "<", "]]>", "-->", "--", "?>",
    "'", '"', "\\", "\\u0022", "\\ud834", "{", "}", "[", "]", "%", "%00", "%ZZ", "#", "?", "/", "..",
    "../../x", "http://[", "http://[::1]/", "http://a b/", "HTTP://EXAMPLE.ORG:80/%7e", "urn:", "urn:x:1",
    "urn:x:1#a", "mailto:a", "javascript:x", "file:///etc/passwd", "_:b", "tag:", "a" * 3000,
    "0", "-0", "00", "1e999", "1.0", "NaN", "INF", "\u0661", "\u0967", "true", "null",
    "2026", "0000", "-0001", "99999", "2026-02-30", "0000-00-00", "2026-03-02", "2016-12-31T23:59:60Z",
    "2026-03-02T24:00:00Z", "9999-12-31T23:59:59Z", "0001-01-01T00:00:00+14:00",
    "2026-03-02T09:00:00+07:00", "2026-03-02T09:00:00.1234567890Z", "2026-03-02T09:00:00-99:99",
    "en", "id", "x-a", "i-klingon", "zh-Hant", "en-", "dk", "a-b-c",
)  # fmt: skip
NUMBERS = (
    0, 1, -1, 2, 7, 90, 180, 181, 255, 2**31, 2**53 - 1, 2**53, -(2**53), 2**63, 2**64, 10**30,
    0.5, -0.0, 1.0, 1e-300, 1e22, 1.7976931348623157e308,
)  # fmt: skip
TOKENS = (
    *(one.encode("utf-8", "surrogatepass") for one in TEXTS),
    b"\xff", b"\xc3", b"\xed\xa0\x80", b"\xf8", b"\xef\xbb\xbf", b"\xff\xfe", b"\x1f\x8b", b"PK\x03\x04",
)  # fmt: skip


def value(random: Random) -> Any:
    """Return a value of JSON."""
    plain = (None, True, False, [], {}, [[]], {"": ""}, [None])
    return random.choice(random.choice((TEXTS, NUMBERS, plain)))
