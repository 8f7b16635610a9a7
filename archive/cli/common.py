"""What the verbs share: options, output, settings, names of paths that cannot be read."""

from __future__ import annotations

import contextlib
import functools
import io
import os
import sys
import time
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol, TypeVar, cast

import click
from msgspec.structs import replace

from archive import messages
from archive.cli.version import program_version
from archive.errors import ArchiveError, PhrasedError
from archive.outcome import Outcome, Tally

if TYPE_CHECKING:
    from archive.batch.sources import Missing, Source
    from archive.batch.terms import Batch
    from archive.reporters import Manner, Reporter, Tool

F = TypeVar("F", bound=Callable[..., Any])

COULD_NOT_RUN = 2
_MANY = 1000
_LARGE_BYTES = 8 * 2**20
_MOST_HELD = 2**16
"""Characters of a report that wait to be written."""
_PATIENCE_SECONDS = 0.1
"""How long they wait while more is told."""
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


def option_name(option: click.Parameter) -> str:
    """Return the name of an option as a person writes it, without its dashes."""
    return max(option.opts, key=len).lstrip("-")


def settings(config: str | None) -> dict[str, Any]:
    """Return the defaults of the settings file, if there is one."""
    from archive import settings as files

    path = Path(config) if config else files.find(Path.cwd())
    if path is None:
        return {}
    from archive.cli import VERBS, press_archive
    from archive.cli.selecting import TABLES

    context = click.Context(press_archive)
    commands = {verb: press_archive.get_command(context, verb) for verb in VERBS}
    options = {
        verb: {
            option_name(one): files.Option(str(one.name), one.multiple)
            for one in (command.params if command else ())
            if isinstance(one, click.Option)
        }
        for verb, command in commands.items()
    }
    options["validate"] |= {
        name: files.Option(name.replace("-", "_"), is_list=False, is_table=True) for name in TABLES
    }
    return dict(files.load(path, options))


def publication(config: str | None) -> tuple[str, dict[str, Any]]:
    """Return the settings file, and what it says in the table of the collection."""
    from archive import settings as files

    path = Path(config) if config else files.find(Path.cwd())
    return (path.as_posix(), files.publication(path)) if path else (files.FILE, {})


def with_common(command: F) -> F:
    """Add the options that every verb has, and say its errors in the language of messages."""

    @functools.wraps(command)
    def saying(*arguments: Any, **options: Any) -> Any:
        try:
            return command(*arguments, **options)
        except BrokenPipeError:
            raise
        except (ArchiveError, OSError) as error:
            return refused(error, language(options["lang"]))

    whole: Any = saying
    for option in (
        click.option("--lang", type=click.Choice(messages.LANGUAGES), help="Language of messages."),
        click.option("-v", "--verbose", count=True, help="Say more; -vv shows internal errors."),
        click.option("-q", "--quiet", is_flag=True, help="No summary and no progress."),
        click.option(
            "--color", type=click.Choice(["auto", "always", "never"]), default="auto",
            show_default=True, help="Colour in the report.",
        ),
    ):  # fmt: skip
        whole = option(whole)
    return cast("F", whole)


def refused(error: Exception, language: str) -> int:
    """Say why the work could not be done, and return the exit status for it."""
    say_error(told(error, language))
    if isinstance(error, PhrasedError):
        say_remedy(error.key, language)
    if isinstance(error, OSError) and error.errno is not None and error.filename is None:
        silence(sys.stdout)  # what could not be written is not tried again at the exit
    return COULD_NOT_RUN


def told(error: Exception, language: str) -> str:
    """Return an error of the operation in words that are safe to show."""
    if isinstance(error, PhrasedError):
        return messages.phrase(error.key, language, **error.values)
    if isinstance(error, OSError) and error.filename is not None:
        name = os.fsdecode(error.filename)
        return messages.phrase("cannot_read", language, name=name, reason=error.strerror)
    return messages.shown(getattr(error, "strerror", None) or error, 400)


