"""ninjs 1.x to 3.x: a news item, an array of them, or one in each line.

What goes where is in ``docs/mapping-ninjs.md``. Nothing is invented: what the record needs and the
item does not say stays missing, and validation names it. What was inferred, mended, or has no
place in the record is a finding (L101 to L104).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, BinaryIO

from archive import json_text
from archive.errors import UnreadableSource
from archive.findings import Finding, Position, finding
from archive.languages import canonical, is_well_formed
from archive.limits import LARGEST_BYTES, LARGEST_INTEGER
from archive.parsing.drafts import Draft, Item, Where, members
from archive.parsing.drafts_things import entity
from archive.parsing.json_parts import parts
from archive.places import Places
from archive.positions import JsonPlaces, MovedPlaces, pointer
from archive.readers import Reading
from archive.readers.ninjs import media, names, texts
from archive.readers.ninjs.item import is_iri
from archive.vocabulary import GENRE, PA, PROFILE

_STATUS = {
    "usable": "published", "withheld": "scheduled", "canceled": "withdrawn",
    "cancelled": "withdrawn",
}  # fmt: skip
_VERSION = re.compile(r"0*[1-9][0-9]{0,15}", re.ASCII)
_GENRES = {GENRE + "Press_Release": "press_release"} | {
    PA + word: word for word in ("speech", "statement", "advisory", "transcript", "other")
}


def read(stream: BinaryIO, *, largest: int = LARGEST_BYTES) -> Iterator[Reading]:
    """Yield a document for each item of a stream; of JSON Lines, memory holds one line at a time.

    Raises:
        UnreadableSource: not strict JSON, too large, or no object that could be an item.

    """
    for part in parts(stream, largest):
        if part.is_line:
            yield _one_line(part.raw, part.first_line, largest)
        else:
            yield from _whole(part.raw, largest)


def _one_line(line: bytes, number: int, largest: int) -> Reading:
    places = JsonPlaces(line, first_line=number)
    try:
        item, warnings = json_text.read_foreign(line, largest=largest, first_line=number)
    except UnreadableSource as error:
        return Reading(None, error.findings, places)
    return _reading(item, places, warnings, "line")


def _whole(raw: bytes, largest: int) -> Iterator[Reading]:
    value, warnings = json_text.read_foreign(raw, largest=largest)
    places = JsonPlaces(raw)
    if isinstance(value, dict):
        yield _reading(value, places, warnings, "")
        return
    if not isinstance(value, list) or not value:
        empty = "empty" if isinstance(value, list) else ""
        found = finding("J011", variant=empty, found=json_text.kind(value)).at(Position(1, 1))
        raise UnreadableSource((*warnings, found))
    for number, item in enumerate(value):
        yield _reading(item, places.part(f"/{number}"), warnings if number == 0 else (), "item")


def _reading(value: Any, places: Places, warnings: tuple[Finding, ...], variant: str) -> Reading:
    if not isinstance(value, dict):
        found = finding("J011", variant=variant, found=json_text.kind(value)).at(places.find(""))
        return Reading(None, (*warnings, found), places)
    draft = document(value)
    told = tuple(one.at(places.find(one.pointer)) for one in draft.findings)
    return Reading(draft.document, (*warnings, *told), MovedPlaces(places, draft.moved))


def document(value: dict[str, Any]) -> Draft:
    """Return the document that an item gives, with places and findings."""
    item, draft = Item(value), Draft(is_iri)
    draft.is_own = item.take("profile")[0] == PROFILE
    draft.document["schemaVersion"] = "1"
    _identity(item, draft)
    _language(item, draft)
    _state(item, draft)
    _kind(item, draft)
    texts.headlines(item, draft)
    texts.summary(item, draft)
    texts.body(item, draft)
    names.entities(item, draft)
    _dates(item, draft)
    names.issuers(item, draft)
    names.rights(item, draft.document, "", draft)
    names.topics(item, draft)
    names.identifiers(item, draft)
    media.associations(item, draft)
    _rest(item, draft)
    names.file_fields(item, draft)
    draft.rest_of(item)
    return draft


def _identity(item: Item, draft: Draft) -> None:
    uri, where = item.take("uri")
    if is_iri(uri) and "#" not in uri:
        draft.put("id", uri, where)
    elif uri is not None:
        draft.unusable(where, uri)
    version, where = item.take("version")
    if version is None:
        draft.document["version"] = 1
        draft.say("L103", (), variant="missing", value=1, source="version")
        return
    digits = str(version) if type(version) in (str, int) else ""
    if not _VERSION.fullmatch(digits) or int(digits) > LARGEST_INTEGER:
        draft.unusable(where, version)
        return
    draft.put("version", int(digits), where)
    if digits != str(int(digits)):
        draft.mended(where, digits, str(int(digits)))


def _language(item: Item, draft: Draft) -> None:
    language, where = item.take("language")
    tag = language.replace("_", "-") if isinstance(language, str) else ""
    if is_well_formed(tag):
        draft.put("language", canonical(tag), where)
        if canonical(tag) != language:
            draft.mended(where, language, canonical(tag))
        return
    draft.document["language"] = "und"
    if language is None:
        draft.say("L103", (), variant="missing", value="und", source="language")
    else:
        draft.unusable(where, language)


def _state(item: Item, draft: Draft) -> None:
    _status(*item.take("pubstatus"), draft)
    for name in ("embargoeduntil", "embargoed"):
        _embargo(*item.take_even_empty(name), draft)
    urgency, where = item.take("urgency")
    if type(urgency) is int and 1 <= urgency <= 9:
        draft.put("urgency", urgency, where)
    elif urgency is not None:
        draft.unusable(where, urgency)
    source, where = item.take("digitalsourcetype")
    one = Item(source if isinstance(source, dict) else {"uri": source}, where)
    uri, _ = one.take("uri")
    if is_iri(uri):
        draft.put("digitalSource", uri, where)
        draft.rest_of(one)
    elif source is not None:
        draft.unusable(where, source)


def _status(status: Any, where: Where, draft: Draft) -> None:
    """Take the status; without one an item is usable, one that is not known is not guessed."""
    word = _STATUS.get(status.lower()) if isinstance(status, str) else None
    if status is None:
        draft.document["status"] = "published"
        draft.say("L103", (), variant="missing", value="published", source="pubstatus")
    elif word is None:
        draft.unusable(where, status)
    else:
        draft.put("status", word, where)


def _embargo(until: Any, where: Where, draft: Draft) -> None:
    """Take an embargo; one whose end cannot be read lasts until told, so that nothing gets out."""
    if until is None:
        return
    if "embargo" in draft.document:
        draft.unused(until, where)
        return
    moment = draft.moment(until, where)
    draft.put("embargo", {"until": moment} if moment else {}, where)


def _kind(item: Item, draft: Draft) -> None:
    """Take the kind of text from the first genre that we know; without one it is "other"."""
    value, where = item.take("genres", "genre")
    draft.document["type"] = "other"
    for genre, place in members(value, where, draft):
        uri, _ = genre.take("uri")
        kind = _GENRES.get(uri) if isinstance(uri, str) else None
        if kind is None or "/type" in draft.moved:
            draft.unused(genre.value, place)
            continue
        draft.put("type", kind, place)
        name, at = genre.take("name")
        draft.unused_unless(name, at, is_known=str(name).lower().replace(" ", "_") == kind)
        draft.rest_of(genre)
    nature, where = item.take("type")
    draft.unused_unless(nature, where, is_known=nature == "text")


def _dates(item: Item, draft: Draft) -> None:
    """Take the dates; when the release was issued others do not say.

    That is inferred, never from an identifier.
    """
    created, where = item.take("firstcreated")
    made, made_at = item.take("versioncreated")
    issued, latest = draft.moment(created, where), draft.moment(made, made_at)
    is_said = draft.is_own and issued is not None
    if latest:
        draft.put("versionCreated", latest, made_at)
    source = "firstcreated"
    if issued is None:
        issued, where, source = latest, made_at, "versioncreated"
    dates: dict[str, Any] = {}
    if issued:
        dates["issued"] = {"dateTime": issued} | ({} if is_said else {"certainty": "inferred"})
        if not is_said:
            draft.say("L103", where, value=issued, source=source)
        draft.moved["/dates"] = draft.moved["/dates/issued"] = pointer(where)
    for name, field in (("contentcreated", "created"), ("expires", "expires")):
        value, where = item.take(name)
        if moment := draft.moment(value, where):
            dates[field] = {"dateTime": moment}
            draft.moved[f"/dates/{field}"] = pointer(where)
    if dates:
        draft.document["dates"] = dates


def _rest(item: Item, draft: Draft) -> None:
    """Take what the record has further places for."""
    by, where = item.take("by", "byline")
    if line := draft.line(by, where):
        draft.add("byline", {"name": line}, where)
    note, where = item.take("ednote")
    if text := draft.text(note, where):
        draft.add("notes", {"text": text}, where)
    located, where = item.take("located")
    if place := draft.line(located, where):
        entity("places", place, None, where, draft)
    title, where = item.take("title")
    draft.unused_unless(title, where, is_known=title == draft.document.get("headline"))
    profile, where = item.take("profile")
    draft.unused_unless(profile, where, is_known=profile == PROFILE)
