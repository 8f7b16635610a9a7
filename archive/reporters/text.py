"""The report for people: ``path:line:col: CODE message``, and a hint below."""

from __future__ import annotations

from collections.abc import Hashable, Iterator

from archive import messages
from archive.findings import Finding, Severity
from archive.outcome import Outcome
from archive.reporters import Closing, Manner

_COLOURS = {Severity.ERROR: "\x1b[31m", Severity.WARNING: "\x1b[33m", Severity.INFO: "\x1b[36m"}
_PLAIN = "\x1b[0m"
_MOST_WORDED, _LONGEST = 1_000, 1_000
"""What is said is kept in mind of so many findings, each with at most so many characters."""
_KINDS = {one: "" if one is Severity.ERROR else f" {one.value}:" for one in Severity}


class TextReporter:
    """Tells each finding in a line."""

    def __init__(self, manner: Manner) -> None:
        self._manner = manner
        self._words: dict[Hashable, str] = {}
        """What was said of a finding, without where."""

    def tell(self, outcome: Outcome) -> Iterator[str]:
        """Yield the findings of a source; those of one kind too many are counted."""
        if not outcome.findings:
            return
        told = outcome.findings
        if not self._manner.with_left_out:
            told = tuple([one for one in told if one.code != "L201"])
        most = self._manner.most_per_file
        path = messages.shown(outcome.path, 400) if told else ""
        words = self._words
        for one in told[:most]:
            position = one.position
            place = f":{position.line}:{position.column}" if position else ""
            key = one.code, one.pointer, one.variant, one.severity, *one.params.items()
            said = words.get(key) or self._worded(key, one)
            yield f"{path}{place}: {said}"
        if most is not None and len(told) > most:
            more = messages.phrase("more", self._manner.language, count=len(told) - most)
            yield f"{path}: {more}\n"

    def _worded(self, key: Hashable, one: Finding) -> str:
        """Return what is said of a finding, and what to do about it; much comes up again."""
        code = one.code
        if self._manner.is_coloured:
            code = f"{_COLOURS[one.severity]}{code}{_PLAIN}"
        kind = _KINDS[one.severity]
        language = self._manner.language
        said, hint = messages.message(one, language), messages.hint(one, language)
        words = f"{code}{kind} {said}\n    = {hint}\n"
        size = len(one.pointer) + sum(len(str(value)) for value in one.params.values())
        if len(self._words) < _MOST_WORDED and size <= _LONGEST:
            self._words[key] = words
        return words

    def end(self, closing: Closing) -> Iterator[str]:  # noqa: ARG002 (the protocol's name)
        """Yield nothing: the summary is no result."""
        yield from ()

    def close(self) -> None:
        """Do nothing: nothing is kept."""


make = TextReporter
