"""What a finding is known by from run to run, though lines are added above it."""

from __future__ import annotations

import hashlib
import json
from collections import Counter

from archive.findings import Finding

_MOST_OF_FILE = 100_000
"""How many kinds of findings of one file are told apart by what they say."""


class Fingerprints:
    """Names the findings of a run; no two of them alike.

    The name is made of file, code, place in the record and values, not of line and column. Of
    findings that agree in all of it, the first, the second … have names of their own. Memory holds
    those of one file; what comes behind very many of them is named by its number in the file.
    """

    def __init__(self) -> None:
        self._path = ""
        self._seen: Counter[bytes] = Counter()
        self._beyond = 0

    def of(self, path: str, one: Finding) -> str:
        """Return the name of a finding, 32 hexadecimal digits; files come one after the other."""
        said = (one.code, one.variant, one.pointer, sorted(one.params.items()))
        return self._name(path, *said)

    def of_obstacle(self, path: str, key: str) -> str:
        """Return the name of what kept the program from its work on a file."""
        return self._name(path, key)

    def _name(self, path: str, *values: object) -> str:
        if path != self._path:
            self._path = path
            self._seen.clear()
            self._beyond = 0
        said = _digest(path, *values)
        if said not in self._seen and len(self._seen) == _MOST_OF_FILE:
            self._beyond += 1
            return _digest(path, self._beyond).hex()
        self._seen[said] += 1
        count = self._seen[said]
        return (said if count == 1 else _digest("again", said.hex(), count)).hex()


def _digest(*values: object) -> bytes:
    return hashlib.sha256(json.dumps(values).encode("ascii")).digest()[:16]
