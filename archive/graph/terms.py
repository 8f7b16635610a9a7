"""The terms of the graph: what each is called in full, in Turtle and in JSON-LD.

schema.org terms are bare in JSON-LD; others have a prefix that our context declares, except
those whose prefix the official schema.org context lacks, which are written in full.
"""

from __future__ import annotations

import enum
from collections.abc import Callable, Mapping
from functools import cache
from typing import Any, NamedTuple

import msgspec

from archive.vocabulary import ADMS, DCTERMS, FABIO, ORG, PA, PROV, RDF, SCHEMA_ORG, SKOS, XSD

_encode = msgspec.json.Encoder().encode

PREFIXES = {
    "adms": ADMS,
    "dcterms": DCTERMS,
    "fabio": FABIO,
    "org": ORG,
    "pa": PA,
    "prov": PROV,
    "rdf": RDF,
    "schema": SCHEMA_ORG,
    "skos": SKOS,
    "xsd": XSD,
}
"""Prefix → namespace, as Turtle, TriG and RDF/XML declare them."""

_IN_FULL = frozenset({"adms", "fabio"})
"""Prefixes that the official schema.org context does not declare."""


class Kind(enum.IntEnum):
    """What a value is."""

    NODE = 0
    """A node that is described where it stands."""
    IRI = 1
    TEXT = 2
    """Text in the language of the record."""
    FOREIGN = 3
    """Text in a language of its own: (text, tag)."""
    PLAIN = 4
    """A string in no language."""
    WHOLE = 5
    """An integer."""
    TRUTH = 6
    DATE_TIME = 7
    DATE = 8
    YEAR_MONTH = 9
    YEAR = 10
    EDTF = 11
    DECIMAL = 12
    JSON = 13


Value = str | int | tuple[str, str]
"""What a slot takes, by its kind."""


class Term(NamedTuple):
    """A predicate or class."""

    iri: str
    turtle: str
    key: str
    """What JSON-LD calls it."""


@cache
def term(name: str) -> Term:
    """Return a term by its prefixed name, such as ``schema:headline``."""
    prefix, _, local = name.partition(":")
    iri = PREFIXES[prefix] + local
    if prefix == "schema":
        return Term(iri, name, local)
    return Term(iri, name, iri if prefix in _IN_FULL else name)


class Slot:
    """A predicate and what its values are; there is one object for each."""

    __slots__ = ("is_list", "kind", "several", "spelt", "term")

    def __init__(self, predicate: Term, kind: Kind, *, is_list: bool = False) -> None:
        self.term = predicate
        self.kind = kind
        self.spelt = _spelling(kind)
        """Returns a value as all formats want it: as JSON, but an IRI without quotation marks."""
        self.is_list = is_list
        self.several: Slot = self if is_list else Slot(predicate, kind, is_list=True)
        """The slot of several such values; its own where it is one."""


def _spelling(kind: Kind) -> Callable[[Any], bytes]:
    r"""Return what spells values of a kind once for all formats.

    JSON escapes just what N-Triples and Turtle do; validation has let no other control character
    through. In an IRI is nothing to escape.

    >>> print(_spelling(Kind.PLAIN)('a "b"').decode())
    "a \"b\""
    """
    if kind is Kind.FOREIGN:
        return _foreign
    return str.encode if kind in (Kind.NODE, Kind.IRI) else _encode


def _foreign(text_and_tag: tuple[str, str]) -> bytes:
    text, tag = text_and_tag
    return b"%b@%b" % (_encode(text), tag.lower().encode())


@cache
def slot(name: str, kind: Kind) -> Slot:
    """Return the slot of a predicate, named as in ``term``, for a kind of values."""
    return Slot(term(name), kind)


DateSlots = Mapping[str | None, Slot]
"""The slot of a date that may be vague, by the XSD type that holds it (``edtf.xsd_type``)."""


@cache
def date_slots(name: str) -> DateSlots:
    """Return the slots of a predicate for dates that may be vague."""
    return {
        "date": slot(name, Kind.DATE),
        "gYearMonth": slot(name, Kind.YEAR_MONTH),
        "gYear": slot(name, Kind.YEAR),
        None: slot(name, Kind.EDTF),
    }


TYPE_IRI = RDF + "type"

IRIS = ("url", "mainEntityOfPage", "license", "sameAs", "archivedAt", "contentUrl")
"""Terms whose values are IRIs in JSON-LD without more words."""
MOMENTS = ("datePublished", "dateModified", "dateCreated")
"""Terms whose values are date-times in JSON-LD without more words."""
TEXTS = frozenset(
    {"headline", "dcterms:title", "text", "articleBody", "abstract", "keywords",
     "alternativeHeadline", "description", "caption", "jobTitle", "pa:title", "pa:alt"}
)  # fmt: skip
"""Terms whose values are text in a language; every other string is a plain one."""
