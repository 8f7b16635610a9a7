"""One graph in six spellings: every value is in it, and every processor reads it alike."""

from __future__ import annotations

import itertools
import json
import os
import re
import shutil
import subprocess
from collections import defaultdict

import pyoxigraph as ox
import pytest
import rdflib
from pyld import jsonld

from archive import contracts
from archive.graph import Kind, graph, nodes
from archive.graph.rdflib_graph import to_rdflib
from archive.graph.terms import IRIS, MOMENTS, PREFIXES, TEXTS
from archive.release import build
from archive.validation import schema
from archive.validation.schema import REQUIRED
from archive.vocabulary import GENRE, PA, SCHEMA_ORG
from archive.writers import WRITERS
from tests import golden
from tests.every_field import every_field, every_field_text
from tests.neighbours import with_every

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


def _third(release):
    """Return what PyLD makes of JSON-LD, with a loader that refuses: nothing is fetched."""

    def refuse(url, _options):
        pytest.fail(f"asked for {url}")

    options = {"format": "application/n-quads", "documentLoader": refuse}
    nquads = jsonld.to_rdf(json.loads(_write("jsonld", release)), options)
    return _triples(nquads.encode(), ox.RdfFormat.N_QUADS)


@pytest.mark.parametrize("name", RELEASES)
def test_json_ld_says_the_same_graph_to_a_third_processor(name):
    quads = _write("nquads", RELEASES[name])

    assert _third(RELEASES[name]) == _triples(quads, ox.RdfFormat.N_QUADS)


SYNTAXES = {
    "serdi": {"nquads": "NQuads", "ntriples": "NTriples", "turtle": "Turtle", "trig": "TriG"},
    "rapper": {name: name for name in ("nquads", "ntriples", "turtle", "trig", "rdfxml")},
}


def _read_by(program, output, path):
    """Return the triples another program reads in a file; both are written in C by others."""
    if shutil.which(program) is None:
        if os.environ.get("CI") == "true":
            pytest.fail(f"{program} is missing")
        pytest.skip(f"{program} is not installed (raptor2-utils, serdi)")
    syntax = SYNTAXES[program][output]
    rest = ["-o", "NTriples", path] if program == "serdi" else ["-o", "ntriples", path, "x:"]
    done = subprocess.run([program, "-q", "-i", syntax, *rest], check=True, capture_output=True)
    return _triples(done.stdout, ox.RdfFormat.N_TRIPLES)


@pytest.mark.parametrize(
    ("program", "output"),
    [(program, output) for program, outputs in SYNTAXES.items() for output in outputs],
)
def test_other_programs_read_the_same_graph(program, output, tmp_path):
    path = tmp_path / "release"
    for release in RELEASES.values():
        path.write_bytes(_write(output, release))

        assert _read_by(program, output, path) == _triples(
            _write("nquads", release), ox.RdfFormat.N_QUADS
        )


# what is repeated

BASE = "https://pers.example.go.id/id/release/"
ORG = BASE + "every-field#org-1"
LICENCE = "https://creativecommons.org/licenses/by/4.0/"
TOPICS = {
    "http://cv.iptc.org/newscodes/mediatopic/20000312",
    "https://topics.example.org/t#rapat",
}
REPEATED = {
    "adms:status": {"http://cv.iptc.org/newscodes/pubstatusg2/usable"},
    "dcterms:created": {"2025-07-07"},
    "dcterms:identifier": {BASE + "every-field"},
    "dcterms:isPartOf": {BASE + "partOf"},
    "dcterms:isReplacedBy": {BASE + "other", BASE + "replacedBy"},
    "dcterms:issued": {"2025-07-08T09:00:00+07:00"},
    "dcterms:language": {"http://publications.europa.eu/resource/authority/language/IND"},
    "dcterms:license": {LICENCE},
    "dcterms:modified": {"2025-07-12T02:30:00Z"},
    "dcterms:publisher": {ORG},
    "dcterms:relation": {BASE + "related", BASE + "sameRelease"},
    "dcterms:replaces": {BASE + "replaces"},
    "dcterms:subject": TOPICS,
    "dcterms:title": {"Rapat “besar” & penting dibuka <hari ini>"},
    "prov:hadPrimarySource": {"https://badan.example.go.id/siaran"},
    "prov:wasDerivedFrom": {BASE + "derivedFrom", "https://pos.example.id/kabar/1"},
    "schema:about": TOPICS | {BASE + "every-field#ev-1", BASE + "every-field#ev-2"},
    "schema:alternativeHeadline": {"Dihadiri 120 orang", "Big meeting opened"},
    "schema:author": {ORG},
    "schema:citation": {BASE + "cites"},
    "schema:correction": {BASE + "every-field#changes.2"},
    "schema:isPartOf": {BASE + "partOf"},
    "schema:mainEntityOfPage": {BASE + "page"},
    "schema:publisher": {ORG},
    "schema:sourceOrganization": {ORG, BASE + "every-field#org-2"},
    "schema:translationOfWork": {BASE + "translationOf"},
    "schema:url": {BASE + "page"},
    "schema:workTranslation": {BASE + "translation"},
}


