"""Shards as both rivals write them: zstd files of 500 releases, one per format, with digests."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from itertools import islice
from pathlib import Path
from typing import Any

import zstandard

from archive.writers import WRITERS
from bench.templates import FORMATS

SHARD = 500
"""Lines of the source that go into one shard."""
FRAME = 50
"""Releases that are compressed together; one of them is read without the rest of the shard."""
_LEVEL = 1

Digests = dict[str, str]


class Shards:
    """A folder of shards; each format has a compressor, made once."""

    def __init__(self, folder: Path, frame: int = FRAME) -> None:
        self._folder = folder
        self._frame = frame
        self._compressors = [zstandard.ZstdCompressor(level=_LEVEL) for _ in FORMATS]

    def write(self, number: int, releases: Iterable[tuple[bytes, ...]]) -> Digests:
        """Write releases, each a file per format; return name → SHA-256 of what was written."""
        names = [f"{number:06}{WRITERS[name].suffix}.zst" for name in FORMATS]
        digests = [hashlib.sha256() for _ in names]
        streams = [(self._folder / name).open("wb") for name in names]
        try:
            for frame in _frames(releases, self._frame):
                for stream, digest, content in zip(
                    streams, digests, self._compressed(frame), strict=True
                ):
                    stream.write(content)
                    digest.update(content)
        finally:
            for stream in streams:
                stream.close()
        return {name: one.hexdigest() for name, one in zip(names, digests, strict=True)}

    def _compressed(self, frame: list[tuple[bytes, ...]]) -> Iterator[bytes]:
        """Yield a frame of each format."""
        for compressor, files in zip(self._compressors, zip(*frame, strict=True), strict=True):
            yield compressor.compress(b"".join(files))


def _frames(releases: Iterable[Any], size: int) -> Iterator[list[Any]]:
    rest = iter(releases)
    while frame := list(islice(rest, size)):
        yield frame


def write_sums(folder: Path, digests: Digests) -> None:
    """Write the digests as ``sha256sum`` reads them."""
    lines = [f"{digest}  {name}\n" for name, digest in sorted(digests.items())]
    (folder / "SHA256SUMS").write_text("".join(lines))
