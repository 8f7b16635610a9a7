"""Strict JSON: what is refused and where, and that nothing hostile costs more than its size."""

from __future__ import annotations

import json
import math
import tracemalloc

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from archive import json_text, messages
from archive.errors import UnreadableSource
from archive.findings import MOST_TOLD, Position, Severity, finding
from archive.json_scan import Lines, lone_surrogates, scan, unescaped
from archive.limits import DEEPEST, LARGEST_INTEGER
from archive.places import NOWHERE
from archive.positions import JsonPlaces, MovedPlaces, parent, pointer

QUICK = settings(max_examples=200, deadline=None, derandomize=True)
UTF_8_MARK = b"\xef\xbb\xbf"


def problems(raw: str | bytes, **how) -> list[tuple]:
    """Return code, variant, pointer, line and column of all that is wrong with a text."""
    raw = raw if isinstance(raw, bytes) else raw.encode()
    with pytest.raises(UnreadableSource) as caught:
        json_text.read(raw, **how)
    return [
        (one.code, one.variant, one.pointer, one.position.line, one.position.column)
        for one in caught.value.findings
    ]


FAULTS = [
    # syntax
    ('{"a": 1,}', "J001", "trailing", "", 1, 9),
    ("[1,\n]", "J001", "trailing", "/1", 2, 1),
    ('{"a":}', "J001", "value", "/a", 1, 6),
    ("[,1]", "J001", "value", "/0", 1, 2),
    ("{,}", "J001", "key", "", 1, 2),
    ('{"a": 1, 2: 3}', "J001", "key", "", 1, 10),
    ('{"a" 1}', "J001", "colon", "/a", 1, 6),
    ('{"a": 1 "b": 2}', "J001", "comma", "/a", 1, 9),
    ('{"a": [1}', "J001", "comma", "/a/0", 1, 9),
    ('{"a": {"b": 1]', "J001", "comma", "/a/b", 1, 14),
    ("]", "J001", "value", "", 1, 1),
    ('{"a": [1, 2', "J001", "ended", "/a/1", 1, 12),
    ('{"a":\n', "J001", "ended", "/a", 2, 1),
    ('{"a": 1}\n{"a": 2}', "J001", "two", "", 2, 1),
    ('"a" "b"', "J001", "two", "", 1, 5),
    ("{} true", "J001", "extra", "", 1, 4),
    ("{'a': 1}", "J001", "quotes", "", 1, 2),
    ("{“a”: 1}", "J001", "quotes", "", 1, 2),
    ('// x\n{"a": 1}', "J001", "comment", "", 1, 1),
    ('{"a": 1 /* x */}', "J001", "comment", "/a", 1, 9),
    ('<!-- {"a": 1} -->', "J001", "comment", "", 1, 1),
    ('{"a": tru}', "J001", "unknown", "/a", 1, 7),
    ('{"a": 01}', "J001", "unknown", "/a", 1, 7),
    ('{"a": +1}', "J001", "unknown", "/a", 1, 7),
    ('{"a": 1.}', "J001", "unknown", "/a", 1, 7),
    ('{"a": \x00}', "J001", "unknown", "/a", 1, 7),
    ('{"a": \u00a01}', "J001", "unknown", "/a", 1, 7),
    ('{"a": "b', "J001", "open_string", "/a", 1, 7),
    ('{"a": "b\\x"}', "J001", "escape", "/a", 1, 9),
    ('{"a": "b\\u12g4"}', "J001", "escape", "/a", 1, 9),
    ('{"a": "b\n"}', "J001", "control", "/a", 1, 9),
    ('{"a": "b\tc"}', "J001", "control", "/a", 1, 9),
    # what stands twice, numbers, halves of characters
    ('{"a": 1, "a": 2}', "J002", "", "/a", 1, 10),
    ('{"b": [{"a": 1, "\\u0061": 2}]}', "J002", "", "/b/0/a", 1, 17),
    ('{"a": 1, "a": "\\u0022\\u0022"}', "J002", "", "/a", 1, 10),
    ('{"": 1, "": 2}', "J002", "", "/", 1, 9),
    ('{"a/b~": 1, "a/b~": 2}', "J002", "", "/a~1b~0", 1, 13),
    ('{"a": NaN}', "J004", "", "/a", 1, 7),
    ("[1, -Infinity]", "J004", "", "/1", 1, 5),
    ('{"a": 9007199254740992}', "J006", "", "/a", 1, 7),
    ('{"a": -9007199254740992}', "J006", "", "/a", 1, 7),
    ('{"a": 9007199254740992.0}', "J006", "", "/a", 1, 7),
    ('{"a": 1e16}', "J006", "", "/a", 1, 7),
    ('{"a": 1e400}', "J006", "overflow", "/a", 1, 7),
    ('{"a": ' + "9" * 5000 + "}", "J006", "", "/a", 1, 7),
    ('{"a": "x\\ud83d"}', "J007", "", "/a", 1, 9),
    ('{"a": "x\\uDE00\\uD83D"}', "J007", "", "/a", 1, 9),
    ('{"\\ud800": 1}', "J007", "", "/\ud800", 1, 3),
    (b'{"a": "x\xed\xa0\xbd"}', "J007", "raw", "", 1, 9),
    # bytes
    (b'{\n"a": "caf\xe9"}', "J003", "", "", 2, 10),
    ("[" * (DEEPEST + 1) + "]" * (DEEPEST + 1), "J008", "", "/0" * DEEPEST, 1, DEEPEST + 1),
    ("", "J010", "", "", 1, 1),
    (" \n\t ", "J010", "", "", 1, 1),
    (b"\x00" * 64, "J010", "", "", 1, 1),
    ("\u00a0\u200b", "J010", "", "", 1, 1),
    ('{"a": "ü"}'.encode("utf-16"), "J003", "encoding", "", 1, 1),
    ('{"a": "ü"}'.encode("utf-16-be"), "J003", "encoding", "", 1, 1),
    ('{"a": "ü"}'.encode("utf-32"), "J003", "encoding", "", 1, 1),
    ("<?xml version='1.0'?><a/>", "J012", "", "", 1, 1),
    ("\n <!DOCTYPE html><html>", "J012", "", "", 1, 1),
    (b"\x1f\x8b\x08\x00", "J012", "", "", 1, 1),
]


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: f"{fault[1]}-{fault[0][:20]!r}")
def test_a_fault_is_told_with_code_and_place(fault):
    raw, *told = fault

    assert problems(raw)[0] == tuple(told)


