"""What a record and its reading have in common, once what a format loses is taken out of both."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any


def without(value: Any, paths: Collection[str], here: str = "") -> Any:
    """Return a value without what stands at dotted paths, and without what is empty then."""
    if isinstance(value, dict):
        parts = {
            name: without(part, paths, f"{here}.{name}".removeprefix("."))
            for name, part in value.items()
            if f"{here}.{name}".removeprefix(".") not in paths
        }
        return {name: part for name, part in parts.items() if part not in ({}, [], None)}
    if isinstance(value, list):
        return [part for one in value if (part := without(one, paths, here)) not in ({}, [])]
    return value


def differing(record: Any, reading: Any) -> list[str]:
    """Return the names of the fields that differ."""
    return sorted(name for name in {*record, *reading} if record.get(name) != reading.get(name))
