"""Agents, topics, files and other names of a ninjs item."""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import urlsplit

from archive.readers.ninjs.item import Draft, Item, Where, is_iri, members
from archive.vocabulary import MEDIA_TOPICS, SCHEME

_LOCAL = re.compile(r"[a-z][a-z0-9-]{0,63}", re.ASCII)
_CODE = re.compile(r"[A-Za-z0-9._~-]+", re.ASCII)
_SCHEME_NAME = re.compile(r"[a-z][a-z0-9.-]*", re.ASCII)
_MEDIA = {"picture": "photo", "photo": "photo", "video": "video", "audio": "audio",
          "graphic": "photo", "component": "document"}  # fmt: skip
_RENDITIONS = {"highres": "highRes", "web": "web", "thumbnail": "thumbnail", "print": "print"}
_LARGEST = ("original", "highres", "web", "preview")
_CREDITS = ("by", "byline", "copyrightholder")


def entities(item: Item, draft: Draft) -> None:
    """Take people, organisations, places, events and other names."""
    for names, field, prefix in (
        (("people", "person"), "people", "p"),
        (("organisations", "organisation"), "organisations", "org"),
        (("places", "place"), "places", "pl"),
        (("events", "event"), "events", "ev"),
    ):
        value, where = item.take(*names)
        for one, place in members(value, where, draft):
            _entity(one, place, field, prefix, draft)
    value, where = item.take("objects", "object")
    for one, place in members(value, where, draft):
        name = draft.line(*one.take("name", "literal"))
        if name:
            draft.add("mentions", {"name": name}, place)
        _name_rest(one, draft)


def _entity(one: Item, where: Where, field: str, prefix: str, draft: Draft) -> None:
    name = draft.line(*one.take("name", "literal"))
    if name is None:
        draft.unusable(where, "")
        return
    uri, at = one.take("uri")
    number = len(draft.document.get(field, ())) + 1
    local = own_local_id(uri, draft)
    member: dict[str, Any] = {"id": local or f"{prefix}-{number}", "name": name}
    if field == "places":
        member["kind"] = "other"
    if local is None and is_iri(uri):
        member["sameAs"] = [uri]
    elif local is None and uri is not None:
        draft.unusable(at, uri)
    if any(known["name"] == name for known in draft.document.get(field, ())):
        return
    one.leave("literal")
    draft.add(field, member, where)
    _name_rest(one, draft)


def _name_rest(one: Item, draft: Draft) -> None:
    for _, place in one.untouched():
        draft.unused(place)


def own_local_id(uri: Any, draft: Draft) -> str | None:
    """Return the local id that an IRI of our own making ends with."""
    work = draft.document.get("id")
    if not isinstance(uri, str) or not work or not uri.startswith(f"{work}#"):
        return None
    local = uri.removeprefix(f"{work}#")
    return local if _LOCAL.fullmatch(local) else None


def organisation(name: str, where: Where, draft: Draft, uri: Any = None) -> str:
    """Return the local id of an organisation of that name, which is added if there is none."""
    known = draft.document.setdefault("organisations", [])
    for one in known:
        if one["name"] == name:
            return str(one["id"])
    local = own_local_id(uri, draft)
    taken = {one["id"] for one in known}
    number = len(known) + 1
    while local is None or local in taken:
        local = f"org-{number}"
        number += 1
    member: dict[str, Any] = {"id": local, "name": name}
    if own_local_id(uri, draft) is None and is_iri(uri):
        member["sameAs"] = [uri]
    draft.add("organisations", member, where)
    return local


def issuers(item: Item, draft: Draft, holder: tuple[Any, Where]) -> None:
    """Take the issuers: information sources, else the copyright holder, else the IRI's authority.

    The authority is the provider of a ``urn:newsml:`` (RFC 3085) or the host of a web address.
    """
    value, where = item.take("infosources", "infosource")
    for one, place in members(value, where, draft):
        name = draft.line(*one.take("name", "literal"))
        uri, _ = one.take("uri")
        if name:
            ref = organisation(name, place, draft, uri)
            draft.add("issuers", {"ref": ref, "certainty": "inferred"}, place)
            draft.say("L103", place, value=name, source="infosource")
        _name_rest(one, draft)
    if "issuers" in draft.document:
        return
    name, place, source = draft.line(*holder), holder[1], "copyrightholder"
    if name is None:
        name, place, source = authority(draft.document.get("id", "")), ("uri",), "uri"
    if name is not None:
        ref = organisation(name, place, draft)
        draft.add("issuers", {"ref": ref, "certainty": "inferred"}, place)
        draft.say("L103", place, value=name, source=source)


def authority(work: str) -> str | None:
    """Return who gave an IRI: never a date, only the provider or host.

    >>> authority("urn:newsml:addb.no:20110316:2"), authority("http://tt.se/a"), authority("urn:x")
    ('addb.no', 'tt.se', None)
    """
    if work.lower().startswith("urn:newsml:"):
        return work.split(":")[2] or None
    if work.startswith(("http://", "https://")):
        return urlsplit(work).hostname
    return None