@pytest.mark.parametrize("language", messages.LANGUAGES)
def test_each_fault_has_words_that_name_what_was_found(language):
    for raw, code, variant, *_ in FAULTS:
        with pytest.raises(UnreadableSource) as caught:
            json_text.read(raw if isinstance(raw, bytes) else raw.encode())
        one = caught.value.findings[0]

        said = messages.message(one, language)

        assert said.isprintable(), (code, variant)
        assert "{" not in said or "'{" in said, (code, variant)
        assert messages.hint(one, language), (code, variant)


@pytest.mark.parametrize(
    ("encoding", "name"),
    [
        ("utf-16-le", "UTF-16"),
        ("utf-16-be", "UTF-16"),
        ("utf-32-le", "UTF-32"),
        ("utf-32-be", "UTF-32"),
    ],
)
@pytest.mark.parametrize("text", ['{"headline": "Harga turun"}', '{"judul": "Ελλάδα και Κύπρος"}'])
def test_a_wide_encoding_is_named_without_a_mark(text, encoding, name):
    with pytest.raises(UnreadableSource) as caught:
        json_text.read(text.encode(encoding))

    assert [one.params for one in caught.value.findings] == [{"encoding": name}]


def test_faults_that_do_not_hide_the_structure_are_all_told():
    raw = '{"a": NaN,\r\n "a": 1e999,\r "b": "\\ud800",\n "c": [99999999999999999, 1 2]}'

    assert problems(raw) == [
        ("J004", "", "/a", 1, 7),
        ("J002", "", "/a", 2, 2),
        ("J006", "overflow", "/a", 2, 7),
        ("J007", "", "/b", 3, 8),
        ("J006", "", "/c/0", 4, 8),
        ("J001", "comma", "/c/1", 4, 29),
    ]


