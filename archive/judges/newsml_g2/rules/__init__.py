"""What the XSD of NewsML-G2 cannot say: a rule is a function from an item to its faults."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import lru_cache
from itertools import chain
from typing import NamedTuple

from archive.judges.newsml_g2 import fixity
from archive.judges.newsml_g2.rules import (
    content,
    dates,
    identity,
    references,
    vocabulary,
    wording,
)
from archive.judges.newsml_g2.tree import CODES, IRIS, Fault, Item


class Rule(NamedTuple):
    """What looks for faults of an item, and what an item must have to be looked at."""

    faults: Callable[[Item], Iterator[Fault]]
    about: frozenset[str] | None = None
    """Names of elements and attributes; one that is there is enough. ``None``: any item."""


def _about(faults: Callable[[Item], Iterator[Fault]], *names: str) -> Rule:
    return Rule(faults, frozenset(names))


RULES: dict[str, tuple[Rule, ...]] = {
    "X003": (_about(identity.guid, "guid"),),
    "X005": (_about(identity.standard, "standard"),),
    "X006": (Rule(vocabulary.declared),),
    "X007": (_about(vocabulary.existing, *CODES, *IRIS),),
    "X008": (_about(vocabulary.in_use, *CODES, *IRIS),),
    "X009": (_about(identity.item_class, "itemClass"),),
    "X010": (_about(identity.named, *identity.NAMED),),
    "X011": (_about(vocabulary.twins, *vocabulary.TWINS),),
    "X012": (_about(dates.moments, *dates.TEXTS, *dates.ATTRIBUTES),),
    "X013": (_about(dates.order, "firstCreated", "contentCreated", "conceptId"),),
    "X014": (
        _about(references.resolving, *references.REFERENCES),
        _about(references.parts, "rightsInfo"),
    ),
    "X015": (_about(references.asserted, "assert"),),
    "X016": (_about(content.types, "inlineXML"),),
    "X017": (Rule(content.safe),),
    "X018": (_about(wording.source_role, "infoSource"),),
    "X019": (_about(wording.deprecated, *wording.OLD_ATTRIBUTES, *wording.OLD_ELEMENTS),),
    "X020": (_about(wording.languages, *wording.TAGS),),
    "X021": (_about(fixity.embedded, *fixity.HOLDERS),),
    "X024": (Rule(wording.addresses),),
    "X025": (_about(dates.embargo, "embargoed"), _about(dates.editions, "catalog", "signal")),
}
"""The rules of one item. X022 is asked for only where the bytes give reason to."""

_ALL = tuple(rule for rules in RULES.values() for rule in rules)
_NAMES = frozenset().union(*(rule.about for rule in _ALL if rule.about))


def asked(item: Item) -> tuple[Rule, ...]:
    """Return the rules that an item must be asked."""
    return _asked(_NAMES.intersection(chain(item.elements, item.attributes)))


@lru_cache(maxsize=256)
def _asked(names: frozenset[str]) -> tuple[Rule, ...]:
    """Return the same by the names that matter: the items of one maker have the same."""
    return tuple(rule for rule in _ALL if rule.about is None or not rule.about.isdisjoint(names))


MessageRule = Callable[[Item, set[str]], Iterator[Fault]]

MESSAGE_RULES: dict[str, MessageRule] = {
    "X004": identity.unique,
    "X023": identity.doubled_ids,
}
"""The rules of all items of a file together: each keeps what it has seen of the items before."""
