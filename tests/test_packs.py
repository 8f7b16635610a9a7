"""Packs: shards that every tool can read, and an index by which one release is found in them."""

from __future__ import annotations

import gzip
import hashlib
import io
import json
import random
import re
import shutil
import subprocess
import tracemalloc
from functools import cache
from itertools import pairwise
from pathlib import Path

import msgspec
import pyoxigraph as ox
import pytest
import zstandard
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from lxml import etree

from archive.batch import shards
from archive.batch.index_writer import IndexWriter
from archive.batch.outputs import NewFile
from archive.batch.pack_index import DamagedPack, NoRelease, NotPacked, find
from archive.batch.scratch import NoRoom
from archive.batch.shards import (
    COMPRESSIONS,
    FRAME,
    FRAME_BYTES,
    SUFFIXES,
    Entry,
    Press,
    Shard,
    ShardFile,
    Shards,
    Unpackable,
    sums,
)
from archive.cli.common import told
from archive.judges.newsml_g2.xsd import Xsd
from archive.release import Release
from archive.standards import XSD
from archive.validation import built
from archive.vocabulary import NEWSML_G2
from archive.writers import WRITERS, Many
from tests.program import other
from tests.strategies import records

QUICK = settings(max_examples=100, deadline=None, derandomize=True)
FORMATS = tuple(word for word in SUFFIXES if word != "trig")
"""Formats that are packed together."""
JSON_LINES = ("ninjs", "jsonld", "json")
FIRST = other(0)["id"]


@cache
def some(count: int) -> tuple[Release, ...]:
    return tuple(built(other(number)) for number in range(count))


def parts(word: str, releases: tuple[Release, ...]) -> list[bytes]:
    many = WRITERS[word].load().many
    return [many.part(release) for release in releases]


def sharded(releases, formats=FORMATS, stem="000000", **how) -> tuple[list[ShardFile], list[Entry]]:
    """Return the shards of some releases, handed over in groups of seven."""
    made = Shards(stem, formats, **how)
    for start in range(0, len(releases), 7):
        group = releases[start : start + 7]
        made.add(group, {word: parts(word, group) for word in formats})
    return made.finish()


def pack(folder: Path, *chunks: tuple[Release, ...], formats=("nquads", "json"), **how) -> Path:
    """Write a pack, a shard for each chunk and format."""
    folder.mkdir(parents=True, exist_ok=True)
    with IndexWriter(formats) as index:
        for number, releases in enumerate(chunks):
            files, entries = sharded(releases, formats, f"{number:06}", **how)
            for file in files:
                (folder / file.name).write_bytes(file.content)
            index.add(f"{number:06}", entries)
        with NewFile(folder / "index.tsv") as file:
            index.write(file)
    return folder


def unpacked(file: ShardFile) -> bytes:
    """Return what a shard unpacks to, as any other program does it."""
    if file.name.endswith(".gz"):
        return gzip.decompress(file.content)
    reader = zstandard.ZstdDecompressor().stream_reader(file.content, read_across_frames=True)
    return reader.read()


def frames(content: bytes) -> list[int]:
    """Return the sizes of what the frames of zstd unpack to."""
    sizes = []
    while content:
        unpacker = zstandard.ZstdDecompressor().decompressobj()
        sizes.append(len(unpacker.decompress(content)))
        content = unpacker.unused_data
    return sizes


def cut(shard: bytes, cell: tuple[int, int, int, int]) -> bytes:
    start, size, offset, length = cell
    frame = shard[start : start + size]
    unpack = gzip.decompress if frame[:1] == b"\x1f" else zstandard.ZstdDecompressor().decompress
    return unpack(frame)[offset : offset + length]


# names of shards, and what is refused


@pytest.mark.parametrize("compression", COMPRESSIONS)
def test_a_shard_is_named_after_its_chunk_its_format_and_its_compression(compression):
    files, _ = sharded(some(1), stem="000012", compression=compression)

    assert [file.name for file in files] == [
        f"000012{SUFFIXES[word]}.{compression}" for word in FORMATS
    ]


