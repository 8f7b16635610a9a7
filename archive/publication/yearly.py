"""The files of years, put together from parts: new ones, and those that stand in the old files."""

from __future__ import annotations

import json
import os
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Self

from archive.edtf import instant
from archive.publication import formats
from archive.publication.building import Part
from archive.publication.catalogue_values import Dataset, Distribution, Kind
from archive.publication.formats import Parts
from archive.publication.hashed_files import HashedFile
from archive.publication.partition import Cut
from archive.publication.site import Site
from archive.publication.tabling import Rows
from archive.publication.tree import Tree


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """What the index says of a part: numbers, and where it stands in the file of each kind."""

    works: int
    editions: int
    issued: str
    modified: str
    languages: list[str]
    triples: int
    places: dict[Kind, tuple[int, int]]

    @classmethod
    def read(cls, raw: str) -> Said:
        """Return what was written by :meth:`written`."""
        return cls(**json.loads(raw))

    def written(self) -> str:
        """Return it as it is kept."""
        return json.dumps({name: getattr(self, name) for name in self.__slots__})


@dataclass(frozen=True, slots=True)
class YearPlan:
    """The parts of a year, and what an earlier run has of them."""

    year: str
    cuts: list[Cut]
    known: dict[bytes, Said]

    @property
    def latest(self) -> str:
        """Return the greatest ``versionCreated``."""
        return max((cut.latest for cut in self.cuts), key=instant)


class YearFiles:
    """The files of a year as they grow; used with ``with``."""

    def __init__(self, plan: YearPlan, site: Site, tree: Tree, before: Path, parts: Parts) -> None:
        self._plan = plan
        self._parts = parts
        self._paths = {
            kind: formats.path(plan.year, kind, site.compression) for kind in formats.kinds(site)
        }
        self._before = before
        self._stack = ExitStack()
        table = self._paths.get("parquet")
        self.rows = self._stack.enter_context(Rows(tree, table)) if table else None
        """What the table is to be made of, if there is to be one."""
        self._files = {
            kind: HashedFile(path, self._stack.enter_context(os.fdopen(tree.create(path), "wb")))
            for kind, path in self._paths.items()
            if kind != "parquet"
        }
        self._said: list[tuple[bytes, Said]] = []

    def __enter__(self) -> Self:
        for kind, file in self._files.items():
            file.write(self._parts.head(kind, self._plan.latest))
        return self

    def __exit__(self, *error: object) -> None:
        self._stack.close()

    def add(self, cut: Cut, part: Part) -> None:
        """Put a new part in."""
        places: dict[Kind, tuple[int, int]] = {}
        for kind, content in part.files.items():
            if kind == "parquet":
                assert self.rows is not None  # noqa: S101
                places[kind] = self.rows.add(content, part.editions)
                continue
            file = self._files[kind]
            places[kind] = (file.size, len(content))
            file.write(content)
        said = Said(
            works=part.works, editions=part.editions, issued=part.issued, modified=part.modified,
            languages=list(part.languages), triples=part.triples, places=places,
        )  # fmt: skip
        self._said.append((cut.digest, said))

    def keep(self, cut: Cut) -> None:
        """Put in a part that stands in the old files."""
        said = self._plan.known[cut.digest]
        places: dict[Kind, tuple[int, int]] = {}
        for kind, (at, size) in said.places.items():
            if kind == "parquet":
                assert self.rows is not None  # noqa: S101
                places[kind] = self.rows.keep(at, size)
                continue
            file = self._files[kind]
            places[kind] = (file.size, size)
            file.copy(self._before / self._paths[kind], at, size)
        kept = {name: getattr(said, name) for name in said.__slots__} | {"places": places}
        self._said.append((cut.digest, Said(**kept)))

    def finish(self) -> tuple[list[tuple[bytes, Said]], list[Distribution]]:
        """Return the parts and the files, which are whole; of the table there are the rows."""
        found = []
        for kind, file in self._files.items():
            file.write(self._parts.tail(kind))
            file.close()
            found.append(
                Distribution(kind=kind, path=file.path, size=file.size, sha256=file.sha256)
            )
        return self._said, found


def dataset(year: str, parts: list[Said], files: list[Distribution]) -> Dataset:
    """Return what the catalogue says of a year."""
    return Dataset(
        year=year,
        works=sum(one.works for one in parts),
        editions=sum(one.editions for one in parts),
        issued=min((one.issued for one in parts), key=instant),
        modified=max((one.modified for one in parts), key=instant),
        languages=tuple(sorted({tag for one in parts for tag in one.languages})),
        distributions=tuple(files),
        triples=sum(one.triples for one in parts),
    )
