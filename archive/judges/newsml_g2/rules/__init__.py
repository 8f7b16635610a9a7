"""What the XSD of NewsML-G2 cannot say: a rule is a function from an item to its faults."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from archive.judges.newsml_g2 import fixity
from archive.judges.newsml_g2.rules import (
    content,
    dates,
    identity,
    references,
    vocabulary,
    wording,
)
from archive.judges.newsml_g2.tree import Fault, Item

Rule = Callable[[Item], Iterator[Fault]]

RULES: dict[str, tuple[Rule, ...]] = {
    "X003": (identity.guid,),
    "X005": (identity.standard,),
    "X006": (vocabulary.declared,),
    "X007": (vocabulary.existing,),
    "X008": (vocabulary.in_use,),
    "X009": (identity.item_class,),
    "X010": (identity.named,),
    "X011": (vocabulary.twins,),
    "X012": (dates.moments,),
    "X013": (dates.order,),
    "X014": (references.resolving, references.parts),
    "X015": (references.asserted,),
    "X016": (content.types,),
    "X017": (content.safe,),
    "X018": (wording.source_role,),
    "X019": (wording.deprecated,),
    "X020": (wording.languages,),
    "X021": (fixity.embedded,),
    "X024": (wording.addresses,),
    "X025": (dates.embargo, dates.editions),
}
"""The rules of one item. X022 is asked for only where the bytes give reason to."""

MessageRule = Callable[[Item, set[str]], Iterator[Fault]]

MESSAGE_RULES: dict[str, MessageRule] = {
    "X004": identity.unique,
    "X023": identity.doubled_ids,
}
"""The rules of all items of a file together: each keeps what it has seen of the items before."""
