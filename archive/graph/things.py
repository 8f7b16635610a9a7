"""Body, quotations, places, events, topics and attachments as nodes."""

from __future__ import annotations

from archive.body import plain_text
from archive.graph.agents import CERTAINTY, MENTIONS, NAME, add_name
from archive.graph.nodes import Classes, Node
from archive.graph.terms import Kind, date_slots, slot
from archive.release import (
    Attachment,
    Attendance,
    Event,
    Place,
    Quote,
    Release,
    Rendition,
    Rights,
    Session,
)
from archive.vocabulary import topic

_QUOTATION = Classes("schema:Quotation")
_THING = Classes("schema:Thing")
_PLACE = Classes("schema:Place")
_EVENT = Classes("schema:Event")
_LIST_ITEM = Classes("schema:ListItem")
_TOPIC = Classes("schema:DefinedTerm", "skos:Concept")
_MEDIA = {
    "photo": Classes("schema:ImageObject"),
    "video": Classes("schema:VideoObject"),
    "audio": Classes("schema:AudioObject"),
}
_MEDIA_OBJECT = Classes("schema:MediaObject")

SHA256 = slot("schema:sha256", Kind.PLAIN)
AS_WRITTEN = slot("pa:asWritten", Kind.PLAIN)
TEXT = slot("schema:text", Kind.TEXT)
IN_LANGUAGE = slot("schema:inLanguage", Kind.PLAIN)
_ARTICLE_BODY = slot("schema:articleBody", Kind.TEXT)
_BODY_HTML = slot("pa:bodyHtml", Kind.PLAIN)
_HAS_PART = slot("schema:hasPart", Kind.NODE)
_IS_PART_OF = slot("schema:isPartOf", Kind.IRI)
_CREATOR = slot("schema:creator", Kind.IRI)
_SPOKEN_BY = slot("schema:spokenByCharacter", Kind.IRI)
_QUOTE_KIND = slot("pa:quoteKind", Kind.PLAIN)
_SPEAKER_AS_WRITTEN = slot("pa:speakerAsWritten", Kind.PLAIN)
_VERB = slot("pa:verb", Kind.PLAIN)
_SAID_ON = date_slots("pa:saidOn")
_CONTENT_LOCATION = slot("schema:contentLocation", Kind.NODE)
_PLACE_KIND = slot("pa:placeKind", Kind.PLAIN)
_WITHIN = slot("schema:containedInPlace", Kind.IRI)
_KEMENDAGRI = slot("pa:kemendagri", Kind.PLAIN)
_ISO3166_2 = slot("pa:iso3166-2", Kind.PLAIN)
_GEONAMES = slot("pa:geonames", Kind.PLAIN)
_LATITUDE = slot("schema:latitude", Kind.DECIMAL)
_LONGITUDE = slot("schema:longitude", Kind.DECIMAL)
_ABOUT_EVENT = slot("schema:about", Kind.NODE)
_ABOUT_TOPIC = slot("schema:about", Kind.IRI)
_START = date_slots("schema:startDate")
_END = date_slots("schema:endDate")
_LOCATION = slot("schema:location", Kind.IRI)
_ORGANIZER = slot("schema:organizer", Kind.IRI)
_ATTENDANCE = slot("pa:attendance", Kind.NODE)
_PEOPLE = slot("pa:people", Kind.WHOLE)
_ORGANISATIONS = slot("pa:organisations", Kind.WHOLE)
_WHO = slot("pa:who", Kind.PLAIN)
_SUB_EVENT = slot("schema:subEvent", Kind.NODE)
_SESSION_KIND = slot("pa:sessionKind", Kind.PLAIN)
_PERFORMER = slot("schema:performer", Kind.IRI)
_SUBJECT = slot("pa:subject", Kind.NODE)
_DCT_SUBJECT = slot("dcterms:subject", Kind.IRI)
_ITEM = slot("schema:item", Kind.NODE)
_ITEM_ABOVE = slot("schema:item", Kind.IRI)
_SCHEME = slot("pa:scheme", Kind.PLAIN)
_CODE = slot("pa:code", Kind.PLAIN)
_TERM_CODE = slot("schema:termCode", Kind.PLAIN)
_ASSOCIATED_MEDIA = slot("schema:associatedMedia", Kind.NODE)
_CONTENT_URL = slot("schema:contentUrl", Kind.IRI)
_ENCODING_FORMAT = slot("schema:encodingFormat", Kind.PLAIN)
_CONTENT_SIZE = slot("schema:contentSize", Kind.PLAIN)
_CAPTION = slot("schema:caption", Kind.TEXT)
_DESCRIPTION = slot("schema:description", Kind.TEXT)
_ALT = slot("pa:alt", Kind.TEXT)
_CREDIT_TEXT = slot("schema:creditText", Kind.PLAIN)
_MEDIA_KIND = slot("pa:mediaKind", Kind.PLAIN)
_WIDTH = slot("pa:width", Kind.WHOLE)
_HEIGHT = slot("pa:height", Kind.WHOLE)
_ENCODING = slot("schema:encoding", Kind.NODE)
_COPYRIGHT_HOLDER = slot("schema:copyrightHolder", Kind.IRI)
_LICENSE = slot("schema:license", Kind.IRI)
_DCT_LICENSE = slot("dcterms:license", Kind.IRI)
_COPYRIGHT_NOTICE = slot("schema:copyrightNotice", Kind.PLAIN)


