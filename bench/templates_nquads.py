"""N-Quads by templates; the texts of the record are spelt as JSON already.

The lines of a subject are written in their order, and then the subjects are sorted.
"""

from __future__ import annotations

from typing import Any

_STATUS_CODES = {"published": "usable", "withdrawn": "canceled"}
_MEDIA = {"photo": "ImageObject", "video": "VideoObject", "audio": "AudioObject"}
_PUBLIC_BODIES = ("government", "ministry", "agency", "unit", "legislature", "court")
_INTEGER = '"^^<http://www.w3.org/2001/XMLSchema#integer>'
_DATE = '"^^<http://www.w3.org/2001/XMLSchema#date>'
_MOMENT = '"^^<http://www.w3.org/2001/XMLSchema#dateTime>'
_TYPE = "<http://www.w3.org/1999/02/22-rdf-syntax-ns#type> <https://schema.org/"

Record = dict[str, Any]


def nquads(record: Record) -> bytes:
    """Return a record as sorted N-Quads."""
    work = record["id"]
    end = f" <{work}/v{record['version']}> .\n"
    said = f"@{record['language'].lower()}{end}"
    blocks = [_work(record, work, end, said), _edition(record, work, end)]
    blocks += _changes(record, work, end, said)
    blocks += _quotes(record, work, end, said)
    blocks += _people(record, work, end, said)
    blocks += _organisations(record, work, end)
    blocks += _numbered(record, work, end)
    blocks += _places_and_events(record, work, end)
    blocks += _subjects(record, work, end)
    blocks += _attachments(record, work, end, said)
    return "".join(sorted(blocks)).encode("latin-1")


def _lines(start: str, objects: list[str], end: str) -> str:
    if len(objects) == 1:
        return f"{start}{objects[0]}{end}"
    return "".join([f"{start}{one}{end}" for one in sorted(set(objects))])


def _ids(work: str, members: list[Record]) -> list[str]:
    return [f"<{work}#{one['id']}>" for one in members]


def _numbers(work: str, name: str, members: list[Record]) -> list[str]:
    if len(members) == 1:
        return [f"<{work}#{name}.1>"]
    return [f"<{work}#{name}.{number}>" for number in range(1, len(members) + 1)]


def _work(record: Record, work: str, end: str, said: str) -> str:
    return (
        _terms(record, work, end, said)
        + _texts(record, work, end, said)
        + _more_texts(record, work, end, said)
        + _own_terms(record, work, end)
    )


def _terms(record: Record, work: str, end: str, said: str) -> str:
    """Return what comes before schema.org."""
    s = f"<{work}> "
    first = f"<{work}#{record['issuers'][0]['ref']}>"
    subjects = _topics(record)
    status = _STATUS_CODES[record["status"]]
    issued = record["dates"]["issued"]["dateTime"]
    return (
        f"{s}<http://purl.org/dc/terms/conformsTo> <https://w3id.org/press-archive/schema/1>{end}"
        f"{s}<http://purl.org/dc/terms/hasVersion> <{work}/v{record['version']}>{end}"
        f'{s}<http://purl.org/dc/terms/identifier> "{work}"{end}'
        f'{s}<http://purl.org/dc/terms/issued> "{issued}{_MOMENT}{end}'
        f"{s}<http://purl.org/dc/terms/license> <{record['rights']['licence']}>{end}"
        f"{s}<http://purl.org/dc/terms/publisher> {first}{end}"
        f"{_lines(f'{s}<http://purl.org/dc/terms/subject> ', subjects, end)}"
        f"{s}<http://purl.org/dc/terms/title> {record['headline']}{said}"
        f"{s}<http://www.w3.org/1999/02/22-rdf-syntax-ns#type> "
        f"<http://purl.org/spar/fabio/PressRelease>{end}"
        f"{s}{_TYPE}NewsArticle>{end}"
        f"{s}<http://www.w3.org/ns/adms#status> "
        f"<http://cv.iptc.org/newscodes/pubstatusg2/{status}>{end}"
    )


def _topics(record: Record) -> list[str]:
    return [
        f"<http://cv.iptc.org/newscodes/mediatopic/{one['code']}>" for one in record["subjects"]
    ]


