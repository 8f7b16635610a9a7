"""Atom feeds (RFC 4287) of all works and of those of a topic or an organisation, paged (RFC 5005).

A feed is many documents: the newest is what people subscribe to, the others are its archive. They
have the works of the pages of a list, counted from the oldest, so that an archived one changes only
when a work of it does. All follows from the cards: the same works, the same bytes
(``docs/feeds.md``).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from archive.publication import addresses
from archive.publication.cards import Card, Tie
from archive.publication.list_pages import SIZE
from archive.publication.site import Site
from archive.publication.words import frame_language, words
from archive.publication.xml_text import DECLARATION, attribute, encoded, text
from archive.writers import WRITERS

MEDIA_TYPE = "application/atom+xml"
_HEAD = (
    f'{DECLARATION}<feed xmlns="http://www.w3.org/2005/Atom"'
    ' xmlns:fh="http://purl.org/syndication/history/1.0"'
)
_TAIL = b"</feed>\n"
_LONGEST_REMEMBERED = 200
"""Characters of a topic and its label that are remembered as a category; most are shorter."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Feed:
    """What a feed is of, and where it lies."""

    path: str
    """Of its newest document, without suffix: ``feed``, ``org/badan-pangan-x7k2m9p3r4``."""
    title: str
    page: str
    """Path of the page for people that lists the same works."""
    subtitle: str = ""


