"""The straightforward way, to measure against: json, jsonschema, lxml.builder and XSD, rdflib.

What a Python programmer would write in a day: from the parsed record to each format with plain
functions, and the same content as we write (``tests/test_bench.py``). It knows only the fields
that ``bench.releases`` puts into its records. Validator, schema, element makers, namespaces and
context are made once.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import rdflib
from jsonschema import Draft202012Validator, FormatChecker, ValidationError
from lxml import etree

from archive.validation import formats
from bench import (
    straightforward_graph,
    straightforward_jsonld,
    straightforward_newsml,
    straightforward_ninjs,
)

Record = dict[str, Any]


class Straightforward:
    """The tools, made once; a record is what ``json.loads`` gave."""

    def __init__(self, schema: bytes, xsd: Path) -> None:
        rdflib.NORMALIZE_LITERALS = False  # a date stays as the record spells it, and costs less
        self._validator = Draft202012Validator(json.loads(schema), format_checker=_checker())
        self._xsd = etree.XMLSchema(etree.parse(str(xsd), etree.XMLParser(no_network=True)))

    def validate(self, raw: bytes) -> Record:
        """Parse a record, judge it by the schema, return it."""
        record, errors = self.errors(raw)
        if errors:
            raise ValueError(errors[0].message)
        return record

    def errors(self, raw: bytes) -> tuple[Record, list[ValidationError]]:
        """Parse a record, collect all that the schema has against it."""
        record = json.loads(raw)
        return record, list(self._validator.iter_errors(record))

    def newsml(self, record: Record) -> bytes:
        """Build the item with lxml.builder, judge the tree by the XSD, write it."""
        tree = straightforward_newsml.item(record)
        self._xsd.assertValid(tree)
        return etree.tostring(tree, xml_declaration=True, encoding="UTF-8")

    @staticmethod
    def ninjs(record: Record) -> bytes:
        """Write the item with json."""
        return json.dumps(straightforward_ninjs.item(record), ensure_ascii=False).encode()

    @staticmethod
    def jsonld(record: Record) -> bytes:
        """Write the document with json."""
        return json.dumps(straightforward_jsonld.document(record), ensure_ascii=False).encode()

    @staticmethod
    def graph(record: Record) -> tuple[rdflib.Dataset, rdflib.Graph]:
        """Build a dataset with the release's graph in it; return both."""
        return straightforward_graph.graph(record)

    @staticmethod
    def nquads(dataset: rdflib.Dataset) -> bytes:
        """Write a dataset as N-Quads."""
        return dataset.serialize(format="nquads", encoding="utf-8")

    @staticmethod
    def turtle(graph: rdflib.Graph) -> bytes:
        """Write a release's graph as Turtle."""
        return graph.serialize(format="turtle", encoding="utf-8")

    def nquads_alone(self, record: Record) -> bytes:
        """Build the dataset and write it as N-Quads."""
        dataset, _ = self.graph(record)
        return self.nquads(dataset)

    def turtle_alone(self, record: Record) -> bytes:
        """Build the graph and write it as Turtle."""
        _, graph = self.graph(record)
        return self.turtle(graph)

    def all(self, raw: bytes) -> tuple[bytes, ...]:
        """Return a record in each format, in the order of ``FORMATS``; the graph is built once."""
        record = self.validate(raw)
        item = self.newsml(record)
        dataset, graph = self.graph(record)
        quads, turtle = self.nquads(dataset), self.turtle(graph)
        return item, self.ninjs(record), self.jsonld(record), quads, turtle


def _checker() -> FormatChecker:
    """Return a checker of all formats of the schema: their own where jsonschema knows them.

    ``iri`` is judged as a URI, which all of these records' are; ``edtf`` and ``bcp47`` have no
    check in jsonschema, so it asks the functions that we ask.
    """
    checker = FormatChecker(("date-time", "date", "email", "json-pointer", "uri"))
    checker.checkers["iri"] = checker.checkers["uri"]
    for name in ("edtf", "bcp47"):
        checker.checks(name)(formats.OWN[name])
    return checker
