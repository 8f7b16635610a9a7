"""An item that our writer wrote, read by looking where the writer puts things, and nowhere else.

Nothing is checked here: who reads it so has to prove what was read (``proven``). An element is
known by its name and that of its first attribute, a value by its number in the tag; what is met
next belongs to what was met last. What is written otherwise raises ``LookupError`` or
``ValueError``, or is read as something else.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

from archive.readers.newsml_g2.own import Field, Reader, Shape, number, part, span, truth

_ELEMENT = re.compile("<(?!/)([^>]*)>([^<]*)")
"""A start tag, and the text behind it."""
_MOST_DIGITS = 16
Said = list[str]
"""A start tag, cut at quotation marks: values have odd numbers, before each is its name."""


class Home(NamedTuple):
    """The field that a value is of, and how it is read; ``None``: it is taken as it stands."""

    name: str
    read: Callable[[str, Item], Any] | None = None
    is_list: bool = False


class Homes(NamedTuple):
    """Where the parts of a property stand."""

    value: Home | None
    uri: Home | None
    parts: Mapping[str, Home]
    """Code of a sub-field, or name of an element → its field."""


class Item:
    """An item while it is read."""

    __slots__ = (
        "document", "files", "made", "node_size", "parts", "rights", "spoken", "status", "thing",
        "things", "topics",
    )  # fmt: skip

    def __init__(self) -> None:
        self.document: dict[str, Any] = {}
        self.node_size = 0
        """Characters that the IRI of every part of the work begins with."""
        self.made: dict[str, Any] = {}
        """What holds the parts that are met next."""
        self.parts: Mapping[str, Home] = {}
        """The parts it can have."""
        self.rights: dict[str, str] = {}
        """The rights that were met last."""
        self.topics: list[tuple[dict[str, Any], Said]] = []
        """Topics, and the tags that name them; a scheme stands behind its code."""
        self.thing: dict[str, Any] = {}
        """What the assert is about that was met last."""
        self.things: Mapping[str, Home | tuple[str, Homes]] = {}
        """The properties it can have."""
        self.files = 0
        """How many attachments there were asserts of."""
        self.spoken = 0
        """The quotation whose speaker is met next."""
        self.status = ""
        """The code of the status."""

    def put(self, one: Home, value: str) -> None:
        """Put a value into what is being made."""
        name, read_, is_list = one
        said = value if read_ is None else read_(value, self)
        if is_list:
            self.made.setdefault(name, []).append(said)
        else:
            self.made[name] = said

    def local(self, uri: str) -> str:
        """Return the local id of a part of the work."""
        return uri[self.node_size :]

    def open(self, made: dict[str, Any], homes_: Homes, said: Said) -> None:
        """Begin a part of the record with what a tag says of it."""
        self.made, self.parts = made, homes_.parts
        given = dict(zip(said[2::2], said[3::2], strict=False))
        if homes_.value is not None and " value=" in given:
            self.put(homes_.value, given[" value="])
        if homes_.uri is not None and " uri=" in given:
            self.put(homes_.uri, given[" uri="])


Handler = Callable[[Item, Said, str], None]
"""Takes what an element says: its tag, and the text behind it."""


def whole_number(value: str, _: Item | None = None) -> int:
    """Return a number that is not too large."""
    if len(value) > _MOST_DIGITS:
        raise ValueError(value)
    return int(value)


def _span(value: str, _: Item) -> list[int]:
    start, end = value.removeprefix("char=").split(",")
    return [whole_number(start), whole_number(end)]


def _truth(value: str, _: Item) -> bool:
    return value == "true"


def _part(value: str, item: Item) -> str:
    return item.local(value)


_READ: dict[Reader | None, Callable[[str, Item], Any] | None] = {
    None: None, number: whole_number, span: _span, truth: _truth, part: _part,
}  # fmt: skip
"""How values are read that others may have written → how they are read here."""


def home(field: Field) -> Home:
    """Return the home of a field."""
    return Home(field.name, _READ[field.read], field.is_list)


def homes(shape: Shape) -> Homes:
    """Return the homes of what a property holds."""
    parts = {rel: home(field) for rel, field in shape.related.items()}
    for element, name in (("definition", shape.text), ("name", shape.name)):
        if name is not None:
            parts[element] = Home(name)
    value = None if shape.value is None else home(shape.value)
    return Homes(value, None if shape.uri is None else home(shape.uri), parts)


def read(text: str, item: Item, handlers: Mapping[str, Handler]) -> None:
    """Give each element of a text to its handler."""
    is_escaped = "&" in text
    for tag, behind in _ELEMENT.findall(text):
        said = tag.split('"')
        if is_escaped:
            said = [*map(unescaped, said)]
        handlers[said[0]](item, said, unescaped(behind) if is_escaped else behind)


def unescaped(text: str) -> str:
    """Return a text as it was before it was escaped.

    >>> unescaped("A &amp;amp; &lt;b")
    'A &amp; <b'
    """
    if "&" not in text:
        return text
    text = text.replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", '"')
    text = text.replace("&#10;", "\n").replace("&#9;", "\t").replace("&#13;", "\r")
    return text.replace("&amp;", "&")


# what several parts of an item have


def passed(_item: Item, _said: Said, _text: str) -> None:
    """Pass over an element that repeats something, or only holds others."""


def related(item: Item, said: Said, _text: str) -> None:
    """Take a sub-field."""
    item.put(item.parts[said[1]], said[3])


def definition(item: Item, _said: Said, text: str) -> None:
    """Take a text of a property."""
    item.put(item.parts["definition"], text)


def name(item: Item, _said: Said, text: str) -> None:
    """Take a name."""
    item.put(item.parts["name"], text)


def other_name(item: Item, said: Said, text: str) -> None:
    """Take a name that says by its role what it is."""
    item.put(item.parts[said[1]], text)


def as_text(field: str, holder: str = "") -> Handler:
    """Return the handler of an element whose text is a field."""

    def taken(item: Item, _said: Said, text: str) -> None:
        (item.document.setdefault(holder, {}) if holder else item.document)[field] = text

    return taken


def as_value(field: str) -> Handler:
    """Return the handler of an element whose first value is a field of what is being made."""

    def taken(item: Item, said: Said, _text: str) -> None:
        item.made[field] = said[1]

    return taken


def as_date(field: str) -> Handler:
    """Return the handler of an element that holds a date."""

    def taken(item: Item, _said: Said, text: str) -> None:
        dates = item.document.setdefault("dates", {})
        dates[field] = {"dateTime" if "T" in text else "edtf": text}

    return taken
