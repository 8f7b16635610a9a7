"""Our own NewsML-G2 is read quickly where that is proven, and then as it is read in full."""

from __future__ import annotations

import copy
import io
import json
from random import Random
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from archive.edtf import instant
from archive.errors import UnreadableSource
from archive.newsml_g2 import DECLARATION, ITEM_END, TAIL, head, news_item
from archive.readers import Reading
from archive.readers.newsml_g2 import message, proven, proven_messages, read
from archive.readers.newsml_g2.source import MESSAGE, opened
from archive.release import Release
from archive.validation import built
from archive.writers import WRITERS
from tests import golden
from tests.damage import FORMS, damage
from tests.every_field import every_field, every_field_text
from tests.field_mutants import mutants, unknown_names
from tests.strategies import mutated, records
from tests.varied import varied

GOOD: dict[str, Release] = {
    **{name: golden.release(name) for name in golden.names()},
    "every field": built(every_field()),
    "every field as text": built(every_field_text() | {"id": "urn:x:every-field-as-text"}),
}
HOMES = [f"archive.readers.newsml_g2.{name}" for name in ("homes", "homes_asserts", "homes_meta")]


def written(release: Release) -> bytes:
    """Return a release as our writer writes it."""
    return DECLARATION + news_item(release)


def shard(releases: list[Release]) -> bytes:
    """Return a message of releases as our writer writes it."""
    latest = max((one.version_created for one in releases), key=instant)
    return b"".join([head(latest), *map(news_item, releases), TAIL])


def in_full(raw: bytes) -> list[Reading]:
    """Return what a file says, read element by element."""
    source = opened(raw)
    if source.root.tag == MESSAGE:
        return list(message.readings(source))
    return [message.one(source, source.root, {})]


def pointers(value: Any, where: str = "") -> list[str]:
    """Return the pointers of a document, and one that leads nowhere."""
    members: Any = enumerate(value) if isinstance(value, list) else ()
    members = value.items() if isinstance(value, dict) else members
    inner = [one for step, part in members for one in pointers(part, f"{where}/{step}")]
    return [where, f"{where}/none", *inner]


def said(readings: list[Reading], *, is_placed: bool = True) -> list[tuple[Any, ...]]:
    """Return all that readings say: documents in their order, findings, the places of all."""
    return [
        (
            json.dumps(one.document),
            one.findings,
            [one.places.find(where) for where in pointers(one.document)] if is_placed else (),
        )
        for one in readings
    ]


def is_quick(raw: bytes) -> bool:
    """Return whether an item is read quickly; then it is read as in full."""
    quick = proven.alone(raw)
    if quick is not None:
        assert said([quick], is_placed=False) == said(in_full(raw), is_placed=False)
    return quick is not None


# items


@pytest.mark.parametrize("name", GOOD)
def test_what_our_writer_wrote_is_read_quickly_and_as_it_is_in_full(name):
    raw = written(GOOD[name])

    quick = proven.alone(raw)

    assert quick is not None
    assert said([quick]) == said(in_full(raw))
    assert said([*read(io.BytesIO(raw))]) == said([quick])


@settings(
    max_examples=10, deadline=None, database=None, derandomize=True, phases=[Phase.generate],
    suppress_health_check=list(HealthCheck),
)  # fmt: skip
@given(records(), st.integers(0, 2**64))
def test_whatever_a_record_says_is_read_quickly(record, seed):
    random = Random(seed)

    quick = [is_quick(written(built(varied(record, random)))) for _ in range(4)]

    assert is_quick(written(built(record)))
    assert quick == [True] * 4


@settings(
    max_examples=12, deadline=None, database=None, derandomize=True, phases=[Phase.generate],
    suppress_health_check=list(HealthCheck),
)  # fmt: skip
@given(mutated())
def test_what_no_rule_would_allow_is_read_as_it_is_in_full(record):
    try:
        raw = written(built(record))
        in_full(raw)
    except Exception:  # noqa: BLE001 (no record, or one that cannot be written or read)
        return

    assert is_quick(raw) in (True, False)


