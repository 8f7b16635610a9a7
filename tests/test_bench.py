"""The benchmark compares like with like: all ways say the same of the same records."""

from __future__ import annotations

import ast
import csv
import gc
import hashlib
import io
import itertools
import json
import sys
from pathlib import Path

import pyoxigraph as ox
import pytest
import rdflib
import zstandard
from lxml import etree
from pyarrow import parquet

from archive import contracts
from archive.errors import UnreadableSource
from archive.json_text import read
from archive.validation import built, validate
from archive.vocabulary import NEWSML_G2
from archive.writers import WRITERS
from bench import __main__ as program
from bench import (
    corpus,
    figures,
    judging,
    memory,
    packed,
    profile,
    publication,
    publication_tables,
    reading,
)
from bench.releases import releases, shape, stream
from bench.straightforward import Straightforward
from bench.templates import FORMATS, Templates
from tests.test_interoperability import others_python

pytestmark = [
    pytest.mark.corpora,
    pytest.mark.standards,
    # rdflib 7.6 writes N-Quads by a method that it deprecates itself.
    pytest.mark.filterwarnings("ignore:Dataset.contexts is deprecated:DeprecationWarning"),
]

COUNT = 8

has_proc = pytest.mark.skipif(
    not Path("/proc/self/statm").exists(), reason="memory is read from /proc, which Linux has"
)


@pytest.fixture(scope="module")
def records(corpora):
    return releases(corpora / "senate-2000.jsonl.gz", COUNT)


@pytest.fixture
def collector():
    """Let the collector of garbage be afterwards as it was."""
    before = gc.get_threshold()
    yield
    gc.set_threshold(*before)
    gc.unfreeze()


@pytest.fixture(scope="module")
def theirs(standards):
    before = rdflib.NORMALIZE_LITERALS
    xsd = standards / program.XSD.name
    yield Straightforward(contracts.contract("release.schema.json"), xsd)
    rdflib.NORMALIZE_LITERALS = before


@pytest.fixture(scope="module")
def templates():
    return Templates(contracts.contract("release.schema.json"))


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


MEANINGS = {
    "newsml-g2": canonical,
    "ninjs": json.loads,
    "jsonld": json.loads,
    "nquads": lambda text: quads(text, ox.RdfFormat.N_QUADS),
    "turtle": lambda text: quads(text, ox.RdfFormat.TURTLE),
}
"""Format → what a file of it says."""


def of_templates(templates, name, raw):
    return templates.files(raw)[FORMATS.index(name)]


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


@pytest.mark.parametrize("name", FORMATS)
def test_the_templates_say_the_same_as_we_do(templates, records, name):
    says = MEANINGS[name]

    for raw in records:
        assert says(of_templates(templates, name, raw)) == says(ours(name, raw))


@pytest.mark.parametrize("name", FORMATS)
def test_the_templates_say_the_same_of_characters_that_are_escaped(templates, records, name):
    """A template that escaped less would be faster than it may be."""
    odd = 'A & B <c> "d" \\ é – 🎉 بيان'
    record = json.loads(records[0])
    record["headline"] = record["dateline"]["text"] = odd
    record["keywords"] = record["people"][0]["aliases"] = [odd]
    record["attachments"][0]["caption"] = record["quotes"][0]["verb"] = odd
    record["quotes"][0]["speakerAsWritten"] = record["contacts"][0]["role"] = odd
    record["changes"][0]["note"] = record["identifiers"][0]["value"] = odd
    record["body"]["text"] += f"\n\n{odd}"
    for one in itertools.chain(*(record[kind] for kind in ("people", "places", "events"))):
        one["name"] = odd
    raw = json.dumps(record).encode()
    says = MEANINGS[name]

    assert says(of_templates(templates, name, raw)) == says(ours(name, raw))


def test_the_templates_write_sorted_n_quads(templates, records):
    for raw in records:
        assert of_templates(templates, "nquads", raw) == ours("nquads", raw)


def test_the_straightforward_way_parses_the_bytes_that_we_parse(theirs, records):
    assert theirs.validate(records[0]) == json.loads(records[0])


WRONG = [
    ("version", "2"),
    ("versionCreated", "yesterday"),
    ("id", "no iri"),
    ("language", "en_US"),
    ("dates", {"issued": {"edtf": "2007-13"}}),
]


@pytest.mark.parametrize(("field", "wrong"), WRONG)
def test_the_straightforward_way_refuses_types_and_formats_that_we_refuse(
    theirs, records, field, wrong
):
    """A validator that lets a format pass unseen looks faster than it is."""
    document = json.loads(records[0]) | {field: wrong}
    raw = json.dumps(document).encode()

    assert any(found.severity == "error" for found in validate(read(raw)[0]))
    with pytest.raises(ValueError):  # noqa: PT011 (the words are jsonschema's)
        theirs.validate(raw)


