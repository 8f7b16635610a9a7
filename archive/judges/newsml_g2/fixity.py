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
from dataclasses import dataclass
from typing import Protocol
from urllib.parse import unquote_to_bytes

from lxml import etree

from archive.findings import Finding, finding
from archive.judges.newsml_g2.tree import G2, Fault, Item

_KINDS = {
    "http://www.w3.org/2001/04/xmlenc#sha256": "sha256",
    "http://www.w3.org/2001/04/xmlenc#sha512": "sha512",
    "http://www.w3.org/2000/09/xmldsig#sha1": "sha1",
}
ALGORITHMS = tuple(_KINDS.values())
HOLDERS = ("remoteContent", "link")
_DATA = re.compile(r"data:[^,]*?(;base64)?,", re.IGNORECASE)


class Content(Protocol):
    """Content that is at hand."""

    @property
    def size(self) -> int:
        """Return how many bytes it has."""

    def digest(self, algorithm: str) -> bytes:
        """Return its digest by one of ``ALGORITHMS``."""


Find = Callable[[str], Content | Finding | None]
"""Returns what is behind an ``href``, why it cannot be read, or ``None``: it is not at hand."""


@dataclass(frozen=True, slots=True)
class Bytes:
    """Content in memory."""

    content: bytes

    @property
    def size(self) -> int:
        """Return how many bytes it has."""
        return len(self.content)

    def digest(self, algorithm: str) -> bytes:
        """Return a digest."""
        return hashlib.new(algorithm, self.content).digest()


def embedded(item: Item) -> Iterator[Fault]:
    """Tell a size or a hash that content in a ``data:`` address does not have (X021)."""
    if any(map(_DATA.match, dict(item.values("href")))):
        yield from differing(item, _embedded)


def _embedded(address: str) -> Bytes | None:
    match = _DATA.match(address)
    if match is None:
        return None
    content = unquote_to_bytes(address[match.end() :])
    try:
        return Bytes(base64.b64decode(content) if match[1] else content)
    except binascii.Error:
        return None


def differing(item: Item, find: Find) -> Iterator[Fault]:
    """Tell a size or a hash that the content at hand does not have (X021).

    What has neither is not looked for.
    """
    for name in HOLDERS:
        for element in item.all(name):
            href, size = element.get("href"), element.get("size")
            hashes = element.findall(f"{G2}hash")
            if href is None or (size is None and not hashes):
                continue
            content = find(href)
            if isinstance(content, Finding):
                yield Fault(element, "href", content)
            elif content is not None:
                yield from _of_another_size(element, size, content)
                yield from _of_another_hash(hashes, content)


def _of_another_size(
    element: etree._Element, size: str | None, content: Content
) -> Iterator[Fault]:
    if size is not None and size.strip() != str(content.size):
        found = finding("X021", variant="size", value=size, right=content.size)
        yield Fault(element, "size", found)


def _of_another_hash(hashes: list[etree._Element], content: Content) -> Iterator[Fault]:
    for one in hashes:
        algorithm = _KINDS.get(one.get("hashtypeuri", ""))
        if algorithm is None:
            continue
        digest = content.digest(algorithm)
        said = (one.text or "").strip()
        if said.lower() != digest.hex() and _decoded(said) != digest:
            found = finding("X021", value=said, right=digest.hex(), algorithm=algorithm)
            yield Fault(one, "", found)


def _decoded(said: str) -> bytes:
    try:
        return base64.b64decode(said, validate=True)
    except (binascii.Error, ValueError):
        return b""
