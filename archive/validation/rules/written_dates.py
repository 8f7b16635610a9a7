"""Dates as the text writes them: R213, R222 in the running text, R228."""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Iterator
from datetime import date

from archive.edtf import is_day
from archive.findings import Finding, finding
from archive.validation.rules.context import Context
from archive.validation.rules.dates import WEEKDAYS
from archive.validation.rules.signs import like, looks_where, there

_DAY_FIRST = frozenset(
    ("id", "in", "ms", "jv", "su", "ar", "de", "es", "fr", "it", "nl", "pt", "tr", "vi")
)
_DAY_FIRST_IN_ENGLISH = frozenset({"GB", "IE", "AU", "NZ", "IN", "SG", "MY", "HK"})
"""Where English puts the day first; elsewhere, and where it is not told, nobody knows."""
_SLASH = re.compile(r"(?<!\d)(\d{1,2})/(\d{1,2})(?:/(\d{2,4}))?(?!\d)", re.ASCII)
_MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "januari january jan يناير", "februari february pebruari feb فبراير",
            "maret march mac maret mar مارس", "april apr أبريل ابريل", "mei may mei مايو",
            "juni june jun يونيو", "juli july julai jul يوليو", "agustus august ogos aug agu أغسطس",
            "september sept sep سبتمبر", "oktober october okt oct أكتوبر",
            "november nov nopember نوفمبر", "desember december disember des dec ديسمبر",
        ),
        start=1,
    )
    for name in names.split()
}  # fmt: skip
"""Names of the months in Indonesian, Malay, Javanese, English and Arabic."""
_WRITTEN = re.compile(
    r"(?<![^\W\d_])(?<!malam )(?<!Malam )(?P<weekday>[^\W\d_]+(?:['’]at)?),? ?"
    r"(?:(?:pagi|siang|sore|petang|malam|tanggal|pada|on),? ?)?[(\[]?"
    r"(?:(?P<day>\d{1,2})(?:/(?P<number>\d{1,2})/| (?P<month>[^\W\d_]{3,9}) )"
    r"|(?P<first_month>[^\W\d_]{3,9}) (?P<second_day>\d{1,2}), )(?P<year>20\d\d)\Z"
)
_MONTH_LETTERS = "a-zA-Z\u0600-\u06ff\u212a"
_DIGIT, _OTHER_DIGIT = "[0-9]", "[^\\u0000-\\u007f]"
_HAS_DATE = {
    "anyOf": [
        like(f"{before}20[0-9]{{2}}")
        for before in (
            f"(?:{_DIGIT}|{_OTHER_DIGIT})/",
            f"(?:{_DIGIT}|{_OTHER_DIGIT}), ",
            f"{_DIGIT} [{_MONTH_LETTERS}]{{3,9}} ",
            f"{_OTHER_DIGIT} [{_MONTH_LETTERS}]{{3,9}} ",
        )
    ]
}
"""A day before a year, perhaps in digits of another script; quicker one after the other."""
_HAS_WEEKDAY = like(f"(?i:{'|'.join(WEEKDAYS)}).{{0,32}}20[0-9]{{2}}".replace("'", "['’]"))
"""A weekday so far before a year as `_WRITTEN` reaches."""
_YEAR_SIGNS = (b"/20", b" 20")
_YEAR = re.compile(rb"(?=20\d\d)")
_REACH_BYTES = 72
_LONGEST_MONTH_BYTES = 20
_TAIL_BYTES = 8
"""So much of a date says whether a mention has it: "2/3/2026", "uli 2025"."""


