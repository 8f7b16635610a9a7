"""Judges: a finished file of a standard format → findings. One line per format here."""

from __future__ import annotations

import importlib
from pathlib import Path
from typing import Protocol

import msgspec

from archive.findings import Finding


class Judge(Protocol):
    """Says what is wrong with a file, whoever wrote it; never raises on what its bytes are."""

    def findings(self, raw: bytes) -> list[Finding]:
        """Return everything worth saying, each with line and column, in the order of the file."""


class JudgedFormat(msgspec.Struct, frozen=True):
    """Where the judge of a format lives, and the suffix of its files."""

    module: str
    suffix: str

    def load(self, name: str, standards: Path | None) -> Judge:
        """Return the judge of the format of this name; its libraries are imported only now.

        ``standards`` is the folder of the official files, if there is one.
        """
        judge: Judge = importlib.import_module(self.module).judge(name, standards)
        return judge


JUDGES: dict[str, JudgedFormat] = {
    "newsml-g2": JudgedFormat("archive.judges.newsml_g2.judge", ".xml"),
    "ninjs": JudgedFormat("archive.judges.ninjs", ".ninjs.json"),
    "jsonld": JudgedFormat("archive.judges.rdf", ".jsonld"),
    "nquads": JudgedFormat("archive.judges.rdf", ".nq"),
    "ntriples": JudgedFormat("archive.judges.rdf", ".nt"),
    "turtle": JudgedFormat("archive.judges.rdf", ".ttl"),
    "trig": JudgedFormat("archive.judges.rdf", ".trig"),
    "rdfxml": JudgedFormat("archive.judges.rdf", ".rdf"),
}
