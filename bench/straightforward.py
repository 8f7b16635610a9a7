"""The straightforward way, to measure against: json, jsonschema, lxml.builder and XSD, rdflib.

It writes the same content as we do. To make that certain, and to be fair, it does not even have
to map a record: the element tree, the JSON values and the triples are handed to it ready-made
(``recipe``, outside the measured time), and it only builds and serialises. Validator, schema and
element makers are made once.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import rdflib
from jsonschema import Draft202012Validator, FormatChecker
from lxml import etree
from lxml.builder import ElementMaker

rdflib.NORMALIZE_LITERALS = False

_MAKER = ElementMaker()


@dataclass(frozen=True)
class Recipe:
    """What one release is, ready to be built: as it stands in our own outputs."""

    newsml: Any
    ninjs: Any
    jsonld: Any
    quads: list[tuple[Any, Any, Any, Any]]


def recipe(outputs: dict[str, bytes]) -> Recipe:
    """Take our outputs apart into plain values."""
    dataset = rdflib.Dataset()
    dataset.parse(data=outputs["nquads"].decode(), format="nquads")
    return Recipe(
        newsml=_taken_apart(etree.fromstring(outputs["newsml-g2"])),
        ninjs=json.loads(outputs["ninjs"]),
        jsonld=json.loads(outputs["jsonld"]),
        quads=[
            (_plain(s), _plain(p), _plain(o), _plain(graph))
            for s, p, o, graph in dataset.quads()
            if graph is not None
        ],
    )


def _taken_apart(element: etree._Element) -> Any:
    children = [(_taken_apart(child), child.tail) for child in element]
    return element.tag, dict(element.attrib), element.text, children


def _plain(term: Any) -> tuple[str, ...]:
    if isinstance(term, rdflib.Literal):
        return ("literal", str(term), str(term.datatype or ""), term.language or "")
    return ("iri", str(term))


class Straightforward:
    """The tools, made once."""

    def __init__(self, schema: bytes, xsd: Path) -> None:
        formats = ("date-time", "date", "email", "json-pointer")
        self._validator = Draft202012Validator(
            json.loads(schema), format_checker=FormatChecker(formats)
        )
        self._xsd = etree.XMLSchema(etree.parse(str(xsd), etree.XMLParser(no_network=True)))

    def validate(self, raw: bytes) -> None:
        """Parse a record and judge it by the schema."""
        errors = list(self._validator.iter_errors(json.loads(raw)))
        if errors:
            raise ValueError(errors[0].message)

    def newsml(self, recipe: Recipe) -> bytes:
        """Build the item with lxml.builder, judge the tree by the XSD, write it."""
        tree = _built(recipe.newsml)
        self._xsd.assertValid(tree)
        return etree.tostring(tree, xml_declaration=True, encoding="UTF-8")

    @staticmethod
    def ninjs(recipe: Recipe) -> bytes:
        """Write the item with json."""
        return json.dumps(recipe.ninjs, ensure_ascii=False).encode()

    @staticmethod
    def jsonld(recipe: Recipe) -> bytes:
        """Write the document with json."""
        return json.dumps(recipe.jsonld, ensure_ascii=False).encode()

    @staticmethod
    def graph(recipe: Recipe) -> rdflib.Dataset:
        """Build the dataset."""
        dataset = rdflib.Dataset()
        graph = dataset.graph(_term(recipe.quads[0][3]))
        for subject, predicate, value, _ in recipe.quads:
            graph.add((_term(subject), _term(predicate), _term(value)))
        return dataset

    @staticmethod
    def nquads(dataset: rdflib.Dataset) -> str:
        """Write the dataset as N-Quads."""
        return dataset.serialize(format="nquads")

    @staticmethod
    def turtle(dataset: rdflib.Dataset) -> str:
        """Write the release's graph as Turtle."""
        graph = next(graph for graph in dataset.graphs() if len(graph))
        return graph.serialize(format="turtle")

    def nquads_alone(self, recipe: Recipe) -> str:
        """Build the dataset and write it as N-Quads."""
        return self.nquads(self.graph(recipe))

    def turtle_alone(self, recipe: Recipe) -> str:
        """Build the dataset and write it as Turtle."""
        return self.turtle(self.graph(recipe))


def _built(part: Any) -> etree._Element:
    tag, attributes, text, children = part
    element = _MAKER(tag, attributes)
    element.text = text
    for child, tail in children:
        built = _built(child)
        built.tail = tail
        element.append(built)
    return element


def _term(plain: tuple[str, ...]) -> rdflib.term.Node:
    if plain[0] == "iri":
        return rdflib.URIRef(plain[1])
    _, text, datatype, language = plain
    return rdflib.Literal(text, datatype=datatype or None, lang=language or None)
