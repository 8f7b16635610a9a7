"""NewsML-G2 by templates."""

from __future__ import annotations

import hashlib
from typing import Any

from archive.vocabulary import NEWSML_G2, PA, PROFILE, SCHEME, XHTML

_CATALOG = "http://www.iptc.org/std/catalog/catalog.IPTC-G2-Standards_41.xml"
_PUB_STATUS = {"published": "usable", "withdrawn": "canceled"}
_HEAD = f"""\
<catalogRef href="{_CATALOG}"/>
<catalog>
<scheme alias="pa" uri="{PA}"/>
<scheme alias="pascheme" uri="{SCHEME}"/>
</catalog>
<pubHistory>
<published qcode="pa:issued">
<timestamp>"""

Record = dict[str, Any]


def item(record: Record) -> bytes:
    """Return a record as a ``newsItem``."""
    plain_work = record["id"]
    work = _text(plain_work)
    version = record["version"]
    ids = f"r{hashlib.sha256(plain_work.encode()).hexdigest()[:8]}v{version}-"
    issued = record["dates"]["issued"]
    rights = record["rights"]
    return f"""\
<?xml version="1.0" encoding="UTF-8"?>
<newsItem xmlns="{NEWSML_G2}" standard="NewsML-G2" standardversion="2.35" conformance="power" \
guid="{work}" version="{version}" xml:lang="{record["language"]}">
{_HEAD}{issued["dateTime"]}</timestamp>
<publishedExtProperty rel="pa:certainty" value="{issued["certainty"]}"/>
</published>
</pubHistory>
<rightsInfo>
<copyrightHolder uri="{work}#{rights["holder"]}"/>
<link rel="irel:rightspolicy" href="{_text(rights["licence"])}"/>
</rightsInfo>
{_item_meta(record, work, ids)}{_content_meta(record, work)}{_asserts(record, work)}\
{_content(record, work, ids)}</newsItem>
""".encode("latin-1")


def _text(text: str) -> str:
    """Return text escaped for elements and attributes; it has no line breaks and tabs there."""
    if not text.isascii():
        text = text.encode().decode("latin-1")
    if "&" in text:
        text = text.replace("&", "&amp;")
    if "<" in text or ">" in text or '"' in text:
        text = text.replace("<", "&lt;").replace(">", "&gt;").replace('"', "&quot;")
    return text


def _item_meta(record: Record, work: str, ids: str) -> str:
    schema_version = record["schemaVersion"]
    now = [change for change in record["changes"] if change["version"] == record["version"]]
    kind = "correction" if any(one["kind"] == "correction" for one in now) else "update"
    notes = [f'<edNote role="pa:changes" how="pa:derived">{_text(one["note"])}</edNote>\n'
             for one in now]  # fmt: skip
    links = [_link(attachment, ids) for attachment in record["attachments"]]
    relations = [f'<link rel="pa:{one["rel"]}" href="{_text(one["target"])}"/>\n'
                 for one in record["relations"]]  # fmt: skip
    changes = [_change(change) for change in record["changes"]]
    return f"""\
<itemMeta>
<itemClass qcode="ninat:text"/>
<provider uri="{work}#{record["issuers"][0]["ref"]}" how="pa:derived"/>
<versionCreated>{record["versionCreated"]}</versionCreated>
<pubStatus qcode="stat:{_PUB_STATUS[record["status"]]}"/>
<generator versioninfo="{schema_version}">press-archive</generator>
<profile versioninfo="{schema_version}">{PROFILE}</profile>
{"".join(notes)}<signal qcode="sig:{kind}" how="pa:derived"/>
{"".join(links)}{"".join(relations)}{"".join(changes)}</itemMeta>
"""


def _link(attachment: Record, ids: str) -> str:
    return f"""\
<link id="{ids}{attachment["id"]}" rel="pa:attachment" href="{_text(attachment["href"])}" \
contenttype="{attachment["mediaType"]}" size="{attachment["bytes"]}">
<hash hashtypeuri="http://www.w3.org/2001/04/xmlenc#sha256">{attachment["sha256"]}</hash>
<description role="drol:caption">{_text(attachment["caption"])}</description>
</link>
"""


