"""Which of several forms a client likes best: ``Accept`` (RFC 9110, section 12.5.1)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from archive.server.media_types import Variant

_QUOTED = re.compile(r'"[^"]*"')
_RANGE = re.compile(r"\*/\*|[!#$%&'+.^_`|~0-9a-z-]+/(?:\*|[!#$%&'+.^_`|~0-9a-z-]+)")
_WEIGHT = re.compile(r"0(?:\.[0-9]{0,3})?|1(?:\.0{0,3})?")

_MOST = 100
"""Ranges that are looked at; browsers send some ten."""


def preferences(accept: str) -> dict[str, float]:
    """Return media range → weight; what is none is passed over, parameters do not count.

    An empty field accepts everything.

    >>> preferences('text/turtle;q=0.5, application/ld+json;profile="a,b", nonsense')
    {'text/turtle': 0.5, 'application/ld+json': 1.0}
    """
    found: dict[str, float] = {}
    for part in _QUOTED.sub('""', accept.lower()).split(",", _MOST)[:_MOST]:
        kind, *parameters = (word.strip() for word in part.split(";"))
        if not _RANGE.fullmatch(kind):
            continue
        weights = [word[2:].strip() for word in parameters if word.startswith("q=")]
        weight = weights[0] if weights else "1"
        if _WEIGHT.fullmatch(weight):
            found[kind] = max(found.get(kind, 0.0), float(weight))
    return found if accept.strip() else {"*/*": 1.0}


def best(variants: Iterable[Variant], accept: str) -> Variant | None:
    """Return the variant that is liked best, the first of several, or ``None`` if none will do."""
    liked = preferences(accept)
    weighed = [(_weight(variant, liked), variant) for variant in variants]
    weight, chosen = max(weighed, key=lambda one: one[0], default=(0.0, None))
    return chosen if weight else None


def _weight(variant: Variant, liked: Mapping[str, float]) -> float:
    """Return the weight of a variant: the most specific range decides (section 12.5.1)."""
    named = [liked[name] for name in (variant.essence, *variant.aliases) if name in liked]
    if named:
        return max(named)
    kind = variant.essence.partition("/")[0]
    return liked.get(f"{kind}/*", liked.get("*/*", 0.0))
