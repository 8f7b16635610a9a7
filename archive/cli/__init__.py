"""The command line: one module per verb, imported when the verb is used.

``--help`` imports click and nothing else of weight; that is held by a test.
"""

from __future__ import annotations

import importlib
import io
import os
import sys
from collections.abc import Sequence
from typing import Any

import click

from archive.loading import load

VERBS: dict[str, tuple[str, str]] = {
    "validate": ("archive.cli.validate", "Say what is wrong with press releases, and where."),
    "convert": ("archive.cli.convert", "Turn press releases into other formats."),
    "migrate": (
        "archive.cli.migrate",
        "Bring records of an earlier schema version to this one.",
    ),
    "measure": (
        "archive.cli.measure",
        "Add size, checksum and type of attached files to a record.",
    ),
    "diff": ("archive.cli.diff", "Tell whether two files say the same release."),
    "get": ("archive.cli.get", "Print one release out of a pack."),
    "publish": ("archive.cli.publish", "Publish press releases as a site and as open data."),
    "serve": ("archive.cli.serve", "Show a published folder to this machine."),
    "explain": ("archive.cli.explain", "Explain a code or a field, with examples."),
    "schema": ("archive.cli.schema", "Print the JSON Schema or another contract."),
    "standards": ("archive.cli.standards", "Tell which official files are at hand."),
    "completion": ("archive.cli.completion", "Print the completion script for a shell."),
}
"""Verb → (module that holds the command ``command``, what it does)."""

PREFIX = "PRESS_ARCHIVE"
INTERRUPTED = 130


class Verbs(click.Group):
    """A group whose commands are imported when they are used."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002
        """Return the verbs in the order of their table."""
        return list(VERBS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002
        """Return a verb's command."""
        if cmd_name not in VERBS:
            return None
        command: click.Command = importlib.import_module(VERBS[cmd_name][0]).command
        for option in command.params:
            if isinstance(option, click.Option):
                option.envvar = _variables(cmd_name, option)
        return command

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Return the verb of a command line; propose one for a verb that does not exist."""
        verb = args[0]
        if verb not in VERBS and not verb.startswith("-") and not ctx.resilient_parsing:
            raise click.exceptions.NoSuchCommand(verb, possibilities=VERBS, ctx=ctx)
        return super().resolve_command(ctx, args)

    def invoke(self, ctx: click.Context) -> Any:
        """Run a verb; say nothing about a pipe whose reader has gone."""
        _load_what_verbs_share()
        from archive.cli.common import silence

        try:
            result = super().invoke(ctx)
            sys.stdout.flush()
        except BrokenPipeError:
            silence(sys.stdout)
            return 0
        return result

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002
        """Write the list of verbs without importing them."""
        with formatter.section("Verbs"):
            formatter.write_dl([(verb, words) for verb, (_, words) in VERBS.items()])


def _load_what_verbs_share() -> None:
    load("pathlib", waiting=["ipaddress"])
    load("msgspec", waiting=["textwrap", "msgspec.inspect"], without=["typing_extensions"])


def _variables(verb: str, option: click.Option) -> list[str]:
    """Return the variables that give an option its default: that of the verb before that of all."""
    from archive.cli.common import option_name

    name = option_name(option).replace("-", "_").upper()
    return [f"{PREFIX}_{verb.upper()}_{name}", f"{PREFIX}_{name}"]


def _version(ctx: click.Context, _: click.Parameter, value: bool) -> None:  # noqa: FBT001
    if value:
        from archive.cli.version import program_version

        click.echo(f"press-archive {program_version()}")
        ctx.exit()


@click.group(
    cls=Verbs,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    epilog="Exit status: 0 nothing wrong, 1 problems in the data, 2 could not run, "
    "130 interrupted.",
)
@click.option(
    "--version", is_flag=True, is_eager=True, expose_value=False, callback=_version,
    allow_from_autoenv=False, help="Show the version and exit.",
)  # fmt: skip
@click.option(
    "--config", type=click.Path(), metavar="FILE",
    help="Settings file (else press-archive.toml, upward).",
)  # fmt: skip
@click.pass_context
def press_archive(ctx: click.Context, config: str | None) -> None:
    """Validate press releases and turn them into NewsML-G2, ninjs, JSON-LD and RDF."""
    from archive.cli.common import settings

    ctx.default_map = settings(config)


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the program and leave with its exit status."""
    from archive.batch.collector import calm_collector

    calm_collector()
    words = list(sys.argv[1:] if arguments is None else arguments)
    _stand_in_for_closed_streams()
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")
    sys.exit(_status(words))


def _stand_in_for_closed_streams() -> None:
    """Open something where a standard stream is closed, so that no other file gets its number.

    To read from it or to write to it is an error of the system; only what nobody is to be told
    may be said without harm.
    """
    ways = {"stdin": (os.O_WRONLY, "r"), "stdout": (os.O_RDONLY, "w"), "stderr": (os.O_WRONLY, "w")}
    for name, (flags, mode) in ways.items():
        if getattr(sys, name) is None:
            number = os.open(os.devnull, flags)
            setattr(sys, name, open(number, mode, encoding="utf-8"))  # noqa: PTH123, SIM115


def _status(words: list[str]) -> int:
    """Return the exit status of a command line; the only place where errors become one."""
    from archive.errors import ArchiveError

    try:
        result: Any = press_archive.main(
            args=words, prog_name="press-archive", standalone_mode=False, auto_envvar_prefix=PREFIX
        )
    except click.ClickException as error:
        from archive.cli.usage import told

        for line in told(error, words):
            click.echo(line, err=True)
        return 2
    except (KeyboardInterrupt, click.Abort):
        click.echo("press-archive: interrupted", err=True)
        return INTERRUPTED
    except (ArchiveError, OSError) as error:
        from archive.cli.common import language, refused

        return refused(error, language(None))
    except Exception as error:  # noqa: BLE001 (the one place that may)
        return _fault(error, words)
    return result if isinstance(result, int) else 0


def _fault(error: Exception, words: list[str]) -> int:
    """Say that the program itself is at fault."""
    from archive.messages import shown

    if "-vv" in words:
        import traceback

        traceback.print_exc()
    else:
        said = shown(f"{type(error).__name__}: {error}", 400)
        click.echo(f"press-archive: internal error: {said}; rerun with -vv", err=True)
    return 2