def _change(change: Record) -> str:
    return (
        f'<itemMetaExtProperty rel="pa:changes" value="{change["version"]}">'
        f"<definition>{_text(change['note'])}</definition>"
        f'<related rel="pa:at" value="{change["at"]}"/>'
        f'<related rel="pa:changeKind" value="{change["kind"]}"/></itemMetaExtProperty>\n'
    )


def _content_meta(record: Record, work: str) -> str:
    dateline = record["dateline"]
    sources = [
        f'<infoSource uri="{work}#{one["ref"]}"><related rel="pa:role" value="{one["role"]}"/>'
        f'<related rel="pa:certainty" value="{one["certainty"]}"/></infoSource>\n'
        for one in record["issuers"]
    ]
    identifiers = [
        f'<altId type="pascheme:{one["scheme"]}">{_text(one["value"])}</altId>\n'
        for one in record["identifiers"]
    ]
    keywords = [f"<keyword>{_text(keyword)}</keyword>\n" for keyword in record["keywords"]]
    return f"""\
<contentMeta>
<located uri="{work}#{dateline["place"]}"/>
{"".join(sources)}{"".join(identifiers)}<language tag="{record["language"]}"/>
<genre qcode="genre:Press_Release"/>
{"".join(keywords)}{_subjects(record, work)}\
<headline rank="1">{_text(record["headline"])}</headline>
<dateline>{_text(dateline["text"])}</dateline>
<contentMetaExtProperty rel="pa:datelineDate" value="{dateline["date"]}"/>
{_members(record, work)}</contentMeta>
"""


def _subjects(record: Record, work: str) -> str:
    topics = [
        f'<subject type="cpnat:abstract" qcode="{one["scheme"]}:{one["code"]}" why="why:direct"/>\n'
        for one in record["subjects"]
    ]
    named = [("person", one) for one in record["people"]]
    named += [("organisation", one) for one in record["organisations"]]
    named += [(_place_type(one), one) for one in record["places"]]
    named += [("event", one) for one in record["events"]]
    things = [
        f'<subject type="cpnat:{kind}" uri="{work}#{one["id"]}">'
        f"<name>{_text(one['name'])}</name></subject>\n"
        for kind, one in named
    ]
    return "".join(topics) + "".join(things)


def _place_type(place: Record) -> str:
    return "poi" if place["kind"] == "venue" else "geoArea"


def _members(record: Record, work: str) -> str:
    members = [("quote", one["id"]) for one in record["quotes"]]
    members += [("contact", f"contacts.{n}") for n, _ in enumerate(record["contacts"], 1)]
    members += [("attachment", one["id"]) for one in record["attachments"]]
    return "".join(
        [f'<contentMetaExtProperty rel="pa:{rel}" uri="{work}#{name}"/>\n' for rel, name in members]
    )


def _asserts(record: Record, work: str) -> str:
    asserts = [_person(one, work) for one in record["people"]]
    asserts += [_organisation(one, work) for one in record["organisations"]]
    asserts += [_place(one, work) for one in record["places"]]
    asserts += [_event(one, work) for one in record["events"]]
    asserts += [_quote(one, work) for one in record["quotes"]]
    asserts += [_contact(one, work, number) for number, one in enumerate(record["contacts"], 1)]
    asserts += [_attachment(one, work) for one in record["attachments"]]
    return "".join(asserts)


def _start(one: Record, work: str, kind: str) -> str:
    aliases = [f'<name role="pa:alias">{_text(alias)}</name>\n' for alias in one.get("aliases", ())]
    return f"""\
<assert uri="{work}#{one["id"]}">
<name>{_text(one["name"])}</name>
{"".join(aliases)}<type qcode="cpnat:{kind}"/>
"""


def _property(rel: str, one: Record) -> str:
    """Return a property that not all have."""
    return f'<conceptExtProperty rel="pa:{rel}" value="{one[rel]}"/>\n' if rel in one else ""


def _person(person: Record, work: str) -> str:
    posts = [_post(role, work) for role in person["roles"]]
    organisations = dict.fromkeys(role["org"] for role in person["roles"])
    affiliations = [
        f'<affiliation type="cpnat:organisation" uri="{work}#{one}" how="pa:derived"/>\n'
        for one in organisations
    ]
    return f"""\
{_start(person, work, "person")}{"".join(posts)}{_property("certainty", person)}<personDetails>
{"".join(affiliations)}</personDetails>
</assert>
"""


