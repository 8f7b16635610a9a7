"""Whatever a record says comes back from every full format, and from shards of many.

Five records are tried for one that Hypothesis draws (``tests/varied.py``). ``PRESS_ARCHIVE_RECORDS``
says how many in all, and ``PRESS_ARCHIVE_SEED`` draws others.
"""

from __future__ import annotations

import io
import itertools
import os
import re
from collections import Counter
from collections.abc import Iterator
from random import Random
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st

from archive.body import plain_text
from archive.canonical import canonical, write
from archive.edtf import instant
from archive.readers import READERS
from archive.release import Release
from archive.validation import built, schema
from archive.writers import WRITERS
from tests.every_field import every_field, every_field_text
from tests.strategies import records
from tests.varied import BIDI, HTML, MANY, many_of, varied

FULL = ("newsml-g2", "jsonld", "nquads")
SHARD = 10
"""Releases that stand together in a shard."""
VARIATIONS = 4
QUICK = 60
MOST = int(os.environ.get("PRESS_ARCHIVE_RECORDS", "2000"))
SEED = os.environ.get("PRESS_ARCHIVE_SEED", "")


def back(raw: bytes, word: str) -> list[Any]:
    """Return the documents that stand in a file; the reader has nothing to say about it."""
    readings = list(READERS[word].load()(io.BytesIO(raw), largest=2**30))
    assert [one.findings for one in readings] == [()] * len(readings)
    return [one.document for one in readings]


def shard(releases: list[Release], word: str) -> bytes:
    """Return releases as they stand together in a shard."""
    many = WRITERS[word].load().many
    latest = max((one.version_created for one in releases), key=instant)
    return many.head(latest) + many.between.join(map(many.part, releases)) + many.tail


class RoundTrips:
    """Writes records, reads them back, and remembers what they were like."""

    def __init__(self) -> None:
        self.count = 0
        self.seen: Counter[str] = Counter()
        self._waiting: list[Release] = []

    def try_all(self, record: dict[str, Any], seed: int) -> None:
        """Hold a record and its variations against what comes back of them."""
        self.try_one(record)
        random = Random(seed)
        for _ in range(VARIATIONS):
            self.try_one(varied(record, random))

    def try_one(self, record: dict[str, Any]) -> None:
        """Hold a record against what comes back of it, alone and, later, in a shard."""
        self.count += 1
        record = {name: part for name, part in record.items() if name != "$schema"}
        record["id"] += str(self.count)
        assert schema.accepts(record)
        release = built(record)
        for word in FULL:
            (document,) = back(WRITERS[word].load().write(release), word)
            assert canonical(document) == canonical(record), word
        self._remember(record)
        self._waiting.append(release)
        if len(self._waiting) == SHARD:
            self.end()

    def end(self) -> None:
        """Read the records that wait, from a shard of each format."""
        said = [write(one) for one in self._waiting]
        for word in FULL if said else ():
            documents = back(shard(self._waiting, word), word)
            assert sorted(map(canonical, documents)) == sorted(said), word
        self._waiting = []

    def _remember(self, record: dict[str, Any]) -> None:
        text = canonical(record).decode()
        body = record["body"]
        plain = plain_text(body["format"], body["text"])
        self.seen.update({f"plane {ord(one) >> 16}" for one in text})
        self.seen.update(one for one in BIDI if one in text)
        self.seen.update(set(_ELEMENT.findall(body["text"] if body["format"] == "html" else "")))
        self.seen.update(_fields(record, schema.document()))
        self.seen.update(f"{len(record.get(kind, ()))} {kind}" for kind in ENTITIES)
        spans = sorted(quote["span"] for quote in record.get("quotes", ()))
        self.seen["overlap"] += any(b[0] < a[1] for a, b in itertools.pairwise(spans))
        self.seen["over a break"] += any("\n\n" in plain[slice(*span)] for span in spans)


ENTITIES = ("people", "organisations", "places", "mentions", "quotes")
_ELEMENT = re.compile(r"<[a-z0-9]+|(?<= )[a-z]+(?==)")
WANTED = {
    "overlap", "over a break", *BIDI, *(f"plane {number}" for number in range(17)),
    *_ELEMENT.findall(HTML.format(*[""] * HTML.count("{}"))),
    *(f"{count} {kind}" for kind in ("mentions", "quotes") for count in (0, MANY)),
}  # fmt: skip
"""What records have to be like, some of them, beside having each field."""


EITHER = {
    *(f".dates.{name}.dateTime" for name in ("created", "expires", "scheduledFor")),
    *(f".dates.{name}.edtf" for name in ("issued", "modified")),
}
"""Fields that exclude others that the record with every field has."""


def _fields(value: Any, part: dict[str, Any], path: str = "") -> Iterator[str]:
    """Yield the paths of the fields that a record has."""
    said = _said(part)
    if isinstance(value, list):
        for one in value:
            yield from _fields(one, said["items"], path)
    elif isinstance(value, dict) and "properties" in said:
        for name, inner in value.items():
            yield f"{path}.{name}"
            yield from _fields(inner, said["properties"][name], f"{path}.{name}")


def _paths(part: dict[str, Any], path: str = "") -> Iterator[str]:
    """Yield the paths of all fields that there are."""
    said = _said(part)
    if "items" in said:
        yield from _paths(said["items"], path)
    for name, inner in said.get("properties", {}).items():
        if name != "$schema":
            yield f"{path}.{name}"
            yield from _paths(inner, f"{path}.{name}")


def _said(part: dict[str, Any]) -> dict[str, Any]:
    while "$ref" in part:
        part = schema.document()["$defs"][part["$ref"].rpartition("/")[2]]
    return part


def try_drawn(records_wanted: int) -> RoundTrips:
    """Try so many records, one in five drawn by Hypothesis."""
    trips = RoundTrips()

    @settings(
        max_examples=records_wanted // (VARIATIONS + 1), deadline=None, database=None,
        derandomize=not SEED, phases=[Phase.generate], suppress_health_check=list(HealthCheck),
    )  # fmt: skip
    @given(records(), st.integers(0, 2**64))
    def try_them(record: dict[str, Any], number: int) -> None:
        trips.try_all(record, number)

    (seed(int(SEED))(try_them) if SEED else try_them)()
    trips.end()
    return trips


def test_records_come_back():
    trips = try_drawn(QUICK)

    assert trips.count >= QUICK


@pytest.mark.slow
def test_records_of_every_kind_come_back():
    """What is drawn depends on chance; that some records name very many things must not."""
    trips = try_drawn(MOST)
    for kind in ENTITIES:
        record = every_field()
        trips.try_one(record | {kind: many_of(record, kind)})
    trips.end()

    assert trips.count >= MOST
    assert set(trips.seen) >= WANTED
    assert set(trips.seen) >= set(_paths(schema.document()))


@pytest.mark.parametrize("record", [every_field(), every_field_text()], ids=["html", "text"])
def test_a_record_with_every_field_comes_back(record):
    trips = RoundTrips()
    trips.try_one(record)
    trips.end()

    assert set(_paths(schema.document())) - set(trips.seen) <= EITHER


@pytest.mark.parametrize("kind", ENTITIES)
def test_a_record_that_names_very_many_comes_back(kind):
    record = every_field()
    record[kind] = many_of(record, kind)
    trips = RoundTrips()
    trips.try_one(record)
    trips.end()

    assert trips.seen[f"{MANY} {kind}"]
