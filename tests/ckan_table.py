"""What CKAN reads of a catalogue, property by property: the table in ``docs/catalogue.md``.

``python -m tests.ckan_table`` writes it there; ``PRESS_ARCHIVE_CKAN`` names the Python of an
environment with CKAN and ckanext-dcat (``requirements/ckan.txt``).
"""

from __future__ import annotations

import json
import os
import subprocess
import tempfile
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, NamedTuple

from pyoxigraph import NamedNode, RdfFormat, Store

from archive import edtf
from archive.publication.catalogue import Collection, catalogue
from archive.publication.catalogue_statements import PREFIXES
from archive.publication.catalogue_values import licence
from archive.publication.ckan import EXTRAS, LISTS, PACKAGE, RESOURCE, TAGS, ckan_packages
from tests.catalogues import WHOLE

READS = Path(__file__).parent / "judges" / "ckan_reads.py"
PAGE = Path(__file__).parent.parent / "docs" / "catalogue.md"
BEGIN, END = "<!-- made by python -m tests.ckan_table -->\n", "<!-- end of what is made -->\n"
TYPE = NamedNode("http://www.w3.org/1999/02/22-rdf-syntax-ns#type")

LICENCE = "dcat:distribution/dcterms:license"
OF_DATASETS = PACKAGE | {"tags": TAGS, "license_id": LICENCE} | EXTRAS

NOT_READ = {
    "dcat:inSeries": "CKAN itself knows no series",
    "dcat:prev": "likewise",
    "dcat:contactPoint/vcard:hasTelephone": "there is no field for it",
    "dcterms:publisher/foaf:phone": "there is no field for it",
    "dcterms:spatial/dcterms:identifier": "the code is in the IRI and in the label, too",
    "dcterms:spatial/pa:kemendagri": "the code is in the IRI and in the label, too",
    "dcterms:spatial/dcterms:isPartOf": "there is no field for it",
    "dcterms:conformsTo/dcterms:title": "the IRI is read",
    "dcat:theme/skos:prefLabel": "the IRI is read",
    "dcat:theme/skos:inScheme": "the IRI is read",
}
"""What is said of data sets and files and ends in no field of CKAN, and why that is no loss."""

_ELSEWHERE = {"dcat:distribution", "dcat:inSeries", "dcat:prev"}
"""Properties whose values have a table, or a page, of their own."""


class Line(NamedTuple):
    """A property: of how many data sets or files it is said, and of how many CKAN knows it."""

    path: str
    field: str
    written: int
    read: int


def made(collection: Collection) -> dict[str, bytes]:
    """Return all that a portal may take of a collection."""
    return catalogue(collection) | {"ckan.json": ckan_packages(collection)}


def readings(python: str, *given: tuple[str, Mapping[str, bytes]]) -> list[dict[str, Any]]:
    """Return what CKAN makes of files, for each portal's language and files."""
    with tempfile.TemporaryDirectory() as scratch:
        arguments = []
        for number, (language, files) in enumerate(given):
            folder = Path(scratch, str(number))
            folder.mkdir()
            for name, content in files.items():
                (folder / name).write_bytes(content)
            arguments += [language, str(folder)]
        command = [python, str(READS), *arguments]
        done = subprocess.run(command, capture_output=True, check=False, timeout=120)
    assert done.returncode == 0, done.stderr.decode()[-2000:]
    told: list[dict[str, Any]] = json.loads(done.stdout)
    return told


def stored(turtle: bytes) -> Store:
    """Return a catalogue, to be asked."""
    store = Store()
    store.load(turtle, format=RdfFormat.TURTLE)
    return store


def iri(name: str) -> NamedNode:
    """Return the IRI that a name stands for."""
    prefix, _, local = name.partition(":")
    return NamedNode(PREFIXES[prefix] + local)


def named(node: NamedNode) -> str:
    """Return the name of a property."""
    address = node.value
    (name,) = (
        f"{prefix}:{address.removeprefix(root)}"
        for prefix, root in PREFIXES.items()
        if address.startswith(root)
    )
    return name


def every(store: Store, kind: str) -> list[Any]:
    """Return everything of a class."""
    return [quad.subject for quad in store.quads_for_pattern(None, TYPE, iri(kind), None)]


