"""The catalogue, VoID and the data package: what they say, and that others' rules agree."""

from __future__ import annotations

import json
import subprocess
from dataclasses import replace
from hashlib import sha256
from pathlib import Path
from typing import Any

import pyshacl
import pytest
import rdflib
from pyoxigraph import RdfFormat, parse

from archive import messages
from archive.publication.catalogue import Collection, Distribution, EmptyCatalogue, Kind, catalogue
from archive.publication.catalogue_words import words
from archive.publication.ckan import ckan_packages
from archive.publication.datapackage import datapackage
from archive.publication.site import Agent
from archive.publication.table_fields import CSV_FIELDS
from archive.publication.tables_csv import CSV_HEAD
from archive.publication.void import void
from tests.catalogues import BARE, ONE_YEAR, PLAIN, SUFFIXES, WHOLE, WHOLE_SITE, dataset, files
from tests.ckan_table import every, stored, values
from tests.test_report_pages import tool

FORMS = {
    "catalog.ttl": RdfFormat.TURTLE,
    "catalog.jsonld": RdfFormat.JSON_LD,
    "catalog.rdf": RdfFormat.RDF_XML,
}
HERE = "https://pers.example.go.id/catalog.ttl#"
SHAPES = (
    "dcat-ap-3.0.0-SHACL",
    "dcat-ap-3.0.1-SHACL",
    "dcat-ap-3.0.1-html-shapes",
    "dcat-ap-3.0.1-html-range",
)
UNDEFINED = """PREFIX sh: <http://www.w3.org/ns/shacl#>
DELETE {?s sh:property ?p} WHERE {?s sh:property ?p FILTER NOT EXISTS {?p ?q ?o}}"""
"""Takes away references to shapes that are nowhere, of which 3.0.1 has two."""
COLLECTIONS = {"three years": WHOLE, "one year": ONE_YEAR, "plain": PLAIN, "bare": BARE}


@pytest.fixture(scope="module", params=SHAPES)
def shapes(request, standards) -> rdflib.Graph:
    graph = rdflib.Graph().parse(standards / f"{request.param}.ttl")
    graph.update(UNDEFINED)
    return graph


def verdict(graph: rdflib.Graph, shapes: rdflib.Graph) -> tuple[bool, str]:
    conforms, _, told = pyshacl.validate(
        graph, shacl_graph=shapes, inference="none", do_owl_imports=False
    )
    return bool(conforms), str(told)


def graph(collection: Collection) -> rdflib.Graph:
    return rdflib.Graph().parse(data=catalogue(collection)["catalog.ttl"], format="turtle")


def said(collection: Collection, name: str, path: str) -> list[str]:
    """Return what the catalogue says of one of its own things."""
    store = stored(catalogue(collection)["catalog.ttl"])
    (node,) = {
        quad.subject
        for quad in store.quads_for_pattern(None, None, None, None)
        if quad.subject.value == collection.site.url(f"catalog.ttl#{name}")
    }
    return [one.value for one in values(store, node, path)]


@pytest.mark.parametrize("name", COLLECTIONS)
def test_a_catalogue_keeps_to_dcat_ap(name, shapes):
    assert verdict(graph(COLLECTIONS[name]), shapes) == (
        True,
        "Validation Report\nConforms: True\n",
    )


@pytest.mark.parametrize(
    ("shape", "path", "value"),
    [
        ("dcat-ap-3.0.0-SHACL", "dcterms:title", None),
        ("dcat-ap-3.0.1-SHACL", "dcat:accessURL", None),
        ("dcat-ap-3.0.1-html-shapes", "dcterms:modified", rdflib.Literal("kemarin")),
    ],
)
def test_the_shapes_find_what_is_missing_or_wrong(shape, path, value, standards):
    """Shapes that look at nothing find nothing."""
    shapes = rdflib.Graph().parse(standards / f"{shape}.ttl")
    shapes.update(UNDEFINED)
    broken = graph(ONE_YEAR)
    property_ = broken.namespace_manager.expand_curie(path)
    for subject, _, kept in list(broken.triples((None, property_, None))):
        broken.remove((subject, property_, kept))
        if value is not None:
            broken.add((subject, property_, value))

    assert not verdict(broken, shapes)[0]


