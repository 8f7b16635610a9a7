"""Our own items: ``contentMeta``."""

from __future__ import annotations

import re
from typing import Any

from archive.readers.newsml_g2.names import G2, LANG
from archive.readers.newsml_g2.own import (
    CERTAINTY,
    SPANS,
    Field,
    OwnDraft,
    Shape,
    number,
    part,
    shaped,
    truth,
)
from archive.readers.newsml_g2.own_meta import further_date
from archive.readers.newsml_g2.walk import Attributes, Element, attributes
from archive.vocabulary import SCHEME

_CODE = re.compile(r"[A-Za-z0-9._~-]*\Z", re.ASCII)
TYPES = {"genre:Press_Release": "press_release"}
ENTITIES = {
    "cpnat:person": "people", "cpnat:organisation": "organisations", "cpnat:geoArea": "places",
    "cpnat:poi": "places", "cpnat:event": "events",
}  # fmt: skip
"""Type of a concept → list of the record."""
ISSUER = Shape(
    uri=Field("ref", part, "uri"), related={"pa:role": Field("role"), "pa:certainty": CERTAINTY}
)
DATE_MENTION = Shape(
    value=Field("value"),
    related={
        "pa:asWritten": Field("asWritten"),
        "pa:certainty": CERTAINTY,
        "pa:yearFrom": Field("yearFrom"),
        "pa:weekdayMatches": Field("weekdayMatches", truth),
        "pa:span": SPANS,
    },
)
SOURCE = Shape(
    related={
        "pa:ref": Field("ref", part, "uri"),
        "pa:url": Field("url", attribute="uri"),
        "pa:certainty": CERTAINTY,
    }
)
ABOUT = Shape(uri=Field("org", part, "uri"), text="text")
_ENTITY = Shape(name="name")
MENTION = Shape(name="name", related={"pa:span": SPANS})
TOPIC = Shape(name="label", related={"pa:scheme": Field("scheme", attribute="uri")})
_NAMED = frozenset({"pa:quote", "pa:contact", "pa:attachment"})
"""Properties that say which asserts there are."""


def content_meta(element: Element, draft: OwnDraft) -> None:
    """Take what the content is, says and names."""
    draft.unadorned(element)
    draft.walk(element, _CONTENT_META)


# administration


def _urgency(element: Element, draft: OwnDraft) -> None:
    urgency = number(draft.text(element), (element, ""), draft, "/urgency")
    if urgency is not None:
        draft.put(draft.document, "urgency", urgency, element)
    draft.unadorned(element)


def _created(element: Element, draft: OwnDraft) -> None:
    _date(element, "created", draft)


def _modified(element: Element, draft: OwnDraft) -> None:
    _date(element, "modified", draft)


def _date(element: Element, name: str, draft: OwnDraft) -> None:
    said = draft.text(element)
    dates = draft.document.setdefault("dates", {})
    known = dates.setdefault(name, {})
    draft.came(dates, name, element)
    draft.put(known, "dateTime" if "T" in said else "edtf", said, element)
    draft.unadorned(element)


def _digital_source(element: Element, draft: OwnDraft) -> None:
    given = attributes(element)
    uri = given.pop("uri", None)
    if uri is not None:
        draft.put(draft.document, "digitalSource", uri, element)
    draft.bare(element, given)


def _located(element: Element, draft: OwnDraft) -> None:
    given = attributes(element)
    uri = given.pop("uri", None)
    if uri is not None:
        dateline = draft.document.setdefault("dateline", {})
        local = draft.local(uri, (element, "uri"), "/dateline/place")
        draft.put(dateline, "place", local, element)
    draft.bare(element, given)


def _issuer(element: Element, draft: OwnDraft) -> None:
    where = f"/issuers/{len(draft.document.get('issuers', ()))}"
    made = shaped(element, attributes(element), ISSUER, draft, where)
    draft.add(draft.document, "issuers", made, element)


def _contributor(element: Element, draft: OwnDraft) -> None:
    given = attributes(element)
    made: dict[str, Any] = {}
    where = draft.add(draft.document, "byline", made, element)
    _numbered(element, given, where, draft)
    role = draft.codes.take(given, "role")
    if role is not None:
        made["role"] = role.removeprefix("pa:")
    draft.rest(element, given)
    draft.walk(element, {f"{G2}name": _byline_name}, made)