def test_no_two_formats_share_a_shard():
    assert len({SUFFIXES[word] for word in FORMATS}) == len(FORMATS)


def test_formats_can_be_packed_of_which_a_file_holds_several_releases():
    several = [word for word in WRITERS if WRITERS[word].load().many is not None]

    assert sorted(several) == sorted(SUFFIXES)


@pytest.mark.parametrize("word", ["rdfxml", "text"])
def test_a_format_that_holds_one_release_is_not_packed(word):
    with pytest.raises(Unpackable) as caught:
        Shards("000000", ["json", word])

    assert told(caught.value, "en").startswith(f"{word} holds one release in a file and cannot be")
    assert told(caught.value, "id") != told(caught.value, "en")


def test_a_chunk_without_releases_has_no_shards():
    assert Shards("000000", FORMATS).finish() == ([], [])


def test_a_group_without_releases_changes_nothing():
    made = Shards("000000", ["json"])
    made.add([], {"json": []})
    made.add(some(1), {"json": parts("json", some(1))})
    made.add([], {"json": []})

    assert made.finish() == sharded(some(1), ["json"])


# what a shard holds

PARTS = st.lists(st.binary(max_size=40), max_size=130)
MANY = st.builds(
    lambda head, between, tail: Many(
        part=lambda _: b"", head=lambda latest: head + latest.encode(), between=between, tail=tail
    ),
    st.binary(max_size=9), st.binary(max_size=3), st.binary(max_size=9),
)  # fmt: skip


@QUICK
@given(PARTS, MANY, st.sampled_from(COMPRESSIONS))
def test_a_shard_unpacks_to_head_parts_and_tail_and_each_part_is_found_in_it(given, many, how):
    shard = Shard(many, Press(how))
    shard.add(given)
    content, cells = shard.finish("L")

    whole = many.head("L") + many.between.join(given) + many.tail
    assert unpacked(ShardFile(f".{how}", content)) == whole
    assert [cut(content, cell) for cell in cells] == given


@QUICK
@given(PARTS, MANY, st.integers(1, 140), st.sampled_from(COMPRESSIONS))
def test_a_shard_does_not_depend_on_how_its_parts_are_handed_over(given, many, step, how):
    together, piecemeal = Shard(many, Press(how)), Shard(many, Press(how))
    together.add(given)
    for start in range(0, len(given), step):
        piecemeal.add(given[start : start + step])

    assert piecemeal.finish("") == together.finish("")


@settings(
    QUICK, max_examples=8, suppress_health_check=list(HealthCheck), phases=[Phase.generate]
)  # fmt: skip
@given(st.lists(records(), min_size=1, max_size=4))
def test_every_release_is_found_again_as_its_writers_wrote_it(tmp_path_factory, given):
    editions = {(one["id"], one["version"]): built(one) for one in given}
    folder = pack(
        tmp_path_factory.mktemp("pack"), *((one,) for one in editions.values()), formats=FORMATS
    )

    for word in FORMATS:
        written = dict(zip(editions, parts(word, tuple(editions.values())), strict=True))
        alone = WRITERS[word].load().many.alone
        assert {key: find(folder, *key, word) for key in editions} == {
            key: alone(part) for key, part in written.items()
        }


def test_entries_come_in_the_order_of_the_releases():
    _, entries = sharded(some(120), ["json", "nquads"])

    assert [(one.id, one.version) for one in entries] == [
        (one.id, one.version) for one in some(120)
    ]
    assert all(len(one.cells) == 2 for one in entries)


def test_a_frame_holds_fifty_releases():
    (file,), _ = sharded(some(FRAME * 2 + 1), ["json"])

    lines = [len(part) for part in parts("json", some(FRAME * 2 + 1))]
    assert frames(file.content) == [sum(lines[:FRAME]), sum(lines[FRAME : FRAME * 2]), lines[-1]]