@pytest.mark.parametrize("name", COLLECTIONS)
def test_the_three_spellings_say_the_same(name):
    made = catalogue(COLLECTIONS[name])

    graphs = [{str(one.triple) for one in parse(made[file], format=FORMS[file])} for file in FORMS]

    assert made.keys() == FORMS.keys()
    assert graphs[0] == graphs[1] == graphs[2]
    assert "_:" not in "".join(graphs[0])


def test_text_with_markup_and_control_characters_is_the_same_in_all_spellings():
    odd = '<script>"&\\ \u202e\x01\x00\ufffe\r\nsatu\u2028dua🐘'
    collection = replace(ONE_YEAR, site=replace(WHOLE_SITE, title={"id": odd, "en": odd}))

    made = catalogue(collection)

    kept = '<script>"&\\ \u202e\r\nsatu\u2028dua🐘'
    for file, form in FORMS.items():
        texts = {getattr(one.object, "value", "") for one in parse(made[file], format=form)}
        assert kept in texts


def test_the_order_in_which_data_sets_come_does_not_matter():
    turned = replace(WHOLE, datasets=WHOLE.datasets[::-1])

    assert catalogue(turned) == catalogue(WHOLE)
    assert (void(turned), datapackage(turned), ckan_packages(turned)) == (
        void(WHOLE), datapackage(WHOLE), ckan_packages(WHOLE),
    )  # fmt: skip


@pytest.mark.parametrize("make", [catalogue, void, datapackage, ckan_packages])
def test_an_empty_catalogue_is_never_written(make):
    """Portals delete what a catalogue does not name any more."""
    with pytest.raises(EmptyCatalogue) as caught:
        make(replace(WHOLE, datasets=()))

    assert {messages.phrase(caught.value.key, language) for language in ("en", "id")}


def test_both_languages_have_all_words_of_the_catalogue():
    assert words("id").keys() == words("en").keys()


def test_there_is_a_data_set_for_each_year_and_one_for_what_has_none():
    names = said(WHOLE, "catalog", "dcat:dataset")

    assert sorted(one.removeprefix(HERE) for one in names) == [
        "releases", "releases-2024", "releases-2025", "releases-2026", "releases-undated",
    ]  # fmt: skip


def test_years_follow_each_other_in_a_series():
    assert said(WHOLE, "releases", "dcat:first") == [HERE + "releases-2024"]
    assert said(WHOLE, "releases", "dcat:last") == [HERE + "releases-2026"]
    assert said(WHOLE, "releases-2026", "dcat:prev") == [HERE + "releases-2025"]
    assert said(WHOLE, "releases-undated", "dcat:prev") == []


def test_a_data_set_covers_its_year():
    assert said(WHOLE, "releases-2024-period", "dcat:startDate") == ["2024-01-01"]
    assert said(WHOLE, "releases-2024-period", "dcat:endDate") == ["2024-12-31"]


@pytest.mark.parametrize("year", ["undated", "0000"])
def test_no_period_is_made_up(year):
    """XSD has no year 0000; what is undated may be of any time."""
    collection = replace(WHOLE, datasets=(dataset(year),))

    assert said(collection, f"releases-{year}", "dcterms:temporal") == []
    assert said(collection, "releases", "dcterms:temporal") == []


def test_the_catalogue_changed_when_its_newest_edition_was_made():
    """Moments are compared, not their spellings: 02:00 in Jakarta is the day before in UTC."""
    collection = replace(
        WHOLE,
        datasets=(
            dataset(
                "2025", issued="2026-01-01T02:00:00+07:00", modified="2026-01-01T02:00:00+07:00"
            ),
            dataset("2026", issued="2025-12-31T23:00:00Z", modified="2025-12-31T23:00:00Z"),
        ),
    )

    assert said(collection, "catalog", "dcterms:modified") == ["2025-12-31T23:00:00Z"]
    assert said(collection, "catalog", "dcterms:issued") == ["2026-01-01T02:00:00+07:00"]


def test_a_data_set_has_another_version_when_a_file_has_changed():
    versions = {
        dataset("2026", distributions=one).version
        for one in (files("2026"), files("2026")[:4], (*files("2026")[:4], files("2025")[4]))
    }

    assert len(versions) == 3
    assert dataset("2026").version == dataset("2026").version


