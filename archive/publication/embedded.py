"""The JSON-LD that stands in a page: what search engines read of a release, and of where it is."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import msgspec

from archive.publication.site import Agent, Download, Site, Surroundings
from archive.release import Release
from archive.vocabulary import topic
from archive.writers.jsonld_page import article

_encode = msgspec.json.Encoder().encode

_LINE_ENDS = ((b"\xa8", b"\xe2\x80\xa8", rb"\u2028"), (b"\xa9", b"\xe2\x80\xa9", rb"\u2029"))
"""Line ends in older JavaScript; their last byte, which few texts have, is found forty times as
quickly as all three."""

_last: tuple[Site | None, dict[str, bytes]] = (None, {})


def embedded(release: Release, site: Site, around: Surroundings) -> bytes:
    """Return the page form of a release, made for the page of the site that ``around`` tells of.

    It is the page form of ``convert`` (``docs/mapping-jsonld.md``) with what only the page knows:
    its own address in place of those in the record, which stay as ``sameAs``; the site it is part
    of; the files beside it; pages about people, organisations, places, events and topics that have
    no address of their own; and the licence of the collection where the record has none. It can
    stand in a script element as it is.
    """
    return safe(article(release, _said(release, site, around), _urls(release, site, around)))


def safe(document: bytes) -> bytes:
    r"""Return JSON that can stand in a script element: all that ends one is escaped.

    >>> print(safe(b'{"name":"</script><!--"}').decode())
    {"name":"\u003c/script>\u003c!--"}
    """
    document = document.replace(b"<", b"\\u003c")
    for end, sign, spelt in _LINE_ENDS:
        if end in document:
            document = document.replace(sign, spelt)
    return document


def _said(release: Release, site: Site, around: Surroundings) -> dict[str, bytes]:
    """Return what the page says of the work instead of what its record says, or besides it."""
    fixed = _fixed(site)
    page = site.url(around.path)
    address = _encode(page)
    said = {"url": address, "mainEntityOfPage": address}
    others = [one.target for one in release.relations if one.rel == "page" and one.target != page]
    if others:
        said["sameAs"] = _encode(_one_or_all(others))
    wholes = [one.target for one in release.relations if one.rel == "partOf"]
    said["isPartOf"] = _list([*[b'{"@id":%b}' % _encode(one) for one in wholes], fixed["site"]])
    if around.downloads:
        base = fixed["base"].decode()
        said["encoding"] = _list([_file(base, one) for one in around.downloads])
    if site.licence and not (release.rights and release.rights.licence):
        said["license"] = fixed["licence"]
    if release.version > 1 and not release.changes and release.dates.modified is None:
        said["dateModified"] = _encode(release.version_created)
    said["sdPublisher"] = fixed["publisher"]
    return said


def _fixed(site: Site) -> dict[str, bytes]:
    """Return what is the same on all pages of a site; that of the site asked for last is kept."""
    global _last  # noqa: PLW0603 (one slot, and the same input gives the same output)
    known, parts = _last
    if known is not site:
        parts = {
            "site": _encode(website(site, site.languages[0])),
            "publisher": _encode(agent(site, site.publisher, "publisher")),
            "licence": _encode(site.licence),
            "base": _encode(site.base_url)[1:-1],
        }
        _last = site, parts
    return parts


def website(site: Site, language: str) -> dict[str, Any]:
    """Return the site in short, as something that pages are part of."""
    name = site.title[language]
    return {"@type": "WebSite", "@id": site.base_url, "url": site.base_url, "name": name}


def agent(site: Site, one: Agent, name: str) -> dict[str, Any]:
    """Return a body or office, by the IRI that the catalogue has for it."""
    iri = one.iri or site.url(f"catalog.ttl#{name}")
    said = {"@type": "Organization", "@id": iri, "name": one.name}
    return said | ({"url": one.homepage} if one.homepage else {})


def _file(base: str, file: Download) -> bytes:
    address = base + file.path
    return (
        f'{{"@type":"MediaObject","@id":"{address}","contentUrl":"{address}",'
        f'"encodingFormat":"{file.media_type}","contentSize":"{file.size}"}}'
    ).encode()


def _urls(release: Release, site: Site, around: Surroundings) -> dict[bytes, bytes]:
    """Return the pages of the site about what a release names, by its IRI in the graph."""
    paths = around.value_paths
    base = _fixed(site)["base"]
    start = release.id.encode() + b"#"
    urls = {
        start + name.encode(): base + path.encode()
        for name, path in paths.items()
        if ":" not in name
    }
    for one in release.subjects:
        path = paths.get(f"{one.scheme}:{one.code}")
        if path is not None:
            urls.setdefault(topic(one.scheme, one.code).encode(), base + path.encode())
    return urls


def _one_or_all(values: list[str]) -> str | list[str]:
    return values if len(values) > 1 else values[0]


def _list(values: Iterable[bytes]) -> bytes:
    found = [*values]
    return b"[%b]" % b",".join(found) if len(found) > 1 else found[0]
