"""Agents, topics and other names of a ninjs item."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from archive.parsing.drafts import Draft, Item, Where, members
from archive.parsing.drafts_things import authority, entity, identifier, topic_in, topic_of
from archive.positions import pointer
from archive.readers.ninjs.item import is_iri

_JOINTS = ("/", "#", "=", ":")
"""What a scheme ends with if a code is put behind it to make an IRI."""
_SLUG = re.compile(r"[A-Za-z0-9._~-]{1,200}", re.ASCII)
_DEGREES = re.compile(r"-?[0-9]{1,3}(\.[0-9]{1,12})?", re.ASCII)
_OF_THE_FILE: dict[str, Callable[[Any], bool]] = {
    "representationtype": lambda value: value in ("full", "complete"),
    "standard": lambda value: (
        isinstance(value, dict)
        and value.get("name") == "ninjs"
        and set(value) <= {"name", "version", "schema"}
    ),
    "$schema": lambda value: isinstance(value, str) and "/ninjs-schema_" in value,
}
"""Fields that speak of the file, not of the news, and whether they say what is said anyway."""
_KINDS = {
    "people": ("people", "person"),
    "organisations": ("organisations", "organisation"),
    "places": ("places", "place"),
    "events": ("events", "event"),
}
"""Field of the record → its names in the versions of ninjs."""


def entities(item: Item, draft: Draft) -> None:
    """Take people, organisations, places, events and other names."""
    for field, names in _KINDS.items():
        value, where = item.take(*names)
        for one, place in members(value, where, draft):
            _named(one, place, field, draft)
    value, where = item.take("objects", "object")
    for one, place in members(value, where, draft):
        name = draft.line(*one.take("name"))
        if name is None:
            draft.unused(one.value, place)
            continue
        draft.add("mentions", {"name": name}, place)
        draft.rest_of(one)


def _named(one: Item, where: Where, field: str, draft: Draft) -> dict[str, Any] | None:
    """Take a person, organisation, place or event; return it, or nothing if it has no name."""
    name = draft.line(*one.take("name"))
    literal, at = one.take("literal")
    if name is None:
        name, literal = draft.line(literal, at), None
    if name is None:
        draft.unused(one.value, where)
        return None
    member = entity(field, name, _iri(one, draft), where, draft)
    if field == "places":
        _position(one, member, draft)
    draft.unused_unless(literal, at, is_known=literal == name)
    draft.rest_of(one)
    return member


def _iri(one: Item, draft: Draft) -> str | None:
    """Return the IRI of a thing; ninjs 1 has scheme and code, which are put together."""
    uri, at = one.take("uri")
    if is_iri(uri):
        return str(uri)
    if uri is not None:
        draft.unusable(at, uri)
    scheme, scheme_at = one.take("scheme")
    code, code_at = one.take("code")
    joined = f"{scheme}{code}" if isinstance(code, str) else ""
    if is_iri(scheme) and scheme.endswith(_JOINTS) and is_iri(joined):
        draft.say("L103", code_at, value=joined, source="scheme + code")
        return joined
    for value, where in ((scheme, scheme_at), (code, code_at)):
        if value is not None:
            draft.unused(value, where)
    return None


def _position(one: Item, place: dict[str, Any], draft: Draft) -> None:
    """Take the position from a point of GeoJSON (RFC 7946), where longitude comes first."""
    geo, where = one.take("geojson")
    point = geo.get("coordinates") if isinstance(geo, dict) else None
    if geo == {"type": "Point", "coordinates": point} and _is_position(point):
        place["lon"], place["lat"] = map(repr, point or ())
    elif geo is not None:
        draft.unused(geo, where)


def _is_position(point: Any) -> bool:
    return (
        isinstance(point, list)
        and len(point) == 2
        and all(type(one) in (int, float) and _DEGREES.fullmatch(repr(one)) for one in point)
        and abs(point[0]) <= 180
        and abs(point[1]) <= 90
    )


def issuers(item: Item, draft: Draft) -> None:
    """Take the issuers: information sources, else the copyright holder, else who gave the IRI."""
    value, where = item.take("infosources", "infosource")
    for one, place in members(value, where, draft):
        member = _named(one, place, "organisations", draft)
        if member is not None:
            _issuer(member, place, "infosource", draft)
    if "issuers" in draft.document:
        return
    holder, place = item.take("copyrightholder")
    name, source = draft.line(holder, place), "copyrightholder"
    if name is None:
        name, source = authority(draft.document.get("id", "")), "uri"
        place = item.take("uri")[1]
    if name is not None:
        _issuer(entity("organisations", name, None, place, draft), place, source, draft)


def _issuer(member: dict[str, Any], where: Where, source: str, draft: Draft) -> None:
    key = ("issuers", member["id"])
    if key in draft.known:
        draft.passed(member["name"], where)
    else:
        draft.known[key] = {"ref": member["id"], "certainty": "inferred"}
        draft.add("issuers", draft.known[key], where)
        draft.say("L103", where, value=member["name"], source=source)


def topics(item: Item, draft: Draft) -> None:
    """Take subjects with a code as topics; those with nothing but a name are keywords."""
    value, where = item.take("subjects", "subject")
    keywords: set[str] = set()
    for one, place in members(value, where, draft):
        name = draft.line(*one.take("name"))
        scheme, code = _topic(one, draft)
        if code:
            label = {"label": name} if name else {}
            draft.add("subjects", {"scheme": scheme, "code": code} | label, place)
        elif name:
            if name in keywords:
                draft.passed(name, place)
            keywords.add(name)
        else:
            draft.unused(one.value, place)
            continue
        literal, at = one.take("literal")
        draft.unused_unless(literal, at, is_known=literal in (name, code) and literal != "")
        draft.rest_of(one)
    if keywords:
        draft.put("keywords", sorted(keywords), where)


def _topic(one: Item, draft: Draft) -> tuple[str, str]:
    """Return scheme and code of a topic, or nothing; ninjs 1 has both, later versions an IRI."""
    (uri, at), (scheme, scheme_at), (code, code_at) = map(one.take, ("uri", "scheme", "code"))
    if is_iri(uri):
        found = topic_of(uri)
        known = (uri[: len(uri) - len(found[1])], found[1], uri)
    else:
        found = topic_in(scheme if is_iri(scheme) else "", code if isinstance(code, str) else "")
        known = (scheme, code, None)
    for number, (value, where) in enumerate(((uri, at), (scheme, scheme_at), (code, code_at))):
        is_known = value is not None and found[1] != "" and value in known
        if not is_known or is_iri(uri) != (number == 0):  # not what the topic was taken from
            draft.unused_unless(value, where, is_known=is_known)
    return found


def identifiers(item: Item, draft: Draft) -> None:
    """Take alternative ids and the slugline; that of our own items is the slug."""
    value, where = item.take("altids")
    if isinstance(value, dict):
        for role, one in value.items():
            identifier((role, (*where, role)), (one, (*where, role)), draft)
    else:
        for one, place in members(value, where, draft):
            role, said = one.take("role"), one.take("value")
            if said[0] is None:
                draft.unused(one.value, place)
            else:
                identifier(role if role[0] is not None else ("altid", place), said, draft)
                draft.rest_of(one)
    value, where = item.take("slugline")
    if draft.is_own and isinstance(value, str) and _SLUG.fullmatch(value):
        draft.put("slug", value, where)
    elif value is not None:
        identifier(("slugline", where), (value, where), draft)


def rights(one: Item, holder_of: dict[str, Any], where: str, draft: Draft) -> None:
    """Put who holds which rights into what is at a pointer of the document."""
    said: dict[str, str] = {}
    holder, at = one.take("copyrightholder")
    if name := draft.line(holder, at):
        is_person = ("people", name) in draft.known and ("organisations", name) not in draft.known
        field = "people" if is_person else "organisations"
        said["holder"] = entity(field, name, None, at, draft)["id"]
        draft.moved[f"{where}/rights/holder"] = pointer(at)
    notice, at = one.take("copyrightnotice")
    if line := draft.line(notice, at):
        said["notice"] = line
        draft.moved[f"{where}/rights/notice"] = pointer(at)
    terms, at = one.take("usageterms")
    if is_iri(terms) and (draft.is_own or terms.startswith(("http://", "https://"))):
        said["licence"] = terms
        draft.moved[f"{where}/rights/licence"] = pointer(at)
    elif terms is not None:
        draft.unused(terms, at)
    if said:
        holder_of["rights"] = said


def file_fields(one: Item, draft: Draft) -> None:
    """Take what says no more than that this is a whole item of ninjs; name what says else."""
    for name, is_ordinary in _OF_THE_FILE.items():
        value, where = one.take(name)
        draft.unused_unless(value, where, is_known=value is not None and is_ordinary(value))
