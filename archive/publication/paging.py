"""In a worker: works → their pages, the files beside these, and parts of the files of a year."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from typing import NamedTuple

import msgspec

from archive.edtf import instant
from archive.publication import citations
from archive.publication.building import PageTask, Part, Places
from archive.publication.cards import Card
from archive.publication.embedded import embedded
from archive.publication.formats import Made, Parts
from archive.publication.index import Index, Place, Stock, work_key
from archive.publication.release_page import Published, release_pages, tombstone
from archive.publication.site import Download, Edition, Neighbour, Site, Surroundings
from archive.publication.tables import row
from archive.publication.ties import value_paths
from archive.publication.tree import Tree
from archive.release import Release
from archive.writers import WRITERS

_decode = msgspec.json.Decoder(Release).decode
CITED = {"bib": citations.bibtex, "ris": citations.ris, "csl.json": citations.csl_json}
"""Suffix of a file to cite by → what makes it."""


_GROUP = 50
"""Works that go through one stage before the next: the stages push each other out of the
processor's cache."""


class _Work(NamedTuple):
    """A work as the index has it."""

    number: int
    is_withdrawn: bool
    editions: list[tuple[int, Place]]
    """Version and place of each, the newest first."""


class _Edition(NamedTuple):
    release: Release
    record: bytes
    sha256: str


@dataclass(slots=True)
class _Draft:
    """A work on its way."""

    card: Card
    newest: _Edition
    older: list[_Edition] = field(default_factory=list)
    statements: list[bytes] = field(default_factory=list)
    around: Surroundings | None = None
    """``None``: its page is not written."""
    embedded: bytes = b""


