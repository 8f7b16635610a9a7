"""From what was named on the command line to the sources that are read, in a stable order."""

from __future__ import annotations

import glob
import hashlib
import io
import os
import re
import stat
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

from archive.errors import PhrasedError
from archive.judges import JUDGES
from archive.readers import READERS

STDIN = "-"
STDIN_NAME = "<stdin>"
_READ = {".ninjs.json": "ninjs", ".jsonl": "jsonl", ".ndjson": "jsonl", ".json": "json"}
"""Suffix → format of what is read as press releases; the first that fits counts."""
_NOT_BY_DEFAULT = (".ninjs.json",)
"""What a walk through a folder passes over, unless it is judged: it is made from what is beside."""
_JUDGED = {
    ".ninjs.jsonl": "ninjs",
    ".jsonld.jsonl": "jsonld",
    **{one.suffix: word for word, one in JUDGES.items()},
}
"""Suffix → format of what judges look at."""
_PACKED = (".gz", ".zst")
"""Suffixes of compressed files; the format is what stands before."""
_LONGEST_PACKED = 4
_STEMS = (".ninjs.json", ".json", ".jsonl", ".ndjson")
MAGIC = "*?["
"""Signs that make a name a pattern."""
_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*://")
_FLOWING = -1


@dataclass(frozen=True, slots=True)
class Source:
    """A file to be read, or standard input; a run may have a million of them.

    ``name`` is what messages call it, and the path of a file; ``format`` is empty where neither
    reader nor judge takes it.
    """

    name: str
    format: str
    above: int
    """How many characters of the name stand before ``relative``; less than 0: standard input."""
    judges: frozenset[str] = field(default=frozenset(), kw_only=True)
    """Formats that are judged as they are; what has another is read as press releases."""

    @property
    def is_file(self) -> bool:
        """Return whether it is a file, and not standard input."""
        return self.above >= 0

    @property
    def is_stdin(self) -> bool:
        """Return whether it is standard input."""
        return self.above < 0

    @property
    def relative(self) -> str:
        """Return the place below the folder that was named, which outputs mirror, or the name."""
        return "stdin" if self.above < 0 else self.name[self.above :]

    def open(self) -> io.BufferedReader:
        """Open it, unless it is standard input; the bytes are those that are stored."""
        return open(self.name, "rb")  # noqa: PTH123 (asked of many; the caller closes it)

    def part(self, start: int, size: int) -> bytes:
        """Return some of the bytes; fewer only if there are no more."""
        with self.open() as stream:
            stream.seek(start)
            return stream.read(size)

    def size_bytes(self) -> int:
        """Return how many bytes there are."""
        return os.stat(self.name).st_size  # noqa: PTH116 (asked of many)

    @property
    def stem(self) -> str:
        """Return the relative name without the suffixes of its format; never no file name."""
        relative = self.relative
        plain = relative[: len(relative) - len(packed_suffix(relative))]
        lower = plain.lower()
        for suffix in _STEMS:
            if lower.endswith(suffix):
                stem = plain[: -len(suffix)]
                break
        else:
            stem = plain.rpartition(".")[0] or plain
        return relative if stem == "" or stem.endswith("/") else stem


def packed_suffix(name: str) -> str:
    """Return the suffix that says how a file is compressed, in small letters, or nothing.

    >>> packed_suffix("a.json.GZ"), packed_suffix("a.json")
    ('.gz', '')
    """
    end = name[-_LONGEST_PACKED:].lower()
    return next((suffix for suffix in _PACKED if end.endswith(suffix)), "") if "." in end else ""


@dataclass(frozen=True, slots=True)
class Missing:
    """Something that was named, or stands in a folder that was, and cannot be read."""

    name: str
    why: Literal["missing", "special", "empty", "unmatched", "closed"]
    reason: str = ""


def is_elsewhere(name: str) -> bool:
    """Return whether a name is not of a file system, but of a storage that has a scheme.

    >>> is_elsewhere("s3://archive/2025/a.json"), is_elsewhere("a.json")
    (True, False)
    """
    return _SCHEME.match(name) is not None


Elsewhere = Callable[[str], Iterable[Source | Missing]]
"""Returns the sources that such a name stands for."""


@dataclass(slots=True)
class Found:
    """The sources, and what was named but cannot be read."""

    sources: list[Source] = field(default_factory=list)
    missing: list[Missing] = field(default_factory=list)
    links: dict[str, str] = field(default_factory=dict)
    """Name of a source that is a link itself → where the file really is."""


