"""A site for the tests of its pages, and what stands round a release on it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import lxml.html
from lxml.html import HtmlElement

from archive.publication import addresses
from archive.publication.release_page import release_page
from archive.publication.site import Agent, Download, Neighbour, Site, Surroundings
from archive.release import Release, build

SITE = Site(
    base_url="https://pers.contoh.go.id/",
    title={"id": "Siaran pers Kota Contoh", "en": "Press releases of Contoh City"},
    description={"id": "Arsip siaran pers.", "en": "An archive of press releases."},
    publisher=Agent(name="Pemerintah Kota Contoh", homepage="https://contoh.go.id/"),
    contact=Agent(name="Humas", email="humas@contoh.go.id", phone="+62 511 000 002"),
    licence="https://creativecommons.org/licenses/by/4.0/",
    has_search=True,
)
SAMPLES = Path(__file__).parent.parent / "samples" / "good"
NAMES = sorted(path.name for path in SAMPLES.iterdir())
_DOWNLOADS = (
    ("newsml-g2", ".xml", "application/vnd.iptc.g2.newsitem+xml", 14_210),
    ("json", ".json", "application/json", 900),
    ("text", ".txt", "text/plain; charset=utf-8", 640),
)


def built(record: dict[str, Any]) -> Release:
    """Return the release that a record says."""
    return build({name: value for name, value in record.items() if name != "$schema"})


def sample(name: str) -> Release:
    """Return the release of a good sample."""
    return built(json.loads((SAMPLES / name / "release.json").read_text("utf-8")))


def around(release: Release, **more: Any) -> Surroundings:
    """Return what the engine would tell of a release: a page for all it names, three downloads."""
    stem = addresses.page(release.id)
    told: dict[str, Any] = {
        "path": f"{stem}.html",
        "sha256": "3f" * 32,
        "value_paths": dict(_value_paths(release)),
        "neighbours": tuple(
            Neighbour(
                rel=one.rel, target=one.target, title=one.title or "", language=one.language or ""
            )
            for one in release.relations
        ),
        "downloads": tuple(
            Download(format=word, path=stem + suffix, media_type=media_type, size=size)
            for word, suffix, media_type, size in _DOWNLOADS
        ),
    }
    return Surroundings(**told | more)


def _value_paths(release: Release) -> Any:
    parts = {
        "person": release.people,
        "org": release.organisations,
        "place": release.places,
        "event": release.events,
    }
    for facet, part in parts.items():
        for named in part:
            yield named.id, addresses.value(facet, f"{named.name}\nx") + ".html"
    for topic in release.subjects:
        yield f"{topic.scheme}:{topic.code}", addresses.value("topic", topic.code) + ".html"


def page(release: Release, site: Site = SITE, **more: Any) -> HtmlElement:
    """Return the page of a release, parsed."""
    return parsed(release_page(release, site, around(release, **more), b"{}"))


def parsed(html: bytes) -> HtmlElement:
    """Return a page as the tree that a browser would make of it."""
    return lxml.html.document_fromstring(html.decode())


def said(element: HtmlElement) -> str:
    """Return what an element says, with single blanks."""
    return " ".join(element.text_content().split())


def one(tree: HtmlElement, path: str) -> HtmlElement:
    """Return the only element that a path leads to."""
    (found,) = tree.xpath(path)
    return found
