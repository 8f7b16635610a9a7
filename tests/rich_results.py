"""What search engines ask of an article and of a data set before they show more than a link.

The rules are those of Google's pages on ``Article`` and ``Dataset``: what is there must be right
(faults); what is recommended should be there (gaps).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

ARTICLES = {"Article", "NewsArticle", "BlogPosting"}
_DAY = r"\d{4}(-\d\d(-\d\d)?)?"
_DATE = re.compile(rf"{_DAY}|\d{{4}}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:\d\d)")
"""A time of the day has a zone."""
_ADDRESS = re.compile(r"https?://[^\s<>\"]+")
_SPAN = re.compile(rf"({_DAY}|\.\.)(/({_DAY}|\.\.))?")
_NO_NAME = re.compile(r"^(by|posted by|oleh)\b", re.IGNORECASE)

Said = tuple[str, str]
"""The path of a term, and what is wrong with it."""


def values(thing: dict[str, Any], term: str) -> list[Any]:
    """Return the values of a term: none, one or several."""
    held = thing.get(term, [])
    return held if isinstance(held, list) else [held]


def article_faults(article: dict[str, Any]) -> list[Said]:
    """Return what is wrong in an article."""
    return [*_article_faults(article)]


def article_gaps(article: dict[str, Any]) -> set[str]:
    """Return what is recommended and not there."""
    wanted = {"headline", "image", "datePublished", "dateModified", "author"}
    gaps = wanted - article.keys()
    gaps |= {"author.url" for one in values(article, "author") if not one.get("url")}
    return gaps


def _article_faults(article: dict[str, Any]) -> Iterator[Said]:
    if article.get("@context") != "https://schema.org":
        yield "@context", "not schema.org"
    if article.get("@type") not in ARTICLES:
        yield "@type", "no article"
    if not str(article.get("headline", "x")).strip():
        yield "headline", "empty"
    yield from _addresses(article, "image", "url", "mainEntityOfPage")
    for term in ("datePublished", "dateModified", "dateCreated", "expires"):
        yield from ((term, one) for one in values(article, term) if not _DATE.fullmatch(one))
    for term in ("author", "publisher"):
        for one in values(article, term):
            yield from ((f"{term}.{path}", fault) for path, fault in _agent_faults(one))


def _agent_faults(one: dict[str, Any]) -> Iterator[Said]:
    if one.get("@type") != "Person" and not one.get("@type", "").endswith("Organization"):
        yield "@type", str(one.get("@type"))
    name = one.get("name", "")
    if not name or _NO_NAME.match(name):
        yield "name", name
    yield from _addresses(one, "url")


def dataset_faults(dataset: dict[str, Any]) -> list[Said]:
    """Return what is wrong in a data set; a name and a description are required."""
    return [*_dataset_faults(dataset)]


def dataset_gaps(dataset: dict[str, Any]) -> set[str]:
    """Return what is recommended and not there."""
    wanted = {
        "creator", "distribution", "identifier", "includedInDataCatalog", "isAccessibleForFree",
        "keywords", "license", "temporalCoverage", "url", "version",
    }  # fmt: skip
    return wanted - dataset.keys()


def _dataset_faults(dataset: dict[str, Any]) -> Iterator[Said]:
    if not dataset.get("name"):
        yield "name", "missing"
    if not 50 <= len(dataset.get("description", "")) <= 5000:
        yield "description", "of a wrong length"
    yield from _addresses(dataset, "url", "license")
    for one in values(dataset, "creator"):
        yield from ((f"creator.{path}", fault) for path, fault in _agent_faults(one))
    for one in values(dataset, "temporalCoverage"):
        if not _SPAN.fullmatch(one):
            yield "temporalCoverage", one
    for one in values(dataset, "distribution"):
        if one["@type"] != "DataDownload" or not one.get("encodingFormat"):
            yield "distribution", str(one)
        yield from _addresses(one, "contentUrl")


def _addresses(thing: dict[str, Any], *terms: str) -> Iterator[Said]:
    for term in terms:
        for one in values(thing, term):
            if not isinstance(one, str) or not _ADDRESS.fullmatch(one):
                yield term, str(one)
