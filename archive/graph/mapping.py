"""One mapping of a release to a graph; JSON-LD and every RDF syntax say what stands here.

The table of fields is in ``docs/mapping-rdf.md``. There are no blank nodes: what has a local id is
``{work}#{local id}``, everything else ``{work}#{field}.{n}``. The graph is a tree of nodes, each
described where the record holds it and referred to elsewhere; its root is the work.
"""

from __future__ import annotations

from archive.canonical import canonical
from archive.graph import agents, things
from archive.graph.agents import CERTAINTY, FROM, NAME, ORGANISATION, TO
from archive.graph.nodes import NO_CLASS, Classes, Node, finished
from archive.graph.terms import DateSlots, Kind, Slot, date_slots, slot
from archive.graph.things import AS_WRITTEN, IN_LANGUAGE, SHA256, TEXT
from archive.release import Change, Moment, Provenance, Release, Source
from archive.vocabulary import (
    CONFORMS_TO,
    EU_LANGUAGE,
    EU_LANGUAGES,
    GENRE,
    PA,
    PUB_STATUS,
    version_iri,
)

MomentSlots = tuple[list[tuple[Slot, DateSlots]], Slot, Slot]
"""The slots of a moment, exact or vague, of its certainty and of its note."""

_WORK = Classes("schema:NewsArticle", "fabio:PressRelease")
_EDITION = Classes("prov:Entity")
_CORRECTION_COMMENT = Classes("schema:CorrectionComment")
_PROPERTY_VALUE = Classes("schema:PropertyValue")
_PERSON = Classes("schema:Person")
_ORGANIZATION = Classes("schema:Organization")

_STATUS_CODES = {"published": "usable", "withdrawn": "canceled"}
_REPLACED_BY = slot("dcterms:isReplacedBy", Kind.IRI)
_DERIVED_FROM = slot("prov:wasDerivedFrom", Kind.IRI)
_RELATIONS = {
    "translationOf": (slot("schema:translationOfWork", Kind.IRI),),
    "translation": (slot("schema:workTranslation", Kind.IRI),),
    "derivedFrom": (_DERIVED_FROM,),
    "replaces": (slot("dcterms:replaces", Kind.IRI),),
    "replacedBy": (_REPLACED_BY,),
    "cites": (slot("schema:citation", Kind.IRI),),
    "partOf": (slot("schema:isPartOf", Kind.IRI), slot("dcterms:isPartOf", Kind.IRI)),
    "page": (slot("schema:url", Kind.IRI), slot("schema:mainEntityOfPage", Kind.IRI)),
    "related": (slot("dcterms:relation", Kind.IRI),),
    "sameRelease": (slot("dcterms:relation", Kind.IRI),),
}

_GENRE = slot("schema:genre", Kind.IRI)
_CONFORMS = slot("dcterms:conformsTo", Kind.IRI)
_IDENTIFIER = slot("dcterms:identifier", Kind.PLAIN)
_VERSION = slot("schema:version", Kind.PLAIN)
_LANGUAGE = slot("dcterms:language", Kind.IRI)
_HAS_VERSION = slot("dcterms:hasVersion", Kind.NODE)
_SPECIALIZATION_OF = slot("prov:specializationOf", Kind.IRI)
_GENERATED_AT = slot("prov:generatedAtTime", Kind.DATE_TIME)
_REVISION_OF = slot("prov:wasRevisionOf", Kind.IRI)
_IDENTIFIERS = slot("schema:identifier", Kind.NODE)
_PROPERTY_ID = slot("schema:propertyID", Kind.PLAIN)
_PROPERTY = slot("schema:value", Kind.PLAIN)
_SLUG = slot("pa:slug", Kind.PLAIN)

