"""Real ninjs items of agencies: every version becomes releases in every format, or says why not."""

from __future__ import annotations

import contextlib
import io
import json
import os
import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pyoxigraph as ox
import pytest
import rdflib
from jsonschema import Draft202012Validator
from pyld import jsonld
from referencing import Registry, Resource

from archive import cli
from archive.judges.newsml_g2.xsd import Xsd
from archive.readers.ninjs import read
from archive.standards import XSD
from archive.writers import WRITERS

pytestmark = pytest.mark.corpora

VERSIONS = {"1.4": 6, "2.1": 4, "3.0": 6}
"""Version of ninjs → how many of the items have a headline and a body."""
MISSING = {
    "v1.4-ninjsExSimplePhoto1.json": {"body"},
    "v2.1-ntb_text.json": {"body"},
    "v3.0-ntb_text.json": {"body"},
    "v3.0-20231005-65-addb-event.json": {"headline", "body"},
    "v3.0-simpleEvent.json": {"headline", "body"},
    "v3.0-20231016-addb-example-press-conference.json": {"headline", "versionCreated", "dates"},
}
"""Items that are no releases, and what they lack."""
SAME = (
    ("v1.4-businesswire-newsml-20130605006126", "v2.1-businesswire-newsml-20130605006126",
     "v3.0-businesswire-newsml-20130605006126"),
    ("v2.1-businesswire-newsml-20130731006140", "v3.0-businesswire-newsml-20130731006140"),
    ("v1.4-ninjsExSimpleText1", "v2.1-ninjsExSimpleText_2", "v3.0-ninjsExSimpleText_3"),
    ("v2.1-ntb_text", "v3.0-ntb_text"),
    ("v2.1-tt_text_image_2", "v3.0-tt_text_image_3"),
)  # fmt: skip
"""Items of which there are several versions that say the same."""
TWICE = ("v1.4-businesswire-newsml-20130731006140", "v2.1-businesswire-newsml-20130731006140")
"""In ninjs 1 it has three files under one key, of which JSON readers see the last."""


@dataclass(frozen=True)
class Run:
    """What one run of the program left behind."""

    status: int
    report: list[dict[str, Any]]
    folder: Path

    def files(self, output: str) -> list[Path]:
        """Return the files of a format, by name; a JSON item of ninjs is no release JSON."""
        suffix = WRITERS[output].suffix
        others = [one.suffix for one in WRITERS.values() if one.suffix != suffix]
        longer = tuple(one for one in others if one.endswith(suffix))
        found = sorted(self.folder.glob(f"*{suffix}"))
        return [path for path in found if not path.name.endswith(longer)]


def convert(folder: Path, *words: str) -> Run:
    """Run ``convert`` on items of ninjs, with a report in JSON Lines."""
    report = folder / "report.jsonl"
    options = ["-f", "ninjs", "-o", str(folder / "out"), "-q", "--report", f"jsonl={report}"]
    with contextlib.redirect_stdout(io.StringIO()), contextlib.redirect_stderr(io.StringIO()):
        status = cli._status(["convert", *words, *options])
    lines = [json.loads(line) for line in report.read_text("utf-8").splitlines()]
    return Run(status, lines, folder / "out")


@pytest.fixture(scope="module")
def items(corpora) -> Path:
    """Return the folder of real items."""
    return corpora / "formats" / "ninjs"


@pytest.fixture(scope="module")
def runs(items, standards, tmp_path_factory) -> dict[str, Run]:
    """Return what became of the items of each version, in every format."""
    done = {}
    for version in VERSIONS:
        names = [str(path) for path in sorted(items.glob(f"v{version}-*.json"))]
        formats = ["-t", ",".join(WRITERS), "--standards", str(standards)]
        done[version] = convert(tmp_path_factory.mktemp("ninjs"), *names, *formats)
    return done


def _files(runs: dict[str, Run], output: str) -> Iterator[Path]:
    for run in runs.values():
        yield from run.files(output)


def _item(items: Path, name: str) -> dict[str, Any]:
    """Return the record that an item gives."""
    (one,) = read(io.BytesIO((items / f"{name}.json").read_bytes()))
    document: dict[str, Any] = one.document
    return document


