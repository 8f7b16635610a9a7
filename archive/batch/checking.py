"""The batch behind ``validate``: sources → outcomes, in order."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from typing import Any

from archive import canonical
from archive.batch.judging import Judged, Terms, digest, judged, open_source
from archive.batch.sources import Source
from archive.findings import Finding, finding
from archive.outcome import Outcome
from archive.validation import schema


class Known:
    """The releases of a run by id and version, to tell when one comes twice (R128, R129)."""

    def __init__(self) -> None:
        self._digests: dict[bytes, tuple[bytes, str]] = {}

    def repeated(self, one: Judged, name: str) -> Finding | None:
        """Return a finding if the release of a document was seen before, and remember it."""
        document = one.document
        if not isinstance(document, dict) or not schema.accepts(document):
            return None
        if "version" not in document:
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
        found = finding(
            code, "/id", id=document["id"], version=document["version"], first=known[1]
        )
        return found.at(one.places.find("/id") if one.places else None)


def _content(document: dict[str, Any]) -> bytes:
    named = {name: value for name, value in document.items() if name != "$schema"}
    return hashlib.sha256(canonical.canonical(named)).digest()[:16]


def check(sources: Iterable[Source], terms: Terms, *, with_digests: bool) -> Iterator[Outcome]:
    """Yield what is to be said of each source; raises OSError where one cannot be read."""
    known = Known()
    for source in sources:
        findings: list[Finding] = []
        releases = 0
        with open_source(source) as stream:
            for one in judged(source, stream, terms):
                releases += 1
                findings += one.findings
                if again := known.repeated(one, source.name):
                    findings.append(again)
        sha256 = digest(source.path) if with_digests and source.path else None
        yield Outcome(
            path=source.name, sha256=sha256, findings=tuple(findings), releases=releases
        )
