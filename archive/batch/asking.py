"""A digest of how files are judged: all that a verdict hangs on, beside the file itself."""

from __future__ import annotations

import hashlib
import os
import sys
from collections.abc import Collection, Iterator
from operator import attrgetter
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from archive.batch.terms import Terms

_PACKAGE = Path(__file__).parent.parent
_LIBRARIES = ("jsonschema", "lxml", "msgspec", "pyoxigraph", "rdflib", "referencing")
"""How the names of libraries begin that have a part in a verdict."""
_INSTALLED = (".dist-info", ".egg-info")
_PASSED_OVER = frozenset({"__pycache__", "locale"})
_DIGITS = 32


def made(terms: Terms, judges: Collection[str]) -> str:
    """Return a digest of the program, its libraries, the official files and what is asked for.

    The program is known by its bytes, and not by its version: while it is being worked on, a rule
    changes from one run to the next.
    """
    said = (
        sys.version, sorted(_libraries()), terms.profile, terms.largest_bytes, terms.is_migrating,
        sorted(judges),
    )  # fmt: skip
    whole = hashlib.sha256(repr(said).encode())
    for path in _files(terms.standards):
        with open(path, "rb") as file:  # noqa: PTH123 (asked of many)
            content = file.read()
        name = os.fsencode(os.path.basename(path))  # noqa: PTH119
        whole.update(b"\n%b %d\n" % (name, len(content)))
        whole.update(content)
    return whole.hexdigest()[:_DIGITS]


def _files(standards: Path | None) -> Iterator[str]:
    """Yield the files that a verdict hangs on, in a stable order."""
    yield from _below(_PACKAGE)
    if not (_PACKAGE / "schemas").is_dir():  # a checkout has them beside the program
        yield from _below(_PACKAGE.parent / "schemas")
    if standards is not None:
        yield from (str(path) for path in sorted(standards.iterdir()) if path.is_file())


def _below(folder: Path | str) -> Iterator[str]:
    """Yield the files of a folder and below it, in a stable order."""
    with os.scandir(folder) as entries:
        inside = sorted(entries, key=attrgetter("name"))
    for one in inside:
        if not one.is_dir():
            yield one.path
        elif one.name not in _PASSED_OVER:
            yield from _below(one.path)


def _libraries() -> Iterator[str]:
    """Yield names and versions of what is installed, as far as it matters."""
    for folder in filter(os.path.isdir, sys.path):
        for name in os.listdir(folder):  # noqa: PTH208 (names are all that is asked for)
            if name.startswith(_LIBRARIES) and name.endswith(_INSTALLED):
                yield name
