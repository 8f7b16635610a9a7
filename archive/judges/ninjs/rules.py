"""N010, N011, N015 to N017, N020, N021 and N023 to N025: what hangs together in an item."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import msgspec

from archive.findings import Finding, finding
from archive.judges.ninjs.folded import Folded
from archive.judges.ninjs.moments import moment
from archive.judges.ninjs.versions import Stated
from archive.positions import pointer

_IN_ORDER = (
    ("firstcreated", "versioncreated"),
    ("contentcreated", "versioncreated"),
    ("contentcreated", "contentdigitised"),
    ("contentdigitised", "versioncreated"),
)
"""Pairs of dates of which the first is not after the second."""
_THINGS = frozenset(
    {"people", "person", "organisations", "organisation", "places", "place", "subjects",
     "subject", "events", "event", "objects", "object", "infosources", "infosource", "genres",
     "genre"}
)  # fmt: skip
_SAYING = ("name", "uri", "literal", "code", "id", "symbols", "geojson", "contactinfo")
"""Fields one of which names a thing."""
_TO_BE_READ = {
    "headlines": "value", "bodies": "value", "descriptions": "value", "renditions": "name",
    "associations": "name",
}  # fmt: skip
"""List → the field of its members that must not be blank."""
_LISTS = frozenset(_TO_BE_READ) - {"renditions"}
_TO_SEE = frozenset({"picture", "video", "audio", "graphic"})


def dates_are_in_order(item: Folded) -> Iterator[Finding]:
    """N010: nothing comes after what it was made from."""
    for first, second in _IN_ORDER:
        yield from _in_order(item, first, second)
    details, where = item.get("eventdetails")
    if isinstance(details, dict):
        dates, at = Folded(details, where).get("dates")
        if isinstance(dates, dict):
            yield from _in_order(Folded(dates, at), "startdate", "enddate")


def _in_order(item: Folded, first: str, second: str) -> Iterator[Finding]:
    earlier, where = item.get(first)
    later, at = item.get(second)
    one, other = moment(earlier), moment(later)
    if one is not None and other is not None and one > other:
        yield finding(
            "N010", pointer(where), field=where[-1], found=earlier, other=at[-1], limit=later
        )


def embargo_and_state_agree(item: Folded) -> Iterator[Finding]:
    """N011: what is under embargo is to be published one day."""
    until, where = item.get("embargoeduntil", "embargoed")
    end = moment(until)
    if end is None:
        return
    made, expires = (moment(item.get(name)[0]) for name in ("versioncreated", "expires"))
    if item.get("pubstatus")[0] == "canceled" and made is not None and end > made:
        yield finding("N011", pointer(where), found=until)
    elif expires is not None and expires <= end:
        limit = str(item.get("expires")[0])
        yield finding("N011", pointer(where), variant="expired", found=until, limit=limit)


def renditions_can_be_fetched(item: Folded) -> Iterator[Finding]:
    """N015: each rendition has a name of its own and an address."""
    seen: set[str] = set()
    for one in item.members("renditions"):
        name = one.text("name") or one.name or ""
        if "href" not in one.value:
            yield finding("N015", pointer(one.where), found=name)
        if one.name is None and name in seen:
            yield finding("N015", pointer(one.get("name")[1]), variant="twice", found=name)
        seen.add(name)


def alternative_ids_say_something(item: Folded) -> Iterator[Finding]:
    """N016: each alternative id has a value, and stands there once."""
    value, where = item.get("altids")
    if isinstance(value, dict):
        for role, one in value.items():
            if one in ("", None):
                yield finding("N016", pointer((*where, role)), found=role)
        return
    seen: set[tuple[str | None, str]] = set()
    for one in item.members("altids"):
        role, text = one.text("role"), one.text("value")
        if not text:
            yield finding("N016", pointer(one.where), found=role or "")
        elif (role, text) in seen:
            yield finding("N016", pointer(one.where), variant="twice", found=text)
        else:
            seen.add((role, text))


def associations_can_be_fetched(item: Folded) -> Iterator[Finding]:
    """N017: an associated picture, video, audio or graphic says where its file is."""
    for one in item.members("associations"):
        type_ = one.text("type")
        if type_ in _TO_SEE and not one.get("renditions")[0] and not _is_part_of_more(one):
            yield finding("N017", pointer(one.where), type=type_)


def _is_part_of_more(association: Folded) -> bool:
    """Return whether an item says that the whole of it is to be had by its ``uri``."""
    said = association.text("representationtype")
    return said in ("partial", "incomplete") and association.text("uri") is not None


def things_are_named(item: Folded) -> Iterator[Finding]:
    """N020: whatever an item is about has a name or an identifier."""
    for field in item.among(_THINGS):
        for one in item.members(field):
            if not any(one.get(name)[0] for name in _SAYING):
                yield finding("N020", pointer(one.where))


def places_are_on_the_globe(item: Folded) -> Iterator[Finding]:
    """N023: longitude comes first (RFC 7946), and neither is beyond the globe."""
    for one in item.members("places"):
        geo, where = one.get("geojson")
        point = geo.get("coordinates") if isinstance(geo, dict) else None
        if geo is not None and isinstance(point, list) and geo.get("type") == "Point":
            yield from _on_the_globe(point, pointer((*where, "coordinates")))


def _on_the_globe(point: list[Any], where: str) -> Iterator[Finding]:
    if len(point) < 2 or not all(type(one) in (int, float) for one in point[:2]):
        return
    longitude, latitude = point[:2]
    if abs(longitude) <= 180 and abs(latitude) <= 90:
        return
    variant = "exchanged" if abs(latitude) <= 180 and abs(longitude) <= 90 else ""
    yield finding("N023", where, variant=variant, longitude=str(longitude), latitude=str(latitude))


def lists_hold_each_thing_once(item: Folded) -> Iterator[Finding]:
    """N024: no member of a list is the very same as one before it."""
    for field in item.among(_THINGS | _LISTS):
        value, where = item.get(field)
        seen: set[bytes] = set()
        for number, one in enumerate(value if isinstance(value, list) else ()):
            said = msgspec.json.encode(one)
            if said in seen:
                yield finding("N024", pointer((*where, number)), field=where[-1])
            seen.add(said)


def texts_say_something(item: Folded) -> Iterator[Finding]:
    """N025: what is to be read or to be told apart by is not blank."""
    named = [item.get("version")]
    for field, name in _TO_BE_READ.items():
        named += [one.get(name) for one in item.members(field)]
    for text, where in named:
        if isinstance(text, str) and not text.strip():
            yield finding("N025", pointer(where), field=where[-1])


RULES: tuple[Callable[[Folded], Iterator[Finding]], ...] = (
    dates_are_in_order,
    embargo_and_state_agree,
    renditions_can_be_fetched,
    alternative_ids_say_something,
    associations_can_be_fetched,
    things_are_named,
    places_are_on_the_globe,
    lists_hold_each_thing_once,
    texts_say_something,
)


def statement(said: Stated, where: tuple[str | int, ...]) -> Iterator[Finding]:
    """N021: the version that an item states exists, and is that of the schema it names."""
    place = pointer((*where, *said.where))
    if said.unknown:
        yield finding("N021", place, found=said.unknown)
    elif said.against:
        yield finding("N021", place, variant="schema", found=said.against)
