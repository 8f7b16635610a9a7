"""The catalogue as DCAT-AP 3: a series, a data set for each year, a distribution for each file."""

from __future__ import annotations

from itertools import pairwise

from pyoxigraph import NamedNode

from archive.publication.catalogue_parties import attributions, contact, creator, publisher
from archive.publication.catalogue_references import (
    coverage,
    eu,
    file_type,
    here,
    in_all,
    language,
    licence_document,
    media_type,
    reference,
    standard,
    themes,
)
from archive.publication.catalogue_statements import Statements, iri, text, typed
from archive.publication.catalogue_values import Collection, Dataset, Distribution
from archive.publication.catalogue_words import description, title, words
from archive.publication.site import Site

_ALSO = (".well-known/void", ".well-known/resourcesync", "feed.atom")
"""Other ways to what is published: the RDF, what has changed, what is new."""
_DCAT = "http://www.w3.org/ns/dcat#"
_SHA256 = "http://spdx.org/rdf/terms#checksumAlgorithm_sha256"


def statements(collection: Collection) -> Statements:
    """Return everything that the catalogue says.

    Raises:
        EmptyCatalogue: there is no data set.
    """
    said = Statements()
    site = collection.site
    years = collection.years()
    dated = [dataset for dataset in years if dataset.has_period]
    _catalogue(said, collection)
    _series(said, collection, dated)
    for dataset in years:
        _dataset(said, site, dataset)
        for one in dataset.distributions:
            _distribution(said, site, dataset, one)
    for before, dataset in pairwise(dated):
        said.thing(here(site, dataset.name)).says("dcat:prev", here(site, before.name))
    return said


def _catalogue(said: Statements, collection: Collection) -> None:
    site = collection.site
    node = said.thing(here(site, "catalog"), "dcat:Catalog")
    node.says("dcterms:title", *in_all(site, site.title.__getitem__))
    node.says("dcterms:description", *in_all(site, site.description.__getitem__))
    node.says("foaf:homepage", reference(said, site.base_url, "foaf:Document"))
    node.says("dcterms:publisher", publisher(said, site))
    node.says("dcterms:license", *licence_document(said, site))
    node.says("dcterms:language", *(language(said, tag) for tag in site.languages))
    node.says("dcterms:issued", typed(collection.issued, "xsd:dateTime"))
    node.says("dcterms:modified", typed(collection.modified, "xsd:dateTime"))
    node.says("dcterms:spatial", *coverage(said, site))
    if themes(said, site):
        taxonomy = eu("data-theme")
        node.says("dcat:themeTaxonomy", taxonomy)
        said.named(taxonomy, "skos:ConceptScheme").says("dcterms:title", text("Data theme", "en"))
    also = (site.url(path) for path in _ALSO)
    node.says("rdfs:seeAlso", *(reference(said, one, "foaf:Document") for one in also))
    node.says("dcat:dataset", here(site, "releases"))
    node.says("dcat:dataset", *(here(site, one.name) for one in collection.years()))


def _series(said: Statements, collection: Collection, dated: list[Dataset]) -> None:
    site = collection.site
    node = said.thing(here(site, "releases"), "dcat:DatasetSeries")
    node.says(
        "dcterms:title",
        *in_all(site, lambda code: words(code)["series_title"].format(title=site.title[code])),
    )
    node.says("dcterms:description", *in_all(site, lambda code: words(code)["series_description"]))
    node.says("dcterms:publisher", publisher(said, site))
    node.says("dcat:contactPoint", contact(said, site))
    # Not at the data sets: CKAN 2.10 and 2.11 refuse the packages that ckanext-dcat makes of them.
    node.says("prov:qualifiedAttribution", *attributions(said, site))
    node.says("dcterms:accrualPeriodicity", _frequency(said, "ANNUAL"))
    node.says("dcterms:issued", typed(collection.issued, "xsd:dateTime"))
    node.says("dcterms:modified", typed(collection.modified, "xsd:dateTime"))
    node.says("dcat:keyword", *in_all(site, lambda code: words(code)["keywords"]))
    node.says("dcat:theme", *themes(said, site))
    node.says("dcterms:spatial", *coverage(said, site))
    if dated:
        first, last = dated[0], dated[-1]
        node.says("dcterms:temporal", _period(said, site, "releases", (first.year, last.year)))
        node.says("dcat:first", here(site, first.name))
        node.says("dcat:last", here(site, last.name))
    # What is typed dcat:Dataset becomes a package of CKAN; the shapes want one in dcat:dataset.
    said.named(iri(_DCAT + "DatasetSeries")).says("rdfs:subClassOf", iri(_DCAT + "Dataset"))


