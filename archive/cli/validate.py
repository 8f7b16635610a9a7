"""``press-archive validate``."""

from __future__ import annotations

import os
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
from msgspec.structs import replace

from archive import messages
from archive.cli import caching, ci, common, selecting
from archive.findings import Severity
from archive.reporters import REPORTERS

if TYPE_CHECKING:
    from archive.batch.terms import Batch
    from archive.cli.selecting import Choice


@click.command("validate", short_help="Say what is wrong with press releases, and where.")
@common.with_sources
@click.option(
    "--output-format", "form", type=click.Choice(list(REPORTERS)), default="text",
    show_default=True, help="Form of the report on standard output.",
)  # fmt: skip
@click.option(
    "--skip-unknown", is_flag=True, help="Pass over named files of a suffix that is not judged."
)
@click.option(
    "--select", type=selecting.Codes(), multiple=True, metavar="CODES",
    help="Tell only these codes, or codes that begin so: R,S102.",
)  # fmt: skip
@click.option(
    "--ignore", type=selecting.Ignored(), multiple=True, metavar="CODES",
    help="Do not tell these codes; the longest of all that fit a code decides.",
)  # fmt: skip
@click.option(
    "--baseline", type=click.Path(), metavar="FILE",
    help="JSON report of an earlier run: only what is not in it is told and counts.",
)  # fmt: skip
@click.option("--max-errors", type=click.IntRange(min=1), help="Most findings shown for one file.")
@click.option(
    "--fail-on", type=click.Choice(["error", "warning", "info"]), default="error",
    show_default=True, help="The least that makes the exit status 1.",
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
@click.option(
    "--cache", type=click.Path(), metavar="DIR",
    help="Keep in DIR what is said of each file; only files that have changed are judged again.",
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
      press-archive validate releases/ --baseline report.json --ignore R2 --select ALL,R207
      git diff -z --name-only --diff-filter=d | press-archive validate --skip-unknown --files-from -
    """
    from archive.batch.sources import find, refuse_own_files, without_others

    start = time.monotonic()
    language = common.language(options["lang"])
    reports = common.report_files(options["reports"])
    own = [path for _, path in reports]
    choice = selecting.choice(options, own)
    named = common.names(paths, options["files_from"])
    judges = _judges(options)
    standards = _standards(options, language)
    if options["skip_unknown"]:
        named = without_others(named, options["source_format"], judges)
    found = find(
        named,
        source_format=options["source_format"],
        leave_out=[*own, *map(Path, filter(None, [options["baseline"]]))],
        judges=judges,
    )
    is_missing = common.say_missing(found.missing, language, is_empty_fine=options["allow_empty"])
    refuse_own_files(own, found)
    with _run(options, language) as run:
        run.add_files(reports)
        batch = common.batch(found.sources, options)
        batch = replace(batch, terms=replace(batch.terms, standards=standards))
        _check(run, batch, choice, options)
        status = common.COULD_NOT_RUN if is_missing else _status(run, options)
        run.end(time.monotonic() - start, status)
    if run.is_heard and not options["quiet"] and (found.sources or not found.missing):
        _summarise(run, choice, language)
    return status


def _run(options: dict[str, Any], language: str) -> common.Run:
    """Return the run, with the page that a CI shows of it."""
    from archive.reporters import Manner

    source = click.get_current_context().get_parameter_source("form")
    options["form"] = ci.form(options["form"], source, os.environ)
    manner = Manner(
        language=language,
        is_coloured=common.is_coloured(options["color"], sys.stdout),
        most_per_file=options["max_errors"],
        checkout=ci.checkout(os.environ),
        failing=_failing(options["fail_on"]),
    )
    run = common.Run(options["form"], sys.stdout, manner)
    if summary := ci.summary_file(options["form"], os.environ):
        run.add_summary(summary)
    return run


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


def _check(run: common.Run, batch: Batch, choice: Choice, options: dict[str, Any]) -> None:
    from archive.batch.checking import check
    from archive.cli.progress import Progress

    with_digests = options["form"] == "json" or bool(options["reports"])
    with caching.opened(batch, options) as cache, Progress(batch.sources, options) as progress:
        for outcome in check(batch, with_digests=with_digests, cache=cache):
            run.tell(choice.applied(outcome))
            progress.step(outcome)
            if not run.is_heard and not options["reports"]:
                return


def _status(run: common.Run, options: dict[str, Any]) -> int:
    if run.tally.obstacles:
        return common.COULD_NOT_RUN
    tally = run.tally
    counts = {
        Severity.ERROR: tally.errors, Severity.WARNING: tally.warnings, Severity.INFO: tally.infos,
    }  # fmt: skip
    wrong = any(counts[severity] for severity in _failing(options["fail_on"]))
    return 1 if wrong and not options["exit_zero"] else 0


def _failing(least: str) -> frozenset[Severity]:
    """Return the severities that make the exit status 1."""
    severities = list(Severity)
    return frozenset(severities[: severities.index(Severity(least)) + 1])


def _summarise(run: common.Run, choice: Choice, language: str) -> None:
    """Say how much was looked at and found, and what of it is not told."""
    tally = run.tally
    common.say(
        messages.phrase(
            "validated", language, files=tally.files, valid=tally.valid, invalid=tally.invalid,
            errors=tally.errors, warnings=tally.warnings, infos=tally.infos,
        )
    )  # fmt: skip
    left = {
        "known_problems": tally.known,
        "gone_problems": choice.gone,
        "partly_judged": tally.partly_judged,
    }
    for key, count in left.items():
        if count:
            common.say(messages.phrase(key, language, count=count))
