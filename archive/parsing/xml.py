"""Bytes → the tree of an XML file, or why there is none; no file makes this open anything else.

A file that declares entities of its own is refused: so nothing it repeats can grow. The limits of
libxml2 hold (depth, size of a text); external entities, DTDs, XIncludes and schemas that a file
names are never fetched.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from lxml import etree

from archive.findings import Finding, Position, finding
from archive.parsing.xml_places import place

_ENCODING = re.compile(r"(?i)encoding|not proper UTF|invalid bytes|input conversion")
_LARGEST = re.compile(r"(?i)huge|too (?:long|large|big|deep)|depth|maximum|limit")
_DECLARED = re.compile(r"""<\?xml[^>]*\sencoding\s*=\s*["']([^"'>]+)""")
_INCLUDE = "{http://www.w3.org/2001/XInclude}include"


def parser(schema: etree.XMLSchema | None = None) -> etree.XMLParser:
    """Return a parser that opens nothing but what it is given, and validates in passing.

    Ids are collected, although it takes 3 % longer: lxml 6.1 keeps them out by a switch that makes
    libxml2 load the DTD that a file names.
    """
    return etree.XMLParser(schema=schema, no_network=True, resolve_entities=False, load_dtd=False)


def opened(raw: bytes, parser: etree.XMLParser) -> etree._Element | Finding:
    """Return the tree of a file, or why there is none to look into (X001).

    What it declares itself is not asked here: see ``declares``.
    """
    if wrong := misdeclared(raw):
        return wrong
    try:
        root = etree.fromstring(raw, parser)
    except etree.XMLSyntaxError as error:
        return syntax(error)
    for wide in widest(root) if _may_be_wide(raw) else ():
        name = str(wide.tag).rpartition("}")[2]
        found = finding("X001", variant="wide", element=name, most=MOST_ATTRIBUTES)
        return found.at(place(raw, root, wide))
    return root


def misdeclared(raw: bytes) -> Finding | None:
    """Return that a file says it is of another encoding than its byte-order mark shows (X001).

    libxml2 goes by the mark and says nothing; other readers refuse such a file.
    """
    if not raw.startswith((b"\xff\xfe", b"\xfe\xff")):
        return None
    said = _DECLARED.match(raw[:400].decode("utf-16", "replace"))
    if said is None or said[1].lower().startswith("utf-16"):
        return None
    found = finding("X001", variant="mark", said=said[1])
    return found.at(Position(1, said.start(1) + 1))


def syntax(error: etree.XMLSyntaxError) -> Finding:
    """Return why a file cannot be parsed."""
    line, column = error.position
    reason = re.sub(r", line \d+, column \d+.*", "", str(error.msg))
    if _ENCODING.search(reason):
        found = finding("X001", variant="encoding", reason=reason)
    elif _LARGEST.search(reason):
        found = finding("X001", variant="limit", reason=reason)
    else:
        found = finding("X001", variant="syntax", reason=reason)
    return found.at(Position(max(line, 1), max(column, 1)))


MOST_ATTRIBUTES = 1_000
"""How many attributes an element may have: libxml2 and lxml take time that grows with the square of
them (40,000 take 20 seconds)."""
_WIDE = etree.XPath(f"(//*[count(@*) > {MOST_ATTRIBUTES}])[1]")


def widest(root: etree._Element) -> list[etree._Element]:
    """Return the first element with too many attributes, if there is one."""
    found: Any = _WIDE(root)
    return list(found)


def _may_be_wide(raw: bytes) -> bool:
    """Return whether a file has as many equals signs as an element with too many attributes.

    Counting them takes a hundredth of the time that looking at all elements does.
    """
    return raw.count(b"=") > MOST_ATTRIBUTES or b"<" not in raw[:4]


def declares(root: etree._Element) -> bool:
    """Return whether a file has declarations of its own in its document type."""
    dtd: Any = root.getroottree().docinfo.internalDTD  # stubs say there always is one
    return dtd is not None and (any(dtd.iterentities()) or any(dtd.iterelements()))


def left_out(root: etree._Element) -> Iterator[tuple[etree._Element, Finding]]:
    """Yield what a file wants to have put in, and where: other files, entities of a DTD (X026)."""
    for element in root.iter(_INCLUDE):
        yield element, finding("X026", variant="include")
    if root.getroottree().docinfo.internalDTD is not None:
        for entity in root.iter(etree.Entity):
            holder = entity.getparent()
            yield (
                root if holder is None else holder,
                finding("X026", variant="entity", name=str(entity.text)),
            )
