"""RDF/XML: well-formed first, then its statements; an entity is never opened."""

from __future__ import annotations

import contextlib
import io
import re
from collections import deque
from collections.abc import Callable

import pyoxigraph
from lxml import etree

from archive.errors import UnreadableSource
from archive.findings import Finding, Position, finding
from archive.json_scan import Lines
from archive.parsing.rdf_syntax import short

_DOCTYPE = re.compile(r"(?:\s++|<\?(?:(?!\?>).)*+\?>|<!--(?:(?!-->).)*+-->)*+<!DOCTYPE", re.DOTALL)
_ENCODING = re.compile(r"""<\?xml[^>]*?encoding\s*=\s*["']([\w.-]+)["']""")
_UTF_8 = ("utf-8", "utf8", "us-ascii", "ascii")


class _NoTree:
    """Takes what is parsed, and keeps nothing."""

    def close(self) -> None:
        """Return nothing."""


class _Trickle(io.BytesIO):
    """Hands out a file tag by tag, so that it is known how far a reader has come."""

    def read(self, size: int = -1, /) -> bytes:  # type: ignore[override] # never asked for all
        """Return what there is up to the end of the next tag."""
        end = self.getvalue().find(b">", self.tell()) + 1
        return super().read(min(end - self.tell(), size) if end else size)


def read(raw: bytes, text: str, add: Callable[[pyoxigraph.Quad], None]) -> list[Finding]:
    """Hand over the statements of RDF/XML; return where it cannot be read.

    Raises:
        UnreadableSource: it has entities or another encoding, or is no XML.

    """
    _refuse(raw, text)
    try:
        # Strictly, pyoxigraph 0.5.13 would stop at each bad IRI and not say where it is.
        for quad in pyoxigraph.parse(raw, pyoxigraph.RdfFormat.RDF_XML, lenient=True):
            add(quad)
    except SyntaxError as error:
        return [finding("G001", reason=short(error.msg or "")).at(_position(raw, text))]
    return []


def _refuse(raw: bytes, text: str) -> None:
    if doctype := _DOCTYPE.match(text):
        at = Lines(text[: doctype.end()]).position(doctype.end() - len("<!DOCTYPE"))
        raise UnreadableSource([finding("G011").at(at)])
    declared = _ENCODING.match(text)
    if declared and declared[1].lower() not in _UTF_8:
        found = finding("J003", variant="encoding", encoding=declared[1])
        raise UnreadableSource([found.at(Position(1, declared.start(1) + 1))])
    parser = etree.XMLParser(
        target=_NoTree(),  # type: ignore[arg-type] # stubs ask for more
        no_network=True,
        resolve_entities=False,
        load_dtd=False,
    )
    try:
        etree.fromstring(raw, parser)
    except etree.XMLSyntaxError as error:
        line, column = error.position
        found = finding("G001", variant="xml", reason=short(str(error.msg)))
        raise UnreadableSource([found.at(Position(max(line, 1), max(column, 1)))]) from error


def _position(raw: bytes, text: str) -> Position:
    """Return the tag with which it became clear that statements cannot be read."""
    trickle = _Trickle(raw)
    with contextlib.suppress(SyntaxError):
        deque(pyoxigraph.parse(trickle, pyoxigraph.RdfFormat.RDF_XML, lenient=True), maxlen=0)
    tag = raw.rfind(b"<", 0, max(trickle.tell(), 1))
    return Lines(text).position(len(raw[: max(tag, 0)].decode()))
