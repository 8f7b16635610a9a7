"""Whether the files that an item refers to are those it means (X021).

Content that an item carries in the address itself (``data:``) is looked at always. For files only
who can open them can say so: they hand in what finds a file, a judge of bytes does not ask.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import re
from collections.abc import Callable, Iterator
from urllib.parse import unquote_to_bytes

from lxml import etree

from archive.findings import finding
from archive.judges.newsml_g2.tree import G2, Fault, Item

_ALGORITHMS = {
    "http://www.w3.org/2001/04/xmlenc#sha256": "sha256",
    "http://www.w3.org/2001/04/xmlenc#sha512": "sha512",
    "http://www.w3.org/2000/09/xmldsig#sha1": "sha1",
}
_HOLDERS = ("remoteContent", "link")


_DATA = re.compile(r"data:[^,]*?(;base64)?,", re.IGNORECASE)


def embedded(item: Item) -> Iterator[Fault]:
    """Tell a size or a hash that content in a ``data:`` address does not have (X021)."""
    return differing(item, _embedded)


def _embedded(address: str) -> bytes | None:
    match = _DATA.match(address)
    if match is None:
        return None
    content = unquote_to_bytes(address[match.end() :])
    try:
        return base64.b64decode(content) if match[1] else content
    except binascii.Error:
        return None


def differing(item: Item, file: Callable[[str], bytes | None]) -> Iterator[Fault]:
    """Tell a size or a hash that the file at hand does not have (X021).

    ``file`` returns the content behind an ``href``, or ``None`` where it is not at hand.
    """
    for name in _HOLDERS:
        for element in item.all(name):
            content = file(element.get("href", ""))
            if content is not None:
                yield from _differing(element, content)


def _differing(element: etree._Element, content: bytes) -> Iterator[Fault]:
    size = element.get("size")
    if size is not None and size.strip() != str(len(content)):
        found = finding("X021", variant="size", value=size, right=len(content))
        yield Fault(element, "size", found)
    for one in element.iterchildren(f"{G2}hash"):
        algorithm = _ALGORITHMS.get(one.get("hashtypeuri", ""))
        if algorithm is None:
            continue
        digest = hashlib.new(algorithm, content)
        said = (one.text or "").strip()
        if said.lower() != digest.hexdigest() and _decoded(said) != digest.digest():
            found = finding("X021", value=said, right=digest.hexdigest(), algorithm=algorithm)
            yield Fault(one, "", found)


def _decoded(said: str) -> bytes:
    try:
        return base64.b64decode(said, validate=True)
    except (binascii.Error, ValueError):
        return b""
