"""What becomes of the elements of an item: taken into the document, or named.

Nothing vanishes, because nothing is looked for: a walker goes through the children of an element
and gives each to the handler that its table has for it; what has none is left out and named, with
the number of elements, attributes and texts in it. A handler that takes an element names the
attributes that it did not take.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from lxml import etree

from archive.findings import MOST_TOLD, Finding, finding
from archive.readers.newsml_g2.codes import Codes
from archive.readers.newsml_g2.names import local

Element = etree._Element
Attributes = dict[str, str]
Spot = tuple[Element, str]
"""An element and the name of one of its attributes; ``""``: the element itself."""
_MOST_PATHS = 500
"""How many paths of what was left out are told of one item; the rest is counted."""
_LONGEST = 200


def attributes(element: Element) -> Attributes:
    """Return the attributes of an element."""
    given = element.items()
    return dict(given) if given else {}  # type: ignore[arg-type] # stubs allow bytes, never there


def is_said(text: str | None) -> bool:
    """Return whether there is a text, and not only white space."""
    return bool(text) and not text.isspace()  # type: ignore[union-attr] # it is there


def count(element: Element) -> int:
    """Return how many elements, attributes and texts an element holds, itself included."""
    number = 0
    for one in element.iter("*"):
        number += (
            1 + len(one.attrib) + is_said(one.text) + (one is not element and is_said(one.tail))
        )
    return number


@dataclass(slots=True)
class _Left:
    """What was left out at one path, and where it stands first."""

    spot: Spot
    parts: int


class Draft:
    """The document that is being made, the places its values came from, and what is to be said."""

    def __init__(self, root: Element, codes: Codes) -> None:
        self.root = root
        self.codes = codes
        self.document: dict[str, Any] = {}
        self.origins: dict[tuple[int, str | int], Element] = {}
        """What holds a value (by ``id``) and its name or number there → where it came from."""
        self.is_kept = True
        """Whether it is kept where values came from."""
        self._left: dict[str, _Left] = {}
        self._more: _Left | None = None
        self._told: list[tuple[Spot, Finding]] = []

    # the document

    def put(self, holder: dict[str, Any], name: str, value: Any, element: Element) -> None:
        """Set a field of the document or of a part of it; what says it once more is left out."""
        if name in holder:
            self.left_out(element)
            return
        holder[name] = value
        if self.is_kept:
            self.origins[id(holder), name] = element

    def add(self, holder: dict[str, Any], name: str, member: Any, element: Element) -> str:
        """Add to a list; return the pointer of the member, as seen from its holder."""
        members = holder.get(name)
        if members is None:
            members = holder[name] = []
        number = len(members)
        if self.is_kept:
            self.origins[id(members), number] = element
        members.append(member)
        return f"/{name}/{number}"

    def came(self, holder: dict[str, Any], name: str, element: Element) -> None:
        """Keep where a part of the document came from that is made of several elements."""
        if self.is_kept:
            self.origins.setdefault((id(holder), name), element)

    # the walk

    def parts(self, element: Element) -> list[Element]:
        """Return the children of an element that holds no text; text that stands there is named."""
        text = element.text
        if text and not text.isspace():
            self.left_text(element)
        children = list(element)
        for child in children:
            tail = child.tail
            if tail and not tail.isspace():
                self.left_text(element)
        return children

    def walk(
        self, element: Element, handlers: Mapping[str, Callable[..., None]], *more: Any
    ) -> None:
        """Give each child to its handler; what has none is left out."""
        for child in self.parts(element):
            handler = handlers.get(child.tag)
            if handler is None:
                self.left_out(child)
            else:
                handler(child, self, *more)

    def open(
        self, element: Element, handlers: Mapping[str, Callable[..., None]], *more: Any
    ) -> None:
        """Walk an element that only holds others; one that holds none is left out."""
        if len(element):
            self.rest(element, attributes(element))
            self.walk(element, handlers, *more)
        else:
            self.left_out(element)

    def text(self, element: Element) -> str:
        """Return the text of an element; the markup in it is named."""
        if not len(element):
            return element.text or ""
        said = [element.text or ""]
        for inner in element.iterdescendants("*"):
            self.left_tag(inner)
        said.extend(str(part) for child in element for part in _texts(child))
        return "".join(said)

    def rest(self, element: Element, given: Iterable[str]) -> None:
        """Name the attributes that nobody took."""
        for name in given:
            self._leave((element, name), 1)

    def unadorned(self, element: Element) -> None:
        """Name the attributes of an element that should have none."""
        for name in element.keys():  # noqa: SIM118 (an element is no dict)
            self._leave((element, str(name)), 1)

    def bare(self, element: Element, given: Attributes) -> None:
        """Name what stands in an element that was taken and should hold nothing more."""
        if given:
            self.rest(element, given)
        if element.text or len(element):
            for child in self.parts(element):
                self.left_out(child)

    # what is left out

    def left_out(self, element: Element) -> None:
        """Name an element that is left out with all it holds."""
        self._leave((element, ""), count(element))

    def left_tag(self, element: Element) -> None:
        """Name an element of which nothing but its text is taken."""
        self._leave((element, ""), 1 + len(element.attrib))

    def left_text(self, element: Element) -> None:
        """Name a text where none should be."""
        self._leave((element, "text()"), 1)

    def _leave(self, spot: Spot, parts: int) -> None:
        path = self.path(spot)
        known = self._left.get(path)
        if known is None and len(self._left) >= _MOST_PATHS:
            known = self._more = self._more or _Left(spot, 0)
        if known is None:
            known = self._left[path] = _Left(spot, 0)
        known.parts += parts

    def path(self, spot: Spot) -> str:
        """Return how an element or attribute is called in messages, from the item on."""
        element, attribute = spot
        steps = [local(attribute) if "(" in attribute else f"@{local(attribute)}"] * bool(attribute)
        while element is not self.root:
            steps.append(local(element.tag))
            holder = element.getparent()
            if holder is None:
                break
            element = holder
        else:
            if len(steps) == bool(attribute):
                steps.append(local(element.tag))
        return "/".join(reversed(steps))[:_LONGEST]

    # what is to be said

    def say(
        self, code: str, spot: Spot, pointer: str = "", *, variant: str = "", **params: str | int
    ) -> None:
        """Say something about a place of the source."""
        if len(self._told) <= MOST_TOLD:
            self._told.append((spot, finding(code, pointer, variant=variant, **params)))

    def unusable(self, spot: Spot, found: str, pointer: str = "") -> None:
        """Name a value that could not be used."""
        self.say("L104", spot, pointer, field=self.path(spot), found=found[:_LONGEST])

    def mended(self, spot: Spot, found: str, right: str, pointer: str = "") -> None:
        """Say that a value was read as another one."""
        self.say("L102", spot, pointer, found=found[:_LONGEST], right=right[:_LONGEST])

    def inferred(self, spot: Spot, value: str | int, source: str, pointer: str = "") -> None:
        """Say that a value was inferred from another one."""
        self.say("L103", spot, pointer, value=str(value)[:_LONGEST], source=source)

    def missing(self, element: Element, value: str | int, source: str, pointer: str = "") -> None:
        """Say that a value was taken because the source has none."""
        self.say("L103", (element, ""), pointer, variant="missing", value=value, source=source)

    def copy(self, spot: Spot, found: str | None, right: str | None, pointer: str) -> None:
        """Compare a copy with what its original says; tell where they differ."""
        if found == right:
            return
        if found is None:
            self.say("L105", spot, pointer, variant="missing", right=str(right)[:_LONGEST])
        elif right is None:
            self.say("L105", spot, pointer, variant="surplus", found=found[:_LONGEST])
        else:
            self.say("L105", spot, pointer, found=found[:_LONGEST], right=right[:_LONGEST])

    def told(self) -> Iterator[tuple[Spot, Finding]]:
        """Yield all that is to be said, and what it is about."""
        yield from self._told
        for path, left in self._left.items():
            variant = "parts" if left.parts > 1 else ""
            yield left.spot, finding("L101", variant=variant, field=path, parts=left.parts)
        if self._more is not None:
            left = self._more
            yield left.spot, finding("L101", variant="more", field="…", parts=left.parts)


def _texts(element: Element) -> Iterator[str]:
    """Yield the texts of an element and what stands behind it; a line break is a line feed."""
    for event, one in etree.iterwalk(element, events=("start", "end")):
        if event == "start":
            yield "\n" if local(one.tag) == "br" else ""
            yield one.text or ""
        else:
            yield one.tail or ""