def _texts(record: Record, work: str, end: str, said: str) -> str:
    """Return what schema.org has from a to h."""
    s = f"<{work}> "
    about = _topics(record) + _ids(work, record["events"])
    media = _ids(work, record["attachments"])
    places = _ids(work, record["places"])
    corrections = [
        f"<{work}#changes.{number}>"
        for number, one in enumerate(record["changes"], 1)
        if one["kind"] == "correction"
    ]
    return (
        f"{_lines(f'{s}<https://schema.org/about> ', about, end)}"
        f"{s}<https://schema.org/articleBody> {record['body']['text']}{said}"
        f"{_lines(f'{s}<https://schema.org/associatedMedia> ', media, end)}"
        f"{s}<https://schema.org/author> <{work}#{record['issuers'][0]['ref']}>{end}"
        f"{_lines(f'{s}<https://schema.org/contentLocation> ', places, end)}"
        f"{s}<https://schema.org/copyrightHolder> <{work}#{record['rights']['holder']}>{end}"
        f"{_lines(f'{s}<https://schema.org/correction> ', corrections, end)}"
        f'{s}<https://schema.org/datePublished> "{record["dates"]["issued"]["dateTime"]}'
        f"{_MOMENT}{end}"
        f"{s}<https://schema.org/dateline> {record['dateline']['text']}{end}"
        f"{s}<https://schema.org/genre> <http://cv.iptc.org/newscodes/genre/Press_Release>{end}"
        f"{_lines(f'{s}<https://schema.org/hasPart> ', _ids(work, record['quotes']), end)}"
        f"{s}<https://schema.org/headline> {record['headline']}{said}"
    )


def _more_texts(record: Record, work: str, end: str, said: str) -> str:
    """Return what schema.org has from i on."""
    s = f"<{work}> "
    identifiers = _numbers(work, "identifiers", record["identifiers"])
    pages = [f"<{one['target']}>" for one in record["relations"] if one["rel"] == "page"]
    mentions = _ids(work, record["people"]) + _ids(work, record["organisations"])
    sources = [f"<{work}#{one['ref']}>" for one in record["issuers"]]
    return (
        f"{_lines(f'{s}<https://schema.org/identifier> ', identifiers, end)}"
        f'{s}<https://schema.org/inLanguage> "{record["language"]}"{end}'
        f"{_lines(f'{s}<https://schema.org/keywords> ', record['keywords'], said)}"
        f"{s}<https://schema.org/license> <{record['rights']['licence']}>{end}"
        f"{s}<https://schema.org/locationCreated> <{work}#{record['dateline']['place']}>{end}"
        f"{_lines(f'{s}<https://schema.org/mainEntityOfPage> ', pages, end)}"
        f"{_lines(f'{s}<https://schema.org/mentions> ', mentions, end)}"
        f"{s}<https://schema.org/publisher> {sources[0]}{end}"
        f"{_lines(f'{s}<https://schema.org/sourceOrganization> ', sources, end)}"
        f"{_lines(f'{s}<https://schema.org/url> ', pages, end)}"
        f'{s}<https://schema.org/version> "{record["version"]}"{end}'
    )


def _own_terms(record: Record, work: str, end: str) -> str:
    s = f"<{work}> <https://w3id.org/press-archive/ns#"
    changes = _numbers(work, "changes", record["changes"])
    contacts = _numbers(work, "contacts", record["contacts"])
    issuers = _numbers(work, "issuers", record["issuers"])
    relations = _numbers(work, "relations", record["relations"])
    subjects = _numbers(work, "subjects", record["subjects"])
    return (
        f"{_lines(f'{s}change> ', changes, end)}"
        f"{_lines(f'{s}contact> ', contacts, end)}"
        f'{s}datelineDate> "{record["dateline"]["date"]}{_DATE}{end}'
        f'{s}issuedCertainty> "{record["dates"]["issued"]["certainty"]}"{end}'
        f"{_lines(f'{s}issuer> ', issuers, end)}"
        f"{_lines(f'{s}relation> ', relations, end)}"
        f'{s}status> "{record["status"]}"{end}'
        f"{_lines(f'{s}subject> ', subjects, end)}"
    )


