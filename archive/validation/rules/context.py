"""What rules know of a document: itself, its plain text, its local ids."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from archive.body import plain_text

Record = Mapping[str, Any]
Place = tuple[str, Record]
"""The pointer of an object in the record, and the object."""

ENTITIES = ("quotes", "people", "organisations", "places", "events", "attachments")
"""Lists whose members have a local id."""


class Context:
    """One document that the schema accepts."""

    __slots__ = ("document", "folded", "ids", "issued", "raw", "text")

    def __init__(self, document: Record) -> None:
        self.document = document
        body = document.get("body")
        self.text: str = plain_text(body["format"], body["text"]) if body else ""
        self.raw = self.text.encode("utf-8", "surrogatepass")
        """The plain text as bytes, where looking for a sign costs a third."""
        self.folded = self.raw.lower()
        """The same with the letters A to Z in lower case."""
        self.issued: Record = document.get("dates", {}).get("issued", {})
        self.ids: dict[str, str] = {}
        """Local id → the list it stands in (``sessions`` for parts of an event)."""
        for kind in ENTITIES:
            for member in document.get(kind, ()):
                self.ids[member["id"]] = kind
        for event in document.get("events", ()):
            for session in event.get("sessions", ()):
                self.ids[session["id"]] = "sessions"

    def members(self, name: str) -> Iterator[Place]:
        """Yield the members of a list of the record, with their pointers."""
        for number, member in enumerate(self.document.get(name, ())):
            yield f"/{name}/{number}", member

    def roles(self) -> Iterator[Place]:
        """Yield the posts of all people."""
        for where, person in self.members("people"):
            for number, role in enumerate(person.get("roles", ())):
                yield f"{where}/roles/{number}", role

    def sessions(self) -> Iterator[Place]:
        """Yield the sessions of all events."""
        for where, event in self.members("events"):
            for number, session in enumerate(event.get("sessions", ())):
                yield f"{where}/sessions/{number}", session

    def mentions(self) -> Iterator[Place]:
        """Yield the dates the text names."""
        for number, mention in enumerate(self.document.get("dates", {}).get("mentions", ())):
            yield f"/dates/mentions/{number}", mention

    def said(self, span: list[int]) -> str:
        """Return the words of a span."""
        return self.text[span[0] : span[1]]