def test_damage_is_never_passed_over():
    """Only a record whose every copy agrees is read quickly: it is another one, and sound."""
    seen = set()
    for number in range(60):
        random = Random(number)
        raw = written(random.choice([*GOOD.values()]))
        done = damage(FORMS["newsml-g2"].values(raw), random, {})
        damaged = FORMS["newsml-g2"].put(raw, done.where, done.after)
        seen.add(is_quick(damaged))

    assert seen == {True, False}


def _changed(**changes: Any) -> dict[str, Any]:
    record = copy.deepcopy(every_field_text())
    return {**record, **changes}


def _with_quotes(*quotes: dict[str, Any]) -> dict[str, Any]:
    return _changed(quotes=[every_field_text()["quotes"][0] | one for one in quotes])


@pytest.mark.parametrize(
    "record",
    [
        _with_quotes({"id": "a-1"}),
        _changed(extensions={"a.example": "\ufffe"}),
        _changed(body={"format": "text", "text": "A"}, quotes=[]),
        _with_quotes({"span": [0, 0]}),
        _with_quotes({"span": [5, 10**6]}),
    ],
    ids=["two names", "no character", "nothing quoted", "an empty quotation", "beyond the text"],
)
def test_what_cannot_come_back_from_its_marks_is_read_in_full(record):
    raw = written(built(record))

    try:
        wanted = said(in_full(raw), is_placed=False)
    except UnreadableSource:
        with pytest.raises(UnreadableSource):
            list(read(io.BytesIO(raw)))
    else:
        assert said([*read(io.BytesIO(raw))], is_placed=False) == wanted


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (b"<itemMeta>", b"<itemMeta><!-- -->"),
        (b"<itemMeta>", b'<itemMeta x="1">'),
        (b"<contentMeta>", b"<contentmeta>"),
        (b"</newsItem>\n", b"</newsItem>\n\n"),
        (b'version="1"', b'version="12345678901234567"'),
        (b'rel="pa:holds"', b'rel="pa:mediaKind"'),
        (b'"stat:usable"', b'"stat:withheld"'),
        (b'<?xml version="1.0"', b"<?xml version='1.0'"),
        (b"<body>", b"<body>\xff"),
        (b"pa:extensions", b"pa:lost"),
        (b'rel="pa:extensions" value="{', b'rel="pa:extensions" value="'),
        (b"<body>", b"<body>" + b"x" * 2**20),
    ],
)  # fmt: skip
def test_what_is_not_as_our_writer_writes_it_is_not_read_quickly(before, after):
    raw = written(built(every_field_text() | {"version": 1, "status": "published"}))
    damaged = raw.replace(before, after)

    assert damaged != raw
    assert proven.alone(damaged) is None


def test_a_place_is_only_looked_for_when_it_is_asked_for():
    raw = written(GOOD["every field"])
    (one,) = read(io.BytesIO(raw))

    found = one.places.find("/headline")

    assert raw.splitlines()[found.line - 1][found.column - 1 :].startswith(b"<headline rank=")


@pytest.mark.slow
def test_no_fault_in_the_quick_way_changes_what_is_read():
    """Where it looks in the wrong place, the item is read in full."""
    raws = [written(GOOD[name]) for name in ("every field", "every field as text")]
    wanted = [said(in_full(raw), is_placed=False) for raw in raws]
    quick = set()
    for mutant in mutants(HOMES, unknown_names):
        with mutant():
            found = [said([*read(io.BytesIO(raw))], is_placed=False) for raw in raws]
            quick |= {proven.alone(raw) is not None for raw in raws}

        assert found == wanted

    assert quick == {True, False}


# messages


def _lines(part: bytes) -> int:
    return part.count(b"\n")


@pytest.mark.parametrize("largest", [2**24, 40_000])
def test_a_shard_is_read_quickly_item_by_item(largest):
    raw = shard([*GOOD.values()])
    whole = proven_messages.beginning(raw)

    readings = [*read(io.BytesIO(raw), largest=largest)]

    assert whole.is_whole
    assert len(raw) > 40_000
    assert said(readings) == said(in_full(raw))


