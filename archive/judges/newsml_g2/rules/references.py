"""What refers to something: ids inside a file, and asserts that somebody must name."""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree

from archive.findings import finding
from archive.judges.newsml_g2.tree import G2, NAMING, Fault, Item

REFERENCES = ("idref", "idrefs", "original", "root", "sourceidref", "contentrefs")
_NAMES = ("qcode", "uri", "literal")


def resolving(item: Item) -> Iterator[Fault]:
    """Tell a reference to an id that nothing has (X014)."""
    for name in REFERENCES:
        for value, element in item.values(name):
            for one in value.split():
                if one not in item.ids:
                    yield Fault(element, name, finding("X014", value=one))


def parts(item: Item) -> Iterator[Fault]:
    """Tell rights in a part of the content that name it without its partMeta (X014)."""
    for element in item.all("rightsInfo"):
        for one in element.get("idrefs", "").split():
            meant = item.ids.get(one)
            if meant is not None and _is_content(meant):
                yield Fault(element, "idrefs", finding("X014", variant="partid", value=one))


def _is_content(element: etree._Element) -> bool:
    return any(True for _ in element.iterancestors(f"{G2}contentSet"))


def asserted(item: Item) -> Iterator[Fault]:
    """Tell an assert about something that the item does not name (X015)."""
    asserts = item.all("assert")
    named: set[str | None] = set()
    first = dict(reversed(item.values("uri"))) if asserts else {}
    for element in asserts:
        uri = element.get("uri")
        if uri and first[uri].tag != _ASSERT:
            continue  # it is named before, as nearly all are
        names = {name: value for name in _NAMES if (value := element.get(name))}
        if not names:
            continue  # whatever it is about
        named = named or set(_named(item))
        iris = {item.catalogue.iri(names.get("qcode", "")), *names.values()} - {None}
        if iris.isdisjoint(named):
            name = next(iter(names))
            yield Fault(element, name, finding("X015", value=names[name]))


_ASSERT = f"{G2}assert"


def _named(item: Item) -> Iterator[str | None]:
    """Yield what all elements but asserts name: codes, their IRIs, IRIs and words."""
    for name, uses in item.attributes.items():
        if name not in NAMING:
            continue
        for value, element in uses:
            if element.tag != _ASSERT:
                yield value
                for code in value.split():
                    yield code
                    yield item.catalogue.iri(code)
