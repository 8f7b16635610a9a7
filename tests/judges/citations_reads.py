"""Print what bibtexparser and rispy read in files for citing, as JSON; in an environment of its own.

``python citations_reads.py a.bib b.ris …``
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any


def bibtex(text: str) -> dict[str, Any]:
    """Return type, key and fields of the only entry; a part that cannot be read is named."""
    import bibtexparser

    library = bibtexparser.parse_string(text)
    (entry,) = library.entries
    fields = {field.key: field.value for field in entry.fields}
    return {
        "type": entry.entry_type,
        "key": entry.key,
        "fields": fields,
        "failed": len(library.failed_blocks),
    }


def ris(text: str) -> dict[str, Any]:
    """Return the only reference."""
    import rispy

    (reference,) = rispy.loads(text)
    return dict(reference)


READERS = {".bib": bibtex, ".ris": ris}

if __name__ == "__main__":
    paths = [Path(name) for name in sys.argv[1:]]
    read = [READERS[path.suffix](path.read_bytes().decode()) for path in paths]
    json.dump(read, sys.stdout, ensure_ascii=False)