@pytest.mark.parametrize(("field", "wrong"), WRONG)
def test_the_templates_refuse_types_and_formats_that_we_refuse(templates, records, field, wrong):
    document = json.loads(records[0]) | {field: wrong}

    assert templates.files(json.dumps(document).encode()) is None


def test_the_straightforward_way_judges_its_items_by_the_official_schema(theirs, records):
    record = json.loads(records[0]) | {"versionCreated": "yesterday"}

    with pytest.raises(etree.DocumentInvalid, match="versionCreated"):
        theirs.newsml(record)


@pytest.mark.parametrize("way", ["straightforward", "templates"])
def test_the_other_ways_take_only_constants_and_two_formats_from_us(way):
    """What they borrowed beyond that would be measured against itself."""
    borrowed = set()
    for path in Path(program.__file__).parent.glob(f"{way}*.py"):
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.ImportFrom):
                borrowed |= {f"{node.module}.{name.name}" for name in node.names}
            elif isinstance(node, ast.Import):
                borrowed |= {name.name for name in node.names}
    ours_alone = {name for name in borrowed if name.startswith("archive")}

    beside = {name for name in ours_alone if not name.rpartition(".")[2].isupper()}
    assert beside <= {"archive.contracts", "archive.validation.formats", "archive.vocabulary"}


def test_the_records_have_six_kilobytes_and_sixty_fields(records):
    size, fields = shape(records)

    assert 5500 < size < 7000
    assert fields >= 60


def codes_of_errors(raw):
    try:
        found = validate(read(raw)[0])
    except UnreadableSource as error:
        found = error.findings
    return [one.code for one in found if one.severity == "error"]


def test_every_release_of_a_file_has_an_id_of_its_own(corpora):
    """There are more releases than texts; an id that came again would be passed over."""
    ids = {json.loads(raw)["id"] for raw in stream(corpora / "senate-2000.jsonl.gz", 2020)}

    assert len(ids) == 2020


def test_one_release_in_a_hundred_is_bad_each_kind_in_turn():
    faults = [corpus.fault(number) for number in range(1200)]

    assert [one for one in faults if one is not None] == 2 * list(corpus.FAULTS)


def test_a_file_holds_the_bad_releases_where_they_belong(corpora, tmp_path, records):
    path = tmp_path / "corpus.jsonl"
    corpus.write(path, corpus.large(corpora / "senate-2000.jsonl.gz", 200))
    lines = path.read_bytes().splitlines()

    assert lines[:COUNT] == records
    bad = [number for number, line in enumerate(lines) if codes_of_errors(line)]
    assert bad == [number for number in range(200) if corpus.fault(number)]


@pytest.mark.parametrize(
    ("what", "code"),
    list(zip(corpus.FAULTS, ["S101", "S118", "S102", "R101", "R103", "J001"], strict=True)),
)
def test_we_find_what_is_wrong_with_a_bad_release(records, what, code):
    assert codes_of_errors(corpus.spoilt(records[0], what)) == [code]


@pytest.mark.parametrize("what", [*corpus.FOUND_BY_SCHEMA, corpus.BROKEN])
def test_the_other_ways_find_what_the_schema_finds(theirs, templates, records, what):
    raw = corpus.spoilt(records[0], what)

    assert templates.files(raw) is None
    with pytest.raises(ValueError):  # noqa: PT011 (the words are jsonschema's)
        theirs.all(raw)


@pytest.mark.parametrize("what", corpus.FOUND_BY_RULES)
def test_the_other_ways_know_no_rules(theirs, templates, records, what):
    raw = corpus.spoilt(records[0], what)

    assert len(templates.files(raw)) == len(theirs.all(raw)) == len(FORMATS)


def test_small_releases_have_two_kilobytes_and_no_findings():
    for raw in corpus.small(100):
        assert validate(read(raw)[0]) == []
        assert 1900 < len(raw) < 2100


@pytest.fixture(scope="module")
def source(corpora, tmp_path_factory):
    """Return a file of 600 releases: two shards, four of six bad ones known to the schema."""
    path = tmp_path_factory.mktemp("corpus") / "corpus.jsonl"
    corpus.write(path, corpus.large(corpora / "senate-2000.jsonl.gz", 600))
    return path


@pytest.fixture(scope="module")
def shards_of_templates(source, tmp_path_factory):
    """Return the folder of shards for each number of workers."""
    folders = {workers: tmp_path_factory.mktemp("shards") for workers in (1, 2)}
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(Path(program.__file__).parent.parent)
        for workers, folder in folders.items():
            packed.run(packed.templates(source, folder, workers))
    return folders


