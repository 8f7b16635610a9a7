"""Namespaces, own IRIs and scheme aliases: every IRI that the program itself puts into a file."""

from __future__ import annotations

OWN = "https://w3id.org/press-archive/"
"""The root of all own IRIs."""
PA = OWN + "ns#"
"""Own terms; each is defined in ``schemas/vocabulary.ttl``."""
SCHEME = OWN + "scheme/"
"""Names of ``identifiers[].scheme`` that are no IRI themselves."""
SCHEMA_ID = OWN + "schema/1/release.schema.json"
"""The ``$id`` of the JSON Schema of the record."""
CONFORMS_TO = OWN + "schema/1"
PROFILE = OWN + "profile/release"

SCHEMA_ORG = "https://schema.org/"
DCTERMS = "http://purl.org/dc/terms/"
PROV = "http://www.w3.org/ns/prov#"
SKOS = "http://www.w3.org/2004/02/skos/core#"
ORG = "http://www.w3.org/ns/org#"
ADMS = "http://www.w3.org/ns/adms#"
FABIO = "http://purl.org/spar/fabio/"
XSD = "http://www.w3.org/2001/XMLSchema#"
RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
EDTF = "http://id.loc.gov/datatypes/edtf/EDTF"

CONTEXT_PREFIXES = frozenset({"dcterms", "org", "pa", "prov", "schema", "skos", "xsd"})
"""What our JSON-LD context declares.

An IRI that began so would be read as one of another namespace, so the record takes none.
"""

NEWSML_G2 = "http://iptc.org/std/nar/2006-10-01/"
XHTML = "http://www.w3.org/1999/xhtml"

MEDIA_TOPICS = "http://cv.iptc.org/newscodes/mediatopic/"
GENRE = "http://cv.iptc.org/newscodes/genre/"
PUB_STATUS = "http://cv.iptc.org/newscodes/pubstatusg2/"
EU_LANGUAGE = "http://publications.europa.eu/resource/authority/language/"
EU_LANGUAGES = {"id": "IND", "en": "ENG", "ar": "ARA", "ms": "MSA"}
"""Languages whose EU authority code is known to us."""


def topic(scheme: str, code: str) -> str:
    """Return the IRI of a topic: ``medtop`` stands for the IPTC Media Topics."""
    return (MEDIA_TOPICS if scheme == "medtop" else scheme) + code


def version_iri(work: str, version: int) -> str:
    """Return the IRI of one edition of a work, which is also the name of its graph.

    >>> version_iri("https://a.example/r1", 2), version_iri("urn:x:r1", 2)
    ('https://a.example/r1/v2', 'urn:x:r1#v2')
    """
    if work.startswith(("http://", "https://")):
        return f"{work}/v{version}"
    return f"{work}#v{version}"
