"""``assert``: what is known of each person, organisation, place, event, quotation and file."""

from __future__ import annotations

from collections.abc import Iterable

from archive.edtf import xsd_type
from archive.release import (
    Attachment,
    Contact,
    Event,
    Organisation,
    Person,
    Place,
    Quote,
    Release,
    Span,
)
from archive.writers.newsml_g2.xml import (
    extension,
    quoted,
    related,
    span,
    spans,
    spelt,
    text,
)


def asserts(release: Release, work: str) -> str:
    """Return the asserts of an item in the order of the record; ``work`` is escaped already."""
    told = [_person(one, work) for one in release.people]
    told += [_organisation(one, work) for one in release.organisations]
    told += [_place(one, work) for one in release.places]
    told += [_event(one, work) for one in release.events]
    told += [_quote(one, work) for one in release.quotes]
    told += [_contact(one, work, number) for number, one in enumerate(release.contacts, 1)]
    told += [_attachment(one, work) for one in release.attachments]
    return "".join([part for parts in told for part in parts])


def _a(rel: str, value: object) -> str:
    """Return a property of a concept; nothing if there is no value."""
    if value is None:
        return ""
    return f'<conceptExtProperty rel="pa:{rel}" value="{quoted(spelt(value))}"/>\n'


def _spans(places: tuple[Span, ...]) -> str:
    return "".join([_a("span", span(place)) for place in places])


def _uris(rel: str, work: str, locals_: Iterable[str]) -> str:
    return "".join(
        [f'<conceptExtProperty rel="pa:{rel}" uri="{work}#{local}"/>\n' for local in locals_]
    )


def _start(one: Person | Organisation | Place | Event, work: str, kind: str) -> list[str]:
    """Return the opening of an assert: names and type, the same elsewhere."""
    aliases: tuple[str, ...] = getattr(one, "aliases", ())  # places and events have none
    parts = [f'<assert uri="{work}#{one.id}">\n<name>{text(one.name)}</name>\n']
    parts += [f'<name role="pa:alias">{text(alias)}</name>\n' for alias in aliases]
    parts.append(f'<type qcode="cpnat:{kind}"/>\n')
    parts += [f'<sameAs uri="{quoted(iri)}"/>\n' for iri in one.same_as]
    return parts


def _sureness(one: Person | Organisation | Place | Event) -> str:
    return _spans(one.spans) + _a("certainty", one.certainty)


def _person(person: Person, work: str) -> list[str]:
    parts = _start(person, work, "person")
    for role in person.roles:
        inside = related("title", role.title) + related("asOf", role.as_of)
        inside += related("from", role.from_) + related("to", role.to)
        inside += related("acting", role.acting) + related("roleRelation", role.relation)
        inside += related("certainty", role.certainty) + spans(role.spans)
        named = "" if role.org is None else f' uri="{work}#{role.org}"'
        end = f">{inside}</conceptExtProperty>\n" if inside else "/>\n"
        parts.append(f'<conceptExtProperty rel="pa:holds"{named}{end}')
    parts.append(_sureness(person))
    held = dict.fromkeys(role.org for role in person.roles if role.org is not None)
    if held:
        parts.append("<personDetails>\n")
        parts += [
            f'<affiliation type="cpnat:organisation" uri="{work}#{org}" how="pa:derived"/>\n'
            for org in held
        ]
        parts.append("</personDetails>\n")
    parts.append("</assert>\n")
    return parts


def _organisation(one: Organisation, work: str) -> list[str]:
    parts = _start(one, work, "organisation")
    if one.parent is not None:
        parts.append(f'<broader uri="{work}#{one.parent}"/>\n')
    for rel, others in (("predecessor", one.predecessors), ("successor", one.successors)):
        parts += [f'<related rel="pa:{rel}" uri="{work}#{other}"/>\n' for other in others]
    parts += [_a("orgType", one.type), _sureness(one)]
    details = ""
    for element, field, date in (("founded", "from", one.from_), ("dissolved", "to", one.to)):
        if date is not None and xsd_type(date) is not None:
            details += f"<{element}>{date}</{element}>\n"
        else:
            parts.append(_a(field, date))
    if details:
        parts.append(f"<organisationDetails>\n{details}</organisationDetails>\n")
    parts.append("</assert>\n")
    return parts