def _dataset(said: Statements, site: Site, dataset: Dataset) -> None:
    subject = here(site, dataset.name)
    node = said.thing(subject, "dcat:Dataset")
    node.says("dcterms:identifier", text(subject.value))
    node.says("dcterms:title", *in_all(site, lambda code: title(dataset, site, code)))
    node.says("dcterms:description", *in_all(site, lambda code: description(dataset, code)))
    node.says("dcat:keyword", *in_all(site, lambda code: words(code)["keywords"]))
    node.says("dcat:theme", *themes(said, site))
    node.says("dcat:inSeries", here(site, "releases"))
    node.says("dcat:version", text(dataset.version))
    page = site.url(f"year/{dataset.year}.html")
    node.says("dcat:landingPage", reference(said, page, "foaf:Document"))
    node.says("dcterms:publisher", publisher(said, site))
    node.says("dcterms:creator", *creator(said, site))
    node.says("dcat:contactPoint", contact(said, site))
    public = reference(said, eu("access-right/PUBLIC").value, "dcterms:RightsStatement")
    node.says("dcterms:accessRights", public)
    node.says("dcterms:language", *(language(said, tag) for tag in sorted(dataset.languages)))
    _times(said, site, dataset)
    node.says("dcterms:spatial", *coverage(said, site))
    node.says(
        "dcat:distribution",
        *(here(site, f"{dataset.name}-{one.kind}") for one in dataset.distributions),
    )


def _times(said: Statements, site: Site, dataset: Dataset) -> None:
    node = said.thing(here(site, dataset.name))
    node.says("dcterms:accrualPeriodicity", _frequency(said, "IRREG"))
    node.says("dcterms:issued", typed(dataset.issued, "xsd:dateTime"))
    node.says("dcterms:modified", typed(dataset.modified, "xsd:dateTime"))
    if dataset.has_period:
        period = _period(said, site, dataset.name, (dataset.year, dataset.year))
        node.says("dcterms:temporal", period)


def _period(said: Statements, site: Site, name: str, years: tuple[str, str]) -> NamedNode:
    node = here(site, f"{name}-period")
    period = said.thing(node, "dcterms:PeriodOfTime")
    period.says("dcat:startDate", typed(f"{years[0]}-01-01", "xsd:date"))
    period.says("dcat:endDate", typed(f"{years[1]}-12-31", "xsd:date"))
    return node


def _frequency(said: Statements, code: str) -> NamedNode:
    return reference(said, eu(f"frequency/{code}").value, "dcterms:Frequency")


def _distribution(said: Statements, site: Site, dataset: Dataset, one: Distribution) -> None:
    subject = here(site, f"{dataset.name}-{one.kind}")
    node = said.thing(subject, "dcat:Distribution")
    node.says("dcterms:title", *in_all(site, lambda _: one.form.title))
    node.says(
        "dcterms:description", *in_all(site, lambda code: words(code)[f"{one.kind}_description"])
    )
    address = reference(said, site.url(one.path), "rdfs:Resource")
    node.says("dcat:accessURL", address)
    node.says("dcat:downloadURL", address)
    node.says("dcterms:license", *licence_document(said, site))
    node.says("dcterms:issued", typed(dataset.issued, "xsd:dateTime"))
    node.says("dcterms:modified", typed(dataset.modified, "xsd:dateTime"))
    node.says("dcterms:format", file_type(said, one.form))
    node.says("dcat:mediaType", media_type(said, one.form.media_type))
    if one.compression:
        node.says("dcat:compressFormat", media_type(said, one.compression))
    node.says("dcterms:conformsTo", *standard(said, one.form))
    node.says("dcat:byteSize", typed(one.size, "xsd:nonNegativeInteger"))
    checksum = iri(f"{subject.value}-sha256")
    node.says("spdx:checksum", checksum)
    of_file = said.thing(checksum, "spdx:Checksum")
    of_file.says("spdx:algorithm", reference(said, _SHA256, "spdx:ChecksumAlgorithm"))
    of_file.says("spdx:checksumValue", typed(one.sha256, "xsd:hexBinary"))
