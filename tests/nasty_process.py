"""The process that tries a group of hostile files: without network, with limits and a bell."""

from __future__ import annotations

import errno
import faulthandler
import fcntl
import json
import os
import resource
import socket
import struct
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from archive.readers import READERS
from tests.nasty_trial import Trial
from tests.nasty_verdicts import has_reader, is_as_indexed

ADDRESS_SPACE_BYTES = 3 * 2**30
SECONDS = 10.0
"""Of the processor, that a run may take on a file below 1 MB."""
MEMORY_KB = 500 * 1024
"""That the process may take for it."""
BELL_SECONDS = 600.0
"""After which the process ends that is busy with one file."""
_SMALL = 10**6
_HARM = ("socket.connect", "socket.getaddrinfo", "socket.bind", "subprocess.Popen", "os.system",
         "os.exec", "os.posix_spawn", "os.fork")  # fmt: skip
_UP = 1
_PEAK = "/proc/self/clear_refs"


class Watch:
    """Counts what no input may bring about: connections, commands, files written elsewhere."""

    def __init__(self, allowed: Path) -> None:
        """Listen where the hostile files point at, if there is a network of our own."""
        self.seen: list[str] = []
        self._allowed = tuple(os.path.realpath(one) for one in (allowed, os.devnull, _PEAK))
        self._listener = _listener()
        sys.addaudithook(self._note)

    def _note(self, event: str, values: tuple[Any, ...]) -> None:
        if event in _HARM:
            self.seen.append(f"{event} {values!r}"[:200])
        elif event == "open" and isinstance(values[0], str | bytes) and _is_writing(values[2]):
            path = os.path.realpath(os.fsdecode(values[0]))
            if not path.startswith(self._allowed):
                self.seen.append(f"writes {path!a}")

    def taken(self) -> list[str]:
        """Return what was seen, and forget it."""
        if self._listener is not None:
            try:
                self._listener.accept()
                self.seen.append("connects to 127.0.0.1:9")
            except BlockingIOError:
                pass
        seen, self.seen = self.seen, []
        return seen


def _is_writing(flags: int) -> bool:
    return bool(flags & (os.O_WRONLY | os.O_RDWR | os.O_CREAT))


def _listener() -> socket.socket | None:
    """Return who listens on the port that the files name, in a network that has nobody else."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as asked:
        name = struct.pack("16sH14x", b"lo", _UP)
        try:
            fcntl.ioctl(asked, 0x8914, name)  # SIOCSIFFLAGS
            return _listening()
        except OSError as error:
            if error.errno in (errno.EPERM, errno.EACCES, errno.EADDRINUSE, errno.ENODEV):
                return None
            raise


def _listening() -> socket.socket:
    one = socket.socket()
    one.setblocking(False)
    one.bind(("127.0.0.1", 9))
    one.listen()
    return one


def tried(folder: Path, entries: list[dict[str, Any]], trial: Trial) -> Iterator[dict[str, Any]]:
    """Yield what became of each file."""
    for entry in entries:
        path = _named(folder, entry["file"])
        _forget_peak()
        is_good, is_read = _outcome(trial, path, entry)
        faults, seconds = trial.taken()
        peak_kb = _peak_kb()
        if not is_good:
            faults.insert(0, f"is not as indexed: {entry['verdict']}")
        if entry["bytes"] < _SMALL and (seconds > SECONDS or peak_kb > MEMORY_KB):
            faults.append(f"takes {seconds:.1f} s, {peak_kb} kB")
        yield {"file": entry["file"], "faults": faults, "seconds": seconds, "peak_kb": peak_kb,
               "has_reader": is_read}  # fmt: skip


def _outcome(trial: Trial, path: Path, entry: dict[str, Any]) -> tuple[bool, bool]:
    """Return whether a file ended as indexed, and whether it has a reader."""
    name = entry["file"]
    if name == "fs/link_to_parent":
        return trial.walk(path.parent) in (1, 2), True
    seen = trial.convert(path)
    status = trial.validate(path)
    if entry["group"] not in ("attacks", "big", "own"):
        for word in READERS:
            trial.force(path, word)
    if entry["group"] == "own" and status != seen.status:
        trial.faults.append(f"validate ends with {status}, convert with {seen.status}")
    is_read = entry["group"] in ("attacks", "fs", "own") or has_reader(name, seen.errors)
    return is_as_indexed(name, entry["verdict"], seen), is_read


def _named(folder: Path, name: str) -> Path:
    """Return the path of a file whose name the index tells in ASCII."""
    path = folder / name
    for one in path.parent.iterdir():
        if one.name.encode("ascii", "backslashreplace").decode() == path.name:
            return one
    return path


def _forget_peak() -> None:
    Path(_PEAK).write_text("5")


def _peak_kb() -> int:
    lines = Path("/proc/self/status").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("VmHWM"))


def main(listed: Path) -> None:
    """Print a line of JSON for each file, as soon as it is known."""
    told = json.loads(listed.read_bytes())
    resource.setrlimit(resource.RLIMIT_AS, (ADDRESS_SPACE_BYTES, ADDRESS_SPACE_BYTES))
    sys.dont_write_bytecode = True
    with tempfile.TemporaryDirectory() as place:
        inside = Path(place) / "in" / "here"
        inside.mkdir(parents=True)
        os.chdir(inside)
        tempfile.tempdir = place
        trial = Trial(inside)
        watch = Watch(Path(place))
        for one in tried(Path(told["folder"]), told["entries"], trial):
            faulthandler.dump_traceback_later(BELL_SECONDS, exit=True)
            one["faults"] += watch.taken()
            sys.stdout.write(json.dumps(one) + "\n")
            sys.stdout.flush()


if __name__ == "__main__":
    main(Path(sys.argv[1]))
