"""What is a release: a document → findings, and a document without errors → ``Release``.

The schema first; the rules where it holds, on a draft for what is there. All findings at once,
in the order of the document.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from typing import Any, Literal

from msgspec.structs import replace

from archive import release
from archive.errors import ArchiveError
from archive.findings import CODES, Finding, Severity, Told
from archive.validation import schema
from archive.validation.looks import Plain, look
from archive.validation.rules import RULES, Context
from archive.validation.rules.signs import Watch, always

Profile = Literal["current", "legacy"]
_FEW_FIELDS = 50
"""In so many fields of an object one is found before a table of them is made."""


class InvalidRelease(ArchiveError):  # noqa: N818 (an invalid release is what it is)
    """A document cannot become a release; ``findings`` says why."""

    def __init__(self, findings: Iterable[Finding]) -> None:
        self.findings = tuple(findings)
        super().__init__("; ".join(f"{one.pointer} {one.code}" for one in self.findings))


def validate(document: Any, *, profile: Profile = "current") -> list[Finding]:
    """Return everything worth saying about a document, in document order.

    Under the profile ``legacy`` errors of rules younger than the record are warnings.
    """
    return validate_many([document], profile=profile)[0]


def validate_many(
    documents: Sequence[Any],
    *,
    profile: Profile = "current",
    plain: Iterable[Plain | bool | None] = itertools.repeat(None),
) -> list[list[Finding]]:
    """Return what :func:`validate` says of each of a few documents.

    ``plain`` has what :func:`archive.validation.looks.look` says of each, if it was asked before.

    Each rule looks at all of them before the next does: in groups of ten that takes a fifth
    less time, since what a rule needs stays in the processor's cache.
    """
    judged = [_Judged(one, plain=seen) for one, seen in zip(documents, plain, strict=False)]
    looking = _looking(judged)
    for number, rule in enumerate(RULES):
        for one, context in looking.get(number, ()):
            for found in rule(context):
                if one.is_full:
                    break
                one.add(found)
    return [one.findings(profile) for one in judged]


def _looking(judged: Sequence[_Judged]) -> dict[int, list[tuple[_Judged, Context]]]:
    """Return what each rule looks at, by its number."""
    passed = [(one, one.context) for one in judged if one.context is not None]
    looking = dict.fromkeys(_ALWAYS, passed)
    for one, context in passed:
        called = one.called
        for number in _watch().called(context.view) if called is None else called:
            looking.setdefault(number, []).append((one, context))
    return looking


_ALWAYS = always(RULES)


@cache
def _watch() -> Watch:
    return Watch(RULES)


class _Judged:
    """A document, and what has been found so far."""

    __slots__ = ("_document", "_found", "_told", "called", "context", "is_full")

    def __init__(self, document: Any, *, plain: Plain | bool | None) -> None:
        self._document = document
        self._told = Told()
        self._found: list[Finding] = []
        self.is_full = False
        """Whether so much was found that the rest is left for another time."""
        self.context: Context | None = None
        """What rules look at; ``None`` where the schema has errors."""
        if plain is None:
            plain = look(document)
        self.called = plain.called if isinstance(plain, Plain) else None
        """The numbers of the rules that see a sign; ``None``: nobody has looked for them yet."""
        if plain or schema.accepts_odd(document):
            self.context = Context(document, is_plain=bool(plain))
        else:
            self._found = schema.findings(document)

    def add(self, found: Finding) -> None:
        """Add what a rule has found; J014 stands for all that is too much."""
        counted = self._told.counted(found)
        self._found.append(counted)
        self.is_full = counted is not found

    def findings(self, profile: Profile) -> list[Finding]:
        """Return all findings in the order of the document."""
        document, found = self._document, self._found
        if self.context is not None and document["status"] == "draft":
            found += schema.missing_in_draft(document)
        if self.context is not None and profile == "legacy":
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
    if first := _by_field(findings, document):
        return first
    numbers: dict[int, dict[str, int]] = {}
    return sorted(
        findings, key=lambda finding: (_path(finding.pointer, document, numbers), finding.code)
    )


def _by_field(findings: list[Finding], document: Any) -> list[Finding]:
    """Return findings by the fields of the document that they are about; nothing if two share one.

    Those of most records do not, so that nobody has to look further into it.
    """
    if not isinstance(document, dict) or len(document) > _FEW_FIELDS:
        return []
    by_name = {one.pointer.split("/", 2)[1]: one for one in findings if one.pointer}
    if len(by_name) < len(findings) or not by_name.keys() <= document.keys():
        return []
    return [by_name[name] for name in document if name in by_name]


def _path(pointer: str, document: Any, numbers: dict[int, dict[str, int]]) -> tuple[int, ...]:
    """Return where a pointer stands: the number of each step inside what holds it.

    What is not there comes before what is, since it is told at its object's opening. ``numbers``
    remembers the order of the fields of large objects that were passed, by their identity.
    """
    path: list[int] = []
    value = document
    for step in pointer.split("/")[1:]:
        name = step.replace("~1", "/").replace("~0", "~") if "~" in step else step
        if isinstance(value, dict) and name in value:
            path.append(_number(name, value, numbers))
            value = value[name]
        elif isinstance(value, list) and name.isdigit() and int(name) < len(value):
            path.append(int(name))
            value = value[int(name)]
        else:
            path.append(-1)
            break
    return tuple(path)


def _number(name: str, value: dict[str, Any], numbers: dict[int, dict[str, int]]) -> int:
    """Return the number that a field has in its object."""
    if len(value) <= _FEW_FIELDS:
        return list(value).index(name)
    if id(value) not in numbers:
        numbers[id(value)] = {field: number for number, field in enumerate(value)}
    return numbers[id(value)][name]
