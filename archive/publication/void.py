"""VoID: what the RDF of a collection is, for programs that know its host only."""

from __future__ import annotations

from pyoxigraph import NamedNode

from archive.graph.terms import PREFIXES
from archive.publication.catalogue_parties import publisher
from archive.publication.catalogue_references import here, in_all, licence_document, reference
from archive.publication.catalogue_statements import Statements, iri, text, typed
from archive.publication.catalogue_values import Collection, Dataset
from archive.publication.catalogue_words import description, title
from archive.publication.site import Site

_FORMATS = "http://www.w3.org/ns/formats/"
_EVERYWHERE = frozenset({"rdf", "xsd"})
"""Prefixes of what every graph has."""


def void(collection: Collection) -> bytes:
    """Return ``.well-known/void``, in Turtle.

    Raises:
        EmptyCatalogue: there is no data set.
    """
    said = Statements()
    site = collection.site
    years = collection.years()
    _file(said, site)
    _whole(said, collection)
    for dataset in years:
        _part(said, site, dataset)
    return said.turtle()


def _file(said: Statements, site: Site) -> None:
    node = said.thing(iri(site.url(".well-known/void")), "void:DatasetDescription")
    node.says("foaf:primaryTopic", here(site, "releases"))
    node.says("rdfs:seeAlso", reference(said, site.url("catalog.ttl"), "foaf:Document"))


def _whole(said: Statements, collection: Collection) -> None:
    site = collection.site
    years = collection.years()
    node = said.thing(here(site, "releases"), "void:Dataset")
    node.says("dcterms:title", *in_all(site, site.title.__getitem__))
    node.says("dcterms:description", *in_all(site, site.description.__getitem__))
    node.says("dcterms:publisher", publisher(said, site))
    node.says("dcterms:license", *licence_document(said, site))
    node.says("dcterms:issued", typed(collection.issued, "xsd:dateTime"))
    node.says("dcterms:modified", typed(collection.modified, "xsd:dateTime"))
    node.says("foaf:homepage", iri(site.base_url))
    node.says("void:feature", iri(_FORMATS + "N-Quads"))
    if collection.uri_space:
        node.says("void:uriSpace", text(collection.uri_space))
    if collection.example:
        node.says("void:exampleResource", iri(collection.example))
    node.says(
        "void:vocabulary", *(iri(PREFIXES[name]) for name in sorted(PREFIXES.keys() - _EVERYWHERE))
    )
    node.says("void:entities", typed(sum(one.works for one in years), "xsd:integer"))
    counts = [one.triples for one in years]
    if None not in counts:
        node.says("void:triples", typed(sum(filter(None, counts)), "xsd:integer"))
    node.says("void:subset", *(here(site, one.name) for one in years))
    for one in years:
        node.says("void:dataDump", *_dumps(site, one))


def _part(said: Statements, site: Site, dataset: Dataset) -> None:
    node = said.thing(here(site, dataset.name), "void:Dataset")
    node.says("dcterms:title", *in_all(site, lambda code: title(dataset, site, code)))
    node.says("dcterms:description", *in_all(site, lambda code: description(dataset, code)))
    node.says("dcterms:modified", typed(dataset.modified, "xsd:dateTime"))
    node.says("void:entities", typed(dataset.works, "xsd:integer"))
    if dataset.triples is not None:
        node.says("void:triples", typed(dataset.triples, "xsd:integer"))
    node.says("void:dataDump", *_dumps(site, dataset))


def _dumps(site: Site, dataset: Dataset) -> list[NamedNode]:
    return [iri(site.url(one.path)) for one in dataset.distributions if one.kind == "nquads"]
