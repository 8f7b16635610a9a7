"""ninjs 1.x to 3.x: a news item, an array of them, or one in each line.

What goes where is in ``docs/mapping-ninjs.md``. Nothing is invented: what the record needs and the
item does not say stays missing, and validation names it. What was inferred, mended, or has no
place in the record is a finding (L101 to L104).
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, BinaryIO

from archive import json_text
from archive.errors import UnreadableSource
from archive.findings import Finding, Position, finding
from archive.languages import canonical, is_well_formed
from archive.positions import JsonPlaces, MovedPlaces, Places
from archive.readers import Reading
from archive.readers.ninjs import names, texts
from archive.readers.ninjs.item import Draft, Item, Where, is_iri
from archive.vocabulary import GENRE, PA, PROFILE

_STATUS = {"usable": "published", "withheld": "scheduled", "canceled": "withdrawn"}
_GENRES = {GENRE + "Press_Release": "press_release"} | {
    PA + word: word for word in ("speech", "statement", "advisory", "transcript", "other")
}


def read(stream: BinaryIO, *, largest: int = json_text.LARGEST_BYTES) -> Iterator[Reading]:
    """Yield a document for each item of a stream.

    Raises:
        UnreadableSource: not strict JSON, too large, or no object that could be an item.
    """
    raw = stream.read(largest + 1)
    lines = _lines(raw)
    if lines is not None:
        for number, line in enumerate(lines, 1):
            if line.strip():
                yield _one_line(line, number, largest)
        return
    value, warnings = json_text.read_foreign(raw, largest=largest)
    places = JsonPlaces(raw)
    items = value if isinstance(value, list) else [value]
    if not items or not any(isinstance(item, dict) for item in items):
        found = finding("J011", found=type(value).__name__).at(Position(1, 1))
        raise UnreadableSource((*warnings, found))
    for number, item in enumerate(items):
        part = places.part(f"/{number}") if isinstance(value, list) else places
        yield _reading(item, part, warnings if number == 0 else ())


def _lines(raw: bytes) -> list[bytes] | None:
    """Return the lines of JSON Lines: each begins and ends with braces; else nothing."""
    lines = raw.splitlines()
    full = [line.strip() for line in lines if line.strip()]
    if len(full) > 1 and all(line[:1] == b"{" and line[-1:] == b"}" for line in full):
        return lines
    return None


def _one_line(line: bytes, number: int, largest: int) -> Reading:
    places = JsonPlaces(line, first_line=number)
    try:
        item, warnings = json_text.read_foreign(line, largest=largest, first_line=number)
    except UnreadableSource as error:
        return Reading(None, error.findings, places)
    return _reading(item, places, warnings)


def _reading(value: Any, places: Places, warnings: tuple[Finding, ...]) -> Reading:
    if not isinstance(value, dict):
        found = finding("J011", variant="item", found=type(value).__name__).at(places.find(""))
        return Reading(None, (*warnings, found), places)
    draft = document(value)
    found_ = tuple(one.at(places.find(one.pointer)) for one in draft.findings)
    return Reading(draft.document, (*warnings, *found_), MovedPlaces(places, draft.moved))


def document(value: dict[str, Any]) -> Draft:
    """Return the document that an item gives, with places and findings."""
    item, draft = Item(value), Draft()
    draft.document["schemaVersion"] = "1"
    _identity(item, draft)
    _state(item, draft)
    texts.headlines(item, draft)
    texts.summary(item, draft)
    texts.body(item, draft)
    names.entities(item, draft)
    _dates(item, draft)
    holder = item.take("copyrightholder")
    names.issuers(item, draft, holder)
    _rights(item, draft, holder)
    names.topics(item, draft)
    names.identifiers(item, draft)
    names.associations(item, draft)
    _rest(item, draft)
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
        draft.say("L103", (), value="version 1", source="no version")
    elif str(version).isascii() and str(version).isdigit() and 0 < int(str(version)) < 2**53:
        draft.put("version", int(str(version)), where)
    else:
        draft.unusable(where, version)
    language, where = item.take("language")
    if isinstance(language, str) and is_well_formed(language.replace("_", "-")):
        right = canonical(language.replace("_", "-"))
        if right != language:
            draft.say("L102", where, found=language, right=right)
        draft.put("language", right, where)
    else:
        if language is not None:
            draft.unusable(where, language)
        draft.document["language"] = "und"
        draft.say("L103", (), value="und", source="no language")


def _state(item: Item, draft: Draft) -> None:
    status, where = item.take("pubstatus")
    if status is not None and status not in _STATUS:
        draft.unusable(where, status)
    draft.put("status", _STATUS.get(str(status), "published"), where)
    until, where = item.take("embargoeduntil", "embargoed")
    if moment := draft.moment(until, where):
        draft.put("embargo", {"until": moment}, where)
    urgency, where = item.take("urgency")
    if isinstance(urgency, int) and not isinstance(urgency, bool) and 1 <= urgency <= 9:
        draft.put("urgency", urgency, where)
    elif urgency is not None:
        draft.unusable(where, urgency)
    source, where = item.take("digitalsourcetype")
    uri = source.get("uri") if isinstance(source, dict) else source
    if is_iri(uri):
        draft.put("digitalSource", uri, where)
    elif source is not None:
        draft.unusable(where, source)
    _kind(item, draft)


def _kind(item: Item, draft: Draft) -> None:
    """Take the kind of text from a genre that we know; anything else is "other"."""
    genres, where = item.take("genres", "genre")
    known = genres if isinstance(genres, list) else []
    draft.document["type"] = "other"
    for number, genre in enumerate(known):
        uri = genre.get("uri") if isinstance(genre, dict) else None
        if uri in _GENRES:
            draft.put("type", _GENRES[uri], (*where, number))
        else:
            draft.unused((*where, number))
    kind, where = item.take("type")
    if kind not in (None, "text"):
        draft.unused(where)


def _dates(item: Item, draft: Draft) -> None:
    """Take the dates; when the release was issued is inferred, never from an identifier."""
    created, created_at = item.take("firstcreated")
    made, made_at = item.take("versioncreated")
    first, latest = draft.moment(created, created_at), draft.moment(made, made_at)
    if latest:
        draft.put("versionCreated", latest, made_at)
    issued, where, source = first, created_at, "firstcreated"
    if issued is None:
        issued, where, source = latest, made_at, "versioncreated"
    dates: dict[str, Any] = {}
    if issued:
        dates["issued"] = {"dateTime": issued, "certainty": "inferred"}
        draft.say("L103", where, value=issued, source=source)
        draft.moved["/dates"] = draft.moved["/dates/issued"] = f"/{where[-1]}"
    for name, field in (("contentcreated", "created"), ("expires", "expires")):
        value, place = item.take(name)
        if moment := draft.moment(value, place):
            dates[field] = {"dateTime": moment}
            draft.moved[f"/dates/{field}"] = f"/{place[-1]}"
    if dates:
        draft.document["dates"] = dates


def _rights(item: Item, draft: Draft, holder: tuple[Any, Where]) -> None:
    rights: dict[str, str] = {}
    name = draft.line(*holder)
    if name:
        rights["holder"] = names.organisation(name, holder[1], draft)
    notice, where = item.take("copyrightnotice")
    if line := draft.line(notice, where):
        rights["notice"] = line
    terms, at = item.take("usageterms")
    if is_iri(terms) and str(terms).startswith("http"):
        rights["licence"] = terms
    elif terms is not None:
        draft.unused(at)
    if rights:
        draft.put("rights", rights, holder[1] if name else where if notice else at)


def _rest(item: Item, draft: Draft) -> None:
    """Take what is left, and name what has no place."""
    by, where = item.take("by", "byline")
    if line := draft.line(by, where):
        draft.add("byline", {"name": line}, where)
    note, where = item.take("ednote")
    if line := draft.line(note, where):
        draft.add("notes", {"text": line}, where)
    located, where = item.take("located")
    place = draft.line(located, where)
    if place and all(one["name"] != place for one in draft.document.get("places", ())):
        number = len(draft.document.get("places", ())) + 1
        draft.add("places", {"id": f"pl-{number}", "name": place, "kind": "other"}, where)
    profile, where = item.take("profile")
    if profile not in (None, PROFILE):
        draft.unused(where)
    item.leave("standard", "representationtype", "mimetype", "$schema")
    for _, where in item.untouched():
        draft.unused(where)
