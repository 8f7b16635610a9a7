"""A chunk → its records, each judged, every finding with its place."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from archive.batch.engine import PLAIN, Announce, Orders, unheard
from archive.batch.known import Seen, seen
from archive.batch.pieces import Chunk
from archive.batch.reading import Specimen, everything
from archive.batch.terms import Terms
from archive.findings import Finding, Position, Severity, finding
from archive.migrations import migrated
from archive.outcome import Obstacle
from archive.places import NOWHERE, Places
from archive.readers import Reading
from archive.validation import Profile, validate_many
from archive.validation.looks import Plain

GROUP = 50
"""Records that go through one stage before the next.

What a stage needs stays in the processor's cache so; more than fifty win nothing.
"""
_GROUP_BYTES = 2**19
"""A group of so many bytes is full, however few its records are."""


@dataclass(slots=True)
class Record:
    """A record of a chunk and all that is said about it; no document where none can be read."""

    piece: int
    """Number of its piece in the chunk."""
    number: int
    """Its own number in the chunk."""
    is_only: bool
    """Whether it is the only one of its source."""
    document: Any
    findings: tuple[Finding, ...]
    places: Places = NOWHERE
    size: int = 0
    """Bytes that it was read from."""
    plain: Plain | bool | None = None
    """As in a reading."""
    obstacle: Obstacle | None = None
    """Why the source could not be read on; then there is no record at all."""
    specimen: Specimen | None = None
    """What a judge is still to look at; then there is no document."""

    @property
    def is_valid(self) -> bool:
        """Return whether there is a document without errors."""
        return self.document is not None and not any(
            one.severity is Severity.ERROR for one in self.findings
        )

    def seen(self) -> Seen | None:
        """Return what a later release is compared with, if the schema holds."""
        if self.document is None or any(
            one.code[0] == "S" and one.severity is Severity.ERROR for one in self.findings
        ):
            return None
        position = self.places.find("")
        return seen(self.document, position.line if position else None)


def judged(
    chunk: Chunk,
    terms: Terms,
    orders: Orders = PLAIN,
    announce: Announce = unheard,
    *,
    group_size: int = GROUP,
) -> Iterator[list[Record]]:
    """Yield the records of a chunk in groups, in order; never raises on what the data are."""
    size = 1 if orders.is_careful else group_size
    records = _records(chunk, terms, orders, size)
    while group := _group(records, size):
        if orders.is_careful:
            announce(group[0].number)
        _judge(group, terms.profile)
        yield group


def _group(records: Iterator[Record], most: int) -> list[Record]:
    """Return the next few records."""
    group: list[Record] = []
    size = 0
    for record in itertools.islice(records, most):
        group.append(record)
        size += record.size
        if size >= _GROUP_BYTES:
            break
    return group


def _records(chunk: Chunk, terms: Terms, orders: Orders, at_once: int) -> Iterator[Record]:
    """Yield the records, not judged yet; they may be read so many at once."""
    number = 0
    for at, piece in enumerate(chunk.pieces):
        for reading, is_only in _with_company(everything(piece, terms.largest_bytes, at_once)):
            if isinstance(reading, Obstacle):
                yield Record(at, number, is_only, None, (), obstacle=reading)
                break
            is_whole = is_only and piece.number == 0 and piece.is_last
            if isinstance(reading, Specimen):
                record = Record(at, number, is_whole, None, (), size=len(reading.raw))
                record.specimen = reading
            else:
                document, findings, places = reading.document, reading.findings, reading.places
                record = Record(at, number, is_whole, document, findings, places, reading.size)
                record.plain = reading.plain
                if terms.is_migrating:
                    _migrate(record)
            if number in orders.guilty:
                _pass_over(record)
            yield record
            number += 1


def _migrate(record: Record) -> None:
    """Bring a record of an earlier version of the schema to the present one."""
    document, told = migrated(record.document)
    if told:
        record.findings += tuple(one.at(record.places.find(one.pointer)) for one in told)
        record.document, record.plain = document, None


def _pass_over(record: Record) -> None:
    """Let nobody look at a record that no worker survives."""
    place = record.specimen.first if record.specimen else record.places.find("")
    record.findings += (finding("J016").at(place),)
    record.document = record.specimen = None


def _with_company(
    found: Iterator[Reading | Specimen | Obstacle],
) -> Iterator[tuple[Reading | Specimen | Obstacle, bool]]:
    """Yield each reading, and whether it is the only one of its piece."""
    first = next(found, None)
    if first is None:
        return
    second = next(found, None)
    yield first, second is None
    if second is not None:
        yield second, False
        for one in found:
            yield one, False


def _judge(group: Sequence[Record], profile: Profile) -> None:
    """Add what validation finds to each record of a group, all in the order of their places."""
    there = [record for record in group if record.document is not None]
    documents, plain = [one.document for one in there], [one.plain for one in there]
    told = validate_many(documents, profile=profile, plain=plain)
    for record, found in zip(there, told, strict=True):
        record.findings += tuple(one.at(record.places.find(one.pointer)) for one in found)
    for record in group:
        if len(record.findings) > 1:
            record.findings = _by_place(record.findings)


def _by_place(findings: tuple[Finding, ...]) -> tuple[Finding, ...]:
    """Return findings in the order of their places; what has none comes first."""
    return tuple(sorted(findings, key=lambda one: one.position or Position(0, 0)))
