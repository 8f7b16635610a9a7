"""One mapping of a release to a graph; JSON-LD and every RDF syntax say what stands here.

The table of fields is in ``docs/mapping-rdf.md``. There are no blank nodes: what has a local id is
``{work}#{local id}``, everything else ``{work}#{field}.{n}``. The graph is a tree of nodes, each
described where the record holds it and referred to elsewhere; its root is the work.
"""

from __future__ import annotations

from archive.canonical import canonical
from archive.graph import agents, things
from archive.graph.nodes import Node, member
from archive.graph.terms import Kind, Term, term
from archive.release import Moment, Release
from archive.vocabulary import (
    CONFORMS_TO,
    EU_LANGUAGE,
    EU_LANGUAGES,
    GENRE,
    PA,
    PUB_STATUS,
    version_iri,
)

_NEWS_ARTICLE = term("schema:NewsArticle")
_PRESS_RELEASE = term("fabio:PressRelease")
_ENTITY = term("prov:Entity")
_CORRECTION_COMMENT = term("schema:CorrectionComment")
_PROPERTY_VALUE = term("schema:PropertyValue")
_PERSON = term("schema:Person")
_ORGANIZATION = term("schema:Organization")

_STATUS_CODES = {"published": "usable", "withdrawn": "canceled"}
_RELATIONS: dict[str, tuple[str, ...]] = {
    "translationOf": ("schema:translationOfWork",),
    "translation": ("schema:workTranslation",),
    "derivedFrom": ("prov:wasDerivedFrom",),
    "replaces": ("dcterms:replaces",),
    "replacedBy": ("dcterms:isReplacedBy",),
    "cites": ("schema:citation",),
    "partOf": ("schema:isPartOf", "dcterms:isPartOf"),
    "page": ("schema:url", "schema:mainEntityOfPage"),
    "related": ("dcterms:relation",),
    "sameRelease": ("dcterms:relation",),
}
_RELATION_TERMS = {name: tuple(map(term, terms)) for name, terms in _RELATIONS.items()}

GENRE_OF = term("schema:genre")
CONFORMS = term("dcterms:conformsTo")
IDENTIFIER = term("dcterms:identifier")
VERSION = term("schema:version")
IN_LANGUAGE = term("schema:inLanguage")
LANGUAGE = term("dcterms:language")
ADMS_STATUS = term("adms:status")
STATUS = term("pa:status")
HAS_VERSION = term("dcterms:hasVersion")
SPECIALIZATION_OF = term("prov:specializationOf")
GENERATED_AT = term("prov:generatedAtTime")
REVISION_OF = term("prov:wasRevisionOf")
HEADLINE = term("schema:headline")
TITLE = term("dcterms:title")
ALTERNATIVE = term("pa:alternativeHeadline")
ALTERNATIVE_HEADLINE = term("schema:alternativeHeadline")
TEXT = term("schema:text")
ROLE = term("pa:role")
ABSTRACT = term("schema:abstract")
KEYWORDS = term("schema:keywords")
SCHEMA_IDENTIFIER = term("schema:identifier")
PROPERTY_ID = term("schema:propertyID")
VALUE = term("schema:value")
NAME = term("schema:name")
URL = term("schema:url")
ORGANISATION = term("pa:organisation")
AS_WRITTEN = term("pa:asWritten")
AT = term("pa:at")
NOTE = term("pa:note")
FROM = term("pa:from")
TO = term("pa:to")
DERIVED_FROM = term("prov:wasDerivedFrom")
REPLACED_BY = term("dcterms:isReplacedBy")
POSITION_FREE = {
    "slug": term("pa:slug"),
    "urgency": term("pa:urgency"),
    "political": term("pa:political"),
    "digitalSource": term("schema:digitalSourceType"),
    "extensions": term("pa:extensions"),
}

