"""The program as the tests run it: in this process, in a folder of its own."""

from __future__ import annotations

import io
import json
import os
from dataclasses import dataclass
from pathlib import Path
from types import SimpleNamespace
from typing import Any, BinaryIO

import pytest

from archive import cli

CLEAN = json.loads((Path(__file__).parent / "clean.json").read_text("utf-8"))
"""A record about which there is nothing to say."""

OWN_PEAK = """
import re, resource, sys
def own_peak_kb():
    if sys.platform != "linux":
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    with open("/proc/self/status") as status:
        return int(re.search(r"VmHWM:\\s*(\\d+)", status.read())[1])
"""
"""The most memory of a process. Linux counts that of who started it into ``ru_maxrss``, too: a test
would fail for what others used before it, or could not fail."""


def record(**fields: Any) -> dict[str, Any]:
    """Return the clean record with other fields; ``None`` takes one out."""
    return {name: value for name, value in (CLEAN | fields).items() if value is not None}


def other(number: int, **fields: Any) -> dict[str, Any]:
    """Return a clean record of another release."""
    return record(id=f"https://pers.example.go.id/id/release/r{number}", **fields)


def save(path: str, *records: dict[str, Any]) -> Path:
    """Write records into a file: one as JSON, several as JSON Lines."""
    file = Path(path)
    file.parent.mkdir(parents=True, exist_ok=True)
    lines = [json.dumps(one, ensure_ascii=False) for one in records]
    file.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return file


_OF_CALLER = (
    "PRESS_ARCHIVE", "LC_", "LANG", "NO_COLOR", "FORCE_COLOR", "GITHUB_", "CI_PROJECT_DIR",
)  # fmt: skip
"""Beginnings of variables that the program looks at."""


@dataclass(frozen=True)
class Done:
    """What a command left behind."""

    status: int
    out: str
    err: str

    @property
    def codes(self) -> list[str]:
        """Return the codes of the problems in the report, in order."""
        lines = [line for line in self.out.splitlines() if not line.startswith(" ")]
        return [line.split(": ", 1)[1].split(" ")[0] for line in lines]


class Program:
    """Runs command lines; nothing of the caller's environment reaches them."""

    def __init__(self, capsys: pytest.CaptureFixture[str], patch: pytest.MonkeyPatch) -> None:
        self._capsys = capsys
        self._patch = patch
        for name in os.environ:
            if name.startswith(_OF_CALLER):
                patch.delenv(name)

    def __call__(self, *words: str, stdin: bytes | BinaryIO = b"") -> Done:
        """Run the program with arguments and standard input."""
        self._capsys.readouterr()
        stream = io.BytesIO(stdin) if isinstance(stdin, bytes) else stdin
        self._patch.setattr("sys.stdin", SimpleNamespace(buffer=stream))
        status = cli._status(list(words))
        out, err = self._capsys.readouterr()
        return Done(status, out, err)


def files(folder: str | Path = ".") -> list[str]:
    """Return all files below a folder, hidden ones too, by relative name."""
    top = Path(folder)
    return sorted(path.relative_to(top).as_posix() for path in top.rglob("*") if path.is_file())