_STATUS = slot("pa:status", Kind.PLAIN)
_ADMS_STATUS = slot("adms:status", Kind.IRI)
_STATUS_HISTORY = slot("pa:statusHistory", Kind.NODE)
_AT = slot("pa:at", Kind.DATE_TIME)
_REASON = slot("pa:reason", Kind.PLAIN)
_NOTE = slot("pa:note", Kind.PLAIN)
_STEP_REPLACED_BY = slot("pa:replacedBy", Kind.IRI)
_CHANGE = slot("pa:change", Kind.NODE)
_CHANGE_VERSION = slot("pa:version", Kind.WHOLE)
_CHANGE_KIND = slot("pa:changeKind", Kind.PLAIN)
_CORRECTION = slot("schema:correction", Kind.IRI)
_EMBARGOED = slot("pa:embargoed", Kind.TRUTH)
_AVAILABLE = slot("dcterms:available", Kind.DATE_TIME)
_EMBARGO_NOTE = slot("pa:embargoNote", Kind.PLAIN)
_URGENCY = slot("pa:urgency", Kind.WHOLE)
_GOVERNMENT = slot("pa:government", Kind.NODE)
_POLITICAL = slot("pa:political", Kind.TRUTH)
_DIGITAL_SOURCE = slot("schema:digitalSourceType", Kind.IRI)
_ACCESS = slot("pa:access", Kind.NODE)
_LEVEL = slot("pa:level", Kind.PLAIN)
_UNTIL = slot("pa:until", Kind.DATE)

_HEADLINE = slot("schema:headline", Kind.TEXT)
_TITLE = slot("dcterms:title", Kind.TEXT)
_ALTERNATIVE = slot("pa:alternativeHeadline", Kind.NODE)
_ALTERNATIVE_HEADLINE = slot("schema:alternativeHeadline", Kind.TEXT)
_FOREIGN_HEADLINE = slot("schema:alternativeHeadline", Kind.FOREIGN)
_FOREIGN_TEXT = slot("schema:text", Kind.FOREIGN)
_ROLE = slot("pa:role", Kind.PLAIN)
_ABSTRACT = slot("schema:abstract", Kind.TEXT)
_KEYWORDS = slot("schema:keywords", Kind.TEXT)
_DATELINE = slot("schema:dateline", Kind.PLAIN)
_LOCATION_CREATED = slot("schema:locationCreated", Kind.IRI)
_DATELINE_DATE = date_slots("pa:datelineDate")
_CONTRIBUTOR = slot("schema:contributor", Kind.NODE)
_INITIALS = slot("pa:initials", Kind.PLAIN)
_EDITOR_NOTE = slot("pa:editorNote", Kind.NODE)
_ABOUT = slot("pa:about", Kind.NODE)


def _moment_slots(name: str, *predicates: str) -> MomentSlots:
    exact = [(slot(one, Kind.DATE_TIME), date_slots(one)) for one in predicates]
    return exact, slot(f"pa:{name}Certainty", Kind.PLAIN), slot(f"pa:{name}Note", Kind.PLAIN)


_ISSUED = _moment_slots("issued", "schema:datePublished", "dcterms:issued")
_CREATED = _moment_slots("created", "schema:dateCreated", "dcterms:created")
_MODIFIED = _moment_slots("modified", "schema:dateModified", "dcterms:modified")
_EXPIRES = _moment_slots("expires", "schema:expires")
_SCHEDULED_FOR = _moment_slots("scheduledFor", "pa:scheduledFor")
_DATE_MENTION = slot("pa:dateMention", Kind.NODE)
_VALUE = date_slots("pa:value")
_YEAR_FROM = slot("pa:yearFrom", Kind.PLAIN)
_WEEKDAY_MATCHES = slot("pa:weekdayMatches", Kind.TRUTH)

_ISSUER = slot("pa:issuer", Kind.NODE)
_SOURCE_ORGANIZATION = slot("schema:sourceOrganization", Kind.IRI)
_PUBLISHERS = (
    slot("schema:publisher", Kind.IRI),
    slot("dcterms:publisher", Kind.IRI),
    slot("schema:author", Kind.IRI),
)
_PROVIDER = slot("schema:provider", Kind.IRI)
_SOURCE = slot("pa:source", Kind.NODE)
_URL = slot("schema:url", Kind.IRI)
_PRIMARY_SOURCE = slot("prov:hadPrimarySource", Kind.IRI)
_REPUBLISHER = slot("pa:republisher", Kind.NODE)

_RELATION = slot("pa:relation", Kind.NODE)
_REL = slot("pa:rel", Kind.PLAIN)
_TARGET = slot("pa:target", Kind.IRI)

_PROVENANCE = slot("pa:provenance", Kind.NODE)
_ARCHIVED_AT = slot("schema:archivedAt", Kind.IRI)
_CAPTURED_AT = slot("pa:capturedAt", Kind.DATE_TIME)
_FILE = slot("pa:file", Kind.PLAIN)
_TOOL = slot("pa:tool", Kind.PLAIN)
_METHOD = slot("pa:method", Kind.PLAIN)
_EVIDENCE = slot("pa:evidence", Kind.NODE)
_POINTER = slot("pa:pointer", Kind.PLAIN)
_REMOVED = slot("pa:removed", Kind.NODE)
_REMOVED_KIND = slot("pa:removedKind", Kind.PLAIN)
_EXTENSIONS = slot("pa:extensions", Kind.JSON)

