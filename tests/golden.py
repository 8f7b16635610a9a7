"""The renditions beside the samples: what they must be, and the command that rewrites them.

``python -m tests.golden`` (``make golden``) writes them; read the difference before you commit it.
"""

from __future__ import annotations

import io
import sys
from collections.abc import Iterator
from pathlib import Path

from archive.readers import READERS
from archive.release import Release
from archive.validation import build
from archive.writers import WRITERS

GOOD = Path(__file__).parent.parent / "samples" / "good"


def names() -> list[str]:
    """Return the names of all good samples."""
    return sorted(path.parent.name for path in GOOD.glob("*/release.json"))


def release(name: str) -> Release:
    """Return the release of a sample."""
    stream = io.BytesIO((GOOD / name / "release.json").read_bytes())
    (reading,) = READERS["json"].load()(stream)
    return build(reading.document)


def path(name: str, output: str) -> Path:
    """Return where the rendition of a sample in a format is kept."""
    suffix = ".json.canonical" if output == "json" else WRITERS[output].suffix
    return GOOD / name / f"release{suffix}"


def renditions(name: str) -> Iterator[tuple[Path, bytes]]:
    """Yield every rendition of a sample, with the place where it is kept."""
    built = release(name)
    for output, form in WRITERS.items():
        yield path(name, output), form.load().write(built)


def main() -> None:
    """Rewrite what differs."""
    for name in names():
        for target, content in renditions(name):
            if not target.is_file() or target.read_bytes() != content:
                target.write_bytes(content)
                sys.stdout.write(f"wrote {target.relative_to(GOOD.parent.parent)}\n")


if __name__ == "__main__":
    main()
