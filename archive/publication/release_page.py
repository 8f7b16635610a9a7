"""The page of a release, the page of one that was withdrawn, and the page for what is not there."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from functools import lru_cache
from typing import NamedTuple

from archive.body import plain_text
from archive.edtf import bounds
from archive.publication import release_files, release_named, release_record, release_text
from archive.publication.dates import value
from archive.publication.frame import environment, frame, prefix_of
from archive.publication.markup import href, quoted, safe
from archive.publication.release_view import View
from archive.publication.site import Site, Surroundings
from archive.publication.words import words
from archive.release import Moment, Release

_CUT = b"\0"
"""Where the frame is cut; it stands in no page."""
_MOST_DESCRIBED = 300
_END = b"</aside></article>\n"


class Published(NamedTuple):
    """What the page of a release is made of."""

    release: Release
    around: Surroundings
    embedded: bytes
    """Its JSON-LD, made safe for a ``script`` element. No other text of the record gets into the
    page but escaped, or as the html of a canonical body."""


def release_page(release: Release, site: Site, around: Surroundings, embedded: bytes) -> bytes:
    """Return the page of a published release."""
    (page,) = release_pages([Published(release, around, embedded)], site)
    return page


def release_pages(works: Sequence[Published], site: Site) -> Iterator[bytes]:
    """Yield the pages of some releases.

    They are made part by part: what makes the parts of a page pushes each other out of the
    processor's cache, so that fifty at once take a quarter less time than one by one.
    """
    views = [View(one.release, site, one.around) for one in works]
    heads = [_whole_head(view, one.embedded) for view, one in zip(views, works, strict=True)]
    # Most parts are ASCII, and then encoded forty times as quickly as the whole would be.
    before = [[part(view).encode() for view in views] for part in _BEFORE]
    texts = [release_text.text(view) for view in views]
    behind = [[part(view).encode() for view in views] for part in _BEHIND]
    mains = zip(*before, texts, *behind, strict=True)
    for view, head, main in zip(views, heads, mains, strict=True):
        yield _page(view, head, (*main, _END))


def _whole_head(view: View, embedded: bytes) -> bytes:
    body = view.release.body
    description = view.release.summary or plain_text(body.format, body.text[:4000])
    alternates = [
        f'<link rel="alternate" type="{quoted(one.media_type)}" href="{view.beside(one.path)}">\n'
        for one in view.around.downloads
    ]
    head = f"{_head(view, description)}{''.join(alternates)}".encode()
    return b'%b<script type="application/ld+json">%b</script>\n' % (head, embedded)


def _opening(view: View) -> str:
    language = quoted(view.release.language.partition("-")[0].lower())
    return (
        f'<article class="release" data-pagefind-filter="language:{language}">'
        f'<div class="text" data-pagefind-body{_filters(view)}>\n'
    )


def _turn(view: View) -> str:
    """Return what stands between the article and what is beside it."""
    return f'</div>\n<aside aria-label="{view.words["aside"]}">\n'


_BEFORE = (_opening, release_text.head, release_text.notices)
_BEHIND = (
    release_text.quotes, release_named.events, release_named.people,
    release_named.organisations, release_named.places, release_record.topics,
    release_files.attachments, release_record.for_editors, release_record.relations,
    release_record.versions, _turn, release_record.downloads, release_record.cite,
    release_record.rights, release_record.facts,
)  # fmt: skip
"""What the page of a release consists of, before its text and behind it, in order."""


def tombstone(release: Release, site: Site, around: Surroundings) -> bytes:
    """Return the page of a withdrawn release: what it was and why it is gone, without its text."""
    view = View(release, site, around)
    head = f'<meta name="robots" content="noindex">\n{_head(view, view.words["withdrawn_text"])}'
    main = (
        f'<article class="release gone"><div class="text">\n{release_text.head(view)}'
        f'<div class="notice alarm"><p><strong>{view.words["status_withdrawn"]}.</strong> '
        f"{view.words['withdrawn_text']}</p>\n{_withdrawal(view)}</div>\n"
        f"{release_record.versions(view)}</div>\n"
        f'<aside aria-label="{view.words["aside"]}">\n{release_record.facts(view)}</aside>'
        "</article>\n"
    )
    return _page(view, head.encode(), [main.encode()])


def not_found_page(site: Site) -> bytes:
    """Return the page for addresses that lead nowhere, in the languages of the site."""
    here = frame(site, site.languages[0], "404.html", is_everywhere=False)
    around = replace(here, root=site.base_url)
    languages = [
        (language, words(language), site.base_url + prefix_of(site, language))
        for language in site.languages
    ]
    page = environment().get_template("not_found.html").render(frame=around, languages=languages)
    return page.encode()


def _page(view: View, head: bytes, main: Iterable[bytes]) -> bytes:
    headline = view.release.headline
    if view.release.status == "withdrawn":
        headline = f"{view.words['status_withdrawn']}: {headline}"
    title = safe(f"{headline} – {view.site.title[view.language]}")
    depth = view.around.path.count("/")
    before, to_head, to_main, after = _shell(_Same(view.site), view.language, depth)
    return b"".join((before, title.encode(), to_head, head, to_main, *main, after))


class _Same:
    """A site as the key of a cache: one is equal to itself only, for comparing is dear."""

    __slots__ = ("site",)

    def __init__(self, site: Site) -> None:
        self.site = site

    def __hash__(self) -> int:
        return id(self.site)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Same) and other.site is self.site


@lru_cache(maxsize=16)
def _shell(same: _Same, language: str, depth: int) -> tuple[bytes, ...]:
    """Return the frame of release pages in pieces; to render it takes 0.1 ms."""
    around = frame(same.site, language, "r/" * depth + "release.html", is_everywhere=False)
    page = environment().get_template("release.html").render(frame=around, cut=_CUT.decode())
    return tuple(page.encode().split(_CUT))


def _head(view: View, description: str) -> str:
    release = view.release
    short = " ".join(description[: _MOST_DESCRIBED + 50].split())
    if len(short) > _MOST_DESCRIBED:
        short = short[: _MOST_DESCRIBED - 1].rpartition(" ")[0] + "…"
    said = quoted(short)
    moment = release.dates.issued.date_time or release.dates.issued.edtf or ""
    issued = value(moment)
    url, work = quoted(view.url), href(release.id)
    return "".join(
        (
            f'<link rel="canonical" href="{url}">\n',
            f'<link rel="cite-as" href="{work}">\n' if work else "",
            f'<meta name="description" content="{said}">\n',
            '<meta property="og:type" content="article">\n',
            f'<meta property="og:title" content="{quoted(release.headline)}">\n',
            f'<meta property="og:description" content="{said}">\n',
            f'<meta property="og:url" content="{url}">\n',
            f'<meta property="og:site_name" content="{quoted(view.site.title[view.language])}">\n',
            f'<meta property="article:published_time" content="{issued}">\n' if issued else "",
        )
    )


def _filters(view: View) -> str:
    """Return the year, by which the search can be narrowed; an element can say one such thing."""
    year = _year(view.release.dates.issued)
    return f' data-pagefind-filter="year:{year}"' if year else ""


def _year(issued: Moment) -> str:
    """Return the year of a date, or nothing if it may lie in several."""
    if issued.date_time:
        return issued.date_time[:4]
    first, last = bounds(issued.edtf or "")
    if first is None or (last or first).year != first.year:
        return ""
    return f"{first.year:04}"


def _withdrawal(view: View) -> str:
    """Return when and why a release was withdrawn, and what stands in its place."""
    steps = [step for step in view.release.status_history if step.status == "withdrawn"]
    told = []
    for step in steps[-1:]:
        told.append(("withdrawn_when", view.date(step.at)))
        told.append(("withdrawn_reason", view.text(step.reason or "")))
        told.append(("withdrawn_note", view.text(step.note or "")))
    successors = [
        release_text.neighbour_link(view, one.path, one.target, one.title)
        for one in view.around.neighbours
        if one.rel == "replacedBy"
    ]
    told.append(("withdrawn_successor", ", ".join(successors)))
    rows = "".join(
        f"<div><dt>{view.words[key]}</dt><dd>{fact}</dd></div>" for key, fact in told if fact
    )
    return f'<dl class="facts">{rows}</dl>' if rows else ""
