"""RDF the straightforward way: a record becomes a named graph of an rdflib dataset."""

from __future__ import annotations

from typing import Any

from rdflib import Dataset, Graph, Literal, Namespace, URIRef
from rdflib.namespace import DCTERMS, ORG, PROV, RDF, SDO, SKOS, XSD

from archive import vocabulary

PA = Namespace(vocabulary.PA)
ADMS = Namespace(vocabulary.ADMS)
FABIO = Namespace(vocabulary.FABIO)
GENRE = Namespace(vocabulary.GENRE)
PUB_STATUS = Namespace(vocabulary.PUB_STATUS)
MEDIA_TOPICS = Namespace(vocabulary.MEDIA_TOPICS)

_STATUS_CODES = {"published": PUB_STATUS.usable, "withdrawn": PUB_STATUS.canceled}
_GENRES = {"press_release": GENRE.Press_Release}
_MEDIA = {"photo": SDO.ImageObject, "video": SDO.VideoObject, "audio": SDO.AudioObject}
_PUBLIC_BODIES = ("government", "ministry", "agency", "unit", "legislature", "court")

Record = dict[str, Any]


def graph(record: Record) -> tuple[Dataset, Graph]:
    """Return a dataset that holds a record's graph, and the graph."""
    dataset = Dataset()
    dataset.bind("pa", PA)
    dataset.bind("adms", ADMS)
    dataset.bind("fabio", FABIO)
    work = URIRef(record["id"])
    edition = URIRef(f"{work}/v{record['version']}")
    named = dataset.graph(edition)
    _identity(named, work, edition, record)
    _changes(named, work, record)
    _texts(named, work, record)
    _quotes(named, work, record)
    _issuers(named, work, record)
    _people(named, work, record)
    _organisations(named, work, record)
    _contacts(named, work, record)
    _places(named, work, record)
    _events(named, work, record)
    _subjects(named, work, record)
    _attachments(named, work, record)
    _relations(named, work, record)
    _rights(named, work, record)
    return dataset, named


def _local(work: URIRef, name: str) -> URIRef:
    return URIRef(f"{work}#{name}")


def _text(text: str, record: Record) -> Literal:
    return Literal(text, lang=record["language"].lower())


def _identity(graph: Graph, work: URIRef, edition: URIRef, record: Record) -> None:
    graph.add((work, RDF.type, SDO.NewsArticle))
    graph.add((work, RDF.type, FABIO.PressRelease))
    graph.add((work, SDO.genre, _GENRES[record["type"]]))
    graph.add((work, DCTERMS.conformsTo, URIRef(vocabulary.CONFORMS_TO)))
    graph.add((work, DCTERMS.identifier, Literal(record["id"])))
    graph.add((work, SDO.version, Literal(str(record["version"]))))
    graph.add((work, SDO.inLanguage, Literal(record["language"])))
    graph.add((work, PA.status, Literal(record["status"])))
    graph.add((work, ADMS.status, _STATUS_CODES[record["status"]]))
    graph.add((work, DCTERMS.hasVersion, edition))
    graph.add((edition, RDF.type, PROV.Entity))
    graph.add((edition, PROV.specializationOf, work))
    created = Literal(record["versionCreated"], datatype=XSD.dateTime)
    graph.add((edition, PROV.generatedAtTime, created))
    before = URIRef(f"{work}/v{record['version'] - 1}")
    graph.add((edition, PROV.wasRevisionOf, before))
    for number, identifier in enumerate(record["identifiers"], 1):
        node = _local(work, f"identifiers.{number}")
        graph.add((work, SDO.identifier, node))
        graph.add((node, RDF.type, SDO.PropertyValue))
        graph.add((node, SDO.position, Literal(number)))
        graph.add((node, SDO.propertyID, Literal(identifier["scheme"])))
        graph.add((node, SDO.value, Literal(identifier["value"])))


def _changes(graph: Graph, work: URIRef, record: Record) -> None:
    for number, change in enumerate(record["changes"], 1):
        node = _local(work, f"changes.{number}")
        graph.add((work, PA.change, node))
        if change["kind"] == "correction":
            graph.add((work, SDO.correction, node))
            graph.add((node, RDF.type, SDO.CorrectionComment))
        graph.add((node, SDO.position, Literal(number)))
        graph.add((node, PA.version, Literal(change["version"])))
        graph.add((node, PA.at, Literal(change["at"], datatype=XSD.dateTime)))
        graph.add((node, PA.changeKind, Literal(change["kind"])))
        graph.add((node, SDO.text, _text(change["note"], record)))


