"""Items that our writer wrote: read quickly, then proven by writing them again.

If that gives the same bytes, nothing else was in them: all has been read, and there is nothing to
tell. All else is read as items of anybody are, element by element.
"""

from __future__ import annotations

import re
from functools import cached_property
from typing import Any

from archive.errors import UnreadableSource
from archive.findings import Position
from archive.newsml_g2 import DECLARATION, news_item
from archive.positions import within
from archive.readers import Reading
from archive.readers.newsml_g2 import own_item, own_text
from archive.readers.newsml_g2.codes import Codes, codes_of
from archive.readers.newsml_g2.homes import Item, read, unescaped
from archive.readers.newsml_g2.homes_asserts import ASSERTS, codes
from archive.readers.newsml_g2.homes_meta import BEFORE_CONTENT, CONTENT_META, topics
from archive.readers.newsml_g2.names import G2
from archive.readers.newsml_g2.own import OwnDraft
from archive.readers.newsml_g2.own_copies import STATUS, speakers
from archive.readers.newsml_g2.source import ItemPlaces, opened
from archive.validation.soundness import sound

_LARGEST = 2**20
"""Bytes; libxml2 refuses texts of ten times the size, and larger items are rare."""
_MARK = re.compile("</?(?:q|span)(?: [^<>]*)?>")
_CONTROLS = bytes({*range(32)} - {*b"\t\n"})
_NONCHARACTERS = b"\xef\xbf\xbe", b"\xef\xbf\xbf"
_ENTITIES = re.compile(
    r'(?:<subject type="cpnat:(?!abstract)[^>]*><name>[^<]*</name></subject>\n)++'
)
"""Subjects that repeat what is an assert as well."""
_HISTORY, _META, _META_END = b"<pubHistory>", b"<contentMeta>", b"</contentMeta>\n"
_SET = b"<contentSet "
_BODY, _BODY_END, _REFERENCE = b"<body>", b"</body>", b"<inlineRef "
_CONTENTS = {f"{G2}inlineRef": own_text.inline_ref, f"{G2}contentSet": own_text.content_set}


def alone(raw: bytes) -> Reading | None:
    """Return what a file says that is one item as our writer wrote it."""
    if not raw.startswith(DECLARATION):
        return None
    return reading(raw[len(DECLARATION) :], 2)


def reading(part: bytes, line: int) -> Reading | None:
    """Return what an item says that begins in a line of a file, if it is as our writer wrote it."""
    if len(part) > _LARGEST:
        return None
    try:
        document = _document(part)
        plain, release = sound(document)
        if release is None or not _are_named_apart(document) or news_item(release) != part:
            return None
    except (LookupError, ValueError, UnreadableSource):
        return None
    if not plain and not _is_of_characters(part):
        return None
    return Reading(document, (), _Places(part, Position(line, 1)), 0, plain)


def _is_of_characters(part: bytes) -> bool:
    """Return whether a text holds nothing that XML cannot hold, or holds as something else.

    A quicker look than a regular expression takes, by far.
    """
    return len(part.translate(None, _CONTROLS)) == len(part) and not any(
        one in part for one in _NONCHARACTERS
    )


def _are_named_apart(document: dict[str, Any]) -> bool:
    """Return whether no quotation or file has the name of another one, by which it is known."""
    names = [one["id"] for name in ("quotes", "attachments") for one in document.get(name, ())]
    return len(set(names)) == len(names)


class _Places:
    """The places of an item that was proven; it is only read again when one is asked for."""

    def __init__(self, part: bytes, first: Position) -> None:
        self._part = part
        self._first = first

    def find(self, pointer: str) -> Position:
        """Return the place of a value in the file."""
        return within(self._places.find(pointer), self._first)

    @cached_property
    def _places(self) -> ItemPlaces:
        source = opened(self._part)
        root = source.root
        return ItemPlaces(source, lambda: own_item.document(root, codes_of(root), is_kept=True))


def _document(part: bytes) -> dict[str, Any]:
    """Return what an item says, if our writer wrote it."""
    meta = part.index(_META)
    asserts = part.index(_META_END, meta) + len(_META_END)
    content = part.index(_SET, asserts)
    item = Item()
    read(part[: part.index(b">") + 1].decode(), item, BEFORE_CONTENT)
    read(part[part.index(_HISTORY) : meta].decode(), item, BEFORE_CONTENT)
    for some in _ENTITIES.split(part[meta:asserts].decode(), maxsplit=1):
        read(some, item, CONTENT_META)
    topics(item)
    document = item.document
    body = document.setdefault("body", {"format": "text"})
    body["text"] = _text(part, content)
    read(part[asserts:content].decode(), item, ASSERTS)
    codes(item)
    if "status" not in document:
        document["status"] = STATUS[item.status]
    if not _is_plainly_marked(document):
        body["text"] = _marked_text(part, document)
    return document


def _text(part: bytes, start: int) -> str:
    """Return the text of the body, a blank line between two paragraphs."""
    start = part.index(_BODY, start) + len(_BODY)
    said = part[start : part.index(_BODY_END, start)].decode()
    said = said.removeprefix("<p>").removesuffix("</p>")
    said = _MARK.sub("", said.replace("</p><p>", "\n\n").replace("<br/>", "\n"))
    return unescaped(said)


def _is_plainly_marked(document: dict[str, Any]) -> bool:
    """Return whether the marks of quotations can only be where the quotations are.

    That is so in a text, where they follow each other, and begin and end inside a line.
    """
    text = document["body"]["text"]
    if document["body"]["format"] != "text":
        return False
    place = 0
    for start, end in sorted(one["span"] for one in document.get("quotes", ())):
        if not place <= start < end <= len(text) or "\n" in (text[start], text[end - 1]):
            return False
        place = end
    return True


def _marked_text(part: bytes, document: dict[str, Any]) -> str:
    """Return the text of the body, and look at each mark of a quotation in it.

    Raises:
        ValueError: something is to be told of them.

    """
    start = part.find(_REFERENCE)
    start = part.index(_SET) if start < 0 else start
    root = opened(part[: part.index(b">") + 1] + part[start:]).root
    draft = OwnDraft(root, Codes({}))
    draft.document["body"] = {"format": document["body"]["format"]}
    quotes = document.get("quotes", ())
    draft.document["quotes"] = [
        {name: value for name, value in one.items() if name != "speaker"} for one in quotes
    ]
    draft.walk(root, _CONTENTS)
    speakers(draft)
    for told in draft.told():
        raise ValueError(told)
    text: str = draft.document["body"]["text"]
    return text
