"""The XSD as one regular expression, for items as we write them.

What the expression matches and libxml2 can parse is valid by the XSD it was derived from; of what
it does not match nothing is said. It is found in a third of the time that the XSD takes, since the
compiled automaton of jsonschema-rs looks at each byte once.

The names come from our profile (``schemas/newsml-g2.rng``): elements, what stands in them and
their attributes, as far as we write any. What may stand where, and how often, comes from the XSD;
what of that is not understood here (:class:`Unclear`) is left out where it may be missing, and
where it may not, so is what holds it. Values are spelt as narrowly as we write them.

An item in which one element is open at the end of another cannot be parsed, so that the expression
need not see to that; nor to attributes that stand twice.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import cache
from typing import Any, NamedTuple

from lxml import etree

from archive.contracts import contract
from archive.judges.newsml_g2.values import (
    IN_ATTRIBUTES,
    IN_TEXTS,
    LANGUAGE,
    NAME,
    XS,
    Unclear,
    Values,
)
from archive.validation import formats
from archive.vocabulary import NEWSML_G2, XHTML

_RNG = "{http://relaxng.org/ns/structure/1.0}"
_PREFIX = "xhtml:"
_NOT_DERIVED = ("include", "redefine", "override", "key", "keyref", "unique", "all", "notation")
"""Parts of an XSD of which nothing here knows what they forbid."""
_LARGEST_BYTES = 2**24
_DEEPEST = 2
"""So often an element may stand inside itself: a link names rights, which have a link."""
_BEYOND_ASCII = bytes([*range(0x80), *(0x7F for _ in range(0x80))])
"""A byte beyond ASCII is taken for one that only free texts may have."""


class Vocabulary(NamedTuple):
    """What we write, by the names of elements; those of XHTML have a prefix."""

    attributes: dict[str, set[str]]
    children: dict[str, set[str]]


class Expression:
    """Tells of items whether they are surely valid, once they are parsed and their ids differ."""

    def __init__(self, xsd: etree._Element) -> None:
        """Derive it; raise ``Unclear`` if that cannot be done."""
        pattern = derived(xsd, _vocabulary(etree.fromstring(contract("newsml-g2.rng"))))
        self._is_valid = _matcher(f"{pattern}\n?")

    def matches(self, item: bytes) -> bool:
        """Return whether an item without a declaration is one that it knows."""
        return self._is_valid(item.translate(_BEYOND_ASCII).decode("ascii"))


def derived(xsd: etree._Element, vocabulary: Vocabulary) -> str:
    """Return the expression of a ``newsItem``; raise ``Unclear`` if that cannot be done."""
    if any(next(xsd.iter(XS + name), None) is not None for name in _NOT_DERIVED):
        raise Unclear("a part of an XSD that is not understood")
    forms = xsd.get("elementFormDefault"), xsd.get("attributeFormDefault", "unqualified")
    names = xsd.get("targetNamespace"), xsd.nsmap.get(None), f"{{{xsd.nsmap.get('xs')}}}"
    if forms != ("qualified", "unqualified") or names != (NEWSML_G2, NEWSML_G2, XS):
        raise Unclear("another kind of XSD")
    item = _Derivation(xsd, vocabulary).element("newsItem")
    return item.replace("<newsItem", f'<newsItem xmlns="{re.escape(NEWSML_G2)}"', 1)


def _vocabulary(grammar: etree._Element) -> Vocabulary:
    """Return the names that a grammar of RELAX NG has."""
    defines = {one.get("name"): one for one in grammar.iter(_RNG + "define")}
    found = Vocabulary({}, {})

    def walk(part: etree._Element, holder: str) -> None:
        for one in part:
            if one.tag == _RNG + "element":
                found.children[holder].add(one.get("name", ""))
            elif one.tag == _RNG + "attribute":
                found.attributes[holder].add(one.get("name", ""))
            elif one.tag == _RNG + "ref":  # it leads back to itself through elements alone
                walk(defines[one.get("name")], holder)
            else:
                walk(one, holder)

    for element in grammar.iter(_RNG + "element"):
        name = element.get("name", "")
        found.attributes.setdefault(name, set())
        found.children.setdefault(name, set())
        walk(element, name)
    return found


class _Content(NamedTuple):
    """What stands in an element."""

    is_mixed: bool
    particles: tuple[etree._Element, ...]
    """Parts of a content model, one behind the other."""


class _Derivation:
    """One derivation."""

    def __init__(self, xsd: etree._Element, vocabulary: Vocabulary) -> None:
        self._parts = {(str(one.tag), one.get("name")): one for one in xsd}
        self._vocabulary = vocabulary
        self._values = Values(self._parts)
        self._open: list[etree._Element] = []
        """Declarations of the elements that are made, one inside the other."""

    def element(self, name: str) -> str:
        """Return the expression of an element that is declared at the top."""
        return self._declared(self._part("element", name))

    def _part(self, kind: str, name: str | None) -> etree._Element:
        try:
            return self._parts[XS + kind, name]
        except KeyError:
            raise Unclear(f"{kind} {name}") from None

    def _declared(self, element: etree._Element) -> str:
        if element.get("ref"):
            return self._declared(self._part("element", element.get("ref")))
        if self._open.count(element) == _DEEPEST:
            raise Unclear("an element inside itself, and again")
        self._open.append(element)
        try:
            return self._made_of(element)
        finally:
            self._open.pop()

    def _made_of(self, element: etree._Element) -> str:
        if not set(element.attrib) <= {"name", "type", "minOccurs", "maxOccurs"}:
            raise Unclear(str(element.attrib))
        name, kind = element.get("name", ""), element.get("type")
        if kind and self._values.are_of(kind):
            return _valued(name, "", self._values.of(kind, IN_TEXTS))
        inside = element.find(XS + "complexType")
        complex_type = self._part("complexType", kind) if kind else inside
        if complex_type is None or complex_type.get("abstract"):
            raise Unclear(name)
        attributes = self._attributes(name, complex_type)
        simple = self._simple(complex_type)
        if simple is not None:
            return _valued(name, attributes, self._values.of(simple, IN_TEXTS))
        model = self._model(complex_type)
        may_be_empty = all(map(self._may_lack, model.particles))
        return _written(name, attributes, self._content(name, model), may_be_empty=may_be_empty)

    # attributes

    def _attributes(self, name: str, complex_type: etree._Element) -> str:
        """Return what matches the attributes of an element, in any order where none is needed."""
        named: dict[str, list[str]] = {}
        needed = []
        for one in self._attributes_of(complex_type):
            key = one.get("name") or one.get("ref", "")
            is_needed = one.get("use") == "required"
            if key not in self._vocabulary.attributes[name]:
                if is_needed:
                    raise Unclear(key)
                continue
            try:
                value = self._attribute(one)
            except Unclear:
                if is_needed:
                    raise
                continue
            if is_needed:
                needed.append(f' {key}="{value}"')
            else:
                named.setdefault(value, []).append(key)
        others = "|".join(f' (?:{"|".join(keys)})="{value}"' for value, keys in named.items())
        between = f"(?:{others})*" if others else ""
        return between.join(["", *needed, ""]) if needed else between

    def _attributes_of(self, part: etree._Element) -> Iterator[etree._Element]:
        """Yield the attributes of a type, those of its bases and groups among them."""
        for one in part.iterchildren(f"{XS}*"):
            if one.tag == XS + "attribute":
                yield one
            elif one.tag == XS + "attributeGroup":
                yield from self._attributes_of(self._part("attributeGroup", one.get("ref")))
            elif one.tag in (XS + "complexContent", XS + "simpleContent"):
                extension = _extension(one)
                base = self._parts.get((XS + "complexType", extension.get("base")))
                if base is not None:
                    yield from self._attributes_of(base)
                yield from self._attributes_of(extension)

    def _attribute(self, attribute: etree._Element) -> str:
        if not set(attribute.attrib) <= {"name", "ref", "type", "use", "default"}:
            raise Unclear(str(attribute.attrib))
        if attribute.get("use") not in (None, "optional", "required"):
            raise Unclear("use")
        if attribute.get("ref") == "xml:lang":
            return LANGUAGE
        kind = attribute.get("type") or attribute.find(XS + "simpleType")
        if kind is None:
            raise Unclear("an attribute without a type of its own")
        if (attribute.get("name"), kind) == ("id", "xs:ID"):
            return NAME
        return self._values.of(kind, IN_ATTRIBUTES)

    # content

    def _simple(self, complex_type: etree._Element) -> str | None:
        """Return the simple type of what stands in an element, if that is one."""
        for one in complex_type.iterchildren(XS + "simpleContent"):
            base = _extension(one).get("base", "")
            held = self._parts.get((XS + "complexType", base))
            return base if held is None else self._simple(held)
        return None

    def _content(self, name: str, model: _Content) -> str:
        """Return what matches the elements and the text in an element."""
        between = IN_TEXTS.free if model.is_mixed else "\n?"
        matched = "".join(self._particle(name, one, between) for one in model.particles)
        return between + matched if model.is_mixed or matched else ""

    def _may_lack(self, particle: etree._Element) -> bool:
        """Return whether nothing need stand where a part of a content model stands."""
        if particle.get("minOccurs") == "0":
            return True
        if particle.tag == XS + "group":
            return all(map(self._may_lack, _particles(self._part("group", particle.get("ref")))))
        if particle.tag == XS + "sequence":
            return all(map(self._may_lack, _particles(particle)))
        return particle.tag == XS + "choice" and any(map(self._may_lack, _particles(particle)))

    def _model(self, complex_type: etree._Element) -> _Content:
        for one in complex_type.iterchildren(XS + "complexContent"):
            if one.attrib:
                raise Unclear(str(one.attrib))
            extension = _extension(one)
            base = self._model(self._part("complexType", extension.get("base")))
            added = _particles(extension)
            if not added:
                return base
            if base.is_mixed or complex_type.get("mixed"):
                raise Unclear("text between the parts of an extension")
            return _Content(is_mixed=False, particles=(*base.particles, *added))
        is_mixed = complex_type.get("mixed") == "true"
        return _Content(is_mixed=is_mixed, particles=_particles(complex_type))

    def _particle(self, name: str, particle: etree._Element, between: str) -> str:
        """Return what matches a part of a content model; nothing where it may be missing."""
        least, most = particle.get("minOccurs", "1"), particle.get("maxOccurs", "1")
        try:
            times = _times(least, most)
            matched = self._once(name, particle, between)
        except Unclear:
            if least != "0":
                raise
            return ""
        return f"(?:{matched}){times}" if matched else ""

    def _once(self, name: str, particle: etree._Element, between: str) -> str:
        if particle.tag == XS + "element":
            called = particle.get("ref") or particle.get("name")
            if called not in self._vocabulary.children[name]:
                raise Unclear(str(called))
            return self._declared(particle) + between
        if particle.tag == XS + "any":
            return self._any(name, particle) + between
        if particle.tag == XS + "group":
            (group,) = _particles(self._part("group", particle.get("ref")))
            return self._particle(name, group, between)
        if particle.tag == XS + "sequence":
            return "".join(self._particle(name, one, between) for one in _particles(particle))
        return _either(self._choices(name, particle, between))

    def _choices(self, name: str, choice: etree._Element, between: str) -> Iterator[str]:
        for one in _particles(choice):
            try:
                yield self._particle(name, one, between)
            except Unclear:
                continue

    def _any(self, name: str, wildcard: etree._Element) -> str:
        """Return what matches an element that the XSD declares at the top, or one of XHTML."""
        if wildcard.get("namespace") != "##any" or wildcard.get("processContents") != "lax":
            raise Unclear("a wildcard")
        return _either(self._elements(name))

    def _elements(self, name: str) -> Iterator[str]:
        for one in sorted(self._vocabulary.children[name]):
            if one == f"{_PREFIX}html":
                yield self._xhtml()
            elif (XS + "element", one) in self._parts:
                try:
                    yield self.element(one)
                except Unclear:
                    continue

    def _xhtml(self) -> str:
        """Return what matches a document of XHTML, of which the XSD asks nothing but languages."""
        held = self._vocabulary.attributes.items()
        attributes = {one for name, all_of in held if name.startswith(_PREFIX) for one in all_of}
        names = "|".join(sorted(attributes - {"xml:lang"}))
        said = f'(?: (?:(?:{names})="{IN_ATTRIBUTES.free}"|xml:lang="{LANGUAGE}"))*'
        tags = {name.removeprefix(_PREFIX) for name, _ in held if name.startswith(_PREFIX)}
        tag = f"</?(?:{'|'.join(sorted(tags - {'html'}))}){said}/?>"
        return f'<html xmlns="{re.escape(XHTML)}"{said}>(?:{IN_TEXTS.each}|{tag})*</html>'


def _matcher(expression: str) -> Callable[[str], bool]:
    """Return what tells whether a whole text is matched; raise ``Unclear`` if it is too much."""
    try:
        return formats.large(expression, _LARGEST_BYTES)
    except ValueError as error:
        raise Unclear(str(error)) from error


def _times(least: str, most: str) -> str:
    """Return how an expression says that something stands there so many times."""
    ways = {"1 1": "", "0 1": "?", "0 unbounded": "*", "1 unbounded": "+"}
    try:
        return ways[f"{least} {most}"]
    except KeyError:
        raise Unclear(f"{least} to {most} times") from None


def _valued(name: str, attributes: str, value: str) -> str:
    """Return what matches an element that holds a value."""
    return _written(name, attributes, value, may_be_empty=_may_be_empty(value))


@cache
def _may_be_empty(value: str) -> bool:
    return _matcher(value)("")


def _written(name: str, attributes: str, content: str, *, may_be_empty: bool) -> str:
    """Return what matches an element."""
    whole = f">{content}</{name}>"
    return f"<{name}{attributes}{f'(?:/>|{whole})' if may_be_empty else whole}"


def _either(choices: Iterator[str]) -> str:
    """Return what matches one of some things; raise ``Unclear`` if there are none."""
    made = "|".join(choices)
    if not made:
        raise Unclear("no choice")
    return f"(?:{made})"


def _extension(content: etree._Element) -> etree._Element:
    """Return how a type extends another; raise ``Unclear`` if it restricts it."""
    (extension,) = content.iterchildren(f"{XS}extension", f"{XS}restriction")
    if extension.tag != XS + "extension":
        raise Unclear("a restriction")
    return extension


def _particles(part: Any) -> tuple[etree._Element, ...]:
    """Return the parts of a content model that stand in a part of an XSD."""
    kinds = ("element", "any", "group", "sequence", "choice")
    return tuple(part.iterchildren(*(XS + kind for kind in kinds)))
