"""Turtle by templates; the texts of the record are spelt as JSON already."""

from __future__ import annotations

from typing import Any

from archive.vocabulary import (
    ADMS,
    CONFORMS_TO,
    DCTERMS,
    FABIO,
    GENRE,
    MEDIA_TOPICS,
    ORG,
    PA,
    PROV,
    PUB_STATUS,
    RDF,
    SCHEMA_ORG,
    SKOS,
    XSD,
)

_STATUS_CODES = {"published": "usable", "withdrawn": "canceled"}
_MEDIA = {"photo": "ImageObject", "video": "VideoObject", "audio": "AudioObject"}
_PUBLIC_BODIES = ("government", "ministry", "agency", "unit", "legislature", "court")
_HEAD = f"""\
@prefix adms: <{ADMS}> .
@prefix dcterms: <{DCTERMS}> .
@prefix fabio: <{FABIO}> .
@prefix org: <{ORG}> .
@prefix pa: <{PA}> .
@prefix prov: <{PROV}> .
@prefix rdf: <{RDF}> .
@prefix schema: <{SCHEMA_ORG}> .
@prefix skos: <{SKOS}> .
@prefix xsd: <{XSD}> .
"""

Record = dict[str, Any]


def turtle(record: Record) -> bytes:
    """Return a record as Turtle, a block per subject."""
    work = record["id"]
    tag = f"@{record['language'].lower()}"
    parts = [
        _HEAD,
        _identity(record, work),
        _texts(record, work, tag),
        _members(record, work),
        _edition(record, work),
        *_numbered(record, work),
        *_changes_and_quotes(record, work, tag),
        *_people(record, work, tag),
        *_organisations(record, work),
        *_places_and_events(record, work),
        *_subjects(record, work),
        *_attachments(record, work, tag),
    ]
    return "".join(parts).encode("latin-1")


def _several(predicate: str, objects: list[str]) -> str:
    """Return a line per object, none of which is the first of the subject's lines."""
    if len(objects) == 1:
        return f" ;\n    {predicate} {objects[0]}"
    return "".join([f" ;\n    {predicate} {one}" for one in objects])


def _ids(predicate: str, work: str, members: list[Record]) -> str:
    if len(members) == 1:
        return f" ;\n    {predicate} <{work}#{members[0]['id']}>"
    return "".join([f" ;\n    {predicate} <{work}#{one['id']}>" for one in members])


def _numbers(predicate: str, start: str, members: list[Record]) -> str:
    if len(members) == 1:
        return f" ;\n    {predicate} <{start}.1>"
    return "".join(
        [f" ;\n    {predicate} <{start}.{number}>" for number in range(1, len(members) + 1)]
    )


def _own(name: str, one: Record) -> str:
    """Return a plain value that not all have."""
    return f' ;\n    pa:{name} "{one[name]}"' if name in one else ""


def _identity(record: Record, work: str) -> str:
    corrections = [
        f"<{work}#changes.{number}>"
        for number, one in enumerate(record["changes"], 1)
        if one["kind"] == "correction"
    ]
    return f"""
<{work}> a schema:NewsArticle, fabio:PressRelease ;
    schema:genre <{GENRE}Press_Release> ;
    dcterms:conformsTo <{CONFORMS_TO}> ;
    dcterms:identifier "{work}" ;
    schema:version "{record["version"]}" ;
    schema:inLanguage "{record["language"]}" ;
    dcterms:hasVersion <{work}/v{record["version"]}>\
{_numbers("schema:identifier", f"{work}#identifiers", record["identifiers"])} ;
    pa:status "{record["status"]}" ;
    adms:status <{PUB_STATUS}{_STATUS_CODES[record["status"]]}>\
{_numbers("pa:change", f"{work}#changes", record["changes"])}\
{_several("schema:correction", corrections)} ;
"""


def _texts(record: Record, work: str, tag: str) -> str:
    dateline = record["dateline"]
    issued = record["dates"]["issued"]
    keywords = [keyword + tag for keyword in record["keywords"]]
    return f"""\
    schema:headline {record["headline"]}{tag} ;
    dcterms:title {record["headline"]}{tag}{_several("schema:keywords", keywords)} ;
    schema:dateline {dateline["text"]} ;
    schema:locationCreated <{work}#{dateline["place"]}> ;
    pa:datelineDate "{dateline["date"]}"^^xsd:date ;
    schema:articleBody {record["body"]["text"]}{tag}\
{_ids("schema:hasPart", work, record["quotes"])} ;
    schema:datePublished "{issued["dateTime"]}"^^xsd:dateTime ;
    dcterms:issued "{issued["dateTime"]}"^^xsd:dateTime ;
    pa:issuedCertainty "{issued["certainty"]}\""""


