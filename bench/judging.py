"""Judging files of standard formats, as a ratio to what parsing them alone takes."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable, Mapping
from operator import truediv
from pathlib import Path
from typing import Any

import pyoxigraph
from lxml import etree

from archive.batch.collector import calm_collector
from archive.judges.newsml_g2.judge import NewsmlG2
from archive.judges.rdf import judge_without_shapes
from archive.standards import XSD
from bench.figures import Row

Job = Callable[[bytes], Any]
"""What is done with a file."""


def measure(files: Mapping[str, list[bytes]], standards: Path, rounds: int) -> list[Row]:
    """Return a row for NewsML-G2, XSD and rules, and one for N-Quads; no grammar, no shapes."""
    calm_collector()  # as every batch does
    newsml = NewsmlG2(standards).findings, _xsd(standards)
    nquads = judge_without_shapes("nquads", standards).findings, _parse
    return [
        _row("newsml-g2: XSD and rules / parse and XSD", files["newsml-g2"], newsml, rounds),
        _row("nquads: rules / strict parse", files["nquads"], nquads, rounds),
    ]


def _row(name: str, files: list[bytes], jobs: tuple[Job, Job], rounds: int) -> Row:
    """Return how many files a second are judged, and how many times the bare cost that is."""
    ours, bare = jobs
    judging, parsing = [], []
    for _ in range(rounds):
        parsing.append(_seconds(bare, files))
        judging.append(_seconds(ours, files))
    ratios = list(map(truediv, judging, parsing))
    return {
        "judge": name,
        "bytes": round(statistics.mean(map(len, files))),
        "judged": round(len(files) / statistics.median(judging)),
        "bare": round(len(files) / statistics.median(parsing)),
        "ratio": round(statistics.median(ratios), 2),
        "least": round(min(ratios), 2),
        "most": round(max(ratios), 2),
    }


def _seconds(job: Job, files: list[bytes]) -> float:
    """Return processor time: what else runs on the machine is none of the judge's cost."""
    start = time.process_time()
    for file in files:
        job(file)
    return time.process_time() - start


def _xsd(standards: Path) -> Job:
    """Return what parses a file and holds its tree against the XSD."""
    parser = etree.XMLParser(no_network=True, resolve_entities=False, load_dtd=False)
    schema = etree.XMLSchema(etree.parse(standards / XSD, parser))
    return lambda raw: schema.validate(etree.fromstring(raw, parser))


def _parse(raw: bytes) -> int:
    return sum(1 for _ in pyoxigraph.parse(raw, format=pyoxigraph.RdfFormat.N_QUADS))
