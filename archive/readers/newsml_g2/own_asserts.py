"""Our own items: ``assert``, what is known of each person, place, quotation, file and so on."""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from archive.readers.newsml_g2.names import G2, NAME, RELATED
from archive.readers.newsml_g2.own import (
    CERTAINTY,
    SPANS,
    Field,
    Known,
    OwnDraft,
    Shape,
    number,
    part,
    shaped,
    span,
    take,
    truth,
)
from archive.readers.newsml_g2.own_content import ENTITIES
from archive.readers.newsml_g2.walk import Attributes, Element, attributes

CODES = ("kemendagri", "iso3166-2", "geonames")
"""Schemes of codes of places; no other field of a place has one of these names."""
_TYPE = f"{G2}type"
_BROADER = f"{G2}broader"
_CONTACT = re.compile(r"contacts\.[0-9]+", re.ASCII)
_HOLDS = Shape(
    uri=Field("org", part, "uri"),
    related={
        "pa:title": Field("title"),
        "pa:asOf": Field("asOf"),
        "pa:from": Field("from"),
        "pa:to": Field("to"),
        "pa:acting": Field("acting", truth),
        "pa:roleRelation": Field("relation"),
        "pa:certainty": CERTAINTY,
        "pa:span": SPANS,
    },
)
_ATTENDANCE = Shape(
    related={
        "pa:people": Field("people", number),
        "pa:organisations": Field("organisations", number),
        "pa:asWritten": Field("asWritten"),
        "pa:who": Field("who", is_list=True),
        "pa:span": SPANS,
    }
)
_RENDITION = Shape(
    value=Field("name"),
    uri=Field("href", attribute="uri"),
    related={
        "pa:mediaType": Field("mediaType"),
        "pa:bytes": Field("bytes", number),
        "pa:sha256": Field("sha256"),
        "pa:width": Field("width", number),
        "pa:height": Field("height", number),
    },
)


Handler = Callable[[Element, OwnDraft, Known], None]


@dataclass(frozen=True, slots=True)
class _Kind:
    """A kind of thing: the properties and the elements that it can have."""

    properties: Mapping[str, Field | tuple[str, Shape]]
    """Property → its field; with a shape: the field and what stands in it."""
    elements: Mapping[str, Handler] = field(default_factory=dict)


def _into(name: str) -> Handler:
    """Return the handler of an element whose text is a field."""

    def taken(element: Element, draft: OwnDraft, known: Known) -> None:
        draft.put(known.made, name, draft.text(element), element)
        draft.unadorned(element)

    return taken


def _each(name: str) -> Handler:
    """Return the handler of an element whose text is a member of a list."""

    def taken(element: Element, draft: OwnDraft, known: Known) -> None:
        draft.add(known.made, name, draft.text(element), element)
        draft.unadorned(element)

    return taken


def _reference(name: str, *, is_list: bool = False) -> Handler:
    """Return the handler of an element that names a part of the work."""

    def taken(element: Element, draft: OwnDraft, known: Known) -> None:
        given = attributes(element)
        uri = given.pop("uri", None)
        if uri is None:
            draft.left_out(element)
            return
        local = draft.local(uri, (element, "uri"), f"{known.where}/{name}")
        if is_list:
            draft.add(known.made, name, local, element)
        else:
            draft.put(known.made, name, local, element)
        draft.bare(element, given)

    return taken


def _within(handlers: Mapping[str, Handler]) -> Handler:
    """Return the handler of an element that only holds others."""

    def taken(element: Element, draft: OwnDraft, known: Known) -> None:
        draft.unadorned(element)
        draft.walk(element, handlers, known)

    return taken


def _name(element: Element, draft: OwnDraft, known: Known) -> None:
    given = attributes(element)
    role = draft.codes.take(given, "role")
    said = draft.text(element)
    if role is None and "name" not in known.made:
        draft.put(known.made, "name", said, element)
    else:
        where = draft.add(known.made, "aliases", said, element)
        draft.copy((element, "role"), role, "pa:alias", known.where + where)
    draft.rest(element, given)


