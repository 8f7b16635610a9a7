"""The manifest of a conversion: a line of JSON for each source; the same run, the same bytes.

A run reads the manifest that an earlier one left before it writes its own. Files that the earlier
run wrote and this one did not are kept in mind, run after run, until they are gone:

- ``stale`` of a source: what was once made of it and not this time (it has faults now, is held
  back, or was converted into other formats);
- a line with the status ``left``: the files of a source that this run did not have.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from archive.batch.outputs import OutputFolder
from archive.batch.sources import STDIN_NAME
from archive.errors import PhrasedError
from archive.findings import Finding
from archive.outcome import Outcome
from archive.problems import json_line
from archive.writers import WRITERS

Files = dict[str, str]
"""Path below the output folder → SHA-256 of what was written."""


class DamagedManifest(PhrasedError):  # noqa: N818 (says what is wrong)
    """A file is there, but it is no manifest of this program."""

    def __init__(self, path: Path, line: int) -> None:
        super().__init__("manifest_damaged", name=path.as_posix(), line=line)


def line(outcome: Outcome, stale: Mapping[str, str]) -> bytes:
    """Return what the manifest says of a source."""
    outputs = {one.path: one.sha256 for one in outcome.outputs}
    return _line(
        src=outcome.path,
        sha256=outcome.sha256,
        outputs=_listed(outputs),
        status=_status(outcome),
        problems=[_problem(one) for one in outcome.findings],
        stale=_listed(stale),
    )


def _line(**said: Any) -> bytes:
    return json_line(said).encode() + b"\n"


def _listed(files: Mapping[str, str]) -> list[dict[str, str]]:
    return [{"path": path, "sha256": sha256} for path, sha256 in files.items()]


def _status(outcome: Outcome) -> str:
    if outcome.obstacle is not None:
        return "error"
    if not outcome.is_valid:
        return "failed"
    return "held" if outcome.held_back and not outcome.converted else "ok"


def _problem(one: Finding) -> dict[str, Any]:
    return {
        "code": one.code,
        "severity": one.severity.value,
        "pointer": one.pointer,
        "line": one.position.line if one.position else None,
        "column": one.position.column if one.position else None,
        "params": dict(one.params),
    }


def read(path: Path) -> dict[str, Files]:
    """Return source → files of an earlier manifest; nothing if there is none.

    Raises:
        DamagedManifest: the file is no manifest; it is then left as it is.
    """
    files: dict[str, Files] = {}
    if not path.is_file():
        return files
    with path.open("rb") as stream:
        for number, raw in enumerate(stream, 1):
            try:
                entry = json.loads(raw)
                listed = [*entry["outputs"], *entry["stale"]]
                files[_text(entry["src"])] = {
                    _text(one["path"]): _text(one["sha256"]) for one in listed
                }
            except (ValueError, TypeError, KeyError, RecursionError) as error:
                raise DamagedManifest(path, number) from error
    return files


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise TypeError(value)
    return value


@dataclass(slots=True)
class Ledger:
    """What an earlier run wrote, struck off as this run writes it again."""

    earlier: dict[str, Files]
    formats: Iterable[str]
    """Formats of this run."""
    folder: OutputFolder | None
    _made: set[str] = field(default_factory=set)
    _gone: Files = field(default_factory=dict)

    def enter(self, outcome: Outcome) -> bytes:
        """Return the line of an outcome."""
        made = {one.path for one in outcome.outputs}
        if self.earlier or self._gone:
            self._made |= made
        before = self.earlier.pop(outcome.path, {})
        stale = {
            name: sha256
            for name, sha256 in before.items()
            if name not in made and self._holds(name)
        }
        if outcome.is_valid and not outcome.held_back:
            self._gone |= {name: value for name, value in stale.items() if self._is_ours(name)}
        return line(outcome, stale)

    def _holds(self, name: str) -> bool:
        """Return whether an output of an earlier run still stands in the folder."""
        return self.folder is not None and self.folder.holds(name)

    def _is_ours(self, name: str) -> bool:
        """Return whether a file has a format of this run: its release is gone from the source."""
        fitting = [word for word, form in WRITERS.items() if name.endswith(form.suffix)]
        longest = max(fitting, key=lambda word: len(WRITERS[word].suffix), default="")
        return longest in self.formats

    def orphans(self) -> Files:
        """Return the files, sorted, whose source is gone, or whose release is gone from it."""
        found = dict(self._gone)
        for source, files in self.earlier.items():
            if source != STDIN_NAME and not Path(source).exists():
                found |= {name: value for name, value in files.items() if self._holds(name)}
        return {name: found[name] for name in sorted(found) if name not in self._made}

    def rest(self) -> Iterator[bytes]:
        """Yield the lines of sources that this run did not have, as long as they have files."""
        for source, files in sorted(self.earlier.items()):
            left = {
                name: sha256
                for name, sha256 in files.items()
                if name not in self._made and self._holds(name)
            }
            if left:
                yield _line(
                    src=source, sha256=None, outputs=_listed(left), status="left", problems=[],
                    stale=[],
                )  # fmt: skip
