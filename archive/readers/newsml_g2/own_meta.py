"""Our own items: history, rights and ``itemMeta``."""

from __future__ import annotations

from typing import Any

from archive import json_text
from archive.errors import UnreadableSource
from archive.readers.newsml_g2.names import G2
from archive.readers.newsml_g2.own import (
    Field,
    OwnDraft,
    Shape,
    moment,
    number,
    part,
    shaped,
    span,
    truth,
)
from archive.readers.newsml_g2.walk import Attributes, Element, attributes

_STATUS = {"stat:usable": "published", "stat:canceled": "withdrawn"}
RELATIONS = {"irel:seeAlso": "related", "irel:derivedFrom": "derivedFrom"}
SHA256 = "http://www.w3.org/2001/04/xmlenc#sha256"
MOMENT = Shape(
    value=Field("edtf"), related={"pa:certainty": Field("certainty"), "pa:note": Field("note")}
)
SHAPES = {
    "pa:statusHistory": ("statusHistory", Shape(
        value=Field("status"), text="note", related={
            "pa:at": Field("at"), "pa:reason": Field("reason"),
            "pa:replacedBy": Field("replacedBy", attribute="uri"),
        })),
    "pa:changes": ("changes", Shape(
        value=Field("version", number), text="note",
        related={"pa:at": Field("at"), "pa:changeKind": Field("kind")})),
    "pa:government": ("government", Shape(
        uri=Field("ref", part, "uri"), related={"pa:from": Field("from"), "pa:to": Field("to")})),
    "pa:access": ("access", Shape(value=Field("level"), related={"pa:until": Field("until")})),
    "pa:republisher": ("republisher", Shape(
        related={"pa:name": Field("name"), "pa:url": Field("url", attribute="uri")})),
}  # fmt: skip
"""Property → field of the record, and what it holds."""
LISTS = frozenset({"statusHistory", "changes"})
PROVENANCE = Shape(
    related={
        "pa:url": Field("url", attribute="uri"),
        "pa:archiveUrl": Field("archiveUrl", attribute="uri"),
        "pa:capturedAt": Field("capturedAt"),
        "pa:file": Field("file"),
        "pa:sha256": Field("sha256"),
        "pa:tool": Field("tool"),
        "pa:method": Field("method"),
    }
)
PIECES = {
    "pa:evidence": ("evidence", Shape(
        value=Field("span", span), related={"pa:pointer": Field("pointer")})),
    "pa:removed": ("removed", Shape(
        value=Field("span", span), text="text", related={"pa:removedKind": Field("kind")})),
}  # fmt: skip


# history and rights


def history(element: Element, draft: OwnDraft) -> None:
    """Take when the release was issued."""
    draft.unadorned(element)
    draft.walk(element, {f"{G2}published": _published})


def _published(element: Element, draft: OwnDraft) -> None:
    given = attributes(element)
    code = draft.codes.take(given, "qcode")
    dates = draft.document.setdefault("dates", {})
    if "issued" in dates:
        draft.left_out(element)
        return
    draft.copy((element, "qcode"), code, "pa:issued", "/dates/issued")
    draft.rest(element, given)
    issued: dict[str, Any] = {}
    draft.put(dates, "issued", issued, element)
    draft.walk(
        element,
        {f"{G2}timestamp": _timestamp, f"{G2}publishedExtProperty": _about_issue},
        issued,
    )


def _timestamp(element: Element, draft: OwnDraft, issued: dict[str, Any]) -> None:
    said = draft.text(element)
    draft.unadorned(element)
    draft.put(issued, "dateTime" if "T" in said else "edtf", said, element)


def _about_issue(element: Element, draft: OwnDraft, issued: dict[str, Any]) -> None:
    given = attributes(element)
    rel = draft.codes.take(given, "rel") or ""
    name = rel.removeprefix("pa:")
    if name not in ("dateTime", "edtf", "certainty", "note") or "value" not in given:
        draft.left_out(element)
        return
    draft.put(issued, name, given.pop("value"), element)
    draft.bare(element, given)


