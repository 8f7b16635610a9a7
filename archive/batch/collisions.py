"""Whether two things would be written to one place; asked before anything is written."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path

from archive.batch.judging import Terms, judged
from archive.batch.leftovers import is_of_pack
from archive.batch.names import collision_key, release_name
from archive.batch.outputs import OutputFolder
from archive.batch.pieces import chunks
from archive.batch.sources import Overwriting, RealPaths, Source
from archive.errors import PhrasedError
from archive.writers import WRITERS

_RELEASE_NAME = re.compile(r"[^/]+-[0-9a-f]{8}\.v[0-9]+")


class Collision(PhrasedError):  # noqa: N818 (says what happened)
    """Two inputs would be written to one output, or an input or a report be overwritten."""

    def __init__(self, first: str, second: str, output: str) -> None:
        super().__init__("collision", first=first, second=second, output=output)


def refuse_collisions(
    sources: Sequence[Source],
    formats: Sequence[str],
    folder: OutputFolder,
    own: Iterable[Path],
    terms: Terms,
) -> None:
    """Raise Collision or Overwriting if the outputs cannot all be written.

    Names are told apart as on a file system that knows no capitals. Only a source whose releases
    might meet the file of another source is read for it.
    """
    suffixes = [WRITERS[word].suffix for word in formats]
    stems: dict[str, Source] = {}
    for source in sources:
        key = collision_key(source.stem)
        if key in stems:
            raise Collision(stems[key].name, source.name, source.stem + suffixes[0])
        stems[key] = source
    for first, second, output in (*_twins(stems, suffixes), *_releases(stems, terms)):
        raise Collision(first.name, second.name, output)
    _refuse_inputs(sources, suffixes, folder, own)


def refuse_pack(sources: Iterable[Source], folder: OutputFolder, own: Iterable[Path]) -> None:
    """Raise Overwriting if a shard might stand where a source, a report or the manifest does."""
    for name, place in _inside_of(folder, sources, own):
        if is_of_pack(name):
            raise Overwriting(place)


def _inside_of(
    folder: OutputFolder, sources: Iterable[Source], own: Iterable[Path]
) -> Iterator[tuple[str, str]]:
    """Yield what is read or written beside the outputs and stands in their folder.

    Each with its name below the folder, as it is and where a link leads, and as it was given.
    """
    top = f"{folder.path('').resolve()}{os.sep}"
    real = RealPaths()
    names = (one.name for one in sources if one.is_file)
    for name in (*names, *(place.as_posix() for place in own)):
        for found in {real.entry(name), real.file(name)}:
            if found.startswith(top):
                yield Path(found[len(top) :]).as_posix(), name


def _twins(
    stems: Mapping[str, Source], suffixes: Sequence[str]
) -> Iterator[tuple[Source, Source, str]]:
    """Yield pairs of which two formats have one name, or a file of one is a folder of the other."""
    inner = [
        longer.removesuffix(shorter)
        for longer in suffixes
        for shorter in suffixes
        if longer != shorter and longer.endswith(shorter)
    ]
    for key, source in stems.items():
        for part in inner:
            if key + part in stems:
                yield source, stems[key + part], source.stem + part
    folders = {*stems, *_folders(stems)}
    for suffix in suffixes:
        for folder in folders:
            key = folder.removesuffix(suffix)
            if key != folder and key in stems:
                yield stems[key], _inside(stems, folder), stems[key].stem + suffix


def _folders(keys: Iterable[str]) -> set[str]:
    """Return every folder that one of the names stands in."""
    found: set[str] = set()
    for key in keys:
        folder = key.rpartition("/")[0]
        while folder and folder not in found:
            found.add(folder)
            folder = folder.rpartition("/")[0]
    return found


def _inside(stems: Mapping[str, Source], folder: str) -> Source:
    return next(one for key, one in stems.items() if key == folder or key.startswith(f"{folder}/"))


def _releases(stems: Mapping[str, Source], terms: Terms) -> Iterator[tuple[Source, Source, str]]:
    """Yield pairs of which one holds several releases, and one of these has the other's name."""
    for key, source in stems.items():
        above, _, name = key.rpartition("/")
        if above in stems and _RELEASE_NAME.fullmatch(name):
            names = _release_names(stems[above], terms)
            if len(names) > 1 and name in names:
                yield stems[above], source, source.stem


def _release_names(source: Source, terms: Terms) -> list[str]:
    """Return the name of each release of a file; no name of what cannot be read."""
    if not source.is_file:
        return []
    return [
        release_name(one.document["id"], one.document["version"])
        if one.is_valid and "version" in one.document
        else ""
        for chunk in chunks([source], largest=terms.largest_bytes)
        for group in judged(chunk, terms)
        for one in group
    ]


def _refuse_inputs(
    sources: Sequence[Source], suffixes: Sequence[str], folder: OutputFolder, own: Iterable[Path]
) -> None:
    """Raise Overwriting if an output would stand where a source, a report or the manifest does."""
    taken = dict(_inside_of(folder, sources, own))
    if taken:
        for source in sources:
            for suffix in suffixes:
                if source.stem + suffix in taken:
                    raise Overwriting(taken[source.stem + suffix])
