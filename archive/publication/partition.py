"""How the works of a year are parted: where a part ends depends on its works, not on its number.

One more work changes one part, or makes two of one; all others stay as they are.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from hashlib import sha256

from archive.edtf import instant
from archive.publication.index import Index

_ONE_IN = 512
"""One in so many works ends a part."""
_MOST = 1500
_MOST_BYTES = 2**22
"""Of records; a part of large ones is smaller."""


@dataclass(slots=True)
class Cut:
    """Works that make a part."""

    works: list[int] = field(default_factory=list)
    digest: bytes = b""
    latest: str = ""
    """The greatest ``versionCreated`` of its newest editions."""


def cuts(index: Index, year: str) -> Iterator[Cut]:
    """Yield the parts of a year, in the order of its works; what was withdrawn is in none."""
    rows = index.database.execute(
        "SELECT number, rank, digest, record, updated FROM works"
        " WHERE year = ? AND NOT is_withdrawn ORDER BY rank",
        (year,),
    )
    cut, digest, size = Cut(), sha256(), 0
    for number, rank, own, record, updated in rows:
        cut.works.append(number)
        digest.update(own)
        size += record
        if not cut.latest or instant(updated) > instant(cut.latest):
            cut.latest = updated
        is_end = int.from_bytes(rank[-2:]) % _ONE_IN == 0
        if is_end or len(cut.works) >= _MOST or size >= _MOST_BYTES:
            cut.digest = digest.digest()
            yield cut
            cut, digest, size = Cut(), sha256(), 0
    if cut.works:
        cut.digest = digest.digest()
        yield cut
