"""What is said of five typical mistakes, here and by two other validators of JSON."""

from __future__ import annotations

import os

import pytest

from docs import mistakes
from docs.mistakes import Cell


@pytest.fixture(scope="module")
def programs():
    """Return what starts each tool."""
    try:
        return mistakes.programs(os.environ)
    except KeyError as error:
        reason = f"the other validators are not there: set {error} (see docs/mistakes.py)"
        if os.environ.get("CI") == "true":
            pytest.fail(reason)
        pytest.skip(reason)


def _rows():
    page = mistakes.between(mistakes.PAGE.read_text("utf-8"))
    rows = [line for line in page.splitlines() if line.startswith("| ")]
    return [row.replace("\\|", "").strip("| ").split(" | ") for row in rows[2:]]


def test_no_tool_tells_more_of_any_mistake():
    points = {(row[0], row[1]): int(row[5]) for row in _rows()}

    assert set(points) == {(one, tool) for one in mistakes.RULES for tool in mistakes.COMMANDS}
    for (mistake, tool), score in points.items():
        assert score <= points[mistake, "press-archive"], (mistake, tool)


def test_of_all_mistakes_together_this_program_tells_the_most():
    totals = dict.fromkeys(mistakes.COMMANDS, 0)
    for row in _rows():
        totals[row[1]] += int(row[5])

    ours = totals.pop("press-archive")
    assert ours > max(totals.values())


@pytest.mark.parametrize(
    ("mistake", "said", "points"),
    [
        ("broken JSON", "cannot", 0),
        ("broken JSON", "broken.json: wrong", 0),
        ("broken JSON", "broken.json:3:3: wrong", 1),
        ("broken JSON", "broken.json:3:3: unexpected", 2),
        ("broken JSON", "broken.json:3:3: unexpected; put a comma", 3),
        ("missing file", "no gone.json: did you mean another?", 2),
        ("unwritable output", "No space left on device", 1),
    ],
)
def test_a_point_each_is_for_naming_saying_and_mending(mistake, said, points):
    assert Cell(tool="any", mistake=mistake, status=1, said=said).score == points


def test_who_says_that_all_is_well_gets_no_point():
    said = "broken.json:3:3: unexpected; put a comma"

    assert Cell(tool="any", mistake="broken JSON", status=0, said=said).score == 0


@pytest.mark.slow
def test_the_page_says_what_the_tools_say(programs):
    made = mistakes.made(mistakes.cells(programs))

    assert mistakes.between(mistakes.PAGE.read_text("utf-8")) == made, "python -m docs.mistakes"
