"""ninjs and JSON-LD by templates; the texts of the record are spelt as JSON already."""

from __future__ import annotations

import json
from functools import cache
from typing import Any

from archive import contracts
from archive.vocabulary import ADMS, CONFORMS_TO, FABIO, GENRE, MEDIA_TOPICS, PA, PROFILE, SCHEME
from archive.vocabulary import PUB_STATUS as STATUS

_SCHEMA = "https://www.iptc.org/std/ninjs/ninjs-schema_3.1.json"
_PUB_STATUS = {"published": "usable", "withdrawn": "canceled"}
_TYPES = {"photo": "picture", "video": "video", "audio": "audio"}
_MEDIA = {"photo": "ImageObject", "video": "VideoObject", "audio": "AudioObject"}
_PUBLIC_BODIES = ("government", "ministry", "agency", "unit", "legislature", "court")
_PLAIN = '"contentType":"text/plain"'

Record = dict[str, Any]


def ninjs(record: Record) -> bytes:
    """Return a record as a ninjs item."""
    work = record["id"]
    names = {one["id"]: one["name"] for one in record["people"] + record["organisations"]}
    places = {one["id"]: one["name"] for one in record["places"]}
    notes = [one["note"] for one in record["changes"] if one["version"] == record["version"]]
    identifiers = [
        f'{{"role":"{SCHEME}{one["scheme"]}","value":{one["value"]}}}'
        for one in record["identifiers"]
    ]
    sources = [
        f'{{"name":{names[one["ref"]]},"uri":"{work}#{one["ref"]}"}}' for one in record["issuers"]
    ]
    subjects = [f'{{"uri":"{MEDIA_TOPICS}{one["code"]}"}}' for one in record["subjects"]]
    associations = [_association(one, work) for one in record["attachments"]]
    associations += [
        f'{{"name":"{one["rel"]}","rel":"{PA}{one["rel"]}","uri":"{one["target"]}"}}'
        for one in record["relations"]
    ]
    return (
        f'{{"uri":"{work}","standard":{{"name":"ninjs","version":"3.1","schema":"{_SCHEMA}"}},'
        f'"type":"text","representationType":"full","profile":"{PROFILE}",'
        f'"version":"{record["version"]}","versionCreated":"{record["versionCreated"]}",'
        f'"pubStatus":"{_PUB_STATUS[record["status"]]}","language":"{record["language"]}",'
        f'"firstCreated":"{record["dates"]["issued"]["dateTime"]}","edNote":{notes[0]},'
        f'"headlines":[{{"role":"main",{_PLAIN},"value":{record["headline"]}}}],'
        f'"bodies":[{{"role":"main",{_PLAIN},"charCount":{record["characters"]},'
        f'"value":{record["body"]["text"]}}}],'
        f'"located":{places[record["dateline"]["place"]]},"altIds":[{",".join(identifiers)}],'
        f'"genres":[{{"name":"press release","uri":"{GENRE}Press_Release"}}],'
        f'"infoSources":[{",".join(sources)}],"subjects":[{",".join(subjects)}],'
        f'"people":[{_named(record["people"], work)}],'
        f'"organisations":[{_named(record["organisations"], work)}],'
        f'"places":[{_named(record["places"], work)}],'
        f'"events":[{_named(record["events"], work)}],'
        f'"copyrightHolder":{names[record["rights"]["holder"]]},'
        f'"usageTerms":"{record["rights"]["licence"]}","associations":[{",".join(associations)}]}}'
    ).encode("latin-1")


def _named(things: list[Record], work: str) -> str:
    return ",".join([f'{{"name":{one["name"]},"uri":"{work}#{one["id"]}"}}' for one in things])


def _association(attachment: Record, work: str) -> str:
    return (
        f'{{"name":"{attachment["id"]}","uri":"{work}#{attachment["id"]}",'
        f'"type":"{_TYPES[attachment["kind"]]}",'
        f'"descriptions":[{{"role":"caption",{_PLAIN},"value":{attachment["caption"]}}}],'
        f'"renditions":[{{"name":"original","href":"{attachment["href"]}",'
        f'"contentType":"{attachment["mediaType"]}","sizeInBytes":{attachment["bytes"]}}}]}}'
    )


