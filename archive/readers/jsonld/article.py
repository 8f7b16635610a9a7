"""An article of schema.org as pages have it → a document.

What goes where is in ``docs/mapping-jsonld.md``. Nothing is invented: what the record needs and the
page does not say stays missing, and validation names it. What was inferred, mended, passed over, or
has no place in the record is a finding (L101 to L107).
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple

from archive.findings import Finding, finding
from archive.json_text import kind as json_kind
from archive.parsing.drafts import Where, weight
from archive.places import Places
from archive.positions import MovedPlaces
from archive.readers import Reading
from archive.readers.jsonld import (
    article_agents,
    article_media,
    article_state,
    article_texts,
    article_works,
)
from archive.readers.jsonld.article_context import Context, unknown
from archive.readers.jsonld.article_nodes import Home, Page, homes, name_context, types
from archive.readers.jsonld.article_things import fill

ARTICLES = frozenset(
    {"Article", "NewsArticle", "PressRelease", "ReportageNewsArticle", "AnalysisNewsArticle",
     "BackgroundNewsArticle", "OpinionNewsArticle", "ReviewNewsArticle", "AskPublicNewsArticle",
     "AdvertiserContentArticle", "BlogPosting", "LiveBlogPosting", "SocialMediaPosting", "Report"}
)  # fmt: skip


class Other(NamedTuple):
    """A thing at the top of a file that is no article, without the parts that were looked into."""

    whole: dict[str, Any]
    rest: dict[str, Any]
    where: Where
    context: Context


class Found(NamedTuple):
    """The articles of a file, the other things at its top, and values that are neither."""

    articles: list[Home]
    others: list[Other]
    loose: list[tuple[Any, Where]]


def documents(value: Any, places: Places, warnings: tuple[Finding, ...] = ()) -> Iterator[Reading]:
    """Yield a reading for each article of a file's JSON-LD; one without a document if it has none.

    ``warnings`` are told with the first.
    """
    found = Found([], [], [])
    _sort(value, (), Context(), found)
    if not found.articles:
        yield _nothing(value, found, places, warnings)
        return
    known = homes(value)
    pages = [_read(one, Page(known)) for one in found.articles]
    _name_others(found, pages)
    for page in pages:
        draft = page.draft
        told = tuple(one.at(places.find(one.pointer)) for one in draft.findings)
        yield Reading(draft.document, (*warnings, *told), MovedPlaces(places, draft.moved))
        warnings = ()


def is_article(value: dict[str, Any], context: Context) -> bool:
    """Return whether an object says that it is an article."""
    said = (said for name, said in value.items() if context.key(name) == "@type")
    return any(not ARTICLES.isdisjoint(types(one, context)) for one in said)


def _sort(value: Any, where: Where, context: Context, found: Found) -> None:
    """Sort the things at the top of a file; those of an ``@graph`` are such, too."""
    if isinstance(value, list):
        for number, one in enumerate(value):
            _sort(one, (*where, number), context, found)
        return
    if not isinstance(value, dict):
        found.loose.append((value, where))
        return
    context = _context_of(value, context)
    if is_article(value, context):
        found.articles.append(Home(value, where, context))
        return
    rest = dict(value)
    for name, said in value.items():
        key = context.key(name)
        if key == "@graph" or (key == "mainEntity" and _holds_article(said, context)):
            _sort(rest.pop(name), (*where, name), context, found)
    found.others.append(Other(value, rest, where, context))


def _context_of(value: dict[str, Any], context: Context) -> Context:
    return context.inside(value["@context"]) if "@context" in value else context


def _holds_article(value: Any, context: Context) -> bool:
    return isinstance(value, dict) and is_article(value, _context_of(value, context))


def _nothing(value: Any, found: Found, places: Places, warnings: tuple[Finding, ...]) -> Reading:
    """Return the reading of a file that has no article."""
    contexts = (unknown(one.whole.get("@context")) for one in found.others)
    if context := next(filter(None, contexts), ""):
        told = finding("L106", variant="context", context=context, parts=weight(value))
        return Reading(None, (*warnings, told.at(places.find(""))), places)
    kinds = dict.fromkeys(filter(None, map(_kinds, found.others)))
    kind = ", ".join(kinds)[:200] or json_kind(value)
    told = finding("L106", variant="values", kind=kind, parts=weight(value))
    return Reading(None, (*warnings, told.at(places.find(""))), places)


def _kinds(one: Other) -> str:
    """Return what a thing says that it is."""
    said = (said for name, said in one.rest.items() if one.context.key(name) == "@type")
    return ", ".join(kind for some in said for kind in types(some, one.context))[:200]


def _name_others(found: Found, pages: list[Page]) -> None:
    """Name, with the first article, the things at the top that no article took anything from."""
    draft = pages[0].draft
    used = {one for page in pages for one in page.used()}
    for one in found.others:
        if "@context" in one.rest:
            name_context(one.rest.pop("@context"), (*one.where, "@context"), draft)
        if id(one.whole) not in used:
            draft.unused(one.rest, one.where, name=_kinds(one) or "object")
    for value, where in found.loose:
        draft.unused(value, where)


def _read(home: Home, page: Page) -> Page:
    """Return the page with the document of an article."""
    article, draft = page.node(home), page.draft
    draft.document["schemaVersion"] = "1"
    if not home.context.is_said:
        source = "https://schema.org"
        draft.say("L103", home.where, variant="missing", value=source, source="@context")
    article_state.identity(article, draft)
    article_state.language(article, draft)
    page.draft.is_own = article_state.is_own(article)
    article_state.state(article, draft)
    article_state.kind(article, draft)
    article_texts.headlines(article)
    article_texts.summary(article)
    article_texts.keywords(article)
    article_texts.body(article)
    article_agents.named_things(article)
    article_state.dates(article, draft)
    article_agents.issuers(article)
    article_agents.bylines(article)
    article_texts.dateline(article)
    article_media.media(article)
    article_works.relations(article)
    article_media.rights(article, draft.document)
    article_texts.quotations(article)
    fill(page)
    article_texts.put_keywords(article)
    article_state.identifiers(article)
    article.rest()
    return page
