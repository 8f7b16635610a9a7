"""What an input does to a target: nothing, a promise that breaks, or too much time or memory."""

from __future__ import annotations

import gc
import re
import time
import traceback
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

SLOW_SECONDS = 1.0
"""Of processor time, for an input of at most 64 KB."""
MEMORY_KB = 300_000
"""How much the peak of memory may grow by one input."""
_PEAK = re.compile(rb"VmHWM:\s+(\d+) kB")
_SECONDS = 5.0
"""In which an input is made small."""


@dataclass(frozen=True, slots=True)
class Fault:
    """Something that was found; two with the same name are one fault."""

    name: str
    raw: bytes
    told: str


def fault(run: Callable[[bytes], None], raw: bytes) -> Fault | None:
    """Return what is wrong with what an input does."""
    before, start = _peak_kb(), time.process_time()
    try:
        run(raw)
    except Exception as error:  # noqa: BLE001 (which ones may come is the question)
        return Fault(_name(error), raw, traceback.format_exc())
    if (seconds := time.process_time() - start) > SLOW_SECONDS and _is_slow_again(run, raw):
        return Fault("slow", raw, f"{seconds:.1f} s for {len(raw)} bytes")
    if (grown := _peak_kb() - before) > MEMORY_KB:
        return Fault("memory", raw, f"{grown} kB for {len(raw)} bytes")
    return None


def _peak_kb() -> int:
    """Return the most memory that this program has had; what started it does not count, as in rusage."""
    return int(_PEAK.search(Path("/proc/self/status").read_bytes())[1])


def _is_slow_again(run: Callable[[bytes], None], raw: bytes) -> bool:
    """Return whether it was the input, and not what is loaded once or a collection of garbage."""
    gc.collect()
    start = time.process_time()
    run(raw)
    return time.process_time() - start > SLOW_SECONDS


def _name(error: Exception) -> str:
    """Return the kind of an error and the place in our code where it came up."""
    checkout = str(Path(__file__).parent.parent.parent)
    frames = traceback.extract_tb(error.__traceback__)
    ours = [
        one for one in frames if one.filename.startswith(checkout) and ".venv" not in one.filename
    ]
    last = ours[-1]
    return (
        f"{type(error).__name__}-{Path(last.filename).stem}-{last.name.strip('<>')}-{last.lineno}"
    )


def smaller(run: Callable[[bytes], None], found: Fault) -> Fault:
    """Return the same fault of an input from which all was taken that can be spared."""
    end, size = time.monotonic() + _SECONDS, len(found.raw) // 2
    while size:
        at = 0
        while at < len(found.raw) and time.monotonic() < end:
            other = fault(run, found.raw[:at] + found.raw[at + size :])
            if other is not None and other.name == found.name:
                found = other
            else:
                at += size
        size //= 2
    return found