def with_sources(command: F) -> F:
    """Add what names the sources and says how strictly they are judged."""
    from archive.readers import READERS
    from archive.reporters import REPORTERS

    for option in (
        click.option(
            "-j", "--jobs", type=click.IntRange(min=1), metavar="N",
            help="Processes for many releases (else one for each processor).",
        ),
        click.option(
            "--max-size", type=Size(), default="16M", show_default=True,
            help="Largest record, or file of a standard format, that is read.",
        ),
        click.option(
            "--profile", type=click.Choice(["current", "legacy"]), default="current",
            show_default=True, help="legacy: rules younger than a record only warn.",
        ),
        click.option("--allow-empty", is_flag=True, help="Finding no file is no error."),
        click.option(
            "--files-from", type=click.Path(), metavar="FILE",
            help="Read names of sources from FILE, or - (stdin): one a line, or NUL behind each.",
        ),
        click.option(
            "-f", "--from", "source_format", type=click.Choice(list(READERS)),
            help="Format of the sources (else by suffix and content).",
        ),
        click.option(
            "--report", "reports", multiple=True, metavar="FORMAT=FILE",
            help=f"Write a report to a file too: {', '.join(REPORTERS)}; repeatable.",
        ),
        click.argument("paths", nargs=-1, type=click.Path()),
    ):  # fmt: skip
        command = option(command)
    return command


def language(lang: str | None) -> str:
    """Return the language of messages: the option, else the locale's."""
    return lang or messages.preferred(os.environ)


def is_coloured(color: str, stream: Any) -> bool:
    """Return whether a report to a stream is coloured (NO_COLOR and FORCE_COLOR are obeyed)."""
    if color != "auto":
        return color == "always"
    if os.environ.get("NO_COLOR"):
        return False
    return bool(os.environ.get("FORCE_COLOR")) or stream.isatty()


def say(text: str) -> None:
    """Say something that is no result."""
    click.echo(text, err=True)


def say_error(text: str) -> None:
    """Say why the program could not do its work."""
    say(f"press-archive: error: {text}")


def say_remedy(key: str, language: str) -> None:
    """Say how to mend what a message was about, where there are words for it."""
    remedy = messages.remedy(key, language)
    if remedy:
        say(f"    = {remedy}")


def names(paths: Iterable[str], files_from: str | None) -> list[str]:
    """Return the names of the sources, those of a list behind those of the command line."""
    named = list(paths)
    if files_from is not None:
        if files_from == "-":
            raw = sys.stdin.buffer.read()
            named.append("-")
        else:
            raw = Path(files_from).read_bytes()
        named += _listed(raw)
    elif not named:
        raise click.UsageError("name files, folders or patterns, or - for standard input")
    if named.count("-") > 1:
        raise click.UsageError("standard input can be read once")
    if files_from == "-":
        named.remove("-")
    return named


def _listed(raw: bytes) -> list[str]:
    """Return the names of a list: one a line, or each with a NUL behind it, as git and find can."""
    ends = b"\0" if b"\0" in raw else b"\n"
    listed = raw if ends == b"\0" else raw.replace(b"\r\n", b"\n")
    return [os.fsdecode(name) for name in listed.split(ends) if name]


def say_missing(missing: Iterable[Missing], language: str, *, is_empty_fine: bool) -> bool:
    """Name what cannot be read; return whether there is such a thing."""
    are_there = False
    hints: dict[str, None] = {}
    for one in missing:
        if is_empty_fine and one.why in ("empty", "other", "unmatched"):
            continue
        say_error(messages.phrase(f"source_{one.why}", language, name=one.name, reason=one.reason))
        are_there = True
        hints[f"source_{one.why}"] = None
    for key in hints:
        say_remedy(key, language)
    return are_there


def tool() -> Tool:
    """Return what the program and its schema are."""
    import hashlib

    from archive import vocabulary
    from archive.contracts import contract
    from archive.reporters import Tool

    digest = hashlib.sha256(contract("release.schema.json")).hexdigest()
    return Tool(version=program_version(), schema_id=vocabulary.SCHEMA_ID, schema_sha256=digest)


def report_files(reports: Iterable[str]) -> list[tuple[str, Path]]:
    """Return form and file of each report that was asked for."""
    from archive.reporters import REPORTERS

    found = []
    for report in reports:
        form, equals, file = report.partition("=")
        if not equals or form not in REPORTERS or file in ("", "-"):
            known = ", ".join(f"{one}=FILE" for one in REPORTERS)
            raise click.UsageError(f"--report {report!r}: write one of {known}")
        found.append((form, Path(file)))
    return found


class Sink(Protocol):
    """What a report is written to."""

    def write(self, content: bytes, /) -> object:
        """Write more of it."""


