"""The report in a real browser: what a person sees, with which no checker of accessibility errs."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from pathlib import Path

import pytest

from tests.program import Program

pytestmark = pytest.mark.slow
TOOLS = dict(os.environ)
"""As it is before a test takes the variables of the program away."""
LOOK = Path(__file__).parent / "web" / "look.py"
RULES = LOOK.with_name("htmlvalidate.json")

BAD = ("bad/J001*", "bad/R104*", "bad/R121*", "bad/R207*", "bad/S101*", "bad/S105*", "bad/G001-no*")
GOOD = ("good/maktaba-ar/release.json", "good/kyushoku-ja/release.json")


def tool(variable: str, wanted: str) -> str:
    """Return where a tool is; without it the test is passed over, in CI it fails."""
    place = TOOLS.get(variable, "")
    if not place:
        reason = f"no {wanted}: set {variable}"
        if os.environ.get("CI") == "true":
            pytest.fail(reason)
        pytest.skip(reason)
    return place


def written(press_archive: Program, samples: Path, language: str) -> Path:
    """Return a folder with a page of good and bad samples, and with one of a conversion."""
    Path("in").mkdir()
    for one in (*BAD, *GOOD):
        (file,) = samples.glob(one)
        shutil.copy(file, f"in/{file.parent.name}-{file.name}")
    press_archive("validate", "in", "--lang", language, "--report", "html=pages/checked.html")
    press_archive(
        "convert", "in", "-t", "ninjs,nquads", "-o", "out", "--lang", language,
        "--report", "html=pages/converted.html",
    )  # fmt: skip
    return Path("pages").absolute()


@pytest.mark.parametrize("language", ["en", "id"])
def test_axe_finds_nothing_and_the_browser_asks_nobody(press_archive, samples, language):
    """Wide and narrow, light and dark: no fault, no message, no request, no sideways scrolling."""
    python = tool("PRESS_ARCHIVE_BROWSER", "Python with playwright")
    web = tool("PRESS_ARCHIVE_WEB", "folder with axe-core")
    Path("pages").mkdir()
    pages = written(press_archive, samples, language)

    axe = Path(web) / "node_modules" / "axe-core" / "axe.min.js"
    done = subprocess.run(
        [python, LOOK, axe, *sorted(pages.iterdir())],
        capture_output=True, check=True, timeout=300, text=True,
    )  # fmt: skip

    told = json.loads(done.stdout)
    assert [one["faults"] for one in told] == [[]] * 6
    assert [one["messages"] + one["requests"] for one in told] == [[]] * 6
    assert [one["overflow"] for one in told] == [0] * 6
    assert all(one["first_focus"] == "skip" for one in told)


def test_a_validator_of_html_finds_nothing(press_archive, samples):
    web = tool("PRESS_ARCHIVE_WEB", "folder with html-validate")
    Path("pages").mkdir()
    pages = written(press_archive, samples, "en")

    done = subprocess.run(
        [Path(web) / "node_modules" / ".bin" / "html-validate", "--config", RULES, *pages.iterdir()],
        capture_output=True, check=False, timeout=300, text=True, cwd=web,
    )  # fmt: skip

    assert (done.returncode, done.stdout) == (0, "")
