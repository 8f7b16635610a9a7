"""A release held against its shapes (``schemas/release.shacl.ttl``), if pyshacl is installed.

pyshacl rather than pyrudof: both find the same in graphs with one fault each, but pyrudof 0.3.35
takes 0.2 s to take in a graph, keeps what was in the one before, and needs a binary of its own,
while pyshacl stands on rdflib. A release takes about 0.1 s: so only files that hold a few.
"""

from __future__ import annotations

import importlib
import importlib.util
import logging
import re
from collections.abc import Iterator
from functools import cache
from itertools import islice
from typing import TYPE_CHECKING, Any

import pyoxigraph

from archive.contracts import contract
from archive.findings import Finding, Position, finding
from archive.graph.terms import PREFIXES
from archive.json_scan import Lines
from archive.parsing import rdf_jsonld
from archive.parsing.rdf_opening import START
from archive.parsing.rdf_syntax import FORMATS, short
from archive.vocabulary import PA

if TYPE_CHECKING:
    import rdflib

LARGEST_STATEMENTS = 5_000
"""A file with more of them is not held against the shapes: it would take minutes."""
_SHACL = "http://www.w3.org/ns/shacl#"
_VARIANTS = {
    "MinCountConstraintComponent": "missing",
    "MaxCountConstraintComponent": "several",
    "ClosedConstraintComponent": "misplaced",
    "ClassConstraintComponent": "class",
}
"""Kinds of constraints whose wording is not the usual one: a value of the wrong kind."""
_LINE = r"^ *<([^<>\n]*+)> (?:<([^<>\n]*+)>)?+"
_DESCRIBED = {
    "nquads": _LINE, "ntriples": _LINE, "turtle": _LINE, "trig": _LINE,
    "jsonld": r'"@id" *: *"([^"]*+)" *,()', "rdfxml": r"rdf:about=[\"']([^\"'<]*+)[\"']()",
}  # fmt: skip
"""Where a node is described, in each syntax as it is usually written; and with which property."""
_LARGEST_TEXT = 2**21


def shapes() -> Shapes | None:
    """Return the shapes, if there is a library that can hold a graph against them."""
    return _shapes() if importlib.util.find_spec("pyshacl") else None


@cache
def _shapes() -> Shapes:
    return Shapes()


class Shapes:
    """The shapes of a release; they are read when a release is first held against them."""

    def __init__(self) -> None:
        self._graph: rdflib.Graph | None = None

    def findings(self, text: str, name: str) -> Iterator[Finding]:
        """Yield what is wrong with the releases of a file that has no other fault."""
        told = [one for quads in _graphs(text, name) for one in self._violations(quads)]
        if told:
            places = _places(text, name)
            for found, node, path in told:
                place = places.get((node, path)) or places.get((node, "")) or START
                yield found.at(place)

    def _violations(self, quads: list[pyoxigraph.Quad]) -> Iterator[tuple[Finding, str, str]]:
        import rdflib

        pyshacl = importlib.import_module("pyshacl")
        logging.getLogger("rdflib.term").setLevel(logging.CRITICAL)  # it tells of odd values
        if self._graph is None:
            self._graph = rdflib.Graph().parse(data=contract("release.shacl.ttl"), format="turtle")
        _, report, _ = pyshacl.validate(
            _rdflib_graph(quads), shacl_graph=self._graph, inference="none", do_owl_imports=False
        )
        said = rdflib.Namespace(_SHACL)
        for result in report.subjects(rdflib.RDF.type, said.ValidationResult):
            parts = ("focusNode", "resultPath", "sourceConstraintComponent", "value")
            node, path, component, value = (report.value(result, said[part]) for part in parts)
            kind = str(component).removeprefix(_SHACL)
            yield _finding(kind, node, str(path or ""), value), str(node), str(path or "")


def _finding(kind: str, node: Any, path: str, value: Any) -> Finding:
    variant = _VARIANTS.get(kind, "" if path else "node")
    found = "" if value is None else _shown(value)
    return finding("G015", variant=variant, node=_shown(node), property=_named(path), value=found)


def _shown(term: Any) -> str:
    """Return a term as findings quote it; a node without a name has another one in each run."""
    import rdflib

    return "[]" if isinstance(term, rdflib.BNode) else short(str(term))


def _named(iri: str) -> str:
    """Return an IRI with the prefix we use for its namespace."""
    for prefix, namespace in PREFIXES.items():
        if iri.startswith(namespace):
            return f"{prefix}:{iri.removeprefix(namespace)}"
    return short(iri)


def _graphs(text: str, name: str) -> Iterator[list[pyoxigraph.Quad]]:
    """Yield the statements of each graph in which a release stands, if there are not too many."""
    if len(text) > _LARGEST_TEXT:
        return
    every = rdf_jsonld.statements(text.encode()) if name == "jsonld" else _parsed(text, name)
    quads = list(islice(every, LARGEST_STATEMENTS + 1))
    if len(quads) > LARGEST_STATEMENTS:
        return
    graphs: dict[str, list[pyoxigraph.Quad]] = {}
    for quad in quads:
        graphs.setdefault(str(quad.graph_name), []).append(quad)
    for held in graphs.values():
        if any(quad.predicate.value.startswith(PA) for quad in held):
            yield held


def _parsed(text: str, name: str) -> Iterator[pyoxigraph.Quad]:
    # Of RDF/XML the statements were judged; an IRI that is in none of them may be any text.
    return iter(pyoxigraph.parse(text, FORMATS[name], lenient=name == "rdfxml"))


def _rdflib_graph(quads: list[pyoxigraph.Quad]) -> rdflib.Graph:
    import rdflib

    graph = rdflib.Graph()
    for quad in quads:
        graph.add((_term(quad.subject), _term(quad.predicate), _term(quad.object)))
    return graph


def _term(term: Any) -> Any:
    """Return a term as rdflib has it, its spelling untouched."""
    import rdflib

    if isinstance(term, pyoxigraph.NamedNode):
        return rdflib.URIRef(term.value)
    if isinstance(term, pyoxigraph.Literal):
        datatype = rdflib.URIRef(term.datatype.value)
        if datatype in (rdflib.XSD.string, rdflib.RDF.langString):
            return rdflib.Literal(term.value, lang=term.language)
        return rdflib.Literal(term.value, datatype=datatype, normalize=False)
    return rdflib.BNode(str(term))


def _places(text: str, name: str) -> dict[tuple[str, str], Position]:
    """Return where nodes are described, and where each property is that begins a line."""
    lines = Lines(text)
    places: dict[tuple[str, str], Position] = {}
    for match in re.finditer(_DESCRIBED[name], text, re.MULTILINE):
        position = lines.position(match.start(1) - 1)
        places.setdefault((match[1], match[2] or ""), position)
        places.setdefault((match[1], ""), position)
    return places
