"""Releases to measure with: real texts of US Senate offices, dressed as full records.

Headline, date and paragraphs are the corpus's; people, an event, quotes, topics and the rest
are added so that a record has about 6 KB and 60 fields (``shape`` tells).
"""

from __future__ import annotations

import gzip
import hashlib
import itertools
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

_CONTROL = re.compile("[\x00-\x1f\x7f-\x9f\ue000-\uf8ff\ufdd0-\ufdef\ufffe\uffff\ufffd]+")
_BODY_CHARACTERS = 3700
_TOPICS = ("20000618", "20000593", "20000312")


def releases(corpus: Path, count: int) -> list[bytes]:
    """Return ``count`` records as compact JSON, in the order of the corpus."""
    return list(stream(corpus, count))


def stream(corpus: Path, count: int) -> Iterator[bytes]:
    """Yield what :func:`releases` returns; each has an id of its own, however many there are."""
    for source in itertools.islice(_usable(corpus), count):
        yield json.dumps(_record(source), ensure_ascii=False, separators=(",", ":")).encode()


def shape(records: list[bytes]) -> tuple[int, int]:
    """Return the median size in bytes and the median number of different fields of a record."""
    sizes = sorted(len(record) for record in records)
    fields = sorted(len(set(_fields(json.loads(record)))) for record in records)
    return sizes[len(sizes) // 2], fields[len(fields) // 2]


def _fields(value: Any, path: str = "") -> Iterator[str]:
    if isinstance(value, dict):
        for key, part in value.items():
            yield from _fields(part, f"{path}.{key}")
    elif isinstance(value, list):
        for part in value:
            yield from _fields(part, path)
    else:
        yield path


def _usable(corpus: Path) -> Iterator[dict[str, Any]]:
    """Yield the texts, each with the next one's behind it, from the start if there are too few."""
    with gzip.open(corpus, "rt", encoding="utf-8") as lines:
        texts = [json.loads(line) for line in lines]
    for turn in itertools.count():
        for text, following in zip(texts, texts[1:] + texts[:1], strict=True):
            paragraphs = text["body_paragraphs"] + following["body_paragraphs"]
            yield text | {"id": f"{text['id']}-{turn}", "body_paragraphs": paragraphs}


def _clean(text: str) -> str:
    return " ".join(_CONTROL.sub(" ", text).split())


def _body(paragraphs: list[str]) -> str:
    """Return the paragraphs that fit, the last one cut at a word."""
    kept: list[str] = []
    room = _BODY_CHARACTERS
    for paragraph in filter(None, map(_clean, paragraphs)):
        if room < 80:
            break
        kept.append(paragraph if len(paragraph) <= room else paragraph[:room].rsplit(" ", 1)[0])
        room -= len(paragraph)
    return "\n\n".join(kept) or "No text."


def _record(source: dict[str, Any]) -> dict[str, Any]:
    senator, day = _clean(source["senator"]), source["date"]
    said = f"We will see this through to the end, said about {senator}"
    body = f"{_body(source['body_paragraphs'])}\n\n“{said},” the senator said."
    number = hashlib.sha256(source["id"].encode()).hexdigest()[:12]
    work = f"https://press.example.gov/id/release/{number}"
    start = body.index(said)
    return (
        {
            "schemaVersion": "1",
            "id": work,
            "version": 2,
            "versionCreated": f"{day}T18:30:00-05:00",
            "type": "press_release",
            "language": "en-US",
            "status": "published",
            "changes": [
                {
                    "version": 2,
                    "at": f"{day}T18:30:00-05:00",
                    "kind": "correction",
                    "note": "Spelling of a name.",
                }
            ],
            "identifiers": [{"scheme": "number", "value": source["id"]}],
            "headline": _clean(source["headline"])[:180] or "Statement",
            "keywords": ["Senate", f"Senator {senator}", "statement"],
            "dateline": {"text": "WASHINGTON, D.C. –", "place": "pl-1", "date": day},
            "body": {"format": "text", "text": body},
            "quotes": [
                {
                    "id": "q-1",
                    "kind": "direct",
                    "span": [start, start + len(said)],
                    "speaker": "p-1",
                    "speakerAsWritten": "the senator",
                    "verb": "said",
                    "saidOn": day,
                }
            ],
        }
        | _dates_and_agents(senator, day)
        | _places_and_events(senator, day)
        | _rest(work, senator)
    )


def _dates_and_agents(senator: str, day: str) -> dict[str, Any]:
    return {
        "dates": {
            "issued": {"dateTime": f"{day}T12:00:00-05:00", "certainty": "stated"},
        },
        "issuers": [{"ref": "org-1", "role": "lead", "certainty": "stated"}],
        "people": [
            {
                "id": "p-1",
                "name": f"Senator {senator}",
                "aliases": [senator],
                "roles": [
                    {
                        "title": "Senator",
                        "org": "org-2",
                        "asOf": day,
                        "relation": "post",
                    }
                ],
                "certainty": "stated",
            },
            {
                "id": "p-2",
                "name": "Jordan Example",
                "roles": [{"title": "press secretary", "org": "org-1", "asOf": day}],
            },
        ],
        "organisations": [
            {
                "id": "org-1",
                "name": f"Office of Senator {senator}",
                "type": "legislature",
                "parent": "org-2",
            },
            {
                "id": "org-2",
                "name": "United States Senate",
                "aliases": ["Senate"],
                "type": "legislature",
            },
        ],
    }


def _places_and_events(senator: str, day: str) -> dict[str, Any]:
    return {
        "places": [
            {
                "id": "pl-1",
                "name": "Washington, D.C.",
                "kind": "city",
            },
            {
                "id": "pl-2",
                "name": "Russell Senate Office Building",
                "kind": "venue",
                "within": "pl-1",
            },
        ],
        "events": [
            {
                "id": "ev-1",
                "name": f"Briefing by Senator {senator}",
                "start": day,
                "place": "pl-2",
                "organisers": ["org-1"],
                "certainty": "inferred",
            }
        ],
    }


def _rest(work: str, senator: str) -> dict[str, Any]:
    return {
        "contacts": [
            {
                "visibility": "public",
                "name": "Jordan Example",
                "role": "press secretary",
                "org": "org-1",
                "emails": ["press@senate.example.gov"],
            }
        ],
        "subjects": [{"scheme": "medtop", "code": code} for code in _TOPICS],
        "attachments": [
            {
                "id": "a-1",
                "kind": "photo",
                "href": f"{work}/photo.jpg",
                "mediaType": "image/jpeg",
                "bytes": 204800,
                "sha256": hashlib.sha256(work.encode()).hexdigest(),
                "caption": f"Senator {senator} at the briefing.",
            }
        ],
        "relations": [{"rel": "page", "target": f"{work}.html"}],
        "rights": {
            "holder": "org-1",
            "licence": "https://creativecommons.org/publicdomain/mark/1.0/",
        },
    }
