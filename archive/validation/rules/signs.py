"""Signs: where a rule may find something. Most records have none, and then it is not asked.

A sign is a place and a JSON Schema: it is there where the schema accepts a value at the place.
All signs of all rules together are one schema that jsonschema-rs goes through once for a record;
wherever a sign is there it calls out the number of the rule. Its regular expressions go through a
body of 3 KB in half a microsecond, where Python needs three for one word.

A sign only saves time: a rule says the same of a record without it, which is nothing.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, update_wrapper
from threading import Lock
from typing import Any

from archive.findings import Finding
from archive.validation import formats
from archive.validation.rules.context import Context

Schema = dict[str, Any]
Rule = Callable[[Context], Iterable[Finding]]

STEP = re.compile(r"(\w+)(\[\])?\.?")
LOOK = "look"
"""The keyword that calls a rule; what it says is the number of the rule."""


@dataclass(frozen=True, slots=True)
class Sign:
    """What makes a rule look: values at a place that a schema accepts, all if there is none.

    The place begins with ``record``, ``text`` (the plain text) or ``is_plain``; ``people[]`` are
    all members of a list. ``given`` is a schema that the record has to accept, too.
    """

    place: str
    schema: Schema | None = None
    given: Schema | None = None


class Signed:
    """A rule that finds nothing in a record without one of its signs."""

    def __init__(self, rule: Rule, signs: tuple[Sign, ...]) -> None:
        self._rule = rule
        self.signs = signs
        update_wrapper(self, rule)

    def __call__(self, context: Context) -> Iterable[Finding]:
        """Return what the rule finds, whether there is a sign or not."""
        return self._rule(context)


def looks_where(*signs: Sign) -> Callable[[Rule], Signed]:
    """Return what makes a rule look only at records with one of some signs."""
    return lambda rule: Signed(rule, signs)


def there(place: str, schema: Schema | None = None, *, given: Schema | None = None) -> Sign:
    """Return the sign that a value is there, and such that a schema accepts it.

    Where one is ``given``, the record as a whole has to be such that this one accepts it.
    """
    return Sign(place, schema, given)


def like(regex: str) -> Schema:
    """Return the schema of texts that a regular expression (ECMA-262) matches somewhere."""
    return {"type": "string", "pattern": regex}


def holding(*words: str) -> Schema:
    """Return the schema of texts that hold one of some words, in capitals or not.

    Three in one regular expression take as long as one; seven ten times as long.
    """
    threes = (words[start : start + 3] for start in range(0, len(words), 3))
    return {"anyOf": [like(f"(?i:{'|'.join(three)})") for three in threes]}


def unlike(regex: str) -> Schema:
    """Return the schema of texts that it matches nowhere."""
    return {"type": "string", "not": {"pattern": regex}}


def lacking(*names: str) -> Schema:
    """Return the schema of objects that lack one of some fields."""
    return {"type": "object", "not": {"required": list(names)}}


def always(rules: Sequence[Rule]) -> tuple[int, ...]:
    """Return the numbers of the rules that look at every record."""
    return tuple(number for number, rule in enumerate(rules) if not isinstance(rule, Signed))


class Watch:
    """Tells which of some rules see a sign in a record."""

    def __init__(self, rules: Sequence[Rule]) -> None:
        self._signed = frozenset(range(len(rules))).difference(always(rules))
        self._calls = Calls(_schema(rules))

    def called(self, view: Mapping[str, Any]) -> Collection[int]:
        """Return the numbers of the rules that see a sign."""
        try:
            return self._calls.of(view)[1]
        except UnicodeEncodeError:  # half a character, from a program: look closer
            return self._signed


class Calls:
    """Tells whether a schema accepts a value, and which numbers it calls on the way."""

    def __init__(self, schema: Schema) -> None:
        self._called: set[int] = set()
        self._one_at_a_time = Lock()
        self._accepts = formats.validator(schema, {LOOK: _caller(self._called.add)}).is_valid

    def of(self, value: Any) -> tuple[bool, tuple[int, ...]]:
        """Return both; of a value that is not accepted not all numbers are called.

        Raises:
            UnicodeEncodeError: it has half a character.

        """
        with self._one_at_a_time:
            self._called.clear()
            return self._accepts(value), tuple(self._called)


def _caller(call: Callable[[int], None]) -> type[formats.Keyword]:
    """Return a keyword that accepts all there is, and calls the number it has."""

    class Caller:
        def __init__(self, _: object, number: int, __: object) -> None:
            self._number = number

        def validate(self, _: object) -> None:
            call(self._number)

    return Caller


def _schema(rules: Sequence[Rule]) -> Schema:
    """Return the schema that accepts everything, and on the way calls who sees a sign."""
    whole: Schema = {}
    for sign, calls in calls_of(rules):
        if sign.given is None:
            add(part_of(whole, sign.place), calls)
        else:
            add(whole, where({"properties": {"record": sign.given}}, sign.place, calls))
    return whole


def calls_of(rules: Sequence[Rule]) -> Iterator[tuple[Sign, Schema]]:
    """Yield the signs of rules, each with the schema that calls its rule where it is there."""
    for number, rule in enumerate(rules):
        for sign in rule.signs if isinstance(rule, Signed) else ():
            call = {LOOK: number}
            yield sign, call if sign.schema is None else {"if": sign.schema, "then": call}


def where(given: Schema, place: str, calls: Schema) -> Schema:
    """Return the schema that demands something of a place where another one accepts the whole."""
    there: Schema = {}
    add(part_of(there, place), calls)
    return {"if": given, "then": there}


def add(part: Schema, more: Schema) -> None:
    """Let a schema demand what another one demands, too."""
    part.setdefault("allOf", []).append(more)


def part_of(whole: Schema, place: str) -> Schema:
    """Return the part of a schema that is about a place; it is made if there is none."""
    part = whole
    for name, is_list in STEP.findall(place):
        part = part.setdefault("properties", {}).setdefault(name, {})
        if is_list:
            part = part.setdefault("items", {})
    return part


def matcher(regex: str) -> Callable[[str], bool]:
    """Return what tells whether a regular expression (ECMA-262) matches somewhere in a text.

    >>> matcher("[0-9] %")("4 % less"), matcher("(?i:foto)")("A FOTO"), matcher("x")("")
    (True, True, False)
    """

    @cache
    def compiled() -> Callable[[str], bool]:
        return formats.validator({"pattern": regex}).is_valid

    def is_there(text: str) -> bool:
        try:
            return compiled()(text)
        except UnicodeEncodeError:  # half a character, from a program: look closer
            return True

    return is_there
