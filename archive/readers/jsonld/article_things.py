"""People, organisations, places, events, topics and other names of an article."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from typing import Any

from archive.edtf import is_edtf
from archive.parsing.drafts import Where
from archive.parsing.drafts_things import entity, topic_in, topic_of
from archive.readers.jsonld.article_nodes import Node, Page, Said, is_iri, line, plain

PEOPLE = frozenset({"Person", "Patient"})
ORGANISATIONS = {
    "Organization": "", "GovernmentOrganization": "", "NGO": "", "ResearchOrganization": "",
    "Consortium": "", "SportsOrganization": "", "SportsTeam": "", "PoliticalParty": "",
    "LocalBusiness": "", "OnlineBusiness": "", "WorkersUnion": "", "LibrarySystem": "",
    "MedicalOrganization": "", "PerformingGroup": "", "Project": "", "FundingAgency": "",
    "NewsMediaOrganization": "media", "Corporation": "company", "School": "school",
    "EducationalOrganization": "school", "CollegeOrUniversity": "school",
}  # fmt: skip
"""Types of organisations, and the record's word where that is the same."""
_PLAIN_ORGANISATIONS = frozenset({"Organization", "NewsMediaOrganization", "Corporation", "School"})
PLACES = {
    "Place": "other", "City": "city", "Country": "country", "AdministrativeArea": "other",
    "State": "other", "CivicStructure": "other", "Landform": "other",
    "TouristAttraction": "other", "LandmarksOrHistoricalBuildings": "other",
}  # fmt: skip
"""Types of places, and the record's word for them."""
_PLAIN_PLACES = frozenset({"Place", "City", "Country"})
EVENTS = re.compile(r"[A-Za-z]*Event|Festival|Hackathon|Conference")
TOPICS = frozenset({"DefinedTerm", "CategoryCode"})
_JOINTS = ("/", "#", "=", ":")
"""What a scheme ends with if a code is put behind it to make an IRI."""
_DEGREES = re.compile(r"-?[0-9]{1,3}(\.[0-9]{1,12})?", re.ASCII)


def field_of(node: Node) -> str:
    """Return the field of the record that holds such things; nothing if none does."""
    for one in node.types:
        if one in PEOPLE:
            return "people"
        if one in ORGANISATIONS:
            return "organisations"
        if one in PLACES:
            return "places"
        if EVENTS.fullmatch(one):
            return "events"
    return ""


def resolved(said: Said, page: Page) -> Node | None:
    """Return the object that a value is or refers to; nothing for a text."""
    if isinstance(said.value, Node):
        return said.value.described()
    home = page.home(said.value) if isinstance(said.value, str) else None
    return page.node(home) if home is not None else None


def thing(said: Said, field: str, page: Page) -> dict[str, Any] | None:
    """Return the entity that a value names, which is added if there is none; nothing if nameless.

    ``field`` is where it belongs if it does not say itself what it is.
    """
    node = resolved(said, page)
    if node is None:
        name = line(said, page)
        return entity(field, name, None, said.where, page.draft) if name else None
    if node.entity is None:
        _describe(node, field_of(node) or field, page)
    return node.entity


def things(values: Iterable[Said], field: str, page: Page) -> list[dict[str, Any]]:
    """Return the entities that values name, each once."""
    found: dict[str, dict[str, Any]] = {}
    for said in values:
        member = thing(said, field, page)
        if member is not None and member["id"] in found:
            page.draft.passed(member["name"], said.where)
        elif member is not None:
            found[member["id"]] = member
    return list(found.values())


def _describe(node: Node, field: str, page: Page) -> None:
    """Make the entity of a node, with all that the record can hold of it."""
    name = named(node)
    if name is None:
        node.leave_out()
        return
    node.entity = entity(field, name, node.take_id() or None, node.where, page.draft)
    page.waiting.append((field, node, node.entity))


def named(node: Node) -> str | None:
    """Return the name of a thing: its own, or that of a person in two parts."""
    name = node.line("name")[0]
    if name is None and node.has("givenName") and node.has("familyName"):
        parts = [node.line("givenName")[0], node.line("familyName")[0]]
        name = " ".join(filter(None, parts)) or None
        if name is not None:
            source = "givenName + familyName"
            node.page.draft.say("L103", node.place("familyName"), value=name, source=source)
    return name


def fill(page: Page) -> None:
    """Take what is said of each thing that has been named, and of those it leads to."""
    while page.waiting:
        field, node, member = page.waiting.popleft()
        _FILL[field](node, member)


