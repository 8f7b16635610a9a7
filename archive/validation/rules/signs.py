"""Signs: whether a text may hold what a rule looks for; most texts do not, and cost little then.

The regular expressions of jsonschema-rs go through a body of 3 KB in half a microsecond where
Python needs three for one word. An alternative of unlike signs is slow there: ask for each.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache

from archive.validation import formats


def sign(regex: str) -> Callable[[str], bool]:
    """Return what tells whether a regular expression (ECMA-262) matches somewhere in a text.

    >>> sign("[0-9] %")("4 % less"), sign("(?i:foto)")("A FOTO"), sign("x")("")
    (True, True, False)
    """

    @cache
    def compiled() -> Callable[[str], bool]:
        return formats.check("pattern", regex)

    def is_there(text: str) -> bool:
        try:
            return compiled()(text)
        except UnicodeEncodeError:  # half a character, from a program: look closer
            return True

    return is_there