def _post(role: Record, work: str) -> str:
    relation = ""
    if "relation" in role:
        relation = f'<related rel="pa:roleRelation" value="{role["relation"]}"/>'
    return (
        f'<conceptExtProperty rel="pa:holds" uri="{work}#{role["org"]}">'
        f'<related rel="pa:title" value="{_text(role["title"])}"/>'
        f'<related rel="pa:asOf" value="{role["asOf"]}"/>{relation}</conceptExtProperty>\n'
    )


def _organisation(organisation: Record, work: str) -> str:
    parent = ""
    if "parent" in organisation:
        parent = f'<broader uri="{work}#{organisation["parent"]}"/>\n'
    return f"""\
{_start(organisation, work, "organisation")}{parent}\
<conceptExtProperty rel="pa:orgType" value="{organisation["type"]}"/>
</assert>
"""


def _place(place: Record, work: str) -> str:
    within = f'<broader uri="{work}#{place["within"]}"/>\n' if "within" in place else ""
    return f"""\
{_start(place, work, _place_type(place))}{within}\
<conceptExtProperty rel="pa:placeKind" value="{place["kind"]}"/>
</assert>
"""


def _event(event: Record, work: str) -> str:
    organisers = [f'<organiser uri="{work}#{one}"/>\n' for one in event["organisers"]]
    return f"""\
{_start(event, work, "event")}<conceptExtProperty rel="pa:certainty" value="{event["certainty"]}"/>
<eventDetails>
<dates>
<start>{event["start"]}</start>
</dates>
<location uri="{work}#{event["place"]}"/>
{"".join(organisers)}</eventDetails>
</assert>
"""


def _quote(quote: Record, work: str) -> str:
    start, end = quote["span"]
    return f"""\
<assert uri="{work}#{quote["id"]}">
<conceptExtProperty rel="pa:quoteKind" value="{quote["kind"]}"/>
<conceptExtProperty rel="pa:span" value="char={start},{end}"/>
<conceptExtProperty rel="pa:speakerAsWritten" value="{_text(quote["speakerAsWritten"])}"/>
<conceptExtProperty rel="pa:verb" value="{_text(quote["verb"])}"/>
<conceptExtProperty rel="pa:saidOn" value="{quote["saidOn"]}"/>
</assert>
"""


def _contact(contact: Record, work: str, number: int) -> str:
    emails = [f"<email>{_text(address)}</email>\n" for address in contact["emails"]]
    return f"""\
<assert uri="{work}#contacts.{number}">
<name>{_text(contact["name"])}</name>
<conceptExtProperty rel="pa:role" value="{_text(contact["role"])}"/>
<conceptExtProperty rel="pa:org" uri="{work}#{contact["org"]}"/>
<conceptExtProperty rel="pa:visibility" value="{contact["visibility"]}"/>
<personDetails>
<contactInfo>
{"".join(emails)}</contactInfo>
</personDetails>
</assert>
"""


def _attachment(attachment: Record, work: str) -> str:
    return f"""\
<assert uri="{work}#{attachment["id"]}">
<conceptExtProperty rel="pa:mediaKind" value="{attachment["kind"]}"/>
</assert>
"""


def _content(record: Record, work: str, ids: str) -> str:
    language = record["language"]
    references = [
        f'<inlineRef idrefs="{ids}{one["id"]}" uri="{work}#{one["speaker"]}"/>\n'
        for one in record["quotes"]
    ]
    return f"""\
{"".join(references)}<contentSet original="{ids}body.1">
<inlineXML id="{ids}body.1" contenttype="application/xhtml+xml">\
<html xmlns="{XHTML}" xml:lang="{language}" lang="{language}">\
<head><title>{_text(record["headline"])}</title></head>\
<body><p>{_body(record, ids)}</p></body></html></inlineXML>
</contentSet>
"""


def _body(record: Record, ids: str) -> str:
    """Return the paragraphs; a direct quotation lies within one and becomes a ``q``."""
    text = record["body"]["text"]
    parts = []
    done = 0
    for quote in record["quotes"]:
        start, end = quote["span"]
        parts.append(_text(text[done:start]))
        parts.append(f'<q id="{ids}{quote["id"]}">{_text(text[start:end])}</q>')
        done = end
    parts.append(_text(text[done:]))
    return "".join(parts).replace("\n\n", "</p><p>")
