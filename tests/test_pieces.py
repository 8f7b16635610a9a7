"""How sources are cut into pieces: by the source alone, in bounded memory, and nothing is lost."""

from __future__ import annotations

import gzip
import hashlib
import io
import itertools
import json
import os
import sys
import tempfile
import time
import tracemalloc
import zlib
from pathlib import Path
from types import SimpleNamespace

import pytest
import zstandard
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from archive import json_text, messages
from archive.batch import cuts, opening
from archive.batch.cuts import Limits, Place
from archive.batch.engine import Orders
from archive.batch.judging import judged
from archive.batch.opening import BlockStream
from archive.batch.pieces import Piece, chunks, content, digest
from archive.batch.reading import readings
from archive.batch.sources import Source, find
from archive.batch.terms import Terms
from archive.errors import UnreadableSource
from archive.findings import MOST_TOLD
from archive.json_scan import Lines
from archive.limits import DEEPEST
from archive.readers import READERS, json_lines
from archive.validation import built
from archive.writers import WRITERS
from tests.program import other

QUICK = settings(max_examples=100, deadline=None, derandomize=True)
MARK = b"\xef\xbb\xbf"
LARGEST = 10_000
PATHS = ("", "/a", "/a/0", "/b", "/\u00e4", "/gone")


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture
def stdin(monkeypatch: pytest.MonkeyPatch):
    def give(raw: bytes | io.RawIOBase) -> Source:
        stream = io.BytesIO(raw) if isinstance(raw, bytes) else raw
        monkeypatch.setattr("sys.stdin", SimpleNamespace(buffer=stream))
        return find(["-"]).sources[0]

    return give


def saved(name: str, raw: bytes, word: str | None = None) -> Source:
    Path(name).write_bytes(raw)
    return find([name], source_format=word).sources[0]


def pieces(source: Source, *, largest: int = LARGEST, **how: int) -> list[Piece]:
    cut = chunks([source], largest=largest, **how)
    return [piece for chunk in cut for piece in chunk.pieces]


def told(finding) -> tuple[str, str, int, int]:
    return finding.code, finding.variant, finding.position.line, finding.position.column


def shown(reading, paths=("",)) -> tuple:
    """Return what a reading says, with some of its places."""
    return reading.document, reading.findings, [reading.places.find(path) for path in paths]


def read(piece: Piece, paths=("",), *, largest: int = LARGEST) -> list:
    """Return what is said of a piece, as the engine tells it, however many are read at once."""
    said, together = (_said(piece, paths, largest, at_once) for at_once in (1, 3))
    assert together == said
    return said + [told(one) for one in piece.findings]


def _said(piece: Piece, paths, largest: int, at_once: int) -> list:
    said: list = []
    try:
        said.extend(shown(one, paths) for one in readings(piece, largest=largest, at_once=at_once))
    except UnreadableSource as error:
        said += [told(one) for one in error.findings]
    return said


def all_of(source: Source, paths=("",), *, largest: int = LARGEST, **how: int) -> list:
    cut = pieces(source, largest=largest, **how)
    return list(itertools.chain.from_iterable(read(one, paths, largest=largest) for one in cut))


def summary(said: list) -> list:
    """Return the document of each reading, or what is told in place of one."""
    return [
        one if isinstance(one[0], str) else one[0] if one[0] is not None else told(one[1][0])
        for one in said
    ]


def whole(word: str, raw: bytes, paths=("",)) -> list:
    """Return what the reader of a format says of a source that is read as a whole."""
    said: list = []
    try:
        said += [
            shown(one, paths) for one in READERS[word].load()(io.BytesIO(raw), largest=LARGEST)
        ]
    except UnreadableSource as error:
        said += [told(one) for one in error.findings]
    return said


def record(number: int, size: int = 0) -> bytes:
    return b'{"id": "r%d", "x": "%s"}' % (number, b"x" * size)


# compressed sources


TEXT = b"".join(record(number, number % 97) + b"\n" for number in range(9000))
PACKED = {
    ".gz": gzip.compress(TEXT, mtime=0),
    ".zst": zstandard.ZstdCompressor(write_checksum=True).compress(TEXT),
}
EMPTY = {".gz": gzip.compress(b"", mtime=0), ".zst": zstandard.compress(b"")}


def unpacked(name: str, raw: bytes) -> tuple[bytes, list]:
    """Return what can be had of a compressed file, and what is told of the rest."""
    got = b""
    source = saved(name, raw)
    with source.open() as packed:
        stream = opening.unpacked(source, packed)
        try:
            while block := stream.read(7001):
                got += block
        except UnreadableSource as error:
            return got, [(one.code, one.variant, dict(one.params)) for one in error.findings]
    return got, []


@pytest.mark.parametrize("suffix", PACKED)
def test_a_compressed_file_is_read_as_if_it_were_not(here, suffix):
    packed = PACKED[suffix]

    assert unpacked("a.jsonl" + suffix, packed) == (TEXT, [])
    assert unpacked("a.jsonl" + suffix.upper(), packed) == (TEXT, [])


@pytest.mark.parametrize("suffix", PACKED)
def test_compressed_parts_that_stand_one_behind_the_other_are_one_content(here, suffix):
    assert unpacked("a" + suffix, PACKED[suffix] + EMPTY[suffix] + PACKED[suffix]) == (
        TEXT + TEXT,
        [],
    )


def test_zeros_that_fill_up_a_gzip_file_are_passed_over(here):
    assert unpacked("a.gz", PACKED[".gz"] + bytes(40_000)) == (TEXT, [])
    assert unpacked("a.gz", PACKED[".gz"] + b"\0" + PACKED[".gz"]) == (TEXT + TEXT, [])


def test_frames_of_zstandard_that_hold_something_else_are_passed_over(here):
    other = b"\x5f\x2a\x4d\x18" + (5).to_bytes(4, "little") + b"hello"

    assert unpacked("a.zst", other + PACKED[".zst"] + other) == (TEXT, [])