def _same_as(element: Element, draft: OwnDraft, known: Known) -> None:
    given = attributes(element)
    uri = given.pop("uri", None)
    if uri is not None:
        draft.add(known.made, "sameAs", uri, element)
    draft.bare(element, given)


def _line(element: Element, draft: OwnDraft, known: Known) -> None:
    """Take an organisation before or after this one."""
    given = attributes(element)
    rel, uri = draft.codes.take(given, "rel"), given.pop("uri", None)
    name = {"pa:predecessor": "predecessors", "pa:successor": "successors"}.get(rel or "")
    if name is None or uri is None:
        draft.left_out(element)
        return
    where = f"{known.where}/{name}/{len(known.made.get(name, ()))}"
    draft.add(known.made, name, draft.local(uri, (element, "uri"), where), element)
    draft.bare(element, given)


def _position(element: Element, draft: OwnDraft, known: Known) -> None:
    given = attributes(element)
    for attribute, name in (("latitude", "lat"), ("longitude", "lon")):
        if attribute in given:
            draft.put(known.made, name, given.pop(attribute), element)
    draft.bare(element, given)


def _affiliation(element: Element, draft: OwnDraft, known: Known) -> None:
    given = attributes(element)
    said = (given.pop("uri", None), draft.codes.take(given, "type"), draft.codes.take(given, "how"))
    draft.repeat("affiliation", element, (known.where, *said))
    draft.bare(element, given)


def _session_of(element: Element, draft: OwnDraft, known: Known) -> None:
    given = attributes(element)
    draft.repeat("narrower", element, (known.where, given.pop("uri", None)))
    draft.bare(element, given)


def _event_of(element: Element, draft: OwnDraft, known: Known) -> None:
    given = attributes(element)
    draft.repeat("broader", element, (known.made, given.pop("uri", None)))
    draft.bare(element, given)


