"""The document that a tolerant reader is making, and what became of each value of the source.

No value is passed over in silence: it is in the document, or a finding names it. What is left out
is counted as well, so that a value more or less in the source changes what is told.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any

from archive.body import canonical_text
from archive.edtf import is_moment
from archive.findings import Finding, finding
from archive.parsing.drafts_dates import mended_moment
from archive.positions import pointer

_SPACES = re.compile(r"[\s\x00-\x1f\x7f-\x9f]+")
_BREAKS = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029]")
_CONTROLS = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ufffe\uffff]")
_LOCAL = re.compile(r"(?!v[0-9]+\Z)[a-z][a-z0-9-]{0,63}", re.ASCII)
_LONGEST = 200
"""Characters of a value that a finding shows."""
_COUNTED = {"L101": "parts", "L104": "count"}
"""Codes that say of how many values they are said, and the name of that number."""
Where = tuple[str | int, ...]


class Item:
    """An object of the source, with the names of the fields that were taken from it.

    Names are looked up without their case. ``key`` is the name an object has as a member of
    another one, where the source has no list: it stands for a field ``name``.
    """

    def __init__(self, value: dict[str, Any], where: Where = (), key: str | None = None) -> None:
        self.value = value
        self._where = where
        self._key = key
        self._names: dict[str, str] = {}
        for name in value:
            self._names.setdefault(name.lower(), name)
        self._taken: set[str] = set()

    def take(self, *names: str) -> tuple[Any, Where]:
        """Return the first of some fields that is there, and where it stands; ``None`` if none is.

        Null and an empty text say nothing.
        """
        for name in names:
            value, where = self.take_even_empty(name)
            if value is not None and value != "":
                return value, where
        return None, self._where

    def take_even_empty(self, name: str) -> tuple[Any, Where]:
        """Return a field and where it stands, also an empty text; ``None`` for null."""
        actual = self._names.get(name)
        if actual is not None:
            self._taken.add(actual)
            return self.value[actual], (*self._where, actual)
        return (self._key if name == "name" else None), self._where

    def untouched(self) -> Iterator[tuple[Any, Where]]:
        """Yield the fields that nobody took and that say something, with their places."""
        for name, value in self.value.items():
            if name not in self._taken and value is not None and value != "":
                yield value, (*self._where, name)


class Draft:
    """The document that is being made, the places its values came from, and what is to be said.

    ``is_iri`` says whether a value is an absolute IRI.
    """

    def __init__(self, is_iri: Callable[[object], bool]) -> None:
        self.is_iri = is_iri
        self.is_own = False
        """Whether we wrote the source: then it is as it should be, blanks in its texts too."""
        self.document: dict[str, Any] = {}
        self.moved: dict[str, str] = {}
        self.known: dict[tuple[str, ...], dict[str, Any]] = {}
        """Entities by field, name and IRI, the first of each name, and issuers by their id."""
        self._told: dict[tuple[str, ...], tuple[Finding, int]] = {}
        """What is to be said, and of how many values of the source."""
        self._passed: dict[str, int] = {}
        self._ids: set[str] = set()
        self._numbers: dict[str, int] = {}

    @property
    def findings(self) -> list[Finding]:
        """Return what is to be said, in the order in which it was found."""
        told = [_counted(one, count) for one, count in self._told.values()]
        if self._passed:
            fields = ", ".join(sorted(self._passed))[:_LONGEST]
            told.append(finding("L107", found=fields, count=sum(self._passed.values())))
        return told

    def put(self, name: str, value: Any, where: Where) -> None:
        """Set a field of the document."""
        self.document[name] = value
        self.moved[f"/{name}"] = pointer(where)

    def add(self, name: str, value: Any, where: Where) -> str:
        """Add to a list of the document; return the pointer of the member."""
        members = self.document.setdefault(name, [])
        members.append(value)
        added = f"/{name}/{len(members) - 1}"
        self.moved[added] = pointer(where)
        return added

    def local_id(self, prefix: str, uri: Any) -> tuple[str, bool]:
        """Return a local id, and whether it is the one that an IRI of our own making ends with."""
        own = str(uri).removeprefix(f"{self.document.get('id')}#")
        if own != uri and own not in self._ids and _LOCAL.fullmatch(own):
            self._ids.add(own)
            return own, True
        while True:
            number = self._numbers.get(prefix, 0) + 1
            self._numbers[prefix] = number
            made = f"{prefix}-{number}"
            if made not in self._ids:
                self._ids.add(made)
                return made, False

    # what is to be said

    def say(self, code: str, where: Where, *, variant: str = "", **params: str | int) -> None:
        """Say something about a place of the source; the same of members of one list only once."""
        known = (code, variant, _general(where), repr(sorted(params.items())))
        said, count = self._told.get(known, (None, 0))
        said = said or finding(code, pointer(where), variant=variant, **params)
        self._told[known] = said, count + 1

    def unused(self, value: Any, where: Where, part: str = "", name: str = "") -> None:
        """Name a value that the record has no place for; of equal ones in a list only the first.

        ``part`` says what of the value is meant, where that is not all of it; ``name`` what to
        call it, where its place has no good name.
        """
        values = 1 if part else weight(value)
        if not values:
            return
        known = ("L101", part, _general(where), repr(value))
        said, count = self._told.get(known, (None, 0))
        field = (name or dotted(where)) + (f": {part}" if part else "")
        said = said or finding("L101", pointer(where), field=field)
        self._told[known] = said, count + values

    def unused_name(self, name: Any, where: Where) -> None:
        """Name a name, if there is one, that the record lacks; the key of an object may be one."""
        if name is not None:
            self.unused(name, where, "" if str(where[-1]).lower() == "name" else "name")

    def passed(self, value: Any, where: Where) -> None:
        """Count a value, if there is one, that says what the record says anyway."""
        if count := weight(value):
            field = dotted(where)
            self._passed[field] = self._passed.get(field, 0) + count

    def unused_unless(self, value: Any, where: Where, *, is_known: bool) -> None:
        """Name a value, if there is one, unless it says what the record says anyway."""
        if is_known:
            self.passed(value, where)
        elif value is not None:
            self.unused(value, where)

    def rest_of(self, one: Item) -> None:
        """Name the fields of an object that nobody took."""
        for value, where in one.untouched():
            self.unused(value, where)

    def unusable(self, where: Where, value: object) -> None:
        """Name a value that could not be used."""
        self.say("L104", where, field=dotted(where), found=str(value)[:_LONGEST])

    def mended(self, where: Where, found: str, right: str) -> None:
        """Say that a value was read as another one."""
        self.say("L102", where, found=found[:_LONGEST], right=right[:_LONGEST])

    # values

    def line(self, value: Any, where: Where) -> str | None:
        """Return a value as one line of text, or nothing if it is none."""
        if not isinstance(value, str):
            if value is not None:
                self.unusable(where, value)
            return None
        line = _SPACES.sub(_one_space, value).strip()
        if not line:
            return None
        if line != value.strip():
            self.mended(where, value, line)
        elif self.is_own:
            return value
        return line

    def text(self, value: Any, where: Where) -> str | None:
        """Return a value as a text that may have several lines, or nothing if it is none."""
        if not isinstance(value, str):
            if value is not None:
                self.unusable(where, value)
            return None
        self.controls(value, where)
        return self.canonical(value) or None

    def canonical(self, value: str) -> str:
        """Return a text in its canonical form; one of our own as it is, if it says something."""
        text = canonical_text(value)
        return value if self.is_own and text and not _CONTROLS.search(value) else text

    def controls(self, value: str, where: Where) -> None:
        """Name the characters that no text of ours may hold; canonical forms leave them out."""
        found = sorted({f"U+{ord(one):04X}" for one in _CONTROLS.findall(value)})
        if found:
            self.mended(where, ", ".join(found), "")

    def moment(self, value: Any, where: Where) -> str | None:
        """Return a value as a date-time of ours, mended where that needs no guess."""
        if not isinstance(value, str):
            if value is not None:
                self.unusable(where, value)
            return None
        if is_moment(value):
            return value
        right = mended_moment(value)
        if right is None:
            self.unusable(where, value)
            return None
        self.mended(where, value, right)
        return right


def weight(value: Any) -> int:
    """Return how many values that say something are in one.

    >>> weight({"a": [1, None, ""], "b": "x"}), weight(""), weight(False)
    (2, 0, 1)
    """
    count, rest = 0, [value]
    while rest:
        one = rest.pop()
        if isinstance(one, dict):
            rest.extend(one.values())
        elif isinstance(one, list):
            rest.extend(one)
        else:
            count += one is not None and one != ""
    return count


def _counted(said: Finding, count: int) -> Finding:
    """Return what is said, with the number of values it is said of if they are several."""
    if count < 2 or said.code not in _COUNTED:
        return said
    params = dict(said.params) | {_COUNTED[said.code]: count}
    return Finding(
        code=said.code,
        pointer=said.pointer,
        params=params,
        variant="several",
        severity=said.severity,
    )


def _one_space(spaces: re.Match[str]) -> str:
    """Return a space for white space that breaks a line; any other stays as it is."""
    return " " if _BREAKS.search(spaces[0]) else spaces[0]


def _general(where: Where) -> str:
    """Return the pointer of a place, the same for all members of a list."""
    return pointer("*" if isinstance(step, int) else step for step in where)


def dotted(where: Where) -> str:
    """Return the names on the way to a place."""
    return ".".join(step for step in where if isinstance(step, str))


def members(value: Any, where: Where, draft: Draft) -> Iterator[tuple[Item, Where]]:
    """Yield the objects of a list (or of an object that names its members)."""
    named = value.items() if isinstance(value, dict) else ()
    listed = enumerate(value) if isinstance(value, list) else ()
    for step, member in (*named, *listed):
        if isinstance(member, dict):
            key = step if isinstance(step, str) else None
            yield Item(member, (*where, step), key), (*where, step)
        elif member is not None:
            draft.unusable((*where, step), member)
    if value is not None and not isinstance(value, dict | list):
        draft.unusable(where, value)