@pytest.mark.parametrize("suffix", PACKED)
@pytest.mark.parametrize("place", [0, 1, 4, 6, 11, 500, -40_000, -9, -3, -1])
def test_of_a_compressed_file_that_is_cut_off_the_beginning_is_read(here, suffix, place):
    got, said = unpacked("a" + suffix, PACKED[suffix][:place])

    kind = {".gz": "gzip", ".zst": "Zstandard"}[suffix]
    assert TEXT.startswith(got)
    assert said == [("J015", "truncated", {"kind": kind, "offset": len(got)})]


def test_of_gzip_data_that_were_changed_all_is_read_up_to_the_byte(here):
    """zlib itself holds back what it has unpacked together with the fault."""
    changed = bytearray(PACKED[".gz"])
    changed[-6] ^= 1  # in the checksum

    assert unpacked("a.gz", bytes(changed)) == (
        TEXT,
        [("J015", "damaged", {"kind": "gzip", "offset": len(TEXT)})],
    )


def test_of_zstandard_data_that_were_changed_all_is_read_up_to_the_block(here):
    changed = bytearray(PACKED[".zst"])
    changed[-1] ^= 1

    assert unpacked("a.zst", bytes(changed)) == (
        TEXT,
        [("J015", "damaged", {"kind": "Zstandard", "offset": len(TEXT)})],
    )


@pytest.mark.parametrize("suffix", PACKED)
def test_what_only_bears_the_suffix_is_told(here, suffix):
    _, ((code, variant, params),) = unpacked("a" + suffix, b'{"id": "a"}')

    assert (code, variant, params["offset"]) == ("J015", "damaged", 0)


@pytest.mark.parametrize("suffix", PACKED)
def test_what_stands_behind_compressed_data_is_told(here, suffix):
    got, ((code, variant, params),) = unpacked("a" + suffix, PACKED[suffix] + b"rest")

    assert got == TEXT
    assert (code, variant, params["offset"]) == ("J015", "trailing", len(TEXT))


@pytest.mark.parametrize(
    "raw",
    [
        b"\x28\xb5\x2f\xfd\x28\x00",  # a bit that must not be set
        PACKED[".zst"][:9] + b"\xff\xff\xff",  # a block that is larger than any
    ],
    ids=["header", "block"],
)
def test_a_frame_that_cannot_be_is_told(here, raw):
    assert unpacked("a.zst", raw)[1][0][:2] == ("J015", "damaged")


def test_zstandard_data_that_need_much_memory_are_refused(here):
    parameters = zstandard.ZstdCompressionParameters.from_level(3, window_log=28)
    packer = zstandard.ZstdCompressor(compression_params=parameters).compressobj()

    got, said = unpacked("a.zst", packer.compress(TEXT) + packer.flush())

    size = {"kind": "Zstandard", "offset": 0, "size": 2**28, "most": 2**27}
    assert (got, said) == (b"", [("J015", "window", size)])


@pytest.mark.parametrize("language", messages.LANGUAGES)
@pytest.mark.parametrize("suffix", PACKED)
def test_damage_is_told_in_words(here, suffix, language):
    for raw in (PACKED[suffix][:-1], PACKED[suffix] + b"rest", b"rest"):
        *_, piece = pieces(saved("a.jsonl" + suffix, raw))
        said = messages.message(piece.findings[0], language)

        assert "{" not in said
        assert ("gzip" in said) == (suffix == ".gz")


@pytest.mark.parametrize("raw", [TEXT, *PACKED.values()], ids=["plain", *PACKED])
def test_standard_input_is_unpacked_by_its_first_bytes(stdin, raw):
    stream = opening.unpacked(stdin(raw), sys.stdin.buffer)

    lines = list(iter(stream.readline, b""))

    assert b"".join(lines) == TEXT
    assert len(lines) == 9000


def test_a_stream_of_blocks_is_read_by_bytes_and_by_lines():
    stream = BlockStream(iter([b"ab\nc", b"", b"d\ne"]))

    assert stream.readable()
    assert [stream.readline(), stream.readline(1), stream.readline(), stream.read()] == [
        b"ab\n", b"c", b"d\n", b"e",
    ]  # fmt: skip
    assert stream.read(1) == b""


def test_what_breaks_a_stream_is_told_behind_its_bytes_and_again():
    def blocks():
        yield b"abc"
        raise OSError("gone")

    stream = BlockStream(blocks())

    assert stream.read(5) == b"abc"
    for _ in range(2):
        with pytest.raises(OSError, match="gone"):
            stream.read(5)


# places


@QUICK
@given(st.lists(st.sampled_from(["a", "ä", "😀", "\n", "\r", "\r\n"])), st.integers(1, 3))
def test_a_place_is_counted_piece_by_piece_as_in_the_whole(parts, step):
    text = "".join(parts)
    raw = text.encode()
    place = Place()
    for start in range(0, len(raw), step):
        place.advance(raw[start : start + step])

    assert place.position() == Lines(text + "x").position(len(text)) or text.endswith("\r")


# JSON Lines


def cut_lines(raw: bytes, block: int = 2**20, *, is_kept: bool = True, **how: int) -> tuple:
    """Return start, first line and bytes of each run of lines, and what is told behind them."""
    limits = {"largest": LARGEST, "records": 3, "size_bytes": 100} | how
    blocks = [raw[at : at + block] for at in range(0, len(raw), block)]
    found = []
    try:
        for span in cuts.lines(blocks, Limits(**limits, is_kept=is_kept)):
            data = raw[span.start : span.start + span.size] if span.data is None else span.data
            found.append((span.start, span.first_line, span.records, data))
    except UnreadableSource as error:
        return found, [told(one) for one in error.findings]
    return found, []


def test_lines_are_cut_where_there_are_enough_or_enough_bytes():
    raw = b"1\n2\n3\n4\n" + b"x" * 99 + b"\n6\n7"

    assert cut_lines(raw) == (
        [
            (0, 1, 3, b"1\n2\n3\n"),
            (6, 4, 2, b"4\n" + b"x" * 99 + b"\n"),
            (108, 6, 2, b"6\n7"),
        ],
        [],
    )


