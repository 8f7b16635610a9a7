"""The report as SARIF 2.1.0, as code scanning and editors read it."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import quote

from archive import messages, vocabulary
from archive.checkout import STDIN, well_formed
from archive.findings import CODES, Finding, Severity
from archive.fingerprints import Fingerprints
from archive.outcome import Obstacle, Outcome
from archive.problems import json_line
from archive.reporters import Closing, Manner, Tool
from archive.spool import Spool

MOST = 25_000
"""How many results GitHub takes in one run; a file with more is refused as a whole."""
MOST_OBSTACLES = 1000
_SCHEMA = (
    "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
)
_PAGE = vocabulary.OWN + "codes#"
_LEVELS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "note"}
_COULD_NOT_RUN = 2
_NO_BYTES = re.compile("[\ud800-\udc7f\udd00-\udfff]")
"""Halves of characters that stand for no byte of a file name."""


class SarifReporter:
    """Keeps results by severity, on disk when they are many; errors are written first."""

    def __init__(self, manner: Manner) -> None:
        self._manner = manner
        self._rules: dict[str, int] = {}
        self._fingerprints = Fingerprints()
        self._results = {severity: Spool() for severity in _LEVELS}
        self._notices: list[dict[str, Any]] = []
        self._left_out = 0
        self._obstacles = 0

    def tell(self, outcome: Outcome) -> Iterator[str]:
        """Keep an outcome."""
        if outcome.obstacle is not None:
            self._obstacles += 1
            if self._obstacles <= MOST_OBSTACLES:
                self._notices.append(self._of_obstacle(outcome.path, outcome.obstacle))
        for one in outcome.findings:
            kept = self._results[one.severity]
            if kept.writes < MOST:
                kept.write(f"{json_line(self._of_finding(outcome.path, one))}\n")
            else:
                self._left_out += 1
        yield from ()

    def end(self, closing: Closing) -> Iterator[str]:
        """Yield the document."""
        self._left_out += max(0, sum(kept.writes for kept in self._results.values()) - MOST)
        yield f'{{\n"$schema": "{_SCHEMA}",\n"version": "2.1.0",\n"runs": [{{\n"tool": '
        yield json_line({"driver": self._driver(closing.tool())})
        yield f',\n"invocations": [{json_line(self._invocation(closing))}]'
        yield ',\n"columnKind": "unicodeCodePoints",\n"results": ['
        lines = itertools.chain.from_iterable(kept.lines() for kept in self._results.values())
        before = "\n"
        for line in itertools.islice(lines, MOST):
            yield before + line
            before = ",\n"
        yield "]\n}]\n}\n"

    def close(self) -> None:
        """Let go of the results."""
        for kept in self._results.values():
            kept.close()

    def _of_finding(self, path: str, one: Finding) -> dict[str, Any]:
        name = self._manner.checkout.name(path)
        fingerprint = self._fingerprints.of(name, one)
        language = self._manner.language
        return {
            "ruleId": one.code,
            "ruleIndex": self._rules.setdefault(one.code, len(self._rules)),
            "level": _LEVELS[one.severity],
            "message": {
                "text": f"{messages.message(one, language)}. {messages.hint(one, language)}"
            },
            "locations": [self._place(name, one)],
            "partialFingerprints": {
                "primaryLocationLineHash": f"{fingerprint}:1",
                "pressArchiveFinding/v1": fingerprint,
            },
        }

    def _place(self, name: str, one: Finding) -> dict[str, Any]:
        """Return where a finding is; readers ask for a line, so the first where nothing says it."""
        region = {"startLine": 1}
        if one.position:
            region = {"startLine": one.position.line, "startColumn": one.position.column}
        physical = {"artifactLocation": self._artifact(name), "region": region}
        place: dict[str, Any] = {"physicalLocation": physical}
        if one.pointer:
            place["logicalLocations"] = [
                {"fullyQualifiedName": well_formed(one.pointer), "kind": "member"}
            ]
        return place

    def _artifact(self, name: str) -> dict[str, Any]:
        if name == STDIN:
            words = messages.phrase("standard_input", self._manner.language)
            return {"uri": STDIN, "description": {"text": words}}
        if name.startswith("/") or "://" in name:
            return {"uri": uri(name)}
        return {"uri": uri(name), "uriBaseId": "%SRCROOT%"}

    def _of_obstacle(self, path: str, one: Obstacle) -> dict[str, Any]:
        artifact = self._artifact(self._manner.checkout.name(path))
        text = messages.phrase(one.key, self._manner.language, name=one.name, reason=one.reason)
        return {
            "descriptor": {"id": one.key},
            "level": "error",
            "message": {"text": text},
            "locations": [{"physicalLocation": {"artifactLocation": artifact}}],
        }

    def _invocation(self, closing: Closing) -> dict[str, Any]:
        """Return how the run went; what could not be read and what is left out are told there."""
        is_done = self._obstacles == 0 and closing.status != _COULD_NOT_RUN
        told: dict[str, Any] = {"executionSuccessful": is_done}
        if closing.status is not None:
            told["exitCode"] = closing.status
        notices = [*self._notices]
        for key, count in (
            ("obstacles_left_out", self._obstacles - len(notices)),
            ("results_left_out", self._left_out),
        ):
            if count > 0:
                text = messages.phrase(key, self._manner.language, count=count)
                notices.append({"level": "warning", "message": {"text": text}})
        return told | ({"toolExecutionNotifications": notices} if notices else {})

    def _driver(self, tool: Tool) -> dict[str, Any]:
        return {
            "name": "press-archive",
            "version": tool.version,
            "language": self._manner.language,
            "rules": [_rule(code, self._manner.language) for code in self._rules],
        }


def _rule(code: str, language: str) -> dict[str, Any]:
    """Return what ``explain`` says of a code."""
    page = messages.page(code, language)
    examples = [
        (messages.phrase(key, language), example.strip())
        for key, example in (("wrong", page.wrong), ("right", page.right))
        if example
    ]
    why = page.why.strip()
    plain = [why, *(f"{word}:\n{example}" for word, example in examples)]
    marked = [why, *(f"{word}:\n\n```\n{example}\n```" for word, example in examples)]
    return {
        "id": code,
        "shortDescription": {"text": page.title},
        "fullDescription": {"text": why},
        "help": {"text": "\n\n".join(plain), "markdown": "\n\n".join(marked)},
        "helpUri": f"{_PAGE}{code.lower()}",
        "defaultConfiguration": {"level": _LEVELS[CODES[code].severity]},
    }


def uri(name: str) -> str:
    r"""Return a name as a reference by RFC 3986; bytes that are no UTF-8 are those of the name.

    >>> uri("a b/caf\udce9.json"), uri("/x/#1.json"), uri("s3://in/ä.json")
    ('a%20b/caf%E9.json', 'file:///x/%231.json', 's3://in/%C3%A4.json')
    """
    raw = _NO_BYTES.sub("\ufffd", name).encode("utf-8", "surrogateescape")
    if "://" in name:
        return quote(raw, safe="/:")
    return f"file:///{quote(raw.lstrip(b'/'))}" if name.startswith("/") else quote(raw)


make = SarifReporter
