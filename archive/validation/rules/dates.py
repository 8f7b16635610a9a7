"""Dates that contradict each other: R107 to R109, R112, R117, R222."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

from archive.edtf import bounds, instant, is_after
from archive.findings import Finding, finding
from archive.validation.rules.context import Context
from archive.validation.rules.signs import looks_where, there

WEEKDAYS = {
    name: number
    for number, names in enumerate(
        (
            "senin isnin monday mon الاثنين الإثنين",
            "selasa tuesday tue الثلاثاء",
            "rabu rebo wednesday wed الأربعاء الاربعاء",
            "kamis khamis kemis thursday thu الخميس",
            "jumat jum'at jumaat jemuah friday fri الجمعة",
            "sabtu setu saturday sat السبت",
            "minggu ahad ahd sunday sun الأحد الاحد",
        )
    )
    for name in names.split()
}
"""Names of the weekdays in Indonesian, Malay, Javanese, English and Arabic; Monday is 0."""
EVE = "malam"
"""Before a weekday: the evening before it (`malam Minggu` is Saturday's), or its own."""
_WEEK = "minggu"
"""Sunday, and also a week: `dua minggu lalu`."""
_COUNTS_WEEKS = frozenset(
    ("satu", "dua", "tiga", "empat", "lima", "beberapa", "setiap", "tiap", "per",
     "akhir", "awal", "pertengahan", "dalam")
)  # fmt: skip
_PICKS_A_WEEK = frozenset(
    ("lalu", "ini", "depan", "pertama", "kedua", "ketiga", "keempat", "kelima", "terakhir", "ke")
)
_EARLIEST_ZONE_MINUTES, _LATEST_ZONE_MINUTES = -12 * 60, 14 * 60
_DAY_MINUTES = 24 * 60


def _weekday(words: str) -> int | None:
    """Return the weekday that words name, if they name just one."""
    parts = [part.strip('(),.;:[]“”"') for part in words.lower().replace("’", "'").split()]
    places = [at for at, part in enumerate(parts) if part in WEEKDAYS]
    named = {WEEKDAYS[parts[at]] for at in places}
    if len(named) != 1 or any(_is_unsure(parts, at) for at in places):
        return None
    return named.pop()


def _is_unsure(parts: list[str], at: int) -> bool:
    """Return whether the name of a weekday may mean something else: its eve, or a week."""
    before = parts[at - 1] if at else ""
    behind = parts[at + 1] if at + 1 < len(parts) else ""
    if before == EVE:
        return True
    is_week = before in _COUNTS_WEEKS or before.isdigit() or behind in _PICKS_A_WEEK
    return parts[at] == _WEEK and before != "hari" and is_week


@looks_where(there("record.dates.mentions"))
def weekdays_fit(context: Context) -> Iterator[Finding]:
    """R107: ``weekdayMatches`` says what the calendar says; R222: weekday and date agree."""
    for where, mention in context.mentions():
        named = _weekday(mention["asWritten"])
        first, last = bounds(mention["value"])
        if named is None or first is None or first != last:
            continue
        matches = first.weekday() == named
        claimed = mention.get("weekdayMatches")
        if claimed is not None and claimed != matches:
            yield finding(
                "R107", f"{where}/weekdayMatches", variant="true" if claimed else "false",
                words=mention["asWritten"], value=mention["value"],
            )  # fmt: skip
        elif not matches:
            yield finding(
                "R222", f"{where}/asWritten", words=mention["asWritten"], value=mention["value"]
            )


@looks_where(there("record.events[].end"))
def events_end_after_they_start(context: Context) -> Iterator[Finding]:
    """R108: an event does not end before it starts."""
    for where, event in context.members("events"):
        if "start" in event and "end" in event and _is_before(event["end"], event["start"]):
            yield finding("R108", f"{where}/end", end=event["end"], start=event["start"])


@looks_where(
    there("record.people[].roles[].to"),
    there("record.organisations[].to"),
    there("record.government.to"),
)
def periods_end_after_they_start(context: Context) -> Iterator[Finding]:
    """R117: posts, organisations and governments do not end before they begin."""
    holders = [*context.roles(), *context.members("organisations")]
    if "government" in context.document:
        holders.append(("/government", context.document["government"]))
    for where, holder in holders:
        if "from" in holder and "to" in holder and _is_before(holder["to"], holder["from"]):
            yield finding("R117", f"{where}/to", end=holder["to"], start=holder["from"])


def _is_before(one: str, other: str) -> bool:
    """Return whether a vague date certainly lies before another."""
    latest, earliest = bounds(one)[1], bounds(other)[0]
    return latest is not None and earliest is not None and latest < earliest


_ORDER = (
    ("created", "issued"),
    ("created", "modified"),
    ("issued", "modified"),
    ("issued", "expires"),
)


def moments_are_in_order(context: Context) -> Iterator[Finding]:
    """R109: written ≤ issued ≤ modified ≤ edition made, as far as the dates are certain.

    A draft or scheduled release may be issued after the edition was made.
    """
    document = context.document
    dates: dict[str, Any] = document.get("dates", {})
    for earlier, later in _ORDER if len(dates) > 1 else ():
        if earlier in dates and later in dates and _is_later(dates[earlier], dates[later]):
            yield finding(
                "R109", f"/dates/{later}", variant="dates", found=_written(dates[later]),
                earlier=f"dates.{earlier}", before=_written(dates[earlier]),
            )  # fmt: skip
    made = document.get("versionCreated")
    if made is None:
        return
    edition = {"dateTime": made}
    settled = document["status"] in ("published", "withdrawn")
    for name in ("created", "modified", *(("issued",) if settled else ())):
        if name in dates and _is_later(dates[name], edition):
            found = _written(dates[name])
            yield finding("R109", f"/dates/{name}", variant="edition", found=found, made=made)


def _written(moment: dict[str, str]) -> str:
    return moment["dateTime"] if "dateTime" in moment else moment["edtf"]


def _is_later(one: dict[str, str], other: dict[str, str]) -> bool:
    """Return whether a moment certainly lies after another one.

    Two moments are compared as moments, all else by the days they may mean: where a moment
    meets a day, which has no zone, it is given all days that it falls on somewhere.
    """
    if "dateTime" in one and "dateTime" in other:
        return is_after(one["dateTime"], other["dateTime"])
    first = _days(one)[0]
    last = _days(other)[1]
    return first is not None and last is not None and first > last


def _days(moment: dict[str, str]) -> tuple[date | None, date | None]:
    if "edtf" in moment:
        return bounds(moment["edtf"])
    at = instant(moment["dateTime"])
    offset = at.utcoffset() or timedelta()
    utc_minutes = at.hour * 60 + at.minute - offset // timedelta(minutes=1)
    first = _shifted(at, (utc_minutes + _EARLIEST_ZONE_MINUTES) // _DAY_MINUTES)
    return first, _shifted(at, (utc_minutes + _LATEST_ZONE_MINUTES) // _DAY_MINUTES)


def _shifted(day: date, days: int) -> date:
    """Return a day some days later, or the last there is; a negative number is earlier."""
    return date.fromordinal(min(max(day.toordinal() + days, 1), date.max.toordinal()))


@looks_where(there("record.embargo.until"))
def issue_waits_for_the_embargo(context: Context) -> Iterator[Finding]:
    """R112: the release was not issued before its embargo ends."""
    until = context.document.get("embargo", {}).get("until")
    issued = context.issued.get("dateTime")
    if until and issued and instant(issued) < instant(until):
        yield finding("R112", "/dates/issued/dateTime", issued=issued, until=until)


RULES = (
    weekdays_fit,
    events_end_after_they_start,
    periods_end_after_they_start,
    moments_are_in_order,
    issue_waits_for_the_embargo,
)
