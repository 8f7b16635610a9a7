"""ninjs 1 to 3: strict JSON, the official schema of the version, and what it cannot say.

A file holds an item, a list of them, or one in each line. What each code means is in
``docs/judges.md``; what no schema at hand can judge, is told (N002).
"""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from archive import json_text
from archive.errors import UnreadableSource
from archive.findings import Finding, Position, bounded, finding
from archive.json_text import kind
from archive.judges.ninjs import fields, texts
from archive.judges.ninjs.folded import Folded, items
from archive.judges.ninjs.rules import RULES, statement
from archive.judges.ninjs.schemas import Schemas
from archive.judges.ninjs.shapes import SERIES
from archive.judges.ninjs.versions import Stated, looks_like, stated
from archive.positions import JsonPlaces, pointer

_START = Position(1, 1)
_MOST_COMPARED = 100_000
"""Items of one file that are looked at for being there twice."""
Where = tuple[str | int, ...]


def judge(name: str, standards: Path | None) -> Ninjs:  # noqa: ARG001 (the tables' interface)
    """Return the judge of ninjs files; ``standards`` is the folder of official schemas."""
    return Ninjs(Schemas(standards))


class Ninjs:
    """Judges ninjs files by the schemas that are at hand."""

    def __init__(self, schemas: Schemas) -> None:
        self._schemas = schemas

    def findings(self, raw: bytes) -> list[Finding]:
        """Return everything worth saying of a file, each with its place, in its order."""
        told = sorted(bounded(_File(self._schemas).findings(raw)), key=_order)
        last = max((one.position for one in told if one.position), default=_START)
        return [one if one.position else one.at(last) for one in told]


def _order(found: Finding) -> tuple[bool, Position, str]:
    """Return what findings are sorted by; J014 has no place and comes last."""
    return found.position is None, found.position or _START, found.code


class _File:
    """What is remembered while one file is judged."""

    def __init__(self, schemas: Schemas) -> None:
        self._schemas = schemas
        self._not_judged: set[str] = set()
        self._seen: set[tuple[str, str]] = set()

    def findings(self, raw: bytes) -> Iterator[Finding]:
        """Yield what is found in a file, each with its place."""
        if _is_json_lines(raw):
            for number, line in enumerate(io.BytesIO(raw), 1):
                if line.strip():
                    yield from self._part(line.rstrip(b"\r\n"), number)
        else:
            yield from self._part(raw, 1)

    def _part(self, raw: bytes, first_line: int) -> Iterator[Finding]:
        """Yield what is found in a line, or in a file that is one JSON text."""
        try:
            value, warnings = json_text.read_foreign(raw, first_line=first_line)
        except UnreadableSource as error:
            yield from error.findings
            return
        yield from warnings
        places = JsonPlaces(raw, first_line=first_line)
        for one in self._of_value(value):
            yield one.at(places.find(one.pointer))

    def _of_value(self, value: Any) -> Iterator[Finding]:
        if isinstance(value, dict):
            yield from self._of_item(value, ())
        elif isinstance(value, list) and value:
            for number, item in enumerate(value):
                if isinstance(item, dict):
                    yield from self._of_item(item, (number,))
                else:
                    yield finding("J011", pointer((number,)), variant="item", found=kind(item))
        else:
            yield finding("J011", variant="empty" if value == [] else "", found=kind(value))

    def _of_item(self, item: dict[str, Any], where: Where) -> Iterator[Finding]:
        said = stated(item)
        major = said.major or looks_like(item)
        yield from statement(said, where)
        yield from self._twice(item, where)
        told: set[str] = set()
        for one in fields.findings(item, where, SERIES[major]):
            if not (said.other and one.code == "N004"):
                told.add(one.pointer)
                yield one
        yield from self._by_schema(item, where, said, major, told)
        for part in items(item, where):
            yield from _by_rules(part)

    def _twice(self, item: dict[str, Any], where: Where) -> Iterator[Finding]:
        """N022: a file holds each version of an item once."""
        uri, version = item.get("uri"), item.get("version", "")
        if not isinstance(uri, str) or not isinstance(version, str):
            return
        if (uri, version) in self._seen:
            yield finding("N022", pointer((*where, "uri")), found=uri, version=version or "?")
        elif len(self._seen) < _MOST_COMPARED:
            self._seen.add((uri, version))

    def _by_schema(
        self, item: dict[str, Any], where: Where, said: Stated, major: int, told: set[str]
    ) -> Iterator[Finding]:
        """Yield what the schema has against an item, but what was told of a value already."""
        version = self._schemas.nearest(major, said.minor)
        yield from self._unjudged(item, where, said, major)
        if version is None:
            return
        for one in self._schemas.findings(version, item, where):
            is_open = bool(said.other) and one.code == "N004"
            if one.pointer not in told and not is_open:
                yield one

    def _unjudged(
        self, item: dict[str, Any], where: Where, said: Stated, major: int
    ) -> Iterator[Finding]:
        """N002: by what an item cannot be judged; each once for a file."""
        version = self._schemas.nearest(major, said.minor)
        wanted = str(major) if said.minor is None else f"{major}.{said.minor}"
        used = ".".join(map(str, version or ()))
        variant = ""
        if said.other:
            variant = "other" if version else "alone"
        elif version:
            variant = "" if said.minor in (None, version[1]) else "later"
        is_told = bool(variant) or version is None
        if is_told and self._is_news(variant + wanted):
            yield finding(
                "N002",
                pointer((*where, *said.where)),
                variant=variant,
                version=said.other or wanted,
                used=used,
            )
        is_unknown = version is not None and not self._schemas.has_geojson
        if is_unknown and _has_geojson(item, where) and self._is_news("geojson"):
            yield finding("N002", pointer(where), variant="geojson")

    def _is_news(self, what: str) -> bool:
        """Return whether something was not told of this file; without a folder, nothing is."""
        is_news = self._schemas.is_asked_for and what not in self._not_judged
        self._not_judged.add(what)
        return is_news


def _has_geojson(item: dict[str, Any], where: Where) -> bool:
    places = (place for part in items(item, where) for place in part.members("places"))
    return any(place.get("geojson")[0] is not None for place in places)


def _by_rules(part: Folded) -> Iterator[Finding]:
    for rule in RULES:
        yield from rule(part)
    yield from texts.findings(part)


def _is_json_lines(raw: bytes) -> bool:
    """Return whether a line holds an object and the next one begins another, which no JSON does."""
    lines = (line.strip() for line in io.BytesIO(raw.removeprefix(json_text.BOM)))
    first, second = _two(line for line in lines if line)
    return first[:1] == second[:1] == b"{" and first[-1:] == b"}"


def _two(lines: Iterable[bytes]) -> tuple[bytes, bytes]:
    both = iter(lines)
    return next(both, b""), next(both, b"")
