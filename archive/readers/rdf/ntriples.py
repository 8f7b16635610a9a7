"""N-Triples: releases without names of graphs."""

from __future__ import annotations

from collections.abc import Iterator
from typing import BinaryIO

from archive.limits import LARGEST_BYTES
from archive.readers import Reading
from archive.readers.rdf import lines


def read(stream: BinaryIO, *, largest: int = LARGEST_BYTES) -> Iterator[Reading]:
    """Yield the releases of a stream.

    Raises:
        UnreadableSource: it is no such file, too large, or its syntax is wrong.

    """
    return lines.read(stream, "ntriples", largest)