_ALL = {NAME: _name, f"{G2}sameAs": _same_as}
_PLACE = _within({f"{G2}position": _position})
_WAYS = _within(
    {f"{G2}contactInfo": _within({f"{G2}email": _each("emails"), f"{G2}phone": _each("phones")})}
)
_SURE: dict[str, Field | tuple[str, Shape]] = {"pa:span": SPANS, "pa:certainty": CERTAINTY}
_PEOPLE = _Kind(
    {**_SURE, "pa:holds": ("roles", _HOLDS)},
    {**_ALL, f"{G2}personDetails": _within({f"{G2}affiliation": _affiliation})},
)
_ORGANISATIONS = _Kind(
    {**_SURE, "pa:orgType": Field("type"), "pa:from": Field("from"), "pa:to": Field("to")},
    {
        **_ALL,
        _BROADER: _reference("parent"),
        RELATED: _line,
        f"{G2}organisationDetails": _within(
            {f"{G2}founded": _into("from"), f"{G2}dissolved": _into("to")}
        ),
    },
)
_PLACES = _Kind(
    {
        **_SURE,
        "pa:placeKind": Field("kind"),
        **{f"pa:code.{scheme}": Field(scheme) for scheme in CODES},
    },
    {
        **_ALL,
        _BROADER: _reference("within"),
        f"{G2}geoAreaDetails": _PLACE,
        f"{G2}POIDetails": _PLACE,
    },
)
_EVENTS = _Kind(
    {
        **_SURE,
        "pa:attendance": ("attendance", _ATTENDANCE),
        "pa:start": Field("start"),
        "pa:end": Field("end"),
        "pa:place": Field("place", part, "uri"),
        "pa:organiser": Field("organisers", part, "uri", is_list=True),
    },
    {
        **_ALL,
        f"{G2}narrower": _session_of,
        f"{G2}eventDetails": _within(
            {
                f"{G2}dates": _within({f"{G2}start": _into("start"), f"{G2}end": _into("end")}),
                f"{G2}location": _reference("place"),
                f"{G2}organiser": _reference("organisers", is_list=True),
            }
        ),
    },
)
_SESSIONS = _Kind(
    {
        "pa:sessionKind": Field("kind"),
        "pa:speaker": Field("speakers", part, "uri", is_list=True),
        "pa:span": SPANS,
    },
    {NAME: _into("title"), _BROADER: _event_of},
)
_QUOTES = _Kind(
    {
        "pa:quoteKind": Field("kind"),
        "pa:span": Field("span", span),
        "pa:speakerAsWritten": Field("speakerAsWritten"),
        "pa:verb": Field("verb"),
        "pa:saidOn": Field("saidOn"),
        "pa:certainty": CERTAINTY,
    }
)
_CONTACTS = _Kind(
    {
        "pa:role": Field("role"),
        "pa:org": Field("org", part, "uri"),
        "pa:visibility": Field("visibility"),
        "pa:validUntil": Field("validUntil"),
    },
    {NAME: _into("name"), f"{G2}personDetails": _WAYS, f"{G2}organisationDetails": _WAYS},
)
_FILES = _Kind(
    {
        "pa:mediaKind": Field("kind"),
        "pa:width": Field("width", number),
        "pa:height": Field("height", number),
        "pa:rendition": ("renditions", _RENDITION),
    }
)
LISTS = {"roles": True, "renditions": True, "attendance": False}
KINDS = {
    "people": _PEOPLE, "organisations": _ORGANISATIONS, "places": _PLACES, "events": _EVENTS,
    "sessions": _SESSIONS, "quotes": _QUOTES, "contacts": _CONTACTS, "attachments": _FILES,
}  # fmt: skip
_SIGNS = {
    "pa:quoteKind": "quotes", "pa:speakerAsWritten": "quotes", "pa:visibility": "contacts",
    "pa:mediaKind": "attachments", "pa:rendition": "attachments", "pa:holds": "people",
    "pa:orgType": "organisations", "pa:placeKind": "places", "pa:sessionKind": "sessions",
}  # fmt: skip
"""Properties that show what an assert is about, where nothing else does."""


def asserts(draft: OwnDraft) -> None:
    """Take all asserts of an item, in their order."""
    kinds = _Kinds(draft)
    files: list[tuple[Element, dict[str, Any]]] = []
    for element in draft.asserts:
        given = attributes(element)
        uri = given.pop("uri", None)
        parts = draft.parts(element)
        list_, code = kinds.of(parts, uri)
        if list_ is None or uri is None:
            draft.left_out(element)
            continue
        where = f"/attachments/{len(files)}" if list_ == "attachments" else _where(list_, draft)
        made = {"id": draft.local(uri, (element, "uri"), f"{where}/id")}
        if given:
            draft.rest(element, given)
        known = Known(made, where)
        _read(parts, KINDS[list_], known, draft)
        if list_ == "attachments":
            files.append((element, made))
        else:
            _finish(element, list_, code, known, draft)
    _join_files(files, draft)


def _where(list_: str, draft: OwnDraft) -> str:
    if list_ == "sessions":
        event = len(draft.document.get("events", ())) - 1
        return f"/events/{event}/sessions/{draft.sessions.get(event, 0)}"
    return f"/{list_}/{len(draft.document.get(list_, ()))}"


