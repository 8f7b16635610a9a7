"""An item whatever its version: fields by their names in small letters, and the items in it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

Where = tuple[str | int, ...]


class Folded:
    """An object of an item, and where it stands.

    ninjs 1 names a member where later versions have a list; ``name`` is that name.
    """

    def __init__(self, value: dict[str, Any], where: Where, name: str | None = None) -> None:
        self.value = value
        self.where = where
        self.name = name
        self._names: dict[str, str] = {}
        for one in value:
            self._names.setdefault(one.lower(), one)

    def get(self, *names: str) -> tuple[Any, Where]:
        """Return the first of some fields that is there, and where it stands, or ``None``."""
        for name in names:
            actual = self._names.get(name)
            if actual is not None:
                return self.value[actual], (*self.where, actual)
        return None, self.where

    def among(self, names: frozenset[str]) -> Iterator[str]:
        """Yield those of some names, in small letters, that the object has."""
        return (name for name in self._names if name in names)

    def text(self, *names: str) -> str | None:
        """Return a field that is a text."""
        value = self.get(*names)[0]
        return value if isinstance(value, str) else None

    def members(self, *names: str) -> Iterator[Folded]:
        """Yield the objects of a list, or those that are named."""
        value, where = self.get(*names)
        if isinstance(value, list):
            for number, one in enumerate(value):
                if isinstance(one, dict):
                    yield Folded(one, (*where, number))
        elif isinstance(value, dict):
            for name, one in value.items():
                if isinstance(one, dict):
                    yield Folded(one, (*where, name), name)

    def beginning(self, *beginnings: str) -> Iterator[tuple[str, str, Where]]:
        """Yield the texts whose names begin so: name in small letters, text, place."""
        for name, actual in self._names.items():
            value = self.value[actual]
            if name.startswith(beginnings) and isinstance(value, str):
                yield name, value, (*self.where, actual)


def items(item: dict[str, Any], where: Where) -> Iterator[Folded]:
    """Yield an item and the items in it, each before those in it."""
    whole = Folded(item, where)
    yield whole
    for one in whole.members("associations"):
        yield from items(one.value, one.where)
