"""NewsML-G2 2.35: a ``newsItem`` that holds the whole record; many are a ``newsMessage``.

Where each field goes is in ``docs/mapping-newsml-g2.md``; ``archive.newsml_g2`` makes the text.
"""

from __future__ import annotations

from collections.abc import Sequence

from archive.newsml_g2 import DECLARATION, TAIL, head, news_item, news_items
from archive.release import Release
from archive.writers import Many, Writer


def write(release: Release) -> bytes:
    """Return the release as one ``newsItem``."""
    return DECLARATION + news_item(release)


def _write_each(releases: Sequence[Release]) -> list[bytes]:
    return [DECLARATION + one for one in news_items(releases)]


WRITER = Writer(
    media_type="application/vnd.iptc.g2.newsitem+xml",
    write=write,
    many=Many(part=news_item, head=head, tail=TAIL),
    in_groups={write: _write_each, news_item: news_items},
)
