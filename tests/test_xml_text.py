"""Moments and text as XML for machines has them."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.publication.xml_text import clean, in_utc, newest

ZONES = st.integers(-14 * 60, 14 * 60).map(lambda minutes: timezone(timedelta(minutes=minutes)))
MOMENTS = st.datetimes(timezones=ZONES).filter(lambda moment: 1 < moment.year < 9999)


@given(MOMENTS)
def test_a_moment_in_utc_is_the_same_moment_to_the_second(moment):
    made = in_utc(moment.isoformat())

    assert datetime.fromisoformat(made) == moment.astimezone(UTC).replace(microsecond=0)


@given(MOMENTS, MOMENTS)
def test_moments_in_utc_sort_as_text(one, other):
    first, second = in_utc(one.isoformat()), in_utc(other.isoformat())

    assert (first < second) == (
        one.astimezone(UTC).replace(microsecond=0) < other.astimezone(UTC).replace(microsecond=0)
    )


@pytest.mark.parametrize(
    ("moment", "made"),
    [
        ("0001-01-01T01:00:00+14:00", "0001-01-01T01:00:00Z"),
        ("9999-12-31T23:00:00.5-11:30", "9999-12-31T23:00:00Z"),
        ("2026-03-02T09:00:00.25Z", "2026-03-02T09:00:00Z"),
    ],
)
def test_a_moment_without_name_in_utc_keeps_its_hours(moment, made):
    assert in_utc(moment) == made


def test_the_newest_of_moments_is_found_whatever_their_offsets():
    moments = ["2026-03-02T09:00:00+07:00", "", "2026-03-02T03:00:00Z", "2026-03-02T03:30:00+01:00"]

    assert newest(moments) == "2026-03-02T03:00:00Z"
    assert newest([]) == ""


def test_text_that_xml_can_hold_stays_as_it_is():
    assert clean("Kabar\n\u202eבית") == "Kabar\n\u202eבית"
    assert clean("a\x00\ufffe") == "a"
