"""Body, quotations, places, events, topics and attachments as nodes."""

from __future__ import annotations

from archive.body import plain_text
from archive.graph.agents import named
from archive.graph.nodes import Node, entity, member
from archive.graph.terms import Kind, term
from archive.release import Attachment, Event, Release, Rendition, Rights
from archive.vocabulary import topic

_QUOTATION = term("schema:Quotation")
_THING = term("schema:Thing")
_PLACE = term("schema:Place")
_EVENT = term("schema:Event")
_LIST_ITEM = term("schema:ListItem")
_TOPIC_TYPES = (term("schema:DefinedTerm"), term("skos:Concept"))
_MEDIA = {
    "photo": term("schema:ImageObject"),
    "video": term("schema:VideoObject"),
    "audio": term("schema:AudioObject"),
}
_MEDIA_OBJECT = term("schema:MediaObject")

_ARTICLE_BODY = term("schema:articleBody")
_BODY_HTML = term("pa:bodyHtml")
_HAS_PART = term("schema:hasPart")
_IS_PART_OF = term("schema:isPartOf")
_TEXT = term("schema:text")
_CREATOR = term("schema:creator")
_SPOKEN_BY = term("schema:spokenByCharacter")
_QUOTE_KIND = term("pa:quoteKind")
_SPEAKER_AS_WRITTEN = term("pa:speakerAsWritten")
_VERB = term("pa:verb")
_SAID_ON = term("pa:saidOn")
_MENTIONS = term("schema:mentions")
_NAME = term("schema:name")
_CONTENT_LOCATION = term("schema:contentLocation")
_PLACE_KIND = term("pa:placeKind")
_WITHIN = term("schema:containedInPlace")
_KEMENDAGRI = term("pa:kemendagri")
_ISO3166_2 = term("pa:iso3166-2")
_GEONAMES = term("pa:geonames")
_LATITUDE = term("schema:latitude")
_LONGITUDE = term("schema:longitude")
_ABOUT = term("schema:about")
_START = term("schema:startDate")
_END = term("schema:endDate")
_LOCATION = term("schema:location")
_ORGANIZER = term("schema:organizer")
_ATTENDANCE = term("pa:attendance")
_PEOPLE = term("pa:people")
_ORGANISATIONS = term("pa:organisations")
_AS_WRITTEN = term("pa:asWritten")
_WHO = term("pa:who")
_SUB_EVENT = term("schema:subEvent")
_SESSION_KIND = term("pa:sessionKind")
_PERFORMER = term("schema:performer")
_SUBJECT = term("pa:subject")
_DCT_SUBJECT = term("dcterms:subject")
_ITEM = term("schema:item")
_SCHEME = term("pa:scheme")
_CODE = term("pa:code")
_TERM_CODE = term("schema:termCode")
_ASSOCIATED_MEDIA = term("schema:associatedMedia")
_CONTENT_URL = term("schema:contentUrl")
_ENCODING_FORMAT = term("schema:encodingFormat")
_CONTENT_SIZE = term("schema:contentSize")
_SHA256 = term("schema:sha256")
_IN_LANGUAGE = term("schema:inLanguage")
_CAPTION = term("schema:caption")
_DESCRIPTION = term("schema:description")
_ALT = term("pa:alt")
_CREDIT_TEXT = term("schema:creditText")
_MEDIA_KIND = term("pa:mediaKind")
_WIDTH = term("pa:width")
_HEIGHT = term("pa:height")
_ENCODING = term("schema:encoding")
_COPYRIGHT_HOLDER = term("schema:copyrightHolder")
_LICENSE = term("schema:license")
_DCT_LICENSE = term("dcterms:license")
_COPYRIGHT_NOTICE = term("schema:copyrightNotice")


def body(work: Node, release: Release) -> None:
    """Add the plain text, the html where there is one, and the quotations in it."""
    text = plain_text(release.body.format, release.body.text)
    work.text(_ARTICLE_BODY, text)
    if release.body.format == "html":
        work.plain(_BODY_HTML, release.body.text)
    for number, quote in enumerate(release.quotes, 1):
        node = entity(release.id, quote.id, number, _QUOTATION)
        node.ref(_IS_PART_OF, release.id)
        node.text(_TEXT, text[quote.span[0] : quote.span[1]])
        node.plain(_QUOTE_KIND, quote.kind)
        node.spans((quote.span,))
        if quote.speaker is not None:
            node.ref(_CREATOR, f"{release.id}#{quote.speaker}")
            node.ref(_SPOKEN_BY, f"{release.id}#{quote.speaker}")
        node.plain(_SPEAKER_AS_WRITTEN, quote.speaker_as_written)
        node.plain(_VERB, quote.verb)
        node.date(_SAID_ON, quote.said_on)
        node.certainty(quote.certainty)
        work.node(_HAS_PART, node)


def mentions(work: Node, release: Release) -> None:
    """Add the other names in the text."""
    for number, mention in enumerate(release.mentions, 1):
        node = member(release.id, "mentions", number, _THING)
        node.plain(_NAME, mention.name)
        node.spans(mention.spans)
        work.node(_MENTIONS, node)