def values(store: Store, node: NamedNode, path: str) -> list[Any]:
    """Return the values at the end of a path."""
    nodes: list[Any] = [node]
    for name in path.split("/"):
        nodes = [
            quad.object
            for one in nodes
            for quad in store.quads_for_pattern(one, iri(name), None, None)
        ]
    return nodes


def paths(store: Store, kind: str) -> set[str]:
    """Return every property of everything of a class, and of what that refers to."""
    return {path for node in every(store, kind) for path in _paths(store, node)}


def _paths(store: Store, node: NamedNode) -> Iterator[str]:
    for quad in _said(store, node):
        name = named(quad.predicate)
        yield name
        if name not in _ELSEWHERE and isinstance(quad.object, NamedNode):
            yield from (f"{name}/{named(one.predicate)}" for one in _said(store, quad.object))


def _said(store: Store, node: NamedNode) -> list[Any]:
    quads = store.quads_for_pattern(node, None, None, None)
    return [quad for quad in quads if quad.predicate != TYPE]


def expected(found: list[Any], field: str, language: str) -> Any:
    """Return what a portal in a language should have in a field, if there is one value for it."""
    texts = [one.value for one in found]
    if field in LISTS or field == "tags":
        return sorted(texts)
    if field == "license_id":
        known = licence(texts[0])
        return known.id if known else ""
    spoken = [one.value for one in found if getattr(one, "language", None) == language]
    (text,) = spoken or texts
    return same(text)


def had(package: Mapping[str, Any], field: str) -> Any:
    """Return what a package, with its extra fields, or a resource has in a field."""
    value = package.get(field)
    if field == "tags":
        return sorted(tag["name"] for tag in package["tags"])
    return sorted(json.loads(value)) if field in LISTS and value else same(str(value))


def same(value: str) -> str:
    """Return a value without what readers change and means the same."""
    if edtf.is_moment(value):
        return edtf.instant(value).isoformat()
    return value.removeprefix("mailto:")


def flat(package: Mapping[str, Any]) -> dict[str, Any]:
    """Return a package with its extra fields among the others."""
    return {**package, **{one["key"]: one["value"] for one in package["extras"]}}


def lines(turtle: bytes, packages: list[dict[str, Any]], language: str) -> list[Line]:
    """Return the table: for every field, what is written and what is read."""
    store = stored(turtle)
    datasets = {one["uri"]: one for one in map(flat, packages)}
    files = {one["uri"]: one for package in packages for one in package["resources"]}
    return [
        _line(store, kind, read, (field, path, language))
        for kind, read, fields in (
            ("dcat:Dataset", datasets, OF_DATASETS),
            ("dcat:Distribution", files, RESOURCE),
        )
        for field, path in fields.items()
    ]


def _line(store: Store, kind: str, read: Mapping[str, Any], column: tuple[str, str, str]) -> Line:
    field, path, language = column
    wanted = {node.value: values(store, node, path) for node in every(store, kind)}
    written = {address: found for address, found in wanted.items() if found}
    right = [
        address
        for address, found in written.items()
        if had(read[address], field) == expected(found, field, language)
    ]
    return Line(path, field, len(written), len(right))


def table(told: list[Line]) -> str:
    """Return the lines as they stand in the page."""
    rows = [f"| `{one.path}` | `{one.field}` | {one.written} | {one.read} |" for one in told]
    left = [f"| `{path}` | {reason} |" for path, reason in NOT_READ.items()]
    heads = "| property | field of CKAN | written | read |\n| --- | --- | --- | --- |"
    split = len(OF_DATASETS)
    return "\n".join(
        [
            "Data sets:\n", heads, *rows[:split],
            "\nFiles:\n", heads, *rows[split:],
            "\nWhat CKAN does not read:\n", "| property | |\n| --- | --- |", *left,
        ]
    ) + "\n"  # fmt: skip


def main() -> None:
    """Write the table into the page."""
    files = made(WHOLE)
    (told,) = readings(os.environ["PRESS_ARCHIVE_CKAN"], ("id", files))
    text = table(lines(files["catalog.ttl"], told["catalog.ttl"]["packages"], "id"))
    before, _, rest = PAGE.read_text(encoding="utf-8").partition(BEGIN)
    after = rest.partition(END)[2]
    PAGE.write_text(f"{before}{BEGIN}\n{text}\n{END}{after}", encoding="utf-8")


if __name__ == "__main__":
    main()
