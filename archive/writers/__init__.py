"""Writers: a release → bytes. One module per output format, one line each here."""

from __future__ import annotations

import importlib
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from archive.findings import Finding
from archive.release import Release


def _nothing(_: Release) -> Iterable[Finding]:
    return ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Many:
    """How releases stand together in one file: head, parts with ``between``, tail.

    ``head`` is given the greatest ``versionCreated`` of the releases that follow.
    """

    part: Callable[[Release], bytes]
    head: Callable[[str], bytes] = lambda latest: b""
    between: bytes = b""
    tail: bytes = b""


@dataclass(frozen=True, slots=True, kw_only=True)
class Writer:
    """One output format.

    ``write`` gives the whole file for one release and never fails on a valid one.
    ``left_out`` names, as L201 findings, what the format cannot hold of the release at hand.
    ``many`` is ``None`` where a file can hold only one release.
    """

    media_type: str
    write: Callable[[Release], bytes]
    many: Many | None = None
    left_out: Callable[[Release], Iterable[Finding]] = _nothing


@dataclass(frozen=True, slots=True)
class OutputFormat:
    """Where the writer of a format lives, and the suffix of its files."""

    module: str
    suffix: str

    def load(self) -> Writer:
        """Return the writer; its libraries are imported only now."""
        writer: Writer = importlib.import_module(self.module).WRITER
        return writer


WRITERS: dict[str, OutputFormat] = {
    "newsml-g2": OutputFormat("archive.writers.newsml_g2", ".xml"),
    "ninjs": OutputFormat("archive.writers.ninjs", ".ninjs.json"),
    "jsonld": OutputFormat("archive.writers.jsonld", ".jsonld"),
    "nquads": OutputFormat("archive.writers.nquads", ".nq"),
    "ntriples": OutputFormat("archive.writers.ntriples", ".nt"),
    "turtle": OutputFormat("archive.writers.turtle", ".ttl"),
    "trig": OutputFormat("archive.writers.trig", ".trig"),
    "rdfxml": OutputFormat("archive.writers.rdfxml", ".rdf"),
    "json": OutputFormat("archive.writers.release_json", ".json"),
    "text": OutputFormat("archive.writers.text", ".txt"),
}