def places(work: Node, release: Release) -> None:
    """Add the places."""
    for number, place in enumerate(release.places, 1):
        node = entity(release.id, place.id, number, _PLACE)
        named(node, place)
        node.plain(_PLACE_KIND, place.kind)
        if place.within is not None:
            node.ref(_WITHIN, f"{release.id}#{place.within}")
        if place.codes is not None:
            node.plain(_KEMENDAGRI, place.codes.kemendagri)
            node.plain(_ISO3166_2, place.codes.iso3166_2)
            node.plain(_GEONAMES, place.codes.geonames)
        for predicate, degrees in ((_LATITUDE, place.lat), (_LONGITUDE, place.lon)):
            if degrees is not None:
                node.values.append((predicate, Kind.DECIMAL, degrees))
        work.node(_CONTENT_LOCATION, node)


def events(work: Node, release: Release) -> None:
    """Add the events with their programmes."""
    for number, event in enumerate(release.events, 1):
        node = entity(release.id, event.id, number, _EVENT)
        named(node, event)
        node.date(_START, event.start)
        node.date(_END, event.end)
        if event.place is not None:
            node.ref(_LOCATION, f"{release.id}#{event.place}")
        for local in event.organisers:
            node.ref(_ORGANIZER, f"{release.id}#{local}")
        _attendance(node, event)
        _sessions(node, event, release.id)
        work.node(_ABOUT, node)


def _attendance(node: Node, event: Event) -> None:
    attendance = event.attendance
    if attendance is None:
        return
    counted = Node(f"{node.iri}.attendance.1")
    counted.whole(_PEOPLE, attendance.people)
    counted.whole(_ORGANISATIONS, attendance.organisations)
    counted.plain(_AS_WRITTEN, attendance.as_written)
    for group in attendance.who:
        counted.plain(_WHO, group)
    counted.spans(attendance.spans)
    node.node(_ATTENDANCE, counted)


def _sessions(node: Node, event: Event, work: str) -> None:
    for number, session in enumerate(event.sessions, 1):
        part = entity(work, session.id, number, _EVENT)
        part.plain(_SESSION_KIND, session.kind)
        part.plain(_NAME, session.title)
        for local in session.speakers:
            part.ref(_PERFORMER, f"{work}#{local}")
        part.spans(session.spans)
        node.node(_SUB_EVENT, part)


def subjects(work: Node, release: Release) -> None:
    """Add the topics; each is described once, however often it is named."""
    described: set[str] = set()
    for number, subject in enumerate(release.subjects, 1):
        iri = topic(subject.scheme, subject.code)
        item = member(release.id, "subjects", number, _LIST_ITEM)
        if iri in described:
            item.ref(_ITEM, iri)
        else:
            described.add(iri)
            concept = Node(iri, *_TOPIC_TYPES)
            prefix = "medtop:" if subject.scheme == "medtop" else ""
            concept.plain(_TERM_CODE, prefix + subject.code)
            item.node(_ITEM, concept)
            work.ref(_ABOUT, iri)
            work.ref(_DCT_SUBJECT, iri)
        item.plain(_SCHEME, subject.scheme)
        item.plain(_CODE, subject.code)
        item.plain(_NAME, subject.label)
        work.node(_SUBJECT, item)


def attachments(work: Node, release: Release) -> None:
    """Add the attachments with their renditions."""
    for number, attachment in enumerate(release.attachments, 1):
        kind = _MEDIA.get(attachment.kind, _MEDIA_OBJECT)
        node = entity(release.id, attachment.id, number, kind)
        node.plain(_MEDIA_KIND, attachment.kind)
        node.plain(_NAME, attachment.title)
        _file(node, attachment)
        node.plain(_IN_LANGUAGE, attachment.language)
        node.text(_DESCRIPTION if kind is _MEDIA_OBJECT else _CAPTION, attachment.caption)
        node.text(_ALT, attachment.alt)
        node.plain(_CREDIT_TEXT, attachment.credit)
        rights(node, attachment.rights, release.id)
        for place, rendition in enumerate(attachment.renditions, 1):
            other = member(release.id, f"{attachment.id}.renditions", place, _MEDIA_OBJECT)
            other.plain(_NAME, rendition.name)
            _file(other, rendition)
            node.node(_ENCODING, other)
        work.node(_ASSOCIATED_MEDIA, node)


def _file(node: Node, file: Attachment | Rendition) -> None:
    node.ref(_CONTENT_URL, file.href)
    node.plain(_ENCODING_FORMAT, file.media_type)
    if file.bytes is not None:
        node.plain(_CONTENT_SIZE, str(file.bytes))
    node.plain(_SHA256, file.sha256)
    node.whole(_WIDTH, file.width)
    node.whole(_HEIGHT, file.height)


def rights(node: Node, held: Rights | None, work: str) -> None:
    """Add the rights in a work or attachment to its node."""
    if held is None:
        return
    if held.holder is not None:
        node.ref(_COPYRIGHT_HOLDER, f"{work}#{held.holder}")
    node.ref(_LICENSE, held.licence)
    node.ref(_DCT_LICENSE, held.licence)
    node.plain(_COPYRIGHT_NOTICE, held.notice)
