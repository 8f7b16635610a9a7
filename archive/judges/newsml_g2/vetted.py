"""Codes that were found right before: items of one maker use the same few hundred over and over."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from archive.judges.newsml_g2.catalogue import Catalogue

_MOST = 4096
_LONGEST = 64
"""What a judge remembers: so many values of so many characters, whatever the items say."""
_NONE: frozenset[str] = frozenset()


class Vetted:
    """Values of attributes that are right by one catalogue."""

    def __init__(self, catalogue: Catalogue) -> None:
        self._own: Mapping[str, str] = dict(catalogue.own)
        self._is_official = bool(catalogue.official)
        self._values: dict[str, set[str]] = {}
        self._count = 0

    def is_by(self, catalogue: Catalogue) -> bool:
        """Return whether a catalogue says the same."""
        return self._own == catalogue.own and self._is_official == bool(catalogue.official)

    def of(self, name: str) -> set[str] | frozenset[str]:
        """Return the values of an attribute that are known to be right."""
        return self._values.get(name, _NONE)

    def add(self, name: str, values: Iterable[str]) -> None:
        """Remember right values of an attribute, as far as there is room."""
        known = self._values.setdefault(name, set())
        for value in values:
            if self._count < _MOST and len(value) <= _LONGEST and value not in known:
                known.add(value)
                self._count += 1
