"""The homes of what stands before ``assert`` in an item that our writer wrote."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from archive import json_text
from archive.readers.newsml_g2 import own_content, own_meta
from archive.readers.newsml_g2.homes import (
    Handler,
    Home,
    Item,
    Said,
    as_date,
    as_text,
    as_value,
    definition,
    homes,
    name,
    other_name,
    passed,
    related,
    whole_number,
)
from archive.readers.newsml_g2.own import Shape

_LINK = {" href=": "href", " title=": "title", " contenttype=": "mediaType"}
_MOMENT = homes(own_meta.MOMENT)
_ISSUER = homes(own_content.ISSUER)
_MENTION = homes(own_content.MENTION)
_TOPIC = homes(own_content.TOPIC)
_BYLINE = {"name": Home("name"), "pa:initials": Home("initials")}


# history and rights


def _news_item(item: Item, said: Said, _text: str) -> None:
    guid, version, language = said[9], said[11], said[13]
    item.document = {"id": guid, "language": language, "version": whole_number(version)}
    item.node_size = len(guid) + len("#")


def _published(item: Item, _said: Said, _text: str) -> None:
    item.made = {}
    item.document["dates"] = {"issued": item.made}


def _timestamp(item: Item, _said: Said, text: str) -> None:
    item.made["dateTime" if "T" in text else "edtf"] = text


def _about_issue(item: Item, said: Said, _text: str) -> None:
    item.made[said[1].removeprefix("pa:")] = said[3]


def _rights(item: Item, _said: Said, _text: str) -> None:
    """Take rights: in ``itemMeta`` they are those of the attachment that was met last."""
    item.rights = {}
    holder = item.made if "attachments" in item.document else item.document
    holder["rights"] = item.rights


def _holder(item: Item, said: Said, _text: str) -> None:
    item.rights["holder"] = item.local(said[1])


def _notice(item: Item, _said: Said, text: str) -> None:
    item.rights["notice"] = text


# itemMeta


def _provider(item: Item, said: Said, _text: str) -> None:
    if " how=" not in said:
        item.document["provider"] = item.local(said[1])


def _embargoed(item: Item, _said: Said, text: str) -> None:
    item.document["embargo"] = {"until": text} if text else {}


def _pub_status(item: Item, said: Said, _text: str) -> None:
    item.status = said[1]


def _profile(item: Item, said: Said, _text: str) -> None:
    item.document["schemaVersion"] = said[1]


def _note(item: Item, said: Said, text: str) -> None:
    if " how=" not in said:
        item.document.setdefault("notes", []).append({"text": text})


def _link(item: Item, said: Said, _text: str) -> None:
    if said[1] == "irel:rightspolicy":
        item.rights["licence"] = said[3]
        return
    rel = own_meta.RELATIONS.get(said[1]) or said[1].removeprefix("pa:")
    item.made = {"rel": rel, "target": said[3]}
    if said[4] == " title=":
        item.made["title"] = said[5]
    item.document.setdefault("relations", []).append(item.made)


def _attachment(item: Item, said: Said, _text: str) -> None:
    item.made = {"id": said[1].partition("-")[2]}
    for before, value in zip(said[4::2], said[5::2], strict=False):
        if before == " size=":
            item.made["bytes"] = whole_number(value)
        else:
            item.made[_LINK[before]] = value
    item.document.setdefault("attachments", []).append(item.made)


def _hash(item: Item, _said: Said, text: str) -> None:
    item.made["sha256"] = text


def _words(item: Item, said: Said, text: str) -> None:
    item.made["alt" if said[1] == "pa:alt" else "caption"] = text


def _credit(item: Item, _said: Said, text: str) -> None:
    item.made["credit"] = text


# contentMeta


def _urgency(item: Item, _said: Said, text: str) -> None:
    item.document["urgency"] = whole_number(text)


def _digital_source(item: Item, said: Said, _text: str) -> None:
    item.document["digitalSource"] = said[1]


def _located(item: Item, said: Said, _text: str) -> None:
    item.document["dateline"] = {"place": item.local(said[1])}


def _issuer(item: Item, said: Said, _text: str) -> None:
    made = {"ref": item.local(said[1])}
    item.made, item.parts = made, _ISSUER.parts
    item.document.setdefault("issuers", []).append(made)


def _contributor(item: Item, said: Said, _text: str) -> None:
    made = {"role": said[3].removeprefix("pa:")} if len(said) > 3 else {}
    item.made, item.parts = made, _BYLINE
    item.document.setdefault("byline", []).append(made)


def _alt_id(item: Item, said: Said, text: str) -> None:
    if said[1] == "pa:slug":
        item.document["slug"] = text
    else:
        made = {"scheme": said[1].removeprefix("pascheme:"), "value": text}
        item.document.setdefault("identifiers", []).append(made)


def _genre(item: Item, said: Said, _text: str) -> None:
    item.document["type"] = own_content.TYPES.get(said[1]) or said[1].removeprefix("pa:")


def _keyword(item: Item, _said: Said, text: str) -> None:
    item.document.setdefault("keywords", []).append(text)


def _subject(item: Item, said: Said, _text: str) -> None:
    item.made = {}
    if len(said) > 5:
        item.parts = _TOPIC.parts
        item.document.setdefault("subjects", []).append(item.made)
        item.topics.append((item.made, said))
    else:
        item.parts = _MENTION.parts
        item.document.setdefault("mentions", []).append(item.made)


def topics(item: Item) -> None:
    """Name the topics, when their schemes are known."""
    for made, (_, _, attribute, code, *_) in item.topics:
        if attribute == " qcode=":
            made["scheme"], _, made["code"] = code.partition(":")
        else:
            made["code"] = code.removeprefix(made["scheme"])


def _headline(item: Item, said: Said, text: str) -> None:
    if len(said) == 3:
        item.document["headline"] = text
        return
    made = {"text": text, "role": said[-2].removeprefix("pa:")}
    if len(said) == 7:
        made["language"] = said[1]
    item.document.setdefault("alternativeHeadlines", []).append(made)


# properties


Property = Callable[[Item, Said], None]


def _one(field: str, shape: Shape) -> Property:
    known = homes(shape)

    def taken(item: Item, said: Said) -> None:
        item.open(item.document.setdefault(field, {}), known, said)

    return taken


def _each(field: str, shape: Shape, holder: str = "") -> Property:
    known = homes(shape)

    def taken(item: Item, said: Said) -> None:
        made: dict[str, Any] = {}
        whole = item.document.setdefault(holder, {}) if holder else item.document
        whole.setdefault(field, []).append(made)
        item.open(made, known, said)

    return taken


def _moment(field: str) -> Property:
    """Return what takes a date that no element holds, or what is said of one that does."""

    def taken(item: Item, said: Said) -> None:
        made = item.document.setdefault("dates", {}).setdefault(field, {})
        item.open(made, _MOMENT, said)
        if "T" in made.get("edtf", ""):
            made["dateTime"] = made.pop("edtf")

    return taken


def _simple(field: str, holder: str = "") -> Property:
    def taken(item: Item, said: Said) -> None:
        (item.document.setdefault(holder, {}) if holder else item.document)[field] = said[3]

    return taken


def _political(item: Item, said: Said) -> None:
    item.document["political"] = said[3] == "true"


def _extensions(item: Item, said: Said) -> None:
    item.document["extensions"], _ = json_text.read(said[3].encode())


def _repeated(_item: Item, _said: Said) -> None:
    """Pass over what names an assert."""


_PROPERTIES: dict[str, Property] = {
    **{
        rel: _each(field, shape) if field in own_meta.LISTS else _one(field, shape)
        for rel, (field, shape) in own_meta.SHAPES.items()
    },
    **{rel: _each(field, shape, "provenance") for rel, (field, shape) in own_meta.PIECES.items()},
    "pa:status": _simple("status"),
    "pa:political": _political,
    "pa:embargoNote": _simple("note", "embargo"),
    "pa:scheduledFor": _moment("scheduledFor"),
    "pa:expires": _moment("expires"),
    "pa:provenance": _one("provenance", own_meta.PROVENANCE),
    "pa:extensions": _extensions,
    "pa:bodyFormat": _simple("format", "body"),
    "pa:datelineDate": _simple("date", "dateline"),
    "pa:created": _moment("created"),
    "pa:modified": _moment("modified"),
    "pa:dateMention": _each("mentions", own_content.DATE_MENTION, "dates"),
    "pa:source": _one("source", own_content.SOURCE),
    "pa:about": _each("about", own_content.ABOUT),
    "pa:quote": _repeated,
    "pa:contact": _repeated,
    "pa:attachment": _repeated,
}


def _property(item: Item, said: Said, _text: str) -> None:
    _PROPERTIES[said[1]](item, said)


_PASSED = (
    "catalogRef href=", "catalog", "scheme alias=", "pubHistory", "itemMeta", "itemClass qcode=",
    "generator versioninfo=", "signal qcode=", "![CDATA[]]",
)  # fmt: skip
BEFORE_CONTENT: dict[str, Handler] = {
    **dict.fromkeys(_PASSED, passed),
    "newsItem xmlns=": _news_item,
    "published qcode=": _published,
    "timestamp": _timestamp,
    "publishedExtProperty rel=": _about_issue,
    "rightsInfo": _rights,
    "copyrightHolder uri=": _holder,
    "copyrightNotice": _notice,
    "provider uri=": _provider,
    "versionCreated": as_text("versionCreated"),
    "embargoed": _embargoed,
    "pubStatus qcode=": _pub_status,
    "profile versioninfo=": _profile,
    "edNote role=": _note,
    "expires": as_date("expires"),
    "link id=": _attachment,
    "link rel=": _link,
    "hash hashtypeuri=": _hash,
    "language tag=": as_value("language"),
    "description role=": _words,
    "creditline": _credit,
    "itemMetaExtProperty rel=": _property,
    "definition": definition,
    "related rel=": related,
}
"""What stands before ``contentMeta``."""
CONTENT_META: dict[str, Handler] = {
    "contentMeta": passed,
    "urgency": _urgency,
    "contentCreated": as_date("created"),
    "contentModified": as_date("modified"),
    "digitalSourceType uri=": _digital_source,
    "located uri=": _located,
    "infoSource uri=": _issuer,
    "contributor uri=": _contributor,
    "altId type=": _alt_id,
    "altId typeuri=": _alt_id,
    "language tag=": passed,
    "genre qcode=": _genre,
    "keyword": _keyword,
    "subject type=": _subject,
    "headline rank=": _headline,
    "headline xml:lang=": _headline,
    "dateline": as_text("text", "dateline"),
    "creditline": as_text("asWritten", "source"),
    "description role=": as_text("summary"),
    "contentMetaExtProperty rel=": _property,
    "definition": definition,
    "name": name,
    "name role=": other_name,
    "related rel=": related,
}