def _texts(graph: Graph, work: URIRef, record: Record) -> None:
    headline = _text(record["headline"], record)
    graph.add((work, SDO.headline, headline))
    graph.add((work, DCTERMS.title, headline))
    for keyword in record["keywords"]:
        graph.add((work, SDO.keywords, _text(keyword, record)))
    dateline = record["dateline"]
    graph.add((work, SDO.dateline, Literal(dateline["text"])))
    graph.add((work, SDO.locationCreated, _local(work, dateline["place"])))
    graph.add((work, PA.datelineDate, Literal(dateline["date"], datatype=XSD.date)))
    graph.add((work, SDO.articleBody, _text(record["body"]["text"], record)))
    issued = record["dates"]["issued"]
    moment = Literal(issued["dateTime"], datatype=XSD.dateTime)
    graph.add((work, SDO.datePublished, moment))
    graph.add((work, DCTERMS.issued, moment))
    graph.add((work, PA.issuedCertainty, Literal(issued["certainty"])))


def _quotes(graph: Graph, work: URIRef, record: Record) -> None:
    for number, quote in enumerate(record["quotes"], 1):
        node = _local(work, quote["id"])
        start, end = quote["span"]
        speaker = _local(work, quote["speaker"])
        graph.add((work, SDO.hasPart, node))
        graph.add((node, RDF.type, SDO.Quotation))
        graph.add((node, SDO.position, Literal(number)))
        graph.add((node, SDO.isPartOf, work))
        graph.add((node, SDO.text, _text(record["body"]["text"][start:end], record)))
        graph.add((node, PA.quoteKind, Literal(quote["kind"])))
        graph.add((node, PA.span, Literal(f"char={start},{end}")))
        graph.add((node, SDO.creator, speaker))
        graph.add((node, SDO.spokenByCharacter, speaker))
        graph.add((node, PA.speakerAsWritten, Literal(quote["speakerAsWritten"])))
        graph.add((node, PA.verb, Literal(quote["verb"])))
        graph.add((node, PA.saidOn, Literal(quote["saidOn"], datatype=XSD.date)))


def _issuers(graph: Graph, work: URIRef, record: Record) -> None:
    for number, issuer in enumerate(record["issuers"], 1):
        node = _local(work, f"issuers.{number}")
        organisation = _local(work, issuer["ref"])
        graph.add((work, PA.issuer, node))
        graph.add((work, SDO.sourceOrganization, organisation))
        graph.add((node, SDO.position, Literal(number)))
        graph.add((node, PA.organisation, organisation))
        graph.add((node, PA.role, Literal(issuer["role"])))
        graph.add((node, PA.certainty, Literal(issuer["certainty"])))
    first = _local(work, record["issuers"][0]["ref"])
    graph.add((work, SDO.publisher, first))
    graph.add((work, DCTERMS.publisher, first))
    graph.add((work, SDO.author, first))


def _people(graph: Graph, work: URIRef, record: Record) -> None:
    for number, person in enumerate(record["people"], 1):
        node = _local(work, person["id"])
        graph.add((work, SDO.mentions, node))
        graph.add((node, RDF.type, SDO.Person))
        graph.add((node, SDO.position, Literal(number)))
        graph.add((node, SDO.name, Literal(person["name"])))
        for alias in person.get("aliases", []):
            graph.add((node, SDO.alternateName, Literal(alias)))
        if "certainty" in person:
            graph.add((node, PA.certainty, Literal(person["certainty"])))
        for place, role in enumerate(person["roles"], 1):
            post = _local(work, f"{person['id']}.roles.{place}")
            organisation = _local(work, role["org"])
            title = _text(role["title"], record)
            graph.add((node, PA.holds, post))
            graph.add((node, SDO.jobTitle, title))
            graph.add((node, SDO.worksFor, organisation))
            graph.add((post, RDF.type, ORG.Membership))
            graph.add((post, SDO.position, Literal(place)))
            graph.add((post, ORG.member, node))
            graph.add((post, ORG.organization, organisation))
            graph.add((post, PA.title, title))
            graph.add((post, PA.asOf, Literal(role["asOf"], datatype=XSD.date)))
            if "relation" in role:
                graph.add((post, PA.roleRelation, Literal(role["relation"])))


def _organisations(graph: Graph, work: URIRef, record: Record) -> None:
    for number, organisation in enumerate(record["organisations"], 1):
        node = _local(work, organisation["id"])
        public = organisation["type"] in _PUBLIC_BODIES
        graph.add((work, SDO.mentions, node))
        graph.add((node, RDF.type, SDO.GovernmentOrganization if public else SDO.Organization))
        graph.add((node, SDO.position, Literal(number)))
        graph.add((node, SDO.name, Literal(organisation["name"])))
        for alias in organisation.get("aliases", []):
            graph.add((node, SDO.alternateName, Literal(alias)))
        graph.add((node, PA.orgType, Literal(organisation["type"])))
        if "parent" in organisation:
            graph.add((node, SDO.parentOrganization, _local(work, organisation["parent"])))


