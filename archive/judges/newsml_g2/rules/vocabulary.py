"""Codes: aliases that are declared, codes that exist and are in use, twins that agree."""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree
from msgspec.structs import replace

from archive import topics
from archive.findings import Severity, finding
from archive.judges.newsml_g2.catalogue import IPTC
from archive.judges.newsml_g2.tree import CODES, Fault, Item

_TOPICS = f"{IPTC}mediatopic/"
_CLOSED = {f"{IPTC}pubstatusg2/": ("usable", "withheld", "canceled")}
"""Schemes whose codes we know all of."""
_ATTESTED = {
    "genre": "Press_Release Press-Digest Wrapup Listing_of_facts Summary",
    "ninature": "text picture graphic audio video composite",
    "cinature": "concept scheme",
    "plinature": "newscoverage",
    "signal": "update correction atomic",
    "rendition": "highRes web thumbnail print",
    "itemrelation": "seeAlso derivedFrom associatedWith dependsOn processedFrom rightspolicy",
    "cpnature": "abstract person organisation geoArea event poi",
    "whypresent": "direct ancestor inferred",
    "descriptionrole": "summary caption teaser",
    "pkggroupmode": "seq alt bag",
    "hopaction": "created enhanced transformed",
    "hopactiontarget": "content metadata",
}
"""Scheme → codes that are known to exist; there are others, so only a misspelling is a fault."""
_PLAIN = str.maketrans("z", "s", "-_ ")


def _folded(code: str) -> str:
    return code.casefold().translate(_PLAIN).replace("ll", "l")


_SPELT = {
    f"{IPTC}{scheme}/": {_folded(code): code for code in codes.split()}
    for scheme, codes in _ATTESTED.items()
}
_RIGHT = {scheme: frozenset(codes.values()) for scheme, codes in _SPELT.items()} | {
    scheme: frozenset(codes) for scheme, codes in _CLOSED.items()
}


def declared(item: Item) -> Iterator[Fault]:
    """Tell an alias that no catalogue of the item declares, or that stands for two things (X006).

    Where a catalogue is not at hand, the alias may be declared there, which is said.
    """
    catalogue = item.catalogue
    for alias, codes in item.codes.items():
        if catalogue.scheme(alias) is not None:
            continue
        code, name = next(iter(codes.items()))
        use = item.use(name, code)
        if catalogue.elsewhere:
            found = finding("X006", variant="elsewhere", alias=alias, where=catalogue.elsewhere)
            yield Fault(*use, replace(found, severity=Severity.INFO))
        else:
            yield Fault(*use, finding("X006", alias=alias, code=code))
    for scheme, first in catalogue.doubled:
        alias = scheme.get("alias", "")
        found = finding("X006", variant="two", alias=alias, uri=scheme.get("uri", ""), first=first)
        yield Fault(scheme, "alias", found)


def existing(item: Item) -> Iterator[Fault]:
    """Tell a code that its vocabulary does not have (X007)."""
    for written, scheme, code, name in item.iptc:
        if code in _RIGHT.get(scheme, ()):
            continue
        if scheme == _TOPICS:
            if not topics.is_known(code):
                found = finding("X007", variant="topic", code=written, date=topics.list_date())
                yield Fault(*item.use(name, written), found)
        elif scheme in _CLOSED:
            wanted = ", ".join(_CLOSED[scheme])
            found = finding("X007", code=written, wanted=wanted)
            yield Fault(*item.use(name, written), found)
        elif right := _SPELT.get(scheme, {}).get(_folded(code)):
            found = finding("X007", variant="spelling", code=written, wanted=right)
            yield Fault(*item.use(name, written), found)


def in_use(item: Item) -> Iterator[Fault]:
    """Tell a code or a scheme that was retired (X008)."""
    for written, scheme, code, name in item.iptc:
        if scheme == _TOPICS and topics.is_known(code) and (day := topics.retired(code)):
            yield Fault(*item.use(name, written), finding("X008", code=written, date=day))
    told: set[str] = set()
    retired = item.catalogue.retired
    for written, scheme, _, name in item.iptc:
        if scheme in retired and scheme not in told:
            told.add(scheme)
            day = retired[scheme]
            found = finding("X008", variant="scheme", code=written, scheme=scheme, date=day)
            yield Fault(*item.use(name, written), found)


TWINS = {"uri": "qcode"} | {f"{name}uri": name for name in CODES[1:]}
"""Attribute with IRIs → the attribute with codes that says the same."""


def twins(item: Item) -> Iterator[Fault]:
    """Tell a code and an IRI of one property that name different things (X011)."""
    attributes = item.attributes
    for other in attributes:
        name = TWINS.get(other)
        if name not in attributes:
            continue
        for iris, codes, element in _both(item, other, name):
            meant = [item.catalogue.iri(code) for code in codes.split()]
            if None not in meant and meant != iris.split():
                found = finding("X011", code=codes, uri=iris, meant=" ".join(map(str, meant)))
                yield Fault(element, other, found)


def _both(item: Item, one: str, other: str) -> Iterator[tuple[str, str, etree._Element]]:
    """Yield what two attributes say where an element has both; the rarer one is looked at."""
    ones, others = item.values(one), item.values(other)
    if len(ones) <= len(others):
        for said, element in ones:
            if (value := element.get(other)) is not None:
                yield said, value, element
    else:
        for said, element in others:
            if (value := element.get(one)) is not None:
                yield value, said, element
