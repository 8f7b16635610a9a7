"""The record of the release this project was born from, made from its text and the facts about it.

Nothing of the text stands here but the words that are looked for in it: a span is where the
words stand, and ``at`` fails when they do not. File spans count in the source file, body spans in
the body, whose paragraphs are the lines 3 to 15 of the file.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import Any

WORK = "https://example.go.id/id/press-release/SEED-0001"
FIRST, LAST = 2, 15
"""The lines of the body, counted from 0, end-exclusive."""


@dataclass(frozen=True)
class Seed:
    """The source file as text."""

    text: str

    @property
    def lines(self) -> list[str]:
        """Return the lines of the file."""
        return self.text.split("\n")

    @property
    def body(self) -> str:
        """Return the canonical body: paragraphs joined by a blank line."""
        return "\n\n".join(self.lines[FIRST:LAST])

    def at(self, words: str, nth: int = 0) -> list[int]:
        """Return the span in the body of the nth time (from 0) some words stand there."""
        start = -1
        for _ in range(nth + 1):
            start = self.body.index(words, start + 1)
        return [start, start + len(words)]

    def in_file(self, body_span: list[int]) -> list[int]:
        """Return the span in the file that a body span comes from."""
        offset = sum(len(line) + 1 for line in self.lines[:FIRST])
        return [offset + end - self.body.count("\n\n", 0, end) for end in body_span]


def record(seed: Seed) -> dict[str, Any]:
    """Return the whole record."""
    return {
        "schemaVersion": "1",
        "id": WORK,
        "version": 1,
        "versionCreated": "2025-11-24T10:00:00+07:00",
        "type": "press_release",
        "language": "id",
        "status": "published",
        "headline": seed.lines[1],
        "alternativeHeadlines": [{"text": seed.lines[0], "role": "seo"}],
        "keywords": sorted(seed.lines[0].split(", ")),
        "body": {"format": "text", "text": seed.body},
        "quotes": _quotes(seed),
        "dates": _dates(seed),
        "issuers": [{"ref": "org-diskominfo", "role": "lead", "certainty": "inferred"}],
        "source": {
            "asWritten": seed.lines[15].removeprefix("Sumber: "),
            "ref": "org-diskominfo",
            "certainty": "inferred",
        },
        "people": _people(seed),
        "organisations": _organisations(seed),
        "places": _places(seed),
        "events": [_event(seed)],
        "mentions": [
            {"name": name, "spans": [seed.at(name)]}
            for name in ("WhatsApp", "TikTok", "Instagram", "Facebook")
        ],
        "subjects": [
            {"scheme": "medtop", "code": code}
            for code in ("20000312", "20000618", "20000595", "20000594", "20001182", "20000514")
        ],
        "provenance": _provenance(seed),
    }


def _said(seed: Seed, first: str, last: str) -> list[int]:
    return [seed.at(first)[0], seed.at(last)[1]]


def _quotes(seed: Seed) -> list[dict[str, Any]]:
    return [
        {
            "id": "q-1",
            "kind": "direct",
            "span": _said(seed, "Ini bukan hanya sekadar", "dan dapat dipercaya"),
            "speaker": "p-pulung",
            "speakerAsWritten": "Pulung",
            "verb": "ungkap",
            "saidOn": "2025-07-08",
            "certainty": "stated",
        },
        {
            "id": "q-2",
            "kind": "direct",
            "span": _said(seed, "Saya berharap agar kalian", "beradaptasi dengan teknologi"),
            "speaker": "p-fahruddin",
            "speakerAsWritten": "-nya",
            "verb": "tutup",
            "certainty": "inferred",
        },
    ]


def _dates(seed: Seed) -> dict[str, Any]:
    return {
        "issued": {
            "edtf": "2025-07-08/..",
            "certainty": "inferred",
            "note": "tanggal terakhir yang disebut dalam teks",
        },
        "mentions": [
            {
                "asWritten": "7 dan 8 Juli 2025",
                "spans": [seed.at("7 dan 8 Juli 2025")],
                "value": "2025-07-07/2025-07-08",
                "certainty": "stated",
            },
            {
                "asWritten": "Selasa (8/7)",
                "spans": [seed.at("Selasa (8/7)")],
                "value": "2025-07-08",
                "certainty": "inferred",
                "yearFrom": "context",
                "weekdayMatches": True,
            },
        ],
    }


def _person(
    seed: Seed, local: str, name: str, times: int, role: tuple[str, str, str]
) -> dict[str, Any]:
    words, organisation, relation = role
    title = {"title": words} if relation == "post" else {}
    return {
        "id": local,
        "name": name,
        "spans": [seed.at(name, nth) for nth in range(times)],
        "certainty": "stated",
        "roles": [
            title
            | {
                "org": organisation,
                "asOf": "2025-07",
                "relation": relation,
                "spans": [seed.at(words)],
                "certainty": "stated",
            }
        ],
    }


def _people(seed: Seed) -> list[dict[str, Any]]:
    return [
        _person(
            seed,
            "p-pulung",
            "Pulung Chausar",
            1,
            ("Kepala Biro Administrasi Pimpinan", "org-biro-adpim", "post"),
        )
        | {"aliases": ["Pulung"]},
        _person(
            seed,
            "p-faisal",
            "Faisal Fahmi",
            1,
            ("dari Biro Humas Sekretariat Negara", "org-biro-humas-setneg", "affiliated"),
        )
        | {"aliases": ["Faisal"]},
        _person(
            seed, "p-noor", "Noor Iza", 2, ("Kepala Puspa Komdigi", "org-puspa-komdigi", "post")
        ),
        _person(
            seed,
            "p-fahruddin",
            "Fahruddin Ali",
            2,
            ("Ketua Umum Iprahumas", "org-iprahumas", "post"),
        ),
    ]


def _organisations(seed: Seed) -> list[dict[str, Any]]:
    stated = [
        ("org-pemprov", "Pemerintah Provinsi Jawa Timur", "government", None),
        (
            "org-humas-pd",
            "Humas Perangkat Daerah Pemerintah Provinsi Jawa Timur",
            "unit",
            "org-pemprov",
        ),
        ("org-biro-adpim", "Biro Administrasi Pimpinan", "unit", "org-pemprov"),
        ("org-biro-humas-setneg", "Biro Humas Sekretariat Negara", "unit", None),
        ("org-puspa-komdigi", "Puspa Komdigi", "unit", None),
        ("org-iprahumas", "Iprahumas", "association", None),
    ]
    return [
        {
            "id": "org-diskominfo",
            "name": "Dinas Komunikasi dan Informatika Provinsi Jawa Timur",
            "aliases": [seed.lines[15].removeprefix("Sumber: ")],
            "type": "unit",
            "parent": "org-pemprov",
            "certainty": "inferred",
        },
        *(
            {"id": local, "name": name, "type": kind}
            | ({"parent": parent} if parent else {})
            | {"spans": [seed.at(name)], "certainty": "stated"}
            for local, name, kind, parent in stated
        ),
    ]


def _places(seed: Seed) -> list[dict[str, Any]]:
    hotel = "Hotel Ijen Suites Resort and Convention"
    return [
        {
            "id": "pl-hotel",
            "name": hotel,
            "kind": "venue",
            "within": "pl-malang",
            "spans": [seed.at(hotel)],
            "certainty": "stated",
        },
        {
            "id": "pl-malang",
            "name": "Kota Malang",
            "kind": "city",
            "within": "pl-jatim",
            "codes": {"kemendagri": "35.73"},
            "spans": [seed.at("Kota Malang")],
            "certainty": "stated",
        },
        {
            "id": "pl-jatim",
            "name": "Jawa Timur",
            "kind": "province",
            "codes": {"iso3166-2": "ID-JI", "kemendagri": "35"},
            "spans": [seed.at("Jawa Timur", 2)],
            "certainty": "stated",
        },
    ]


def _event(seed: Seed) -> dict[str, Any]:
    name = "Kolaborasi Mengawal Narasi Jawa Timur Gerbang Baru Nusantara"
    talks = [
        ("s-2", "Pengelolaan Komunikasi Publik di Era Digital", "p-faisal"),
        (
            "s-3",
            "Mengembangkan SDM Humas Pemerintah yang Kompeten, Profesional, dan Berdaya",
            "p-noor",
        ),
        ("s-4", "Menjadi Pranata Humas Unggul Jawa Timur", "p-fahruddin"),
    ]
    return {
        "id": "ev-1",
        "name": name,
        "start": "2025-07-07",
        "end": "2025-07-08",
        "place": "pl-hotel",
        "organisers": ["org-humas-pd"],
        "attendance": {
            "organisations": 56,
            "asWritten": "56 perangkat daerah",
            "who": ["Pejabat Pelaksana Kehumasan", "Pranata Humas"],
            "spans": [seed.at("56 perangkat daerah")],
        },
        "sessions": [
            {
                "id": "s-1",
                "kind": "opening",
                "speakers": ["p-pulung"],
                "spans": [seed.at("sambutannya")],
            },
            *(
                {
                    "id": local,
                    "kind": "talk",
                    "title": title,
                    "speakers": [speaker],
                    "spans": [seed.at(title)],
                }
                for local, title, speaker in talks
            ),
        ],
        "spans": [seed.at(name)],
        "certainty": "stated",
    }


def _provenance(seed: Seed) -> dict[str, Any]:
    evidence = {
        "/headline": [len(seed.lines[0]) + 1, len(seed.lines[0]) + 1 + len(seed.lines[1])],
        "/alternativeHeadlines/0/text": [0, len(seed.lines[0])],
        "/events/0": seed.in_file(_event(seed)["spans"][0]),
        "/quotes/0": seed.in_file(_quotes(seed)[0]["span"]),
        "/quotes/1": seed.in_file(_quotes(seed)[1]["span"]),
        "/dates/mentions/0": seed.in_file(seed.at("7 dan 8 Juli 2025")),
        "/dates/issued": seed.in_file(seed.at("Selasa (8/7)")),
    }
    label = seed.lines[16]
    return {
        "file": "seed.txt",
        "sha256": hashlib.sha256(seed.text.encode()).hexdigest(),
        "method": "manual",
        "evidence": [{"pointer": where, "span": span} for where, span in evidence.items()],
        "removed": [
            {
                "text": label,
                "span": [len(seed.text) - len(label), len(seed.text)],
                "kind": "comments-label",
            }
        ],
    }
