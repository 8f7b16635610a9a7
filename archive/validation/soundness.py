"""Whether a document that was read back can be held against what the writers make of it."""

from __future__ import annotations

from typing import Any, NamedTuple

from archive.release import Release
from archive.validation import built, schema


class Sound(NamedTuple):
    """What the schema says of a document, without saying why."""

    is_plain: bool
    release: Release | None
    """What it says, if the schema has nothing against it; the rules were not asked."""


def sound(document: dict[str, Any]) -> Sound:
    """Return the release that a document says as far as the schema can tell."""
    is_plain = schema.is_plain(document)
    if (is_plain or schema.accepts_odd(document)) and schema.is_complete(document):
        return Sound(is_plain, built(document))
    return Sound(is_plain, None)
