"""`make nasty`: every hostile file through the program, and whether it ends as its index says.

    python -m tests.nasty CORPORA [--fs] [--attacks] [--big] [--only GROUP]

CORPORA/nasty holds the files, their index (manifest.json) and the program that makes more of
them: the same faults in records of ours (always), in the file system (--fs), and very large ones
(--big, some minutes). What the corpus lacks is in ``tests/nasty_attacks.py`` (--attacks; of 59 two are
beyond the bounds, docs/security.md); what the verdicts
of the index mean here, in ``tests/nasty_verdicts.py``.

Each group is tried in a process of its own: without network where the system lets us, with
somebody who listens for connections, with a limit of memory, and with a bell for what hangs.
Whatever the verdict: no fault of the program, no sign that a terminal obeys, nothing written
beside the output, nothing that a strict parser refuses, in bounded time and memory; by the reader
that is made for the file, by every other one, and by the judges.
"""

from __future__ import annotations

import argparse
import json
import os
import pty
import re
import shutil
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any

from tests.nasty_attacks import attacks
from tests.nasty_trial import EVERY_FORMAT, is_safe
from tests.nasty_verdicts import DIFFERENT, UNTRIED, kind

CHECKOUT = Path(__file__).parent.parent
SAMPLES = ("taman-baca-id", "tabel-wisata")
"""Records of ours that the faults are put into."""
_PATHS = ("--id-path", "id", "--headline-path", "headline", "--date-path", "versionCreated",
          "--body-path", "body.text")  # fmt: skip
_BAR = re.compile(r"\x1b\[(?:\?25[lh]|1A|2?K)|\r")
"""What draws the bar of a long run, and nothing else."""
_Entry = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Group:
    """Files that are tried in one process: name in the figure, folder, entries of the index."""

    name: str
    folder: Path
    entries: list[_Entry]


def main(words: list[str]) -> int:
    """Print the figure; return 1 when a file did not end as it should."""
    parser = argparse.ArgumentParser(prog="python -m tests.nasty")
    parser.add_argument("corpora", type=Path)
    parser.add_argument("--fs", action="store_true", help="odd files, links, pipes and names, too")
    parser.add_argument("--big", action="store_true", help="very large files, too")
    parser.add_argument("--attacks", action="store_true", help="what the corpus lacks, too")
    parser.add_argument("--only", help="one group, as the figure calls it")
    options = parser.parse_args(words)
    with tempfile.TemporaryDirectory(prefix="nasty-") as scratch:
        made = [name for name in ("attacks", "fs", "big") if getattr(options, name)]
        found = _groups(options.corpora.absolute() / "nasty", Path(scratch), made)
        wanted = (one for one in found if options.only in (None, one.name))
        groups = list(islice(wanted, 1 if options.only else None))  # those behind are not made
        if not groups:
            parser.error(f"no group is called {options.only!r}")
        wrong = [line for lines in _each(groups, Path(scratch)) for line in lines]
    sys.stdout.writelines(f"{line}\n" for line in (*_reasons(), *(wrong or ["all as indexed"])))
    return 1 if wrong else 0


def _groups(nasty: Path, scratch: Path, made: list[str]) -> Iterable[Group]:
    """Yield the groups: of the corpus, with the faults in records of ours, and those asked for."""
    yield from _indexed(nasty, "")
    for sample in SAMPLES:
        record = CHECKOUT / "samples/good" / sample / "release.json"
        _make(nasty, scratch / sample, "--template", str(record), *_PATHS)
        (own,) = _indexed(scratch / sample, "own")
        yield Group(f"own: {sample}", own.folder, own.entries)
    for name in made:
        if name == "attacks":
            yield _attacks(scratch / name)
            continue
        _make(nasty, scratch / name, f"--{name}")
        yield from _indexed(scratch / name, name)


def _attacks(folder: Path) -> Group:
    """Write the attacks that the corpus lacks; each may be taken or refused."""
    folder.mkdir()
    entries = []
    for name, text in attacks():
        size = (folder / name).write_text(text, "utf-8")
        entries.append({"file": name, "group": "attacks", "verdict": "either", "bytes": size})
    return Group("attacks", folder, entries)


def _make(nasty: Path, folder: Path, *options: str) -> None:
    maker = [sys.executable, str(nasty / "make_nasty.py"), str(folder), *options]
    subprocess.run(maker, check=True, capture_output=True)


def _indexed(folder: Path, only: str) -> list[Group]:
    entries = json.loads((folder / "manifest.json").read_bytes())
    names = [only] if only else sorted({one["group"] for one in entries})
    return [
        Group(
            name,
            folder,
            [one for one in entries if one["group"] == name and one["file"] not in UNTRIED],
        )
        for name in names
    ]


