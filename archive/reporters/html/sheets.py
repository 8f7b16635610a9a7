"""What is shown of one source: its releases with the marks of an editor, and the remarks beside."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from archive import messages
from archive.findings import Finding, Position, Severity
from archive.outcome import Excerpt, Outcome, Proof
from archive.reporters.html import passages
from archive.reporters.html.markup import counted, examples, label, number, safe, said
from archive.reporters.html.passages import Note, Place

MOST_SHEETS = 20
"""How many releases of a source are shown."""
MOST_LOOSE = 100
"""How many findings of a source are shown that belong to no release that is shown."""
_RANK = {Severity.ERROR: 0, Severity.WARNING: 1, Severity.INFO: 2}
_CSS = {"/headline": "headline", "/dateline/text": "dateline", "/body/text": "body"}
_LONGEST_EXAMPLE = 120


@dataclass(slots=True)
class Gathered:
    """What is known of a source while its parts come; it grows only so far."""

    path: str
    counts: dict[Severity, int] = field(default_factory=lambda: dict.fromkeys(Severity, 0))
    proofs: list[Proof] = field(default_factory=list)
    loose: list[tuple[Finding, Excerpt | None]] = field(default_factory=list)
    is_known: bool = False
    """Whether something about it is not told because an earlier run has told it."""

    def add(self, outcome: Outcome) -> None:
        """Take a part of it; where there is too much, errors are kept rather than others."""
        self.is_known = self.is_known or bool(outcome.known)
        for one in outcome.findings:
            self.counts[one.severity] += 1
        for severity, untold in outcome.untold.items():
            self.counts[severity] += untold - 1  # a finding of its own stands for them
        self.proofs = sorted([*self.proofs, *outcome.proofs], key=_worst)[:MOST_SHEETS]
        placed = {id(one) for proof in outcome.proofs for one in proof.findings}
        lines = {one.position: one for one in outcome.excerpts}
        loose = [
            (one, _line(one.position, lines)) for one in outcome.findings if id(one) not in placed
        ]
        self.loose = sorted([*self.loose, *loose], key=lambda pair: _RANK[pair[0].severity])
        del self.loose[MOST_LOOSE:]

    @property
    def worst(self) -> Severity | None:
        """Return the severity of the worst that was found, if there is anything."""
        return next((one for one in Severity if self.counts[one]), None)

    @property
    def told(self) -> int:
        """Return how many findings are shown."""
        return len(self.loose) + sum(len(one.findings) for one in self.proofs)

    @property
    def untold(self) -> int:
        """Return how many are not."""
        return sum(self.counts.values()) - self.told


def _worst(proof: Proof) -> int:
    return min(_RANK[one.severity] for one in proof.findings)


def _line(position: Position | None, lines: Mapping[Position, Excerpt]) -> Excerpt | None:
    return lines.get(position) if position is not None else None


class Sheets:
    """Writes sources as parts of a page; counts what it refers to over the whole of it."""

    def __init__(self, language: str) -> None:
        self._language = language
        self._sources = 0
        self._notes = 0
        self.first: dict[str, tuple[int, str]] = {}
        """Code → the note it first stands in, and the hint there."""

    def source(self, one: Gathered) -> Iterator[str]:
        """Yield what is shown of a source."""
        language = self._language
        self._sources += 1
        name = f"f{self._sources}"
        yield (
            f'<article class="file" aria-labelledby="{name}"><header>'
            f'<h3 id="{name}"><bdi>{safe(one.path, 400)}</bdi></h3>'
            f'<p class="badges">{badges(one.counts, language)}</p></header>'
        )
        for count, proof in enumerate(one.proofs, 1):
            title = said("release", language, count=count) if len(one.proofs) > 1 else ""
            yield from self._sheet(proof, title)
        left_out = [found for found, _ in one.loose if found.code == "L201"]
        if left_out:
            yield self._left_out(left_out)
        loose = [pair for pair in one.loose if pair[0].code != "L201"]
        if loose:
            title = said("whole_file", language) if one.proofs else ""
            yield from self._loose(loose, title)
        if one.untold > 0:
            more = said("untold_findings", language, count=number(one.untold, language))
            yield f'<p class="more">{more}</p>'
        yield "</article>\n"

    def _left_out(self, found: Sequence[Finding]) -> str:
        """Return what formats could not hold of the releases of a source: nobody has to mend it."""
        language = self._language
        title = safe(messages.page("L201", language).title)
        told = "".join(
            f"<li>{label(one.pointer, language)}: {safe(messages.saying(one, language))}</li>"
            for one in found
        )
        count = number(len(found), language)
        return (
            f'<details class="left-out"><summary>{title} ({count})</summary>'
            f'<ul class="names">{told}</ul></details>'
        )

    def _notes_of(self, findings: Sequence[Finding], order: Sequence[int]) -> dict[int, Note]:
        """Return the notes of findings, numbered in an order."""
        notes = {}
        for count, at in enumerate(order, 1):
            self._notes += 1
            notes[at] = Note(count, self._notes, findings[at].severity.value)
            code = findings[at].code
            if code not in self.first:
                hint = messages.hint(findings[at], self._language) or ""
                self.first[code] = (self._notes, hint)
        return notes

    def _sheet(self, proof: Proof, title: str) -> Iterator[str]:
        """Yield a release, and the remarks on it in the order of the text."""
        places = {mark.finding: (mark.passage, mark.start) for mark in reversed(proof.marks)}
        order = sorted(range(len(proof.findings)), key=lambda at: places.get(at, (-1, 0)))
        notes = self._notes_of(proof.findings, order)
        yield '<section class="sheet">' + (f"<h4>{title}</h4>" if title else "")
        yield '<div class="paper">'
        yield from self._paper(proof, notes)
        yield "</div>"
        yield from self._list((proof.findings[at], notes[at], at in places) for at in order)
        yield "</section>"

    def _paper(self, proof: Proof, notes: Mapping[int, Note]) -> Iterator[str]:
        """Yield the texts of a release."""
        language = self._language
        marked: dict[int, list[Place]] = {}
        shown: set[int] = set()
        for mark in proof.marks:
            places = marked.setdefault(mark.passage, [])
            is_first = mark.finding not in shown
            shown.add(mark.finding)
            places.append(Place(mark.start, mark.end, notes[mark.finding], is_first))
        for at, passage in enumerate(proof.passages):
            css = _CSS.get(passage.pointer, "field")
            note_ = f' <bdi class="note">({safe(passage.note, 80)})</bdi>' if passage.note else ""
            yield f'<p class="label">{label(_head(passage.pointer), language)}{note_}</p>'
            if passage.text:
                yield passages.prose(passage, marked.get(at, ()), language, css)
            else:
                links = "".join(passages.link(one, language) for one in marked.get(at, ()))
                missing = said("not_there", language) if passage.pointer else ""
                absent = f'<span class="absent">{missing}</span>'
                yield f'<div class="field"><p>{links}{absent}</p></div>'

    def _loose(self, found: Sequence[tuple[Finding, Excerpt | None]], title: str) -> Iterator[str]:
        """Yield findings that no release shows, with the lines of the source they stand in."""
        findings = [one for one, _ in found]
        notes = self._notes_of(findings, range(len(findings)))
        lines: dict[Position, tuple[Excerpt, list[Note]]] = {}
        for at, (_, excerpt) in enumerate(found):
            if excerpt is not None:
                lines.setdefault(excerpt.position, (excerpt, []))[1].append(notes[at])
        yield '<section class="sheet">' + (f"<h4>{title}</h4>" if title else "")
        if lines:
            yield '<div class="paper source">'
            for place in sorted(lines):
                yield passages.line(*lines[place], self._language)
            yield "</div>"
        yield from self._list(
            (one, notes[at], excerpt is not None) for at, (one, excerpt) in enumerate(found)
        )
        yield "</section>"

    def _list(self, told: Iterator[tuple[Finding, Note, bool]]) -> Iterator[str]:
        yield '<ol class="notes">'
        for one, note, is_marked in told:
            yield self._note(one, note, is_marked=is_marked)
        yield "</ol>"

    def _note(self, one: Finding, note: Note, *, is_marked: bool) -> str:
        """Return what is said of a finding."""
        language = self._language
        page = messages.page(one.code, language)
        hint = messages.hint(one, language)
        where = label(one.pointer, language) if one.pointer else ""
        parts = [
            f'<li id="n{note.anchor}" value="{note.number}" class="{note.kind}">',
            self._name(page, note),
            f'<p class="field-name">{where}</p>' if where else "",
            _said("what", messages.saying(one, language), language),
            _said("how", hint, language) if hint else "",
            _said("example", example, language) if (example := _example(one, page)) else "",
            f'<p class="small">{self._links(one, note, is_marked=is_marked)}</p></li>',
        ]
        return "".join(parts)

    def _name(self, page: messages.Page, note: Note) -> str:
        severity = said(f"severity_{note.kind}", self._language)
        return (
            f'<p class="name"><span class="count" aria-hidden="true">{note.number}</span> '
            f"<strong>{safe(page.title)}</strong> "
            f'<span class="badge {note.kind}">{severity}</span></p>'
        )

    def _links(self, one: Finding, note: Note, *, is_marked: bool) -> str:
        language = self._language
        code = said("code_told", language, code=one.code)
        parts = [f'<a href="#code-{one.code}">{code}</a>']
        if one.position is not None:
            line, column = one.position.line, one.position.column
            parts.append(said("place", language, line=line, column=column))
        if is_marked:
            parts.append(f'<a href="#m{note.anchor}">{said("back", language)}</a>')
        return " · ".join(parts)


def badges(counts: Mapping[Severity, int], language: str) -> str:
    """Return how many findings there are of each severity."""
    return " ".join(
        f'<span class="badge {one.value}">{counted(f"badge_{one.value}", counts[one], language)}'
        "</span>"
        for one in Severity
        if counts[one]
    )


def _said(key: str, text: str, language: str) -> str:
    sentence = safe(text[:1].upper() + text[1:])
    return f'<p><span class="key">{said(key, language)}:</span> {sentence}</p>'


def _head(pointer: str) -> str:
    """Return the pointer by which people know a text: a body is a body, not its text."""
    return pointer.removesuffix("/text") if pointer in _CSS else pointer


def _example(one: Finding, page: messages.Page) -> str:
    """Return how it would be right: an example of the field, else of the code, if it is no JSON."""
    if one.code[0] == "S":
        steps = one.pointer.split("/")[1:]
        path = ".".join(step for step in steps if not step.isdecimal())
        return examples().get(path, "")[:_LONGEST_EXAMPLE]
    is_text = one.code[0] == "R" and not page.right.startswith(("{", "["))
    return page.right if is_text else ""
