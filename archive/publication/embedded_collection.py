"""The JSON-LD of the front page: the collection as search engines for data take it in."""

from __future__ import annotations

from typing import Any

import msgspec

from archive.publication.catalogue_values import Collection, Dataset, Distribution
from archive.publication.catalogue_words import description, title, words
from archive.publication.embedded import agent, safe, website
from archive.publication.frame import prefix_of
from archive.publication.site import Site

_encode = msgspec.json.Encoder().encode


def collection_embedded(collection: Collection, language: str) -> str:
    """Return the collection as a ``DataCatalog`` with a ``Dataset`` for each year.

    Data sets and files have the IRIs of the catalogue. It can stand in a script element as it is.

    Raises:
        EmptyCatalogue: there is no data set.
    """
    site = collection.site
    said: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": "DataCatalog",
        "@id": site.url("catalog.ttl#catalog"),
        "url": site.url(f"{prefix_of(site, language)}index.html"),
        "name": site.title[language],
        "description": site.description[language],
        "inLanguage": sorted({tag for one in collection.datasets for tag in one.languages}),
        "dateModified": collection.modified,
        "publisher": agent(site, site.publisher, "publisher"),
        "isPartOf": website(site, language),
        "dataset": [_dataset(site, one, language) for one in collection.years()],
    }
    if site.licence:
        said["license"] = site.licence
    return safe(_encode(said)).decode()


def _dataset(site: Site, one: Dataset, language: str) -> dict[str, Any]:
    iri = site.url(f"catalog.ttl#{one.name}")
    said: dict[str, Any] = {
        "@type": "Dataset",
        "@id": iri,
        "identifier": iri,
        "url": site.url(f"{prefix_of(site, language)}year/{one.year}.html"),
        "name": title(one, site, language),
        "description": description(one, language),
        "keywords": words(language)["keywords"],
        "inLanguage": list(one.languages),
        "datePublished": one.issued,
        "dateModified": one.modified,
        "version": one.version,
        "isAccessibleForFree": True,
        "creator": agent(site, site.producer or site.publisher, _name(site)),
        "publisher": agent(site, site.publisher, "publisher"),
        "includedInDataCatalog": {"@id": site.url("catalog.ttl#catalog")},
        "distribution": [_file(site, f"{iri}-{file.kind}", file) for file in one.distributions],
    }
    if one.has_period:
        said["temporalCoverage"] = f"{one.year}-01-01/{one.year}-12-31"
    if site.licence:
        said["license"] = site.licence
    return said


def _name(site: Site) -> str:
    """Return what the catalogue calls the producer: it is one with the publisher if both agree."""
    return "producer" if site.producer not in (None, site.publisher) else "publisher"


def _file(site: Site, iri: str, one: Distribution) -> dict[str, Any]:
    form = one.form.media_type
    return {
        "@type": "DataDownload",
        "@id": iri,
        "name": one.form.title,
        "contentUrl": site.url(one.path),
        "encodingFormat": [form, one.compression] if one.compression else form,
        "contentSize": str(one.size),
        "sha256": one.sha256,
    }