_last: tuple[Release | None, list[Node]] = (None, [])


def graph(release: Release) -> list[Node]:
    """Return the work's node and behind it all others, level by level.

    The graph of the release asked for last is kept, so that several writers share it; not more,
    since a record may be large.
    """
    global _last  # noqa: PLW0603 (one slot, and the same input gives the same output)
    known, nodes = _last
    if known is not release:
        nodes = _graph(release)
        _last = release, nodes
    return nodes


def graph_name(release: Release) -> str:
    """Return the name of the release's graph: the IRI of the edition."""
    return version_iri(release.id, release.version)


def _graph(release: Release) -> list[Node]:
    work = Node(release.id, _WORK)
    _identity(work, release)
    _state(work, release)
    _texts(work, release)
    _additions(work, release)
    things.body(work, release)
    _dates(work, release)
    _issuers(work, release)
    agents.people(work, release)
    agents.organisations(work, release)
    agents.contacts(work, release)
    things.mentions(work, release)
    things.places(work, release)
    things.events(work, release)
    things.subjects(work, release)
    things.attachments(work, release)
    _relations(work, release)
    things.add_rights(work, release.rights, release.id)
    if release.provenance is not None:
        _provenance(work, release.provenance, release)
    if release.extensions is not None:
        work.add(_EXTENSIONS, canonical(release.extensions).decode())
    return finished(work, release.language)


def _identity(work: Node, release: Release) -> None:
    genre = GENRE + "Press_Release" if release.type == "press_release" else PA + release.type
    work.add(_GENRE, genre)
    work.add(_CONFORMS, CONFORMS_TO)
    work.add(_IDENTIFIER, release.id)
    work.add(_VERSION, str(release.version))
    work.add(IN_LANGUAGE, release.language)
    if release.language in EU_LANGUAGES:
        work.add(_LANGUAGE, EU_LANGUAGE + EU_LANGUAGES[release.language])
    edition = Node(version_iri(release.id, release.version), _EDITION)
    edition.add(_SPECIALIZATION_OF, release.id)
    edition.add(_GENERATED_AT, release.version_created)
    if release.version > 1:
        edition.add(_REVISION_OF, version_iri(release.id, release.version - 1))
    work.add_nodes(_HAS_VERSION, [edition])
    identifiers = []
    for number, identifier in enumerate(release.identifiers, 1):
        named = Node(f"{release.id}#identifiers.{number}", _PROPERTY_VALUE, number)
        named.add(_PROPERTY_ID, identifier.scheme)
        named.add(_PROPERTY, identifier.value)
        identifiers.append(named)
    work.add_nodes(_IDENTIFIERS, identifiers)
    work.add(_SLUG, release.slug)


def _state(work: Node, release: Release) -> None:
    work.add(_STATUS, release.status)
    work.add(_ADMS_STATUS, PUB_STATUS + _STATUS_CODES.get(release.status, "withheld"))
    if release.status_history:
        _history(work, release)
    changes = [_change(one, number, release.id) for number, one in enumerate(release.changes, 1)]
    work.add_nodes(_CHANGE, changes)
    corrections = [one.iri for one in changes if one.classes is _CORRECTION_COMMENT]
    work.add_all(_CORRECTION, corrections)
    if release.embargo is not None:
        work.add(_EMBARGOED, value=True)
        work.add(_AVAILABLE, release.embargo.until)
        work.add(_EMBARGO_NOTE, release.embargo.note)
    work.add(_URGENCY, release.urgency)
    if release.government is not None:
        government = Node(f"{release.id}#government.1")
        government.add(ORGANISATION, f"{release.id}#{release.government.ref}")
        government.add_date(FROM, release.government.from_)
        government.add_date(TO, release.government.to)
        work.add_nodes(_GOVERNMENT, [government])
    work.add(_POLITICAL, release.political)
    work.add(_DIGITAL_SOURCE, release.digital_source)
    if release.access is not None:
        access = Node(f"{release.id}#access.1")
        access.add(_LEVEL, release.access.level)
        access.add(_UNTIL, release.access.until)
        work.add_nodes(_ACCESS, [access])


