"""Dates of ninjs: date-times of RFC 3339, and those that may be cut short (XML Schema)."""

from __future__ import annotations

import re
from datetime import datetime

_MOMENT = re.compile(
    r"(\d{4}-\d\d-\d\d)[Tt](\d\d:\d\d):(\d\d)(?:\.(\d+))?(?:[Zz]|([+-])(\d\d):(\d\d))", re.ASCII
)
_PARTLY = re.compile(
    r"-?(?:[1-9][0-9]*)?[0-9]{4}(?:-(?:0[1-9]|1[0-2])(?:-(?:0[1-9]|[12][0-9]|3[01])"
    r"(?:T(?:[01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9](?:\.[0-9]+)?"
    r"(?:Z|[+-](?:[01][0-9]|2[0-3]):[0-5][0-9])?)?)?)?",
    re.ASCII,
)
_LONGEST = 64


def moment(text: object) -> datetime | None:
    """Return the moment that a date-time of RFC 3339 names, or nothing if it is none.

    >>> moment("2026-03-02t09:00:00.5z").isoformat(), moment("2026-03-02T09:00:00")
    ('2026-03-02T09:00:00.500000+00:00', None)
    """
    match = _MOMENT.fullmatch(text) if isinstance(text, str) and len(text) <= _LONGEST else None
    if match is None:
        return None
    day, minute, second, rest, sign, hours, minutes = match.groups()
    fraction = f"{rest or '':0<6}"[:6]
    offset = f"{sign}{hours}:{minutes}" if sign else "+00:00"
    leap = "59" if second == "60" else second
    try:
        return datetime.fromisoformat(f"{day}T{minute}:{leap}.{fraction}{offset}")
    except ValueError:
        return None


def is_partly(text: str) -> bool:
    """Return whether a text is a year, a month, a day or a date-time, with or without zone.

    >>> [is_partly(one) for one in ("2026", "2026-03", "2026-03-02", "2 March")]
    [True, True, True, False]
    """
    return len(text) <= _LONGEST and bool(_PARTLY.fullmatch(text))
