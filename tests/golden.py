"""What stands beside the samples: renditions of good ones, documents of sources.

``python -m tests.golden`` (``make golden``) writes them; read the difference before you commit it.
"""

from __future__ import annotations

import io
import json
import sys
from collections.abc import Iterator
from pathlib import Path

from archive import messages
from archive.edtf import instant
from archive.readers import READERS
from archive.release import Release
from archive.validation import build
from archive.writers import WRITERS

SAMPLES = Path(__file__).parent.parent / "samples"
GOOD = SAMPLES / "good"
SOURCES = SAMPLES / "sources"
TOGETHER = SAMPLES / "together"
"""Messages that hold several samples: a release and its translation."""


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


def message(*names: str) -> bytes:
    """Return the packages of several samples as one message."""
    many = WRITERS["newsml-g2-package"].load().many
    assert many is not None
    releases = [release(name) for name in names]
    latest = max((one.version_created for one in releases), key=instant)
    return many.head(latest) + b"".join(many.part(one) for one in releases) + many.tail


def together() -> Iterator[tuple[Path, bytes]]:
    """Yield every message of several samples, with the place where it is kept."""
    content = message("festival-perahu-id", "festival-perahu-en")
    yield TOGETHER / "festival-perahu.package.xml", content


def sources() -> list[Path]:
    """Return the inputs as they came: ``samples/sources/<reader>/<name>/source.*``."""
    return sorted(SOURCES.glob("*/*/source.*"))


def read(source: Path) -> Iterator[tuple[Path, bytes]]:
    """Yield what a reader makes of an input: the documents, and all that is told of them."""
    with source.open("rb") as stream:
        readings = list(READERS[source.parent.parent.name].load()(stream))
    documents = [reading.document for reading in readings]
    shown = json.dumps(documents, ensure_ascii=False, indent=2) + "\n"
    yield source.parent / "documents.json", shown.encode()
    lines = [
        f"{one.position.line}:{one.position.column}: {one.code} {messages.message(one, 'en')}\n"
        for reading in readings
        for one in reading.findings
        if one.position is not None
    ]
    yield source.parent / "findings.txt", "".join(lines).encode()


def everything() -> Iterator[tuple[Path, bytes]]:
    """Yield every file that is made, with its place."""
    for name in names():
        yield from renditions(name)
    yield from together()
    for source in sources():
        yield from read(source)


def main() -> None:
    """Rewrite what differs."""
    for target, content in everything():
        if not target.is_file() or target.read_bytes() != content:
            target.write_bytes(content)
            sys.stdout.write(f"wrote {target.relative_to(SAMPLES.parent)}\n")


if __name__ == "__main__":
    main()
