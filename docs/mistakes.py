"""Writes the table of five typical mistakes into `docs/ci.md` (`python -m docs.mistakes`).

Each tool makes each mistake for real. Two variables say where the others are:
PRESS_ARCHIVE_CI_JUDGES is the folder of the programs of an environment with
requirements/ci-judges.txt, PRESS_ARCHIVE_AJV the program of tests/ajv/package.json.
"""

from __future__ import annotations

import os
import re
import shlex
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parent.parent
PAGE = ROOT / "docs" / "ci.md"
START, END = "<!-- made by python -m docs.mistakes -->\n", "<!-- end of what is made -->"
_LONGEST = 200
_NOISE = re.compile(
    r"^(unknown format .*|schema \S+ is valid|Usage: .*|Try '.*|Require stack:|- .*| +(at|File) .*"
    r"|\d+ files checked, .*)$"
)
"""Lines that are left out of the table; points are given for them, too."""


@dataclass(frozen=True, slots=True)
class Rule:
    """What earns the points of a mistake: a pattern for each, sought in all that a tool says."""

    names: str
    says: str
    mends: str
    position: str = ""
    """What has line and column, where the mistake has such: needed for the point of ``names``."""


RULES = {
    "missing file": Rule(
        names=r"gone\.json",
        says=r"(?i)no such file|not exist|cannot find|not found",
        mends=r"(?i)did you mean|correct the name|check the name",
    ),
    "broken JSON": Rule(
        names=r"broken\.json",
        says=r"(?i)delimiter|expected|unexpected",
        mends=r"(?i)comma|','",
        position=r"\d+:\d+|line \d+,? col\w* \d+",
    ),
    "schema violation": Rule(
        names=r"violation\.json",
        says=r"(?i)date-time|date and time|must match|does not match",
        mends=r"(?i)\bwrite\b|\bsuch as\b|for example|e\.g\.",
        position=r"\d+:\d+|line \d+,? col\w* \d+",
    ),
    "unknown option": Rule(
        names=r"--(exit-zer|schemafil|sepc)\b",
        says=r"(?i)no such option|unknown|unrecogni[sz]ed",
        mends=r"(?i)did you mean|--help|usage",
    ),
    "unwritable output": Rule(
        names=r"taken/\w+|/dev/full",
        says=r"(?i)not a directory|file exists|no space left",
        mends=r"(?i)name another|choose another|free room|make it writable",
    ),
}
"""The mistakes, and what earns the points."""

_AJV = "--spec=draft2020 -c ajv-formats --strict=false -s release.schema.json"
COMMANDS = {
    "press-archive": {
        "missing file": "validate gone.json",
        "broken JSON": "validate broken.json",
        "schema violation": "validate violation.json",
        "unknown option": "validate --exit-zer release.json",
        "unwritable output": "validate release.json --report json=taken/report.json",
    },
    "check-jsonschema": {
        "missing file": "--schemafile release.schema.json gone.json",
        "broken JSON": "--schemafile release.schema.json broken.json",
        "schema violation": "--schemafile release.schema.json violation.json",
        "unknown option": "--schemafil release.schema.json release.json",
        "unwritable output": "--schemafile release.schema.json release.json > /dev/full",
    },
    "ajv": {
        "missing file": f"validate {_AJV} -d gone.json",
        "broken JSON": f"validate {_AJV} -d broken.json",
        "schema violation": f"validate {_AJV} -d violation.json",
        "unknown option": f"validate --sepc=draft2020 {_AJV} -d release.json",
        "unwritable output": f"compile {_AJV} -o taken/validate.js",
    },
}
"""Tool → mistake → command line behind the name of the tool."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """What one tool makes of one mistake."""

    tool: str
    mistake: str
    status: int
    said: str

    @property
    def position(self) -> str:
        """Return line and column as they were told, or nothing."""
        pattern = RULES[self.mistake].position
        found = re.search(pattern, self.said) if pattern else None
        return found[0] if found else ""

    @property
    def score(self) -> int:
        """Return the points: one each for naming, saying and mending; none if all seems well."""
        rule = RULES[self.mistake]
        names = bool(re.search(rule.names, self.said)) and bool(self.position or not rule.position)
        says, mends = re.search(rule.says, self.said), re.search(rule.mends, self.said)
        return 0 if self.status == 0 else sum(map(bool, (names, says, mends)))

    @property
    def message(self) -> str:
        """Return what was said in one line, shortened."""
        lines = [line for line in self.said.splitlines() if not _NOISE.match(line)]
        if lines[0].startswith("Traceback"):
            lines = ["Traceback …", *(line for line in lines[1:] if not line.startswith(" "))]
        text = " ".join(" ".join(lines).split())
        return text if len(text) <= _LONGEST else text[: _LONGEST - 1] + "…"


def programs(environment: Mapping[str, str]) -> dict[str, list[str]]:
    """Return tool → words that start it.

    Raises:
        KeyError: a variable that says where the others are is not set.
    """
    return {
        "press-archive": [sys.executable, "-m", "archive"],
        "check-jsonschema": [str(Path(environment["PRESS_ARCHIVE_CI_JUDGES"], "check-jsonschema"))],
        "ajv": [environment["PRESS_ARCHIVE_AJV"]],
    }


def cells(started: Mapping[str, list[str]]) -> Iterator[Cell]:
    """Yield what each tool makes of each mistake, tried in a folder of its own."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name).resolve()
        _fill(folder)
        for mistake in RULES:
            for tool, lines in COMMANDS.items():
                yield _tried(folder, tool, mistake, [started[tool], lines[mistake]])


