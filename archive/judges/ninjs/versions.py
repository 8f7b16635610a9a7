"""Which version of ninjs an item says it is, or looks like."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from archive.judges.ninjs.shapes import SERIES, Series

KNOWN = {
    1: tuple(range(9)),
    2: tuple(range(5)),
    3: tuple(range(4)),
}
"""Major version → the minor ones that were published."""
_VERSION = re.compile(r"([0-9])(?:\.([0-9]{1,2}))?(?:\.[0-9]{1,3})?", re.ASCII)
_SCHEMA = re.compile(
    r"https?://(?:www\.)?iptc\.org/std/ninjs/ninjs-schema_([0-9])\.([0-9]{1,2})\.json#?", re.ASCII
)
_LIST_OR_NAMES = ("renditions", "associations", "altids")


@dataclass(frozen=True, slots=True)
class Stated:
    """What an item says of its standard."""

    where: tuple[str, ...] = ()
    """The field that says it; none if nothing does."""
    major: int | None = None
    minor: int | None = None
    unknown: str = ""
    """A version that was never published."""
    other: str = ""
    """The standard or schema of somebody else who builds on ninjs."""
    against: str = ""
    """The version of the schema, if it is another one than that of the standard."""


def stated(item: dict[str, Any]) -> Stated:
    """Return what an item says of its version."""
    name = "$standard" if "$standard" in item else "standard"
    said = item.get(name)
    if not isinstance(said, dict):
        schema = item.get("$schema")
        match = _SCHEMA.fullmatch(schema) if isinstance(schema, str) else None
        return _of(("$schema",), match[1], match[2]) if match else Stated()
    standard, version, schema = (said.get(part) for part in ("name", "version", "schema"))
    where = (name, "version") if "version" in said else (name,)
    if isinstance(standard, str) and standard.lower() != "ninjs":
        return Stated(where, other=standard)
    by_schema = _SCHEMA.fullmatch(schema) if isinstance(schema, str) else None
    if isinstance(schema, str) and schema and not by_schema:
        return Stated(where, other=schema)
    by_name = _VERSION.fullmatch(version) if isinstance(version, str) else None
    if (
        by_name
        and by_schema
        and by_name[1] + (by_name[2] or by_schema[2]) != (by_schema[1] + by_schema[2])
    ):
        return Stated(where, against=f"{by_schema[1]}.{by_schema[2]}")
    match = by_schema or by_name
    return _of(where, match[1], match[2]) if match else _odd(where, version)


def _odd(where: tuple[str, ...], version: Any) -> Stated:
    return Stated(where, unknown=version) if isinstance(version, str) else Stated()


def _of(where: tuple[str, ...], major: str, minor: str | None) -> Stated:
    minors = KNOWN.get(int(major), ())
    if not minors or (minor is not None and int(minor) not in minors):
        return Stated(where, unknown=f"{major}.{minor}" if minor else major)
    return Stated(where, int(major), None if minor is None else int(minor))


def looks_like(item: dict[str, Any]) -> int:
    """Return the major version whose fields an item has most of; of equals, the later one.

    >>> looks_like({"uri": "urn:x", "headline": "", "versioncreated": ""})
    1
    >>> looks_like({"uri": "urn:x", "headlines": [], "versioncreated": ""})
    2
    >>> looks_like({"uri": "urn:x"})
    3
    """
    return max(SERIES, key=lambda major: (_likeness(item, SERIES[major]), major))


def _likeness(item: dict[str, Any], series: Series) -> int:
    known = sum(
        name in series.item.names or name.startswith(series.item.beginnings) for name in item
    )
    return known + sum(
        isinstance(item[name], dict) == (series.major == 1)
        for name in _LIST_OR_NAMES
        if name in item
    )
