"""Dates that may be vague: what is one, and which days it may mean."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from archive import edtf

QUICK = settings(max_examples=200, deadline=None, derandomize=True)


@pytest.mark.parametrize(
    ("text", "earliest", "latest"),
    [
        ("2025", "2025-01-01", "2025-12-31"),
        ("2025-02", "2025-02-01", "2025-02-28"),
        ("2024-02", "2024-02-01", "2024-02-29"),
        ("2025-07-08", "2025-07-08", "2025-07-08"),
        ("2000-02-29", "2000-02-29", "2000-02-29"),
        ("197X", "1970-01-01", "1979-12-31"),
        ("19XX", "1900-01-01", "1999-12-31"),
        ("00XX", "0001-01-01", "0099-12-31"),
        ("2025-XX", "2025-01-01", "2025-12-31"),
        ("2025-XX-XX", "2025-01-01", "2025-12-31"),
        ("2025-07-XX", "2025-07-01", "2025-07-31"),
        ("2025-21", "2025-01-01", "2025-12-31"),
        ("2025-24", "2025-01-01", "2025-12-31"),
        ("2025/2026", "2025-01-01", "2026-12-31"),
        ("2025-07-07/2025-07-08", "2025-07-07", "2025-07-08"),
        ("2025-07/2025-07", "2025-07-01", "2025-07-31"),
        ("2025-07-08/..", "2025-07-08", None),
        ("2025-07-08/", "2025-07-08", None),
        ("../2025", None, "2025-12-31"),
        ("/2025", None, "2025-12-31"),
        ("2025?/2024", None, "2024-12-31"),
        ("2025~", None, None),
        ("2025-07?", None, None),
        ("2025-07-08%", None, None),
        ("0000", None, None),
        ("-0044", None, None),
        ("-0044-03-15", None, None),
        ("0000-02-29", None, None),
        ("-0004-02-29", None, None),
        ("Y12025", None, None),
        ("Y-170000002", None, None),
        ("XXXX-12-25", None, None),
        ("XXXX-02-29", None, None),
    ],
)
def test_a_date_means_days_between_two_bounds(text, earliest, latest):
    bounds = edtf.bounds(text)

    assert edtf.is_edtf(text)
    assert [day and day.isoformat() for day in bounds] == [earliest, latest]


@pytest.mark.parametrize(
    "text",
    [
        "", " ", "2025\n", " 2025", "25", "12345", "２０２５", "2025-7-8", "20250708", "8 Juli 2025", "2025-00",
        "2025-13", "2025-20", "2025-25", "2025-02-30", "2025-04-31", "1900-02-29", "2025-07-00", "2025-07-32",
        "2025-21-01", "2XXX", "XXXX", "XXXX-12", "XXXX-XX-25", "XXXX-12-XX", "XXXX-02-30", "197X-07",
        "19XX-07-08", "2025-XX-08", "2025-13-XX", "-0000", "-0000-01", "Y2025", "Y02025", "Y", "2025??", "~2025",
        "2025-07-08T09:00:00Z", "..", "/", "../..", "/..", "2026/2025", "2025-07-08/2025-07-07", "2025/x",
        "2025/2026/2027", "2025-08/2025-07-31", "1960/195X",
    ],
)  # fmt: skip
def test_what_is_no_day_of_the_calendar_and_no_vague_date_is_refused(text):
    assert not edtf.is_edtf(text)


@pytest.mark.parametrize(
    ("text", "is_day"),
    [("2026-12-31", True), ("2024-02-29", True), ("2025-02-29", False), ("2026-12", False),
     ("2026-12-31\n", False), ("2026-1-31", False), ("٢٠٢٦-12-31", False), ("2026-12-31~", False)],
)  # fmt: skip
def test_a_day_is_one_of_the_calendar(text, is_day):
    assert edtf.is_day(text) == is_day


@pytest.mark.parametrize(
    "text",
    ["2026-03-02T09:00:00+07:00", "2026-03-02T09:00:00Z", "2026-03-02T09:00:00.123456789-11:30",
     "0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-14:00", "2024-02-29T00:00:00+00:00"],
)  # fmt: skip
def test_a_moment_has_seconds_and_an_offset(text):
    assert edtf.is_moment(text)
    assert edtf.instant(text).utcoffset() is not None


@pytest.mark.parametrize(
    "text",
    ["", "2026-03-02", "2026-03-02T09:00Z", "2026-03-02T09:00:00", "2026-03-02 09:00:00Z",
     "2026-03-02t09:00:00z", "2026-03-02T24:00:00Z", "2026-03-02T23:59:60Z", "2026-03-02T09:60:00Z",
     "2026-02-29T09:00:00Z", "2026-03-02T09:00:00-00:00", "2026-03-02T09:00:00+14:01",
     "2026-03-02T09:00:00+07:60", "2026-03-02T09:00:00+0700", "2026-03-02T09:00:00.Z",
     "2026-03-02T09:00:00Z\n", "0000-01-01T00:00:00Z", "12026-03-02T09:00:00Z"],
)  # fmt: skip
def test_what_some_format_cannot_hold_is_no_moment(text):
    assert not edtf.is_moment(text)


@QUICK
@given(st.datetimes(), st.integers(-14 * 60, 14 * 60).map(lambda n: timezone(timedelta(minutes=n))))
def test_a_moment_is_the_instant_it_says(day, zone):
    moment = day.replace(microsecond=0, tzinfo=zone)

    text = moment.isoformat()

    assert edtf.is_moment(text)
    assert edtf.instant(text) == moment


def test_of_a_moment_six_decimals_count():
    assert edtf.instant("2026-03-02T09:00:00.1Z") == datetime(2026, 3, 2, 9, 0, 0, 100_000, UTC)
    assert edtf.instant("2026-03-02T09:00:00.1234569+00:00").microsecond == 123_456


@pytest.mark.parametrize(
    ("text", "kind"),
    [("2025", "gYear"), ("2025-07", "gYearMonth"), ("2025-07-08", "date"), ("2025-21", None),
     ("0000", None), ("0000-01-01", None), ("-0044", None), ("2025~", None), ("197X", None),
     ("2025/2026", None), ("2025-07-XX", None)],
)  # fmt: skip
def test_only_an_exact_date_has_a_type_of_xml_schema(text, kind):
    assert edtf.xsd_type(text) == kind


@QUICK
@given(st.dates(), st.dates())
def test_an_interval_of_days_holds_when_it_does_not_run_backwards(one, other):
    assert edtf.is_edtf(f"{one}/{other}") == (one <= other)


@QUICK
@given(st.text("0123456789-XY./?~%T:Z +", max_size=24))
def test_any_text_is_answered(text):
    """And what is a date has bounds, in their order, and is no moment."""
    if edtf.is_edtf(text):
        earliest, latest = edtf.bounds(text)
        assert not (earliest and latest) or date.min <= earliest <= latest <= date.max
        assert not edtf.is_moment(text)
    edtf.is_day(text)
    edtf.is_moment(text)