LINES = (
    b"", b"x", b"xyz", b"x" * 40, b"x" * 130, b"\r", b" " * 13, b"\n" * 30, b" " * 100, b"\n" * 110,
    b" " * 11 + b"xy", b" " * 12 + b"x", b" " * 60 + b"xyz",
)  # fmt: skip


@QUICK
@given(
    st.lists(st.sampled_from(LINES), min_size=1),
    st.integers(1, 150),
    st.booleans(),
    st.sampled_from([10, LARGEST]),
)
def test_where_lines_are_cut_does_not_depend_on_how_they_come(lines, block, is_kept, largest):
    raw = b"\n".join(lines) + b"\nend"

    found, said = cut_lines(raw, block, is_kept=is_kept, largest=largest)

    assert (found, said) == cut_lines(raw, largest=largest)
    if largest == LARGEST and not said:
        assert b"".join(data for *_, data in found).split() == raw.split()


@QUICK
@given(
    st.lists(st.sampled_from(LINES), min_size=1),
    st.integers(1, 150),
    st.sampled_from([10, LARGEST]),
)
def test_the_checksum_that_is_known_of_a_piece_is_that_of_its_bytes(lines, block, largest):
    """However the file is read; and whether it is known makes no difference."""
    raw = b"\n".join(lines) + b"\n1\n2\n3\n4\nend"
    with pytest.MonkeyPatch.context() as patch, tempfile.TemporaryDirectory() as folder:
        patch.setattr("archive.batch.pieces.BLOCK", block)
        path = Path(folder, "a.jsonl")
        path.write_bytes(raw)
        source = find([str(path)]).sources[0]
        how = {"largest": largest, "records": 3, "size_bytes": 100}
        plain, known = (
            [piece for chunk in chunks([source], digests=word, **how) for piece in chunk.pieces]
            for word in ("whole", "parts")
        )

        assert [replace(one, part_sha256=None) for one in known] == plain
        for one in known[:-1]:
            assert one.part_sha256 in (None, hashlib.sha256(content(one)).hexdigest())
        assert known[-1].sha256 in (None, hashlib.sha256(raw).hexdigest())
        if all(line.strip() and len(line) <= largest for line in lines):
            assert all(one.part_sha256 for one in known[:-1])


def test_of_a_line_that_is_too_long_only_what_shows_it_is_passed_on():
    raw = b"1\n" + b"x" * 100 + b"\n3\n" + b"y" * 100

    for block in (1, 7, 50, 1000):
        for is_kept in (True, False):
            assert cut_lines(raw, block, is_kept=is_kept, largest=10) == (
                [(0, 1, 2, b"1\n" + b"x" * 12), (103, 3, 2, b"3\n" + b"y" * 12)],
                [],
            )


@pytest.mark.parametrize("end", [b"", b"\n", b"\n4\n"])
@pytest.mark.parametrize("is_kept", [True, False])
def test_of_a_line_that_begins_with_too_many_blanks_what_stands_behind_them_is_shown(end, is_kept):
    raw = b"1\n\n" + b" " * 100 + b"{}" + end

    for block in (1, 7, 50, 1000):
        found, said = cut_lines(raw, block, is_kept=is_kept, largest=10)
        assert found[:2] == [(0, 1, 1, b"1\n\n"), (92, 3, 1, b" " * 11 + b"{")]
        assert found[2:] == ([(106, 4, 1, b"4\n")] if b"4" in end else [])
        assert said == []


@pytest.mark.parametrize("blanks", [9_990, 10_001, 10_002, 10_003, 150_000])
@pytest.mark.parametrize("name", ["a.jsonl", "a.jsonl.gz", "-"])
def test_a_line_that_begins_with_too_many_blanks_is_too_large_and_hides_no_other(
    here, stdin, name, blanks
):
    """What holds nothing is no record; a line that holds something is never passed over."""
    raw = b" " * blanks + b"\n" + record(1) + b"\n" + b"\t" * blanks + record(2) + b"\n" + record(3)
    packed = gzip.compress(raw) if name.endswith(".gz") else raw
    source = replace(stdin(packed) if name == "-" else saved(name, packed), format="jsonl")

    said = all_of(source, PATHS, records=2, size_bytes=200)

    assert said == whole("jsonl", raw, PATHS)
    assert summary(said) == [{"id": "r1", "x": ""}, ("J009", "", 3, 1), {"id": "r3", "x": ""}]


def test_a_line_without_end_is_given_up():
    def endless():
        yield b"1\n2\n"
        yield from itertools.repeat(b"x" * 7)

    limits = Limits(largest=10, records=500, size_bytes=1000, is_kept=True)
    spans = cuts.lines(endless(), limits)

    assert next(spans).data == b"1\n2\n"
    with pytest.raises(UnreadableSource) as caught:
        next(spans)
    assert [told(one) for one in caught.value.findings] == [("J009", "endless", 3, 1)]


@pytest.mark.parametrize("is_kept", [True, False])
def test_behind_the_end_of_the_last_line_there_is_no_other(is_kept):
    assert cut_lines(b"1\n2\n", is_kept=is_kept) == ([(0, 1, 2, b"1\n2\n")], [])
    assert cut_lines(b"1\n2\n3\n", is_kept=is_kept) == ([(0, 1, 3, b"1\n2\n3\n")], [])


def test_lines_among_which_none_holds_anything_are_told_once():
    assert cut_lines(b"\n" * 8, size_bytes=4) == ([], [("J010", "", 1, 1)])


