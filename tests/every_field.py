"""Records that use every field of the schema at least once, valid by all rules.

``every_field`` has a body in html, ``every_field_text`` one in text; a test asserts that no field
of the schema is missing from the first.
"""

from __future__ import annotations

from typing import Any

from archive.body import plain_text

WORK = "https://pers.example.go.id/id/release/every-field"
SHA = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"

HTML = (
    '<h2 lang="id">Bagian satu</h2>'
    '<p>Surabaya – Rapat dibuka Selasa (8/7) di <a href="https://example.go.id/balai?a=1&amp;b=2">'
    "Balai <em>Kota</em></a>.<br/>“Kita mulai sekarang.</p>"
    "<blockquote><p>“Bersama-sama,” kata <strong>Siti Rahma</strong> &lt;Kepala&gt;.</p></blockquote>"
    "<table><caption>Hadirin</caption><thead><tr><th>Hari</th><th>Orang</th></tr></thead>"
    "<tbody><tr><td>1</td><td>120</td></tr></tbody></table>"
    '<ul><li>CO<sub>2</sub> m<sup>2</sup><ol><li><abbr title="Analisis &quot;dampak&quot;">AMDAL</abbr>'
    '</li></ol></li></ul><h3>Bagian dua</h3><h4>Penutup</h4><p dir="rtl" lang="ar">نص عربي '
    '<span dir="ltr" lang="en">WhatsApp</span></p>'
)


def _at(text: str, words: str, nth: int = 0) -> list[int]:
    start = -1
    for _ in range(nth + 1):
        start = text.index(words, start + 1)
    return [start, start + len(words)]


def every_field() -> dict[str, Any]:
    """Return the record with a body in html."""
    return _record({"format": "html", "text": HTML})


def every_field_text() -> dict[str, Any]:
    """Return the same record with the same words as plain text."""
    return _record({"format": "text", "text": plain_text("html", HTML)})


def _record(body: dict[str, str]) -> dict[str, Any]:
    text = plain_text(body["format"], body["text"])
    return {
        "$schema": "https://w3id.org/press-archive/schema/1/release.schema.json",
        "schemaVersion": "1",
        "id": WORK,
        "version": 3,
        "versionCreated": "2025-07-12T10:00:00.250+07:00",
        "type": "statement",
        "language": "id",
        "status": "published",
        **_state(),
        **_heads(text),
        "body": body,
        "quotes": _quotes(text),
        "byline": [{"name": "Andi Tenri", "role": "reporter", "initials": "at"}],
        "notes": [{"text": "Foto bebas dipakai.\n\tDengan kredit."}],
        "about": [{"text": "Tentang Badan Contoh:\nberdiri 1998.", "org": "org-1"}],
        "dates": _dates(text),
        "issuers": [
            {"ref": "org-1", "role": "lead", "certainty": "stated"},
            {"ref": "org-2", "role": "joint", "certainty": "inferred"},
        ],
        "source": {
            "asWritten": "Humas Badan Contoh",
            "ref": "org-1",
            "url": "https://badan.example.go.id/siaran",
            "certainty": "stated",
        },
        "republisher": {"name": "Contoh Pos", "url": "https://pos.example.id/"},
        **_agents(text),
        **_places_and_events(text),
        "contacts": [
            {
                "visibility": "restricted",
                "name": "Rudi Hartanto",
                "role": "juru bicara",
                "org": "org-1",
                "phones": ["+62 21 0000 0042", "+62 812 0000 0042"],
                "emails": ["humas@badan.example.go.id", "rudi@badan.example.go.id"],
                "validUntil": "2028-07-08",
            }
        ],
        "mentions": [{"name": "WhatsApp", "spans": [_at(text, "WhatsApp")]}],
        "subjects": [
            {"scheme": "medtop", "code": "20000312", "label": "public relations"},
            {"scheme": "https://topics.example.org/t#", "code": "rapat", "label": "rapat"},
        ],
        "attachments": _attachments(),
        "relations": _relations(),
        "rights": {
            "holder": "org-1",
            "licence": "https://creativecommons.org/licenses/by/4.0/",
            "notice": "© 2025 Badan Contoh",
        },
        "provenance": _provenance(),
        "extensions": {
            "org.example.desk": {"round": 2, "score": 0.5, "tiny": 1e-7, "done": None, "ok": True},
            "\ue000": ["sorted by UTF-16", "\U0001f600"],
            "\U0001f600": [],
        },
    }