def _edition(record: Record, work: str, end: str) -> str:
    version = record["version"]
    s = f"<{work}/v{version}> "
    return (
        f"{s}<http://www.w3.org/1999/02/22-rdf-syntax-ns#type> <http://www.w3.org/ns/prov#Entity>"
        f'{end}{s}<http://www.w3.org/ns/prov#generatedAtTime> "{record["versionCreated"]}'
        f"{_MOMENT}{end}{s}<http://www.w3.org/ns/prov#specializationOf> <{work}>{end}"
        f"{s}<http://www.w3.org/ns/prov#wasRevisionOf> <{work}/v{version - 1}>{end}"
    )


def _changes(record: Record, work: str, end: str, said: str) -> list[str]:
    blocks = []
    for number, one in enumerate(record["changes"], 1):
        s = f"<{work}#changes.{number}> "
        corrects = one["kind"] == "correction"
        kind = f"{s}{_TYPE}CorrectionComment>{end}" if corrects else ""
        blocks.append(
            f'{kind}{s}<https://schema.org/position> "{number}{_INTEGER}{end}'
            f"{s}<https://schema.org/text> {one['note']}{said}"
            f'{s}<https://w3id.org/press-archive/ns#at> "{one["at"]}{_MOMENT}{end}'
            f'{s}<https://w3id.org/press-archive/ns#changeKind> "{one["kind"]}"{end}'
            f'{s}<https://w3id.org/press-archive/ns#version> "{one["version"]}{_INTEGER}{end}'
        )
    return blocks


def _quotes(record: Record, work: str, end: str, said: str) -> list[str]:
    blocks = []
    for number, one in enumerate(record["quotes"], 1):
        s = f"<{work}#{one['id']}> "
        speaker = f"<{work}#{one['speaker']}>"
        first, last = one["span"]
        written = one["speakerAsWritten"]
        blocks.append(
            f"{s}{_TYPE}Quotation>{end}"
            f"{s}<https://schema.org/creator> {speaker}{end}"
            f"{s}<https://schema.org/isPartOf> <{work}>{end}"
            f'{s}<https://schema.org/position> "{number}{_INTEGER}{end}'
            f"{s}<https://schema.org/spokenByCharacter> {speaker}{end}"
            f"{s}<https://schema.org/text> {one['text']}{said}"
            f'{s}<https://w3id.org/press-archive/ns#quoteKind> "{one["kind"]}"{end}'
            f'{s}<https://w3id.org/press-archive/ns#saidOn> "{one["saidOn"]}{_DATE}{end}'
            f'{s}<https://w3id.org/press-archive/ns#span> "char={first},{last}"{end}'
            f"{s}<https://w3id.org/press-archive/ns#speakerAsWritten> {written}{end}"
            f"{s}<https://w3id.org/press-archive/ns#verb> {one['verb']}{end}"
        )
    return blocks


def _people(record: Record, work: str, end: str, said: str) -> list[str]:
    blocks = []
    for number, one in enumerate(record["people"], 1):
        s = f"<{work}#{one['id']}> "
        posts = _numbers(work, f"{one['id']}.roles", one["roles"])
        titles = [role["title"] for role in one["roles"]]
        organisations = [f"<{work}#{role['org']}>" for role in one["roles"]]
        certainty = _own(s, "certainty", one, end)
        blocks.append(
            f"{s}{_TYPE}Person>{end}"
            f"{_lines(f'{s}<https://schema.org/alternateName> ', one['aliases'], end)}"
            f"{_lines(f'{s}<https://schema.org/jobTitle> ', titles, said)}"
            f"{s}<https://schema.org/name> {one['name']}{end}"
            f'{s}<https://schema.org/position> "{number}{_INTEGER}{end}'
            f"{_lines(f'{s}<https://schema.org/worksFor> ', organisations, end)}{certainty}"
            f"{_lines(f'{s}<https://w3id.org/press-archive/ns#holds> ', posts, end)}"
        )
        blocks += [
            _post(role, f"<{work}#{one['id']}", place, end, said)
            for place, role in enumerate(one["roles"], 1)
        ]
    return blocks


