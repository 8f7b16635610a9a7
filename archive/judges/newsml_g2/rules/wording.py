"""How things are written: roles, what is deprecated, language tags, IRIs."""

from __future__ import annotations

import re
from collections.abc import Iterator

from archive.findings import finding
from archive.judges.newsml_g2.tree import G2, LANG, Fault, Item
from archive.languages import canonical, is_well_formed

_ORIGINATORS = frozenset({"originfo", "originator", "origin", "source", "infosource"})
"""Codes that say, in whatever scheme, that a source of information is one."""
OLD_ATTRIBUTES = {"guidref": "residref", "hreftype": "contenttype", "derivedfrom": "<derivedFrom>"}
OLD_ELEMENTS = {
    "facet": (None, "<related>"),
    "confirmation": ("dates", "@confirmationstatus"),
    "sameAs": ("scheme", "<sameAsScheme>"),
    "hasInstrument": ("organisationDetails", "<hasInstrument> of the concept"),
}
"""Element → below what it is deprecated (``None``: anywhere), and what stands in its place."""
_PRIVATE = re.compile(r"(?:x(?:-[a-z0-9]{1,8})+|i-[a-z]+)", re.IGNORECASE)
_WRONG = re.compile(r"[\s{}|\\^`<>\"]")
_ABSOLUTE = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:[^\s{}|\\^`<>\"]+")
_PLAIN = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:[!#-;=?-\[\]_a-z~]+")
"""What an absolute IRI mostly looks like: three times as fast as looking for white space of all
scripts."""
_LOCATORS = ("href", "url", "additionalInfo")
TAGS = (LANG, "tag", "hreflang", "language")


def source_role(item: Item) -> Iterator[Fault]:
    """Tell a role that says of a source of information only that it is one (X018)."""
    for element in item.all("infoSource"):
        for name, mark in (("role", ":"), ("roleuri", "/")):
            for code in element.get(name, "").split():
                if code.rpartition(mark)[2].lower() in _ORIGINATORS:
                    yield Fault(element, name, finding("X018", code=code))


def deprecated(item: Item) -> Iterator[Fault]:
    """Tell what the standard does not want used any more (X019)."""
    for name, instead in OLD_ATTRIBUTES.items():
        for _, element in item.values(name):
            shown = instead if instead.startswith("<") else f"@{instead}"
            yield Fault(element, name, finding("X019", what=f"@{name}", instead=shown))
    for name, (below, instead) in OLD_ELEMENTS.items():
        for element in item.all(name):
            parent = element.getparent()
            if below is None or (parent is not None and parent.tag == G2 + below):
                yield Fault(element, "", finding("X019", what=f"<{name}>", instead=instead))


def languages(item: Item) -> Iterator[Fault]:
    """Tell a tag that is no language tag, or an old one (X020)."""
    for name in TAGS:
        told: set[str] = set()
        for tag, element in item.values(name):
            if tag in told:
                continue
            told.add(tag)
            if not tag.strip():
                yield Fault(element, name, finding("X020", variant="empty"))
            elif not (is_well_formed(tag) or _PRIVATE.fullmatch(tag)):
                yield Fault(element, name, finding("X020", tag=tag))
            elif is_well_formed(tag) and canonical(tag).lower() != tag.lower():
                found = finding("X020", variant="old", tag=tag, right=canonical(tag))
                yield Fault(element, name, found)


def addresses(item: Item) -> Iterator[Fault]:
    """Tell an IRI that is not absolute, or not percent-encoded (X024).

    What says where something lies (``href``) may be relative: files travel together.
    """
    yield from _relative(item)
    for name in _LOCATORS:
        for value, element in item.values(name):
            if _WRONG.search(value.strip()):
                yield Fault(element, name, finding("X024", variant="signs", value=value))
    for name in ("altRep", "origRep"):
        for element in item.all(name):
            if _WRONG.search((element.text or "").strip()):
                said = finding("X024", variant="signs", value=(element.text or "").strip())
                yield Fault(element, "", said)


def _relative(item: Item) -> Iterator[Fault]:
    is_plain = _PLAIN.fullmatch
    for iri, attribute in item.iris.items():
        if is_plain(iri):
            continue
        for one in iri.split() if attribute in _LISTS else (iri,):
            if not _ABSOLUTE.fullmatch(one):
                variant = "signs" if _WRONG.search(one) else ""
                found = finding("X024", variant=variant, value=one)
                yield Fault(*item.use(attribute, iri), found)


_LISTS = frozenset({"roleuri", "typeuri", "scopeuri", "aspecturi", "environmenturi",
                    "pubconstrainturi"})  # fmt: skip
