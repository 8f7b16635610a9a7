"""Dates: with a zone, in an order that can be, and none that gives an embargo away."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime

from lxml import etree

from archive.findings import finding
from archive.judges.newsml_g2.catalogue import IPTC
from archive.judges.newsml_g2.tree import Fault, Item, softened

TEXTS = (
    "versionCreated", "firstCreated", "embargoed", "contentCreated", "contentModified", "sent",
    "timestamp", "expires", "born", "died", "founded", "dissolved", "created", "ceasedToExist",
    "start", "end", "scheduled", "exDate", "rDate",
)  # fmt: skip
ATTRIBUTES = (
    "timestamp", "validfrom", "validto", "created", "modified", "retired", "generated", "until",
    "schemecreated", "schememodified", "schemeretired", "coversfrom", "coversto", "approxstart",
    "approxend",
)  # fmt: skip
_MOMENT = re.compile(
    r"(-?\d{4,})-\d\d-\d\d(?:T(\d\d):\d\d:\d\d(?:\.\d+)?)?(Z|[+-]\d\d:\d\d)?", re.ASCII
)
_FINE = re.compile(
    r"\d{4}-\d\d-\d\dT(?:[01]\d|2[0-3]):\d\d:\d\d(?:\.\d+)?(?:Z|\+\d\d:\d\d|-(?!00:00)\d\d:\d\d)",
    re.ASCII,
)


def moments(item: Item) -> Iterator[Fault]:
    """Tell a moment without a zone, or written as some readers do not take it (X012)."""
    for element, attribute, value in _moments(item):
        if _FINE.fullmatch(value):
            continue
        match = _MOMENT.fullmatch(value.strip())
        if variant := _oddity(match) if match else None:
            yield Fault(element, attribute, finding("X012", variant=variant, value=value.strip()))


def _moments(item: Item) -> Iterator[tuple[etree._Element, str, str]]:
    for name in TEXTS:
        if name in item.elements:
            for element in item.elements[name]:
                if element.text:
                    yield element, "", element.text
    for name in ATTRIBUTES:
        if name in item.attributes:
            for value, element in item.attributes[name]:
                yield element, name, value


def _oddity(match: re.Match[str]) -> str | None:
    year, hour, zone = match.groups()
    if len(year.lstrip("-")) > 4:
        return "year"
    if hour is None:
        return None
    if zone is None:
        return "zone"
    if zone == "-00:00":
        return "offset"
    return "midnight" if hour == "24" else None


def instant(value: str) -> datetime | None:
    """Return a moment or the start of a day in UTC; ``None`` where order cannot be told."""
    try:
        found = datetime.fromisoformat(value.strip())
        return found.astimezone(UTC) if found.tzinfo else None
    except (ValueError, OverflowError):
        return None


def _is_before(first: str, second: str) -> bool:
    """Return whether one date surely lies before another; dates without time or zone are days."""
    left, right = instant(first), instant(second)
    if left and right:
        return left < right
    days = first.strip()[:10], second.strip()[:10]
    length = min(map(len, days))
    if length not in (4, 7, 10) or not all(day[:4].isdecimal() for day in days):
        return False
    # Within a day zones may turn the order; between days a day apart they may, too.
    return days[0][:length] < days[1][:length] and not (length == 10 and (left or right))


def order(item: Item) -> Iterator[Fault]:
    """Tell dates in an order that cannot be (X013)."""
    for first, second in (
        ("firstCreated", "versionCreated"),
        ("contentCreated", "contentModified"),
    ):
        early, late = item.all(first), item.all(second)
        if early and late and _is_before(late[0].text or "", early[0].text or ""):
            yield Fault(
                early[0], "",
                finding("X013", first=first, second=second, value=(early[0].text or "").strip(),
                        other=(late[0].text or "").strip()),
            )  # fmt: skip
    schemes = {
        name: meta
        for meta in [*item.all("schemeMeta"), *item.all("scheme")]
        if meta.get("schemecreated") or meta.get("schemeretired")
        for name in (meta.get("uri"), meta.get("alias"))
        if name
    }
    if schemes:
        for concept in item.all("conceptId"):
            yield from _membership(concept, schemes, item)


def _membership(
    concept: etree._Element, schemes: dict[str, etree._Element], item: Item
) -> Iterator[Fault]:
    """Tell a concept that is older than its scheme, or outlives it (X013)."""
    alias = concept.get("qcode", "").partition(":")[0]
    start = _LAST.sub("", concept.get("uri", "")) or item.catalogue.scheme(alias)
    meta = schemes.get(start or "", schemes.get(alias))
    if meta is None:
        return
    created, retired = meta.get("schemecreated"), meta.get("schemeretired")
    own = concept.get("created")
    if created and own and _is_before(own, created):
        found = finding("X013", variant="scheme", value=own, other=created)
        yield Fault(concept, "created", found)
    if retired and not concept.get("retired"):
        yield Fault(concept, "", finding("X013", variant="retired", other=retired))


_LAST = re.compile(r"[^/#]*\Z")
"""The code at the end of the IRI of a concept."""


def embargo(item: Item) -> Iterator[Fault]:
    """Tell what does not agree with the embargo (X025)."""
    held = item.all("embargoed")
    published = [one for one in item.all("timestamp") if _is_publication(one)]
    if held and published:
        until = (held[0].text or "").strip()
        for one in published:
            said = (one.text or "").strip()
            if not until:
                yield Fault(one, "", finding("X025", variant="open", value=said))
            elif _is_before(said, until):
                yield Fault(one, "", finding("X025", value=said, until=until))


def _is_publication(element: etree._Element) -> bool:
    parent = element.getparent()
    return parent is not None and str(parent.tag).endswith("}published")


def editions(item: Item) -> Iterator[Fault]:
    """Tell a catalogue with a version but no guid, and what a first edition cannot be (X025)."""
    for catalog in item.all("catalog"):
        if catalog.get("version") is not None and catalog.get("guid") is None:
            yield Fault(catalog, "version", finding("X025", variant="catalog"))
    if item.root.get("version", "1") != "1":
        return
    for signal in _signals(item):
        iri = signal.get("uri") or item.catalogue.iri(signal.get("qcode", ""))
        if iri in _LATER:
            found = finding("X025", variant="first", code=iri.rpartition("/")[2])
            yield Fault(signal, "", softened(found))


_LATER = (f"{IPTC}signal/correction", f"{IPTC}signal/update")
"""Signals that need a version before."""


def _signals(item: Item) -> Iterable[etree._Element]:
    return [one for one in item.all("signal") if str(_parent(one)).endswith("}itemMeta")]


def _parent(element: etree._Element) -> object:
    parent = element.getparent()
    return "" if parent is None else parent.tag
