"""The batch behind ``convert``: sources → releases → files, in order."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import BinaryIO, Protocol

from archive.batch.checking import Known
from archive.batch.judging import Judged, Terms, digest, judged, open_source
from archive.batch.names import collision_key, release_name
from archive.batch.outputs import OutputFolder
from archive.batch.sources import Source
from archive.edtf import instant
from archive.errors import ArchiveError
from archive.findings import Finding, Severity, finding
from archive.outcome import Outcome, Output
from archive.release import Release
from archive.validation import built, schema
from archive.writers import WRITERS, Writer

Judge = Callable[[bytes], list[Finding]]
_SPOOL_BYTES = 8 * 2**20


class Collision(ArchiveError):  # noqa: N818 (says what happened)
    """Two inputs would be written to one output."""

    def __init__(self, first: str, second: str, output: str) -> None:
        self.first, self.second, self.output = first, second, output
        super().__init__(f"{first}, {second}: {output}")


class OneOnly(ArchiveError):  # noqa: N818 (says what happened)
    """A format that holds one release was asked to hold several."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Wishes:
    """What is converted into what, and what is held back."""

    formats: Sequence[str]
    include_embargoed: bool = False
    include_drafts: bool = False
    as_of: datetime | None = None
    """Embargoes that end by then no longer hold a release back."""
    stop_on_error: bool = False
    judges: dict[str, Judge] = field(default_factory=dict)
    """Format → what judges its files before they count."""


class _Sink(Protocol):
    def put(self, source: Source, release: Release, name: str) -> tuple[list[Output], list[Finding]]:
        """Take a release; return what was written and what the judges found."""


def check_names(sources: Iterable[Source], formats: Sequence[str], folder: OutputFolder) -> None:
    """Raise Collision if two inputs would share an output, or one would be overwritten."""
    inputs = {source.path.resolve(): source.name for source in sources if source.path}
    seen: dict[str, str] = {}
    for source in sources:
        key = collision_key(source.stem)
        if key in seen:
            raise Collision(seen[key], source.name, source.stem + WRITERS[formats[0]].suffix)
        seen[key] = source.name
        for word in formats:
            target = folder.path(source.stem + WRITERS[word].suffix)
            if target.resolve() in inputs:
                raise Collision(source.name, inputs[target.resolve()], target.as_posix())


def convert(
    sources: Iterable[Source], wishes: Wishes, terms: Terms, folder: OutputFolder
) -> Iterator[Outcome]:
    """Yield what became of each source; its files are written by then."""
    sink = _Files(folder, wishes)
    known = Known()
    for source in sources:
        outcome = _converted(source, wishes, terms, sink, known)
        yield outcome
        if wishes.stop_on_error and not outcome.is_valid:
            return


def convert_to_stream(
    sources: Iterable[Source], wishes: Wishes, terms: Terms, stream: BinaryIO
) -> Iterator[Outcome]:
    """Yield what became of each source; the releases stand in one stream, written at the end.

    Raises:
        OneOnly: there are several releases and the format holds one.
    """
    (word,) = wishes.formats
    sink = _Together(word, wishes)
    known = Known()
    with sink:
        for source in sources:
            outcome = _converted(source, wishes, terms, sink, known)
            yield outcome
            if wishes.stop_on_error and not outcome.is_valid:
                break
        sink.copy_to(stream)


def _converted(
    source: Source, wishes: Wishes, terms: Terms, sink: _Sink, known: Known
) -> Outcome:
    """Convert one source; the first of several releases waits until the second is seen."""
    findings: list[Finding] = []
    outputs: list[Output] = []
    releases = converted = held_back = 0
    with open_source(source) as stream:
        for one, is_only in _with_company(judged(source, stream, terms)):
            releases += 1
            found, release = _release(one, wishes, known, source.name)
            if release is not None:
                name = source.stem if is_only else f"{source.stem}/{release_name(release)}"
                files, faults = sink.put(source, release, name)
                found += faults
                outputs += files
                converted += not faults
            elif any(one.code in ("L301", "L302") for one in found):
                held_back += 1
            findings += found
    return Outcome(
        path=source.name,
        sha256=digest(source.path) if source.path else None,
        findings=tuple(findings),
        releases=releases,
        converted=converted,
        held_back=held_back,
        outputs=tuple(outputs),
    )


