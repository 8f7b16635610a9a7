"""The work of ``validate``: a chunk → what is to be said of each of its pieces."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from archive.batch.engine import Announce, Orders
from archive.batch.judging import judged
from archive.batch.known import edition
from archive.batch.outcomes import Done, Growing, Told
from archive.batch.pieces import Chunk
from archive.batch.reading import Specimen
from archive.batch.showing import Watch
from archive.batch.terms import Terms
from archive.errors import ArchiveError, PhrasedError
from archive.findings import Finding
from archive.judges import JUDGES, Judge
from archive.positions import moved


@dataclass(frozen=True, slots=True, kw_only=True)
class Checking:
    """The judgement of chunks."""

    terms: Terms
    with_digests: bool
    """Whether the checksum of each source is told."""
    with_editions: bool = False
    """Whether it is told what the releases of each source are known by."""

    def open(self) -> Callable[[Chunk, Orders, Announce], Done]:
        """Return what judges a chunk; judges of formats are loaded when there is work for them."""
        bench = _Bench(self.terms.standards)

        def do(chunk: Chunk, orders: Orders, announce: Announce) -> Done:
            return self._check(bench, chunk, orders, announce)

        return do

    def _check(self, bench: _Bench, chunk: Chunk, orders: Orders, announce: Announce) -> Done:
        growing = [Growing(piece) for piece in chunk.pieces]
        watch = Watch(growing, self.terms)
        seen = []
        for group in judged(chunk, self.terms, orders, announce, group_size=watch.group_size):
            for record in group:
                if record.specimen is not None:
                    record.findings += tuple(bench.findings(record.specimen))
                one = growing[record.piece]
                one.take(record, orders)
                if (known := record.seen()) is not None:
                    seen.append(Told(record.number, record.piece, known))
                    if self.with_editions:
                        one.editions.append(edition(known))
            watch.took(group)
        outcomes = tuple(one.outcome(with_digest=self.with_digests) for one in growing)
        return Done(outcomes=outcomes, seen=tuple(seen), again=dict(orders.again))


@dataclass(slots=True)
class _Bench:
    """The judges of a process, each loaded once, when the first file of its format comes."""

    standards: Path | None
    judges: dict[str, Judge] = field(default_factory=dict)

    def findings(self, specimen: Specimen) -> list[Finding]:
        """Return what the judge of its format says, at places of the source."""
        word, first = specimen.format, specimen.first
        if word not in self.judges:
            self.judges[word] = _loaded(word, self.standards)
        found = self.judges[word].findings(specimen.raw)
        if (first.line, first.column) == (1, 1):
            return found
        return [moved(one, first) for one in found]


def _loaded(word: str, standards: Path | None) -> Judge:
    """Return the judge of a format.

    Raises:
        PhrasedError: the official files that it judges by cannot be read or used.

    """
    try:
        return JUDGES[word].load(word, standards)
    except PhrasedError:
        raise
    except ArchiveError as error:
        raise PhrasedError("standards_unusable", reason=error) from error
    except OSError as error:
        name, reason = error.filename or standards, error.strerror
        raise PhrasedError("cannot_read", name=str(name), reason=reason) from error
