"""An item of a parsed file, walked once: what every rule asks for lies ready by name."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import replace
from functools import cached_property
from typing import NamedTuple

from lxml import etree

from archive.findings import Finding, Severity
from archive.judges.newsml_g2.catalogue import IPTC, Schemes, declared

G2 = "{http://iptc.org/std/nar/2006-10-01/}"
XHTML = "{http://www.w3.org/1999/xhtml}"
LANG = "{http://www.w3.org/XML/1998/namespace}lang"

CODES = (
    "qcode", "type", "role", "rel", "why", "how", "creator", "rendition", "hashtype", "format",
    "scope", "aspect", "accesstype", "audiochannels", "audiocodec", "authoritystatus",
    "colourindicator", "colourspace", "concepttype", "confirmationstatus", "derivedfrom",
    "durationunit", "encoding", "environment", "heightunit", "idformat", "interactiontype",
    "jobtitle", "layoutorientation", "market", "marketlabelsrc", "mode", "part", "pubconstraint",
    "radunit", "ratertype", "ratingtype", "renditionref", "reposrole", "representation",
    "residrefformat", "scaleunit", "severity", "symbolsrc", "target", "tech", "timeunit",
    "valcalctype", "valueunit", "videocodec", "videodefinition", "videoscaling", "widthunit",
)  # fmt: skip
"""Attributes that hold codes, ``alias:code`` (2.35: QCodeType and QCodeListType)."""
_LISTS = frozenset({"role", "type", "scope", "aspect", "concepttype", "derivedfrom", "environment",
                    "pubconstraint"})  # fmt: skip
"""Those that may hold several."""
_WORDS = {"role": f"{G2}timestamp", "rel": f"{G2}a"}
"""Attributes that hold a word, no code, on one element (2.35: xs:string)."""
IRIS = ("uri", "authority", *(f"{name}uri" for name in CODES[1:]))
"""Attributes that hold IRIs which name something."""

_CODES, _IRIS = frozenset(CODES), frozenset(IRIS)
NAMING = _CODES | _IRIS | {"literal"}
"""Attributes that name something."""
Attributes = dict[str, list[tuple[str, etree._Element]]]


class Fault(NamedTuple):
    """What a rule found, and at which element or attribute of it."""

    element: etree._Element
    attribute: str
    """The name as lxml has it; empty: the element itself."""
    finding: Finding


Use = tuple[etree._Element, str]
"""Where a code is used first: element and attribute. A plain tuple, for there are many."""


class Item:
    """An item, or the head of a message: its elements and attributes by name."""

    def __init__(self, root: etree._Element, schemes: Schemes, *, is_ours: bool = False) -> None:
        """Walk an item once; of other namespaces only the elements are kept."""
        self.root = root
        self.is_ours = is_ours
        self.name = local(root)
        self.elements: dict[str, list[etree._Element]] = {}
        self.attributes: Attributes = defaultdict(list)
        self.foreign: list[etree._Element] = []
        self._walk(root.iter("*"))
        own = [
            scheme
            for catalog in self.all("catalog")
            if catalog.getparent() is root  # others are what an item is about
            for scheme in catalog.iterchildren(G2 + "scheme")
        ]
        own += self.all("schemeMeta")  # a vocabulary says its own alias
        self.catalogue = declared(self.all("catalogRef"), own, schemes)

    def _walk(self, elements: Iterable[etree._Element]) -> None:
        """Sort elements and attributes by name; this takes most of the time of all rules."""
        by_tag: dict[str, list[etree._Element]] = {}
        for element in elements:
            tag = element.tag
            same = by_tag.get(tag)
            if same is None:
                same = by_tag[tag] = []
            same.append(element)
        attributes, start = self.attributes, len(G2)
        for tag, same in by_tag.items():
            if not tag.startswith(G2):
                self.foreign += same
                continue
            self.elements[tag[start:]] = same
            for element in same:
                for name, value in pairs(element):
                    attributes[name].append((value, element))

    def all(self, name: str) -> list[etree._Element]:
        """Return all elements of a name of the standard, in order."""
        return self.elements.get(name, [])

    def values(self, name: str) -> list[tuple[str, etree._Element]]:
        """Return all values of an attribute on elements of the standard, in order."""
        return self.attributes.get(name, [])

    @cached_property
    def codes(self) -> dict[str, Use]:
        """Return every code of the item that has an alias, and where it is used first."""
        found: dict[str, Use] = {}
        for name, uses in self.attributes.items():
            if name not in _CODES:
                continue
            for value, element in uses:
                if value in found or (name in _WORDS and element.tag == _WORDS[name]):
                    continue
                for code in value.split() if name in _LISTS and " " in value else (value,):
                    if ":" in code and code not in found:
                        found[code] = element, name
        return found

    @cached_property
    def iptc(self) -> list[tuple[str, str, str, Use]]:
        """Return what of the vocabularies of the IPTC is named: as written, scheme, code, where."""
        found = []
        known = self.catalogue.scheme
        for code, use in self.codes.items():
            alias, _, rest = code.partition(":")
            scheme = known(alias)
            if scheme is not None and scheme.startswith(IPTC):
                found.append((code, scheme, rest, use))
        for iri, use in self.iris.items():
            if iri.startswith(IPTC):
                start, _, rest = iri.rpartition("/")
                if rest:  # else it names the scheme
                    found.append((iri, f"{start}/", rest, use))
        return found

    @cached_property
    def iris(self) -> dict[str, Use]:
        """Return every IRI that names something in an attribute, and where it is used first."""
        found: dict[str, Use] = {}
        for name, uses in self.attributes.items():
            if name in _IRIS:
                for value, element in uses:
                    if value not in found:
                        found[value] = element, name
        return found

    @cached_property
    def marked(self) -> list[tuple[str, etree._Element]]:
        """Return all ids and partids with their elements."""
        found = [*self.values("id"), *self.values("partid")]
        for element in self.foreign:
            value = element.get("id")
            if value is not None:
                found.append((value, element))
        return found

    @cached_property
    def ids(self) -> dict[str, etree._Element]:
        """Return the elements that have an id or a partid; the first if there are several."""
        return dict(reversed(self.marked))


def pairs(element: etree._Element) -> list[tuple[str, str]]:
    """Return the attributes of an element."""
    return element.items()  # type: ignore[return-value] # stubs allow bytes, which are never there


def local(element: etree._Element) -> str:
    """Return the name of an element without its namespace."""
    return str(element.tag).rpartition("}")[2]


def hardened(found: Finding) -> Finding:
    """Return a finding as an error: what others have as a habit must not be in our files."""
    return replace(found, severity=Severity.ERROR)


def softened(found: Finding) -> Finding:
    """Return a finding as a warning: what is an error of ours may be a habit of others."""
    return replace(found, severity=Severity.WARNING)
