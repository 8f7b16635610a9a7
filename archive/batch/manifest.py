"""The manifest of a conversion: a line of JSON for each source; the same run, the same bytes."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any

import msgspec

from archive.outcome import Outcome


def line(outcome: Outcome) -> bytes:
    """Return what the manifest says of a source."""
    status = "ok" if outcome.is_valid else "failed"
    if outcome.is_valid and outcome.held_back and not outcome.converted:
        status = "held"
    said: dict[str, Any] = {
        "src": outcome.path,
        "sha256": outcome.sha256,
        "outputs": [{"path": one.path, "sha256": one.sha256} for one in outcome.outputs],
        "status": status,
        "problems": [
            {
                "code": one.code,
                "severity": one.severity.value,
                "pointer": one.pointer,
                "line": one.position.line if one.position else None,
                "column": one.position.column if one.position else None,
                "params": dict(one.params),
            }
            for one in outcome.findings
        ],
    }
    return msgspec.json.encode(said) + b"\n"


def outputs_of(path: Path) -> dict[str, list[str]]:
    """Return source → outputs of an earlier manifest; nothing if there is none."""
    try:
        lines = path.read_bytes().splitlines()
    except FileNotFoundError:
        return {}
    entries = [msgspec.json.decode(one) for one in lines if one.strip()]
    return {entry["src"]: [one["path"] for one in entry["outputs"]] for entry in entries}


def orphans(before: dict[str, list[str]], outcomes: Iterable[Outcome]) -> list[str]:
    """Return outputs of an earlier run that no source has any more, sorted."""
    now = {output.path for outcome in outcomes for output in outcome.outputs}
    present = {outcome.path for outcome in outcomes}
    return sorted(
        path
        for source, paths in before.items()
        if source not in present
        for path in paths
        if path not in now
    )
