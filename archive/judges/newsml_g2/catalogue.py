"""Catalogues: which alias stands for which scheme, and which schemes are retired.

The official catalogue is read from the folder of standards; without one, a list of its schemes
that comes with the program says the same (``schemas/iptc-schemes.json``). Nothing is fetched.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

import msgspec
from lxml import etree

from archive.contracts import contract
from archive.judges.newsml_g2.xsd import UnusableSchema

_SCHEME = "{http://iptc.org/std/nar/2006-10-01/}scheme"
_FILES = "catalog.IPTC-G2-Standards_*.xml"
_VERSION = re.compile(r"catalog\.IPTC-G2-Standards_(\d+)\.xml$")
IPTC = "http://cv.iptc.org/newscodes/"


class Schemes(msgspec.Struct, frozen=True):
    """The schemes of a version of the catalogue of the IPTC."""

    version: int
    uris: dict[str, str]
    """Alias → what stands before a code."""
    retired: dict[str, str]
    """Scheme URI → the day from which it should not be used."""


@dataclass(frozen=True, slots=True)
class Catalogue:
    """What the aliases of an item stand for."""

    own: Mapping[str, str]
    """What the item says itself."""
    official: Mapping[str, str]
    retired: Mapping[str, str]
    doubled: tuple[tuple[etree._Element, str], ...]
    """Schemes whose alias stands for something else already."""
    elsewhere: str
    """A catalogue that the item refers to and that is not at hand; empty if there is none."""

    def scheme(self, alias: str) -> str | None:
        """Return what an alias stands for; ``None`` where it is not known."""
        return self.own.get(alias) or self.official.get(alias)

    def iri(self, code: str) -> str | None:
        """Return the IRI of a code; ``None`` where its alias is not known."""
        alias, _, rest = code.partition(":")
        start = self.scheme(alias)
        return None if start is None else start + rest


def read(raw: bytes, version: int) -> Schemes:
    """Return the schemes of an official catalogue; raise ``XMLSyntaxError`` where it is no XML."""
    parser = etree.XMLParser(no_network=True, resolve_entities=False, load_dtd=False)
    schemes = list(etree.fromstring(raw, parser).iter(_SCHEME))
    return Schemes(
        version=version,
        uris={one.get("alias", ""): one.get("uri", "") for one in schemes},
        retired={
            one.get("uri", ""): one.get("schemeretired", "")[:10]
            for one in schemes
            if one.get("schemeretired")
        },
    )


def schemes(standards: Path | None) -> Schemes:
    """Return the newest catalogue of a folder, or the list that comes with the program.

    Raises:
        UnusableSchema: the catalogue of the folder is no XML.
    """
    found = sorted(standards.glob(_FILES) if standards else (), key=lambda path: version(path.name))
    if found:
        try:
            return read(found[-1].read_bytes(), version(found[-1].name))
        except etree.XMLSyntaxError as error:
            raise UnusableSchema(f"{found[-1]}: {error}") from error
    return msgspec.json.decode(contract("iptc-schemes.json"), type=Schemes)


def version(address: str) -> int:
    """Return the number of an official catalogue; 0 if it is none.

    >>> version("http://www.iptc.org/std/catalog/catalog.IPTC-G2-Standards_41.xml")
    41
    """
    match = _VERSION.search(address)
    return int(match[1]) if match and len(match[1]) < 9 else 0


def declared(
    references: Iterable[etree._Element], own: Iterable[etree._Element], known: Schemes
) -> Catalogue:
    """Return what the catalogues of an item say; what they say first counts."""
    addresses = [one.get("href", "") for one in references]
    numbers = [version(address) for address in addresses]
    official = known.uris if any(numbers) else {}
    uris: dict[str, str] = {}
    doubled = []
    for scheme in own:
        alias = scheme.get("alias") or scheme.get("preferredalias") or ""
        uri = scheme.get("uri", "")
        first = official.get(alias) or uris.setdefault(alias, uri)
        if first != uri and scheme.get("alias"):
            doubled.append((scheme, first))
    elsewhere = [
        address
        for address, number in zip(addresses, numbers, strict=True)
        if not 0 < number <= known.version
    ]
    return Catalogue(
        own=uris,
        official=official,
        retired=known.retired,
        doubled=tuple(doubled),
        elsewhere=elsewhere[0] if elsewhere else "",
    )
