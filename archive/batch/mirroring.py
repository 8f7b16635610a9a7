"""A run over many sources that makes files for each release, in the shape of the sources' tree.

What a conversion needs is imported only when there is something to convert.
"""

from __future__ import annotations

from collections.abc import Generator
from contextlib import closing
from typing import TYPE_CHECKING

from msgspec.structs import replace

from archive.batch.collector import calm_collector
from archive.batch.keeping import Earlier, Keeping, nothing_earlier
from archive.batch.known import Known
from archive.batch.outputs import OutputFolder, Unwritable
from archive.outcome import Obstacle, Outcome, Output

if TYPE_CHECKING:
    from archive.batch.terms import Batch, Wishes


def convert(
    batch: Batch, wishes: Wishes, folder: OutputFolder, earlier: Earlier = nothing_earlier
) -> Generator[Outcome]:
    """Yield what became of each source; its files are in their places by then.

    Raises:
        Unwritable: no file at all can be written any more.
        InUse: another run writes to the folder.
    """
    calm_collector()
    with folder.opened(), Known() as known:
        keeping = Keeping(batch.sources, known, earlier)
        yield from keeping.leading()
        if not keeping.is_at_end:
            yield from _converted(batch, wishes, folder, known, keeping)


def _converted(
    batch: Batch, wishes: Wishes, folder: OutputFolder, known: Known, keeping: Keeping
) -> Generator[Outcome]:
    """Yield what became of the sources from the first that is worked on."""
    from archive.batch.layouts import Mirrored
    from archive.batch.order import in_order_with
    from archive.batch.plan import Conversion

    work = Conversion(wishes, batch.terms, Mirrored(folder))
    with closing(in_order_with(work, batch, known, keeping)) as steps:
        for _, done in steps:
            for outcome in done.outcomes:
                yield _placed(outcome, folder, len(wishes.formats))
            if wishes.stop_on_error and not all(one.is_valid for one in done.outcomes):
                return


def _placed(outcome: Outcome, folder: OutputFolder, formats: int) -> Outcome:
    """Put the files of a source in their places; say which one cannot be, if the next may be."""
    if not outcome.outputs or not any(output.staged for output in outcome.outputs):
        return outcome
    placed: list[Output] = []
    try:
        for output in outcome.outputs:
            placed.append(folder.place(output))  # noqa: PERF401 (those before an error count)
    except Unwritable as error:
        if error.is_lasting:
            raise
        obstacle = Obstacle(key="cannot_write", name=error.name, reason=error.reason)
        converted = len(placed) // formats
        return replace(outcome, outputs=tuple(placed), converted=converted, obstacle=obstacle)
    return replace(outcome, outputs=tuple(placed))