def test_the_folder_holds_what_is_counted_here(items):
    assert len(list(items.glob("*.json"))) == sum(VERSIONS.values()) + len(MISSING) == 22


@pytest.mark.parametrize("output", WRITERS)
@pytest.mark.parametrize(("version", "count"), VERSIONS.items())
def test_each_item_with_headline_and_body_becomes_a_release(runs, version, count, output):
    assert len(runs[version].files(output)) == count


@pytest.mark.parametrize("version", VERSIONS)
def test_the_others_are_named_with_what_they_lack(runs, version):
    faults: dict[str, set[str]] = {}
    for line in runs[version].report:
        if line.get("severity") == "error":
            assert line["code"] == "S101"
            faults.setdefault(Path(line["path"]).name, set()).add(line["pointer"][1:])

    assert runs[version].status == 1
    assert faults == {name: lacks for name, lacks in MISSING.items() if name[1:4] == version}


@pytest.mark.parametrize("version", VERSIONS)
def test_every_finding_of_an_item_has_its_place_in_the_item(runs, items, version):
    for line in runs[version].report:
        if "code" in line and line["code"] != "L201":
            text = (items / Path(line["path"]).name).read_text("utf-8-sig").split("\n")

            assert line["column"] <= len(text[line["line"] - 1])


def test_what_the_source_holds_and_the_record_does_not_is_told_where_it_stands(runs):
    told = {
        (Path(line["path"]).name[:12], line["line"])
        for line in runs["3.0"].report
        if line.get("code") == "L101"
    }

    assert ("v3.0-tt_text", 106) in told  # a telephone number of a person
    assert ("v3.0-tt_text", 52) in told  # a body in another order
    assert ("v3.0-tt_even", 13) in told  # details of an event


# the files are good


@pytest.mark.standards
def test_every_newsml_g2_file_is_valid_by_the_official_xsd(runs, standards):
    xsd = Xsd(standards / XSD)

    assert [
        found for path in _files(runs, "newsml-g2") for found in xsd.findings(path.read_bytes())
    ] == []


@pytest.mark.standards
def test_every_ninjs_file_is_valid_by_the_official_schema(runs, standards):
    geojson = json.loads((standards / "GeoJSON-schema.json").read_bytes())
    registry = Registry().with_resource(
        "https://geojson.org/schema/GeoJSON.json", Resource.from_contents(geojson)
    )
    contract = json.loads((standards / "ninjs-schema_3.1.json").read_bytes())
    official = Draft202012Validator(contract, registry=registry)

    faults = [
        (path.name, fault.message)
        for path in _files(runs, "ninjs")
        for fault in official.iter_errors(json.loads(path.read_bytes()))
    ]
    assert faults == []


def test_a_release_read_again_from_ninjs_is_the_same_item(runs):
    """Two ways to the same words: headline, body and identity survive the foreign format."""
    for path in _files(runs, "ninjs"):
        (again,) = read(io.BytesIO(path.read_bytes()))
        record = json.loads((path.parent / path.name.replace(".ninjs", "")).read_bytes())

        for name in ("id", "version", "versionCreated", "language", "headline", "body", "status"):
            assert again.document[name] == record[name], path.name


# one graph


FORMS = {
    "jsonld": ox.RdfFormat.JSON_LD, "ntriples": ox.RdfFormat.N_TRIPLES,
    "turtle": ox.RdfFormat.TURTLE, "trig": ox.RdfFormat.TRIG, "rdfxml": ox.RdfFormat.RDF_XML,
}  # fmt: skip


def _triples(data: bytes, form: ox.RdfFormat) -> set[str]:
    return {str(quad.triple) for quad in ox.parse(data, form)}


def _beside(path: Path, output: str) -> Path:
    """Return the file of another format beside an N-Quads file."""
    return path.with_suffix(WRITERS[output].suffix)


@pytest.mark.parametrize("output", FORMS)
def test_every_syntax_is_the_graph_of_the_n_quads_to_pyoxigraph(runs, output):
    for path in _files(runs, "nquads"):
        quads = _triples(path.read_bytes(), ox.RdfFormat.N_QUADS)

        assert _triples(_beside(path, output).read_bytes(), FORMS[output]) == quads, path.name


