"""Sources of which an earlier run has left everything: they are not worked on again.

They keep their place in the order of the batch, and their releases count like those of the others.
"""

from __future__ import annotations

import itertools
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Protocol

from archive.batch.known import Again, Known, Seen
from archive.batch.sources import Source

if TYPE_CHECKING:
    from archive.outcome import Outcome

_AT_ONCE = 500


class Kept(Protocol):
    """What an earlier run made of a source, where that still holds."""

    @property
    def source(self) -> Source:
        """Return the source."""

    def outcomes(self) -> Iterable[Outcome]:
        """Return what became of it, in parts if that is much; the last one says that it is."""

    def seen(self) -> Sequence[Seen]:
        """Return what its releases are known by."""


Earlier = Callable[[Source], Kept | None]
"""Returns what is kept of a source."""
Repeated = dict[int, dict[int, Again]]
"""Number of a source in its group → number of a release of it → where it stood before."""
Group = tuple[list[Kept], Repeated]


def nothing_earlier(_: Source) -> None:
    """Return that nothing is kept."""


class Keeping:
    """The sources of a batch in order: those that are kept, and those that are worked on."""

    def __init__(
        self, sources: Iterable[Source], known: Known, earlier: Earlier = nothing_earlier
    ) -> None:
        self._sources = iter(sources)
        self._known = known
        self._earlier = earlier
        self._begun: deque[Kept | None] = deque()
        """What is kept of each source that was begun, in order; ``None``: it is worked on."""
        self._undecided: list[Group] = []
        """Sources that :meth:`leading` came upon, of which some are to be worked on after all."""
        self.is_at_end = False
        """Whether there is nothing behind what :meth:`leading` has yielded."""

    def leading(self) -> Iterator[Outcome]:
        """Yield what became of the first sources, up to one that has to be worked on."""
        for some, repeated in self.groups(self._up_to_fresh()):
            if repeated:
                self.is_at_end = False
                self._undecided.append((some, repeated))
                return
            for one in some:
                yield from one.outcomes()

    def _up_to_fresh(self) -> Iterator[Kept]:
        for source in self._sources:
            kept = self._earlier(source)
            if kept is None:
                self._sources = itertools.chain([source], self._sources)
                return
            yield kept
        self.is_at_end = True

    def fresh(self) -> Iterator[Source]:
        """Yield the sources that are to be worked on."""
        for source in self._sources:
            kept = self._earlier(source)
            self._begun.append(kept)
            if kept is None:
                yield source

    def before(self) -> list[Kept]:
        """Return what is kept of the sources up to the next that was worked on."""
        kept = []
        while self._begun and (one := self._begun.popleft()) is not None:
            kept.append(one)
        return kept

    def undecided(self) -> list[Group]:
        """Return the group at which :meth:`leading` ended, if it ended in one."""
        return self._undecided

    def groups(self, kept: Iterable[Kept]) -> Iterator[Group]:
        """Yield sources in groups, and what they repeat of those before them."""
        left = iter(kept)
        while some := list(itertools.islice(left, _AT_ONCE)):
            seen = [one.seen() for one in some]
            again = self._known.take(
                [
                    (one.source.name, release)
                    for one, all_of in zip(some, seen, strict=True)
                    for release in all_of
                ]
            )
            yield some, _repeated(again, seen) if again else {}


def _repeated(again: Iterable[Again], seen: Iterable[Sequence[Seen]]) -> Repeated:
    """Return for releases that are numbered through which ones of which sources they are."""
    places = [(at, place) for at, all_of in enumerate(seen) for place in range(len(all_of))]
    repeated: Repeated = {}
    for one in again:
        at, place = places[one.number]
        repeated.setdefault(at, {})[place] = one
    return repeated
