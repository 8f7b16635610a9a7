"""``press-archive convert``."""

from __future__ import annotations

import contextlib
import io
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO

import click

from archive import messages
from archive.cli import common
from archive.writers import WRITERS

if TYPE_CHECKING:
    from archive.batch.conversion import Wishes
    from archive.batch.judging import Terms
    from archive.batch.manifest import Ledger
    from archive.batch.outputs import OutputFolder
    from archive.batch.sources import Source
    from archive.outcome import Outcome


class _Formats(click.ParamType[tuple[str, ...]]):
    """Words of formats, with commas between them."""

    name = "formats"

    def convert(self, value: Any, param: Any, ctx: Any) -> tuple[str, ...]:
        """Return the words."""
        if isinstance(value, tuple):
            return value
        words = tuple(word.strip() for word in str(value).split(",") if word.strip())
        for word in words:
            if word not in WRITERS:
                known = ", ".join(WRITERS)
                self.fail(
                    f"{word!r} is not a format that is written; there are {known}", param, ctx
                )
        return words


class _Moment(click.ParamType[datetime]):
    """A date and time with offset."""

    name = "date-time"

    def convert(self, value: Any, param: Any, ctx: Any) -> datetime:
        """Return the moment."""
        from archive.edtf import instant, is_moment

        if isinstance(value, datetime) and value.tzinfo is not None:
            return value
        if not is_moment(str(value)):
            self.fail(f"{str(value)!r} is not like 2026-03-02T09:00:00+07:00", param, ctx)
        return instant(str(value))


@click.command("convert", short_help="Turn press releases into other formats.")
@common.with_sources
@click.option(
    "-t", "--to", "formats", type=_Formats(), multiple=True, required=True,
    metavar="FORMAT[,FORMAT]", help="Formats to write: " + ", ".join(WRITERS) + ".",
)  # fmt: skip
@click.option(
    "-o", "--output", type=click.Path(), required=True, metavar="DIR",
    help="Folder of the outputs, or -.",
)  # fmt: skip
@click.option("--include-embargoed", is_flag=True, help="Convert releases under embargo too.")
@click.option("--include-drafts", is_flag=True, help="Convert drafts too.")
@click.option("--as-of", type=_Moment(), help="Embargoes that end by then have ended.")
@click.option(
    "--on-error", type=click.Choice(["skip", "stop"]), default="skip", show_default=True,
    help="What to do after a source with errors.",
)  # fmt: skip
@click.option("-n", "--dry-run", is_flag=True, help="Say what would be written, write nothing.")
@click.option("--force", is_flag=True, help="Write files that have not changed, too.")
@click.option(
    "--manifest", type=click.Path(), metavar="FILE", help="Write a line of JSON for each source."
)
@click.option("--clean", is_flag=True, help="Delete outputs of sources that are gone (--manifest).")
@click.option(
    "--standards", type=click.Path(), metavar="DIR",
    help="Folder of official schemas to judge outputs by.",
)  # fmt: skip
@common.with_common
def command(paths: tuple[str, ...], **options: Any) -> int:
    """Write press releases in other formats: a full copy, restricted contacts included.

    The output of a/b.json is DIR/b.<suffix>, below a folder that was named its tree is kept.
    Releases under embargo and drafts are held back unless asked for.

    \b
      press-archive convert releases/ -t newsml-g2,jsonld -o out/ --manifest out/manifest.jsonl
      press-archive convert item.ninjs.json -t json -o -
    """
    from archive.batch.sources import find, refuse_own_files

    start = time.monotonic()
    language = common.language(options["lang"])
    formats = _formats(options)
    folder = None if options["output"] == "-" else Path(options["output"])
    reports = common.report_files(options["reports"])
    own = [path for _, path in reports]
    own += [Path(options["manifest"])] if options["manifest"] else []
    named = common.names(paths, options["files_from"])
    leave_out = [*own, folder] if folder else own
    found = find(named, source_format=options["source_format"], leave_out=leave_out)
    is_missing = common.say_missing(found.missing, language, is_empty_fine=options["allow_empty"])
    refuse_own_files(own, found.sources)
    job = _Job(found.sources, _wishes(formats, options), folder, options)
    ledger = job.ledger()
    job.prepare(own)
    with _run(folder, language, options) as run:
        run.add_files(reports)
        _convert(run, job, ledger)
        run.end(time.monotonic() - start)
    if not options["quiet"] and (found.sources or not found.missing):
        _summarise(run, options, language)
    if is_missing or run.tally.obstacles:
        return common.COULD_NOT_RUN
    return 1 if run.tally.errors else 0


def _formats(options: dict[str, Any]) -> list[str]:
    """Return the formats that are wanted, each once."""
    formats = list(dict.fromkeys(word for words in options["formats"] for word in words))
    if options["output"] == "-" and len(formats) != 1:
        raise click.UsageError("standard output takes one format")
    if not formats:
        raise click.UsageError("name a format with -t")
    if options["clean"] and not options["manifest"]:
        raise click.UsageError("--clean needs the --manifest of an earlier run")
    return formats


