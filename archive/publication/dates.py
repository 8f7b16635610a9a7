"""Dates of the record in words, as people read them: vague ones and moments with their zone."""

from __future__ import annotations

import re
from datetime import date
from functools import lru_cache

from archive.publication.words import words

_ZONES = {"+07:00": "WIB", "+08:00": "WITA", "+09:00": "WIT"}
"""What people in Indonesia call their hours."""
_INDONESIAN = frozenset({"id", "en", "jv", "su", "ms", "mad", "min", "ban", "bug", "ace", "bjn"})
"""Languages of texts whose hours are named so; a Japanese text at +09:00 has none of them."""
_DAY = re.compile(r"(\d{4})-(\d\d)-(\d\d)", re.ASCII)
_FORM = re.compile(
    r"(?P<year>-?\d{4}|\d{3}X|\d{2}XX|XXXX|Y-?\d{5,9})"
    r"(?:-(?P<month>\d\d|XX)(?:-(?P<day>\d\d|XX))?)?(?P<qualifier>[?~%]?)",
    re.ASCII,
)
_QUALIFIERS = {"~": "date_about", "?": "date_uncertain", "%": "date_about_uncertain"}
_FIRST_SEASON = 21
_LONGEST = 40
"""No valid date is longer but an odd moment; so what is remembered of them stays small."""


def in_words(text: str, language: str, text_language: str = "id") -> str:
    """Return a date or moment of the record in the words of a frame.

    ``text_language`` is that of the release, which decides what zones are called.

    >>> in_words("2024-05-22T14:00:00+07:00", "id")
    'Rabu, 22 Mei 2024 pukul 14.00 WIB'
    >>> in_words("2025-07-08/..", "id"), in_words("197X", "en"), in_words("1978~", "id")
    ('sejak 8 Juli 2025', '1970s', 'kira-kira 1978')
    """
    is_local = text_language.partition("-")[0].lower() in _INDONESIAN
    if len(text) > _LONGEST:  # a moment with more decimals than any clock has
        return _moment(text, language, is_local)
    return _known(text, language, is_local)


@lru_cache(maxsize=8192)
def without_weekday(date: str, language: str) -> str:
    """Return a date of the record, which is no moment, in fewer words.

    >>> without_weekday("2024-05-22", "en"), without_weekday("2025-07-08/..", "en")
    ('22 May 2024', 'since 8 July 2025')
    """
    return _interval(date, language) if "/" in date else _one(date, language, with_weekday=False)


def value(text: str) -> str:
    """Return what a ``time`` element can carry of a date of the record, else nothing.

    >>> value("2025-07"), value("2025-07-08/.."), value("197X")
    ('2025-07', '', '')
    """
    if "T" in text:
        return text[:19] + _zone(text)
    return text if text.isascii() and text.replace("-", "").isdigit() and _is_plain(text) else ""


def _is_plain(text: str) -> bool:
    if text[0] == "-" or text.startswith("0000"):
        return False
    return len(text) != 7 or text[5:] <= "12"


@lru_cache(maxsize=8192)
def _known(text: str, language: str, is_local: bool) -> str:  # noqa: FBT001 (a key of the cache)
    if "T" in text:
        return _moment(text, language, is_local)
    if "/" in text:
        return _interval(text, language)
    return _one(text, language, with_weekday=True)


def _zone(moment: str) -> str:
    return "Z" if moment[-1] == "Z" else moment[-6:]


def _moment(text: str, language: str, is_local: bool) -> str:  # noqa: FBT001
    said, zone = words(language), _zone(text)
    if is_local and zone in _ZONES:
        name = _ZONES[zone]
    elif zone in ("Z", "+00:00"):
        name = "UTC"
    else:
        hours, minutes = zone[1:3].lstrip("0") or "0", zone[4:]
        sign = "−" if zone[0] == "-" else "+"
        name = f"UTC{sign}{hours}" + (f":{minutes}" if minutes != "00" else "")
    return said["date_moment"].format(
        date=_one(text[:10], language, with_weekday=True),
        time=text[11:16].replace(":", said["date_time_separator"]),
        zone=name,
    )


def _interval(text: str, language: str) -> str:
    said = words(language)
    start, _, end = text.partition("/")
    first, last = (
        _one(part, language, with_weekday=False) if part not in ("", "..") else ""
        for part in (start, end)
    )
    if not first:
        return said["date_until" if start else "date_start_unknown"].format(date=last)
    if not last:
        return said["date_since" if end else "date_end_unknown"].format(date=first)
    days = _DAY.fullmatch(start), _DAY.fullmatch(end)
    if days[0] and days[1] and start[:8] == end[:8]:
        return f"{int(days[0][3])}–{last}"
    return said["date_span"].format(start=first, end=last)


def _one(text: str, language: str, *, with_weekday: bool) -> str:
    """Return a date that is no interval in words; what has no known form, as it stands."""
    match = _FORM.fullmatch(text)
    if not match:
        return text
    said = words(language)
    plain = _unqualified(match, language)
    qualifier = _QUALIFIERS.get(match["qualifier"])
    if qualifier:
        return said[qualifier].format(date=plain)
    if with_weekday and _DAY.fullmatch(text) and not text.startswith("0000"):
        weekday = said["weekdays"].split(" ")[date.fromisoformat(text).weekday()]
        return said["date_weekday"].format(weekday=weekday, date=plain)
    return plain


def _unqualified(match: re.Match[str], language: str) -> str:
    said = words(language)
    year, month, day = match["year"], match["month"], match["day"]
    if month is None:
        return _year(year, language)
    if month == "XX":
        form = "date_some_month" if day is None else "date_some_day"
        return said[form].format(year=_year(year, language), date=_year(year, language))
    number = int(month)
    if number >= _FIRST_SEASON:
        season = said["seasons"].split(" ")[number - _FIRST_SEASON]
        return said["season"].format(season=season, year=_year(year, language))
    name = said["months"].split(" ")[number - 1]
    if day and day != "XX":
        name = f"{int(day)} {name}"
    if year == "XXXX":
        return said["date_some_year"].format(date=name)
    whole = f"{name} {_year(year, language)}"
    return said["date_some_day"].format(date=whole) if day == "XX" else whole


def _year(year: str, language: str) -> str:
    said = words(language)
    if year.endswith("XX"):
        first, last = (year.replace("X", digit) for digit in "09")
        return said["date_between"].format(start=first, end=last)
    if year.endswith("X"):
        return said["date_decade"].format(year=f"{year[:3]}0")
    number = int(year.removeprefix("Y"))
    if number <= 0:  # there is no year nought: the year before 1 is 1 BC
        return said["date_before_christ"].format(year=1 - number)
    return said["date_far_year"].format(year=number) if year[0] == "Y" else str(number)
