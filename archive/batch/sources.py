"""From what was named on the command line to the sources that are read, in a stable order."""

from __future__ import annotations

import io
import os
import re
import stat
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from functools import lru_cache
from operator import attrgetter
from pathlib import Path
from typing import Literal

import msgspec
from msgspec import field

from archive.errors import PhrasedError
from archive.judges import JUDGES
from archive.readers import READERS

STDIN = "-"
STDIN_NAME = "<stdin>"
_READ = {
    suffix: word
    for word, one in sorted(READERS.items(), key=lambda pair: pair[0] == "json")
    for suffix in one.suffixes
}
"""Suffix → format of what is read as press releases; of two formats with one suffix it is JSON."""
_WALKED = ("json", "jsonl")
"""Formats that a walk through a folder takes unasked, where nothing is judged.

Others are made from what is beside.
"""
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
_ENDINGS = 256
"""How many ends of names are kept in mind: a folder with many files has few of them."""
MAGIC = "*?["
"""Signs that make a name a pattern."""
_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*://")
_FLOWING = -1
_BLOCK = 2**16


class Source(msgspec.Struct, frozen=True):
    """A file to be read, or standard input; a run may have a million of them.

    ``name`` is what messages call it, and the path of a file; ``format`` is empty where neither
    reader nor judge takes it.
    """

    name: str
    format: str
    above: int
    """How many characters of the name stand before ``relative``; less than 0: standard input."""
    judges: frozenset[str] = frozenset()
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

    def blocks(self, start: int, size: int) -> Iterator[bytes]:
        """Yield what :meth:`part` returns, in blocks that stay close to the processor."""
        with self.open() as stream:
            stream.seek(start)
            while size > 0 and (block := stream.read1(min(size, _BLOCK))):
                yield block
                size -= len(block)

    def size_bytes(self) -> int:
        """Return how many bytes there are."""
        return os.stat(self.name).st_size  # noqa: PTH116 (asked of many)

    @property
    def stem(self) -> str:
        """Return the relative name without the suffixes of its format; never no file name."""
        relative = self.relative
        file = relative.rfind("/") + 1
        dot = relative.find(".", file)
        if dot < 0:
            return relative
        ending = relative[dot:]
        return relative[:dot] + (_without_suffix(ending) or ("" if dot > file else ending))


@lru_cache(maxsize=_ENDINGS)
def _without_suffix(ending: str) -> str:
    """Return what is left of the end of a name, from its first dot, without suffixes.

    >>> _without_suffix(".v2.json.gz"), _without_suffix(".txt"), _without_suffix(".ninjs.json")
    ('.v2', '', '')
    """
    plain = ending[: len(ending) - len(packed_suffix(ending))]
    lower = plain.lower()
    for suffix in _STEMS:
        if lower.endswith(suffix):
            return plain[: -len(suffix)]
    return plain.rpartition(".")[0]


def packed_suffix(name: str) -> str:
    """Return the suffix that says how a file is compressed, in small letters, or nothing.

    >>> packed_suffix("a.json.GZ"), packed_suffix("a.json")
    ('.gz', '')
    """
    end = name[-_LONGEST_PACKED:].lower()
    return next((suffix for suffix in _PACKED if end.endswith(suffix)), "") if "." in end else ""


class Missing(msgspec.Struct, frozen=True):
    """Something that was named, or stands in a folder that was, and cannot be read."""

    name: str
    why: Literal["missing", "special", "empty", "other", "unmatched", "closed"]
    reason: str = ""


def is_elsewhere(name: str) -> bool:
    """Return whether a name is not of a file system, but of a storage that has a scheme.

    >>> is_elsewhere("s3://archive/2025/a.json"), is_elsewhere("a.json")
    (True, False)
    """
    return _SCHEME.match(name) is not None


Elsewhere = Callable[[str], Iterable[Source | Missing]]
"""Returns the sources that such a name stands for."""


class Found(msgspec.Struct):
    """The sources, and what was named but cannot be read."""

    sources: list[Source] = field(default_factory=list)
    missing: list[Missing] = field(default_factory=list)
    links: dict[str, str] = field(default_factory=dict)
    """Name of a source that is a link itself → where the file really is."""