def _each(groups: list[Group], scratch: Path) -> Iterator[list[str]]:
    """Print the lines of the figure; yield what is wrong with each group."""
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        for line, wrong in pool.map(lambda group: _line(group, scratch), groups):
            sys.stdout.write(f"{line}\n")
            sys.stdout.flush()
            yield wrong


def _line(group: Group, scratch: Path) -> tuple[str, list[str]]:
    """Return the line of a group in the figure, and what is wrong."""
    tried = _tried(group, scratch)
    wrong = [f"{group.name}: {one['file']!a}: {fault}" for one in tried for fault in one["faults"]]
    missing = len(group.entries) - len(tried)
    if missing:
        wrong.append(f"{group.name}: {group.entries[len(tried)]['file']!a} ends the process")
    wrong += [f"{group.name}: {line}" for line in _on_a_terminal(group)]
    good = [one for one in tried if not one["faults"]]
    nothing: _Entry = {"file": "-", "seconds": 0, "peak_kb": 0}
    slowest = max(tried, key=lambda one: one["seconds"], default=nothing)
    largest = max(tried, key=lambda one: one["peak_kb"], default=nothing)
    line = (
        f"{group.name:20}{len(good):4} of{len(group.entries):4} as indexed"
        f"{largest['peak_kb'] // 1024:5} MB"
        f"{slowest['seconds']:6.2f} s {Path(slowest['file']).name[:40]!a}{_without_reader(tried)}"
    )
    return line, wrong


def _without_reader(tried: list[_Entry]) -> str:
    kinds = Counter(kind(one["file"]) for one in tried if not one["has_reader"])
    counted = ", ".join(f"{number} {name}" for name, number in sorted(kinds.items()))
    return f"; no reader yet, refused by name: {counted}" if counted else ""


def _reasons() -> Iterator[str]:
    yield f"{len(DIFFERENT)} differ for a named reason:"
    for name, (verdict, reason) in DIFFERENT.items():
        yield f"  {name}: {verdict}, {reason}"
    for name, reason in UNTRIED.items():
        yield f"  {name}: not tried, {reason}"


def _tried(group: Group, scratch: Path) -> list[_Entry]:
    """Return what a process of its own tells of each file, up to the one that ended it."""
    with tempfile.TemporaryDirectory(dir=scratch) as place:
        listed = Path(place) / "listed.json"
        listed.write_text(json.dumps({"folder": str(group.folder), "entries": group.entries}))
        done = subprocess.run(
            [*unshared(), sys.executable, "-m", "tests.nasty_process", str(listed)],
            cwd=CHECKOUT,
            env=_environment(place),
            stdout=subprocess.PIPE,
            stderr=None,
            check=False,
        )
    return [json.loads(line) for line in done.stdout.splitlines()]


def _environment(home: str) -> dict[str, str]:
    kept = {name: os.environ[name] for name in ("PATH", "PYTHONPATH") if name in os.environ}
    return {**kept, "HOME": home, "TMPDIR": home, "PYTHONDONTWRITEBYTECODE": "1"}


def unshared() -> list[str]:
    """Return the command that takes the network away, where the system lets us."""
    command = ["unshare", "--map-root-user", "--net"]
    if shutil.which("unshare") is None:
        return []
    tried = subprocess.run([*command, "true"], capture_output=True, check=False)
    return command if tried.returncode == 0 else []


def _on_a_terminal(group: Group) -> Iterator[str]:
    """Yield what is wrong with what a terminal is sent while a group is judged and converted."""
    paths = [str(group.folder / one["file"]) for one in group.entries[:300]]
    for command in (["validate"], ["convert", "-n", "-t", EVERY_FORMAT, "-o", "out"]):
        text = _BAR.sub("", _seen([*command, *paths, "--color", "never"]))
        if not is_safe(text) or "Traceback" in text:
            yield f"{command[0]} sends a terminal what it obeys, or breaks"


def _seen(words: list[str]) -> str:
    """Return what the program shows on a terminal."""
    ours, theirs = pty.openpty()
    with os.fdopen(theirs, "wb", buffering=0) as terminal:
        running = subprocess.Popen(
            [sys.executable, "-m", "archive", *words],
            cwd=CHECKOUT, env={**os.environ, "NO_COLOR": "1"},
            stdin=subprocess.DEVNULL, stdout=terminal, stderr=terminal,
        )  # fmt: skip
    parts = []
    with os.fdopen(ours, "rb", buffering=0) as stream:
        try:
            while part := stream.read(65536):
                parts.append(part)
        except OSError:  # nobody writes any more
            running.wait()
    return b"".join(parts).decode(errors="replace")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