@dataclass(slots=True)
class _Search:
    """One search: what it takes, what it passes over, what it has found so far."""

    source_format: str | None
    passed_over: frozenset[str]
    elsewhere: Elsewhere | None
    judges: frozenset[str]
    found: Found = field(default_factory=Found)
    seen: set[bytes] = field(default_factory=set)
    """The files that were taken, by a digest of where they really are: a path is twice as large."""
    count: int = 0
    """How many sources were come upon, those that were known already among them."""

    def take(self, name: str, above: int, real: str) -> None:
        """Take a file, unless it was taken before; ``above`` is as in :class:`Source`."""
        word = self.source_format or format_of(name, self.judges)
        self.add(Source(name, word, above, judges=self.judges), real)

    def add(self, source: Source, real: str) -> None:
        """Add a source, unless that was done before."""
        self.count += 1
        key = hashlib.sha256(os.fsencode(real)).digest()[:16]
        if key not in self.seen:
            self.seen.add(key)
            self.found.sources.append(source)

    def take_link(self, name: str, above: int, real: str) -> None:
        """Take a file whose name may be a link itself."""
        if os.path.islink(name):  # noqa: PTH114 (asked of many)
            self.found.links[name] = real
        self.take(name, above, real)

    def miss(self, name: str, why: str, reason: str = "") -> None:
        """Remember something that cannot be read."""
        self.count += 1
        self.found.missing.append(Missing(name, why, reason))  # type: ignore[arg-type]


def find(
    names: Iterable[str],
    *,
    source_format: str | None = None,
    leave_out: Iterable[Path] = (),
    elsewhere: Elsewhere | None = None,
    judges: frozenset[str] = frozenset(),
) -> Found:
    """Return the sources that names stand for: files, folders, patterns, standard input.

    Each file is taken once, however often it is named. ``leave_out`` are folders and files (those
    the program itself writes) that the walk through a folder passes over. ``elsewhere`` finds what
    does not stand on a file system. ``judges`` are the formats of which files are judged as they
    are.
    """
    passed_over = frozenset(os.path.realpath(path) for path in leave_out)
    search = _Search(source_format, passed_over, elsewhere, judges)
    for name in names:
        before = search.count
        if name == STDIN:
            search.count += 1
            source = Source(STDIN_NAME, source_format or "", _FLOWING, judges=judges)
            search.found.sources.append(source)
        elif elsewhere is not None and is_elsewhere(name):
            for one in elsewhere(name):
                if isinstance(one, Missing):
                    search.miss(one.name, one.why, one.reason)
                else:
                    search.add(one, one.name)
        else:
            _named(search, name)
        if search.count == before:
            search.miss(name, "empty")
    return search.found


def _named(search: _Search, name: str) -> None:
    """Take what a name of the command line or of a list stands for."""
    path = Path(name)
    try:
        mode = path.stat().st_mode
    except (OSError, ValueError) as error:
        if any(sign in name for sign in MAGIC):
            _matching(search, name)
        elif isinstance(error, ValueError | FileNotFoundError | NotADirectoryError):
            search.miss(name, "missing")
        else:
            search.miss(name, "closed", error.strerror or "")
        return
    if stat.S_ISDIR(mode):
        _below(search, path)
    elif stat.S_ISREG(mode):
        name = path.as_posix()
        search.take_link(name, len(name) - len(path.name), os.path.realpath(path))
    else:
        search.miss(path.as_posix(), "special")


def _matching(search: _Search, pattern: str) -> None:
    """Take the files that match a pattern; their outputs mirror the tree below its plain part."""
    steps = Path(pattern).parts
    magic = next(number for number, step in enumerate(steps) if any(sign in step for sign in MAGIC))
    plain = Path(*steps[:magic])
    before = search.count
    for match in sorted(glob.glob(pattern, recursive=True)):  # noqa: PTH207 (a text pattern)
        path = Path(match)
        if path.is_file():
            name = path.as_posix()
            above = len(name) - len(path.relative_to(plain).as_posix())
            search.take_link(name, above, os.path.realpath(path))
    if search.count == before:
        search.miss(pattern, "unmatched")