_T = {
    name: term(f"pa:{name}")
    for name in (
        "version", "changeKind", "change", "embargoed", "embargoNote", "government", "level",
        "until", "access", "reason", "replacedBy", "statusHistory", "datelineDate", "initials",
        "editorNote", "about", "value", "yearFrom", "weekdayMatches", "dateMention", "issuer",
        "source", "republisher", "rel", "target", "relation", "capturedAt", "file", "tool",
        "method", "pointer", "evidence", "removedKind", "removed", "provenance",
    )
}  # fmt: skip
_CORRECTION = term("schema:correction")
_AVAILABLE = term("dcterms:available")
_DATELINE = term("schema:dateline")
_LOCATION_CREATED = term("schema:locationCreated")
_CONTRIBUTOR = term("schema:contributor")
_SOURCE_ORGANIZATION = term("schema:sourceOrganization")
_PUBLISHERS = (term("schema:publisher"), term("dcterms:publisher"), term("schema:author"))
_PROVIDER = term("schema:provider")
_PRIMARY_SOURCE = term("prov:hadPrimarySource")
_ARCHIVED_AT = term("schema:archivedAt")
_SHA256 = term("schema:sha256")
_last: tuple[Release | None, Node | None] = (None, None)


def graph(release: Release) -> Node:
    """Return the work's node, with all others below it.

    The graph of the release asked for last is kept, so that several writers share it; not more,
    since a record may be large.
    """
    global _last  # noqa: PLW0603 (one slot, and the same input gives the same output)
    known, work = _last
    if known is not release or work is None:
        work = _graph(release)
        _last = release, work
    return work


def graph_name(release: Release) -> str:
    """Return the name of the release's graph: the IRI of the edition."""
    return version_iri(release.id, release.version)


def _graph(release: Release) -> Node:
    work = Node(release.id, _NEWS_ARTICLE, _PRESS_RELEASE)
    _identity(work, release)
    _state(work, release)
    _texts(work, release)
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
    things.rights(work, release.rights, release.id)
    _provenance(work, release)
    if release.extensions is not None:
        value = canonical(release.extensions).decode()
        work.values.append((POSITION_FREE["extensions"], Kind.JSON, value))
    return work


def _identity(work: Node, release: Release) -> None:
    genre = GENRE + "Press_Release" if release.type == "press_release" else PA + release.type
    work.ref(GENRE_OF, genre)
    work.ref(CONFORMS, CONFORMS_TO)
    work.plain(IDENTIFIER, release.id)
    work.plain(VERSION, str(release.version))
    work.plain(IN_LANGUAGE, release.language)
    if release.language in EU_LANGUAGES:
        work.ref(LANGUAGE, EU_LANGUAGE + EU_LANGUAGES[release.language])
    edition = Node(version_iri(release.id, release.version), _ENTITY)
    edition.ref(SPECIALIZATION_OF, release.id)
    edition.moment(GENERATED_AT, release.version_created)
    if release.version > 1:
        edition.ref(REVISION_OF, version_iri(release.id, release.version - 1))
    work.node(HAS_VERSION, edition)
    for number, identifier in enumerate(release.identifiers, 1):
        named = member(release.id, "identifiers", number, _PROPERTY_VALUE)
        named.plain(PROPERTY_ID, identifier.scheme)
        named.plain(VALUE, identifier.value)
        work.node(SCHEMA_IDENTIFIER, named)
    work.plain(POSITION_FREE["slug"], release.slug)


