"""The page around what is shown of the sources: verdict, counts, first steps, charts, codes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from html import escape
from pathlib import Path

from archive import messages
from archive.findings import CODES, Severity
from archive.outcome import Obstacle, Outcome, Tally, Timing
from archive.reporters import Closing, Manner
from archive.reporters.html import charts
from archive.reporters.html.charts import Bar
from archive.reporters.html.markup import counted, decimal, number, safe, said
from archive.reporters.html.sheets import badges
from archive.spool import Spool

MOST_SOURCES = 300
"""How many sources of a kind are shown in full."""
MOST_SOURCES_CHARACTERS = 8_000_000
"""And how much of the page they may take."""
MOST_NAMES = 1_000
"""How many more are named; also of those in order."""
_MOST_KINDS = 15
_MOST_FIRST = 5
_STYLE = Path(__file__).with_name("style.css")
_POLICY = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'"


@dataclass(slots=True)
class Part:
    """The sources of one kind, as far as they are shown, and the names of more."""

    spool: Spool
    shown: int = 0
    characters: int = 0
    names: list[str] = field(default_factory=list)
    untold: int = 0
    """How many are neither shown nor named."""

    @property
    def has_room(self) -> bool:
        """Return whether one more is shown in full."""
        return self.shown < MOST_SOURCES and self.characters < MOST_SOURCES_CHARACTERS

    @property
    def count(self) -> int:
        """Return how many sources there are."""
        return self.shown + len(self.names) + self.untold

    def add(self, pieces: Iterable[str]) -> None:
        """Show a source."""
        self.shown += 1
        for piece in pieces:
            self.characters += len(piece)
            self.spool.write(piece)

    def name(self, path: str, counts: Mapping[Severity, int], language: str) -> None:
        """Name a source."""
        if len(self.names) < MOST_NAMES:
            self.names.append(f"<bdi>{safe(path, 400)}</bdi> {badges(counts, language)}")
        else:
            self.untold += 1


@dataclass(slots=True)
class Facts:
    """What is counted over all sources, and the few that are named."""

    codes: Counter[tuple[str, Severity]] = field(default_factory=Counter)
    formats: dict[str, tuple[int, int]] = field(default_factory=dict)
    """Suffix → files and bytes."""
    slowest: list[Timing] = field(default_factory=list)
    good_count: int = 0
    good_names: list[str] = field(default_factory=list)
    obstacles: list[Obstacle] = field(default_factory=list)

    def count(self, outcome: Outcome) -> None:
        """Count what was found, and what was written."""
        for one in outcome.findings:
            self.codes[one.code, one.severity] += 1
        for output in outcome.outputs:
            suffix = _suffix(output.path)
            files, size = self.formats.get(suffix, (0, 0))
            self.formats[suffix] = files + 1, size + output.size

    def good(self, path: str) -> None:
        """Take a source in which nothing was found."""
        self.good_count += 1
        if len(self.good_names) < MOST_NAMES:
            self.good_names.append(path)

    def unread(self, obstacle: Obstacle) -> None:
        """Take what was in the way of a source."""
        if len(self.obstacles) < MOST_NAMES:
            self.obstacles.append(obstacle)


def _suffix(path: str) -> str:
    """Return the suffix of an output; that of ninjs has two parts.

    >>> _suffix("a/b.c.v1.ninjs.json"), _suffix("a/b.nq")
    ('.ninjs.json', '.nq')
    """
    parts = path.rpartition("/")[2].split(".")
    return "." + ".".join(parts[-2:] if parts[-2:-1] == ["ninjs"] else parts[-1:])


def pieces(
    manner: Manner,
    closing: Closing,
    facts: Facts,
    parts: Mapping[str, Part],
    first: Mapping[str, tuple[int, str]],
) -> Iterator[str]:
    """Yield the whole page."""
    frame = _Page(manner, closing, facts, parts, first)
    yield from frame.pieces()


@dataclass(frozen=True, slots=True)
class _Page:
    manner: Manner
    closing: Closing
    facts: Facts
    parts: Mapping[str, Part]
    first: Mapping[str, tuple[int, str]]

    @property
    def language(self) -> str:
        return self.manner.language

    @property
    def tally(self) -> Tally:
        return self.closing.tally

    def said(self, key: str, **values: object) -> str:
        return said(key, self.language, **values)

    def number(self, count: int) -> str:
        return number(count, self.language)

    def pieces(self) -> Iterator[str]:
        title = self.said("title_converted" if self.manner.is_conversion else "title_checked")
        mood, verdict, explained = self._verdict()
        yield _head(self.language, f"{verdict} – {title}", self.said("skip"))
        yield f'<header class="top {mood}"><div class="wrap"><p class="brand">{title}</p>'
        yield f'<h1>{verdict}</h1><p class="lead">{explained}</p>'
        yield f"{self._tiles()}{self._strip()}</div></header>"
        sections = [one for one in self._sections() if one[2]]
        yield f'<nav class="wrap" aria-label="{self.said("contents")}"><ul>'
        yield "".join(f'<li><a href="#{name}">{text}</a></li>' for name, text, _ in sections)
        yield '</ul></nav><main id="report" class="wrap" tabindex="-1">'
        for name, text, content in sections:
            yield f'<section id="{name}" aria-labelledby="{name}-h"><h2 id="{name}-h">{text}</h2>'
            yield from content
            yield "</section>\n"
        yield f'</main><footer class="wrap"><p>{self._made_by()}</p>'
        yield f'<p><a href="#top">{self.said("to_top")}</a></p></footer></body></html>\n'

    def _sections(self) -> list[tuple[str, str, Iterable[str]]]:
        """Return the sections: name, title, and what stands in it; one without that is left out."""
        bad, remarks = self.parts["bad"], self.parts["remarks"]
        return [
            (name, self.said(f"section_{name}"), content)
            for name, content in (
                ("first", [self._first()]),
                ("kinds", self._kinds()),
                ("formats", self._formats()),
                ("slowest", self._slowest()),
                ("unread", self._unread()),
                ("bad", self._part(bad) if bad.count else ()),
                ("remarks", self._part(remarks) if remarks.count else ()),
                ("good", self._good()),
                ("codes", self._codes()),
            )
        ]

    def _verdict(self) -> tuple[str, str, str]:
        """Return mood, verdict, and what it means."""
        if self.manner.is_conversion:
            return self._converted()
        bad, remarks = self.parts["bad"].count, self.parts["remarks"].count
        for key, count in (("bad", bad), ("unread", self.tally.obstacles), ("remarks", remarks)):
            if count:
                verdict = counted(f"verdict_{key}", count, self.language)
                return key, verdict, self.said(f"explained_{key}")
        if not self.tally.files:
            return "remarks", self.said("verdict_none"), ""
        if self.tally.known:
            verdict = counted("verdict_known", self.tally.known, self.language)
            return "remarks", verdict, self.said("explained_known")
        verdict = counted("verdict_good", self.tally.files, self.language)
        return "good", verdict, self.said("explained_good")

    def _converted(self) -> tuple[str, str, str]:
        done, read = self.tally.converted, self.tally.releases
        if not done:
            return "bad", self.said("converted_none"), self.said("explained_converted")
        if done == read:
            verdict = counted("converted_all", read, self.language)
            return "good", verdict, self.said("explained_converted")
        verdict = self.said("converted_some", converted=self.number(done), count=self.number(read))
        return "bad", verdict, self.said("explained_converted")

    def _tiles(self) -> str:
        """Return the numbers that matter."""
        tally = self.tally
        counts = {
            "files": tally.files, "good": tally.valid, "bad": self.parts["bad"].count,
            "unread": tally.obstacles, "errors": tally.errors, "warnings": tally.warnings,
            "infos": tally.infos,
        }  # fmt: skip
        if self.manner.is_conversion:
            failed = tally.releases - tally.converted - tally.held_back
            counts = {
                "releases": tally.releases, "converted": tally.converted,
                "held": tally.held_back, "failed": failed, "written": sum(tally.written.values()),
                "errors": tally.errors, "warnings": tally.warnings,
            }  # fmt: skip
        if not tally.obstacles:
            counts.pop("unread", None)
        return (
            '<dl class="tiles">'
            + "".join(
                f"<div><dt>{self.said(f'count_{key}')}</dt><dd>{self.number(count)}</dd></div>"
                for key, count in counts.items()
            )
            + "</dl>"
        )

    def _strip(self) -> str:
        """Return how the sources divide."""
        counts = {
            "good": self.facts.good_count, "remarks": self.parts["remarks"].count,
            "bad": self.parts["bad"].count, "unread": self.tally.obstacles,
        }  # fmt: skip
        title = messages.report_phrase("chart_files", self.language, **counts)
        return charts.strip(title, [(count, key) for key, count in counts.items()])

    def _first(self) -> str:
        """Return what to do first: what is worst, and of that what is most frequent."""
        ranked = [one for one in self._ranked() if one[1] is not Severity.INFO] or self._ranked()
        steps = [self._step(code, severity) for code, severity in ranked[:_MOST_FIRST]]
        if self.tally.obstacles:
            unread = counted("verdict_unread", self.tally.obstacles, self.language)
            obstacle = self.said("first_obstacle")
            steps.insert(0, f'<li><a href="#unread">{unread}</a>. {obstacle}</li>')
        if not steps:
            return f"<p>{self.said('first_known' if self.tally.known else 'first_nothing')}</p>"
        return f'<ol class="first">{"".join(steps)}</ol><p>{self.said("first_again")}</p>'

    def _step(self, code: str, severity: Severity) -> str:
        title = safe(messages.page(code, self.language).title)
        note, hint = self.first.get(code, (0, ""))
        see = f' <a href="#n{note}">{self.said("first_see")}</a>' if note else ""
        return (
            f'<li><strong>{title}</strong> <span class="badge {severity.value}">'
            f"{escape(self._times(code, severity))}</span> "
            f"{safe(hint)}{see}</li>"
        )

    def _times(self, code: str, severity: Severity) -> str:
        count = self.facts.codes[code, severity]
        key = "times_one" if count == 1 else "times"
        return messages.report_phrase(key, self.language, count=self.number(count))

    def _ranked(self) -> list[tuple[str, Severity]]:
        """Return codes and severities, the worst first, and of those the most frequent."""
        order = list(Severity)
        codes = self.facts.codes
        return sorted(codes, key=lambda one: (order.index(one[1]), -codes[one], one[0]))

    def _kinds(self) -> list[str]:
        ranked = self._ranked()
        bars = [
            Bar(
                (
                    safe(messages.page(code, self.language).title),
                    f'<a href="#code-{code}">{code}</a>',
                    self.said(f"severity_{severity.value}"),
                    self.number(self.facts.codes[code, severity]),
                ),
                self.facts.codes[code, severity],
                self._times(code, severity),
                severity.value,
            )
            for code, severity in ranked[:_MOST_KINDS]
        ]
        more = len(ranked) - _MOST_KINDS
        left = f"<p>{self.said('more_kinds', count=self.number(more))}</p>" if more > 0 else ""
        head = ("column_kind", "column_code", "column_severity", "column_count")
        return [self._table("chart_kinds", head, bars) + left] if bars else []

    def _formats(self) -> list[str]:
        bars = [
            Bar(
                (safe(suffix), self.number(files), _bytes(size, self.language)),
                size,
                _bytes(size, self.language),
            )
            for suffix, (files, size) in sorted(self.facts.formats.items())
        ]
        head = ("column_format", "column_files", "column_size")
        return [self._table("chart_formats", head, bars, numbers=2)] if bars else []

    def _slowest(self) -> list[str]:
        if not self.manner.is_conversion:
            return []
        bars = [
            Bar(
                (
                    f"<bdi>{safe(one.path, 400)}</bdi>" + (f":{one.line}" if one.line else ""),
                    decimal(one.seconds, self.language, digits=3),
                ),
                one.seconds,
                decimal(one.seconds, self.language, digits=3),
            )
            for one in sorted(self.facts.slowest, key=lambda one: -one.seconds)
        ]
        head = ("column_release", "column_seconds")
        told = f"<p>{self.said('slowest_told')}</p>"
        return [self._table("chart_slowest", head, bars) + told] if bars else []

    def _table(
        self, title: str, head: Sequence[str], bars: Sequence[Bar], *, numbers: int = 1
    ) -> str:
        names = [messages.report_phrase(one, self.language) for one in head]
        told = messages.report_phrase(title, self.language)
        return charts.table(told, names, bars, numbers=numbers)

    def _unread(self) -> list[str]:
        found = self.facts.obstacles
        told = [
            safe(messages.phrase(one.key, self.language, name=one.name, reason=one.reason), 900)
            for one in found
        ]
        return [_listed(told), self._more(self.tally.obstacles - len(told))] if told else []

    def _part(self, part: Part) -> Iterator[str]:
        yield from part.spool.pieces()
        if part.names:
            count = self.number(len(part.names) + part.untold)
            yield f'<p class="more">{self.said("untold_files", count=count)}</p>'
            yield _listed(part.names) + self._more(part.untold)

    def _good(self) -> list[str]:
        names = self.facts.good_names
        if not names:
            return []
        told = _listed([f"<bdi>{safe(name, 400)}</bdi>" for name in names])
        count = self.number(self.facts.good_count)
        summary = f"<summary>{count} {self.said('count_good_names')}</summary>"
        more = self._more(self.facts.good_count - len(names))
        return [f"<details>{summary}{told}{more}</details>"]

    def _more(self, count: int) -> str:
        return (
            f'<p class="more">{self.said("untold_names", count=self.number(count))}</p>'
            if count > 0
            else ""
        )

    def _codes(self) -> list[str]:
        """Return the pages of the codes that occur."""
        occurring = {code for code, _ in self.facts.codes}
        return [self._code(code) for code in CODES if code in occurring]

    def _code(self, code: str) -> str:
        one = messages.page(code, self.language)
        shown = "".join(
            f'<p><span class="key">{self.said(key)}:</span></p>'
            f'<pre tabindex="0">{safe(example)}</pre>'
            for key, example in (("wrong", one.wrong), ("right", one.right))
            if example
        )
        return (
            f'<section class="code" id="code-{code}"><h3>{safe(one.title)} '
            f"<small>{code}</small></h3><p>{safe(one.why)}</p>{shown}</section>"
        )

    def _made_by(self) -> str:
        tool = self.closing.tool()
        seconds = decimal(self.closing.seconds, self.language)
        return self.said("made_by", version=tool.version, schema=tool.schema_id, seconds=seconds)


def _head(language: str, title: str, skip: str) -> str:
    style = _STYLE.read_text(encoding="utf-8")
    return (
        f'<!DOCTYPE html>\n<html lang="{language}" dir="ltr"><head><meta charset="utf-8">'
        f'<meta http-equiv="Content-Security-Policy" content="{_POLICY}">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        '<meta name="color-scheme" content="light dark">'
        '<meta name="referrer" content="no-referrer">'
        f'<title>{title}</title><style>{style}</style></head><body id="top">'
        f'<a class="skip" href="#report">{skip}</a>'
    )


def _listed(items: Iterable[str]) -> str:
    return f'<ul class="names">{"".join(f"<li>{one}</li>" for one in items)}</ul>'


def _bytes(size: int, language: str) -> str:
    """Return a size as people read it.

    >>> _bytes(999, "en"), _bytes(1234567, "id")
    ('999 B', '1,23 MB')
    """
    for unit, scale in (("GB", 10**9), ("MB", 10**6), ("kB", 10**3)):
        if size >= scale:
            return f"{decimal(size / scale, language)} {unit}"
    return f"{size} B"
