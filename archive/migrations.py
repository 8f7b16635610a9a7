"""Records of an earlier version of the schema → records of the present one, step by step.

There is one version so far, so :data:`MIGRATIONS` is empty. Whoever makes the next one enters what
leads to it from the one before, under the name of that one; a record of any earlier version then
goes through all steps that lead from it to the present.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from archive.findings import Finding, finding

Step = Callable[[Mapping[str, Any]], dict[str, Any]]
"""Returns the record of the next version; what it is given stays as it is.

A record may be faulty: a step leaves alone what is not in the form that its version asks for, so
that validation can name it. It sets ``schemaVersion``.
"""

MIGRATIONS: dict[str, Step] = {}
"""``schemaVersion`` → the step to the next version."""


def migrated(document: Any) -> tuple[Any, tuple[Finding, ...]]:
    """Return a document in the form of the present version, and that it was brought there.

    What is of the present version, of an unknown one or no record at all comes back as it is.
    """
    found = version = _version(document)
    while version in MIGRATIONS:
        document = MIGRATIONS[version](document)
        if (version := _version(document)) == found:
            raise AssertionError(f"the steps from schema version {found} lead back to it")
    if version == found:
        return document, ()
    told = finding("L102", "/schemaVersion", variant="schema", found=found, right=version)
    return document, (told,)


def _version(document: Any) -> str:
    version = document.get("schemaVersion") if isinstance(document, Mapping) else None
    return version if isinstance(version, str) else ""