def body(work: Node, release: Release) -> None:
    """Add the plain text, the html where there is one, and the quotations in it."""
    text = plain_text(release.body.format, release.body.text)
    work.add(_ARTICLE_BODY, text)
    if release.body.format == "html":
        work.add(_BODY_HTML, release.body.text)
    numbered = enumerate(release.quotes, 1)
    work.add_nodes(_HAS_PART, [_quote(one, number, release.id, text) for number, one in numbered])


def _quote(quote: Quote, number: int, work: str, text: str) -> Node:
    node = Node(f"{work}#{quote.id}", _QUOTATION, number)
    node.add(_IS_PART_OF, work)
    node.add(TEXT, text[quote.span[0] : quote.span[1]])
    node.add(_QUOTE_KIND, quote.kind)
    node.add_spans((quote.span,))
    if quote.speaker is not None:
        speaker = f"{work}#{quote.speaker}"
        node.add(_CREATOR, speaker)
        node.add(_SPOKEN_BY, speaker)
    node.add(_SPEAKER_AS_WRITTEN, quote.speaker_as_written)
    node.add(_VERB, quote.verb)
    node.add_date(_SAID_ON, quote.said_on)
    node.add(CERTAINTY, quote.certainty)
    return node


def mentions(work: Node, release: Release) -> None:
    """Add the other names in the text."""
    nodes = []
    for number, mention in enumerate(release.mentions, 1):
        node = Node(f"{release.id}#mentions.{number}", _THING, number)
        node.add(NAME, mention.name)
        node.add_spans(mention.spans)
        nodes.append(node)
    work.add_nodes(MENTIONS, nodes)


def places(work: Node, release: Release) -> None:
    """Add the places."""
    numbered = enumerate(release.places, 1)
    work.add_nodes(_CONTENT_LOCATION, [_place(one, number, release.id) for number, one in numbered])


def _place(place: Place, number: int, work: str) -> Node:
    node = Node(f"{work}#{place.id}", _PLACE, number)
    add_name(node, place)
    node.add(_PLACE_KIND, place.kind)
    if place.within is not None:
        node.add(_WITHIN, f"{work}#{place.within}")
    if place.codes is not None:
        node.add(_KEMENDAGRI, place.codes.kemendagri)
        node.add(_ISO3166_2, place.codes.iso3166_2)
        node.add(_GEONAMES, place.codes.geonames)
    node.add(_LATITUDE, place.lat)
    node.add(_LONGITUDE, place.lon)
    return node


def events(work: Node, release: Release) -> None:
    """Add the events with their programmes."""
    numbered = enumerate(release.events, 1)
    work.add_nodes(_ABOUT_EVENT, [_event(event, number, release.id) for number, event in numbered])


