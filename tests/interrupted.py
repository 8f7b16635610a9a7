"""Runs of the program that are killed on their way, watched on their way, or may write little.

``python -m tests.interrupted kill 40,41 publish …`` ends a process, without a chance to tidy up,
before the 40th time that it does something to a file of the site or beside it; and another, that
begins like the first, before the 41st. After each of them it lets the program run to its end.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import signal
import sys
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path
from typing import Any

from archive import cli

_EVENTS = frozenset({
    "open", "os.rename", "os.remove", "os.link", "os.mkdir", "os.rmdir", "os.truncate",
    "sqlite3.connect", "ctypes.dlsym",
})  # fmt: skip
"""What Python tells of itself (PEP 578) that has to do with files."""


def on_each_event(act: Callable[[int], object]) -> list[str]:
    """Have something done before each thing that is done to files; return these as they come."""
    events: list[str] = []
    is_acting = False

    def hear(event: str, said: tuple[Any, ...]) -> None:
        nonlocal is_acting
        if event not in _EVENTS or is_acting:
            return
        if event == "ctypes.dlsym" or any("public" in str(one) for one in said[:2]):
            events.append(event)
            is_acting = True
            act(len(events))
            is_acting = False

    sys.addaudithook(hear)
    return events


def state(folder: Path) -> str:
    """Return a digest of all that a reader sees of a folder."""
    digest = sha256()
    for path in sorted(folder.rglob("*")):
        if path.is_file():
            digest.update(f"{path.relative_to(folder)}\n".encode() + path.read_bytes())
    return digest.hexdigest()


def tell(*words: object) -> None:
    """Write a line of words."""
    sys.stdout.write(f"{' '.join(map(str, words))}\n")


def kill(numbers: str, words: list[str]) -> int:
    """Print of each run: signal, state of the folder, status of the next run, state, what is left."""
    start, other = (Path(f"../{Path.cwd().name}.{name}") for name in ("start", "other"))
    shutil.copytree(".", start)
    shutil.copytree(".", other)
    with contextlib.chdir(other), contextlib.redirect_stdout(sys.stderr):
        cli._status(words)  # all is imported then
    for number in map(int, numbers.split(",")):
        for path in Path().iterdir():
            shutil.rmtree(path)
        shutil.copytree(start, ".", dirs_exist_ok=True)
        killed = forked(words, number)
        left = state(Path("public"))
        mended = forked(words)
        beside = sorted(path.name for path in Path(".public.press-archive").iterdir())
        tell(number, killed, left, mended, state(Path("public")), *beside)
    return 0


def forked(words: list[str], number: int = 0) -> int:
    """Run the program in a copy of this process, which ends at an event; return how it ended."""
    pid = os.fork()
    if pid:
        return os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])
    sys.stdout = sys.stderr = open(os.devnull, "w")  # noqa: PTH123, SIM115 (for good)
    if number:
        on_each_event(lambda count: count == number and os.kill(os.getpid(), signal.SIGKILL))
    os._exit(cli._status(words))


def watch(words: list[str]) -> int:
    """Run, and print each state in which the folder was seen, and when the folders change places."""
    seen: dict[str, None] = {}

    def act(count: int) -> None:
        if count % 4 == 0:
            seen[state(Path("public"))] = None

    events = on_each_event(act)
    status = cli._status(words)
    exchange = [number for number, event in enumerate(events, 1) if event == "ctypes.dlsym"]
    tell("states", *seen, state(Path("public")), exchange[0], exchange[-1], len(events))
    return status


def limit(size: int) -> None:
    """Let no file grow beyond a size, as on a disk that is full."""
    import resource

    resource.setrlimit(resource.RLIMIT_FSIZE, (size, size))


def main() -> int:
    """Do what the first word says, and run the program."""
    way, number, *words = sys.argv[1:]
    if way == "kill":
        return kill(number, words)
    if way == "watch":
        return watch(words)
    limit(int(number))
    return cli._status(words)


if __name__ == "__main__":
    sys.exit(main())