def _history(work: Node, release: Release) -> None:
    steps = []
    for number, step in enumerate(release.status_history, 1):
        node = Node(f"{release.id}#statusHistory.{number}", number=number)
        node.add(_STATUS, step.status)
        node.add(_AT, step.at)
        node.add(_REASON, step.reason)
        node.add(_NOTE, step.note)
        node.add(_STEP_REPLACED_BY, step.replaced_by)
        steps.append(node)
    work.add_nodes(_STATUS_HISTORY, steps)
    work.add_all(_REPLACED_BY, _replacements(release))


def _replacements(release: Release) -> list[str]:
    """Return the releases that the history of the status names, each once."""
    return list(
        dict.fromkeys([one.replaced_by for one in release.status_history if one.replaced_by])
    )


def _change(change: Change, number: int, work: str) -> Node:
    classes = _CORRECTION_COMMENT if change.kind == "correction" else NO_CLASS
    node = Node(f"{work}#changes.{number}", classes, number)
    node.add(_CHANGE_VERSION, change.version)
    node.add(_AT, change.at)
    node.add(_CHANGE_KIND, change.kind)
    node.add(TEXT, change.note)
    return node


def _texts(work: Node, release: Release) -> None:
    work.add(_HEADLINE, release.headline)
    work.add(_TITLE, release.headline)
    if release.alternative_headlines:
        _headlines(work, release)
    work.add(_ABSTRACT, release.summary)
    work.add_all(_KEYWORDS, release.keywords)
    if release.dateline is not None:
        work.add(_DATELINE, release.dateline.text)
        if release.dateline.place is not None:
            work.add(_LOCATION_CREATED, f"{release.id}#{release.dateline.place}")
        work.add_date(_DATELINE_DATE, release.dateline.date)


def _additions(work: Node, release: Release) -> None:
    bylines = []
    for number, entry in enumerate(release.byline, 1):
        node = Node(f"{release.id}#byline.{number}", _PERSON, number)
        node.add(NAME, entry.name)
        node.add(_ROLE, entry.role)
        node.add(_INITIALS, entry.initials)
        bylines.append(node)
    work.add_nodes(_CONTRIBUTOR, bylines)
    notes = []
    for number, note in enumerate(release.notes, 1):
        node = Node(f"{release.id}#notes.{number}", number=number)
        node.add(TEXT, note.text)
        notes.append(node)
    work.add_nodes(_EDITOR_NOTE, notes)
    paragraphs = []
    for number, paragraph in enumerate(release.about, 1):
        node = Node(f"{release.id}#about.{number}", number=number)
        node.add(TEXT, paragraph.text)
        if paragraph.org is not None:
            node.add(ORGANISATION, f"{release.id}#{paragraph.org}")
        paragraphs.append(node)
    work.add_nodes(_ABOUT, paragraphs)


def _headlines(work: Node, release: Release) -> None:
    nodes = []
    own: dict[str, None] = {}
    foreign: dict[tuple[str, str], None] = {}
    for number, headline in enumerate(release.alternative_headlines, 1):
        node = Node(f"{release.id}#alternativeHeadlines.{number}", number=number)
        if headline.language is None:
            node.add(TEXT, headline.text)
        else:
            node.add(_FOREIGN_TEXT, (headline.text, headline.language))
        node.add(_ROLE, headline.role)
        node.add(IN_LANGUAGE, headline.language)
        nodes.append(node)
        if headline.language in (None, release.language):  # one statement, said or not
            own[headline.text] = None
        else:
            foreign[headline.text, headline.language] = None
    work.add_nodes(_ALTERNATIVE, nodes)
    work.add_all(_ALTERNATIVE_HEADLINE, list(own))
    work.add_all(_FOREIGN_HEADLINE, list(foreign))


def _dates(work: Node, release: Release) -> None:
    dates = release.dates
    _moment(work, dates.issued, _ISSUED)
    _moment(work, dates.created, _CREATED)
    _moment(work, dates.modified, _MODIFIED)
    _moment(work, dates.expires, _EXPIRES)
    _moment(work, dates.scheduled_for, _SCHEDULED_FOR)
    mentions = []
    for number, mention in enumerate(dates.mentions, 1):
        node = Node(f"{release.id}#dates.mentions.{number}", number=number)
        node.add(AS_WRITTEN, mention.as_written)
        node.add_date(_VALUE, mention.value)
        node.add(CERTAINTY, mention.certainty)
        node.add(_YEAR_FROM, mention.year_from)
        node.add(_WEEKDAY_MATCHES, mention.weekday_matches)
        node.add_spans(mention.spans)
        mentions.append(node)
    work.add_nodes(_DATE_MENTION, mentions)


