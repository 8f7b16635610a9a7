"""What counts in a run of ``validate``: options and settings → a selection, and a baseline."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
import msgspec

from archive.findings import Severity
from archive.outcome import Outcome
from archive.settings import Table, UnreadableSettings

if TYPE_CHECKING:
    from archive.baseline import Baseline
    from archive.selection import Selection

TABLES = ("per-path-ignores", "severities")
"""Settings that are tables of the settings file."""


_NONE = Table(Path(), "", {})


class Codes(click.ParamType[tuple[str, ...]]):
    """Codes, or beginnings of codes, with commas between them."""

    name = "codes"

    def convert(self, value: Any, param: Any, ctx: Any) -> tuple[str, ...]:
        """Return the words."""
        words = tuple(word.strip() for word in str(value).split(",") if word.strip())
        for word in words:
            if told := _unknown(word):
                self.fail(told, param, ctx)
        return words


class Ignored(Codes):
    """Codes that can be left out."""

    def convert(self, value: Any, param: Any, ctx: Any) -> tuple[str, ...]:
        """Return the words."""
        from archive.selection import is_always_told

        words = super().convert(value, param, ctx)
        for word in words:
            if is_always_told(word):
                self.fail(_ALWAYS_TOLD.format(word), param, ctx)
        return words


_ALWAYS_TOLD = (
    "{} says that something could not be judged, and is always told; "
    "do not name the file if it is not to be looked at"
)


def _unknown(prefix: str) -> str:
    """Return what is wrong with the beginning of a code, if nobody knows it."""
    from archive.selection import codes, nearest

    if codes(prefix):
        return ""
    near = nearest(prefix)
    meant = f"; did you mean {near!r}?" if near else ""
    return f"{prefix!r} is no code, nor the beginning of one{meant}"


class Choice(msgspec.Struct, frozen=True):
    """What is told of what was found: what is selected, and not known."""

    selection: Selection
    baseline: Baseline | None

    def applied(self, outcome: Outcome) -> Outcome:
        """Return an outcome with what is told of it."""
        told = self.selection.applied(outcome)
        return self.baseline.applied(told) if self.baseline else told

    @property
    def gone(self) -> int:
        """Return how many known problems there are no more."""
        return self.baseline.gone if self.baseline else 0


def choice(options: dict[str, Any], reports: Iterable[Path]) -> Choice:
    """Return what the options, and the settings behind them, choose."""
    selection = selected(options, click.get_current_context().default_map or {})
    return Choice(selection, known(options["baseline"], selection, reports))


def selected(options: dict[str, Any], tables: Mapping[str, Any]) -> Selection:
    """Return what the options and the tables of the settings file select.

    Raises:
        UnreadableSettings: a table names what does not exist.
        click.UsageError: everything that is selected is ignored.

    """
    from archive.selection import NothingSelected, PathIgnores, selection

    paths: Table = tables.get("per_path_ignores", _NONE)
    try:
        return selection(
            select=_flat(options["select"]),
            ignore=_flat(options["ignore"]),
            severities=dict(_severities(tables.get("severities", _NONE))),
            paths=PathIgnores(
                below=tuple(_below(paths)),
                folder=paths.file.absolute().parent.as_posix(),
                working=Path.cwd().as_posix(),
            ),
        )
    except NothingSelected as error:
        raise click.UsageError("--ignore leaves nothing of what --select names") from error


def _flat(words: Iterable[Iterable[str]]) -> list[str]:
    return [word for one in words for word in one]


def _severities(table: Table) -> Iterator[tuple[str, Severity]]:
    known = tuple(one.value for one in Severity)
    for prefix, words in table.entries.items():
        _refuse(table, prefix, prefix)
        if len(words) != 1 or words[0] not in known:
            value = ", ".join(words)
            raise _wrong(table, "settings_choice", prefix, value=value, known=", ".join(known))
        yield prefix, Severity(words[0])


def _below(table: Table) -> Iterator[tuple[tuple[str, ...], tuple[str, ...]]]:
    from archive.path_patterns import path_pattern

    for pattern, prefixes in table.entries.items():
        for prefix in prefixes:
            _refuse(table, pattern, prefix)
        yield path_pattern(pattern), prefixes


def _refuse(table: Table, entry: str, prefix: str) -> None:
    """Refuse a word of a table that is no code, or one of which nothing can be changed."""
    from archive.selection import codes, is_always_told, nearest

    if not codes(prefix):
        near = nearest(prefix)
        key = "settings_code_suggestion" if near else "settings_code"
        raise _wrong(table, key, entry, value=prefix, suggestion=near or "")
    if is_always_told(prefix):
        raise _wrong(table, "settings_code_fixed", entry, value=prefix)


def _wrong(table: Table, key: str, entry: str, **values: str) -> UnreadableSettings:
    return UnreadableSettings(key, file=table.file, name=f"{table.name}.{entry}", **values)


def known(name: str | None, selection: Selection, reports: Iterable[Path]) -> Baseline | None:
    """Return the baseline, if one is named.

    Raises:
        UnusableBaseline: it is no report of an earlier run.
        click.UsageError: a report would take its place.

    """
    if name is None:
        return None
    from archive.baseline import read

    path = Path(name)
    if any(report.resolve() == path.resolve() for report in reports):
        raise click.UsageError(f"--report would overwrite the baseline {name!r}; renew it alone")
    with path.open(encoding="utf-8") as stream:
        return read(stream, name, selection=selection, working=Path.cwd().as_posix())
