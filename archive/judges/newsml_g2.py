"""NewsML-G2 by its official XSD: well-formed first, then valid (X001)."""

from __future__ import annotations

from pathlib import Path

from lxml import etree

from archive.findings import Finding, Position, finding


def _parser() -> etree.XMLParser:
    """Return a parser that opens nothing but what it is given."""
    return etree.XMLParser(no_network=True, resolve_entities=False, load_dtd=False)


class WellFormed:
    """Judges what was written when no XSD is at hand: it can be parsed."""

    def findings(self, item: bytes) -> list[Finding]:
        """Return why an item cannot be parsed, if it cannot."""
        try:
            etree.fromstring(item, _parser())
        except etree.XMLSyntaxError as error:
            return [_syntax(error)]
        return []


class Xsd:
    """The XSD, compiled once; its import ``xml.xsd`` lies beside it."""

    def __init__(self, path: Path) -> None:
        self._schema = etree.XMLSchema(etree.parse(str(path), _parser()))

    def findings(self, item: bytes) -> list[Finding]:
        """Return everything the XSD has against an item, in the order of its lines."""
        try:
            tree = etree.fromstring(item, _parser())
        except etree.XMLSyntaxError as error:
            return [_syntax(error)]
        if self._schema.validate(tree):
            return []
        return [
            finding("X001", reason=_plain(entry.message)).at(
                Position(max(entry.line, 1), max(entry.column, 1))
            )
            for entry in self._schema.error_log
        ]


def _syntax(error: etree.XMLSyntaxError) -> Finding:
    line, column = error.position
    return finding("X001", reason=str(error.msg)).at(Position(max(line, 1), max(column, 1)))


def _plain(message: str) -> str:
    """Return libxml2's message without the namespaces it repeats."""
    return message.replace("{http://iptc.org/std/nar/2006-10-01/}", "")