def rights(element: Element, draft: OwnDraft) -> None:
    """Take the rights in the item."""
    draft.put(draft.document, "rights", rights_of(element, draft, "/rights"), element)


def rights_of(element: Element, draft: OwnDraft, where: str) -> dict[str, Any]:
    """Return rights."""
    made: dict[str, Any] = {}
    draft.unadorned(element)
    draft.walk(element, _RIGHTS, made, where)
    return made


def _holder(element: Element, draft: OwnDraft, made: dict[str, Any], where: str) -> None:
    given = attributes(element)
    uri = given.pop("uri", None)
    if uri is not None:
        local = draft.local(uri, (element, "uri"), f"{where}/holder")
        draft.put(made, "holder", local, element)
    draft.bare(element, given)


def _notice(element: Element, draft: OwnDraft, made: dict[str, Any], where: str) -> None:  # noqa: ARG001
    draft.put(made, "notice", draft.text(element), element)
    draft.unadorned(element)


def _licence(element: Element, draft: OwnDraft, made: dict[str, Any], where: str) -> None:
    given = attributes(element)
    rel = draft.codes.take(given, "rel")
    href = given.pop("href", None)
    if href is not None:
        draft.copy((element, "rel"), rel, "irel:rightspolicy", f"{where}/licence")
        draft.put(made, "licence", href, element)
    draft.bare(element, given)


_RIGHTS = {
    f"{G2}copyrightHolder": _holder,
    f"{G2}copyrightNotice": _notice,
    f"{G2}link": _licence,
}


# itemMeta


def item_meta(element: Element, draft: OwnDraft) -> None:
    """Take the management of the item."""
    draft.unadorned(element)
    draft.walk(element, _ITEM_META)


def _item_class(element: Element, draft: OwnDraft) -> None:
    given = attributes(element)
    draft.repeat("itemClass", element, draft.codes.take(given, "qcode"))
    draft.bare(element, given)


def _provider(element: Element, draft: OwnDraft) -> None:
    given = attributes(element)
    uri = given.pop("uri", None)
    how = draft.codes.take(given, "how")
    draft.bare(element, given)
    if how is not None:
        draft.copy((element, "how"), how, "pa:derived", "/issuers/0/ref")
        draft.repeat("provider", element, uri)
    elif uri is not None:
        local = draft.local(uri, (element, "uri"), "/provider")
        draft.put(draft.document, "provider", local, element)


def _text_of(name: str) -> Any:
    """Return the handler of an element whose text is a field."""

    def take(element: Element, draft: OwnDraft) -> None:
        draft.put(draft.document, name, draft.text(element), element)
        draft.unadorned(element)

    return take


def _embargoed(element: Element, draft: OwnDraft) -> None:
    until = draft.text(element).strip()
    embargo = draft.document.setdefault("embargo", {})
    draft.came(draft.document, "embargo", element)
    if until:
        draft.put(embargo, "until", until, element)
    draft.unadorned(element)


def _pub_status(element: Element, draft: OwnDraft) -> None:
    given = attributes(element)
    draft.repeat("status", element, draft.codes.take(given, "qcode"))
    draft.bare(element, given)


def _generator(element: Element, draft: OwnDraft) -> None:
    given = attributes(element)
    draft.repeat("schemaVersion", element, given.pop("versioninfo", None))
    draft.copy((element, ""), draft.text(element), "press-archive", "")
    draft.rest(element, given)


def _profile(element: Element, draft: OwnDraft) -> None:
    given = attributes(element)
    version = given.pop("versioninfo", None)
    if version is not None:
        draft.put(draft.document, "schemaVersion", version, element)
    draft.repeat("profile", element, draft.text(element))
    draft.rest(element, given)


def _note(element: Element, draft: OwnDraft) -> None:
    given = attributes(element)
    role = draft.codes.take(given, "role")
    how = draft.codes.take(given, "how")
    said = draft.text(element)
    if how is not None or role == "pa:changes":
        draft.repeat("edNote", element, (role, how, said))
    else:
        where = draft.add(draft.document, "notes", {}, element)
        draft.put(draft.document["notes"][-1], "text", said, element)
        draft.copy((element, "role"), role, "pa:notes", where)
    draft.rest(element, given)


