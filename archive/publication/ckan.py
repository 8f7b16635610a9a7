"""Packages for CKAN, for portals that have no harvester: what ``package_create`` is given.

They say what ckanext-dcat (2.4.4, profile ``euro_dcat_ap_3``) makes of the catalogue, under the
same keys: who harvests later finds the same. Beyond that they have what a catalogue has no words
for: a name, author and maintainer, and the roles of Satu Data Indonesia under the names that are
used there. A portal adds ``owner_org``, the organisation of its own that they are to belong to.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from hashlib import sha256
from typing import Any

from pyoxigraph import Literal, NamedNode

from archive.publication.catalogue_graph import statements
from archive.publication.catalogue_references import here
from archive.publication.catalogue_statements import Statements, Value
from archive.publication.catalogue_values import Collection, Dataset, Distribution, licence
from archive.publication.site import Site

PACKAGE = {
    "title": "dcterms:title",
    "notes": "dcterms:description",
    "url": "dcat:landingPage",
    "version": "dcat:version",
}
"""Field of a package → where its value stands, seen from the data set."""

TAGS = "dcat:keyword"
"""All of them, of all languages."""

EXTRAS = {
    "issued": "dcterms:issued",
    "modified": "dcterms:modified",
    "identifier": "dcterms:identifier",
    "frequency": "dcterms:accrualPeriodicity",
    "language": "dcterms:language",
    "theme": "dcat:theme",
    "contact_uri": "dcat:contactPoint",
    "contact_name": "dcat:contactPoint/vcard:fn",
    "contact_email": "dcat:contactPoint/vcard:hasEmail",
    "contact_identifier": "dcat:contactPoint/vcard:hasUID",
    "contact_url": "dcat:contactPoint/vcard:hasURL",
    "publisher_uri": "dcterms:publisher",
    "publisher_name": "dcterms:publisher/foaf:name",
    "publisher_email": "dcterms:publisher/foaf:mbox",
    "publisher_url": "dcterms:publisher/foaf:homepage",
    "publisher_type": "dcterms:publisher/dcterms:type",
    "creator_uri": "dcterms:creator",
    "creator_name": "dcterms:creator/foaf:name",
    "creator_email": "dcterms:creator/foaf:mbox",
    "creator_url": "dcterms:creator/foaf:homepage",
    "creator_type": "dcterms:creator/dcterms:type",
    "spatial_uri": "dcterms:spatial",
    "spatial_text": "dcterms:spatial/rdfs:label",
    "access_rights": "dcterms:accessRights",
    "temporal_start": "dcterms:temporal/dcat:startDate",
    "temporal_end": "dcterms:temporal/dcat:endDate",
}
"""Key of an extra field of a package → likewise."""

RESOURCE = {
    "name": "dcterms:title",
    "description": "dcterms:description",
    "url": "dcat:downloadURL",
    "access_url": "dcat:accessURL",
    "download_url": "dcat:downloadURL",
    "issued": "dcterms:issued",
    "modified": "dcterms:modified",
    "license": "dcterms:license",
    "conforms_to": "dcterms:conformsTo",
    "mimetype": "dcat:mediaType",
    "format": "dcterms:format/rdfs:label",
    "size": "dcat:byteSize",
    "hash": "spdx:checksum/spdx:checksumValue",
    "hash_algorithm": "spdx:checksum/spdx:algorithm",
    "compress_format": "dcat:compressFormat",
}
"""Field of a resource → where its value stands, seen from the distribution."""

LISTS = frozenset({"language", "theme", "conforms_to"})
"""What holds several values: a list in JSON. Of anything else the last one is kept."""

_NO_NAME = re.compile("[^a-z0-9_-]+")
_LONGEST_NAME = 80
"""CKAN takes 100 characters; a year comes behind."""


def ckan_packages(collection: Collection) -> bytes:
    """Return ``ckan.json``: a list of packages, in the first language of the site.

    Raises:
        EmptyCatalogue: there is no data set.
    """
    said = statements(collection)
    packages = [_package(said, collection.site, dataset) for dataset in collection.years()]
    return (json.dumps(packages, ensure_ascii=False, indent=1) + "\n").encode()


def _package(said: Statements, site: Site, dataset: Dataset) -> dict[str, Any]:
    node = here(site, dataset.name)
    language = site.languages[0]
    extras = _values(said, node, EXTRAS, language) | {"uri": node.value} | _satu_data(site)
    known = licence(site.licence)
    return {
        "name": f"{_name(site)}-{dataset.year}",
        **_values(said, node, PACKAGE, language),
        **({"license_id": known.id} if known else {}),
        **_people(site),
        "tags": [{"name": tag.value} for tag in said.values(node, TAGS)],
        "extras": [{"key": key, "value": value} for key, value in extras.items()],
        "resources": [_resource(said, site, dataset, one) for one in dataset.distributions],
    }


def _resource(said: Statements, site: Site, dataset: Dataset, one: Distribution) -> dict[str, Any]:
    node = here(site, f"{dataset.name}-{one.kind}")
    values = _values(said, node, RESOURCE, site.languages[0]) | {"uri": node.value}
    # The harvester keeps the IRI, which the catalogue has to have; CKAN itself wants the name.
    return values | {"mimetype": one.form.media_type, "size": one.size}


def _values(
    said: Statements, node: NamedNode, fields: Mapping[str, str], language: str
) -> dict[str, Any]:
    found = {key: said.values(node, path) for key, path in fields.items()}
    return {
        key: _list(values) if key in LISTS else _one(values, language)
        for key, values in found.items()
        if values
    }


def _list(values: list[Value]) -> str:
    return json.dumps([value.value for value in values])


def _one(values: list[Value], language: str) -> str:
    spoken = [one for one in values if isinstance(one, Literal) and one.language == language]
    return (spoken or values)[-1].value.removeprefix("mailto:")


def _people(site: Site) -> dict[str, str]:
    author = site.producer or site.publisher
    told = {
        "author": author.name,
        "author_email": author.email,
        "maintainer": site.contact.name,
        "maintainer_email": site.contact.email,
    }
    return {key: value for key, value in told.items() if value}


def _satu_data(site: Site) -> dict[str, str]:
    """Return what portals of Satu Data Indonesia show, where the settings name it.

    No official list of fields was found: the keys are words of the regulation (Perpres 39/2019)
    and of pages of data.go.id, to be confirmed with whoever runs the portal.
    """
    if not (site.producer or site.custodian or site.regions):
        return {}
    told = {
        "produsen_data": site.producer.name if site.producer else "",
        "walidata": site.custodian.name if site.custodian else "",
        "kode_wilayah": ", ".join(site.regions),
        "accesslevel": "terbuka",
    }
    return {key: value for key, value in told.items() if value}


def _name(site: Site) -> str:
    """Return a name that no other collection on a portal has, as a part of an address."""
    address = site.base_url.partition("://")[2].lower()
    name = _NO_NAME.sub("-", address).strip("-")
    if len(name) <= _LONGEST_NAME:
        return name
    return f"{name[: _LONGEST_NAME - 11]}-{sha256(address.encode()).hexdigest()[:10]}"
