"""What rules know of a document: itself, its plain text, its local ids."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import msgspec

from archive.body import plain_text

Record = Mapping[str, Any]
Place = tuple[str, Record]
"""The pointer of an object in the record, and the object."""

ENTITIES = ("quotes", "people", "organisations", "places", "events", "attachments")
"""Lists whose members have a local id."""

_ASCII = bytes(range(0x7F))
_HALF_A_CHARACTER = "\ud800"
_encoder = msgspec.json.Encoder()


class Context:
    """One document that the schema accepts."""

    __slots__ = (
        "_places",
        "document",
        "encoded",
        "folded",
        "foreign",
        "ids",
        "issued",
        "raw",
        "text",
    )

    def __init__(self, document: Record) -> None:
        self.document = document
        self._places: dict[str, list[Place]] = {
            name: [(f"/{name}/{number}", member) for number, member in enumerate(value)]
            for name, value in document.items()
            if type(value) is list and name != "keywords"
        }
        body = document.get("body")
        self.text: str = plain_text(body["format"], body["text"]) if body else ""
        self.raw = self.text.encode("utf-8", "surrogatepass")
        """The plain text as bytes, where looking for a sign costs a third."""
        self.folded = self.raw.lower()
        """The same with the letters A to Z in lower case."""
        self.encoded, self.foreign = _encoded(document)
        """The record as JSON bytes, and the characters beyond ASCII in it, each once."""
        self.issued: Record = document.get("dates", {}).get("issued", {})
        self.ids: dict[str, str] = {}
        """Local id → the list it stands in (``sessions`` for parts of an event)."""
        for kind in ENTITIES:
            for member in document.get(kind, ()):
                self.ids[member["id"]] = kind
        for event in document.get("events", ()):
            for session in event.get("sessions", ()):
                self.ids[session["id"]] = "sessions"

    def members(self, name: str) -> list[Place]:
        """Return the members of a list of the record, with their pointers."""
        return self._places.get(name, [])

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

    def strings(self) -> Iterator[tuple[str, str]]:
        """Yield every string of the record with its pointer, names of extensions too."""
        return _strings("", self.document)

    def said(self, span: list[int]) -> str:
        """Return the words of a span."""
        return self.text[span[0] : span[1]]


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
