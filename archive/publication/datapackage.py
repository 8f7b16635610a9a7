"""``datapackage.json``: the files of a collection with columns and digests (Data Package 2.0)."""

from __future__ import annotations

import json
import re
from typing import Any

from archive.publication.catalogue_values import Collection, Dataset, Distribution, licence
from archive.publication.catalogue_words import description, title, words
from archive.publication.site import Site
from archive.publication.table_fields import table_schema

_PROFILE = "https://datapackage.org/profiles/2.0/datapackage.json"
_FORMATS = {"parquet": "vnd.apache.parquet"}
"""Kind of file → another name of its format than its suffix.

frictionless 5.21 calls a package wrong if it has ``parquet`` and pandas is not installed.
"""
_NO_NAME = re.compile("[^a-z0-9._-]+")


def datapackage(collection: Collection) -> bytes:
    """Return the description of the package; it speaks the first language of the site.

    Tables that CSV holds are described column by column. Compressed files are files, no tables:
    the specification knows no compression, and a program that guesses would unpack all of them.

    Raises:
        EmptyCatalogue: there is no data set.
    """
    site = collection.site
    language = site.languages[0]
    years = collection.years()
    package: dict[str, Any] = {
        "$schema": _PROFILE,
        "name": _name(site),
        "id": site.url("catalog.ttl#releases"),
        "title": site.title[language],
        "description": site.description[language],
        "homepage": site.base_url,
        "contributors": _contributors(site),
        "keywords": [words(code)["keywords"] for code in site.languages],
    }
    if site.licence:
        package["licenses"] = [_licence(site.licence)]
    package["resources"] = [
        _resource(site, dataset, one) for dataset in years for one in dataset.distributions
    ]
    return (json.dumps(package, ensure_ascii=False, indent=1) + "\n").encode()


def _name(site: Site) -> str:
    """Return a name for the collection: its host and path, in letters that a name may have."""
    return _NO_NAME.sub("-", site.base_url.partition("://")[2].lower()).strip("-.")


def _contributors(site: Site) -> list[dict[str, Any]]:
    """Return who stands behind it, and as what."""
    roles = (
        ("publisher", site.publisher),
        ("contact", site.contact),
        ("producer", site.producer),
        ("custodian", site.custodian),
    )
    told = []
    for role, agent in roles:
        if agent is not None:
            one = {"title": agent.name, "path": agent.homepage, "email": agent.email}
            said = {name: value for name, value in one.items() if value}
            told.append(said | {"roles": [role]})
    return told


def _licence(iri: str) -> dict[str, str]:
    known = licence(iri)
    return {"path": iri, "title": known.title} if known else {"path": iri}


def _resource(site: Site, dataset: Dataset, one: Distribution) -> dict[str, Any]:
    language = site.languages[0]
    resource: dict[str, Any] = {
        "name": f"{dataset.name}-{one.kind}",
        "path": one.path,
        "title": f"{title(dataset, site, language)} ({one.form.title})",
        "description": f"{words(language)[f'{one.kind}_description']} "
        f"{description(dataset, language)}",
        "format": _FORMATS.get(one.kind, one.path.removeprefix(f"dump/{dataset.name}.")),
        "mediatype": one.form.media_type,
        "bytes": one.size,
        "hash": f"sha256:{one.sha256}",
    }
    if one.kind == "csv":
        resource |= {"type": "table", "encoding": "utf-8", "schema": _schema(language)}
    return resource


def _schema(language: str) -> dict[str, Any]:
    return table_schema("id" if language == "id" else "en")
