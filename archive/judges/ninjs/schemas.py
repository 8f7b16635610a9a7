"""The official schemas that are at hand, and what they have against an item (N001 to N009)."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from archive.findings import Finding, finding
from archive.json_text import kind
from archive.judges.ninjs.fields import not_one_of, unknown
from archive.judges.ninjs.versions import KNOWN
from archive.positions import pointer
from archive.validation.official import Fault, OfficialSchema, UnusableSchema

GEOJSON = "https://geojson.org/schema/GeoJSON.json"
GEOJSON_FILE = "GeoJSON-schema.json"
Version = tuple[int, int]


def file_name(version: Version) -> str:
    """Return the name under which the IPTC publishes a schema.

    >>> file_name((3, 1))
    'ninjs-schema_3.1.json'
    """
    return f"ninjs-schema_{version[0]}.{version[1]}.json"


class Schemas:
    """The schemas of a folder; there may be none."""

    def __init__(self, folder: Path | None) -> None:
        """Compile what is at hand; raise ``UnusableSchema`` for what is no schema."""
        self.is_asked_for = folder is not None
        geojson = folder / GEOJSON_FILE if folder else None
        self.has_geojson = geojson is not None and geojson.is_file()
        others = {GEOJSON: _json(geojson) if geojson and self.has_geojson else True}
        self._schemas: dict[Version, OfficialSchema] = {}
        for version in _published():
            path = folder / file_name(version) if folder else None
            if path is None or not path.is_file():
                continue
            schema = _json(path)
            if not _is_too_old(schema):
                self._schemas[version] = OfficialSchema(str(path), schema, others)

    def nearest(self, major: int, minor: int | None) -> Version | None:
        """Return the version whose schema judges: that one, else a later one of its series.

        Within a series each version holds all of those before it, so a later schema does no wrong;
        of an item that does not say its version, the latest judges.
        """
        at_hand = [version for version in self._schemas if version[0] == major]
        if minor is None:
            return max(at_hand, default=None)
        return min((one for one in at_hand if one[1] >= minor), default=None)

    def findings(
        self, version: Version, item: dict[str, Any], where: tuple[str | int, ...]
    ) -> Iterator[Finding]:
        """Yield what the schema of a version has against an item."""
        for fault in self._schemas[version].faults(item):
            yield from _worded(fault, (*where, *fault.steps), _name(version))


def _published() -> Iterator[Version]:
    for major, minors in KNOWN.items():
        for minor in minors:
            yield major, minor


def _name(version: Version) -> str:
    return f"{version[0]}.{version[1]}"


def _json(path: Path) -> Any:
    try:
        return json.loads(path.read_bytes())
    except (ValueError, RecursionError) as error:
        raise UnusableSchema(f"{path}: {error}") from error


def _is_too_old(schema: Any) -> bool:
    """Return whether a schema is of draft 3, as those of 1.0 and 1.1: no library reads it."""
    return isinstance(schema, dict) and "draft-03" in str(schema.get("$schema"))


def _worded(fault: Fault, where: tuple[str | int, ...], version: str) -> Iterator[Finding]:
    """Yield what a fault says, in our codes."""
    place = pointer(where)
    if fault.keyword == "required":
        yield finding("N003", pointer((*where, fault.wanted)), field=fault.wanted)
    elif fault.keyword in ("additionalProperties", "unevaluatedProperties"):
        for name in fault.wanted:
            yield unknown(name, where, ())
    elif fault.keyword == "type":
        wanted = " | ".join(fault.wanted)
        if not _is_at_odds_with_itself(fault):
            yield finding("N005", place, wanted=wanted, found=kind(fault.instance))
    elif fault.keyword == "enum":
        words = ", ".join(map(str, fault.wanted))
        yield finding("N006", place, found=str(fault.instance), words=words)
    elif fault.keyword in ("minimum", "maximum"):
        variant = "least" if fault.keyword == "minimum" else "most"
        limit = int(fault.wanted)
        yield finding("N007", place, variant=variant, found=str(fault.instance), limit=limit)
    elif fault.choices:
        yield not_one_of(fault.instance, where, fault.choices)
    elif where[-1:] in (("geoJSON",), ("geojson",)):
        yield finding("N001", place, variant="geojson")
    else:
        yield finding("N001", place, version=version, reason=fault.reason)


def _is_at_odds_with_itself(fault: Fault) -> bool:
    """Return whether the schema wants a list that is a text, which nothing can be.

    So 3.0 to 3.3 say of ``recurrenceDates``; the standard means a list of dates.
    """
    last = str(fault.steps[-1]) if fault.steps else ""
    return last.lower() == "recurrencedates" and isinstance(fault.instance, list)
