"""``assert``: what is known of each person, organisation, place, event, quotation and file.

``node`` is what the IRI of every part of the work begins with, escaped already. Local ids, dates,
numbers and the words of the schema's lists hold nothing that needs escaping.
"""

from __future__ import annotations

from typing import get_args

from archive.edtf import xsd_type
from archive.newsml_g2.xml import quoted, related, spans, text
from archive.release import (
    Attachment,
    Attendance,
    Certainty,
    Contact,
    Event,
    Organisation,
    Person,
    Place,
    PlaceCodes,
    Quote,
    Release,
    Rendition,
    Role,
    Session,
    Span,
)

_CERTAINTY: dict[str | None, str] = {None: ""} | {
    word: f'<conceptExtProperty rel="pa:certainty" value="{word}"/>' for word in get_args(Certainty)
}


def asserts(release: Release, node: str) -> str:
    """Return the asserts of an item in the order of the record, each in a line."""
    told = [_person(one, node) for one in release.people]
    told += [_organisation(one, node) for one in release.organisations]
    told += [_place(one, node) for one in release.places]
    for event in release.events:
        told.append(_event(event, node))
        told += [_session(one, event, node) for one in event.sessions]
    told += [_quote(one, node) for one in release.quotes]
    told += [_contact(one, node, number) for number, one in enumerate(release.contacts, 1)]
    told += [_attachment(one, node) for one in release.attachments]
    return "".join(told)


def _start(
    one: Person | Organisation | Place | Event, node: str, kind: str, aliases: tuple[str, ...] = ()
) -> str:
    """Return the opening of an assert: names and type, the same elsewhere."""
    told = f'<assert uri="{node}{one.id}"><name>{text(one.name)}</name>'
    for alias in aliases:
        told += f'<name role="pa:alias">{text(alias)}</name>'
    told += f'<type qcode="cpnat:{kind}"/>'
    for iri in one.same_as:
        told += f'<sameAs uri="{quoted(iri)}"/>'
    return told


def _spans(places: tuple[Span, ...]) -> str:
    told = ""
    for start, end in places:
        told += f'<conceptExtProperty rel="pa:span" value="char={start},{end}"/>'
    return told


def _uris(rel: str, node: str, locals_: tuple[str, ...]) -> str:
    told = ""
    for local in locals_:
        told += f'<conceptExtProperty rel="pa:{rel}" uri="{node}{local}"/>'
    return told


def _person(person: Person, node: str) -> str:
    told = _start(person, node, "person", person.aliases)
    held = {}
    for role in person.roles:
        told += _role(role, node)
        if role.org is not None:
            held[role.org] = (
                f'<affiliation type="cpnat:organisation" uri="{node}{role.org}" how="pa:derived"/>'
            )
    told += _spans(person.spans) + _CERTAINTY[person.certainty]
    if held:
        told += f"<personDetails>{''.join(held.values())}</personDetails>"
    return told + "</assert>\n"


def _role(role: Role, node: str) -> str:
    told = '<conceptExtProperty rel="pa:holds"'
    if role.org is not None:
        told += f' uri="{node}{role.org}"'
    inside = related("title", role.title)
    if role.as_of is not None:
        inside += f'<related rel="pa:asOf" value="{role.as_of}"/>'
    if role.from_ is not None:
        inside += f'<related rel="pa:from" value="{role.from_}"/>'
    if role.to is not None:
        inside += f'<related rel="pa:to" value="{role.to}"/>'
    if role.acting is not None:
        inside += related("acting", role.acting)
    if role.relation is not None:
        inside += f'<related rel="pa:roleRelation" value="{role.relation}"/>'
    if role.certainty is not None:
        inside += f'<related rel="pa:certainty" value="{role.certainty}"/>'
    inside += spans(role.spans)
    return f"{told}>{inside}</conceptExtProperty>" if inside else f"{told}/>"


def _organisation(one: Organisation, node: str) -> str:
    told = _start(one, node, "organisation", one.aliases)
    if one.parent is not None:
        told += f'<broader uri="{node}{one.parent}"/>'
    for other in one.predecessors:
        told += f'<related rel="pa:predecessor" uri="{node}{other}"/>'
    for other in one.successors:
        told += f'<related rel="pa:successor" uri="{node}{other}"/>'
    if one.type is not None:
        told += f'<conceptExtProperty rel="pa:orgType" value="{one.type}"/>'
    told += _spans(one.spans) + _CERTAINTY[one.certainty]
    if one.from_ is not None or one.to is not None:
        told += _existence(one)
    return told + "</assert>\n"


def _existence(one: Organisation) -> str:
    """Return since when and until when there is an organisation; vague dates are extensions."""
    told, details = "", ""
    for element, field, date in (("founded", "from", one.from_), ("dissolved", "to", one.to)):
        if date is None:
            continue
        if xsd_type(date) is None:
            told += f'<conceptExtProperty rel="pa:{field}" value="{date}"/>'
        else:
            details += f"<{element}>{date}</{element}>"
    if details:
        told += f"<organisationDetails>{details}</organisationDetails>"
    return told


def _place(place: Place, node: str) -> str:
    kind = "poi" if place.kind == "venue" else "geoArea"
    told = _start(place, node, kind)
    if place.within is not None:
        told += f'<broader uri="{node}{place.within}"/>'
    told += f'<conceptExtProperty rel="pa:placeKind" value="{place.kind}"/>'
    if place.codes is not None:
        told += _codes(place.codes)
    told += _spans(place.spans) + _CERTAINTY[place.certainty]
    if place.lat is not None:
        details = "POIDetails" if kind == "poi" else "geoAreaDetails"
        position = f'<position latitude="{place.lat}" longitude="{place.lon}"/>'
        told += f"<{details}>{position}</{details}>"
    return told + "</assert>\n"