class Run:
    """The reports of a run, written as its outcomes come; used with ``with``.

    Report files take their places when the run has ended well; after an error what stood there
    before is untouched.
    """

    def __init__(self, form: str, stream: Any, manner: Manner) -> None:
        from archive.reporters import reporter

        if form != "text" and isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8")
        self.tally = Tally()
        self.is_heard = True
        """Whether somebody still reads the main report."""
        self._manner = manner
        self._stream = stream
        self._held: list[str] = []
        """What is told and not written yet: many lines go out together, at a terminal none."""
        self._held_size = 0
        self._most_held = 0 if stream.isatty() else _MOST_HELD
        self._written = time.monotonic()
        self._main = reporter(form, manner)
        self._files: list[tuple[Reporter, Sink]] = []
        self._stack = contextlib.ExitStack()
        self._stack.callback(self._main.close)

    def __enter__(self) -> Run:
        return self

    def __exit__(self, *error: Any) -> None:
        try:
            self._write_held()
        finally:
            self._stack.__exit__(*error)

    def add_files(self, reports: list[tuple[str, Path]]) -> None:
        """Open the files of further reports."""
        if not reports:
            return
        from archive.batch.outputs import open_file

        for form, path in reports:
            made = self._further(form)
            self._files.append((made, self._stack.enter_context(open_file(path))))

    def add_summary(self, path: Path) -> None:
        """Add a page to a file of the CI, to which others write as well; if it can be opened."""
        try:
            file = self._stack.enter_context(path.open("ab"))
        except OSError as error:
            say_error(told(error, self._manner.language))
            return
        self._files.append((self._further("markdown"), file))

    def _further(self, form: str) -> Reporter:
        """Return the reporter of a file, which tells all there is."""
        from archive.reporters import reporter

        plain = replace(self._manner, is_coloured=False, most_per_file=None, with_left_out=True)
        made = reporter(form, plain)
        self._stack.callback(made.close)
        return made

    def tell(self, outcome: Outcome) -> None:
        """Tell one outcome everywhere."""
        self.tally.add(outcome)
        self._write_main(self._main.tell(outcome))
        for reporter, file in self._files:
            for piece in reporter.tell(outcome):
                file.write(piece.encode())
        if outcome.obstacle is not None:
            one = outcome.obstacle
            phrase = messages.phrase(
                one.key, self._manner.language, name=one.name, reason=one.reason
            )
            say_error(phrase)

    def end(self, seconds: float, status: int | None = None) -> None:
        """Write what stands at the end of the reports."""
        from archive.reporters import Closing

        closing = Closing(tally=self.tally, seconds=seconds, tool=tool, status=status)
        self._write_main(self._main.end(closing))
        for reporter, file in self._files:
            for piece in reporter.end(closing):
                file.write(piece.encode())
        self._write_main([], is_flushed=True)

    def _write_main(self, pieces: Iterable[str], *, is_flushed: bool = False) -> None:
        """Write to the main report; not at once, where Python writes each piece by itself."""
        for piece in pieces:
            self._held.append(piece)
            self._held_size += len(piece)
        is_late = time.monotonic() - self._written > _PATIENCE_SECONDS
        if is_flushed or is_late or self._held_size > self._most_held:
            self._write_held(is_flushed=is_flushed)

    def _write_held(self, *, is_flushed: bool = False) -> None:
        """Write what is held, as long as somebody reads it."""
        held, self._held, self._held_size = self._held, [], 0
        self._written = time.monotonic()
        if not self.is_heard:
            return
        try:
            self._stream.write("".join(held))
            if is_flushed:
                self._stream.flush()
        except BrokenPipeError:
            self.is_heard = False
            silence(self._stream)


def silence(stream: Any) -> None:
    """Let nothing more be said to a pipe whose reader has gone, or about it."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, stream.fileno())
    os.close(nowhere)


def batch(sources: list[Source], options: dict[str, Any]) -> Batch:
    """Return the sources with how strictly they are read, and by how many processes.

    Unless told otherwise there is one process for each processor, if there is work enough.
    """
    from archive.batch.terms import Batch, Terms

    wanted: int | None = options["jobs"]
    return Batch(
        sources=sources,
        terms=Terms(
            options["profile"],
            options["max_size"],
            is_migrating=options.get("migrate", False),
            is_shown=_is_shown(options),
        ),
        jobs=_processors() if wanted is None else wanted,
        is_large=wanted is not None or _is_large(sources),
    )


def _is_shown(options: dict[str, Any]) -> bool:
    """Return whether a report of a run shows the releases themselves."""
    forms = [report.partition("=")[0] for report in options.get("reports", ())]
    return "html" in [options.get("form"), *forms]


def _processors() -> int:
    """Return how many processors this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def _is_large(sources: list[Source]) -> bool:
    """Return whether several processes are sure to be worth starting."""
    if len(sources) > _MANY:
        return True
    size = 0
    for source in sources:
        with contextlib.suppress(OSError):
            size += 0 if source.is_stdin else source.size_bytes()
    return size > _LARGE_BYTES
