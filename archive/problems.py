"""A finding as machines read it."""

from __future__ import annotations

import json
import re
from typing import Any

from archive import messages
from archive.findings import Finding

_UNSAFE = re.compile("[\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff]")
"""What steers a terminal or a reader's eye, and bytes of file names that are no UTF-8."""


def json_line(said: Any) -> str:
    r"""Return a value as JSON in one line that can be shown anywhere and is always UTF-8.

    >>> print(json_line({"path": "caf\udce9\x9b"}))
    {"path": "caf\udce9\u009b"}
    """
    text = json.dumps(said, ensure_ascii=False)
    if "##" in text:
        text = messages.without_orders(text)
    return _UNSAFE.sub(_escaped, text)


def _escaped(match: re.Match[str]) -> str:
    return f"\\u{ord(match[0]):04x}"


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
