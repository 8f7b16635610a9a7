"""JSON-LD the straightforward way: a record becomes a tree of dicts for ``json.dumps``."""

from __future__ import annotations

import json
from typing import Any

from archive import contracts
from archive.vocabulary import ADMS, CONFORMS_TO, FABIO, GENRE, MEDIA_TOPICS, PUB_STATUS

_CONTEXT = json.loads(contracts.contract("context.jsonld"))["@context"]
_STATUS_CODES = {"published": "usable", "withdrawn": "canceled"}
_GENRES = {"press_release": GENRE + "Press_Release"}
_MEDIA = {"photo": "ImageObject", "video": "VideoObject", "audio": "AudioObject"}
_PUBLIC_BODIES = ("government", "ministry", "agency", "unit", "legislature", "court")

Record = dict[str, Any]


def document(record: Record) -> Record:
    """Return a record as a JSON-LD document."""
    work = record["id"]
    return {
        "@context": _CONTEXT | {"@language": record["language"].lower()},
        "@id": work,
        "@type": ["NewsArticle", f"{FABIO}PressRelease"],
        **_about_the_release(record, work),
        **_text(record, work),
        **_agents(record, work),
        "contentLocation": _few(
            [_place(place, work, n) for n, place in enumerate(record["places"], 1)]
        ),
        **_topics(record, work),
        "associatedMedia": _few(
            [_attachment(one, work, n) for n, one in enumerate(record["attachments"], 1)]
        ),
        **_relations(record, work),
        "copyrightHolder": {"@id": f"{work}#{record['rights']['holder']}"},
        "license": record["rights"]["licence"],
        "dcterms:license": {"@id": record["rights"]["licence"]},
    }


def _few(values: list[Any]) -> Any:
    """Return a single value bare, as JSON-LD does."""
    return values[0] if len(values) == 1 else values


def _date(day: str) -> Record:
    return {"@type": "xsd:date", "@value": day}


def _date_time(moment: str) -> Record:
    return {"@type": "xsd:dateTime", "@value": moment}


def _about_the_release(record: Record, work: str) -> Record:
    version = record["version"]
    changes = [_change(change, work, n) for n, change in enumerate(record["changes"], 1)]
    corrections = [one for one in changes if one["pa:changeKind"] == "correction"]
    return {
        "genre": {"@id": _GENRES[record["type"]]},
        "dcterms:conformsTo": {"@id": CONFORMS_TO},
        "dcterms:identifier": work,
        "version": str(version),
        "inLanguage": record["language"],
        "dcterms:hasVersion": {
            "@id": f"{work}/v{version}",
            "@type": "prov:Entity",
            "prov:specializationOf": {"@id": work},
            "prov:generatedAtTime": _date_time(record["versionCreated"]),
            "prov:wasRevisionOf": {"@id": f"{work}/v{version - 1}"},
        },
        "identifier": _few(
            [
                {
                    "@id": f"{work}#identifiers.{number}",
                    "@type": "PropertyValue",
                    "position": number,
                    "propertyID": identifier["scheme"],
                    "value": identifier["value"],
                }
                for number, identifier in enumerate(record["identifiers"], 1)
            ]
        ),
        "pa:status": record["status"],
        f"{ADMS}status": {"@id": PUB_STATUS + _STATUS_CODES[record["status"]]},
        "pa:change": _few(changes),
        "correction": _few([{"@id": one["@id"]} for one in corrections]),
    }


def _change(change: Record, work: str, number: int) -> Record:
    node = {
        "@id": f"{work}#changes.{number}",
        "position": number,
        "pa:version": change["version"],
        "pa:at": _date_time(change["at"]),
        "pa:changeKind": change["kind"],
        "text": change["note"],
    }
    if change["kind"] == "correction":
        node["@type"] = "CorrectionComment"
    return node


def _text(record: Record, work: str) -> Record:
    text = record["body"]["text"]
    dateline = record["dateline"]
    issued = record["dates"]["issued"]
    return {
        "headline": record["headline"],
        "dcterms:title": record["headline"],
        "keywords": _few(record["keywords"]),
        "dateline": dateline["text"],
        "locationCreated": {"@id": f"{work}#{dateline['place']}"},
        "pa:datelineDate": _date(dateline["date"]),
        "articleBody": text,
        "hasPart": _few(
            [_quote(quote, work, n, text) for n, quote in enumerate(record["quotes"], 1)]
        ),
        "datePublished": issued["dateTime"],
        "dcterms:issued": _date_time(issued["dateTime"]),
        "pa:issuedCertainty": issued["certainty"],
    }


def _quote(quote: Record, work: str, number: int, text: str) -> Record:
    start, end = quote["span"]
    speaker = {"@id": f"{work}#{quote['speaker']}"}
    return {
        "@id": f"{work}#{quote['id']}",
        "@type": "Quotation",
        "position": number,
        "isPartOf": {"@id": work},
        "text": text[start:end],
        "pa:quoteKind": quote["kind"],
        "pa:span": f"char={start},{end}",
        "creator": speaker,
        "spokenByCharacter": speaker,
        "pa:speakerAsWritten": quote["speakerAsWritten"],
        "pa:verb": quote["verb"],
        "pa:saidOn": _date(quote["saidOn"]),
    }


