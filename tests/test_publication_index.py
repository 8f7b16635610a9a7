"""The index of a published collection knows its sources again."""

from __future__ import annotations

import pytest

from archive.publication.index import Index, Stamp

NAMES = ["b/1.json", "b/2.json", "c.json", "d/ä.json"]


@pytest.fixture
def index(tmp_path):
    path = tmp_path / "index"
    with Index(path, is_new=True) as made:
        for number, name in enumerate(NAMES):
            kept = name.encode()
            made.keep_source(name, number, stamp(number), kept, is_timed=name == "c.json")
    with Index(path) as again:
        yield again


def stamp(number):
    return Stamp(100 + number, 10**18 + number, number)


def kept(index, names, *, is_later=False):
    """Return what is kept of each source, which belongs to its number."""
    found = [
        index.kept(name, stamp(NAMES.index(name) if name in NAMES else 0), is_later=is_later)
        for name in names
    ]
    assert all(one is None or one[0] == NAMES.index(one[1].decode()) for one in found)
    return [one and one[1] for one in found]


@pytest.mark.parametrize(
    "order",
    [NAMES, NAMES[::-1], [NAMES[2], NAMES[0], NAMES[3], NAMES[1]], [NAMES[1], NAMES[1]]],
    ids=["their own", "backward", "none", "twice the same"],
)
def test_a_source_is_known_in_whatever_order_sources_come(index, order):
    assert kept(index, order) == [name.encode() for name in order]


@pytest.mark.parametrize("order", [["a", "b/1.json"], ["b/10.json", "c.json"], ["e", "b/1.json"]])
def test_a_source_that_was_not_there_is_not_known(index, order):
    assert kept(index, order) == [None, order[1].encode()]


@pytest.mark.parametrize(
    "other", [Stamp(99, 10**18, 0), Stamp(100, 10**18 + 1, 0), Stamp(100, 10**18, 1)]
)
def test_a_source_with_another_size_time_or_inode_is_read_anew(index, other):
    assert index.kept(NAMES[0], stamp(0), is_later=False)
    assert index.kept(NAMES[0], other, is_later=False) is None


def test_what_was_held_back_until_some_time_is_read_anew_when_it_is_later(index):
    assert kept(index, NAMES, is_later=True) == [
        b"b/1.json",
        b"b/2.json",
        None,
        "d/ä.json".encode(),
    ]


def test_a_source_that_is_read_anew_in_between_does_not_hide_those_behind_it(index):
    assert kept(index, NAMES[:1]) == [b"b/1.json"]
    number = index.begin_source("b/2.json")
    index.keep_source("b/2.json", number, stamp(1), b"new", is_timed=False)

    assert kept(index, NAMES[2:]) == [b"c.json", "d/ä.json".encode()]