def _state() -> dict[str, Any]:
    return {
        "statusHistory": [
            {"status": "draft", "at": "2025-07-07T08:00:00+07:00", "note": "Naskah\npertama."},
            {
                "status": "withdrawn",
                "at": "2025-07-09T08:00:00+07:00",
                "reason": "Angka salah.",
                "replacedBy": "https://pers.example.go.id/id/release/other",
            },
            {"status": "published", "at": "2025-07-10T08:00:00+07:00", "reason": "Diperbaiki."},
        ],
        "changes": [
            {"version": 2, "at": "2025-07-10T08:00:00+07:00", "kind": "minor"},
            {
                "version": 3,
                "at": "2025-07-12T10:00:00+07:00",
                "kind": "correction",
                "note": "Jumlah hadirin:\n120, bukan 12.",
            },
        ],
        "identifiers": [
            {"scheme": "number", "value": "SP-42/HUMAS/VII/2025"},
            {"scheme": "https://doi.example.org/", "value": "10.5555/42"},
        ],
        "slug": "rapat-dibuka",
        "provider": "org-2",
        "embargo": {"until": "2025-07-08T06:00:00+07:00", "note": "tidak sebelum pukul enam"},
        "urgency": 4,
        "government": {"ref": "org-3", "from": "2023-11", "to": "2028~"},
        "political": False,
        "digitalSource": "http://cv.iptc.org/newscodes/digitalsourcetype/digitalCreation",
        "access": {"level": "restricted", "until": "2035-12-31"},
    }


def _heads(text: str) -> dict[str, Any]:
    return {
        "headline": "Rapat “besar” & penting dibuka <hari ini>",
        "alternativeHeadlines": [
            {"text": "Dihadiri 120 orang", "role": "sub"},
            {"text": "Big meeting opened", "role": "short", "language": "en-GB"},
        ],
        "summary": "Rapat dibuka.\nBanyak yang hadir.",
        "keywords": ["humas", "rapat"],
        "dateline": {
            "text": text[slice(*_at(text, "Surabaya –"))],
            "place": "pl-2",
            "date": "2025-07-08",
        },
    }


def _quotes(text: str) -> list[dict[str, Any]]:
    start, end = _at(text, "Kita mulai sekarang.")[0], _at(text, "Bersama-sama")[1]
    return [
        {
            "id": "q-1",
            "kind": "direct",
            "span": [start, end],
            "speaker": "p-1",
            "speakerAsWritten": "Siti Rahma",
            "verb": "kata",
            "saidOn": "2025-07-08",
            "certainty": "stated",
        },
        {
            "id": "q-2",
            "kind": "indirect",
            "span": [start + 5, _at(text, "Siti Rahma")[1]],
            "speaker": "org-1",
            "speakerAsWritten": "ia",
            "saidOn": "2025-07-07/2025-07-08",
            "certainty": "inferred",
        },
        {"id": "q-3", "kind": "indirect", "span": _at(text, "Bagian dua")},
    ]


def _dates(text: str) -> dict[str, Any]:
    return {
        "issued": {
            "dateTime": "2025-07-08T09:00:00+07:00",
            "certainty": "stated",
            "note": "kepala surat",
        },
        "created": {"edtf": "2025-07-07", "certainty": "inferred", "note": "tanggal berkas"},
        "modified": {"dateTime": "2025-07-12T02:30:00Z", "certainty": "stated", "note": "catatan"},
        "scheduledFor": {"edtf": "2025-07~", "certainty": "unknown", "note": "agenda"},
        "expires": {"edtf": "2026", "certainty": "stated", "note": "berlaku setahun"},
        "mentions": [
            {
                "asWritten": "Selasa (8/7)",
                "value": "2025-07-08",
                "spans": [_at(text, "Selasa (8/7)")],
                "certainty": "inferred",
                "yearFrom": "issued",
                "weekdayMatches": True,
            },
            {"asWritten": "awal abad", "value": "20XX"},
        ],
    }


def _agents(text: str) -> dict[str, Any]:
    return {
        "people": [
            {
                "id": "p-1",
                "name": "Siti Rahma",
                "aliases": ["Bu Siti", "Siti"],
                "sameAs": ["http://www.wikidata.org/entity/Q1", "https://viaf.org/viaf/1"],
                "roles": [
                    {
                        "title": "Kepala Badan",
                        "org": "org-1",
                        "asOf": "2025-07",
                        "from": "2024",
                        "to": "2027",
                        "acting": True,
                        "relation": "post",
                        "spans": [_at(text, "<Kepala>")],
                        "certainty": "stated",
                    },
                    {"title": "Anggota", "relation": "member", "asOf": "2025-07-08"},
                ],
                "spans": [_at(text, "Siti Rahma")],
                "certainty": "stated",
            }
        ],
        "organisations": [
            {
                "id": "org-1",
                "name": "Badan Contoh",
                "aliases": ["BC", "Badan"],
                "type": "agency",
                "parent": "org-3",
                "sameAs": ["https://register.example.go.id/org/1"],
                "from": "2016-05-04",
                "to": "2030~",
                "predecessors": ["org-2"],
                "successors": ["org-2", "org-3"],
                "spans": [_at(text, "Bagian satu")],
                "certainty": "stated",
            },
            {"id": "org-2", "name": "Kantor Contoh", "type": "company"},
            {"id": "org-3", "name": "Pemerintah Contoh", "type": "government"},
        ],
    }


