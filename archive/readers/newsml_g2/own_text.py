"""Our own items: the text, without the marks of quotations that the writer put into it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from archive.body import pieces
from archive.readers.newsml_g2.names import G2, LANG, XHTML
from archive.readers.newsml_g2.own import Mark, OwnDraft
from archive.readers.newsml_g2.walk import Element, attributes, is_said

_P, _BR, _A_MARK = f"{XHTML}p", f"{XHTML}br", frozenset({f"{XHTML}q", f"{XHTML}span"})


def content_set(element: Element, draft: OwnDraft) -> None:
    """Take the text."""
    given = attributes(element)
    draft.constant(element, given, "original", f"{draft.prefix}body.1")
    draft.rest(element, given)
    draft.walk(element, {f"{G2}inlineXML": _inline_xml})


def _inline_xml(element: Element, draft: OwnDraft) -> None:
    given = attributes(element)
    draft.constant(element, given, "id", f"{draft.prefix}body.1")
    draft.constant(element, given, "contenttype", "application/xhtml+xml")
    draft.rest(element, given)
    draft.walk(element, {f"{XHTML}html": _html})


def _html(element: Element, draft: OwnDraft) -> None:
    given = attributes(element)
    for name in (LANG, "lang"):
        draft.repeat("language", element, given.pop(name, None))
    draft.repeat("direction", element, given.pop("dir", None))
    draft.rest(element, given)
    draft.walk(element, {f"{XHTML}head": _head, f"{XHTML}body": _body})


def _head(element: Element, draft: OwnDraft) -> None:
    draft.unadorned(element)
    draft.walk(element, {f"{XHTML}title": _title})


def _title(element: Element, draft: OwnDraft) -> None:
    draft.repeat("title", element, draft.text(element))
    draft.unadorned(element)


def _body(element: Element, draft: OwnDraft) -> None:
    draft.unadorned(element)
    body: dict[str, Any] = draft.document.setdefault("body", {})
    draft.came(draft.document, "body", element)
    is_text = body.setdefault("format", "text") == "text"
    text = _as_text(element, draft) if is_text else _as_html(element, draft)
    draft.put(body, "text", text, element)


class _Text:
    """A text that grows, and the marks in it."""

    def __init__(self, draft: OwnDraft, written: Callable[[str], str]) -> None:
        self.parts: list[str] = []
        self.size = 0
        self._draft = draft
        self._written = written

    def write(self, text: str) -> None:
        """Add characters."""
        self.parts.append(text)
        self.size += len(text)

    def say(self, text: str | None) -> None:
        """Add text of the source."""
        if text:
            self.write(self._written(text))

    def mark(self, element: Element) -> Mark | None:
        """Begin a mark, if an element is one; canonical bodies have no ids."""
        if element.tag not in _A_MARK:
            return None
        name = element.get("id")
        if name is None:
            return None
        mark = Mark(element, element.tag[len(XHTML) :], name, self.size)
        given = attributes(element)
        del given["id"]
        self._draft.rest(element, given)
        self._draft.marks.append(mark)
        return mark


def _as_text(element: Element, draft: OwnDraft) -> str:
    """Return the paragraphs, a blank line between two; a line break is a line feed."""
    text = _Text(draft, str)
    if is_said(element.text):
        draft.left_text(element)
    for number, paragraph in enumerate(element):
        if number:
            text.write("\n\n")
        if paragraph.tag != _P:
            draft.left_tag(paragraph)
        elif paragraph.attrib:
            draft.rest(paragraph, attributes(paragraph))
        if len(paragraph):
            _lines(paragraph, text, draft)
        else:
            text.say(paragraph.text)
        if is_said(paragraph.tail):
            draft.left_text(element)
    return "".join(text.parts)


def _lines(element: Element, text: _Text, draft: OwnDraft) -> None:
    text.say(element.text)
    for child in element:
        if child.tag == _BR:
            text.write("\n")
            draft.bare(child, attributes(child))
        else:
            mark = text.mark(child)
            if mark is None:
                draft.left_tag(child)
            _lines(child, text, draft)
            if mark is not None:
                mark.end = text.size
        text.say(child.tail)


def _as_html(element: Element, draft: OwnDraft) -> str:
    """Return the markup; marks count in it until it is whole, then in its plain text."""
    text = _Text(draft, _escaped)
    text.say(element.text)
    _markup(element, text, draft)
    html = "".join(text.parts)
    if draft.marks:
        _count_in_plain_text(html, draft.marks)
    return html


def _markup(element: Element, text: _Text, draft: OwnDraft) -> None:
    for child in element:
        tag = child.tag
        if not tag.startswith(XHTML):
            draft.left_out(child)
        elif tag == _BR:
            text.write("<br/>")
            draft.bare(child, attributes(child))
        elif (mark := text.mark(child)) is not None:
            text.say(child.text)
            _markup(child, text, draft)
            mark.end = text.size
        else:
            name = tag[len(XHTML) :]
            text.write(f"<{name}{_attributes(child)}>")
            text.say(child.text)
            _markup(child, text, draft)
            text.write(f"</{name}>")
        text.say(child.tail)


def _attributes(element: Element) -> str:
    given = attributes(element)
    if not given:
        return ""
    return "".join(
        f' {name}="{_escaped(given[name]).replace(chr(34), "&quot;")}"' for name in sorted(given)
    )


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def _count_in_plain_text(html: str, marks: list[Mark]) -> None:
    """Let marks count in the plain text of a body instead of its markup.

    One begins with the text behind its place, and ends with the text before it.
    """
    starts = sorted(marks, key=lambda mark: mark.start, reverse=True)
    ends = sorted(marks, key=lambda mark: mark.end, reverse=True)
    at = plain = 0
    for markup, said, start in pieces(html):
        if start < 0:
            at += len(markup)
            continue
        written = _escaped(said)
        while ends and ends[-1].end <= at:
            ends.pop().end = plain
        counted, again = _Counted(written), _Counted(written)
        while starts and starts[-1].start < at + len(written):
            mark = starts.pop()
            mark.start = start + counted.until(max(mark.start - at, 0))
        while ends and ends[-1].end <= at + len(written):
            mark = ends.pop()
            mark.end = start + again.until(mark.end - at)
        at += len(written)
        plain = start + len(said)
    for mark in starts:
        mark.start = plain
    for mark in ends:
        mark.end = plain
    for mark in marks:
        mark.end = max(mark.start, mark.end)


class _Counted:
    """Counts the characters that an escaped text stands for, on and on."""

    def __init__(self, written: str) -> None:
        self._written = written
        self._at = self._count = 0

    def until(self, place: int) -> int:
        """Return how many stand before a place, which is not before the one asked for last."""
        part = self._written[self._at : place]
        few = part.count("&lt;") + part.count("&gt;")
        self._count += len(part) - 4 * part.count("&amp;") - 3 * few
        self._at = place
        return self._count


def inline_ref(element: Element, draft: OwnDraft) -> None:
    """Keep which marks belong to a quotation, and who spoke."""
    given = attributes(element)
    ids, uri = given.pop("idrefs", ""), given.pop("uri", None)
    draft.repeat("inlineRef", element, (ids.split(), uri))
    draft.bare(element, given)
