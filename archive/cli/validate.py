"""``press-archive validate``."""

from __future__ import annotations

import sys
import time
from typing import Any

import click

from archive import messages
from archive.cli import common


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
    from archive.batch import sources as finding
    from archive.batch.checking import check
    from archive.batch.judging import Terms
    from archive.reporters import Manner

    start = time.monotonic()
    language = common.language(options["lang"])
    named = common.names(paths, options["files_from"])
    found = finding.find(named, source_format=options["source_format"])
    common.say_missing(
        [one for one in found.missing if one[1] != "empty" or not options["allow_empty"]], language
    )
    manner = Manner(
        language=language,
        is_coloured=common.is_coloured(options["color"]),
        most_per_file=options["max_errors"],
    )
    run = common.open_run(options["form"], options["reports"], manner, sys.stdout)
    terms = Terms(options["profile"], options["max_size"])
    with_digests = options["form"] == "json" or bool(options["reports"])
    for outcome in check(found.sources, terms, with_digests=with_digests):
        run.tell(outcome)
    run.end(time.monotonic() - start)
    if not options["quiet"] and (found.sources or not found.missing):
        common.say(_summary(run, language))
    if any(why != "empty" or not options["allow_empty"] for _, why in found.missing):
        return common.COULD_NOT_RUN
    return _status(run, options)


def _status(run: common.Run, options: dict[str, Any]) -> int:
    wrong = run.tally.errors or (options["fail_on"] == "warning" and run.tally.warnings)
    return 1 if wrong and not options["exit_zero"] else 0


def _summary(run: common.Run, language: str) -> str:
    tally = run.tally
    return messages.phrase(
        "validated", language, files=tally.files, valid=tally.valid, invalid=tally.invalid,
        errors=tally.errors, warnings=tally.warnings, infos=tally.infos,
    )  # fmt: skip
