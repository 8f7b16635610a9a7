"""Where the values of a document stand in its source, for those who only hand it on.

Light, since every list of formats asks for it; ``positions`` finds the places.
"""

from __future__ import annotations

from typing import Protocol

from archive.findings import Position


class Places(Protocol):
    """Finds where in the source a value of the document stands."""

    def find(self, pointer: str) -> Position | None:
        """Return the place of the value at a JSON Pointer; a missing one has its object's place."""


class _Nowhere:
    """The places of a document that has no source."""

    def find(self, pointer: str) -> Position | None:  # noqa: ARG002 (the protocol's name)
        """Return ``None``."""
        return None


NOWHERE: Places = _Nowhere()
