"""In a worker: records → what is published of them, or why they are held back."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from archive.batch.engine import Announce, Do, Orders
from archive.batch.holding import unpublished
from archive.batch.judging import Record, judged
from archive.batch.known import edition
from archive.batch.outcomes import Done, Growing, Told
from archive.batch.showing import Watch
from archive.findings import Finding, Severity, finding
from archive.publication import feeds, list_pages, making, parcels
from archive.publication.cards import Card
from archive.publication.index import work_key
from archive.publication.parcels import Parcel, Pieces
from archive.publication.site import Site
from archive.publication.ties import ties
from archive.validation import built

if TYPE_CHECKING:
    from archive.batch.pieces import Chunk
    from archive.batch.terms import Terms


@dataclass(frozen=True, slots=True)
class Intake:
    """The reading of chunks for publication."""

    site: Site
    terms: Terms
    as_of: datetime | None

    def open(self) -> Do[Done]:
        """Return what takes a chunk in."""

        def do(chunk: Chunk, orders: Orders, announce: Announce) -> Done:
            return _Chunk(self, chunk, orders).run(announce)

        return do


class _Chunk:
    """The intake of one chunk."""

    def __init__(self, intake: Intake, chunk: Chunk, orders: Orders) -> None:
        self._intake = intake
        self._chunk = chunk
        self._orders = orders
        self._growing = [Growing(piece) for piece in chunk.pieces]
        self._watch = Watch(self._growing, intake.terms)
        self._seen: list[Told] = []
        self._parcels: list[bytes] = []

    def run(self, announce: Announce) -> Done:
        """Take the records in, group by group."""
        size = self._watch.group_size
        for group in judged(
            self._chunk, self._intake.terms, self._orders, announce, group_size=size
        ):
            for record in group:
                self._take(record)
            self._watch.took(group)
        return Done(
            outcomes=tuple(one.outcome(with_digest=False) for one in self._growing),
            seen=tuple(self._seen),
            again=dict(self._orders.again),
            parcels=tuple(self._parcels),
        )

    def _take(self, record: Record) -> None:
        growing = self._growing[record.piece]
        growing.take(record, self._orders)
        if (known := record.seen()) is not None:
            self._seen.append(Told(record.number, record.piece, known))
            growing.editions.append(edition(known))
        if not record.is_valid:
            return
        held = unpublished(record.document, self._intake.as_of)
        if held is not None:
            growing.collected.add([held.at(record.places.find(held.pointer))])
            growing.held_back += 1
            return
        growing.converted += 1
        if record.number in self._orders.again:  # it is published where it stood first
            return
        growing.collected.add(_left_out(record))
        self._parcels.append(self._parcel(record))

    def _parcel(self, record: Record) -> bytes:
        release = making.public(built(record.document))
        warnings = [one.code for one in record.findings if one.severity is Severity.WARNING]
        raw = making.record(release)
        heading = making.heading(release, raw, ties(release), warnings)
        return parcels.encode(
            Parcel(
                work=work_key(heading.card.id),
                version=heading.card.version,
                digest=heading.digest,
                heading=parcels.encode(heading),
                pieces=parcels.encode(pieces(heading.card, self._intake.site)),
                record=raw,
                piece=record.piece,
            )
        )


def pieces(card: Card, site: Site) -> Pieces:
    """Return how lists and feeds show a work."""
    entries = [
        list_pages.entry(card, language, list_pages.root(site, language)).encode()
        for language in site.languages
    ]
    return Pieces(tuple(entries), feeds.entry(card, site))


def _left_out(record: Record) -> Iterator[Finding]:
    """Yield what is not published of a record that is."""
    for number, contact in enumerate(record.document.get("contacts", ())):
        if contact["visibility"] != "public":
            found = finding("L305", f"/contacts/{number}")
            yield found.at(record.places.find(found.pointer))
