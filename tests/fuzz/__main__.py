"""``python -m tests.fuzz --seconds N [TARGET…]``: look for inputs that break a promise.

Each target runs N seconds in a process of its own. An input that breaks something is made small and
kept in ``build/fuzzed``, beside the corpora, with which the next run begins. Needs atheris
(``requirements/fuzz.txt``).
"""

from __future__ import annotations

import argparse
import base64
import json
import os
import subprocess
import sys
from functools import partial
from multiprocessing.pool import ThreadPool
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from tests.fuzz.faults import fault
from tests.fuzz.seeds import CHECKOUT
from tests.fuzz.targets import targets


def main(words: list[str]) -> int:
    """Fuzz; return 1 if something was found."""
    parser = argparse.ArgumentParser(prog="python -m tests.fuzz", description=__doc__)
    parser.add_argument("--seconds", type=float, default=60, help="for each target")
    parser.add_argument("--jobs", type=int, default=1, help="targets at once")
    parser.add_argument("--folder", type=Path, default=CHECKOUT / "build/fuzzed")
    parser.add_argument("targets", nargs="*", metavar="TARGET", help=", ".join(targets()))
    chosen = parser.parse_args(words)
    if unknown := set(chosen.targets) - set(targets()):
        parser.error(f"no such target: {', '.join(sorted(unknown))}")
    chosen.folder.mkdir(parents=True, exist_ok=True)
    crashes = 0
    fuzzed = partial(_fuzzed, folder=chosen.folder, seconds=chosen.seconds)
    with ThreadPool(chosen.jobs) as pool:
        for said in pool.imap(fuzzed, chosen.targets or targets()):
            crashes += len(said["crashes"])
            _say(
                f"{said['target']}: {said['executions']} executions, {len(said['crashes'])} faults"
            )
            for crash in said["crashes"]:
                _show(crash)
    return 1 if crashes else 0


def _fuzzed(name: str, folder: Path, seconds: float) -> dict[str, Any]:
    """Run one target to its end; return what it tells, or how it ended instead."""
    report = folder / f"{name}.json"
    report.unlink(missing_ok=True)
    before = set(folder.glob(f"{name}-*"))
    command = [sys.executable, "-m", "tests.fuzz.one", name, str(folder), str(seconds)]
    with TemporaryDirectory(prefix="fuzz") as scratch:
        done = subprocess.run(
            command,
            cwd=CHECKOUT,
            capture_output=True,
            check=False,
            env=os.environ | {"TMPDIR": scratch},
        )
    if report.exists():
        told: dict[str, Any] = json.loads(report.read_bytes())
        told["crashes"] = [one for one in told["crashes"] if _is_one(name, one)]
        return told
    ended = {"fault": "ended", "told": done.stderr.decode("utf-8", "replace")[-3000:]}
    left = sorted(map(str, set(folder.glob(f"{name}-*")) - before))
    crashes = [ended | {"file": one} for one in left or [""]]
    return {"target": name, "executions": 0, "crashes": crashes}


def _is_one(name: str, crash: dict[str, str]) -> bool:
    """Return whether an input is slow here, too, where nobody counts what is reached."""
    if crash["fault"] != "slow":
        return True
    return fault(targets()[name].run, Path(crash["file"]).read_bytes()) is not None


def _show(crash: dict[str, str]) -> None:
    _say(f"  {crash['fault']}: {crash['file']}")
    if crash["file"]:
        _say(f"  {base64.b64encode(Path(crash['file']).read_bytes()[:2000]).decode()}")
    _say("    " + crash["told"].strip()[-2000:].replace("\n", "\n    "))


def _say(text: str) -> None:
    sys.stdout.write(text + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
