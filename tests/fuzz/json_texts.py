"""JSON itself: what is taken and refused, where values stand, and where arrays and lines are cut."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from typing import Any

from archive import json_scan, json_text
from archive.batch import cuts
from archive.errors import UnreadableSource
from archive.findings import Finding
from archive.json_text import BOM
from archive.positions import JsonPlaces, pointer
from tests.fuzz.reading import LARGEST
from tests.fuzz.telling import can_be_told

_MOST_PLACES = 40
STRICTER = frozenset({"J002", "J003", "J004", "J005", "J006", "J007", "J008", "J010", "J014"})
"""What we refuse or tell, and ``json`` of Python takes: double keys, NaN, what is large or deep,
half characters, another encoding than UTF-8."""


def scans_json(raw: bytes) -> None:
    """Compare strict JSON with ``json``, the scanner with the decoder, and places with the text."""
    try:
        document, warnings = json_text.read(raw, largest=LARGEST)
    except UnreadableSource as error:
        can_be_told(error.findings, raw)
        _is_refused_rightly(raw, error.findings)
        return
    assert {one.code for one in warnings} <= {"J005"}
    text = raw.removeprefix(BOM).decode()
    assert json_scan.scan(text) == []
    assert document == json.loads(text)
    _is_found(document, raw)


def _is_refused_rightly(raw: bytes, found: Iterable[Finding]) -> None:
    codes = {one.code for one in found}
    try:
        json.loads(raw.removeprefix(BOM))
    except (ValueError, RecursionError):
        return
    assert codes & STRICTER, codes
    assert not codes - STRICTER, codes


def _is_found(document: Any, raw: bytes) -> None:
    """Compare the quick way to a place with the one for any text."""
    quick, other = JsonPlaces(raw), JsonPlaces(raw + b"\n")
    text = raw.removeprefix(BOM).decode()
    lines = json_scan.Lines(text)
    for where in _values(document):
        place = quick.find(where)
        assert place == other.find(where), where
        assert place.line <= lines.position(len(text)).line


def _values(document: Any) -> Iterator[str]:
    waiting: list[tuple[tuple[str | int, ...], Any]] = [((), document)]
    for _ in range(_MOST_PLACES):
        if not waiting:
            return
        where, value = waiting.pop()
        yield pointer(where)
        if isinstance(value, dict):
            waiting += [((*where, name), part) for name, part in value.items()]
        elif isinstance(value, list):
            waiting += [((*where, number), part) for number, part in enumerate(value)]


def cuts_json(raw: bytes) -> None:
    """Cut an array and lines into pieces, in blocks of any size: it says what the whole says."""
    limits = cuts.Limits(largest=LARGEST, records=2, size_bytes=100, is_kept=True)
    for cut in (cuts.lines, cuts.items):
        if cut is cuts.items and not raw.lstrip(b" \t\r\n").startswith(b"["):
            continue
        assert _spans(cut, raw, 7, limits) == _spans(cut, raw, 1000, limits)


def _spans(cut: Any, raw: bytes, size: int, limits: cuts.Limits) -> list[Any]:
    blocks = [raw[start : start + size] for start in range(0, len(raw), size)]
    said: list[Any] = []
    try:
        said.extend(cut(blocks, limits))
    except UnreadableSource as error:
        can_be_told(error.findings, raw)
        said.append(error.findings)
    return said
