"""Print what extruct finds of JSON-LD in pages, as one JSON array; runs in an environment of its own.

``python extruct_reads.py a.html b.html``
"""

from __future__ import annotations

import json
import sys
from pathlib import Path


def read(page: str) -> list[object]:
    """Return the objects of a page."""
    import extruct

    found: list[object] = extruct.extract(page, syntaxes=["json-ld"], errors="strict")["json-ld"]
    return found


if __name__ == "__main__":
    json.dump([read(Path(name).read_text("utf-8")) for name in sys.argv[1:]], sys.stdout)
