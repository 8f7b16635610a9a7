"""Cards and a site for tests of what is made from them: feeds, sitemaps, lists of changes."""

from __future__ import annotations

from hashlib import sha256
from pathlib import Path
from typing import Any

import msgspec
from msgspec.structs import replace

from archive.publication import addresses, making
from archive.publication.cards import Card
from archive.publication.resourcesync import Work
from archive.publication.site import Agent, Site
from archive.publication.ties import ties
from archive.publication.xml_text import in_utc
from archive.release import Release, build

OFFICE = Agent(
    name="Dinas Kominfo Kota Contoh",
    iri="https://pers.contoh.go.id/id/org/kominfo",
    email="pers@contoh.go.id",
)


def site(**fields: Any) -> Site:
    """Return a site that says what it must, and what is given."""
    said = {
        "base_url": "https://pers.contoh.go.id/",
        "title": {"id": "Siaran pers Kota Contoh", "en": "Press releases of Contoh City"},
        "description": {"id": "Semua siaran pers.", "en": "All press releases."},
        "publisher": OFFICE,
        "contact": OFFICE,
    }
    return Site(**said | fields)


def card(number: int = 0, **fields: Any) -> Card:
    """Return the card of a work of its own; the higher the number, the later it was issued."""
    day = f"20{number // 336:02}-{number // 28 % 12 + 1:02}-{number % 28 + 1:02}"
    said = {
        "id": f"https://pers.contoh.go.id/id/release/{number}",
        "version": 1,
        "status": "published",
        "language": "id",
        "type": "press_release",
        "path": addresses.page(f"https://pers.contoh.go.id/id/release/{number}"),
        "headline": f"Kabar {number}",
        "summary": f"Ringkasan {number}.",
        "issued": day,
        "year": day[:4],
        "month": day[:7],
        "order": f"{day}T00:00:00Z",
        "published": "",
        "updated": f"{day}T09:00:00+07:00",
        "sha256": sha256(str(number).encode()).hexdigest(),
        "issuers": ("Dinas Kominfo Kota Contoh",),
        "size": 2000 + number,
    }
    return Card(**said | fields)


def card_of(release: Release) -> Card:
    """Return the card of an edition."""
    raw = making.record(release)
    return replace(making.heading(release, raw, ties(release), ()).card, size=len(raw))


def work(one: Card) -> Work:
    """Return what lists of resources need to know of a work."""
    return Work(
        id=one.id, version=one.version, is_withdrawn=one.status == "withdrawn", path=one.path,
        year=one.year, moment=in_utc(one.updated), sha256=one.sha256, size=one.size,
        rank=f"{one.order}\n{one.id}".encode(),
    )  # fmt: skip


def of_samples(samples: Path) -> list[Card]:
    """Return the cards of our own samples that are published or withdrawn, the oldest first."""
    files = sorted((samples / "good").glob("*/release.json"))
    releases = [build(msgspec.json.decode(file.read_bytes())) for file in files]
    cards = [card_of(one) for one in releases if one.status in ("published", "withdrawn")]
    return sorted(cards, key=lambda card: card.order)
