"""NewsML-G2 by its official XSD: well-formed first, then valid (X001)."""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path

from lxml import etree

from archive.errors import ArchiveError
from archive.findings import Finding, Position, finding

_KINDS = {
    "SCHEMAV_ELEMENT_CONTENT": "place",
    "SCHEMAV_CVC_COMPLEX_TYPE_2_3": "place",
    "SCHEMAV_CVC_COMPLEX_TYPE_3_2_2": "attribute",
    "SCHEMAV_CVC_COMPLEX_TYPE_4": "missing",
    "SCHEMAV_CVC_DATATYPE_VALID_1_2_1": "value",
    "SCHEMAV_CVC_DATATYPE_VALID_1_2_2": "value",
    "SCHEMAV_CVC_DATATYPE_VALID_1_2_3": "value",
    "SCHEMAV_CVC_PATTERN_VALID": "value",
    "SCHEMAV_CVC_ENUMERATION_VALID": "value",
}
"""libxml2's names of what an XSD has against a file, and the wording we have for each."""
_NAMESPACE = re.compile(r"\{http://(?:iptc\.org/std/nar/2006-10-01/|www\.w3\.org/1999/xhtml)\}")
_XML_NAMESPACE = "{http://www.w3.org/XML/1998/namespace}"
_ELEMENT = re.compile("Element '([^']+)'(?:, attribute '[^']+')?: ")


class UnusableSchema(ArchiveError):  # noqa: N818 (it is no fault of the program)
    """The file given as XSD cannot judge: it is none, or what it imports is not beside it."""


def _parser() -> etree.XMLParser:
    """Return a parser that opens nothing but what it is given.

    It keeps no list of ids, which takes 3 % of its time; the XSD sees one that is used twice.
    """
    return etree.XMLParser(
        no_network=True, resolve_entities=False, load_dtd=False, collect_ids=False
    )


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
        """Compile the XSD; raise ``OSError`` without one, ``UnusableSchema`` if it is none."""
        try:
            self._schema = etree.XMLSchema(etree.parse(str(path), _parser()))
        except (etree.XMLSyntaxError, etree.XMLSchemaParseError) as error:
            raise UnusableSchema(f"{path}: {error} (xml.xsd must lie beside it)") from error
        self._parser = _parser()

    def findings(self, item: bytes) -> list[Finding]:
        """Return everything the XSD has against an item, in the order of its lines."""
        return self.findings_of_each([item])[0]

    def findings_of_each(self, items: Iterable[bytes]) -> list[list[Finding]]:
        """Return the same for several items: all are parsed first, which is quicker."""
        return [self._judged(parsed) for parsed in [self._parsed(item) for item in items]]

    def _parsed(self, item: bytes) -> etree._Element | Finding:
        try:
            return etree.fromstring(item, self._parser)
        except etree.XMLSyntaxError as error:
            return _syntax(error)

    def _judged(self, parsed: etree._Element | Finding) -> list[Finding]:
        if isinstance(parsed, Finding):
            return [parsed]
        if self._schema.validate(parsed):
            return []
        log = self._schema.error_log
        return [_violation(entry) for entry in log]  # type: ignore[attr-defined] # stubs lack it


def _syntax(error: etree.XMLSyntaxError) -> Finding:
    line, column = error.position
    return finding("X001", variant="syntax", reason=str(error.msg)).at(_position(line, column))


def _violation(entry: etree._LogEntry) -> Finding:
    """Return what the XSD says, in short; libxml2 names no column here."""
    message = _NAMESPACE.sub("", entry.message).replace(_XML_NAMESPACE, "xml:")
    match = _ELEMENT.match(message)
    element = match[1] if match else ""
    reason = message[match.end() :] if match else message
    variant = _KINDS.get(entry.type_name, "") if element else ""
    found = finding("X001", variant=variant, element=element, reason=reason)
    return found.at(_position(entry.line, entry.column))


def _position(line: int, column: int) -> Position:
    return Position(max(line, 1), max(column, 1))
