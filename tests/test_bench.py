"""The benchmark compares like with like: both ways say the same of the same records."""

from __future__ import annotations

import ast
import gc
import json
from pathlib import Path

import pyoxigraph as ox
import pytest
import rdflib
from lxml import etree

from archive import contracts
from archive.json_text import read
from archive.validation import built, validate
from archive.vocabulary import NEWSML_G2
from archive.writers import WRITERS
from bench import __main__ as program
from bench.releases import releases, shape
from bench.straightforward import Straightforward

pytestmark = [
    pytest.mark.corpora,
    pytest.mark.standards,
    # rdflib 7.6 writes N-Quads by a method that it deprecates itself.
    pytest.mark.filterwarnings("ignore:Dataset.contexts is deprecated:DeprecationWarning"),
]

COUNT = 8


@pytest.fixture(scope="module")
def records(corpora):
    return releases(corpora / "senate-2000.jsonl.gz", COUNT)


@pytest.fixture(scope="module")
def theirs(standards):
    before = rdflib.NORMALIZE_LITERALS
    xsd = standards / program.XSD.name
    yield Straightforward(contracts.contract("release.schema.json"), xsd)
    rdflib.NORMALIZE_LITERALS = before


def ours(name, raw):
    return WRITERS[name].load().write(built(read(raw)[0]))


def canonical(item):
    """Return an item in canonical XML, without the white space between its elements."""
    root = etree.fromstring(item)
    for element in root.iter(f"{{{NEWSML_G2}}}*"):
        if len(element):
            for text in (element.text, *[child.tail for child in element]):
                assert not (text or "").strip()
            element.text = None
            for child in element:
                child.tail = None
    return etree.tostring(root, method="c14n2")


def quads(text, syntax):
    return set(ox.parse(text, format=syntax))


def test_both_ways_write_the_same_newsml_g2_item(theirs, records):
    for raw in records:
        item = theirs.newsml(json.loads(raw))

        assert canonical(item) == canonical(ours("newsml-g2", raw))


def test_both_ways_write_the_same_ninjs_item(theirs, records):
    for raw in records:
        item = theirs.ninjs(json.loads(raw))

        assert json.loads(item) == json.loads(ours("ninjs", raw))


def test_both_ways_write_the_same_json_ld_document(theirs, records):
    for raw in records:
        document = theirs.jsonld(json.loads(raw))

        assert json.loads(document) == json.loads(ours("jsonld", raw))


def test_both_ways_write_the_same_quads(theirs, records):
    for raw in records:
        written = theirs.nquads_alone(json.loads(raw))

        assert quads(written, ox.RdfFormat.N_QUADS) == quads(
            ours("nquads", raw), ox.RdfFormat.N_QUADS
        )


def test_both_ways_write_the_same_graph_in_turtle(theirs, records):
    for raw in records:
        written = theirs.turtle_alone(json.loads(raw))

        assert quads(written, ox.RdfFormat.TURTLE) == quads(
            ours("turtle", raw), ox.RdfFormat.TURTLE
        )


def test_both_ways_leave_a_moment_as_the_record_spells_it(theirs, records):
    """rdflib would write ``+00:00`` for ``Z``."""
    raw = records[0].replace(b"T18:30:00-05:00", b"T18:30:00Z")
    written = theirs.nquads_alone(json.loads(raw))

    assert b"T18:30:00Z" in written
    assert quads(written, ox.RdfFormat.N_QUADS) == quads(ours("nquads", raw), ox.RdfFormat.N_QUADS)


def test_the_straightforward_way_parses_the_bytes_that_we_parse(theirs, records):
    assert theirs.validate(records[0]) == json.loads(records[0])


@pytest.mark.parametrize(
    ("field", "wrong"),
    [
        ("version", "2"),
        ("versionCreated", "yesterday"),
        ("id", "no iri"),
        ("language", "en_US"),
        ("dates", {"issued": {"edtf": "2007-13"}}),
    ],
)
def test_the_straightforward_way_refuses_types_and_formats_that_we_refuse(
    theirs, records, field, wrong
):
    """A validator that lets a format pass unseen looks faster than it is."""
    document = json.loads(records[0]) | {field: wrong}
    raw = json.dumps(document).encode()

    assert any(found.severity == "error" for found in validate(read(raw)[0]))
    with pytest.raises(ValueError):  # noqa: PT011 (the words are jsonschema's)
        theirs.validate(raw)


def test_the_straightforward_way_judges_its_items_by_the_official_schema(theirs, records):
    record = json.loads(records[0]) | {"versionCreated": "yesterday"}

    with pytest.raises(etree.DocumentInvalid, match="versionCreated"):
        theirs.newsml(record)


def test_the_straightforward_way_takes_only_constants_and_two_formats_from_us():
    """What it borrowed beyond that would be measured against itself."""
    borrowed = set()
    for path in Path(program.__file__).parent.glob("straightforward*.py"):
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.ImportFrom):
                borrowed |= {f"{node.module}.{name.name}" for name in node.names}
            elif isinstance(node, ast.Import):
                borrowed |= {name.name for name in node.names}
    ours_alone = {name for name in borrowed if name.startswith("archive")}

    beside = {name for name in ours_alone if not name.rpartition(".")[2].isupper()}
    assert beside == {"archive.contracts", "archive.validation.formats", "archive.vocabulary"}


def test_the_records_have_six_kilobytes_and_sixty_fields(records):
    size, fields = shape(records)

    assert 5500 < size < 7000
    assert fields >= 60


def test_every_job_is_measured_both_ways(corpora, standards, monkeypatch):
    monkeypatch.setattr(program, "SHARED", corpora)
    monkeypatch.setattr(program, "XSD", standards / program.XSD.name)
    monkeypatch.setattr(rdflib, "NORMALIZE_LITERALS", rdflib.NORMALIZE_LITERALS)

    rows = program.measure(4, 2, 2)
    gc.unfreeze()

    assert [row["job"] for row in rows] == [
        "everything",
        "the same one by one",
        "validate",
        "newsml-g2 + XSD",
        "ninjs",
        "jsonld",
        "nquads",
        "turtle",
    ]
    assert all(row["ours"] > 0 and row["theirs"] > 0 for row in rows)
