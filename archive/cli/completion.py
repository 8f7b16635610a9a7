"""``press-archive completion``."""

from __future__ import annotations

import click
from click.shell_completion import get_completion_class


@click.command("completion", short_help="Print the completion script for a shell.")
@click.argument("shell", type=click.Choice(["bash", "zsh", "fish"]))
def command(shell: str) -> int:
    """Print the script that completes verbs and options.

    \b
      press-archive completion bash > ~/.local/share/bash-completion/completions/press-archive
    """
    from archive.cli import press_archive

    made = get_completion_class(shell)
    assert made is not None  # noqa: S101 (the choices above are those of click)
    script = made(press_archive, {}, "press-archive", "_PRESS_ARCHIVE_COMPLETE")
    click.echo(script.source_template % script.source_vars())
    return 0