def _own(subject: str, name: str, one: Record, end: str) -> str:
    """Return a plain value that not all have."""
    if name not in one:
        return ""
    return f'{subject}<https://w3id.org/press-archive/ns#{name}> "{one[name]}"{end}'


def _post(role: Record, person: str, number: int, end: str, said: str) -> str:
    s = f"{person}.roles.{number}> "
    relation = ""
    if "relation" in role:
        value = role["relation"]
        relation = f'{s}<https://w3id.org/press-archive/ns#roleRelation> "{value}"{end}'
    work = person.rpartition("#")[0]
    return (
        f"{s}<http://www.w3.org/1999/02/22-rdf-syntax-ns#type> "
        f"<http://www.w3.org/ns/org#Membership>{end}"
        f"{s}<http://www.w3.org/ns/org#member> {person}>{end}"
        f"{s}<http://www.w3.org/ns/org#organization> {work}#{role['org']}>{end}"
        f'{s}<https://schema.org/position> "{number}{_INTEGER}{end}'
        f'{s}<https://w3id.org/press-archive/ns#asOf> "{role["asOf"]}{_DATE}{end}'
        f"{relation}{s}<https://w3id.org/press-archive/ns#title> {role['title']}{said}"
    )


def _organisations(record: Record, work: str, end: str) -> list[str]:
    contacts = list(enumerate(record["contacts"], 1))
    blocks = []
    for number, one in enumerate(record["organisations"], 1):
        s = f"<{work}#{one['id']}> "
        kind = "GovernmentOrganization" if one["type"] in _PUBLIC_BODIES else "Organization"
        points = [
            f"<{work}#contacts.{place}>"
            for place, contact in contacts
            if contact["org"] == one["id"]
        ]
        parent = ""
        if "parent" in one:
            parent = f"{s}<https://schema.org/parentOrganization> <{work}#{one['parent']}>{end}"
        blocks.append(
            f"{s}{_TYPE}{kind}>{end}"
            f"{_lines(f'{s}<https://schema.org/alternateName> ', one['aliases'], end)}"
            f"{_lines(f'{s}<https://schema.org/contactPoint> ', points, end)}"
            f"{s}<https://schema.org/name> {one['name']}{end}{parent}"
            f'{s}<https://schema.org/position> "{number}{_INTEGER}{end}'
            f'{s}<https://w3id.org/press-archive/ns#orgType> "{one["type"]}"{end}'
        )
    return blocks


def _numbered(record: Record, work: str, end: str) -> list[str]:
    """Return identifiers, issuers, contacts and relations: members without a local id."""
    blocks = []
    for number, one in enumerate(record["identifiers"], 1):
        s = f"<{work}#identifiers.{number}> "
        blocks.append(
            f"{s}{_TYPE}PropertyValue>{end}"
            f'{s}<https://schema.org/position> "{number}{_INTEGER}{end}'
            f'{s}<https://schema.org/propertyID> "{one["scheme"]}"{end}'
            f"{s}<https://schema.org/value> {one['value']}{end}"
        )
    for number, one in enumerate(record["issuers"], 1):
        s = f"<{work}#issuers.{number}> "
        blocks.append(
            f'{s}<https://schema.org/position> "{number}{_INTEGER}{end}'
            f'{s}<https://w3id.org/press-archive/ns#certainty> "{one["certainty"]}"{end}'
            f"{s}<https://w3id.org/press-archive/ns#organisation> <{work}#{one['ref']}>{end}"
            f'{s}<https://w3id.org/press-archive/ns#role> "{one["role"]}"{end}'
        )
    for number, one in enumerate(record["contacts"], 1):
        s = f"<{work}#contacts.{number}> "
        blocks.append(
            f"{s}{_TYPE}ContactPoint>{end}"
            f"{s}<https://schema.org/contactType> {one['role']}{end}"
            f"{_lines(f'{s}<https://schema.org/email> ', one['emails'], end)}"
            f"{s}<https://schema.org/name> {one['name']}{end}"
            f'{s}<https://schema.org/position> "{number}{_INTEGER}{end}'
            f"{s}<https://w3id.org/press-archive/ns#organisation> <{work}#{one['org']}>{end}"
            f'{s}<https://w3id.org/press-archive/ns#visibility> "{one["visibility"]}"{end}'
        )
    for number, one in enumerate(record["relations"], 1):
        s = f"<{work}#relations.{number}> "
        blocks.append(
            f'{s}<https://schema.org/position> "{number}{_INTEGER}{end}'
            f'{s}<https://w3id.org/press-archive/ns#rel> "{one["rel"]}"{end}'
            f"{s}<https://w3id.org/press-archive/ns#target> <{one['target']}>{end}"
        )
    return blocks