def _members(record: Record, work: str) -> str:
    sources = [f"<{work}#{one['ref']}>" for one in record["issuers"]]
    pages = [f"<{one['target']}>" for one in record["relations"] if one["rel"] == "page"]
    topics = [f"<{MEDIA_TOPICS}{one['code']}>" for one in record["subjects"]]
    rights = record["rights"]
    return f"""\
{_numbers("pa:issuer", f"{work}#issuers", record["issuers"])}\
{_several("schema:sourceOrganization", sources)} ;
    schema:publisher {sources[0]} ;
    dcterms:publisher {sources[0]} ;
    schema:author {sources[0]}\
{_ids("schema:mentions", work, record["people"])}\
{_ids("schema:mentions", work, record["organisations"])}\
{_numbers("pa:contact", f"{work}#contacts", record["contacts"])}\
{_ids("schema:contentLocation", work, record["places"])}\
{_ids("schema:about", work, record["events"])}\
{_several("schema:about", topics)}{_several("dcterms:subject", topics)}\
{_numbers("pa:subject", f"{work}#subjects", record["subjects"])}\
{_ids("schema:associatedMedia", work, record["attachments"])}\
{_numbers("pa:relation", f"{work}#relations", record["relations"])}\
{_several("schema:url", pages)}{_several("schema:mainEntityOfPage", pages)} ;
    schema:copyrightHolder <{work}#{rights["holder"]}> ;
    schema:license <{rights["licence"]}> ;
    dcterms:license <{rights["licence"]}> .
"""


def _edition(record: Record, work: str) -> str:
    version = record["version"]
    return f"""
<{work}/v{version}> a prov:Entity ;
    prov:specializationOf <{work}> ;
    prov:generatedAtTime "{record["versionCreated"]}"^^xsd:dateTime ;
    prov:wasRevisionOf <{work}/v{version - 1}> .
"""


def _numbered(record: Record, work: str) -> list[str]:
    """Return identifiers, issuers, contacts and relations: members without a local id."""
    identifiers = [
        f"""
<{work}#identifiers.{number}> a schema:PropertyValue ;
    schema:position {number} ;
    schema:propertyID "{one["scheme"]}" ;
    schema:value {one["value"]} .
"""
        for number, one in enumerate(record["identifiers"], 1)
    ]
    issuers = [
        f"""
<{work}#issuers.{number}> schema:position {number} ;
    pa:organisation <{work}#{one["ref"]}> ;
    pa:role "{one["role"]}" ;
    pa:certainty "{one["certainty"]}" .
"""
        for number, one in enumerate(record["issuers"], 1)
    ]
    contacts = [
        f"""
<{work}#contacts.{number}> a schema:ContactPoint ;
    schema:position {number} ;
    schema:name {one["name"]} ;
    schema:contactType {one["role"]} ;
    pa:organisation <{work}#{one["org"]}>{_several("schema:email", one["emails"])} ;
    pa:visibility "{one["visibility"]}" .
"""
        for number, one in enumerate(record["contacts"], 1)
    ]
    relations = [
        f"""
<{work}#relations.{number}> schema:position {number} ;
    pa:rel "{one["rel"]}" ;
    pa:target <{one["target"]}> .
"""
        for number, one in enumerate(record["relations"], 1)
    ]
    return identifiers + issuers + contacts + relations


def _changes_and_quotes(record: Record, work: str, tag: str) -> list[str]:
    parts = []
    for number, one in enumerate(record["changes"], 1):
        kind = " a schema:CorrectionComment ;\n   " if one["kind"] == "correction" else ""
        parts.append(f"""
<{work}#changes.{number}>{kind} schema:position {number} ;
    pa:version {one["version"]} ;
    pa:at "{one["at"]}"^^xsd:dateTime ;
    pa:changeKind "{one["kind"]}" ;
    schema:text {one["note"]}{tag} .
""")
    for number, one in enumerate(record["quotes"], 1):
        start, end = one["span"]
        parts.append(f"""
<{work}#{one["id"]}> a schema:Quotation ;
    schema:position {number} ;
    schema:isPartOf <{work}> ;
    schema:text {one["text"]}{tag} ;
    pa:quoteKind "{one["kind"]}" ;
    pa:span "char={start},{end}" ;
    schema:creator <{work}#{one["speaker"]}> ;
    schema:spokenByCharacter <{work}#{one["speaker"]}> ;
    pa:speakerAsWritten {one["speakerAsWritten"]} ;
    pa:verb {one["verb"]} ;
    pa:saidOn "{one["saidOn"]}"^^xsd:date .
""")
    return parts


