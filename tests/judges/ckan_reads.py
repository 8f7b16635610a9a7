"""Print what CKAN makes of catalogues, and what it says to packages; runs in an environment of its own.

``python ckan_reads.py id FOLDER en FOLDER``: the language of a portal, and what it reads. Parser and
profile are those of ckanext-dcat, the rules for a new package those of CKAN itself, bar the two
that ask the database: whether the name is taken, and who owns it. It prints one JSON array with an
object for each folder: name of the file → packages, and the errors of each package.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

FORMS = {".ttl": "turtle", ".jsonld": "json-ld", ".rdf": "xml"}


def harvested(path: Path) -> list[dict[str, Any]]:
    """Return the packages that a portal makes of a catalogue; it finds names for them itself."""
    from ckanext.dcat.processors import RDFParser

    parser = RDFParser(profiles=["euro_dcat_ap_3"])
    parser.parse(path.read_text(encoding="utf-8"), _format=FORMS[path.suffix])
    return [{"name": f"p{number}"} | one for number, one in enumerate(parser.datasets())]


def errors(package: dict[str, Any]) -> dict[str, Any]:
    """Return what CKAN has against a package."""
    from ckan.lib.navl.dictization_functions import validate
    from ckan.logic.schema import default_create_package_schema
    from ckan.logic.validators import owner_org_validator, package_name_validator

    schema = default_create_package_schema()
    for field, rule in (("name", package_name_validator), ("owner_org", owner_org_validator)):
        schema[field] = [one for one in schema[field] if one is not rule]
    found: dict[str, Any] = validate(package, schema, {})[1]
    return found


def reading(language: str, folder: Path) -> dict[str, Any]:
    """Return packages and errors of each file in a folder."""
    from ckantoolkit import config

    config["ckan.locale_default"] = language
    told = {}
    for path in sorted(folder.iterdir()):
        is_catalogue = path.suffix in FORMS
        packages = harvested(path) if is_catalogue else json.loads(path.read_bytes())
        told[path.name] = {"packages": packages, "errors": [errors(one) for one in packages]}
    return told


if __name__ == "__main__":
    pairs = zip(sys.argv[1::2], sys.argv[2::2], strict=True)
    json.dump([reading(language, Path(name)) for language, name in pairs], sys.stdout)
