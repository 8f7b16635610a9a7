"""People, organisations and contacts as nodes."""

from __future__ import annotations

from archive.graph.nodes import SAME_AS, Node, entity, member
from archive.graph.terms import Kind, term
from archive.release import Event, Organisation, Person, Place, Release

_PERSON = term("schema:Person")
_MEMBERSHIP = term("org:Membership")
_GOVERNMENT = term("schema:GovernmentOrganization")
_ORGANIZATION = term("schema:Organization")
_CONTACT_POINT = term("schema:ContactPoint")
_PUBLIC_BODIES = frozenset({"government", "ministry", "agency", "unit", "legislature", "court"})

_MENTIONS = term("schema:mentions")
_NAME = term("schema:name")
_ALTERNATE_NAME = term("schema:alternateName")
_HOLDS = term("pa:holds")
_MEMBER = term("org:member")
_IN_ORGANIZATION = term("org:organization")
_TITLE = term("pa:title")
_AS_OF = term("pa:asOf")
_FROM = term("pa:from")
_TO = term("pa:to")
_ACTING = term("pa:acting")
_ROLE_RELATION = term("pa:roleRelation")
_JOB_TITLE = term("schema:jobTitle")
_WORKS_FOR = term("schema:worksFor")
_ORG_TYPE = term("pa:orgType")
_PARENT = term("schema:parentOrganization")
_FOUNDED = term("schema:foundingDate")
_DISSOLVED = term("schema:dissolutionDate")
_PREDECESSOR = term("pa:predecessor")
_SUCCESSOR = term("pa:successor")
_CONTACT = term("pa:contact")
_CONTACT_TYPE = term("schema:contactType")
_ORGANISATION = term("pa:organisation")
_TELEPHONE = term("schema:telephone")
_EMAIL = term("schema:email")
_VISIBILITY = term("pa:visibility")
_VALID_UNTIL = term("pa:validUntil")
_HAS_CONTACT = term("schema:contactPoint")


def named(node: Node, one: Person | Organisation | Place | Event) -> None:
    """Add what all entities have: name, other names, same as, places in the text, certainty."""
    node.plain(_NAME, one.name)
    for alias in getattr(one, "aliases", ()):  # places and events have none
        node.plain(_ALTERNATE_NAME, alias)
    for iri in one.same_as:
        node.ref(SAME_AS, iri)
    node.spans(one.spans)
    node.certainty(one.certainty)


def people(work: Node, release: Release) -> None:
    """Add the people, each with the posts held at the date of the release."""
    for number, person in enumerate(release.people, 1):
        node = entity(release.id, person.id, number, _PERSON)
        named(node, person)
        _roles(node, person, release.id)
        work.node(_MENTIONS, node)


def _roles(node: Node, person: Person, work: str) -> None:
    for number, role in enumerate(person.roles, 1):
        post = member(work, f"{person.id}.roles", number, _MEMBERSHIP)
        post.ref(_MEMBER, node.iri)
        organisation = f"{work}#{role.org}" if role.org is not None else None
        post.ref(_IN_ORGANIZATION, organisation)
        post.text(_TITLE, role.title)
        post.date(_AS_OF, role.as_of)
        post.date(_FROM, role.from_)
        post.date(_TO, role.to)
        post.truth(_ACTING, role.acting)
        post.plain(_ROLE_RELATION, role.relation)
        post.spans(role.spans)
        post.certainty(role.certainty)
        node.node(_HOLDS, post)
        if role.title is not None:
            node.once(_JOB_TITLE, Kind.TEXT, role.title)
        if organisation is not None:
            node.once(_WORKS_FOR, Kind.IRI, organisation)


def organisations(work: Node, release: Release) -> None:
    """Add the organisations, with their names as at the date of the release."""
    contacts: dict[str, list[str]] = {}
    for number, contact in enumerate(release.contacts, 1):
        if contact.org is not None:
            contacts.setdefault(contact.org, []).append(f"{release.id}#contacts.{number}")
    for number, one in enumerate(release.organisations, 1):
        kind = _GOVERNMENT if one.type in _PUBLIC_BODIES else _ORGANIZATION
        node = entity(release.id, one.id, number, kind)
        named(node, one)
        node.plain(_ORG_TYPE, one.type)
        if one.parent is not None:
            node.ref(_PARENT, f"{release.id}#{one.parent}")
        node.date(_FOUNDED, one.from_)
        node.date(_DISSOLVED, one.to)
        for local in one.predecessors:
            node.ref(_PREDECESSOR, f"{release.id}#{local}")
        for local in one.successors:
            node.ref(_SUCCESSOR, f"{release.id}#{local}")
        for iri in contacts.get(one.id, ()):
            node.ref(_HAS_CONTACT, iri)
        work.node(_MENTIONS, node)


def contacts(work: Node, release: Release) -> None:
    """Add the contacts, restricted ones too: a conversion is a full copy."""
    for number, contact in enumerate(release.contacts, 1):
        node = member(release.id, "contacts", number, _CONTACT_POINT)
        node.plain(_NAME, contact.name)
        node.plain(_CONTACT_TYPE, contact.role)
        if contact.org is not None:
            node.ref(_ORGANISATION, f"{release.id}#{contact.org}")
        for telephone in contact.phones:
            node.plain(_TELEPHONE, telephone)
        for address in contact.emails:
            node.plain(_EMAIL, address)
        node.plain(_VISIBILITY, contact.visibility)
        node.day(_VALID_UNTIL, contact.valid_until)
        work.node(_CONTACT, node)