@pytest.mark.filterwarnings("ignore:Dataset:DeprecationWarning")  # rdflib uses it itself
def test_json_ld_is_the_graph_of_the_n_quads_to_rdflib(runs, monkeypatch):
    """Literals as they are written, language tags included."""
    monkeypatch.setattr(rdflib, "NORMALIZE_LITERALS", False)
    for path in _files(runs, "nquads"):
        quads = rdflib.Dataset().parse(data=path.read_text("utf-8"), format="nquads")
        graph = rdflib.Graph().parse(
            data=_beside(path, "jsonld").read_text("utf-8"), format="json-ld"
        )

        assert {quad[:3] for quad in quads.quads()} == set(graph), path.name


def test_json_ld_is_the_graph_of_the_n_quads_to_a_third_processor(runs):
    def refuse(url: str, _: Any) -> None:
        pytest.fail(f"asked for {url}")

    options = {"format": "application/n-quads", "documentLoader": refuse}
    for path in _files(runs, "nquads"):
        read_by_pyld = jsonld.to_rdf(json.loads(_beside(path, "jsonld").read_bytes()), options)

        assert _triples(read_by_pyld.encode(), ox.RdfFormat.N_QUADS) == _triples(
            path.read_bytes(), ox.RdfFormat.N_QUADS
        )


@pytest.mark.parametrize(
    ("program", "output", "syntax"),
    [("serdi", "nquads", "NQuads"), ("serdi", "trig", "TriG"), ("serdi", "turtle", "Turtle"),
     ("serdi", "ntriples", "NTriples"), ("rapper", "rdfxml", "rdfxml")],
)  # fmt: skip
def test_a_second_parser_reads_the_same_graph_in_every_syntax(runs, program, output, syntax):
    if shutil.which(program) is None:
        if os.environ.get("CI") == "true":
            pytest.fail(f"{program} is missing")
        pytest.skip(f"{program} is not installed (raptor2-utils, serdi)")
    for path in _files(runs, "nquads"):
        file = str(_beside(path, output))
        rest = ["-o", "NTriples", file] if program == "serdi" else ["-o", "ntriples", file, "x:"]

        done = subprocess.run([program, "-q", "-i", syntax, *rest], check=True, capture_output=True)

        quads = _triples(path.read_bytes(), ox.RdfFormat.N_QUADS)
        assert _triples(done.stdout, ox.RdfFormat.N_TRIPLES) == quads, path.name


# the same item in several versions


@pytest.mark.parametrize("names", SAME, ids=lambda names: names[-1])
def test_one_item_in_several_versions_of_ninjs_is_one_record(items, names):
    first, *others = (_item(items, name) for name in names)

    assert [other == first for other in others] == [True] * len(others)


def test_what_a_source_says_under_one_key_is_lost_and_differs(items):
    """It is the only difference between two versions that is left: the source has it."""
    first, second = (_item(items, name) for name in TWICE)

    assert [name for name in second if first[name] != second[name]] == ["attachments"]
    videos = [len(one["attachments"][1]["renditions"]) for one in (first, second)]
    assert videos == [3, 5]


def test_all_versions_together_are_one_release_each_or_a_named_conflict(items, tmp_path):
    """Nothing is overwritten: a version that says something else is refused by name."""
    run = convert(tmp_path, str(items), "-t", "json")
    codes = {
        (line["code"], Path(line["path"]).stem)
        for line in run.report
        if line.get("code") in ("R128", "R129")
    }
    written = [json.loads(path.read_bytes()) for path in run.files("json")]
    by_release: dict[tuple[str, int], set[str]] = {}
    for one in written:
        key = (one["id"], one["version"])
        by_release.setdefault(key, set()).add(json.dumps(one, sort_keys=True))

    assert run.status == 1
    assert {code for code, _ in codes} == {"R128", "R129"}
    assert {name for code, name in codes if code == "R128"} == {
        "v2.1-businesswire-newsml-20130731006140",
        "v3.0-businesswire-newsml-20130731006140",
    }
    assert [len(contents) for contents in by_release.values()] == [1] * 9
    assert len(written) == 9