def _objects(release):
    """Return what each subject says: subject → predicate with prefix → values."""
    found = defaultdict(lambda: defaultdict(set))
    for quad in ox.parse(_write("nquads", release), ox.RdfFormat.N_QUADS):
        for prefix, namespace in PREFIXES.items():
            if quad.predicate.value.startswith(namespace):
                name = f"{prefix}:{quad.predicate.value.removeprefix(namespace)}"
        found[quad.subject.value][name].add(quad.object.value)
    return found


def test_what_every_archive_reads_is_repeated_on_the_work():
    """In terms that need no knowledge of ours: no part in between, no position."""
    work = _objects(RELEASES["every-field"])[BASE + "every-field"]

    assert {name: work[name] for name in REPEATED} == REPEATED


def test_what_every_archive_reads_is_repeated_on_the_parts():
    parts = _objects(RELEASES["every-field"])
    person, quote = parts[BASE + "every-field#p-1"], parts[BASE + "every-field#q-1"]

    assert person["schema:jobTitle"] == {"Kepala Badan", "Anggota"}
    assert person["schema:worksFor"] == {ORG}
    assert (
        quote["schema:creator"] == quote["schema:spokenByCharacter"] == {BASE + "every-field#p-1"}
    )
    assert parts[ORG]["schema:contactPoint"] == {BASE + "every-field#contacts.1"}
    assert parts[BASE + "every-field#changes.2"]["rdf:type"] == {SCHEMA_ORG + "CorrectionComment"}
    assert not parts[BASE + "every-field#changes.1"]["rdf:type"]
    assert parts[BASE + "every-field/v3"]["prov:wasRevisionOf"] == {BASE + "every-field/v2"}
    assert parts[BASE + "every-field#a-1"]["dcterms:license"] == {LICENCE.replace("by/", "by-sa/")}


def test_a_topic_named_twice_is_one_topic_with_two_places_in_the_list():
    topic = {"scheme": "https://topics.example.org/t#", "code": "rapat"}
    parts = _objects(_built(every_field() | {"subjects": [topic, topic | {"label": "rapat"}]}))
    iri = topic["scheme"] + topic["code"]

    for number in ("1", "2"):
        place = parts[f"{BASE}every-field#subjects.{number}"]
        assert place["schema:item"] == {iri}
        assert place["schema:position"] == {number}
    assert parts[iri]["schema:termCode"] == {"rapat"}


def test_a_quotation_holds_its_own_words():
    """From its span, for readers that do not count."""
    release = RELEASES["jatim-narasi"]
    parts = _objects(release)

    for quote in release.quotes:
        words = release.body.text[slice(*quote.span)]
        assert parts[f"{release.id}#{quote.id}"]["schema:text"] == {words}


@pytest.mark.parametrize(
    ("status", "code"),
    [("draft", "withheld"), ("scheduled", "withheld"), ("published", "usable"),
     ("withdrawn", "canceled")],
)  # fmt: skip
def test_the_status_is_repeated_as_a_code_of_the_iptc(status, code):
    release = _built(every_field() | {"status": status})
    work = _objects(release)[release.id]

    assert work["pa:status"] == {status}
    assert work["adms:status"] == {f"http://cv.iptc.org/newscodes/pubstatusg2/{code}"}


