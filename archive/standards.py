"""The official files that the program can judge by, if a user has them; nothing is ever fetched."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import Path
from typing import Literal


@dataclass(frozen=True, slots=True)
class Official:
    """An official file: ``use`` and ``otherwise`` are keys of the program's sentences."""

    name: str
    title: str
    version: str
    sha256: str
    use: str
    otherwise: str


@dataclass(frozen=True, slots=True)
class State:
    """What a folder has of an official file."""

    official: Official
    presence: Literal["present", "other", "missing"]
    sha256: str | None


XSD = "NewsML-G2_2.35-spec-All-Power.xsd"

OFFICIAL = (
    Official(
        XSD, "NewsML-G2 XML Schema (IPTC)", "2.35",
        "06ef1c5076a32f2568ac8955994029890afac0268f795e3c26642ded52cf0181",
        "xsd_use", "xsd_otherwise",
    ),
    Official(
        "xml.xsd", "XML namespace schema (W3C)", "2009",
        "61960fb3131e38022caad5360e2f33a3382578ab3c80cd58bd74320ede61b20c",
        "xml_use", "xsd_otherwise",
    ),
    Official(
        "catalog.IPTC-G2-Standards_41.xml", "NewsML-G2 catalogue (IPTC)", "41",
        "bd35fd40dbdc565e9e1590faca981cb7d8ac28c34eb9a90b78ff8060d282ce71",
        "catalog_use", "catalog_otherwise",
    ),
    Official(
        "ninjs-schema_3.1.json", "ninjs JSON Schema (IPTC)", "3.1",
        "404f578a299bf34e76e98f2de26ad9989882ebd7abf3a4d3cf3aa689b70a8744",
        "ninjs_use", "ninjs_otherwise",
    ),
    Official(
        "GeoJSON-schema.json", "GeoJSON schema", "2020",
        "e52886cce1429941ab3725a055a61d6bf8b6f5429837ff7dbca32f809e3500c2",
        "geojson_use", "ninjs_otherwise",
    ),
    Official(
        "mediatopic-2023-10-24.xlsx", "IPTC Media Topics", "2023-10-24",
        "0c5fc3d52970adfa3c246c537d5b578af9b5ef50f68e01ee76aa54181facae88",
        "topics_use", "topics_otherwise",
    ),
)  # fmt: skip
"""What this version of the program knows."""


def survey(folder: Path | None) -> list[State]:
    """Return what a folder has of each official file, by name and checksum."""
    return [_state(official, folder) for official in OFFICIAL]


def _state(official: Official, folder: Path | None) -> State:
    path = folder / official.name if folder else None
    if path is None or not path.is_file():
        return State(official, "missing", None)
    found = hashlib.sha256(path.read_bytes()).hexdigest()
    return State(official, "present" if found == official.sha256 else "other", found)
