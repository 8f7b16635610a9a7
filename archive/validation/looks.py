"""Whether a record is plain, and which rules are to look at it: told in one pass.

The schema of plain records and the signs of the rules are about the same values. To go through a
record once for both takes a sixth less than to go through it twice.
"""

from __future__ import annotations

import copy
from collections.abc import Sequence
from functools import cache
from typing import Any

import msgspec

from archive.validation import schema
from archive.validation.plain import strict
from archive.validation.rules import RULES, Rule
from archive.validation.rules.signs import LOOK, STEP, Calls, Schema, add, calls_of, where

_UNSEEN = -1
"""Called where nobody has seen the plain text: it is not the body as it stands."""
_PLACES = {"record": "", "text": "body.text"}
"""Where in a record that stands which signs are looked for in; no plain record has the others."""


class Plain(msgspec.Struct, frozen=True):
    """A record that is plain (``schema.is_plain``), and what was seen on the way."""

    called: tuple[int, ...] | None
    """The numbers of the rules that see a sign; ``None``: somebody has to look for signs yet."""


def look(record: Any) -> Plain | bool:
    """Return what was seen of a plain record; ``False``: it is none."""
    try:
        is_accepted, called = _calls().of(record)
        if not (is_accepted and schema.has_plain_body(record)):
            return False
    except UnicodeEncodeError:
        return False
    return Plain(None if _UNSEEN in called else called)


@cache
def _calls() -> Calls:
    return Calls(seeing(strict(schema.document()), RULES))


def seeing(plain: Schema, rules: Sequence[Rule]) -> Schema:
    """Return the schema of plain records, and calls in it for all who see a sign on the way."""
    whole = copy.deepcopy(plain)
    for sign, calls in calls_of(rules):
        view, _, rest = sign.place.partition(".")
        if view not in _PLACES:
            continue
        place = ".".join(filter(None, (_PLACES[view], rest)))
        if sign.given is None:
            add(_known_part(whole, place), calls)
        else:
            add(whole, where(sign.given, place, calls))
    unseen = {LOOK: _UNSEEN}
    add(whole, {"if": {"required": ["body"]}, "else": unseen})
    add(_known_part(whole, "body.format"), {"if": {"const": "text"}, "else": unseen})
    return whole


def _known_part(whole: Schema, place: str) -> Schema:
    """Return the part of a schema about a place that it knows."""
    part = whole
    for name, is_list in STEP.findall(place):
        part = part["properties"][name]
        if is_list:
            part = part["items"]
    return part
