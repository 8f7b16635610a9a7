"""Every value of a record, each changed to another valid one: what a full copy must show."""

from __future__ import annotations

import copy
from collections.abc import Iterator
from typing import Any

from archive.edtf import is_day, is_edtf, is_moment

_WORDS = {
    "type": ("speech", "statement"), "status": ("scheduled", "draft"), "kind": (), "role": (),
    "relation": ("member", "former"), "certainty": ("unknown", "inferred"),
}  # fmt: skip
SKIPPED = frozenset({"$schema", "schemaVersion"})
"""Constant, or no part of the record."""


def changed(record: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield (pointer, copy of the record with that one value changed) for every leaf."""
    for steps, value in _leaves(record, ()):
        if steps[0] in SKIPPED:
            continue
        other = copy.deepcopy(record)
        holder: Any = other
        for step in steps[:-1]:
            holder = holder[step]
        holder[steps[-1]] = _other(value, steps)
        yield "/" + "/".join(map(str, steps)), other


def _leaves(value: Any, steps: tuple[Any, ...]) -> Iterator[tuple[tuple[Any, ...], Any]]:
    if isinstance(value, dict) and value:
        for name, part in value.items():
            yield from _leaves(part, (*steps, name))
    elif isinstance(value, list) and value:
        for number, part in enumerate(value):
            yield from _leaves(part, (*steps, number))
    else:
        yield steps, value


def _other(value: Any, steps: tuple[Any, ...]) -> Any:
    if isinstance(value, bool) or value is None:
        return not value
    if isinstance(value, int | float):
        return value + 1 if value != 9 else 8
    if not isinstance(value, str):
        return ["something"]
    if is_moment(value):
        return value.replace(":0", ":1", 1) if ":0" in value else value.replace("T", "T0", 0) + ""
    if is_day(value):
        return value[:-1] + ("1" if value[-1] != "1" else "2")
    if is_edtf(value):
        return "1999"
    if value[:1] == "-" or value.replace(".", "").isdigit():
        return value[:-1] + ("1" if value[-1] != "1" else "2")
    return value + "x"