def pages_of(works: int) -> int:
    """Return how many documents a feed of some works has.

    >>> pages_of(1), pages_of(100), pages_of(101)
    (1, 1, 2)
    """
    return -(-works // SIZE)


def document_path(path: str, number: int, pages: int) -> str:
    """Return where a document of a feed is, whose newest one has this path; 1 is the oldest."""
    if number < pages:
        path = addresses.part(path, number)
    return f"{path}.atom"


def document(  # noqa: PLR0913 (the document, and where it stands among others)
    site: Site, feed: Feed, entries: Iterable[bytes], *, updated: str, number: int, pages: int
) -> bytes:
    """Return one document of a feed from what :func:`entry` made of its works, the newest first.

    There is at least one; ``updated`` is when the newest edition among them was made. An archived
    document changes with its works, and once when the next one is archived, to which it then leads.
    """
    language = site.languages[0]
    own = f"{feed.path}.atom"
    parts = [
        f'{_HEAD} xml:lang="{language}">\n<id>{text(site.url(own))}</id>\n',
        f"<title>{text(feed.title)}</title>\n",
        f"<subtitle>{text(feed.subtitle)}</subtitle>\n" if feed.subtitle else "",
        f"<updated>{updated}</updated>\n",
        _publisher(site),
        _link("self", site.url(document_path(feed.path, number, pages)), MEDIA_TYPE),
        _link("alternate", site.url(feed.page), "text/html"),
        *_neighbours(site, feed, number=number, pages=pages),
        _link("license", site.licence) if site.licence else "",
        f"<icon>{text(site.url('assets/favicon.svg'))}</icon>\n",
        "<generator>press-archive</generator>\n",
    ]
    return b"".join((encoded("".join(parts)), *entries, _TAIL))


def _neighbours(site: Site, feed: Feed, *, number: int, pages: int) -> Iterator[str]:
    """Yield what ties the documents of a feed together (RFC 5005, section 4)."""

    def to(relation: str, other: int) -> str:
        return _link(relation, site.url(document_path(feed.path, other, pages)), MEDIA_TYPE)

    if number < pages:
        yield "<fh:archive/>\n"
        yield to("current", pages)
    if number > 1:
        yield to("prev-archive", number - 1)
    if number + 1 < pages:
        yield to("next-archive", number + 1)


def _link(relation: str, address: str, media_type: str = "") -> str:
    kind = f' type="{media_type}"' if media_type else ""
    return f'<link rel="{relation}"{kind} href="{attribute(address)}"/>\n'


def _publisher(site: Site) -> str:
    agent = site.publisher
    uri = agent.iri or agent.homepage
    return "".join(
        (
            f"<author><name>{text(agent.name)}</name>",
            f"<uri>{text(uri)}</uri>" if uri else "",
            f"<email>{text(agent.email)}</email>" if agent.email else "",
            "</author>\n",
        )
    )


def entry(card: Card, site: Site) -> bytes:
    """Return a work as an entry of any feed of the site; it may be kept and used again.

    A withdrawn work stays, and says so: readers show what it says, while they would drop without a
    word what a ``deleted-entry`` (RFC 6721) names, and nobody would learn of the withdrawal.
    """
    title, summary, links, more = card.headline, card.summary, "", ""
    if card.status == "withdrawn":
        title, summary, links = _withdrawal(card, site)
    elif site.renditions:
        links = _renditions(card, site)
    language = attribute(card.language)
    if licence := card.licence or site.licence:
        links += f'<link rel="license" href="{attribute(licence)}"/>\n'
    if card.published:
        more = f"<published>{card.published}</published>\n"
    if summary:
        more += f"<summary>{text(summary)}</summary>\n"
    return encoded(
        f'<entry xml:lang="{language}">\n<id>{text(card.id)}</id>\n<title>{text(title)}</title>\n'
        f'<updated>{card.updated}</updated>\n<link rel="alternate" type="text/html"'
        f' hreflang="{language}" href="{attribute(site.base_url)}{card.path}.html"/>\n'
        f"{links}{more}{_people_and_topics(card.ties, card.issuers)}</entry>\n"
    )


def _people_and_topics(ties: Sequence[Tie], issuers: Sequence[str]) -> str:
    """Return the issuers as authors and the topics as categories."""
    categories = ""
    known: dict[str, str] = {}
    for facet, key, label, role, _ in ties:
        if facet == "topic":
            categories += _category(key, label)
        elif role == "issuer" and "\n" not in key:
            known[label] = f"<uri>{text(key)}</uri>"
    authors = [
        f"<author><name>{text(name)}</name>{known.get(name, '')}</author>\n" for name in issuers
    ]
    return "".join(authors) + categories


def _category(iri: str, label: str) -> str:
    if len(iri) + len(label) > _LONGEST_REMEMBERED:
        return _made_category(iri, label)
    return _known_category(iri, label)


def _made_category(iri: str, label: str) -> str:
    """Return a topic; its IRI is the scheme, which ends in ``/`` or ``#``, and the code."""
    start = max(iri.rfind("/"), iri.rfind("#")) + 1
    return (
        f'<category term="{attribute(iri[start:])}" scheme="{attribute(iri[:start])}"'
        f' label="{attribute(label)}"/>\n'
    )


_known_category = lru_cache(maxsize=4096)(_made_category)


def _withdrawal(card: Card, site: Site) -> tuple[str, str, str]:
    """Return title, summary and links of a withdrawn work: why, and what is in its place."""
    said = words(frame_language(card.language, site))
    summary, links = said["feed_withdrawn"], ""
    if card.reason:
        summary += " " + said["feed_withdrawn_reason"].format(reason=card.reason)
    if card.successor:
        summary += " " + said["feed_withdrawn_successor"].format(successor=card.successor)
        links = _link("related", card.successor)
    return said["feed_withdrawn_title"].format(headline=card.headline), summary, links


def _renditions(card: Card, site: Site) -> str:
    address = attribute(site.url(card.path))
    return "".join(
        f'<link rel="alternate" type="{media_type}" href="{address}{suffix}"/>\n'
        for media_type, suffix in _alternates(site.renditions)
    )


@lru_cache(maxsize=16)
def _alternates(formats: tuple[str, ...]) -> tuple[tuple[str, str], ...]:
    """Return media type and suffix of formats; an entry has one link for a media type (4.1.2)."""
    found: dict[str, str] = {}
    for suffix, name in sorted((WRITERS[name].suffix, name) for name in formats):
        found.setdefault(WRITERS[name].load().media_type, suffix)
    return tuple(found.items())
