"""Simple types of an XSD as regular expressions, which match no more than the types allow.

They match what we write, and of that not everything: an address with a per cent sign is left to
the XSD. Lists but those of ids are matched where they have one member. Beyond ASCII there are free
texts alone. Values that may stand once only (``xs:ID``) are none of these: whoever compares them
matches them with :data:`NAME`.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import NamedTuple

from lxml import etree

from archive.validation.plain import DAY_OF_YEAR, YEAR

XS = "{http://www.w3.org/2001/XMLSchema}"


class Unclear(Exception):  # noqa: N818 (says what it is)
    """What a part of an XSD allows is not known."""


class Place(NamedTuple):
    """Where a value stands, and what matches free text there, as it is escaped."""

    each: str
    """One character."""
    line: str
    """A text without line breaks and tabs."""

    @property
    def free(self) -> str:
        """Return what matches any text."""
        return f"{self.each}*"


IN_TEXTS = Place("(?:[^<>&\r]|&(?:amp|lt|gt|quot);)", "(?:[^<>&\r\n\t]|&(?:amp|lt|gt|quot);)*")
IN_ATTRIBUTES = Place(
    '(?:[^<>&"\r\n\t]|&(?:amp|lt|gt|quot|#10|#9|#13);)',
    '(?:[^<>&"\r\n\t]|&(?:amp|lt|gt|quot);)*',
)
LANGUAGE = "[A-Za-z]{2,8}(?:-[A-Za-z0-9]{1,8})*"

_DAY = f"{YEAR}-{DAY_OF_YEAR}"
_ZONE = "(?:Z|[+-](?:0[0-9]|1[0-3]):[0-5][0-9])"
_TIME = rf"(?:[01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9](?:\.[0-9]{{1,9}})?{_ZONE}"
NAME = "[A-Za-z_][A-Za-z0-9._-]*"
_IN_ADDRESS = "(?:[A-Za-z0-9._~!$()*+,;:@/?=-]|&amp;)*"
_HOST = r"https?://[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)*"
_ADDRESS = f"(?:{_HOST}(?:[/?]{_IN_ADDRESS})?|urn:[a-z0-9]+:{_IN_ADDRESS})(?:#{_IN_ADDRESS})?"
_DECIMAL = r"-?[0-9]{1,9}(?:\.[0-9]{1,12})?"
_BUILT_IN = {
    "xs:anyURI": _ADDRESS,
    "xs:boolean": "(?:true|false)",
    "xs:date": _DAY,
    "xs:dateTime": f"{_DAY}T{_TIME}",
    "xs:decimal": _DECIMAL,
    "xs:double": _DECIMAL,
    "xs:gYear": YEAR,
    "xs:gYearMonth": f"{YEAR}-(?:0[1-9]|1[0-2])",
    "xs:IDREF": NAME,
    "xs:IDREFS": f"{NAME}(?: {NAME})*",
    "xs:integer": "(?:0|-?[1-9][0-9]{0,8})",
    "xs:language": LANGUAGE,
    "xs:NCName": NAME,
    "xs:NMTOKEN": NAME,
    "xs:NMTOKENS": NAME,
    "xs:nonNegativeInteger": "(?:0|[1-9][0-9]{0,15})",
    "xs:positiveInteger": "[1-9][0-9]{0,15}",
}
_FREE = ("xs:string",)
_BY_PATTERN = {r"[^\s:]+:[^\s]+": "[A-Za-z0-9._-]+:[A-Za-z0-9._:/+-]+"}
"""Patterns of an XSD, and what of that we write: QCodes."""
_ONE_LINE = r"[\S ]*"
_CLEAR_PATTERN = re.compile(r"(?:\[0-9\]\+|\\\.)+")
"""Patterns that say the same in both languages."""
_DIGITS = {("0", "100"): "(?:[0-9]|[1-9][0-9]|100)", ("1", "9"): "[1-9]"}
"""Whole numbers by their bounds."""


class Values:
    """The simple types of one XSD."""

    def __init__(self, parts: Mapping[tuple[str, str | None], etree._Element]) -> None:
        self._parts = parts

    def are_of(self, kind: str) -> bool:
        """Return whether a type is a simple one."""
        return kind.startswith("xs:") or (f"{XS}simpleType", kind) in self._parts

    def of(self, kind: str | etree._Element, place: Place) -> str:
        """Return what matches values of a type; raise ``Unclear`` if that is not known."""
        if not isinstance(kind, str):
            return self._made(kind, place)
        if kind in _FREE:
            return place.free
        if kind in _BUILT_IN:
            return _BUILT_IN[kind]
        simple_type = self._parts.get((f"{XS}simpleType", kind))
        if simple_type is None:
            raise Unclear(kind)
        return self._made(simple_type, place)

    def _made(self, simple_type: etree._Element, place: Place) -> str:
        (way,) = simple_type.iterchildren(f"{XS}restriction", f"{XS}union", f"{XS}list")
        if way.tag == f"{XS}restriction":
            return self._restricted(way, place)
        if way.tag == f"{XS}list":
            return self.of(way.get("itemType", ""), place)
        return self._united(way, place)

    def _united(self, union: etree._Element, place: Place) -> str:
        made = []
        named: list[str | etree._Element] = [*union.get("memberTypes", "").split()]
        for one in named + list(union.iterchildren(f"{XS}simpleType")):
            try:
                made.append(self.of(one, place))
            except Unclear:
                continue
        if not made:
            raise Unclear("union")
        return f"(?:{'|'.join(made)})"

    def _restricted(self, restriction: etree._Element, place: Place) -> str:
        base = restriction.get("base", "")
        facets = [
            (etree.QName(one).localname, one.get("value", ""))
            for one in restriction.iterchildren(f"{XS}*")
            if one.tag != f"{XS}annotation"
        ]
        kinds = {kind for kind, _ in facets}
        if not facets:
            return self.of(base, place)
        if kinds == {"enumeration"}:
            return f"(?:{'|'.join(re.escape(value) for _, value in facets)})"
        if base == "xs:string" and len(facets) == 1:
            return _text(*facets[0], place)
        bounds = dict(facets)
        if base == "xs:integer" and kinds == {"minInclusive", "maxInclusive"}:
            known = _DIGITS.get((bounds["minInclusive"], bounds["maxInclusive"]))
            if known is not None:
                return known
        raise Unclear(f"{base} {facets}")


def _text(facet: str, value: str, place: Place) -> str:
    """Return what matches strings with one facet."""
    if (facet, value) == ("length", "0"):
        return ""
    if facet != "pattern":
        raise Unclear(facet)
    if value == _ONE_LINE:
        return place.line
    if value in _BY_PATTERN:
        return _BY_PATTERN[value]
    if not _CLEAR_PATTERN.fullmatch(value):
        raise Unclear(value)
    return value
