"""``press-archive.toml`` (or ``[tool.press-archive]`` of ``pyproject.toml``): defaults of options.

A table per verb; a name outside of any table is a default of every verb that has that option.
Flags win over the environment (``PRESS_ARCHIVE_*``), the environment over the file.
"""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

from archive.errors import ArchiveError

FILE = "press-archive.toml"


class UnreadableSettings(ArchiveError):
    """The settings file is missing, is no TOML, or names what does not exist."""


def find(start: Path) -> Path | None:
    """Return the settings file of a folder or of the nearest folder above it."""
    for folder in (start, *start.parents):
        if (folder / FILE).is_file():
            return folder / FILE
        project = folder / "pyproject.toml"
        if project.is_file() and "press-archive" in _read(project).get("tool", {}):
            return project
    return None


def load(path: Path, verbs: dict[str, set[str]]) -> dict[str, dict[str, Any]]:
    """Return verb → option → default.

    ``verbs`` says which options each verb has.

    Raises:
        UnreadableSettings: with what is wrong.
    """
    whole = _read(path)
    if path.name == "pyproject.toml":
        whole = whole.get("tool", {}).get("press-archive", {})
    common = {_option(name): value for name, value in whole.items() if not isinstance(value, dict)}
    known = set().union(*verbs.values())
    for name in common:
        if name not in known:
            raise UnreadableSettings(f"{path}: unknown setting {name!r}")
    defaults = {
        verb: {name: value for name, value in common.items() if name in options}
        for verb, options in verbs.items()
    }
    for verb, table in whole.items():
        if isinstance(table, dict):
            if verb not in verbs:
                raise UnreadableSettings(f"{path}: unknown table [{verb}]")
            for name, value in table.items():
                if _option(name) not in verbs[verb]:
                    raise UnreadableSettings(f"{path}: [{verb}] has no setting {name!r}")
                defaults[verb][_option(name)] = value
    return defaults


def _option(name: str) -> str:
    return name.replace("-", "_")


def _read(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise UnreadableSettings(f"{path}: {error}") from error
