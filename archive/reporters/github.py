"""The report for the log of GitHub Actions: the list for people, then annotations of files."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from archive import messages
from archive.findings import Finding, Severity
from archive.outcome import Obstacle, Outcome
from archive.reporters import Closing, Manner, reporter

MOST = 10
"""How many annotations of each kind GitHub shows of a step; it drops the rest without a word."""
_COMMANDS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "notice"}
_LONGEST_NAME = 4096


class GithubReporter:
    """Tells each finding in a line as it comes, and annotates the first of each severity."""

    def __init__(self, manner: Manner) -> None:
        self._manner = manner
        self._list = reporter("text", manner)
        self._counts: Counter[Severity] = Counter()
        self._annotations: dict[Severity, list[str]] = {severity: [] for severity in _COMMANDS}

    def tell(self, outcome: Outcome) -> Iterator[str]:
        """Yield the findings of a source as lines for people, and keep the annotations."""
        yield from self._list.tell(outcome)
        if outcome.obstacle is not None and self._has_room(Severity.ERROR):
            told = self._of_obstacle(outcome.path, outcome.obstacle)
            self._annotations[Severity.ERROR].append(told)
        for one in outcome.findings:
            is_told = one.code != "L201" or self._manner.with_left_out
            if is_told and self._has_room(one.severity):
                self._annotations[one.severity].append(self._of_finding(outcome.path, one))

    def _has_room(self, severity: Severity) -> bool:
        """Count an annotation, and return whether it is shown."""
        self._counts[severity] += 1
        return self._counts[severity] <= MOST

    def _of_obstacle(self, path: str, one: Obstacle) -> str:
        said = messages.phrase(one.key, self._manner.language, name=one.name, reason=one.reason)
        return _command("error", self._file(path) | {"title": "press-archive"}, said)

    def _of_finding(self, path: str, one: Finding) -> str:
        properties = self._file(path)
        if one.position:
            properties |= {"line": str(one.position.line), "col": str(one.position.column)}
        properties["title"] = f"press-archive {one.code}"
        language = self._manner.language
        said = f"{messages.message(one, language)}\n{messages.hint(one, language)}"
        return _command(_COMMANDS[one.severity], properties, said)

    def _file(self, path: str) -> dict[str, str]:
        return {"file": messages.shown(self._manner.checkout.name(path), _LONGEST_NAME)}

    def end(self, closing: Closing) -> Iterator[str]:
        """Yield the annotations, and how many there are not."""
        yield from self._list.end(closing)
        for kept in self._annotations.values():
            yield from kept
        left = {one: self._counts[one] - len(kept) for one, kept in self._annotations.items()}
        if any(left.values()):
            told = messages.phrase(
                "annotations_left", self._manner.language, most=MOST, errors=left[Severity.ERROR],
                warnings=left[Severity.WARNING], infos=left[Severity.INFO],
            )  # fmt: skip
            yield f"{told}\n"

    def close(self) -> None:
        """Let go of the list."""
        self._list.close()


def _command(name: str, properties: dict[str, str], said: str) -> str:
    """Return a line that the runner takes as an order, with the escapes it undoes."""
    listed = ",".join(f"{key}={_property(value)}" for key, value in properties.items())
    return f"::{name} {listed}::{_data(said)}\n"


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")


make = GithubReporter