def topics(item: Item, draft: Draft) -> None:
    """Take subjects with a code as topics; those with nothing but a name are keywords."""
    value, where = item.take("subjects", "subject")
    keywords = set()
    for one, place in members(value, where, draft):
        name = draft.line(*one.take("name"))
        uri, _ = one.take("uri")
        scheme, code = _topic(uri)
        one.leave("rel")
        if code:
            label = {"label": name} if name else {}
            draft.add("subjects", {"scheme": scheme, "code": code} | label, place)
        elif name:
            keywords.add(name)
        literal, at = one.take("literal")
        if literal is not None and literal not in (name, code):
            draft.unused(at)
        _name_rest(one, draft)
    if keywords:
        draft.put("keywords", sorted(keywords), where)


def _topic(uri: Any) -> tuple[str, str]:
    """Return scheme and code of a topic's IRI, or nothing."""
    if not is_iri(uri):
        return "", ""
    cut = max(uri.rfind("/"), uri.rfind("#")) + 1
    scheme, code = uri[:cut], uri[cut:]
    if not cut or not _CODE.fullmatch(code):
        return "", ""
    return ("medtop" if scheme == MEDIA_TOPICS else scheme), code


def identifiers(item: Item, draft: Draft) -> None:
    """Take alternative ids and the slugline."""
    value, where = item.take("altids")
    if isinstance(value, dict):
        for role, one in value.items():
            _identifier(role, one, (*where, role), draft)
    else:
        for one, place in members(value, where, draft):
            _identifier(one.take("role")[0] or "altid", one.take("value")[0], place, draft)
            _name_rest(one, draft)
    value, where = item.take("slugline")
    if value is not None:
        _identifier("slugline", value, where, draft)


def _identifier(role: Any, value: Any, where: Where, draft: Draft) -> None:
    text = draft.line(value, where)
    scheme = str(role).removeprefix(SCHEME)
    named = scheme.lower().replace(" ", "-").replace("_", "-")
    if not _SCHEME_NAME.fullmatch(named) and not is_iri(scheme):
        draft.unusable(where, role)
    elif text is not None:
        named = scheme if is_iri(scheme) and ":" in scheme else named
        draft.add("identifiers", {"scheme": named, "value": text}, where)


def associations(item: Item, draft: Draft) -> None:
    """Take associated pictures and recordings as attachments, other items as related."""
    value, where = item.take("associations")
    for one, place in members(value, where, draft):
        kind = one.take("type")[0]
        if kind in _MEDIA or (kind is None and one.take("renditions")[0] is not None):
            _attachment(one, place, _MEDIA.get(str(kind), "other"), draft)
        else:
            _related(one, place, draft)


def _related(one: Item, where: Where, draft: Draft) -> None:
    uri, at = one.take("uri")
    if not is_iri(uri):
        draft.unusable(at if uri is not None else where, uri)
        return
    title = _first_text(one, "headline", "headlines", draft)
    named = {"title": title} if title else {}
    draft.add("relations", {"rel": "related", "target": uri} | named, where)
    one.leave("name")
    _name_rest(one, draft)


def _first_text(one: Item, single: str, several: str, draft: Draft) -> str | None:
    """Return a text that versions write either alone or in a list."""
    value, where = one.take(single)
    if value is not None:
        return draft.line(value, where)
    value, where = one.take(several)
    for member, _ in members(value, where, draft):
        text = draft.line(*member.take("value"))
        if text is not None:
            return text
    return None


def _attachment(one: Item, where: Where, kind: str, draft: Draft) -> None:
    value, at = one.take("renditions")
    files = [file for member, place in members(value, at, draft) if (file := _file(member, place, draft))]
    if not files:
        draft.unusable(where, "")
        return
    files.sort(key=lambda file: _LARGEST.index(file["role"]) if file["role"] in _LARGEST else 9)
    number = len(draft.document.get("attachments", ())) + 1
    local = own_local_id(one.take("uri")[0], draft)
    main = {key: part for key, part in files[0].items() if key != "role"}
    said: dict[str, Any] = {"id": local or f"a-{number}", "kind": kind, **main}
    for field, text in (
        ("title", _first_text(one, "headline", "headlines", draft)),
        ("caption", _first_text(one, "description_text", "descriptions", draft)),
        ("credit", draft.line(*one.take(*_CREDITS))),
    ):
        if text:
            said[field] = text
    if len(files) > 1:
        said["renditions"] = [
            {"name": _RENDITIONS.get(file["role"], "other")}
            | {key: part for key, part in file.items() if key != "role"}
            for file in files[1:]
        ]
    draft.add("attachments", said, where)
    one.leave("name", "version", "versioncreated", "representationtype", "pubstatus")
    _name_rest(one, draft)


def _file(one: Item, where: Where, draft: Draft) -> dict[str, Any] | None:
    """Return a rendition, with ``role`` beside what the record holds."""
    href, at = one.take("href")
    if not is_iri(href):
        draft.unusable(at if href is not None else where, href)
        return None
    said: dict[str, Any] = {"role": str(one.take("name")[0] or "").lower(), "href": href}
    media_type = one.take("contenttype", "mimetype")[0]
    if isinstance(media_type, str) and re.fullmatch(r"[a-z0-9+.-]+/[a-z0-9+.-]+", media_type):
        said["mediaType"] = media_type
    for field, name in (("bytes", "sizeinbytes"), ("width", "width"), ("height", "height")):
        value, place = one.take(name)
        if isinstance(value, int) and not isinstance(value, bool) and value >= 0:
            said[field] = value
        elif value is not None:
            draft.unusable(place, value)
    _name_rest(one, draft)
    return said
