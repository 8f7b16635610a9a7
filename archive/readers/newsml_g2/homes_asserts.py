"""The homes of what stands in ``assert`` and ``inlineRef`` of an item that our writer wrote."""

from __future__ import annotations

from collections.abc import Mapping

from archive.readers.newsml_g2.homes import (
    Handler,
    Home,
    Homes,
    Item,
    Said,
    home,
    homes,
    name,
    other_name,
    passed,
    related,
)
from archive.readers.newsml_g2.own import Field
from archive.readers.newsml_g2.own_asserts import CODES, KINDS, LISTS
from archive.readers.newsml_g2.own_content import ENTITIES

_NAMES = {"name": Home("name"), "pa:alias": Home("aliases", is_list=True)}
_LINES = {
    "pa:predecessor": Home("predecessors", lambda uri, item: item.local(uri), is_list=True),
    "pa:successor": Home("successors", lambda uri, item: item.local(uri), is_list=True),
}
_THINGS: dict[str, Mapping[str, Home | tuple[str, Homes]]] = {
    list_: {
        rel: home(one) if isinstance(one, Field) else (one[0], homes(one[1]))
        for rel, one in kind.properties.items()
    }
    for list_, kind in KINDS.items()
}
"""List of the record → the properties of what stands in it."""


def _assert(item: Item, said: Said, _text: str) -> None:
    local = item.local(said[1])
    item.thing = item.made = {"id": local}
    item.parts, item.things = _NAMES, {}
    if local.startswith("contacts."):
        del item.thing["id"]
        _begin(item, "contacts")


def _begin(item: Item, list_: str) -> None:
    item.things = _THINGS[list_]
    item.document.setdefault(list_, []).append(item.thing)


def _type(item: Item, said: Said, _text: str) -> None:
    _begin(item, ENTITIES[said[1]])
    item.parts = _LINES


def _broader(item: Item, said: Said, _text: str) -> None:
    if item.things is _THINGS["places"]:
        item.thing["within"] = item.local(said[1])
    elif item.things is _THINGS["organisations"]:
        item.thing["parent"] = item.local(said[1])
    else:
        _session(item)


def _session(item: Item) -> None:
    """Turn what looked like an event into a session of the event before it."""
    events = item.document["events"]
    made = events.pop()
    item.thing = {"id": made["id"]}
    if "name" in made:
        item.thing["title"] = made["name"]
    item.things = _THINGS["sessions"]
    events[-1].setdefault("sessions", []).append(item.thing)


def _property(item: Item, said: Said, _text: str) -> None:
    rel = said[1]
    if not item.things:
        _show(item, rel)
    one = item.things[rel]
    if isinstance(one, Home):
        item.made = item.thing
        item.put(one, said[3])
        return
    field, known = one
    if LISTS[field]:
        item.thing.setdefault(field, []).append(made := {})
    else:
        made = item.thing[field] = {}
    item.open(made, known, said)


def _show(item: Item, rel: str) -> None:
    """Begin what its first property shows: a quotation, or what is known of a file."""
    if rel == "pa:quoteKind":
        _begin(item, "quotes")
        return
    item.thing = item.document["attachments"][item.files]
    item.things = _THINGS["attachments"]
    item.files += 1


def codes(item: Item) -> None:
    """Put the codes of places together."""
    for place in item.document.get("places", ()):
        found = {scheme: place.pop(scheme) for scheme in CODES if scheme in place}
        if found:
            place["codes"] = found


def _same_as(item: Item, said: Said, _text: str) -> None:
    item.thing.setdefault("sameAs", []).append(said[1])


def _position(item: Item, said: Said, _text: str) -> None:
    item.thing["lat"], item.thing["lon"] = said[1], said[3]


def _into(field: str) -> Handler:
    def taken(item: Item, _said: Said, text: str) -> None:
        item.thing[field] = text

    return taken


def _each(field: str) -> Handler:
    def taken(item: Item, _said: Said, text: str) -> None:
        item.thing.setdefault(field, []).append(text)

    return taken


def _location(item: Item, said: Said, _text: str) -> None:
    item.thing["place"] = item.local(said[1])


def _organiser(item: Item, said: Said, _text: str) -> None:
    item.thing.setdefault("organisers", []).append(item.local(said[1]))


def _inline_ref(item: Item, said: Said, _text: str) -> None:
    quote = item.document["quotes"][item.spoken]
    item.spoken += 1
    if len(said) > 3:
        quote["speaker"] = item.local(said[3])


_PASSED = (
    "narrower uri=", "personDetails", "affiliation type=", "organisationDetails", "contactInfo",
    "geoAreaDetails", "POIDetails", "eventDetails", "dates",
)  # fmt: skip
ASSERTS: dict[str, Handler] = {
    **dict.fromkeys(_PASSED, passed),
    "assert uri=": _assert,
    "name": name,
    "name role=": other_name,
    "type qcode=": _type,
    "sameAs uri=": _same_as,
    "broader uri=": _broader,
    "related rel=": related,
    "conceptExtProperty rel=": _property,
    "position latitude=": _position,
    "founded": _into("from"),
    "dissolved": _into("to"),
    "start": _into("start"),
    "end": _into("end"),
    "location uri=": _location,
    "organiser uri=": _organiser,
    "email": _each("emails"),
    "phone": _each("phones"),
    "inlineRef idrefs=": _inline_ref,
}
