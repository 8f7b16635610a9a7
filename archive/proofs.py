"""A proof: the texts of a release as an editor reads them, with the places of what was found.

It is made where a document is at hand and travels with the outcome of its source. The document
is not to be trusted: nothing of it is larger in a proof than a person would read.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from archive.body import plain_text
from archive.findings import Finding, Severity
from archive.outcome import Mark, Passage, Proof
from archive.positions import parent

MOST_CHARACTERS = 20_000
"""Of one text."""
MOST_FINDINGS = 200
"""How many findings of one release are given a place."""
_MOST_FIELD = 1_000
_MOST_QUOTES = 50
_CHARACTER = re.compile(r"U\+([0-9A-F]{4,6})\Z")
_BODY = "/body/text"


def proof(document: Any, findings: Sequence[Finding]) -> Proof | None:
    """Return what is shown of a document; nothing of what is no record."""
    if not isinstance(document, dict):
        return None
    chosen = _first(findings)
    sheet = _Sheet(document)
    for number, one in enumerate(chosen):
        sheet.place(number, one)
    return Proof(passages=tuple(sheet.passages), findings=tuple(chosen), marks=tuple(sheet.marks))


def _first(findings: Sequence[Finding]) -> list[Finding]:
    """Return as many findings as are shown, in their order; errors before others."""
    if len(findings) <= MOST_FINDINGS:
        return list(findings)
    order = {Severity.ERROR: 0, Severity.WARNING: 1, Severity.INFO: 2}
    ranked = sorted(range(len(findings)), key=lambda at: order[findings[at].severity])
    return [findings[at] for at in sorted(ranked[:MOST_FINDINGS])]


@dataclass(slots=True)
class _Sheet:
    """A proof under way."""

    document: Mapping[str, Any]
    passages: list[Passage] = field(default_factory=list)
    marks: list[Mark] = field(default_factory=list)
    _numbers: dict[str, int] = field(default_factory=dict)
    """Pointer → its passage."""
    _behind: dict[tuple[int, str], int] = field(default_factory=dict)
    """Passage and words → where they are looked for next: each finding has a place of its own."""

    def __post_init__(self) -> None:
        for passage in _prose(self.document):
            self._add(passage)

    def _add(self, passage: Passage) -> int:
        self.passages.append(passage)
        self._numbers[passage.pointer] = number = len(self.passages) - 1
        return number

    def place(self, number: int, found: Finding) -> None:
        """Mark what a finding is about."""
        pointer = _BODY if found.pointer == "/body" else found.pointer
        span = self._span(pointer)
        body = self._numbers.get(_BODY)
        if span is not None and body is not None:
            start, end = self._narrowed(body, span, found)
            self.marks.append(Mark(finding=number, passage=body, start=start, end=end))
            if pointer.count("/") < 3 or "/span" in pointer:
                return
        passage = self._numbers.get(pointer)
        if passage is None:
            passage = self._add(_field(self.document, pointer))
        start, end = self._words(passage, found)
        self.marks.append(Mark(finding=number, passage=passage, start=start, end=end))

    def _span(self, pointer: str) -> tuple[int, int] | None:
        """Return the characters of the body that a pointer is about, if it is about some."""
        steps = _steps(pointer)
        value: Any = self.document
        spans: Any = None
        for step in steps:
            value = _member(value, step)
            if isinstance(value, dict):
                spans = value.get("span") or _member(value.get("spans"), "0") or spans
        if "spans" in steps and _is_span(value):
            spans = value
        return (spans[0], spans[1]) if _is_span(spans) else None

    def _narrowed(self, passage: int, span: tuple[int, int], found: Finding) -> tuple[int, int]:
        """Return a span inside the text, or the words in it that a finding names."""
        text = self.passages[passage].text
        start = max(0, min(span[0], len(text) - 1))
        end = max(start, min(span[1], len(text)))
        for words in _named(found):
            at = text.find(words, start, end)
            if at >= 0:
                return at, at + len(words)
        return start, end

    def _words(self, passage: int, found: Finding) -> tuple[int, int]:
        """Return where the words that a finding names stand in a passage.

        Without them it is all of it, which in a body is shown by no character.
        """
        text = self.passages[passage].text
        offset = found.params.get("offset")
        for words in _named(found):
            if isinstance(offset, int) and text.startswith(words, offset):
                return offset, offset + len(words)
            key = (passage, words)
            at = text.find(words, self._behind.get(key, 0))
            if at >= 0:
                self._behind[key] = at + len(words)
                return at, at + len(words)
        return 0, 0 if self.passages[passage].pointer == _BODY else len(text)


# what is shown


def _prose(document: Mapping[str, Any]) -> Iterator[Passage]:
    """Yield the texts of a release in the order in which they are read."""
    language = _cut(document.get("language"), 40)
    body = _text_of_body(document)
    for pointer in ("/headline", "/dateline/text", "/summary"):
        if (text := value_at(document, pointer)) and isinstance(text, str):
            yield _passage(pointer, text, language)
    if body:
        yield _passage(_BODY, body, language)
    quotes = document.get("quotes")
    for number, quote in enumerate(quotes[:_MOST_QUOTES] if isinstance(quotes, list) else ()):
        span = _member(quote, "span")
        if _is_span(span) and (words := body[max(0, span[0]) : max(0, span[1])]):
            note = _cut(_member(quote, "speakerAsWritten") or "", _MOST_FIELD)
            yield _passage(f"/quotes/{number}", words, language, note=note)


def _text_of_body(document: Mapping[str, Any]) -> str:
    """Return the plain text of the body, as far as it can be had."""
    text = value_at(document, _BODY)
    if not isinstance(text, str):
        return ""
    return plain_text("html" if value_at(document, "/body/format") == "html" else "text", text)


def _passage(pointer: str, text: str, language: str, *, note: str = "") -> Passage:
    return Passage(
        pointer=pointer, text=text[:MOST_CHARACTERS], language=language, note=note,
        is_cut=len(text) > MOST_CHARACTERS,
    )  # fmt: skip


def _field(document: Mapping[str, Any], pointer: str) -> Passage:
    """Return what is shown of a field that holds no prose."""
    text = _cut(value_at(document, pointer), _MOST_FIELD)
    name, above = "", pointer
    while not name and (above := parent(above)):
        name = _cut(_member(value_at(document, above), "name") or "", _MOST_FIELD)
    return Passage(pointer=pointer, text=text, note=name, is_cut=len(text) == _MOST_FIELD)


def _cut(value: Any, longest: int) -> str:
    """Return a value as people write it, as far as that is of use; of parts only words."""
    if isinstance(value, str):
        return value[:longest]
    if isinstance(value, list):
        words = [one for one in value[:longest] if isinstance(one, str)]
        return ", ".join(one[:longest] for one in words)[:longest]
    return "" if value is None or isinstance(value, dict) else json.dumps(value)[:longest]


# where it is


def value_at(document: Any, pointer: str) -> Any:
    """Return the value at a JSON Pointer, or ``None``.

    >>> value_at({"quotes": [{"verb": "ujar"}]}, "/quotes/0/verb")
    'ujar'
    """
    for step in _steps(pointer):
        document = _member(document, step)
    return document


def _steps(pointer: str) -> list[str]:
    return [step.replace("~1", "/").replace("~0", "~") for step in pointer.split("/")[1:]]


def _member(value: Any, step: str) -> Any:
    if isinstance(value, dict):
        return value.get(step)
    is_number = step.isascii() and step.isdecimal() and len(step) < 10
    if isinstance(value, list) and is_number and int(step) < len(value):
        return value[int(step)]
    return None


def _is_span(value: Any) -> bool:
    return (
        isinstance(value, list)
        and len(value) == 2
        and all(isinstance(one, int) and not isinstance(one, bool) for one in value)
    )


def _named(found: Finding) -> list[str]:
    """Return the words that a finding quotes, the longest first."""
    quoted = [value for value in found.params.values() if isinstance(value, str) and value]
    words = [_character(value) for value in quoted]
    return sorted(words, key=len, reverse=True)


def _character(value: str) -> str:
    """Return the character itself that a finding names by its number."""
    match = _CHARACTER.match(value)
    return chr(min(int(match[1], 16), 0x10FFFF)) if match else value
