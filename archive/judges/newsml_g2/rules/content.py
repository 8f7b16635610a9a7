"""The content: what it says it is, and an XHTML that a reader can show without harm."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lxml import etree

from archive.findings import Finding, finding
from archive.judges.newsml_g2.tree import XHTML, Fault, Item, local, pairs, softened

_XHTML_TYPE = "application/xhtml+xml"
_ELEMENTS = frozenset(
    """
    a abbr acronym address applet area article aside audio b base basefont bdi bdo big blockquote
    body br button canvas caption center cite code col colgroup data datalist dd del details dfn
    dialog dir div dl dt em embed fieldset figcaption figure font footer form frame frameset h1 h2
    h3 h4 h5 h6 head header hgroup hr html i iframe img input ins isindex kbd label legend li link
    main map mark menu meta meter nav noframes noscript object ol optgroup option output p param
    picture pre progress q rb rbc rp rt rtc ruby s samp search section select slot small source
    span strike strong style sub summary sup table tbody td template textarea tfoot th thead time
    title tr track tt u ul var video wbr
    """.split()  # noqa: SIM905 (a list of 140 lines would be no easier to read)
)
"""Elements of XHTML 1.0 and 1.1 and of HTML; ``script`` is told by itself."""
_ADDRESSES = ("href", "src", "action", "formaction", "data", "poster", "cite")
_SCRIPT = re.compile(r"[\x00-\x20]*(?:javascript|vbscript)\s*:", re.IGNORECASE)
_P = f"{XHTML}p"


def types(item: Item) -> Iterator[Fault]:
    """Tell an inlineXML whose content is of another kind than it says (X016)."""
    for element in item.all("inlineXML"):
        child = next(element.iterchildren("*"), None)
        if child is None:
            continue
        said = element.get("contenttype")
        is_xhtml = child.tag == f"{XHTML}html"
        if said is None:
            if is_xhtml:
                found = finding("X016", variant="missing", element=local(child))
                yield Fault(element, "", softened(found))
        elif said.partition(";")[0].strip().lower() == _XHTML_TYPE:
            if not str(child.tag).startswith(XHTML):
                found = finding("X016", value=said, element=local(child))
                yield Fault(child, "", found)
        elif is_xhtml:
            found = finding("X016", variant="xhtml", value=said, element=local(child))
            yield Fault(element, "contenttype", found)


def safe(item: Item) -> Iterator[Fault]:
    """Tell in XHTML what could run, and what no browser knows or takes there (X017)."""
    for tag, same in item.foreign.items():
        if not tag.startswith(XHTML):
            continue
        name = tag[len(XHTML) :]
        variant = _told(name, same)
        for element in same:
            if variant and (variant != "nested" or _is_in_paragraph(element)):
                yield Fault(element, "", _of_element(variant, name))
            for attribute, value in pairs(element):
                if fault := _harm(element, attribute, value):
                    yield fault


def _of_element(variant: str, name: str) -> Finding:
    if variant == "unknown":
        return finding("X017", variant="unknown", element=name)
    if variant == "nested":
        return finding("X017", variant="nested", element=name)
    return finding("X017", element=name)


def _told(name: str, same: list[etree._Element]) -> str:
    """Return what is to be told of elements of a name, or of some of them; mostly nothing.

    Of paragraphs one of each parent is looked at.
    """
    if name == "script":
        return name
    if name not in _ELEMENTS:
        return "unknown"
    if name == "p":
        one_of_each = {element.getparent(): element for element in same}.values()
        return "nested" if any(map(_is_in_paragraph, one_of_each)) else ""
    return ""


def _is_in_paragraph(element: etree._Element) -> bool:
    return any(True for _ in element.iterancestors(_P))


def _harm(element: etree._Element, attribute: str, value: str) -> Fault | None:
    if attribute[:2].lower() == "on":
        found = finding("X017", variant="handler", element=local(element), attribute=attribute)
        return Fault(element, attribute, found)
    if attribute in _ADDRESSES and _SCRIPT.match(value):
        return Fault(
            element,
            attribute,
            finding("X017", variant="address", element=local(element), attribute=attribute),
        )
    return None