def test_a_work_that_is_no_web_address_names_its_editions_by_fragment():
    release = _built(every_field() | {"id": "urn:x:rilis:1"})

    assert _objects(release)["urn:x:rilis:1"]["dcterms:hasVersion"] == {"urn:x:rilis:1#v3"}
    assert _write("nquads", release).count(b" <urn:x:rilis:1#v3> .\n") == _write(
        "nquads", release
    ).count(b"\n")


# many in one file

NAMED = {"nquads": ox.RdfFormat.N_QUADS, "trig": ox.RdfFormat.TRIG, "turtle": ox.RdfFormat.TRIG}
"""Syntaxes whose files of many releases name the graphs; Turtle becomes TriG for that."""


def _many(output, releases):
    """Return many releases in one file."""
    many = WRITERS[output].load().many
    parts = many.between.join(map(many.part, releases))
    return many.head("2026-08-04T10:15:00+07:00") + parts + many.tail


@pytest.mark.parametrize("output", NAMED)
def test_many_releases_in_one_file_keep_their_graphs_apart(output):
    """Two editions of one work, too, which would be two headlines in one graph."""
    edition = _built(every_field() | {"version": 4, "headline": "Lain"})
    releases = [*RELEASES.values(), edition]
    alone = {
        str(quad)
        for release in releases
        for quad in ox.parse(_write("nquads", release), ox.RdfFormat.N_QUADS)
    }

    together = list(ox.parse(_many(output, releases), NAMED[output]))

    assert {str(quad) for quad in together} == alone
    assert len({quad.graph_name.value for quad in together}) == len(
        {(release.id, release.version) for release in releases}
    )


def test_many_releases_as_json_ld_are_a_document_a_line():
    documents = _many("jsonld", RELEASES.values()).splitlines(keepends=True)

    assert documents == [_write("jsonld", release) for release in RELEASES.values()]


def test_many_releases_as_n_triples_are_all_their_statements():
    written = _many("ntriples", RELEASES.values())

    assert _triples(written, ox.RdfFormat.N_TRIPLES) == {
        triple
        for release in RELEASES.values()
        for triple in _triples(_write("ntriples", release), ox.RdfFormat.N_TRIPLES)
    }


def test_rdf_xml_holds_one_release():
    assert WRITERS["rdfxml"].load().many is None


# what is odd, and still must arrive


def _same_graph_everywhere(record):
    """Say that every processor at hand reads the statements that are written, and no others."""
    assert schema.accepts(record)
    release = _built(record)
    quads = _write("nquads", release)
    triples = _triples(quads, ox.RdfFormat.N_QUADS)
    ours = set(to_rdflib(release))

    assert len(triples) == len(ours) == quads.count(b"\n")
    for output, form in FORMATS.items():
        assert _triples(_write(output, release), form) == triples, output
    assert _third(release) == triples
    for output, form in RDFLIB.items():
        read = rdflib.Graph().parse(data=_write(output, release).decode(), format=form)
        assert set(read) == ours, output


@pytest.mark.usefixtures("_literals_as_they_are")
@pytest.mark.parametrize(
    "line",
    ["@id", "_:b", "true", '"x"^^xsd:date', "\\u0041\\n\\", "a\u2028b", "\u00a0 \u3000", "\ufffd",
     "\U0001f469\u200d\U0001f467", "\u202bنص\u202c", '{"@value": 1}', "<b>&amp;]]></b>", "\ufeffx",
     "\U000f0000", "e\u0301", " x ", "%zz", "'\"'", "https://x.example/a b"],
)  # fmt: skip
def test_any_line_arrives_in_every_syntax(line):
    record = with_every("text", line, with_every("line", line, every_field()))

    _same_graph_everywhere(record)


@pytest.mark.usefixtures("_literals_as_they_are")
@pytest.mark.parametrize(
    "iri",
    ["https://a.example/é?q=é", "https://a.example/%C3%A9", "urn:x:y", "tag:a.example,2026:b",
     "a:b", "mailto:a@b.example", "https://a.example/'()!*,;:@&=+$~", "data:text/plain,x", "a:/",
     "https://a.example/?a=1&amp;b=2", "https://u:p@a.example:8080/", "http://[2001:db8::1]/",
     "https://a.example/😀", "HTTPS://A.example", "https://a.example/\u200f", "file:///C:/x"],
)  # fmt: skip
def test_any_iri_that_the_schema_takes_arrives_in_every_syntax(iri):
    record = with_every("workIri", iri, with_every("iri", iri, every_field()))
    record["identifiers"][1]["scheme"] = iri

    _same_graph_everywhere(record)


