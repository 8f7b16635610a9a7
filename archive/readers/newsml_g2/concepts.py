"""Concepts that a message carries: what they say completes the things of its news items."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from archive.readers.newsml_g2.codes import Codes, codes_of
from archive.readers.newsml_g2.names import G2
from archive.readers.newsml_g2.walk import Element, attributes

_ITEMS = frozenset({f"{G2}conceptItem", f"{G2}knowledgeItem"})
_CONCEPT = f"{G2}concept"


@dataclass(frozen=True, slots=True)
class Concept:
    """A concept, and the codes of the item that it stands in."""

    element: Element
    codes: Codes


Concepts = Mapping[str, Concept]
"""IRI → what is said of it."""


def concepts(items: Iterable[Element]) -> dict[str, Concept]:
    """Return the concepts that items of a message define; the first of each IRI counts."""
    found: dict[str, Concept] = {}
    for item in items:
        if item.tag not in _ITEMS:
            continue
        codes = codes_of(item)
        for element in item.iter(_CONCEPT):
            name = element.find(f"{G2}conceptId")
            iri = None if name is None else _iri(name, codes)
            if iri is not None:
                found.setdefault(iri, Concept(element, codes))
    return found


def _iri(name: Element, codes: Codes) -> str | None:
    given = attributes(name)
    return given.get("uri") or codes.iri(given.get("qcode", "").strip())
