"""A text of a release, or a line of a source, with the places of findings marked in it."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from archive.outcome import Excerpt, Passage
from archive.reporters.html.markup import direction, safe, said

_PARAGRAPH = re.compile(r"\n{2,}")


class Note(NamedTuple):
    """A finding as it is referred to on the page."""

    number: int
    """Counted from 1 among those of a release."""
    anchor: int
    """Counted over the page."""
    kind: str
    """The value of its severity."""


class Place(NamedTuple):
    """Characters of a text that a note is about."""

    start: int
    end: int
    note: Note
    is_first: bool = True
    """Whether the note is marked here for the first time; that is where it leads back to."""


def link(place: Place, language: str) -> str:
    """Return the number of a note, as a link to it."""
    note = place.note
    target = f' id="m{note.anchor}"' if place.is_first else ""
    name = said("note", language, count=note.number)
    return (
        f'<a class="no {note.kind}"{target} href="#n{note.anchor}" aria-label="{name}">'
        f"{note.number}</a>"
    )


def prose(passage: Passage, places: Sequence[Place], language: str, css: str) -> str:
    """Return a text in paragraphs, with its marks; ``places`` of no character mark all of it."""
    inside = "".join(_marked(passage.text, places, language))
    notes = "".join(link(one, language) for one in places if one.start == one.end)
    more = f'<p class="more">{said("text_cut", language)}</p>' if passage.is_cut else ""
    about = direction(passage.language)
    return f'<div class="{css}" {about}><p>{notes}{inside}</p></div>{more}'


def line(excerpt: Excerpt, notes: Sequence[Note], language: str) -> str:
    """Return a line of a source with the place that notes are about."""
    place = [Place(excerpt.at, excerpt.at + 1, note) for note in notes]
    text = "".join(_marked(excerpt.text, place, language))
    before, behind = "…" * excerpt.is_cut_before, "…" * excerpt.is_cut_behind
    name = said("source_line", language, line=excerpt.position.line)
    at_end = excerpt.at >= len(excerpt.text)
    links = "".join(link(one, language) for one in place) if at_end else ""
    above = f'<code dir="ltr" class="above">{safe(excerpt.above)}</code>' if excerpt.above else ""
    return (
        f'<div class="line"><span class="where">{name}</span>{above}'
        f'<code dir="ltr">{before}{text}{behind}{links}</code></div>'
    )


def _marked(text: str, places: Sequence[Place], language: str) -> Iterator[str]:
    """Yield a text in parts, each inside or outside of marks, with the numbers of notes."""
    shown = [one for one in places if one.start < min(one.end, len(text))]
    ends = sorted({0, len(text), *(at for one in shown for at in (one.start, one.end))})
    for start, end in itertools.pairwise(ends):
        here = [one for one in shown if one.start <= start < one.end]
        for one in here:
            if one.start == start:
                yield link(one, language)
        kind = _worst(here)
        yield _part(text[start:end], kind)


def _worst(here: Sequence[Place]) -> str:
    kinds = {one.note.kind for one in here}
    return next((kind for kind in ("error", "warning", "info") if kind in kinds), "")


def _part(text: str, kind: str) -> str:
    """Return a part of a text, in a mark of some kind, or in none."""
    return "</p><p>".join(
        "<br>".join(_run(line, kind) for line in paragraph.split("\n"))
        for paragraph in _PARAGRAPH.split(text)
    )


def _run(text: str, kind: str) -> str:
    if not text:
        return ""
    shown = safe(text.replace("\t", " ").replace("\r", " "))
    return f'<mark class="{kind}">{shown}</mark>' if kind else shown
