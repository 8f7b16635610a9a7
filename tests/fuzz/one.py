"""Fuzzes one target in this process until its time is over; ``python -m tests.fuzz`` starts it."""

from __future__ import annotations

import json
import os
import sys
import time
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path
from random import Random

from tests.fuzz.faults import Fault, fault, smaller

LARGEST = 2**16


@dataclass(slots=True)
class Watch:
    """Runs a target, counts, keeps what is found, and ends the process in time."""

    name: str
    folder: Path
    seconds: float
    executions: int = 0
    found: dict[str, Fault] = field(default_factory=dict)
    end: float = 0.0

    def take(self, raw: bytes) -> None:
        """Try an input."""
        from tests.fuzz.targets import targets

        self.end = self.end or time.monotonic() + self.seconds
        self.executions += 1
        found = fault(targets()[self.name].run, raw)
        if found is not None and found.name not in self.found:
            self.found[found.name] = smaller(targets()[self.name].run, found)
        if time.monotonic() > self.end:
            self.report()

    def report(self) -> None:
        """Write down what was found, and end: libFuzzer has no other way to stop without a word."""
        crashes = []
        for found in self.found.values():
            path = self.folder / f"{self.name}-{sha256(found.raw).hexdigest()[:12]}"
            path.write_bytes(found.raw)
            crashes.append({"fault": found.name, "file": str(path), "told": found.told})
        said = {"target": self.name, "executions": self.executions, "crashes": crashes}
        (self.folder / f"{self.name}.json").write_text(json.dumps(said), encoding="utf-8")
        sys.stderr.flush()
        os._exit(0)


def main(name: str, folder: Path, seconds: float) -> None:
    """Fuzz until the time is over."""
    import atheris
    from atheris.import_hook import HookManager

    # Comparisons are not traced: that takes ten times as long, and what is compared with stands in
    # the seeds. The hook stays, because readers and judges are imported when they are first used.
    HookManager({"archive"}, set(), enable_loader_override=False, trace_dataflow=False).__enter__()
    from tests.fuzz.targets import targets

    target = targets()[name]
    mutator = target.mutator(with_corpora=True)
    corpus, start = folder / "corpus" / name, folder / "seeds" / name
    for made in (corpus, start):
        made.mkdir(parents=True, exist_ok=True)
    for number, raw in enumerate(target.seeds(with_corpora=True)):
        (start / f"{number:04}").write_bytes(raw)

    def mutated(raw: bytes, largest: int, seed: int) -> bytes:
        random = Random(seed)
        if random.random() < 0.1:
            return bytes(atheris.Mutate(raw, largest))
        return mutator(raw, random)[:largest]

    words = [
        "-seed=1",
        f"-max_len={LARGEST}",
        "-timeout=60",
        "-rss_limit_mb=3000",
        "-print_final_stats=0",
    ]
    watch = Watch(name, folder, seconds)
    atheris.Setup(
        [sys.argv[0], *words, f"-artifact_prefix={folder}/{name}-", str(corpus), str(start)],
        watch.take,
        custom_mutator=mutated,
    )
    atheris.Fuzz()


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]), float(sys.argv[3]))
