"""Dates that may be vague: EDTF levels 0 and 1, and days without a year.

The rules are those of EDTF (ISO 8601-2:2019, annex A; Library of Congress, 2019), days only: a
moment with a time of day is a ``dateTime`` of the record, never EDTF. ``XXXX-MM-DD``, a day of
no known year, is of level 2; the record allows it.
"""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import date, datetime
from functools import lru_cache

Bounds = tuple[date | None, date | None]
"""The earliest and the latest day a date may mean; ``None`` where that is open or unknown."""

_DAY = re.compile(r"(\d{4})-(\d\d)-(\d\d)", re.ASCII)
_MONTH = re.compile(r"(\d{4})-(\d\d)", re.ASCII)
_YEAR = re.compile(r"\d{4}", re.ASCII)
_FORM = re.compile(
    r"(?:(?P<year>-?\d{4}|\d{3}X|\d{2}XX|XXXX)"
    r"(?:-(?P<month>\d\d|XX)(?:-(?P<day>\d\d|XX))?)?"
    r"|Y(?P<long>-?[1-9]\d{4,8}))(?P<qualifier>[?~%]?)",
    re.ASCII,
)
_SEASONS = range(21, 25)
_MOMENT = re.compile(
    r"(\d{4}-\d\d-\d\dT\d\d:\d\d:[0-5]\d)(?:\.\d+)?(Z|[+-]\d\d:\d\d)", re.ASCII
)  # fmt: skip
_SECONDS_END = len("2026-03-02T09:00:00")
_LARGEST_OFFSET_MINUTES = 14 * 60
_LONGEST = 40
"""No valid date is longer, and no moment but odd ones; what is remembered of them stays small."""


def is_edtf(text: str) -> bool:
    """Return whether a text is EDTF of level 0 or 1, or ``XXXX-MM-DD``.

    >>> [is_edtf(text) for text in ("2025-07-08", "197X", "2025-02-30", "2025-07-08/..")]
    [True, True, False, True]
    """
    return len(text) <= _LONGEST and _is_edtf(text)


@lru_cache(maxsize=4096)
def _is_edtf(text: str) -> bool:
    return _is_interval(text) if "/" in text else _is_date(text)


def is_day(text: str) -> bool:
    """Return whether a text is a day of the calendar, ``YYYY-MM-DD``."""
    match = _DAY.fullmatch(text)
    return match is not None and _is_possible(*map(int, match.groups()))


def is_moment(text: str) -> bool:
    """Return whether a text is a date-time with seconds and offset (RFC 3339, section 5.6).

    Narrower, so that every format can hold it: capital ``T`` and ``Z``, no leap second, no
    ``24:00``, no unknown offset ``-00:00``, no offset above 14:00 (XML Schema 1.0, 3.2.7.3).
    """
    return _known_moment(text) if len(text) <= _LONGEST else _is_moment(text)


def _is_moment(text: str) -> bool:
    match = _MOMENT.fullmatch(text)
    if not match or match[2] == "-00:00":
        return False
    hours, minutes = int(match[2][1:3] or 0) if match[2] != "Z" else 0, match[2][4:6] or "0"
    if int(minutes) > 59 or hours * 60 + int(minutes) > _LARGEST_OFFSET_MINUTES:
        return False
    try:
        datetime.fromisoformat(match[1])
    except ValueError:
        return False
    return True


_known_moment = lru_cache(maxsize=4096)(_is_moment)


def instant(moment: str) -> datetime:
    """Return the aware datetime of a valid ``dateTime``; more than six decimals are cut.

    >>> instant("2026-03-02T09:00:00+07:00") == instant("2026-03-02T02:00:00.000Z")
    True
    """
    return _known_instant(moment) if len(moment) <= _LONGEST else _instant(moment)


def _instant(moment: str) -> datetime:
    head, dot, rest = moment.partition(".")
    if dot:
        digits = len(rest) - len(rest.lstrip("0123456789"))
        moment = f"{head}.{rest[:digits][:6]:0<6}{rest[digits:]}"
    return datetime.fromisoformat(moment)


_known_instant = lru_cache(maxsize=4096)(_instant)


def is_after(one: str, other: str) -> bool:
    """Return whether a valid ``dateTime`` is later than another one.

    >>> is_after("2026-03-02T09:00:00+07:00", "2026-03-02T02:00:00Z")
    False
    """
    if one[_SECONDS_END:] == other[_SECONDS_END:]:  # the same decimals and the same offset
        return one > other
    return instant(one) > instant(other)


@lru_cache(maxsize=4096)
def xsd_type(text: str) -> str | None:
    """Return the name of the XSD type that holds a date as it is, or ``None``.

    >>> xsd_type("2025"), xsd_type("2025-07"), xsd_type("2025-07-08"), xsd_type("2025-07~")
    ('gYear', 'gYearMonth', 'date', None)
    """
    if text.startswith("0000"):
        return None
    if _DAY.fullmatch(text):
        return "date"
    if _MONTH.fullmatch(text):
        return "gYearMonth" if int(text[5:]) <= 12 else None
    return "gYear" if _YEAR.fullmatch(text) else None


@lru_cache(maxsize=4096)
def bounds(text: str) -> Bounds:
    """Return the earliest and the latest day a valid date may mean.

    Approximate and uncertain dates (``~ ? %``) have no certain bounds, nor has a year outside
    1 to 9999.

    >>> [str(day) for day in bounds("2025-02")]
    ['2025-02-01', '2025-02-28']
    >>> bounds("2025-07-08/..")[1] is None
    True
    """
    if "/" in text:
        start, _, end = text.partition("/")
        return (_one(start)[0] if start else None), (_one(end)[1] if end else None)
    return _one(text)


def _is_possible(year: int, month: int, day: int) -> bool:
    if not 1 <= month <= 12 or day < 1:
        return False
    return day <= monthrange(year or 4, month)[1]


def _is_date(text: str) -> bool:
    match = _FORM.fullmatch(text)
    if not match:
        return False
    year, month, day = match["year"], match["month"], match["day"]
    if match["long"] or not month:
        return bool(match["long"]) or year not in ("-0000", "XXXX")
    if year == "-0000" or ("X" in year and year != "XXXX"):
        return False
    if year == "XXXX":
        return bool(day) and day != "XX" and month != "XX" and _is_possible(4, int(month), int(day))
    if month == "XX":
        return day in (None, "XX")
    if day is None:
        return 1 <= int(month) <= 12 or int(month) in _SEASONS
    return _is_possible(abs(int(year)), int(month), 1 if day == "XX" else int(day))


def _is_interval(text: str) -> bool:
    start, _, end = text.partition("/")
    if not all(part in ("", "..") or _is_date(part) for part in (start, end)):
        return False
    if start in ("", "..") and end in ("", ".."):
        return False
    earliest, latest = _one(start)[0], _one(end)[1]
    return not (earliest and latest and earliest > latest)


def _one(text: str) -> Bounds:
    """Return the bounds of a date that is no interval."""
    match = _FORM.fullmatch(text)
    if not match or match["qualifier"] or match["long"] or match["year"] == "XXXX":
        return None, None
    if match["year"].startswith("-") or match["year"] == "0000":
        return None, None
    first, last = (int(match["year"].replace("X", digit)) for digit in "09")
    month, day = match["month"], match["day"]
    if month is None or month == "XX" or int(month) > 12:
        return date(max(first, 1), 1, 1), date(last, 12, 31)
    if day is None or day == "XX":
        number = int(month)
        return date(first, number, 1), date(first, number, monthrange(first, number)[1])
    whole = date(first, int(month), int(day))
    return whole, whole
