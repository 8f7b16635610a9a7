"""Dates that contradict each other: R107 to R109, R112, R117, R222."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

from archive.edtf import bounds, instant
from archive.findings import Finding, finding
from archive.validation.rules.context import Context

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
_LONGEST = 10


def _weekday(words: str) -> int | None:
    """Return the weekday that words name, if they name just one."""
    named = {
        WEEKDAYS[word]
        for part in words.lower().replace("’", "'").split()
        if len(word := part.strip('(),.;:[]“”"')) <= _LONGEST and word in WEEKDAYS
    }
    return named.pop() if len(named) == 1 else None


def weekdays_fit(context: Context) -> Iterator[Finding]:
    """R107: ``weekdayMatches`` says what the calendar says; R222: the weekday is that of the date."""
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


def events_end_after_they_start(context: Context) -> Iterator[Finding]:
    """R108: an event does not end before it starts."""
    for where, event in context.members("events"):
        if "start" in event and "end" in event and _is_before(event["end"], event["start"]):
            yield finding("R108", f"{where}/end", end=event["end"], start=event["start"])


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
    ("/dates/created", "/dates/issued"),
    ("/dates/created", "/dates/modified"),
    ("/dates/issued", "/dates/modified"),
    ("/dates/issued", "/dates/expires"),
)


def moments_are_in_order(context: Context) -> Iterator[Finding]:
    """R109: written ≤ issued ≤ modified ≤ edition made, as far as the dates are certain.

    A draft or scheduled release may be issued after the edition was made.
    """
    document = context.document
    dates: dict[str, Any] = document.get("dates", {})
    for earlier, later in _ORDER:
        one, other = dates.get(earlier[7:]), dates.get(later[7:])
        if one and other and _is_later(one, other):
            yield finding("R109", later, variant="dates", earlier=earlier[1:], later=later[1:])
    made = document.get("versionCreated")
    if made is None:
        return
    edition = {"dateTime": made}
    settled = document["status"] in ("published", "withdrawn")
    for name in ("created", "modified", *(("issued",) if settled else ())):
        if name in dates and _is_later(dates[name], edition):
            yield finding("R109", f"/dates/{name}", variant="edition", name=name, made=made)


def _is_later(one: dict[str, str], other: dict[str, str]) -> bool:
    """Return whether a moment certainly lies after another one.

    Two moments are compared as moments, all else by the days they name where they are written.
    """
    if "dateTime" in one and "dateTime" in other:
        return instant(one["dateTime"]) > instant(other["dateTime"])
    first = _days(one)[0]
    last = _days(other)[1]
    return first is not None and last is not None and first > last


def _days(moment: dict[str, str]) -> tuple[date | None, date | None]:
    if "dateTime" in moment:
        day = date.fromisoformat(moment["dateTime"][:10])
        return day, day
    return bounds(moment["edtf"])


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
