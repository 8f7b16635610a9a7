"""The terms of the graph: what each is called in full, in Turtle and in JSON-LD.

schema.org terms are bare in JSON-LD; others have a prefix that our context declares, except
those whose prefix the official schema.org context lacks, which are written in full.
"""

from __future__ import annotations

import enum
from functools import cache
from typing import NamedTuple

from archive.vocabulary import ADMS, DCTERMS, FABIO, ORG, PA, PROV, RDF, SCHEMA_ORG, SKOS, XSD

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


class Term(NamedTuple):
    """A predicate or class."""

    iri: str
    turtle: str
    key: str
    """What JSON-LD calls it."""
    start: str
    """The predicate in N-Triples, with the blank behind it."""


@cache
def term(name: str) -> Term:
    """Return a term by its prefixed name, such as ``schema:headline``."""
    prefix, _, local = name.partition(":")
    iri = PREFIXES[prefix] + local
    if prefix == "schema":
        return Term(iri, name, local, f"<{iri}> ")
    return Term(iri, name, iri if prefix in _IN_FULL else name, f"<{iri}> ")


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
