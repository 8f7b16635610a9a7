"""What ``convert`` is to do: sources, wishes, a place for the outputs, and what ran before."""

from __future__ import annotations

import contextlib
import hashlib
import io
import sys
from collections.abc import Generator
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO

import msgspec
from msgspec.structs import replace

from archive.cli import common

if TYPE_CHECKING:
    from archive.batch.ledger import Ahead, Ledger
    from archive.batch.manifest import Files
    from archive.batch.outputs import Folder, OutputFolder
    from archive.batch.sources import Found
    from archive.batch.terms import Batch, Engines, Wishes
    from archive.outcome import Outcome

_SETTINGS = (
    "include_embargoed",
    "include_drafts",
    "on_error",
    "profile",
    "max_size",
    "compress",
    "migrate",
)
"""Options that outputs depend on."""


def is_left_out_told(options: dict[str, Any]) -> bool:
    """Return whether a person or a report is told what formats cannot hold."""
    return options["verbose"] > 0 or bool(options["reports"])


class Job(msgspec.Struct, frozen=True, dict=True):
    """What is converted into what, and where to; no folder is standard output."""

    found: Found
    wishes: Wishes
    folder: Folder | None
    options: dict[str, Any]
    engines: Engines | None = None

    @cached_property
    def batch(self) -> Batch:
        """Return the sources, and how they are read."""
        return replace(common.batch(self.found.sources, self.options), engine=self.engines)

    @property
    def files(self) -> OutputFolder:
        """Return the folder, where it is one of a file system."""
        from archive.batch.outputs import OutputFolder

        assert isinstance(self.folder, OutputFolder)  # noqa: S101 (others were refused)
        return self.folder

    @property
    def manifest(self) -> Path | None:
        """Return where the manifest is to stand."""
        return Path(self.options["manifest"]) if self.options["manifest"] else None

    @cached_property
    def made(self) -> str:
        """Return a digest of everything, beside the sources, that the outputs depend on."""
        tool = common.tool()
        xsd = self.wishes.xsd
        said = [
            tool.version, tool.schema_sha256, self.wishes.formats, str(self.wishes.as_of),
            hashlib.sha256(xsd.read_bytes()).hexdigest() if xsd else "",
            [self.options.get(name) for name in _SETTINGS],
        ]  # fmt: skip
        return hashlib.sha256(msgspec.json.encode(said)).hexdigest()

    @property
    def is_resumed(self) -> bool:
        """Return whether sources of an earlier run that have not changed are passed over."""
        return not self.options["force"] and not self.options["pack"]

    @contextlib.contextmanager
    def ahead(self) -> Generator[Ahead]:
        """Give what is found out of sources beside the run, from now on.

        Of many sources another process says whether they are as they were; of a few the large
        ones are hashed in a thread.
        """
        from archive.batch import hashing, scouting
        from archive.batch.ledger import NOTHING_AHEAD, Ahead

        sources, manifest = self.found.sources, self.manifest
        if manifest is None or not self.is_resumed or not manifest.is_file():
            yield NOTHING_AHEAD
        elif scouting.is_worthwhile(sources, self.batch.jobs, manifest):
            with scouting.ahead(lambda: self.ledger().is_as_it_was, sources) as said:
                yield Ahead(said=said)
        elif len(sources) < scouting.MANY:
            with hashing.ahead(one.name for one in sources if one.is_file) as sha256:
                yield Ahead(sha256=sha256)
        else:
            yield NOTHING_AHEAD

    def ledger(self, ahead: Ahead | None = None) -> Ledger:
        """Return what the manifest of an earlier run says; ``ahead``: what that method gives."""
        from archive.batch import ledger, manifest

        lines = manifest.read(self.manifest) if self.manifest else {}
        setting = ledger.Setting(
            formats=self.wishes.formats,
            made=self.made,
            folder=self.folder,
            is_resumed=self.is_resumed,
            with_left_out=is_left_out_told(self.options),
            is_interrupted=self.manifest is not None
            and manifest.unfinished(self.manifest).exists(),
        )
        return ledger.Ledger(lines, setting, ahead or ledger.NOTHING_AHEAD)

    def prepare(self, own: list[Path]) -> None:
        """Refuse what cannot go well, before anything is written."""
        from archive.batch import collisions
        from archive.batch.sources import is_elsewhere

        if self.folder is None:
            return
        if self.options["pack"]:
            from archive.batch.shards import refuse_unpackable

            refuse_unpackable(self.wishes.formats)
            if not is_elsewhere(self.options["output"]):
                collisions.refuse_pack(self.found, self.files, own)
        else:
            collisions.refuse_collisions(
                self.found, self.wishes.formats, self.files, own, self.batch.terms
            )
        self.folder.prepare()

    def listed(self) -> Files:
        """Return the files that a pack lists before the run."""
        if self.folder is None or not self.options["pack"]:
            return {}
        from archive.batch.leftovers import listed

        return listed(self.folder)

    def orphans(self, ledger: Ledger, before: Files) -> Files:
        """Return the files that earlier runs have left and this one did not make."""
        if self.folder is None or not self.options["pack"]:
            return ledger.orphans()
        from archive.batch.leftovers import left_over

        return left_over(self.folder, before)

    def outcomes(self, ledger: Ledger) -> Generator[Outcome]:
        """Yield what became of each source."""
        from archive.batch.mirroring import convert

        if self.folder is not None and not self.options["pack"]:
            return convert(self.batch, self.wishes, self.files, ledger.earlier)
        from archive.batch import running
        from archive.batch.layouts import Packed

        if self.folder is None:
            is_dry = self.options["dry_run"]
            stream: BinaryIO = io.BytesIO() if is_dry else sys.stdout.buffer
            return _until_unread(running.convert_to_stream(self.batch, self.wishes, stream))
        packed = Packed(
            folder=self.folder,
            formats=self.wishes.formats,
            compression=self.options["compress"],
            made=self.made,
        )
        return running.pack(self.batch, self.wishes, packed)


def _until_unread(outcomes: Generator[Outcome]) -> Generator[Outcome]:
    """Yield what became of each source, after which the releases go to standard output.

    A reader who does not want all of them is no fault, and hides none.
    """
    try:
        yield from outcomes
        sys.stdout.flush()
    except BrokenPipeError:
        common.silence(sys.stdout)
