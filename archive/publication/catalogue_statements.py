"""Statements in an order of their own, and the three spellings of them: the same graph in each.

The order is kept because readers use it: where several values stand and a portal keeps one,
ckanext-dcat 2.4.4 keeps the first title, where none is in the language of the portal, and the last
place.
"""

from __future__ import annotations

import io
import json
import re
from collections.abc import Iterator
from functools import cache, lru_cache

from pyoxigraph import Literal, NamedNode, RdfFormat, Triple, serialize

from archive.vocabulary import DCTERMS, PA, PROV, RDF, SKOS, XSD

PREFIXES = {
    "dcat": "http://www.w3.org/ns/dcat#",
    "dcterms": DCTERMS,
    "foaf": "http://xmlns.com/foaf/0.1/",
    "pa": PA,
    "prov": PROV,
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "skos": SKOS,
    "spdx": "http://spdx.org/rdf/terms#",
    "vcard": "http://www.w3.org/2006/vcard/ns#",
    "void": "http://rdfs.org/ns/void#",
    "xsd": XSD,
}

Value = NamedNode | Literal

_TYPE = NamedNode(RDF + "type")
_NEXT_SUBJECT = re.compile(rb" \.\n(?=[^@\t])")
"""Where a subject ends and another begins; texts hold no line break as it is."""
_NO_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


@cache
def _term(name: str) -> NamedNode:
    prefix, _, local = name.partition(":")
    return NamedNode(PREFIXES[prefix] + local)


def text(value: str, language: str | None = None) -> Literal:
    """Return a text without characters that XML cannot hold."""
    return Literal(_NO_XML.sub("", value), language=language)


def typed(value: str | int, datatype: str) -> Literal:
    """Return a value of a datatype: ``xsd:date`` or another of ``xsd:``."""
    return Literal(str(value), datatype=_term(datatype))


@lru_cache(maxsize=256)
def iri(address: str) -> NamedNode:
    """Return a node; ``address`` has been checked where it came from."""
    return NamedNode(address)


class Statements:
    """What is said, subject by subject, each thing once, in the order in which it was said."""

    def __init__(self) -> None:
        self._things: dict[NamedNode, _Thing] = {}
        self._named: dict[NamedNode, _Thing] = {}

    def thing(self, subject: NamedNode, *types: str) -> _Thing:
        """Return what is said of a subject, to say more."""
        return _typed_thing(self._things, subject, types)

    def named(self, subject: NamedNode, *types: str) -> _Thing:
        """Return what is said of something that stands elsewhere; it comes behind all else.

        The shapes of DCAT-AP know what an IRI is by its type in the same file only.
        """
        return _typed_thing(self._named, subject, types)

    def has(self, subject: NamedNode, kind: str) -> bool:
        """Return whether something that stands elsewhere has been described as of a type."""
        return subject in self._named and kind in self._named[subject].types

    def values(self, subject: NamedNode, path: str) -> list[Value]:
        """Return the values at the end of a path, ``dcterms:publisher/foaf:name``, in order."""
        nodes: list[Value] = [subject]
        for name in path.split("/"):
            nodes = [
                value
                for node in nodes
                for things in (self._things, self._named)
                if isinstance(node, NamedNode) and node in things
                for value in things[node].values.get(name, ())
            ]
        return nodes

    def turtle(self) -> bytes:
        """Return the statements as Turtle, a blank line before each subject."""
        return _NEXT_SUBJECT.sub(b" .\n\n", self._serialized(RdfFormat.TURTLE))

    def rdf_xml(self) -> bytes:
        """Return the statements as RDF/XML."""
        # pyoxigraph 0.5.13 writes a carriage return as it is, which XML reads as a line feed.
        return self._serialized(RdfFormat.RDF_XML).replace(b"\r", b"&#13;")

    def json_ld(self) -> bytes:
        """Return the statements as compact JSON-LD, with its context inside."""
        graph = [thing.as_json(subject) for subject, thing in self._all()]
        whole = {"@context": self._prefixes(), "@graph": graph}
        return (json.dumps(whole, ensure_ascii=False, indent=1) + "\n").encode()

    def _serialized(self, form: RdfFormat) -> bytes:
        out = io.BytesIO()
        serialize(self._triples(), out, form, prefixes=self._prefixes())
        return out.getvalue()

    def _all(self) -> Iterator[tuple[NamedNode, _Thing]]:
        yield from self._things.items()
        yield from self._named.items()

    def _triples(self) -> Iterator[Triple]:
        for subject, thing in self._all():
            for name in thing.types:
                yield Triple(subject, _TYPE, _term(name))
            for name, values in thing.values.items():
                for value in values:
                    yield Triple(subject, _term(name), value)

    def _prefixes(self) -> dict[str, str]:
        used = {name for _, thing in self._all() for name in thing.names()}
        prefixes = {name.partition(":")[0] for name in used}
        return {name: address for name, address in PREFIXES.items() if name in prefixes}


class _Thing:
    """What is said of one subject."""

    __slots__ = ("types", "values")

    def __init__(self) -> None:
        self.types: list[str] = []
        self.values: dict[str, dict[Value, None]] = {}

    def says(self, name: str, *values: Value) -> None:
        """Add values of a property, such as ``dcterms:title``, that have not been said yet."""
        if values:
            self.values.setdefault(name, {}).update(dict.fromkeys(values))

    def names(self) -> Iterator[str]:
        """Yield the names of all terms."""
        yield from self.types
        yield from self.values
        for values in self.values.values():
            for value in values:
                if isinstance(value, Literal) and value.datatype.value.startswith(XSD):
                    yield "xsd:"

    def as_json(self, subject: NamedNode) -> dict[str, object]:
        """Return it as a node of compact JSON-LD."""
        node: dict[str, object] = {"@id": subject.value}
        if self.types:
            node["@type"] = _one_or_all(list(self.types))
        for name, values in self.values.items():
            node[name] = _one_or_all([_as_json(value) for value in values])
        return node


def _typed_thing(
    things: dict[NamedNode, _Thing], subject: NamedNode, types: tuple[str, ...]
) -> _Thing:
    thing = things.get(subject)
    if thing is None:
        thing = things[subject] = _Thing()
    thing.types += [one for one in types if one not in thing.types]
    return thing


def _one_or_all(values: list[object]) -> object:
    return values[0] if len(values) == 1 else values


def _as_json(value: Value) -> object:
    if isinstance(value, NamedNode):
        return {"@id": value.value}
    if value.language:
        return {"@language": value.language, "@value": value.value}
    local = value.datatype.value.removeprefix(XSD)
    return value.value if local == "string" else {"@type": f"xsd:{local}", "@value": value.value}