def test_lines_that_hold_nothing_are_no_records_and_make_no_pieces():
    raw = b"1\n" + b"\n" * 20 + b"2\n3\n4\n"

    assert cut_lines(raw) == (
        [(0, 1, 3, b"1\n" + b"\n" * 20 + b"2\n3\n"), (26, 24, 1, b"4\n")],
        [],
    )
    assert cut_lines(raw, size_bytes=6) == (
        [(0, 1, 1, b"1\n\n\n\n\n"), (18, 18, 1, b"\n\n\n\n2\n"), (24, 23, 2, b"3\n4\n")],
        [],
    )


def test_lines_that_hold_nothing_are_given_up_when_they_do_not_end():
    """The place is where they begin."""
    raw = b"1\n" + b"\n" * 161

    for block in (1, 7, 200):
        for is_kept in (True, False):
            found, said = cut_lines(raw, block, is_kept=is_kept, largest=10)
            assert found == [(0, 1, 1, b"1\n" + b"\n" * 98)]
            assert said == [("J009", "endless", 2, 1)]
    assert cut_lines(raw[:-1] + b"2\n", largest=10)[1] == []


JSON_LINES = b"\n".join(
    [MARK + record(1), b"", b"[1]", b'{"a": 1', b"5 5", b'{"a": NaN}', record(2, 300), b"\xff", record(3)]
)  # fmt: skip


@pytest.mark.parametrize("records", [1, 2, 3, 500])
@pytest.mark.parametrize("name", ["a.jsonl", "a.jsonl.gz", "a.jsonl.zst", "-"])
def test_json_lines_in_pieces_say_what_they_say_as_a_whole(here, stdin, name, records):
    raw = {".gz": gzip.compress, ".zst": zstandard.compress}.get(Path(name).suffix, bytes)(
        JSON_LINES
    )
    source = stdin(raw) if name == "-" else saved(name, raw)
    source = replace(source, format="jsonl")

    said = all_of(source, PATHS, records=records, size_bytes=200)

    assert said == whole("jsonl", JSON_LINES, PATHS)


@pytest.mark.parametrize("at_once", [1, 2, 3, 50])
@pytest.mark.parametrize("much_bytes", [1, 2**19])
def test_lines_that_are_read_together_say_what_each_says_alone(monkeypatch, at_once, much_bytes):
    monkeypatch.setattr(json_lines, "_MUCH_BYTES", much_bytes)
    lines = json_lines.numbered(io.BytesIO(JSON_LINES), largest=LARGEST)

    found = json_lines.read_lines(lines, largest=LARGEST, at_once=at_once)

    assert [shown(one, PATHS) for one in found] == whole("jsonl", JSON_LINES, PATHS)


@pytest.mark.parametrize(("is_careful", "ahead"), [(True, [2, 2, 3, 4]), (False, [])])
def test_a_careful_worker_reads_hardly_ahead_of_what_it_announces(
    here, monkeypatch, is_careful, ahead
):
    """So the record is blamed with which it ends; to see whether a record is alone takes one."""
    read_each, texts, announced = json_text.read_each, [], []
    monkeypatch.setattr(
        json_text, "read_each", lambda *how, **more: texts.extend(how[1]) or read_each(*how, **more)
    )
    saved("a.jsonl", b"\n".join(record(number) for number in range(40)))
    chunk = next(chunks(find(["a.jsonl"]).sources, largest=LARGEST, records=4, size_bytes=200))

    def announce(number: int) -> None:
        announced.append((number, len(texts)))

    groups = [*judged(chunk, Terms(), Orders(is_careful=is_careful), announce)]

    assert [len(one) for one in groups] == ([1] * 4 if is_careful else [4])
    assert announced == [*enumerate(ahead)]
    assert len(texts) == 4


def test_no_more_lines_are_read_than_are_wanted_at_once():
    lines = json_lines.numbered(stream := io.BytesIO(b"{}\n" * 20), largest=LARGEST)

    next(json_lines.read_lines(lines, largest=LARGEST, at_once=4))

    assert stream.tell() == 12


def test_a_large_file_that_is_no_json_lines_is_told_once(here):
    source = saved("a.jsonl", b"%PDF-1.4\n" + b"x\n" * 500)

    (piece,) = pieces(source, size_bytes=100)

    assert read(piece) == [("J012", "", 1, 1)]


# arrays


VALUES = st.recursive(
    st.none() | st.booleans() | st.sampled_from([0, -2.5, 1e5])
    | st.text(st.sampled_from('aä😀"\\[]{},:\n '), max_size=5),
    lambda inner: st.lists(inner, max_size=3)
    | st.dictionaries(st.sampled_from(["a", "b", "ä", '"}']), inner, max_size=3),
    max_leaves=8,
)  # fmt: skip
ARRAYS = st.lists(VALUES | st.dictionaries(st.sampled_from(["a", "ä"]), VALUES), min_size=1)


@st.composite
def arrays(draw) -> bytes:
    """Return an array as JSON: compact or not, with any end of line, blanks before it or not."""
    text = json.dumps(
        draw(ARRAYS), indent=draw(st.sampled_from([None, 1])), ensure_ascii=draw(st.booleans())
    )
    end = draw(st.sampled_from(["\n", "\r\n", "\r"]))
    return draw(st.sampled_from(["", " \n "])).encode() + text.replace("\n", end).encode()


def cut_items(raw: bytes, block: int, *, is_kept: bool = True, **how: int) -> list:
    """Return what is said of the items of an array, cut into small pieces."""
    largest = how.get("largest", LARGEST)
    limits = {"largest": largest, "records": 3, "size_bytes": 100} | how
    start = len(MARK) if raw.startswith(MARK) else 0
    blocks = [raw[at : at + block] for at in range(start, len(raw), block)]
    said: list = []
    try:
        for span in cuts.items(blocks, Limits(**limits, is_kept=is_kept), start=start):
            data = raw[span.start : span.start + span.size] if span.data is None else span.data
            piece = Piece(
                source=Source("a.json", "json", 0), format="json", data=data, size=span.size,
                items=span.items, first_item=span.first_item, first_line=span.first_line,
            )  # fmt: skip
            said += read(piece, PATHS, largest=largest)
    except UnreadableSource as error:
        said += [told(one) for one in error.findings]
    return said


