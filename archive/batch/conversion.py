"""The batch behind ``convert``: sources → releases → files, in order."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import BinaryIO, Protocol

from archive.batch.checking import Known
from archive.batch.judging import Judged, Terms, digest, judged, not_read, open_source
from archive.batch.names import release_name
from archive.batch.outputs import OutputFolder, Unwritable, naming
from archive.batch.sources import Source
from archive.edtf import instant
from archive.errors import PhrasedError
from archive.findings import Finding, Severity, finding
from archive.outcome import Collected, Obstacle, Outcome, Output
from archive.release import Release
from archive.validation import built, schema
from archive.writers import WRITERS, Many, Writer

Judge = Callable[[bytes], list[Finding]]
_SPOOL_BYTES = 8 * 2**20


class OneOnly(PhrasedError):  # noqa: N818 (says what happened)
    """A format that holds one release was asked to hold several."""

    def __init__(self, word: str) -> None:
        super().__init__("one_only", format=word)


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
    def put(self, release: Release, name: str) -> Iterator[Output | Finding]:
        """Take a release; yield each file as it is written, or what the judges have against it."""


def convert(
    sources: Iterable[Source], wishes: Wishes, terms: Terms, folder: OutputFolder
) -> Iterator[Outcome]:
    """Yield what became of each source; its files are written by then.

    Raises:
        Unwritable: no file at all can be written any more.
    """
    sink = _Files(folder, wishes)
    known = Known()
    for source in sources:
        outcome = _Conversion(source, wishes, sink, known).run(terms)
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
    known = Known()
    with _Together(word, wishes) as sink:
        for source in sources:
            outcome = _Conversion(source, wishes, sink, known).run(terms)
            yield outcome
            if wishes.stop_on_error and not outcome.is_valid:
                break
        sink.copy_to(stream)


@dataclass(slots=True)
class _Conversion:
    """The conversion of one source; a first release waits until a second is seen, or none."""

    source: Source
    wishes: Wishes
    sink: _Sink
    known: Known
    collected: Collected = field(default_factory=Collected)
    outputs: list[Output] = field(default_factory=list)
    written: set[str] = field(default_factory=set)
    releases: int = 0
    converted: int = 0
    held_back: int = 0

    def run(self, terms: Terms) -> Outcome:
        """Return what became of the source, also if it cannot be read or a file not be written."""
        sha256 = obstacle = None
        try:
            if self.source.path:
                sha256 = digest(self.source.path)
            with open_source(self.source) as stream:
                for one, is_only in _with_company(judged(self.source, stream, terms)):
                    self._take(one, is_only=is_only)
        except Unwritable as error:
            if error.is_lasting:
                raise
            obstacle = Obstacle(key="cannot_write", name=error.name, reason=error.reason)
        except OSError as error:
            obstacle = not_read(self.source, error)
            self.releases = max(self.releases, self.converted + self.held_back + 1)
        return Outcome(
            path=self.source.name, sha256=sha256, findings=self.collected.findings(),
            untold=self.collected.untold, releases=self.releases, converted=self.converted,
            held_back=self.held_back, outputs=tuple(self.outputs), obstacle=obstacle,
        )  # fmt: skip

    def _take(self, one: Judged, *, is_only: bool) -> None:
        """Convert one document of the source."""
        self.releases += 1
        found, release = _release(one, self.wishes, self.known, self.source.name)
        self.collected.add(found)
        if release is not None:
            stem = self.source.stem
            name = stem if is_only else f"{stem}/{release_name(release.id, release.version)}"
            self.converted += self._is_put(release, name)
        elif any(one.code in ("L301", "L302") for one in found):
            self.held_back += 1
        elif any(one.code == "R129" for one in found):
            self.converted += 1  # it stands in the outputs of the source that had it first

    def _is_put(self, release: Release, name: str) -> bool:
        """Write a release; return whether no judge has anything against it."""
        is_good = True
        for made in self.sink.put(release, name):
            if isinstance(made, Finding):
                self.collected.add([made])
                is_good = False
            elif made.path not in self.written:
                self.written.add(made.path)
                self.outputs.append(made)
        return is_good


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
    if again is not None:
        return found, None
    release = built(document)
    for word in wishes.formats:
        found += (
            lost.at(one.places.find(lost.pointer) if one.places else None)
            for lost in WRITERS[word].load().left_out(release)
        )
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

    def put(self, release: Release, name: str) -> Iterator[Output | Finding]:
        """Write a release in every format; nothing of it counts if a judge refuses one file."""
        contents = {word: writer.write(release) for word, writer in self._writers.items()}
        faults = [
            fault
            for word, content in contents.items()
            if word in self._judges
            for fault in _refused(self._judges[word], content)
        ]
        yield from faults
        if not faults:
            for word, content in contents.items():
                yield self._folder.write(name + WRITERS[word].suffix, content)


def _refused(judge: Judge, content: bytes) -> Iterator[Finding]:
    """Yield what a judge finds; its places are in the output, not in the source."""
    return (fault.at(None) for fault in judge(content))


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

    def put(self, release: Release, name: str) -> Iterator[Output | Finding]:  # noqa: ARG002
        """Keep a release until all are there."""
        content = self._writer.write(release)
        faults = list(_refused(self._judge, content)) if self._judge else []
        yield from faults
        if faults:
            return
        self._count += 1
        self._only = content if self._count == 1 else None
        if self._writer.many is not None:
            with naming(Path(tempfile.gettempdir())):
                self._keep(self._writer.many, release)
        elif self._only is None:
            raise OneOnly(self._word)

    def _keep(self, many: Many, release: Release) -> None:
        if self._only is None:
            self._spool.write(many.between)
        self._spool.write(many.part(release))
        made = instant(release.version_created)
        if self._latest is None or made > self._latest:
            self._latest, self._latest_text = made, release.version_created

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