def _run(folder: Path | None, language: str, options: dict[str, Any]) -> common.Run:
    """Return the run, whose problems go where the releases do not."""
    from archive.reporters import Manner

    stream = sys.stdout if folder else sys.stderr
    manner = Manner(
        language=language,
        is_coloured=common.is_coloured(options["color"], stream),
        with_left_out=options["verbose"] > 0,
    )
    return common.Run("text", stream, manner)


def _wishes(formats: list[str], options: dict[str, Any]) -> Wishes:
    from archive.batch.conversion import Wishes

    return Wishes(
        formats=formats,
        include_embargoed=options["include_embargoed"],
        include_drafts=options["include_drafts"],
        as_of=options["as_of"],
        stop_on_error=options["on_error"] == "stop",
        judges=_judges(formats, options["standards"]),
    )


def _judges(formats: list[str], standards: str | None) -> dict[str, Any]:
    """Return what judges the outputs: the XSD if it is at hand, else that they can be parsed."""
    if "newsml-g2" not in formats:
        return {}
    from archive.judges.newsml_g2 import WellFormed, Xsd
    from archive.standards import XSD

    if standards is None:
        return {"newsml-g2": WellFormed().findings}
    path = Path(standards) / XSD
    path.stat()  # says which file is missing in the way of the system
    return {"newsml-g2": Xsd(path).findings}


@dataclass(frozen=True, slots=True)
class _Job:
    """What is converted into what, and where to; no folder is standard output."""

    sources: list[Source]
    wishes: Wishes
    folder: Path | None
    options: dict[str, Any]

    @property
    def terms(self) -> Terms:
        """Return how strict and how large."""
        from archive.batch.judging import Terms

        return Terms(self.options["profile"], self.options["max_size"])

    @property
    def outputs(self) -> OutputFolder | None:
        """Return the folder of the outputs."""
        from archive.batch.outputs import OutputFolder

        if self.folder is None:
            return None
        return OutputFolder(
            self.folder, is_dry_run=self.options["dry_run"], is_forced=self.options["force"]
        )

    @property
    def manifest(self) -> Path | None:
        """Return where the manifest is to stand."""
        return Path(self.options["manifest"]) if self.options["manifest"] else None

    def ledger(self) -> Ledger:
        """Return what the manifest of an earlier run says."""
        from archive.batch import manifest

        earlier = manifest.read(self.manifest) if self.manifest else {}
        return manifest.Ledger(earlier, self.wishes.formats, self.outputs)

    def prepare(self, own: list[Path]) -> None:
        """Refuse what cannot go well, before anything is written."""
        from archive.batch.collisions import refuse_collisions

        if (outputs := self.outputs) is not None:
            refuse_collisions(self.sources, self.wishes.formats, outputs, own, self.terms)
            outputs.prepare()

    def outcomes(self) -> Iterator[Outcome]:
        """Yield what became of each source."""
        from archive.batch import conversion

        if (outputs := self.outputs) is not None:
            return conversion.convert(self.sources, self.wishes, self.terms, outputs)
        stream: BinaryIO = io.BytesIO() if self.options["dry_run"] else sys.stdout.buffer
        return conversion.convert_to_stream(self.sources, self.wishes, self.terms, stream)


def _convert(run: common.Run, job: _Job, ledger: Ledger) -> None:
    """Convert everything, telling each outcome and entering it into the manifest."""
    from archive.batch.outputs import open_file

    progress = common.Progress(len(job.sources), job.options)
    path = None if job.options["dry_run"] else job.manifest
    with contextlib.ExitStack() as stack:
        file = stack.enter_context(open_file(path)) if path else None
        for outcome in job.outcomes():
            run.tell(outcome)
            progress.step()
            line = ledger.enter(outcome)
            if file:
                file.write(line)
        if outputs := job.outputs:
            _clean(ledger.orphans(), outputs, job.options)
        if file:
            for line in ledger.rest():
                file.write(line)


def _clean(orphans: dict[str, str], outputs: OutputFolder, options: dict[str, Any]) -> None:
    """Name outputs whose source is gone, and delete them if that is asked for."""
    language = common.language(options["lang"])
    removed = "orphan_would_be_removed" if options["dry_run"] else "orphan_removed"
    for name, sha256 in orphans.items():
        key = "orphan"
        if options["clean"]:
            key = removed if outputs.remove(name, sha256) else "orphan_changed"
        common.say(messages.phrase(key, language, name=name))


def _summarise(run: common.Run, options: dict[str, Any], language: str) -> None:
    tally = run.tally
    left = sum(tally.written.values())
    key = "would_convert" if options["dry_run"] else "converted"
    common.say(
        messages.phrase(
            key, language, releases=tally.releases, converted=tally.converted, files=left,
            held=tally.held_back, failed=tally.releases - tally.converted - tally.held_back,
            **tally.written,
        )
    )  # fmt: skip
    for name in tally.failed:
        common.say(messages.phrase("failed", language, name=name))
    if tally.invalid > len(tally.failed):
        common.say(
            messages.phrase("more_failed", language, count=tally.invalid - len(tally.failed))
        )
