"""Dates as others write them → dates of ours, where that needs no guess."""

from __future__ import annotations

import re

from archive.edtf import is_day, is_moment

_LOOSE = re.compile(
    r"\s*(\d{4}-\d\d-\d\d)[Tt ](\d\d:\d\d)(:\d\d)?(\.\d+)?\s*(Z|z|[+-]\d\d(?::?\d\d)?)\s*", re.ASCII
)
_COMPACT = re.compile(
    r"\s*(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)?(\.\d+)?(Z|[+-]\d\d(?::?\d\d)?)\s*", re.ASCII
)
_OF_MAIL = re.compile(
    r"\s*(?:[A-Z][a-z]{2}, )?(\d{1,2}) ([A-Z][a-z]{2}) (\d{4}) (\d\d:\d\d)(:\d\d)? "
    r"(GMT|UTC|UT|[+-]\d{4})\s*",
    re.ASCII,
)
"""RFC 5322, section 3.3; of the zones in letters only those that everybody reads the same."""
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_WITHOUT_ZONE = re.compile(r"\s*(\d{4}-\d\d-\d\d)[Tt ]\d\d:\d\d(?::\d\d(?:\.\d+)?)?\s*", re.ASCII)


def mended_moment(value: str) -> str | None:
    """Return a date-time with its zone in our spelling; nothing if that needs a guess.

    >>> mended_moment("2026-03-02 09:00+07"), mended_moment("20260302T090000Z")
    ('2026-03-02T09:00:00+07:00', '2026-03-02T09:00:00Z')
    >>> mended_moment("Mon, 2 Mar 2026 09:00:00 GMT"), mended_moment("2026-03-02T09:00:00")
    ('2026-03-02T09:00:00Z', None)
    """
    right = ""
    if match := _LOOSE.fullmatch(value):
        day, time, seconds, fraction, zone = match.groups()
        right = f"{day}T{time}{seconds or ':00'}{fraction or ''}{_offset(zone)}"
    elif match := _COMPACT.fullmatch(value):
        year, month, date, hour, minute, second, fraction, zone = match.groups()
        right = (
            f"{year}-{month}-{date}T{hour}:{minute}:{second or '00'}{fraction or ''}{_offset(zone)}"
        )
    elif (match := _OF_MAIL.fullmatch(value)) and match[2] in _MONTHS:
        month = f"{_MONTHS.index(match[2]) + 1:02}"
        zone = match[6] if match[6][0] in "+-" else "Z"
        day = f"{match[3]}-{month}-{int(match[1]):02}"
        right = f"{day}T{match[4]}{match[5] or ':00'}{_offset(zone)}"
    return right if is_moment(right) else None


def local_day(value: str) -> str | None:
    """Return the day of a date-time without zone; it is said, only its moment is not known.

    >>> local_day("2026-03-02 09:00:00"), local_day("2026-02-30 09:00"), local_day("2026-03-02")
    ('2026-03-02', None, None)
    """
    match = _WITHOUT_ZONE.fullmatch(value)
    return match[1] if match and is_day(match[1]) else None


def _offset(zone: str) -> str:
    if zone in "Zz":
        return "Z"
    digits = zone[1:].replace(":", "")
    return f"{zone[0]}{digits[:2]}:{digits[2:] or '00'}"
