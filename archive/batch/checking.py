"""The batch behind ``validate``: every record and every standard file of every source is judged.

What judging needs is imported only when there is something to judge.
"""

from __future__ import annotations

from collections.abc import Generator
from typing import TYPE_CHECKING

from msgspec.structs import replace

from archive.batch.collector import calm_collector
from archive.batch.keeping import Keeping, nothing_earlier
from archive.batch.known import Known

if TYPE_CHECKING:
    from archive.batch.cache import Cache
    from archive.batch.terms import Batch
    from archive.outcome import Outcome


def check(batch: Batch, *, with_digests: bool, cache: Cache | None = None) -> Generator[Outcome]:
    """Yield what is to be said of each source; one that cannot be read does not stop the others.

    Sources that a cache knows are not judged again.
    """
    calm_collector()
    with Known() as known:
        keeping = Keeping(batch.sources, known, cache.earlier if cache else nothing_earlier)
        yield from keeping.leading()
        if not keeping.is_at_end:
            yield from _judged(batch, known, keeping, cache, with_digests=with_digests)


def _judged(
    batch: Batch, known: Known, keeping: Keeping, cache: Cache | None, *, with_digests: bool
) -> Generator[Outcome]:
    """Yield the same of the sources from the first that is judged."""
    from archive.batch.judgement import Checking
    from archive.batch.order import in_order_with

    is_kept = cache is not None
    if cache is not None and not cache.is_empty:
        batch = replace(batch, is_large=False)  # little may be left to do
    with_digests = with_digests or is_kept
    work = Checking(terms=batch.terms, with_digests=with_digests, with_editions=is_kept)
    if not with_digests:
        batch = replace(batch, digests="none")
    for _, done in in_order_with(work, batch, known, keeping):
        for outcome in done.outcomes:
            if cache is not None:
                cache.enter(outcome)
            yield outcome
