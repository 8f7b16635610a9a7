"""The slow validator: jsonschema, which is the authority on what is wrong with a document.

A few keywords are asked in our own way: patterns and formats where the fast validator asks them,
and those whose cost would grow with the square of a list.
"""

from __future__ import annotations

import itertools
import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cache
from typing import Any, Protocol

from archive.validation import formats

Check = Callable[[Any], bool]
_MANY = 20
"""To make the fast validators of the fields takes as long as a close look at so many records."""


class Fault(Protocol):
    """What we ask of an error of jsonschema."""

    validator: Any
    validator_value: Any
    instance: Any
    schema: Any
    absolute_path: Iterable[str | int]


def authority(schema: Mapping[str, Any], *, many: int = _MANY) -> Callable[[Any], Iterator[Fault]]:
    """Return what yields all faults of a document, one for all the fields that an object lacks.

    When so ``many`` documents were asked for, it looks closely at those fields only that the fast
    validator refuses.
    """
    from jsonschema import Draft202012Validator, FormatChecker, validators

    checker = FormatChecker(formats=())
    for name in (*formats.OWN, *formats.THEIRS):
        checker.checks(name)(_of_strings(formats.check("format", name)))
    ours = {
        "pattern": _keyword(lambda regex, value: not _of_strings(_pattern(regex))(value)),
        "required": _keyword(_is_lacking),
        "uniqueItems": _keyword(lambda _, value: isinstance(value, list) and _has_repeated(value)),
        "items": _items(schema["$defs"]),
        "properties": _properties(schema, many),
    }
    extended: Any = validators.extend(Draft202012Validator, ours)  # type: ignore[no-untyped-call]
    faults: Callable[[Any], Iterator[Fault]] = extended(schema, format_checker=checker).iter_errors
    return faults


def repeated(items: list[Any]) -> Iterator[int]:
    """Yield the number of each item that stands in the list before.

    The library compares all items in pairs when they are of several kinds.
    """
    seen: set[Any] = set()
    for number, item in enumerate(items):
        key = _comparable(item)
        if key in seen:
            yield number
        seen.add(key)


def _comparable(value: Any) -> Any:
    """Return what is equal for values that JSON Schema calls equal, and can be put into a set."""
    if isinstance(value, list):
        return "array", tuple(map(_comparable, value))
    if isinstance(value, dict):
        return "object", frozenset((name, _comparable(part)) for name, part in value.items())
    return ("boolean", value) if isinstance(value, bool) else value


def _keyword(is_wrong: Callable[[Any, Any], bool]) -> Callable[..., Iterator[Any]]:
    """Return a keyword of a schema, made of what tells whether a value breaks it."""
    from jsonschema import ValidationError

    def keyword(_: Any, wanted: Any, instance: Any, __: Any) -> Iterator[ValidationError]:
        if is_wrong(wanted, instance):
            yield ValidationError("")

    return keyword


def _pattern(regex: str) -> Check:
    return formats.check("pattern", regex)


def _is_lacking(names: list[str], value: Any) -> bool:
    return isinstance(value, dict) and any(name not in value for name in names)


def _has_repeated(items: list[Any]) -> bool:
    return next(repeated(items), None) is not None


def _items(definitions: Mapping[str, Any]) -> Callable[..., Iterator[Any]]:
    """Return the keyword that looks closely at those items only that the fast validator refuses.

    A long list costs the library 60 µs for each item, right or wrong.
    """

    @cache
    def fast(part: str) -> Check:
        return formats.validator(json.loads(part) | {"$defs": definitions}).is_valid

    def items(validator: Any, part: Any, instance: Any, _: Any) -> Iterator[Any]:
        if isinstance(instance, list):
            is_right = _of_whole(fast(json.dumps(part)))
            for number, item in enumerate(instance):
                if not is_right(item):
                    yield from validator.descend(item, part, path=number)

    return items


def _properties(whole: Mapping[str, Any], many: int) -> Callable[..., Iterator[Any]]:
    """Return the keyword that does the same for the fields of a record, when many were wrong."""
    from jsonschema import Draft202012Validator

    of_all = Draft202012Validator.VALIDATORS["properties"]
    numbers = itertools.count()

    @cache
    def fast(name: str) -> Check:
        part = whole["properties"][name] | {"$defs": whole["$defs"]}
        return _of_whole(formats.validator(part).is_valid)

    def properties(validator: Any, parts: Any, instance: Any, schema: Any) -> Iterator[Any]:
        if schema is not whole or not isinstance(instance, dict) or next(numbers) < many:
            yield from of_all(validator, parts, instance, schema)
            return
        for name, part in parts.items():
            if name in instance and not fast(name)(instance[name]):
                yield from validator.descend(instance[name], part, path=name, schema_path=name)

    return properties


def _of_whole(check: Check) -> Check:
    """Return a check that finds fault with half a character, so that a closer one is asked.

    The same goes for other values that no JSON holds, and a program may.
    """

    def is_right(value: Any) -> bool:
        try:
            return check(value)
        except ValueError:  # UnicodeEncodeError is one
            return False

    return is_right


def _of_strings(check: Check) -> Check:
    """Return a check that lets pass what is no text, and text with half a character (R120)."""

    def is_right(value: Any) -> bool:
        try:
            return not isinstance(value, str) or check(value)
        except UnicodeEncodeError:
            return True

    return is_right
