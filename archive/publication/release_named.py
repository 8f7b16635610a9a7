"""Whom and what a release names, as its page shows it: people, organisations, events, places."""

from __future__ import annotations

from archive.publication.markup import number, quoted
from archive.publication.release_view import FACTS, View
from archive.release import Attendance, Event, Organisation, Person, Place, Role, Session

_MOST_WITHIN = 8
"""Steps from a place to what it lies within; a record that turns in a circle ends here too."""


def people(view: View) -> str:
    """Return a table of the people with their posts at the time."""
    if not view.release.people:
        return ""
    rows = "".join([_person(view, person) for person in view.release.people])
    columns = ("column_name", "column_roles")
    return view.section("people", view.table("people_caption", columns, rows))


def _person(view: View, person: Person) -> str:
    also = _aliases(view, person.aliases)
    registers = view.registers(person.same_as)
    roles = "".join([f"<li>{_role(view, role)}</li>" for role in person.roles])
    return (
        f'<tr id="{quoted(person.id)}"><th scope="row">{view.named(person.id)}'
        f"{view.mark(person.certainty)}{also}{registers}</th>"
        f"<td>{f'<ul>{roles}</ul>' if roles else '–'}</td></tr>\n"
    )


def _aliases(view: View, aliases: tuple[str, ...]) -> str:
    if not aliases:
        return ""
    names = ", ".join(map(view.bdi, aliases))
    return f" <small>({view.say('also_called', names=names)})</small>"


def _role(view: View, role: Role) -> str:
    """Return a post with its organisation and dates: ``Mayor, Example City (as of 2026)``."""
    name = view.text(role.title) if role.title else ""
    if role.org:
        name += f", {view.named(role.org)}" if name else view.named(role.org)
    before = view.words["role_former"] if role.relation == "former" else ""
    if role.relation in ("member", "affiliated") and not role.title:
        before = view.words[f"role_{role.relation}"]
    notes = [view.words["role_acting"]] if role.acting else []
    if period := view.period(role.from_, role.to):
        notes.append(period)
    elif role.as_of:
        notes.append(view.say("role_as_of", date=view.day(role.as_of)))
    told = f" <small>({', '.join(notes)})</small>" if notes else ""
    return f"{before} {name}{view.mark(role.certainty)}{told}".strip()


def organisations(view: View) -> str:
    """Return a list of the organisations with what they are and belong to."""
    rows = "".join([_organisation(view, one) for one in view.release.organisations])
    return view.section("organisations", rows and f'<ul class="plain">{rows}</ul>\n')


def _organisation(view: View, one: Organisation) -> str:
    told = [view.words[f"org_{one.type}"]] if one.type else []
    if one.parent:
        told.append(view.say("part_of", name=view.named(one.parent)))
    if period := view.period(one.from_, one.to):
        told.append(view.say("named_in", period=period))
    if one.predecessors:
        told.append(view.say("predecessors", names=view.names(one.predecessors)))
    if one.successors:
        told.append(view.say("successors", names=view.names(one.successors)))
    more = f" <small>{', '.join(told)}</small>" if told else ""
    return (
        f'<li id="{quoted(one.id)}">{view.named(one.id)}{view.mark(one.certainty)}'
        f"{_aliases(view, one.aliases)}{more}{view.registers(one.same_as)}</li>\n"
    )


def places(view: View) -> str:
    """Return a list of the places with what they lie within, codes and position."""
    rows = "".join([_place(view, place) for place in view.release.places])
    return view.section("places", rows and f'<ul class="plain">{rows}</ul>\n')


def _place(view: View, place: Place) -> str:
    told = [view.words[f"place_{place.kind}"]]
    if codes := place.codes:
        told += [f"Kemendagri {quoted(codes.kemendagri)}"] if codes.kemendagri else []
        told += [f"ISO 3166-2 {quoted(codes.iso3166_2)}"] if codes.iso3166_2 else []
        told += [f"GeoNames {quoted(codes.geonames)}"] if codes.geonames else []
    if place.lat and place.lon:
        told.append(view.say("coordinates", lat=quoted(place.lat), lon=quoted(place.lon)))
    outer = "".join([f", {view.named(name)}" for name in _outer(view, place)])
    return (
        f'<li id="{quoted(place.id)}">{view.named(place.id)}{outer}{view.mark(place.certainty)}'
        f" <small>{', '.join(told)}</small>{view.registers(place.same_as)}</li>\n"
    )


def _outer(view: View, place: Place) -> list[str]:
    """Return the ids of the places that a place lies within, the smallest first."""
    outer: list[str] = []
    step = place.within
    while step in view.places and len(outer) < _MOST_WITHIN:
        outer.append(step)
        step = view.places[step].within
    return outer


def events(view: View) -> str:
    """Return the events with time, place, who came and the programme."""
    return view.section("events", "".join([_event(view, one) for one in view.release.events]))


def _event(view: View, event: Event) -> str:
    facts = (
        ("event_when", _when(view, event)),
        ("event_where", _where(view, event)),
        ("event_organisers", view.names(event.organisers)),
        ("event_attendance", _attendance(view, event.attendance)),
    )
    told = "".join(
        [f"<div><dt>{view.words[key]}</dt><dd>{fact}</dd></div>" for key, fact in facts if fact]
    )
    return (
        f'<h3 id="{quoted(event.id)}">{view.named(event.id)}{view.mark(event.certainty)}</h3>\n'
        f"{told and FACTS.format(told)}{_programme(view, event.sessions)}"
        f"{view.registers(event.same_as)}\n"
    )


def _when(view: View, event: Event) -> str:
    if event.start and event.end and event.start != event.end:
        if "T" in event.start or "/" in event.start + event.end:
            return view.say("role_period", start=view.date(event.start), end=view.date(event.end))
        return view.date(f"{event.start}/{event.end}")
    return view.date(event.start or event.end or "") if event.start or event.end else ""


def _where(view: View, event: Event) -> str:
    if not event.place:
        return ""
    place = view.places.get(event.place)
    return view.names([event.place, *(_outer(view, place) if place else ())])


def _attendance(view: View, attendance: Attendance | None) -> str:
    if attendance is None:
        return ""
    counts = [
        view.say(f"attendance_{unit}", count=number(count, view.words))
        for unit, count in (
            ("people", attendance.people),
            ("organisations", attendance.organisations),
        )
        if count is not None
    ]
    if attendance.as_written:
        counts = [view.bdi(attendance.as_written)]
    return "; ".join(counts + [view.bdi(who) for who in attendance.who])


def _programme(view: View, sessions: tuple[Session, ...]) -> str:
    if not sessions:
        return ""
    rows = "".join(
        f'<tr id="{quoted(one.id)}"><th scope="row">{view.words[f"session_{one.kind}"]}</th>'
        f"<td>{view.text(one.title) if one.title else '–'}</td>"
        f"<td>{view.names(one.speakers) or '–'}</td></tr>\n"
        for one in sessions
    )
    return view.table("programme", ("column_part", "column_title", "column_speakers"), rows)