@QUICK
@given(arrays(), st.booleans())
def test_an_array_in_pieces_says_what_it_says_as_a_whole(raw, is_kept):
    """Documents, findings and places are the same, wherever the bytes are cut on their way."""
    wanted = whole("json", raw, PATHS)

    for block in (1, 2, 3, 5, 8, 13, 64, 1000):
        assert cut_items(raw, block, is_kept=is_kept) == wanted


FAULTS = [
    (b"[]", [("J011", "empty", 1, 1)]),
    (b" \n [ ]", [("J011", "empty", 2, 2)]),
    (b"[", [("J001", "ended", 1, 2)]),
    (b"[{},", [{}, ("J001", "ended", 1, 5)]),
    (b"[{}", [{}, ("J001", "ended", 1, 4)]),
    (b"[{} {}]", [{}, ("J001", "comma", 1, 5)]),
    (b"[{} 8]", [{}, ("J001", "comma", 1, 5)]),
    (b"[{}e5]", [{}, ("J001", "unknown", 1, 4)]),
    (b'[1 "a"]', [("J011", "item", 1, 2), ("J001", "comma", 1, 4)]),
    (b"[{},\n]", [{}, ("J001", "trailing", 2, 1)]),
    (b"[{}, 'a', {}]", [{}, ("J001", "quotes", 1, 6)]),
    (b"[{}, // x\n{}]", [{}, ("J001", "comment", 1, 6)]),
    (b"[{}]\n [{}]", [{}, ("J001", "two", 2, 2)]),
    (b"[{}] x", [{}, ("J001", "unknown", 1, 6)]),
    (b'[{}, "\\x", {}]', [{}, ("J001", "escape", 1, 7), {}]),
    (b'[{}] "\\x"', [{}, ("J001", "escape", 1, 7)]),
    (b'[{"a": [1}, {}]', [("J001", "comma", 1, 10)]),
    (b'[{},\n{"a": "b', [{}, ("J001", "open_string", 2, 7)]),
    (b'[{},\n{"a": "b\\', [{}, ("J001", "open_string", 2, 7)]),
    (b'[{},\n"a\\"', [{}, ("J001", "open_string", 2, 1)]),
    (b'[NaN,\n {"a": 1, "a": 2}, tru, {}]',
     [("J004", "", 1, 2), ("J002", "", 2, 11), ("J001", "unknown", 2, 20), {}]),
    (b'[{"a": "\xff"}, {}]', [("J003", "", 1, 9), {}]),
    (b'[{"a":' + b"[" * DEEPEST + b"]" * DEEPEST + b"}, {}]", [("J008", "", 1, DEEPEST + 5), {}]),
]  # fmt: skip


@pytest.mark.parametrize(("raw", "said"), FAULTS, ids=[repr(raw[:30]) for raw, _ in FAULTS])
@pytest.mark.parametrize("block", [1, 2, 3, 1000])
def test_a_fault_of_an_array_is_told_behind_the_records_before_it(raw, said, block):
    assert summary(cut_items(raw, block)) == said


def test_nesting_is_as_deep_in_an_item_as_it_is_in_the_whole():
    levels = DEEPEST - 2
    raw = b'[{"a":' + b"[" * levels + b"]" * levels + b"}]"

    assert cut_items(raw, 1000) == whole("json", raw, PATHS)


@pytest.mark.parametrize("block", [1, 7, 50, 1000])
@pytest.mark.parametrize("is_kept", [True, False])
def test_an_item_that_is_too_large_does_not_stop_the_others(block, is_kept):
    raw = b"[" + b",\n".join([record(1), record(2, 200), b"5" * 100, record(3)]) + b"]"

    said = cut_items(raw, block, is_kept=is_kept, largest=50)

    assert summary(said) == [
        json.loads(record(1)),
        ("J009", "", 2, 1),
        ("J009", "", 3, 1),
        json.loads(record(3)),
    ]


@pytest.mark.parametrize(
    ("endless", "place"), [(b'"', (2, 1)), (b"{", (2, 1)), (b"5", (2, 1)), (b" ", (2, 161))]
)
def test_what_does_not_end_in_an_array_is_given_up(endless, place):
    blocks = itertools.chain([b"[{},\n" + endless], itertools.repeat(endless.replace(b'"', b"x")))
    spans = cuts.items(blocks, Limits(largest=10, records=9, size_bytes=100, is_kept=True))

    assert next(spans).records == 1
    with pytest.raises(UnreadableSource) as caught:
        next(spans)
    assert [told(one) for one in caught.value.findings] == [("J009", "endless", *place)]


def test_an_array_of_anything_but_records_is_not_told_to_its_end():
    raw = b"[" + b"0," * 30_000 + b"0]"

    said = cut_items(raw, 2**20, records=500)

    assert len(said) == MOST_TOLD + 1
    assert said[-1] == ("J014", "", 1, 2 * MOST_TOLD + 2)


@pytest.mark.parametrize("name", ["a.json", "a.json.gz", "a.json.zst", "-"])
@pytest.mark.parametrize("mark", [b"", MARK])
def test_a_large_array_is_read_record_by_record(here, stdin, name, mark):
    raw = mark + b"[" + b",\n ".join(record(number, 30) for number in range(40)) + b", 5]"
    data = {".gz": gzip.compress, ".zst": zstandard.compress}.get(Path(name).suffix, bytes)(raw)
    source = stdin(data) if name == "-" else saved(name, data)

    cut = pieces(source, records=7, size_bytes=1000)

    assert [len(one.items or ()) for one in cut] == [7, 7, 7, 7, 7, 6]
    said = list(itertools.chain.from_iterable(read(one, PATHS) for one in cut))
    assert said == whole("json", raw, PATHS)


def test_a_mark_before_an_array_without_records_is_told_too(here):
    source = saved("a.json", MARK + b"[" + b" " * 200 + b"]")

    assert all_of(source, size_bytes=100) == [("J005", "", 1, 1), ("J011", "empty", 1, 1)]