class Pages:
    """Writes pages and parts; opened once."""

    def __init__(self, site: Site, places: Places) -> None:
        self._site = site
        self._index = Index(places.index)
        self._stock = Stock(places.stock)
        self._tree = Tree(places.tree, is_new=places.is_new)
        self._parts = Parts(site)
        self._formats = [
            (word, WRITERS[word].suffix, WRITERS[word].load())
            for word in site.renditions
            if word in WRITERS
        ]

    def do(self, task: PageTask) -> Part | None:
        """Write the pages of works; return the part of the files of their year, if they are one."""
        made = self._parts.begin()
        languages: set[str] = set()
        count = 0
        for start in range(0, len(task.works), _GROUP):
            some = list(self._drafts(task, task.works[start : start + _GROUP]))
            self._write(some)
            if task.is_part:
                count += len(some)
                for one in some:
                    languages.add(one.card.language)
                    self._grow(made, one)
        if not made.releases:
            return None
        moments = sorted((one.version_created for one in made.releases), key=instant)
        return Part(
            files=self._parts.part(made),
            triples=made.triples,
            works=count,
            editions=len(made.releases),
            issued=moments[0],
            modified=moments[-1],
            languages=tuple(sorted(languages)),
        )

    def _write(self, drafts: Sequence[_Draft]) -> None:
        """Write the pages of works."""
        works = [
            Published(one.newest.release, one.around, one.embedded)
            for one in drafts
            if one.around is not None
        ]
        for one, page in zip(works, release_pages(works, self._site), strict=True):
            self._tree.write(one.around.path, page)

    def _drafts(self, task: PageTask, numbers: Sequence[int]) -> Iterator[_Draft]:
        """Yield works with all that is made of their graphs; those withdrawn are buried here."""
        for work in self._works(numbers):
            card = self._stock.heading(work.editions[0][1]).card
            is_written = task.written is None or work.number in task.written
            if work.is_withdrawn:
                if is_written:
                    self._bury(card, work)
                continue
            draft = _Draft(card, self._edition(work.editions[0][1], card))
            if is_written:
                draft.around = self._around(card, draft.newest, work)
                draft.embedded = embedded(draft.newest.release, self._site, draft.around)
            if task.is_part:
                draft.older = [self._edition(place) for _, place in work.editions[1:]]
                draft.statements = [  # the newest first, whose graph is there
                    self._parts.statements(one.release) for one in (draft.newest, *draft.older)
                ]
            yield draft

    def _grow(self, made: Made, draft: _Draft) -> None:
        """Add the editions of a work to a part, the oldest first."""
        url = self._site.url(f"{draft.card.path}.html")
        for one in (*reversed(draft.older), draft.newest):
            own = row(one.release, draft.card, url, one.sha256)
            made.add(one.release, one.record, draft.statements.pop(), own)

    def _works(self, numbers: Sequence[int]) -> Iterator[_Work]:
        """Yield works, in the order of these numbers."""
        marks = ", ".join("?" * len(numbers))
        rows = self._index.database.execute(
            "SELECT number, work, is_withdrawn, editions, version, at, heading, pieces, record"  # noqa: S608
            f" FROM works WHERE number IN ({marks})",
            numbers,
        )
        found: dict[int, _Work] = {}
        for number, key, is_withdrawn, editions, version, *at in rows.fetchall():
            places = [(version, Place(*at))] if editions == 1 else self._index.editions(key)
            found[number] = _Work(number, is_withdrawn, places)
        return map(found.__getitem__, numbers)

    def _edition(self, place: Place, card: Card | None = None) -> _Edition:
        """Return an edition; its card has to be at hand, or is asked for.

        Raises:
            EOFError: what stands there is not what was put there.
        """
        record = self._stock.record(place)
        known = (card or self._stock.heading(place).card).sha256
        if sha256(record).hexdigest() != known:
            raise EOFError(place)
        return _Edition(_decode(record), record, known)

    def _around(self, card: Card, edition: _Edition, work: _Work) -> Surroundings:
        """Write what lies beside the page of a work, and return what its page shows besides it."""
        release = edition.release
        downloads = []
        for word, suffix, writer in self._formats:
            content = edition.record if word == "json" else writer.write(release)
            self._tree.write(f"{card.path}{suffix}", content)
            downloads.append(
                Download(
                    format=word, path=f"{card.path}{suffix}", media_type=writer.media_type,
                    size=len(content),
                )
            )  # fmt: skip
        if downloads:
            for suffix, cite in CITED.items():
                self._tree.write(
                    f"{card.path}.{suffix}", cite(release, self._site.url(f"{card.path}.html"))
                )
        return Surroundings(
            path=f"{card.path}.html",
            sha256=edition.sha256,
            value_paths=value_paths(release),
            editions=tuple(self._editions(release, work)),
            neighbours=tuple(self._neighbours(card, release)),
            downloads=tuple(downloads),
        )

    def _editions(self, release: Release, work: _Work) -> Iterator[Edition]:
        changes = {one.version: one for one in release.changes}
        for version, _ in work.editions:
            change = changes.get(version)
            created = release.version_created if version == release.version else ""
            yield Edition(
                version=version,
                created=created or (change.at if change else ""),
                kind=change.kind if change else "",
                note=(change.note or "") if change else "",
            )

    def _neighbours(self, card: Card, release: Release) -> Iterator[Neighbour]:
        targets = [(one.rel, one.target, one.title, one.language) for one in release.relations]
        if card.successor and all(target != card.successor for _, target, _, _ in targets):
            targets.append(("replacedBy", card.successor, None, None))
        for rel, target, title, language in targets:
            other = self._other(target)
            yield Neighbour(
                rel=rel,
                target=target,
                path=f"{other.path}.html" if other else "",
                title=other.headline if other else title or "",
                language=other.language if other else language or "",
            )

    def _other(self, target: str) -> Card | None:
        """Return the card of another work of the collection."""
        found = self._index.database.execute(
            "SELECT at, heading, pieces, record FROM works WHERE work = ?", (work_key(target),)
        ).fetchone()
        return self._stock.heading(Place(*found)).card if found else None

    def _bury(self, card: Card, work: _Work) -> None:
        """Write the page of a work that was withdrawn; nothing lies beside it."""
        edition = self._edition(work.editions[0][1], card)
        release = edition.release
        for _, suffix, _ in self._formats:
            self._tree.remove(f"{card.path}{suffix}")
        for suffix in CITED:
            self._tree.remove(f"{card.path}.{suffix}")
        around = Surroundings(
            path=f"{card.path}.html",
            sha256=edition.sha256,
            value_paths=value_paths(release),
            editions=tuple(self._editions(release, work)),
            neighbours=tuple(self._neighbours(card, release)),
        )
        self._tree.write(around.path, tombstone(release, self._site, around))
