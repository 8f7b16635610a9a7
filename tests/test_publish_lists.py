"""Long lists in further runs: what is older than what changed is not looked at, and stays."""

from __future__ import annotations

import random
import shutil
from collections.abc import Callable, Iterator
from itertools import count, islice
from pathlib import Path
from typing import Any

import pytest

from archive.publication import feeds, gathering, list_pages, long_lists
from archive.publication.long_lists import Entry, Made, Part, Series, parts
from tests.program import save
from tests.published import edition, issued, publish, release, tree, withdrawn

WIKIDATA = "http://www.wikidata.org/entity/Q1"
LATER = {name: value for name, value in issued("2026-03-01").items() if name != "versionCreated"}
Records = list[dict[str, Any]]


@pytest.fixture(autouse=True)
def _small_pages(monkeypatch):
    """Let a page of a list hold two works, and a file of a long list four entries."""
    for module in (feeds, gathering, list_pages):
        monkeypatch.setattr(module, "SIZE", 2)
    monkeypatch.setattr(long_lists, "MOST_ENTRIES", 4)


def dated(number: int, **fields: Any) -> dict[str, Any]:
    """Return a record of a day of its own; the higher the number, the newer it is."""
    day = f"2026-{number // 28 + 1:02}-{number % 28 + 1:02}"
    return release(number, **{**issued(day), **called("Zona Parkir"), **fields})


def called(name: str) -> dict[str, Any]:
    """Return the fields of a release whose issuer is known by an IRI, whatever its name."""
    (office, *_) = release(1)["organisations"]
    return {"organisations": [office | {"name": name, "sameAs": [WIKIDATA]}]}


def named(*numbers: int) -> Records:
    return [dated(number, **called("Badan Parkir")) for number in numbers]


def ten() -> Records:
    return [dated(10 * number) for number in range(1, 11)]


CHANGES: dict[str, Callable[[Records], Records]] = {
    "a newer one": lambda some: [*some, dated(101)],
    "an older one": lambda some: [dated(1), *some],
    "one between": lambda some: [*some, dated(55)],
    "so many that pages are full": lambda some: [*some, dated(101), dated(102), dated(103)],
    "one between is gone": lambda some: some[:4] + some[5:],
    "the newest is gone": lambda some: some[:-1],
    "most are gone": lambda some: some[:3],
    "all but the newest are gone": lambda some: some[-1:],
    "one between has a new edition": lambda some: [*some, edition(50, 2, **LATER)],
    "one between is withdrawn": lambda some: [*some, withdrawn(50, **LATER)],
    "one says another day": lambda some: [*some[:4], dated(50, **issued("2026-01-02")), *some[5:]],
    "one is in another language": lambda some: [*some[:4], dated(50, language="id"), *some[5:]],
    "a new name that few use": lambda some: [*some, *named(101)],
    "a new name that most use": lambda some: [*some[:6], *named(70, 80, 90, 100, 101, 102, 103)],
}  # fmt: skip


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES.keys())
def test_long_lists_that_were_brought_up_to_date_are_as_those_made_anew(press_archive, change):
    save("src/of-others.json", release(0, **issued("2026-02-01")))
    save("src/1.jsonl", *ten())
    publish(press_archive)
    assert Path("public/feed.4.atom").exists()
    save("src/1.jsonl", *change(ten()))

    done = publish(press_archive)

    publish(press_archive, folder="anew")
    assert done.status == 0
    assert tree("public") == tree("anew")