HOSTILE = [
    b'{"a": "' + b"\\\\" * 50_000 + b'"}',
    b'{"a": "' + b'\\"' * 50_000 + b'"}',
    b'{"a": [' + b"[]," * 5_000 + b"[]]}",
    b'{"a": ' + b"[" * 50_000 + b"]" * 50_000 + b"}",
    b'{"a": ' + b'{"":' * 5_000 + b"0" + b"}" * 5_000 + b"}",
    b'{"a": ' + b"[" * 300 + b'"[","]",' * 1_000 + b"1" + b"]" * 300 + b"}",
    b'{"a": "' + b"x" * 100_000,
    b'{"a":' + b'""' * 50_000 + b"}",
    b"5" * 100_000,
    b'"' + b"x" * 100_000 + b'"',
]


@pytest.mark.parametrize("item", HOSTILE, ids=lambda item: repr(item[:14]))
def test_no_byte_of_an_item_is_looked_at_often(monkeypatch, item):
    """Once for an item as a whole, and once from bracket to bracket as the blocks come."""
    looked, wholes = [0], [0]
    behind, whole_item = cuts._behind, cuts._whole

    def counted(pattern, buffer, at):
        end = behind(pattern, buffer, at)
        looked[0] += end - at
        return end

    def counted_whole():
        wholes[0] += 1
        return whole_item()

    monkeypatch.setattr(cuts, "_behind", counted)
    monkeypatch.setattr(cuts, "_whole", counted_whole)

    said = cut_items(b"[" + item + b",\n" + record(1) + b"]", 256, largest=2**20)

    assert looked[0] <= len(item) + 100
    assert wholes[0] <= 2
    assert summary(said)[-1] == json.loads(record(1)) or item.startswith(b'{"a": "x')


def test_a_pattern_that_fails_has_looked_at_each_byte_a_few_times():
    """Eight times the text costs about eight times the time; if it went back, sixty-four times."""

    def cost(text: bytes) -> float:
        def once() -> float:
            begun = time.process_time()
            for pattern in (cuts._whole(), cuts._OUTSIDE, cuts._INSIDE):
                pattern.match(text)
            return time.process_time() - begun

        return min(once() for _ in range(5))

    for part in (
        b'{"',
        b'{"a":',
        b'{"a":[',
        b'"\\"',
        b'{"\\\\":"\\',
        b'{"a":"b",',
        b'{"":{"":{"":{"":',
    ):
        few, many = b"{" + part * 20_000, b"{" + part * 160_000

        assert cost(many) < 30 * max(cost(few), 1e-4), part


# ninjs


NINJS = [
    {"uri": "urn:x:1", "headline": "a", "versioncreated": "2026-03-02T09:00:00Z"},
    {"uri": "urn:x:2", "headline": "b", "versioncreated": "x", "urgency": "high"},
]


@pytest.mark.parametrize("indent", [None, 1])
def test_a_large_array_of_ninjs_says_what_it_says_as_a_whole(here, indent):
    raw = json.dumps([*NINJS, 5], indent=indent).encode()

    said = all_of(saved("a.json", raw), ("", "/headline", "/id"), size_bytes=50, records=1)

    assert said == [
        (document, findings if document else said[2][1], places)
        for document, findings, places in whole("ninjs", raw, ("", "/headline", "/id"))
    ]
    assert told(said[2][1][0])[:2] == ("J011", "item")


def test_many_lines_of_ninjs_say_what_they_say_as_a_whole(here):
    lines = [*(json.dumps(one).encode() for one in NINJS), b"", b"[1]", b'{"uri": }']
    raw = b"\n".join(lines)

    said = all_of(saved("a.ninjs.json", raw), ("", "/headline"), size_bytes=50, records=1)

    wanted = whole("ninjs", raw, ("", "/headline"))
    assert said[:2] == wanted[:2]
    assert summary(said) == summary(wanted)


# pieces and chunks


def test_a_small_file_is_one_piece_that_was_not_read(here):
    for name in ("a.json", "b.ninjs.json", "c.jsonl", "d"):
        saved(name, record(1))

    (chunk,) = chunks(find(["a.json", "b.ninjs.json", "c.jsonl", "d"]).sources, largest=LARGEST)

    assert [(one.format, one.size, one.data, one.is_last) for one in chunk.pieces] == [
        ("json", None, None, True), ("ninjs", None, None, True), ("jsonl", None, None, True),
        ("", None, None, True),
    ]  # fmt: skip
    assert [summary(read(one)) for one in chunk.pieces][2:] == [[json.loads(record(1))]] * 2


def test_a_chunk_ends_when_there_are_enough_records_or_bytes(here):
    for number, size in enumerate([0, 0, 0, 300, 0, 900, 0]):
        saved(f"{number}.json", record(number, size))

    cut = chunks(find(["."]).sources, largest=LARGEST, records=3, size_bytes=400)

    assert [(one.number, [piece.source.name for piece in one.pieces]) for one in cut] == [
        (0, ["0.json", "1.json", "2.json"]),
        (1, ["3.json", "4.json"]),
        (2, ["5.json"]),
        (3, ["6.json"]),
    ]


def test_pieces_of_several_sources_keep_their_order(here):
    saved("a.json", record(0))
    saved("b.jsonl", b"\n".join(record(number, 30) for number in range(1, 8)))
    saved("c.json.gz", gzip.compress(record(8)))

    cut = list(chunks(find(["."]).sources, largest=LARGEST, records=3, size_bytes=200))

    ids = [
        reading.document["id"]
        for chunk in cut
        for piece in chunk.pieces
        for reading in readings(piece, largest=LARGEST)
    ]
    assert ids == [f"r{number}" for number in range(9)]
    assert [chunk.number for chunk in cut] == list(range(len(cut)))


