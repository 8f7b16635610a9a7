"""Bars as inline SVG, in the tables whose numbers they show."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from typing import NamedTuple

_NUMBER = ' class="number"'


class Bar(NamedTuple):
    """A row of a table, and how long its bar is."""

    cells: tuple[str, ...]
    """Markup; the bar stands in the first one."""
    value: float
    told: str
    """What the bar shows, in words."""
    css: str = "plain"


def table(title: str, head: Sequence[str], bars: Sequence[Bar], *, numbers: int = 1) -> str:
    """Return a table with a bar in each row; its last columns are ``numbers``."""
    largest = max(bar.value for bar in bars) or 1
    css = [_NUMBER if at >= len(head) - numbers else "" for at in range(len(head))]
    rows = "".join(
        f'<tr><th scope="row">{bar.cells[0]}{_bar(bar, largest)}</th>'
        + "".join(
            f"<td{kind}>{cell}</td>" for kind, cell in zip(css[1:], bar.cells[1:], strict=True)
        )
        + "</tr>"
        for bar in bars
    )
    cells = "".join(
        f'<th scope="col"{kind}>{escape(cell)}</th>' for kind, cell in zip(css, head, strict=True)
    )
    return (
        f'<section class="scroll" aria-label="{escape(title)}" tabindex="0"><table>'
        f'<caption class="unseen">{escape(title)}</caption><thead><tr>{cells}</tr></thead>'
        f"<tbody>{rows}</tbody></table></section>"
    )


def _bar(bar: Bar, largest: float) -> str:
    """Return the bar of a row; the longest one fills its cell."""
    width = max(4, bar.value / largest * 1000)
    return (
        '<svg class="bar" role="img" viewBox="0 0 1000 8" preserveAspectRatio="none" '
        f'width="1000" height="8"><title>{escape(bar.told)}</title>'
        f'<rect class="{bar.css}" width="{width:.1f}" height="8"/></svg>'
    )


def strip(title: str, parts: Sequence[tuple[int, str]]) -> str:
    """Return one bar that is divided into parts."""
    whole = sum(count for count, _ in parts) or 1
    drawn, at = "", 0.0
    for count, css in parts:
        width = count / whole * 1000
        drawn += f'<rect class="{css}" x="{at:.1f}" y="0" width="{width:.1f}" height="14"/>'
        at += width
    return (
        f'<svg class="strip" role="img" viewBox="0 0 1000 14" preserveAspectRatio="none" '
        f'width="1000" height="14"><title>{escape(title)}</title>{drawn}</svg>'
    )
