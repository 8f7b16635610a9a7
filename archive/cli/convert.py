"""``press-archive convert``."""

from __future__ import annotations

import contextlib
import os
import sys
import time
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from archive import messages
from archive.cli import ci, common
from archive.cli.job import Job, is_left_out_told
from archive.writers import WRITERS

if TYPE_CHECKING:
    from archive.batch.ledger import Ledger
    from archive.batch.outputs import Folder
    from archive.batch.sources import Elsewhere, Source
    from archive.batch.terms import Engines, Wishes


class Formats(click.ParamType[tuple[str, ...]]):
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


class Moment(click.ParamType[datetime]):
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
    "-t", "--to", "formats", type=Formats(), multiple=True, required=True,
    metavar="FORMAT[,FORMAT]", help="Formats to write: " + ", ".join(WRITERS) + ".",
)  # fmt: skip
@click.option(
    "-o", "--output", type=click.Path(), required=True, metavar="DIR",
    help="Folder of the outputs, object storage (s3://bucket/prefix, with --pack), or -.",
)  # fmt: skip
@click.option("--include-embargoed", is_flag=True, help="Convert releases under embargo too.")
@click.option("--include-drafts", is_flag=True, help="Convert drafts too.")
@click.option("--as-of", type=Moment(), help="Embargoes that end by then have ended.")
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
@click.option("--pack", is_flag=True, help="Write shards of many releases, one for each format.")
@click.option(
    "--compress", type=click.Choice(["zst", "gz"]), default="zst", show_default=True,
    help="How shards are compressed.",
)  # fmt: skip
@click.option(
    "--cluster", metavar="ADDRESS",
    help="Let the workers of a dask scheduler do the work, such as tcp://host:8786.",
)  # fmt: skip
@click.option(
    "--standards", type=click.Path(), metavar="DIR",
    help="Folder of official schemas to judge outputs by.",
)  # fmt: skip
@common.with_common
def command(paths: tuple[str, ...], **options: Any) -> int:
    """Write press releases in other formats: a full copy, restricted contacts included.

    The output of a/b.json is DIR/b.<suffix>, below a folder that was named its tree is kept.
    Releases under embargo and drafts are held back unless asked for. A release with an error is
    not converted, whatever validate is told to ignore.

    \b
      press-archive convert releases/ -t newsml-g2,jsonld -o out/ --manifest out/manifest.jsonl
      press-archive convert item.ninjs.json -t json -o -
      press-archive convert archive.jsonl.zst -t newsml-g2,nquads --pack -o pack/
      press-archive convert s3://in/2025/ -t json --pack -o s3://out/2025 --cluster tcp://host:8786
    """
    return converted(paths, options)


def converted(paths: tuple[str, ...], options: dict[str, Any]) -> int:
    """Convert what is named, as the options say, and return the exit status."""
    from archive.batch.collector import calm_collector
    from archive.batch.sources import find, refuse_own_files

    start = time.monotonic()
    calm_collector()
    language = common.language(options["lang"])
    formats = _formats(options)
    reports = common.report_files(options["reports"])
    own = [path for _, path in reports]
    own += [Path(options["manifest"])] if options["manifest"] else []
    _refuse_elsewhere(own, options)
    folder = _folder(options)
    named = common.names(paths, options["files_from"])
    found = find(
        named,
        source_format=options["source_format"],
        leave_out=own if folder is None else [*own, Path(options["output"])],
        elsewhere=_elsewhere(named, options),
    )
    is_missing = common.say_missing(found.missing, language, is_empty_fine=options["allow_empty"])
    refuse_own_files(own, found)
    with _engines(options) as engines, _run(folder, language, options) as run:
        if engines:
            found.sources = _shared(found.sources)
        job = Job(found, _wishes(formats, options), folder, options, engines)
        with job.ahead() as ahead:
            ledger = job.ledger(ahead)
            job.prepare(own)
            run.add_files(reports)
            _convert(run, job, ledger)
        run.end(time.monotonic() - start)
    if not options["quiet"] and (found.sources or not found.missing):
        _summarise(run, options, language)
    if is_missing or run.tally.obstacles:
        return common.COULD_NOT_RUN
    return 1 if run.tally.errors else 0


def _refuse_elsewhere(own: list[Path], options: dict[str, Any]) -> None:
    """Refuse what only a file system can hold, or only one machine can do."""
    from archive.batch.sources import is_elsewhere

    if is_elsewhere(options["output"]) and not options["pack"]:
        raise click.UsageError("object storage takes packs: add --pack")
    if options["cluster"] and options["output"] == "-":
        raise click.UsageError("--cluster needs a folder that all workers see, or s3://...: -o DIR")
    named = (options["manifest"] or "", *(one.partition("=")[2] for one in options["reports"]))
    if own and any(is_elsewhere(name) for name in named):
        raise click.UsageError("--manifest and --report are files of this machine")


