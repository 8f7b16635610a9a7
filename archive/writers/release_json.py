"""Release JSON in canonical form (RFC 8785); many are JSON Lines."""

from __future__ import annotations

from archive import canonical
from archive.release import Release
from archive.writers import Many, Writer


def write(release: Release) -> bytes:
    """Return the record as one line of canonical JSON."""
    return canonical.write(release) + b"\n"


WRITER = Writer(media_type="application/json", write=write, many=Many(part=write))
