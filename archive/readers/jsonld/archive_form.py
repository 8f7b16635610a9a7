"""Our archive form of JSON-LD, whatever shape a processor gave it: it is read as statements.

What says what is in ``docs/mapping-rdf.md``; ``archive.graph`` reads the statements.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from archive.errors import UnreadableSource
from archive.findings import Finding, Severity
from archive.graph.documents import Document, Graphs, documents
from archive.graph.reading import has_work
from archive.json_text import BOM
from archive.parsing import rdf_jsonld
from archive.parsing.rdf_places import JsonWhereabouts
from archive.places import Places
from archive.readers import Reading
from archive.validation.soundness import sound

_OURS = b"press-archive"
"""Part of the IRIs of our terms and of the schema that a release says it keeps to."""


def readings(value: Any, raw: bytes, places: Places, warnings: Sequence[Finding]) -> list[Reading]:
    """Return the releases that an object or array says; none if it is not of our archive form.

    Raises:
        UnreadableSource: it is, and its structure is wrong.

    """
    if _OURS not in raw:
        return []
    graphs = Graphs()
    told, _ = rdf_jsonld.read_document(value, raw.removeprefix(BOM), places, graphs.add)
    if not any(map(has_work, graphs.named.values())):
        return []
    if any(one.severity is Severity.ERROR for one in told):
        raise UnreadableSource([*warnings, *told])
    whereabouts = JsonWhereabouts(value, places)
    found = [
        one
        for name, statements in graphs.named.items()
        for one in documents(statements, name, whereabouts, sound)
    ]
    before = (*warnings, *told)
    return [
        _reading(one, before if number == 0 else (), len(raw) // len(found))
        for number, one in enumerate(found)
    ]


def _reading(one: Document, before: Sequence[Finding], size: int) -> Reading:
    return Reading(one.document, (*before, *one.findings), one.places, size, one.plain)
