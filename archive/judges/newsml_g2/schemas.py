"""The official XSDs of a folder: a file is judged by that of its version, or by the newest."""

from __future__ import annotations

import re
from functools import cached_property
from pathlib import Path

from lxml import etree
from msgspec.structs import replace

from archive.findings import Finding, Severity, finding
from archive.judges.newsml_g2.xsd import UnusableSchema
from archive.parsing.xml import parser

_FILES = "NewsML-G2_*-spec-All-Power.xsd"
_NAME = re.compile(r"NewsML-G2_(\d{1,3})\.(\d{1,3})-spec")
_STATED = re.compile(rb"""\sstandardversion\s*=\s*["'](\d{1,3}\.\d{1,3})["']""")
_HEAD_BYTES = 4096

Number = tuple[int, int]


def number(version: str) -> Number | None:
    """Return a version as numbers, so that 2.9 comes before 2.10; ``None`` if it is none.

    >>> number("2.9") < number("2.35"), number("two")
    (True, None)
    """
    match = re.fullmatch(r"(\d{1,3})\.(\d{1,3})", version, re.ASCII)
    return (int(match[1]), int(match[2])) if match else None


class Schema:
    """An XSD, compiled when it is first needed, and a parser that validates by it."""

    def __init__(self, path: Path, version: str) -> None:
        self.path = path
        self.version = version

    @cached_property
    def compiled(self) -> etree.XMLSchema:
        """Return the XSD; raise ``UnusableSchema`` if it is none."""
        try:
            return etree.XMLSchema(etree.parse(str(self.path), parser()))
        except (etree.XMLSyntaxError, etree.XMLSchemaParseError) as error:
            said = f"{self.path}: {error} (xml.xsd must lie beside it)"
            raise UnusableSchema(said) from error

    @cached_property
    def parser(self) -> etree.XMLParser:
        """Return a parser that validates in passing."""
        return parser(self.compiled)


class Schemas:
    """All XSDs of a folder."""

    def __init__(self, standards: Path | None) -> None:
        """Look what a folder has; nothing is compiled yet, but the newest is looked at."""
        found = {}
        for path in standards.glob(_FILES) if standards else ():
            if match := _NAME.match(path.name):
                found[int(match[1]), int(match[2])] = Schema(path, f"{match[1]}.{match[2]}")
        self._schemas: dict[Number, Schema] = dict(sorted(found.items()))
        self._newest = next(reversed(self._schemas.values()), None)
        if self._newest is not None:
            _ = self._newest.compiled

    def of(self, raw: bytes) -> Schema | None:
        """Return the XSD of the version that a file states, else the newest there is."""
        if len(self._schemas) > 1 and (stated := _STATED.search(raw, 0, _HEAD_BYTES)):
            version = number(stated[1].decode())
            if version in self._schemas:
                return self._schemas[version]
        return self._newest


def version_told(root: etree._Element, used: Schema | None) -> Finding | None:
    """Return what is to be said of the version a file states (X005), if anything is.

    A version of before is no fault; who reads the verdict must know by what it was reached.
    """
    stated = root.get("standardversion")
    if used is None or stated is None or stated == used.version:
        return None
    version, at_hand = number(stated), number(used.version)
    is_before = version is not None and at_hand is not None and (1, 0) < version < at_hand
    if is_before:
        found = finding("X005", variant="before", value=stated, used=used.version)
        return replace(found, severity=Severity.INFO)
    return finding("X005", variant="version", value=stated, used=used.version)
