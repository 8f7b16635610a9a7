"""``press-archive validate``."""

from __future__ import annotations

import sys
import time
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from archive import messages
from archive.cli import common

if TYPE_CHECKING:
    from archive.batch.terms import Batch


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
@click.option(
    "--as-release",
    is_flag=True,
    help="Read ninjs, and judge what it says as a press release; take no other standard format.",
)
@click.option(
    "--standards", type=click.Path(), metavar="DIR",
    help="Folder of official schemas to judge standard formats by.",
)  # fmt: skip
@common.with_common
def command(paths: tuple[str, ...], **options: Any) -> int:
    """Judge press releases by the schema and the rules, and files of standard formats by theirs.

    Release JSON and JSON Lines; NewsML-G2 (.xml), ninjs (.ninjs.json), JSON-LD (.jsonld), N-Quads
    (.nq), N-Triples (.nt), Turtle (.ttl), TriG (.trig) and RDF/XML (.rdf), whoever wrote them.

    PATHS are files, folders, quoted patterns, or - for standard input. Problems go to standard
    output as path:line:column: CODE message.

    \b
      press-archive validate releases/
      press-archive validate item.xml item.ninjs.json dump.nq.gz --standards standards/
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
    judges = _judges(options)
    standards = _standards(options, language)
    found = find(named, source_format=options["source_format"], leave_out=own, judges=judges)
    is_missing = common.say_missing(found.missing, language, is_empty_fine=options["allow_empty"])
    refuse_own_files(own, found)
    manner = Manner(
        language=language,
        is_coloured=common.is_coloured(options["color"], sys.stdout),
        most_per_file=options["max_errors"],
    )
    with common.Run(options["form"], sys.stdout, manner) as run:
        run.add_files(reports)
        batch = common.batch(found.sources, options)
        _check(run, replace(batch, terms=replace(batch.terms, standards=standards)), options)
        run.end(time.monotonic() - start)
    if run.is_heard and not options["quiet"] and (found.sources or not found.missing):
        common.say(_summary(run, language))
    return common.COULD_NOT_RUN if is_missing else _status(run, options)


def _judges(options: dict[str, Any]) -> frozenset[str]:
    """Return the formats of which files are judged as they are: all, or none of them."""
    from archive.judges import JUDGES

    return frozenset() if options["as_release"] else frozenset(JUDGES)


def _standards(options: dict[str, Any], language: str) -> Path | None:
    """Return the folder of official files, if one was named."""
    if not options["standards"]:
        return None
    folder = Path(options["standards"])
    if not folder.is_dir():
        raise click.UsageError(messages.phrase("source_missing", language, name=folder))
    return folder.absolute()


def _check(run: common.Run, batch: Batch, options: dict[str, Any]) -> None:
    from archive.batch.checking import check
    from archive.cli.progress import Progress

    with_digests = options["form"] == "json" or bool(options["reports"])
    with Progress(batch.sources, options) as progress:
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
