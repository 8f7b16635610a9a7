"""What is fuzzed, by name: each target takes bytes and raises where a promise is broken.

The promises: nothing is raised but what is declared, every finding can be told in both languages
with a place in the source, the same bytes say the same twice, and what was read as a whole release
is, written and read again, the same.
"""

from __future__ import annotations

import gzip
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache, partial

import zstandard

from archive.judges import JUDGES
from archive.readers import READERS
from tests.fuzz import json_texts, mutators, own_files, parts, reading, seeds

Run = Callable[[bytes], None]


@dataclass(frozen=True, slots=True)
class Target:
    """Something that reads what others send."""

    run: Run
    suffixes: tuple[str, ...]
    """Of the files that are its seeds."""
    kind: Callable[[tuple[bytes, ...]], mutators.Mutator]
    modules: tuple[str, ...]
    """The parts of ``archive`` that it is to reach."""
    own: tuple[bytes, ...] = ()
    """Seeds that stand in no file."""

    def seeds(self, *, with_corpora: bool) -> tuple[bytes, ...]:
        """Return what to begin with."""
        files = seeds.named(*self.suffixes, with_corpora=with_corpora) if self.suffixes else ()
        return (*self.own, *files)

    def mutator(self, *, with_corpora: bool) -> mutators.Mutator:
        """Return what makes inputs of others."""
        return self.kind(self.seeds(with_corpora=with_corpora))


_JSON = (".json", ".jsonl")
_FORMATS: dict[str, tuple[tuple[str, ...], Callable[[tuple[bytes, ...]], mutators.Mutator]]] = {
    "json": (_JSON, mutators.Json),
    "jsonl": (_JSON, mutators.Json),
    "ninjs": ((".ninjs.json", ".json"), mutators.Json),
    "newsml-g2": ((".xml",), mutators.Xml),
    "jsonld": ((".jsonld",), mutators.Json),
    "nquads": ((".nq", ".nt"), mutators.Tokens),
    "ntriples": ((".nt", ".nq"), mutators.Tokens),
    "turtle": ((".ttl", ".trig", ".nt"), mutators.Tokens),
    "trig": ((".trig", ".ttl", ".nq"), mutators.Tokens),
    "rdfxml": ((".rdf",), mutators.Xml),
}
"""Format → suffixes of its seeds, and how they are changed."""


def _readers() -> dict[str, Target]:
    return {
        f"reader-{word}": Target(
            partial(reading.reads, word), suffixes, kind, (form.module, *_modules(word))
        )
        for word, form in READERS.items()
        for suffixes, kind in (_FORMATS[word],)
    }


def _modules(word: str) -> tuple[str, ...]:
    """Return what readers of a syntax of RDF have in common."""
    if ".rdf." not in READERS[word].module:
        return ()
    graph = ("archive.graph.documents", "archive.graph.reading", "archive.graph.comparison")
    return graph if word in ("nquads", "ntriples") else ("archive.readers.rdf.texts", *graph)


def _judges() -> dict[str, Target]:
    return {
        f"judge-{word}": Target(
            partial(reading.judges, word), suffixes, kind, (form.module.removesuffix(".judge"),)
        )
        for word, form in JUDGES.items()
        for suffixes, kind in (_FORMATS[word],)
    }


_DATES = (
    b"2026-03-02\n2026-03-02T09:00:00+07:00\n2026-03?\n202X\nXXXX-07-08\n2025-07/..\nY12025\n-0044\n2025-21",
)
_TAGS = (b"id\nen-GB\nzh-Hant\nsr-Latn-RS\nes-419\nde-x-a\nen-a-bbb-x-a-ccc\nx-a\ni-klingon\ndk",)
_SETTINGS = (
    b'lang = "id"\n[validate]\nexit-zero = true\n[convert]\nto = ["json", "text"]\noutput = "out"\n',
    b'[tool.press-archive]\nlang = "en"\n[tool.press-archive.validate]\nprofile = "legacy"\n',
)
_PROBLEM = (
    b'{"code": "R202", "severity": "warning", "pointer": "", "line": 1, "column": 1, "params": {}}'
)
_OUTPUT = b'{"path": "a.xml", "sha256": "00", "size": 1}'
_MANIFEST = (
    b'{"src": "a.json", "sha256": "00", "outputs": [%s], "status": "ok", "problems": [%s], "stale": [], '
    b'"made": "", "releases": 1, "converted": 1, "held": 0}\n'
) % (_OUTPUT, _PROBLEM)

