"""A baseline: the problems that an earlier run has told, so that only new ones count."""

from __future__ import annotations

import json
import posixpath
import re
from collections import Counter
from collections.abc import Mapping
from hashlib import blake2b
from typing import Any, TextIO

from msgspec.structs import replace

from archive.errors import PhrasedError
from archive.findings import Finding, Severity
from archive.json_members import NotReadable, members
from archive.outcome import Outcome
from archive.selection import Selection
from archive.sifting import is_number, sifted

VERSION = 1
"""Of the JSON report."""
_NUMBER = re.compile(r"(?<=[/:])[0-9]+(?=/|\Z)")
"""Of an item in a pointer, or of a line behind the name of a file."""
_PLACES = frozenset({"first"})
"""Values of messages that name another place."""
_COUNTING = ("J014",)
"""Codes of which the numbers say what is known: one problem more may be any."""
_PATH_BYTES = 8


class UnusableBaseline(PhrasedError):  # noqa: N818 (says what is wrong)
    """The file is not a JSON report of this program, or one that leaves known problems out."""


class Baseline:
    """The problems of an earlier run that this one has not met yet, as numbers of equal ones.

    A problem is known by its file, its code, its place in the record and what its message names.
    Lines and columns, the numbers of items in lists and all other numbers are left out, since an
    edit elsewhere changes them; how many such problems a file has counts all the more.
    """

    def __init__(self, working: str) -> None:
        self._working = working
        self._left: Counter[bytes] = Counter()
        self._met: set[bytes] = set()

    def learn(self, problem: Mapping[str, Any]) -> None:
        """Take a problem of the report."""
        path = self._path(problem["path"])
        said = _said(problem["code"], problem["pointer"], problem["params"])
        self._left[path + said] += 1

    def applied(self, outcome: Outcome) -> Outcome:
        """Return an outcome without the problems that are known; they are counted."""
        path = self._path(outcome.path)
        self._met.add(path)
        told = [None if self._is_known(path, one) else one for one in outcome.findings]
        known: Counter[Severity] = Counter()
        for one, now in zip(outcome.findings, told, strict=True):
            if now is None:
                known[one.severity] += outcome.untold[one.severity] if is_number(one) else 1
        return replace(sifted(outcome, told), known=dict(known)) if known else outcome

    @property
    def gone(self) -> int:
        """Return how many known problems the files that were looked at no longer have."""
        return sum(count for said, count in self._left.items() if said[:_PATH_BYTES] in self._met)

    def _is_known(self, path: bytes, one: Finding) -> bool:
        """Return whether there is such a problem left, and strike it off."""
        said = path + _said(one.code, one.pointer, one.params)
        is_known = self._left[said] > 0
        self._left[said] -= is_known
        return is_known

    def _path(self, path: str) -> bytes:
        """Return what a file is known by, whether it was named from the root or from here."""
        whole = posixpath.normpath(posixpath.join(self._working, path))
        return blake2b(json.dumps(whole).encode(), digest_size=_PATH_BYTES).digest()


def _said(code: str, pointer: str, params: Mapping[str, Any]) -> bytes:
    """Return what a problem says, without anything that an edit elsewhere may change."""
    words = {
        name: _NUMBER.sub("*", str(value)) if name in _PLACES else value
        for name, value in params.items()
        if code in _COUNTING or not isinstance(value, int)
    }
    said = json.dumps([code, _NUMBER.sub("*", pointer), words], sort_keys=True)
    return blake2b(said.encode(), digest_size=16).digest()


def read(stream: TextIO, name: str, *, selection: Selection, working: str) -> Baseline:
    """Return the baseline that a JSON report is, as far as its problems are told now.

    Raises:
        UnusableBaseline: with what is wrong.

    """
    known = Baseline(working)
    head: dict[str, Any] = {}
    try:
        for key, value in members(stream):
            if key == "problems":
                problem = _problem(value)
                if selection.tells(problem["code"], problem["path"]):
                    known.learn(problem)
            elif key in ("version", "tool", "summary"):
                head[key] = value
    except NotReadable as error:
        raise UnusableBaseline("baseline_damaged", name=name, reason=error) from error
    _refuse_others(head, name)
    return known


def _problem(value: Any) -> Mapping[str, Any]:
    """Return an entry of the report, if it has all that a problem is known by."""
    kinds = {"path": str, "code": str, "pointer": str, "params": dict}
    if isinstance(value, dict) and all(isinstance(value.get(key), kinds[key]) for key in kinds):
        return value
    raise NotReadable("a problem without path, code, pointer or params")


def _refuse_others(head: Mapping[str, Any], name: str) -> None:
    """Refuse what is no report, of another version, or leaves out what was known before it."""
    tool, summary = head.get("tool"), head.get("summary")
    if not (isinstance(tool, dict) and tool.get("name") == "press-archive"):
        raise UnusableBaseline("baseline_foreign", name=name)
    if head.get("version") != VERSION or not isinstance(summary, dict):
        raise UnusableBaseline("baseline_version", name=name, version=head.get("version"))
    if summary.get("known"):
        raise UnusableBaseline("baseline_partial", name=name)
