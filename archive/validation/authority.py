"""The slow validator: jsonschema, which is the authority on what is wrong with a document.

A few keywords are asked in our own way: patterns and formats where the fast validator asks them,
and those whose cost would grow with the square of a list.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cache
from typing import Any, Protocol

from archive.validation import formats

Check = Callable[[Any], bool]


class Fault(Protocol):
    """What we ask of an error of jsonschema."""

    validator: Any
    validator_value: Any
    instance: Any
    schema: Any
    absolute_path: Iterable[str | int]


def authority(schema: Mapping[str, Any]) -> Callable[[Any], Iterator[Fault]]:
    """Return what yields all faults of a document, one for all the fields that an object lacks."""
    from jsonschema import Draft202012Validator, FormatChecker, validators

    checker = FormatChecker(formats=())
    for name in (*formats.OWN, *formats.THEIRS):
        checker.checks(name)(_of_strings(formats.check("format", name)))
    ours = {
        "pattern": _keyword(lambda regex, value: not _of_strings(_pattern(regex))(value)),
        "required": _keyword(_is_lacking),
        "uniqueItems": _keyword(lambda _, value: isinstance(value, list) and _has_repeated(value)),
        "items": _items(schema["$defs"]),
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


def _of_whole(check: Check) -> Check:
    """Return a check that finds fault with half a character, so that a closer one is asked."""

    def is_right(value: Any) -> bool:
        try:
            return check(value)
        except UnicodeEncodeError:
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
