"""Other works and pages that an article is tied to."""

from __future__ import annotations

from archive.languages import canonical, is_well_formed
from archive.readers.jsonld.article_nodes import Node, is_iri, plain

_RELATIONS = {
    "translationOfWork": "translationOf", "workTranslation": "translation", "citation": "cites",
    "isPartOf": "partOf", "isBasedOn": "derivedFrom", "url": "page", "mainEntityOfPage": "page",
}  # fmt: skip
_PAGES = frozenset({"WebPage", "CreativeWork"})


def relations(article: Node) -> None:
    """Take ties to other works and pages; each once."""
    page = article.page
    known: dict[tuple[str, str], dict[str, str]] = {}
    for term, rel in _RELATIONS.items():
        for said in article.take(term):
            node = said.value if isinstance(said.value, Node) else None
            target = said.value if node is None else node.target()
            if not is_iri(target):
                page.draft.unused(plain(said), said.where)
                continue
            is_page = rel == "partOf" and target == page.draft.document.get("id")
            word = "page" if is_page else rel  # a page is no work that its article is part of
            relation = {"rel": word, "target": str(target)}
            if (word, target) in known:
                page.draft.passed(target, said.where)
                relation = known[word, target]
            else:
                known[word, target] = relation
                page.draft.add("relations", relation, said.where)
            if node is not None:
                _describe(node, relation)


def _describe(node: Node, relation: dict[str, str]) -> None:
    """Take title and language of a related work."""
    page = node.page
    title, where = node.line("name", "headline")
    if title is not None:
        is_known = relation.setdefault("title", title) == title
        if not is_known:
            page.draft.unused(title, where)
    tag, where = node.line("inLanguage")
    if tag is not None and is_well_formed(tag) and canonical(tag) == tag:
        relation.setdefault("language", tag)
    elif tag is not None:
        page.draft.unusable(where, tag)
    if node.types:
        node.is_of(_PAGES, "WebPage")
    node.rest()
