"""Print how many seconds newsmlg2 takes to read items; runs in an environment of its own.

``python reading_newsmlg2.py a.xml b.xml``
"""

from __future__ import annotations

import sys
import time
from pathlib import Path


def seconds(items: list[bytes]) -> float:
    """Return how long reading all items takes; the first is read once before."""
    from NewsMLG2.document import NewsMLG2Document

    NewsMLG2Document(items[0]).get_item()
    start = time.process_time()
    for item in items:
        NewsMLG2Document(item).get_item()
    return time.process_time() - start


if __name__ == "__main__":
    print("seconds:", seconds([Path(name).read_bytes() for name in sys.argv[1:]]))
