"""``docs/cli.md``, made from the commands themselves."""

from __future__ import annotations

import click

from archive.cli import VERBS, press_archive


def markdown() -> str:
    """Return the page: the help of the program and of every verb, at a fixed width."""
    context = click.Context(
        press_archive,
        info_name="press-archive",
        terminal_width=100,
        **press_archive.context_settings,
    )
    parts = [
        "# Command line",
        "Made from the program's own help (`make docs`).",
        f"```text\n{press_archive.get_help(context)}\n```",
    ]
    for verb in VERBS:
        command = press_archive.get_command(context, verb)
        if command is not None:
            inner = click.Context(command, info_name=verb, parent=context, terminal_width=100)
            parts += [f"## {verb}", f"```text\n{command.get_help(inner)}\n```"]
    return "\n\n".join(parts) + "\n"
