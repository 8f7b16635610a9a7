"""Charts as inline SVG, each with the table of its numbers.

Places along a chart are percentages and heights are pixels, so that letters keep their size on
every screen and no style stands in the page.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from html import escape
from typing import NamedTuple

_HEIGHT = 168
_TOP = 22
"""Pixels above the columns, for the number at the highest line."""
_FOOT = 24
"""Pixels below the columns, for the words of the axis."""
_MOST_COLUMNS = 60
_MOST_MONTHS = 48
_LABELS = 5
"""Words below a chart: more of them run into each other on a narrow screen."""
_STEPS = (1, 2, 5, 10, 20, 50, 100, 200, 500, 1000)
"""Years that a column can stand for."""


class Bar(NamedTuple):
    """A row of a table with a bar in it."""

    label: str
    """Markup: a link, or escaped text."""
    value: float
    """What the length shows; the largest one fills the cell."""
    shown: str
    """The number in words of the language."""


class Column(NamedTuple):
    """A column of a chart over time."""

    label: str
    """Below the chart, where there is room for it."""
    told: str
    """What the column stands for, as a sentence: ``March 2026: 14 releases``."""
    value: int


def bars(caption: str, head: tuple[str, str], rows: Sequence[Bar], *, whole: float = 0) -> str:
    """Return a table whose rows hold bars; ``whole`` is what fills a cell, else the largest."""
    largest = whole or max((row.value for row in rows), default=0) or 1
    lines = "".join(
        f'<tr><th scope="row">{row.label}</th><td class="number">{escape(row.shown)}</td>'
        f'<td class="bar">{_bar(row.value / largest)}</td></tr>\n'
        for row in rows
    )
    return (
        f'<table class="bars">\n<caption>{escape(caption)}</caption>\n<thead><tr>'
        f'<th scope="col">{escape(head[0])}</th><th scope="col" class="number">{escape(head[1])}'
        f"</th><td></td></tr></thead>\n<tbody>\n{lines}</tbody>\n</table>\n"
    )


def _bar(share: float) -> str:
    """Return a bar; the number beside it says the same, so it is only drawn."""
    width = max(min(share, 1) * 100, 0.4) if share else 0
    return (
        '<svg aria-hidden="true" focusable="false" width="100%" height="10">'
        f'<rect width="100%" height="10" class="track"/><rect width="{width:.1f}%" height="10"/>'
        "</svg>"
    )


def columns(name: str, title: str, told: str, points: Sequence[Column]) -> str:
    """Return a chart over time; ``name`` makes ids, ``told`` says in words what it shows."""
    steps, most = _scale(max((point.value for point in points), default=0))
    foot = _TOP + _HEIGHT
    lines = "".join(_line(step, most) for step in steps)
    drawn = "".join(_column(at, point, len(points), most) for at, point in enumerate(points))
    labels = "".join(_label(at, points[at], len(points)) for at in _labelled(len(points)))
    return (
        f'<svg class="columns" role="img" aria-labelledby="{name}-title {name}-told" '
        f'width="100%" height="{foot + _FOOT}">\n<title id="{name}-title">{escape(title)}</title>'
        f'<desc id="{name}-told">{escape(told)}</desc>\n{lines}\n{drawn}\n'
        f'<line x1="0" x2="100%" y1="{foot}" y2="{foot}" class="axis"/>{labels}\n</svg>\n'
    )


def _scale(largest: int) -> tuple[tuple[int, ...], int]:
    """Return where lines are drawn, and what the highest one stands for.

    >>> _scale(14), _scale(2), _scale(0)
    (((10, 20), 20), ((1, 2), 2), ((1,), 1))
    """
    size = 10 ** (len(str(largest)) - 1)
    if largest <= 1:
        return (1,), 1
    most = next(size * factor for factor in (1, 2, 4, 6, 8, 10) if size * factor >= largest)
    return ((most,), most) if most % 2 else ((most // 2, most), most)


def _line(step: int, most: int) -> str:
    y = _TOP + _HEIGHT - _HEIGHT * step / most
    return (
        f'<line x1="0" x2="100%" y1="{y:.0f}" y2="{y:.0f}" class="grid"/>'
        f'<text x="0" y="{y - 5:.0f}">{step}</text>'
    )


def _column(at: int, point: Column, count: int, most: int) -> str:
    if not point.value:
        return ""
    height = max(_HEIGHT * point.value / most, 1.5)
    wide = 100 / count
    gap = wide * 0.14
    return (
        f'<rect x="{at * wide + gap:.2f}%" y="{_TOP + _HEIGHT - height:.1f}" '
        f'width="{wide - 2 * gap:.2f}%" height="{height:.1f}"><title>{escape(point.told)}</title>'
        "</rect>"
    )


def _labelled(count: int) -> range:
    """Return the columns that have their word below them."""
    return range(0, count, max(1, -(-count // _LABELS)))


def _label(at: int, point: Column, count: int) -> str:
    """Return the word below a column; the first one begins where the chart does."""
    is_first = not at and count > _LABELS
    x, anchor = (0.0, "start") if is_first else ((at + 0.5) * 100 / count, "middle")
    return (
        f'<text x="{x:.2f}%" y="{_TOP + _HEIGHT + 17}" text-anchor="{anchor}">'
        f"{escape(point.label)}</text>"
    )


class Span(NamedTuple):
    """What a column of a chart over time stands for: a month, or some years."""

    first: str
    """``2026-09``, or the first year."""
    last: str
    """The same, or the last year."""
    value: int


def spans(months: Mapping[str, int], years: Mapping[str, int]) -> list[Span]:
    """Return what a chart over time shows, without gaps: months, if they are few, else years.

    ``months`` counts by ``2026-09``, ``years`` by ``2026``; a year is left out of a chart of
    months only where all its works have a month too.

    >>> for span in spans({"2025-12": 2, "2026-02": 1}, {"2025": 2, "2026": 1}):
    ...     print(*span)
    2025-12 2025-12 2
    2026-01 2026-01 0
    2026-02 2026-02 1
    """
    if not years:
        return []
    if months and sum(months.values()) == sum(years.values()):
        found = _months(min(months), max(months))
        if len(found) <= _MOST_MONTHS:
            return [Span(month, month, months.get(month, 0)) for month in found]
    first, last = int(min(years)), int(max(years))
    step = next(step for step in _STEPS if (last - first) // step < _MOST_COLUMNS)
    counts: dict[int, int] = {}
    for year, count in years.items():
        start = int(year) // step * step
        counts[start] = counts.get(start, 0) + count
    return [
        Span(f"{start:04}", f"{start + step - 1:04}", counts.get(start, 0))
        for start in range(first // step * step, last + 1, step)
    ]


def _months(first: str, last: str) -> list[str]:
    """Return all months from one to another, one more than can be shown at most."""
    found: list[str] = []
    year, month = int(first[:4]), int(first[5:])
    while len(found) <= _MOST_MONTHS and (one := f"{year:04}-{month:02}") <= last:
        found.append(one)
        year, month = (year, month + 1) if month < 12 else (year + 1, 1)
    return found
