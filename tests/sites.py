"""A site as the program publishes it, for tests of its pages."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from tests.program import other

SAMPLES = Path(__file__).parent.parent / "samples" / "good"
SETTINGS = """[publication]
licence = "https://creativecommons.org/licenses/by/4.0/"
contact = {name = "Humas Kota Contoh", email = "humas@contoh.go.id", phone = "+62 511 000 002"}
publisher = {name = "Pemerintah Kota Contoh", homepage = "https://contoh.go.id/", type = "LocalAuthority"}

[publication.title]
id = "Siaran pers Kota Contoh"
en = "Press releases of Contoh City"
"""
WORDS = ("perahu", "pasar", "jembatan", "sekolah", "sungai", "taman", "museum")
"""Nouns of bodies; each of the releases that are made up says one of them."""
RARE, RARE_IN = "pelampung", range(3, 6)
"""A word that the bodies of three made-up releases say, of three years, and no other text."""


_LEFT_OUT = ("quotes", "people", "events", "dateline", "places", "changes")


def made_up(count: int) -> list[dict[str, Any]]:
    """Return records of many days and years, so that lists have several pages."""
    records = []
    for number in range(count):
        year, month, day = 2024 + number % 3, 1 + number % 12, 1 + number % 28
        word = WORDS[number % len(WORDS)]
        moment = f"{year}-{month:02}-{day:02}T09:00:00+07:00"
        text = (
            f"Surabaya, {day} {month} {year} – Warga melihat {word} nomor {number} dibuka hari ini."
        )
        if number in RARE_IN:
            text += f" Petugas membawa {RARE}."
        said = {
            "headline": f"Warga membuka {word} ke-{number}",
            "versionCreated": moment,
            "dates": {"issued": {"dateTime": moment}},
            "body": {"format": "text", "text": text},
            "version": 1,
        }
        records.append(other(number, **dict.fromkeys(_LEFT_OUT), **said))
    return records


BASE = "https://pers.contoh.go.id/arsip/"


def published(
    place: Path, records: Iterable[dict[str, Any]] = (), *words: str, base: str = BASE
) -> Path:
    """Publish our samples and further records, and return the folder of the site."""
    place.mkdir(parents=True, exist_ok=True)
    lines = [json.dumps(one, ensure_ascii=False) for one in records]
    (place / "more.jsonl").write_text("\n".join(lines), encoding="utf-8")
    (place / "press-archive.toml").write_text(SETTINGS, encoding="utf-8")
    sources = [str(SAMPLES), *(["more.jsonl"] if lines else [])]
    done = subprocess.run(
        [sys.executable, "-m", "archive", "publish", *sources, "-o", "public", "--jobs", "1",
         "--base-url", base, "--lang", "en", *words],
        capture_output=True, check=False, cwd=place, text=True, timeout=300,
    )  # fmt: skip
    folder = place / "public"
    assert folder.is_dir(), done.stdout[-2000:] + done.stderr
    return folder.resolve()


def pages(folder: Path) -> list[Path]:
    """Return all pages of a site."""
    return sorted(one for one in folder.rglob("*.html") if "pagefind" not in one.parts)
