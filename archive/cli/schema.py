"""``press-archive schema``."""

from __future__ import annotations

import json
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
EDITOR = "editor"
"""Name of the JSON Schema in the form for editors."""


@click.command("schema", short_help="Print the JSON Schema or another contract.")
@click.argument("name", type=click.Choice([*CONTRACTS, EDITOR]), default="release")
@click.option("-o", "--output", type=click.Path(), metavar="FILE", help="Write it to a file.")
@common.with_common
def command(name: str, **options: Any) -> int:
    """Print a contract as it is published: the record's JSON Schema, or another one by name.

    The schema called editor judges as that of the record does; editors show more of it.
    """
    content = _for_editors() if name == EDITOR else contract(CONTRACTS[name])
    if options["output"] in (None, "-"):
        click.echo(content, nl=False)
        return 0
    from archive.batch.outputs import open_file

    with open_file(Path(options["output"])) as file:
        file.write(content)
    return 0


def _for_editors() -> bytes:
    """Return the JSON Schema with names and examples at fields only.

    The JSON language service of VS Code lets a definition overwrite what a field that refers to it
    says of itself: of every headline one would read that it is a line.
    """
    schema = json.loads(contract(CONTRACTS["release"]))
    for part in schema["$defs"].values():
        for name in ("title", "description", "examples"):
            part.pop(name, None)
    return json.dumps(schema, ensure_ascii=False, indent=2).encode() + b"\n"