@pytest.mark.usefixtures("_literals_as_they_are")
@pytest.mark.parametrize(
    "scheme", ["https://a.example/é/", "urn:x:#", "https://a.example/?a=%20&b=/"]
)
def test_any_scheme_of_topics_that_the_schema_takes_arrives_in_every_syntax(scheme):
    record = every_field()
    record["subjects"][1]["scheme"] = scheme

    _same_graph_everywhere(record)


@pytest.mark.usefixtures("_literals_as_they_are")
@pytest.mark.parametrize(
    "tag",
    ["zh-Hant-TW", "de-CH-1901", "sl-rozaj-biske-1994", "zh-cmn-Hans-CN", "en-a-bbb-x-a-ccc",
     "de-x-a", "abcdefgh", "es-419", "en-u-ca-gregory", "und", "qaa-Qaaa-QM-x-southern",
     "en-x-12345678"],
)  # fmt: skip
def test_text_in_any_language_arrives_in_every_syntax(tag):
    """pyoxigraph drops a text whose tag it does not take, without a word."""
    _same_graph_everywhere(with_every("language", tag, every_field()))


@pytest.mark.usefixtures("_literals_as_they_are")
def test_a_carriage_return_in_a_pointer_arrives_in_every_syntax():
    """XML reads a bare one as a line feed, N-Triples has no place for it."""
    record = every_field() | {"extensions": {"a\rb": 1}}
    record["provenance"]["evidence"][0]["pointer"] = "/extensions/a\rb"

    _same_graph_everywhere(record)


@pytest.mark.usefixtures("_literals_as_they_are")
def test_a_headline_given_twice_is_stated_once():
    """The language of a record, said or not said, is the same language."""
    headlines = [{"text": "Harga turun", "role": role} for role in ("sub", "seo")]
    headlines.append(headlines[0] | {"language": "id"})
    record = every_field() | {"alternativeHeadlines": headlines}

    _same_graph_everywhere(record)


@pytest.mark.usefixtures("_literals_as_they_are")
def test_a_topic_that_is_a_part_of_the_record_is_one_node_with_it():
    record = every_field()
    own = {"scheme": record["id"] + "#"}
    record["subjects"] += [
        own | {"code": "p-1"},
        own | {"code": "ev-1"},
        own | {"code": "subjects.1"},
    ]

    _same_graph_everywhere(record)


def test_the_context_lists_every_term_that_is_no_text():
    """A string that is neither text nor listed would get the language of the record."""
    context = json.loads(contracts.contract("context.jsonld"))["@context"]
    plain = {
        slot.term.key
        for release in RELEASES.values()
        for node in graph(release)
        for slot in node.slots
        if slot.kind is Kind.PLAIN
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
        terms = {slot.term.iri for node in graph(release) for slot in node.slots}
        found |= {iri.removeprefix(PA) for iri in terms if iri.startswith(PA)}
        item = _write("newsml-g2-package", release).decode()
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
        for node in graph(release)
        for one in (*node.classes.terms, *(slot.term for slot in node.slots))
        if one.iri.startswith(SCHEMA_ORG)
    }

    for iri in terms:
        assert f"<{iri}> <http://www.w3.org/1999/02/22-rdf-syntax-ns#type>" in known, iri
        assert f"<{iri}> <https://schema.org/supersededBy>" not in known, iri


def test_a_press_release_has_the_genre_of_the_iptc():
    release = RELEASES["jatim-narasi"]

    assert _objects(release)[release.id]["schema:genre"] == {GENRE + "Press_Release"}