@pytest.mark.parametrize(
    ("tag", "address"),
    [
        ("id", "http://publications.europa.eu/resource/authority/language/IND"),
        ("ms-MY", "http://publications.europa.eu/resource/authority/language/MSA"),
        ("jv", "http://id.loc.gov/vocabulary/iso639-1/jv"),
        ("in", "http://publications.europa.eu/resource/authority/language/IND"),
        ("bjn-Latn", "http://lexvo.org/id/iso639-3/bjn"),
    ],
)
def test_languages_have_iris_of_well_known_lists(tag, address):
    collection = replace(WHOLE, datasets=(dataset("2026", languages=(tag,)),))

    assert said(collection, "releases-2026", "dcterms:language") == [address]


@pytest.mark.parametrize(
    ("licence", "title"),
    [
        ("https://creativecommons.org/licenses/by/4.0/", "Creative Commons Attribution"),
        ("http://www.creativecommons.org/licenses/by/3.0/id/", "Creative Commons Attribution"),
        ("https://creativecommons.org/publicdomain/zero/1.0/", "Creative Commons CCZero"),
    ],
)
def test_a_licence_has_the_title_that_ckan_knows_it_by(licence, title):
    collection = replace(ONE_YEAR, site=replace(WHOLE_SITE, licence=licence))

    assert said(collection, "releases-2024-csv", "dcterms:license/dcterms:title") == [title]
    assert said(collection, "catalog", "dcterms:license") == [licence]


def test_another_licence_is_named_without_a_title():
    own = "https://example.go.id/lisensi"
    collection = replace(ONE_YEAR, site=replace(WHOLE_SITE, licence=own))

    assert said(collection, "releases-2024-csv", "dcterms:license") == [own]
    assert said(collection, "releases-2024-csv", "dcterms:license/dcterms:title") == []
    assert "license_id" not in json.loads(ckan_packages(collection))[0]
    assert json.loads(datapackage(collection))["licenses"] == [{"path": own}]


def test_an_agent_without_an_iri_gets_one_in_the_catalogue():
    assert said(PLAIN, "catalog", "dcterms:publisher") == [PLAIN.site.url("catalog.ttl#publisher")]
    assert said(PLAIN, "publisher", "foaf:name") == ["127.0.0.1"]


def test_one_body_in_two_roles_is_described_once():
    body = Agent(name="Dinas Komunikasi", email="a@b.example")
    site = replace(
        WHOLE_SITE, publisher=body, producer=body, custodian=replace(body, iri=HERE + "x")
    )
    collection = replace(ONE_YEAR, site=site)

    assert said(collection, "releases-2024", "dcterms:creator") == [HERE + "publisher"]
    assert said(collection, "publisher", "foaf:name") == [body.name]


def test_a_body_may_have_the_address_of_its_pages_as_its_iri(shapes):
    """It is then a document, too, and still an agent with a name."""
    address = WHOLE_SITE.base_url
    body = replace(WHOLE_SITE.publisher, iri=address, homepage=address)
    collection = replace(ONE_YEAR, site=replace(WHOLE_SITE, publisher=body, contact=body))

    assert said(collection, "releases-2024", "dcterms:publisher/foaf:name") == [body.name]
    assert verdict(graph(collection), shapes)[0]


def test_two_names_for_one_iri_are_not_both_told():
    """CKAN would take either."""
    site = replace(
        WHOLE_SITE, producer=replace(WHOLE_SITE.publisher, name="Nama lain"), custodian=None
    )
    collection = replace(ONE_YEAR, site=site)

    assert said(collection, "releases-2024", "dcterms:creator/foaf:name") == [
        WHOLE_SITE.publisher.name
    ]


def test_the_roles_of_satu_data_indonesia_stand_at_the_series():
    """At data sets they would make CKAN 2.10 and 2.11 refuse the package."""
    names = said(WHOLE, "releases", "prov:qualifiedAttribution/prov:agent/foaf:name")
    labels = said(WHOLE, "releases", "prov:qualifiedAttribution/rdfs:label")
    roles = said(WHOLE, "releases", "prov:qualifiedAttribution/dcat:hadRole")

    assert sorted(names) == ["Bagian Protokol", "Dinas Komunikasi"]
    assert {one.split(" (")[0] for one in labels} == {"Produsen Data", "Walidata"}
    assert {one.rpartition("/")[2] for one in roles} == {"originator", "custodian"}
    assert said(WHOLE, "releases-2024", "prov:qualifiedAttribution") == []


