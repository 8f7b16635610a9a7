"""What a file names, and where it cannot be read; our own lines are taken quickly."""

from __future__ import annotations

from collections import deque

import pyoxigraph

from archive.findings import Finding
from archive.judges.rdf.facts import Facts, of_lines
from archive.parsing import rdf_syntax, rdf_xml
from archive.parsing.rdf_syntax import FORMATS

_BY_LINES = ("nquads", "ntriples")


def read(raw: bytes, text: str, name: str) -> tuple[Facts, list[Finding]]:
    """Return what a file that is no JSON-LD names, and where it cannot be read.

    Raises:
        UnreadableSource: no statement of it can be had.

    """
    if name in _BY_LINES and (plain := _plain_lines(raw, name)):
        return plain, []
    facts = Facts()
    if name == "rdfxml":
        return facts, rdf_xml.read(raw, text, facts.add)
    return facts, rdf_syntax.read(text, name, facts.add)


def _plain_lines(raw: bytes, name: str) -> Facts | None:
    """Return what lines name if they are written plainly and without fault.

    pyoxigraph takes half the time where it does not look at each IRI and tag again.
    """
    facts = of_lines(raw)
    if facts is not None:
        try:
            deque(pyoxigraph.parse(raw, FORMATS[name], lenient=facts.is_plain), maxlen=0)
        except (SyntaxError, MemoryError):
            return None
    return facts