def _contacts(graph: Graph, work: URIRef, record: Record) -> None:
    for number, contact in enumerate(record["contacts"], 1):
        node = _local(work, f"contacts.{number}")
        organisation = _local(work, contact["org"])
        graph.add((work, PA.contact, node))
        graph.add((organisation, SDO.contactPoint, node))
        graph.add((node, RDF.type, SDO.ContactPoint))
        graph.add((node, SDO.position, Literal(number)))
        graph.add((node, SDO.name, Literal(contact["name"])))
        graph.add((node, SDO.contactType, Literal(contact["role"])))
        graph.add((node, PA.organisation, organisation))
        for address in contact["emails"]:
            graph.add((node, SDO.email, Literal(address)))
        graph.add((node, PA.visibility, Literal(contact["visibility"])))


def _places(graph: Graph, work: URIRef, record: Record) -> None:
    for number, place in enumerate(record["places"], 1):
        node = _local(work, place["id"])
        graph.add((work, SDO.contentLocation, node))
        graph.add((node, RDF.type, SDO.Place))
        graph.add((node, SDO.position, Literal(number)))
        graph.add((node, SDO.name, Literal(place["name"])))
        graph.add((node, PA.placeKind, Literal(place["kind"])))
        if "within" in place:
            graph.add((node, SDO.containedInPlace, _local(work, place["within"])))


def _events(graph: Graph, work: URIRef, record: Record) -> None:
    for number, event in enumerate(record["events"], 1):
        node = _local(work, event["id"])
        graph.add((work, SDO.about, node))
        graph.add((node, RDF.type, SDO.Event))
        graph.add((node, SDO.position, Literal(number)))
        graph.add((node, SDO.name, Literal(event["name"])))
        graph.add((node, PA.certainty, Literal(event["certainty"])))
        graph.add((node, SDO.startDate, Literal(event["start"], datatype=XSD.date)))
        graph.add((node, SDO.location, _local(work, event["place"])))
        for organiser in event["organisers"]:
            graph.add((node, SDO.organizer, _local(work, organiser)))


def _subjects(graph: Graph, work: URIRef, record: Record) -> None:
    for number, subject in enumerate(record["subjects"], 1):
        node = _local(work, f"subjects.{number}")
        topic = MEDIA_TOPICS[subject["code"]]
        graph.add((work, SDO.about, topic))
        graph.add((work, DCTERMS.subject, topic))
        graph.add((work, PA.subject, node))
        graph.add((node, RDF.type, SDO.ListItem))
        graph.add((node, SDO.position, Literal(number)))
        graph.add((node, SDO.item, topic))
        graph.add((node, PA.scheme, Literal(subject["scheme"])))
        graph.add((node, PA.code, Literal(subject["code"])))
        graph.add((topic, RDF.type, SDO.DefinedTerm))
        graph.add((topic, RDF.type, SKOS.Concept))
        graph.add((topic, SDO.termCode, Literal(f"{subject['scheme']}:{subject['code']}")))


def _attachments(graph: Graph, work: URIRef, record: Record) -> None:
    for number, attachment in enumerate(record["attachments"], 1):
        node = _local(work, attachment["id"])
        graph.add((work, SDO.associatedMedia, node))
        graph.add((node, RDF.type, _MEDIA[attachment["kind"]]))
        graph.add((node, SDO.position, Literal(number)))
        graph.add((node, PA.mediaKind, Literal(attachment["kind"])))
        graph.add((node, SDO.contentUrl, URIRef(attachment["href"])))
        graph.add((node, SDO.encodingFormat, Literal(attachment["mediaType"])))
        graph.add((node, SDO.contentSize, Literal(str(attachment["bytes"]))))
        graph.add((node, SDO.sha256, Literal(attachment["sha256"])))
        graph.add((node, SDO.caption, _text(attachment["caption"], record)))


def _relations(graph: Graph, work: URIRef, record: Record) -> None:
    for number, relation in enumerate(record["relations"], 1):
        node = _local(work, f"relations.{number}")
        target = URIRef(relation["target"])
        graph.add((work, PA.relation, node))
        graph.add((node, SDO.position, Literal(number)))
        graph.add((node, PA.rel, Literal(relation["rel"])))
        graph.add((node, PA.target, target))
        if relation["rel"] == "page":
            graph.add((work, SDO.url, target))
            graph.add((work, SDO.mainEntityOfPage, target))


def _rights(graph: Graph, work: URIRef, record: Record) -> None:
    rights = record["rights"]
    licence = URIRef(rights["licence"])
    graph.add((work, SDO.copyrightHolder, _local(work, rights["holder"])))
    graph.add((work, SDO.license, licence))
    graph.add((work, DCTERMS.license, licence))