def _byline_name(element: Element, draft: OwnDraft, made: dict[str, Any]) -> None:
    given = attributes(element)
    role = draft.codes.take(given, "role")
    field = "name" if role is None else "initials"
    if field == "initials":
        where = f"/byline/{len(draft.document['byline']) - 1}/initials"
        draft.copy((element, "role"), role, "pa:initials", where)
    draft.put(made, field, draft.text(element), element)
    draft.rest(element, given)


def _numbered(element: Element, given: Attributes, where: str, draft: OwnDraft) -> None:
    """Compare the IRI of a member of a list that has no local id: ``byline.1`` for the first."""
    _, field, place = where.split("/")
    uri = given.pop("uri", None)
    right = f"{draft.node}{field}.{int(place) + 1}"
    draft.copy((element, "uri" if uri is not None else ""), uri, right, where)


def _alt_id(element: Element, draft: OwnDraft) -> None:
    given = attributes(element)
    kind = given.pop("type", None)
    code = "" if kind is None else draft.codes.canonical(kind)
    said = draft.text(element)
    if code == "pa:slug" and "slug" not in draft.document:
        draft.put(draft.document, "slug", said, element)
    else:
        scheme = given.pop("typeuri", None) if kind is None else _scheme(code)
        made = {"value": said} if scheme is None else {"scheme": scheme, "value": said}
        draft.add(draft.document, "identifiers", made, element)
    draft.rest(element, given)


def _scheme(code: str) -> str:
    return code.removeprefix("pascheme:").removeprefix(SCHEME)


# description


def _language(element: Element, draft: OwnDraft) -> None:
    given = attributes(element)
    draft.repeat("language", element, given.pop("tag", None))
    draft.bare(element, given)


def _genre(element: Element, draft: OwnDraft) -> None:
    given = attributes(element)
    code = draft.codes.take(given, "qcode")
    if code is not None:
        kind = TYPES.get(code) or code.removeprefix("pa:")
        draft.put(draft.document, "type", kind, element)
    draft.bare(element, given)


def _keyword(element: Element, draft: OwnDraft) -> None:
    draft.add(draft.document, "keywords", draft.text(element), element)
    draft.unadorned(element)


def _subject(element: Element, draft: OwnDraft) -> None:
    given = attributes(element)
    kind = draft.codes.take(given, "type")
    if "why" in given or "whyuri" in given or "qcode" in given:
        _topic(element, given, kind, draft)
        return
    local = given.get("uri", "").rpartition("#")[2]
    if kind == "cpnat:abstract" or local.startswith("mentions."):
        _mention(element, given, kind, draft)
        return
    uri = given.pop("uri", None)
    said = shaped(element, given, _ENTITY, draft, "")
    draft.repeat("subject", element, (kind, uri, said.get("name")))


def _mention(element: Element, given: Attributes, kind: str | None, draft: OwnDraft) -> None:
    where = f"/mentions/{len(draft.document.get('mentions', ()))}"
    draft.copy((element, "type"), kind, "cpnat:abstract", where)
    _numbered(element, given, where, draft)
    draft.add(draft.document, "mentions", shaped(element, given, MENTION, draft, where), element)


def _topic(element: Element, given: Attributes, kind: str | None, draft: OwnDraft) -> None:
    where = f"/subjects/{len(draft.document.get('subjects', ()))}"
    draft.copy((element, "type"), kind, "cpnat:abstract", where)
    draft.copy((element, "why"), draft.codes.take(given, "why"), "why:direct", where)
    qcode, uri = given.pop("qcode", None), given.pop("uri", None)
    made = shaped(element, given, TOPIC, draft, where)
    draft.add(draft.document, "subjects", made, element)
    if qcode is not None:
        alias, _, code = draft.codes.canonical(qcode).partition(":")
        made |= {"scheme": alias, "code": code}
    elif uri is not None:
        scheme = made.get("scheme", "")
        if scheme and uri.startswith(scheme):
            made["code"] = uri[len(scheme) :]
            return
        cut = _CODE.search(uri)
        made["code"] = cut[0] if cut else ""
        draft.copy((element, "uri"), uri, scheme + made["code"], f"{where}/scheme")


