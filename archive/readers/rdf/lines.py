"""N-Quads and N-Triples: a statement a line.

What our writer wrote is known by writing it again: if that gives the same bytes, they are good and
nothing is to be told. All else is given to a parser.
"""

from __future__ import annotations

import io
import re
from array import array
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import BinaryIO

from msgspec.structs import replace

from archive.errors import UnreadableSource
from archive.findings import Finding, Position, finding
from archive.graph.documents import Graphs
from archive.graph.mapping import graph, graph_name
from archive.graph.places import NodePlaces
from archive.graph.reading import Statements, works
from archive.graph.statements import lines as written_lines
from archive.json_text import BOM
from archive.parsing import rdf_syntax
from archive.parsing.rdf_opening import START, another, decoded, opened, other
from archive.parsing.rdf_places import LineWhereabouts
from archive.readers import Reading
from archive.readers.rdf.texts import readings, refuse, whole
from archive.validation.soundness import sound

_GRAPH = re.compile(r" <[^<>\"{}|^`\\\x00-\x20]++> \.")
"""What a line ends with that names a graph, written as programs do."""
_GRAPH_BYTES = re.compile(_GRAPH.pattern.encode())
_STARTS = re.compile(rb"\s*+(?:<[^?!]|_:|#)")
"""How N-Quads begin."""
_ANY = " ."
"""What every other line ends with."""


@dataclass(slots=True)
class _Part:
    """Lines that end alike, and their numbers in the file."""

    end: str
    lines: list[str] = field(default_factory=list)
    numbers: Sequence[int] = ()

    @property
    def whereabouts(self) -> LineWhereabouts:
        """Where statements stand."""
        return LineWhereabouts(self.lines, self.numbers)


def read(stream: BinaryIO, name: str, largest: int) -> Iterator[Reading]:
    """Yield the releases of a file of a format.

    Of N-Quads that are larger than ``largest`` one graph is held at a time, and has to stand
    together.

    Raises:
        UnreadableSource: it is no such file, too large, or its syntax is wrong.

    """
    raw = stream.read(largest + 1)
    if name == "nquads" and len(raw) > largest:
        yield from _each(raw, stream, largest)
        return
    text, warnings = opened(whole(raw, largest), name)
    every = _part(text, 1)
    parts, is_odd = _parts(every, text) if name == "nquads" else ([every], False)
    for one in _odd(parts, every, raw) if is_odd else _regular(parts, name, raw):
        yield replace(one, findings=(*warnings, *one.findings)) if warnings else one
        warnings = []


def _part(text: str, first: int) -> _Part:
    lines = text.removesuffix("\n").split("\n")
    return _Part(_ANY, lines, range(first, first + len(lines)))


def _parts(every: _Part, text: str) -> tuple[list[_Part], bool]:
    """Return the lines of each graph, and whether there are lines that name none as programs do.

    Such a line is with those before it.
    """
    first = every.lines[0]
    end = first[first.rfind(" <") :]
    if _GRAPH.fullmatch(end) and text.count(f"{end}\n") == len(every.lines):
        return [_Part(end, every.lines, every.numbers)], False
    part, numbers = _Part(_ANY), array("Q")
    parts = {_ANY: (part, numbers)}
    is_odd = False
    for number, line in zip(every.numbers, every.lines, strict=True):
        mark = line.rfind(" <")
        end = line[mark:]
        if end != part.end:
            if end in parts or (_GRAPH.fullmatch(end) and line.count(" ", 0, mark) > 1):
                part, numbers = parts.setdefault(end, (_Part(end), array("Q")))
            else:
                is_odd = True
        part.lines.append(line)
        numbers.append(number)
        part.numbers = numbers
    return [one for one, _ in parts.values() if one.lines], is_odd


def _regular(parts: list[_Part], name: str, raw: bytes) -> Iterator[Reading]:
    """Yield the releases of parts; one that is wrong stops the others only if it is alone."""
    for part in parts:
        quick = _quick(part, name)
        yield from _slow(part, name, raw if len(parts) == 1 else b"") if quick is None else quick


def _odd(parts: list[_Part], every: _Part, raw: bytes) -> Iterator[Reading]:
    """Yield the releases of N-Quads that are not written as programs do, or wrong."""
    graphs, told = _parsed(every, "nquads")
    if told and len(parts) > 1:
        yield from _regular(parts, "nquads", raw)
        return
    refuse(told, raw, "nquads")
    yield from readings(graphs, every.whereabouts, [], len(raw))


