"""Who issued and made an article, and what else it names."""

from __future__ import annotations

from archive.parsing.drafts_things import authority, entity
from archive.readers.jsonld.article_nodes import Node, Page, Said, line
from archive.readers.jsonld.article_things import (
    ORGANISATIONS,
    about,
    field_of,
    named,
    resolved,
    thing,
    things,
)

_BYLINES = (
    ("author", ""), ("creator", ""), ("contributor", ""), ("editor", "editor"),
    ("translator", "translator"),
)  # fmt: skip


def named_things(article: Node) -> None:
    """Take what the article names: first the things themselves, then what is said of them."""
    page = article.page
    for said in article.take("mentions"):
        node = resolved(said, page)
        field = field_of(node) if node is not None else ""
        if field:
            thing(said, field, page)
        else:
            _mention(said, node, page)
    things(article.take("contentLocation", "spatialCoverage"), "places", page)
    about(article.take("about"), page)


def _mention(said: Said, node: Node | None, page: Page) -> None:
    """Take another name in the text."""
    name = line(said, page) if node is None else named(node)
    if node is not None and name is None:
        node.leave_out()
    if node is not None and name is not None:
        node.take_id()
        node.is_of({"Thing"}, "Thing")
        node.rest()
    if name is not None:
        page.draft.add("mentions", {"name": name}, said.where)


def issuers(article: Node) -> None:
    """Take the issuers: the organisation it was written for, else who published it."""
    page, draft = article.page, article.page.draft
    for said in article.take("sourceOrganization"):
        _issuer(said, "", page)
    has_source = "issuers" in draft.document
    for said in article.take("publisher"):
        if has_source:
            _known_issuer(said, page)
        else:
            _issuer(said, "publisher", page)
    if "issuers" not in draft.document:
        for said in article.take("author"):
            node = resolved(said, page)
            if node is not None and field_of(node) == "organisations":
                _issuer(said, "author", page)
    name = authority(draft.document.get("id", ""))
    if "issuers" not in draft.document and name is not None:
        member = entity("organisations", name, None, article.where, draft)
        draft.add("issuers", {"ref": member["id"], "certainty": "inferred"}, article.where)
        draft.say("L103", article.where, value=name, source="id")
    for said in article.take("provider"):
        provider = thing(said, "organisations", page)
        if provider is not None and "provider" not in draft.document:
            draft.put("provider", provider["id"], said.where)


def _issuer(said: Said, source: str, page: Page) -> None:
    """Take an issuer; one that is not called so, but published the page, is inferred."""
    draft = page.draft
    node = resolved(said, page)
    if node is not None and field_of(node) not in ("", "organisations"):
        node.leave_out()
        return
    member = thing(said, "organisations", page)
    if member is None:
        return
    key = ("issuers", member["id"])
    if key in draft.known:
        draft.passed(member["name"], said.where)
        return
    draft.known[key] = {"ref": member["id"]} | ({"certainty": "inferred"} if source else {})
    draft.add("issuers", draft.known[key], said.where)
    if source:
        draft.say("L103", said.where, value=member["name"], source=source)


def _known_issuer(said: Said, page: Page) -> None:
    """Pass over a publisher that is an issuer; name another one."""
    member = thing(said, "organisations", page)
    if member is not None:
        is_known = ("issuers", member["id"]) in page.draft.known
        page.draft.unused_unless(member["name"], said.where, is_known=is_known)


def bylines(article: Node) -> None:
    """Take who made the text, by name; a person of whom more is said is one of the people, too."""
    page, draft = article.page, article.page.draft
    known: dict[tuple[str, str], bool] = {}
    for term, role in _BYLINES:
        for said in article.take(term):
            name = _byline(said, page)
            if name is None:
                continue
            if (name, role) in known:
                draft.passed(name, said.where)
                continue
            known[name, role] = True
            draft.add("byline", {"name": name} | ({"role": role} if role else {}), said.where)


def _byline(said: Said, page: Page) -> str | None:
    """Return the name of who made the text; nothing for an issuer, who is known as such."""
    node = resolved(said, page)
    if node is None:
        return line(said, page)
    if node.entity is None and not ORGANISATIONS.keys() & {*node.types} and not node.says_more():
        name = named(node)
        if name is None:
            node.leave_out()
        node.take_id()
        node.is_of({"Person"}, "Person")
        node.rest()
        return name
    member = thing(said, "people", page)
    if member is None or ("issuers", member["id"]) in page.draft.known:
        page.draft.passed(member and member["name"], said.where)
        return None
    name = member["name"]
    return str(name)
