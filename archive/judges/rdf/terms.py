"""Vocabularies: which terms there are in our namespace and in that of schema.org."""

from __future__ import annotations

import re
from functools import cache, cached_property
from pathlib import Path

import pyoxigraph

from archive.contracts import contract
from archive.graph.terms import PREFIXES
from archive.vocabulary import PA

SCHEMA_ORG_FILE = "schemaorg-30.0-all-https.nt"
"""All terms of schema.org 30.0, in the folder of the official files."""
_SCHEMA_ORG = re.compile(r"https?://schema\.org/([^/#?]+)")
_OWN = re.compile(r"https?" + re.escape(PA.removeprefix("https")))
_DEFINED = re.compile(rb"^<https?://schema\.org/([^>/#?]+)>", re.MULTILINE)

USUAL_PREFIXES = frozenset(PREFIXES) | frozenset(
    [
        "bibo",
        "cc",
        "dc",
        "dcat",
        "dct",
        "dctype",
        "ebucore",
        "foaf",
        "iptc",
        "locn",
        "nie",
        "oa",
        "odrl",
        "owl",
        "rdfs",
        "rnews",
        "sh",
        "sioc",
        "spdx",
        "vann",
        "vcard",
        "void",
        "wd",
        "wdt",
    ]
)
"""Prefixes that files use so often that none of them can be meant as the scheme of an IRI."""
_MOST_KNOWN, _LONGEST_KNOWN = 1_000, 100
"""Terms that are remembered, and their characters."""
_PREFIXED = re.compile(r"([A-Za-z]+):(?!//)")


@cache
def own_terms() -> frozenset[str]:
    """Return the terms that our vocabulary defines, as IRIs."""
    quads = pyoxigraph.parse(contract("vocabulary.ttl"), pyoxigraph.RdfFormat.TURTLE)
    return frozenset(
        quad.subject.value for quad in quads if isinstance(quad.subject, pyoxigraph.NamedNode)
    )


class Vocabularies:
    """What is known of terms; the file of schema.org is read when a term of it turns up."""

    def __init__(self, standards: Path | None) -> None:
        self._path = standards / SCHEMA_ORG_FILE if standards else None
        self.known: set[str] = set()
        """Terms that were looked at before, and nothing was wrong with them."""

    def remember(self, term: str) -> None:
        """Remember that nothing is wrong with a term."""
        if len(self.known) < _MOST_KNOWN and len(term) <= _LONGEST_KNOWN:
            self.known.add(term)

    @cached_property
    def _schema_org(self) -> frozenset[str]:
        if self._path is None or not self._path.is_file():
            return frozenset()
        return frozenset(name.decode() for name in _DEFINED.findall(self._path.read_bytes()))

    def is_missing_own(self, iri: str) -> bool:
        """Return whether an IRI is in our namespace and no term of our vocabulary."""
        return _OWN.match(iri) is not None and iri not in own_terms()

    def is_missing_schema_org(self, iri: str) -> bool:
        """Return whether an IRI is in schema.org's namespace and no term of it.

        With ``http`` or ``https``: both are in use. Without its file nobody can say.
        """
        name = _SCHEMA_ORG.fullmatch(iri)
        return name is not None and bool(self._schema_org) and name[1] not in self._schema_org


def prefix(iri: str) -> str | None:
    """Return the prefix that was left undeclared, if an IRI looks like it.

    >>> prefix("adms:status"), prefix("urn:x:1")
    ('adms', None)
    """
    match = _PREFIXED.match(iri)
    return match[1] if match and match[1] in USUAL_PREFIXES else None
