"""Readers: a stream of bytes → many documents. One module per input format, one line each here."""

from __future__ import annotations

import importlib
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, BinaryIO, Protocol

import msgspec

from archive.findings import Finding
from archive.limits import LARGEST_BYTES
from archive.places import NOWHERE, Places

if TYPE_CHECKING:
    from archive.validation.looks import Plain


class Reading(msgspec.Struct, frozen=True):
    """One document out of a source.

    ``document`` is untrusted and JSON-shaped, in the shape of our record; ``None`` where this
    part of the source could not be read (``findings`` says why). ``findings`` also name what
    was inferred, mended or left out (L codes). ``places`` finds where in the source a value of
    the document stands.
    """

    document: Any
    findings: tuple[Finding, ...] = ()
    places: Places = NOWHERE
    size: int = 0
    """Bytes that it was read from, as far as that is known."""
    plain: Plain | bool | None = None
    """What ``validation.looks.look`` says of the document; ``None``: it was not asked."""


class Read(Protocol):
    """Yields the documents of a stream in order; raises only ``UnreadableSource``."""

    def __call__(self, stream: BinaryIO, *, largest: int = LARGEST_BYTES) -> Iterator[Reading]:
        """Read a stream; nothing that is larger than ``largest`` bytes is held in memory."""


class InputFormat(msgspec.Struct, frozen=True):
    """Where the reader of a format lives, and which file names it takes in a folder."""

    module: str
    suffixes: tuple[str, ...]
    is_streamed: bool = False
    """Whether it is read release by release, so that a file may be larger than memory."""

    def load(self) -> Read:
        """Return the reader; its libraries are imported only now."""
        read: Read = importlib.import_module(self.module).read
        return read


READERS: dict[str, InputFormat] = {
    "json": InputFormat("archive.readers.release_json", (".json",)),
    "jsonl": InputFormat("archive.readers.json_lines", (".jsonl", ".ndjson")),
    "ninjs": InputFormat("archive.readers.ninjs", (".ninjs.json", ".ninjs.jsonl", ".json")),
    "newsml-g2": InputFormat("archive.readers.newsml_g2", (".xml",), is_streamed=True),
    "jsonld": InputFormat("archive.readers.jsonld", (".jsonld", ".jsonld.jsonl")),
    "nquads": InputFormat("archive.readers.rdf.nquads", (".nq",), is_streamed=True),
    "ntriples": InputFormat("archive.readers.rdf.ntriples", (".nt",)),
    "turtle": InputFormat("archive.readers.rdf.turtle", (".ttl",)),
    "trig": InputFormat("archive.readers.rdf.trig", (".trig",)),
    "rdfxml": InputFormat("archive.readers.rdf.rdfxml", (".rdf",)),
}
