"""What is a release: a document → findings, and a document without errors → ``Release``.

The schema first; the rules where it holds, on a draft for what is there. All findings at once,
in the order of the document.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any, Literal

from archive import release
from archive.errors import ArchiveError
from archive.findings import CODES, Finding, Severity
from archive.validation import schema
from archive.validation.rules import RULES, Context

Profile = Literal["current", "legacy"]


class InvalidRelease(ArchiveError):  # noqa: N818 (an invalid release is what it is)
    """A document cannot become a release; ``findings`` says why."""

    def __init__(self, findings: Iterable[Finding]) -> None:
        self.findings = tuple(findings)
        super().__init__("; ".join(f"{one.pointer} {one.code}" for one in self.findings))


def validate(document: Any, *, profile: Profile = "current") -> list[Finding]:
    """Return everything worth saying about a document, in document order.

    Under the profile ``legacy`` errors of rules younger than the record are warnings.
    """
    if not schema.accepts(document):
        return _in_order(schema.findings(document), document)
    context = Context(document)
    found = [finding for rule in RULES for finding in rule(context)]
    if document["status"] == "draft":
        found += schema.missing_in_draft(document)
    if profile == "legacy":
        found = [_softened(finding, document) for finding in found]
    return _in_order(found, document) if len(found) > 1 else found


def build(document: Any) -> release.Release:
    """Return the release that a document says.

    Raises:
        InvalidRelease: the document has errors, or is a draft that is not complete.
    """
    errors = [one for one in validate(document) if one.severity is Severity.ERROR]
    if not errors and not schema.is_complete(document):
        errors = schema.missing_in_draft(document)
    if errors:
        raise InvalidRelease(errors)
    return built(document)


def built(document: Mapping[str, Any]) -> release.Release:
    """Return the release of a complete document that has been validated and found good."""
    if "$schema" in document:
        document = {name: value for name, value in document.items() if name != "$schema"}
    return release.build(document)


def _softened(finding: Finding, document: Mapping[str, Any]) -> Finding:
    code = CODES[finding.code]
    made = str(document.get("versionCreated", ""))
    if finding.severity is Severity.ERROR and not code.essential and made[:10] < code.since:
        return replace(finding, severity=Severity.WARNING)
    return finding


def _in_order(findings: list[Finding], document: Any) -> list[Finding]:
    """Return findings in the order their values have in the document, then by code."""
    return sorted(findings, key=lambda finding: (*_path(finding.pointer, document), finding.code))


def _path(pointer: str, document: Any) -> tuple[tuple[int, ...]]:
    """Return where a pointer stands: the number of each step inside what holds it.

    What is not there comes before what is, since it is told at its object's opening.
    """
    numbers: list[int] = []
    value = document
    for step in pointer.split("/")[1:]:
        name = step.replace("~1", "/").replace("~0", "~")
        if isinstance(value, dict) and name in value:
            numbers.append(list(value).index(name))
            value = value[name]
        elif isinstance(value, list) and name.isdigit() and int(name) < len(value):
            numbers.append(int(name))
            value = value[int(name)]
        else:
            numbers.append(-1)
            break
    return (tuple(numbers),)
