"""``press-archive schema``."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from archive.cli import common
from archive.contracts import contract

CONTRACTS = {
    "release": "release.schema.json",
    "context": "context.jsonld",
    "vocabulary": "vocabulary.ttl",
    "shapes": "release.shacl.ttl",
    "newsml-g2": "newsml-g2.rng",
    "mediatopics": "mediatopics.json",
    "regions": "regions.json",
}
"""Name → file of each published contract."""


@click.command("schema", short_help="Print the JSON Schema or another contract.")
@click.argument("name", type=click.Choice(list(CONTRACTS)), default="release")
@click.option("-o", "--output", type=click.Path(), metavar="FILE", help="Write it to a file.")
@common.with_common
def command(name: str, **options: Any) -> int:
    """Print a contract as it is published: the record's JSON Schema, or another one by name."""
    content = contract(CONTRACTS[name])
    if options["output"] in (None, "-"):
        click.echo(content, nl=False)
        return 0
    from archive.batch.outputs import open_file

    with open_file(Path(options["output"])) as file:
        file.write(content)
    return 0
