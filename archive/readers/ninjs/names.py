"""Agents, topics and other names of a ninjs item."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

from archive.positions import pointer
from archive.readers.ninjs.item import Draft, Item, Where, is_iri, members
from archive.vocabulary import MEDIA_TOPICS, SCHEME

_CODE = re.compile(r"[A-Za-z0-9._~-]+", re.ASCII)
_SCHEME_NAME = re.compile(r"[a-z][a-z0-9.-]*", re.ASCII)
_JOINTS = ("/", "#", "=", ":")
"""What a scheme ends with if a code is put behind it to make an IRI."""
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
_PREFIXES = {"people": "p", "organisations": "org", "places": "pl", "events": "ev"}


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
    if literal not in (None, name):
        draft.unused(literal, at)
    draft.rest_of(one)
    return member


def entity(field: str, name: str, iri: str | None, where: Where, draft: Draft) -> dict[str, Any]:
    """Return the member of that name and IRI, which is added if there is none.

    What is named once with and once without an IRI is one thing; two IRIs are two things.
    """
    key = (field, name, iri or "")
    known = draft.known.get(key) or (draft.known.get((field, name)) if iri is None else None)
    if known is not None:
        return known
    bare = draft.known.pop((field, name, ""), None) if iri else None
    if bare is not None:
        bare["sameAs"] = [iri]
        draft.known[key] = bare
        return bare
    local, is_own = draft.local_id(_PREFIXES[field], iri)
    member: dict[str, Any] = {"id": local, "name": name}
    if field == "places":
        member["kind"] = "other"
    if iri and not is_own:
        member["sameAs"] = [iri]
    draft.add(field, member, where)
    draft.known[key] = member
    draft.known.setdefault((field, name), member)
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
    """Take the issuers: information sources, else the copyright holder, else the IRI's authority.

    The authority is the provider of a ``urn:newsml:`` (RFC 3085) or the host of a web address.
    """
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
    if key not in draft.known:
        draft.known[key] = {"ref": member["id"], "certainty": "inferred"}
        draft.add("issuers", draft.known[key], where)
        draft.say("L103", where, value=member["name"], source=source)


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
    keywords: set[str] = set()
    for one, place in members(value, where, draft):
        name = draft.line(*one.take("name"))
        scheme, code = _topic(one, draft)
        if code:
            label = {"label": name} if name else {}
            draft.add("subjects", {"scheme": scheme, "code": code} | label, place)
        elif name:
            keywords.add(name)
        else:
            draft.unused(one.value, place)
            continue
        literal, at = one.take("literal")
        if literal is not None and literal not in (name, code):
            draft.unused(literal, at)
        draft.rest_of(one)
    if keywords:
        draft.put("keywords", sorted(keywords), where)


def _topic(one: Item, draft: Draft) -> tuple[str, str]:
    """Return scheme and code of a topic, or nothing; ninjs 1 has both, later versions an IRI."""
    (uri, at), (scheme, scheme_at), (code, code_at) = map(one.take, ("uri", "scheme", "code"))
    if is_iri(uri):
        cut = max(uri.rfind("/"), uri.rfind("#")) + 1
        parts = (uri[:cut], uri[cut:])
    else:
        parts = (scheme if is_iri(scheme) else "", code if isinstance(code, str) else "")
    if not parts[0] or not _CODE.fullmatch(parts[1]):
        parts = ("", "")
    for value, where in ((uri, at), (scheme, scheme_at), (code, code_at)):
        if value is not None and value not in (*parts, "".join(parts)):
            draft.unused(value, where)
    return ("medtop" if parts[0] == MEDIA_TOPICS else parts[0]), parts[1]


def identifiers(item: Item, draft: Draft) -> None:
    """Take alternative ids and the slugline."""
    value, where = item.take("altids")
    if isinstance(value, dict):
        for role, one in value.items():
            _identifier((role, (*where, role)), (one, (*where, role)), draft)
    else:
        for one, place in members(value, where, draft):
            role, said = one.take("role"), one.take("value")
            if said[0] is None:
                draft.unused(one.value, place)
            else:
                _identifier(role if role[0] is not None else ("altid", place), said, draft)
                draft.rest_of(one)
    value, where = item.take("slugline")
    if value is not None:
        _identifier(("slugline", where), (value, where), draft)


def _identifier(role: tuple[Any, Where], value: tuple[Any, Where], draft: Draft) -> None:
    text = draft.line(*value)
    said = role[0].removeprefix(SCHEME) if isinstance(role[0], str) else ""
    scheme = said if is_iri(said) else said.lower().replace(" ", "-").replace("_", "-")
    if not is_iri(scheme) and not _SCHEME_NAME.fullmatch(scheme):
        draft.unusable(role[1], role[0])
        draft.unused(value[0], value[1])
    elif text is not None:
        if scheme != said:
            draft.mended(role[1], said, scheme)
        draft.add("identifiers", {"scheme": scheme, "value": text}, value[1])


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
    if is_iri(terms) and terms.startswith(("http://", "https://")):
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
        if value is not None and not is_ordinary(value):
            draft.unused(value, where)