def _agents(record: Record, work: str) -> Record:
    issuers = [{"@id": f"{work}#{issuer['ref']}"} for issuer in record["issuers"]]
    people = [_person(person, work, n) for n, person in enumerate(record["people"], 1)]
    contacts = [_contact(contact, work, n) for n, contact in enumerate(record["contacts"], 1)]
    organisations = [
        _organisation(one, work, n, contacts) for n, one in enumerate(record["organisations"], 1)
    ]
    return {
        "pa:issuer": _few(
            [
                {
                    "@id": f"{work}#issuers.{number}",
                    "position": number,
                    "pa:organisation": {"@id": f"{work}#{issuer['ref']}"},
                    "pa:role": issuer["role"],
                    "pa:certainty": issuer["certainty"],
                }
                for number, issuer in enumerate(record["issuers"], 1)
            ]
        ),
        "sourceOrganization": _few(issuers),
        "publisher": issuers[0],
        "dcterms:publisher": issuers[0],
        "author": issuers[0],
        "mentions": _few(people + organisations),
        "pa:contact": _few(contacts),
    }


def _person(person: Record, work: str, number: int) -> Record:
    iri = f"{work}#{person['id']}"
    node = {"@id": iri, "@type": "Person", "position": number, "name": person["name"]}
    if "aliases" in person:
        node["alternateName"] = _few(person["aliases"])
    if "certainty" in person:
        node["pa:certainty"] = person["certainty"]
    roles = []
    for place, role in enumerate(person["roles"], 1):
        membership = {
            "@id": f"{iri}.roles.{place}",
            "@type": "org:Membership",
            "position": place,
            "org:member": {"@id": iri},
            "org:organization": {"@id": f"{work}#{role['org']}"},
            "pa:title": role["title"],
            "pa:asOf": _date(role["asOf"]),
        }
        if "relation" in role:
            membership["pa:roleRelation"] = role["relation"]
        roles.append(membership)
    node["pa:holds"] = _few(roles)
    node["jobTitle"] = _few([role["title"] for role in person["roles"]])
    node["worksFor"] = _few([{"@id": f"{work}#{role['org']}"} for role in person["roles"]])
    return node


def _organisation(one: Record, work: str, number: int, contacts: list[Record]) -> Record:
    iri = f"{work}#{one['id']}"
    public = one["type"] in _PUBLIC_BODIES
    node = {
        "@id": iri,
        "@type": "GovernmentOrganization" if public else "Organization",
        "position": number,
        "name": one["name"],
        "pa:orgType": one["type"],
    }
    if "aliases" in one:
        node["alternateName"] = _few(one["aliases"])
    if "parent" in one:
        node["parentOrganization"] = {"@id": f"{work}#{one['parent']}"}
    own = [contact for contact in contacts if contact["pa:organisation"]["@id"] == iri]
    if own:
        node["contactPoint"] = _few([{"@id": contact["@id"]} for contact in own])
    return node


def _contact(contact: Record, work: str, number: int) -> Record:
    return {
        "@id": f"{work}#contacts.{number}",
        "@type": "ContactPoint",
        "position": number,
        "name": contact["name"],
        "contactType": contact["role"],
        "pa:organisation": {"@id": f"{work}#{contact['org']}"},
        "email": _few(contact["emails"]),
        "pa:visibility": contact["visibility"],
    }


def _place(place: Record, work: str, number: int) -> Record:
    node = {
        "@id": f"{work}#{place['id']}",
        "@type": "Place",
        "position": number,
        "name": place["name"],
        "pa:placeKind": place["kind"],
    }
    if "within" in place:
        node["containedInPlace"] = {"@id": f"{work}#{place['within']}"}
    return node


def _topics(record: Record, work: str) -> Record:
    events = [_event(event, work, n) for n, event in enumerate(record["events"], 1)]
    topics = [{"@id": MEDIA_TOPICS + subject["code"]} for subject in record["subjects"]]
    return {
        "about": _few(events + topics),
        "dcterms:subject": _few(topics),
        "pa:subject": _few(
            [_subject(subject, work, n) for n, subject in enumerate(record["subjects"], 1)]
        ),
    }


def _event(event: Record, work: str, number: int) -> Record:
    return {
        "@id": f"{work}#{event['id']}",
        "@type": "Event",
        "position": number,
        "name": event["name"],
        "pa:certainty": event["certainty"],
        "startDate": _date(event["start"]),
        "location": {"@id": f"{work}#{event['place']}"},
        "organizer": _few([{"@id": f"{work}#{one}"} for one in event["organisers"]]),
    }


def _subject(subject: Record, work: str, number: int) -> Record:
    return {
        "@id": f"{work}#subjects.{number}",
        "@type": "ListItem",
        "position": number,
        "item": {
            "@id": MEDIA_TOPICS + subject["code"],
            "@type": ["DefinedTerm", "skos:Concept"],
            "termCode": f"{subject['scheme']}:{subject['code']}",
        },
        "pa:scheme": subject["scheme"],
        "pa:code": subject["code"],
    }


def _attachment(attachment: Record, work: str, number: int) -> Record:
    return {
        "@id": f"{work}#{attachment['id']}",
        "@type": _MEDIA[attachment["kind"]],
        "position": number,
        "pa:mediaKind": attachment["kind"],
        "contentUrl": attachment["href"],
        "encodingFormat": attachment["mediaType"],
        "contentSize": str(attachment["bytes"]),
        "sha256": attachment["sha256"],
        "caption": attachment["caption"],
    }


def _relations(record: Record, work: str) -> Record:
    pages = [one["target"] for one in record["relations"] if one["rel"] == "page"]
    return {
        "pa:relation": _few(
            [
                {
                    "@id": f"{work}#relations.{number}",
                    "position": number,
                    "pa:rel": relation["rel"],
                    "pa:target": {"@id": relation["target"]},
                }
                for number, relation in enumerate(record["relations"], 1)
            ]
        ),
        "url": _few(pages),
        "mainEntityOfPage": _few(pages),
    }
