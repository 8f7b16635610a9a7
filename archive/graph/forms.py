"""What statements say in each kind of node: the tables by which a graph is read back.

A node is read by its form: predicate → the field it is the home of, or repeats. What the mapping
writes and no form names would be left out; a test holds that there is no such predicate.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from archive.graph import spelling
from archive.graph.terms import term
from archive.vocabulary import GENRE, OWN, PA

_SCHEMA = OWN + "schema/"
_PRESS_RELEASE = GENRE + "Press_Release"

Value = Callable[[str], Any]
"""From a term to the value that the record has for it."""


@dataclass(frozen=True, slots=True)
class Field:
    """What a predicate says of a node: where in its object, and how.

    Without ``value`` and ``members`` it only repeats what stands at ``path``.
    """

    path: tuple[str, ...]
    value: Value | None = None
    is_set: bool = False
    is_local: bool = False
    """Whether the value is the local id of another part of the record."""
    members: Members | None = None
    """Class of a node that is described there (``""``: any) → its field, and its form."""
    is_list: bool = False
    topic: Form | None = None
    """The form of what it names, which repeats what stands at ``path``, too."""

    @property
    def is_plain(self) -> bool:
        """Whether it says one text."""
        is_text = self.value is spelling.said and not (self.is_set or self.is_local)
        return is_text and len(self.path) == 1

    @property
    def is_home(self) -> bool:
        """Whether a value of the record is read from there."""
        return self.value is not None or self.members is not None

    @property
    def paths(self) -> list[tuple[str, ...]]:
        """Where in the object of the node it may stand."""
        if self.members is None:
            return [self.path] if self.path else []
        return [(*self.path[:-1], name) for name, _ in self.members.values()]


@dataclass(frozen=True, slots=True, eq=False)
class Form:
    """The predicates of a kind of node."""

    fields: Mapping[str, Field]
    plain: Mapping[str, str]
    """Predicates that say one text each → its field: most do, and they are read at once."""
    copies: frozenset[str]
    """Predicates of which nothing is read."""
    has_id: bool = False
    """Whether its IRI has a local id of the record."""


Members = Mapping[str, tuple[str, Form]]


def copy(*path: str) -> Field:
    """Return a field that repeats another."""
    return Field(path)


def _one(*path: str, value: Value = spelling.said) -> Field:
    return Field(path, value)


def _all(*path: str, value: Value = spelling.said) -> Field:
    return Field(path, value, is_set=True)


def _local(*path: str) -> Field:
    return Field(path, spelling.said, is_local=True)


def _locals(*path: str) -> Field:
    return Field(path, spelling.said, is_set=True, is_local=True)


def _part(name: str, form: Form) -> Field:
    return Field((name,), members={"": (name, form)})


def _list(name: str, form: Form) -> Field:
    return Field((name,), members={"": (name, form)}, is_list=True)


def _kinds(**kinds: tuple[str, Form]) -> Field:
    members = {f"<{term(f'schema:{name}').iri}>": kind for name, kind in kinds.items()}
    return Field((), members=members, is_list=True)


def _form(fields: Mapping[str, Field], *, has_id: bool = False) -> Form:
    every = {"rdf:type": copy(), "schema:position": copy(), **fields}
    named = {f"<{term(name).iri}>": field for name, field in every.items()}
    plain = {name: field.path[0] for name, field in named.items() if field.is_plain}
    copies = {name for name, field in named.items() if not (field.is_home or field.topic)}
    return Form(named, plain, frozenset(copies), has_id)


def _schema_version(term: str) -> str:
    return spelling.said(term).removeprefix(_SCHEMA)


def _kind(term: str) -> str:
    genre = spelling.said(term)
    return "press_release" if genre == _PRESS_RELEASE else genre.removeprefix(PA)


def _is_there(_: str) -> dict[str, Any]:
    return {}


_NAMES = {
    "schema:name": _one("name"),
    "schema:sameAs": _all("sameAs"),
    "pa:span": _all("spans", value=spelling.span),
    "pa:certainty": _one("certainty"),
}
"""What people, organisations, places and events have in common."""
_FILE = {
    "schema:contentUrl": _one("href"),
    "schema:encodingFormat": _one("mediaType"),
    "schema:contentSize": _one("bytes", value=spelling.whole),
    "schema:sha256": _one("sha256"),
    "pa:width": _one("width", value=spelling.whole),
    "pa:height": _one("height", value=spelling.whole),
}
_RIGHTS = {
    "schema:copyrightHolder": _local("rights", "holder"),
    "schema:license": _one("rights", "licence"),
    "dcterms:license": copy("rights", "licence"),
    "schema:copyrightNotice": _one("rights", "notice"),
}
_PERIOD = {"pa:from": _one("from"), "pa:to": _one("to")}
_TEXT = {"schema:text": _one("text")}

_ROLE = _form(
    {
        "org:member": copy(),
        "org:organization": _local("org"),
        "pa:title": _one("title"),
        "pa:asOf": _one("asOf"),
        **_PERIOD,
        "pa:acting": _one("acting", value=spelling.truth),
        "pa:roleRelation": _one("relation"),
        "pa:span": _all("spans", value=spelling.span),
        "pa:certainty": _one("certainty"),
    }
)
_PERSON = _form(
    {
        **_NAMES,
        "schema:alternateName": _all("aliases"),
        "pa:holds": _list("roles", _ROLE),
        "schema:jobTitle": copy("roles"),
        "schema:worksFor": copy("roles"),
    },
    has_id=True,
)
_ORGANISATION = _form(
    {
        **_NAMES,
        "rdf:type": copy("type"),
        "schema:alternateName": _all("aliases"),
        "pa:orgType": _one("type"),
        "schema:parentOrganization": _local("parent"),
        "schema:foundingDate": _one("from"),
        "schema:dissolutionDate": _one("to"),
        "pa:predecessor": _locals("predecessors"),
        "pa:successor": _locals("successors"),
        "schema:contactPoint": copy(),
    },
    has_id=True,
)
_MENTION = _form({"schema:name": _one("name"), "pa:span": _all("spans", value=spelling.span)})
_PLACE = _form(
    {
        **_NAMES,
        "pa:placeKind": _one("kind"),
        "schema:containedInPlace": _local("within"),
        "pa:kemendagri": _one("codes", "kemendagri"),
        "pa:iso3166-2": _one("codes", "iso3166-2"),
        "pa:geonames": _one("codes", "geonames"),
        "schema:latitude": _one("lat"),
        "schema:longitude": _one("lon"),
    },
    has_id=True,
)
_ATTENDANCE = _form(
    {
        "pa:people": _one("people", value=spelling.whole),
        "pa:organisations": _one("organisations", value=spelling.whole),
        "pa:asWritten": _one("asWritten"),
        "pa:who": _all("who"),
        "pa:span": _all("spans", value=spelling.span),
    }
)
_SESSION = _form(
    {
        "pa:sessionKind": _one("kind"),
        "schema:name": _one("title"),
        "schema:performer": _locals("speakers"),
        "pa:span": _all("spans", value=spelling.span),
    },
    has_id=True,
)
_EVENT = _form(
    {
        **_NAMES,
        "schema:startDate": _one("start"),
        "schema:endDate": _one("end"),
        "schema:location": _local("place"),
        "schema:organizer": _locals("organisers"),
        "pa:attendance": _part("attendance", _ATTENDANCE),
        "schema:subEvent": _list("sessions", _SESSION),
    },
    has_id=True,
)
_QUOTE = _form(
    {
        "schema:isPartOf": copy(),
        "schema:text": copy("span"),
        "pa:quoteKind": _one("kind"),
        "pa:span": _one("span", value=spelling.span),
        "schema:creator": _local("speaker"),
        "schema:spokenByCharacter": copy("speaker"),
        "pa:speakerAsWritten": _one("speakerAsWritten"),
        "pa:verb": _one("verb"),
        "pa:saidOn": _one("saidOn"),
        "pa:certainty": _one("certainty"),
    },
    has_id=True,
)
_CONTACT = _form(
    {
        "schema:name": _one("name"),
        "schema:contactType": _one("role"),
        "pa:organisation": _local("org"),
        "schema:telephone": _all("phones"),
        "schema:email": _all("emails"),
        "pa:visibility": _one("visibility"),
        "pa:validUntil": _one("validUntil"),
    }
)
CONCEPT = _form({"rdf:type": copy("code"), "schema:termCode": copy("code")})
"""A topic; what stands there of it is repeated from the subject that names it."""
_SUBJECT = _form(
    {
        "schema:item": Field(("code",), topic=CONCEPT),
        "pa:scheme": _one("scheme"),
        "pa:code": _one("code"),
        "schema:name": _one("label"),
    }
)
_RENDITION = _form({"schema:name": _one("name"), **_FILE})
_ATTACHMENT = _form(
    {
        "rdf:type": copy("kind"),
        "pa:mediaKind": _one("kind"),
        "schema:name": _one("title"),
        **_FILE,
        "schema:inLanguage": _one("language"),
        "schema:caption": _one("caption"),
        "schema:description": _one("caption"),
        "pa:alt": _one("alt"),
        "schema:creditText": _one("credit"),
        **_RIGHTS,
        "schema:encoding": _list("renditions", _RENDITION),
    },
    has_id=True,
)
_IDENTIFIER = _form({"schema:propertyID": _one("scheme"), "schema:value": _one("value")})
_STEP = _form(
    {
        "pa:status": _one("status"),
        "pa:at": _one("at"),
        "pa:reason": _one("reason"),
        "pa:note": _one("note"),
        "pa:replacedBy": _one("replacedBy"),
    }
)
_CHANGE = _form(
    {
        "rdf:type": copy("kind"),
        "pa:version": _one("version", value=spelling.whole),
        "pa:at": _one("at"),
        "pa:changeKind": _one("kind"),
        "schema:text": _one("note"),
    }
)
_GOVERNMENT = _form({"pa:organisation": _local("ref"), **_PERIOD})
_ACCESS = _form({"pa:level": _one("level"), "pa:until": _one("until")})
_HEADLINE = _form(
    {**_TEXT, "pa:role": _one("role"), "schema:inLanguage": _one("language")}
)  # fmt: skip
_BYLINE = _form(
    {"schema:name": _one("name"), "pa:role": _one("role"), "pa:initials": _one("initials")}
)
_ABOUT = _form({**_TEXT, "pa:organisation": _local("org")})
_DATE_MENTION = _form(
    {
        "pa:asWritten": _one("asWritten"),
        "pa:value": _one("value"),
        "pa:certainty": _one("certainty"),
        "pa:yearFrom": _one("yearFrom"),
        "pa:weekdayMatches": _one("weekdayMatches", value=spelling.truth),
        "pa:span": _all("spans", value=spelling.span),
    }
)
_ISSUER = _form(
    {
        "pa:organisation": _local("ref"),
        "pa:role": _one("role"),
        "pa:certainty": _one("certainty"),
    }
)
_SOURCE = _form(
    {
        "pa:asWritten": _one("asWritten"),
        "pa:organisation": _local("ref"),
        "schema:url": _one("url"),
        "pa:certainty": _one("certainty"),
    }
)
_REPUBLISHER = _form({"schema:name": _one("name"), "schema:url": _one("url")})
_RELATION = _form(
    {
        "pa:rel": _one("rel"),
        "pa:target": _one("target"),
        "schema:name": _one("title"),
        "schema:inLanguage": _one("language"),
    }
)
_EVIDENCE = _form({"pa:pointer": _one("pointer"), "pa:span": _one("span", value=spelling.span)})
_REMOVED = _form(
    {
        **_TEXT,
        "pa:span": _one("span", value=spelling.span),
        "pa:removedKind": _one("kind"),
    }
)
_PROVENANCE = _form(
    {
        "schema:url": _one("url"),
        "schema:archivedAt": _one("archiveUrl"),
        "pa:capturedAt": _one("capturedAt"),
        "pa:file": _one("file"),
        "schema:sha256": _one("sha256"),
        "pa:tool": _one("tool"),
        "pa:method": _one("method"),
        "pa:evidence": _list("evidence", _EVIDENCE),
        "pa:removed": _list("removed", _REMOVED),
    }
)
EDITION = _form(
    {
        "prov:specializationOf": copy("id"),
        "prov:generatedAtTime": _one("versionCreated"),
        "prov:wasRevisionOf": copy("version"),
    }
)
"""The edition; what it says stands in the record beside what the work says."""


def _moments() -> dict[str, Field]:
    predicates = {
        "issued": ("schema:datePublished", "dcterms:issued"),
        "created": ("schema:dateCreated", "dcterms:created"),
        "modified": ("schema:dateModified", "dcterms:modified"),
        "expires": ("schema:expires",),
        "scheduledFor": ("pa:scheduledFor",),
    }
    fields = {}
    for name, (home, *copies) in predicates.items():
        path = ("dates", name)
        fields[home] = _one(*path, value=spelling.moment)
        fields |= {other: copy(*path) for other in copies}
        fields[f"pa:{name}Certainty"] = _one(*path, "certainty")
        fields[f"pa:{name}Note"] = _one(*path, "note")
    return fields


WORK = _form(
    {
        "dcterms:conformsTo": _one("schemaVersion", value=_schema_version),
        "dcterms:identifier": copy("id"),
        "schema:version": _one("version", value=spelling.whole),
        "schema:genre": _one("type", value=_kind),
        "schema:inLanguage": _one("language"),
        "dcterms:language": copy("language"),
        "schema:identifier": _list("identifiers", _IDENTIFIER),
        "pa:slug": _one("slug"),
        "pa:status": _one("status"),
        "adms:status": copy("status"),
        "pa:statusHistory": _list("statusHistory", _STEP),
        "dcterms:isReplacedBy": copy("statusHistory"),
        "pa:change": _list("changes", _CHANGE),
        "schema:correction": copy("changes"),
        "pa:embargoed": _one("embargo", value=_is_there),
        "dcterms:available": _one("embargo", "until"),
        "pa:embargoNote": _one("embargo", "note"),
        "pa:urgency": _one("urgency", value=spelling.whole),
        "pa:government": _part("government", _GOVERNMENT),
        "pa:political": _one("political", value=spelling.truth),
        "schema:digitalSourceType": _one("digitalSource"),
        "pa:access": _part("access", _ACCESS),
        "schema:headline": _one("headline"),
        "dcterms:title": copy("headline"),
        "pa:alternativeHeadline": _list("alternativeHeadlines", _HEADLINE),
        "schema:alternativeHeadline": copy("alternativeHeadlines"),
        "schema:abstract": _one("summary"),
        "schema:keywords": _all("keywords"),
        "schema:dateline": _one("dateline", "text"),
        "schema:locationCreated": _local("dateline", "place"),
        "pa:datelineDate": _one("dateline", "date"),
        "schema:contributor": _list("byline", _BYLINE),
        "pa:editorNote": _list("notes", _form(_TEXT)),
        "pa:about": _list("about", _ABOUT),
        "schema:articleBody": _one("body", "text"),
        "pa:bodyHtml": copy("body", "text"),
        "schema:hasPart": _list("quotes", _QUOTE),
        **_moments(),
        "pa:dateMention": Field(
            ("dates", "mentions"), members={"": ("mentions", _DATE_MENTION)}, is_list=True
        ),
        "pa:issuer": _list("issuers", _ISSUER),
        "schema:sourceOrganization": copy("issuers"),
        "schema:publisher": copy("issuers"),
        "dcterms:publisher": copy("issuers"),
        "schema:author": copy("issuers"),
        "schema:provider": _local("provider"),
        "pa:source": _part("source", _SOURCE),
        "prov:hadPrimarySource": copy("source", "url"),
        "pa:republisher": _part("republisher", _REPUBLISHER),
        "schema:mentions": _kinds(
            Person=("people", _PERSON),
            GovernmentOrganization=("organisations", _ORGANISATION),
            Organization=("organisations", _ORGANISATION),
            Thing=("mentions", _MENTION),
        ),
        "pa:contact": _list("contacts", _CONTACT),
        "schema:contentLocation": _list("places", _PLACE),
        "schema:about": _kinds(Event=("events", _EVENT)),
        "pa:subject": _list("subjects", _SUBJECT),
        "dcterms:subject": copy("subjects"),
        "schema:associatedMedia": _list("attachments", _ATTACHMENT),
        "pa:relation": _list("relations", _RELATION),
        "schema:translationOfWork": copy("relations"),
        "schema:workTranslation": copy("relations"),
        "prov:wasDerivedFrom": copy("relations"),
        "dcterms:replaces": copy("relations"),
        "schema:citation": copy("relations"),
        "schema:isPartOf": copy("relations"),
        "dcterms:isPartOf": copy("relations"),
        "schema:url": copy("relations"),
        "schema:mainEntityOfPage": copy("relations"),
        "dcterms:relation": copy("relations"),
        **_RIGHTS,
        "pa:provenance": _part("provenance", _PROVENANCE),
        "pa:extensions": _one("extensions", value=spelling.json),
        "dcterms:hasVersion": Field(("versionCreated",), members={"": ("", EDITION)}),
    }
)
"""The work itself: the root of the graph."""