def add_all(
    member: dict[str, Any], field: str, said: Iterable[tuple[str, Where]], page: Page
) -> None:
    """Add texts to a sorted set of a member; one that is there already is passed over."""
    held = set(member.get(field, ()))
    for text, where in said:
        if text in held:
            page.draft.passed(text, where)
        held.add(text)
    if held:
        member[field] = sorted(held)


def put(member: dict[str, Any], field: str, value: Any, where: Where, page: Page) -> None:
    """Set a field of a member; what differs from what is there is named."""
    if value is None:
        return
    if field in member:
        page.draft.unused_unless(value, where, is_known=member[field] == value)
    else:
        member[field] = value


def addresses(node: Node, *terms: str) -> list[tuple[str, Where]]:
    """Return the IRIs that some terms give, of objects their ids; others are told."""
    found = []
    for said in node.take(*terms):
        value = said.value
        if isinstance(value, Node):
            iri = value.take_id()
            value.rest()
            if iri:
                found.append((iri, said.where))
        elif is_iri(value):
            found.append((str(value), said.where))
        else:
            node.page.draft.unusable(said.where, value)
    return found


def lines(node: Node, *terms: str) -> list[tuple[str, Where]]:
    """Return the texts that some terms give, each as one line."""
    found = ((line(said, node.page), said.where) for said in node.take(*terms))
    return [(text, where) for text, where in found if text]


# what is said of each kind of thing


def _person(node: Node, member: dict[str, Any]) -> None:
    page = node.page
    node.is_of(PEOPLE, "Person")
    add_all(member, "aliases", lines(node, "alternateName"), page)
    add_all(member, "sameAs", addresses(node, "sameAs", "url"), page)
    titles = list(dict.fromkeys(text for text, _ in lines(node, "jobTitle")))
    employers = things(node.take("worksFor", "affiliation", "memberOf"), "organisations", page)
    if len(titles) <= 1 and len(employers) <= 1:
        roles = [{"title": one} for one in titles] or [{}]
        for one in employers:
            roles[0]["org"] = one["id"]
    else:
        roles = [{"title": one} for one in titles] + [{"org": one["id"]} for one in employers]
    if any(roles):
        put(member, "roles", roles, node.where, page)
    node.rest()


def _organisation(node: Node, member: dict[str, Any]) -> None:
    page = node.page
    plain = ORGANISATIONS if page.draft.is_own else _PLAIN_ORGANISATIONS
    words = [ORGANISATIONS[one] for one in node.types if ORGANISATIONS.get(one)]
    if words:
        put(member, "type", words[0], node.where, page)
    node.is_of(plain, "Organization")
    add_all(member, "aliases", lines(node, "alternateName", "legalName"), page)
    add_all(member, "sameAs", addresses(node, "sameAs", "url"), page)
    for one in things(node.take("parentOrganization"), "organisations", page):
        put(member, "parent", one["id"], node.place("parentOrganization"), page)
    _period(node, member, {"from": "foundingDate", "to": "dissolutionDate"})
    for said in node.take("contactPoint"):
        _contact(said, member["id"], page)
    node.rest()


def _contact(said: Said, organisation: str, page: Page) -> None:
    """Take whom to ask; what stands on a page is public."""
    if not isinstance(said.value, Node):
        page.draft.unusable(said.where, said.value)
        return
    node = said.value.described()
    contact: dict[str, Any] = {"visibility": "public"}
    for field, term in (("name", "name"), ("role", "contactType")):
        put(contact, field, *node.line(term), page)
    contact["org"] = organisation
    add_all(contact, "phones", lines(node, "telephone"), page)
    add_all(contact, "emails", lines(node, "email"), page)
    node.take_id()
    node.is_of({"ContactPoint"}, "ContactPoint")
    node.rest()
    page.draft.add("contacts", contact, node.where)


def _place(node: Node, member: dict[str, Any]) -> None:
    page = node.page
    kinds = [PLACES[one] for one in node.types if one in PLACES]
    if kinds:
        member["kind"] = kinds[0]
    node.is_of(_PLAIN_PLACES, "Place")
    add_all(member, "sameAs", addresses(node, "sameAs", "url"), page)
    for within in things(node.take("containedInPlace", "containedIn"), "places", page):
        put(member, "within", within["id"], (*node.where, "containedInPlace"), page)
    geo = node.first("geo")
    holder = geo.value.described() if geo is not None and isinstance(geo.value, Node) else None
    if geo is not None and holder is None:
        page.draft.unused(geo.value, geo.where)
    for one in filter(None, (node, holder)):
        for field, term in (("lat", "latitude"), ("lon", "longitude")):
            put(member, field, *_degrees(one, term), page)
    if holder is not None:
        holder.is_of({"GeoCoordinates"}, "GeoCoordinates")
        holder.rest()
    node.rest()


