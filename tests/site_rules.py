"""What holds of every page of a published site, whatever its releases say."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from urllib.parse import unquote, urlsplit

import lxml.html
from lxml.html import HtmlElement

ELEMENTS = frozenset(
    {"html", "head", "meta", "title", "link", "style", "script", "body", "header", "nav", "main",
     "footer", "section", "article", "aside", "h1", "h2", "h3", "h4", "h5", "h6", "p", "a", "abbr",
     "b", "bdi", "blockquote", "br", "button", "caption", "cite", "code", "dd", "desc", "details",
     "div", "dl", "dt", "em", "fieldset", "figcaption", "figure", "form", "hr", "i", "img",
     "input", "label", "legend", "li", "line", "mark", "noscript", "ol", "option", "pre", "q",
     "rect", "s", "select", "small", "span", "strong", "sub", "summary", "sup", "svg", "g",
     "table", "tbody", "td", "text", "tfoot", "th", "thead", "time", "tr", "u", "ul"}
)  # fmt: skip
"""All that pages are made of."""
SCHEMES = {"http", "https", "mailto", "tel"}
_ADDRESSES = ("href", "src", "action", "formaction", "poster", "data", "cite", "xlink:href", "ping")
_FETCHED = {"img", "script", "iframe", "source", "audio", "video", "object", "embed"}
_UNLABELLED = ("hidden", "submit", "button")
_HIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]")


def read(page: bytes) -> HtmlElement:
    """Return a page as a tree; bytes that are no UTF-8 are no page."""
    return lxml.html.document_fromstring(page.decode())


def dangers(tree: HtmlElement, *, base: str = "", script: str = "\0") -> Iterator[str]:
    """Yield what a browser might run or fetch, and what no page is made of.

    ``base`` is where files of our own lie, by absolute addresses; ``script`` is the end of the
    address of the only one that may be run.
    """
    for one in tree.iter():
        if not isinstance(one.tag, str):
            yield f"comment or instruction: {one}"
        elif one.tag not in ELEMENTS:
            yield f"<{one.tag}>"
        else:
            yield from _dangers(one, base or "\0")
    for one in tree.iter("script"):
        if one.get("type") == "application/ld+json" and not one.get("src"):
            yield from _is_json(one.text or "")
        elif one.text or not one.get("src", "").endswith(script):
            yield f"script: {one.get('src')} {one.text!r}"


def _dangers(one: HtmlElement, base: str) -> Iterator[str]:
    for name, value in one.attrib.items():
        if name.lower().startswith("on") or name in ("style", "srcdoc", "srcset", "background"):
            yield f"<{one.tag} {name}>"
        if name in _ADDRESSES:
            address = urlsplit(value.strip())
            if address.scheme and address.scheme not in SCHEMES:
                yield f"<{one.tag} {name}={value!r}>"
            is_fetched = one.tag in _FETCHED or (one.tag == "link" and one.get("rel") in _RELS)
            is_own = value.startswith(base) or not (address.scheme or address.netloc)
            if is_fetched and not is_own:
                yield f"fetched from elsewhere: {value}"
    if one.tag == "meta" and one.get("http-equiv", "").lower() == "refresh":
        yield "refresh"


_RELS = {"stylesheet", "icon", "preload", "modulepreload", "prefetch", "preconnect", "manifest"}


def _is_json(text: str) -> Iterator[str]:
    try:
        json.loads(text)
    except ValueError as error:
        yield f"no JSON: {error}"


def faults(tree: HtmlElement) -> Iterator[str]:
    """Yield what makes a page hard to use: headings, labels, names, landmarks."""
    if not tree.get("lang"):
        yield "no language"
    if not (tree.findtext(".//title") or "").strip():
        yield "no title"
    if len(tree.findall(".//main")) != 1:
        yield "not one <main>"
    skip = tree.xpath("//body//a[1]")
    if not skip or not tree.xpath("//main[@id=$id]", id=skip[0].get("href", "")[1:]):
        yield "the first link does not lead to <main>"
    yield from _headings(tree)
    for name, count in Counter(tree.xpath("//@id")).items():
        if count > 1:
            yield f"id {name!r} stands there {count} times"
    yield from _labels(tree)
    yield from _names(tree)
    if found := _HIDDEN.search(tree.text_content()):
        yield f"control character {found[0]!r}"


def _names(tree: HtmlElement) -> Iterator[str]:
    for one in tree.iter("a", "button"):
        if not one.text_content().strip() and not one.get("aria-label"):
            yield f"without a name: {lxml.html.tostring(one)[:80]!r}"
    for one in tree.iter("img"):
        if one.get("alt") is None:
            yield "image without alt"
    for one in tree.iter("table"):
        is_of_text = bool(one.xpath("ancestor::*[contains(@class, 'body')]"))
        if one.find("caption") is None and not is_of_text:
            yield "table without caption"


def _headings(tree: HtmlElement) -> Iterator[str]:
    levels = [int(one.tag[1]) for one in tree.iter("h1", "h2", "h3", "h4", "h5", "h6")]
    if levels.count(1) != 1:
        yield f"{levels.count(1)} <h1>"
    before = 0
    for level in levels:
        if level > before + 1:
            yield f"<h{level}> after <h{before}>"
        before = level


def _labels(tree: HtmlElement) -> Iterator[str]:
    labelled = set(tree.xpath("//label/@for"))
    for one in tree.iter("input", "select", "textarea"):
        is_named = (
            one.get("id") in labelled or one.get("aria-label") or one.xpath("ancestor::label")
        )
        if one.get("type") not in _UNLABELLED and not is_named:
            yield f"without a label: {one.get('name')}"


def broken(page: Path, tree: HtmlElement, root: Path) -> Iterator[str]:
    """Yield links that lead to no file of the site, or to no place in one."""
    for one in tree.iter():
        for name in ("href", "src", "action"):
            address = one.get(name) if isinstance(one.tag, str) else None
            if address is None or urlsplit(address).scheme:
                continue
            path, fragment = unquote(urlsplit(address).path), unquote(urlsplit(address).fragment)
            target = (page.parent / path).resolve() if path else page
            if address.startswith("/") or not target.is_relative_to(root):
                yield f"outside: {address}"
            elif not target.is_file():
                yield f"nothing there: {address}"
            elif fragment and fragment not in _ids(target):
                yield f"no such place: {address}"


@cache
def _ids(page: Path) -> frozenset[str]:
    return frozenset(re.findall(r'\sid="([^"]+)"', page.read_text("utf-8")))


def linked(page: Path) -> list[Path]:
    """Return the pages that a page links to, by relative links."""
    found = []
    for address in read(page.read_bytes()).xpath("//main//a/@href"):
        parts = urlsplit(address)
        if parts.path.endswith(".html") and not parts.scheme:
            found.append((page.parent / parts.path).resolve())
    return found


def reached(start: Path, within: Path) -> set[Path]:
    """Return all pages that a chain of links leads to, over pages of a folder only."""
    seen: set[Path] = {start}
    waiting = [start]
    while waiting:
        for page in linked(waiting.pop()):
            if page not in seen:
                seen.add(page)
                if page.is_relative_to(within):
                    waiting.append(page)
    return seen
