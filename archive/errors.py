"""What can go wrong with the operation itself; problems of the data are findings, not errors."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from archive.findings import Finding


class ArchiveError(Exception):
    """Something the person who runs the program can mend; its text is shown as it is."""


class PhrasedError(ArchiveError):
    """An error that the program says in its own words: ``key`` and ``values`` of a phrase."""

    def __init__(self, key: str, **values: object) -> None:
        self.key = key
        self.values = values
        super().__init__(", ".join((key, *map(str, values.values()))))


class UnreadableSource(ArchiveError):  # noqa: N818 (says what happened)
    """A source, or the rest of it, cannot be read as the format asked for.

    ``findings`` says why, as for any other problem of the data: code, place and message.
    """

    def __init__(self, findings: Iterable[Finding]) -> None:
        self.findings = tuple(findings)
        super().__init__("; ".join(finding.code for finding in self.findings))
