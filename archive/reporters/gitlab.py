"""The report for GitLab Code Quality: one list, an entry for each finding."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from archive import messages
from archive.checkout import well_formed
from archive.findings import Finding, Severity
from archive.fingerprints import Fingerprints
from archive.outcome import Obstacle, Outcome
from archive.problems import json_line
from archive.reporters import Closing, Manner

_SEVERITIES = {Severity.ERROR: "major", Severity.WARNING: "minor", Severity.INFO: "info"}


class GitlabReporter:
    """Tells each finding with a name of its own: GitLab drops a second one of the same name."""

    def __init__(self, manner: Manner) -> None:
        self._manner = manner
        self._fingerprints = Fingerprints()
        self._before = "["

    def tell(self, outcome: Outcome) -> Iterator[str]:
        """Yield the entries of a source."""
        if outcome.obstacle is not None:
            yield self._entry(self._of_obstacle(outcome.path, outcome.obstacle))
        for one in outcome.findings:
            yield self._entry(self._of_finding(outcome.path, one))

    def end(self, closing: Closing) -> Iterator[str]:  # noqa: ARG002 (the protocol's name)
        """Yield the end of the list."""
        yield "[]\n" if self._before == "[" else "\n]\n"

    def close(self) -> None:
        """Do nothing: nothing is kept."""

    def _entry(self, said: dict[str, Any]) -> str:
        before, self._before = self._before, ","
        return f"{before}\n {json_line(said)}"

    def _of_finding(self, path: str, one: Finding) -> dict[str, Any]:
        name = self._manner.checkout.name(path)
        language = self._manner.language
        return {
            "description": messages.message(one, language),
            "check_name": one.code,
            "fingerprint": self._fingerprints.of(name, one),
            "severity": _SEVERITIES[one.severity],
            "location": _location(name, one.position.line if one.position else 1),
            "content": {"body": messages.hint(one, language)},
        }

    def _of_obstacle(self, path: str, one: Obstacle) -> dict[str, Any]:
        name = self._manner.checkout.name(path)
        return {
            "description": messages.phrase(
                one.key, self._manner.language, name=one.name, reason=one.reason
            ),
            "check_name": one.key,
            "fingerprint": self._fingerprints.of_obstacle(name, one.key),
            "severity": "blocker",
            "location": _location(name, 1),
        }


def _location(name: str, line: int) -> dict[str, Any]:
    return {"path": well_formed(name), "lines": {"begin": line}}


make = GitlabReporter
