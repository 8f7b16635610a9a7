"""Who stands behind the collection: publisher, contact, and the roles of Satu Data Indonesia."""

from __future__ import annotations

import re
from urllib.parse import quote

from pyoxigraph import NamedNode

from archive.publication.catalogue_references import here, in_all, reference
from archive.publication.catalogue_statements import Statements, iri, text
from archive.publication.catalogue_words import words
from archive.publication.site import Agent, Site

_ROLES = "http://inspire.ec.europa.eu/metadata-codelist/ResponsiblePartyRole/"
_PUBLISHER_TYPES = "http://purl.org/adms/publishertype/"
_NEW_WORD = re.compile("(?<=[a-z])(?=[A-Z])")
_VISUAL = re.compile(r"[\s().-]+")


def publisher(said: Statements, site: Site) -> NamedNode:
    """Return who publishes the collection."""
    return _agent(said, site, "publisher", site.publisher)


def creator(said: Statements, site: Site) -> list[NamedNode]:
    """Return who produces the data, if that is said: Produsen Data."""
    return [_agent(said, site, "producer", site.producer)] if site.producer else []


def attributions(said: Statements, site: Site) -> list[NamedNode]:
    """Return the roles of Satu Data Indonesia: Produsen Data and Walidata.

    They have no IRIs of their own; those of ISO 19115 mean the same and are widely read.
    """
    roles = (
        ("producer", "originator", site.producer),
        ("custodian", "custodian", site.custodian),
    )
    return [_attribution(said, site, (name, role), agent) for name, role, agent in roles if agent]


def _attribution(said: Statements, site: Site, names: tuple[str, str], agent: Agent) -> NamedNode:
    name, role = names
    node = here(site, f"attribution-{name}")
    attribution = said.named(node, "prov:Attribution")
    attribution.says("rdfs:label", *in_all(site, lambda code: words(code)[name]))
    attribution.says("prov:agent", _agent(said, site, name, agent))
    attribution.says("dcat:hadRole", reference(said, _ROLES + role, "dcat:Role"))
    return node


def _agent(said: Statements, site: Site, name: str, agent: Agent) -> NamedNode:
    """Return an agent; two that are the same in all are one, and so are two with one IRI."""
    own = "publisher" if agent == site.publisher else name
    node = iri(agent.iri) if agent.iri else here(site, own)
    if said.has(node, "foaf:Agent"):
        return node
    thing = said.named(node, "foaf:Agent")
    thing.says("foaf:name", text(agent.name))
    if agent.homepage:
        thing.says("foaf:homepage", reference(said, agent.homepage, "foaf:Document"))
    if agent.kind:
        thing.says("dcterms:type", _publisher_type(said, agent.kind))
    if agent.email:
        thing.says("foaf:mbox", _mail(agent.email))
    if agent.phone:
        thing.says("foaf:phone", _phone(agent.phone))
    return node


def _publisher_type(said: Statements, kind: str) -> NamedNode:
    node = reference(said, _PUBLISHER_TYPES + quote(kind, safe="()"), "skos:Concept")
    said.named(node).says("skos:prefLabel", text(_NEW_WORD.sub(" ", kind).capitalize(), "en"))
    return node


def contact(said: Statements, site: Site) -> NamedNode:
    """Return whom to ask, as a vCard.

    The shapes want ``vcard:Kind``, and do not know that an organisation is one.
    """
    node = here(site, "contact")
    if said.has(node, "vcard:Kind"):
        return node
    agent = site.contact
    card = said.named(node, "vcard:Kind", "vcard:Organization")
    card.says("vcard:fn", text(agent.name))
    if agent.email:
        card.says("vcard:hasEmail", _mail(agent.email))
    if agent.phone:
        card.says("vcard:hasTelephone", _phone(agent.phone))
    if agent.homepage:
        card.says("vcard:hasURL", iri(agent.homepage))
    if agent.iri:
        card.says("vcard:hasUID", iri(agent.iri))
    return node


def _mail(address: str) -> NamedNode:
    return iri("mailto:" + quote(address, safe="@!$&'*+=/~"))


def _phone(number: str) -> NamedNode:
    return iri("tel:" + quote(_VISUAL.sub("-", number).strip("-"), safe="+;="))
