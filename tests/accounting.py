"""What becomes of each element, attribute and text of a NewsML-G2 file when it is read.

Each is taken away in turn and the rest is read again. Where the documents are others then, it was
in the record; where only what is told is other, it was named; where nothing is, it vanished. Where
the parts of a file lie, the standard library's expat says; nothing here knows the reader's tables.

``python -m tests.accounting CORPORA`` prints the tables of ``docs/interoperability.md``.
"""

from __future__ import annotations

import io
import json
import os
import re
import subprocess
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from xml.etree import ElementTree as ET
from xml.parsers import expat

from archive.canonical import canonical
from archive.errors import UnreadableSource
from archive.findings import Finding
from archive.judges.newsml_g2.xsd import Xsd
from archive.readers import Read, Reading
from archive.standards import XSD
from archive.validation import built, validate
from archive.writers import WRITERS

KINDS = ("element", "attribute", "text")
RECORD, NAMED, VANISHED = "record", "named", "vanished"
FATES = (RECORD, NAMED, VANISHED)
RELEASE, INCOMPLETE, NO_RELEASE, REFUSED = "release", "incomplete", "no release", "refused"
_ATTRIBUTE = re.compile(rb"""\s+([^\s=/>]+)\s*=\s*(?:"[^"]*"|'[^']*')""")
_TAG = re.compile(rb"""<[^\s/>]+(?:\s+[^\s=/>]+\s*=\s*(?:"[^"]*"|'[^']*'))*\s*(/?)>""")
_ENDS = {"comment": b"-->", "instruction": b"?>"}
_ROUND_TRIP = Path(__file__).parent / "judges" / "newsmlg2_round_trip.py"


@dataclass(frozen=True, slots=True)
class Part:
    """One element with all in it, one attribute or one text of a file: the bytes it takes."""

    kind: str
    path: str
    start: int
    end: int

    def taken_from(self, raw: bytes) -> bytes:
        """Return the file without this part."""
        return raw[: self.start] + raw[self.end :]


@dataclass(slots=True)
class Account:
    """What became of the parts of one file."""

    counts: Counter[tuple[str, str]] = field(default_factory=Counter)
    vanished: list[Part] = field(default_factory=list)

    def of(self, kind: str) -> list[int]:
        """Return how many parts of a kind came to each end."""
        return [self.counts[kind, fate] for fate in FATES]


class _Parts:
    """The parts of a file, in the order in which they end."""

    def __init__(self, raw: bytes) -> None:
        self.found: list[Part] = []
        self._raw = raw
        self._open: list[tuple[str, int, int]] = []  # path, start, end if the tag is all of it
        self._behind = 0
        self._text = ""
        self._parser = parser = expat.ParserCreate()
        parser.StartElementHandler = self._starts
        parser.EndElementHandler = self._ends
        parser.CharacterDataHandler = self._says
        parser.CommentHandler = lambda _: self._passes("comment")
        parser.ProcessingInstructionHandler = lambda *_: self._passes("instruction")
        parser.Parse(raw, True)

    def _starts(self, name: str, _: object) -> None:
        start = self._parser.CurrentByteIndex
        self._text_ends(start)
        tag = _TAG.match(self._raw, start)
        assert tag is not None
        above = self._open[-1][0] if self._open else ""
        path = f"{above}/{name}"
        for one in _ATTRIBUTE.finditer(self._raw, start, tag.end()):
            if one[1] != b"xmlns" and not one[1].startswith(b"xmlns:"):
                self.found.append(Part("attribute", f"{path}/@{one[1].decode()}", *one.span()))
        self._open.append((path, start, tag.end() if tag[1] else 0))
        self._behind = tag.end()

    def _ends(self, _: str) -> None:
        path, start, end = self._open[-1]
        if not end:
            index = self._parser.CurrentByteIndex
            self._text_ends(index)
            end = self._raw.index(b">", index) + 1
        self._open.pop()
        self.found.append(Part("element", path, start, end))
        self._behind = end

    def _says(self, text: str) -> None:
        self._text += text

    def _passes(self, what: str) -> None:
        start = self._parser.CurrentByteIndex
        self._text_ends(start)
        self._behind = self._raw.index(_ENDS[what], start) + 3 - (what == "instruction")

    def _text_ends(self, index: int) -> None:
        if self._text.strip():
            self.found.append(Part("text", f"{self._open[-1][0]}/text()", self._behind, index))
        self._text = ""


def parts(raw: bytes) -> list[Part]:
    """Return the parts of a file; no namespace declarations, comments and instructions."""
    return _Parts(raw).found


Outcome = tuple[list[bytes], list[str]]


def outcome(raw: bytes, read: Read) -> Outcome:
    """Return the documents that a file gives, and what is told of it; nothing of places."""
    readings: list[Reading] = []
    told: list[Finding] = []
    try:
        readings.extend(read(io.BytesIO(raw)))
    except UnreadableSource as error:
        told += error.findings
    told += [finding for reading in readings for finding in reading.findings]
    documents = [canonical(one.document) for one in readings if one.document is not None]
    return documents, sorted(f"{one.at(None)}" for one in told)


def account(raw: bytes, read: Read) -> Account:
    """Return what becomes of each part of a file."""
    whole, result = outcome(raw, read), Account()
    for part in parts(raw):
        rest = outcome(part.taken_from(raw), read)
        fate = RECORD if rest[0] != whole[0] else NAMED if rest != whole else VANISHED
        result.counts[part.kind, fate] += 1
        if fate == VANISHED:
            result.vanished.append(part)
    return result


