"""Whether a document that was read back can be held against what the writers make of it."""

from __future__ import annotations

from typing import Any, NamedTuple

from archive.release import Release
from archive.validation import built, schema
from archive.validation.looks import Plain, look


class Sound(NamedTuple):
    """What the schema says of a document, without saying why."""

    plain: Plain | bool
    """What was seen of it, if it is plain."""
    release: Release | None
    """What it says, if the schema has nothing against it; the rules were not asked."""


def sound(document: dict[str, Any]) -> Sound:
    """Return the release that a document says as far as the schema can tell."""
    plain = look(document)
    if (plain or schema.accepts_odd(document)) and schema.is_complete(document):
        return Sound(plain, built(document))
    return Sound(plain, None)
