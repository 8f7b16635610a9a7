"""An item of a parsed file, walked once: what every rule asks for lies ready by name."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from functools import cached_property
from itertools import chain
from typing import NamedTuple

from lxml import etree
from msgspec.structs import replace

from archive.findings import Finding, Severity
from archive.judges.newsml_g2.catalogue import IPTC, Schemes, declared
from archive.judges.newsml_g2.vetted import Vetted

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
_WORDS = {"role": "timestamp", "rel": "a"}
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
"""Where something is said: element and attribute."""
Named = tuple[str, str, str, str]
"""What of a vocabulary is named: as written, scheme, code, attribute that says it first."""


class Item:
    """An item, or the head of a message: its elements and attributes by name."""

    def __init__(
        self,
        root: etree._Element,
        schemes: Schemes,
        *,
        is_ours: bool = False,
        vetted: Vetted | None = None,
    ) -> None:
        """Walk an item once; of other namespaces only the elements are kept.

        ``vetted`` are codes of items before: those that it knows by the same catalogue need not be
        judged again.
        """
        self.root = root
        self.is_ours = is_ours
        self.name = local(root)
        self.elements: dict[str, list[etree._Element]] = {}
        self.attributes: Attributes = defaultdict(list)
        self.foreign: dict[str, list[etree._Element]] = {}
        """Elements of other namespaces by their whole name."""
        self._walk(root.iter("*"))
        own = [
            scheme
            for catalog in self.all("catalog")
            if catalog.getparent() is root  # others are what an item is about
            for scheme in catalog.iterchildren(G2 + "scheme")
        ]
        own += self.all("schemeMeta")  # a vocabulary says its own alias
        self.catalogue = declared(self.all("catalogRef"), own, schemes)
        self.vetted = vetted if vetted and vetted.is_by(self.catalogue) else Vetted(self.catalogue)

    def _walk(self, elements: Iterable[etree._Element]) -> None:
        """Sort elements and attributes by name; this takes most of the time of all rules."""
        by_tag: dict[str, list[etree._Element]] = defaultdict(list)
        for element in elements:
            by_tag[element.tag].append(element)
        attributes, start = self.attributes, len(G2)
        for tag, same in by_tag.items():
            if not tag.startswith(G2):
                self.foreign[tag] = same
                continue
            self.elements[tag[start:]] = same
            for element in same:
                for name, value in element.items():
                    attributes[name].append((value, element))  # type: ignore[index, arg-type]

    def all(self, name: str) -> list[etree._Element]:
        """Return all elements of a name of the standard, in order."""
        return self.elements.get(name, [])

    def values(self, name: str) -> list[tuple[str, etree._Element]]:
        """Return all values of an attribute on elements of the standard, in order."""
        return self.attributes.get(name, [])

    @cached_property
    def codes(self) -> dict[str, dict[str, str]]:
        """Return the codes to be judged: alias → code → attribute that says it first."""
        found: dict[str, dict[str, str]] = {}
        start, same = ":", found.setdefault("", {})
        for name in self.attributes:
            if name not in _CODES:
                continue
            values: Iterable[str] = dict(self._coded(name))
            if self.vetted.of(name).issuperset(values):
                continue
            if name in _LISTS and any(" " in value for value in values):
                values = chain.from_iterable(_codes(name, value) for value in values)
            for code in values:
                if not code.startswith(start):  # neighbours mostly have one alias
                    alias, colon, _ = code.partition(":")
                    if not colon:
                        continue
                    start, same = f"{alias}:", found.setdefault(alias, {})
                same.setdefault(code, name)
        return {alias: codes for alias, codes in found.items() if codes}

    def vet(self) -> Vetted:
        """Return the codes that are right, those of this item too, of which nothing is wrong."""
        if self.codes:
            for name in self.attributes:
                if name in _CODES:
                    self.vetted.add(name, dict(self._coded(name)))
        return self.vetted

    def _coded(self, name: str) -> list[tuple[str, etree._Element]]:
        """Return the values of an attribute that holds codes, but for those that are words."""
        uses = self.attributes[name]
        plain = _WORDS.get(name, "")
        if plain not in self.elements:
            return uses
        return [use for use in uses if use[1].tag != G2 + plain]

    def use(self, name: str, value: str) -> Use:
        """Return where an attribute says a code or an IRI first."""
        uses = self._coded(name) if name in _CODES else self.attributes[name]
        return next(element for said, element in uses if value in _codes(name, said)), name

    @cached_property
    def iptc(self) -> list[Named]:
        """Return what of the vocabularies of the IPTC is named, codes and IRIs to be judged."""
        found = []
        for alias, codes in self.codes.items():
            scheme = self.catalogue.scheme(alias)
            if scheme is not None and scheme.startswith(IPTC):
                start = len(alias) + 1
                found += [(code, scheme, code[start:], name) for code, name in codes.items()]
        for iri, name in self.iris.items():
            if iri.startswith(IPTC):
                head, _, rest = iri.rpartition("/")
                if rest:  # else it names the scheme
                    found.append((iri, f"{head}/", rest, name))
        return found

    @cached_property
    def iris(self) -> dict[str, str]:
        """Return every IRI that names something, and the attribute that says it first."""
        found: dict[str, str] = {}
        for name, uses in self.attributes.items():
            if name in _IRIS:
                for value, _ in uses:
                    if value not in found:
                        found[value] = name
        return found

    @cached_property
    def marked(self) -> list[tuple[str, etree._Element]]:
        """Return all ids and partids with their elements."""
        found = [*self.values("id"), *self.values("partid")]
        for same in self.foreign.values():
            for element in same:
                value = element.get("id")
                if value is not None:
                    found.append((value, element))
        return found

    @cached_property
    def ids(self) -> dict[str, etree._Element]:
        """Return the elements that have an id or a partid; the first if there are several."""
        return dict(reversed(self.marked))


def _codes(name: str, value: str) -> list[str] | tuple[str]:
    """Return what an attribute says: one thing, or several codes."""
    return value.split() if " " in value and name in _LISTS else (value,)


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
