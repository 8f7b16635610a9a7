"""The report as JUnit XML: a test case for each file, which fails when an error is in it."""

from __future__ import annotations

import html
from collections.abc import Iterator

from archive import messages
from archive.findings import Finding
from archive.outcome import Obstacle, Outcome
from archive.reporters import Closing, Manner
from archive.spool import Spool

MOST_OF_FILE = 1000
"""How many problems of a file, and how many remarks, are listed; the rest is counted."""
_LONGEST_NAME = 4096


class JunitReporter:
    """Keeps the test cases, on disk when they are many, and writes them behind their numbers."""

    def __init__(self, manner: Manner) -> None:
        self._manner = manner
        self._cases = Spool()
        self._case = _Case()
        self._failures = 0
        self._errors = 0

    def tell(self, outcome: Outcome) -> Iterator[str]:
        """Keep an outcome; a source of several parts is one file."""
        case = self._case
        case.obstacle = outcome.obstacle or case.obstacle
        for one in outcome.findings:
            (case.problems if one.severity in self._manner.failing else case.remarks).add(
                one, self._manner.language
            )
        if outcome.is_last:
            self._keep(outcome.path)
        yield from ()

    def end(self, closing: Closing) -> Iterator[str]:  # noqa: ARG002 (the protocol's name)
        """Yield the document."""
        counts = f'tests="{self._cases.writes}" failures="{self._failures}" errors="{self._errors}"'
        yield '<?xml version="1.0" encoding="UTF-8"?>\n'
        yield f'<testsuites name="press-archive" {counts}>\n'
        yield f' <testsuite name="press-archive" {counts} skipped="0">\n'
        yield from self._cases.pieces()
        yield " </testsuite>\n</testsuites>\n"

    def close(self) -> None:
        """Let go of the test cases."""
        self._cases.close()

    def _keep(self, path: str) -> None:
        case, self._case = self._case, _Case()
        self._errors += case.obstacle is not None
        self._failures += case.obstacle is None and case.problems.count > 0
        name = html.escape(messages.shown(self._manner.checkout.name(path), _LONGEST_NAME))
        opened = f'  <testcase classname="press-archive" name="{name}" file="{name}"'
        inside = "".join(self._parts(case))
        self._cases.write(f"{opened}>\n{inside}  </testcase>\n" if inside else f"{opened}/>\n")

    def _parts(self, case: _Case) -> Iterator[str]:
        """Yield what stands in a test case: at most one failure or error, and the remarks."""
        language = self._manner.language
        if case.obstacle is not None:
            one = case.obstacle
            said = messages.phrase(one.key, language, name=one.name, reason=one.reason)
            yield _element("error", said, case.problems.text(language), kind=one.key)
        elif case.problems.count:
            said = messages.phrase("problems_counted", language, count=case.problems.count)
            text = case.problems.text(language)
            yield _element("failure", said, text, kind=case.problems.first)
        if case.remarks.count:
            text = html.escape(case.remarks.text(language), quote=False)
            yield f"   <system-out>{text}</system-out>\n"


class _Listed:
    """Findings of a file, in lines for people; only the first ones."""

    def __init__(self) -> None:
        self.count = 0
        self.first = ""
        self._lines: list[str] = []

    def add(self, one: Finding, language: str) -> None:
        """Add a finding."""
        self.count += 1
        self.first = self.first or one.code
        if self.count > MOST_OF_FILE:
            return
        place = f"{one.position.line}:{one.position.column}: " if one.position else ""
        said, hint = messages.message(one, language), messages.hint(one, language)
        self._lines.append(f"{place}{one.code} {one.severity.value}: {said}\n    = {hint}")

    def text(self, language: str) -> str:
        """Return the lines, and how many there are not."""
        lines = [*self._lines]
        if self.count > len(lines):
            lines.append(messages.phrase("more", language, count=self.count - len(lines)))
        return "\n".join(lines)


class _Case:
    """What is said of a file, as its parts come."""

    def __init__(self) -> None:
        self.obstacle: Obstacle | None = None
        self.problems = _Listed()
        self.remarks = _Listed()


def _element(name: str, said: str, text: str, *, kind: str) -> str:
    escaped = html.escape(text, quote=False)
    return f'   <{name} message="{html.escape(said)}" type="{kind}">{escaped}</{name}>\n'


make = JunitReporter
