"""Sitemaps (sitemaps.org 0.9): of all pages, of the news for search engines, and their index."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import UTC, datetime, timedelta
from typing import NamedTuple

from archive.edtf import instant, is_day
from archive.publication.cards import Card
from archive.publication.long_lists import Entry, Series, parts
from archive.publication.site import Site
from archive.publication.xml_text import DECLARATION, encoded, newest, text

INDEX = "sitemap.xml"
NEWS = "sitemap/news.xml"
NAMESPACE = "http://www.sitemaps.org/schemas/sitemap/0.9"
_HEAD = f'{DECLARATION}<urlset xmlns="{NAMESPACE}">\n'.encode()
_TAIL = b"</urlset>\n"
_MOST_NEWS = 1000
_NEWS_AGE = timedelta(days=2)
_LARGEST_OFFSET = timedelta(days=1)
"""What two dates in order may be out of order by: a day without hour is known to a day only."""
_NEWS_HEAD = (
    f'{DECLARATION}<urlset xmlns="{NAMESPACE}"'
    ' xmlns:news="http://www.google.com/schemas/sitemap-news/0.9">\n'
).encode()
_NO_YEAR = "0000"
"""1 BC is a year to EDTF, but to no calendar of search engines."""
_CHINESE = {"hans": "zh-cn", "cn": "zh-cn", "sg": "zh-cn"}


class Sitemap(NamedTuple):
    """One file."""

    path: str
    updated: str
    """The newest of what it lists; empty if nothing in it says when."""
    content: bytes | None
    """``None``: it stays as it is."""


Page = tuple[str, str, bytes]
"""Path; when it changed, or nothing; and a mark, as entries of :mod:`long_lists` have it."""


def sitemaps(
    site: Site, pages: Callable[[bytes], Iterable[Page]], series: Series
) -> Iterator[Sitemap]:
    """Yield the sitemaps of pages; ``pages`` returns those behind a mark.

    An ``index.html`` is named by its folder, as the page itself says.
    """
    base = text(site.base_url)

    def entries(mark: bytes) -> Iterator[Entry]:
        for path, updated, at in pages(mark):
            yield _address(base, path, updated), updated, at

    for part, content, is_last in parts(entries, series):
        if not is_last:
            series.keep(part)
        whole = None if content is None else b"".join((_HEAD, content, _TAIL))
        yield Sitemap(f"sitemap/{part.number}.xml", part.newest, whole)


def sitemap_index(site: Site, files: Iterable[tuple[str, str]]) -> bytes:
    """Return the index of sitemaps, each given by its path and the newest of what it lists."""
    return encoded(
        "".join(
            (
                f'{DECLARATION}<sitemapindex xmlns="{NAMESPACE}">\n',
                *(
                    f"<sitemap><loc>{text(site.url(path))}</loc>{_changed(updated)}</sitemap>\n"
                    for path, updated in files
                ),
                "</sitemapindex>\n",
            )
        )
    )


def _address(base: str, path: str, updated: str) -> bytes:
    if path.endswith("index.html") and path[:-10][-1:] in ("", "/"):
        path = path[:-10]
    return f"<url><loc>{base}{path}</loc>{_changed(updated)}</url>\n".encode()


def _changed(updated: str) -> str:
    return f"<lastmod>{updated}</lastmod>" if updated else ""


def news_sitemap(site: Site, cards: Iterable[Card]) -> Sitemap | None:
    """Return the sitemap of the news, or ``None`` if no release says on which day it was issued.

    ``cards`` come the newest first. News is what was issued in the two days before the newest
    release, at most 1,000; what was withdrawn is none. Search engines leave out what they find old.
    """
    name = text(site.title[site.languages[0]])
    some = _news(cards)
    if not some:
        return None
    content = b"".join((_NEWS_HEAD, *(_piece_of_news(site, name, card) for card in some), _TAIL))
    return Sitemap(NEWS, newest(card.updated for card in some), content)


def _news(cards: Iterable[Card]) -> list[Card]:
    """Return the cards of the newest two days; no more is read than the days before them."""
    found: list[tuple[datetime, Card]] = []
    latest: datetime | None = None
    for card in cards:
        said = _issued(card)
        if card.status != "published" or not said:
            continue
        moment = _moment(said)
        latest = max(latest or moment, moment)
        if latest - moment > _NEWS_AGE + _LARGEST_OFFSET or len(found) >= 2 * _MOST_NEWS:
            break
        found.append((moment, card))
    recent = [card for moment, card in found if latest and latest - moment <= _NEWS_AGE]
    return recent[:_MOST_NEWS]


def _issued(card: Card) -> str:
    """Return when a work was issued, if the record says that to the day; else nothing."""
    if card.published or not is_day(card.issued) or card.issued.startswith(_NO_YEAR):
        return card.published
    return card.issued


def _moment(said: str) -> datetime:
    """Return a moment; a day begins at midnight UTC."""
    return instant(said) if "T" in said else datetime.fromisoformat(said).replace(tzinfo=UTC)


def _piece_of_news(site: Site, name: str, card: Card) -> bytes:
    return encoded(
        f"<url><loc>{text(site.url(card.path))}.html</loc>{_changed(card.updated)}<news:news>"
        f"<news:publication><news:name>{name}</news:name>"
        f"<news:language>{text(_language(card.language))}</news:language></news:publication>"
        f"<news:publication_date>{_issued(card)}</news:publication_date>"
        f"<news:title>{text(card.headline)}</news:title></news:news></url>\n"
    )


def _language(tag: str) -> str:
    """Return a language as search engines want it: ISO 639, and two forms of Chinese.

    >>> _language("en-GB"), _language("zh-Hans"), _language("zh-TW")
    ('en', 'zh-cn', 'zh-tw')
    """
    first, *rest = tag.lower().split("-")
    if first != "zh":
        return first
    return next((_CHINESE[part] for part in rest if part in _CHINESE), "zh-tw" if rest else "zh-cn")