def _codes(codes: PlaceCodes) -> str:
    told = ""
    for scheme, code in (
        ("kemendagri", codes.kemendagri),
        ("iso3166-2", codes.iso3166_2),
        ("geonames", codes.geonames),
    ):
        if code is not None:
            told += f'<conceptExtProperty rel="pa:code.{scheme}" value="{quoted(code)}"/>'
    return told


def _event(event: Event, node: str) -> str:
    told = _start(event, node, "event")
    for session in event.sessions:
        told += f'<narrower uri="{node}{session.id}"/>'
    if event.attendance is not None:
        told += _attendance(event.attendance)
    told += _spans(event.spans) + _CERTAINTY[event.certainty]
    return f"{told}{_event_details(event, node)}</assert>\n"


def _attendance(attendance: Attendance) -> str:
    inside = related("people", attendance.people)
    inside += related("organisations", attendance.organisations)
    inside += related("asWritten", attendance.as_written)
    for group in attendance.who:
        inside += related("who", group)
    inside += spans(attendance.spans)
    return f'<conceptExtProperty rel="pa:attendance">{inside}</conceptExtProperty>'


def _event_details(event: Event, node: str) -> str:
    """Return when and where; ``eventDetails`` needs a start, without one all is extensions."""
    told, end = "", ""
    if event.start is None or xsd_type(event.start) is None:
        if event.start is not None:
            told += f'<conceptExtProperty rel="pa:start" value="{event.start}"/>'
        if event.end is not None:
            told += f'<conceptExtProperty rel="pa:end" value="{event.end}"/>'
        told += _uris("place", node, () if event.place is None else (event.place,))
        return told + _uris("organiser", node, event.organisers)
    if event.end is not None:
        if xsd_type(event.end) is None:
            told = f'<conceptExtProperty rel="pa:end" value="{event.end}"/>'
        else:
            end = f"<end>{event.end}</end>"
    told += f"<eventDetails><dates><start>{event.start}</start>{end}</dates>"
    if event.place is not None:
        told += f'<location uri="{node}{event.place}"/>'
    for local in event.organisers:
        told += f'<organiser uri="{node}{local}"/>'
    return told + "</eventDetails>"


def _session(session: Session, event: Event, node: str) -> str:
    name = "" if session.title is None else f"<name>{text(session.title)}</name>"
    told = f'<assert uri="{node}{session.id}">{name}<type qcode="cpnat:event"/>'
    told += f'<broader uri="{node}{event.id}"/>'
    told += f'<conceptExtProperty rel="pa:sessionKind" value="{session.kind}"/>'
    told += _uris("speaker", node, session.speakers)
    return f"{told}{_spans(session.spans)}</assert>\n"


def _quote(quote: Quote, node: str) -> str:
    told = (
        f'<assert uri="{node}{quote.id}">'
        f'<conceptExtProperty rel="pa:quoteKind" value="{quote.kind}"/>'
        f'<conceptExtProperty rel="pa:span" value="char={quote.span[0]},{quote.span[1]}"/>'
    )
    if quote.speaker_as_written is not None:
        name = quoted(quote.speaker_as_written)
        told += f'<conceptExtProperty rel="pa:speakerAsWritten" value="{name}"/>'
    if quote.verb is not None:
        told += f'<conceptExtProperty rel="pa:verb" value="{quoted(quote.verb)}"/>'
    if quote.said_on is not None:
        told += f'<conceptExtProperty rel="pa:saidOn" value="{quote.said_on}"/>'
    return f"{told}{_CERTAINTY[quote.certainty]}</assert>\n"


def _contact(contact: Contact, node: str, number: int) -> str:
    told = f'<assert uri="{node}contacts.{number}">'
    if contact.name is not None:
        told += f"<name>{text(contact.name)}</name>"
    if contact.role is not None:
        told += f'<conceptExtProperty rel="pa:role" value="{quoted(contact.role)}"/>'
    if contact.org is not None:
        told += f'<conceptExtProperty rel="pa:org" uri="{node}{contact.org}"/>'
    told += f'<conceptExtProperty rel="pa:visibility" value="{contact.visibility}"/>'
    if contact.valid_until is not None:
        told += f'<conceptExtProperty rel="pa:validUntil" value="{contact.valid_until}"/>'
    ways = ""
    for address in contact.emails:
        ways += f"<email>{text(address)}</email>"
    for phone in contact.phones:
        ways += f"<phone>{text(phone)}</phone>"
    if ways:
        details = "organisationDetails" if contact.name is None else "personDetails"
        told += f"<{details}><contactInfo>{ways}</contactInfo></{details}>"
    return told + "</assert>\n"


def _attachment(attachment: Attachment, node: str) -> str:
    told = f'<assert uri="{node}{attachment.id}">'
    told += f'<conceptExtProperty rel="pa:mediaKind" value="{attachment.kind}"/>'
    if attachment.width is not None:
        told += f'<conceptExtProperty rel="pa:width" value="{attachment.width}"/>'
    if attachment.height is not None:
        told += f'<conceptExtProperty rel="pa:height" value="{attachment.height}"/>'
    for rendition in attachment.renditions:
        told += _rendition(rendition)
    return told + "</assert>\n"


def _rendition(rendition: Rendition) -> str:
    inside = related("mediaType", rendition.media_type) + related("bytes", rendition.bytes)
    inside += related("sha256", rendition.sha256) + related("width", rendition.width)
    inside += related("height", rendition.height)
    told = f'<conceptExtProperty rel="pa:rendition" uri="{quoted(rendition.href)}"'
    told += f' value="{rendition.name}"'
    return f"{told}>{inside}</conceptExtProperty>" if inside else f"{told}/>"
