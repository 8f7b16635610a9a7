"""``press-archive migrate``."""

from __future__ import annotations

from typing import Any

import click

from archive.cli import common, convert

_SETTLED = {
    "formats": (("json",),), "include_embargoed": True, "include_drafts": True, "as_of": None,
    "on_error": "skip", "pack": False, "compress": "zst", "cluster": None, "standards": None,
    "migrate": True,
}  # fmt: skip
"""What ``convert`` leaves open: nothing is held back that stays in the house."""


@click.command("migrate", short_help="Bring records of an earlier schema version to this one.")
@common.with_sources
@click.option(
    "-o", "--output", type=click.Path(), required=True, metavar="DIR",
    help="Folder of the outputs, or -.",
)  # fmt: skip
@click.option("-n", "--dry-run", is_flag=True, help="Say what would be written, write nothing.")
@click.option("--force", is_flag=True, help="Write files that have not changed, too.")
@click.option(
    "--manifest", type=click.Path(), metavar="FILE", help="Write a line of JSON for each source."
)
@click.option("--clean", is_flag=True, help="Delete outputs of sources that are gone (--manifest).")
@common.with_common
def command(paths: tuple[str, ...], **options: Any) -> int:
    """Write records of an earlier version of the schema as records of the present one.

    The output of a/b.json is DIR/b.json, in canonical JSON; what is of the present version already
    is written so, too. Each record that was changed is told. Releases under embargo and drafts are
    written like all others, but for drafts that are not complete.

    \b
      press-archive migrate releases/ -o migrated/ --manifest migrated/manifest.jsonl
      press-archive migrate old.jsonl -o - > new.jsonl
    """
    return convert.converted(paths, {**options, **_SETTLED})
