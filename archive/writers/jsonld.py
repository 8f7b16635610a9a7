"""JSON-LD in archive form: the whole record, with our small context inside."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import Any

import msgspec

from archive.contracts import contract
from archive.graph import Kind, Node, graph
from archive.graph.terms import IRIS, MOMENTS
from archive.release import Release
from archive.vocabulary import EDTF
from archive.writers import Many, Writer

_encode = msgspec.json.Encoder().encode
_NODE, _PLAIN = Kind.NODE, Kind.PLAIN


@cache
def _context(language: str) -> msgspec.Raw:
    """Return the context for a language, as JSON."""
    context = msgspec.json.decode(contract("context.jsonld"))["@context"]
    context["@language"] = language.lower()
    return msgspec.Raw(_encode(context))


def _typed(datatype: str) -> Callable[[Any], dict[str, str]]:
    return lambda value: {"@type": datatype, "@value": value}


_SPELLINGS: dict[Kind, Callable[[Any], Any]] = {
    Kind.IRI: lambda iri: {"@id": iri},
    Kind.FOREIGN: lambda pair: {"@language": pair[1].lower(), "@value": pair[0]},
    Kind.DATE_TIME: _typed("xsd:dateTime"),
    Kind.DATE: _typed("xsd:date"),
    Kind.YEAR_MONTH: _typed("xsd:gYearMonth"),
    Kind.YEAR: _typed("xsd:gYear"),
    Kind.EDTF: _typed(EDTF),
    Kind.DECIMAL: _typed("xsd:decimal"),
    Kind.JSON: _typed("http://www.w3.org/1999/02/22-rdf-syntax-ns#JSON"),
}
"""Kinds that need more than the bare value."""
_BARE: dict[Kind, frozenset[str]] = {Kind.IRI: frozenset(IRIS), Kind.DATE_TIME: frozenset(MOMENTS)}
"""Terms of which the context says already what kind their values are."""
_NONE: frozenset[str] = frozenset()


def _spelt(node: Node) -> dict[str, Any]:
    """Return a node as JSON-LD says it; several values of a term are an array.

    Nodes stand where the record holds them and are named elsewhere, so that the depth is that of
    the record, however long a chain of places or organisations is.
    """
    said: dict[str, Any] = {"@id": node.iri}
    if node.types:
        keys = [kind.key for kind in node.types]
        said["@type"] = keys[0] if len(keys) == 1 else keys
    for (_, _, key, _), kind, value in node.values:
        if kind is _PLAIN:
            spelt = value
        elif kind is _NODE:
            spelt = _spelt(value)
        elif kind not in _SPELLINGS or key in _BARE.get(kind, _NONE):
            spelt = value
        else:
            spelt = _SPELLINGS[kind](value)
        if key not in said:
            said[key] = spelt
        elif type(said[key]) is list:
            said[key].append(spelt)
        else:
            said[key] = [said[key], spelt]
    return said


def write(release: Release) -> bytes:
    """Return the release as one JSON-LD document in one line: the context, then the work."""
    return _encode({"@context": _context(release.language), **_spelt(graph(release))}) + b"\n"


WRITER = Writer(media_type="application/ld+json", write=write, many=Many(part=write))