def _signal(element: Element, draft: OwnDraft) -> None:
    given = attributes(element)
    code, how = draft.codes.take(given, "qcode"), draft.codes.take(given, "how")
    draft.repeat("signal", element, (code, how))
    draft.bare(element, given)


def _expires(element: Element, draft: OwnDraft) -> None:
    said = draft.text(element)
    expires = draft.document.setdefault("dates", {}).setdefault("expires", {})
    draft.put(expires, "dateTime" if "T" in said else "edtf", said, element)
    draft.unadorned(element)


def _link(element: Element, draft: OwnDraft) -> None:
    given = attributes(element)
    rel = draft.codes.take(given, "rel") or ""
    if "id" in given or rel == "pa:attachment":
        _attachment(element, given, rel, draft)
    else:
        _relation(element, given, rel, draft)


def _relation(element: Element, given: Attributes, rel: str, draft: OwnDraft) -> None:
    made = {"rel": RELATIONS.get(rel) or rel.removeprefix("pa:")}
    draft.add(draft.document, "relations", made, element)
    for name, field in (("href", "target"), ("title", "title")):
        if name in given:
            made[field] = given.pop(name)
    draft.rest(element, given)
    draft.walk(element, {f"{G2}language": _language}, made, "")


def _attachment(element: Element, given: Attributes, rel: str, draft: OwnDraft) -> None:
    made: dict[str, Any] = {}
    where = draft.add(draft.document, "attachments", made, element)
    name = given.pop("id", None)
    if name is not None:
        made["id"] = draft.local_of_xml(name, (element, "id"), f"{where}/id")
    draft.copy((element, "rel"), rel, "pa:attachment", where)
    for name, field in (("href", "href"), ("title", "title"), ("contenttype", "mediaType")):
        if name in given:
            made[field] = given.pop(name)
    if "size" in given:
        size = number(given.pop("size"), (element, "size"), draft, f"{where}/bytes")
        if size is not None:
            made["bytes"] = size
    draft.rest(element, given)
    draft.walk(element, _IN_LINK, made, where)


def _language(element: Element, draft: OwnDraft, made: dict[str, Any], where: str) -> None:  # noqa: ARG001
    given = attributes(element)
    if "tag" in given:
        draft.put(made, "language", given.pop("tag"), element)
    draft.bare(element, given)


def _hash(element: Element, draft: OwnDraft, made: dict[str, Any], where: str) -> None:
    given = attributes(element)
    kind = given.pop("hashtypeuri", None)
    draft.copy((element, "hashtypeuri"), kind, SHA256, f"{where}/sha256")
    draft.put(made, "sha256", draft.text(element), element)
    draft.rest(element, given)


def _words(element: Element, draft: OwnDraft, made: dict[str, Any], where: str) -> None:
    given = attributes(element)
    role = draft.codes.take(given, "role")
    field = "alt" if role == "pa:alt" else "caption"
    if field == "caption":
        draft.copy((element, "role"), role, "drol:caption", f"{where}/caption")
    draft.put(made, field, draft.text(element), element)
    draft.rest(element, given)


def _credit(element: Element, draft: OwnDraft, made: dict[str, Any], where: str) -> None:  # noqa: ARG001
    draft.put(made, "credit", draft.text(element), element)
    draft.unadorned(element)


def _link_rights(element: Element, draft: OwnDraft, made: dict[str, Any], where: str) -> None:
    draft.put(made, "rights", rights_of(element, draft, f"{where}/rights"), element)


_IN_LINK = {
    f"{G2}hash": _hash,
    f"{G2}language": _language,
    f"{G2}description": _words,
    f"{G2}creditline": _credit,
    f"{G2}rightsInfo": _link_rights,
}


# properties of itemMeta


