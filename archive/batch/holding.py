"""Why a valid record does not leave the archive, or not yet."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from archive.edtf import bounds, instant
from archive.findings import Finding, finding


def under_embargo(document: Mapping[str, Any], as_of: datetime | None) -> Finding | None:
    """Return that a record is under embargo, if it is; ``None``: no embargo has ended yet."""
    embargo = document.get("embargo")
    if not isinstance(embargo, dict):
        return None
    until = embargo.get("until")
    if until is None:
        return finding("L301", "/embargo", variant="open")
    if as_of is None or instant(until) > as_of:
        return finding("L301", "/embargo", until=until)
    return None


def unpublished(document: Mapping[str, Any], as_of: datetime | None) -> Finding | None:
    """Return why a valid record is not for the public, if it is not."""
    status = document["status"]
    if status in ("draft", "scheduled"):
        return finding("L302", "/status", variant="" if status == "draft" else "scheduled")
    return under_embargo(document, as_of) or _under_decision(document, as_of)


def _under_decision(document: Mapping[str, Any], as_of: datetime | None) -> Finding | None:
    """Return that access to a record is restricted, if it is; the day it ends is the last one."""
    access = document.get("access")
    if not isinstance(access, dict) or access["level"] == "public":
        return None
    until = access.get("until")
    if until is None:
        return finding("L304", "/access", level=access["level"])
    _, last = bounds(until)
    if as_of is not None and last is not None and last < as_of.date():
        return None
    return finding("L304", "/access", variant="until", level=access["level"], until=until)
