"""Collections to make catalogues of: with everything that can be said, and with nothing more than must."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from archive.publication.catalogue import Collection, Dataset, Distribution, Kind
from archive.publication.site import Agent, Site

SUFFIXES: dict[Kind, str] = {
    "nquads": "nq.zst",
    "jsonl": "jsonl.zst",
    "newsml": "newsml.xml.zst",
    "csv": "csv",
    "parquet": "parquet",
}

WHOLE_SITE = Site(
    base_url="https://pers.example.go.id/",
    title={"id": "Siaran pers Kota Contoh", "en": "Press releases of Contoh"},
    description={"id": "Arsip terbuka siaran pers", "en": "An open archive of press releases"},
    publisher=Agent(
        name="Pemerintah Kota Contoh",
        iri="https://pers.example.go.id/id/org/kota",
        homepage="https://example.go.id/",
        kind="LocalAuthority",
        email="kota@example.go.id",
        phone="+62 341 551 111",
    ),
    contact=Agent(
        name="Humas",
        iri="https://pers.example.go.id/id/org/humas",
        homepage="https://example.go.id/humas",
        email="humas@example.go.id",
        phone="(0341) 551-112",
    ),
    licence="https://creativecommons.org/licenses/by/4.0/",
    regions=("35.73",),
    producer=Agent(
        name="Bagian Protokol",
        homepage="https://example.go.id/protokol",
        kind="LocalAuthority",
        email="protokol@example.go.id",
    ),
    custodian=Agent(name="Dinas Komunikasi", iri="https://example.go.id/id/diskominfo"),
)

BARE_SITE = Site(
    base_url="http://127.0.0.1:8000/pers/",
    title={"en": "Press releases"},
    description={"en": "All of them"},
    publisher=Agent(name="127.0.0.1"),
    contact=Agent(name="127.0.0.1"),
    languages=("en",),
)


def dataset(year: str, **others: Any) -> Dataset:
    """Return the releases of a year, with a file of every kind."""
    values: dict[str, Any] = {
        "works": 1204,
        "editions": 1310,
        "issued": "2024-12-31T23:00:00+07:00",
        "modified": "2026-08-01T10:15:00+07:00",
        "languages": ("id", "jv", "ar", "bjn"),
        "distributions": files(year),
        "triples": 150_000,
    }
    return Dataset(year=year, **values | others)


def files(year: str) -> tuple[Distribution, ...]:
    """Return a file of every kind."""
    return tuple(
        Distribution(
            kind=kind,
            path=f"dump/releases-{year}.{suffix}",
            size=1000 + number,
            sha256=f"{number:064x}",
        )
        for number, (kind, suffix) in enumerate(SUFFIXES.items())
    )


WHOLE = Collection(
    site=WHOLE_SITE,
    datasets=(
        dataset("2024", issued="2024-01-02T08:00:00+07:00", modified="2025-02-01T08:00:00Z"),
        dataset("2025", languages=("id",)),
        dataset("2026", modified="2026-09-01T08:00:00.5+07:00", triples=7),
        dataset("undated", works=1, editions=1),
    ),
    example="https://pers.example.go.id/id/release/x7k2m9",
    uri_space="https://pers.example.go.id/id/release/",
)
"""Three years and what has no date; everything is said that can be."""

ONE_YEAR = replace(WHOLE, datasets=WHOLE.datasets[:1])

BARE = Collection(
    site=BARE_SITE,
    datasets=(
        Dataset(
            year="2026",
            works=1,
            editions=1,
            issued="2026-03-02T09:00:00Z",
            modified="2026-03-02T09:00:00Z",
        ),
    ),
)
"""Nothing is said that need not be."""

PLAIN = replace(
    WHOLE,
    site=replace(
        BARE_SITE, languages=("id",), title={"id": "Siaran pers"}, description={"id": "Semua"}
    ),
)
"""Years with files, of a site that says little."""