def _folder(options: dict[str, Any]) -> Folder | None:
    """Return where the outputs go; nothing of standard output."""
    from archive.batch.outputs import OutputFolder
    from archive.batch.sources import is_elsewhere

    output = options["output"]
    how = {"is_dry_run": options["dry_run"], "is_forced": options["force"]}
    if output == "-":
        return None
    if is_elsewhere(output):
        from archive.cluster.packs import ObjectFolder

        return ObjectFolder(output, **how)
    if options["cluster"]:
        from archive.cluster.shared import SharedFolder

        return SharedFolder(Path(output), **how)
    return OutputFolder(Path(output), **how)


def _elsewhere(names: list[str], options: dict[str, Any]) -> Elsewhere | None:
    """Return what finds sources in object storage, if one is named."""
    from archive.batch.sources import is_elsewhere

    if not any(is_elsewhere(name) for name in names):
        return None
    from archive.cluster.objects import objects

    output = options["output"]
    return objects(options["source_format"], output if is_elsewhere(output) else None)


def _engines(options: dict[str, Any]) -> contextlib.AbstractContextManager[Engines | None]:
    """Reach the cluster, if there is to be one."""
    if options["cluster"] is None:
        return contextlib.nullcontext()
    from archive.cluster.engine import connected

    return connected(options["cluster"])


def _shared(sources: list[Source]) -> list[Source]:
    """Return the sources so that workers find them."""
    from archive.cluster.shared import shared

    return list(shared(sources, os.getcwd()))  # noqa: PTH109 (names are kept as they are)


def _formats(options: dict[str, Any]) -> list[str]:
    """Return the formats that are wanted, each once."""
    formats = list(dict.fromkeys(word for words in options["formats"] for word in words))
    if options["output"] == "-" and len(formats) != 1:
        raise click.UsageError("standard output takes one format")
    if not formats:
        raise click.UsageError("name a format with -t")
    if options["clean"] and not options["manifest"] and not options["pack"]:
        raise click.UsageError("--clean needs the --manifest of an earlier run")
    if options["pack"] and options["output"] == "-":
        raise click.UsageError("--pack needs a folder: -o DIR")
    return formats


def _run(folder: Folder | None, language: str, options: dict[str, Any]) -> common.Run:
    """Return the run, whose problems go where the releases do not."""
    from archive.reporters import Manner

    stream = sys.stdout if folder else sys.stderr
    manner = Manner(
        language=language,
        is_coloured=common.is_coloured(options["color"], stream),
        with_left_out=options["verbose"] > 0,
        checkout=ci.checkout(os.environ),
        is_conversion=True,
    )
    return common.Run("text", stream, manner)


def _wishes(formats: list[str], options: dict[str, Any]) -> Wishes:
    from archive.batch.terms import Wishes

    is_listed = bool(options["manifest"])
    return Wishes(
        formats=formats,
        include_embargoed=options["include_embargoed"],
        include_drafts=options["include_drafts"],
        as_of=options["as_of"],
        stop_on_error=options["on_error"] == "stop",
        xsd=_xsd(formats, options["standards"]),
        with_left_out=is_left_out_told(options),
        with_editions=is_listed,
    )


def _xsd(formats: list[str], standards: str | None) -> Path | None:
    """Return the XSD that judges NewsML-G2, where there is one and it is needed.

    Raises:
        OSError: the folder does not have it.
        UnusableSchema: it is none.
    """
    from archive.batch.terms import JUDGED

    if standards is None or JUDGED.isdisjoint(formats):
        return None
    from archive.judges.newsml_g2.xsd import opened
    from archive.standards import XSD

    path = Path(standards) / XSD
    path.stat()  # says which file is missing in the way of the system
    opened(path.absolute())
    return path.absolute()


def _convert(run: common.Run, job: Job, ledger: Ledger) -> None:
    """Convert everything, telling each outcome and entering it into the manifest."""
    from archive.batch.manifest import open_manifest
    from archive.cli.progress import Progress

    is_listed = job.manifest is not None
    path = None if job.options["dry_run"] else job.manifest
    before = job.listed()
    with contextlib.ExitStack() as stack:
        is_resumed = job.folder is not None
        file = stack.enter_context(open_manifest(path, is_resumed=is_resumed)) if path else None
        progress = stack.enter_context(Progress(job.found.sources, job.options))
        for outcome in stack.enter_context(contextlib.closing(job.outcomes(ledger))):
            run.tell(outcome)
            progress.step(outcome)
            for piece in ledger.enter(outcome) if is_listed else ():
                if file:
                    file.write(piece)
        if job.folder:
            _clean(job.orphans(ledger, before), job.folder, job.options)
        if file:
            for piece in ledger.rest():
                file.write(piece)


def _clean(orphans: dict[str, str], outputs: Folder, options: dict[str, Any]) -> None:
    """Name outputs whose source is gone, and delete them if that is asked for."""
    language = common.language(options["lang"])
    removed = "orphan_would_be_removed" if options["dry_run"] else "orphan_removed"
    for name, sha256 in orphans.items():
        key = "orphan"
        if options["clean"]:
            left = "orphan_changed" if sha256 else "orphan_unknown"
            key = removed if outputs.remove(name, sha256) else left
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
