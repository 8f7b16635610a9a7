"""RDF and JSON-LD: syntax, values, IRIs and terms; by shapes, too, if a library for them is there.

The statements are pyoxigraph's, which is strict about grammar and looks at no value. What it names
is collected once (``facts``), judged by ``rules``, and looked up in the text by ``places``.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import chain
from pathlib import Path

from archive.errors import UnreadableSource
from archive.findings import Finding, Severity, bounded
from archive.json_text import BOM
from archive.judges.rdf import places, rules, syntax
from archive.judges.rdf.facts import Facts
from archive.judges.rdf.shapes import Shapes, shapes
from archive.judges.rdf.terms import Vocabularies
from archive.parsing import rdf_jsonld
from archive.parsing.rdf_opening import START, another, opened


def judge(name: str, standards: Path | None) -> Rdf:
    """Return the judge of a format, with the shapes of a release if there is a library for them."""
    return Rdf(name, Vocabularies(standards), shapes())


def judge_without_shapes(name: str, standards: Path | None) -> Rdf:
    """Return the judge of a format for many files: shapes take a hundred times as long."""
    return Rdf(name, Vocabularies(standards), None)


@dataclass(frozen=True, slots=True)
class Rdf:
    """The judge of one syntax of RDF."""

    name: str
    vocabularies: Vocabularies
    shapes: Shapes | None

    def findings(self, raw: bytes) -> list[Finding]:
        """Return everything worth saying about a file, in its order."""
        try:
            told = self._findings(raw)
        except UnreadableSource as error:
            told = list(error.findings)
        told.sort(key=_order)
        bound = list(bounded(told))
        return [one.at(of.position or START) for one, of in zip(bound, told, strict=False)]

    def _findings(self, raw: bytes) -> list[Finding]:
        text, facts, told = self._read(raw)
        faults = rules.faults(facts, self.vocabularies)
        told = [*told, *places.placed(faults, text, self.name)]
        if self.shapes is None or any(one.severity is Severity.ERROR for one in told):
            return told
        return [*told, *self.shapes.findings(text, self.name)]

    def _read(self, raw: bytes) -> tuple[str, Facts, list[Finding]]:
        if self.name == "jsonld":
            return _read_jsonld(raw)
        text, warnings = opened(raw, self.name)
        raw = raw.removeprefix(BOM)
        try:
            facts, told = syntax.read(raw, text, self.name)
        except UnreadableSource as error:
            facts, told = Facts(), list(error.findings)
        if told and (found := another(raw, self.name)):
            return text, Facts(), [*warnings, found]
        return text, facts, [*warnings, *told]


def _read_jsonld(raw: bytes) -> tuple[str, Facts, list[Finding]]:
    """Return the text of JSON-LD, what it names, and what is wrong with its structure."""
    facts = Facts()
    told: list[Finding] = []
    for first_line, part in rdf_jsonld.documents(raw):
        try:
            found, is_partial = rdf_jsonld.read_bytes(part, first_line, facts.add)
            facts.is_partial = facts.is_partial or is_partial
            told += found
        except UnreadableSource as error:
            told += error.findings
    return raw.removeprefix(BOM).decode("utf-8", "replace"), facts, told


def _order(found: Finding) -> tuple[object, ...]:
    return (found.position or START, found.code, *map(str, chain(*found.params.items())))
