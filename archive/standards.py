"""The official files that the program can judge by, if a user has them; nothing is ever fetched."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Literal

Presence = Literal["present", "other", "unchecked", "missing"]
"""``other``: not what this version knows by that name; ``unchecked``: a version it knows not."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Official:
    """An official file: ``use`` and ``otherwise`` are keys of the program's sentences."""

    name: str
    title: str
    version: str
    sha256: str | None
    """The checksum of that version; ``None`` where this program does not know it."""
    publisher: str
    published_as: str
    """The publication that holds it, and the name it has there."""
    licence: str
    use: str
    otherwise: str


@dataclass(frozen=True, slots=True)
class State:
    """What a folder has of an official file."""

    official: Official
    presence: Presence
    sha256: str | None


XSD = "NewsML-G2_2.35-spec-All-Power.xsd"
CATALOG = "catalog.IPTC-G2-Standards_41.xml"
NINJS = "ninjs-schema_3.1.json"
_IPTC = "IPTC"
_CC_BY = "CC BY 4.0"

OFFICIAL = (
    Official(
        name=XSD,
        title="NewsML-G2 XML Schema",
        version="2.35",
        sha256="06ef1c5076a32f2568ac8955994029890afac0268f795e3c26642ded52cf0181",
        publisher=_IPTC,
        published_as=f"NewsML-G2 2.35, specification, {XSD}",
        licence=_CC_BY,
        use="xsd_use",
        otherwise="xsd_otherwise",
    ),
    Official(
        name="xml.xsd",
        title="XML namespace schema",
        version="2009",
        sha256="61960fb3131e38022caad5360e2f33a3382578ab3c80cd58bd74320ede61b20c",
        publisher="W3C",
        published_as="XML namespace, xml.xsd",
        licence="W3C Document License",
        use="xml_use",
        otherwise="xml_otherwise",
    ),
    Official(
        name=CATALOG,
        title="NewsML-G2 catalogue",
        version="41",
        sha256="bd35fd40dbdc565e9e1590faca981cb7d8ac28c34eb9a90b78ff8060d282ce71",
        publisher=_IPTC,
        published_as=f"NewsCodes, catalogues, {CATALOG}",
        licence=_CC_BY,
        use="catalog_use",
        otherwise="catalog_otherwise",
    ),
    Official(
        name=NINJS,
        title="ninjs JSON Schema",
        version="3.1",
        sha256="404f578a299bf34e76e98f2de26ad9989882ebd7abf3a4d3cf3aa689b70a8744",
        publisher=_IPTC,
        published_as=f"ninjs 3.1, specification, {NINJS}",
        licence=_CC_BY,
        use="ninjs_use",
        otherwise="ninjs_otherwise",
    ),
    Official(
        name="GeoJSON-schema.json",
        title="GeoJSON schema",
        version="2020",
        sha256="e52886cce1429941ab3725a055a61d6bf8b6f5429837ff7dbca32f809e3500c2",
        publisher=_IPTC,
        published_as="ninjs, validation test suite, GeoJSON-schema.json",
        licence="MIT",
        use="geojson_use",
        otherwise="geojson_otherwise",
    ),
    Official(
        name="mediatopic-2023-10-24.xlsx",
        title="IPTC Media Topics",
        version="2023-10-24",
        sha256="0c5fc3d52970adfa3c246c537d5b578af9b5ef50f68e01ee76aa54181facae88",
        publisher=_IPTC,
        published_as="NewsCodes, Media Topics, spreadsheet of 2023-10-24",
        licence=_CC_BY,
        use="topics_use",
        otherwise="topics_otherwise",
    ),
    Official(
        name="schemaorg-30.0-all-https.nt",
        title="schema.org vocabulary",
        version="30.0",
        sha256="1a3965f691528f8ea77c4dffa416190e4f5e9521777706480f8d826c55a65ed8",
        publisher="schema.org",
        published_as="schema.org 30.0, schemaorg-all-https.nt",
        licence="CC BY-SA 3.0",
        use="schema_org_use",
        otherwise="schema_org_otherwise",
    ),
)
"""What this version of the program knows."""

SERIES = {
    XSD: re.compile(r"NewsML-G2_(\d{1,3}\.\d{1,3})-spec-All-Power\.xsd", re.ASCII),
    CATALOG: re.compile(r"catalog\.IPTC-G2-Standards_(\d{1,4})\.xml", re.ASCII),
    NINJS: re.compile(r"ninjs-schema_(1\.[2-8]|2\.[0-4]|3\.[0-3])\.json", re.ASCII),
}
"""Files of which other versions are used, too: the one known, and how all are named."""


def survey(folder: Path | None) -> list[State]:
    """Return what a folder has of each official file, by name and checksum.

    Behind a file of which the program uses other versions as well stand those that are there.
    """
    return [
        state
        for official in OFFICIAL
        for state in (_state(official, folder), *_others(official, folder))
    ]


def _state(official: Official, folder: Path | None) -> State:
    path = folder / official.name if folder else None
    if path is None or not path.is_file():
        return State(official, "missing", None)
    found = hashlib.sha256(path.read_bytes()).hexdigest()
    if official.sha256 is None:
        return State(official, "unchecked", found)
    return State(official, "present" if found == official.sha256 else "other", found)


def _others(official: Official, folder: Path | None) -> Iterator[State]:
    """Yield the other versions of a file that a folder has, the earliest first."""
    named = SERIES.get(official.name)
    if folder is None or named is None:
        return
    matches = (named.fullmatch(path.name) for path in folder.iterdir() if path.is_file())
    versions = {match[1]: match[0] for match in matches if match and match[0] != official.name}
    for version in sorted(versions, key=lambda one: [int(part) for part in one.split(".")]):
        published_as = official.published_as.replace(official.version, version)
        other = replace(
            official,
            name=versions[version],
            version=version,
            sha256=None,
            published_as=published_as,
        )
        yield _state(other, folder)
