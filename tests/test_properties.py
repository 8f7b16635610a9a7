"""What holds of every release, proved on releases made up from the schema."""

from __future__ import annotations

import io
import json
import sys
from functools import cache

import pyoxigraph as ox
import pytest
from hypothesis import HealthCheck, Phase, given, settings
from jsonschema import Draft202012Validator
from lxml import etree
from referencing import Registry, Resource

from archive import canonical
from archive.errors import UnreadableSource
from archive.judges.newsml_g2.xsd import Xsd
from archive.readers import READERS
from archive.release import Release
from archive.standards import XSD
from archive.validation import InvalidRelease, authority, build, built, schema, validate
from archive.writers import WRITERS
from tests.strategies import mutated, mutations, records

QUICK = settings(
    max_examples=60,
    deadline=None,
    derandomize=True,
    suppress_health_check=list(HealthCheck),
    # Making a failing record small takes five minutes; add Phase.shrink when you want to see it.
    phases=(Phase.explicit, Phase.generate),
)


@cache
def closely(many: int):
    """Return the authority that passes over fields when so many records were wrong."""
    return authority.authority(schema.document(), many=many)


def faults(record, many: int) -> list[tuple[object, ...]]:
    """Return what that says of a record."""
    return [
        (list(one.absolute_path), one.validator, repr(one.validator_value))
        for one in closely(many)(record)
    ]


def _essential(record):
    """Return errors of a record other than those of rules that a profile may soften."""
    return [one for one in validate(record, profile="legacy") if one.severity == "error"]


@QUICK
@given(records())
def test_a_record_made_from_the_schema_is_accepted_and_builds(record):
    assert schema.accepts(record), schema.findings(record)
    assert schema.is_complete(record)
    assert isinstance(built(record), Release)


@QUICK
@given(mutated())
def test_fast_acceptance_and_the_authority_agree(record):
    assert schema.accepts(record) == (faults(record, sys.maxsize) == [])
    assert schema.accepts(record) == (schema.findings(record) == [])


@pytest.mark.slow
@settings(QUICK, max_examples=200)
@given(mutations(25))
def test_fast_acceptance_and_the_authority_agree_on_thousands(records):
    for record in records:
        assert schema.accepts(record) == (faults(record, sys.maxsize) == [])


@QUICK
@given(mutated())
def test_the_authority_says_the_same_when_many_records_were_wrong(record):
    """Then it passes over the fields that the fast validator accepts."""
    assert faults(record, 0) == faults(record, sys.maxsize)


@QUICK
@given(mutated())
def test_what_the_schema_refuses_does_not_build_and_what_it_accepts_does(record):
    """Valid by the schema ⇔ builds, for complete records."""
    if schema.accepts(record) and schema.is_complete(record):
        assert isinstance(built(record), Release)
    elif not schema.accepts(record):
        with pytest.raises(InvalidRelease):
            build(record)


@QUICK
@given(mutated())
def test_validation_never_raises_and_says_the_same_twice(record):
    assert validate(record) == validate(record)


@QUICK
@given(records())
def test_build_and_write_give_the_canonical_bytes_of_the_document(record):
    assert canonical.write(built(record)) == canonical.canonical(record)


@QUICK
@given(records())
def test_canonical_json_is_read_back_as_the_same_record(record):
    written = WRITERS["json"].load().write(built(record))

    (reading,) = READERS["json"].load()(io.BytesIO(written))

    assert reading.document == json.loads(written)
    assert canonical.canonical(reading.document) + b"\n" == written


@QUICK
@given(records())
def test_newsml_g2_is_valid_by_the_official_schema(standards, record):
    xsd = _xsd(standards)

    assert xsd.findings(WRITERS["newsml-g2"].load().write(built(record))) == []


_compiled: dict[str, Xsd] = {}


def _xsd(standards) -> Xsd:
    if "xsd" not in _compiled:
        _compiled["xsd"] = Xsd(standards / XSD)
    return _compiled["xsd"]


@QUICK
@given(records())
def test_ninjs_is_valid_by_the_official_schema(standards, record):
    item = json.loads(WRITERS["ninjs"].load().write(built(record)))

    assert [error.message for error in _ninjs(standards).iter_errors(item)] == []


_ninjs_validators: dict[str, Draft202012Validator] = {}


def _ninjs(standards) -> Draft202012Validator:
    if "3.1" not in _ninjs_validators:
        geojson = json.loads((standards / "GeoJSON-schema.json").read_bytes())
        registry = Registry().with_resource(
            "https://geojson.org/schema/GeoJSON.json", Resource.from_contents(geojson)
        )
        contract = json.loads((standards / "ninjs-schema_3.1.json").read_bytes())
        _ninjs_validators["3.1"] = Draft202012Validator(contract, registry=registry)
    return _ninjs_validators["3.1"]


@QUICK
@given(records())
def test_json_ld_and_every_rdf_syntax_say_one_graph(record):
    release = built(record)
    quads = WRITERS["nquads"].load().write(release)
    lines = quads.decode().split("\n")[:-1]
    triples = {str(quad.triple) for quad in ox.parse(quads, ox.RdfFormat.N_QUADS)}

    assert lines == sorted(set(lines))
    assert len(triples) == len(lines)
    for output, form in (
        ("jsonld", ox.RdfFormat.JSON_LD),
        ("turtle", ox.RdfFormat.TURTLE),
        ("rdfxml", ox.RdfFormat.RDF_XML),
    ):
        written = WRITERS[output].load().write(release)
        assert {str(quad.triple) for quad in ox.parse(written, form)} == triples, output


@QUICK
@given(records())
def test_every_writer_gives_the_same_bytes_for_the_same_record(record):
    for output, form in WRITERS.items():
        assert form.load().write(built(record)) == form.load().write(built(record)), output


@QUICK
@given(records())
def test_many_items_stand_in_one_message(standards, record):
    """Ids carry a prefix of their item, so that two editions do not clash."""
    many = WRITERS["newsml-g2"].load().many
    other = built(record | {"version": record["version"] % (2**53 - 1) + 1})
    message = many.head("2026-03-02T09:00:00Z") + many.part(built(record)) + many.part(other)

    assert _xsd(standards).findings(message + many.tail) == []
    assert len(etree.fromstring(message + many.tail)[1]) == 2


@QUICK
@given(records())
def test_what_ninjs_keeps_comes_back(record):
    release = built(record)

    (reading,) = READERS["ninjs"].load()(io.BytesIO(WRITERS["ninjs"].load().write(release)))

    document = reading.document
    assert document["id"] == release.id
    assert document["version"] == release.version
    assert document["versionCreated"] == release.version_created
    assert document["headline"] == release.headline.strip()
    assert document["body"]["format"] == release.body.format


@QUICK
@given(mutated())
def test_a_reader_raises_nothing_but_its_declared_error(record):
    raw = json.dumps([record, {"uri": record}, 1]).encode()

    for reader in READERS.values():
        try:
            for reading in reader.load()(io.BytesIO(raw)):
                validate(reading.document)
        except UnreadableSource as error:
            assert error.findings