@pytest.mark.parametrize("change", [lambda raw: raw[:-1], lambda raw: raw.replace(b"8", b"9")])
def test_a_part_of_the_list_of_resources_that_was_changed_is_made_anew(press_archive, change):
    """Its entries would be taken over, with another moment above them."""
    save("src/1.jsonl", *ten())
    publish(press_archive)
    part = Path("public/resourcesync/resourcelist.4.xml")
    part.write_bytes(change(part.read_bytes()))
    save("src/1.jsonl", *ten(), dated(101))

    publish(press_archive)

    publish(press_archive, folder="anew")
    assert tree("public") == tree("anew")


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(2))
def test_after_any_changes_long_lists_are_as_those_made_anew(press_archive, seed):
    dice = random.Random(seed)
    held = {number: dated(number) for number in range(1, 100, 9)}
    save("src/of-others.json", release(0, **issued("2026-02-01")))
    for step in range(8):
        for _ in range(dice.randint(1, 3)):
            number = dice.choice([dice.randint(1, 150), max(held) + 1])
            kinds = [
                dated(number),
                dated(number, **called("Badan Parkir")),
                withdrawn(number, **LATER),
            ]
            held[number] = dice.choice(kinds)
        for number in dice.sample(sorted(held), dice.choice([0, 0, 1, len(held) // 2])):
            held.pop(number)
        save("src/1.jsonl", dated(151), *held.values())

        done = publish(press_archive)

        publish(press_archive, folder="anew")
        assert done.status == 0
        assert tree("public") == tree("anew"), step
        for name in ("anew", ".anew.press-archive"):
            shutil.rmtree(name)


# parts of long lists


def entries(numbers: range, asked: list[bytes] | None = None) -> Callable[[bytes], Iterator[Entry]]:
    """Return what returns entries behind a mark."""

    def behind(mark: bytes) -> Iterator[Entry]:
        if asked is not None:
            asked.append(mark)
        return (entry(number) for number in numbers if b"%03d" % number > mark)

    return behind


def entry(number: int) -> Entry:
    return b"<%d>" % number, f"2026-03-02T00:00:{number:02}Z", b"%03d" % number


def first_run(numbers: range) -> Series:
    """Return the parts of a list, as they are kept."""
    series = Series()
    for made in parts(entries(numbers), series):
        if not made.is_last:
            series.keep(made.part)
    return series


def contents(made: list[Made]) -> list[bytes | None]:
    return [one.content and bytes(one.content) for one in made]


def test_a_long_list_has_parts_of_as_many_entries_as_a_file_may_have():
    made = list(parts(entries(range(10)), Series()))

    assert contents(made) == [b"<0><1><2><3>", b"<4><5><6><7>", b"<8><9>"]
    assert [one.is_last for one in made] == [False, False, True]
    assert made[1].part == Part(
        2, "2026-03-02T00:00:04Z", "2026-03-02T00:00:07Z", "2026-03-02T00:00:07Z", b"007",
        newest_work="2026-03-02T00:00:07Z",
    )  # fmt: skip


def test_a_long_list_has_parts_of_as_many_bytes_as_a_file_may_have(monkeypatch):
    monkeypatch.setattr(long_lists, "MOST_BYTES", 4096 + 7)

    made = list(parts(entries(range(3)), Series()))

    assert contents(made) == [b"<0><1>", b"<2>"]


def test_no_more_entries_are_read_than_a_part_has_and_one():
    read = []

    def endless(_: bytes) -> Iterator[Entry]:
        for number in count():
            read.append(number)
            yield entry(number)

    list(islice(parts(endless, Series()), 2))

    assert read == list(range(9))


def test_parts_before_what_changed_stay_and_their_entries_are_not_asked_for():
    before, asked = first_run(range(10)), []

    made = list(parts(entries(range(11), asked), Series(before.parts, b"010")))

    assert contents(made) == [None, None, b"<8><9><10>"]
    assert [one.part for one in made[:2]] == before.parts
    assert b"" not in asked


def test_a_part_that_cannot_be_taken_as_it_was_is_made_anew():
    before = first_run(range(10))

    made = list(parts(entries(range(11)), Series(before.parts, b"010"), lambda _: None))

    assert contents(made) == [b"<0><1><2><3>", b"<4><5><6><7>", b"<8><9><10>"]


def test_a_part_with_what_changed_is_made_anew_and_those_behind_it():
    before = first_run(range(13))

    made = list(parts(entries(range(13)), Series(before.parts, b"005")))

    assert contents(made) == [None, b"<4><5><6><7>", b"<8><9><10><11>", b"<12>"]


def test_a_part_behind_which_nothing_is_left_is_made_anew_as_the_last():
    before = first_run(range(9))

    made = list(parts(entries(range(8)), Series(before.parts, b"008")))

    assert contents(made) == [None, b"<4><5><6><7>"]
    assert made[-1].is_last


def test_an_empty_list_is_an_empty_part():
    (made,) = parts(entries(range(0)), Series())

    assert made == (Part(1), b"", True)
