"""What the parts of the ninjs reader have in common.

ninjs 1 writes ``versioncreated`` and ``person``, 2 writes ``versioncreated`` and ``people``,
3 writes ``versionCreated`` and ``people``. Names are looked up without their case, so that one
reader serves all.
"""

from __future__ import annotations

from archive.validation import formats


def is_iri(value: object) -> bool:
    """Return whether a value is an absolute IRI."""
    return isinstance(value, str) and bool(formats.check("format", "iri")(value))
