"""Names of output files: those of the inputs, or safe ones made from the release's id."""

from __future__ import annotations

import hashlib
import re
import unicodedata

_UNSAFE = re.compile(r"[^a-z0-9]+")
_LONGEST_SLUG = 60
_DEVICES = frozenset(
    {"con", "prn", "aux", "nul", *(f"{name}{n}" for name in ("com", "lpt") for n in range(10))}
)


def slug(work: str) -> str:
    """Return a name that every file system takes, made from the end of an IRI.

    >>> slug("https://pers.example.go.id/id/release/X7K2m9"), slug("urn:x:../../etc")
    ('x7k2m9', 'etc')
    """
    plain = unicodedata.normalize("NFKD", work).encode("ascii", "ignore").decode().lower()
    parts = [part for part in re.split(r"[/:#?]+", plain) if _UNSAFE.sub("", part)]
    name = _UNSAFE.sub("-", parts[-1]).strip("-")[:_LONGEST_SLUG].strip("-") if parts else ""
    return f"release-{name}" if name in _DEVICES else name or "release"


def release_name(work: str, version: int) -> str:
    """Return the name of a release among several, without suffix; different ids never share one."""
    digest = hashlib.sha256(work.encode()).hexdigest()[:8]
    return f"{slug(work)}-{digest}.v{version}"


def collision_key(path: str) -> str:
    """Return what two names share that some file system takes for one."""
    if path.isascii():  # those have one form
        return path.lower()
    return unicodedata.normalize("NFC", path).casefold()
