"""A record and the files beside it → the record with what was missing about them, and findings.

What the record says is never changed, but compared; what is added stands behind the address, in
the form of the lines round it, so that a person sees what is new and nothing else.
"""

from __future__ import annotations

import io
import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from archive.batch import kinds
from archive.batch.measuring import Files, Measured, Unmeasured
from archive.errors import UnreadableSource
from archive.findings import Finding, Position, bounded, finding
from archive.places import Places
from archive.readers import READERS
from archive.validation import schema

_LINE_END = re.compile(r"\r\n|\n|\r")
_STRING = r'"(?:[^"\\]|\\.)*"'
_MEMBER = re.compile(rf"{_STRING}(?P<colon>\s*:\s*)(?P<value>{_STRING})")
_BEFORE = re.compile(r"(?:\r\n|\n|\r)[ \t]*\Z")
_WIDEST = 200
"""Most blanks at the beginning of a line that are repeated in the lines that are added."""
_BYTES_PER_PIXEL = 4
_LEAST = {"schemaVersion": "1", "id": "urn:x:least", "status": "draft"}
"""A record that says nothing, and that the schema accepts."""
_BOM = "\ufeff"


@dataclass(frozen=True, slots=True)
class Completed:
    """A record whose attachments were measured."""

    content: bytes | None
    """The record; ``None`` where it could not be understood."""
    findings: tuple[Finding, ...]
    measured: int = 0
    """How many files were looked at."""
    added: int = 0
    """How many values the record did not have."""


@dataclass(frozen=True, slots=True)
class _Edit:
    """What is to be written about one file: its address, and what stands behind it."""

    pointer: str
    href: str
    members: Mapping[str, str | int]


def completed(raw: bytes, files: Files, *, largest: int) -> Completed:
    """Return a record of JSON with what its files say; no bytes make it raise anything.

    An item of ninjs or a graph of JSON-LD is JSON too, and is refused.
    """
    if (form := kinds.decided("json", raw, ())) != "json":
        other = finding("J012", variant="record", kind=form)
        return Completed(None, (other.at(Position(1, 1)),))
    try:
        first, *others = READERS["json"].load()(io.BytesIO(raw), largest=largest)
    except UnreadableSource as error:
        return Completed(None, error.findings)
    if others:
        several = finding("J011", found="array").at(first.places.find(""))
        return Completed(None, (several,))
    if first.document is None:
        return Completed(None, first.findings)
    faults = _in_the_way(first.document)
    if faults:
        return Completed(None, (*first.findings, *_placed(faults, first.places)))
    work = _Work(files)
    for pointer, file in _files(first.document):
        work.take(pointer, file)
    text = _edited(raw.decode().removeprefix(_BOM), first.places, work.edits)
    return Completed(
        text.encode(),
        (*first.findings, *_placed(bounded(work.found), first.places)),
        measured=work.measured,
        added=sum(len(edit.members) for edit in work.edits),
    )


def _in_the_way(document: Mapping[str, Any]) -> list[Finding]:
    """Return what keeps attachments from being measured.

    Nothing else of the record matters; an address that is a path is what is expected here.
    """
    if "attachments" not in document:
        return []
    judged = _LEAST | {"attachments": document["attachments"]}
    return [
        one
        for one in schema.findings(judged)
        if one.code != "S115" or not one.pointer.endswith("/href")
    ]


def _placed(found: Iterable[Finding], places: Places) -> Iterator[Finding]:
    return (one.at(places.find(one.pointer)) for one in found)


class _Work:
    """What has been found out about the files of a record."""

    def __init__(self, files: Files) -> None:
        self._files = files
        self.found: list[Finding] = []
        self.edits: list[_Edit] = []
        self.measured = 0

    def take(self, pointer: str, file: Mapping[str, Any]) -> None:
        """Measure a file that is on this machine."""
        href = file["href"]
        name = self._files.name(href)
        if name is None:
            return
        what = self._files.measured(name)
        if isinstance(what, Unmeasured):
            why = {"variant": what.why, "name": name, "reason": what.reason}
            self.found.append(finding("R138", f"{pointer}/href", **why))
            return
        self.measured += 1
        values = _values(what)
        self.found += _of_itself(f"{pointer}/href", name, what)
        self.found += [
            finding("R134", f"{pointer}/{key}", name=name, stated=file[key], found=value)
            for key, value in values.items()
            if file.get(key, value) != value
        ]
        missing = {key: value for key, value in values.items() if key not in file}
        self.edits.append(_Edit(f"{pointer}/href", self._files.address(href), missing))


def _files(document: Mapping[str, Any]) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """Yield each attachment and each rendition, with its pointer."""
    for number, attachment in enumerate(document.get("attachments", ())):
        pointer = f"/attachments/{number}"
        yield pointer, attachment
        for inner, rendition in enumerate(attachment.get("renditions", ())):
            yield f"{pointer}/renditions/{inner}", rendition


def _values(measured: Measured) -> dict[str, str | int]:
    """Return what a file says, as the record names it."""
    said = {
        "mediaType": measured.facts.media_type,
        "bytes": measured.bytes,
        "sha256": measured.sha256,
        "width": measured.facts.width,
        "height": measured.facts.height,
    }
    return {name: value for name, value in said.items() if value is not None}


def _of_itself(pointer: str, name: str, measured: Measured) -> Iterator[Finding]:
    """Yield what is odd about a file, whatever the record says."""
    facts = measured.facts
    if not measured.bytes:
        yield finding("R136", pointer, variant="empty", name=name)
        return
    if facts.named is not None:
        variant = "" if facts.media_type else "unknown"
        found = facts.media_type or ""
        yield finding("R135", pointer, variant=variant, name=name, named=facts.named, found=found)
    if not facts.is_readable:
        yield finding("R136", pointer, variant="header", name=name)
    elif not facts.is_whole:
        yield finding("R136", pointer, name=name)
    if facts.is_huge:
        width, height = facts.width or 0, facts.height or 0
        memory = width * height * _BYTES_PER_PIXEL // 2**20
        yield finding("R137", pointer, name=name, width=width, height=height, memory=memory)


def _edited(text: str, places: Places, edits: Iterable[_Edit]) -> str:
    """Return the text of a record with what is to be added; the rest is as it was."""
    starts = [0, *(match.end() for match in _LINE_END.finditer(text))]
    parts, done = [], 0
    for edit in edits:
        position = places.find(edit.pointer)
        assert position is not None  # noqa: S101 (a record of JSON has places)
        start = starts[position.line - 1] + position.column - 1
        member = _MEMBER.match(text, start)
        assert member is not None  # noqa: S101 (the schema has accepted it)
        parts += [text[done : member.start("value")], _value(member, edit)]
        parts += _added(text, member, edit)
        done = member.end()
    return "".join([*parts, text[done:]])


def _value(member: re.Match[str], edit: _Edit) -> str:
    """Return the address as it was written, unless it becomes another one."""
    written = member["value"]
    return written if json.loads(written) == edit.href else _spelt(edit.href)


def _added(text: str, member: re.Match[str], edit: _Edit) -> Iterator[str]:
    """Yield members as their neighbour is written: in lines of their own, or one behind another."""
    before = _BEFORE.search(text, max(0, member.start() - _WIDEST), member.start())
    colon = member["colon"]
    gap = before[0] if before else colon.partition(":")[2]
    for name, value in edit.members.items():
        yield f',{gap}"{name}"{colon}{_spelt(value)}'


def _spelt(value: str | int) -> str:
    return json.dumps(value, ensure_ascii=False)
