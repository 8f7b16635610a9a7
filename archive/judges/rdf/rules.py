"""The rules: what terms and values that a file names are at fault, wherever they stand."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

import pyoxigraph

from archive import languages
from archive.findings import Finding, finding
from archive.judges.rdf import datatypes, terms
from archive.judges.rdf.facts import Facts
from archive.judges.rdf.terms import Vocabularies
from archive.parsing.rdf_syntax import short

_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*+:")


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong with a term or value; where it stands is looked up later."""

    kind: Literal["iri", "literal", "tag"]
    value: str
    finding: Finding
    datatype: str = ""


def faults(facts: Facts, vocabularies: Vocabularies) -> Iterator[Fault]:
    """Yield what is wrong with the terms and values of a file."""
    doubtful = ((facts.predicates | facts.classes) - vocabularies.known) | facts.datatypes
    if not facts.are_names_plain:
        doubtful |= facts.names
    for iri in sorted(doubtful):
        found = _of_iri(iri, facts) or _of_term(iri, facts, vocabularies)
        if found is not None:
            yield Fault("iri", iri, found)
        elif not (facts.is_partial or iri in facts.names or iri in facts.datatypes):
            vocabularies.remember(iri)
    for lexical, datatype in facts.literals:
        if not datatypes.is_fitting(lexical, datatype):
            found = finding("G003", value=short(lexical), datatype=_local(datatype))
            yield Fault("literal", lexical, found, datatype)
    for tag in facts.tags:
        if not languages.is_well_formed(tag) and not _is_private(tag):
            yield Fault("tag", tag, finding("G004", tag=short(tag)))


def _is_private(tag: str) -> bool:
    """Return whether a tag is of private use or registered as a whole (RFC 5646, section 2.1)."""
    return tag.lower().startswith(("x-", "i-"))


def _local(datatype: str) -> str:
    return re.split(r"[#/]", datatype)[-1] or datatype


def _of_iri(iri: str, facts: Facts) -> Finding | None:
    """Return what is wrong with how an IRI is written."""
    if not _SCHEME.match(iri):
        return _of_relative(iri, facts)
    if (prefix := terms.prefix(iri)) and not facts.is_partial:
        return finding("G007", iri=short(iri), prefix=prefix)
    try:
        pyoxigraph.NamedNode(iri)
    except ValueError as error:
        return finding("G006", iri=short(iri), reason=short(str(error)))
    return None


def _of_relative(iri: str, facts: Facts) -> Finding | None:
    if facts.is_partial:  # a context that nobody has may have said what it means
        return None
    if iri in facts.predicates:  # only JSON-LD has them: keys that no context explains
        return finding("G012", key=short(iri))
    return finding("G005", iri=short(iri))


def _of_term(iri: str, facts: Facts, vocabularies: Vocabularies) -> Finding | None:
    """Return whether a term does not exist."""
    if vocabularies.is_missing_own(iri):
        return finding("G008", term=short(iri))
    if iri in facts.names and not (iri in facts.predicates or iri in facts.classes):
        return None
    if iri in facts.datatypes and datatypes.is_missing_in_xsd(iri):
        return finding("G014", datatype=short(_local(iri)))
    if vocabularies.is_missing_schema_org(iri):
        return finding("G009", term=short(iri))
    return None
