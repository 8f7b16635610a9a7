"""``python -m tests.fuzz.reached FOLDER [TARGET…]``: how much of its modules each target reaches.

Tries the seeds and the corpus that ``python -m tests.fuzz --folder FOLDER`` has left, in a process for
each target, and counts with coverage (``requirements/dev.txt``).
"""

from __future__ import annotations

import json
import subprocess
import sys
from contextlib import suppress
from importlib.util import find_spec
from pathlib import Path


def main(words: list[str]) -> int:
    """Print a line for each target, or measure the one that is named alone."""
    folder, *names = words
    if len(names) == 1:
        sys.stdout.write(_reached(Path(folder), names[0]) + "\n")
        return 0
    from tests.fuzz.targets import targets

    for name in names or targets():
        subprocess.run([sys.executable, "-m", "tests.fuzz.reached", folder, name], check=True)
    return 0


def _reached(folder: Path, name: str) -> str:
    """Return how many lines and branches of its modules a target reaches."""
    import coverage

    counting = coverage.Coverage(branch=True, source=["archive"], data_file=None, config_file=False)
    counting.start()
    from tests.fuzz.targets import targets

    target = targets()[name]
    corpus = sorted((folder / "corpus" / name).glob("*"))
    inputs = [*target.seeds(with_corpora=True), *(path.read_bytes() for path in corpus)]
    for raw in inputs:
        with suppress(Exception):  # faults are told by others
            target.run(raw)
    counting.stop()
    report = folder / f"{name}.reached"
    counting.json_report(outfile=str(report), include=[*map(_files, target.modules)])
    said = json.loads(report.read_bytes())["totals"]
    report.unlink()
    lines = f"{said['covered_lines']} of {said['num_statements']} lines"
    branches = f"{said['covered_branches']} of {said['num_branches']} branches"
    return f"{name}: {len(inputs)} inputs, {lines}, {branches}"


def _files(module: str) -> str:
    """Return a pattern for the files of a module or package."""
    found = find_spec(module)
    assert found is not None
    assert found.origin is not None
    path = Path(found.origin)
    return str(path.parent / "*" if path.name == "__init__.py" else path)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
