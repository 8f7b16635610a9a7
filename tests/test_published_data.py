"""The open data of a published site: catalogue and files agree, and others take both."""

from __future__ import annotations

import io
import json
import subprocess
import sys
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
import rdflib
import zstandard
from pyoxigraph import Store

from tests import ckan_table
from tests.ckan_table import every, stored, values
from tests.test_catalogue import READS, SHAPES, UNDEFINED, verdict
from tests.test_report_pages import tool

pytestmark = pytest.mark.slow
BASE = "https://pers.example.go.id/arsip/"
SETTINGS = """
[publication]
licence = "https://creativecommons.org/licenses/by/4.0/"
regions = ["35.73"]
[publication.publisher]
name = "Pemerintah Kota Contoh"
type = "LocalAuthority"
[publication.contact]
name = "Humas"
email = "humas@example.go.id"
[publication.produsen-data]
name = "Bagian Protokol"
[publication.walidata]
name = "Dinas Komunikasi"
"""


@pytest.fixture(scope="module")
def published(samples, tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("published")
    (folder / "press-archive.toml").write_text(SETTINGS, encoding="utf-8")
    command = [sys.executable, "-m", "archive", "publish", str(samples / "good"), "-o", "public"]
    done = subprocess.run(
        [*command, "--base-url", BASE, "--no-search", "--quiet"],
        cwd=folder, capture_output=True, check=False, timeout=120,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr.decode()[-2000:]
    return folder / "public"


@pytest.fixture(scope="module")
def catalogue(published) -> Store:
    return stored((published / "catalog.ttl").read_bytes())


def files(catalogue: Store) -> Iterator[tuple[str, str, str]]:
    """Yield path, size and digest of each file, as the catalogue has them."""
    for node in every(catalogue, "dcat:Distribution"):
        told = [
            values(catalogue, node, path)[0].value
            for path in ("dcat:downloadURL", "dcat:byteSize", "spdx:checksum/spdx:checksumValue")
        ]
        yield told[0].removeprefix(BASE), told[1], told[2]


def test_size_and_digest_of_every_file_are_those_in_the_catalogue(published, catalogue):
    told = set(files(catalogue))

    assert told == {
        (f"dump/{path.name}", str(path.stat().st_size), sha256(path.read_bytes()).hexdigest())
        for path in (published / "dump").iterdir()
        if path.name != "SHA256SUMS"
    }
    assert len(told) >= 12


def test_the_list_of_digests_is_that_of_sha256sum(published):
    done = subprocess.run(
        ["sha256sum", "--check", "--strict", "SHA256SUMS"],
        cwd=published / "dump", capture_output=True, check=False, timeout=60,
    )  # fmt: skip

    assert done.returncode == 0, done.stderr


def test_void_counts_the_statements_that_are_in_the_dumps(published):
    void = stored((published / ".well-known/void").read_bytes())

    told = {
        values(void, node, "void:dataDump")[0].value: values(void, node, "void:triples")[0].value
        for node in every(void, "void:Dataset")
        if not values(void, node, "void:subset")
    }

    counted = {}
    for path in (published / "dump").glob("*.nq.zst"):
        packed = io.BytesIO(path.read_bytes())
        reader = zstandard.ZstdDecompressor().stream_reader(packed, read_across_frames=True)
        counted[f"{BASE}dump/{path.name}"] = str(len(set(reader.read().splitlines())))
    assert told == counted


@pytest.mark.parametrize("shape", SHAPES)
def test_the_catalogue_of_a_site_keeps_to_dcat_ap(shape, published, standards):
    shapes = rdflib.Graph().parse(standards / f"{shape}.ttl")
    shapes.update(UNDEFINED)

    conforms, told = verdict(rdflib.Graph().parse(published / "catalog.ttl"), shapes)

    assert conforms, told


def test_ckan_reads_the_catalogue_of_a_site(published):
    python = tool("PRESS_ARCHIVE_CKAN", "CKAN with ckanext-dcat")
    names = ("catalog.ttl", "catalog.jsonld", "catalog.rdf", "ckan.json")
    given = {name: (published / name).read_bytes() for name in names}

    (told,) = ckan_table.readings(python, ("id", given))

    lines = ckan_table.lines(given["catalog.ttl"], told["catalog.ttl"]["packages"], "id")
    assert [line for line in lines if line.read != line.written] == []
    assert all(line.written for line in lines if line.field in ("license_id", "hash", "size"))
    for name in names:
        assert told[name]["errors"] == [{} for _ in told["catalog.ttl"]["packages"]]


def test_frictionless_reads_the_data_package_of_a_site(published):
    python = tool("PRESS_ARCHIVE_PUBLICATION", "frictionless")

    done = subprocess.run(
        [python, "-c", READS, "datapackage.json"],
        cwd=published, capture_output=True, check=True, timeout=120,
    )  # fmt: skip

    told: dict[str, Any] = json.loads(done.stdout)
    assert told["errors"] == []
    assert sorted(set(told["types"].values())) == ["file", "table"]
