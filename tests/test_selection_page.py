"""The page on selection and baselines says what the program does."""

from __future__ import annotations

import re
import shlex
import shutil
from pathlib import Path

from tests.conftest import CHECKOUT

PAGE = CHECKOUT / "docs" / "selection.md"
SAMPLES = {
    "releases/0517.json": "S102-mistyped-field.json",
    "releases/0518.json": "R206-no-number.json",
    "releases/2019/0412.json": "R201-capitals.json",
}


def test_the_examples_on_the_page_run_as_they_stand_there(press_archive, samples):
    for name, sample in SAMPLES.items():
        Path(name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(samples / "bad" / sample, name)
    said, ran = [], []
    blocks = re.findall(r"```(toml|console)\n(.*?)```", PAGE.read_text("utf-8"), re.DOTALL)
    for kind, block in blocks:
        if kind == "toml":
            Path("press-archive.toml").write_text(block, encoding="utf-8")
            continue
        said.append(block)
        ran.append("".join(_shown(press_archive, line) for line in _commands(block)))

    assert ran == said
    assert len(said) == len(blocks) - 1


def _commands(block: str) -> list[str]:
    return [line for line in block.splitlines() if line.startswith("$ ")]


def _shown(press_archive, line: str) -> str:
    """Return a command and what it says, as in a terminal."""
    words, _, file = line.removeprefix("$ press-archive ").partition(" >")
    done = press_archive(*shlex.split(words))
    return f"{line}\n{'' if file else done.out}{done.err}"
