"""What the verbs share: options, output, settings, names of paths that cannot be read."""

from __future__ import annotations

import hashlib
import os
import sys
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

import click

from archive import messages
from archive.outcome import Outcome, Tally

F = TypeVar("F", bound=Callable[..., Any])

COULD_NOT_RUN = 2
_UNITS = {"k": 2**10, "m": 2**20, "g": 2**30}


class Size(click.ParamType[int]):
    """A number of bytes, with k, M or G behind it if one likes."""

    name = "size"

    def convert(self, value: Any, param: Any, ctx: Any) -> int:
        """Return the number of bytes."""
        if isinstance(value, int):
            return value
        text = str(value).strip().lower().removesuffix("b").removesuffix("i")
        unit = _UNITS.get(text[-1:], 1)
        number = text[:-1] if text[-1:] in _UNITS else text
        if not number.isdecimal() or int(number) == 0:
            self.fail(f"{value!r} is not a size; write 500k, 16M or a number of bytes", param, ctx)
        return int(number) * unit


def program_version() -> str:
    """Return the version of the program that is installed."""
    from importlib.metadata import version

    return version("press-archive")


def settings(config: str | None) -> dict[str, Any]:
    """Return the defaults of the settings file, if there is one."""
    from archive import settings as files
    from archive.cli import VERBS, press_archive

    path = Path(config) if config else files.find(Path.cwd())
    if path is None:
        return {}
    group = press_archive
    context = click.Context(group)
    options = {
        verb: {str(one.name) for one in (group.get_command(context, verb) or group).params}
        for verb in VERBS
    }
    return dict(files.load(path, options))


def with_common(command: F) -> F:
    """Add the options that every verb has."""
    for option in (
        click.option("--lang", type=click.Choice(messages.LANGUAGES), help="Language of messages."),
        click.option("-v", "--verbose", count=True, help="Say more; -vv shows internal errors."),
        click.option("-q", "--quiet", is_flag=True, help="No summary and no progress."),
        click.option(
            "--color", type=click.Choice(["auto", "always", "never"]), default="auto",
            show_default=True, help="Colour in the report.",
        ),
    ):  # fmt: skip
        command = option(command)
    return command


def with_sources(command: F) -> F:
    """Add what names the sources and says how strictly they are judged."""
    from archive.readers import READERS

    for option in (
        click.option(
            "--max-size", type=Size(), default="16M", show_default=True,
            help="Largest record that is read.",
        ),
        click.option(
            "--profile", type=click.Choice(["current", "legacy"]), default="current",
            show_default=True, help="legacy: rules younger than a record only warn.",
        ),
        click.option("--allow-empty", is_flag=True, help="Finding no file is no error."),
        click.option(
            "--files-from", metavar="FILE", help="Read names of sources from FILE, or from - (stdin)."
        ),
        click.option(
            "-f", "--from", "source_format", type=click.Choice(list(READERS)),
            help="Format of the sources (else by suffix and content).",
        ),
        click.option(
            "--report", "reports", multiple=True, metavar="FORMAT=FILE",
            help="Write a report to a file too: text, json or jsonl; repeatable.",
        ),
        click.argument("paths", nargs=-1),
    ):  # fmt: skip
        command = option(command)
    return command


def language(lang: str | None) -> str:
    """Return the language of messages: the option, else the locale's."""
    return lang or messages.preferred(os.environ)


def is_coloured(color: str) -> bool:
    """Return whether the report is coloured (NO_COLOR and FORCE_COLOR are obeyed)."""
    if color != "auto":
        return color == "always"
    if os.environ.get("NO_COLOR"):
        return False
    return bool(os.environ.get("FORCE_COLOR")) or sys.stdout.isatty()


def say(text: str) -> None:
    """Say something that is no result."""
    click.echo(text, err=True)


def names(paths: Iterable[str], files_from: str | None) -> list[str]:
    """Return the names of the sources, those of a list behind those of the command line."""
    named = list(paths)
    if files_from is not None:
        if files_from == "-" and "-" in named:
            raise click.UsageError("standard input cannot be both a source and a list")
        raw = (
            sys.stdin.buffer.read() if files_from == "-" else Path(files_from).read_bytes()
        )
        listed = os.fsdecode(raw.replace(b"\r\n", b"\n")).split("\n")
        named += [name for name in listed if name]
    elif not named:
        raise click.UsageError("name files, folders or patterns, or - for standard input")
    if named.count("-") > 1:
        raise click.UsageError("standard input can be read once")
    return named


def say_missing(missing: Iterable[tuple[str, str]], language: str) -> None:
    """Name what cannot be read."""
    for name, why in missing:
        told = messages.phrase(f"source_{why}", language, name=name)
        say(f"press-archive: error: {told}")


@dataclass
class Run:
    """The reports of a run, written as its outcomes come."""

    reporters: list[tuple[Any, Any]]
    tally: Tally
    language: str

    def tell(self, outcome: Outcome) -> None:
        """Tell one outcome everywhere."""
        self.tally.add(outcome)
        for reporter, stream in self.reporters:
            for piece in reporter.tell(outcome):
                stream.write(piece)

    def end(self, seconds: float) -> None:
        """Close all reports."""
        from archive import vocabulary
        from archive.contracts import contract
        from archive.reporters import Closing

        closing = Closing(
            tally=self.tally,
            version=program_version(),
            schema_id=vocabulary.SCHEMA_ID,
            schema_sha256=hashlib.sha256(contract("release.schema.json")).hexdigest(),
            seconds=seconds,
        )
        for reporter, stream in self.reporters:
            for piece in reporter.end(closing):
                stream.write(piece)
            if stream not in (sys.stdout, sys.stderr):
                stream.close()


def open_run(form: str, reports: Iterable[str], manner: Any, stream: Any) -> Run:
    """Return a run whose main report goes to a stream and whose others go to files."""
    from archive.reporters import REPORTERS, Manner, reporter

    opened = [(reporter(form, manner), stream)]
    for report in reports:
        kind, equals, file = report.partition("=")
        if not equals or kind not in REPORTERS or not file:
            raise click.UsageError(f"--report {report!r}: write text=FILE, json=FILE or jsonl=FILE")
        plain = Manner(language=manner.language, with_left_out=True)
        opened.append((reporter(kind, plain), Path(file).open("w", encoding="utf-8")))  # noqa: SIM115
    return Run(opened, Tally(), manner.language)
