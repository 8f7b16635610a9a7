"""Processes that Ctrl-C does not reach: the one that began them decides what becomes of them."""

from __future__ import annotations

import contextlib
import signal
from collections.abc import Iterator

CAN_BE_HELD = hasattr(signal, "pthread_sigmask")


@contextlib.contextmanager
def held() -> Iterator[None]:
    """Let processes begin that take no interrupt, where a system can do that."""
    if not CAN_BE_HELD:
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)
