"""Whether the spelling of a literal is one that its datatype has.

XML Schema 1.1, part 2, as RDF takes it (RDF 1.1 Concepts, section 5.1): without the blanks that XML
forgives. EDTF is read generously, level 2 and times too, since files of others may have them.
"""

from __future__ import annotations

import json
import re
from calendar import monthrange
from collections.abc import Callable
from functools import lru_cache

from archive import edtf, languages
from archive.vocabulary import EDTF, RDF, XSD

_YEAR = r"-?(?:[1-9]\d{3,}|0\d{3})"
_ZONE = r"(?:Z|[+-](?:(?:0\d|1[0-3]):[0-5]\d|14:00))?"
_TIME = r"(?:(?:[01]\d|2[0-3]):[0-5]\d:[0-5]\d(?:\.\d+)?|24:00:00(?:\.0+)?)"
_DATE = re.compile(rf"({_YEAR})-(\d\d)-(\d\d)(T{_TIME})?({_ZONE})", re.ASCII)
_MONTH_DAY = re.compile(rf"--(\d\d)-(\d\d){_ZONE}", re.ASCII)
_INTEGER = re.compile(r"[+-]?\d+", re.ASCII)
_DURATION = re.compile(
    r"-?P(?=[\dT])(?P<years>\d+Y)?(?P<months>\d+M)?(?P<days>\d+D)?"
    r"(?P<time>T(?=\d)(?:\d+H)?(?:\d+M)?(?:\d+(?:\.\d+)?S)?)?",
    re.ASCII,
)
_PART = r"[~?%]?[\dX]{2}[~?%]?"
_VAGUE = (
    rf"[~?%]?(?:-?[\dX]{{4}}|Y-?(?:\d{{5,}}|\d+E\d+)|-?\d+E\d+)(?:S\d+)?[~?%]?(?:-{_PART}(?:-{_PART})?)?"
    rf"|\d{{4}}-\d\d-\d\dT{_TIME}{_ZONE}|-?\d{{2,3}}[~?%]?"
)
_EDTF = re.compile(
    rf"(?:{_VAGUE})?(?:/(?:\.\.|{_VAGUE})?)?|\.\./(?:{_VAGUE})"
    rf"|[\[{{](?:\.\.)?(?:{_VAGUE})(?:(?:,|\.\.)(?:{_VAGUE}))*(?:\.\.)?[\]}}]",
    re.ASCII,
)
_LONGEST = 200
"""No date of EDTF is longer, sets apart; what is longer is not looked at."""
_PLAIN_EDTF = re.compile(r"\d{4}(?:-\d\d){0,2}(?:/\d{4}(?:-\d\d){0,2})?", re.ASCII)
_NAME = r"[^\W\d][\w.\-\u00B7]*"

_INTEGERS: dict[str, tuple[int | None, int | None]] = {
    "integer": (None, None),
    "nonNegativeInteger": (0, None),
    "positiveInteger": (1, None),
    "nonPositiveInteger": (None, 0),
    "negativeInteger": (None, -1),
    "long": (-(2**63), 2**63 - 1),
    "int": (-(2**31), 2**31 - 1),
    "short": (-(2**15), 2**15 - 1),
    "byte": (-(2**7), 2**7 - 1),
    "unsignedLong": (0, 2**64 - 1),
    "unsignedInt": (0, 2**32 - 1),
    "unsignedShort": (0, 2**16 - 1),
    "unsignedByte": (0, 2**8 - 1),
}
_MOST_DIGITS = 4_000
"""Python counts no further in reasonable time, and needs to only where there are bounds."""


def _pattern(pattern: str) -> Callable[[str], bool]:
    compiled = re.compile(pattern, re.ASCII)
    return lambda text: compiled.fullmatch(text) is not None


def _whole(name: str) -> Callable[[str], bool]:
    lowest, highest = _INTEGERS[name]

    def is_whole(text: str) -> bool:
        if not _INTEGER.fullmatch(text):
            return False
        digits = text.lstrip("+-0")
        if len(digits) > _MOST_DIGITS:  # beyond every bound there is, on one side
            return (lowest if text.startswith("-") else highest) is None
        number = int(text)
        return (lowest is None or number >= lowest) and (highest is None or number <= highest)

    return is_whole


def _date(*, with_time: bool, with_zone: bool = False) -> Callable[[str], bool]:
    def is_date(text: str) -> bool:
        match = _DATE.fullmatch(text)
        if not match or bool(match[4]) is not with_time or (with_zone and not match[5]):
            return False
        year = int(match[1][-4:])  # leap years come again every 400
        return 1 <= int(match[2]) <= 12 and 1 <= int(match[3]) <= _days(year, int(match[2]))

    return is_date


def _days(year: int, month: int) -> int:
    return monthrange(year + 400, month)[1]