def _places_and_events(record: Record, work: str, end: str) -> list[str]:
    blocks = []
    for number, one in enumerate(record["places"], 1):
        s = f"<{work}#{one['id']}> "
        within = ""
        if "within" in one:
            within = f"{s}<https://schema.org/containedInPlace> <{work}#{one['within']}>{end}"
        blocks.append(
            f"{s}{_TYPE}Place>{end}{within}"
            f"{s}<https://schema.org/name> {one['name']}{end}"
            f'{s}<https://schema.org/position> "{number}{_INTEGER}{end}'
            f'{s}<https://w3id.org/press-archive/ns#placeKind> "{one["kind"]}"{end}'
        )
    for number, one in enumerate(record["events"], 1):
        s = f"<{work}#{one['id']}> "
        organisers = [f"<{work}#{organiser}>" for organiser in one["organisers"]]
        blocks.append(
            f"{s}{_TYPE}Event>{end}"
            f"{s}<https://schema.org/location> <{work}#{one['place']}>{end}"
            f"{s}<https://schema.org/name> {one['name']}{end}"
            f"{_lines(f'{s}<https://schema.org/organizer> ', organisers, end)}"
            f'{s}<https://schema.org/position> "{number}{_INTEGER}{end}'
            f'{s}<https://schema.org/startDate> "{one["start"]}{_DATE}{end}'
            f'{s}<https://w3id.org/press-archive/ns#certainty> "{one["certainty"]}"{end}'
        )
    return blocks


def _subjects(record: Record, work: str, end: str) -> list[str]:
    blocks = []
    for number, one in enumerate(record["subjects"], 1):
        s = f"<{work}#subjects.{number}> "
        topic = f"<http://cv.iptc.org/newscodes/mediatopic/{one['code']}>"
        blocks.append(
            f"{s}{_TYPE}ListItem>{end}"
            f"{s}<https://schema.org/item> {topic}{end}"
            f'{s}<https://schema.org/position> "{number}{_INTEGER}{end}'
            f'{s}<https://w3id.org/press-archive/ns#code> "{one["code"]}"{end}'
            f'{s}<https://w3id.org/press-archive/ns#scheme> "{one["scheme"]}"{end}'
        )
        blocks.append(
            f"{topic} <http://www.w3.org/1999/02/22-rdf-syntax-ns#type> "
            f"<http://www.w3.org/2004/02/skos/core#Concept>{end}"
            f"{topic} {_TYPE}DefinedTerm>{end}"
            f'{topic} <https://schema.org/termCode> "{one["scheme"]}:{one["code"]}"{end}'
        )
    return blocks


def _attachments(record: Record, work: str, end: str, said: str) -> list[str]:
    blocks = []
    for number, one in enumerate(record["attachments"], 1):
        s = f"<{work}#{one['id']}> "
        blocks.append(
            f"{s}{_TYPE}{_MEDIA[one['kind']]}>{end}"
            f"{s}<https://schema.org/caption> {one['caption']}{said}"
            f'{s}<https://schema.org/contentSize> "{one["bytes"]}"{end}'
            f"{s}<https://schema.org/contentUrl> <{one['href']}>{end}"
            f'{s}<https://schema.org/encodingFormat> "{one["mediaType"]}"{end}'
            f'{s}<https://schema.org/position> "{number}{_INTEGER}{end}'
            f'{s}<https://schema.org/sha256> "{one["sha256"]}"{end}'
            f'{s}<https://w3id.org/press-archive/ns#mediaKind> "{one["kind"]}"{end}'
        )
    return blocks