def _property(element: Element, draft: OwnDraft) -> None:
    given = attributes(element)
    rel = draft.codes.take(given, "rel") or ""
    if rel in SHAPES:
        name, shape = SHAPES[rel]
        _put_shaped(element, given, (name, shape), draft)
    elif rel in PIECES:
        name, shape = PIECES[rel]
        provenance = draft.document.setdefault("provenance", {})
        number_ = len(provenance.get(name, ()))
        made = shaped(element, given, shape, draft, f"/provenance/{name}/{number_}")
        draft.add(provenance, name, made, element)
    elif rel in _PROPERTIES:
        _PROPERTIES[rel](element, given, draft)
    else:
        draft.left_out(element)


def _put_shaped(
    element: Element, given: Attributes, known: tuple[str, Shape], draft: OwnDraft
) -> None:
    name, shape = known
    if name in LISTS:
        where = f"/{name}/{len(draft.document.get(name, ()))}"
        draft.add(draft.document, name, shaped(element, given, shape, draft, where), element)
    else:
        draft.put(draft.document, name, shaped(element, given, shape, draft, f"/{name}"), element)


def _provenance(element: Element, given: Attributes, draft: OwnDraft) -> None:
    made = shaped(element, given, PROVENANCE, draft, "/provenance")
    known = draft.document.setdefault("provenance", {})
    draft.came(draft.document, "provenance", element)
    for name, value in made.items():
        draft.put(known, name, value, element)


def _status(element: Element, given: Attributes, draft: OwnDraft) -> None:
    _simple(element, given, Field("status"), draft)


def _political(element: Element, given: Attributes, draft: OwnDraft) -> None:
    _simple(element, given, Field("political", truth), draft)


def _simple(element: Element, given: Attributes, one: Field, draft: OwnDraft) -> None:
    """Take a property that is a field of the record by itself."""
    made = shaped(element, given, Shape(value=one), draft, "")
    for name, value in made.items():
        draft.put(draft.document, name, value, element)


def _embargo_note(element: Element, given: Attributes, draft: OwnDraft) -> None:
    made = shaped(element, given, Shape(value=Field("note")), draft, "/embargo")
    embargo = draft.document.setdefault("embargo", {})
    for name, value in made.items():
        draft.put(embargo, name, value, element)


def _scheduled(element: Element, given: Attributes, draft: OwnDraft) -> None:
    made = moment(shaped(element, given, MOMENT, draft, "/dates/scheduledFor"))
    draft.put(draft.document.setdefault("dates", {}), "scheduledFor", made, element)


def _expiry(element: Element, given: Attributes, draft: OwnDraft) -> None:
    further_date(element, given, "expires", draft)


def further_date(element: Element, given: Attributes, name: str, draft: OwnDraft) -> None:
    """Take what the element of a date has no place for."""
    made = moment(shaped(element, given, MOMENT, draft, f"/dates/{name}"))
    dates = draft.document.setdefault("dates", {})
    known = dates.setdefault(name, {})
    draft.came(dates, name, element)
    for field, value in made.items():
        draft.put(known, field, value, element)


def _extensions(element: Element, given: Attributes, draft: OwnDraft) -> None:
    raw = given.pop("value", None)
    draft.bare(element, given)
    if raw is None:
        return
    try:
        value, _ = json_text.read(raw.encode("utf-8", "surrogatepass"))
    except UnreadableSource:
        draft.unusable((element, "value"), raw, "/extensions")
        return
    draft.put(draft.document, "extensions", value, element)


_PROPERTIES = {
    "pa:status": _status,
    "pa:political": _political,
    "pa:embargoNote": _embargo_note,
    "pa:scheduledFor": _scheduled,
    "pa:expires": _expiry,
    "pa:provenance": _provenance,
    "pa:extensions": _extensions,
}
_ITEM_META = {
    f"{G2}itemClass": _item_class,
    f"{G2}provider": _provider,
    f"{G2}versionCreated": _text_of("versionCreated"),
    f"{G2}embargoed": _embargoed,
    f"{G2}pubStatus": _pub_status,
    f"{G2}generator": _generator,
    f"{G2}profile": _profile,
    f"{G2}edNote": _note,
    f"{G2}signal": _signal,
    f"{G2}expires": _expires,
    f"{G2}link": _link,
    f"{G2}itemMetaExtProperty": _property,
}
