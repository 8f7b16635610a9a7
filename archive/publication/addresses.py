"""Where things lie on the site: paths that depend on identity alone, never on titles.

A path has small letters, digits and hyphens only, so that no file system and no server changes it,
and ends with a part of the SHA-256 of what it stands for, so that no two are one.
"""

from __future__ import annotations

import re
import unicodedata
from base64 import b32encode
from functools import lru_cache
from hashlib import sha256

_OTHER = re.compile(r"[^a-z0-9]+")
_LONGEST = 48
_DIGITS = 10
_LONGEST_KNOWN = 1000
"""Characters of a key that is kept in mind."""


def page(work: str) -> str:
    """Return the path of the page of a work, and of the files beside it, without suffix.

    >>> page("https://pers.example.go.id/id/release/X7k2m9")
    'r/ah/x7k2m9-ahuhbdsc3j'
    """
    name = _slug(work.rstrip("/").rpartition("/")[2], work)
    return f"r/{name[-_DIGITS:][:2]}/{name}"


def value(facet: str, key: str) -> str:
    """Return the path of the page of a topic, an organisation, a person …, without suffix.

    A key is an IRI, or a name, a line feed, and what it is a name within.
    """
    return _known(facet, key) if len(key) < _LONGEST_KNOWN else _value(facet, key)


def _value(facet: str, key: str) -> str:
    name, _, scope = key.partition("\n")
    return f"{facet}/{_slug(name if scope else name.rstrip('/').rpartition('/')[2], key)}"


_known = lru_cache(maxsize=4096)(_value)


def part(path: str, number: int) -> str:
    """Return the path of a page of a list that has several; ``number`` counts from the oldest."""
    return f"{path}.{number}"


def _slug(text: str, key: str) -> str:
    plain = unicodedata.normalize("NFKD", text[:200]).encode("ascii", "ignore").decode().lower()
    words = _OTHER.sub("-", plain).strip("-")[:_LONGEST].rstrip("-")
    digest = b32encode(sha256(key.encode()).digest()[:_DIGITS]).decode().lower()[:_DIGITS]
    return f"{words}-{digest}" if words else digest