@cache
def _context(language: str) -> str:
    """Return the context for a language, the first thing in a document."""
    context = json.loads(contracts.contract("context.jsonld"))["@context"]
    return json.dumps(context | {"@language": language.lower()}, separators=(",", ":"))


def _few(values: list[str]) -> str:
    """Return a single value bare, as JSON-LD does."""
    return values[0] if len(values) == 1 else f"[{','.join(values)}]"


def _local(work: str, names: list[str]) -> str:
    return _few([f'{{"@id":"{work}#{name}"}}' for name in names])


def jsonld(record: Record) -> bytes:
    """Return a record as a JSON-LD document."""
    work = record["id"]
    rights = record["rights"]
    places = [_place(one, work, number) for number, one in enumerate(record["places"], 1)]
    media = [_attachment(one, work, number) for number, one in enumerate(record["attachments"], 1)]
    return (
        f'{{"@context":{_context(record["language"])},"@id":"{work}",'
        f'"@type":["NewsArticle","{FABIO}PressRelease"],{_about_the_release(record, work)},'
        f'{_text(record, work)},{_agents(record, work)},"contentLocation":{_few(places)},'
        f'{_topics(record, work)},"associatedMedia":{_few(media)},{_relations(record, work)},'
        f'"copyrightHolder":{{"@id":"{work}#{rights["holder"]}"}},"license":"{rights["licence"]}",'
        f'"dcterms:license":{{"@id":"{rights["licence"]}"}}}}\n'
    ).encode("latin-1")


def _about_the_release(record: Record, work: str) -> str:
    version = record["version"]
    changes = [_change(one, work, number) for number, one in enumerate(record["changes"], 1)]
    corrections = [
        f"changes.{number}"
        for number, one in enumerate(record["changes"], 1)
        if one["kind"] == "correction"
    ]
    identifiers = [
        f'{{"@id":"{work}#identifiers.{number}","@type":"PropertyValue","position":{number},'
        f'"propertyID":"{one["scheme"]}","value":{one["value"]}}}'
        for number, one in enumerate(record["identifiers"], 1)
    ]
    return (
        f'"genre":{{"@id":"{GENRE}Press_Release"}},"dcterms:conformsTo":{{"@id":"{CONFORMS_TO}"}},'
        f'"dcterms:identifier":"{work}","version":"{version}","inLanguage":"{record["language"]}",'
        f'"dcterms:hasVersion":{{"@id":"{work}/v{version}","@type":"prov:Entity",'
        f'"prov:specializationOf":{{"@id":"{work}"}},"prov:generatedAtTime":'
        f'{{"@type":"xsd:dateTime","@value":"{record["versionCreated"]}"}},'
        f'"prov:wasRevisionOf":{{"@id":"{work}/v{version - 1}"}}}},'
        f'"identifier":{_few(identifiers)},"pa:status":"{record["status"]}",'
        f'"{ADMS}status":{{"@id":"{STATUS}{_PUB_STATUS[record["status"]]}"}},'
        f'"pa:change":{_few(changes)},"correction":{_local(work, corrections)}'
    )


def _change(change: Record, work: str, number: int) -> str:
    kind = '"@type":"CorrectionComment",' if change["kind"] == "correction" else ""
    return (
        f'{{"@id":"{work}#changes.{number}",{kind}"position":{number},'
        f'"pa:version":{change["version"]},'
        f'"pa:at":{{"@type":"xsd:dateTime","@value":"{change["at"]}"}},'
        f'"pa:changeKind":"{change["kind"]}","text":{change["note"]}}}'
    )