def _fill(folder: Path) -> None:
    """Write what the commands read: a good release, two bad ones, and a file in the way."""
    good = (ROOT / "samples/good/taman-baca-id/release.json").read_text("utf-8")
    shutil.copy(ROOT / "schemas" / "release.schema.json", folder)
    named = {
        "release.json": good,
        "broken.json": '{\n  "headline": "Taman baca"\n  "language": "id"\n}\n',
        "violation.json": re.sub('(?<="versionCreated": )"[^"]*"', '"20 Mei 2026"', good, count=1),
        "taken": "",
    }
    for file, text in named.items():
        (folder / file).write_text(text, encoding="utf-8")


def _tried(folder: Path, tool: str, mistake: str, command: list[str | list[str]]) -> Cell:
    start, rest = command
    line = f"{shlex.join(start)} {rest}"
    kept = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}
    done = subprocess.run(  # noqa: S602 (our own lines, one with a redirection)
        line, shell=True, cwd=folder, text=True, encoding="utf-8", errors="replace", check=False,
        timeout=120, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
        env=kept | {"PYTHONPATH": str(ROOT), "LC_ALL": "C", "NO_COLOR": "1"},
    )  # fmt: skip
    said = done.stdout.replace(f"{folder}/", "")
    return Cell(tool=tool, mistake=mistake, status=done.returncode, said=said)


def table(found: Iterable[Cell]) -> str:
    """Return the table of the page, with the sums."""
    rows = [
        "| mistake | tool | what it says (shortened) | place | exit status | points |",
        "| --- | --- | --- | --- | --- | --- |",
    ]
    totals = dict.fromkeys(COMMANDS, 0)
    for cell in found:
        totals[cell.tool] += cell.score
        said = cell.message.replace("|", "\\|").replace("`", "'")
        rows.append(
            f"| {cell.mistake} | {cell.tool} | `{said}` | {cell.position or '–'} "
            f"| {cell.status} | {cell.score} |"
        )
    most = 3 * len(RULES)
    sums = ", ".join(f"{tool} {total}" for tool, total in totals.items())
    return "\n".join(rows) + f"\n\nOf {most} points: {sums}.\n"


def commands() -> str:
    """Return the commands of the page, as one would type them."""
    lines = [f"{tool} {rest}" for tool, own in COMMANDS.items() for rest in own.values()]
    return "```text\n" + "\n".join(lines) + "\n```\n"


def made(found: Iterable[Cell]) -> str:
    """Return the part of the page that is made."""
    return f"{commands()}\n{table(found)}"


def between(page: str) -> str:
    """Return the part of a page that is made."""
    return page.partition(START)[2].partition(END)[0]


def main() -> None:
    """Write the table into the page."""
    if not {"PRESS_ARCHIVE_CI_JUDGES", "PRESS_ARCHIVE_AJV"} <= os.environ.keys():
        sys.exit(__doc__)
    page = PAGE.read_text("utf-8")
    before, _, rest = page.partition(START)
    after = rest.partition(END)[2]
    new = before + START + made(cells(programs(os.environ))) + END + after
    PAGE.write_text(new, encoding="utf-8")
    print("wrote docs/ci.md")


if __name__ == "__main__":
    main()
