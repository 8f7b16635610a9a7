"""One graph in six spellings: every value is in it, and every processor reads it alike."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess

import pyoxigraph as ox
import pytest
import rdflib
from pyld import jsonld

from archive import contracts
from archive.graph import Kind, graph
from archive.graph.rdflib_graph import to_rdflib
from archive.graph.terms import IRIS, MOMENTS, PREFIXES, TEXTS
from archive.release import build
from archive.vocabulary import GENRE, PA, SCHEMA_ORG
from archive.writers import WRITERS
from tests import golden
from tests.every_field import every_field, every_field_text
from tests.leaves import changed

FORMATS = {
    "jsonld": ox.RdfFormat.JSON_LD,
    "ntriples": ox.RdfFormat.N_TRIPLES,
    "turtle": ox.RdfFormat.TURTLE,
    "rdfxml": ox.RdfFormat.RDF_XML,
}
RDFLIB = {"jsonld": "json-ld", "ntriples": "nt", "turtle": "turtle", "rdfxml": "xml"}


def _built(record):
    return build({name: value for name, value in record.items() if name != "$schema"})


RELEASES = {name: golden.release(name) for name in golden.names()}
RELEASES |= {"every-field": _built(every_field()), "every-field-text": _built(every_field_text())}


def _all_nodes(work):
    """Return the node of the work and all below it."""
    nodes = [work]
    for node in nodes:  # grows while it is read
        nodes += [value for _, kind, value in node.values if kind is Kind.NODE]
    return nodes


def _write(output, release):
    return WRITERS[output].load().write(release)


def _triples(data, form):
    """Return what pyoxigraph reads, as a set of N-Triples lines."""
    return {str(quad.triple) for quad in ox.parse(data, form)}


@pytest.mark.parametrize("name", RELEASES)
def test_n_quads_are_sorted_whole_and_canonical(name):
    """As many statements are read back as lines were written, and RDFC-1.0 changes nothing."""
    written = _write("nquads", RELEASES[name])

    lines = written.decode().splitlines(keepends=True)
    dataset = ox.Dataset(ox.parse(written, ox.RdfFormat.N_QUADS))
    assert lines == sorted(set(lines), key=str.encode)
    assert len(dataset) == len(lines)
    assert not any(isinstance(quad.subject, ox.BlankNode) for quad in dataset)
    dataset.canonicalize(ox.CanonicalizationAlgorithm.RDFC_1_0)
    assert sorted(f"{quad} .\n".encode() for quad in dataset) == sorted(
        line.encode() for line in lines
    )


@pytest.mark.parametrize("output", FORMATS)
@pytest.mark.parametrize("name", RELEASES)
def test_every_spelling_says_the_same_graph_to_pyoxigraph(name, output):
    quads = _write("nquads", RELEASES[name])

    assert _triples(_write(output, RELEASES[name]), FORMATS[output]) == _triples(
        quads, ox.RdfFormat.N_QUADS
    )


@pytest.mark.parametrize("name", RELEASES)
def test_trig_names_the_graph_as_n_quads_do(name):
    trig = ox.Dataset(ox.parse(_write("trig", RELEASES[name]), ox.RdfFormat.TRIG))

    assert trig == ox.Dataset(ox.parse(_write("nquads", RELEASES[name]), ox.RdfFormat.N_QUADS))


@pytest.fixture
def _literals_as_they_are():
    before, rdflib.NORMALIZE_LITERALS = rdflib.NORMALIZE_LITERALS, False
    yield
    rdflib.NORMALIZE_LITERALS = before


@pytest.mark.usefixtures("_literals_as_they_are")
@pytest.mark.parametrize("output", RDFLIB)
@pytest.mark.parametrize("name", RELEASES)
def test_every_spelling_says_the_same_graph_to_rdflib(name, output):
    """Language tags included: rdflib compares them as they are written."""
    read = rdflib.Graph().parse(data=_write(output, RELEASES[name]).decode(), format=RDFLIB[output])

    assert set(read) == set(to_rdflib(RELEASES[name]))


@pytest.mark.parametrize("name", RELEASES)
def test_json_ld_says_the_same_graph_to_a_third_processor(name):
    """PyLD, with a loader that refuses: nothing is fetched."""

    def refuse(url, _options):
        pytest.fail(f"asked for {url}")

    document = json.loads(_write("jsonld", RELEASES[name]))
    options = {"format": "application/n-quads", "documentLoader": refuse}
    nquads = jsonld.to_rdf(document, options)

    assert _triples(nquads.encode(), ox.RdfFormat.N_QUADS) == _triples(
        _write("nquads", RELEASES[name]), ox.RdfFormat.N_QUADS
    )


@pytest.mark.parametrize("output", ["nquads", "ntriples", "turtle"])
@pytest.mark.parametrize("name", ["every-field", "maktaba-ar", "kyushoku-ja"])
def test_other_parsers_read_it_too(name, output, tmp_path):
    """serdi and rapper, written in C by others."""
    serd = {"nquads": "NQuads", "ntriples": "NTriples", "turtle": "Turtle"}[output]
    rapper = {"nquads": "nquads", "ntriples": "ntriples", "turtle": "turtle"}[output]
    path = tmp_path / "release"
    path.write_bytes(_write(output, RELEASES[name]))
    commands = (
        ["serdi", "-q", "-i", serd, "-o", "NTriples", str(path)],
        ["rapper", "-q", "-c", "-i", rapper, str(path), "http://base.example/"],
    )

    for command in commands:
        if shutil.which(command[0]) is None:
            if os.environ.get("CI") == "true":
                pytest.fail(f"{command[0]} is missing")
            pytest.skip(f"{command[0]} is not installed (raptor2-utils, serdi)")
        subprocess.run(command, check=True, capture_output=True)


@pytest.mark.parametrize("output", ["nquads", "jsonld"])
@pytest.mark.parametrize("make", [every_field, every_field_text])
def test_each_value_of_the_record_is_in_the_graph(make, output):
    """Change a value, and the output changes."""
    record = make()
    before = _write(output, _built(record))

    unseen = []
    for pointer, other in changed(record):
        try:
            release = _built(other)
        except (ValueError, TypeError):
            release = None
        if release is not None and _write(output, release) == before:
            unseen.append(pointer)
    assert unseen == []


def test_the_context_lists_every_term_that_is_no_text():
    """A string that is neither text nor listed would get the language of the record."""
    context = json.loads(contracts.contract("context.jsonld"))["@context"]
    plain = {
        predicate.key
        for release in RELEASES.values()
        for node in _all_nodes(graph(release))
        for predicate, kind, _ in node.values
        if kind is Kind.PLAIN
    }
    listed = {name for name, rule in context.items() if rule == {"@language": None}}

    assert plain == listed
    assert not listed & TEXTS
    assert {name for name, rule in context.items() if rule == {"@type": "@id"}} == set(IRIS)
    assert {name for name, rule in context.items() if rule == {"@type": "xsd:dateTime"}} == set(
        MOMENTS
    )
    assert all(context[name] == PREFIXES[name] for name in context if name in PREFIXES)


def _defined():
    turtle = contracts.contract("vocabulary.ttl")
    return {
        quad.subject.value.removeprefix(PA)
        for quad in ox.parse(turtle, ox.RdfFormat.TURTLE)
        if quad.subject.value.startswith(PA) and quad.subject.value != PA
    }


def _used():
    found = set()
    for record in (every_field(), every_field_text()):
        release = _built(record)
        for node in _all_nodes(graph(release)):
            found |= {
                one.iri.removeprefix(PA) for one, _, _ in node.values if one.iri.startswith(PA)
            }
        item = _write("newsml-g2", release).decode()
        found |= set(re.findall(r'"pa:([^"]+)"', item))
    return found


def test_every_own_term_in_use_is_defined():
    assert _used() - _defined() == set()


def test_every_defined_term_is_used_or_a_word_of_the_schema():
    """Kinds of text, of headlines, of persons and of relations are concepts of our own, too."""
    schema = contracts.contract("release.schema.json").decode()

    unused = {name for name in _defined() - _used() if f'"{name}"' not in schema}

    assert unused == set()


def test_terms_are_described_in_two_languages():
    turtle = ox.Dataset(ox.parse(contracts.contract("vocabulary.ttl"), ox.RdfFormat.TURTLE))
    label = ox.NamedNode("http://www.w3.org/2000/01/rdf-schema#label")

    for name in _defined():
        labels = turtle.quads_for_subject(ox.NamedNode(PA + name))
        assert {quad.object.language for quad in labels if quad.predicate == label} == {"en", "id"}


def test_every_schema_org_term_exists_and_is_not_superseded(standards):
    known = (standards / "schemaorg-30.0-all-https.nt").read_text(encoding="utf-8")
    terms = {
        one.iri
        for release in RELEASES.values()
        for node in _all_nodes(graph(release))
        for one in (*node.types, *(predicate for predicate, _, _ in node.values))
        if one.iri.startswith(SCHEMA_ORG)
    }

    for iri in terms:
        assert f"<{iri}> <http://www.w3.org/1999/02/22-rdf-syntax-ns#type>" in known, iri
        assert f"<{iri}> <https://schema.org/supersededBy>" not in known, iri


def test_a_press_release_has_the_genre_of_the_iptc():
    (genre,) = (
        value
        for predicate, _, value in graph(RELEASES["jatim-narasi"]).values
        if predicate.key == "genre"
    )

    assert genre == GENRE + "Press_Release"


def test_a_chain_of_five_hundred_places_is_no_deep_document():
    record = every_field_text()
    record["places"] = [
        {"id": f"pl-{number}", "name": "Tempat", "kind": "other", "within": f"pl-{number + 1}"}
        for number in range(500)
    ] + [{"id": "pl-500", "name": "Tempat", "kind": "other"}]

    written = _write("jsonld", _built(record))

    assert len(_triples(written, ox.RdfFormat.JSON_LD)) > 2000
    assert written.count(b'"containedInPlace"') == 500


def test_the_graph_of_the_seed_is_the_one_worked_out_by_hand(corpora):
    reference = corpora.parent / "reference"
    if not (reference / "seed-record.nq").is_file():
        pytest.skip("no worked example beside the corpora")
    release = build(json.loads((reference / "seed-record.json").read_bytes()))

    assert _write("nquads", release) == (reference / "seed-record.nq").read_bytes()
