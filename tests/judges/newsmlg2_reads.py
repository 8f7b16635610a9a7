"""Print what newsmlg2 reads in items, as one JSON array; runs in an environment of its own.

``python newsmlg2_reads.py a.xml b.xml``
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

G2 = "{http://iptc.org/std/nar/2006-10-01/}"
LINKS = (G2 + "itemRef", G2 + "remoteContent")


def items(raw: bytes) -> list[dict[str, object]]:
    """Return what there is in a file: an item, or all of a message, cut out of it.

    Written back by the library, an empty element loses what lets the library read it.
    """
    from lxml import etree
    from NewsMLG2.document import NewsMLG2Document
    from NewsMLG2.newsmessage import NewsMessage

    item = NewsMLG2Document(raw).get_item()
    if not isinstance(item, NewsMessage):
        return [read(item)]
    message = etree.fromstring(raw, etree.XMLParser(strip_cdata=False))
    parts = [etree.tostring(one) for one in message.iterfind(f"{G2}itemSet/*")]
    if len(parts) != len(item.itemset.to_xml()):
        raise ValueError("the library finds another number of items")
    return [read(NewsMLG2Document(one).get_item()) for one in parts]


def read(item: Any) -> dict[str, object]:
    """Return headlines, subjects, links and content of an item, as that library gives them out."""
    from lxml import etree

    subjects = [
        [one.type, one.qcode or one.uri, [str(name) for name in one.name]]
        for one in item.contentmeta.subject
    ]
    written = item.to_xml()
    bodies = [*written.iter("{http://www.w3.org/1999/xhtml}body")]
    return {
        "guid": item.guid,
        "headlines": [str(one) for one in item.contentmeta.headline],
        "subjects": subjects,
        "links": [one.get("residref") or one.get("href") for one in written.iter(*LINKS)],
        "body": [etree.tostring(one, method="c14n", exclusive=True).decode() for one in bodies],
        "words": ["".join(one.itertext()) for one in bodies],
    }


if __name__ == "__main__":
    json.dump([items(Path(name).read_bytes()) for name in sys.argv[1:]], sys.stdout)
