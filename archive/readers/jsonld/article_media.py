"""Pictures, recordings and files of an article."""

from __future__ import annotations

import re
from typing import Any

from archive.languages import canonical, is_well_formed
from archive.limits import LARGEST_INTEGER
from archive.parsing.drafts import Where
from archive.parsing.drafts_things import MEDIA_TYPE
from archive.positions import pointer
from archive.readers.jsonld.article_nodes import (
    Node,
    Page,
    Said,
    is_iri,
    is_web_address,
    line,
    plain,
    unescaped,
)
from archive.readers.jsonld.article_things import field_of, named, resolved, thing

_KINDS = {
    "ImageObject": "photo", "Photograph": "photo", "VideoObject": "video", "AudioObject": "audio",
}  # fmt: skip
_TYPES = {"photo": "ImageObject", "video": "VideoObject", "audio": "AudioObject"}
_FILES = frozenset({"MediaObject", "DataDownload", "DigitalDocument", "TextObject"})
_TERMS = (
    ("associatedMedia", "other"), ("image", "photo"), ("video", "video"), ("audio", "audio"),
    ("encoding", "other"),
)  # fmt: skip
"""Terms of an article whose values are files, and of what kind those are that do not say it."""
_NAMES = {"highres": "highRes", "web": "web", "thumbnail": "thumbnail", "print": "print"}
_PIXELS = re.compile(r"0*([0-9]{1,16})( ?px)?", re.ASCII)
_SHA256 = re.compile(r"[0-9a-f]{64}", re.ASCII)


def media(article: Node) -> None:
    """Take the files of an article; a file that two terms name is one."""
    page = article.page
    known: set[str] = set()
    for term, kind in _TERMS:
        found = [(said, resolved(said, page)) for said in article.take(term)]
        for said, node in found:
            if node is None:
                _address(said, kind, known, page)
            else:
                _attachment(node, kind, known)
        files = page.draft.document.get("attachments", ())
        known.update(one["href"] for one in files)


def _address(said: Said, kind: str, known: set[str], page: Page) -> None:
    """Take a file of which nothing is said but its address."""
    if not is_iri(said.value):
        page.draft.unusable(said.where, said.value)
    elif said.value in known:
        page.draft.passed(said.value, said.where)
    else:
        local = page.draft.local_id("a", None)[0]
        file = {"id": local, "kind": kind, "href": said.value}
        page.draft.add("attachments", file, said.where)


def _attachment(node: Node, usual: str, known: set[str]) -> None:
    page = node.page
    if node.entity is not None:
        page.draft.passed(node.entity["id"], node.where)
        return
    file = _file(node)
    href = file.get("href")
    if href is None or href in known:
        node.leave_out()
        return
    kind = next((_KINDS[one] for one in node.types if one in _KINDS), None)
    if kind is None:
        kind = "other" if node.types else usual
    said = {"id": node.local_id("a", href), "kind": kind} | file
    node.entity = said
    added = page.draft.add("attachments", said, node.where)
    for field, (text, where) in _words(node).items():
        if text:
            said[field] = text
            page.draft.moved[f"{added}/{field}"] = pointer(where)
    rights(node, said)
    renditions = [*_renditions(node)]
    if renditions:
        said["renditions"] = renditions
    node.is_of({*_KINDS, *_FILES}, _TYPES.get(usual, "MediaObject"))
    node.rest()


def _file(node: Node) -> dict[str, Any]:
    """Return what is said of a file: address, type, sizes and digest."""
    said: dict[str, Any] = {}
    draft = node.page.draft
    for one in node.take("contentUrl", "url"):
        if "href" not in said and is_iri(one.value):
            said["href"] = one.value
        else:
            draft.unused_unless(plain(one), one.where, is_known=one.value == said.get("href"))
    if "href" not in said and is_web_address(node.id):
        said["href"] = node.take_id()
    media_type, where = node.line("encodingFormat", "fileFormat")
    if media_type is not None and MEDIA_TYPE.fullmatch(media_type):
        said["mediaType"] = media_type
    elif media_type is not None:
        draft.unusable(where, media_type)
    for field, term in (("bytes", "contentSize"), ("width", "width"), ("height", "height")):
        number = _number(node, term)
        if number is not None:
            said[field] = number
    digest, where = node.line("sha256")
    if digest is not None and _SHA256.fullmatch(digest):
        said["sha256"] = digest
    elif digest is not None:
        draft.unusable(where, digest)
    return said


