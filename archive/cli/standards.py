"""``press-archive standards``."""

from __future__ import annotations

import json
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
@click.option(
    "--output-format", "form", type=click.Choice(["text", "json"]), default="text",
    show_default=True, help="Form of what is told.",
)  # fmt: skip
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
    states = survey(folder)
    if options["form"] == "json":
        click.echo(json.dumps(_report(states, language), ensure_ascii=False, indent=2))
        return 0
    for state in states:
        click.echo("\n".join(_lines(state, language)))
    return 0


def _lines(state: State, language: str) -> list[str]:
    """Return what is told of a file; where to get it, unless the very file is there."""
    official = state.official
    presence = messages.phrase(f"standard_{state.presence}", language)
    lines = [
        f"{official.name}: {presence}",
        f"    {official.title} {official.version} ({official.publisher})",
    ]
    if state.sha256:
        lines.append(f"    sha256 {state.sha256}")
    if state.presence == "other":
        lines.append(f"    {messages.phrase('standard_known', language)} {official.sha256}")
    keys = (official.use, official.otherwise)
    lines += [f"    {messages.phrase(key, language)}" for key in keys]
    if state.presence in ("missing", "other"):
        where = messages.phrase(
            "standard_source",
            language,
            publisher=official.publisher,
            publication=official.published_as,
            licence=official.licence,
        )
        lines.append(f"    {where}")
    return lines


def _report(states: list[State], language: str) -> dict[str, Any]:
    """Return the same for programs; sentences are in the language of messages."""
    return {"version": 1, "standards": [_entry(state, language) for state in states]}


def _entry(state: State, language: str) -> dict[str, Any]:
    official = state.official
    return {
        "name": official.name,
        "title": official.title,
        "version": official.version,
        "presence": state.presence,
        "sha256": state.sha256,
        "known_sha256": official.sha256,
        "use": messages.phrase(official.use, language),
        "otherwise": messages.phrase(official.otherwise, language),
        "publisher": official.publisher,
        "published_as": official.published_as,
        "licence": official.licence,
    }