def _place(place: Place, work: str) -> list[str]:
    kind = "poi" if place.kind == "venue" else "geoArea"
    parts = _start(place, work, kind)
    if place.within is not None:
        parts.append(f'<broader uri="{work}#{place.within}"/>\n')
    parts.append(_a("placeKind", place.kind))
    if place.codes is not None:
        parts.append(_a("code.kemendagri", place.codes.kemendagri))
        parts.append(_a("code.iso3166-2", place.codes.iso3166_2))
        parts.append(_a("code.geonames", place.codes.geonames))
    parts.append(_sureness(place))
    if place.lat is not None:
        details = "POIDetails" if kind == "poi" else "geoAreaDetails"
        position = f'<position latitude="{place.lat}" longitude="{place.lon}"/>'
        parts.append(f"<{details}>{position}</{details}>\n")
    parts.append("</assert>\n")
    return parts


def _event(event: Event, work: str) -> list[str]:
    sessions = [f'<narrower uri="{work}#{session.id}"/>\n' for session in event.sessions]
    parts = _start(event, work, "event") + sessions
    attendance = event.attendance
    if attendance is not None:
        inside = related("people", attendance.people)
        inside += related("organisations", attendance.organisations)
        inside += related("asWritten", attendance.as_written)
        inside += "".join([related("who", group) for group in attendance.who])
        inside += spans(attendance.spans)
        parts.append(extension("concept", "attendance", inside=inside))
    parts += [_sureness(event), _event_details(event, work), "</assert>\n"]
    for session in event.sessions:
        name = "" if session.title is None else f"<name>{text(session.title)}</name>\n"
        parts += [
            f'<assert uri="{work}#{session.id}">\n{name}<type qcode="cpnat:event"/>\n',
            f'<broader uri="{work}#{event.id}"/>\n',
            _a("sessionKind", session.kind),
            _uris("speaker", work, session.speakers),
            _spans(session.spans),
            "</assert>\n",
        ]
    return parts


def _event_details(event: Event, work: str) -> str:
    """Return when and where; ``eventDetails`` needs a start, without one all is extensions."""
    organisers = event.organisers
    if event.start is None or xsd_type(event.start) is None:
        place = () if event.place is None else (event.place,)
        told = _a("start", event.start) + _a("end", event.end) + _uris("place", work, place)
        return told + _uris("organiser", work, organisers)
    told, end = "", ""
    if event.end is not None and xsd_type(event.end) is not None:
        end = f"<end>{event.end}</end>\n"
    else:
        told = _a("end", event.end)
    place_ = "" if event.place is None else f'<location uri="{work}#{event.place}"/>\n'
    held_by = "".join([f'<organiser uri="{work}#{local}"/>\n' for local in organisers])
    dates = f"<dates>\n<start>{event.start}</start>\n{end}</dates>\n"
    return f"{told}<eventDetails>\n{dates}{place_}{held_by}</eventDetails>\n"


def _quote(quote: Quote, work: str) -> list[str]:
    return [
        f'<assert uri="{work}#{quote.id}">\n',
        _a("quoteKind", quote.kind),
        _a("span", span(quote.span)),
        _a("speakerAsWritten", quote.speaker_as_written),
        _a("verb", quote.verb),
        _a("saidOn", quote.said_on),
        _a("certainty", quote.certainty),
        "</assert>\n",
    ]


def _contact(contact: Contact, work: str, number: int) -> list[str]:
    parts = [f'<assert uri="{work}#contacts.{number}">\n']
    if contact.name is not None:
        parts.append(f"<name>{text(contact.name)}</name>\n")
    parts.append(_a("role", contact.role))
    parts.append(_uris("org", work, () if contact.org is None else (contact.org,)))
    parts += [_a("visibility", contact.visibility), _a("validUntil", contact.valid_until)]
    ways = [f"<email>{text(address)}</email>\n" for address in contact.emails]
    ways += [f"<phone>{text(phone)}</phone>\n" for phone in contact.phones]
    if ways:
        details = "organisationDetails" if contact.name is None else "personDetails"
        inside = "".join(ways)
        parts.append(f"<{details}>\n<contactInfo>\n{inside}</contactInfo>\n</{details}>\n")
    parts.append("</assert>\n")
    return parts


def _attachment(attachment: Attachment, work: str) -> list[str]:
    parts = [
        f'<assert uri="{work}#{attachment.id}">\n',
        _a("mediaKind", attachment.kind),
        _a("width", attachment.width),
        _a("height", attachment.height),
    ]
    for rendition in attachment.renditions:
        inside = related("mediaType", rendition.media_type) + related("bytes", rendition.bytes)
        inside += related("sha256", rendition.sha256) + related("width", rendition.width)
        inside += related("height", rendition.height)
        parts.append(
            extension(
                "concept", "rendition", value=rendition.name, uri=rendition.href, inside=inside
            )
        )
    parts.append("</assert>\n")
    return parts
