"""What the program needs only beyond one machine, and what is said where it is missing."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator

from archive.errors import PhrasedError


class ExtraMissing(PhrasedError):  # noqa: N818 (says what is wrong)
    """The libraries for clusters and object storage are not installed."""

    def __init__(self, library: str) -> None:
        super().__init__("extra_missing", library=library)


@contextlib.contextmanager
def needing_extra() -> Iterator[None]:
    """Say what to install where an import fails."""
    try:
        yield
    except ImportError as error:
        name = error.name or getattr(error.__cause__, "name", None)
        raise ExtraMissing(name or str(error)) from error
