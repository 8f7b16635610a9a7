"""What two documents say differently, value by value, each named by its JSON Pointer.

Lists are laid side by side by what their items are: objects by their ``id``, all else by value.
What has no counterpart is compared with what stands in the same gap of the other list, so that a
changed id is a changed id, and not one thing gone and another come.
"""

from __future__ import annotations

import json
from collections import Counter, deque
from collections.abc import Hashable, Iterator, Sequence
from dataclasses import dataclass
from enum import Enum
from typing import Any

from archive.positions import pointer


class Absent(Enum):
    """That there is no value; JSON has ``null`` for something else."""

    ABSENT = "absent"


ABSENT = Absent.ABSENT


@dataclass(frozen=True, slots=True)
class Difference:
    """A value of two documents that differs, or that one of them alone has.

    A pointer leads to the place of the value in its document; where it is absent, to where it
    would stand. Where only the order of a list differs, the values are the whole lists.
    """

    pointer: str
    """In the first document, or in the second if only that has the value."""
    a: Any
    b: Any
    pointer_b: str
    is_order: bool = False


Path = tuple[str | int, ...]


def differences(a: Any, b: Any) -> Iterator[Difference]:
    """Yield what differs between two JSON values, in the order of the first.

    >>> [(one.pointer, one.a, one.b) for one in differences({"slug": "a"}, {"slug": "b"})]
    [('/slug', 'a', 'b')]
    """
    yield from _values(a, b, (), ())


def _values(a: Any, b: Any, at: Path, at_b: Path) -> Iterator[Difference]:
    if isinstance(a, dict) and isinstance(b, dict):
        yield from _objects(a, b, at, at_b)
    elif isinstance(a, list) and isinstance(b, list):
        yield from _lists(a, b, at, at_b)
    elif not _is_equal(a, b):
        yield _difference(a, b, at, at_b)


def _difference(a: Any, b: Any, at: Path, at_b: Path) -> Difference:
    return Difference(pointer(at_b if a is ABSENT else at), a, b, pointer(at_b))


def _is_equal(a: Any, b: Any) -> bool:
    """Return whether two values are equal as JSON, where ``true`` is no number."""
    return a == b and isinstance(a, bool) == isinstance(b, bool)


def _objects(a: dict[str, Any], b: dict[str, Any], at: Path, at_b: Path) -> Iterator[Difference]:
    for name in (*a, *(name for name in b if name not in a)):
        yield from _values(a.get(name, ABSENT), b.get(name, ABSENT), (*at, name), (*at_b, name))


def _lists(a: list[Any], b: list[Any], at: Path, at_b: Path) -> Iterator[Difference]:
    known, known_b = _keys(a), _keys(b)
    for left, right in _paired(known, known_b):
        yield from _values(
            ABSENT if left is None else a[left],
            ABSENT if right is None else b[right],
            (*at, len(a) if left is None else left),
            (*at_b, len(b) if right is None else right),
        )
    common = {*known} & {*known_b}
    if [key for key in known if key in common] != [key for key in known_b if key in common]:
        yield Difference(pointer(at), a, b, pointer(at_b), is_order=True)


def _keys(items: Sequence[Any]) -> list[Hashable]:
    """Return what each item of a list is known by; of equal ones each is another."""
    counts: Counter[Hashable] = Counter()
    keys: list[Hashable] = []
    for item in items:
        known = item.get("id") if isinstance(item, dict) else None
        key = (
            ("id", known) if isinstance(known, str) else ("value", json.dumps(item, sort_keys=True))
        )
        keys.append((*key, counts[key]))
        counts[key] += 1
    return keys


Pairs = list[tuple[int | None, int | None]]
"""Places of counterparts; ``None`` where there is none."""


def _paired(a: list[Hashable], b: list[Hashable]) -> Pairs:
    """Return which items of two lists belong together, in the order of the first.

    What has no counterpart is paired in turn with what has none behind the same counterpart of
    the other list, and what is left over then with all that is left over.
    """
    places = {key: place for place, key in enumerate(b)}
    gaps = _gaps(b, set(a))
    partners: dict[int, int] = {}
    before = -1
    for place, key in enumerate(a):
        if key in places:
            partners[place] = before = places[key]
        elif gap := gaps.get(before):
            partners[place] = gap.popleft()
    alone = [place for place in range(len(a)) if place not in partners]
    rest = sorted(place for gap in gaps.values() for place in gap)
    partners |= zip(alone, rest, strict=False)
    pairs: Pairs = [(place, partners.get(place)) for place in range(len(a))]
    return pairs + [(None, place) for place in rest[len(alone) :]]


def _gaps(keys: list[Hashable], known: set[Hashable]) -> dict[int, deque[int]]:
    """Return the places of what has no counterpart, by the counterpart that stands before."""
    gaps: dict[int, deque[int]] = {}
    before = -1
    for place, key in enumerate(keys):
        if key in known:
            before = place
        else:
            gaps.setdefault(before, deque()).append(place)
    return gaps
