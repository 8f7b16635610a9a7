"""Readers and judges: what is read is told, validated, written and read again."""

from __future__ import annotations

import io
from functools import cache
from typing import Any

from archive import canonical
from archive.errors import UnreadableSource
from archive.findings import Finding, Severity
from archive.judges import JUDGES, Judge
from archive.judges.rdf import judge_without_shapes
from archive.readers import READERS
from archive.release import Release
from archive.validation import built, schema, validate
from archive.writers import WRITERS
from tests.fuzz import seeds
from tests.fuzz.telling import can_be_told

LARGEST = 2**20
SMALL = 1024
"""A record that is larger is read in the way that is for files larger than memory."""
FULL = ("json", "jsonl", "newsml-g2", "jsonld", "nquads", "ntriples", "turtle", "trig", "rdfxml")
"""Formats that hold all that a release says."""


def reads(word: str, raw: bytes) -> None:
    """Read, validate, write and read again."""
    documents, findings = _read(word, raw)
    assert _read(word, raw) == (documents, findings)
    can_be_told(findings, raw)
    for document in documents:
        _validates(document, word)
    _read(word, raw, SMALL)


def _read(word: str, raw: bytes, largest: int = LARGEST) -> tuple[list[Any], list[Finding]]:
    documents: list[Any] = []
    findings: list[Finding] = []
    try:
        for reading in READERS[word].load()(io.BytesIO(raw), largest=largest):
            findings += reading.findings
            documents.append(reading.document)
            if reading.document is None:
                assert any(one.severity is Severity.ERROR for one in reading.findings), reading
                continue
            for found in validate(reading.document):
                findings.append(found.at(reading.places.find(found.pointer)))
    except UnreadableSource as error:
        assert error.findings
        findings += error.findings
    return documents, findings


def _validates(document: Any, word: str) -> None:
    if document is None:
        return
    found = validate(document)
    assert found == validate(document)
    accepted = schema.accepts(document)
    assert accepted == (not schema.findings(document))
    if accepted and schema.is_complete(document):
        _comes_back(built(document), word)


def _comes_back(release: Release, word: str) -> None:
    """Write a release in the format that it was read from, and read it."""
    output = "json" if word == "jsonl" else word
    raw = WRITERS[output].load().write(release)
    assert raw == WRITERS[output].load().write(release)
    documents, findings = _read(output, raw)
    if word in FULL:
        assert [canonical.canonical(one) for one in documents] == [canonical.write(release)]
        return
    can_be_told(findings, raw)
    (again,) = documents
    if schema.accepts(again) and schema.is_complete(again):
        written = WRITERS[output].load().write(built(again))
        assert _read(output, written)[0] == documents


def judges(word: str, raw: bytes) -> None:
    """Judge, twice."""
    _judged(_judge(word), raw)


def judges_by_shapes(word: str, raw: bytes) -> None:
    """Judge by the shapes of a release, too; they take a hundred times as long."""
    _judged(_judge_with_shapes(word), raw)


@cache
def _judge(word: str) -> Judge:
    if word in ("newsml-g2", "ninjs"):
        return JUDGES[word].load(word, seeds.standards())
    return judge_without_shapes(word, seeds.standards())


@cache
def _judge_with_shapes(word: str) -> Judge:
    return JUDGES[word].load(word, seeds.standards())


def _judged(judge: Judge, raw: bytes) -> None:
    found = judge.findings(raw)
    assert found == judge.findings(raw)
    assert all(one.position for one in found)
    can_be_told(found, raw)