class _Search(msgspec.Struct):
    """One search: what it takes, what it passes over, what it has found so far."""

    source_format: str | None
    passed_over: frozenset[str]
    elsewhere: Elsewhere | None
    judges: frozenset[str]
    found: Found = field(default_factory=Found)
    seen: dict[str, set[str]] = field(default_factory=dict)
    """The files that were taken, by where they really are: folder → names."""
    count: int = 0
    """How many sources were come upon, those that were known already among them."""
    others: set[str] = field(default_factory=set)
    """Formats that the walk through a folder passed over."""

    def take(self, name: str, above: int, real: str) -> None:
        """Take a file, unless it was taken before; ``above`` is as in :class:`Source`."""
        word = self.source_format or format_of(name, self.judges)
        self.add(Source(name, word, above, judges=self.judges), real)

    def add(self, source: Source, real: str) -> None:
        """Add a source, unless that was done before."""
        folder, _, file = real.rpartition(os.sep)
        if self.is_new(folder, file):
            self.found.sources.append(source)

    def is_new(self, folder: str, file: str) -> bool:
        """Return whether a file was not taken before, by where it really is; it is now."""
        self.count += 1
        seen = self.seen.setdefault(folder, set())
        before = len(seen)
        seen.add(file)
        return len(seen) > before

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
        search.others.clear()
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
            others = ", ".join(sorted(search.others))
            search.miss(name, "other" if others else "empty", others)
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
    import glob

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
    top = folder.resolve()
    above = 0 if folder == Path() else len(f"{folder.as_posix().rstrip('/')}/")
    linked: set[Path] = set()
    waiting = [folder]
    while waiting:
        inside = waiting.pop()
        files, folders = _listed(search, inside)
        entered = [one for one in folders if _is_entered(inside / one, top, linked, search)]
        waiting.extend(inside / name for name in reversed(entered))
        real = os.path.realpath(inside)
        before = "" if inside == Path() else f"{inside.as_posix()}/"
        for file in files:
            ending = _ending(file.name)
            if _is_wanted(ending, search.source_format, search.judges):
                word = search.source_format or _format_of(ending, search.judges)
                source = Source(before + file.name, word, above, judges=search.judges)
                _take_below(search, file, source, real)
            elif search.source_format is None and (word := format_of(file.name)):
                search.others.add(word)


def _listed(search: _Search, folder: Path) -> tuple[list[os.DirEntry[str]], list[str]]:
    """Return the files of a folder and the names of its folders, sorted, none that is hidden."""
    try:
        with os.scandir(folder) as entries:
            seen = [one for one in entries if not one.name.startswith(".")]
    except OSError as error:
        search.miss(folder.as_posix(), "closed", error.strerror or "")
        return [], []
    seen.sort(key=attrgetter("name"))
    folders = [one.name for one in seen if _is_folder(one)]
    names = frozenset(folders)
    return [one for one in seen if one.name not in names], folders


def _is_folder(entry: os.DirEntry[str]) -> bool:
    """Return whether something is a folder, or a link to one; a link in a circle is none."""
    try:
        return entry.is_dir()
    except OSError:
        return False


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


def _take_below(search: _Search, file: os.DirEntry[str], source: Source, real_folder: str) -> None:
    """Take a file of a folder; only of a link has to be found out where it leads."""
    real = f"{real_folder}{os.sep}{file.name}"
    try:
        is_link, is_regular = file.is_symlink(), file.is_file()
        if is_link:
            os.stat(source.name)  # noqa: PTH116 (says why it cannot be followed)
            real = os.path.realpath(source.name)
    except OSError as error:
        search.miss(source.name, "closed", error.strerror or "")
        return
    if real in search.passed_over:
        return
    if not is_regular:
        search.miss(source.name, "special")
    elif is_link:
        search.take_link(source.name, source.above, real)
    elif search.is_new(real_folder, file.name):
        search.found.sources.append(source)


def without_others(
    names: Iterable[str], source_format: str | None, judges: frozenset[str]
) -> list[str]:
    """Return names without those of files that the walk through a folder passes over."""
    return [
        name
        for name in names
        if is_wanted(name.rpartition("/")[2], source_format, judges) or not os.path.isfile(name)  # noqa: PTH113
    ]


def is_wanted(file: str, source_format: str | None, judges: frozenset[str] = frozenset()) -> bool:
    """Return whether the walk through a folder takes a file of this name."""
    return _is_wanted(_ending(file), source_format, judges)


def _ending(file: str) -> str:
    """Return a name from its first dot: all that its format can be told from."""
    return "".join(file.partition(".")[1:])


@lru_cache(maxsize=_ENDINGS)
def _is_wanted(ending: str, source_format: str | None, judges: frozenset[str]) -> bool:
    name = ending.lower().removesuffix(packed_suffix(ending))
    if source_format is not None:
        return name.endswith(_suffixes(source_format, judges))
    word = _format_of(ending, judges)
    return word in judges or word in _WALKED


def _suffixes(word: str, judges: Collection[str]) -> tuple[str, ...]:
    """Return the suffixes of a format that was named."""
    read = READERS[word].suffixes if word in READERS else ()
    judged = (suffix for suffix, one in _JUDGED.items() if one == word and word in judges)
    return (*read, *judged)


def format_of(name: str, judges: frozenset[str] = frozenset()) -> str:
    """Return the format that a suffix stands for, or nothing."""
    return _format_of(_ending(name.rpartition("/")[2]), judges)


@lru_cache(maxsize=_ENDINGS)
def _format_of(ending: str, judges: frozenset[str]) -> str:
    lower = ending.lower().removesuffix(packed_suffix(ending))
    for suffix, word in _JUDGED.items() if judges else ():
        if word in judges and lower.endswith(suffix):
            return word
    fitting = [suffix for suffix in _READ if lower.endswith(suffix)]
    return _READ[max(fitting, key=len)] if fitting else ""


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
    ends = tuple(place.name for _, place in places)  # what is no link keeps its own name
    taken = {
        Path(at)
        for source in found.sources
        if (source.name.endswith(ends) or source.name in found.links)
        and source.is_file
        and (at := real.file(source.name)) in named
    }
    for file, place in places:
        if place in taken:
            raise Overwriting(file.as_posix())
        if not file.exists() or file.is_file():
            taken.add(place)
