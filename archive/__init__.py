"""press-archive: validate press releases and turn them into the formats that archives keep.

>>> import archive
>>> document = archive.read_json(b'{"schemaVersion": "1", "id": "urn:x:1", "status": "draft"}')
>>> sorted({finding.code for finding in archive.validate(document)})
['S113']

The names below are the public ones (``docs/api.md``); they are imported when first used, so that
``import archive`` costs nothing.
"""

from __future__ import annotations

TYPE_CHECKING = False  # as type checkers know it, without the module that is slow to load
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from typing import Any, BinaryIO

    import rdflib

    from archive.errors import ArchiveError, UnreadableSource
    from archive.findings import CODES, Finding, Position, Severity
    from archive.readers import READERS, Reading
    from archive.release import Release
    from archive.validation import InvalidRelease, build, validate, validate_many
    from archive.writers import WRITERS

__all__ = [
    "CODES",
    "READERS",
    "WRITERS",
    "ArchiveError",
    "Finding",
    "InvalidRelease",
    "Position",
    "Reading",
    "Release",
    "Severity",
    "UnreadableSource",
    "build",
    "canonical_json",
    "left_out",
    "message",
    "read",
    "read_json",
    "to_rdflib",
    "validate",
    "validate_many",
    "write",
]

_HOMES = {
    "CODES": "archive.findings",
    "READERS": "archive.readers",
    "WRITERS": "archive.writers",
    "ArchiveError": "archive.errors",
    "Finding": "archive.findings",
    "InvalidRelease": "archive.validation",
    "Position": "archive.findings",
    "Reading": "archive.readers",
    "Release": "archive.release",
    "Severity": "archive.findings",
    "UnreadableSource": "archive.errors",
    "build": "archive.validation",
    "validate": "archive.validation",
    "validate_many": "archive.validation",
}
"""Where the names live that are not defined here."""


def __getattr__(name: str) -> Any:
    home = _HOMES.get(name)
    if home is None:
        raise AttributeError(f"module 'archive' has no attribute {name!r}")
    import importlib

    globals()[name] = value = getattr(importlib.import_module(home), name)
    return value


def read(stream: BinaryIO, source_format: str) -> Iterator[Reading]:
    """Yield the documents of a stream in one of the formats of ``READERS``.

    Raises:
        UnreadableSource: the stream, or the rest of it, is not in that format.
    """
    from archive.readers import READERS

    return READERS[source_format].load()(stream)


def read_json(record: bytes) -> Any:
    """Return the untrusted document of one record in strict JSON.

    Raises:
        UnreadableSource: the bytes are not strict JSON; ``findings`` says why and where.
    """
    from archive import json_text

    document, _ = json_text.read(record)
    return document


def canonical_json(document: Any) -> bytes:
    """Return any JSON value in canonical form (RFC 8785), without a final line break."""
    from archive.canonical import canonical

    return canonical(document)


def message(finding: Finding, language: str = "en") -> str:
    """Return what a finding says, in English (``en``) or Indonesian (``id``)."""
    from archive import messages

    return messages.message(finding, language)


def write(release: Release, target_format: str) -> bytes:
    """Return a release in one of the formats of ``WRITERS``."""
    from archive.writers import WRITERS

    return WRITERS[target_format].load().write(release)


def left_out(release: Release, target_format: str) -> Iterable[Finding]:
    """Return what a format does not hold of a release, as L201 findings."""
    from archive.writers import WRITERS

    return WRITERS[target_format].load().left_out(release)


def to_rdflib(release: Release) -> rdflib.Graph:
    """Return the graph of a release for use with rdflib."""
    from archive.graph.rdflib_graph import to_rdflib

    return to_rdflib(release)
