"""How long the program takes to start, as a ratio to ``python -c 'import click'``."""

from __future__ import annotations

import statistics
import subprocess
import sys
import time
from operator import truediv
from pathlib import Path
from typing import Any

SAMPLE = "samples/good/koreksi-harga-beras/release.json"
PROGRAM = str(Path(sys.executable).with_name("press-archive"))
COMMANDS = {
    "python -c 'import click'": [sys.executable, "-c", "import click"],
    "press-archive --help": [PROGRAM, "--help"],
    "press-archive validate (one file)": [PROGRAM, "validate", SAMPLE],
}


def measure(rounds: int = 15) -> list[dict[str, Any]]:
    """Return the median time of each command; the commands take turns, after one warm-up."""
    times: dict[str, list[float]] = {name: [] for name in COMMANDS}
    for number in range(rounds + 1):
        for name, command in COMMANDS.items():
            start = time.perf_counter()
            subprocess.run(command, check=True, capture_output=True)
            if number:
                times[name].append(time.perf_counter() - start)
    base = times["python -c 'import click'"]
    return [
        {
            "command": name,
            "milliseconds": round(1000 * statistics.median(taken)),
            "ratio": round(statistics.median(map(truediv, taken, base)), 2),
        }
        for name, taken in times.items()
    ]
