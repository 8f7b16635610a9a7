"""Somebody else's JSON Schema → what it has against a document; it asks nobody for anything.

Formats are not looked at: what a date or an address is, the judges say, of every version alike.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import jsonschema_rs

from archive.errors import ArchiveError

MOST_VALUES = 5_000
"""In a document of more values, the first fault is told only: each costs the library 3 KB."""


class UnusableSchema(ArchiveError):  # noqa: N818 (it is no fault of the program)
    """The file given as an official schema cannot judge: it is none, or needs what is not there."""


_MASK = "this value"
"""What stands in reasons for a value, which may be as long as a whole item."""
_LONGEST_REASON = 200


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that a schema has against a value, by the keyword that was broken."""

    keyword: str
    steps: tuple[str | int, ...]
    """The way to the value that has the fault."""
    wanted: Any
    """What the keyword asks for; of ``required`` the name, of unknown fields their names."""
    instance: Any
    reason: str
    choices: tuple[str, ...] = ()
    """Where one of some fields is asked for: their names."""


class OfficialSchema:
    """A schema, compiled once, and the schemas it refers to, by their addresses."""

    def __init__(self, name: str, schema: Any, others: Mapping[str, Any]) -> None:
        """Compile it; raise ``UnusableSchema`` if it is none or refers to what is not there."""

        def retrieve(address: str) -> Any:
            if address not in others:
                raise UnusableSchema(address)
            return others[address]

        try:
            self._validator = jsonschema_rs.validator_for(
                schema, validate_formats=False, retriever=retrieve, mask=_MASK
            )
        except (ValueError, TypeError) as error:
            raise UnusableSchema(f"{name}: {error}") from error

    def faults(self, document: Any) -> Iterator[Fault]:
        """Yield what the schema has against a document, in the order of the schema."""
        if self._validator.is_valid(document):
            return
        if _is_large(document):
            try:
                self._validator.validate(document)
            except jsonschema_rs.ValidationError as error:
                yield _fault(error)
            return
        yield from map(_fault, self._validator.iter_errors(document))


def _is_large(document: Any) -> bool:
    """Return whether a document has more than :data:`MOST_VALUES` values."""
    count, level = 0, [document]
    while level and count <= MOST_VALUES:
        value = level.pop()
        if isinstance(value, dict | list):
            count += len(value)
            level.extend(value.values() if isinstance(value, dict) else value)
    return count > MOST_VALUES


def _fault(error: jsonschema_rs.ValidationError) -> Fault:
    kind = error.kind
    keyword = kind.name
    wanted = kind.value
    choices = _choices(wanted) if keyword in ("oneOf", "anyOf") else ()
    reason = error.message[:_LONGEST_REASON]
    return Fault(keyword, tuple(error.instance_path), wanted, error.instance, reason, choices)


def _choices(branches: Any) -> tuple[str, ...]:
    """Return the fields of which one is asked for, if it is that what each branch misses."""
    names = [_missing(error) for branch in branches for error in branch]
    return tuple(dict.fromkeys(name for part in names for name in part)) if all(names) else ()


def _missing(error: jsonschema_rs.ValidationError) -> tuple[str, ...]:
    if error.kind.name == "required":
        return (str(error.kind.value),)
    return _choices(error.kind.value) if error.kind.name in ("oneOf", "anyOf") else ()
