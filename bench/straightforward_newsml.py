"""NewsML-G2 the straightforward way: a record becomes a tree with lxml.builder."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from typing import Any

from lxml import etree
from lxml.builder import ElementMaker

from archive.vocabulary import NEWSML_G2, PA, PROFILE, SCHEME, XHTML

_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
_CATALOG = "http://www.iptc.org/std/catalog/catalog.IPTC-G2-Standards_41.xml"
_SHA256 = "http://www.w3.org/2001/04/xmlenc#sha256"
_PUB_STATUS = {"published": "stat:usable", "withdrawn": "stat:canceled"}
_GENRES = {"press_release": "genre:Press_Release"}

E = ElementMaker(namespace=NEWSML_G2, nsmap={None: NEWSML_G2})
H = ElementMaker(namespace=XHTML, nsmap={None: XHTML})

Element = etree._Element
Record = dict[str, Any]


def item(record: Record) -> Element:
    """Return a record as a ``newsItem``."""
    work = record["id"]
    ids = f"r{hashlib.sha256(work.encode()).hexdigest()[:8]}v{record['version']}-"
    return E.newsItem(
        {
            "standard": "NewsML-G2",
            "standardversion": "2.35",
            "conformance": "power",
            "guid": work,
            "version": str(record["version"]),
            _LANG: record["language"],
        },
        E.catalogRef({"href": _CATALOG}),
        E.catalog(
            E.scheme({"alias": "pa", "uri": PA}),
            E.scheme({"alias": "pascheme", "uri": SCHEME}),
        ),
        _pub_history(record),
        _rights_info(record, work),
        _item_meta(record, work, ids),
        _content_meta(record, work),
        *[_person(person, work) for person in record["people"]],
        *[_organisation(organisation, work) for organisation in record["organisations"]],
        *[_place(place, work) for place in record["places"]],
        *[_event(event, work) for event in record["events"]],
        *[_quote(quote, work) for quote in record["quotes"]],
        *[_contact(contact, work, n) for n, contact in enumerate(record["contacts"], 1)],
        *[_attachment(attachment, work) for attachment in record["attachments"]],
        *[
            E.inlineRef({"idrefs": ids + quote["id"], "uri": f"{work}#{quote['speaker']}"})
            for quote in record["quotes"]
        ],
        _content_set(record, ids),
    )


def _property(kind: str, rel: str, value: str) -> Element:
    return E(f"{kind}ExtProperty", {"rel": f"pa:{rel}", "value": value})


def _reference(kind: str, rel: str, uri: str) -> Element:
    return E(f"{kind}ExtProperty", {"rel": f"pa:{rel}", "uri": uri})


def _related(rel: str, value: str) -> Element:
    return E.related({"rel": f"pa:{rel}", "value": value})


def _pub_history(record: Record) -> Element:
    issued = record["dates"]["issued"]
    return E.pubHistory(
        E.published(
            {"qcode": "pa:issued"},
            E.timestamp(issued["dateTime"]),
            _property("published", "certainty", issued["certainty"]),
        )
    )


def _rights_info(record: Record, work: str) -> Element:
    rights = record["rights"]
    return E.rightsInfo(
        E.copyrightHolder({"uri": f"{work}#{rights['holder']}"}),
        E.link({"rel": "irel:rightspolicy", "href": rights["licence"]}),
    )


def _item_meta(record: Record, work: str, ids: str) -> Element:
    schema_version = record["schemaVersion"]
    changes = [one for one in record["changes"] if one["version"] == record["version"]]
    corrected = any(one["kind"] == "correction" for one in changes)
    signal = "sig:correction" if corrected else "sig:update"
    issuer = record["issuers"][0]["ref"]
    return E.itemMeta(
        E.itemClass({"qcode": "ninat:text"}),
        E.provider({"uri": f"{work}#{issuer}", "how": "pa:derived"}),
        E.versionCreated(record["versionCreated"]),
        E.pubStatus({"qcode": _PUB_STATUS[record["status"]]}),
        E.generator({"versioninfo": schema_version}, "press-archive"),
        E.profile({"versioninfo": schema_version}, PROFILE),
        *[E.edNote({"role": "pa:changes", "how": "pa:derived"}, one["note"]) for one in changes],
        E.signal({"qcode": signal, "how": "pa:derived"}),
        *[_attachment_link(attachment, ids) for attachment in record["attachments"]],
        *[
            E.link({"rel": f"pa:{relation['rel']}", "href": relation["target"]})
            for relation in record["relations"]
        ],
        *[
            E.itemMetaExtProperty(
                {"rel": "pa:changes", "value": str(change["version"])},
                E.definition(change["note"]),
                _related("at", change["at"]),
                _related("changeKind", change["kind"]),
            )
            for change in record["changes"]
        ],
    )


def _attachment_link(attachment: Record, ids: str) -> Element:
    return E.link(
        {
            "id": ids + attachment["id"],
            "rel": "pa:attachment",
            "href": attachment["href"],
            "contenttype": attachment["mediaType"],
            "size": str(attachment["bytes"]),
        },
        E.hash({"hashtypeuri": _SHA256}, attachment["sha256"]),
        E.description({"role": "drol:caption"}, attachment["caption"]),
    )


def _content_meta(record: Record, work: str) -> Element:
    dateline = record["dateline"]
    return E.contentMeta(
        E.located({"uri": f"{work}#{dateline['place']}"}),
        *[
            E.infoSource(
                {"uri": f"{work}#{issuer['ref']}"},
                _related("role", issuer["role"]),
                _related("certainty", issuer["certainty"]),
            )
            for issuer in record["issuers"]
        ],
        *[
            E.altId({"type": f"pascheme:{identifier['scheme']}"}, identifier["value"])
            for identifier in record["identifiers"]
        ],
        E.language({"tag": record["language"]}),
        E.genre({"qcode": _GENRES[record["type"]]}),
        *[E.keyword(keyword) for keyword in record["keywords"]],
        *_subjects(record, work),
        E.headline({"rank": "1"}, record["headline"]),
        E.dateline(dateline["text"]),
        _property("contentMeta", "datelineDate", dateline["date"]),
        *[_reference("contentMeta", "quote", f"{work}#{one['id']}") for one in record["quotes"]],
        *[
            _reference("contentMeta", "contact", f"{work}#contacts.{number}")
            for number in range(1, len(record["contacts"]) + 1)
        ],
        *[
            _reference("contentMeta", "attachment", f"{work}#{attachment['id']}")
            for attachment in record["attachments"]
        ],
    )


def _subjects(record: Record, work: str) -> Iterator[Element]:
    for subject in record["subjects"]:
        qcode = f"{subject['scheme']}:{subject['code']}"
        yield E.subject({"type": "cpnat:abstract", "qcode": qcode, "why": "why:direct"})
    named = [("person", person) for person in record["people"]]
    named += [("organisation", organisation) for organisation in record["organisations"]]
    named += [(_place_type(place), place) for place in record["places"]]
    named += [("event", event) for event in record["events"]]
    for kind, one in named:
        yield E.subject(
            {"type": f"cpnat:{kind}", "uri": f"{work}#{one['id']}"}, E.name(one["name"])
        )


def _place_type(place: Record) -> str:
    return "poi" if place["kind"] == "venue" else "geoArea"


def _names(one: Record, kind: str) -> Iterator[Element]:
    """Yield what an assert begins with: the names, and what it is about."""
    yield E.name(one["name"])
    for alias in one.get("aliases", []):
        yield E.name({"role": "pa:alias"}, alias)
    yield E.type({"qcode": f"cpnat:{kind}"})


def _person(person: Record, work: str) -> Element:
    element = E("assert", {"uri": f"{work}#{person['id']}"}, *_names(person, "person"))
    for role in person["roles"]:
        holds = _reference("concept", "holds", f"{work}#{role['org']}")
        holds.append(_related("title", role["title"]))
        holds.append(_related("asOf", role["asOf"]))
        if "relation" in role:
            holds.append(_related("roleRelation", role["relation"]))
        element.append(holds)
    if "certainty" in person:
        element.append(_property("concept", "certainty", person["certainty"]))
    organisations = dict.fromkeys(role["org"] for role in person["roles"])
    details = E.personDetails()
    for organisation in organisations:
        uri = f"{work}#{organisation}"
        details.append(
            E.affiliation({"type": "cpnat:organisation", "uri": uri, "how": "pa:derived"})
        )
    element.append(details)
    return element


def _organisation(organisation: Record, work: str) -> Element:
    uri = f"{work}#{organisation['id']}"
    element = E("assert", {"uri": uri}, *_names(organisation, "organisation"))
    if "parent" in organisation:
        element.append(E.broader({"uri": f"{work}#{organisation['parent']}"}))
    element.append(_property("concept", "orgType", organisation["type"]))
    return element


def _place(place: Record, work: str) -> Element:
    uri = f"{work}#{place['id']}"
    element = E("assert", {"uri": uri}, *_names(place, _place_type(place)))
    if "within" in place:
        element.append(E.broader({"uri": f"{work}#{place['within']}"}))
    element.append(_property("concept", "placeKind", place["kind"]))
    return element


def _event(event: Record, work: str) -> Element:
    return E(
        "assert",
        {"uri": f"{work}#{event['id']}"},
        *_names(event, "event"),
        _property("concept", "certainty", event["certainty"]),
        E.eventDetails(
            E.dates(E.start(event["start"])),
            E.location({"uri": f"{work}#{event['place']}"}),
            *[E.organiser({"uri": f"{work}#{one}"}) for one in event["organisers"]],
        ),
    )


def _quote(quote: Record, work: str) -> Element:
    start, end = quote["span"]
    return E(
        "assert",
        {"uri": f"{work}#{quote['id']}"},
        _property("concept", "quoteKind", quote["kind"]),
        _property("concept", "span", f"char={start},{end}"),
        _property("concept", "speakerAsWritten", quote["speakerAsWritten"]),
        _property("concept", "verb", quote["verb"]),
        _property("concept", "saidOn", quote["saidOn"]),
    )


def _contact(contact: Record, work: str, number: int) -> Element:
    return E(
        "assert",
        {"uri": f"{work}#contacts.{number}"},
        E.name(contact["name"]),
        _property("concept", "role", contact["role"]),
        _reference("concept", "org", f"{work}#{contact['org']}"),
        _property("concept", "visibility", contact["visibility"]),
        E.personDetails(E.contactInfo(*[E.email(address) for address in contact["emails"]])),
    )


def _attachment(attachment: Record, work: str) -> Element:
    uri = f"{work}#{attachment['id']}"
    return E("assert", {"uri": uri}, _property("concept", "mediaKind", attachment["kind"]))


def _content_set(record: Record, ids: str) -> Element:
    language = record["language"]
    return E.contentSet(
        {"original": f"{ids}body.1"},
        E.inlineXML(
            {"id": f"{ids}body.1", "contenttype": "application/xhtml+xml"},
            H.html(
                {_LANG: language, "lang": language},
                H.head(H.title(record["headline"])),
                H.body(*_paragraphs(record, ids)),
            ),
        ),
    )


def _paragraphs(record: Record, ids: str) -> Iterator[Element]:
    """Yield the paragraphs of the body; a direct quotation lies within one and becomes a ``q``."""
    start = 0
    for paragraph in record["body"]["text"].split("\n\n"):
        element = H.p()
        done = 0
        for quote in record["quotes"]:
            first, last = quote["span"][0] - start, quote["span"][1] - start
            if first >= 0 and last <= len(paragraph):
                _add_text(element, paragraph[done:first])
                element.append(H.q({"id": ids + quote["id"]}, paragraph[first:last]))
                done = last
        _add_text(element, paragraph[done:])
        yield element
        start += len(paragraph) + 2


def _add_text(element: Element, text: str) -> None:
    if len(element):
        element[-1].tail = text
    else:
        element.text = text
