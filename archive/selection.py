"""Which findings count and how much: what a team selects, by codes and by paths.

A prefix stands for all codes that begin with it (``R``, ``R2``, ``R206``), ``ALL`` for every code.
Of several that fit a code the longest decides; of two of one length the one that ignores.
"""

from __future__ import annotations

import posixpath
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from msgspec.structs import replace

from archive.findings import CODES, Finding, Severity
from archive.outcome import Outcome
from archive.path_patterns import PathPattern, is_matched
from archive.sifting import sifted

EVERYTHING = "ALL"

UNJUDGED = frozenset(
    {code for code, fixed in CODES.items() if code[0] == "J" and fixed.severity is Severity.ERROR}
    | {"G001", "G002", "G011", "G013", "X001", "X002", "X026"}
)
"""Codes that say of a source, or of a part of it, that nobody could look into it.

They are always told, as what they are: a file that could not be judged must never pass.
"""


class NothingSelected(ValueError):  # noqa: N818 (says what is wrong)
    """There is no code left to tell."""


def codes(prefix: str) -> frozenset[str]:
    """Return the codes that a prefix stands for; there are none when nobody knows it.

    >>> sorted(codes("R10"))[:2], codes("Q")
    (['R101', 'R102'], frozenset())
    """
    return frozenset(code for code in CODES if _fits(prefix, code))


def _fits(prefix: str, code: str) -> bool:
    return prefix == EVERYTHING or (prefix != "" and code.startswith(prefix))


def nearest(prefix: str) -> str | None:
    """Return the prefix that somebody may have meant, if one is like it.

    >>> nearest("r206"), nearest("I101"), nearest("?")
    ('R206', 'S101', None)
    """
    import difflib

    known = {code[:length] for code in CODES for length in range(1, len(code) + 1)}
    words = sorted(known | {EVERYTHING})
    near = difflib.get_close_matches(prefix.upper(), words, n=1)
    return near[0] if near else None


def is_always_told(prefix: str) -> bool:
    """Return whether a prefix stands only for codes that nothing can change.

    >>> is_always_told("J001"), is_always_told("J")
    (True, False)
    """
    return codes(prefix) <= UNJUDGED


@dataclass(frozen=True, slots=True, kw_only=True)
class PathIgnores:
    """What is not told of some paths."""

    below: tuple[tuple[PathPattern, tuple[str, ...]], ...] = ()
    """Patterns, and the prefixes of codes that are not told of what they fit."""
    folder: str = "/"
    """Where the paths of patterns begin."""
    working: str = "/"
    """Where the paths of sources begin."""

    def ignored(self, path: str) -> frozenset[str]:
        """Return the codes that are not told of a source."""
        if not self.below:
            return frozenset()
        place = posixpath.relpath(posixpath.join(self.working, path), self.folder)
        fitting = (prefixes for pattern, prefixes in self.below if is_matched(place, pattern))
        return frozenset().union(*(codes(one) for prefixes in fitting for one in prefixes))


@dataclass(frozen=True, slots=True, kw_only=True)
class Selection:
    """What is told; made by :func:`selection`."""

    told: frozenset[str] = frozenset(CODES)
    """Codes that are told wherever no path says otherwise."""
    severities: Mapping[str, Severity] = field(default_factory=dict)
    """Code → how much its findings matter, where that is another than they say."""
    paths: PathIgnores = PathIgnores()

    def tells(self, code: str, path: str) -> bool:
        """Return whether findings of a code are told of a source."""
        return code in UNJUDGED or (code in self.told and code not in self.paths.ignored(path))

    def applied(self, outcome: Outcome) -> Outcome:
        """Return an outcome with those findings that are told, each with its severity.

        What ``untold`` counts stays: nobody knows any more which codes it had.
        """
        found = outcome.findings
        if not found or not (self.severities or self.paths.below or len(self.told) < len(CODES)):
            return outcome
        ignored = self.paths.ignored(outcome.path)
        told = [self._weighed(one, ignored) for one in found]
        left = sifted(outcome, told)
        is_partly_judged = _refusals(found) > _refusals(left.findings)
        return replace(left, is_partly_judged=True) if is_partly_judged else left

    def _weighed(self, one: Finding, ignored: frozenset[str]) -> Finding | None:
        """Return a finding with its severity, if it is told."""
        if one.code not in UNJUDGED and (one.code not in self.told or one.code in ignored):
            return None
        severity = self.severities.get(one.code, one.severity)
        return one if severity is one.severity else replace(one, severity=severity)


def _refusals(found: Iterable[Finding]) -> int:
    """Return how many errors the schema has; where it has one, the rules do not look."""
    return sum(one.code[0] == "S" and one.severity is Severity.ERROR for one in found)


def selection(
    *,
    select: Iterable[str] = (),
    ignore: Iterable[str] = (),
    severities: Mapping[str, Severity] | None = None,
    paths: PathIgnores = PathIgnores(),
) -> Selection:
    """Return what is selected; without any word everything is.

    Raises:
        NothingSelected: what is ignored is all that is selected.

    """
    chosen, ignored = tuple(select) or (EVERYTHING,), tuple(ignore)
    told = frozenset(code for code in CODES if _fit(code, chosen) > _fit(code, ignored))
    if not told:
        raise NothingSelected
    weights = severities or {}
    return Selection(
        told=told,
        severities={
            code: weights[_longest(code, weights)]
            for code in CODES
            if code not in UNJUDGED and _fit(code, weights) >= 0
        },
        paths=paths,
    )


def _fit(code: str, prefixes: Iterable[str]) -> int:
    """Return the length of the longest prefix that fits a code; -1 when none does."""
    return max((_length(one) for one in prefixes if _fits(one, code)), default=-1)


def _longest(code: str, prefixes: Iterable[str]) -> str:
    return max((one for one in prefixes if _fits(one, code)), key=_length)


def _length(prefix: str) -> int:
    return 0 if prefix == EVERYTHING else len(prefix)