def _state(work: Node, release: Release) -> None:
    work.plain(STATUS, release.status)
    work.ref(ADMS_STATUS, PUB_STATUS + _STATUS_CODES.get(release.status, "withheld"))
    if release.status_history:
        _history(work, release)
    for number, change in enumerate(release.changes, 1):
        types = (_CORRECTION_COMMENT,) if change.kind == "correction" else ()
        node = member(release.id, "changes", number, *types)
        node.whole(_T["version"], change.version)
        node.moment(AT, change.at)
        node.plain(_T["changeKind"], change.kind)
        node.text(TEXT, change.note)
        work.node(_T["change"], node)
        if types:
            work.ref(_CORRECTION, node.iri)
    if release.embargo is not None:
        work.truth(_T["embargoed"], value=True)
        work.moment(_AVAILABLE, release.embargo.until)
        work.plain(_T["embargoNote"], release.embargo.note)
    work.whole(POSITION_FREE["urgency"], release.urgency)
    if release.government is not None:
        government = Node(f"{release.id}#government.1")
        government.ref(ORGANISATION, f"{release.id}#{release.government.ref}")
        government.date(FROM, release.government.from_)
        government.date(TO, release.government.to)
        work.node(_T["government"], government)
    work.truth(POSITION_FREE["political"], release.political)
    work.ref(POSITION_FREE["digitalSource"], release.digital_source)
    if release.access is not None:
        access = Node(f"{release.id}#access.1")
        access.plain(_T["level"], release.access.level)
        access.day(_T["until"], release.access.until)
        work.node(_T["access"], access)


def _history(work: Node, release: Release) -> None:
    for number, step in enumerate(release.status_history, 1):
        node = member(release.id, "statusHistory", number)
        node.plain(STATUS, step.status)
        node.moment(AT, step.at)
        node.plain(_T["reason"], step.reason)
        node.plain(NOTE, step.note)
        node.ref(_T["replacedBy"], step.replaced_by)
        work.node(_T["statusHistory"], node)
        if step.replaced_by is not None:
            work.once(REPLACED_BY, Kind.IRI, step.replaced_by)


def _texts(work: Node, release: Release) -> None:
    work.text(HEADLINE, release.headline)
    work.text(TITLE, release.headline)
    for number, headline in enumerate(release.alternative_headlines, 1):
        node = member(release.id, "alternativeHeadlines", number)
        node.text(TEXT, headline.text, headline.language)
        node.plain(ROLE, headline.role)
        node.plain(IN_LANGUAGE, headline.language)
        work.node(ALTERNATIVE, node)
        if headline.language in (None, release.language):  # one statement, said or not
            work.once(ALTERNATIVE_HEADLINE, Kind.TEXT, headline.text)
        else:
            foreign = (headline.text, headline.language)
            work.once(ALTERNATIVE_HEADLINE, Kind.FOREIGN, foreign)
    work.text(ABSTRACT, release.summary)
    for keyword in release.keywords:
        work.text(KEYWORDS, keyword)
    if release.dateline is not None:
        work.plain(_DATELINE, release.dateline.text)
        if release.dateline.place is not None:
            work.ref(_LOCATION_CREATED, f"{release.id}#{release.dateline.place}")
        work.date(_T["datelineDate"], release.dateline.date)
    for number, entry in enumerate(release.byline, 1):
        node = member(release.id, "byline", number, _PERSON)
        node.plain(NAME, entry.name)
        node.plain(ROLE, entry.role)
        node.plain(_T["initials"], entry.initials)
        work.node(_CONTRIBUTOR, node)
    for number, note in enumerate(release.notes, 1):
        node = member(release.id, "notes", number)
        node.text(TEXT, note.text)
        work.node(_T["editorNote"], node)
    for number, paragraph in enumerate(release.about, 1):
        node = member(release.id, "about", number)
        node.text(TEXT, paragraph.text)
        if paragraph.org is not None:
            node.ref(ORGANISATION, f"{release.id}#{paragraph.org}")
        work.node(_T["about"], node)


