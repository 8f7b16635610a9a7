"""The collector of garbage, which finds little in what a batch leaves behind; memory goes back."""

from __future__ import annotations

import contextlib
import gc
import os
import sys
from collections.abc import Callable, Iterator
from functools import wraps
from typing import Any, ParamSpec, TypeVar

Given = ParamSpec("Given")
Result = TypeVar("Result")

_MANY = 500_000
"""Things that come into being in the middle of a job before the collector looks around."""
_MMAP_THRESHOLD = -3
"""As ``malloc.h`` has it."""
_LARGE = 256 * 1024
"""Bytes."""


def calm_collector() -> None:
    """Let the collector of garbage leave alone what is loaded by now, and look around seldom.

    Records hold no circles: what it would find is little, and a tenth of the time goes into it.
    """
    gc.freeze()
    gc.set_threshold(_MANY, 20, 100)


@contextlib.contextmanager
def at_rest() -> Iterator[None]:
    """Let the collector rest while something is loaded, of which nothing goes, nor look at it."""
    gc.disable()
    try:
        yield
        gc.freeze()
    finally:
        gc.enable()


def tidy(do: Callable[Given, Result]) -> Callable[Given, Result]:
    """Return what does the same, and has the collector look around behind each job.

    Then nearly nothing is left to be looked at, so that it takes no time.
    """
    calm_collector()

    @wraps(do)
    def done(*given: Given.args, **named: Given.kwargs) -> Result:
        try:
            return do(*given, **named)
        finally:
            gc.collect(1)

    return done


def keep_little() -> None:
    """Let the system have large blocks of memory as soon as they are free, in this process.

    Its library would keep them for later, and larger ones from time to time; Arrow's own keeps some
    whatever is asked of it. That has to be said before Arrow is loaded.
    """
    os.environ.setdefault("ARROW_DEFAULT_MEMORY_POOL", "system")
    library = _library()
    if hasattr(library, "mallopt"):
        library.mallopt(_MMAP_THRESHOLD, _LARGE)


def give_back() -> None:
    """Let the system have what memory is free here; its library would keep it for later."""
    library = _library()
    if hasattr(library, "malloc_trim"):
        library.malloc_trim(0)


def _library() -> Any:
    """Return the library that gives out memory, where we know one."""
    if not sys.platform.startswith("linux"):
        return None
    import ctypes

    return ctypes.CDLL(None)
