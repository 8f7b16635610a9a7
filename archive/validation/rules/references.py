"""Local ids and what refers to them: R101, R102, R122, R126."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from archive.findings import Finding, finding
from archive.positions import pointer
from archive.validation.rules.context import ENTITIES, Context, Record

_AGENT = "people / organisations"
_ORGANISATION = "organisations"
_PLACE = "places"

Wanted = str
"""The lists of the record that a target may stand in, as messages name them."""
Fields = tuple[tuple[str, Wanted], ...]
"""Fields that refer, each with the lists that its target may stand in."""
Reference = tuple[str, str, Wanted]
"""Where an object stands in the record, or a list of some; the field there that refers; whereto."""

_OF_RECORD: Fields = (("provider", _ORGANISATION),)
_OF_OBJECTS: tuple[Reference, ...] = (
    ("government", "ref", _ORGANISATION),
    ("dateline", "place", _PLACE),
    ("source", "ref", _ORGANISATION),
    ("rights", "holder", _AGENT),
)
_OF_MEMBERS: tuple[Reference, ...] = (
    ("quotes", "speaker", _AGENT),
    ("about", "org", _ORGANISATION),
    ("issuers", "ref", _ORGANISATION),
    ("organisations", "parent", _ORGANISATION),
    ("places", "within", _PLACE),
    ("events", "place", _PLACE),
    ("contacts", "org", _ORGANISATION),
)
"""Fields of the members of lists that name one other thing."""
_SEVERAL_OF_MEMBERS: tuple[Reference, ...] = (
    ("organisations", "predecessors", _ORGANISATION),
    ("organisations", "successors", _ORGANISATION),
    ("events", "organisers", _ORGANISATION),
)
"""The same that name several."""
_REFERENCES = (*_OF_OBJECTS, *_OF_MEMBERS, *_SEVERAL_OF_MEMBERS)
_OF_FIELDS: dict[str, Fields] = {
    name: tuple((field, wanted) for one, field, wanted in _REFERENCES if one == name)
    for name, _, _ in _REFERENCES
}
"""All of these by where they stand, in the order in which they are told of."""
_OF_PARTS: tuple[tuple[str, str, str, Wanted], ...] = (
    ("people", "roles", "org", _ORGANISATION),
    ("events", "sessions", "speakers", _AGENT),
    ("attachments", "rights", "holder", _AGENT),
)
"""Parts of the members of lists that refer."""
Group = tuple[tuple[str | int, ...], list[Record] | Record, Fields]
"""The steps to a list of objects that may refer, or to one; that list or object; the fields."""
Ids = dict[Wanted, set[str]]
"""The local ids that a reference may name, by the lists that they stand in."""


def references_resolve(context: Context) -> Iterable[Finding]:
    """R101: every reference names a member of the right list."""
    ids = _ids(context.document)
    return () if _all_resolve(ids, context.document) else _unresolved(context, ids)


def _unresolved(context: Context, ids: Ids) -> Iterator[Finding]:
    for steps, whole, fields in _groups(context.document):
        for number, member in enumerate(whole if isinstance(whole, list) else (whole,)):
            where = pointer([*steps, number] if isinstance(whole, list) else steps)
            for field, wanted in fields:
                if field in member:
                    place = f"{where}/{field}"
                    yield from _broken(context, place, member[field], ids[wanted], wanted)


def _ids(document: Record) -> Ids:
    people = {one["id"] for one in document.get("people", ())}
    organisations = {one["id"] for one in document.get("organisations", ())}
    places = {one["id"] for one in document.get("places", ())}
    return {_AGENT: people | organisations, _ORGANISATION: organisations, _PLACE: places}


def _groups(document: Record) -> list[Group]:
    """Return all objects that may refer."""
    groups: list[Group] = [((), document, _OF_RECORD)]
    for name, fields in _OF_FIELDS.items():
        if name in document:
            groups.append(((name,), document[name], fields))
    for name, part, field, wanted in _OF_PARTS:
        for number, member in enumerate(document.get(name, ())):
            if part in member:
                groups.append(((name, number, part), member[part], ((field, wanted),)))
    return groups


def _all_resolve(ids: Ids, document: Record) -> bool:
    """Return whether all references of a record resolve, as those of most records do."""
    for name, field, wanted in _OF_OBJECTS:
        holder = document.get(name, ())
        if field in holder and holder[field] not in ids[wanted]:
            return False
    for name, field, wanted in _OF_MEMBERS:
        if name in document:
            known = ids[wanted]
            for member in document[name]:
                if field in member and member[field] not in known:
                    return False
    if "provider" in document and document["provider"] not in ids[_ORGANISATION]:
        return False
    return _lists_and_parts_resolve(ids, document)


def _lists_and_parts_resolve(ids: Ids, document: Record) -> bool:
    for name, field, wanted in _SEVERAL_OF_MEMBERS:
        for member in document.get(name, ()):
            if field in member and not ids[wanted].issuperset(member[field]):
                return False
    for name, part, field, wanted in _OF_PARTS:
        for member in document.get(name, ()):
            if part in member and not _resolve(ids[wanted], member[part], field):
                return False
    return True


def _resolve(known: set[str], whole: list[Record] | Record, field: str) -> bool:
    """Return whether the references of one field resolve, in an object or in each of some."""
    for member in whole if isinstance(whole, list) else (whole,):
        if field in member:
            value = member[field]
            if not (value in known if isinstance(value, str) else known.issuperset(value)):
                return False
    return True


def _broken(
    context: Context, where: str, value: str | list[str], ids: set[str], wanted: Wanted
) -> Iterator[Finding]:
    """Tell of a reference if it does not resolve, or of those of a list."""
    named = [(where, value)] if isinstance(value, str) else _numbered(where, value)
    for place, one in named:
        if one not in ids:
            kind = context.ids.get(one, "")
            yield finding(
                "R101",
                place,
                variant="kind" if kind else "",
                value=one,
                wanted=wanted,
                kind=kind,
            )


def _numbered(where: str, values: list[str]) -> list[tuple[str, str]]:
    return [(f"{where}/{number}", one) for number, one in enumerate(values)]


def ids_are_unique(context: Context) -> Iterable[Finding]:
    """R102: a local id stands once in the record, whatever it names; R122: it is no version."""
    every = _local_ids(context.document)
    if len(set(every)) == len(every) and "\nv" not in "\n".join(["", *every]):
        return ()
    return _repeated(context)


def _repeated(context: Context) -> Iterator[Finding]:
    """Yield ids that stand there again, and those that look like a version."""
    seen: dict[str, str] = {}
    places = [place for kind in ENTITIES for place in context.members(kind)]
    for where, member in [*places, *context.sessions()]:
        local = member["id"]
        if local in seen:
            yield finding("R102", f"{where}/id", value=local, first=seen[local])
        if _is_version(local):
            yield finding("R122", f"{where}/id", value=local)
        seen.setdefault(local, where)


def _local_ids(document: Record) -> list[str]:
    every = [member["id"] for kind in ENTITIES for member in document.get(kind, ())]
    for event in document.get("events", ()):
        every += [session["id"] for session in event.get("sessions", ())]
    return every


def _is_version(local: str) -> bool:
    return local[0] == "v" and local[1:].isdigit()


def chains_end(context: Context) -> Iterator[Finding]:
    """R126: no place lies within itself, no organisation is its own parent, over any steps."""
    for name, field in (("places", "within"), ("organisations", "parent")):
        members: list[Record] = context.document.get(name, [])
        above = {one["id"]: one[field] for one in members if field in one}
        if above.keys().isdisjoint(above.values()) or not (rings := _rings(above)):
            continue
        for where, member in context.members(name):
            if field in member and member["id"] in rings:
                yield finding("R126", f"{where}/{field}", value=member["id"], field=field)


def _rings(above: dict[str, str]) -> set[str]:
    """Return what comes back to itself on its way up; every step is taken once."""
    seen: set[str] = set()
    rings: set[str] = set()
    for start in above:
        passed: list[str] = []
        step = start
        while step in above and step not in seen:
            seen.add(step)
            passed.append(step)
            step = above[step]
        if step in passed:
            rings.update(passed[passed.index(step) :])
    return rings


RULES = (references_resolve, ids_are_unique, chains_end)