def _dates(work: Node, release: Release) -> None:
    dates = release.dates
    moments: tuple[tuple[str, Moment | None, tuple[Term, ...]], ...] = (
        ("issued", dates.issued, (term("schema:datePublished"), term("dcterms:issued"))),
        ("created", dates.created, (term("schema:dateCreated"), term("dcterms:created"))),
        ("modified", dates.modified, (term("schema:dateModified"), term("dcterms:modified"))),
        ("expires", dates.expires, (term("schema:expires"),)),
        ("scheduledFor", dates.scheduled_for, (term("pa:scheduledFor"),)),
    )
    for name, moment, predicates in moments:
        if moment is None:
            continue
        for predicate in predicates:
            work.either(predicate, moment)
        work.plain(term(f"pa:{name}Certainty"), moment.certainty)
        work.plain(term(f"pa:{name}Note"), moment.note)
    for number, mention in enumerate(dates.mentions, 1):
        node = member(release.id, "dates.mentions", number)
        node.plain(AS_WRITTEN, mention.as_written)
        node.date(_T["value"], mention.value)
        node.certainty(mention.certainty)
        node.plain(_T["yearFrom"], mention.year_from)
        node.truth(_T["weekdayMatches"], mention.weekday_matches)
        node.spans(mention.spans)
        work.node(_T["dateMention"], node)


def _issuers(work: Node, release: Release) -> None:
    for number, issuer in enumerate(release.issuers, 1):
        organisation = f"{release.id}#{issuer.ref}"
        node = member(release.id, "issuers", number)
        node.ref(ORGANISATION, organisation)
        node.plain(ROLE, issuer.role)
        node.certainty(issuer.certainty)
        work.node(_T["issuer"], node)
        work.once(_SOURCE_ORGANIZATION, Kind.IRI, organisation)
        if number == 1:
            for predicate in _PUBLISHERS:
                work.ref(predicate, organisation)
    if release.provider is not None:
        work.ref(_PROVIDER, f"{release.id}#{release.provider}")
    if release.source is not None:
        source = Node(f"{release.id}#source.1")
        source.plain(AS_WRITTEN, release.source.as_written)
        if release.source.ref is not None:
            source.ref(ORGANISATION, f"{release.id}#{release.source.ref}")
        source.ref(URL, release.source.url)
        source.certainty(release.source.certainty)
        work.node(_T["source"], source)
        work.ref(_PRIMARY_SOURCE, release.source.url)
    if release.republisher is not None:
        site = Node(f"{release.id}#republisher.1", _ORGANIZATION)
        site.plain(NAME, release.republisher.name)
        site.ref(URL, release.republisher.url)
        work.node(_T["republisher"], site)


def _relations(work: Node, release: Release) -> None:
    for number, relation in enumerate(release.relations, 1):
        node = member(release.id, "relations", number)
        node.plain(_T["rel"], relation.rel)
        node.ref(_T["target"], relation.target)
        node.plain(NAME, relation.title)
        node.plain(IN_LANGUAGE, relation.language)
        work.node(_T["relation"], node)
        for predicate in _RELATION_TERMS[relation.rel]:
            work.once(predicate, Kind.IRI, relation.target)


def _provenance(work: Node, release: Release) -> None:
    provenance = release.provenance
    if provenance is None:
        return
    node = Node(f"{release.id}#provenance.1")
    node.ref(URL, provenance.url)
    node.ref(_ARCHIVED_AT, provenance.archive_url)
    node.moment(_T["capturedAt"], provenance.captured_at)
    node.plain(_T["file"], provenance.file)
    node.plain(_SHA256, provenance.sha256)
    node.plain(_T["tool"], provenance.tool)
    node.plain(_T["method"], provenance.method)
    for number, evidence in enumerate(provenance.evidence, 1):
        piece = member(release.id, "provenance.evidence", number)
        piece.plain(_T["pointer"], evidence.pointer)
        piece.spans((evidence.span,))
        node.node(_T["evidence"], piece)
    for number, removed in enumerate(provenance.removed, 1):
        piece = member(release.id, "provenance.removed", number)
        piece.text(TEXT, removed.text)
        piece.spans((removed.span,))
        piece.plain(_T["removedKind"], removed.kind)
        node.node(_T["removed"], piece)
    work.node(_T["provenance"], node)
    if provenance.url is not None:
        work.once(DERIVED_FROM, Kind.IRI, provenance.url)
