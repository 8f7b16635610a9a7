"""People, organisations and contacts as nodes."""

from __future__ import annotations

from archive.graph.nodes import Classes, Node
from archive.graph.terms import Kind, date_slots, slot
from archive.release import Contact, Event, Organisation, Person, Place, Release, Role

_PERSON = Classes("schema:Person")
_MEMBERSHIP = Classes("org:Membership")
_GOVERNMENT = Classes("schema:GovernmentOrganization")
_ORGANIZATION = Classes("schema:Organization")
_CONTACT_POINT = Classes("schema:ContactPoint")
_PUBLIC_BODIES = frozenset({"government", "ministry", "agency", "unit", "legislature", "court"})

MENTIONS = slot("schema:mentions", Kind.NODE)
NAME = slot("schema:name", Kind.PLAIN)
CERTAINTY = slot("pa:certainty", Kind.PLAIN)
SAME_AS = slot("schema:sameAs", Kind.IRI)
ORGANISATION = slot("pa:organisation", Kind.IRI)
FROM = date_slots("pa:from")
TO = date_slots("pa:to")
_ALTERNATE_NAME = slot("schema:alternateName", Kind.PLAIN)
_HOLDS = slot("pa:holds", Kind.NODE)
_MEMBER = slot("org:member", Kind.IRI)
_IN_ORGANIZATION = slot("org:organization", Kind.IRI)
_TITLE = slot("pa:title", Kind.TEXT)
_AS_OF = date_slots("pa:asOf")
_ACTING = slot("pa:acting", Kind.TRUTH)
_ROLE_RELATION = slot("pa:roleRelation", Kind.PLAIN)
_JOB_TITLE = slot("schema:jobTitle", Kind.TEXT)
_WORKS_FOR = slot("schema:worksFor", Kind.IRI)
_ORG_TYPE = slot("pa:orgType", Kind.PLAIN)
_PARENT = slot("schema:parentOrganization", Kind.IRI)
_FOUNDED = date_slots("schema:foundingDate")
_DISSOLVED = date_slots("schema:dissolutionDate")
_PREDECESSOR = slot("pa:predecessor", Kind.IRI)
_SUCCESSOR = slot("pa:successor", Kind.IRI)
_CONTACT = slot("pa:contact", Kind.NODE)
_CONTACT_TYPE = slot("schema:contactType", Kind.PLAIN)
_TELEPHONE = slot("schema:telephone", Kind.PLAIN)
_EMAIL = slot("schema:email", Kind.PLAIN)
_VISIBILITY = slot("pa:visibility", Kind.PLAIN)
_VALID_UNTIL = slot("pa:validUntil", Kind.DATE)
_HAS_CONTACT = slot("schema:contactPoint", Kind.IRI)


def add_name(
    node: Node, one: Person | Organisation | Place | Event, aliases: tuple[str, ...] = ()
) -> None:
    """Add what all entities have: name, other names, same as, places in the text, certainty."""
    node.add(NAME, one.name)
    node.add_all(_ALTERNATE_NAME, aliases)
    node.add_all(SAME_AS, one.same_as)
    node.add_spans(one.spans)
    node.add(CERTAINTY, one.certainty)


def people(work: Node, release: Release) -> None:
    """Add the people, each with the posts held at the date of the release."""
    numbered = enumerate(release.people, 1)
    work.add_nodes(MENTIONS, [_person(person, number, release.id) for number, person in numbered])


def _person(person: Person, number: int, work: str) -> Node:
    node = Node(f"{work}#{person.id}", _PERSON, number)
    add_name(node, person, person.aliases)
    posts = []
    titles: dict[str, None] = {}
    organisations: dict[str, None] = {}
    for place, role in enumerate(person.roles, 1):
        posts.append(_post(role, place, node.iri, work))
        if role.title is not None:
            titles[role.title] = None
        if role.org is not None:
            organisations[role.org] = None
    node.add_nodes(_HOLDS, posts)
    node.add_all(_JOB_TITLE, list(titles))
    node.add_locals(_WORKS_FOR, work, organisations)
    return node


def _post(role: Role, number: int, person: str, work: str) -> Node:
    post = Node(f"{person}.roles.{number}", _MEMBERSHIP, number)
    post.add(_MEMBER, person)
    if role.org is not None:
        post.add(_IN_ORGANIZATION, f"{work}#{role.org}")
    post.add(_TITLE, role.title)
    post.add_date(_AS_OF, role.as_of)
    post.add_date(FROM, role.from_)
    post.add_date(TO, role.to)
    post.add(_ACTING, role.acting)
    post.add(_ROLE_RELATION, role.relation)
    post.add_spans(role.spans)
    post.add(CERTAINTY, role.certainty)
    return post


def organisations(work: Node, release: Release) -> None:
    """Add the organisations, with their names as at the date of the release."""
    contacts: dict[str, list[str]] = {}
    for number, contact in enumerate(release.contacts, 1):
        if contact.org is not None:
            contacts.setdefault(contact.org, []).append(f"{release.id}#contacts.{number}")
    nodes = []
    for number, one in enumerate(release.organisations, 1):
        node = _organisation(one, number, release.id)
        node.add_all(_HAS_CONTACT, contacts.get(one.id, ()))
        nodes.append(node)
    work.add_nodes(MENTIONS, nodes)


def _organisation(one: Organisation, number: int, work: str) -> Node:
    classes = _GOVERNMENT if one.type in _PUBLIC_BODIES else _ORGANIZATION
    node = Node(f"{work}#{one.id}", classes, number)
    add_name(node, one, one.aliases)
    node.add(_ORG_TYPE, one.type)
    if one.parent is not None:
        node.add(_PARENT, f"{work}#{one.parent}")
    node.add_date(_FOUNDED, one.from_)
    node.add_date(_DISSOLVED, one.to)
    node.add_locals(_PREDECESSOR, work, one.predecessors)
    node.add_locals(_SUCCESSOR, work, one.successors)
    return node


def contacts(work: Node, release: Release) -> None:
    """Add the contacts, restricted ones too: a conversion is a full copy."""
    numbered = enumerate(release.contacts, 1)
    work.add_nodes(
        _CONTACT, [_contact(contact, number, release.id) for number, contact in numbered]
    )


def _contact(contact: Contact, number: int, work: str) -> Node:
    node = Node(f"{work}#contacts.{number}", _CONTACT_POINT, number)
    node.add(NAME, contact.name)
    node.add(_CONTACT_TYPE, contact.role)
    if contact.org is not None:
        node.add(ORGANISATION, f"{work}#{contact.org}")
    node.add_all(_TELEPHONE, contact.phones)
    node.add_all(_EMAIL, contact.emails)
    node.add(_VISIBILITY, contact.visibility)
    node.add(_VALID_UNTIL, contact.valid_until)
    return node
