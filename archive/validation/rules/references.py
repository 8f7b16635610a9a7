"""Local ids and what refers to them: R101, R102, R122, R126."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from archive.findings import Finding, finding
from archive.validation.rules.context import ENTITIES, Context

_AGENT = ("people", "organisations")
_ORGANISATION = ("organisations",)
_PLACE = ("places",)

Wanted = tuple[str, ...]


def references_resolve(context: Context) -> Iterator[Finding]:
    """R101: every reference names a member of the right list."""
    ids = context.ids
    for where, value, wanted in _references(context):
        kind = ids.get(value)
        if kind not in wanted:
            variant = "kind" if kind else ""
            yield finding(
                "R101",
                where,
                variant=variant,
                value=value,
                wanted=" / ".join(wanted),
                kind=kind or "",
            )


def _references(context: Context) -> Iterator[tuple[str, str, Wanted]]:
    """Yield (pointer, local id, lists it may stand in) for each reference of the record."""
    document = context.document
    yield from _one("", document, "provider", _ORGANISATION)
    for name, field, wanted in (
        ("government", "ref", _ORGANISATION),
        ("dateline", "place", _PLACE),
        ("source", "ref", _ORGANISATION),
        ("rights", "holder", _AGENT),
    ):
        if name in document:
            yield from _one(f"/{name}", document[name], field, wanted)
    for name, fields in _FIELDS.items():
        for where, member in context.members(name):
            for field, wanted in fields:
                yield from _one(where, member, field, wanted)
    yield from _nested(context)


_FIELDS: dict[str, tuple[tuple[str, Wanted], ...]] = {
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


def _nested(context: Context) -> Iterator[tuple[str, str, Wanted]]:
    for where, role in context.roles():
        yield from _one(where, role, "org", _ORGANISATION)
    for where, session in context.sessions():
        yield from _one(where, session, "speakers", _AGENT)
    for where, attachment in context.members("attachments"):
        if "rights" in attachment:
            yield from _one(f"{where}/rights", attachment["rights"], "holder", _AGENT)


def _one(where: str, part: Any, field: str, wanted: Wanted) -> Iterator[tuple[str, str, Wanted]]:
    value = part.get(field)
    if isinstance(value, str):
        yield f"{where}/{field}", value, wanted
    elif value is not None:
        for number, item in enumerate(value):
            yield f"{where}/{field}/{number}", item, wanted


def ids_are_unique(context: Context) -> Iterator[Finding]:
    """R102: a local id stands once in the record, whatever it names; R122: it is no version."""
    document = context.document
    count = sum(len(document.get(kind, ())) for kind in ENTITIES)
    count += sum(len(event.get("sessions", ())) for event in document.get("events", ()))
    if count == len(context.ids) and not any(
        local[0] == "v" and local[1:].isdigit() for local in context.ids
    ):
        return
    seen: dict[str, str] = {}
    places = [place for kind in ENTITIES for place in context.members(kind)]
    for where, member in [*places, *context.sessions()]:
        local = member["id"]
        if local in seen:
            yield finding("R102", f"{where}/id", value=local, first=seen[local])
        if local[0] == "v" and local[1:].isdigit():
            yield finding("R122", f"{where}/id", value=local)
        seen.setdefault(local, where)


def chains_end(context: Context) -> Iterator[Finding]:
    """R126: no place lies within itself, no organisation is its own parent, over any steps."""
    for name, field in (("places", "within"), ("organisations", "parent")):
        above = {
            member["id"]: member[field]
            for member in context.document.get(name, ())
            if field in member
        }
        if not above:
            continue
        ends: set[str] = set()
        for where, member in context.members(name):
            if _closes(member["id"], above, ends):
                yield finding("R126", f"{where}/{field}", value=member["id"], field=field)


def _closes(start: str, above: dict[str, str], ends: set[str]) -> bool:
    """Return whether the chain upwards comes back to its start; ``ends`` are known to end."""
    passed = []
    step = above.get(start)
    while step is not None and step not in ends:
        if step == start:
            return True
        if step in passed:  # a ring that does not hold the start
            return False
        passed.append(step)
        step = above.get(step)
    ends.update(passed)
    ends.add(start)
    return False


RULES = (references_resolve, ids_are_unique, chains_end)