SOME = [GOOD[name] for name in ("every field", "kyushoku-ja", "taman-baca-en", "foto-dermaga")]


def _cut(raw: bytes, number: int) -> list[bytes]:
    """Return a message in three parts: before an item, the item, behind it."""
    start = raw.index(b"<newsItem ")
    items = [one + ITEM_END for one in raw[start : -len(TAIL)].split(ITEM_END)[:-1]]
    before = raw[:start] + b"".join(items[:number])
    return [before, items[number], b"".join(items[number + 1 :]) + TAIL]


DAMAGES = {
    "a comment": lambda item: item.replace(b"<itemMeta>", b"<itemMeta><!-- x -->"),
    "a value": lambda item: item.replace(b'version="1"', b'version="x"', 1),
    "a name": lambda item: item.replace(b'guid="', b'guid="x#', 1),
    "another start": lambda item: b"<newsItem  " + item.removeprefix(b"<newsItem "),
    "nothing": lambda item: item,
    "a space": lambda item: item + b" ",
    "a second item": lambda item: item.replace(ITEM_END, b"<x guid='a'/></newsItem>\n"),
    "none": lambda _: b"",
}


@pytest.mark.parametrize("largest", [2**24, 45_000])
@pytest.mark.parametrize("number", range(len(SOME)))
@pytest.mark.parametrize("name", DAMAGES)
def test_a_message_that_was_changed_is_read_in_full_from_there_on(name, number, largest):
    before, item, behind = _cut(shard(SOME), number)
    raw = before + DAMAGES[name](item) + behind
    if largest < 2**20:
        raw += b"\n" * max(largest + 1 - len(raw), 0)

    readings = [*read(io.BytesIO(raw), largest=largest)]

    assert said(readings) == said(in_full(raw))


@pytest.mark.parametrize("largest", [2**24, 40_000])
@pytest.mark.parametrize(
    ("before", "after"),
    [
        (b"<sent>", b"<sent>2"),
        (b"<itemSet>", b"<itemSet >"),
        (b"<header>", b"<header><!-- x -->"),
        (b"<newsMessage ", b"<newsMessage  "),
        (TAIL, b"</itemSet>\n</newsMessage>\n\n"),
        (TAIL, b"</itemSet>\n</newsMessage>"),
        (b"</header>", b"</header>\n"),
    ],
)
def test_a_message_with_another_head_or_end_is_read_as_it_says(before, after, largest):
    raw = shard([*GOOD.values()]).replace(before, after, 1)

    readings = [*read(io.BytesIO(raw), largest=largest)]

    assert said(readings) == said(in_full(raw))


@pytest.mark.parametrize("largest", [2**24, 40_000])
def test_items_that_belong_to_a_work_are_compared_with_it(largest):
    many = WRITERS["newsml-g2-package"].load().many
    releases = [*GOOD.values()]
    latest = max((one.version_created for one in releases), key=instant)
    raw = b"".join([many.head(latest), *map(many.part, releases), many.tail])

    readings = [*read(io.BytesIO(raw), largest=largest)]

    assert said(readings, is_placed=False) == said(in_full(raw), is_placed=False)


@pytest.mark.parametrize("largest", [2**24, 40_000])
def test_a_message_that_breaks_off_is_refused_where_it_does(largest):
    raw = shard([*GOOD.values()])
    cut = raw[: raw.rindex(b"<contentMeta>")]

    with pytest.raises(UnreadableSource) as refused:
        list(read(io.BytesIO(cut), largest=largest))

    (found,) = refused.value.findings
    assert found.code == "X001"
    assert found.position.line == _lines(cut) + 1


@pytest.mark.parametrize("largest", [2**24, 5_000])
def test_an_item_that_is_named_like_a_part_of_a_work_is_not_lost(largest):
    raw = shard([GOOD["taman-baca-en"]]).replace(b'guid="', b'guid="urn:x#', 1)

    (reading,) = read(io.BytesIO(raw), largest=largest)

    assert reading.document["headline"] == GOOD["taman-baca-en"].headline