def _headline(element: Element, draft: OwnDraft) -> None:
    given = attributes(element)
    role, rank = draft.codes.take(given, "role"), given.pop("rank", None)
    said = draft.text(element)
    spot = (element, "rank")
    if role is None:
        draft.put(draft.document, "headline", said, element)
        draft.copy(spot, rank, "1", "/headline")
    else:
        made = {"text": said, "role": role.removeprefix("pa:")}
        if LANG in given:
            made["language"] = given.pop(LANG)
        where = draft.add(draft.document, "alternativeHeadlines", made, element)
        draft.copy(spot, rank, str(len(draft.document["alternativeHeadlines"]) + 1), where)
    draft.rest(element, given)


def _dateline(element: Element, draft: OwnDraft) -> None:
    dateline = draft.document.setdefault("dateline", {})
    draft.came(draft.document, "dateline", element)
    draft.put(dateline, "text", draft.text(element), element)
    draft.unadorned(element)


def _credit(element: Element, draft: OwnDraft) -> None:
    source = draft.document.setdefault("source", {})
    draft.came(draft.document, "source", element)
    draft.put(source, "asWritten", draft.text(element), element)
    draft.unadorned(element)


def _summary(element: Element, draft: OwnDraft) -> None:
    given = attributes(element)
    role = draft.codes.take(given, "role")
    draft.put(draft.document, "summary", draft.text(element), element)
    draft.copy((element, "role"), role, "drol:summary", "/summary")
    draft.rest(element, given)


# properties


def _property(element: Element, draft: OwnDraft) -> None:
    given = attributes(element)
    rel = draft.codes.take(given, "rel") or ""
    if rel in _NAMED:
        draft.repeat(rel, element, given.pop("uri", None))
        draft.bare(element, given)
    elif rel in _PROPERTIES:
        _PROPERTIES[rel](element, given, draft)
    else:
        draft.left_out(element)


def _body_format(element: Element, given: Attributes, draft: OwnDraft) -> None:
    body = draft.document.setdefault("body", {})
    draft.put(body, "format", given.pop("value", None), element)
    draft.bare(element, given)


def _dateline_date(element: Element, given: Attributes, draft: OwnDraft) -> None:
    dateline = draft.document.setdefault("dateline", {})
    if "value" in given:
        draft.put(dateline, "date", given.pop("value"), element)
    draft.bare(element, given)


def _created_too(element: Element, given: Attributes, draft: OwnDraft) -> None:
    further_date(element, given, "created", draft)


def _modified_too(element: Element, given: Attributes, draft: OwnDraft) -> None:
    further_date(element, given, "modified", draft)


def _date_mention(element: Element, given: Attributes, draft: OwnDraft) -> None:
    dates = draft.document.setdefault("dates", {})
    where = f"/dates/mentions/{len(dates.get('mentions', ()))}"
    draft.add(dates, "mentions", shaped(element, given, DATE_MENTION, draft, where), element)


def _source(element: Element, given: Attributes, draft: OwnDraft) -> None:
    made = shaped(element, given, SOURCE, draft, "/source")
    source = draft.document.setdefault("source", {})
    draft.came(draft.document, "source", element)
    for name, value in made.items():
        draft.put(source, name, value, element)


def _about(element: Element, given: Attributes, draft: OwnDraft) -> None:
    where = f"/about/{len(draft.document.get('about', ()))}"
    draft.add(draft.document, "about", shaped(element, given, ABOUT, draft, where), element)


_PROPERTIES = {
    "pa:bodyFormat": _body_format,
    "pa:datelineDate": _dateline_date,
    "pa:created": _created_too,
    "pa:modified": _modified_too,
    "pa:dateMention": _date_mention,
    "pa:source": _source,
    "pa:about": _about,
}
_CONTENT_META = {
    f"{G2}urgency": _urgency,
    f"{G2}contentCreated": _created,
    f"{G2}contentModified": _modified,
    f"{G2}digitalSourceType": _digital_source,
    f"{G2}located": _located,
    f"{G2}infoSource": _issuer,
    f"{G2}contributor": _contributor,
    f"{G2}altId": _alt_id,
    f"{G2}language": _language,
    f"{G2}genre": _genre,
    f"{G2}keyword": _keyword,
    f"{G2}subject": _subject,
    f"{G2}headline": _headline,
    f"{G2}dateline": _dateline,
    f"{G2}creditline": _credit,
    f"{G2}description": _summary,
    f"{G2}contentMetaExtProperty": _property,
}
