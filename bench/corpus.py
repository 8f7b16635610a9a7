"""Files of releases to measure with, in JSON Lines: large ones with faults, and small ones.

What is written depends on the number of releases alone. Nothing but the texts of the corpus is
held in memory.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from bench.releases import stream

ONE_BAD_IN = 100
_FIRST_BAD = 36

Record = dict[str, Any]


def _without_headline(record: Record) -> None:
    del record["headline"]


def _with_a_day_that_is_none(record: Record) -> None:
    record["dateline"]["date"] = "2007-02-30"


def _with_an_unknown_field(record: Record) -> None:
    record["headlin"] = record["headline"]


def _at_a_place_that_is_not_there(record: Record) -> None:
    record["events"][0]["place"] = "pl-9"


def _with_aliases_out_of_order(record: Record) -> None:
    record["organisations"][1]["aliases"] = ["Senate", "Congress"]


FOUND_BY_SCHEMA: dict[str, Callable[[Record], None]] = {
    "a required field is missing": _without_headline,
    "a day that is none": _with_a_day_that_is_none,
    "an unknown field": _with_an_unknown_field,
}
FOUND_BY_RULES: dict[str, Callable[[Record], None]] = {
    "a reference to nothing": _at_a_place_that_is_not_there,
    "a set out of order": _with_aliases_out_of_order,
}
BROKEN = "broken JSON"
FAULTS = (*FOUND_BY_SCHEMA, *FOUND_BY_RULES, BROKEN)
"""What is wrong with bad records, in turn."""


def fault(number: int) -> str | None:
    """Return what is wrong with the record of a number, counted from 0; ``None``: nothing."""
    turn, rest = divmod(number, ONE_BAD_IN)
    return FAULTS[turn % len(FAULTS)] if rest == _FIRST_BAD else None


def good(count: int) -> int:
    """Return how many of the first records are good."""
    return sum(fault(number) is None for number in range(count))


def accepted(count: int) -> int:
    """Return how many of the first records the schema has nothing against."""
    return good(count) + sum(fault(number) in FOUND_BY_RULES for number in range(count))


def spoilt(raw: bytes, what: str) -> bytes:
    """Return a record with one of ``FAULTS``."""
    if what == BROKEN:
        return raw[:-1]
    record = json.loads(raw)
    (FOUND_BY_SCHEMA | FOUND_BY_RULES)[what](record)
    return json.dumps(record, ensure_ascii=False, separators=(",", ":")).encode()


def large(texts: Path, count: int) -> Iterator[bytes]:
    """Yield records of 6 KB and 60 fields, one in a hundred of them bad."""
    for number, raw in enumerate(stream(texts, count)):
        what = fault(number)
        yield raw if what is None else spoilt(raw, what)


def small(count: int) -> Iterator[bytes]:
    """Yield good records of 2 KB and a dozen fields."""
    for number in range(count):
        yield json.dumps(_small(number), separators=(",", ":")).encode()


def _small(number: int) -> Record:
    day = f"20{number % 25:02}-{number % 12 + 1:02}-{number % 28 + 1:02}"
    work = f"https://press.example.gov/id/release/small-{number}"
    sentences = [
        f"The office answered letter {number + turn} of those that citizens had sent since spring."
        for turn in range(14)
    ]
    picture = {"id": "a-1", "kind": "photo", "href": f"{work}/a.jpg", "caption": "The office."}
    picture["sha256"] = hashlib.sha256(work.encode()).hexdigest()
    office = {"id": "office", "name": "Example Office", "type": "agency"}
    return {
        "schemaVersion": "1",
        "id": work,
        "version": 1,
        "versionCreated": f"{day}T09:00:00Z",
        "type": "press_release",
        "language": "en",
        "status": "published",
        "identifiers": [{"scheme": "number", "value": str(number)}],
        "headline": f"Office answers {number} letters from citizens",
        "dateline": {"text": "EXAMPLETOWN", "date": day},
        "body": {"format": "text", "text": "\n\n".join(sentences)},
        "dates": {"issued": {"dateTime": f"{day}T09:00:00Z"}},
        "issuers": [{"ref": "office", "role": "lead"}],
        "organisations": [office],
        "contacts": [{"visibility": "public", "org": "office", "emails": ["press@example.gov"]}],
        "attachments": [picture],
        "rights": {"holder": "office"},
    }


def write(path: Path, records: Iterator[bytes]) -> None:
    """Write records to a file, one a line."""
    with path.open("wb") as lines:
        lines.writelines(raw + b"\n" for raw in records)
