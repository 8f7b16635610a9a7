"""Our own items: what is joined when all has been read; each copy compared with its original."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from archive.body import plain_text
from archive.languages import is_right_to_left
from archive.readers.newsml_g2.own import Mark, OwnDraft
from archive.readers.newsml_g2.walk import Element
from archive.vocabulary import PA, PROFILE, SCHEME

CATALOGUE = "http://www.iptc.org/std/catalog/catalog.IPTC-G2-Standards_41.xml"
_DEEPEST = 16
"""How many quotations the writer marks in one place."""
_ENTITIES = ("people", "organisations", "places", "events")
_TYPES = {
    "people": "cpnat:person", "organisations": "cpnat:organisation", "events": "cpnat:event",
}  # fmt: skip
_MARKS = {"direct": "q", "indirect": "span"}
_HELD_BACK = {"published": "stat:usable", "withdrawn": "stat:canceled"}
STATUS = {"stat:usable": "published", "stat:canceled": "withdrawn"}


def settle(draft: OwnDraft) -> None:
    """Join what stands apart in the source, and compare all that is repeated."""
    _status(draft)
    _sessions(draft)
    speakers(draft)
    _item(draft)
    _changes(draft)
    _entities(draft)
    _affiliations(draft)
    _named(draft)


def _status(draft: OwnDraft) -> None:
    """Take the status; drafts and scheduled releases have a property, and are withheld."""
    for element, code in draft.repeated("status")[:1]:
        status = draft.document.get("status")
        if status is None and code in STATUS:
            draft.put(draft.document, "status", STATUS[code], element)
        elif status is None:
            if code != "stat:withheld":
                draft.unusable((element, "qcode"), str(code), "/status")
        else:
            right = _HELD_BACK.get(status, "stat:withheld")
            draft.copy((element, "qcode"), code, right, "/status")
    if not draft.repeated("status") and "status" in draft.document:
        draft.copy((draft.root, ""), None, draft.document["status"], "/status")
    _surplus("status", 1, draft)


def _surplus(name: str, most: int, draft: OwnDraft) -> None:
    for element, _ in draft.repeated(name)[most:]:
        draft.left_out(element)


# events and their sessions


def _sessions(draft: OwnDraft) -> None:
    """Put the sessions into their events, in the order in which the events name them.

    A session stands behind its event, which names it; if not, the event that does is asked for.
    """
    events: list[dict[str, Any]] = draft.document.get("events", [])
    named: dict[str, list[int]] = {}
    for _, (where, uri) in draft.repeated("narrower"):
        named.setdefault(uri or "", []).append(int(where.rpartition("/")[2]))
    of = {id(made): uri for _, (made, uri) in draft.repeated("broader")}
    ids = {f"{draft.node}{event['id']}": number for number, event in enumerate(events)}
    for element, (before, made) in draft.repeated("session"):
        uri = of.get(id(made))
        naming = named.get(draft.node + made["id"], [])
        number = ids.get(uri or "", before)
        if naming:
            number = before if before in naming else naming[0]
        if not 0 <= number < len(events):
            draft.left_out(element)
            continue
        where = f"/events/{number}" + draft.add(events[number], "sessions", made, element)
        draft.copy((element, ""), uri, f"{draft.node}{events[number]['id']}", where)
    by_event: dict[str, list[tuple[Element, str | None]]] = {}
    for element, (where, uri) in draft.repeated("narrower"):
        by_event.setdefault(where, []).append((element, uri))
    for number, event in enumerate(events):
        where = f"/events/{number}"
        _in_order(where, event, by_event.get(where, []), draft)


def _in_order(
    where: str, event: dict[str, Any], named: list[tuple[Element, str | None]], draft: OwnDraft
) -> None:
    """Let the sessions of an event stand as it names them, and compare the names."""
    sessions = event.get("sessions", [])
    order = {uri: place for place, (_, uri) in enumerate(named)}
    if len(order) == len(sessions) and all(draft.node + one["id"] in order for one in sessions):
        sessions.sort(key=lambda one: order[draft.node + one["id"]])
    for place, (element, uri) in enumerate(named):
        right = draft.node + sessions[place]["id"] if place < len(sessions) else None
        draft.copy((element, "uri"), uri, right, f"{where}/sessions/{place}/id")
    for place in range(len(named), len(sessions)):
        right = draft.node + sessions[place]["id"]
        draft.copy((draft.root, ""), None, right, f"{where}/sessions/{place}/id")


# quotations


def speakers(draft: OwnDraft) -> None:
    """Take the speakers, and compare the marks in the text with the places of the quotations."""
    quotes: list[dict[str, Any]] = draft.document.get("quotes", [])
    references = draft.repeated("inlineRef")
    if not quotes and not references and not draft.marks:
        return
    body = draft.document.get("body", {})
    text = plain_text(body.get("format", "text"), body.get("text", ""))
    marks: dict[str, list[Mark]] = {}
    for mark in draft.marks:
        marks.setdefault(mark.id, []).append(mark)
    for number, element, (ids, uri) in _matched(quotes, draft):
        quote, where = quotes[number], f"/quotes/{number}"
        if uri is not None:
            speaker = draft.local(uri, (element, "uri"), f"{where}/speaker")
            draft.put(quote, "speaker", speaker, element)
        own = [mark for one in ids for mark in marks.pop(one, ())]
        _ids(quote, ids, (element, "idrefs"), draft, where)
        if own:
            found = " ".join([mark.id for mark in own])
            draft.copy((own[0].element, "id"), found, " ".join(ids), f"{where}/span")
        _marks(quote, own, (element, text), draft, where)
    for left in marks.values():
        for mark in left:
            draft.copy((mark.element, "id"), mark.id, None, "/quotes")


def _matched(
    quotes: list[dict[str, Any]], draft: OwnDraft
) -> Iterator[tuple[int, Element, tuple[list[str], str | None]]]:
    """Yield which reference belongs to which quotation: by its name, else the next one left."""
    numbers = {quote["id"]: number for number, quote in enumerate(quotes)}
    waiting = []
    for element, (ids, uri) in draft.repeated("inlineRef"):
        local = ids[0].removeprefix(draft.prefix) if ids else ""
        number = numbers.pop(local, None)
        if number is None:
            waiting.append((element, (ids, uri)))
        else:
            yield number, element, (ids, uri)
    for number, (element, said) in zip(numbers.values(), waiting, strict=False):
        yield number, element, said
    for element, (ids, _) in waiting[len(numbers) :]:
        draft.copy((element, "idrefs"), " ".join(ids), None, "/quotes")
    for number in list(numbers.values())[len(waiting) :]:
        right = draft.prefix + quotes[number]["id"]
        draft.copy((draft.root, ""), None, right, f"/quotes/{number}/id")


def _ids(
    quote: dict[str, Any], ids: list[str], spot: tuple[Element, str], draft: OwnDraft, where: str
) -> None:
    first = draft.prefix + quote["id"]
    right = [first, *(f"{first}.{number}" for number in range(2, len(ids) + 1))]
    draft.copy(spot, " ".join(ids), " ".join(right), f"{where}/id")


def _marks(
    quote: dict[str, Any],
    marks: list[Mark],
    source: tuple[Element, str],
    draft: OwnDraft,
    where: str,
) -> None:
    """Compare the marks of a quotation with its kind and its place in the text."""
    element, text = source
    right = _MARKS.get(quote.get("kind", ""))
    for mark in marks:
        if right is not None:
            draft.copy((mark.element, ""), mark.name, right, f"{where}/kind")
    span = quote.get("span")
    if span is None:
        return
    said = f"{span[0]},{span[1]}"
    if not marks:
        draft.copy((element, ""), None, said, f"{where}/span")
    elif not _cover(marks, span, text, draft):
        found = f"{marks[0].start},{marks[-1].end}"
        draft.copy((marks[0].element, ""), found, said, f"{where}/span")


def _cover(marks: list[Mark], span: list[int], text: str, draft: OwnDraft) -> bool:
    """Return whether marks hold a text: all of it, but for what parts paragraphs and cells.

    Where many quotations overlap only the start of some is marked.
    """
    place, end = span
    for mark in marks:
        if not place <= mark.start <= mark.end <= end:
            return False
        if text[place : mark.start].strip("\n\t"):
            return _is_crowded(draft)
        place = mark.end
    return not text[place:end].strip("\n\t") or _is_crowded(draft)


def _is_crowded(draft: OwnDraft) -> bool:
    return len(draft.document.get("quotes", ())) > _DEEPEST


# the item


def _item(draft: OwnDraft) -> None:
    """Compare what the item repeats of itself."""
    document = draft.document
    language = document.get("language", "")
    direction = "rtl" if is_right_to_left(language) else None
    for name, count, right, pointer in (
        ("language", 3, language, "/language"),
        ("direction", 2, direction, "/language"),
        ("title", 1, document.get("headline"), "/headline"),
        ("schemaVersion", 1, document.get("schemaVersion"), "/schemaVersion"),
        ("profile", 1, PROFILE, ""),
        ("itemClass", 1, "ninat:text", ""),
        ("catalogRef", 1, CATALOGUE, ""),
    ):
        found = draft.repeated(name)
        if len(found) != count or any(said != right for _, said in found):
            for element, said in _expected(name, count, draft):
                draft.copy((element, ""), said, right, pointer)
    schemes = {uri for _, uri in draft.repeated("scheme")}
    for scheme in (PA, SCHEME):
        if scheme not in schemes:
            draft.copy((draft.root, ""), None, scheme, "")
    _provider(draft)


def _provider(draft: OwnDraft) -> None:
    """Compare the provider that is derived with the first issuer."""
    if "provider" in draft.document:
        _surplus("provider", 0, draft)
        return
    issuers = draft.document.get("issuers") or [{}]
    right = f"{draft.node}{issuers[0].get('ref', '')}"
    for element, found in _expected("provider", 1, draft):
        draft.copy((element, ""), found, right, "/issuers/0/ref")


def _expected(name: str, most: int, draft: OwnDraft) -> Iterator[tuple[Element, Any]]:
    """Yield what repeats something so many times; for what is missing, the item and nothing."""
    found = draft.repeated(name)
    yield from found[:most]
    yield from [(draft.root, None)] * (most - len(found))
    for element, _ in found[most:]:
        draft.left_out(element)


def _changes(draft: OwnDraft) -> None:
    """Compare what is said of this edition: the signal, and notes to editors."""
    version = draft.document.get("version")
    changes = draft.document.get("changes", [])
    own = [(number, one) for number, one in enumerate(changes) if one.get("version") == version]
    kind = "correction" if any(one.get("kind") == "correction" for _, one in own) else "update"
    is_later = isinstance(version, int) and version > 1
    right = (f"sig:{kind}", "pa:derived")
    where = f"/changes/{own[-1][0]}/kind" if own else "/version"
    for element, found in _expected("signal", int(is_later), draft):
        if found != right:
            draft.copy(
                (element, ""), None if found is None else _joined(found), _joined(right), where
            )
    notes = [(number, one["note"]) for number, one in own if "note" in one]
    found_notes = list(_expected("edNote", len(notes), draft))
    for (number, note), (element, found) in zip(notes, found_notes, strict=True):
        expected = ("pa:changes", "pa:derived", note)
        if found != expected:
            said = None if found is None else _joined(found)
            draft.copy((element, ""), said, _joined(expected), f"/changes/{number}/note")


def _joined(parts: tuple[str | None, ...]) -> str:
    return " ".join(part or "-" for part in parts)


# what is named twice


def _entities(draft: OwnDraft) -> None:
    """Compare subjects with the asserts: type, IRI and name of each."""
    right = {}
    types = {where: (element, code) for element, (where, code) in draft.repeated("type")}
    for list_ in _ENTITIES:
        for number, one in enumerate(draft.document.get(list_, ())):
            where = f"/{list_}/{number}"
            type_ = _TYPES.get(list_) or _place_type(one)
            right[where] = (type_, draft.node + one["id"], one.get("name"))
            if where in types and types[where][1] != type_:
                element, code = types[where]
                pointer = f"{where}/kind" if list_ == "places" else where
                draft.copy((element, ""), code, type_, pointer)
    _compare_subjects(right, draft)


def _place_type(place: dict[str, Any]) -> str:
    return "cpnat:poi" if place.get("kind") == "venue" else "cpnat:geoArea"


def _compare_subjects(right: dict[str, tuple[str, str, Any]], draft: OwnDraft) -> None:
    places: dict[str, list[str]] = {}
    for where, (_, uri, _) in right.items():
        places.setdefault(uri, []).append(where)
    waiting = []
    for element, said in draft.repeated("subject"):
        if wheres := places.get(said[1]):
            where = wheres.pop(0)
            _compare_subject(element, said, right[where], draft, where)
        else:
            waiting.append((element, said))
    left = [where for wheres in places.values() for where in wheres]
    for where, (element, said) in zip(left, waiting, strict=False):
        _compare_subject(element, said, right[where], draft, where)
    for element, said in waiting[len(left) :]:
        draft.copy((element, "uri"), _joined(said), None, "")
    for where in left[len(waiting) :]:
        draft.copy((draft.root, ""), None, right[where][1], f"{where}/id")


def _compare_subject(
    element: Element,
    said: tuple[str | None, ...],
    right: tuple[str, str, Any],
    draft: OwnDraft,
    where: str,
) -> None:
    if said == right:
        return
    kind = f"{where}/kind" if where.startswith("/places") else where
    draft.copy((element, "type"), said[0], right[0], kind)
    draft.copy((element, "uri"), said[1], right[1], f"{where}/id")
    draft.copy((element, ""), said[2], right[2], f"{where}/name")


def _affiliations(draft: OwnDraft) -> None:
    """Compare the affiliations of each person with the posts."""
    found: dict[str, list[tuple[Element, tuple[str | None, ...]]]] = {}
    for element, (where, *said) in draft.repeated("affiliation"):
        found.setdefault(where, []).append((element, tuple(said)))
    for number, person in enumerate(draft.document.get("people", ())):
        where = f"/people/{number}"
        held: dict[str, int] = {}
        for place, role in enumerate(person.get("roles", ())):
            if "org" in role:
                held.setdefault(role["org"], place)
        known = found.get(where, [])
        for (org, place), (element, said) in zip(held.items(), known, strict=False):
            right = (draft.node + org, "cpnat:organisation", "pa:derived")
            pointer = f"{where}/roles/{place}/org"
            if said != right:
                draft.copy((element, "uri"), _joined(said), _joined(right), pointer)
        for element, said in known[len(held) :]:
            draft.copy((element, "uri"), _joined(said), None, f"{where}/roles")
        for org, place in list(held.items())[len(known) :]:
            draft.copy((draft.root, ""), None, draft.node + org, f"{where}/roles/{place}/org")


def _named(draft: OwnDraft) -> None:
    """Compare the names of quotations, contacts and files with those that there are."""
    for rel, list_ in (
        ("pa:quote", "quotes"), ("pa:contact", "contacts"), ("pa:attachment", "attachments"),
    ):  # fmt: skip
        members = draft.document.get(list_, ())
        for number, (element, uri) in enumerate(_expected(rel, len(members), draft)):
            local = f"contacts.{number + 1}" if list_ == "contacts" else members[number].get("id")
            pointer = f"/{list_}/{number}" + ("" if list_ == "contacts" else "/id")
            draft.copy(
                (element, "uri" if uri is not None else ""), uri, f"{draft.node}{local}", pointer
            )