def _degrees(node: Node, term: str) -> tuple[str | None, Where]:
    """Return latitude or longitude as a decimal; one that is none is told."""
    said = node.first(term)
    if said is None:
        return None, node.where
    text = repr(said.value) if type(said.value) in (int, float) else said.value
    if not isinstance(text, str) or not _DEGREES.fullmatch(text):
        node.page.draft.unused(plain(said), said.where)
        return None, said.where
    return text, said.where


def _event(node: Node, member: dict[str, Any]) -> None:
    page = node.page
    node.is_of({"Event"}, "Event")
    _period(node, member, {"start": "startDate", "end": "endDate"})
    for one in things(node.take("location"), "places", page):
        put(member, "place", one["id"], node.place("location"), page)
    organisers = things(node.take("organizer"), "organisations", page)
    add_all(member, "organisers", ((one["id"], node.where) for one in organisers), page)
    for said in node.take("subEvent"):
        _session(said, member, page)
    add_all(member, "sameAs", addresses(node, "sameAs", "url"), page)
    node.rest()


def _session(said: Said, event: dict[str, Any], page: Page) -> None:
    """Take a part of the programme; of what kind it is stays open."""
    if not isinstance(said.value, Node):
        page.draft.unused(said.value, said.where)
        return
    node = said.value.described()
    title = node.line("name")[0]
    session = {"id": node.local_id("s"), "kind": "other"} | ({"title": title} if title else {})
    speakers = things(node.take("performer"), "people", page)
    add_all(session, "speakers", ((one["id"], node.where) for one in speakers), page)
    node.is_of({"Event"}, "Event")
    node.rest()
    event.setdefault("sessions", []).append(session)


def _period(node: Node, member: dict[str, Any], terms: dict[str, str]) -> None:
    """Take days and vaguer dates; one with a time is told, since the record has no place for it."""
    for field, term in terms.items():
        said = node.first(term)
        if said is None:
            continue
        text = said.value if isinstance(said.value, str) else ""
        if is_edtf(text):
            put(member, field, text, said.where, node.page)
        else:
            node.page.draft.unused(plain(said), said.where)


_FILL: dict[str, Callable[[Node, dict[str, Any]], None]] = {
    "people": _person,
    "organisations": _organisation,
    "places": _place,
    "events": _event,
}


# topics and other names


def about(values: Iterable[Said], page: Page) -> None:
    """Take what an article is about: things by their kind, topics by their codes, else keywords."""
    for said in values:
        node = resolved(said, page)
        field = field_of(node) if node is not None else ""
        if field:
            thing(said, field, page)
        elif node is None:
            keyword(line(said, page), said.where, page)
        elif not _topic(node, page):
            name, where = node.line("name")
            keyword(name, where, page)
            node.is_of({"Thing", *TOPICS}, "Thing")
            node.rest()


def keyword(name: str | None, where: Where, page: Page) -> None:
    """Take a keyword; one that is there already is passed over."""
    if name in page.keywords:
        page.draft.passed(name, where)
    elif name is not None:
        page.keywords[name] = where


def _topic(node: Node, page: Page) -> bool:
    """Take a topic, and return whether it is one: it has a code in a scheme."""
    code, where = node.line("termCode", "codeValue")
    bare = (code or "").removeprefix("medtop:")
    found = _scheme(node, bare)
    page.draft.unused_unless(code, where, is_known=found[1] == bare and bare != "")
    if not found[1]:
        return False
    if found in page.topics:
        node.leave_out()
        return True
    page.topics.add(found)
    label = node.line("name")[0]
    subject = {"scheme": found[0], "code": found[1]} | ({"label": label} if label else {})
    page.draft.add("subjects", subject, node.where)
    node.is_of(TOPICS, "DefinedTerm")
    node.rest()
    return True


def _scheme(node: Node, code: str) -> tuple[str, str]:
    """Return scheme and code of a topic: from its id, else from the set that it is of."""
    is_topic = not TOPICS.isdisjoint(node.types)
    if is_topic and is_iri(node.id):
        found = topic_of(node.id)
        if code and node.id.endswith(code):
            found = topic_in(node.id.removesuffix(code), code)
        if found[1]:
            node.take_id()
        return found
    sets = addresses(node, "inDefinedTermSet", "inCodeSet")
    scheme = sets[0][0] if sets and sets[0][0].endswith(_JOINTS) else ""
    found = topic_in(scheme, code)
    if not found[1]:
        for address, where in sets:
            node.page.draft.unused(address, where)
    return found