def _places_and_events(text: str) -> dict[str, Any]:
    return {
        "places": [
            {
                "id": "pl-1",
                "name": "Balai Kota",
                "kind": "venue",
                "within": "pl-2",
                "lat": "-7.2500",
                "lon": "112.7500",
                "spans": [_at(text, "Balai Kota")],
                "certainty": "stated",
            },
            {
                "id": "pl-2",
                "name": "Surabaya",
                "kind": "city",
                "codes": {"kemendagri": "35.78", "iso3166-2": "ID-JI", "geonames": "1625822"},
                "lat": "-7.24917",
                "lon": "112.75083",
                "sameAs": ["https://sws.geonames.org/1625822/"],
                "spans": [_at(text, "Surabaya")],
                "certainty": "stated",
            },
        ],
        "events": [
            {
                "id": "ev-1",
                "name": "Rapat Kerja",
                "start": "2025-07-08",
                "end": "2025-07-09",
                "place": "pl-1",
                "organisers": ["org-1", "org-2"],
                "attendance": {
                    "people": 120,
                    "organisations": 56,
                    "asWritten": "120 orang dari 56 lembaga",
                    "who": ["humas", "wartawan"],
                    "spans": [_at(text, "120")],
                },
                "sessions": [
                    {
                        "id": "s-1",
                        "kind": "opening",
                        "title": "Pembukaan",
                        "speakers": ["org-1", "p-1"],
                        "spans": [_at(text, "dibuka")],
                    },
                    {"id": "s-2", "kind": "closing"},
                ],
                "sameAs": ["http://www.wikidata.org/entity/Q2"],
                "spans": [_at(text, "Rapat")],
                "certainty": "stated",
            },
            {
                "id": "ev-2",
                "name": "Rapat lanjutan",
                "start": "2025-08~",
                "end": "2025-09~",
                "place": "pl-2",
                "organisers": ["org-2"],
            },
        ],
    }


def _attachments() -> list[dict[str, Any]]:
    base = "https://pers.example.go.id/media/"
    return [
        {
            "id": "a-1",
            "kind": "photo",
            "href": base + "rapat.jpg",
            "title": "Suasana rapat",
            "mediaType": "image/jpeg",
            "bytes": 183204,
            "sha256": SHA,
            "width": 1600,
            "height": 900,
            "language": "id",
            "caption": "Suasana rapat.\nHari pertama.",
            "alt": "Orang duduk di aula",
            "credit": "Humas Badan Contoh",
            "renditions": [
                {
                    "name": "web",
                    "href": base + "rapat-800.jpg",
                    "mediaType": "image/webp",
                    "bytes": 61002,
                    "sha256": SHA[::-1],
                    "width": 800,
                    "height": 450,
                }
            ],
            "rights": {
                "holder": "p-1",
                "licence": "https://creativecommons.org/licenses/by-sa/4.0/",
                "notice": "© Siti Rahma",
            },
        },
        {"id": "a-2", "kind": "document", "href": base + "a.pdf", "sha256": SHA, "caption": "Isi."},
    ]


def _relations() -> list[dict[str, Any]]:
    base = "https://pers.example.go.id/id/release/"
    kinds = ("related", "sameRelease", "derivedFrom", "translationOf", "translation", "replaces")
    kinds += ("replacedBy", "cites", "partOf", "page")
    relations: list[dict[str, Any]] = [{"rel": kind, "target": base + kind} for kind in kinds]
    relations[4] |= {"title": "Big meeting opened", "language": "en-GB"}
    return relations


def _provenance() -> dict[str, Any]:
    return {
        "url": "https://pos.example.id/kabar/1",
        "archiveUrl": "https://web.archive.org/web/2025/https://pos.example.id/kabar/1",
        "capturedAt": "2025-07-11T15:00:00+07:00",
        "file": "siaran.txt",
        "sha256": SHA,
        "tool": "press-archive",
        "method": "mixed",
        "evidence": [{"pointer": "/headline", "span": [0, 41]}],
        "removed": [{"text": "Komentar\n0", "span": [900, 910], "kind": "comments-label"}],
    }