def contents(folder):
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def unpacked(path):
    with path.open("rb") as stream:
        return zstandard.ZstdDecompressor().stream_reader(stream, read_across_frames=True).read()


def test_shards_of_the_templates_do_not_depend_on_the_workers(shards_of_templates):
    assert contents(shards_of_templates[1]) == contents(shards_of_templates[2])


def test_shards_of_the_templates_hold_every_release_that_the_schema_accepts(
    shards_of_templates, source, templates
):
    with source.open("rb") as lines:
        files = [written for written in map(templates.files, lines) if written is not None]
    folder = shards_of_templates[1]

    assert len(files) == 596
    for number, suffix in enumerate((".xml", ".ninjs.json", ".jsonld", ".nq", ".ttl")):
        both = [unpacked(folder / f"{shard:06}{suffix}.zst") for shard in (0, 1)]
        assert b"".join(both) == b"".join([written[number] for written in files])


def test_shards_have_a_list_of_their_digests(shards_of_templates):
    written = contents(shards_of_templates[1])
    lines = written.pop("SHA256SUMS").decode().splitlines()

    assert lines == [
        f"{hashlib.sha256(content).hexdigest()}  {name}"
        for name, content in sorted(written.items())
    ]


def test_the_straightforward_way_packs_what_its_schema_accepts(theirs, records, tmp_path):
    bad = [corpus.spoilt(records[0], what) for what in corpus.FAULTS]
    counts = packed.pack_straightforwardly(theirs, [*records, *bad], tmp_path)

    assert counts == {"good": COUNT + len(corpus.FOUND_BY_RULES), "bad": 4}
    assert unpacked(tmp_path / "000000.nq.zst").startswith(b"<")


def test_a_figure_is_the_median_of_the_ratios_of_the_rounds():
    row = figures.faster("all", [0.001, 0.001, 0.002], [0.02, 0.03, 0.02])

    assert row == {
        "job": "all", "ours": 1000, "theirs": 50, "ratio": 20.0, "least": 10.0, "most": 30.0
    }  # fmt: skip


def test_whole_files_are_measured_in_all_ways(theirs, records, standards, tmp_path, monkeypatch):
    monkeypatch.chdir(Path(program.__file__).parent.parent)
    path = tmp_path / "corpus.jsonl"
    corpus.write(path, iter(records))
    source = packed.Corpus(path=path, count=COUNT, good=COUNT, accepted=COUNT)
    times = packed.measure(source, theirs, standards, sample=2, rounds=1)

    jobs = [row["job"] for row in packed.against_straightforward(times)]
    assert jobs == ["packed, -j 1", "packed, -j 2"]
    assert [row["job"] for row in packed.against_templates(times)] == jobs
    assert [row["way"] for row in packed.scaling(times)] == ["ours", "templates"]


def test_a_program_that_could_not_run_stops_the_benchmark():
    with pytest.raises(RuntimeError, match=": 2\n"):
        packed.run([sys.executable, "-c", "raise SystemExit(2)"], fine=packed.FINE)


def test_shards_that_lack_a_release_stop_the_benchmark(shards_of_templates):
    """A program that fell over early would be the fastest of all."""
    folder = shards_of_templates[1]
    packed.refuse_incomplete(folder, corpus.accepted(600))

    with pytest.raises(RuntimeError, match="596 releases instead of 597"):
        packed.refuse_incomplete(folder, 597)


def test_a_file_has_as_many_good_releases_as_its_size_says():
    assert (corpus.good(600), corpus.accepted(600)) == (594, 596)


@has_proc
def test_memory_is_that_of_a_program_and_its_workers():
    worker = "held = b'x' * (64 << 20); sum(held[: 1 << 24])"
    starts_two = (
        "import subprocess, sys\n"
        f"workers = [subprocess.Popen([sys.executable, '-c', {worker!r}]) for _ in range(2)]\n"
        "[one.wait() for one in workers]"
    )
    usage = memory.watch([sys.executable, "-c", starts_two])

    assert usage.status == 0
    assert usage.processes == 3
    assert 64 << 20 < usage.largest < 128 << 20 < usage.together


@has_proc
def test_memory_that_processes_share_is_there_once(monkeypatch):
    monkeypatch.setattr(memory, "_SHARES_EVERY_SECONDS", 0)
    halves = (
        "import os\n"
        "held = b'x' * (64 << 20)\n"
        "other = os.fork()\n"
        "sum(held[: 1 << 24])\n"
        "if other: os.waitpid(other, 0)"
    )
    usage = memory.watch([sys.executable, "-c", halves])

    assert usage.status == 0
    assert 64 << 20 < usage.once < 128 << 20 < usage.together


@has_proc
def test_a_process_that_has_ended_has_no_family():
    assert memory.family(2**22 + 1) == [2**22 + 1]


