"""``press-archive get``."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from archive.cli import common
from archive.writers import WRITERS


@click.command("get", short_help="Print one release out of a pack.")
@click.argument("id")
@click.option(
    "--pack", type=click.Path(), required=True, metavar="DIR",
    help="Folder that convert --pack wrote.",
)  # fmt: skip
@click.option(
    "-t", "--to", "word", type=click.Choice(list(WRITERS)), required=True,
    help="Format that is wanted.",
)  # fmt: skip
@click.option(
    "--version", type=click.IntRange(min=1), metavar="N", help="Version (else the latest one)."
)
@click.option("-o", "--output", type=click.Path(), metavar="FILE", help="Write it to a file.")
@common.with_common
def command(id: str, **options: Any) -> int:
    """Print one release as it stands in a pack, byte for byte.

    ID is the id of the release. The exit status is 1 if the pack does not have it.

    \b
      press-archive get https://pers.example.go.id/id/release/x7k2m9 --pack out -t ninjs
      press-archive get urn:x:rilis:1 --version 2 --pack out -t newsml-g2 -o release.xml
    """
    from archive.batch.pack_index import NoRelease, find

    try:
        content = find(Path(options["pack"]), id, options["version"], options["word"])
    except NoRelease as error:
        common.say_error(common.told(error, common.language(options["lang"])))
        return 1
    if options["output"] in (None, "-"):
        click.echo(content, nl=False)
        return 0
    from archive.batch.outputs import open_file

    with open_file(Path(options["output"])) as file:
        file.write(content)
    return 0
