"""Our own items: what ``archive/newsml_g2`` writes, read back without loss.

Each value has one home, from which it is read. What the writer repeats for other readers is
compared with the original (``own_copies``) and told where it differs (L105).
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from archive.readers.newsml_g2.codes import Codes
from archive.readers.newsml_g2.names import DEFINITION, NAME, RELATED
from archive.readers.newsml_g2.walk import Attributes, Draft, Element, attributes

_NUMBER = re.compile(r"0|-?[1-9][0-9]{0,15}", re.ASCII)
_SPAN = re.compile(r"char=(0|[1-9][0-9]{0,15}),(0|[1-9][0-9]{0,15})", re.ASCII)


class OwnDraft(Draft):
    """A draft of an item of ours, with what is compared when all has been read."""

    def __init__(self, root: Element, codes: Codes, *, is_kept: bool = False) -> None:
        super().__init__(root, codes)
        self.is_kept = is_kept
        work = root.get("guid", "")
        self.node = f"{work}#"
        """What the IRI of every part of the work begins with."""
        digest = hashlib.sha256(work.encode("utf-8", "surrogatepass")).hexdigest()[:8]
        self.prefix = f"r{digest}v{root.get('version', '')}-"
        """What all XML ids of the item begin with."""
        self.copies: dict[str, list[tuple[Element, Any]]] = {}
        """What repeats something: by its name, where it stands and what it says."""
        self.asserts: list[Element] = []
        self.marks: list[Mark] = []
        self.sessions: dict[int, int] = {}
        """Number of an event → how many sessions stand behind it."""

    def repeat(self, name: str, element: Element, said: Any) -> None:
        """Keep what repeats something, to be compared."""
        self.copies.setdefault(name, []).append((element, said))

    def repeated(self, name: str) -> list[tuple[Element, Any]]:
        """Return what repeats something."""
        return self.copies.get(name, [])

    def local(self, uri: str, spot: tuple[Element, str], pointer: str) -> str:
        """Return the local id of a part of the work; the rest of its IRI repeats the work's."""
        if uri.startswith(self.node):
            return uri[len(self.node) :]
        own = uri.rpartition("#")[2]
        self.copy(spot, uri, self.node + own, pointer)
        return own

    def local_of_xml(self, value: str, spot: tuple[Element, str], pointer: str) -> str:
        """Return the local id in an XML id; the rest of it repeats work and version."""
        if value.startswith(self.prefix):
            return value[len(self.prefix) :]
        own = value.partition("-")[2]
        self.copy(spot, value, self.prefix + own, pointer)
        return own

    def constant(self, element: Element, given: Attributes, name: str, right: str) -> None:
        """Compare an attribute that is the same in all items of ours."""
        found = given.pop(name, None)
        if found != right:
            self.copy((element, name if found is not None else ""), found, right, "")


@dataclass(slots=True)
class Mark:
    """A mark of a quotation in the text: its XML id, and the offsets of what it holds."""

    element: Element
    name: str
    id: str
    start: int
    end: int = field(default=-1)


Reader = Callable[[str, tuple[Element, str], OwnDraft, str], Any]
"""Reads a value, which stands somewhere, for what a pointer names; ``None``: it cannot be used."""


def number(value: str, spot: tuple[Element, str], draft: OwnDraft, where: str) -> int | None:
    """Return a whole number."""
    if _NUMBER.fullmatch(value):
        return int(value)
    draft.unusable(spot, value, where)
    return None


def truth(value: str, spot: tuple[Element, str], draft: OwnDraft, where: str) -> bool | None:
    """Return true or false."""
    if value in ("true", "false"):
        return value == "true"
    draft.unusable(spot, value, where)
    return None


def span(value: str, spot: tuple[Element, str], draft: OwnDraft, where: str) -> list[int] | None:
    """Return a place in a text (RFC 5147)."""
    if match := _SPAN.fullmatch(value):
        return [int(match[1]), int(match[2])]
    draft.unusable(spot, value, where)
    return None


def part(value: str, spot: tuple[Element, str], draft: OwnDraft, where: str) -> str:
    """Return the local id of a part of the work."""
    return draft.local(value, spot, where)


@dataclass(frozen=True, slots=True)
class Field:
    """What an attribute of a property holds: a field of the record, and how it is read."""

    name: str
    read: Reader | None = None
    """``None``: the value is taken as it stands."""
    attribute: str = "value"
    is_list: bool = False


@dataclass(frozen=True, slots=True)
class Shape:
    """What a property with sub-fields holds.

    ``text`` is the field in ``definition``, ``name`` that in ``name``.
    """

    value: Field | None = None
    uri: Field | None = None
    text: str | None = None
    name: str | None = None
    related: Mapping[str, Field] = field(default_factory=dict)


SPANS = Field("spans", span, is_list=True)
CERTAINTY = Field("certainty")


class Known(NamedTuple):
    """A part of the record while it is read: what is known of it, and where it will stand."""

    made: dict[str, Any]
    where: str


def shaped(
    element: Element, given: Attributes, shape: Shape, draft: OwnDraft, where: str
) -> dict[str, Any]:
    """Return what a property says: its attributes ``value`` and ``uri``, and its sub-fields."""
    known = Known({}, where)
    if shape.value is not None:
        take(element, given, shape.value, known, draft)
    if shape.uri is not None:
        take(element, given, shape.uri, known, draft)
    if given:
        draft.rest(element, given)
    if len(element) or element.text:
        for child in draft.parts(element):
            tag = child.tag
            if tag == RELATED:
                _related(child, shape, known, draft)
            elif tag == NAME and shape.name is not None:
                _text(child, shape.name, known, draft)
            elif tag == DEFINITION and shape.text is not None:
                _text(child, shape.text, known, draft)
            else:
                draft.left_out(child)
    return known.made


def _text(element: Element, name: str, known: Known, draft: OwnDraft) -> None:
    draft.put(known.made, name, draft.text(element), element)
    draft.unadorned(element)


def _related(element: Element, shape: Shape, known: Known, draft: OwnDraft) -> None:
    given = attributes(element)
    one = shape.related.get(draft.codes.take(given, "rel") or "")
    if one is None or one.attribute not in given:
        draft.left_out(element)
        return
    take(element, given, one, known, draft)
    draft.bare(element, given)


def take(element: Element, given: Attributes, one: Field, known: Known, draft: OwnDraft) -> None:
    """Take what an attribute holds, if it is there and can be used."""
    value: Any = given.pop(one.attribute, None)
    if value is None:
        return
    made, where = known
    name = one.name
    if one.read is not None:
        value = one.read(value, (element, one.attribute), draft, f"{where}/{name}")
        if value is None:
            return
    if one.is_list:
        draft.add(made, name, value, element)
    else:
        draft.put(made, name, value, element)


def moment(made: dict[str, Any]) -> dict[str, Any]:
    """Return a date that stands as ``edtf``; one with a time of day is a ``dateTime``."""
    if "T" in made.get("edtf", ""):
        said = {"dateTime" if name == "edtf" else name: value for name, value in made.items()}
        made.clear()
        made |= said
    return made
