"""Local ids and what refers to them: R101, R102, R122, R126."""

from __future__ import annotations

from collections.abc import Iterator

from archive.findings import Finding, finding
from archive.validation.rules.context import ENTITIES, Context, Place, Record

_AGENT = ("people", "organisations")
_ORGANISATION = ("organisations",)
_PLACE = ("places",)

Wanted = tuple[str, ...]
Fields = tuple[tuple[str, Wanted], ...]
"""Fields that refer, each with the lists that its target may stand in."""

_OF_OBJECTS: dict[str, Fields] = {
    "government": (("ref", _ORGANISATION),),
    "dateline": (("place", _PLACE),),
    "source": (("ref", _ORGANISATION),),
    "rights": (("holder", _AGENT),),
}
_OF_MEMBERS: dict[str, Fields] = {
    "quotes": (("speaker", _AGENT),),
    "about": (("org", _ORGANISATION),),
    "issuers": (("ref", _ORGANISATION),),
    "organisations": (
        ("parent", _ORGANISATION),
        ("predecessors", _ORGANISATION),
        ("successors", _ORGANISATION),
    ),
    "places": (("within", _PLACE),),
    "events": (("place", _PLACE), ("organisers", _ORGANISATION)),
    "contacts": (("org", _ORGANISATION),),
}
_OF_ROLES: Fields = (("org", _ORGANISATION),)
_OF_SESSIONS: Fields = (("speakers", _AGENT),)


def references_resolve(context: Context) -> Iterator[Finding]:
    """R101: every reference names a member of the right list."""
    ids = context.ids
    provider = context.document.get("provider")
    if provider is not None and ids.get(provider) not in _ORGANISATION:
        yield from _unresolved(context, "/provider", provider, _ORGANISATION)
    for name, fields in _OF_OBJECTS.items():
        if name in context.document and not _resolve(ids, context.document[name], fields):
            yield from _of(context, f"/{name}", context.document[name], fields)
    for name, fields in _OF_MEMBERS.items():
        for number, member in enumerate(context.document.get(name, ())):
            if not _resolve(ids, member, fields):
                yield from _of(context, f"/{name}/{number}", member, fields)
    for places, fields in (
        (context.roles(), _OF_ROLES),
        (context.sessions(), _OF_SESSIONS),
        (_rights_of_attachments(context), _OF_OBJECTS["rights"]),
    ):
        for where, part in places:
            if not _resolve(ids, part, fields):
                yield from _of(context, where, part, fields)


def _resolve(ids: dict[str, str], holder: Record, fields: Fields) -> bool:
    """Return whether all references of an object resolve."""
    for field, wanted in fields:
        value = holder.get(field, ())
        for one in (value,) if type(value) is str else value:
            if ids.get(one) not in wanted:
                return False
    return True


def _rights_of_attachments(context: Context) -> Iterator[Place]:
    for number, attachment in enumerate(context.document.get("attachments", ())):
        if "rights" in attachment:
            yield f"/attachments/{number}/rights", attachment["rights"]


def _of(context: Context, where: str, holder: Record, fields: Fields) -> Iterator[Finding]:
    """Tell of the references of an object that do not resolve, also of those of a list."""
    for field, wanted in fields:
        if field in holder:
            yield from _broken(context, f"{where}/{field}", holder[field], wanted)


def _broken(
    context: Context, where: str, value: str | list[str], wanted: Wanted
) -> Iterator[Finding]:
    """Tell of a reference if it does not resolve, or of those of a list."""
    if isinstance(value, str):
        if context.ids.get(value) not in wanted:
            yield from _unresolved(context, where, value, wanted)
        return
    for number, item in enumerate(value):
        if context.ids.get(item) not in wanted:
            yield from _unresolved(context, f"{where}/{number}", item, wanted)


def _unresolved(context: Context, where: str, value: str, wanted: Wanted) -> Iterator[Finding]:
    """Tell of a reference, unless its target is one of several that have the same id (R102)."""
    if any(one["id"] == value for name in wanted for _, one in context.members(name)):
        return
    kind = context.ids.get(value, "")
    yield finding(
        "R101",
        where,
        variant="kind" if kind else "",
        value=value,
        wanted=" / ".join(wanted),
        kind=kind,
    )


def ids_are_unique(context: Context) -> Iterator[Finding]:
    """R102: a local id stands once in the record, whatever it names; R122: it is no version."""
    document = context.document
    count = sum(len(document.get(kind, ())) for kind in ENTITIES)
    count += sum(len(event.get("sessions", ())) for event in document.get("events", ()))
    if count == len(context.ids) and not any(map(_is_version, context.ids)):
        return
    seen: dict[str, str] = {}
    places = [place for kind in ENTITIES for place in context.members(kind)]
    for where, member in [*places, *context.sessions()]:
        local = member["id"]
        if local in seen:
            yield finding("R102", f"{where}/id", value=local, first=seen[local])
        if _is_version(local):
            yield finding("R122", f"{where}/id", value=local)
        seen.setdefault(local, where)


def _is_version(local: str) -> bool:
    return local[0] == "v" and local[1:].isdigit()


def chains_end(context: Context) -> Iterator[Finding]:
    """R126: no place lies within itself, no organisation is its own parent, over any steps."""
    for name, field in (("places", "within"), ("organisations", "parent")):
        members: list[Record] = context.document.get(name, [])
        above = {one["id"]: one[field] for one in members if field in one}
        if not above or not (rings := _rings(above)):
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
