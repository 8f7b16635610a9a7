"""What a format that is no full copy owes: each difference is written, or named by L201."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from typing import Any

from archive.release import Release
from archive.validation import built
from archive.writers import Writer
from tests.neighbours import neighbours

AS_IT_IS = "as it is"


def named(writer: Writer, release: Release) -> set[str]:
    """Return the paths that L201 findings name."""
    return {str(one.params["field"]) for one in writer.left_out(release)}


def silent(writer: Writer, record: dict[str, Any]) -> Iterator[str]:
    """Yield what can differ in a record and is neither seen in what is written nor named.

    Records with a reference that leads nowhere are passed over: no writer gets them.
    """
    for alike in _alike(writer, record):
        first, release = alike[0]
        told_before = named(writer, release)
        for where, other in alike[1:]:
            told = told_before | named(writer, other)
            ways = _paths(where) if first == AS_IT_IS else _paths(first) | _paths(where)
            is_told = [any(_covers(field, path) for field in told) for path in ways]
            if not (all(is_told) if first == AS_IT_IS else any(is_told)):
                yield f"{first}; {where}"


def _alike(writer: Writer, record: dict[str, Any]) -> list[list[tuple[str, Release]]]:
    """Return the groups of a record and its neighbours that give the same bytes."""
    same = defaultdict(list)
    for where, other in [(AS_IT_IS, record), *neighbours(record)]:
        release = built(other)
        try:
            same[writer.write(release)].append((where, release))
        except KeyError:
            continue
    assert len(same) > 300
    return list(same.values())


def _paths(where: str) -> set[str]:
    """Return the dotted paths that a neighbour differs in."""
    first, *rest = where.split(" ")
    steps = [step for step in first.split("/")[1:] if not step.isdigit()]
    paths = {".".join(steps)}
    if rest[:2] == ["moved", "to"]:
        paths.add(".".join([*steps[:-1], rest[2]]))
    if rest[0] == "and":
        paths.add(".".join([*steps[:-1], rest[1]]))
    return paths


def _covers(field: str, path: str) -> bool:
    """Return whether a path is named: itself, what holds it, or a part of it."""
    html = field == "body.format" and path == "body.text"  # the tags are what is lost
    return html or f"{path}.".startswith(f"{field}.") or field.startswith(f"{path}.")