_REPORT = (
    b'{"version": 1, "tool": {"name": "press-archive"}, "summary": {"known": 0}, "problems": ['
    b'{"path": "a.json", "code": "R202", "pointer": "", "params": {}, "line": 1}]}'
)
_CACHED = b'[1, [], [{"code": "R202", "pointer": "", "params": {}, "variant": "", "severity": "warning", "position": {"column": 1, "line": 1}}]]'


@cache
def targets() -> dict[str, Target]:
    """Return all targets; their names are those of the command line."""
    return _readers() | _judges() | {
        "shapes": Target(partial(reading.judges_by_shapes, "rdfxml"), (".rdf",), mutators.Xml,
                         ("archive.judges.rdf.shapes",)),
        "json-text": Target(json_texts.scans_json, _JSON, mutators.Json,
                            ("archive.json_text", "archive.json_scan", "archive.positions")),
        "json-cuts": Target(json_texts.cuts_json, _JSON, mutators.Tokens, ("archive.batch.cuts",)),
        "body": Target(parts.makes_bodies, (".html", ".txt"), mutators.Tokens,
                       ("archive.body", "archive.html_tokens"), (b"<p>a <b>b</p><ul><li>c</ul>",)),
        "dates": Target(parts.takes_dates, (), mutators.Tokens, ("archive.edtf",), _DATES),
        "languages": Target(parts.takes_languages, (), mutators.Tokens, ("archive.languages",), _TAGS),
        "media": Target(parts.measures_media, (".jpg", ".png"), mutators.Shaken, ("archive.media",),
                        (b"GIF89a\1\0\1\0;", b"RIFF\0\0\0\0WEBPVP8X" + b"\0" * 20,
                         b"RIFF\0\0\0\0WEBPVP8L" + b"\0" * 20, b"RIFF\0\0\0\0WEBPVP8 " + b"\0" * 20)),
        "settings": Target(own_files.takes_settings, (), mutators.Tokens, ("archive.settings",), _SETTINGS),
        "manifest": Target(own_files.takes_manifests, (), mutators.Json, ("archive.batch.manifest",), (_MANIFEST,)),
        "baseline": Target(own_files.takes_baselines, (), mutators.Json,
                           ("archive.baseline", "archive.json_members"), (_REPORT,)),
        "cache": Target(own_files.takes_caches, (), mutators.Json, ("archive.batch.cache",), (_CACHED,)),
        "pack-index": Target(own_files.takes_packs, (), mutators.Tokens, ("archive.batch.pack_index",),
                             (own_files.INDEX,)),
        "gzip": Target(partial(own_files.unpacks, ".gz"), (".gz",), mutators.Shaken, ("archive.batch.opening",),
                       (gzip.compress(b'{"a": 1}\n' * 50, mtime=0),)),
        "zstandard": Target(partial(own_files.unpacks, ".zst"), (".zst",), mutators.Shaken,
                            ("archive.batch.opening",), (zstandard.compress(b'{"a": 1}\n' * 50),)),
        "attachments": Target(own_files.completes_attachments, (".json",), mutators.Json,
                              ("archive.batch.attachments", "archive.batch.measuring")),
        "validate": Target(own_files.validates, (".xml", ".ttl", *_JSON), mutators.Tokens,
                           ("archive.cli.validate", "archive.batch", "archive.reporters")),
    }  # fmt: skip