def test_a_mark_before_the_text_is_passed_over_with_a_warning():
    document, warnings = json_text.read(UTF_8_MARK + b'{"a": 1}', first_line=3)

    assert document == {"a": 1}
    assert warnings == (finding("J005").at(Position(3, 1)),)


def test_a_mark_is_told_beside_the_faults_and_shifts_no_column():
    assert problems(UTF_8_MARK + b'{"a": NaN}') == [
        ("J005", "", "", 1, 1),
        ("J004", "", "/a", 1, 7),
    ]


def test_a_mark_in_the_middle_is_a_fault():
    assert problems(b"[1, " + UTF_8_MARK + b"2]") == [("J001", "unknown", "/1", 1, 5)]


def test_a_record_of_the_largest_size_is_read_and_one_byte_more_is_not():
    assert json_text.read(b"[1234]", largest=6)[0] == [1234]
    assert problems(b"[12345]", largest=6) == [("J009", "", "", 1, 1)]


def test_the_deepest_nesting_is_read():
    assert json_text.read(b"[" * DEEPEST + b"]" * DEEPEST)[0]


def test_many_lists_side_by_side_are_not_deep():
    assert json_text.read(b"[" + b",".join([b"[[]]"] * 100) + b"]")[0] == [[[]]] * 100


def test_brackets_in_a_text_are_no_nesting():
    raw = json.dumps({"a": ["[" * 2 * DEEPEST]}).encode()

    assert json_text.read(raw)[0] == json.loads(raw)


@pytest.mark.parametrize("written", ["9007199254740992", "-9007199254740992", "1" * 30])
def test_a_large_number_is_found_beside_a_long_row_of_digits(written):
    raw = f'{{"a": "{"0" * 20}", "b": [[1, {{"c": {written}}}]]}}'.encode()

    assert [problem[:3] for problem in problems(raw)] == [("J006", "", "/b/0/1/c")]


@pytest.mark.parametrize(
    ("written", "value"),
    [("1.0", 1), ("-0", 0), ("-0.0", 0), ("1E2", 100), ("0.5", 0.5), ("1e-999", 0),
     ("9007199254740991", LARGEST_INTEGER), ("9007199254740991.0", LARGEST_INTEGER)],
)  # fmt: skip
def test_a_whole_number_is_the_same_however_it_is_written(written, value):
    read = json_text.read(f"[{written}]".encode())[0][0]

    assert (type(read), read) == (type(value), value)
    assert math.copysign(1, read) == 1 or value < 0


@pytest.mark.parametrize(
    "raw",
    [
        '{"a": "\\u0022"}',
        '{"a": "0000000000000000"}',
        '{"a": "\\ud83d\\ude00"}',
        '{"a\\"b": "\\\\"}',
    ],
)
def test_what_only_looks_suspicious_is_read(raw):
    assert json_text.read(raw.encode())[0] == json.loads(raw)


def test_of_a_foreign_file_the_last_of_two_keys_counts_and_the_other_is_told():
    document, told = json_text.read_foreign(UTF_8_MARK + b'{"a": 1, "a": 2}')

    assert document == {"a": 2}
    assert [(one.code, one.variant, one.severity) for one in told] == [
        ("J005", "", Severity.WARNING),
        ("J002", "foreign", Severity.WARNING),
    ]


def test_of_a_foreign_file_other_faults_are_faults():
    with pytest.raises(UnreadableSource, match="J002; J004"):
        json_text.read_foreign(b'{"a": 1, "a": NaN}')


def test_a_file_without_faults_is_read_as_foreign_too():
    assert json_text.read_foreign(b'{"a": 1}') == ({"a": 1}, ())


@pytest.mark.parametrize(
    ("value", "name"),
    [(None, "null"), (True, "boolean"), (1, "number"), (0.5, "number"), ("", "string"),
     ([], "array"), ({}, "object")],
)  # fmt: skip
def test_a_value_has_the_name_that_json_gives_it(value, name):
    assert json_text.kind(value) == name


