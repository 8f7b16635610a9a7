"""Lists of works: by year, topic, organisation, person, place, event and language.

A list has pages of ``SIZE`` works, counted from the oldest, so that a full page stays as it is; the
last one, which has the newest works and may be partial, is the one that links lead to. Only it says
how many works there are, and what they say of the thing they have in common.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from html import escape

from archive.languages import is_right_to_left
from archive.publication import addresses
from archive.publication.cards import UNDATED, Card
from archive.publication.frame import prefix_of
from archive.publication.index_pages import spread
from archive.publication.markup import number, time
from archive.publication.portraits import Portrait
from archive.publication.shells import Content, Shell
from archive.publication.site import Site
from archive.publication.tongues import tongue
from archive.publication.value_heads import ValueHeads
from archive.publication.words import words

SIZE = 100
"""Works on a page of a list."""
STYLE = "lists.css"
"""The file of ``assets/`` that lists and the pages built like them need besides."""
_DAY_LENGTH = len("2026-03-02")
_LONGEST = 40
"""Longer tags of languages are not remembered, so that what is remembered stays small."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Listing:
    """A page of a list, and the list."""

    facet: str
    """One of ``LISTS``."""
    path: str
    """Of the list in the first language, without suffix: ``topic/media-kbngr4pgsz``."""
    label: str
    """What the list is called; of a year the year, of a language its tag."""
    works: int
    """In the whole list."""
    part: int
    """Number of the page; 1 has the oldest works."""
    feed: str = ""
    """Path of its Atom feed, if it has one."""

    @property
    def parts(self) -> int:
        """Return how many pages the list has."""
        return max(1, -(-self.works // SIZE))

    @property
    def is_newest(self) -> bool:
        """Return whether this is the page that links lead to."""
        return self.part == self.parts

    def path_of(self, part: int) -> str:
        """Return the path of a page of the list in the first language."""
        path = self.path if part == self.parts else addresses.part(self.path, part)
        return f"{path}.html"


def root(site: Site, language: str) -> str:
    """Return what leads from the lists of a language to the root of the site."""
    return "../" * (1 + prefix_of(site, language).count("/"))


def entry(card: Card, language: str, root: str) -> str:
    """Return a work as it stands in lists of a language: day, issuers, mark, headline, summary.

    ``root`` leads from the page to the root of the site.
    """
    date = card.issued
    if len(date) > _DAY_LENGTH and date[_DAY_LENGTH] == "T":
        date = date[:_DAY_LENGTH]
    kind = _known_kind if len(card.language) <= _LONGEST else _kind
    about, attributes = kind(card.language, card.type, language)
    issuers = " · ".join([f"<bdi>{escape(name)}</bdi>" for name in card.issuers])
    mark = _withdrawn(language) if card.status == "withdrawn" else ""
    summary = f"<p{attributes}>{escape(card.summary)}</p>\n" if card.summary else ""
    return (
        f'<li>\n<p class="when">{_day(date, language)} · {issuers}{about}{mark}</p>\n'
        f'<h3{attributes}><a href="{root}{card.path}.html">{escape(card.headline)}</a></h3>\n'
        f"{summary}</li>\n"
    )


@lru_cache(maxsize=4096)
def _day(date: str, language: str) -> str:
    return time(date, language)


def _withdrawn(language: str) -> str:
    return f' <strong class="badge">{words(language)["list_withdrawn"]}</strong>'


def _kind(tag: str, kind: str, language: str) -> tuple[str, str]:
    """Return what is told of the language and the type of a work, and attributes of its text."""
    said = words(language)
    told = "" if kind == "press_release" else f" · {said[f'list_type_{kind}']}"
    if tag.partition("-")[0].lower() == language:
        return told, ""
    name = said["list_in_language"].format(label=escape(tongue(tag, language)))
    direction = "rtl" if is_right_to_left(tag) else "ltr"
    return f"{told} · {name}", f' lang="{escape(tag)}" dir="{direction}"'


_known_kind = lru_cache(maxsize=1024)(_kind)


class Lists:
    """Writes the pages of lists in one language of a site."""

    def __init__(self, site: Site, language: str) -> None:
        self._site = site
        self._language = language
        self._words = words(language)
        self._shells: dict[str, Shell] = {}
        self._root = root(site, language)
        self._heads = ValueHeads(language)

    def path(self, listing: Listing) -> str:
        """Return where a page lies in this language, from the root of the site."""
        return prefix_of(self._site, self._language) + listing.path_of(listing.part)

    def page(
        self, listing: Listing, entries: Iterable[bytes], portrait: Portrait | None = None
    ) -> bytes:
        """Return a page; ``entries`` are what :func:`entry` made of its works, the newest first.

        ``portrait`` is what all works of the list say of a person, an organisation, a place or an
        event; it stands on the newest page.
        """
        opening = "".join(self._opening(listing, portrait)).encode()
        closing = f"</ol>\n</section>\n{self._pager(listing)}".encode()
        content = Content(
            title=self._title(listing),
            head=self._head(listing),
            main=b"".join((opening, *entries, closing)),
        )
        return self._shell(listing.facet).fill(_name(listing, listing.part), content)

    def _shell(self, facet: str) -> Shell:
        shell = self._shells.get(facet)
        if shell is None:
            shell = self._shells[facet] = Shell(self._site, self._language, facet)
        return shell

    def _title(self, listing: Listing) -> str:
        heading = escape(heading_of(listing.facet, listing.label, self._language))
        if listing.is_newest:
            return heading
        return f"{heading} – {self._words['list_part'].format(part=listing.part)}"

    def _head(self, listing: Listing) -> str:
        about = self._words["list_about"].format(
            label=heading_of(listing.facet, listing.label, self._language),
            title=self._site.title[self._language],
        )
        feed = ""
        if listing.feed:
            feed = (
                f'<link rel="alternate" type="application/atom+xml" '
                f'href="{self._root}{listing.feed}" title="{self._words["list_feed"]}">\n'
            )
        return f'<meta name="description" content="{escape(about)}">\n{feed}'

    def _opening(self, listing: Listing, portrait: Portrait | None) -> Iterator[str]:
        """Yield what stands before the entries."""
        said = self._words
        kind = said[f"list_kind_{listing.facet}"]
        heading = escape(heading_of(listing.facet, listing.label, self._language))
        yield f'<header class="list-head {listing.facet}">\n'
        yield f'<p class="kicker"><a href="index.html">{kind}</a></p>\n<h1><bdi>{heading}</bdi>'
        if listing.is_newest:
            yield f'</h1>\n<p class="count">{counted(listing.works, self._language)}</p>\n'
        else:
            part = said["list_part"].format(part=number(listing.part, said))
            yield f' <span class="part">{part}</span></h1>\n'
        if listing.feed:
            link = f"{self._root}{listing.feed}"
            yield f'<p class="feed"><a href="{link}" type="application/atom+xml">'
            yield f"{said['list_feed']}</a></p>\n"
        yield "</header>\n"
        if portrait is not None and listing.is_newest:
            yield self._heads.head(portrait)
        yield f'<section aria-labelledby="Releases">\n<h2 id="Releases">{said["list_releases"]}'
        yield '</h2>\n<ol class="entries">\n'

    def _pager(self, listing: Listing) -> str:
        """Return the links to other pages; later works change those of the two newest only."""
        if listing.parts == 1:
            return ""
        said, part = self._words, listing.part
        links = []
        if not listing.is_newest:
            links.append((part + 1, "next", said["list_newer"]))
        if part > 1:
            links.append((part - 1, "prev", said["list_older"]))
        steps = "".join(
            f'<li><a href="{_name(listing, to)}" rel="{rel}">{label}</a></li>\n'
            for to, rel, label in links
        )
        ends = [(1, said["list_oldest"])] if part > 1 else []
        if not listing.is_newest:
            ends.append((listing.parts, said["list_newest"]))
        steps += "".join(
            f'<li><a href="{_name(listing, to)}">{label}</a></li>\n' for to, label in ends
        )
        numbers = self._numbers(listing) if listing.is_newest else ""
        return (
            f'<nav class="pager" aria-label="{said["list_pages"]}">\n<ul>\n{steps}</ul>\n'
            f"{numbers}</nav>\n"
        )

    def _numbers(self, listing: Listing) -> str:
        said = self._words
        links = "".join(
            f'<li><a href="{_name(listing, part)}">{number(part, said)}</a></li>\n'
            for part in spread(listing.parts - 1)
        )
        return f'<p>{said["list_all_parts"]}</p>\n<ol class="numbers">\n{links}</ol>\n'


def heading_of(facet: str, label: str, language: str) -> str:
    """Return what a list is called, as text.

    >>> heading_of("year", "2026", "id"), heading_of("language", "ar", "en")
    ('Rilis tahun 2026', 'Releases in Arabic')
    """
    said = words(language)
    if facet == "year":
        return said["list_undated"] if label == UNDATED else said["list_year"].format(label=label)
    if facet == "language":
        return said["list_language"].format(label=tongue(label, language))
    return label


def counted(count: int, language: str) -> str:
    """Return how many works there are, in words.

    >>> counted(1, "en"), counted(1234, "id")
    ('1 release', '1.234 rilis')
    """
    said = words(language)
    if count == 1:
        return said["list_count_one"]
    return said["list_count"].format(count=number(count, said))


def _name(listing: Listing, part: int) -> str:
    return listing.path_of(part).rpartition("/")[2]
