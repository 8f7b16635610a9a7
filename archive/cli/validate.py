"""``press-archive validate``."""

from __future__ import annotations

import sys
import time
from typing import TYPE_CHECKING, Any

import click

from archive import messages
from archive.cli import common

if TYPE_CHECKING:
    from archive.batch.sources import Source


@click.command("validate", short_help="Say what is wrong with press releases, and where.")
@common.with_sources
@click.option(
    "--output-format", "form", type=click.Choice(["text", "json", "jsonl"]), default="text",
    show_default=True, help="Form of the report on standard output.",
)  # fmt: skip
@click.option("--max-errors", type=click.IntRange(min=1), help="Most findings shown for one file.")
@click.option(
    "--fail-on", type=click.Choice(["error", "warning"]), default="error", show_default=True,
    help="What makes the exit status 1.",
)  # fmt: skip
@click.option("--exit-zero", is_flag=True, help="Problems in the data leave the exit status 0.")
@common.with_common
def command(paths: tuple[str, ...], **options: Any) -> int:
    """Judge release JSON, JSON Lines and ninjs by the schema and the rules.

    PATHS are files, folders, quoted patterns, or - for standard input. Problems go to standard
    output as path:line:column: CODE message.

    \b
      press-archive validate releases/
      press-archive validate 'releases/**/*.json' --report json=report.json
      git diff --name-only | press-archive validate --files-from -
    """
    from archive.batch.sources import find, refuse_own_files
    from archive.reporters import Manner

    start = time.monotonic()
    language = common.language(options["lang"])
    reports = common.report_files(options["reports"])
    own = [path for _, path in reports]
    named = common.names(paths, options["files_from"])
    found = find(named, source_format=options["source_format"], leave_out=own)
    is_missing = common.say_missing(found.missing, language, is_empty_fine=options["allow_empty"])
    refuse_own_files(own, found.sources)
    manner = Manner(
        language=language,
        is_coloured=common.is_coloured(options["color"], sys.stdout),
        most_per_file=options["max_errors"],
    )
    with common.Run(options["form"], sys.stdout, manner) as run:
        run.add_files(reports)
        _check(run, found.sources, options)
        run.end(time.monotonic() - start)
    if run.is_heard and not options["quiet"] and (found.sources or not found.missing):
        common.say(_summary(run, language))
    return common.COULD_NOT_RUN if is_missing else _status(run, options)


def _check(run: common.Run, sources: list[Source], options: dict[str, Any]) -> None:
    from archive.batch.checking import check
    from archive.cli.progress import Progress

    batch = common.batch(sources, options)
    with_digests = options["form"] == "json" or bool(options["reports"])
    with Progress(sources, options) as progress:
        for outcome in check(batch, with_digests=with_digests):
            run.tell(outcome)
            progress.step(outcome)
            if not run.is_heard and not options["reports"]:
                return


def _status(run: common.Run, options: dict[str, Any]) -> int:
    if run.tally.obstacles:
        return common.COULD_NOT_RUN
    wrong = run.tally.errors or (options["fail_on"] == "warning" and run.tally.warnings)
    return 1 if wrong and not options["exit_zero"] else 0


def _summary(run: common.Run, language: str) -> str:
    tally = run.tally
    return messages.phrase(
        "validated", language, files=tally.files, valid=tally.valid, invalid=tally.invalid,
        errors=tally.errors, warnings=tally.warnings, infos=tally.infos,
    )  # fmt: skip
