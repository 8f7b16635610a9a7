"""Release JSON and JSON Lines: what is one record, what is many, and what a bad one costs."""

from __future__ import annotations

import io
import json

import pytest

from archive.errors import UnreadableSource
from archive.findings import MOST_TOLD, Position
from archive.readers import READERS

FIRST, SECOND = b'{"id": "a"}', b'{"id": "b"}'


def read(word: str, raw: bytes, **how):
    return list(READERS[word].load()(io.BytesIO(raw), **how))


def refused(word: str, raw: bytes, **how):
    """Return code, variant, line and column of what makes a source unreadable."""
    with pytest.raises(UnreadableSource) as caught:
        read(word, raw, **how)
    return [_told(one) for one in caught.value.findings]


def _told(one):
    return one.code, one.variant, one.position.line, one.position.column


def outcome(readings):
    """Return each document, or code, variant and place of why there is none."""
    return [
        reading.document
        if reading.document is not None
        else [_told(one) for one in reading.findings]
        for reading in readings
    ]


# release JSON


def test_one_record_is_read_with_its_places():
    (reading,) = read("json", b'\n {"id": "a",\n "x": {}}')

    assert reading.document == {"id": "a", "x": {}}
    assert reading.findings == ()
    assert reading.places.find("") == Position(2, 2)
    assert reading.places.find("/x") == Position(3, 2)


def test_each_record_of_a_list_is_read_with_its_places():
    readings = read("json", b"[" + FIRST + b",\n " + SECOND + b"]")

    assert outcome(readings) == [{"id": "a"}, {"id": "b"}]
    assert [one.places.find("/id") for one in readings] == [Position(1, 3), Position(2, 3)]
    assert readings[1].places.find("/headline") == Position(2, 2)


def test_what_is_no_record_does_not_stop_the_records_of_a_list():
    readings = read("json", b"[1, " + FIRST + b",\n null, []]")

    assert outcome(readings) == [
        [("J011", "item", 1, 2)],
        {"id": "a"},
        [("J011", "item", 2, 2)],
        [("J011", "item", 2, 8)],
    ]
    assert [one.findings[0].params for one in readings if one.findings] == [
        {"found": "number"}, {"found": "null"}, {"found": "array"},
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("raw", "told"),
    [
        (b'\n "text"', ("J011", "", 2, 2)),
        (b"5", ("J011", "", 1, 1)),
        (b"null", ("J011", "", 1, 1)),
        (b"[]", ("J011", "empty", 1, 1)),
        (b"", ("J010", "", 1, 1)),
        (FIRST + SECOND, ("J001", "two", 1, 12)),
        (b'{"a": 1, "a": 2}', ("J002", "", 1, 10)),
    ],
)
def test_a_file_without_a_record_is_refused(raw, told):
    assert refused("json", raw) == [told]


def test_a_mark_before_a_list_is_told_with_its_first_record():
    first, second = read("json", b"\xef\xbb\xbf[" + FIRST + b"," + SECOND + b"]")

    assert [_told(one) for one in first.findings] == [("J005", "", 1, 1)]
    assert second.findings == ()


def test_a_mark_before_what_is_no_record_is_told_too():
    assert refused("json", b"\xef\xbb\xbf5") == [("J005", "", 1, 1), ("J011", "", 1, 1)]
    (reading,) = read("json", b"\xef\xbb\xbf[5]")
    assert [_told(one) for one in reading.findings] == [("J005", "", 1, 1), ("J011", "item", 1, 2)]


def test_no_more_is_taken_into_memory_than_the_largest_record():
    class Endless(io.RawIOBase):
        asked = 0

        def read(self, size=-1):
            Endless.asked += size
            return b"[" * size

    with pytest.raises(UnreadableSource, match="J009"):
        list(READERS["json"].load()(Endless(), largest=1_000))
    assert Endless.asked == 1_001


def test_a_list_of_anything_but_records_is_not_told_to_its_end():
    readings = read("json", b"[" + b"0," * 30_000 + FIRST + b"]")

    assert len(readings) == MOST_TOLD + 1
    assert readings[-1].findings[0].code == "J014"


# JSON Lines


def test_each_line_holds_a_record():
    readings = read("jsonl", FIRST + b"\n" + SECOND + b"\n")

    assert outcome(readings) == [{"id": "a"}, {"id": "b"}]
    assert readings[1].places.find("/id") == Position(2, 2)


@pytest.mark.parametrize("end", [b"\n", b"\r\n", b"\n\n", b"\r\n \t\r\n", b""])
def test_ends_of_lines_and_blank_lines_are_no_records(end):
    assert outcome(read("jsonl", FIRST + b"\r\n\n" + SECOND + end)) == [{"id": "a"}, {"id": "b"}]


def test_a_bad_line_does_not_stop_the_others():
    lines = [FIRST, b"{", b"[1]", b'"\xff"', b"\xef\xbb\xbf" + SECOND, b"<p>", b'{"a": NaN}', FIRST]

    assert outcome(read("jsonl", b"\n".join(lines))) == [
        {"id": "a"},
        [("J001", "ended", 2, 2)],
        [("J011", "line", 3, 1)],
        [("J003", "", 4, 2)],
        {"id": "b"},
        [("J012", "", 6, 1)],
        [("J004", "", 7, 7)],
        {"id": "a"},
    ]


def test_a_mark_in_the_middle_is_told_with_its_line():
    reading = read("jsonl", FIRST + b"\n\xef\xbb\xbf" + SECOND)[1]

    assert [_told(one) for one in reading.findings] == [("J005", "", 2, 1)]


def test_a_line_that_is_too_long_does_not_stop_the_others():
    long = b'{"id": "' + b"x" * 200_000 + b'"}'

    readings = read("jsonl", FIRST + b"\n" + long + b"\n" + SECOND + b"\n", largest=1_000)

    assert outcome(readings) == [{"id": "a"}, [("J009", "", 2, 1)], {"id": "b"}]


def test_a_last_line_that_is_too_long_is_told():
    readings = read("jsonl", FIRST + b"\n" + b"x" * 200_000, largest=1_000)

    assert outcome(readings) == [{"id": "a"}, [("J009", "", 2, 1)]]


@pytest.mark.parametrize("end", [b"", b"\n", b"\r\n"])
def test_a_line_may_be_as_long_as_the_largest_record(end):
    assert outcome(read("jsonl", FIRST + end, largest=len(FIRST))) == [{"id": "a"}]
    assert outcome(read("jsonl", FIRST + end, largest=len(FIRST) - 1)) == [[("J009", "", 1, 1)]]


def test_separators_of_lines_inside_a_text_part_no_records():
    raw = json.dumps({"a": "x\u2028y\u0085z"}, ensure_ascii=False).encode() + b"\n" + SECOND

    assert len(read("jsonl", raw)) == 2


@pytest.mark.parametrize(
    ("raw", "told"),
    [
        (b"", ("J010", "", 1, 1)),
        (b"\n \r\n", ("J010", "", 1, 1)),
        (b"\x1f\x8b\x08\n\x00\n\x01", ("J012", "", 1, 1)),
        (b"<html>\n<p>\n", ("J012", "", 1, 1)),
        ('{"id": "a"}\n{"id": "b"}\n'.encode("utf-16"), ("J003", "encoding", 1, 1)),
        ('{"id": "a"}\n{"id": "b"}\n'.encode("utf-16-be"), ("J003", "encoding", 1, 1)),
    ],
)
def test_what_is_no_file_of_lines_is_told_once(raw, told):
    assert refused("jsonl", raw) == [told]