def _people(record: Record, work: str, tag: str) -> list[str]:
    parts = []
    for number, one in enumerate(record["people"], 1):
        iri = f"{work}#{one['id']}"
        titles = [role["title"] + tag for role in one["roles"]]
        organisations = [f"<{work}#{role['org']}>" for role in one["roles"]]
        parts.append(f"""
<{iri}> a schema:Person ;
    schema:position {number} ;
    schema:name {one["name"]}\
{_several("schema:alternateName", one["aliases"])}{_own("certainty", one)}\
{_numbers("pa:holds", f"{iri}.roles", one["roles"])}\
{_several("schema:jobTitle", titles)}{_several("schema:worksFor", organisations)} .
""")
        for place, role in enumerate(one["roles"], 1):
            relation = ""
            if "relation" in role:
                relation = f' ;\n    pa:roleRelation "{role["relation"]}"'
            parts.append(f"""
<{iri}.roles.{place}> a org:Membership ;
    schema:position {place} ;
    org:member <{iri}> ;
    org:organization <{work}#{role["org"]}> ;
    pa:title {role["title"]}{tag} ;
    pa:asOf "{role["asOf"]}"^^xsd:date{relation} .
""")
    return parts


def _organisations(record: Record, work: str) -> list[str]:
    contacts = list(enumerate(record["contacts"], 1))
    parts = []
    for number, one in enumerate(record["organisations"], 1):
        kind = "GovernmentOrganization" if one["type"] in _PUBLIC_BODIES else "Organization"
        points = [
            f"<{work}#contacts.{place}>"
            for place, contact in contacts
            if contact["org"] == one["id"]
        ]
        parents = [f"<{work}#{one['parent']}>"] if "parent" in one else []
        parts.append(f"""
<{work}#{one["id"]}> a schema:{kind} ;
    schema:position {number} ;
    schema:name {one["name"]}{_several("schema:alternateName", one["aliases"])} ;
    pa:orgType "{one["type"]}"{_several("schema:parentOrganization", parents)}\
{_several("schema:contactPoint", points)} .
""")
    return parts


def _places_and_events(record: Record, work: str) -> list[str]:
    parts = []
    for number, one in enumerate(record["places"], 1):
        within = [f"<{work}#{one['within']}>"] if "within" in one else []
        parts.append(f"""
<{work}#{one["id"]}> a schema:Place ;
    schema:position {number} ;
    schema:name {one["name"]} ;
    pa:placeKind "{one["kind"]}"{_several("schema:containedInPlace", within)} .
""")
    for number, one in enumerate(record["events"], 1):
        organisers = [f"<{work}#{organiser}>" for organiser in one["organisers"]]
        parts.append(f"""
<{work}#{one["id"]}> a schema:Event ;
    schema:position {number} ;
    schema:name {one["name"]} ;
    pa:certainty "{one["certainty"]}" ;
    schema:startDate "{one["start"]}"^^xsd:date ;
    schema:location <{work}#{one["place"]}>{_several("schema:organizer", organisers)} .
""")
    return parts


def _subjects(record: Record, work: str) -> list[str]:
    parts = []
    for number, one in enumerate(record["subjects"], 1):
        topic = f"<{MEDIA_TOPICS}{one['code']}>"
        parts.append(f"""
<{work}#subjects.{number}> a schema:ListItem ;
    schema:position {number} ;
    schema:item {topic} ;
    pa:scheme "{one["scheme"]}" ;
    pa:code "{one["code"]}" .

{topic} a schema:DefinedTerm, skos:Concept ;
    schema:termCode "{one["scheme"]}:{one["code"]}" .
""")
    return parts


def _attachments(record: Record, work: str, tag: str) -> list[str]:
    return [
        f"""
<{work}#{one["id"]}> a schema:{_MEDIA[one["kind"]]} ;
    schema:position {number} ;
    pa:mediaKind "{one["kind"]}" ;
    schema:contentUrl <{one["href"]}> ;
    schema:encodingFormat "{one["mediaType"]}" ;
    schema:contentSize "{one["bytes"]}" ;
    schema:sha256 "{one["sha256"]}" ;
    schema:caption {one["caption"]}{tag} .
"""
        for number, one in enumerate(record["attachments"], 1)
    ]