def _below(search: _Search, folder: Path) -> None:
    """Take the files of a folder and below it, sorted, but none whose name begins with a dot."""

    def closed(error: OSError) -> None:
        search.miss(Path(error.filename).as_posix(), "closed", error.strerror or "")

    top = folder.resolve()
    above = 0 if folder == Path() else len(f"{folder.as_posix().rstrip('/')}/")
    linked: set[Path] = set()
    for root, folders, files in os.walk(folder, followlinks=True, onerror=closed):
        folders[:] = [
            name
            for name in sorted(folders)
            if not name.startswith(".") and _is_entered(Path(root) / name, top, linked, search)
        ]
        real = os.path.realpath(root)
        inside = Path(root).as_posix()
        for name in sorted(files):
            is_hidden = name.startswith(".")
            if not is_hidden and is_wanted(name, search.source_format, search.judges):
                _file_below(search, name if inside == "." else f"{inside}/{name}", above, real)


def _is_entered(folder: Path, top: Path, linked: set[Path], search: _Search) -> bool:
    """Return whether a walk goes into a folder: a link only if it leads to files not met otherwise.

    What a link into the tree leads to is read where it stands; a link to what holds the tree is a
    circle.
    """
    real = folder.resolve()
    if str(real) in search.passed_over:
        return False
    if not folder.is_symlink():
        return True
    if real.is_relative_to(top) or top.is_relative_to(real) or real in linked:
        return False
    linked.add(real)
    return True


def _file_below(search: _Search, name: str, above: int, real_folder: str) -> None:
    """Take a file of a folder; only of a link has to be found out where it leads."""
    try:
        mode = os.lstat(name).st_mode
        if is_link := stat.S_ISLNK(mode):
            mode, real = os.stat(name).st_mode, os.path.realpath(name)  # noqa: PTH116
        else:
            real = f"{real_folder}{os.sep}{name.rpartition('/')[2]}"
    except OSError as error:
        search.miss(name, "closed", error.strerror or "")
        return
    if real in search.passed_over:
        return
    if not stat.S_ISREG(mode):
        search.miss(name, "special")
    elif is_link:
        search.take_link(name, above, real)
    else:
        search.take(name, above, real)


def is_wanted(file: str, source_format: str | None, judges: Collection[str] = ()) -> bool:
    """Return whether the walk through a folder takes a file of this name."""
    name = file.lower().removesuffix(packed_suffix(file))
    if source_format is not None:
        return name.endswith(_suffixes(source_format, judges))
    if "ninjs" not in judges and name.endswith(_NOT_BY_DEFAULT):
        return False
    return format_of(name, judges) != ""


def _suffixes(word: str, judges: Collection[str]) -> tuple[str, ...]:
    """Return the suffixes of a format that was named."""
    read = READERS[word].suffixes if word in READERS else ()
    judged = (suffix for suffix, one in _JUDGED.items() if one == word and word in judges)
    return (*read, *judged)


def format_of(name: str, judges: Collection[str] = ()) -> str:
    """Return the format that a suffix stands for, or nothing."""
    lower = name.rpartition("/")[2].lower().removesuffix(packed_suffix(name))
    for suffix, word in _JUDGED.items() if judges else ():
        if word in judges and lower.endswith(suffix):
            return word
    for suffix, word in _READ.items():
        if lower.endswith(suffix):
            return word
    return ""


class RealPaths:
    """Where sources really are, by the links that were met when they were found."""

    def __init__(self, links: Mapping[str, str]) -> None:
        self._links = links
        self._folders: dict[str, str] = {}

    def entry(self, name: str) -> str:
        """Return where the name itself stands, without links on the way to it."""
        at = name.rfind("/") + 1
        folder = name[:at]
        if folder not in self._folders:
            self._folders[folder] = os.path.join(os.path.realpath(folder), "")  # noqa: PTH118
        return self._folders[folder] + name[at:]

    def file(self, name: str) -> str:
        """Return where the file stands that a name leads to."""
        return self._links.get(name) or self.entry(name)


class Overwriting(PhrasedError):  # noqa: N818 (says what happened)
    """A file that is read, or written for another purpose, would be overwritten."""

    def __init__(self, name: str) -> None:
        super().__init__("overwriting", name=name)


def refuse_own_files(files: Iterable[Path], found: Found) -> None:
    """Raise Overwriting if a report or manifest is also a source, or another one of them."""
    places = [(file, file.resolve()) for file in files]
    named = {str(place) for _, place in places}
    real = RealPaths(found.links)
    taken = {
        Path(at)
        for source in (found.sources if named else ())
        if source.is_file and (at := real.file(source.name)) in named
    }
    for file, place in places:
        if place in taken:
            raise Overwriting(file.as_posix())
        if not file.exists() or file.is_file():
            taken.add(place)