def _event(event: Event, number: int, work: str) -> Node:
    node = Node(f"{work}#{event.id}", _EVENT, number)
    add_name(node, event)
    node.add_date(_START, event.start)
    node.add_date(_END, event.end)
    if event.place is not None:
        node.add(_LOCATION, f"{work}#{event.place}")
    node.add_locals(_ORGANIZER, work, event.organisers)
    if event.attendance is not None:
        node.add_nodes(_ATTENDANCE, [_attendance(event.attendance, node.iri)])
    numbered = enumerate(event.sessions, 1)
    node.add_nodes(_SUB_EVENT, [_session(one, place, work) for place, one in numbered])
    return node


def _attendance(attendance: Attendance, event: str) -> Node:
    node = Node(f"{event}.attendance.1")
    node.add(_PEOPLE, attendance.people)
    node.add(_ORGANISATIONS, attendance.organisations)
    node.add(AS_WRITTEN, attendance.as_written)
    node.add_all(_WHO, attendance.who)
    node.add_spans(attendance.spans)
    return node


def _session(session: Session, number: int, work: str) -> Node:
    node = Node(f"{work}#{session.id}", _EVENT, number)
    node.add(_SESSION_KIND, session.kind)
    node.add(NAME, session.title)
    node.add_locals(_PERFORMER, work, session.speakers)
    node.add_spans(session.spans)
    return node


def subjects(work: Node, release: Release) -> None:
    """Add the topics; each is described once, however often it is named."""
    described: dict[str, None] = {}
    items = []
    for number, subject in enumerate(release.subjects, 1):
        iri = topic(subject.scheme, subject.code)
        item = Node(f"{release.id}#subjects.{number}", _LIST_ITEM, number)
        if iri in described:
            item.add(_ITEM_ABOVE, iri)
        else:
            described[iri] = None
            concept = Node(iri, _TOPIC)
            prefix = "medtop:" if subject.scheme == "medtop" else ""
            concept.add(_TERM_CODE, prefix + subject.code)
            item.add_nodes(_ITEM, [concept])
        item.add(_SCHEME, subject.scheme)
        item.add(_CODE, subject.code)
        item.add(NAME, subject.label)
        items.append(item)
    topics = list(described)
    work.add_all(_ABOUT_TOPIC, topics)
    work.add_all(_DCT_SUBJECT, topics)
    work.add_nodes(_SUBJECT, items)


def attachments(work: Node, release: Release) -> None:
    """Add the attachments with their renditions."""
    numbered = enumerate(release.attachments, 1)
    work.add_nodes(
        _ASSOCIATED_MEDIA, [_attachment(one, number, release.id) for number, one in numbered]
    )


def _attachment(attachment: Attachment, number: int, work: str) -> Node:
    classes = _MEDIA.get(attachment.kind, _MEDIA_OBJECT)
    node = Node(f"{work}#{attachment.id}", classes, number)
    node.add(_MEDIA_KIND, attachment.kind)
    node.add(NAME, attachment.title)
    _add_file(node, attachment)
    node.add(IN_LANGUAGE, attachment.language)
    node.add(_DESCRIPTION if classes is _MEDIA_OBJECT else _CAPTION, attachment.caption)
    node.add(_ALT, attachment.alt)
    node.add(_CREDIT_TEXT, attachment.credit)
    add_rights(node, attachment.rights, work)
    renditions = []
    for place, rendition in enumerate(attachment.renditions, 1):
        other = Node(f"{node.iri}.renditions.{place}", _MEDIA_OBJECT, place)
        other.add(NAME, rendition.name)
        _add_file(other, rendition)
        renditions.append(other)
    node.add_nodes(_ENCODING, renditions)
    return node


def _add_file(node: Node, file: Attachment | Rendition) -> None:
    node.add(_CONTENT_URL, file.href)
    node.add(_ENCODING_FORMAT, file.media_type)
    if file.bytes is not None:
        node.add(_CONTENT_SIZE, str(file.bytes))
    node.add(SHA256, file.sha256)
    node.add(_WIDTH, file.width)
    node.add(_HEIGHT, file.height)


def add_rights(node: Node, held: Rights | None, work: str) -> None:
    """Add the rights in a work or attachment to its node."""
    if held is None:
        return
    if held.holder is not None:
        node.add(_COPYRIGHT_HOLDER, f"{work}#{held.holder}")
    node.add(_LICENSE, held.licence)
    node.add(_DCT_LICENSE, held.licence)
    node.add(_COPYRIGHT_NOTICE, held.notice)