_PIECES = st.sampled_from(
    ["{", "}", "[", "]", ",", ":", '"', '"a"', '"b":', "1", "-0", "1.5", "1e999", "true", "null", "NaN",
     "\\u0022", "\\ud800", "\\", "\n", "\r", " ", "\x00", "é", "\ufeff", "9" * 17, "/", "'", "<"]
)  # fmt: skip


@QUICK
@given(st.lists(_PIECES, max_size=12).map("".join))
def test_every_text_is_read_or_refused_with_a_place(text):
    """And what is read is what the standard library reads."""
    try:
        document, _ = json_text.read(text.encode())
    except UnreadableSource as error:
        assert error.findings
        assert all(one.position for one in error.findings)
    else:
        assert document == json.loads(text)


@QUICK
@given(st.binary(max_size=40))
def test_every_heap_of_bytes_is_read_or_refused(raw):
    try:
        json_text.read(raw)
    except UnreadableSource as error:
        assert error.findings


TEXTS = (
    b'{"a": 1}', b"\xef\xbb\xbf[1]", b'{"a": 1,}', b'{"a": 1, "a": 1}', b"[9007199254740993]", b"",
    b"[" * (DEEPEST + 1) + b"]" * (DEEPEST + 1), b'["[[[[]]]]{}", 1e3]', b"[" * 5000, b"\xff", b"7",
)  # fmt: skip


def asked(document):
    """Return whether a document is an object: one that was asked about, and what was answered."""
    return isinstance(document, dict)


@QUICK
@given(st.lists(st.sampled_from(TEXTS), max_size=8))
def test_texts_that_are_read_together_say_what_each_says_alone(texts):
    numbered = list(enumerate(texts, 5))
    together = json_text.read_each(asked, numbered, largest=6000)

    for (number, text), one in zip(numbered, together, strict=True):
        try:
            alone = json_text.read_asking(asked, text, largest=6000, first_line=number)
        except UnreadableSource as error:
            assert isinstance(one, UnreadableSource)
            assert one.findings == error.findings
            assert one.findings[0].position.line == number
        else:
            assert one == alone


def test_of_texts_that_are_read_together_one_that_is_refused_stops_no_other():
    texts = [(1, b'{"a": 1}'), (2, b"{"), (3, b"[]")]

    first, refused, last = json_text.read_each(asked, texts)

    assert (first, last) == (({"a": 1}, (), True), ([], (), False))
    assert [one.position.line for one in refused.findings] == [2]


_VALUES = st.recursive(
    st.none() | st.booleans() | st.integers(-5, 5) | st.text(max_size=4),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=4), inner, max_size=4),
    max_leaves=12,
)  # fmt: skip


def _members(value, where=""):
    yield where, value
    if not isinstance(value, dict | list):
        return
    for step, part in value.items() if isinstance(value, dict) else enumerate(value):
        yield from _members(part, where + pointer([step]))


@settings(QUICK, suppress_health_check=list(HealthCheck))
@given(_VALUES, st.sampled_from([None, 1]), st.booleans())
def test_every_value_is_found_where_it_stands(value, indent, ascii_only):
    text = " \n" + json.dumps(value, indent=indent, ensure_ascii=ascii_only)
    places = JsonPlaces(text.encode("utf-8", "surrogatepass"))
    lines = text.split("\n")

    for where, part in _members(value):
        place = places.find(where)
        rest = "\n".join([lines[place.line - 1][place.column - 1 :], *lines[place.line :]])
        read, end = json.JSONDecoder().raw_decode(rest)
        is_member = where and rest[end:].lstrip().startswith(":")
        if is_member:
            assert pointer([read]) == where[-len(pointer([read])) :]
        else:
            assert read == part


@settings(QUICK, suppress_health_check=list(HealthCheck))
@given(st.dictionaries(st.text(max_size=3), _VALUES, max_size=5), st.booleans())
def test_places_of_a_compact_text_are_those_of_a_careful_look(value, ascii_only):
    """A blank before it keeps a text from being taken for compact, and moves all by a column."""
    compact = json.dumps(value, separators=(",", ":"), ensure_ascii=ascii_only)
    raw = compact.encode("utf-8", "surrogatepass")
    places, careful = JsonPlaces(raw), JsonPlaces(b" " + raw)

    for where, _ in _members(value):
        for wanted in (where, f"{where}/missing", f"{where}/0", f"{where}/00/a"):
            place = careful.find(wanted)
            assert places.find(wanted) == Position(place.line, place.column - 1)


