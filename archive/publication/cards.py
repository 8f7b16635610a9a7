"""What lists, feeds and the catalogue need to know of a work: small, and kept between runs."""

from __future__ import annotations

from typing import Literal, NamedTuple

import msgspec

Facet = Literal["topic", "org", "person", "place", "event"]
FACETS: tuple[Facet, ...] = ("topic", "org", "person", "place", "event")
UNDATED = "undated"
"""The year of works whose date does not say one; it sorts behind all others."""
LISTS = ("year", *FACETS, "language")
"""All that works are listed by; year and language stand in the card itself."""


class Tie(NamedTuple):
    """A work names a topic, an organisation, a person, a place or an event."""

    facet: Facet
    key: str
    """What makes it one through all works: an IRI, else its name and who issued the release."""
    label: str
    """Its name, as this work has it."""
    role: str = ""
    """Of an organisation ``issuer`` or nothing; of a person ``speaker`` or nothing."""
    facts: tuple[tuple[str, str], ...] = ()
    """What this work says of it, for the page that gathers its works: ``post``, ``sameAs``,
    ``start``, ``end``, ``place``, ``organiser``, ``session``, ``type``, ``parent``, ``within`` …"""


class Card(msgspec.Struct, frozen=True, kw_only=True, array_like=True):
    """One work: its newest public edition in short."""

    id: str
    version: int
    status: Literal["published", "withdrawn"]
    language: str
    type: str
    path: str
    """Of its page and of the files beside it, without suffix: ``r/k5/p3r4-k5m2nq7x3a``."""
    headline: str
    summary: str
    """The summary, else the beginning of the text; at most 300 characters."""
    issued: str
    """``dates.issued`` as in the record: EDTF or a dateTime."""
    year: str
    """Four digits, or ``undated``."""
    month: str
    """``2026-09``, or empty where the date is vaguer."""
    order: str
    """Sorts works by date, the oldest first: the earliest moment the date may mean, in UTC."""
    published: str
    """The dateTime of publication where one is said; else empty."""
    updated: str
    """``versionCreated``."""
    sha256: str
    """Of the canonical JSON of what is published of the edition."""
    licence: str = ""
    reason: str = ""
    """Why it was withdrawn."""
    successor: str = ""
    """IRI of the work in its place."""
    issuers: tuple[str, ...] = ()
    """Names; the lead issuer comes first."""
    ties: tuple[Tie, ...] = ()
    relations: tuple[tuple[str, str], ...] = ()
    """``rel`` and target of each relation."""
    has: tuple[str, ...] = ()
    """What is there, of ``QUALITIES``."""
    warnings: tuple[str, ...] = ()
    """Codes of the findings of the edition, sorted."""
    speakers: int = 0
    quotes: int = 0
    size: int = 0
    """Bytes of that canonical JSON; 0 is not said."""


QUALITIES = ("summary", "topic", "quote", "place", "post", "contact", "licence", "attachment")
"""What the collection page counts: works with a summary, a topic, … a person with a post, …"""
