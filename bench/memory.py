"""How much memory a command takes, its workers included: what ``/proc`` says while it runs."""

from __future__ import annotations

import os
import resource
import subprocess
import tempfile
import time
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from bench import corpus, packed
from bench.figures import Row

_OF_PYTHON = ("PYTHONUNBUFFERED", "PYTHONDONTWRITEBYTECODE")
_EVERY_SECONDS = 0.02
_SHARES_EVERY_SECONDS = 0.5
"""To add up the shares of a process in its pages takes the kernel milliseconds."""
_PAGE = os.sysconf("SC_PAGE_SIZE")


@dataclass(slots=True, kw_only=True)
class Usage:
    """What a command took, in bytes."""

    together: int = 0
    """The most that it and its workers held at one moment; what several share counts for each."""
    once: int = 0
    """The same, where what several share counts once (``Pss``): what the system has to have."""
    largest: int = 0
    """The most that a single one of them held (``VmHWM``)."""
    own: int = 0
    """The most that the command itself held."""
    processes: int = 0
    """The most that ran at one moment."""
    seconds: float = 0
    cpu_seconds: float = 0
    """Of it and of all that it waited for, user and system."""
    status: int = 0


def usual_environment() -> dict[str, str]:
    """Return the variables of this process but for those that make every Python slower.

    They are set in few places where people work.
    """
    return {name: value for name, value in os.environ.items() if name not in _OF_PYTHON}


def watch(command: Sequence[str], *, every_seconds: float = _EVERY_SECONDS) -> Usage:
    """Run a command and return what it took."""
    usage = Usage()
    before = _cpu_seconds()
    start = looked = time.perf_counter()
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, env=usual_environment()) as program:
        while program.poll() is None:
            _look(usage, program.pid)
            if time.perf_counter() - looked > _SHARES_EVERY_SECONDS:
                usage.once = max(usage.once, sum(map(_share, family(program.pid))))
                looked = time.perf_counter()
            try:
                program.wait(every_seconds)
            except subprocess.TimeoutExpired:
                continue
    usage.seconds = time.perf_counter() - start
    usage.cpu_seconds = _cpu_seconds() - before
    usage.status = program.returncode
    return usage


def _cpu_seconds() -> float:
    """Return the processor time of all programs that were run and have ended."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def _look(usage: Usage, root: int) -> None:
    tree = family(root)
    usage.processes = max(usage.processes, len(tree))
    usage.together = max(usage.together, sum(map(_resident, tree)))
    usage.largest = max(usage.largest, *map(_peak, tree))
    usage.own = max(usage.own, _peak(root))


def family(root: int) -> list[int]:
    """Return a process and all that it started, and they, as far as they still run."""
    children: dict[int, list[int]] = defaultdict(list)
    for folder in Path("/proc").iterdir():
        if folder.name.isdigit():
            children[_parent(int(folder.name))].append(int(folder.name))
    found = [root]
    for one in found:  # grows while it is read
        found += children[one]
    return found


def _parent(process: int) -> int:
    """Return the parent of a process; 0 if it has ended."""
    status = _read(process, "stat")
    return int(status.rpartition(")")[2].split()[1]) if status else 0


def _resident(process: int) -> int:
    pages = _read(process, "statm").split()
    return int(pages[1]) * _PAGE if pages else 0


def _peak(process: int) -> int:
    return _said(process, "status", "VmHWM:")


def _share(process: int) -> int:
    """Return what a process holds, of each page its share among those that hold it."""
    return _said(process, "smaps_rollup", "Pss:")


def _said(process: int, name: str, key: str) -> int:
    """Return a figure of a file of ``/proc`` in bytes; 0 if the process has ended."""
    for line in _read(process, name).splitlines():
        if line.startswith(key):
            return int(line.split()[1]) * 1024
    return 0


def _read(process: int, name: str) -> str:
    """Return a file of ``/proc`` about a process; nothing if it has ended."""
    try:
        return Path(f"/proc/{process}/{name}").read_text()
    except OSError:
        return ""


def measure(sizes: Sequence[int], standards: Path) -> list[Row]:
    """Return what packing so many small releases takes two workers."""
    return [_row(size, standards) for size in sizes]


def _row(count: int, standards: Path) -> Row:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "small.jsonl")
        corpus.write(path, corpus.small(count))
        shards = Path(folder, "shards")
        shards.mkdir()
        command = packed.ours(path, shards, 2, standards)
        usage = watch(command)
    if usage.status != 0:
        raise RuntimeError(f"{' '.join(command)}: {usage.status}")
    return {
        "releases": count,
        "microseconds": round(1e6 * usage.seconds / count),
        "MB together": round(usage.together / 2**20),
        "MB counted once": round(usage.once / 2**20),
        "MB of the largest": round(usage.largest / 2**20),
        "processes": usage.processes,
    }
