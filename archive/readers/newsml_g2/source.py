"""A file of NewsML-G2: opened safely, its items, and where their parts stand."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from functools import cached_property
from typing import Any

from lxml import etree

from archive.errors import UnreadableSource
from archive.findings import Finding, Position, bounded, finding
from archive.parsing import xml
from archive.parsing.xml_index import Index
from archive.readers.newsml_g2.names import G2, local
from archive.readers.newsml_g2.walk import Draft, Element, Spot, count

ITEMS = tuple(
    G2 + name
    for name in (
        "newsItem", "packageItem", "conceptItem", "knowledgeItem", "catalogItem", "planningItem",
    )
)  # fmt: skip
MESSAGE = f"{G2}newsMessage"
_PARSER = etree.XMLParser(
    no_network=True, resolve_entities=False, load_dtd=False, remove_comments=True, remove_pis=True
)
"""As ``archive.parsing.xml.parser``; comments and processing instructions say nothing."""


class Source:
    """A file that was opened."""

    def __init__(self, raw: bytes, root: Element) -> None:
        self.raw = raw
        self.root = root

    @cached_property
    def _index(self) -> Index:
        return Index(self.raw, self.root.getroottree().docinfo.encoding)

    @cached_property
    def _first(self) -> dict[Element, int]:
        """Return for each item the number of elements before it."""
        if self.root.tag != MESSAGE:
            return {self.root: 0}
        numbered = enumerate(self.root.iter("*"))
        items = {element: number for number, element in numbered if element.tag in ITEMS}
        return {self.root: 0, **items}

    def numbers(self, wanted: Iterable[Element]) -> dict[Element, int]:
        """Return the numbers of elements; of each item they stand in all are counted once."""
        by_item: dict[Element, set[Element]] = {}
        for element in wanted:
            by_item.setdefault(self._holder(element), set()).add(element)
        return {
            element: number
            for item, some in by_item.items()
            for number, element in enumerate(item.iter("*"), self._first[item])
            if element in some
        }

    def _holder(self, element: Element) -> Element:
        """Return the item that an element stands in; the message, if it stands in none."""
        while element not in self._first:
            holder = element.getparent()
            assert holder is not None  # noqa: S101 (the root is among the first)
            element = holder
        return element

    def placed(self, told: Iterable[tuple[Spot, Finding]]) -> tuple[Finding, ...]:
        """Return findings with their places, in the order of the file."""
        found = list(told)
        if not found:
            return ()
        numbers = self.numbers(element for (element, _), _ in found)
        placed = [
            one.at(self.position(numbers[element], attribute))
            for (element, attribute), one in found
        ]
        placed.sort(key=lambda one: one.position or Position(1, 1))
        told_of = list(bounded(placed))
        last = placed[len(told_of) - 1].position
        return (*told_of[:-1], told_of[-1].at(last))

    def position(self, number: int, attribute: str = "") -> Position:
        """Return where the element of a number stands, or its attribute."""
        return self._index.position(number, attribute)


class ItemPlaces:
    """The places of a document in the item that it was made of."""

    def __init__(self, source: Source, draft: Callable[[], Draft]) -> None:
        self._source = source
        self._made = draft

    @cached_property
    def _draft(self) -> Draft:
        return self._made()

    def find(self, pointer: str) -> Position:
        """Return where the value, or the nearest thing that holds it, came from."""
        element = self._draft.root
        value: Any = self._draft.document
        for step in pointer.split("/")[1:]:
            name: str | int = step.replace("~1", "/").replace("~0", "~")
            if isinstance(value, list):
                name = int(step) if step.isdecimal() and len(step) < 9 else -1
            element = self._draft.origins.get((id(value), name), element)
            inner = _inside(value, name)
            if inner is None:
                break
            value = inner
        return self._source.position(self._numbers[element])

    @cached_property
    def _numbers(self) -> dict[Element, int]:
        return self._source.numbers({self._draft.root, *self._draft.origins.values()})


def _inside(value: Any, name: str | int) -> Any:
    """Return a part of a value; ``None`` where it has none of that name."""
    if isinstance(value, dict):
        return value.get(name)
    if isinstance(value, list) and isinstance(name, int) and 0 <= name < len(value):
        return value[name]
    return None


def opened(raw: bytes) -> Source:
    """Return a file that is of NewsML-G2.

    Raises:
        UnreadableSource: no XML (X001), it wants to have something put in (X026), or its root is
            none of the standard (X002).
    """
    root = xml.opened(raw, _PARSER)
    if isinstance(root, Finding):
        raise UnreadableSource([root])
    source = Source(raw, root)
    refused: list[tuple[Element, Finding]] = []
    if _may_want_more(raw):
        refused = [(root, finding("X026"))] if xml.declares(root) else list(xml.left_out(root))
    if not refused and not root.tag.startswith(G2):
        refused = list(_other_root(root))
    if refused:
        told = (((element, ""), one) for element, one in refused)
        raise UnreadableSource(source.placed(told))
    return source


def _may_want_more(raw: bytes) -> bool:
    """Return whether a file may have a document type or an inclusion; a name is never escaped."""
    if not raw.startswith(b"<"):
        return True  # in an encoding of two bytes the words look otherwise
    return b"<!DOCTYPE" in raw or b":include" in raw or b"<include" in raw


def _other_root(root: Element) -> Iterator[tuple[Element, Finding]]:
    """Yield that a root is none of the standard, and so no press release."""
    name = local(root.tag)
    is_known = G2 + name in (*ITEMS, MESSAGE)
    variant = "namespace" if is_known else "old" if name == "NewsML" else ""
    yield root, finding("X002", variant=variant, element=name)
    yield root, finding("L106", kind=name, parts=count(root))
