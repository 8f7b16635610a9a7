"""The shapes of a release: every graph that is written conforms, and a fault in one is found."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pyoxigraph
import pytest
from hypothesis import HealthCheck, given, settings

from archive.contracts import contract
from archive.findings import Finding
from archive.judges import JUDGES
from archive.judges.rdf import judge, judge_without_shapes, shapes
from archive.release import build
from archive.vocabulary import RDF, SCHEMA_ORG
from archive.writers import WRITERS
from tests import every_field, strategies

GOOD = Path(__file__).parent.parent / "samples/good"
NAMES = ("nquads", "ntriples", "turtle", "trig", "rdfxml", "jsonld")
SH = "http://www.w3.org/ns/shacl#"
RELEASE = GOOD / "kyushoku-ja/release.nq"


def _quads() -> list[pyoxigraph.Quad]:
    return list(
        pyoxigraph.parse(contract("release.shacl.ttl"), pyoxigraph.RdfFormat.TURTLE)
    )  # fmt: skip


def _objects(predicate: str) -> set[str]:
    return {str(one.object.value) for one in _quads() if one.predicate.value == SH + predicate}


def _without_schema(record: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in record.items() if key != "$schema"}


def _written() -> list[pyoxigraph.Quad]:
    """Return statements that have every property of the graph."""
    release = build(_without_schema(every_field.every_field()))
    raw = WRITERS["nquads"].load().write(release)
    return list(pyoxigraph.parse(raw, pyoxigraph.RdfFormat.N_QUADS))


# without a library for them


def test_a_shape_names_every_property_that_is_written():
    written = {one.predicate.value for one in _written()}

    assert written - {RDF + "type"} <= _objects("path")


def test_a_shape_stands_for_every_class_that_is_written():
    """Editions and changes are found by what leads to them; so are their classes."""
    written = {one.object.value for one in _written() if one.predicate.value == RDF + "type"}

    assert written <= _objects("targetClass") | _objects("class") | _objects("hasValue")


def test_no_shape_names_a_property_twice():
    text = contract("release.shacl.ttl").decode()

    for block in re.split(r"\n(?=shape:)", text)[1:]:
        paths = re.findall(r"sh:path (\S+)", block)
        assert len(paths) == len(set(paths)), block[:40]


def test_nothing_is_held_against_shapes_where_it_is_not_asked_for():
    text = RELEASE.read_text("utf-8").replace('"published"', '"issued"')

    assert judge_without_shapes("nquads", None).findings(text.encode()) == []


def test_without_the_library_there_are_no_shapes(monkeypatch):
    monkeypatch.setattr("importlib.util.find_spec", lambda _: None)

    assert shapes() is None


# with it


@pytest.fixture(scope="module")
def pyshacl() -> None:
    """Skip what needs pyshacl, where it is not installed."""
    pytest.importorskip("pyshacl", reason="install the extra 'shacl'")


def _judged(name: str, text: str | bytes) -> list[Finding]:
    return judge(name, None).findings(text.encode() if isinstance(text, str) else text)


@pytest.mark.usefixtures("pyshacl")
@pytest.mark.parametrize("name", NAMES)
def test_our_own_files_conform(name):
    for path in sorted(GOOD.glob(f"*/release{JUDGES[name].suffix}")):
        assert _judged(name, path.read_bytes()) == [], path


@pytest.mark.usefixtures("pyshacl")
@settings(max_examples=10, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(strategies.records())
def test_any_release_that_is_written_conforms(record):
    assert _judged("nquads", WRITERS["nquads"].load().write(build(record))) == []


@pytest.mark.usefixtures("pyshacl")
def test_a_release_that_has_every_field_conforms():
    release = build(_without_schema(every_field.every_field()))

    assert _judged("turtle", WRITERS["turtle"].load().write(release)) == []


@pytest.mark.usefixtures("pyshacl")
@pytest.mark.parametrize(
    ("old", "new", "variant", "named"),
    [
        ('ns#status> "published"', 'ns#status> "issued"', "", "pa:status"),
        (r"<\S+> <https://schema.org/headline> .*\n", "", "missing", "schema:headline"),
        (r'(<\S+> <https://schema.org/headline>) (".*"@ja)( <\S+> \.\n)', r'\1 \2\3\1 "x"@ja\3', "several",
         "schema:headline"),
        ("<https://schema.org/headline>", "<https://schema.org/reviewBody>", "misplaced", "schema:reviewBody"),
        ("(<http://www.w3.org/ns/prov#)Entity>", r"\1Activity>", "class", "dcterms:hasVersion"),
    ],
)  # fmt: skip
def test_a_fault_in_the_form_of_a_release_is_told_with_its_line(old, new, variant, named):
    text = re.sub(old, new, RELEASE.read_text("utf-8"), count=1)

    found = _judged("nquads", text)

    assert ("G015", variant, named) in {
        (one.code, one.variant, one.params["property"]) for one in found
    }
    assert all(one.position for one in found)


@pytest.mark.usefixtures("pyshacl")
@pytest.mark.parametrize("name", NAMES)
def test_a_node_at_fault_stands_where_it_is_described(name):
    path = GOOD / f"kyushoku-ja/release{JUDGES[name].suffix}"
    text = path.read_text("utf-8")
    old = ">published<" if name == "rdfxml" else '"published"'
    assert old in text

    found = _judged(name, text.replace(old, old.replace("published", "issued")))

    described = {one.position.line for one in found if one.position}
    lines = text.split("\n")
    assert {one.code for one in found} == {"G015"}
    assert all(str(found[0].params["node"]) in lines[line - 1] for line in described)


@pytest.mark.usefixtures("pyshacl")
def test_a_file_that_is_no_release_is_not_held_against_the_shapes():
    text = f"<https://a.example/1> a <{SCHEMA_ORG}Person> ; <{SCHEMA_ORG}gender> 'x' ."

    assert _judged("turtle", text) == []


@pytest.mark.usefixtures("pyshacl")
def test_a_file_that_has_other_faults_is_not_held_against_the_shapes():
    text = RELEASE.read_text("utf-8").replace('ns#status> "published"', "ns#status> <x>")

    assert {one.code for one in _judged("nquads", text)} == {"G005"}


@pytest.mark.usefixtures("pyshacl")
def test_a_node_that_may_not_be_a_value_is_told_as_such():
    text = RELEASE.read_text("utf-8")
    work = text[text.index("<https") :].split("/v1>")[0].rpartition("<")[2]

    found = _judged("nquads", f'{text}<{work}> <http://purl.org/dc/terms/hasVersion> "x" .\n'.replace(
        '"x" .', f'"x" <{work}/v1> .'))  # fmt: skip

    assert "node" in {one.variant for one in found}


@pytest.mark.usefixtures("pyshacl")
def test_a_release_has_no_blank_nodes():
    text = RELEASE.read_text("utf-8")
    graph = text.split("\n")[0].split(" ")[-2]

    found = _judged(
        "nquads", f"{text}_:x <https://w3id.org/press-archive/ns#evidence> _:y {graph} .\n"
    )

    assert {one.code for one in found} == {"G015"}


@pytest.mark.usefixtures("pyshacl")
def test_large_files_are_not_held_against_the_shapes():
    """They would take minutes; a pack is judged by the rules alone."""
    text = RELEASE.read_text("utf-8").replace('ns#status> "published"', 'ns#status> "issued"')
    line = '<https://a.example/{}> <https://schema.org/name> "x" .\n'

    assert _judged("nquads", text + "".join(line.format(at) for at in range(5001))) == []
    assert _judged("nquads", text + line.replace("x", "x" * 2**21).format(1)) == []
    assert len(_judged("nquads", text + line.format(1) + line.format(1).replace('"x"', "_:x"))) == 1