@pytest.mark.parametrize("name", ["a.jsonl", "a.jsonl.gz", "a.json", "a.json.gz", "b.json.gz"])
def test_the_last_piece_of_a_file_has_the_digest_of_the_whole(here, name):
    lines = [record(number, 50) for number in range(20)]
    text = {"a.jsonl": b"\n".join(lines), "a.json": b"[" + b",".join(lines) + b"]"}.get(
        name.removesuffix(".gz"), record(1)
    )
    source = saved(name, gzip.compress(text) if name.endswith(".gz") else text)

    *others, last = pieces(source, size_bytes=500)

    assert digest(last) == hashlib.sha256(Path(name).read_bytes()).hexdigest()
    assert {one.sha256 for one in others} <= {None}
    assert [one.is_last for one in others] == [False] * len(others)


def test_the_digest_of_a_piece_in_the_middle_is_that_of_its_bytes(here):
    first, *_ = pieces(saved("a.jsonl", JSON_LINES), records=1, size_bytes=200)

    assert digest(first) == hashlib.sha256(MARK + record(1) + b"\n").hexdigest()


def test_a_small_file_is_read_once_for_its_records_and_its_digest(here):
    (piece,) = pieces(saved("a.json", record(1)))
    read(piece)
    Path("a.json").unlink()

    assert digest(piece) == hashlib.sha256(record(1)).hexdigest()


def test_the_digest_of_a_file_can_be_had_without_its_records(here):
    (piece,) = pieces(saved("a.json", record(1)))

    assert digest(piece) == hashlib.sha256(record(1)).hexdigest()


@pytest.mark.parametrize("name", ["a.json", "a.json.gz", "-"])
def test_one_record_that_is_large_is_not_cut(here, stdin, name):
    raw = record(1, 900)
    data = gzip.compress(raw) if name.endswith(".gz") else raw
    source = stdin(data) if name == "-" else saved(name, data)

    (fits,) = pieces(source, size_bytes=100)
    assert summary(read(fits)) == [json.loads(raw)]

    source = stdin(data) if name == "-" else source
    (large,) = pieces(source, size_bytes=100, largest=500)
    assert read(large, largest=500) == [("J009", "", 1, 1)]


def test_a_small_file_of_lines_that_is_larger_than_a_record_is_read(here):
    raw = b"\n".join(record(number, 20) for number in range(9))
    (piece,) = pieces(saved("a.jsonl", raw), largest=100)

    assert len(read(piece, largest=100)) == 9
    assert digest(piece) == hashlib.sha256(raw).hexdigest()


@pytest.mark.parametrize("size", [10, 1000])
def test_what_no_reader_takes_is_named_by_its_suffix(here, size):
    for name in ("a.docx", "a.docx.gz", "b"):
        raw = b"<" + b"x" * size
        source = saved(name, gzip.compress(raw) if name.endswith(".gz") else raw)

        (piece,) = pieces(source, size_bytes=100)

        with_params = (*piece.findings, *_refused(piece))
        assert [(one.code, dict(one.params)) for one in with_params] == [
            ("J013", {"format": "XML" if name == "b" else "docx"})
        ]


def _refused(piece: Piece) -> tuple:
    try:
        list(readings(piece, largest=LARGEST))
    except UnreadableSource as error:
        return error.findings
    return ()


def test_a_source_without_a_name_is_known_by_its_content(stdin):
    lines = b"\n".join(record(number, 30) for number in range(9))

    assert [one.format for one in pieces(stdin(lines), records=5, size_bytes=200)] == ["jsonl"] * 3
    array = b"[" + lines.replace(b"\n", b", ") + b"]"
    assert [one.format for one in pieces(stdin(array), size_bytes=1000)] == [""]
    assert {one.format for one in pieces(stdin(array), size_bytes=200)} == {"json"}


# what goes wrong


def test_of_lines_that_break_off_the_whole_ones_are_read(here):
    packer = zlib.compressobj(9, zlib.DEFLATED, 31)
    raw = packer.compress(b'{"a": 1}\n{"a": 2}\n{"a": ') + packer.flush(zlib.Z_SYNC_FLUSH)

    (piece,) = pieces(saved("a.jsonl.gz", raw))

    assert summary(read(piece)) == [{"a": 1}, {"a": 2}, ("J015", "truncated", 3, 1)]


def test_of_an_array_that_breaks_off_the_whole_records_are_read(here):
    packer = zlib.compressobj(9, zlib.DEFLATED, 31)
    raw = packer.compress(b'[{"a": 1},\n{"a": 2},\n{"a": ') + packer.flush(zlib.Z_SYNC_FLUSH)

    (piece,) = pieces(saved("a.json.gz", raw))

    assert summary(read(piece)) == [{"a": 1}, {"a": 2}, ("J015", "truncated", 3, 7)]


def test_a_record_that_breaks_off_is_not_read(here):
    packer = zlib.compressobj(9, zlib.DEFLATED, 31)
    raw = packer.compress(b'{"a": 1,\n "b"') + packer.flush(zlib.Z_SYNC_FLUSH)

    (piece,) = pieces(saved("a.json.gz", raw))

    assert read(piece) == [("J015", "truncated", 2, 5)]
    assert piece.sha256 == hashlib.sha256(raw).hexdigest()


@pytest.mark.parametrize("name", ["a.json.gz", "a.jsonl.zst", "a.gz"])
def test_an_empty_compressed_file_is_told(here, name):
    (piece,) = pieces(saved(name, b""))

    assert read(piece) == [("J015", "truncated", 1, 1)]


@pytest.mark.parametrize("size", [0, 1000])
def test_a_file_that_vanishes_is_a_piece_that_says_so(here, size):
    source = saved("a.json", record(1, size))
    Path("a.json").unlink()

    (piece,) = pieces(source, size_bytes=100)

    assert piece.obstacle is not None
    assert (piece.obstacle.name, piece.obstacle.reason) == ("a.json", "No such file or directory")
    assert read(piece) == []


