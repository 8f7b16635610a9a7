"""A ninjs item whatever its version: fields by their folded names, and what became of each.

ninjs 1 writes ``versioncreated`` and ``person``, 2 writes ``versioncreated`` and ``people``, 3 writes
``versionCreated`` and ``people``. Names are looked up without their case, so that one reader
serves all.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from archive.edtf import is_moment
from archive.findings import Finding, finding
from archive.positions import pointer
from archive.validation import formats

_SPACES = re.compile(r"[\s\x00-\x1f\x7f-\x9f]+")
_LOOSE_MOMENT = re.compile(
    r"\s*(\d{4}-\d\d-\d\d)[Tt ](\d\d:\d\d)(:\d\d)?(\.\d+)?\s*(Z|z|[+-]\d\d(?::?\d\d)?)\s*", re.ASCII
)
Where = tuple[str | int, ...]


def is_iri(value: object) -> bool:
    """Return whether a value is an absolute IRI."""
    return isinstance(value, str) and bool(formats.check("format", "iri")(value))


class Item:
    """An object of the source, with the names of the fields that were taken from it."""

    def __init__(self, value: dict[str, Any], where: Where = ()) -> None:
        self._value = value
        self._where = where
        self._names: dict[str, str] = {}
        for name in value:
            self._names.setdefault(name.lower(), name)
        self._taken: set[str] = set()

    def take(self, *names: str) -> tuple[Any, Where]:
        """Return the first of some fields that is there, and where it stands; ``None`` if none is.

        Null and an empty text say nothing.
        """
        for name in names:
            actual = self._names.get(name)
            if actual is not None:
                self._taken.add(actual)
                value = self._value[actual]
                if value is not None and value != "":
                    return value, (*self._where, actual)
        return None, self._where

    def leave(self, *names: str) -> None:
        """Pass over fields that speak of the file, not of the news."""
        self._taken |= {self._names[name] for name in names if name in self._names}

    def untouched(self) -> Iterator[tuple[str, Where]]:
        """Yield the fields that nobody took, with their places."""
        for name in self._value:
            if name not in self._taken:
                yield name, (*self._where, name)


class Draft:
    """The document that is being made, the places its values came from, and what is to be said."""

    def __init__(self) -> None:
        self.document: dict[str, Any] = {}
        self.moved: dict[str, str] = {}
        self.findings: list[Finding] = []
        self._said: set[tuple[str, str]] = set()

    def put(self, name: str, value: Any, where: Where) -> None:
        """Set a field of the document."""
        self.document[name] = value
        self.moved[f"/{name}"] = pointer(where)

    def add(self, name: str, value: Any, where: Where) -> int:
        """Add to a list of the document; return the number of the member."""
        members = self.document.setdefault(name, [])
        members.append(value)
        self.moved[f"/{name}/{len(members) - 1}"] = pointer(where)
        return len(members) - 1

    def say(self, code: str, where: Where, **params: str | int) -> None:
        """Say something about a place of the source, the same thing of the same list once."""
        general = pointer(tuple("*" if isinstance(step, int) else step for step in where))
        known = f"{code}{sorted(params.items()) if code != 'L101' else ''}"
        if (known, general) not in self._said:
            self._said.add((known, general))
            self.findings.append(finding(code, pointer(where), **params))

    def unused(self, where: Where) -> None:
        """Name a field that the record has no place for."""
        self.say("L101", where, field=".".join(str(one) for one in where if isinstance(one, str)))

    def unusable(self, where: Where, value: object) -> None:
        """Name a value that could not be used."""
        name = ".".join(str(one) for one in where if isinstance(one, str))
        self.say("L104", where, field=name, found=str(value)[:200])

    def line(self, value: Any, where: Where) -> str | None:
        """Return a value as one line of text, or nothing if it is none."""
        if not isinstance(value, str):
            if value is not None:
                self.unusable(where, value)
            return None
        line = _SPACES.sub(" ", value).strip()
        if not line:
            return None
        if line != value.strip():
            self.say("L102", where, found=value, right=line)
        return line

    def moment(self, value: Any, where: Where) -> str | None:
        """Return a value as a date-time of ours, mended where that needs no guess."""
        if not isinstance(value, str):
            if value is not None:
                self.unusable(where, value)
            return None
        if is_moment(value):
            return value
        right = _mended(value)
        if right is None or not is_moment(right):
            self.unusable(where, value)
            return None
        self.say("L102", where, found=value, right=right)
        return right


def _mended(value: str) -> str | None:
    """Return a date-time in our spelling: capitals, seconds, a colon in the offset."""
    match = _LOOSE_MOMENT.fullmatch(value)
    if not match:
        return None
    offset = match[5].upper()
    if offset != "Z":
        digits = offset[1:].replace(":", "")
        offset = f"{offset[0]}{digits[:2]}:{digits[2:] or '00'}"
    return f"{match[1]}T{match[2]}{match[3] or ':00'}{match[4] or ''}{offset}"


def members(value: Any, where: Where, draft: Draft) -> Iterator[tuple[Item, Where]]:
    """Yield the objects of a list (or of an object that names its members)."""
    if isinstance(value, dict):
        for name, member in value.items():
            if isinstance(member, dict):
                yield Item({"name": name, **member}, (*where, name)), (*where, name)
            else:
                draft.unusable((*where, name), member)
    elif isinstance(value, list):
        for number, member in enumerate(value):
            if isinstance(member, dict):
                yield Item(member, (*where, number)), (*where, number)
            elif member is not None:
                draft.unusable((*where, number), member)
    elif value is not None:
        draft.unusable(where, value)