def _quick(part: _Part, name: str) -> list[Reading] | None:
    """Return the releases of lines that are what our writer makes of these releases."""
    statements = _statements(part)
    found = works(statements)
    written = bytearray()
    seen = []
    for work in found:
        plain, release = sound(work.document)
        if release is None:
            return None
        end = f" <{graph_name(release)}>{_ANY}" if name == "nquads" else _ANY
        written += written_lines(graph(release), f"{end}\n".encode())
        seen.append(plain)
    if not found or written != "\n".join([*part.lines, ""]).encode():
        return None
    size = len(written) // len(found)
    return [
        Reading(work.document, (), _Places(part, number), size, plain)
        for number, (work, plain) in enumerate(zip(found, seen, strict=True))
    ]


class _Places:
    """The places of a release; its statements are only held when one is asked for."""

    def __init__(self, part: _Part, number: int) -> None:
        self._part = part
        self._number = number

    def find(self, pointer: str) -> Position:
        """Return the place of a value."""
        return self._places.find(pointer)

    @cached_property
    def _places(self) -> NodePlaces:
        statements = _statements(self._part)
        return NodePlaces(statements, works(statements)[self._number], self._part.whereabouts)


def _statements(part: _Part) -> Statements:
    """Return the statements of lines if all are written as programs do, else none."""
    statements: Statements = {}
    cut = len(part.end)
    try:
        for line in part.lines:
            subject, predicate, value = line[:-cut].split(" ", 2)
            if not value:
                return {}
            said = statements.get(subject)
            if said is None:
                said = statements[subject] = {}
            if predicate in said:
                said[predicate][value] = None
            else:
                said[predicate] = {value: None}
    except ValueError:
        return {}
    return statements


def _slow(part: _Part, name: str, raw: bytes) -> Iterator[Reading]:
    """Yield the releases of any lines; where they are all of a file, it is ``raw``."""
    graphs, told = _parsed(part, name)
    if told and not raw:
        yield Reading(None, tuple(told))
        return
    refuse(told, raw, name)
    if graphs.named or raw:
        yield from readings(graphs, part.whereabouts, [], sum(map(len, part.lines)))


def _parsed(part: _Part, name: str) -> tuple[Graphs, list[Finding]]:
    """Return the graphs that lines say, and what is wrong with their syntax."""
    graphs = Graphs()
    told = rdf_syntax.read("\n".join(part.lines), name, graphs.add)
    return graphs, [one.at(_moved(one.position or START, part.numbers)) for one in told]


def _moved(position: Position, numbers: Sequence[int]) -> Position:
    return Position(numbers[min(position.line, len(numbers)) - 1], position.column)


def _each(start: bytes, stream: BinaryIO, largest: int) -> Iterator[Reading]:
    """Yield the releases of N-Quads of any size, whose graphs stand one behind the other."""
    start = start.removeprefix(BOM)
    found = other(start, "nquads") or (None if _STARTS.match(start) else another(start, "nquads"))
    if found:
        raise UnreadableSource([found])
    for number, lines in _runs(_lines(start, stream, largest), largest):
        yield from _run(lines, number, largest)


def _run(lines: list[bytes], number: int, largest: int) -> Iterator[Reading]:
    """Yield the releases of lines that stand together; of none there were too many."""
    if not lines:
        yield Reading(None, (finding("J009", largest=largest).at(Position(number, 1)),))
        return
    try:
        text = decoded(b"".join(lines), number)
    except UnreadableSource as error:
        yield Reading(None, error.findings)
        return
    every = _part(text, number)
    parts, is_odd = _parts(every, text)
    for part in [every] if is_odd else parts:
        quick = None if is_odd else _quick(part, "nquads")
        yield from _slow(part, "nquads", b"") if quick is None else quick


def _lines(start: bytes, stream: BinaryIO, largest: int) -> Iterator[bytes]:
    """Yield the lines of a stream of which the start was read; those too long in pieces."""
    head = io.BytesIO(start)
    while line := head.readline():
        yield line if line.endswith(b"\n") else line + stream.readline(largest)
    while line := stream.readline(largest):
        yield line


def _runs(lines: Iterator[bytes], largest: int) -> Iterator[tuple[int, list[bytes]]]:
    """Yield the lines of each graph with the number of the first; none of one that is too large."""
    held: list[bytes] = []
    end = b""
    first = number = 1
    size = 0
    is_open = False
    for line in lines:
        own = line[line.rfind(b" <") :].rstrip()
        is_named = own != end and _GRAPH_BYTES.fullmatch(own)
        if not is_open and (is_named or len(line) >= largest):
            if size:
                yield first, held
            held, size, first, end = [], 0, number, own
        size += len(line)
        if size > largest:
            held = []
        else:
            held.append(line)
        is_open = not line.endswith(b"\n")
        number += not is_open
    yield first, held
