"""Packages, loaded without those of their parts that this program seldom uses.

What a package imports and a usual run does not touch is loaded when somebody asks for something of
it: nothing but the time of the start hangs on it.
"""

from __future__ import annotations

import contextlib
import importlib
import sys
from collections.abc import Iterator, Sequence
from types import ModuleType
from typing import Any


def load(package: str, *, waiting: Sequence[str] = (), without: Sequence[str] = ()) -> None:
    """Load a package, if it is not loaded.

    Args:
        package: its name.
        waiting: modules that it imports as a whole, and that wait until they are used.
        without: packages that it imports if they are there, and that it can do without.

    """
    if package in sys.modules:
        return
    with _put(_stand_ins(waiting) | dict.fromkeys(without)):
        importlib.import_module(package)


def _stand_ins(names: Sequence[str]) -> dict[str, ModuleType | None]:
    return {name: _KINDS.get(name, _StandIn)(name) for name in names}


@contextlib.contextmanager
def _put(modules: dict[str, ModuleType | None]) -> Iterator[None]:
    """Put something in the place of modules that are not loaded; ``None`` hides one.

    Who imports them later gets the modules themselves.
    """
    ours: Any = {name: one for name, one in modules.items() if name not in sys.modules}
    sys.modules.update(ours)
    try:
        yield
    finally:
        for name, one in ours.items():
            if sys.modules.get(name, one) is one:
                sys.modules.pop(name, None)


class _StandIn(ModuleType):
    """A module until something of it is used."""

    def __getattr__(self, name: str) -> Any:
        if sys.modules.get(self.__name__) is self:
            del sys.modules[self.__name__]
        return getattr(importlib.import_module(self.__name__), name)


class _Inspect(_StandIn):
    """That of Python, which click asks about each of its texts of help."""

    def cleandoc(self, text: str) -> str:
        """Return a text without the indentation of the code around it; a line by itself has none.

        >>> _Inspect("inspect").cleandoc("Say more.")
        'Say more.'
        """
        if text.isprintable() and not text.startswith(" "):
            return text
        cleaned: str = self.__getattr__("cleandoc")(text)
        return cleaned


_KINDS: dict[str, type[_StandIn]] = {"inspect": _Inspect}
"""Stand-ins that can say something themselves."""
