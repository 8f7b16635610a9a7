"""ResourceSync (ANSI/NISO Z39.99-2017): what there is to copy, and what has changed.

A work is one resource: its JSON where that lies beside its page, else its page. Its entry names the
work by its IRI, with the digest of its record, so that whoever keeps a copy compares id and digest
and fetches what differs (``docs/feeds.md``). A list of more than 50,000 is an index and parts; all
moments are in UTC and to the second, so that they compare as text.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from hashlib import sha256
from typing import NamedTuple

from archive.publication.site import Site
from archive.publication.sitemaps import NAMESPACE, parts
from archive.publication.xml_text import DECLARATION, attribute, clean, encoded, in_utc, text

SOURCE = ".well-known/resourcesync"
CAPABILITIES = "resourcesync/capabilitylist.xml"
RESOURCES = "resourcesync/resourcelist.xml"
CHANGES = "resourcesync/changelist.xml"
_NAMESPACES = f'xmlns="{NAMESPACE}" xmlns:rs="http://www.openarchives.org/rs/terms/"'
_TAIL = b"</urlset>\n"
_DUMP_TYPES = {"zst": "application/zstd", "gz": "application/gzip"}
Entry = tuple[bytes, str]
"""The entry of a resource, and the moment of its last change in UTC."""


class Work(NamedTuple):
    """What the lists need to know of a work; all but one as ``Card`` has it."""

    id: str
    version: int
    is_withdrawn: bool
    path: str
    year: str
    updated: str
    sha256: str
    size: int


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
    site: Site, files: Iterable[Resource], works: Iterable[Work], *, at: str
) -> Iterator[tuple[str, bytes]]:
    """Yield the list of all resources: path and content of its file, or of parts and an index.

    ``at`` is the ``versionCreated`` of the newest edition of the collection. What was withdrawn is
    no resource any more.
    """
    said = f'capability="resourcelist" at="{in_utc(at)}"'
    yield from _listed(site, RESOURCES, _resources(site, files, works), lambda *_: said)


def change_list(site: Site, works: Iterable[Work]) -> Iterator[tuple[str, bytes]]:
    """Yield the list of changes: path and content of its file, or of parts and an index.

    Each work stands in it once, with its latest change; ``works``, at least one, come in the order
    of ``in_utc(updated)``, the oldest first. Only the last part, to which more may come, does
    not say until when it goes.
    """

    def said(first: str, last: str) -> str:
        until = f' until="{last}"' if last else ""
        return f'capability="changelist" from="{first}"{until}'

    yield from _listed(site, CHANGES, _changes(site, works), said)


def _resources(site: Site, files: Iterable[Resource], works: Iterable[Work]) -> Iterator[Entry]:
    for file in files:
        yield _file(site, file), in_utc(file.updated)
    entry = _work_entry(site)
    for one in works:
        if not one.is_withdrawn:
            moment = in_utc(one.updated)
            yield entry(one, moment, ""), moment


def _changes(site: Site, works: Iterable[Work]) -> Iterator[Entry]:
    entry = _work_entry(site)
    for one in works:
        moment = in_utc(one.updated)
        yield entry(one, moment, f' change="{_change(one)}" datetime="{moment}"'), moment


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


def _work_entry(site: Site) -> Callable[[Work, str, str], bytes]:
    """Return what makes the entry of a work from the work, its moment and what its change says."""
    base = text(site.base_url)
    has_json = "json" in site.renditions
    suffix, about = (".json", _of_json) if has_json else (".html", _of_page(site))

    def entry(one: Work, moment: str, change: str) -> bytes:
        said, more = ("", "") if one.is_withdrawn else about(one)
        return (
            f"<url><loc>{base}{one.path}{suffix}</loc><lastmod>{moment}</lastmod>"
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


def _listed(
    site: Site, path: str, entries: Iterable[Entry], said: Callable[[str, str], str]
) -> Iterator[tuple[str, bytes]]:
    """Yield a list, whose path is given; of a long one its parts and then, at that path, the index.

    ``said`` returns what a list says of itself from its first moment and, unless more may come to
    it, its last one.
    """
    index: list[str] = []
    up, first = _link("up", site.url(CAPABILITIES)), ""
    for number, (some, is_last) in enumerate(_with_last(parts(entries)), 1):
        start, end = some[0][1], some[-1][1]
        first = first or start
        about = said(start, "" if is_last else end)
        if is_last and number == 1:
            yield path, _urlset(f"{up}<rs:md {about}/>\n", some)
            return
        part = f"{path.removesuffix('.xml')}.{number}.xml"
        content = _urlset(f"{up}{_link('index', site.url(path))}<rs:md {about}/>\n", some)
        yield part, content
        index.append(
            f"<sitemap><loc>{text(site.url(part))}</loc>"
            f"<lastmod>{max(moment for _, moment in some)}</lastmod>"
            f'<rs:md {about} hash="sha-256:{sha256(content).hexdigest()}"'
            f' length="{len(content)}"/></sitemap>\n'
        )
    head = f"{up}<rs:md {said(first, '')}/>\n"
    yield path, _head("sitemapindex", head) + encoded("".join(index)) + b"</sitemapindex>\n"


def _with_last(parts: Iterable[list[Entry]]) -> Iterator[tuple[list[Entry], bool]]:
    """Yield each part, and whether it is the last one; two are kept at a time."""
    rest = iter(parts)
    some = next(rest, None)
    while some is not None:
        following = next(rest, None)
        yield some, following is None
        some = following


def _head(root: str, more: str) -> bytes:
    return encoded(f"{DECLARATION}<{root} {_NAMESPACES}>\n{more}")


def _about(site: Site) -> str:
    return _link("describedby", site.url("catalog.ttl"))


def _link(relation: str, address: str) -> str:
    return f'<rs:ln rel="{relation}" href="{attribute(address)}"/>\n'


def _urlset(head: str, entries: Iterable[Entry] = ()) -> bytes:
    return b"".join((_head("urlset", head), *(one for one, _ in entries), _TAIL))