def _text(record: Record, work: str) -> str:
    dateline = record["dateline"]
    issued = record["dates"]["issued"]
    quotes = [_quote(one, work, number) for number, one in enumerate(record["quotes"], 1)]
    return (
        f'"headline":{record["headline"]},"dcterms:title":{record["headline"]},'
        f'"keywords":{_few(record["keywords"])},"dateline":{dateline["text"]},'
        f'"locationCreated":{{"@id":"{work}#{dateline["place"]}"}},'
        f'"pa:datelineDate":{{"@type":"xsd:date","@value":"{dateline["date"]}"}},'
        f'"articleBody":{record["body"]["text"]},"hasPart":{_few(quotes)},'
        f'"datePublished":"{issued["dateTime"]}",'
        f'"dcterms:issued":{{"@type":"xsd:dateTime","@value":"{issued["dateTime"]}"}},'
        f'"pa:issuedCertainty":"{issued["certainty"]}"'
    )


def _quote(quote: Record, work: str, number: int) -> str:
    start, end = quote["span"]
    speaker = f'{{"@id":"{work}#{quote["speaker"]}"}}'
    return (
        f'{{"@id":"{work}#{quote["id"]}","@type":"Quotation","position":{number},'
        f'"isPartOf":{{"@id":"{work}"}},"text":{quote["text"]},"pa:quoteKind":"{quote["kind"]}",'
        f'"pa:span":"char={start},{end}","creator":{speaker},"spokenByCharacter":{speaker},'
        f'"pa:speakerAsWritten":{quote["speakerAsWritten"]},"pa:verb":{quote["verb"]},'
        f'"pa:saidOn":{{"@type":"xsd:date","@value":"{quote["saidOn"]}"}}}}'
    )


def _agents(record: Record, work: str) -> str:
    issuers = [
        f'{{"@id":"{work}#issuers.{number}","position":{number},'
        f'"pa:organisation":{{"@id":"{work}#{one["ref"]}"}},'
        f'"pa:role":"{one["role"]}","pa:certainty":"{one["certainty"]}"}}'
        for number, one in enumerate(record["issuers"], 1)
    ]
    first = f'{{"@id":"{work}#{record["issuers"][0]["ref"]}"}}'
    contacts = record["contacts"]
    agents = [_person(one, work, number) for number, one in enumerate(record["people"], 1)]
    agents += [
        _organisation(one, work, number, contacts)
        for number, one in enumerate(record["organisations"], 1)
    ]
    points = [_contact(one, work, number) for number, one in enumerate(contacts, 1)]
    return (
        f'"pa:issuer":{_few(issuers)},'
        f'"sourceOrganization":{_local(work, [one["ref"] for one in record["issuers"]])},'
        f'"publisher":{first},"dcterms:publisher":{first},"author":{first},'
        f'"mentions":{_few(agents)},"pa:contact":{_few(points)}'
    )


def _person(person: Record, work: str, number: int) -> str:
    iri = f"{work}#{person['id']}"
    roles = person["roles"]
    aliases = f'"alternateName":{_few(person["aliases"])},' if person["aliases"] else ""
    certainty = f'"pa:certainty":"{person["certainty"]}",' if "certainty" in person else ""
    posts = [_post(one, work, iri, place) for place, one in enumerate(roles, 1)]
    return (
        f'{{"@id":"{iri}","@type":"Person","position":{number},"name":{person["name"]},'
        f'{aliases}{certainty}"pa:holds":{_few(posts)},'
        f'"jobTitle":{_few([one["title"] for one in roles])},'
        f'"worksFor":{_local(work, [one["org"] for one in roles])}}}'
    )


def _post(role: Record, work: str, person: str, number: int) -> str:
    relation = f',"pa:roleRelation":"{role["relation"]}"' if "relation" in role else ""
    return (
        f'{{"@id":"{person}.roles.{number}","@type":"org:Membership","position":{number},'
        f'"org:member":{{"@id":"{person}"}},"org:organization":{{"@id":"{work}#{role["org"]}"}},'
        f'"pa:title":{role["title"]},"pa:asOf":{{"@type":"xsd:date","@value":"{role["asOf"]}"}}'
        f"{relation}}}"
    )