def test_a_chain_of_five_hundred_places_is_no_deep_document():
    record = every_field_text()
    record["places"] = [
        {"id": f"pl-{number}", "name": "Tempat", "kind": "other", "within": f"pl-{number + 1}"}
        for number in range(500)
    ] + [{"id": "pl-500", "name": "Tempat", "kind": "other"}]

    written = _write("jsonld", _built(record))

    assert len(_triples(written, ox.RdfFormat.JSON_LD)) > 2000
    assert written.count(b'"containedInPlace"') == 500


def test_no_iri_that_the_schema_takes_needs_escaping():
    """IRIs are put between angle brackets and quotation marks as they are."""
    for character in [*map(chr, range(0x21)), *'"<>\\', *map(chr, range(0x7F, 0xA0))]:
        iri = f"https://a.example/{character}x"

        assert not schema.accepts(with_every("iri", iri, every_field())), repr(character)


# what an input can make the program remember


def _of_many_shapes(count):
    """Yield so many releases that each lack other parts."""
    whole = every_field_text()
    free = sorted(whole.keys() - {*schema.document()["required"], *REQUIRED, "$schema"})
    fewer = itertools.chain.from_iterable(itertools.combinations(free, size) for size in (1, 2, 3))
    for names in itertools.islice(fewer, count):
        yield _built({name: part for name, part in whole.items() if name not in names})


def test_of_ever_new_shapes_few_are_remembered():
    """Whoever sends records of ever new shapes fills no memory with templates."""
    release = RELEASES["every-field-text"]
    outputs = ("jsonld", "nquads", "turtle")
    before = [_write(output, release) for output in outputs]

    for other in _of_many_shapes(nodes.SHAPES_KEPT + 1):
        for output in outputs:
            _write(output, other)
        assert len(nodes._shapes) <= nodes.SHAPES_KEPT

    assert [_write(output, release) for output in outputs] == before


def _long(count):
    """Return a record with lists of so many members, of several kinds where there are kinds."""
    kinds = ("page", "replacedBy", "cites", "derivedFrom")
    tags = ("id", "en", "ar", "jv")
    topic = {"scheme": "https://a.example/"}
    numbers = range(count)
    return every_field_text() | {
        "relations": [
            {"rel": kinds[number % 4], "target": f"https://a.example/{number}"}
            for number in numbers
        ],
        "alternativeHeadlines": [
            {"text": f"Harga {number}", "role": "sub", "language": tags[number % 4]}
            for number in numbers
        ],
        "subjects": [topic | {"code": str(number)} for number in numbers],
        "keywords": [str(number) for number in numbers],
    }


def test_a_record_with_longer_lists_has_no_longer_shapes():
    few, many = graph(_built(_long(8))), graph(_built(_long(800)))

    assert len(many) > len(few) + 2000
    assert few[0].slots == many[0].slots


def test_headlines_in_several_languages_are_apart():
    headline = {"text": 'A "@en" b', "role": "sub"}
    tags = ("en", "ar", "en", "id")
    headlines = [headline, *(headline | {"language": tag} for tag in tags)]
    record = every_field() | {"alternativeHeadlines": headlines}

    written = json.loads(_write("jsonld", _built(record)))

    assert written["alternativeHeadline"] == [
        'A "@en" b',
        {"@language": "en", "@value": 'A "@en" b'},
        {"@language": "ar", "@value": 'A "@en" b'},
    ]


def test_what_history_and_relations_both_name_is_repeated_once():
    record = every_field()
    iri = BASE + "other"
    record["relations"] = [{"rel": "replacedBy", "target": iri}]

    written = json.loads(_write("jsonld", _built(record)))

    assert written["dcterms:isReplacedBy"] == {"@id": iri}


def test_where_a_release_was_taken_from_is_repeated_once():
    record = every_field()
    record["relations"] = [{"rel": "derivedFrom", "target": record["provenance"]["url"]}]

    written = json.loads(_write("jsonld", _built(record)))

    assert written["prov:wasDerivedFrom"] == {"@id": record["provenance"]["url"]}


def test_the_graph_of_the_seed_is_the_one_worked_out_by_hand(corpora):
    reference = corpora.parent / "reference"
    if not (reference / "seed-record.nq").is_file():
        pytest.skip("no worked example beside the corpora")
    release = build(json.loads((reference / "seed-record.json").read_bytes()))

    assert _write("nquads", release) == (reference / "seed-record.nq").read_bytes()
