"""The batch behind ``validate``: sources → outcomes, in order."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from typing import Any

import msgspec

from archive.batch.judging import Judged, Terms, digest, judged, not_read, open_source
from archive.batch.sources import Source
from archive.findings import Finding, finding
from archive.outcome import Collected, Outcome


class Known:
    """The releases of a run by id and version, to tell when one comes twice (R128, R129)."""

    def __init__(self) -> None:
        self._digests: dict[bytes, tuple[bytes, str]] = {}

    def repeated(self, one: Judged, name: str) -> Finding | None:
        """Return a finding if the release of a document was seen before, and remember it."""
        document = one.document
        if not one.is_record or "version" not in document:
            return None
        key = f"{document['id']}\n{document['version']}"
        digests = hashlib.sha256(key.encode()).digest()[:16], _content(document)
        known = self._digests.get(digests[0])
        if known is None:
            position = one.places.find("") if one.places else None
            where = name if position is None else f"{name}:{position.line}"
            self._digests[digests[0]] = digests[1], where
            return None
        code = "R129" if known[0] == digests[1] else "R128"
        found = finding(code, "/id", id=document["id"], version=document["version"], first=known[1])
        return found.at(one.places.find("/id") if one.places else None)


def _content(document: dict[str, Any]) -> bytes:
    # Sorted, not canonical: enough to tell contents apart in one run, and fifty times as fast.
    named = {name: value for name, value in document.items() if name != "$schema"}
    return hashlib.sha256(msgspec.json.encode(named, order="deterministic")).digest()[:16]


def check(sources: Iterable[Source], terms: Terms, *, with_digests: bool) -> Iterator[Outcome]:
    """Yield what is to be said of each source; one that cannot be read does not stop the others."""
    known = Known()
    for source in sources:
        yield _checked(source, terms, known, with_digests=with_digests)


def _checked(source: Source, terms: Terms, known: Known, *, with_digests: bool) -> Outcome:
    collected = Collected()
    releases = 0
    sha256 = obstacle = None
    try:
        with open_source(source) as stream:
            for one in judged(source, stream, terms):
                releases += 1
                collected.add(one.findings)
                if again := known.repeated(one, source.name):
                    collected.add([again])
        if with_digests and source.path:
            sha256 = digest(source.path)
    except OSError as error:
        obstacle = not_read(source, error)
    return Outcome(
        path=source.name, sha256=sha256, findings=collected.findings(),
        untold=collected.untold, releases=releases, obstacle=obstacle,
    )  # fmt: skip