def test_what_judging_costs_is_told_of_items_and_of_graphs(records, standards):
    ours = program.Ours()
    made = ours.validate(records)
    files = {word: [*map(ours.writers[word], made)] for word in ("newsml-g2", "nquads")}

    rows = judging.measure(files, standards, 1)

    assert [row["judge"].partition(":")[0] for row in rows] == ["newsml-g2", "nquads"]
    assert all(row["judged"] > 0 and row["ratio"] > 0 for row in rows)


def test_what_reading_costs_is_told_of_every_full_copy(records, monkeypatch):
    monkeypatch.delenv("PRESS_ARCHIVE_NEWSMLG2", raising=False)
    ours = program.Ours()
    made = ours.validate(records)
    files = {word: [*map(ours.writers[word], made)] for word in ("newsml-g2", "nquads", "jsonld")}

    rows = [*reading.measure(files, 1)]

    assert [row["reader"].partition(" ")[0] for row in rows] == ["newsml-g2", "nquads", "jsonld"]
    assert all(row["ours"] > 0 and row["ratio"] > 0 for row in rows)
    assert reading.against_newsmlg2(files["newsml-g2"], 1) is None


def test_the_tables_have_a_row_for_each_release(records, tmp_path):
    source = tmp_path / "all.jsonl"
    source.write_bytes(b"".join(record + b"\n" for record in records))

    count = publication_tables.write(source, tmp_path, 1)

    lines = csv.reader(io.StringIO((tmp_path / "table.csv").read_text("utf-8-sig"), newline=""))
    assert count == len(records) == len(list(lines)) - 1
    assert parquet.read_metadata(tmp_path / "table.parquet").num_rows == count


@pytest.mark.slow
def test_publishing_is_measured_against_converting_and_again(corpora):
    tables = list(publication.measure(stream(corpora / program.SENATE, COUNT + 2), COUNT, 1))

    (title, runs), (_, apart), (_, shares) = tables
    assert title == "publication of 8 releases, two processes"
    assert [row["run"] for row in runs] == [
        "convert --pack", "tables", "publish a file", "again, and a file more",
        "publish files", "again, and one more of them", "again, nothing new",
    ]  # fmt: skip
    assert [row["run"] for row in apart] == [
        "bare", "six formats beside the pages", "with the search",
    ]  # fmt: skip
    assert all(row["time"] > 0 and row["CPU"] > 0 for row in shares)


@pytest.mark.slow
def test_a_publication_that_lacks_pages_is_not_measured(corpora):
    record = next(stream(corpora / program.SENATE, 1))

    with pytest.raises(RuntimeError, match=r"1 pages instead of 2"):
        list(publication.measure(itertools.repeat(record), 2, 1))


@pytest.mark.slow
def test_reading_is_measured_against_newsmlg2(records):
    others_python("newsmlg2")
    items = [ours("newsml-g2", raw) for raw in records]

    row = reading.against_newsmlg2(items, 1)

    assert row["ratio"] > 1


@pytest.mark.usefixtures("collector")
def test_the_profile_names_every_stage(records, standards):
    rows = profile.measure(standards / program.XSD.name, records * 7, 1)

    assert [row["stage"] for row in rows] == [
        "read strict JSON, schema, signs", "all rules", "typed release", "newsml-g2",
        "parse back, XSD", "ninjs", "jsonld", "nquads", "turtle", "pack: zstd",
    ]  # fmt: skip
    assert all(row["microseconds"] > 0 for row in rows if row["stage"] != "all rules")


def test_the_cost_is_measured_against_the_templates(records, standards, monkeypatch):
    monkeypatch.setattr(program, "XSD", standards / program.XSD.name)
    row = program.cost(records, 1)

    assert row["job"] == "unwritten"
    assert row["ratio"] > 0


@pytest.mark.usefixtures("collector")
def test_every_job_is_measured_both_ways(records, standards, monkeypatch):
    monkeypatch.setattr(program, "XSD", standards / program.XSD.name)
    monkeypatch.setattr(rdflib, "NORMALIZE_LITERALS", rdflib.NORMALIZE_LITERALS)

    rows = program.measure(records[:4], 2, 2)

    assert [row["job"] for row in rows] == [
        "everything",
        "the same one by one",
        "schema verdict alone",
        "all rules",
        "all rules, and build",
        "newsml-g2 + XSD",
        "ninjs",
        "jsonld",
        "nquads",
        "turtle",
    ]
    assert all(row["ours"] > 0 and row["theirs"] > 0 for row in rows)


def test_a_table_has_words_to_the_left_and_numbers_to_the_right(capsys):
    program.show("rates", [{"job": "a", "rate": 5}, {"job": "long", "rate": 10}])

    assert capsys.readouterr().out == "\nrates\njob   rate\na        5\nlong    10\n"