def test_head_and_tail_have_frames_of_their_own():
    (file,), _ = sharded(some(1), ["newsml-g2"])

    assert len(frames(file.content)) == 3


def test_a_frame_of_large_releases_ends_early():
    """However large releases are, one of them is found by reading a frame of bounded size."""
    large = b"x" * (FRAME_BYTES // 2)
    shard = Shard(Many(part=lambda _: b""), Press("zst"))
    shard.add([large, large, b"y", large * 3, b"z"])

    content, cells = shard.finish("")

    assert frames(content) == [2 * len(large), 1 + 3 * len(large), 1]
    assert [cut(content, cell)[:1] for cell in cells] == [b"x", b"x", b"y", b"x", b"z"]


@pytest.mark.parametrize("compression", COMPRESSIONS)
def test_the_bytes_of_a_frame_do_not_depend_on_what_was_pressed_before(compression):
    content = parts("nquads", some(FRAME))
    press = Press(compression)
    for piece in (b"", b"\x00" * 3 * FRAME_BYTES, random.Random(1).randbytes(FRAME_BYTES)):
        press.frame([piece])

    assert press.frame(content) == Press(compression).frame(content)


def test_a_frame_of_zstd_tells_its_length_and_has_a_checksum():
    frame = Press("zst").frame([b"abc"])

    told = zstandard.get_frame_parameters(frame)
    assert (told.content_size, told.has_checksum) == (3, True)


def test_a_frame_of_zstd_is_unpacked_with_a_quarter_of_a_megabyte():
    frame = Press("zst").frame([random.Random(1).randbytes(2**20)])

    assert zstandard.get_frame_parameters(frame).window_size == 2**18


def test_a_member_of_gzip_tells_neither_time_nor_system():
    assert Press("gz").frame([b"abc"])[:10] == b"\x1f\x8b\x08\x00\x00\x00\x00\x00\x00\xff"


# what a shard says


def test_the_shard_of_newsml_is_one_message_sent_when_the_latest_of_its_items_was_made():
    moments = ["2026-03-02T09:00:00+07:00", "2026-03-02T02:30:00Z", "2026-03-02T09:15:00+07:00"]
    releases = [
        built(other(number, versionCreated=moment)) for number, moment in enumerate(moments)
    ]

    (file,), _ = sharded(tuple(releases), ["newsml-g2"])

    message = etree.fromstring(unpacked(file))
    assert message.tag == f"{{{NEWSML_G2}}}newsMessage"
    assert message.findtext("n:header/n:sent", None, {"n": NEWSML_G2}) == moments[1]
    assert len(message.findall("n:itemSet/n:newsItem", {"n": NEWSML_G2})) == 3


@pytest.mark.standards
def test_the_shard_of_newsml_is_valid(standards):
    (file,), _ = sharded(some(FRAME + 1), ["newsml-g2"])

    assert Xsd(standards / XSD).findings(unpacked(file)) == []


@pytest.mark.parametrize("word", JSON_LINES)
def test_the_shard_of_a_json_format_has_a_document_in_each_line(word):
    (file,), _ = sharded(some(60), [word])

    lines = unpacked(file).split(b"\n")
    assert lines.pop() == b""
    assert [json.loads(line) for line in lines] == [
        json.loads(part) for part in parts(word, some(60))
    ]


@pytest.mark.parametrize(
    ("word", "syntax"),
    [
        ("nquads", ox.RdfFormat.N_QUADS),
        ("turtle", ox.RdfFormat.TRIG),
        ("trig", ox.RdfFormat.TRIG),
    ],
)
def test_the_shard_of_a_graph_format_has_a_named_graph_for_each_release(word, syntax):
    (file,), _ = sharded(some(60), [word])

    assert len({quad.graph_name for quad in ox.parse(unpacked(file), syntax)}) == 60


@pytest.mark.parametrize("word", list(SUFFIXES))
def test_what_is_stored_of_a_release_is_a_document_by_itself(tmp_path, word):
    stored = find(pack(tmp_path, some(3), formats=[word]), FIRST, None, word)

    if word == "newsml-g2":
        assert etree.fromstring(stored).get("guid") == FIRST
    elif word == "newsml-g2-package":
        assert etree.fromstring(stored)[1][1].get("guid") == FIRST
    elif word in JSON_LINES:
        assert FIRST in json.loads(stored).values()
    else:
        suffix = WRITERS["trig" if word == "turtle" else word].suffix
        syntax = ox.RdfFormat.from_extension(suffix[1:])
        assert any(quad.subject == ox.NamedNode(FIRST) for quad in ox.parse(stored, syntax))


# other programs


def run(*words: str, stdin: bytes = b"", **how) -> bytes:
    if shutil.which(words[0]) is None:
        pytest.skip(f"{words[0]} is not installed")
    return subprocess.run(words, input=stdin, capture_output=True, check=True, **how).stdout


@pytest.mark.parametrize(("compression", "program"), [("zst", "zstd"), ("gz", "gzip")])
def test_a_shard_is_unpacked_by_the_usual_programs(compression, program):
    (file,), _ = sharded(some(60), ["newsml-g2"], compression=compression)

    assert run(program, "-dc", stdin=file.content) == unpacked(file)


def test_the_usual_programs_for_xml_and_json_read_a_shard():
    (xml, lines), _ = sharded(some(60), ["newsml-g2", "json"])

    assert run(
        "xmllint", "--xpath", "count(//*[local-name()='newsItem'])", "-", stdin=unpacked(xml)
    )
    ids = run("jq", "-r", ".id", stdin=unpacked(lines)).decode().split()
    assert ids == [one.id for one in some(60)]


def test_checksums_are_those_of_sha256sum(tmp_path):
    files, _ = sharded(some(3))
    for file in files:
        (tmp_path / file.name).write_bytes(file.content)
    listed = b"".join(
        sums((file.name, hashlib.sha256(file.content).hexdigest()) for file in reversed(files))
    )
    (tmp_path / "SHA256SUMS").write_bytes(listed)

    assert listed.splitlines() == sorted(listed.splitlines(), key=lambda line: line[66:])
    assert run("sha256sum", "-c", "SHA256SUMS", cwd=tmp_path).count(b": OK\n") == len(files)


# the index


def lines(folder: Path) -> list[list[str]]:
    index = (folder / "index.tsv").read_text("utf-8")
    return [line.split("\t") for line in index.splitlines()]


def test_the_index_names_its_columns_and_has_a_line_for_each_release(tmp_path):
    head, *rest = lines(pack(tmp_path, some(2)[:1], some(2)[1:]))

    assert head == ["id", "version", "shard", "nquads", "json"]
    assert [line[:3] for line in rest] == [
        [other(0)["id"], "1", "000000"], [other(1)["id"], "1", "000001"]
    ]  # fmt: skip
    assert all(re.fullmatch(r"\d+,\d+,\d+,\d+", cell) for line in rest for cell in line[3:])


def entry(work: str, version: int) -> Entry:
    return Entry(work, version, ((0, 1, 2, 3),))


def indexed(*chunks: list[Entry]) -> bytes:
    with IndexWriter(["json"]) as writer:
        for number, entries in enumerate(chunks):
            writer.add(f"{number:06}", entries)
        file = io.BytesIO()
        writer.write(file)
    return file.getvalue()


WORKS = [
    "urn:x:é",
    "urn:x:\U0001f600",
    "urn:x:\ufffc",
    "urn:x:Z",
    "urn:x:a",
    "urn:x:ab",
    "urn:x:a:b",
]
EDITIONS = st.lists(
    st.tuples(st.sampled_from(WORKS), st.integers(1, 12)), unique=True, max_size=40
)  # fmt: skip


@QUICK
@given(EDITIONS, st.randoms(use_true_random=False))
def test_the_index_is_sorted_by_bytes_of_the_id_and_number_of_the_version(editions, order):
    shuffled = order.sample(editions, len(editions))

    rows = [
        line.split(b"\t")[:2] for line in indexed([entry(*one) for one in shuffled]).splitlines()
    ]

    expected = sorted(editions, key=lambda one: (one[0].encode(), one[1]))
    assert rows[1:] == [[work.encode(), str(version).encode()] for work, version in expected]


def test_entries_that_were_kept_as_json_give_the_same_index():
    entries = [entry("urn:x:2", 1), entry("urn:x:1", 10), entry("urn:x:1", 9)]

    kept = msgspec.json.decode(msgspec.json.encode(entries), type=list[Entry])

    assert indexed(kept) == indexed(entries)


def test_an_index_of_many_lines_is_whole():
    content = indexed([entry(f"urn:x:{number:05}", 1) for number in range(2500)])

    rows = content.decode().splitlines()[1:]
    assert rows == [f"urn:x:{number:05}\t1\t000000\t0,1,2,3" for number in range(2500)]


def test_an_index_that_finds_no_room_for_its_temporary_file_says_so():
    with IndexWriter(["json"]) as writer:
        writer._database.execute("PRAGMA max_page_count = 10")

        with pytest.raises(NoRoom) as caught:
            writer.add("000000", (entry(f"urn:x:{number}", 1) for number in range(10_000)))

    assert told(caught.value, "en") == "no room for temporary files: database or disk is full"
    assert told(caught.value, "id") != told(caught.value, "en")


# finding one release


@pytest.fixture(scope="module")
def editions(tmp_path_factory) -> Path:
    """Return a pack in which a work has the versions 2, 9 and 10, and two neighbours one each."""
    releases = [built(other(5, version=version)) for version in (10, 2, 9)]
    return pack(tmp_path_factory.mktemp("pack"), (some(5)[4], *releases, built(other(6))))


def test_the_latest_version_is_found_if_none_is_named(editions):
    assert json.loads(find(editions, other(5)["id"], None, "json"))["version"] == 10


@pytest.mark.parametrize("version", [2, 9, 10])
def test_a_version_that_is_named_is_found(editions, version):
    assert json.loads(find(editions, other(5)["id"], version, "json"))["version"] == version


@pytest.mark.parametrize("version", [1, 3, 11])
def test_a_version_that_is_not_there_is_not_found(editions, version):
    with pytest.raises(NoRelease) as caught:
        find(editions, other(5)["id"], version, "json")

    assert told(caught.value, "en").startswith(f"no version {version} of the release 'https://")


@pytest.mark.parametrize(
    "work", ["", "a", other(5)["id"] + "0", other(5)["id"][:-1], "z", "\udcff"]
)
def test_a_release_that_is_not_there_is_not_found(editions, work):
    with pytest.raises(NoRelease):
        find(editions, work, None, "json")


def test_no_release_is_found_in_a_pack_that_has_none(tmp_path):
    with pytest.raises(NoRelease):
        find(pack(tmp_path), FIRST, None, "json")


def test_a_format_that_a_pack_does_not_have_is_refused_with_those_it_has(editions):
    with pytest.raises(NotPacked) as caught:
        find(editions, other(5)["id"], None, "newsml-g2")

    assert told(caught.value, "en").endswith("; it has nquads, json")


@settings(QUICK, max_examples=60)
@given(EDITIONS, st.sampled_from(WORKS), st.none() | st.integers(1, 12))
def test_what_is_found_is_what_a_walk_through_the_pack_finds(
    tmp_path_factory, there, work, version
):
    folder = tmp_path_factory.mktemp("pack")
    shard = Shard(Many(part=lambda _: b""), Press("zst"))
    shard.add([f"{one} {number}".encode() for one, number in there])
    content, cells = shard.finish("")
    (folder / "000000.jsonl.zst").write_bytes(content)
    entries = [Entry(*one, (cell,)) for one, cell in zip(there, cells, strict=True)]
    (folder / "index.tsv").write_bytes(indexed(entries))

    fitting = [one for one in there if one[0] == work and version in (None, one[1])]

    if fitting:
        assert find(folder, work, version, "json") == "{} {}".format(*max(fitting)).encode()
    else:
        with pytest.raises(NoRelease):
            find(folder, work, version, "json")


def test_a_pack_of_gzip_is_read_like_one_of_zstd(tmp_path):
    folder = pack(tmp_path, some(60), compression="gz")

    assert find(folder, some(60)[55].id, None, "nquads") == parts("nquads", some(60))[55]


# packs that are damaged


def refused(folder: Path, word: str = "json") -> str:
    with pytest.raises(DamagedPack) as caught:
        find(folder, FIRST, None, word)
    assert told(caught.value, "id") != told(caught.value, "en")
    return told(caught.value, "en").replace(folder.as_posix(), "PACK")


@pytest.fixture
def small(tmp_path) -> Path:
    """Return a pack of one shard for each format."""
    return pack(tmp_path / "pack", some(3))


@pytest.mark.parametrize("place", ["nowhere", "pack/index.tsv"])
def test_a_folder_without_an_index_is_no_pack(small, place):
    with pytest.raises(DamagedPack) as caught:
        find(small.parent / place, FIRST, None, "json")

    assert told(caught.value, "en").endswith("is no pack: there is no index.tsv in it")


@pytest.mark.parametrize(
    "content",
    [b"", b"\n", b"id\tversion\tshard\tjson", b"id\tversion\tjson\n", b"id\tversion\tshard\txml\n",
     b"\xff\xfe\x00\n"],
)  # fmt: skip
def test_a_file_that_is_no_index_is_not_taken_for_one(small, content):
    (small / "index.tsv").write_bytes(content)

    assert refused(small).startswith("'PACK/index.tsv' is damaged at byte 0; ")


CELL = "0,9,0,9"


@pytest.mark.parametrize(
    "line",
    [
        f"{FIRST}\t1\t000000\t{CELL}\t{CELL}",
        f"{FIRST}\n",
        f"{FIRST}\t1\n",
        f"{FIRST}\tone\t000000\t{CELL}\t{CELL}\n",
        f"{FIRST}\t{'9' * 5000}\t000000\t{CELL}\t{CELL}\n",
        f"{FIRST}\t1\t000000\t{CELL}\n",
        f"{FIRST}\t1\t000000\t{CELL}\t{CELL}\t{CELL}\n",
        f"{FIRST}\t1\t../000000\t{CELL}\t{CELL}\n",
        f"{FIRST}\t1\t\t{CELL}\t{CELL}\n",
        f"{FIRST}\t1\t000000\t{CELL}\t0,9,0\n",
        f"{FIRST}\t1\t000000\t{CELL}\t0,9,-1,9\n",
        f"{FIRST}\t1\t000000\t{CELL}\t0,{'9' * 16},0,9\n",
        "\n",
    ],
)
def test_a_line_of_the_index_that_is_not_as_it_was_written_is_told(small, line):
    head = "id\tversion\tshard\tnquads\tjson\n"
    (small / "index.tsv").write_text(head + line, "utf-8", newline="")

    assert refused(small).startswith(f"'PACK/index.tsv' is damaged at byte {len(head)}; ")


def test_a_shard_that_is_missing_is_told(small):
    (small / "000000.nq.zst").unlink()

    assert refused(small, "nquads") == "'PACK/000000.nq.zst' is missing: the pack is damaged"


@pytest.mark.parametrize("compression", COMPRESSIONS)
def test_a_frame_that_breaks_off_anywhere_is_told(tmp_path, compression):
    folder = pack(tmp_path, some(1), compression=compression)
    shard = folder / f"000000.jsonl.{compression}"
    whole = shard.read_bytes()

    for length in range(0, len(whole), 3):
        shard.write_bytes(whole[:length])
        assert refused(folder).startswith(f"'PACK/{shard.name}' is damaged at byte 0; ")
    shard.write_bytes(whole[:-1])
    assert refused(folder).startswith(f"'PACK/{shard.name}' is damaged at byte 0; ")


@pytest.mark.parametrize("compression", COMPRESSIONS)
def test_a_flipped_bit_is_told_wherever_it_changes_what_is_unpacked(tmp_path, compression):
    """Few bits say nothing about the content: some of a header, and what fills the last byte."""
    folder = pack(tmp_path, some(1), compression=compression)
    shard = folder / f"000000.jsonl.{compression}"
    whole = shard.read_bytes()
    (written,) = parts("json", some(1))
    harmless = []

    for at in range(len(whole)):
        shard.write_bytes(whole[:at] + bytes([whole[at] ^ 1 << at % 8]) + whole[at + 1 :])
        try:
            assert find(folder, FIRST, None, "json") == written
        except DamagedPack:
            continue
        harmless.append(at)

    assert len(harmless) < 12


@pytest.mark.parametrize(("part", "change"), [(1, -1), (1, 1), (2, 10**6), (3, 1)])
@pytest.mark.parametrize("compression", COMPRESSIONS)
def test_sizes_that_do_not_fit_the_frame_are_told(tmp_path, compression, part, change):
    folder = pack(tmp_path / "pack", some(1), some(1)[:0], compression=compression)
    shard = folder / f"000000.jsonl.{compression}"
    shard.write_bytes(shard.read_bytes() + b"behind it")
    head, (*start, cell) = lines(folder)
    numbers = [int(number) for number in cell.split(",")]
    numbers[part] += change
    row = "\t".join([*start, ",".join(map(str, numbers))])
    (folder / "index.tsv").write_text("\t".join(head) + f"\n{row}\n", "utf-8", newline="")

    assert refused(folder).startswith(f"'PACK/{shard.name}' is damaged at byte 0; ")


@pytest.mark.parametrize(("compression", "size"), [("zst", 2**28), ("gz", 2**26)])
def test_a_frame_that_unpacks_to_much_more_than_is_wanted_takes_little_memory(
    tmp_path, compression, size
):
    folder = pack(tmp_path, some(1))
    bomb = Press(compression).frame([bytes(size)])
    (folder / "000000.jsonl.zst").unlink()
    (folder / f"000000.jsonl.{compression}").write_bytes(bomb)
    row = f"{FIRST}\t1\t000000\t0,0,0,0\t0,{len(bomb)},{size // 2},3\n"
    (folder / "index.tsv").write_text(f"id\tversion\tshard\tnquads\tjson\n{row}", "utf-8")

    tracemalloc.start()
    try:
        found = find(folder, FIRST, None, "json")
        _, most = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()

    assert found == bytes(3)
    assert most < size // 3


def test_a_line_of_a_hostile_index_may_not_be_endless(tmp_path):
    (tmp_path / "index.tsv").write_bytes(b"x" * (2**26 + 1) + b"\n")

    assert refused(tmp_path).startswith("'PACK/index.tsv' is damaged at byte 0; ")


def test_the_shards_of_the_samples_hold_what_is_expected_of_zstd_at_level_one():
    """Other numbers need a word in the change log: every shard would change."""
    assert (shards.FRAME, shards.FRAME_BYTES, shards._ZSTD_LEVEL) == (50, 2**20, 1)


def test_neighbouring_frames_follow_each_other_without_a_gap():
    (file,), entries = sharded(some(160), ["trig"])

    spans = sorted({one.cells[0][:2] for one in entries})
    assert all(start + size == following for (start, size), (following, _) in pairwise(spans))
    assert sum(spans[-1]) == len(file.content)
