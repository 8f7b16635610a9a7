"""``press-archive standards``."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from archive import messages
from archive.cli import common
from archive.standards import State, survey


@click.command("standards", short_help="Tell which official files are at hand.")
@click.option(
    "--standards", type=click.Path(), metavar="DIR", help="Folder of official schemas and lists."
)
@common.with_common
def command(**options: Any) -> int:
    """Tell which official schemas are at hand, and what is judged by them and without them.

    Nothing is fetched: get the files from their publishers and name their folder with --standards
    or PRESS_ARCHIVE_STANDARDS.
    """
    language = common.language(options["lang"])
    folder = Path(options["standards"]) if options["standards"] else None
    if folder and not folder.is_dir():
        raise click.UsageError(messages.phrase("source_missing", language, name=folder))
    for state in survey(folder):
        click.echo("\n".join(_lines(state, language)))
    return 0


def _lines(state: State, language: str) -> list[str]:
    official = state.official
    presence = messages.phrase(f"standard_{state.presence}", language)
    lines = [f"{official.name}: {presence}", f"    {official.title} {official.version}"]
    if state.sha256:
        lines.append(f"    sha256 {state.sha256}")
    key = official.use if state.presence != "missing" else official.otherwise
    lines.append(f"    {messages.phrase(key, language)}")
    return lines