def _is_month_day(text: str) -> bool:
    match = _MONTH_DAY.fullmatch(text)
    return (
        match is not None
        and 1 <= int(match[1]) <= 12
        and 1 <= int(match[2]) <= monthrange(4, int(match[1]))[1]
    )


def _duration(*forbidden: str) -> Callable[[str], bool]:
    def is_duration(text: str) -> bool:
        match = _DURATION.fullmatch(text)
        return match is not None and not any(match[part] for part in forbidden)

    return is_duration


def _is_json(text: str) -> bool:
    try:
        json.loads(text)
    except (ValueError, RecursionError):
        return False
    return True


def _is_edtf(text: str) -> bool:
    if edtf.is_edtf(text):
        return True
    if len(text) > _LONGEST or not text or _PLAIN_EDTF.fullmatch(text):
        return False
    return _EDTF.fullmatch(text) is not None


_IS: dict[str, Callable[[str], bool]] = {
    **{XSD + name: _whole(name) for name in _INTEGERS},
    XSD + "boolean": _pattern("true|false|1|0"),
    XSD + "decimal": _pattern(r"[+-]?(?:\d+(?:\.\d*)?|\.\d+)"),
    XSD + "double": _pattern(r"[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?|[+-]?INF|NaN"),
    XSD + "float": _pattern(r"[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?|[+-]?INF|NaN"),
    XSD + "dateTime": _date(with_time=True),
    XSD + "dateTimeStamp": _date(with_time=True, with_zone=True),
    XSD + "date": _date(with_time=False),
    XSD + "time": _pattern(_TIME + _ZONE),
    XSD + "gYear": _pattern(_YEAR + _ZONE),
    XSD + "gYearMonth": _pattern(rf"{_YEAR}-(?:0[1-9]|1[0-2]){_ZONE}"),
    XSD + "gMonth": _pattern(rf"--(?:0[1-9]|1[0-2]){_ZONE}"),
    XSD + "gDay": _pattern(rf"---(?:0[1-9]|[12]\d|3[01]){_ZONE}"),
    XSD + "gMonthDay": _is_month_day,
    XSD + "duration": _duration(),
    XSD + "dayTimeDuration": _duration("years", "months"),
    XSD + "yearMonthDuration": _duration("days", "time"),
    XSD + "hexBinary": _pattern(r"(?:[0-9A-Fa-f]{2})*+"),
    XSD + "base64Binary": _pattern(
        r"(?:(?:[A-Za-z0-9+/] ?){4})*+(?:(?:[A-Za-z0-9+/] ?){2}= ?=|(?:[A-Za-z0-9+/] ?){3}=)?"
    ),
    XSD + "anyURI": _pattern(r"""[^\s<>"{}|\\^`]*+"""),
    XSD + "language": languages.is_well_formed,
    XSD + "normalizedString": _pattern(r"[^\r\n\t]*+"),
    XSD + "token": _pattern(r"(?:[^\r\n\t ]++(?: (?=[^ ]))?)*+"),
    XSD + "NMTOKEN": lambda text: re.fullmatch(r"[\w.\-:\u00B7]+", text) is not None,
    XSD + "Name": lambda text: re.fullmatch(rf"[:_]?{_NAME}(?::{_NAME})*|_", text) is not None,
    XSD + "NCName": lambda text: re.fullmatch(_NAME, text) is not None,
    RDF + "JSON": _is_json,
    EDTF: _is_edtf,
}
_FREE = {XSD + "string", RDF + "langString", RDF + "dirLangString"}
_LONGEST_KNOWN = 40
"""Dates and numbers come again and again; so short ones are remembered."""
_KNOWN_TO_XSD = {XSD + name for name in ("QName", "NOTATION", "anyType", "anySimpleType")}


def is_fitting(lexical: str, datatype: str) -> bool:
    """Return whether a spelling is one of its datatype's; those we do not know have any.

    >>> is_fitting("2026-02-30", XSD + "date"), is_fitting("1.5", XSD + "decimal")
    (False, True)
    """
    if len(lexical) <= _LONGEST_KNOWN:
        return _known(lexical, datatype) if datatype in _IS else True
    return _is_fitting(lexical, datatype)


def _is_fitting(lexical: str, datatype: str) -> bool:
    check = _IS.get(datatype)
    return check is None or check(lexical)


_known = lru_cache(maxsize=4096)(_is_fitting)


def is_free(datatype: str) -> bool:
    """Return whether every text is a spelling of a datatype."""
    return datatype in _FREE


def is_missing_in_xsd(datatype: str) -> bool:
    """Return whether a datatype is named as one of XML Schema's and is none."""
    if not datatype.startswith(XSD):
        return False
    return datatype not in _IS and datatype not in _FREE and datatype not in _KNOWN_TO_XSD
