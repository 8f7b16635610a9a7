"""Codes: aliases that are declared, codes that exist and are in use, twins that agree."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

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
    told: set[str] = set()
    catalogue = item.catalogue
    for code, use in item.codes.items():
        alias = code.partition(":")[0]
        if alias in told or catalogue.scheme(alias) is not None:
            continue
        told.add(alias)
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
    for written, scheme, code, use in item.iptc:
        if code in _RIGHT.get(scheme, ()):
            continue
        if scheme == _TOPICS:
            if not topics.is_known(code):
                found = finding("X007", variant="topic", code=written, date=topics.list_date())
                yield Fault(*use, found)
        elif scheme in _CLOSED:
            wanted = ", ".join(_CLOSED[scheme])
            yield Fault(*use, finding("X007", code=written, wanted=wanted))
        elif right := _SPELT.get(scheme, {}).get(_folded(code)):
            yield Fault(*use, finding("X007", variant="spelling", code=written, wanted=right))


def in_use(item: Item) -> Iterator[Fault]:
    """Tell a code or a scheme that was retired (X008)."""
    for written, scheme, code, use in item.iptc:
        if scheme == _TOPICS and topics.is_known(code) and (day := topics.retired(code)):
            yield Fault(*use, finding("X008", code=written, date=day))
    told: set[str] = set()
    for written, scheme, _, use in item.iptc:
        day = item.catalogue.retired.get(scheme)
        if day and scheme not in told:
            told.add(scheme)
            found = finding("X008", variant="scheme", code=written, scheme=scheme, date=day)
            yield Fault(*use, found)


_TWINS = {"uri": "qcode"} | {f"{name}uri": name for name in CODES[1:]}
"""Attribute with IRIs → the attribute with codes that says the same."""


def twins(item: Item) -> Iterator[Fault]:
    """Tell a code and an IRI of one property that name different things (X011)."""
    for other, uses in item.attributes.items():
        name = _TWINS.get(other)
        if name is None or name not in item.attributes:
            continue
        for iris, element in uses:
            codes = element.get(name)
            if codes is None:
                continue
            meant = [item.catalogue.iri(code) for code in codes.split()]
            if None not in meant and meant != iris.split():
                found = finding("X011", code=codes, uri=iris, meant=" ".join(map(str, meant)))
                yield Fault(element, other, found)
