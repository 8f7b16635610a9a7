"""``press-archive measure``."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from archive import messages
from archive.cli import common

if TYPE_CHECKING:
    from archive.batch.attachments import Completed


@click.command("measure", short_help="Compare attached files with a record, and add what it lacks.")
@click.argument("record", type=click.Path())
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
def command(record: str, **options: Any) -> int:
    """Measure the files that the attachments of a record name, and add what it does not say.

    That is mediaType, bytes, sha256, and width and height of pictures. What the record says is
    compared and never changed. Addresses that are paths are files beside the record; nothing is
    fetched. The record goes to standard output, its form kept.

    A RECORD.xml is NewsML-G2: size and hash that it says of files are compared, nothing is added.

    \b
      press-archive measure release.json -o release.json
      press-archive measure draft.json --base-url https://pers.example.go.id/media/ -o release.json
      press-archive measure release.json -n --base-url https://pers.example.go.id/ --files mirror/
      press-archive measure item.xml --files media/
    """
    from archive.batch.measuring import Files

    path = Path(record)
    if path.suffix.lower() == ".xml":
        from archive.batch.item_files import compared as completed

        if options["output"]:
            raise click.UsageError("-o: nothing is added to NewsML-G2, it is only compared")
        options["dry_run"] = True
    else:
        from archive.batch.attachments import completed
    with path.open("rb") as stream:
        raw = stream.read(options["max_size"] + 1)
    files = Files(
        folder=Path(options["files"]) if options["files"] else path.parent,
        base_url=options["base_url"],
        is_outside_fine=options["outside"],
    )
    done = completed(raw, files, largest=options["max_size"])
    status = _tell(record, done, options)
    if done.content is not None and not options["dry_run"]:
        _write(done.content, options["output"])
    return status


def _tell(record: str, done: Completed, options: dict[str, Any]) -> int:
    """Say what was found, where the record does not go; return the exit status."""
    from archive.outcome import Outcome
    from archive.reporters import Manner

    language = common.language(options["lang"])
    has_stdout = options["output"] in (None, "-") and not options["dry_run"]
    stream = sys.stderr if has_stdout else sys.stdout
    manner = Manner(language=language, is_coloured=common.is_coloured(options["color"], stream))
    with common.Run("text", stream, manner) as run:
        run.tell(Outcome(path=record, findings=done.findings, releases=1))
        run.end(0)
    if not options["quiet"]:
        counts = {"measured": done.measured, "added": done.added}
        common.say(messages.phrase("measured", language, **counts))
    return 1 if run.tally.errors else 0


def _write(content: bytes, output: str | None) -> None:
    if output in (None, "-"):
        click.echo(content, nl=False)
        return
    from archive.batch.outputs import open_file

    with open_file(Path(str(output))) as file:
        file.write(content)
