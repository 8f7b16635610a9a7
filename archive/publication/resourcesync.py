"""ResourceSync (ANSI/NISO Z39.99-2017): what there is to copy, and what has changed.

A work is one resource: its JSON where that lies beside its page, else its page. Its entry names the
work by its IRI, with the digest of its record, so that whoever keeps a copy compares id and digest
and fetches what differs (``docs/feeds.md``). A list of more than 50,000 is an index and parts; all
moments are in UTC and to the second, so that they compare as text.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial
from hashlib import sha256
from typing import NamedTuple

from archive.publication.long_lists import (
    Entries,
    Entry,
    Made,
    Part,
    Series,
    Take,
    as_it_was,
    before_works,
    parts,
)
from archive.publication.site import Site
from archive.publication.sitemaps import NAMESPACE
from archive.publication.xml_text import (
    DECLARATION,
    attribute,
    clean,
    encoded,
    in_utc,
    newest,
    text,
)

SOURCE = ".well-known/resourcesync"
CAPABILITIES = "resourcesync/capabilitylist.xml"
RESOURCES = "resourcesync/resourcelist.xml"
CHANGES = "resourcesync/changelist.xml"
_NAMESPACES = f'xmlns="{NAMESPACE}" xmlns:rs="http://www.openarchives.org/rs/terms/"'
_BEGIN, _END = b"<url>", b"</url>\n"
"""Of an entry; nothing before the first one has them."""
_TAIL = b"</urlset>\n"
_DUMP_TYPES = {"zst": "application/zstd", "gz": "application/gzip"}
List = Iterator[tuple[str, bytes | None]]
"""Path and content of each file; ``None``: it stays as it is."""


class Work(NamedTuple):
    """What the lists need to know of a work."""

    id: str
    version: int
    is_withdrawn: bool
    path: str
    year: str
    moment: str
    """Of its newest edition, in UTC."""
    sha256: str
    size: int
    rank: bytes


Works = Callable[[bytes], Iterable[Work]]
"""What returns the works behind a mark (:mod:`long_lists`)."""


class Resource(NamedTuple):
    """A file of the site that is not of one work: a dump, a catalogue."""

    path: str
    updated: str
    """``versionCreated`` of the newest edition in it."""
    media_type: str
    size: int
    """Bytes."""
    sha256: str


def source_description(site: Site) -> bytes:
    """Return what stands at ``.well-known/resourcesync``: where the list of capabilities is."""
    return _urlset(
        f'{_about(site)}<rs:md capability="description"/>\n'
        f"<url><loc>{text(site.url(CAPABILITIES))}</loc>"
        f'<rs:md capability="capabilitylist"/>{_about(site)}</url>\n'
    )


def capability_list(site: Site) -> bytes:
    """Return what can be done: copy all that there is, then follow the changes."""
    return _urlset(
        f'{_about(site)}{_link("up", site.url(SOURCE))}<rs:md capability="capabilitylist"/>\n'
        f'<url><loc>{text(site.url(RESOURCES))}</loc><rs:md capability="resourcelist"/></url>\n'
        f'<url><loc>{text(site.url(CHANGES))}</loc><rs:md capability="changelist"/></url>\n'
    )


def resource_list(
    site: Site, files: Sequence[Resource], works: Works, before: Before | None = None, *, at: str
) -> List:
    """Yield the list of all resources: its file, or its parts and an index.

    ``at`` is the ``versionCreated`` of the newest edition of the collection, which each part says:
    of one whose works are as they were the entries are taken from its file as it was. ``works``
    come in the order of their rank. What was withdrawn is no resource any more.
    """
    before = before or Before(Series(), lambda _: b"")
    said = f'capability="resourcelist" at="{in_utc(at)}"'
    listing = _Listing(
        RESOURCES, _resources(site, files, works), lambda *_: said, before.series,
        partial(_taken, site, files, before),
    )  # fmt: skip
    yield from _listed(site, listing)


class Before(NamedTuple):
    """What the run before made of a list."""

    series: Series
    file: Callable[[str], bytes]
    """Returns a file as it was; nothing, if it is not there."""


def _taken(site: Site, files: Sequence[Resource], before: Before, part: Part) -> Made | None:
    """Return a part whose works are as they were; nothing, if its file is not what it was."""
    own = files if part.number == 1 else ()
    raw = before.file(_part_path(RESOURCES, part.number))
    if part.others != len(own) or sha256(raw).hexdigest() != part.sha256:
        return None
    at = raw.index(_BEGIN)
    for _ in range(part.others):
        at = raw.index(_END, at) + len(_END)
    content = b"".join([*(_file(site, one) for one in own), raw[at : -len(_TAIL)]])
    latest = newest((*(in_utc(one.updated) for one in own), part.newest_work))
    return Made(part._replace(newest=latest), content, is_last=False)


def change_list(site: Site, works: Works, series: Series) -> List:
    """Yield the list of changes: its file, or its parts and an index.

    Each work stands in it once, with its latest change; ``works``, at least one, come in the order
    of their moments and of those in the order of their rank, as :func:`change_mark` has it. Only
    the last part, to which more may come, does not say until when it goes.
    """

    def said(first: str, last: str) -> str:
        until = f' until="{last}"' if last else ""
        return f'capability="changelist" from="{first}"{until}'

    yield from _listed(site, _Listing(CHANGES, _changes(site, works), said, series))


def change_mark(moment: str, rank: bytes) -> bytes:
    """Return the mark of a work in the list of changes."""
    return f"{moment}\n".encode() + rank


def of_change_mark(mark: bytes) -> tuple[str, bytes]:
    """Return moment and rank that a mark was made of; an empty one is before all.

    >>> of_change_mark(change_mark("2026-03-02T02:00:00Z", b"x"))
    ('2026-03-02T02:00:00Z', b'x')
    """
    moment, _, rank = mark.partition(b"\n")
    return moment.decode(), rank


def _resources(site: Site, files: Sequence[Resource], works: Works) -> Entries:
    entry = _work_entry(site)

    def entries(mark: bytes) -> Iterator[Entry]:
        for number, file in enumerate(files):
            if (at := before_works(number)) > mark:
                yield _file(site, file), in_utc(file.updated), at
        for one in works(mark):
            if not one.is_withdrawn:
                yield entry(one, ""), one.moment, one.rank

    return entries


def _changes(site: Site, works: Works) -> Entries:
    entry = _work_entry(site)

    def entries(mark: bytes) -> Iterator[Entry]:
        for one in works(mark):
            change = f' change="{_change(one)}" datetime="{one.moment}"'
            yield entry(one, change), one.moment, change_mark(one.moment, one.rank)

    return entries


def _change(one: Work) -> str:
    if one.is_withdrawn:
        return "deleted"
    return "created" if one.version == 1 else "updated"


def _file(site: Site, file: Resource) -> bytes:
    return encoded(
        f"<url><loc>{text(site.url(file.path))}</loc><lastmod>{in_utc(file.updated)}</lastmod>"
        f'<rs:md hash="sha-256:{file.sha256}" length="{file.size}"'
        f' type="{attribute(file.media_type)}"/></url>\n'
    )


def _work_entry(site: Site) -> Callable[[Work, str], bytes]:
    """Return what makes the entry of a work from the work and what its change says."""
    base = text(site.base_url)
    has_json = "json" in site.renditions
    suffix, about = (".json", _of_json) if has_json else (".html", _of_page(site))

    def entry(one: Work, change: str) -> bytes:
        said, more = ("", "") if one.is_withdrawn else about(one)
        return (
            f"<url><loc>{base}{one.path}{suffix}</loc><lastmod>{one.moment}</lastmod>"
            f'<rs:md{change}{said}/><rs:ln rel="describes" href="{attribute(clean(one.id))}"'
            f' hash="sha-256:{one.sha256}"/>{more}</url>\n'
        ).encode()

    return entry


def _of_json(one: Work) -> tuple[str, str]:
    """Return what is said of the JSON of a work, whose bytes are those of the digest."""
    length = f' length="{one.size}"' if one.size else ""
    return f' hash="sha-256:{one.sha256}"{length} type="application/json"', ""


def _of_page(site: Site) -> Callable[[Work], tuple[str, str]]:
    """Return what says of the page of a work in which dump its record is."""
    dump = attribute(site.url("dump/releases-"))
    end = f'.jsonl.{site.compression}" type="{_DUMP_TYPES[site.compression]}"/>'
    return lambda one: (
        ' type="text/html"',
        f'<rs:ln rel="collection" href="{dump}{one.year}{end}',
    )


class _Listing(NamedTuple):
    """A list under work."""

    path: str
    entries: Entries
    said: Callable[[str, str], str]
    """Returns what it says of itself from its first moment and, unless more may come to it, its
    last one."""
    series: Series
    take: Take = as_it_was


def _listed(site: Site, listing: _Listing) -> List:
    """Yield a list; of a long one its parts and then, at its path, the index."""
    path, said = listing.path, listing.said
    up, first = _link("up", site.url(CAPABILITIES)), ""
    index: list[str] = []
    for known, content, is_last in parts(listing.entries, listing.series, listing.take):
        part, whole = known, None
        first = first or part.first
        about = said(part.first, "" if is_last else part.last)
        if is_last and part.number == 1:
            yield path, _urlset(f"{up}<rs:md {about}/>\n", content)
            return
        name = _part_path(path, part.number)
        if content is not None:
            whole = _urlset(f"{up}{_link('index', site.url(path))}<rs:md {about}/>\n", content)
            part = part._replace(sha256=sha256(whole).hexdigest(), size=len(whole))
        if not is_last:
            listing.series.keep(part)
        yield name, whole
        index.append(
            f"<sitemap><loc>{text(site.url(name))}</loc><lastmod>{part.newest}</lastmod>"
            f'<rs:md {about} hash="sha-256:{part.sha256}" length="{part.size}"/></sitemap>\n'
        )
    head = f"{up}<rs:md {said(first, '')}/>\n"
    yield path, _head("sitemapindex", head) + encoded("".join(index)) + b"</sitemapindex>\n"


def _part_path(path: str, number: int) -> str:
    """Return where a part of a list stands."""
    return f"{path.removesuffix('.xml')}.{number}.xml"


def _head(root: str, more: str) -> bytes:
    return encoded(f"{DECLARATION}<{root} {_NAMESPACES}>\n{more}")


def _about(site: Site) -> str:
    return _link("describedby", site.url("catalog.ttl"))


def _link(relation: str, address: str) -> str:
    return f'<rs:ln rel="{relation}" href="{attribute(address)}"/>\n'


def _urlset(head: str, entries: bytes | bytearray | None = None) -> bytes:
    return b"".join((_head("urlset", head), entries or b"", _TAIL))