def _organisation(one: Record, work: str, number: int, contacts: list[Record]) -> str:
    kind = "GovernmentOrganization" if one["type"] in _PUBLIC_BODIES else "Organization"
    aliases = f',"alternateName":{_few(one["aliases"])}' if one["aliases"] else ""
    parent = ""
    if "parent" in one:
        parent = f',"parentOrganization":{{"@id":"{work}#{one["parent"]}"}}'
    points = [
        f"contacts.{place}"
        for place, contact in enumerate(contacts, 1)
        if contact["org"] == one["id"]
    ]
    contact = f',"contactPoint":{_local(work, points)}' if points else ""
    return (
        f'{{"@id":"{work}#{one["id"]}","@type":"{kind}","position":{number},'
        f'"name":{one["name"]}{aliases},"pa:orgType":"{one["type"]}"{parent}{contact}}}'
    )


def _contact(contact: Record, work: str, number: int) -> str:
    return (
        f'{{"@id":"{work}#contacts.{number}","@type":"ContactPoint","position":{number},'
        f'"name":{contact["name"]},"contactType":{contact["role"]},'
        f'"pa:organisation":{{"@id":"{work}#{contact["org"]}"}},'
        f'"email":{_few(contact["emails"])},"pa:visibility":"{contact["visibility"]}"}}'
    )


def _place(place: Record, work: str, number: int) -> str:
    within = ""
    if "within" in place:
        within = f',"containedInPlace":{{"@id":"{work}#{place["within"]}"}}'
    return (
        f'{{"@id":"{work}#{place["id"]}","@type":"Place","position":{number},'
        f'"name":{place["name"]},"pa:placeKind":"{place["kind"]}"{within}}}'
    )


def _topics(record: Record, work: str) -> str:
    topics = [f'{{"@id":"{MEDIA_TOPICS}{one["code"]}"}}' for one in record["subjects"]]
    events = [_event(one, work, number) for number, one in enumerate(record["events"], 1)]
    subjects = [_subject(one, work, number) for number, one in enumerate(record["subjects"], 1)]
    return (
        f'"about":{_few(events + topics)},"dcterms:subject":{_few(topics)},'
        f'"pa:subject":{_few(subjects)}'
    )


def _event(event: Record, work: str, number: int) -> str:
    organisers = _local(work, event["organisers"])
    return (
        f'{{"@id":"{work}#{event["id"]}","@type":"Event","position":{number},'
        f'"name":{event["name"]},"pa:certainty":"{event["certainty"]}",'
        f'"startDate":{{"@type":"xsd:date","@value":"{event["start"]}"}},'
        f'"location":{{"@id":"{work}#{event["place"]}"}},"organizer":{organisers}}}'
    )


def _subject(subject: Record, work: str, number: int) -> str:
    scheme, code = subject["scheme"], subject["code"]
    return (
        f'{{"@id":"{work}#subjects.{number}","@type":"ListItem","position":{number},'
        f'"item":{{"@id":"{MEDIA_TOPICS}{code}","@type":["DefinedTerm","skos:Concept"],'
        f'"termCode":"{scheme}:{code}"}},"pa:scheme":"{scheme}","pa:code":"{code}"}}'
    )


def _attachment(attachment: Record, work: str, number: int) -> str:
    return (
        f'{{"@id":"{work}#{attachment["id"]}","@type":"{_MEDIA[attachment["kind"]]}",'
        f'"position":{number},"pa:mediaKind":"{attachment["kind"]}",'
        f'"contentUrl":"{attachment["href"]}","encodingFormat":"{attachment["mediaType"]}",'
        f'"contentSize":"{attachment["bytes"]}","sha256":"{attachment["sha256"]}",'
        f'"caption":{attachment["caption"]}}}'
    )


def _relations(record: Record, work: str) -> str:
    pages = [f'"{one["target"]}"' for one in record["relations"] if one["rel"] == "page"]
    relations = [
        f'{{"@id":"{work}#relations.{number}","position":{number},"pa:rel":"{one["rel"]}",'
        f'"pa:target":{{"@id":"{one["target"]}"}}}}'
        for number, one in enumerate(record["relations"], 1)
    ]
    return f'"pa:relation":{_few(relations)},"url":{_few(pages)},"mainEntityOfPage":{_few(pages)}'