def test_a_file_that_becomes_shorter_is_no_fault_of_the_data(here):
    first, *_ = pieces(saved("a.jsonl", JSON_LINES), records=2, size_bytes=200)
    os.truncate("a.jsonl", 5)

    with pytest.raises(OSError, match="changed while it was read"):
        list(readings(first, largest=LARGEST))


class Failing(io.RawIOBase):
    """A stream that fails behind its bytes."""

    def __init__(self, raw: bytes) -> None:
        self._raw = io.BytesIO(raw)

    def read(self, size: int | None = -1) -> bytes:
        if data := self._raw.read(size):
            return data
        raise OSError(5, "Input/output error")


@pytest.mark.parametrize(
    "raw", [b'{"a": 1}\n{"a": 2}\n{"a": ', b'[{"a": 1}, {"a": 2}, {"a": '], ids=["lines", "array"]
)
def test_what_was_read_before_the_reading_fails_counts(stdin, raw):
    first, last = pieces(stdin(Failing(raw)), size_bytes=9)

    assert [*summary(read(first)), *summary(read(last))] == [{"a": 1}, {"a": 2}]
    assert first.obstacle is None
    assert last.obstacle is not None
    assert last.obstacle.reason == "Input/output error"


# memory


class Stream(io.RawIOBase):
    """A part that is repeated, without a stream ever being held; ``size`` bytes in all."""

    def __init__(self, head: bytes, part: bytes, size: int) -> None:
        self._left = size
        self._parts = itertools.chain([head], itertools.repeat(part * (2**16 // len(part) + 1)))
        self._rest = b""

    def read(self, size: int | None = -1) -> bytes:
        assert size is not None
        while len(self._rest) < size:
            self._rest += next(self._parts)
        data, self._rest = self._rest[: min(size, self._left)], self._rest[size:]
        self._left -= len(data)
        return data


STREAMS = {
    "lines": (b"", record(1, 3000) + b"\n"),
    "array": (b"[", record(1, 3000) + b",\n"),
    "blanks": (b"[{},", b" "),
    "one line": (b'{"a": 1}\n{"a": "', b"x"),
    "one item": (b'[{"a": "', b"x"),
    "brackets": (b"[", b"["),
}


def peak(stream: io.RawIOBase, stdin) -> int:
    """Return the most memory that the pieces of standard input took, in bytes."""
    source = stdin(stream)
    tracemalloc.start()
    try:
        for _ in chunks([source], largest=2**20, records=100, size_bytes=2**20):
            pass
        return tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()


@pytest.mark.parametrize("kind", STREAMS)
def test_memory_does_not_grow_with_a_stream(stdin, kind):
    assert peak(Stream(*STREAMS[kind], 20 * 2**20), stdin) < 16 * 2**20


@pytest.mark.slow
@pytest.mark.parametrize("kind", STREAMS)
def test_memory_does_not_grow_with_a_large_stream(stdin, kind):
    assert peak(Stream(*STREAMS[kind], 200 * 2**20), stdin) < 16 * 2**20


def test_memory_does_not_grow_with_an_array_of_small_records(stdin):
    assert peak(Stream(b"[", b"{},", 2**19), stdin) < 16 * 2**20


@pytest.mark.parametrize("suffix", PACKED)
def test_a_small_file_that_unpacks_to_much_is_given_up(here, suffix):
    pack = {".gz": gzip.compress, ".zst": zstandard.compress}[suffix]
    source = saved("a.jsonl" + suffix, pack(b'{"a": 1}\n' + b"x" * (40 * 2**20)))

    tracemalloc.start()
    (piece,) = pieces(source, largest=2**20, size_bytes=2**20)
    most = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()

    assert most < 16 * 2**20
    assert summary(read(piece)) == [{"a": 1}, ("J009", "endless", 2, 1)]


def test_a_source_takes_little_memory():
    """A run may have a million of them."""
    tracemalloc.start()
    before = tracemalloc.get_traced_memory()[0]
    sources = [Source(f"releases/2025/{number:07}.json", "json", 9) for number in range(1000)]
    size = tracemalloc.get_traced_memory()[0] - before
    tracemalloc.stop()

    assert size / len(sources) < 200
    assert sources[7].relative == "2025/0000007.json"


def graphs(count: int) -> bytes:
    """Return some releases in N-Quads, one graph behind the other."""
    nquads = WRITERS["nquads"].load()
    return b"".join(nquads.write(built(other(number))) for number in range(count))


def test_a_large_compressed_file_of_graphs_is_unpacked_by_who_reads_it(here):
    raw = graphs(12)
    source = saved("a.nq.gz", gzip.compress(raw, mtime=0))

    (piece,) = pieces(source, largest=len(raw) // 3, size_bytes=2 * 10_000)

    assert (piece.is_flowing, piece.data, piece.size) == (True, None, None)
    assert [one.document["id"] for one in readings(piece, largest=len(raw) // 3)] == [
        other(number)["id"] for number in range(12)
    ]
    assert digest(piece) == hashlib.sha256(Path("a.nq.gz").read_bytes()).hexdigest()


def test_of_a_large_compressed_file_of_graphs_that_is_cut_off_the_beginning_is_read(here):
    packed = gzip.compress(graphs(12), mtime=0)
    source = saved("a.nq.gz", packed[: len(packed) // 2])
    (piece,) = pieces(source, largest=100_000, size_bytes=20_000)

    found = []
    with pytest.raises(UnreadableSource) as caught:
        found.extend(readings(piece, largest=100_000))

    assert len(found) > 2
    assert found[0].document["id"] == other(0)["id"]
    assert [one.code for one in caught.value.findings] == ["J015"]


def test_of_a_large_compressed_file_that_is_wrong_the_fault_is_told(here):
    raw = b"<html>" + b" " * 40_000
    source = saved("a.nq.gz", gzip.compress(raw, mtime=0))
    (piece,) = pieces(source, largest=100_000, size_bytes=20_000)

    assert [one[0] for one in read(piece, largest=100_000)] == ["G002"]
