"""What the catalogue refers to: languages, licences, regions, file types, in lists of others."""

from __future__ import annotations

from collections.abc import Callable

from pyoxigraph import Literal, NamedNode

from archive import languages
from archive.publication.catalogue_statements import Statements, iri, text
from archive.publication.catalogue_values import Form, licence
from archive.publication.site import Site
from archive.vocabulary import EU_LANGUAGE, EU_LANGUAGES, SCHEME

_EU = "http://publications.europa.eu/resource/authority/"
_MEDIA_TYPES = "https://www.iana.org/assignments/media-types/"
_TWO_LETTERS = "http://id.loc.gov/vocabulary/iso639-1/"
_THREE_LETTERS = "http://lexvo.org/id/iso639-3/"
_DCTERMS = "http://purl.org/dc/terms/"


def here(site: Site, name: str) -> NamedNode:
    """Return the IRI of something that the catalogue itself describes.

    It can be looked up wherever the folder is served, by whatever server.
    """
    return iri(site.url(f"catalog.ttl#{name}"))


def eu(code: str) -> NamedNode:
    """Return the IRI of a code in the lists of the EU Publications Office."""
    return iri(_EU + code)


def in_all(site: Site, words: Callable[[str], str]) -> list[Literal]:
    """Return a text in every language of the site."""
    return [text(words(code), code) for code in site.languages]


def reference(said: Statements, address: str, kind: str) -> NamedNode:
    """Return the IRI of something that lies elsewhere, and say what it is."""
    node = iri(address)
    said.named(node, kind)
    return node


def language(said: Statements, tag: str) -> NamedNode:
    """Return the IRI of a language.

    It is that of the EU's list, as DCAT-AP asks, where it is known to us; else one that DCAT 3
    names (ISO 639-1), or of the same kind (ISO 639-3).
    """
    code = languages.canonical(tag).partition("-")[0]
    if code in EU_LANGUAGES:
        address = EU_LANGUAGE + EU_LANGUAGES[code]
    else:
        address = (_TWO_LETTERS if len(code) == 2 else _THREE_LETTERS) + code
    return reference(said, address, "dcterms:LinguisticSystem")


def licence_document(said: Statements, site: Site) -> list[NamedNode]:
    """Return the licence of the collection, if it has one.

    CKAN finds its own name for a licence by the title; of other licences we know none.
    """
    if not site.licence:
        return []
    node = reference(said, site.licence, "dcterms:LicenseDocument")
    known = licence(site.licence)
    if known:
        said.named(node).says("dcterms:title", text(known.title))
    return [node]


def coverage(said: Statements, site: Site) -> list[NamedNode]:
    """Return the regions the collection is about.

    The Ministry of Home Affairs gives codes, and no IRIs: these are ours, the same on every site.
    """
    return [_region(said, code) for code in site.regions]


def _region(said: Statements, code: str) -> NamedNode:
    node = reference(said, f"{SCHEME}kemendagri/{code}", "dcterms:Location")
    region = said.named(node)
    region.says("rdfs:label", text(f"Kemendagri {code}"))
    region.says("dcterms:identifier", text(code))
    region.says("pa:kemendagri", text(code))
    country = reference(said, eu("country/IDN").value, "dcterms:Location")
    region.says("dcterms:isPartOf", country)
    return node


def themes(said: Statements, site: Site) -> list[NamedNode]:
    """Return the theme of the collection: government, where the publisher is an authority."""
    if not site.publisher.kind.endswith("Authority"):
        return []
    node = reference(said, eu("data-theme/GOVE").value, "skos:Concept")
    concept = said.named(node)
    concept.says("skos:prefLabel", text("Government and public sector", "en"))
    concept.says("skos:inScheme", eu("data-theme"))
    return [node]


def file_type(said: Statements, form: Form) -> NamedNode:
    """Return the IRI of a file type.

    CKAN shows its label only if ``dcterms:IMT`` is its one type; the shapes want another, of which
    that is a part.
    """
    node = reference(said, eu(f"file-type/{form.code}").value, "dcterms:IMT")
    said.named(node).says("rdfs:label", text(form.label))
    said.named(iri(_DCTERMS + "IMT")).says("rdfs:subClassOf", iri(_DCTERMS + "MediaTypeOrExtent"))
    return node


def media_type(said: Statements, name: str) -> NamedNode:
    """Return the IRI of a media type."""
    return reference(said, _MEDIA_TYPES + name, "dcterms:MediaType")


def standard(said: Statements, form: Form) -> list[NamedNode]:
    """Return the standard that the files conform to, if there is one."""
    if not form.standard:
        return []
    node = reference(said, form.standard, "dcterms:Standard")
    said.named(node).says("dcterms:title", text(form.standard_title, "en"))
    return [node]
