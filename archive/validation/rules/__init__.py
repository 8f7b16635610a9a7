"""Rules: what a schema cannot say. Each is a function of a :class:`Context`.

Each code has one home. Rules run on the hot path: whoever adds one says by what signs it sees that
it may find something (:mod:`archive.validation.rules.signs`); it looks at no record without one.
Python's regular expressions take longer for a body of 3 KB than most rules together.
"""

from __future__ import annotations

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
from archive.validation.rules.signs import Rule

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
