"""Writers: a release → bytes. One module per output format, one line each here."""

from __future__ import annotations

import importlib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

import msgspec

from archive.findings import Finding, finding

if TYPE_CHECKING:
    from archive.release import Release

Write = Callable[["Release"], bytes]
WriteEach = Callable[[Sequence["Release"]], list[bytes]]


def _nothing(_: Release) -> Iterable[Finding]:
    return ()


class Many(msgspec.Struct, frozen=True, kw_only=True):
    """How releases stand together in one file: head, parts with ``between``, tail.

    ``head`` is given the greatest ``versionCreated`` of the releases that follow. ``alone`` makes
    a document of its own of a part that was cut out of such a file.
    """

    part: Write
    head: Callable[[str], bytes] = lambda _: b""
    between: bytes = b""
    tail: bytes = b""
    alone: Callable[[bytes], bytes] = lambda part: part


class Writer(msgspec.Struct, frozen=True, kw_only=True):
    """One output format.

    ``write`` gives the whole file for one release and never fails on a valid one.
    ``left_out`` names, as L201 findings, what the format cannot hold of the release at hand.
    ``many`` is ``None`` where a file can hold only one release.
    """

    media_type: str
    write: Write
    many: Many | None = None
    is_of_graph: bool = False
    """Whether it writes the graph, which the writers of one release share."""
    left_out: Callable[[Release], Iterable[Finding]] = _nothing
    in_groups: Mapping[Write, WriteEach] = msgspec.field(default_factory=dict)
    """``write`` or ``many.part`` → what does the same for several releases in less time."""

    def each(self, write: Write) -> WriteEach:
        """Return what does for several releases what ``write``, or ``many.part``, does for one."""
        return self.in_groups.get(write) or (lambda releases: [*map(write, releases)])


class OutputFormat(msgspec.Struct, frozen=True):
    """Where the writer of a format lives, and the suffix of its files."""

    module: str
    suffix: str

    def load(self) -> Writer:
        """Return the writer; its libraries are imported only now."""
        writer: Writer = importlib.import_module(self.module).WRITER
        return writer


WRITERS: dict[str, OutputFormat] = {
    "newsml-g2": OutputFormat("archive.writers.newsml_g2", ".xml"),
    "newsml-g2-package": OutputFormat("archive.writers.newsml_g2.package", ".package.xml"),
    "ninjs": OutputFormat("archive.writers.ninjs", ".ninjs.json"),
    "jsonld": OutputFormat("archive.writers.jsonld", ".jsonld"),
    "jsonld-page": OutputFormat("archive.writers.jsonld_page", ".page.jsonld"),
    "nquads": OutputFormat("archive.writers.nquads", ".nq"),
    "ntriples": OutputFormat("archive.writers.ntriples", ".nt"),
    "turtle": OutputFormat("archive.writers.turtle", ".ttl"),
    "trig": OutputFormat("archive.writers.trig", ".trig"),
    "rdfxml": OutputFormat("archive.writers.rdfxml", ".rdf"),
    "json": OutputFormat("archive.writers.release_json", ".json"),
    "text": OutputFormat("archive.writers.text", ".txt"),
}


def not_held(release: Release, held: frozenset[str], output: str) -> Iterator[Finding]:
    """Yield a finding for each part of a release that is not among the paths a format holds.

    ``held`` has dotted paths, such as ``people.name``. What nothing is held of is told as a whole,
    and a part that several members of a list have is told once, at the first.
    """
    partly = {path[:end] for path in held for end in range(len(path)) if path[end] == "."} | {""}
    told: set[str] = set()

    def walk(value: Any, path: str, pointer: str) -> Iterator[Finding]:
        if path not in partly:
            if path not in held and path not in told:
                told.add(path)
                yield finding("L201", pointer, format=output, field=path)
        elif isinstance(value, dict):
            for name, part in value.items():
                yield from walk(part, f"{path}.{name}".lstrip("."), f"{pointer}/{name}")
        else:
            for number, member in enumerate(value):
                yield from walk(member, path, f"{pointer}/{number}")

    yield from walk(msgspec.to_builtins(release), "", "")
