"""The report as a short page of Markdown: counts, problems by code and the first of them.

It is what a job of GitHub Actions shows as its summary. However many problems there are, it stays
well below the 1 MiB that GitHub takes.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from archive import messages
from archive.findings import Finding, Severity
from archive.outcome import Obstacle, Outcome
from archive.reporters import Closing, Manner

MOST = 50
"""How many problems are shown, and how many files that could not be read."""
_SIGNS = re.compile("[!-/:-@[-`{-~]")
"""Punctuation of ASCII: all that means something to Markdown or HTML."""
_LONGEST_NAME = 400


class MarkdownReporter:
    """Counts, and keeps the first findings of each severity; errors are shown first."""

    def __init__(self, manner: Manner) -> None:
        self._manner = manner
        self._codes: Counter[tuple[Severity, str]] = Counter()
        self._first: dict[Severity, list[str]] = {severity: [] for severity in Severity}
        self._obstacles: list[str] = []

    def tell(self, outcome: Outcome) -> Iterator[str]:
        """Count an outcome."""
        if outcome.obstacle is not None and len(self._obstacles) < MOST:
            self._obstacles.append(self._of_obstacle(outcome.obstacle))
        for one in outcome.findings:
            if one.code == "L201" and not self._manner.with_left_out:
                continue
            self._codes[one.severity, one.code] += 1
            if len(self._first[one.severity]) < MOST:
                self._first[one.severity].append(self._of_finding(outcome.path, one))
        yield from ()

    def end(self, closing: Closing) -> Iterator[str]:
        """Yield the page."""
        yield f"## press-archive\n\n{self._counts(closing)}\n"
        if known := closing.tally.known:
            said = messages.phrase("known_problems", self._manner.language, count=known)
            yield f"\n{_escaped(said)}\n"
        if self._obstacles:
            yield "\n" + "".join(f"- {line}\n" for line in self._obstacles)
            yield from self._left(closing.tally.obstacles - len(self._obstacles))
        if self._codes:
            yield from self._by_code()
            yield from self._shown()

    def close(self) -> None:
        """Do nothing: nothing is kept elsewhere."""

    def _counts(self, closing: Closing) -> str:
        """Return the numbers, and a sign of how the run ends: its exit status, if that is known."""
        tally = closing.tally
        has_failed = tally.invalid if closing.status is None else closing.status
        said = messages.phrase(
            "validated", self._manner.language, files=tally.files, valid=tally.valid,
            invalid=tally.invalid, errors=tally.errors, warnings=tally.warnings, infos=tally.infos,
        )  # fmt: skip
        return f"{'❌' if has_failed else '✅'} {_escaped(said)}"

    def _by_code(self) -> Iterator[str]:
        """Yield a table of codes, the most important and most frequent first."""
        language = self._manner.language
        yield f"\n| {messages.phrase('by_code', language)} | | | |\n| --- | --- | ---: | --- |\n"
        order = list(Severity)
        counts = sorted(
            self._codes.items(), key=lambda item: (order.index(item[0][0]), -item[1], item[0][1])
        )
        for (severity, code), count in counts:
            word = messages.phrase(f"severity_{severity.value}", language)
            title = _escaped(messages.page(code, language).title)
            yield f"| {code} | {word} | {count} | {title} |\n"

    def _shown(self) -> Iterator[str]:
        """Yield the first problems, and how many are not among them."""
        rows = [row for severity in Severity for row in self._first[severity]][:MOST]
        language = self._manner.language
        yield f"\n| {messages.phrase('first_problems', language)} | | |\n| --- | --- | --- |\n"
        yield from rows
        yield from self._left(sum(self._codes.values()) - len(rows))

    def _left(self, count: int) -> Iterator[str]:
        if count:
            left = messages.phrase("problems_left", self._manner.language, count=count)
            yield f"\n{_escaped(left)}\n"

    def _of_finding(self, path: str, one: Finding) -> str:
        language = self._manner.language
        place = f":{one.position.line}:{one.position.column}" if one.position else ""
        name = messages.shown(self._manner.checkout.name(path), _LONGEST_NAME)
        said, hint = messages.message(one, language), messages.hint(one, language)
        place = f"<code>{_escaped(name + place)}</code>"
        return f"| {place} | {one.code} | {_escaped(said)}<br>{_escaped(str(hint))} |\n"

    def _of_obstacle(self, one: Obstacle) -> str:
        return _escaped(
            messages.phrase(one.key, self._manner.language, name=one.name, reason=one.reason)
        )


def _escaped(text: str) -> str:
    """Return text in which nothing means anything to Markdown or HTML.

    >>> _escaped("a|b")
    'a&#124;b'
    """
    return _SIGNS.sub(lambda sign: f"&#{ord(sign[0])};", text)


make = MarkdownReporter