@pytest.mark.parametrize(
    ("raw", "column"),
    [
        (b'{"x":1,"a":{"b":1},"a":{"c":0,"b":2}}', 31),
        (b'{"\\u0061":{"b":1}}', 12),
        (b'{"a":{"b" :1}}', 7),
        (b'{"x":[1 2],"a":{"b":1}}', 17),
        (b'{"a":[{"b":1}]}', 6),
        (b'{"a":{}}', 6),
        (b'{"a":5}', 2),
    ],
)
def test_a_text_that_is_not_quite_compact_has_the_same_places(raw, column):
    assert JsonPlaces(raw).find("/a/b") == Position(1, column)


SOURCE = b""" {"a{b": {"x": 1}, "a/b": [1, {"y~": "]{"}, [[], {}]],
 "": {"": 5}, "d": {}, "e": "f"}"""


@pytest.mark.parametrize(
    ("wanted", "line", "column"),
    [
        ("", 1, 2),
        ("/a{b", 1, 3),
        ("/a{b/x", 1, 11),
        ("/a{b/missing", 1, 10),
        ("/a~1b/1/y~0", 1, 32),
        ("/a~1b/1/missing/deeper", 1, 31),
        ("/a~1b/2/1", 1, 50),
        ("/a~1b/3", 1, 27),
        ("/a~1b/" + "9" * 5000, 1, 27),
        ("/a~1b/x", 1, 27),
        ("/", 2, 2),
        ("//", 2, 7),
        ("/d/missing", 2, 20),
        ("/e/missing", 2, 24),
        ("/missing", 1, 2),
    ],
)
def test_what_is_missing_stands_at_the_bracket_of_what_should_hold_it(wanted, line, column):
    assert JsonPlaces(SOURCE).find(wanted) == Position(line, column)


def test_of_a_key_that_stands_twice_the_last_place_counts_as_its_value_does():
    assert JsonPlaces(b'{"a": 1, "a": {"b": 2}}').find("/a/b") == Position(1, 16)


@pytest.mark.parametrize(
    "raw", [b"", b"{", b'{"a":', b'{"a": [', b'{"a": {"b": 1', b'{"a": "b', b"]"]
)
def test_a_text_that_breaks_off_has_places_all_the_same(raw):
    assert JsonPlaces(raw).find("/a/b/c").line == 1


def test_places_of_a_part_stand_in_the_whole():
    part = JsonPlaces(b'[{},\n{"a": 1}]', first_line=7).part("/1")

    assert [part.find(""), part.find("/a"), part.find("/b")] == [
        Position(8, 1),
        Position(8, 2),
        Position(8, 1),
    ]


def test_places_of_what_came_from_elsewhere_are_those_of_the_source():
    moved = MovedPlaces(JsonPlaces(b'{"h": {"v": "x"}, "w": 1}'), {"/headline": "/h/v", "/a": "/w"})

    assert moved.find("/headline") == Position(1, 8)
    assert moved.find("/headline/0") == Position(1, 8)
    assert moved.find("/body") == Position(1, 1)


def test_what_has_no_source_has_no_place():
    assert NOWHERE.find("/a") is None


def test_a_pointer_leads_up_to_what_holds_the_value():
    assert parent("/a/b~1c") == "/a"


def test_lines_end_with_line_feed_carriage_return_or_both():
    lines = Lines("a\r\nb\rc\n\nd", 5)

    assert [lines.position(offset) for offset in (0, 2, 3, 5, 7, 8)] == [
        Position(5, 1),
        Position(5, 3),
        Position(6, 1),
        Position(7, 1),
        Position(8, 1),
        Position(9, 1),
    ]


def test_a_column_counts_characters_and_not_bytes():
    assert problems('{"ä😀": NaN}') == [("J004", "", "/ä😀", 1, 8)]


