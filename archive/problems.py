"""A finding as machines read it."""

from __future__ import annotations

from typing import Any

from archive import messages
from archive.findings import Finding


def problem(path: str, one: Finding, language: str) -> dict[str, Any]:
    """Return a finding with everything a program could want; what is absent is null."""
    return {
        "path": path,
        "line": one.position.line if one.position else None,
        "column": one.position.column if one.position else None,
        "pointer": one.pointer,
        "code": one.code,
        "severity": one.severity.value,
        "message": messages.message(one, language),
        "hint": messages.hint(one, language),
        "params": dict(one.params),
        "url": f"docs/codes.md#{one.code.lower()}",
    }
