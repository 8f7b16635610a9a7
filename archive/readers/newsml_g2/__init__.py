"""NewsML-G2: a ``newsItem`` of ours or of anybody, a ``newsMessage`` of many, a package.

What goes where is in ``docs/mapping-newsml-g2.md``, section "Reading". Our own items give the
record back as it was. Items of others are read as far as they can be, even where the XSD refuses
them; what was mended, inferred, not usable or left out is a finding each (L101 to L104), and what
is no press release is told (L106). Nothing is invented.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import BinaryIO

from archive.limits import LARGEST_BYTES
from archive.readers import Reading
from archive.readers.newsml_g2 import large, message, proven, proven_messages
from archive.readers.newsml_g2.source import MESSAGE, opened


def read(stream: BinaryIO, *, largest: int = LARGEST_BYTES) -> Iterator[Reading]:
    """Yield a document for each news item of a file.

    Raises:
        UnreadableSource: too large, no XML, or no NewsML-G2; or it wants entities, a DTD or other
            files put in.

    """
    raw = stream.read(largest + 1)
    if len(raw) > largest:
        yield from large.readings(raw, stream, largest)
        return
    known = proven.alone(raw)
    if known is not None:
        yield known
        return
    beginning = proven_messages.beginning(raw)
    if beginning.is_whole:
        yield from beginning.readings
        return
    source = opened(raw)
    if source.root.tag == MESSAGE:
        yield from message.readings(source, beginning.readings, beginning.latest)
    else:
        yield message.one(source, source.root, {})