def verdict(raw: bytes, read: Read, xsd: Xsd) -> str:
    """Return what a file is to us; every complete release is written back and judged."""
    try:
        documents = [one.document for one in read(io.BytesIO(raw)) if one.document is not None]
    except UnreadableSource:
        return REFUSED
    if not documents:
        return NO_RELEASE
    write = WRITERS["newsml-g2"].load().write
    complete = [one for one in documents if _is_complete(one)]
    for document in complete:
        assert xsd.findings(write(built(document))) == []
    return RELEASE if complete else INCOMPLETE


def _is_complete(document: object) -> bool:
    return all(one.severity != "error" for one in validate(document))


# the peer: newsmlg2 (PyPI)


@dataclass(frozen=True, slots=True)
class Survival:
    """What newsmlg2 keeps of a file that it reads and writes again."""

    error: str
    """Why it did not; empty if it did."""
    kept: tuple[int, ...]
    """Of each kind."""
    held: tuple[int, ...]
    """How many there are, of each kind."""


def survivals(paths: list[Path], python: str) -> Iterator[Survival]:
    """Yield what newsmlg2 keeps of each file."""
    done = subprocess.run(
        [python, str(_ROUND_TRIP), *map(str, paths)], capture_output=True, check=True, timeout=300
    )
    for path, back in zip(paths, json.loads(done.stdout), strict=True):
        held = _inventory(path.read_bytes())
        kept = _inventory(back["xml"].encode()) if back["xml"] else []
        yield Survival(
            error=back["error"],
            kept=tuple(_common(before, after) for before, after in zip(held, kept, strict=False)),
            held=tuple(one.total() for one in held),
        )


def _common(before: Counter[str], after: Counter[str]) -> int:
    return (before & after).total()


def _inventory(raw: bytes) -> list[Counter[str]]:
    """Return the elements, attributes and texts of a file, wherever in the order they stand."""
    found: list[Counter[str]] = [Counter(), Counter(), Counter()]
    _list(ET.fromstring(raw), "", found)  # noqa: S314 (files of the standard)
    return found


def _list(element: ET.Element, above: str, found: list[Counter[str]]) -> None:
    path = f"{above}/{element.tag}"
    found[0][path] += 1
    found[1].update(f"{path}/@{name}={value}" for name, value in element.attrib.items())
    found[2].update(f"{path}: {_squeezed(text)}" for text in _texts(element))
    for child in element:
        _list(child, path, found)


def _texts(element: ET.Element) -> Iterator[str]:
    for text in (element.text, *(child.tail for child in element)):
        if text and text.strip():
            yield text


def _squeezed(text: str) -> str:
    """Return a text with white space as one blank: that newsmlg2 changes it is told elsewhere."""
    return " ".join(text.split())


# the tables

HEAD = (
    "| file | what it is | elements | attributes | texts | newsmlg2: elements | attributes | texts |\n"
    "| --- | --- | --- | --- | --- | --- | --- | --- |"
)


def files(corpora: Path) -> list[Path]:
    """Return the files of the standard: listings and unit tests."""
    return sorted((corpora / "formats" / "newsml_g2").rglob("*.xml"))


def row(name: str, what: str, one: Account, other: Survival | None) -> str:
    """Return the line of a file: of each kind in the record, named and vanished, and of the peer."""
    ours = [" + ".join(map(str, one.of(kind)[:2])) for kind in KINDS]
    ours = [
        f"{shown}, **{vanished} vanished**" if (vanished := one.of(kind)[2]) else shown
        for shown, kind in zip(ours, KINDS, strict=True)
    ]
    return f"| {name} | {what} | {' | '.join(ours)}{theirs(other)}"


def theirs(other: Survival | None) -> str:
    """Return the end of the line of a file: what newsmlg2 keeps of it."""
    if other is None:
        return " | | | |"
    if other.error:
        return f" | {other.error} | | |"
    kept = [f"{kept} of {held}" for kept, held in zip(other.kept, other.held, strict=True)]
    return f" | {' | '.join(kept)} |"


def totals(accounts: list[Account], others: list[Survival]) -> Iterator[str]:
    """Yield how many of each kind came to which end, and how many newsmlg2 keeps."""
    yield "| | in the record | named | vanished | newsmlg2 keeps |"
    yield "| --- | --- | --- | --- | --- |"
    for number, kind in enumerate(KINDS):
        ours = [sum(one.counts[kind, fate] for one in accounts) for fate in FATES]
        kept = sum(one.kept[number] for one in others if not one.error)
        held = sum(one.held[number] for one in others)
        theirs = f"{kept} of {held}" if others else ""
        yield f"| {kind}s | {' | '.join(map(str, ours))} | {theirs} |"


def main(arguments: list[str], say: Callable[[str], object] = print) -> None:
    """Print the tables for a folder of corpora."""
    from archive.readers.newsml_g2 import read

    corpora = Path(arguments[0])
    standards = Path(os.environ.get("PRESS_ARCHIVE_STANDARDS") or corpora.parent / "standards")
    xsd, paths = Xsd(standards / XSD), files(corpora)
    python = os.environ.get("PRESS_ARCHIVE_NEWSMLG2")
    others = list(survivals(paths, python)) if python else []
    accounts = [account(path.read_bytes(), read) for path in paths]
    whats = [verdict(path.read_bytes(), read, xsd) for path in paths]
    for line in totals(accounts, others):
        say(line)
    say("")
    for what, number in Counter(whats).most_common():
        say(f"- {number} {what}")
    say(f"\n{HEAD}")
    for number, path in enumerate(paths):
        name = path.relative_to(corpora / "formats" / "newsml_g2").as_posix()
        other = others[number] if others else None
        say(row(name, whats[number], accounts[number], other))


if __name__ == "__main__":
    main(sys.argv[1:])
