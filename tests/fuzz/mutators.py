"""Inputs → others much like them, which are still JSON, XML or tokens of the language at hand.

A change of bytes alone seldom comes behind the parser; these change the tree. What they put in comes
from other seeds: names, values and whole parts. The same numbers, the same input.
"""

from __future__ import annotations

import json
import re
from collections import defaultdict
from collections.abc import Callable, Iterator
from copy import deepcopy
from random import Random
from typing import Any, Protocol

from lxml import etree

from tests.fuzz import odd

MOST_CHANGES = 4
_TOKEN = re.compile(rb'<[^<>\s]*>?|"[^"\n]{0,80}"|[\w.+-]+|\s+|.', re.DOTALL)


class Mutator(Protocol):
    """Returns an input that is much like another one."""

    def __call__(self, raw: bytes, random: Random) -> bytes:
        """Change an input."""


def shaken(raw: bytes, random: Random) -> bytes:
    """Return bytes of which some are changed, left out, put twice or put in."""
    at = random.randrange(len(raw) + 1)
    end = min(len(raw), at + random.choice((0, 1, 1, 2, 4, 16, 256)))
    other = random.choice((
        lambda: b"",
        lambda: raw[at:end] * random.choice((2, 2, 3, 100)),
        lambda: bytes([random.randrange(256)]),
        lambda: random.choice(odd.TOKENS) + raw[at:end],
        lambda: raw[random.randrange(len(raw) + 1) :][: end - at],
    ))  # fmt: skip
    return raw[:at] + other() + raw[end:]


class Tokens:
    """Changes tokens and lines: for everything that is text."""

    def __init__(self, seeds: tuple[bytes, ...]) -> None:
        self._seeds = [_TOKEN.findall(one) for one in seeds]
        words = {token for seed in self._seeds for token in seed if len(token) < 80}
        self._words = [*sorted(words), *odd.TOKENS]

    def __call__(self, raw: bytes, random: Random) -> bytes:
        """Change an input."""
        tokens = _TOKEN.findall(raw)
        for _ in range(random.randint(1, MOST_CHANGES)):
            self._change(tokens, random)
        changed = b"".join(tokens)
        return shaken(changed, random) if random.random() < 0.1 else changed

    def _change(self, tokens: list[bytes], random: Random) -> None:
        at = random.randrange(len(tokens) + 1)
        end = at + random.choice((1, 1, 2, 8, 50))
        there = tokens[at:end]
        change = random.randrange(6)
        if change == 0:
            tokens[at:end] = []
        elif change == 1:
            tokens[at:at] = there * random.choice((1, 1, 2, 60))
        elif change == 2:
            tokens[at : at + 1] = [random.choice(self._words)]
        elif change == 3:
            tokens[at:at] = [random.choice(self._words)]
        elif change == 4 and self._seeds:
            seed = random.choice(self._seeds)
            start = random.randrange(len(seed) + 1)
            tokens[at:end] = seed[start : start + random.choice((1, 4, 30))]
        else:
            to = random.randrange(len(tokens) + 1)
            tokens[to:to] = there


