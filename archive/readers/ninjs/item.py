"""A ninjs item whatever its version: fields by their folded names, and what became of each.

ninjs 1 writes ``versioncreated`` and ``person``, 2 writes ``versioncreated`` and ``people``,
3 writes ``versionCreated`` and ``people``. Names are looked up without their case, so that one
reader serves all.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from archive.body import canonical_text
from archive.edtf import is_moment
from archive.findings import Finding, finding
from archive.positions import pointer
from archive.validation import formats

_SPACES = re.compile(r"[\s\x00-\x1f\x7f-\x9f]+")
_BREAKS = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029]")
_CONTROLS = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ufffe\uffff]")
_LOOSE_MOMENT = re.compile(
    r"\s*(\d{4}-\d\d-\d\d)[Tt ](\d\d:\d\d)(:\d\d)?(\.\d+)?\s*(Z|z|[+-]\d\d(?::?\d\d)?)\s*", re.ASCII
)
_LOCAL = re.compile(r"(?!v[0-9]+\Z)[a-z][a-z0-9-]{0,63}", re.ASCII)
Where = tuple[str | int, ...]


def is_iri(value: object) -> bool:
    """Return whether a value is an absolute IRI."""
    return isinstance(value, str) and bool(formats.check("format", "iri")(value))


class Item:
    """An object of the source, with the names of the fields that were taken from it.

    ``key`` is the name an object has as a member of another one, where ninjs 1 has no list: it
    stands for a field ``name``.
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
    """The document that is being made, the places its values came from, and what is to be said."""

    def __init__(self) -> None:
        self.document: dict[str, Any] = {}
        self.moved: dict[str, str] = {}
        self.findings: list[Finding] = []
        self.known: dict[tuple[str, ...], dict[str, Any]] = {}
        """Entities by field, name and IRI, the first of each name, and issuers by their id."""
        self._said: set[tuple[str, ...]] = set()
        self._ids: set[str] = set()
        self._numbers: dict[str, int] = {}

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
        if known not in self._said:
            self._said.add(known)
            self.findings.append(finding(code, pointer(where), variant=variant, **params))

    def unused(self, value: Any, where: Where, part: str = "") -> None:
        """Name a value that the record has no place for; of equal ones in a list only the first.

        ``part`` says what of the value is meant, where that is not all of it.
        """
        known = ("L101", part, _general(where), repr(value))
        if known not in self._said:
            self._said.add(known)
            field = _dotted(where) + (f": {part}" if part else "")
            self.findings.append(finding("L101", pointer(where), field=field))

    def unused_name(self, name: Any, where: Where) -> None:
        """Name a name, if there is one, that the record lacks; the key of an object may be one."""
        if name is not None:
            self.unused(name, where, "" if str(where[-1]).lower() == "name" else "name")

    def rest_of(self, one: Item) -> None:
        """Name the fields of an object that nobody took."""
        for value, where in one.untouched():
            self.unused(value, where)

    def unusable(self, where: Where, value: object) -> None:
        """Name a value that could not be used."""
        self.say("L104", where, field=_dotted(where), found=str(value)[:200])

    def mended(self, where: Where, found: str, right: str) -> None:
        """Say that a value was read as another one."""
        self.say("L102", where, found=found[:200], right=right[:200])

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
        return line

    def text(self, value: Any, where: Where) -> str | None:
        """Return a value as a text that may have several lines, or nothing if it is none."""
        if not isinstance(value, str):
            if value is not None:
                self.unusable(where, value)
            return None
        self.controls(value, where)
        return canonical_text(value) or None

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
        right = _mended(value)
        if right is None or not is_moment(right):
            self.unusable(where, value)
            return None
        self.mended(where, value, right)
        return right


def _one_space(spaces: re.Match[str]) -> str:
    """Return a space for white space that breaks a line; any other stays as it is."""
    return " " if _BREAKS.search(spaces[0]) else spaces[0]


def _general(where: Where) -> str:
    """Return the pointer of a place, the same for all members of a list."""
    return pointer("*" if isinstance(step, int) else step for step in where)


def _dotted(where: Where) -> str:
    return ".".join(step for step in where if isinstance(step, str))


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
