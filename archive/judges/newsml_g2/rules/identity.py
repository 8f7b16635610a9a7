"""Who an item is: root, guid, version of the standard, class, and what must have a name."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lxml import etree

from archive.findings import Finding, finding
from archive.judges.newsml_g2.catalogue import IPTC
from archive.judges.newsml_g2.schemas import number
from archive.judges.newsml_g2.tree import G2, Fault, Item, hardened, local

ITEMS = ("newsItem", "packageItem", "conceptItem", "knowledgeItem", "catalogItem", "planningItem")
ROOTS = frozenset({*ITEMS, "newsMessage", "catalog"})
"""What a file of the standard may be; a catalogue is what a catalogRef leads to."""
_ABSOLUTE = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:[^\s]+")
_LAST_OF_CORE = (2, 24)
"""Version of the standard that still has the smaller schema, ``core``."""
_CLASSES = {
    "newsItem": f"{IPTC}ninature/",
    "packageItem": f"{IPTC}ninature/composite",
    "conceptItem": f"{IPTC}cinature/concept",
    "knowledgeItem": f"{IPTC}cinature/",  # a listing of the guidelines has a set of concepts
    "planningItem": f"{IPTC}plinature/newscoverage",
}
"""Root → with what the IRI of its class begins; of a catalogItem nothing is written down."""
_CLASS_CODES = {
    "newsItem": "ninat:text …", "packageItem": "ninat:composite", "conceptItem": "cinat:concept",
    "knowledgeItem": "cinat:scheme, cinat:concept", "planningItem": "plinat:newscoverage",
}  # fmt: skip
_NATURES = (f"{IPTC}ninature/", f"{IPTC}cinature/", f"{IPTC}plinature/")
_CODE = ("qcode", "uri")
NAMED = {
    "itemClass": _CODE, "pubStatus": _CODE, "conceptId": _CODE,
    "provider": (*_CODE, "literal"), "published": (*_CODE, "literal"),
    "group": ("role", "roleuri"), "hash": ("hashtype", "hashtypeuri"),
    "rating": ("scaleunit", "scaleunituri"),
    "userInteraction": ("interactiontype", "interactiontypeuri"),
    "timeDelim": ("timeunit", "timeunituri"),
} | {
    f"{name}ExtProperty": ("rel", "reluri")
    for name in ("concept", "contentMeta", "group", "header", "itemMeta", "newsCoverage",
                 "partMeta", "planning", "published", "remoteContent", "rightsInfo", "schemeMeta")
}  # fmt: skip
"""Elements of which one attribute of several must be there."""


def root(element: etree._Element) -> Finding | None:
    """Return why this is no file of NewsML-G2, if it is none (X002)."""
    name = local(element)
    if element.tag == G2 + name and name in ROOTS:
        return None
    variant = "namespace" if name in ROOTS else "old" if name == "NewsML" else ""
    return finding("X002", variant=variant, element=name)


def guid(item: Item) -> Iterator[Fault]:
    """Tell a guid that is no absolute IRI (X003)."""
    value = item.root.get("guid")
    if value is None or _ABSOLUTE.fullmatch(value):
        return  # that it lacks is the XSD's to say
    told = finding("X003", variant="" if value.strip() else "empty", value=value)
    yield Fault(item.root, "guid", hardened(told) if item.is_ours else told)


def unique(item: Item, seen: set[str]) -> Iterator[Fault]:
    """Tell an edition that stands twice in a message (X004)."""
    name = item.root.get("guid")
    if name is None:
        return
    version = item.root.get("version", "1")
    edition = f"{version} {name}"
    if edition in seen:
        yield Fault(item.root, "guid", finding("X004", value=name, version=version))
    seen.add(edition)


def standard(item: Item) -> Iterator[Fault]:
    """Tell a name of the standard or a conformance that tools do not know (X005)."""
    said = item.root.get("standard")
    if said not in (None, "NewsML-G2"):
        told = finding("X005", value=str(said))
        yield Fault(item.root, "standard", hardened(told) if item.is_ours else told)
    conformance = item.root.get("conformance", "core")
    version = number(item.root.get("standardversion", ""))
    is_core = conformance == "core" and version is not None and version <= _LAST_OF_CORE
    if said is not None and conformance != "power" and not is_core:
        told = finding("X005", variant="conformance", value=conformance)
        at = "conformance" if item.root.get("conformance") is not None else ""
        yield Fault(item.root, at, hardened(told) if item.is_ours else told)


def item_class(item: Item) -> Iterator[Fault]:
    """Tell an item class that belongs to another kind of item (X009)."""
    wanted = _CLASSES.get(item.name)
    for element in item.all("itemClass"):
        meta = element.getparent()
        if wanted is None or meta is None or meta.getparent() is not item.root:
            continue  # a hint at another item
        code = element.get("qcode", "")
        iri = element.get("uri") or item.catalogue.iri(code) or ""
        if iri.startswith(_NATURES) and not iri.startswith(wanted):
            at = "uri" if element.get("uri") else "qcode"
            told = finding(
                "X009", value=code or iri, element=item.name, wanted=_CLASS_CODES[item.name]
            )
            yield Fault(element, at, told)


def named(item: Item) -> Iterator[Fault]:
    """Tell an element without any of the attributes of which it must have one (X010)."""
    for name, wanted in NAMED.items():
        if name not in item.elements:
            continue
        first = wanted[0]
        for element in item.elements[name]:
            if element.get(first) is None and not any(map(element.get, wanted)):
                listed = ", ".join(f"@{one}" for one in wanted)
                yield Fault(element, "", finding("X010", element=name, wanted=listed))


def doubled_ids(item: Item, seen: set[str]) -> Iterator[Fault]:
    """Tell an id that stands twice in the file, those of XHTML too (X023)."""
    for value, element in item.marked:
        if value in seen:
            at = "partid" if element.get("partid") == value else "id"
            yield Fault(element, at, finding("X023", value=value))
        seen.add(value)
