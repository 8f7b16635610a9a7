"""Whether two things would be written to one place; asked before anything is written."""

from __future__ import annotations

import itertools
import os
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path

from archive.batch.names import collision_key, release_name
from archive.batch.outputs import OutputFolder
from archive.batch.sources import Found, Overwriting, RealPaths, Source
from archive.batch.terms import Terms
from archive.errors import PhrasedError
from archive.writers import WRITERS

_RELEASE_NAME = re.compile(r"[^/]+-[0-9a-f]{8}\.v[0-9]+")


class Collision(PhrasedError):  # noqa: N818 (says what happened)
    """Two inputs would be written to one output, or an input or a report be overwritten."""

    def __init__(self, first: str, second: str, output: str) -> None:
        super().__init__("collision", first=first, second=second, output=output)


def refuse_collisions(
    found: Found,
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
    for source in found.sources:
        key = collision_key(source.stem)
        if key in stems:
            raise Collision(stems[key].name, source.name, source.stem + suffixes[0])
        stems[key] = source
    for first, second, output in (*_twins(stems, suffixes), *_releases(stems, terms)):
        raise Collision(first.name, second.name, output)
    _refuse_inputs(found, suffixes, folder, own)


def refuse_pack(found: Found, folder: OutputFolder, own: Iterable[Path]) -> None:
    """Raise Overwriting if a shard might stand where a source, a report or the manifest does."""
    from archive.batch.leftovers import is_of_pack

    for name, place in _inside_of(folder, found, own):
        if is_of_pack(name):
            raise Overwriting(place)


def _inside_of(
    folder: OutputFolder, found: Found, own: Iterable[Path]
) -> Iterator[tuple[str, str]]:
    """Yield what is read or written beside the outputs and stands in their folder.

    Each with its name below the folder, as it is and where a link leads, and as it was given.
    """
    top = f"{folder.path('').resolve()}{os.sep}"
    own_names = {place.as_posix(): str(place.resolve()) for place in own}
    links = found.links | own_names
    real = RealPaths(links)
    names = itertools.chain((one.name for one in found.sources if one.is_file), own_names)
    for name in names:
        entry = real.entry(name)
        if entry.startswith(top):
            yield Path(entry[len(top) :]).as_posix(), name
        if name in links and (file := links[name]) != entry and file.startswith(top):
            yield Path(file[len(top) :]).as_posix(), name


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
    endings = tuple(suffixes)
    folders = sorted(one for one in {*stems, *_folders(stems)} if one.endswith(endings))
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
    from archive.batch.judging import judged
    from archive.batch.pieces import chunks

    return [
        release_name(one.document["id"], one.document["version"])
        if one.is_valid and "version" in one.document
        else ""
        for chunk in chunks([source], largest=terms.largest_bytes, digests="none")
        for group in judged(chunk, terms)
        for one in group
    ]


def _refuse_inputs(
    found: Found, suffixes: Sequence[str], folder: OutputFolder, own: Iterable[Path]
) -> None:
    """Raise Overwriting if an output would stand where a source, a report or the manifest does."""
    taken = dict(_inside_of(folder, found, own))
    if taken:
        for source in found.sources:
            for suffix in suffixes:
                if source.stem + suffix in taken:
                    raise Overwriting(taken[source.stem + suffix])
