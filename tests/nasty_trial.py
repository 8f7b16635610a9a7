"""One hostile file: through the program in this process, and what that did to anything else."""

from __future__ import annotations

import contextlib
import io
import json
import shutil
import time
import unicodedata
from pathlib import Path
from typing import NoReturn

import pyoxigraph as ox
from lxml import etree

from archive import cli
from archive.readers import READERS
from archive.writers import WRITERS
from tests.nasty_verdicts import Seen
from tests.program import other

EVERY_FORMAT = ",".join(WRITERS)
_BIDI = "\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
_SECRETS = ("root:x:0", "daemon:x:1")
"""What stands in /etc/passwd, and must stand nowhere else."""
_FEW_FORMATS = "json,newsml-g2,nquads"
"""Formats that a file is converted into by a reader that was not made for it."""
GOOD = ("a-good", "z-good")
"""Names of the good files."""

Told = frozenset[tuple[str, str]]
"""Code and severity of what is said of a file."""


def is_safe(text: str) -> bool:
    """Return whether a text can be shown on a terminal: no control, bidi or half character."""
    return not any(
        character in _BIDI or unicodedata.category(character) in ("Cc", "Cs", "Zl", "Zp")
        for character in set(text) - {"\n"}
    )


def wrong_with(path: Path) -> str:
    """Return why a strict parser of its format does not read a file that was written, or nothing."""
    raw = path.read_bytes()
    try:
        if path.suffix == ".xml":
            etree.fromstring(raw)
        elif path.suffix in (".json", ".jsonld"):
            json.dumps(_json(raw), ensure_ascii=False).encode()
        elif path.suffix == ".txt":
            raw.decode()
        elif not list(ox.parse(raw, ox.RdfFormat.from_extension(path.suffix[1:]))):
            return "no statements"
    except (ValueError, SyntaxError) as error:
        return f"{type(error).__name__}: {error}"
    return "shows /etc/passwd" if any(one.encode() in raw for one in _SECRETS) else ""


def _json(raw: bytes) -> object:
    return json.loads(raw.decode(), parse_constant=_refuse)


def _refuse(word: str) -> NoReturn:
    raise ValueError(f"{word} is not JSON")


def fitting(path: Path) -> str:
    """Return the reader that has to be named for a file, if any: pages in JSON Lines need one."""
    if path.name == "ninjs_associations_loop.json":
        return "ninjs"
    if path.name.endswith((".jsonl", ".jsonl.gz")):
        return "jsonld"
    return ""


class Trial:
    """Runs of the program on one hostile file after another, each between two good ones."""

    def __init__(self, folder: Path, standards: Path | None = None) -> None:
        """Write the good files, in each format that is read, into an empty folder."""
        self.faults: list[str] = []
        """What is wrong whatever the verdict, since they were taken."""
        self.slowest = 0.0
        """Seconds of the processor that the slowest run took, since they were taken."""
        self._out = folder / "out"
        self._report = folder / "report.json"
        self._standards = ["--standards", str(standards)] if standards else []
        sources = [folder / f"{name}.json" for name in GOOD]
        for number, source in enumerate(sources):
            source.write_text(json.dumps(other(number)), "utf-8")
        good = folder / "good"
        self._run("convert", *map(str, sources), "-t", EVERY_FORMAT, "-o", str(good))
        self._good = {word: [good / (name + _suffix(word)) for name in GOOD] for word in READERS}
        self._alone: dict[tuple[str, str], dict[str, bytes]] = {}
        """Reader and formats → what becomes of the good files where nothing stands between."""
        self._folder = folder
        self._around = self._listed()

    def convert(self, path: Path) -> Seen:
        """Return what becomes of a file that is converted by the reader that is made for it."""
        word = fitting(path)
        status, told = self._converted(path, word, EVERY_FORMAT)
        made = len(self._made()) - len(GOOD) * len(WRITERS)
        return Seen(status, told, made, is_lines=word == "jsonld", formats=len(WRITERS))

    def force(self, path: Path, word: str) -> None:
        """Convert a file by any reader; there is no verdict on what it makes of it."""
        self._converted(path, word, _FEW_FORMATS)

    def validate(self, path: Path) -> int:
        """Return the exit status of the judgement of a file as it is."""
        return self._run("validate", "-j", "1", *self._between(path, ""), *self._standards)

    def walk(self, folder: Path) -> int:
        """Return the exit status of the judgement of all that is found in a folder."""
        return self._run("validate", "-j", "1", str(folder))

    def taken(self) -> tuple[list[str], float]:
        """Return what is wrong, and the seconds of the slowest run; forget both."""
        told = self.faults, self.slowest
        self.faults, self.slowest = [], 0.0
        return told

    def _between(self, path: Path, word: str) -> list[str]:
        first, last = self._good[word or "json"]
        return [str(first), str(path), str(last)]

    def _converted(self, path: Path, word: str, formats: str) -> tuple[int, Told]:
        if (word, formats) not in self._alone:
            self._convert([str(one) for one in self._good[word or "json"]], word, formats)
            self._alone[word, formats] = {one.name: one.read_bytes() for one in self._made()}
        status = self._convert(self._between(path, word), word, formats)
        self._look_around(self._alone[word, formats])
        return status, _told(self._report, str(path))

    def _convert(self, sources: list[str], word: str, formats: str) -> int:
        shutil.rmtree(self._out, ignore_errors=True)
        options = ["-f", word] if word else []
        return self._run(
            "convert", *options, *sources, "-t", formats, "-o", str(self._out), "-j", "1",
            "--include-embargoed", "--include-drafts", "--report", f"json={self._report}",
        )  # fmt: skip

    def _look_around(self, alone: dict[str, bytes]) -> None:
        """Note what should not be there, what should, and what cannot be read."""
        if self._listed() != self._around:
            self.faults.append(f"left beside the output: {self._listed() ^ self._around}")
        good = {name: self._out / name for name in alone}
        if not all(one.exists() and one.read_bytes() == alone[name] for name, one in good.items()):
            self.faults.append("the good files do not come out as they do alone")
        others = [one for one in self._made() if one.name not in alone]
        self.faults += [f"{one.name}: {wrong}" for one in others if (wrong := wrong_with(one))]

    def _made(self) -> list[Path]:
        return [one for one in self._out.rglob("*") if one.is_file()]

    def _listed(self) -> set[str]:
        out, report = str(self._out), str(self._report)
        names = (str(one) for one in self._folder.parent.rglob("*"))
        return {name for name in names if not name.startswith(out) and name != report}

    def _run(self, *words: str) -> int:
        said = io.StringIO()
        start = time.process_time()
        with contextlib.redirect_stdout(said), contextlib.redirect_stderr(said):
            status = cli._status(list(words))
        self.slowest = max(self.slowest, time.process_time() - start)
        text = said.getvalue()
        if not is_safe(text):
            self.faults.append("shows characters that a terminal obeys")
        if "internal error" in text or "Traceback" in text:
            self.faults.append(f"{words[0]} breaks: {text[-500:]}")
        if any(one in text for one in _SECRETS):
            self.faults.append("shows /etc/passwd")
        return status


def _suffix(word: str) -> str:
    return ".json" if word == "jsonl" else WRITERS[word].suffix


def _told(report: Path, name: str) -> Told:
    problems = json.loads(report.read_bytes())["problems"]
    return frozenset((one["code"], one["severity"]) for one in problems if one["path"] == name)
