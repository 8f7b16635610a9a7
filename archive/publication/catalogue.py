"""The catalogue of a collection, DCAT-AP 3: one graph in three spellings."""

from __future__ import annotations

from archive.publication.cards import UNDATED
from archive.publication.catalogue_graph import statements
from archive.publication.catalogue_values import (
    Collection,
    Dataset,
    Distribution,
    EmptyCatalogue,
    Kind,
)

__all__ = [
    "UNDATED", "Collection", "Dataset", "Distribution", "EmptyCatalogue", "Kind", "catalogue",
]  # fmt: skip


def catalogue(collection: Collection) -> dict[str, bytes]:
    """Return the catalogue: path of the file → content.

    Raises:
        EmptyCatalogue: there is no data set.
    """
    said = statements(collection)
    return {
        "catalog.ttl": said.turtle(),
        "catalog.jsonld": said.json_ld(),
        "catalog.rdf": said.rdf_xml(),
    }
