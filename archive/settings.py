"""``press-archive.toml`` (or ``[tool.press-archive]`` of ``pyproject.toml``): defaults of options.

A table per verb; a name outside of any table is a default of every verb that has that option.
Names are those of the options, without the dashes before them. Flags win over the environment
(``PRESS_ARCHIVE_*``), the environment over the file. A few settings are tables of their own, and
stand only here; ``[publication]``, what a collection says of itself, belongs to no verb.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

import msgspec

from archive.errors import PhrasedError

FILE = "press-archive.toml"
PUBLICATION = "publication"
"""The table that is no verb's."""

Values = dict[str, dict[str, Any]]


class UnreadableSettings(PhrasedError):  # noqa: N818 (says what is wrong)
    """The settings file is missing, is no TOML, or names what does not exist."""


class Option(msgspec.Struct, frozen=True):
    """An option of a verb that may have a default: ``name`` is what the verb calls it."""

    name: str
    is_list: bool
    is_table: bool = False
    """Whether it is a table of the file, name → word or list of words, and no option at all."""


class Table(msgspec.Struct, frozen=True):
    """A table of settings, and the file that it stands in."""

    file: Path
    name: str
    entries: Mapping[str, tuple[str, ...]]


def find(start: Path) -> Path | None:
    """Return the settings file of a folder or of the nearest folder above it."""
    for folder in (start, *start.parents):
        if _is_file(folder / FILE):
            return folder / FILE
        project = folder / "pyproject.toml"
        if _is_file(project) and _of_project(_read(project)) is not None:
            return project
    return None


def _is_file(path: Path) -> bool:
    """Return whether there is a file that can be seen; folders above may be closed to us."""
    try:
        return path.is_file()
    except PermissionError:
        return False


def load(path: Path, verbs: Mapping[str, Mapping[str, Option]]) -> Values:
    """Return verb → what the verb calls an option → default.

    ``verbs`` says which options each verb has, by the name that a person uses.

    Raises:
        UnreadableSettings: with what is wrong.
    """
    whole = _whole(path)
    defaults: Values = {verb: {} for verb in verbs}
    for verb, name, value in _settings(path, whole, verbs):
        option = verbs[verb][name]
        if option.is_table:
            defaults[verb][option.name] = _table(path, f"{verb}.{name}", value)
        else:
            defaults[verb][option.name] = _fitting(path, name, value, is_list=option.is_list)
    return defaults


def publication(path: Path) -> dict[str, Any]:
    """Return the table ``[publication]`` as it stands; empty, where there is none.

    Raises:
        UnreadableSettings: with what is wrong.
    """
    table = _whole(path).get(PUBLICATION, {})
    if not isinstance(table, dict):
        raise UnreadableSettings("settings_value", file=path, name=PUBLICATION, value=table)
    return table


def _settings(
    path: Path, whole: Mapping[str, Any], verbs: Mapping[str, Mapping[str, Option]]
) -> Iterator[tuple[str, str, Any]]:
    """Yield verb, option and value, those of every verb before those of one."""
    for name, value in whole.items():
        if isinstance(value, dict):
            continue
        having = [verb for verb, options in verbs.items() if _is_of_all(options, _option(name))]
        if not having:
            raise UnreadableSettings("settings_unknown", file=path, name=name)
        yield from ((verb, _option(name), value) for verb in having)
    for verb, table in whole.items():
        if not isinstance(table, dict) or verb == PUBLICATION:
            continue
        if verb not in verbs:
            raise _unknown_table(path, verb, [*verbs, PUBLICATION])
        for name, value in table.items():
            if _option(name) not in verbs[verb]:
                raise UnreadableSettings("settings_unknown", file=path, name=f"{verb}.{name}")
            yield verb, _option(name), value


def _unknown_table(path: Path, name: str, known: list[str]) -> UnreadableSettings:
    import difflib

    near = difflib.get_close_matches(name[:80].lower(), known, n=1)
    if not near:
        return UnreadableSettings("settings_unknown_table", file=path, name=name)
    return UnreadableSettings(
        "settings_unknown_table_suggestion", file=path, name=name, suggestion=near[0]
    )


def _fitting(path: Path, name: str, value: Any, *, is_list: bool) -> Any:
    """Return a value as an option takes it: a list only where it may be given more than once."""
    if is_list:
        values = value if isinstance(value, list) else [value]
        return [_fitting(path, name, one, is_list=False) for one in values]
    if not isinstance(value, str | int | datetime):
        raise UnreadableSettings("settings_value", file=path, name=name, value=value)
    return value


def _is_of_all(options: Mapping[str, Option], name: str) -> bool:
    """Return whether a verb has an option that may stand outside of its table."""
    return name in options and not options[name].is_table


def _table(path: Path, name: str, value: Any) -> Table:
    """Return a table whose entries are words or lists of words."""
    if not isinstance(value, dict):
        raise UnreadableSettings("settings_value", file=path, name=name, value=value)
    entries = {}
    for key, entry in value.items():
        words = entry if isinstance(entry, list) else [entry]
        if not all(isinstance(word, str) for word in words):
            raise UnreadableSettings("settings_value", file=path, name=f"{name}.{key}", value=entry)
        entries[key] = tuple(words)
    return Table(path, name, entries)


def _option(name: str) -> str:
    return name.replace("_", "-")


def _whole(path: Path) -> dict[str, Any]:
    """Return all our settings of a file."""
    whole = _read(path)
    return (_of_project(whole) or {}) if path.name == "pyproject.toml" else whole


def _of_project(project: Mapping[str, Any]) -> dict[str, Any] | None:
    """Return the part of a ``pyproject.toml`` that is ours."""
    tools = project.get("tool")
    ours = tools.get("press-archive") if isinstance(tools, dict) else None
    return ours if isinstance(ours, dict) else None


def _read(path: Path) -> dict[str, Any]:
    import tomllib

    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise UnreadableSettings("cannot_read", name=path, reason=error.strerror) from error
    except (ValueError, RecursionError) as error:
        raise UnreadableSettings("settings_damaged", file=path, reason=error) from error