def test_escapes_say_what_they_say():
    assert unescaped(r'"\b\f\n\r\t\"\\\/\u00e9\ud83d\ude00\ud83d"') == '\b\f\n\r\t"\\/é😀\ud83d'


def test_an_escaped_backslash_is_not_half_a_character():
    assert list(lone_surrogates(r'"\\ud800\ud800"')) == [(8, "U+D800")]


# what is hostile


@pytest.mark.parametrize(
    ("raw", "code"),
    [
        ("[" + "NaN," * 20_000 + "1]", "J004"),
        ("{" + '"a":1,' * 20_000 + '"a":1}', "J002"),
        ('["' + "\\ud800" * 20_000 + '"]', "J007"),
        ("[" + "99999999999999999," * 20_000 + "1]", "J006"),
    ],
)
def test_more_problems_than_anybody_reads_are_not_told(raw, code):
    codes = [one[0] for one in problems(raw)]

    assert codes == [code] * MOST_TOLD + ["J014"]


def test_half_a_character_in_a_key_that_stands_twice_too_often_ends_the_list():
    raw = '{"\\ud800":1' + ',"\\ud800":1' * 20_000 + "}"

    assert len(problems(raw)) == MOST_TOLD + 1


def test_problems_below_a_long_key_are_told_within_bounds():
    """Each pointer is as long as the key: all of them would be the key times their number."""
    raw = '{"' + "k" * 100_000 + '": [' + "NaN," * 20_000 + "1]}"

    found = scan(raw)

    assert found[-1][1].code == "J014"
    assert sum(len(one.pointer) for _, one in found) < 100 * MOST_TOLD * 100


@pytest.mark.parametrize(
    "made",
    [
        lambda size: '{"a": [' + "0," * size + "1]",
        lambda size: '{"a": [' + "[]," * size + "1]",
        lambda size: '["' + "x" * size + '\\ud800"]',
        lambda size: '["' + "\\\\" * size + "]",
        lambda size: "[" + '"a",' * size + "NaN]",
        lambda size: "[" + "1e5," * size + "NaN]",
        lambda size: "{" + ",".join(f'"{number}":0' for number in range(size)) + ",}",
        lambda size: "[1" + "\n" * size + "x]",
    ],
)
def test_the_memory_of_a_scan_does_not_run_away(made):
    """Four times the text, at most some five times the memory."""

    def peak(size):
        text = made(size)
        tracemalloc.start()
        scan(text)
        found = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        return found

    peak(10)

    assert peak(40_000) <= 5 * peak(10_000) + 100_000


class _Counting(str):
    """A text that counts the characters that are copied out of it."""

    __slots__ = ()
    copied = 0

    def __getitem__(self, key):
        part = super().__getitem__(key)
        _Counting.copied += len(part)
        return part


def test_the_scan_copies_no_more_than_the_text():
    """A list of 2,000 members with a comma too much at the end: no copy of all before it."""
    text = _Counting("[" + "0," * 20_000 + "]")
    _Counting.copied = 0

    scan(text)

    assert _Counting.copied < 100


def test_places_are_found_without_reading_the_text_anew():
    """Ten thousand problems in one text: it is decoded once, and each list is gone through once."""

    class Raw(bytes):
        decoded = 0

        def removeprefix(self, prefix):
            Raw.decoded += 1
            return super().removeprefix(prefix)

    places = JsonPlaces(Raw(b'{"a": [' + b"{}," * 10_000 + b"{}]}"))

    found = [places.find(f"/a/{number}/missing") for number in range(10_001)]

    assert [place.column for place in found[:3]] == [8, 11, 14]
    assert Raw.decoded == 1


def test_what_stands_behind_a_faulty_object_is_found():
    places = JsonPlaces(b'{"a": {"x": [nul]},\n "b": 1}')

    assert places.find("/b") == Position(2, 2)


def test_nothing_stands_behind_an_object_that_does_not_end():
    places = JsonPlaces(b'{"a": {"x": [1,\n "b": 1')

    assert places.find("/b") == Position(1, 1)