def test_regions_have_iris_that_end_with_their_code_and_lie_in_indonesia():
    collection = replace(ONE_YEAR, site=replace(WHOLE_SITE, regions=("35", "35.73")))

    regions = said(collection, "releases-2024", "dcterms:spatial")
    country = said(collection, "releases-2024", "dcterms:spatial/dcterms:isPartOf")

    assert sorted(one.rpartition("/")[2] for one in regions) == ["35", "35.73"]
    assert {one.rpartition("/")[2] for one in country} == {"IDN"}
    assert said(PLAIN, "releases-2024", "dcterms:spatial") == []


@pytest.mark.parametrize(
    ("phone", "address"),
    [("+62 341 551 111", "tel:+62-341-551-111"), ("(0341) 551-112", "tel:0341-551-112"),
     ("112 pesawat ü", "tel:112-pesawat-%C3%BC")],
)  # fmt: skip
def test_telephone_numbers_are_addresses(phone, address):
    site = replace(WHOLE_SITE, contact=Agent(name="Humas", phone=phone))

    assert said(replace(ONE_YEAR, site=site), "contact", "vcard:hasTelephone") == [address]


def test_addresses_for_mail_are_made_safe():
    site = replace(WHOLE_SITE, contact=Agent(name="Humas", email="humas dan tu@example.go.id"))

    assert said(replace(ONE_YEAR, site=site), "contact", "vcard:hasEmail") == [
        "mailto:humas%20dan%20tu@example.go.id"
    ]


@pytest.mark.parametrize(
    ("path", "compression"),
    [("dump/releases-2026.nq.gz", ["application/gzip"]),
     ("dump/releases-2026.nq.zst", ["application/zstd"]), ("dump/releases-2026.nq", [])],
)  # fmt: skip
def test_the_suffix_of_a_file_says_how_it_is_compressed(path, compression):
    one = Distribution(kind="nquads", path=path, size=1, sha256="00" * 32)
    collection = replace(WHOLE, datasets=(dataset("2026", distributions=(one,)),))

    told = said(collection, "releases-2026-nquads", "dcat:compressFormat")

    assert [one.partition("media-types/")[2] for one in told] == compression


def test_void_names_every_dump_and_counts_its_statements():
    store = stored(void(WHOLE))
    (file,) = every(store, "void:DatasetDescription")

    def told(path: str) -> list[str]:
        return [one.value for one in values(store, file, f"foaf:primaryTopic/{path}")]

    assert file.value == "https://pers.example.go.id/.well-known/void"
    assert sorted(told("void:dataDump")) == [
        f"https://pers.example.go.id/dump/releases-{year}.nq.zst"
        for year in ("2024", "2025", "2026", "undated")
    ]
    assert told("void:triples") == [str(3 * 150_000 + 7)]
    assert told("void:entities") == [str(3 * 1204 + 1)]
    assert told("void:uriSpace") == ["https://pers.example.go.id/id/release/"]
    assert told("void:exampleResource") == ["https://pers.example.go.id/id/release/x7k2m9"]
    assert len(told("void:subset/void:dataDump")) == 4
    assert "https://schema.org/" in told("void:vocabulary")


def test_void_counts_nothing_where_a_count_is_not_known():
    store = stored(void(replace(WHOLE, datasets=(dataset("2025"), dataset("2026", triples=None)))))

    counted = [one for one in every(store, "void:Dataset") if values(store, one, "void:triples")]

    assert [one.value for one in counted] == [HERE + "releases-2025"]


def test_void_of_a_bare_collection_says_only_what_is_known():
    store = stored(void(BARE))

    for name in ("void:triples", "void:uriSpace", "void:exampleResource", "void:dataDump"):
        assert [
            one for node in every(store, "void:Dataset") for one in values(store, node, name)
        ] == []


def test_the_data_package_describes_every_file():
    package = json.loads(datapackage(WHOLE))

    told = {
        one["path"]: (one["bytes"], one["hash"].removeprefix("sha256:"), one["mediatype"])
        for one in package["resources"]
    }

    assert told == {
        one.path: (one.size, one.sha256, one.form.media_type)
        for year in WHOLE.datasets
        for one in year.distributions
    }
    assert len({one["name"] for one in package["resources"]}) == len(package["resources"])


def test_the_data_package_describes_the_columns_of_csv():
    package = json.loads(datapackage(WHOLE))

    schemas = [one["schema"] for one in package["resources"] if one["format"] == "csv"]

    assert len(schemas) == len(WHOLE.datasets)
    assert [one["name"] for one in schemas[0]["fields"]] == [field.name for field in CSV_FIELDS]
    assert schemas[0]["fields"][0]["description"] == CSV_FIELDS[0].id


