"""Rows of figures: medians of rounds, with the range of the ratios.

What goes in is seconds per release, round by round, of two ways that took turns.
"""

from __future__ import annotations

import statistics
from operator import truediv
from typing import Any

Row = dict[str, Any]


def faster(job: str, ours: list[float], theirs: list[float]) -> Row:
    """Return releases a second of both, and how many times as fast we are."""
    rates = {"ours": _rate(ours), "theirs": _rate(theirs)}
    return {"job": job, **rates, **_ratios(theirs, ours)}


def dearer(job: str, ours: list[float], templates: list[float]) -> Row:
    """Return releases a second of us and of bare templates, and how many times the cost we are."""
    rates = {"ours": _rate(ours), "templates": _rate(templates)}
    return {"job": job, **rates, **_ratios(ours, templates)}


def ratio(way: str, before: list[float], after: list[float]) -> Row:
    """Return how many times as fast a way became."""
    return {"way": way, **_ratios(before, after)}


def _rate(seconds: list[float]) -> int:
    return round(1 / statistics.median(seconds))


def _ratios(longer: list[float], shorter: list[float]) -> Row:
    ratios = list(map(truediv, longer, shorter))
    return {
        "ratio": round(statistics.median(ratios), 2),
        "least": round(min(ratios), 2),
        "most": round(max(ratios), 2),
    }
