"""The cache of ``validate``: opened as the options say, and what goes wrong with it is told."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from archive import messages
from archive.cli import common

if TYPE_CHECKING:
    from archive.batch.cache import Cache
    from archive.batch.terms import Batch


@contextmanager
def opened(batch: Batch, options: dict[str, Any]) -> Iterator[Cache | None]:
    """Open the cache that was asked for; a cache that cannot be kept spoils no verdict."""
    if not options["cache"] or batch.terms.is_shown:  # no cache holds what a page shows
        yield None
        return
    from archive.batch.asking import made
    from archive.batch.cache import Cache

    language = common.language(options["lang"])
    judges = next((one.judges for one in batch.sources), frozenset[str]())
    folder = Path(options["cache"])
    with Cache(folder, made(batch.terms, judges), largest=batch.terms.largest_bytes) as cache:
        if cache.is_damaged and options["verbose"]:
            common.say(messages.phrase("cache_damaged", language, name=folder.as_posix()))
        yield cache
    if cache.trouble is not None:
        common.say(common.told(cache.trouble, language))