@pytest.mark.parametrize(
    ("kind", "address", "label"),
    [
        ("LocalAuthority", "LocalAuthority", "Local authority"),
        ("PrivateIndividual(s)", "PrivateIndividual(s)", "Private individual(s)"),
    ],
)
def test_a_publisher_has_a_type_of_the_list_of_adms(kind, address, label):
    site = replace(WHOLE_SITE, publisher=replace(WHOLE_SITE.publisher, kind=kind))
    collection = replace(ONE_YEAR, site=site)

    types = said(collection, "catalog", "dcterms:publisher/dcterms:type")
    labels = said(collection, "catalog", "dcterms:publisher/dcterms:type/skos:prefLabel")

    assert types == ["http://purl.org/adms/publishertype/" + address]
    assert labels == [label]


@pytest.mark.parametrize(
    ("kind", "themes"), [("NationalAuthority", 1), ("NonGovernmentalOrganisation", 0), ("", 0)]
)
def test_press_releases_of_authorities_are_about_government(kind, themes):
    site = replace(WHOLE_SITE, publisher=replace(WHOLE_SITE.publisher, kind=kind))
    collection = replace(ONE_YEAR, site=site)

    assert len(said(collection, "releases-2024", "dcat:theme")) == themes
    assert len(said(collection, "catalog", "dcat:themeTaxonomy")) == themes


def test_the_data_package_speaks_the_first_language_of_the_site():
    package = json.loads(datapackage(BARE))

    assert (package["name"], package["title"]) == ("127.0.0.1-8000-pers", "Press releases")


READS = """
import json, sys
from frictionless import validate
report = validate(sys.argv[1])
errors = [error.message for task in report.tasks for error in task.errors]
json.dump({"errors": errors + [one.message for one in report.errors],
           "types": {one.name: one.type for one in report.tasks}}, sys.stdout)
"""


def read_by_frictionless(folder: Path, contents: dict[Kind, bytes]) -> dict[str, Any]:
    """Return what frictionless says to a package with these files."""
    python = tool("PRESS_ARCHIVE_PUBLICATION", "frictionless")
    (folder / "dump").mkdir()
    made = []
    for kind, content in contents.items():
        path = f"dump/releases-2026.{SUFFIXES[kind]}"
        (folder / path).write_bytes(content)
        digest = sha256(content).hexdigest()
        made.append(Distribution(kind=kind, path=path, size=len(content), sha256=digest))
    collection = replace(WHOLE, datasets=(dataset("2026", distributions=tuple(made)),))
    (folder / "datapackage.json").write_bytes(datapackage(collection))
    done = subprocess.run(
        [python, "-c", READS, "datapackage.json"],
        cwd=folder, capture_output=True, check=True, timeout=60,
    )  # fmt: skip
    told: dict[str, Any] = json.loads(done.stdout)
    return told


def row(**cells: str) -> bytes:
    """Return a row of CSV: what is given, and something in every cell that may not be empty."""
    filled = {"string": "x", "integer": "1", "boolean": "true"}
    texts = [
        cells.get(field.name, filled.get(field.kind, "") if field.is_required else "")
        for field in CSV_FIELDS
    ]
    return ",".join(texts).encode() + b"\r\n"


@pytest.mark.slow
def test_frictionless_takes_the_data_package(tmp_path):
    """The table is read with its columns; what is compressed is a file with a digest."""
    rows = CSV_HEAD + row() + row(version="2", is_current="false")
    told = read_by_frictionless(tmp_path, {"csv": rows, "jsonl": b"\x28\xb5", "parquet": b"PAR1"})

    assert told["errors"] == []
    assert told["types"] == {
        "releases-2026-csv": "table",
        "releases-2026-jsonl": "file",
        "releases-2026-parquet": "file",
    }


@pytest.mark.slow
def test_frictionless_finds_what_does_not_fit_the_columns(tmp_path):
    """Two rows with one key, a number that is none, nothing where something has to be."""
    rows = CSV_HEAD + row() + row() + row(version="dua", headline="")
    told = read_by_frictionless(tmp_path, {"csv": rows})

    for fault in ("violates the primary key", '"dua" in row "4"', 'constraint "required"'):
        assert [one for one in told["errors"] if fault in one], fault
