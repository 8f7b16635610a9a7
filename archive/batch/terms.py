"""What a run asks for; light, since a run that finds nothing to do needs no more than this."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import TYPE_CHECKING

import msgspec

from archive.limits import LARGEST_BYTES

if TYPE_CHECKING:
    from contextlib import AbstractContextManager
    from datetime import datetime
    from pathlib import Path

    from archive.batch.engine import Runs, Work
    from archive.batch.hashed import Digests
    from archive.batch.outcomes import Done
    from archive.batch.sources import Source
    from archive.validation import Profile

    Engines = Callable[[Work[Done]], AbstractContextManager[Runs[Done]]]


JUDGED = frozenset({"newsml-g2", "newsml-g2-package"})
"""Formats that are parsed back and judged, by the XSD if it is at hand, before they count."""


class Terms(msgspec.Struct, frozen=True):
    """How strict and how large: what a run asks of its sources."""

    profile: Profile = "current"
    largest_bytes: int = LARGEST_BYTES
    standards: Path | None = None
    """Folder of the official files, for judges."""
    is_migrating: bool = False
    """Whether records of earlier versions of the schema are brought to the present one."""
    is_shown: bool = False
    """Whether a report shows releases, and which of them took longest."""


class Wishes(msgspec.Struct, frozen=True, kw_only=True):
    """What is converted into what, and what is held back."""

    formats: Sequence[str]
    include_embargoed: bool = False
    include_drafts: bool = False
    as_of: datetime | None = None
    """Embargoes that end by then no longer hold a release back."""
    stop_on_error: bool = False
    xsd: Path | None = None
    """What judges NewsML-G2 before it counts; without it, it is only parsed back."""
    with_left_out: bool = False
    """Whether what a format cannot hold is told (L201)."""
    with_editions: bool = False
    """Whether it is told what the releases of each source are known by."""


class Batch(msgspec.Struct, frozen=True, kw_only=True):
    """What is worked on, and how."""

    sources: Iterable[Source]
    terms: Terms = msgspec.field(default_factory=Terms)
    jobs: int = 1
    """Processes."""
    is_large: bool = True
    """Whether it is sure that they are worth starting."""
    digests: Digests = "whole"
    """What checksums are made out while sources are cut."""
    engine: Engines | None = None
    """Opens what has the work done, if that is not to be processes of this machine."""

    def opened(self, work: Work[Done]) -> AbstractContextManager[Runs[Done]]:
        """Return what has the work done."""
        if self.engine is not None:
            return self.engine(work)
        from archive.batch.engine import Engine

        return Engine(work, self.jobs, is_eager=self.is_large)
