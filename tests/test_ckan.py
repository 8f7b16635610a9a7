"""CKAN's own reader and CKAN's own rules: what a portal that harvests the catalogue has in the end."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import pytest

from archive.publication.catalogue import catalogue
from archive.publication.ckan import ckan_packages
from tests import ckan_table
from tests.catalogues import BARE, PLAIN, WHOLE, WHOLE_SITE
from tests.test_report_pages import tool

SPELLINGS = ("catalog.ttl", "catalog.jsonld", "catalog.rdf")
SATU_DATA = {"produsen_data", "walidata", "kode_wilayah", "accesslevel"}
OURS = {"name", "author", "author_email", "maintainer", "maintainer_email"} | SATU_DATA
"""What the harvester cannot know, and the packages for portals without one say."""


SEVERAL_REGIONS = replace(WHOLE, site=replace(WHOLE_SITE, regions=("35.73", "35.07")))


def faulty() -> bytes:
    """Return packages with a fault in each."""
    packages = json.loads(ckan_packages(WHOLE))
    packages[0]["maintainer_email"] = "humas"
    packages[1]["tags"].append({"name": "rilis & berita"})
    packages[2]["extras"].append(packages[2]["extras"][0])
    packages[3]["name"] = "Siaran Pers"
    return json.dumps(packages).encode()


GIVEN = {
    "id": ("id", ckan_table.made(WHOLE)),
    "en": ("en", catalogue(WHOLE)),
    "fr": ("fr", catalogue(WHOLE)),
    "plain": ("id", ckan_table.made(PLAIN)),
    "bare": ("en", ckan_table.made(BARE)),
    "several regions": ("id", ckan_table.made(SEVERAL_REGIONS)),
    "faulty": ("id", {"ckan.json": faulty()}),
}
"""Language of a portal, and what it is given."""


@pytest.fixture(scope="module")
def readings() -> dict[str, dict[str, Any]]:
    python = tool("PRESS_ARCHIVE_CKAN", "CKAN with ckanext-dcat")
    return dict(zip(GIVEN, ckan_table.readings(python, *GIVEN.values()), strict=True))


@pytest.fixture(scope="module")
def told(readings) -> dict[str, Any]:
    return readings["id"]


@pytest.fixture(scope="module")
def lines(told) -> list[ckan_table.Line]:
    turtle = GIVEN["id"][1]["catalog.ttl"]
    return ckan_table.lines(turtle, told["catalog.ttl"]["packages"], "id")


@pytest.mark.slow
def test_ckan_reads_every_data_set_and_every_file(told):
    packages = told["catalog.ttl"]["packages"]

    files = [one["download_url"] for package in packages for one in package["resources"]]

    assert len(packages) == len(WHOLE.datasets)
    assert sorted(files) == sorted(
        WHOLE.site.url(one.path) for year in WHOLE.datasets for one in year.distributions
    )


@pytest.mark.slow
def test_ckan_reads_every_property_as_it_is_written(lines):
    assert [line for line in lines if line.read != line.written] == []


@pytest.mark.slow
def test_the_page_on_the_catalogue_has_the_table(lines):
    page = ckan_table.PAGE.read_text(encoding="utf-8")

    kept = page.partition(ckan_table.BEGIN)[2].partition(ckan_table.END)[0].strip()

    assert kept == ckan_table.table(lines).strip(), "run python -m tests.ckan_table"


@pytest.mark.slow
@pytest.mark.parametrize("name", SPELLINGS[1:])
def test_ckan_reads_the_same_from_every_spelling(name, told):
    assert told[name]["packages"] == told["catalog.ttl"]["packages"]


@pytest.mark.slow
@pytest.mark.parametrize("name", [*SPELLINGS, "ckan.json"])
def test_ckan_takes_every_package(name, told):
    assert told[name]["errors"] == [{} for _ in WHOLE.datasets]


@pytest.mark.slow
def test_no_package_has_parts_that_older_ckan_refuses(told):
    """CKAN 2.10 and 2.11 refuse a package with lists of objects that it does not know."""
    packages = told["catalog.ttl"]["packages"]

    parts = {key for one in packages for key, value in one.items() if isinstance(value, list)}

    assert parts == {"tags", "extras", "resources"}


@pytest.mark.slow
def test_the_packages_for_portals_without_a_harvester_say_the_same(told):
    """But for the media type, which CKAN itself wants by its name."""
    harvested = [as_ours(one) for one in told["catalog.ttl"]["packages"]]
    handed_over = [as_ours(one) for one in told["ckan.json"]["packages"]]

    assert handed_over == harvested


def as_ours(package: dict[str, Any]) -> dict[str, Any]:
    """Return a package without what only one of the two says, values as ``same`` has them."""
    flat = ckan_table.flat(package)
    kept: dict[str, Any] = {
        key: value if isinstance(value, list) else ckan_table.same(value)
        for key, value in flat.items()
        if key not in OURS and key != "extras"
    }
    kept["resources"] = [
        {
            key: ckan_table.same(str(value)).rpartition("media-types/")[2]
            for key, value in one.items()
            if key != "distribution_ref"
        }
        for one in package["resources"]
    ]
    return kept


@pytest.mark.slow
def test_ckan_finds_fault_with_packages_that_have_one(readings):
    assert all(readings["faulty"]["ckan.json"]["errors"])


@pytest.mark.slow
@pytest.mark.parametrize(
    ("language", "title"),
    [
        ("en", "Press releases of Contoh, 2025"),
        ("id", "Siaran pers Kota Contoh, 2025"),
        ("fr", "Siaran pers Kota Contoh, 2025"),
    ],
)
def test_a_portal_has_the_titles_of_its_language_or_of_the_first(readings, language, title):
    for name in SPELLINGS:
        assert readings[language][name]["packages"][1]["title"] == title


@pytest.mark.slow
@pytest.mark.parametrize("name", ["plain", "bare"])
def test_ckan_reads_a_collection_that_says_little(readings, name):
    language, files = GIVEN[name]
    told = readings[name]

    read = ckan_table.lines(files["catalog.ttl"], told["catalog.ttl"]["packages"], language)

    assert [line for line in read if line.read != line.written] == []
    assert not any(told["catalog.ttl"]["errors"] + told["ckan.json"]["errors"])


@pytest.mark.slow
def test_of_several_regions_ckan_keeps_the_last(readings):
    """It has one field; the packages for portals without a harvester list them all."""
    told = readings["several regions"]

    for name in SPELLINGS:
        kept = ckan_table.flat(told[name]["packages"][0])
        assert kept["spatial_uri"].endswith("/35.07")
        assert kept["spatial_text"] == "Kemendagri 35.07"
    assert ckan_table.flat(told["ckan.json"]["packages"][0])["kode_wilayah"] == "35.73, 35.07"


def test_every_property_is_read_or_is_known_not_to_be():
    store = ckan_table.stored(catalogue(WHOLE)["catalog.ttl"])
    of_datasets = ckan_table.OF_DATASETS.values()
    known = {
        *of_datasets, *ckan_table.RESOURCE.values(), *ckan_table.NOT_READ,
        *(path.rpartition("/")[0] for path in (*of_datasets, *ckan_table.RESOURCE.values())),
        "dcterms:license/dcterms:title",  # what license_id is found by
    }  # fmt: skip

    told = ckan_table.paths(store, "dcat:Dataset") | ckan_table.paths(store, "dcat:Distribution")

    assert told <= known
    assert ckan_table.NOT_READ.keys() <= told


def test_packages_have_names_that_tell_sites_and_years_apart():
    names = {one["name"] for site in (WHOLE, PLAIN) for one in json.loads(ckan_packages(site))}

    assert len(names) == 8
    assert "pers-example-go-id-2024" in names
    assert "127-0-0-1-8000-pers-undated" in names


def test_names_of_packages_are_never_too_long():
    """CKAN takes a hundred characters; two long addresses with one beginning stay apart."""
    names = {
        json.loads(ckan_packages(replace(WHOLE, site=replace(WHOLE_SITE, base_url=url))))[0]["name"]
        for url in (f"https://{'a' * 63}.{'b' * 63}.go.id/{end}/" for end in "xy")
    }

    assert len(names) == 2
    assert {len(name) for name in names} == {80 + len("-2024")}


def test_packages_say_who_produces_and_who_keeps_the_data():
    package = ckan_table.flat(json.loads(ckan_packages(WHOLE))[0])

    assert package["author"] == package["produsen_data"] == "Bagian Protokol"
    assert package["walidata"] == "Dinas Komunikasi"
    assert package["maintainer_email"] == "humas@example.go.id"


def test_packages_of_others_say_nothing_of_satu_data_indonesia():
    package = ckan_table.flat(json.loads(ckan_packages(BARE))[0])

    assert not SATU_DATA & package.keys()
    assert package["author"] == "127.0.0.1"
