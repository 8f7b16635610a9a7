"""Print what newsmlg2 makes of files that it reads and writes again, as one JSON array.

``python newsmlg2_round_trip.py a.xml b.xml``; runs in an environment of its own. Each member has
``xml``, or ``error`` if it cannot be read or not be written.
"""

from __future__ import annotations

import contextlib
import json
import sys
from pathlib import Path


def round_trip(raw: bytes) -> dict[str, str]:
    """Return the file as it comes back, or why it does not."""
    from lxml import etree
    from NewsMLG2.document import NewsMLG2Document

    step = "read"
    try:
        item = NewsMLG2Document(raw).get_item()
        step = "written"
        return {"xml": etree.tostring(item.to_xml(), encoding="unicode"), "error": ""}
    except Exception as error:  # noqa: BLE001 (whatever that library raises is what is asked for)
        return {"xml": "", "error": f"not {step}: {type(error).__name__}"}


if __name__ == "__main__":
    with contextlib.redirect_stdout(sys.stderr):  # that library prints
        made = [round_trip(Path(name).read_bytes()) for name in sys.argv[1:]]
    json.dump(made, sys.stdout)
