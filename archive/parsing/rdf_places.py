"""Where a statement stands in a file of RDF, as well as its syntax lets one tell.

Terms are spelt as in N-Triples. A statement stands where its value does, if each has a line of its
own, else where its predicate does; what is not found stands where its subject is described, or at
the beginning. A file is looked through at the first question.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator, Sequence
from functools import cached_property
from typing import Any, Protocol

from archive.findings import Position
from archive.json_scan import Lines
from archive.parsing.rdf_opening import START
from archive.parsing.rdf_tokens import turtle_tokens
from archive.places import Places
from archive.positions import pointer

_PARTS = re.compile(r"[ \t]*+(<[^>]*+>|_:[^\s<]++)[ \t]*+(<[^>]*+>)[ \t]*+")
_LOCAL = re.compile(r"[^/#:]*+$")
_XML = re.compile(
    r"<!--(?:(?!-->).)*+-->|<!\[CDATA\[(?:(?!\]\]>).)*+\]\]>"
    r"|\babout\s*+=\s*+(?P<about>\"[^\"<]*+\"|'[^'<]*+')|<(?:[\w.-]++:)?+(?P<element>[\w.-]++)",
    re.DOTALL,
)
_COMMENT = re.compile(r"(?<![^\s])#")
_BLANK = " \t\r\n"
_FEW = 100
"""Lines that are looked at for one of several values: what is sorted stands together."""


class Whereabouts(Protocol):
    """Finds where a statement stands."""

    def find(self, subject: str, predicate: str = "", value: str = "") -> Position:
        """Return the place of a statement; without predicate, of what is said of a subject."""


class LineWhereabouts:
    """Of N-Triples and N-Quads: a statement a line; ``numbers`` are those of the lines."""

    def __init__(self, lines: Sequence[str], numbers: Sequence[int]) -> None:
        self._lines = lines
        self._numbers = numbers

    def find(self, subject: str, predicate: str = "", value: str = "") -> Position:
        """Return where the value of a statement begins, or the first line of its subject."""
        first = self._known.get((subject, predicate))
        if first is None or not predicate:
            return Position(self._numbers[self._known.get((subject, ""), 0)], 1)
        for number in range(first, min(first + _FEW, len(self._lines))):
            place = _value(self._lines[number], subject, predicate)
            if place and self._lines[number].startswith(value, place):
                return Position(self._numbers[number], place + 1)
        return Position(self._numbers[first], _value(self._lines[first], subject, predicate) + 1)

    @cached_property
    def _known(self) -> dict[tuple[str, str], int]:
        """Subject, and predicate or nothing → the number of the first line."""
        known: dict[tuple[str, str], int] = {}
        for number, line in enumerate(self._lines):
            if match := _PARTS.match(line):
                known.setdefault((match[1], match[2]), number)
                known.setdefault((match[1], ""), number)
        return known


def _value(line: str, subject: str, predicate: str) -> int:
    """Return where the value begins in a line, 0 if the line is of something else."""
    match = _PARTS.match(line)
    return match.end() if match and match.groups() == (subject, predicate) else 0


class TextWhereabouts:
    """Of Turtle, TriG and RDF/XML: where subjects and their predicates stand in a text."""

    def __init__(self, text: str, name: str) -> None:
        self._text = text
        self._name = name

    def find(self, subject: str, predicate: str = "", value: str = "") -> Position:  # noqa: ARG002
        """Return where a predicate stands behind its subject, or else the subject."""
        if self._name == "rdfxml":
            predicate = _local(predicate)
        known, lines = self._known
        at = known.get((subject, predicate), known.get((subject, "")))
        return START if at is None else lines.position(at)

    @cached_property
    def _known(self) -> tuple[dict[tuple[str, str], int], Lines]:
        every = _xml_marks(self._text) if self._name == "rdfxml" else _turtle_marks(self._text)
        known: dict[tuple[str, str], int] = {}
        for subject, predicate, offset in every:
            known.setdefault((subject, predicate), offset)
        return known, Lines(self._text)


Mark = tuple[str, str, int]
"""A subject, a predicate of it or nothing, and where that stands."""


def _turtle_marks(text: str) -> Iterator[Mark]:
    """Yield subjects and predicates by what stands before them; blank nodes are passed over."""
    subject = ""
    is_next = False
    for key, offset in turtle_tokens(text):
        before = _before(text, offset)
        if key[0] != "<":
            is_next = False
        elif before in ("", ".", "{", "}") or not subject:
            subject, is_next = key, True
            yield key, "", offset
        elif is_next or before == ";":
            is_next = False
            yield subject, key, offset


def _before(text: str, offset: int) -> str:
    """Return the character before a place, blanks and comments apart."""
    while True:
        while offset and text[offset - 1] in _BLANK:
            offset -= 1
        start = text.rfind("\n", 0, offset) + 1
        comment = _COMMENT.search(text, start, offset)
        if comment is None:
            return text[offset - 1 : offset]
        offset = comment.start()


def _xml_marks(text: str) -> Iterator[Mark]:
    """Yield subjects as terms, and elements inside by their names without prefix."""
    subject = ""
    for match in _XML.finditer(text):
        if match["about"]:
            subject = f"<{html.unescape(match['about'][1:-1])}>"
            yield subject, "", match.start("about") + 1
        elif match["element"]:
            yield subject, match["element"], match.start() + 1


def _local(term: str) -> str:
    """Return what a term ends with: the name that many syntaxes write alone."""
    match = _LOCAL.search(term.rstrip(">"))
    return match[0] if match else ""


class JsonWhereabouts:
    """Of JSON-LD: the object that describes a node, and the key in it."""

    def __init__(self, document: Any, places: Places) -> None:
        self._document = document
        self._places = places

    def find(self, subject: str, predicate: str = "", value: str = "") -> Position:  # noqa: ARG002
        """Return where the key of a predicate stands, or else the object of its subject."""
        where = self._known.get(subject.strip("<>"), ("", {}))
        keys = where[1]
        key = keys.get(_local(predicate))
        steps = where[0] if key is None else where[0] + pointer([key])
        return self._places.find(steps) or START

    @cached_property
    def _known(self) -> dict[str, tuple[str, dict[str, str]]]:
        """Node → the pointer of the object that says most of it, and its keys by local names."""
        sizes: dict[str, int] = {}
        known: dict[str, tuple[str, dict[str, str]]] = {}
        for where, found in _objects(self._document):
            name = found.get("@id", found.get("id"))
            if isinstance(name, str) and len(found) > sizes.get(name, 0):
                sizes[name] = len(found)
                known[name] = (where, {_local(key): key for key in found})
        return known


def _objects(document: Any) -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield all objects of a document with their pointers."""
    waiting: list[tuple[str, Any]] = [("", document)]
    while waiting:
        where, value = waiting.pop()
        if isinstance(value, dict):
            yield where, value
            waiting += [(where + pointer([key]), part) for key, part in value.items()]
        elif isinstance(value, list):
            waiting += [(f"{where}/{number}", part) for number, part in enumerate(value)]