def _with_company(documents: Iterator[Judged]) -> Iterator[tuple[Judged, bool]]:
    """Yield each document, and whether it is the only one of its source."""
    first = next(documents, None)
    if first is None:
        return
    second = next(documents, None)
    yield first, second is None
    if second is not None:
        yield second, False
        for document in documents:
            yield document, False


def _release(
    one: Judged, wishes: Wishes, known: Known, name: str
) -> tuple[list[Finding], Release | None]:
    """Return what is to be said of a document, and its release if that is to be written."""
    found = list(one.findings)
    again = known.repeated(one, name)
    if again is not None:
        found.append(again)
        if again.severity is Severity.ERROR:
            return found, None
    if not one.is_valid:
        return found, None
    document = one.document
    held = _held_back(document, wishes)
    if held is None and not schema.is_complete(document):
        held = finding("L303", "/status")
    if held is not None:
        return [*found, held.at(one.places.find(held.pointer) if one.places else None)], None
    release = built(document)
    for word in wishes.formats:
        for lost in WRITERS[word].load().left_out(release):
            found.append(lost.at(one.places.find(lost.pointer) if one.places else None))
    return found, release


def _held_back(document: dict[str, object], wishes: Wishes) -> Finding | None:
    if document["status"] == "draft" and not wishes.include_drafts:
        return finding("L302", "/status")
    embargo = document.get("embargo")
    if not isinstance(embargo, dict) or wishes.include_embargoed:
        return None
    until = embargo.get("until")
    if until is None:
        return finding("L301", "/embargo", variant="open")
    if wishes.as_of is not None and instant(until) <= wishes.as_of:
        return None
    return finding("L301", "/embargo", until=until)


class _Files:
    """One file for each release and format."""

    def __init__(self, folder: OutputFolder, wishes: Wishes) -> None:
        self._folder = folder
        self._judges = wishes.judges
        self._writers = {word: WRITERS[word].load() for word in wishes.formats}

    def put(self, source: Source, release: Release, name: str) -> tuple[list[Output], list[Finding]]:  # noqa: ARG002
        """Write a release in every format; nothing of it counts if a judge refuses one file."""
        contents = {word: writer.write(release) for word, writer in self._writers.items()}
        faults = [fault for word, content in contents.items() for fault in self._judged(word, content)]
        if faults:
            return [], faults
        return [
            self._folder.write(name + WRITERS[word].suffix, content)
            for word, content in contents.items()
        ], []

    def _judged(self, word: str, content: bytes) -> list[Finding]:
        """Return what the judge of a format finds; its places are in the output, not the source."""
        judge = self._judges.get(word)
        return [replace(fault, position=None) for fault in judge(content)] if judge else []


class _Together:
    """All releases in one stream."""

    def __init__(self, word: str, wishes: Wishes) -> None:
        self._word = word
        self._writer: Writer = WRITERS[word].load()
        self._judge = wishes.judges.get(word)
        self._spool = tempfile.SpooledTemporaryFile(_SPOOL_BYTES)  # noqa: SIM115
        self._only: bytes | None = None
        self._count = 0
        self._latest: datetime | None = None
        self._latest_text = ""

    def __enter__(self) -> _Together:
        return self

    def __exit__(self, *_: object) -> None:
        self._spool.close()

    def put(self, source: Source, release: Release, name: str) -> tuple[list[Output], list[Finding]]:  # noqa: ARG002
        """Keep a release until all are there."""
        content = self._writer.write(release)
        faults = self._judge(content) if self._judge else []
        if faults:
            return [], [replace(fault, position=None) for fault in faults]
        self._count += 1
        self._only = content if self._count == 1 else None
        many = self._writer.many
        if many is None:
            if self._count > 1:
                raise OneOnly(self._word)
            return [], []
        if self._count > 1:
            self._spool.write(many.between)
        self._spool.write(many.part(release))
        made = instant(release.version_created)
        if self._latest is None or made > self._latest:
            self._latest, self._latest_text = made, release.version_created
        return [], []

    def copy_to(self, stream: BinaryIO) -> None:
        """Write all that was kept."""
        if self._only is not None:
            stream.write(self._only)
            return
        many = self._writer.many
        if many is None or not self._count:
            return
        stream.write(many.head(self._latest_text))
        self._spool.seek(0)
        while block := self._spool.read(2**20):
            stream.write(block)
        stream.write(many.tail)