def _moment(work: Node, moment: Moment | None, slots: MomentSlots) -> None:
    if moment is None:
        return
    predicates, certainty, note = slots
    for exact, vague in predicates:
        work.add(exact, moment.date_time)
        work.add_date(vague, moment.edtf)
    work.add(certainty, moment.certainty)
    work.add(note, moment.note)


def _issuers(work: Node, release: Release) -> None:
    nodes = []
    organisations = list(dict.fromkeys([issuer.ref for issuer in release.issuers]))
    for number, issuer in enumerate(release.issuers, 1):
        node = Node(f"{release.id}#issuers.{number}", number=number)
        node.add(ORGANISATION, f"{release.id}#{issuer.ref}")
        node.add(_ROLE, issuer.role)
        node.add(CERTAINTY, issuer.certainty)
        nodes.append(node)
    work.add_nodes(_ISSUER, nodes)
    work.add_locals(_SOURCE_ORGANIZATION, release.id, organisations)
    lead = f"{release.id}#{organisations[0]}"
    for predicate in _PUBLISHERS:
        work.add(predicate, lead)
    if release.provider is not None:
        work.add(_PROVIDER, f"{release.id}#{release.provider}")
    if release.source is not None:
        work.add_nodes(_SOURCE, [_source(release.source, release.id)])
        work.add(_PRIMARY_SOURCE, release.source.url)
    if release.republisher is not None:
        site = Node(f"{release.id}#republisher.1", _ORGANIZATION)
        site.add(NAME, release.republisher.name)
        site.add(_URL, release.republisher.url)
        work.add_nodes(_REPUBLISHER, [site])


def _source(source: Source, work: str) -> Node:
    node = Node(f"{work}#source.1")
    node.add(AS_WRITTEN, source.as_written)
    if source.ref is not None:
        node.add(ORGANISATION, f"{work}#{source.ref}")
    node.add(_URL, source.url)
    node.add(CERTAINTY, source.certainty)
    return node


def _relations(work: Node, release: Release) -> None:
    nodes = []
    repeated: dict[Slot, dict[str, None]] = {}
    for number, relation in enumerate(release.relations, 1):
        node = Node(f"{release.id}#relations.{number}", number=number)
        node.add(_REL, relation.rel)
        node.add(_TARGET, relation.target)
        node.add(NAME, relation.title)
        node.add(IN_LANGUAGE, relation.language)
        nodes.append(node)
        for predicate in _RELATIONS[relation.rel]:
            repeated.setdefault(predicate, {})[relation.target] = None
    work.add_nodes(_RELATION, nodes)
    for said in _replacements(release):
        repeated.get(_REPLACED_BY, {}).pop(said, None)
    for predicate, targets in repeated.items():
        work.add_all(predicate, list(targets))


def _provenance(work: Node, provenance: Provenance, release: Release) -> None:
    node = Node(f"{release.id}#provenance.1")
    node.add(_URL, provenance.url)
    node.add(_ARCHIVED_AT, provenance.archive_url)
    node.add(_CAPTURED_AT, provenance.captured_at)
    node.add(_FILE, provenance.file)
    node.add(SHA256, provenance.sha256)
    node.add(_TOOL, provenance.tool)
    node.add(_METHOD, provenance.method)
    pieces = []
    for number, evidence in enumerate(provenance.evidence, 1):
        piece = Node(f"{release.id}#provenance.evidence.{number}", number=number)
        piece.add(_POINTER, evidence.pointer)
        piece.add_spans((evidence.span,))
        pieces.append(piece)
    node.add_nodes(_EVIDENCE, pieces)
    cuts = []
    for number, removed in enumerate(provenance.removed, 1):
        piece = Node(f"{release.id}#provenance.removed.{number}", number=number)
        piece.add(TEXT, removed.text)
        piece.add_spans((removed.span,))
        piece.add(_REMOVED_KIND, removed.kind)
        cuts.append(piece)
    node.add_nodes(_REMOVED, cuts)
    work.add_nodes(_PROVENANCE, [node])
    derived = {one.target for one in release.relations if one.rel == "derivedFrom"}
    if provenance.url not in derived:
        work.add(_DERIVED_FROM, provenance.url)
