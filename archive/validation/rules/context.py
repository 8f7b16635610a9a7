"""What rules know of a document: itself, its plain text, its local ids."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

import msgspec

from archive.body import plain_text

Record = Mapping[str, Any]
Place = tuple[str, Record]
"""The pointer of an object in the record, and the object."""
Set = tuple[str, int | None, str, list[Any]]
"""Whose it is: a list of the record and the number there, or a pointer and ``None``; the field of
the set; its values. Few are ever asked for their pointer (:func:`pointer_of`)."""

ENTITIES = ("quotes", "people", "organisations", "places", "events", "attachments")
"""Lists whose members have a local id."""

SETS: dict[str, tuple[str, ...]] = {
    "people": ("aliases", "sameAs", "spans"),
    "organisations": ("aliases", "sameAs", "predecessors", "successors", "spans"),
    "places": ("sameAs", "spans"),
    "events": ("organisers", "sameAs", "spans"),
    "contacts": ("phones", "emails"),
    "mentions": ("spans",),
}
"""Fields that hold a set, by the list that their holders stand in."""

SETS_OF_PARTS: dict[str, tuple[str, ...]] = {
    "people[].roles[]": ("spans",),
    "dates.mentions[]": ("spans",),
    "events[].sessions[]": ("speakers", "spans"),
    "events[].attendance": ("who", "spans"),
}
"""The same, by the place of their holders deeper down."""

_ASCII = bytes(range(0x7F))
_HALF_A_CHARACTER = "\ud800"
_FEW = 6
_encoder = msgspec.json.Encoder()


class Context:
    """One document that the schema accepts."""

    __slots__ = (
        "_ids",
        "_marks",
        "_places",
        "_raw",
        "_said",
        "_sets",
        "document",
        "is_plain",
        "issued",
        "text",
    )

    def __init__(self, document: Record, *, is_plain: bool = False) -> None:
        self.document = document
        self.is_plain = is_plain
        """Whether no rule has to look at the characters (``archive.validation.plain``)."""
        self._places: dict[str, list[Place]] = {}
        self._sets: list[Set] | None = None
        self._ids: dict[str, str] | None = None
        self._marks: tuple[int, int, int] | None = None
        self._raw: bytes | None = None
        self._said: tuple[bytes, str] | None = None
        body = document.get("body")
        self.text: str = plain_text(body["format"], body["text"]) if body else ""
        self.issued: Record = document.get("dates", {}).get("issued", {})

    @property
    def view(self) -> dict[str, Any]:
        """What signs are looked for in."""
        return {"record": self.document, "text": self.text, "is_plain": self.is_plain}

    @property
    def raw(self) -> bytes:
        """The plain text as bytes."""
        if self._raw is None:
            self._raw = self.text.encode("utf-8", "surrogatepass")
        return self._raw

    @property
    def marks(self) -> tuple[int, int, int]:
        """How many straight, opening and closing quotation marks stand in the plain text."""
        if self._marks is None:
            straight = len(self.raw) - len(self.raw.replace(b'"', b""))  # quicker than to count
            self._marks = straight, _count(self.text, "“"), _count(self.text, "”")
        return self._marks

    @property
    def ids(self) -> dict[str, str]:
        """Local id → the list it stands in (``sessions`` for parts of an event)."""
        if self._ids is None:
            self._ids = {one["id"]: kind for kind in ENTITIES for _, one in self.members(kind)}
            self._ids |= {session["id"]: "sessions" for _, session in self.sessions()}
        return self._ids

    @property
    def encoded(self) -> bytes:
        """The record as JSON bytes."""
        return self._encoded()[0]

    @property
    def foreign(self) -> str:
        """The characters beyond ASCII in the record, each once."""
        return self._encoded()[1]

    def _encoded(self) -> tuple[bytes, str]:
        if self._said is None:
            self._said = _encoded(self.document)
        return self._said

    def members(self, name: str) -> list[Place]:
        """Return the members of a list of the record, with their pointers."""
        places = self._places.get(name)
        if places is None:
            members = enumerate(self.document.get(name, ()))
            places = [(f"/{name}/{number}", member) for number, member in members]
            self._places[name] = places
        return places

    def roles(self) -> list[Place]:
        """Return the posts of all people."""
        return self._inner("people", "roles")

    def sessions(self) -> list[Place]:
        """Return the sessions of all events."""
        return self._inner("events", "sessions")

    def _inner(self, name: str, field: str) -> list[Place]:
        places = self._places.get(field)
        if places is None:
            places = [
                (f"{where}/{field}/{number}", part)
                for where, member in self.members(name)
                for number, part in enumerate(member.get(field, ()))
            ]
            self._places[field] = places
        return places

    def attendances(self) -> list[Place]:
        """Return who came to the events, as far as that is told."""
        return [
            (f"{where}/attendance", event["attendance"])
            for where, event in self.members("events")
            if "attendance" in event
        ]

    def mentions(self) -> list[Place]:
        """Return the dates the text names."""
        mentions = self.document.get("dates", {}).get("mentions", ())
        return [(f"/dates/mentions/{number}", one) for number, one in enumerate(mentions)]

    def sets(self) -> list[Set]:
        """Return every set of the record but its keywords."""
        if self._sets is None:
            self._sets = list(self._all_sets())
        return self._sets

    def _all_sets(self) -> Iterator[Set]:
        document = self.document
        for kind, names in SETS.items():
            for number, holder in enumerate(document.get(kind, ())):
                for name in names:
                    if name in holder:
                        yield kind, number, name, holder[name]
        parts = (self.roles(), self.mentions(), self.sessions(), self.attendances())
        for names, places in zip(SETS_OF_PARTS.values(), parts, strict=True):
            for where, holder in places:
                for name in names:
                    if name in holder:
                        yield where, None, name, holder[name]

    def strings(self) -> Iterator[tuple[str, str]]:
        """Yield every string of the record with its pointer, names of extensions too."""
        return _strings("", self.document)

    def fields_with(self, characters: Iterable[str]) -> Iterator[tuple[str, str]]:
        """Yield the names of the fields that have one of some characters, and their JSON."""
        wanted = [character.encode() for character in characters]
        for name, value in self.document.items():
            encoded = _encoder.encode(value)
            if any(map(encoded.__contains__, wanted)):
                yield name, encoded.decode()

    def strings_of(self, name: str) -> Iterator[tuple[str, str]]:
        """Yield what :meth:`strings` yields of one field."""
        return _strings(f"/{name}", self.document[name])

    def said(self, span: list[int]) -> str:
        """Return the words of a span."""
        return self.text[span[0] : span[1]]


def pointer_of(one: Set) -> str:
    """Return the pointer of a set.

    >>> pointer_of(("people", 0, "aliases", []))
    '/people/0/aliases'
    >>> pointer_of(("/events/0/attendance", None, "who", []))
    '/events/0/attendance/who'
    """
    where, number, name, _ = one
    return f"{where}/{name}" if number is None else f"/{where}/{number}/{name}"


def _count(text: str, mark: str) -> int:
    """Return how often a mark stands in a text; a few are found far quicker than counted."""
    number = 0
    at = text.find(mark)
    while at >= 0:
        number += 1
        if number > _FEW:
            return number + text.count(mark, at + 1)
        at = text.find(mark, at + 1)
    return number


def _encoded(document: Record) -> tuple[bytes, str]:
    try:
        encoded = _encoder.encode(document)
    except UnicodeEncodeError:  # from a program: no JSON text holds half a character
        return b"", _HALF_A_CHARACTER
    foreign = encoded.translate(None, _ASCII)
    return encoded, "".join(set(foreign.decode())) if foreign else ""


def _strings(where: str, value: Any) -> Iterator[tuple[str, str]]:
    if isinstance(value, str):
        yield where, value
    elif isinstance(value, dict):
        for name, part in value.items():
            step = f"{where}/{name.replace('~', '~0').replace('/', '~1')}"
            if where.startswith("/extensions"):
                yield step, name
            yield from _strings(step, part)
    elif isinstance(value, list):
        for number, part in enumerate(value):
            yield from _strings(f"{where}/{number}", part)
