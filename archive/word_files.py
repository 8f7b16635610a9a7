"""Files of words: tables of sentences in TOML, nearly all of them a name and a string in one line.

These are read here; a file that holds anything else is left to ``tomllib``. To import that, and
to read with it, would take as long as a tenth of a run that finds nothing to do.
"""

from __future__ import annotations

from typing import Any

import msgspec


def load(text: str) -> dict[str, Any]:
    r"""Return the tables of a file of words.

    >>> load('[R101]\ntitle = "Say \\"no\\""\n\n[R101.variants.a]\ntitle = "b"')
    {'R101': {'title': 'Say "no"', 'variants': {'a': {'title': 'b'}}}}
    """
    try:
        return _plain(text)
    except (_Other, msgspec.DecodeError):
        import tomllib

        return tomllib.loads(text)


class _Other(Exception):  # noqa: N818 (says what was found)
    """A line that is written in another way."""


def _plain(text: str) -> dict[str, Any]:
    whole: dict[str, Any] = {}
    table = whole
    for line in text.splitlines():
        if line.startswith("["):
            table = _table(whole, line)
        elif line and not line.startswith("#"):
            name, value = _entry(line)
            table[name] = value
    return whole


def _table(whole: dict[str, Any], line: str) -> dict[str, Any]:
    """Return the table that a line begins, and put it where it belongs."""
    if not line.endswith("]"):
        raise _Other
    table = whole
    for name in line[1:-1].split("."):
        table = table.setdefault(_bare(name), {})
    return table


def _entry(line: str) -> tuple[str, str]:
    """Return name and string of a line; those escapes that we use are those of JSON."""
    name, between, value = line.partition(" = ")
    if not between or value[:1] != '"' or value[-1:] != '"' or len(value) < 2:
        raise _Other
    said = value[1:-1]
    if "\\" in said or '"' in said:
        said = msgspec.json.decode(value.encode(), type=str)
    return _bare(name), said


def _bare(name: str) -> str:
    if not name.isidentifier() or not name.isascii():
        raise _Other
    return name
