"""What a run has seen before: the first counts, and is remembered without much memory."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from archive.batch.known import Again, Known, Seen, seen
from archive.batch.known_rows import Rows
from archive.batch.scratch import NoRoom
from tests.program import OWN_PEAK, record

CHECKOUT = Path(__file__).parent.parent
QUICK = settings(max_examples=200, deadline=None, derandomize=True)


def one(key: int, content: int = 0, line: int | None = None) -> Seen:
    return Seen(bytes([key]) * 16, bytes([content]) * 16, line)


def taken(*batches: list[tuple[str, Seen]]) -> list[list[Again]]:
    """Return what is said of batches; few and many releases are told apart in the same way."""
    with Known() as known, Rows() as rows:
        said = [known.take(batch) for batch in batches]
        assert said == [rows.take(batch) for batch in batches]
    return said


def test_releases_that_come_once_are_not_told():
    assert taken([("a", one(1)), ("a", one(2))], [("b", one(3))]) == [[], []]


def test_the_same_content_again_is_told_by_place_of_the_first():
    assert taken([("a.jsonl", one(1, line=12))], [("b", one(2)), ("c", one(1, line=3))]) == [
        [], [Again(1, "R129", "a.jsonl:12")]
    ]  # fmt: skip


def test_other_content_under_the_same_id_and_version_is_told():
    assert taken([("a", one(1, 1))], [("b", one(1, 2))]) == [[], [Again(0, "R128", "a")]]


def test_what_comes_twice_in_one_batch_is_told():
    batch = [("a", one(9, 1, 1)), ("a", one(1, 1, 2)), ("b", one(9, 2, 1)), ("b", one(9, 1, 2))]

    assert taken(batch) == [[Again(2, "R128", "a:1"), Again(3, "R129", "a:1")]]


def test_content_that_was_refused_is_not_remembered():
    """A third release is held against the first, not against the one that was refused."""
    assert taken([("a", one(1, 1))], [("b", one(1, 2))], [("c", one(1, 2))], [("d", one(1, 1))]) == [
        [], [Again(0, "R128", "a")], [Again(0, "R128", "a")], [Again(0, "R129", "a")]
    ]  # fmt: skip


def test_a_batch_without_releases_changes_nothing():
    assert taken([], [("a", one(1))], [], [("b", one(1))]) == [[], [], [], [Again(0, "R129", "a")]]


@pytest.mark.parametrize("name", ["surat 'é'.json", "bukan-teks-\udcff.json", "", "a\nb\x00c"])
def test_a_source_may_have_any_name(name):
    assert taken([(name, one(1))], [("b", one(1))])[1] == [Again(0, "R129", name)]


def plainly(releases: list[tuple[str, Seen]]) -> list[Again]:
    """Return what is said of releases, in the plainest way."""
    first: dict[bytes, tuple[str, Seen]] = {}
    again = []
    for number, (name, release) in enumerate(releases):
        known_name, known = first.setdefault(release.key, (name, release))
        if known is not release:
            code = "R129" if known.content == release.content else "R128"
            where = known_name if known.line is None else f"{known_name}:{known.line}"
            again.append(Again(number, code, where))
    return again


RELEASES = st.lists(
    st.tuples(
        st.sampled_from(["a", "b", "c"]),
        st.builds(one, st.integers(0, 6), st.integers(0, 2), st.none() | st.integers(1, 9)),
    ),
    max_size=40,
)


@QUICK
@given(RELEASES, st.integers(1, 41))
def test_what_is_said_does_not_depend_on_the_batches(releases, size):
    batches = [releases[start : start + size] for start in range(0, len(releases), size)]

    told = [
        replace(again, number=again.number + place * size)
        for place, found in enumerate(taken(*batches))
        for again in found
    ]

    assert told == plainly(releases)


def test_the_first_of_very_many_is_still_known():
    def many(start: int) -> list[tuple[str, Seen]]:
        numbers = range(start, start + 7_000)
        return [(f"{number}", Seen(b"%016d" % number, b"", None)) for number in numbers]

    with Known() as known:
        told = [known.take(many(start)) for start in (0, 7_000)]
        again = known.take([("x", Seen(b"%016d" % 5, b"", 1))])

    assert told == [[], []]
    assert again == [Again(0, "R129", "5")]


def test_a_draft_without_a_version_is_not_remembered():
    assert seen(record(version=None), 1) is None


def test_a_release_is_known_by_id_and_version():
    keys = {seen(record(**fields), None).key for fields in (
        {}, {"headline": "Lain"}, {"version": 2}, {"id": "urn:x:1"}, {"id": "urn:x:1", "version": 2}
    )}  # fmt: skip

    assert len(keys) == 4


def test_contents_are_alike_whatever_the_order_of_fields_and_the_schema_they_name():
    document = record()
    turned = dict(reversed(document.items()))

    assert seen(document, 1) == seen(turned | {"$schema": "https://x.example/"}, 1)
    assert seen(document, 1).content != seen(record(headline="Lain"), 1).content


def test_digests_have_sixteen_bytes_and_the_line_is_kept():
    release = seen(record(), 7)

    assert (len(release.key), len(release.content), release.line) == (16, 16, 7)


def test_no_room_for_the_temporary_file_is_told():
    with Rows() as rows:
        rows._database.execute("PRAGMA max_page_count = 20")

        with pytest.raises(NoRoom):
            rows.take([("a", Seen(b"%016d" % number, b"", None)) for number in range(10_000)])


MANY = f"""{OWN_PEAK}
from archive.batch.known import Known, Seen
with Known() as known:
    numbers = iter(range(2**62))
    batch = lambda: [("a", Seen((next(numbers) * 0x9E3779B97F4A7C15 % 2**64).to_bytes(8) * 2, b"c" * 16, 1)) for _ in range(500)]
    known.take(batch())
    before = own_peak_kb()
    for _ in range(400):
        assert known.take(batch()) == []
    print(own_peak_kb() - before)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="the most memory of a process is not told")
def test_two_hundred_thousand_releases_take_little_memory():
    done = subprocess.run(
        [sys.executable, "-c", MANY], capture_output=True, check=True, text=True, cwd=CHECKOUT
    )

    assert int(done.stdout) < 16 * 1024  # of 80 MB that all in memory would take
