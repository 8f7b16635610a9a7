"""Rules: what a schema cannot say. Each is a function of a :class:`Context`.

Each code has one home. Rules run on the hot path: whoever adds one asks for a cheap sign first
(:mod:`archive.validation.rules.signs`), since Python's regular expressions take longer for a body
of 3 KB than most rules together. What looks at characters leaves plain records alone.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from archive.findings import Finding
from archive.validation.rules import (
    agents,
    characters,
    codes,
    dates,
    editing,
    furniture,
    language,
    quotations,
    references,
    state,
    texts,
    wording,
    written_dates,
)
from archive.validation.rules.context import Context

Rule = Callable[[Context], Iterator[Finding]]

RULES: tuple[Rule, ...] = (
    *references.RULES,
    *texts.RULES,
    *characters.RULES,
    *dates.RULES,
    *state.RULES,
    *codes.RULES,
    *language.RULES,
    *editing.RULES,
    *quotations.RULES,
    *agents.RULES,
    *wording.RULES,
    *furniture.RULES,
    *written_dates.RULES,
)

__all__ = ["RULES", "Context", "Rule"]