class _Kinds:
    """Tells what asserts are about: by their type, by who else names them, by what they say."""

    def __init__(self, draft: OwnDraft) -> None:
        self._draft = draft
        self._codes = draft.codes
        self._named: dict[str, str] = {}
        for rel, list_ in (
            ("pa:quote", "quotes"), ("pa:contact", "contacts"), ("pa:attachment", "attachments"),
        ):  # fmt: skip
            self._named |= {uri: list_ for _, uri in draft.repeated(rel) if uri}
        self._subjects = {
            uri: ENTITIES[kind]
            for _, (kind, uri, _) in draft.repeated("subject")
            if kind in ENTITIES and uri
        }

    def of(self, parts: list[Element], uri: str | None) -> tuple[str | None, str | None]:
        """Return the list that an assert belongs to, and the type that it says it has."""
        code = None
        is_part = False
        for one in parts:
            if one.tag == _TYPE:
                given = attributes(one)
                code = self._codes.take(given, "qcode")
                self._draft.bare(one, given)
            elif one.tag == _BROADER:
                is_part = True
        list_ = ENTITIES.get(code or "")
        if list_ == "events" and is_part:
            return "sessions", code
        if list_ is not None:
            return list_, code
        list_ = self._named.get(uri or "") or self._subjects.get(uri or "")
        return list_ or next(self._shown(parts), None), code

    def _shown(self, parts: list[Element]) -> Iterator[str]:
        for one in parts:
            rel = self._codes.take(attributes(one), "rel") or ""
            if rel in _SIGNS:
                yield _SIGNS[rel]


_PROPERTY = f"{G2}conceptExtProperty"


def _read(parts: list[Element], kind: _Kind, known: Known, draft: OwnDraft) -> None:
    elements, properties, types = kind.elements, kind.properties, 0
    for child in parts:
        tag = child.tag
        if tag == _PROPERTY:
            given = attributes(child)
            one = properties.get(draft.codes.take(given, "rel") or "")
            if isinstance(one, Field) and one.attribute in given:
                take(child, given, one, known, draft)
                draft.bare(child, given)
            elif isinstance(one, tuple):
                _read_shaped(child, given, one, known, draft)
            else:
                draft.left_out(child)
        elif tag in elements:
            elements[tag](child, draft, known)
        elif tag == _TYPE and not types:
            types += 1  # read before
        else:
            draft.left_out(child)


def _read_shaped(
    element: Element, given: Attributes, one: tuple[str, Shape], known: Known, draft: OwnDraft
) -> None:
    """Take a property that has parts of its own."""
    (name, shape), made = one, known.made
    if LISTS[name]:
        inner = f"{known.where}/{name}/{len(made.get(name, ()))}"
        draft.add(made, name, shaped(element, given, shape, draft, inner), element)
    else:
        inner = f"{known.where}/{name}"
        draft.put(made, name, shaped(element, given, shape, draft, inner), element)


def _finish(element: Element, list_: str, code: str | None, known: Known, draft: OwnDraft) -> None:
    """Put what was read into the document."""
    made = known.made
    if list_ == "places":
        codes = {scheme: made.pop(scheme) for scheme in CODES if scheme in made}
        if codes:
            draft.put(made, "codes", codes, element)
    if list_ == "sessions":
        draft.copy((element, ""), code, "cpnat:event", known.where)
        event = len(draft.document.get("events", ())) - 1
        draft.sessions[event] = draft.sessions.get(event, 0) + 1
        draft.repeat("session", element, (event, made))
        return
    if list_ == "contacts":
        right = f"contacts.{len(draft.document.get('contacts', ())) + 1}"
        draft.copy((element, "uri"), made.pop("id"), right, known.where)
    elif list_ != "quotes":
        draft.repeat("type", element, (known.where, code))
    draft.add(draft.document, list_, made, element)


def _join_files(files: list[tuple[Element, dict[str, Any]]], draft: OwnDraft) -> None:
    """Put what asserts say of files to the attachments; of another name, to the next without."""
    attachments = draft.document.get("attachments", [])
    known = {one.get("id"): one for one in attachments}
    missing = {made["id"] for _, made in files}
    waiting = deque(
        (number_, one) for number_, one in enumerate(attachments) if one.get("id") not in missing
    )
    for element, made in files:
        attachment = known.get(made["id"])
        if attachment is None:
            if not waiting:
                draft.left_out(element)
                continue
            number_, attachment = waiting.popleft()
            draft.copy(
                (element, "uri"), made["id"], attachment.get("id"), f"/attachments/{number_}/id"
            )
        for name, value in made.items():
            if name != "id":
                draft.put(attachment, name, value, element)