def _number(node: Node, term: str) -> int | None:
    """Return a count of bytes or pixels, which pages write as number, digits or ``630px``."""
    said = node.first(term)
    if said is None:
        return None
    draft = node.page.draft
    if type(said.value) is int and said.value >= 0:
        return said.value
    match = _PIXELS.fullmatch(said.value) if isinstance(said.value, str) else None
    is_too_much = not match or int(match[1]) > LARGEST_INTEGER
    if not match or is_too_much or (match[2] and term == "contentSize"):
        draft.unused(plain(said), said.where)
        return None
    if match[2]:
        draft.mended(said.where, match[0], match[1])
    return int(match[1])


def _words(node: Node) -> dict[str, tuple[str | None, Where]]:
    """Return title, caption, credit and language of a file."""
    found = {"title": node.line("name", "headline")}
    caption = node.first("caption", "description")
    if caption is not None:
        text = unescaped(plain(caption), caption.where, node.page.draft)
        found["caption"] = node.page.draft.text(text, caption.where), caption.where
    found["credit"] = node.line("creditText")
    for said in node.take("author", "creator"):
        name, where = _name(said, node.page), said.where
        if found["credit"][0] is None:
            found["credit"] = name, where
        else:
            is_known = name == found["credit"][0]
            node.page.draft.unused_unless(name, where, is_known=is_known)
    tag, where = node.line("inLanguage")
    if tag is not None and is_well_formed(tag) and canonical(tag) == tag:
        found["language"] = tag, where
    elif tag is not None:
        node.page.draft.unusable(where, tag)
    return found


def _name(said: Said, page: Page) -> str | None:
    """Return the name that a text or object is."""
    if not isinstance(said.value, Node):
        return line(said, page)
    node = said.value.described()
    name = named(node)
    node.is_of({"Person", "Organization"}, "Person")
    node.rest()
    return name


def _renditions(node: Node) -> Any:
    """Yield the other sizes and forms of a file."""
    for term, usual in (
        ("encoding", ""),
        ("thumbnail", "thumbnail"),
        ("thumbnailUrl", "thumbnail"),
    ):
        for said in node.take(term):
            if isinstance(said.value, Node):
                yield from _rendition(said.value.described(), usual)
            elif is_iri(said.value):
                yield {"name": usual or "other", "href": said.value}
            else:
                node.page.draft.unusable(said.where, said.value)


def _rendition(node: Node, usual: str) -> Any:
    file = _file(node)
    if "href" not in file:
        node.leave_out()
        return
    name, where = node.line("name")
    word = _NAMES.get((name or usual).lower(), "other")
    is_known = (name or "").lower() == word.lower()
    node.page.draft.unused_unless(name, where, is_known=is_known)
    node.take_id()
    node.is_of({"MediaObject", "ImageObject"}, "MediaObject")
    node.rest()
    yield {"name": word, **file}


def rights(node: Node, holder_of: dict[str, Any]) -> None:
    """Put who holds which rights into what is described."""
    said: dict[str, str] = {}
    page = node.page
    for one in node.take("copyrightHolder"):
        target = resolved(one, page)
        field = (field_of(target) if target is not None else "") or "organisations"
        holder = thing(one, field, page)
        if holder is None:
            continue
        if "holder" in said:
            page.draft.unused_unless(
                holder["name"], one.where, is_known=holder["id"] == said["holder"]
            )
        else:
            said["holder"] = holder["id"]
    notice = node.line("copyrightNotice")[0]
    if notice is not None:
        said["notice"] = notice
    for one in node.take("license"):
        value = one.value.take_id() if isinstance(one.value, Node) else one.value
        if isinstance(one.value, Node):
            one.value.rest()
        if is_iri(value) and "licence" not in said:
            said["licence"] = value
        else:
            page.draft.unused_unless(plain(one), one.where, is_known=value == said.get("licence"))
    if said:
        holder_of["rights"] = said