@looks_where(
    there("record.dates.mentions[].yearFrom"),
    there("record.dates.mentions[].value", like("^XXXX")),
    there("record.dates.mentions[].asWritten", like("/")),
)
def dates_are_written_out(context: Context) -> Iterator[Finding]:
    """R213: a date without its year; R228: a date with slashes that can be read two ways."""
    language, _, rest = context.document.get("language", "").partition("-")
    is_day_first = language in _DAY_FIRST
    if language == "en":
        is_day_first = not _DAY_FIRST_IN_ENGLISH.isdisjoint(rest.split("-"))
    for where, mention in context.mentions():
        words, value = mention["asWritten"], mention["value"]
        if "yearFrom" in mention or value.startswith("XXXX"):
            yield finding("R213", where, words=words)
        match = _SLASH.search(words)
        if not match or not is_day(value):
            continue
        first, second = int(match[1]), int(match[2])
        if is_day_first and (first, second) == (int(value[5:7]), int(value[8:])) != (second, first):
            yield finding("R228", where, variant="month_first", words=words, value=value)
        elif language == "en" and not is_day_first and max(first, second) <= 12 and first != second:
            yield finding("R228", where, words=words, value=value)


@looks_where(there("text", {"allOf": [_HAS_DATE, _HAS_WEEKDAY]}))
def weekdays_in_the_text_fit(context: Context) -> Iterator[Finding]:
    """R222: a full date of the text that is in no mention and has another weekday, told once."""
    raw = context.raw
    mentioned: set[bytes] | None = None
    for before in _YEAR_SIGNS:
        at = raw.find(before)
        while at >= 0:
            end = at + 5
            if raw[at + 3 : end].isdigit() and _may_end_a_date(raw, at):
                found = _contradiction(raw[max(0, at - _REACH_BYTES) : end])
                if found and mentioned is None:
                    mentioned = _mentioned(context)
                if found and raw[end - _TAIL_BYTES : end] not in (mentioned or ()):
                    yield finding("R222", "/body/text", words=found[0], value=found[1])
                    return
            at = raw.find(before, at + 3)


def _mentioned(context: Context) -> set[bytes]:
    """Return the ends of all dates that mentions have."""
    words = " ".join([mention["asWritten"] for _, mention in context.mentions()])
    raw = words.encode("utf-8", "surrogatepass")
    ends = (match.start() + 4 for match in _YEAR.finditer(raw))
    return {raw[max(0, end - _TAIL_BYTES) : end] for end in ends}


def _may_end_a_date(raw: bytes, at: int) -> bool:
    """Return whether a month or a day stands before a year: "/7", " Juli" or "July 8,"."""
    if raw[at] == ord("/"):
        return raw[at - 1 : at].isdigit()
    word = raw[max(0, at - _LONGEST_MONTH_BYTES) : at].rpartition(b" ")[2]
    if word.endswith(b","):
        return word[:-1].isdigit()
    return word.decode("utf-8", "ignore").lower() in _MONTHS


def _contradiction(raw: bytes) -> tuple[str, str] | None:
    """Return the date that bytes end with and its day, if its weekday is not that of the day."""
    words = raw.decode("utf-8", "ignore")
    if WEEKDAYS.keys().isdisjoint(words.lower().replace("’", "'").replace(",", " ").split()):
        return None
    match = _WRITTEN.search(words)
    if not match:
        return None
    named = WEEKDAYS.get(match["weekday"].lower().replace("’", "'"))
    days = _days(match)
    if named is None or not days or any(day.weekday() == named for day in days):
        return None
    return match[0], days[0].isoformat()


def _days(match: re.Match[str]) -> list[date]:
    """Return the days that may be meant: two where the month may come first."""
    day = int(match["day"] or match["second_day"])
    if match["number"]:
        pairs = [(int(match["number"]), day)]
        if match["weekday"].isascii() and match["weekday"].lower().endswith("day"):
            pairs.append((day, int(match["number"])))
    else:
        pairs = [(_MONTHS.get((match["month"] or match["first_month"]).lower(), 0), day)]
    year = int(match["year"])
    return [
        date(year, month, number)
        for month, number in pairs
        if 1 <= month <= 12 and 1 <= number <= monthrange(year, month)[1]
    ]


RULES = (dates_are_written_out, weekdays_in_the_text_fit)