class Json:
    """Changes members and items; what is no JSON is changed by its tokens."""

    def __init__(self, seeds: tuple[bytes, ...]) -> None:
        self._tokens = Tokens(seeds)
        values: dict[str, list[Any]] = defaultdict(list)
        for seed in seeds:
            for value in _documents(seed):
                _gather(value, values)
        self._values = {name: values[name] for name in sorted(values)}
        self._names = [
            *self._values,
            "@id",
            "@type",
            "@context",
            "@graph",
            "@value",
            "",
            "a/b",
            "~",
        ]

    def __call__(self, raw: bytes, random: Random) -> bytes:
        """Change an input."""
        found = list(_documents(raw))
        if not found or random.random() < 0.1:
            return self._tokens(raw, random)
        at = random.randrange(len(found))
        found[at] = self._changed(found[at], random)
        changed = b"\n".join(_written(one, random) for one in found)
        return shaken(changed, random) if random.random() < 0.05 else changed

    def _changed(self, value: Any, random: Random) -> Any:
        whole = [value]
        for _ in range(random.randint(1, MOST_CHANGES)):
            places = list(_places(whole))
            holder, key = random.choice(places)
            self._change(holder, key, random)
            if not whole:
                whole = [odd.value(random)]
        return whole[0]

    def _change(self, holder: Any, key: Any, random: Random) -> None:
        value = holder[key]
        change = random.randrange(8)
        if change == 0:
            del holder[key]
        elif change == 1:
            holder[key] = odd.value(random)
        elif change == 2:
            holder[key] = self._known(key, random)
        elif change == 3:
            self._put_in(value if isinstance(value, dict | list) else holder, random)
        elif change == 4 and isinstance(value, str):
            at = random.randrange(len(value) + 1)
            holder[key] = value[:at] + random.choice(odd.TEXTS) + value[at + random.randrange(3) :]
        elif change == 5 and isinstance(holder, dict):
            holder[random.choice(self._names)] = holder.pop(key)
        elif change == 6:
            holder[key] = [value] * random.choice((1, 1, 2, 20))
        else:
            holder[key] = value[0] if isinstance(value, list) and value else {"@id": value}

    def _known(self, key: Any, random: Random) -> Any:
        """Return a value that a field of this name, or of another one, has elsewhere."""
        name = key if key in self._values and random.random() < 0.7 else random.choice(self._names)
        try:
            return deepcopy(random.choice(self._values.get(name) or odd.TEXTS))
        except RecursionError:
            return [[[[]]]]

    def _put_in(self, holder: Any, random: Random) -> None:
        name = random.choice(self._names)
        if isinstance(holder, dict):
            holder[name] = self._known(name, random)
        else:
            holder.insert(random.randrange(len(holder) + 1), self._known(name, random))


def _documents(raw: bytes) -> Iterator[Any]:
    """Yield what JSON there is: the whole, or each line."""
    for part in (raw,) if _loaded(raw) else raw.splitlines()[:200]:
        if found := _loaded(part):
            yield found[0]


def _loaded(raw: bytes) -> list[Any]:
    try:
        return [json.loads(raw.decode("utf-8-sig"))]
    except (ValueError, RecursionError):
        return []


def _written(value: Any, random: Random) -> bytes:
    style: dict[str, Any] = random.choice(
        ({"separators": (",", ":")}, {"separators": (",", ":")}, {}, {"indent": 1})
    )
    try:
        text = json.dumps(value, ensure_ascii=random.random() < 0.3, **style)
    except RecursionError:
        return b"[" * 2000
    return text.encode("utf-8", "surrogatepass")


def _gather(value: Any, values: dict[str, list[Any]]) -> None:
    for holder, key in _places([value]):
        if isinstance(key, str) and len(values[key]) < 30:
            values[key].append(holder[key])


def _places(whole: list[Any]) -> Iterator[tuple[Any, Any]]:
    """Yield each list or object and each key in it, those of the whole first."""
    waiting: list[Any] = [whole]
    while waiting:
        holder = waiting.pop()
        for key in list(holder) if isinstance(holder, dict) else range(len(holder)):
            yield holder, key
            if isinstance(holder[key], dict | list):
                waiting.append(holder[key])


