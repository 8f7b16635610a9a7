"""``press-archive measure``."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from archive import messages
from archive.cli import common

if TYPE_CHECKING:
    from archive.batch.attachments import Completed


@click.command("measure", short_help="Compare attached files with a record, and add what it lacks.")
@click.argument("records", nargs=-1, required=True, type=click.Path(), metavar="RECORD...")
@click.option("-o", "--output", type=click.Path(), metavar="FILE", help="Write the record to FILE.")
@click.option(
    "--files", type=click.Path(), metavar="DIR",
    help="Folder of the files (else that of the record).",
)  # fmt: skip
@click.option(
    "--base-url", metavar="URL",
    help="Addresses that begin so are files of the folder, and paths get it in front.",
)  # fmt: skip
@click.option("--outside", is_flag=True, help="Take files outside the folder too.")
@click.option("-n", "--dry-run", is_flag=True, help="Only compare, write nothing.")
@click.option(
    "--max-size", type=common.Size(), default="16M", show_default=True,
    help="Largest record that is read.",
)  # fmt: skip
@common.with_common
def command(records: tuple[str, ...], **options: Any) -> int:
    """Measure the files that the attachments of a record name, and add what it does not say.

    That is mediaType, bytes, sha256, and width and height of pictures. What the record says is
    compared and never changed. Addresses that are paths are files beside the record; nothing is
    fetched. The record goes to standard output, its form kept.

    A RECORD.xml is NewsML-G2, from whomever: size and hash that it says of files are compared
    (X021), nothing is added. Any number of files can be compared at once: those of NewsML-G2, and
    records with -n.

    \b
      press-archive measure release.json -o release.json
      press-archive measure draft.json --base-url https://pers.example.go.id/media/ -o release.json
      press-archive measure release.json -n --base-url https://pers.example.go.id/ --files mirror/
      press-archive measure delivery/*.xml
    """
    is_compared = _is_only_compared(records, options)
    done = ((record, _completed(Path(record), options)) for record in records)
    status, content = _told(done, options, is_compared=is_compared)
    if not is_compared and content is not None:
        _write(content, options["output"])
    return status


def _is_only_compared(records: tuple[str, ...], options: dict[str, Any]) -> bool:
    """Return whether nothing is to be written; refuse what cannot be meant."""
    is_of_items = all(map(_is_item, records))
    if is_of_items and options["output"]:
        raise click.UsageError("-o: nothing is added to NewsML-G2, it is only compared")
    if len(records) > 1 and not (is_of_items or options["dry_run"]):
        raise click.UsageError("one record is completed at a time; -n only compares, any number")
    return is_of_items or bool(options["dry_run"])


def _is_item(record: str) -> bool:
    return Path(record).suffix.lower() == ".xml"


def _completed(path: Path, options: dict[str, Any]) -> Completed:
    """Return a record with what its files say, or what is wrong with the files of an item."""
    from archive.batch.measuring import Files

    if _is_item(str(path)):
        from archive.batch.item_files import compared as completed
    else:
        from archive.batch.attachments import completed
    with path.open("rb") as stream:
        raw = stream.read(options["max_size"] + 1)
    files = Files(
        folder=Path(options["files"]) if options["files"] else path.parent,
        base_url=options["base_url"],
        is_outside_fine=options["outside"],
    )
    return completed(raw, files, largest=options["max_size"])


def _told(
    done: Iterable[tuple[str, Completed]], options: dict[str, Any], *, is_compared: bool
) -> tuple[int, bytes | None]:
    """Say what was found, where the record does not go; return exit status and last record."""
    from archive.outcome import Outcome
    from archive.reporters import Manner

    language = common.language(options["lang"])
    has_stdout = options["output"] in (None, "-") and not is_compared
    stream = sys.stderr if has_stdout else sys.stdout
    manner = Manner(language=language, is_coloured=common.is_coloured(options["color"], stream))
    content, counts = None, Counter(measured=0, added=0)
    with common.Run("text", stream, manner) as run:
        for record, one in done:
            run.tell(Outcome(path=record, findings=one.findings, releases=1))
            counts.update(measured=one.measured, added=one.added)
            content = one.content
        run.end(0)
    if not options["quiet"]:
        common.say(messages.phrase("measured", language, **counts))
    return 1 if run.tally.errors else 0, content


def _write(content: bytes, output: str | None) -> None:
    if output in (None, "-"):
        click.echo(content, nl=False)
        return
    from archive.batch.outputs import open_file

    with open_file(Path(str(output))) as file:
        file.write(content)
