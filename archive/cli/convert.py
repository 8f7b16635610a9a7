"""``press-archive convert``."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from archive import messages
from archive.cli import common
from archive.writers import WRITERS

if TYPE_CHECKING:
    from archive.batch.conversion import Wishes
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
                self.fail(f"{word!r} is not a format that is written; there are {known}", param, ctx)
        return words


class _Moment(click.ParamType[datetime]):
    """A date and time with offset."""

    name = "date-time"

    def convert(self, value: Any, param: Any, ctx: Any) -> datetime:
        """Return the moment."""
        from archive.edtf import instant, is_moment

        if isinstance(value, datetime):
            return value
        if not is_moment(str(value)):
            self.fail(f"{value!r} is not like 2026-03-02T09:00:00+07:00", param, ctx)
        return instant(str(value))


@click.command("convert", short_help="Turn press releases into other formats.")
@common.with_sources
@click.option(
    "-t", "--to", "formats", type=_Formats(), multiple=True, required=True, metavar="FORMAT[,FORMAT]",
    help="Formats to write: " + ", ".join(WRITERS) + ".",
)  # fmt: skip
@click.option("-o", "--output", required=True, metavar="DIR", help="Folder of the outputs, or -.")
@click.option("--include-embargoed", is_flag=True, help="Convert releases under embargo too.")
@click.option("--include-drafts", is_flag=True, help="Convert drafts too.")
@click.option("--as-of", type=_Moment(), help="Embargoes that end by then have ended.")
@click.option(
    "--on-error", type=click.Choice(["skip", "stop"]), default="skip", show_default=True,
    help="What to do after a source with errors.",
)  # fmt: skip
@click.option("-n", "--dry-run", is_flag=True, help="Say what would be written, write nothing.")
@click.option("--force", is_flag=True, help="Write files that have not changed, too.")
@click.option("--manifest", metavar="FILE", help="Write a line of JSON for each source.")
@click.option("--clean", is_flag=True, help="Delete outputs of sources that are gone (--manifest).")
@click.option("--standards", metavar="DIR", help="Folder of official schemas to judge outputs by.")
@common.with_common
def command(paths: tuple[str, ...], **options: Any) -> int:
    """Write press releases in other formats: a full copy, restricted contacts included.

    The output of a/b.json is DIR/b.<suffix>, below a folder that was named its tree is kept.
    Releases under embargo and drafts are held back unless asked for.

    \b
      press-archive convert releases/ -t newsml-g2,jsonld -o out/ --manifest out/manifest.jsonl
      press-archive convert item.ninjs.json -t json -o -
    """
    from archive.batch import sources as finding
    from archive.reporters import Manner

    start = time.monotonic()
    language = common.language(options["lang"])
    formats = list(dict.fromkeys(word for words in options["formats"] for word in words))
    to_stdout = options["output"] == "-"
    if to_stdout and len(formats) != 1:
        raise click.UsageError("standard output takes one format")
    folder = None if to_stdout else Path(options["output"])
    named = common.names(paths, options["files_from"])
    found = finding.find(named, source_format=options["source_format"], leave_out=folder)
    missing = [one for one in found.missing if one[1] != "empty" or not options["allow_empty"]]
    common.say_missing(missing, language)
    manner = Manner(
        language=language,
        is_coloured=common.is_coloured(options["color"]) and not to_stdout,
        with_left_out=options["verbose"] > 0,
    )
    stream = sys.stderr if to_stdout else sys.stdout
    run = common.open_run("text", options["reports"], manner, stream)
    _converted(run, found.sources, _wishes(formats, options), folder, options)
    run.end(time.monotonic() - start)
    if not options["quiet"] and (found.sources or not found.missing):
        _summarise(run, options, language)
    if missing:
        return common.COULD_NOT_RUN
    return 1 if run.tally.errors else 0


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
    return {"newsml-g2": Xsd(Path(standards) / XSD).findings}


def _converted(
    run: common.Run, found: list[Source], wishes: Wishes, folder: Path | None, options: dict[str, Any]
) -> None:
    """Convert everything, telling each outcome; then the manifest and what is left over."""
    from archive.batch import manifest
    from archive.batch.outputs import write_file

    path = Path(options["manifest"]) if options["manifest"] else None
    before = manifest.outputs_of(path) if path else {}
    lines: list[bytes] = []
    told: list[Outcome] = []
    for outcome in _outcomes(found, wishes, folder, options):
        run.tell(outcome)
        if path:
            lines.append(manifest.line(outcome))
            told.append(outcome)
    if path and not options["dry_run"]:
        path.parent.mkdir(parents=True, exist_ok=True)
        write_file(path, b"".join(lines))
    if folder:
        _clean(manifest.orphans(before, told), folder, options, run.language)


def _outcomes(
    found: list[Source], wishes: Wishes, folder: Path | None, options: dict[str, Any]
) -> Iterator[Outcome]:
    from archive.batch import conversion
    from archive.batch.judging import Terms
    from archive.batch.outputs import OutputFolder

    terms = Terms(options["profile"], options["max_size"])
    language = common.language(options["lang"])
    try:
        if folder is None:
            yield from conversion.convert_to_stream(found, wishes, terms, sys.stdout.buffer)
            return
        outputs = OutputFolder(
            folder, is_dry_run=options["dry_run"], is_forced=options["force"]
        )
        conversion.check_names(found, wishes.formats, outputs)
        yield from conversion.convert(found, wishes, terms, outputs)
    except conversion.Collision as error:
        said = messages.phrase(
            "collision", language, first=error.first, second=error.second, output=error.output
        )
        raise click.UsageError(said) from error
    except conversion.OneOnly as error:
        raise click.UsageError(messages.phrase("one_only", language, format=error)) from error


def _clean(orphans: list[str], folder: Path, options: dict[str, Any], language: str) -> None:
    """Name outputs whose source is gone, and delete them if that is asked for."""
    from archive.batch.outputs import OutputFolder

    outputs = OutputFolder(folder, is_dry_run=options["dry_run"])
    for name in orphans:
        if options["clean"]:
            outputs.remove(name)
        key = "orphan_removed" if options["clean"] else "orphan"
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
        common.say(messages.phrase("more_failed", language, count=tally.invalid - len(tally.failed)))