class Xml:
    """Changes elements, attributes and texts; what is no XML is changed by its tokens."""

    def __init__(self, seeds: tuple[bytes, ...]) -> None:
        self._tokens = Tokens(seeds)
        self._elements: dict[str, list[etree._Element]] = defaultdict(list)
        self._attributes: dict[str, list[str]] = defaultdict(list)
        self._texts: list[str] = []
        for root in map(_tree, seeds):
            for element in () if root is None else root.iter("*"):
                self._gather(element)
        self._names = sorted(self._elements)
        self._attribute_names = sorted(self._attributes)

    def _gather(self, element: etree._Element) -> None:
        known = self._elements[str(element.tag)]
        if len(known) < 20:
            known.append(element)
        for name, value in element.attrib.items():
            if len(self._attributes[str(name)]) < 30:
                self._attributes[str(name)].append(str(value))
        if element.text and element.text.strip() and len(self._texts) < 2000:
            self._texts.append(element.text)

    def __call__(self, raw: bytes, random: Random) -> bytes:
        """Change an input."""
        root = _tree(raw)
        if root is None or random.random() < 0.1:
            return self._tokens(raw, random)
        for _ in range(random.randint(1, MOST_CHANGES)):
            elements = list(root.iter("*"))
            try:
                random.choice(_CHANGES)(self, random.choice(elements), random)
            except ValueError:  # lxml lets no character in that XML forbids
                continue
        encoding = random.choice(("UTF-8", "UTF-8", "UTF-8", "UTF-16", "US-ASCII"))
        changed: bytes = etree.tostring(root.getroottree(), encoding=encoding)
        return shaken(changed, random) if random.random() < 0.05 else changed

    def remove(self, element: etree._Element, _: Random) -> None:
        parent = element.getparent()
        if parent is not None:
            parent.remove(element)

    def repeat(self, element: etree._Element, random: Random) -> None:
        parent = element.getparent()
        if parent is not None:
            for _ in range(random.choice((1, 1, 2, 20))):
                parent.insert(random.randrange(len(parent) + 1), deepcopy(element))

    def rename(self, element: etree._Element, random: Random) -> None:
        if self._names:
            element.tag = random.choice(self._names)

    def put_in(self, element: etree._Element, random: Random) -> None:
        if self._names:
            other = deepcopy(random.choice(self._elements[random.choice(self._names)]))
            element.insert(random.randrange(len(element) + 1), other)

    def exchange(self, element: etree._Element, random: Random) -> None:
        known = self._elements.get(str(element.tag))
        parent = element.getparent()
        if known and parent is not None:
            parent.replace(element, deepcopy(random.choice(known)))

    def say(self, element: etree._Element, random: Random) -> None:
        said = random.choice(random.choice((self._texts or odd.TEXTS, odd.TEXTS)))
        if random.random() < 0.3:
            element.tail = said
        else:
            element.text = said if random.random() < 0.5 else (element.text or "") + said

    def attribute(self, element: etree._Element, random: Random) -> None:
        names = list(element.attrib) if random.random() < 0.6 else self._attribute_names
        if not names:
            return
        name = str(random.choice(names))
        if name in element.attrib and random.random() < 0.3:
            del element.attrib[name]
            return
        known = self._attributes.get(name) or odd.TEXTS
        element.set(name, random.choice(random.choice((known, known, odd.TEXTS))))

    def comment(self, element: etree._Element, random: Random) -> None:
        made = random.choice((etree.Comment(" x "), etree.PI("x", "y"), etree.Comment("")))
        element.insert(random.randrange(len(element) + 1), made)


_CHANGES: tuple[Callable[[Xml, etree._Element, Random], None], ...] = (
    Xml.remove, Xml.repeat, Xml.rename, Xml.put_in, Xml.exchange, Xml.exchange, Xml.say, Xml.say,
    Xml.attribute, Xml.attribute, Xml.attribute, Xml.comment,
)  # fmt: skip


def _tree(raw: bytes) -> etree._Element | None:
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
    try:
        return etree.fromstring(raw, parser)
    except (etree.XMLSyntaxError, ValueError):
        return None


class Shaken:
    """Changes bytes: for what is no text."""

    def __init__(self, seeds: tuple[bytes, ...]) -> None:
        self._seeds = seeds

    def __call__(self, raw: bytes, random: Random) -> bytes:
        """Change an input."""
        for _ in range(random.randint(1, MOST_CHANGES)):
            raw = shaken(raw, random)
        return raw
