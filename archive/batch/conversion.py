"""What ``convert`` does to a chunk: records → releases → files, or shards, or a stream."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from archive.batch.engine import Announce, Do, Orders
from archive.batch.holding import under_embargo
from archive.batch.judging import Record, judged
from archive.batch.known import edition
from archive.batch.layouts import Contents, Made
from archive.batch.outcomes import Done, Growing, Told
from archive.batch.pieces import Chunk
from archive.batch.plan import Conversion
from archive.batch.showing import Watch
from archive.batch.terms import JUDGED, Wishes
from archive.findings import Finding, finding
from archive.release import Release
from archive.validation import built, schema
from archive.writers import WRITERS


def opened(conversion: Conversion) -> Do[Done]:
    """Return what converts a chunk, its judge compiled."""
    judge = _judge(conversion.wishes)

    def do(chunk: Chunk, orders: Orders, announce: Announce) -> Done:
        return _Chunk(conversion, judge, chunk, orders).run(announce)

    return do


JudgeItems = Callable[[Sequence[bytes]], list[list[Finding]]]


def _judge(wishes: Wishes) -> JudgeItems | None:
    """Return what judges NewsML-G2: the XSD if it is at hand, else that it can be parsed."""
    if not JUDGED & set(wishes.formats):
        return None
    from archive.judges.newsml_g2.xsd import WellFormed, opened

    judge = WellFormed() if wishes.xsd is None else opened(wishes.xsd)
    return judge.findings_of_each


class _Chunk:
    """The conversion of one chunk."""

    def __init__(
        self, conversion: Conversion, judge: JudgeItems | None, chunk: Chunk, orders: Orders
    ) -> None:
        self._wishes = conversion.wishes
        self._terms = conversion.terms
        self._judge = judge
        self._chunk = chunk
        self._orders = orders
        self._layout = conversion.layouts.of(chunk, orders)
        self._writers = {word: self._layout.write(word) for word in self._wishes.formats}
        self._turns = _turns(self._wishes.formats)
        self._growing = [Growing(piece) for piece in chunk.pieces]
        self._watch = Watch(self._growing, self._terms)
        self._seen: list[Told] = []

    def run(self, announce: Announce) -> Done:
        """Convert the records, group by group."""
        if (earlier := self._layout.earlier()) is not None:
            return earlier
        size = 1 if self._wishes.stop_on_error else self._watch.group_size
        growing = self._growing
        for group in judged(self._chunk, self._terms, self._orders, announce, group_size=size):
            if self._wishes.stop_on_error:
                faulty = [one for one in growing[: group[0].piece] if not one.is_valid]
                if faulty:
                    growing = growing[: growing.index(faulty[0]) + 1]
                    break
            self._convert(group)
            self._watch.took(group)
        outcomes = tuple(one.outcome() for one in growing)
        done = Done(outcomes=outcomes, seen=tuple(self._seen), again=dict(self._orders.again))
        return self._layout.finish(done)

    def _convert(self, group: Sequence[Record]) -> None:
        """Take a group of records through every stage."""
        made: list[tuple[Record, Release]] = []
        for record in group:
            growing = self._growing[record.piece]
            growing.take(record, self._orders)
            if (known := record.seen()) is not None:
                self._seen.append(Told(record.number, record.piece, known))
                if self._wishes.with_editions:
                    growing.editions.append(edition(known))
            if (release := self._release(record, growing)) is not None:
                made.append((record, release))
        if made:
            self._put(made)

    def _release(self, record: Record, growing: Growing) -> Release | None:
        """Return the release of a record if it is to be written."""
        again = self._orders.again.get(record.number)
        if not record.is_valid:
            return None
        held = _held_back(record.document, self._wishes)
        if held is not None:
            growing.collected.add([held.at(record.places.find(held.pointer))])
            growing.held_back += held.code != "L303"
            return None
        if again is not None:  # it stands in the outputs of the source that had it first
            growing.converted += 1
            return None
        release = built(record.document)
        if self._wishes.with_left_out:
            growing.collected.add(_left_out(record, release, self._wishes.formats))
        return release

    def _put(self, made: Sequence[tuple[Record, Release]]) -> None:
        """Write releases in every format; nothing of one counts if a judge refuses it."""
        contents = self._written([release for _, release in made])
        faults = self._faults(contents, len(made))
        good = [at for at, found in enumerate(faults) if not found]
        if len(good) < len(made):
            for (record, _), found in zip(made, faults, strict=True):
                # Places of these are in the output, not in the source.
                self._growing[record.piece].collected.add(one.at(None) for one in found)
            made = [made[at] for at in good]
            contents = {word: [parts[at] for at in good] for word, parts in contents.items()}
        if not made:
            return
        growing = [self._growing[record.piece] for record, _ in made]
        named = [
            Made(release, one.piece.source, record.is_only)
            for (record, release), one in zip(made, growing, strict=True)
        ]
        outputs = self._layout.put(named, contents)
        for one in growing:
            one.converted += 1
        for one, files in zip(growing, outputs, strict=False):  # shards are no files yet
            one.outputs.update((file.path, file) for file in files)

    def _faults(self, contents: Contents, count: int) -> list[list[Finding]]:
        """Return what the judge has against each of some releases."""
        faults: list[list[Finding]] = [[] for _ in range(count)]
        if self._judge is None:
            return faults
        for word in self._wishes.formats:
            if word in JUDGED:
                found = self._judge([*map(self._layout.alone(word), contents[word])])
                faults = [before + more for before, more in zip(faults, found, strict=True)]
        return faults

    def _written(self, releases: Sequence[Release]) -> Contents:
        """Return releases in every format.

        One format after the other, as the processor's cache likes it; only those that share the
        graph of a release take turns, since the graph of the last one is all that is kept.
        """
        contents: Contents = {word: [] for word in self._writers}
        for words in self._turns:
            if len(words) == 1:
                (word,) = words
                contents[word] = WRITERS[word].load().each(self._writers[word])(releases)
                continue
            for release in releases:
                for word in words:
                    contents[word].append(self._writers[word](release))
        return contents


def _turns(formats: Sequence[str]) -> list[list[str]]:
    """Return the formats in groups that are written release by release."""
    graphs = [word for word in formats if WRITERS[word].load().is_of_graph]
    others = [[word] for word in formats if word not in graphs]
    return [*others, graphs]


def _left_out(record: Record, release: Release, formats: Sequence[str]) -> Iterator[Finding]:
    """Yield what formats cannot hold of a release."""
    for word in formats:
        for lost in WRITERS[word].load().left_out(release):
            yield lost.at(record.places.find(lost.pointer))


def _held_back(document: Mapping[str, Any], wishes: Wishes) -> Finding | None:
    """Return why a valid record is not converted, if it is not."""
    if document["status"] == "draft" and not wishes.include_drafts:
        return finding("L302", "/status")
    if not wishes.include_embargoed and (held := under_embargo(document, wishes.as_of)):
        return held
    return None if schema.is_complete(document) else finding("L303", "/status")
