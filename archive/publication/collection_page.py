"""The front door of a collection: what it is, what is new, ways in, numbers, open data."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from html import escape
from typing import NamedTuple

from markupsafe import Markup

from archive import messages
from archive.publication import charts
from archive.publication.cards import LISTS, QUALITIES, UNDATED, Card
from archive.publication.catalogue_values import FORMS
from archive.publication.charts import Bar, Column, Span
from archive.publication.dates import in_words
from archive.publication.frame import environment, frame, prefix_of
from archive.publication.index_pages import Value
from archive.publication.list_pages import counted, entry
from archive.publication.markup import number, size
from archive.publication.site import Site
from archive.publication.tongues import tongue
from archive.publication.words import words

_MOST_FINDINGS = 15


class Dump(NamedTuple):
    """A file with all works of a year."""

    year: str
    kind: str
    """``nquads``, ``jsonl``, ``newsml``, ``csv`` or ``parquet``."""
    path: str
    size: int
    """Bytes."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Statistics:
    """A collection in numbers; withdrawn works count in all but ``dumps``."""

    works: int
    editions: int
    withdrawn: int
    first: str
    """Day of the oldest work with a date, ``2024-05-22``; empty if none has one."""
    last: str
    months: Mapping[str, int]
    """``2026-09`` → works; those of a vaguer date are not in it."""
    years: Mapping[str, int]
    """``2026`` → works, and ``undated``."""
    totals: Mapping[str, int]
    """How many values each of ``FACETS`` has, and years and languages."""
    topics: Sequence[Value] = ()
    """Those of most works."""
    issuers: Sequence[Value] = ()
    """The same of organisations that issue."""
    languages: Sequence[Value] = ()
    """All, those of most works first."""
    qualities: Mapping[str, int] = field(default_factory=dict)
    """One of ``QUALITIES`` → works that have it."""
    findings: Mapping[str, int] = field(default_factory=dict)
    """Code → works with a warning of it."""
    newest: Sequence[Card] = ()
    """The newest works."""
    dumps: Sequence[Dump] = ()


def collection_page(site: Site, language: str, one: Statistics, embedded: str = "") -> bytes:
    """Return ``index.html`` of a language; ``embedded`` is JSON-LD, safe in a script element."""
    path = f"{prefix_of(site, language)}index.html"
    made = frame(site, language, path)
    whole = environment().get_template("collection.html").render(
        frame=made,
        site=site,
        description=site.description[language],
        sums=_sums(one, language),
        newest=_safe("".join([entry(card, language, made.root) for card in one.newest])),
        ways=_ways(one, language),
        over_time=_safe(_over_time(one, language)),
        by_month=_by_month(one, language),
        tables=[_safe(table) for table in _tables(one, language)],
        quality=_safe(_quality(one, language)),
        findings=_findings(one, language),
        kinds=_kinds(one),
        dumps=_dumps(one, language),
        cite=_cite(site, language, one),
        embedded=_safe(embedded),
    )  # fmt: skip
    return whole.encode()


def _safe(markup: str) -> Markup:
    return Markup(markup)  # noqa: S704 (what stands in it was escaped where it was made)


def _sums(one: Statistics, language: str) -> list[str]:
    """Return how large the collection is, as sentences."""
    said = words(language)
    sums = [counted(one.works, language)]
    if one.editions > one.works:
        sums.append(said["home_editions"].format(count=number(one.editions, said)))
    if one.withdrawn:
        sums.append(said["home_withdrawn"].format(count=number(one.withdrawn, said)))
    if one.first:
        sums.append(_between(one.first, one.last, language))
    return sums


def _between(first: str, last: str, language: str) -> str:
    return in_words(first if first == last else f"{first}/{last}", language)


def _ways(one: Statistics, language: str) -> list[tuple[str, str, str]]:
    """Return label, count and path of each index that is not empty."""
    said = words(language)
    return [
        (said[f"nav_{name}"], number(one.totals[name], said), f"{name}/index.html")
        for name in LISTS
        if one.totals.get(name)
    ]


def _over_time(one: Statistics, language: str) -> str:
    said = words(language)
    dated = {year: count for year, count in one.years.items() if year != UNDATED}
    found = charts.spans(one.months, dated)
    if not found:
        return ""
    points = [_column(span, language) for span in found]
    end = max(dated) if len(found[-1].last) == len("2026") else found[-1].last
    most = max(found, key=lambda span: span.value)
    told = said["home_time_told"].format(
        count=number(sum(dated.values()), said),
        span=_between(max(found[0].first, min(dated)), min(found[-1].last, end), language),
        most=_spanned(most, language), largest=number(most.value, said),
    )  # fmt: skip
    return charts.columns("Time", said["home_time"], told, points)


def _column(span: Span, language: str) -> Column:
    label = span.first
    if len(span.first) == len("2026-09"):
        year, _, month = span.first.partition("-")
        label = f"{words(language)['months'].split(' ')[int(month) - 1][:3]} {year}"
    told = f"{_spanned(span, language)}: {counted(span.value, language)}"
    return Column(label, told, span.value)


def _spanned(span: Span, language: str) -> str:
    if span.first == span.last:
        return in_words(span.first, language)
    return f"{span.first}–{span.last}"


def _by_month(one: Statistics, language: str) -> list[tuple[str, str, str, list[str]]]:
    """Return year, path of its list, sum, and works of each month; the newest year comes first."""
    said = words(language)
    return [
        (
            said["home_undated"] if year == UNDATED else year,
            f"year/{year}.html",
            number(one.years[year], said),
            [_shown(one.months.get(f"{year}-{month:02}", 0), language) for month in range(1, 13)],
        )
        for year in sorted(one.years, key=lambda year: (year != UNDATED, year), reverse=True)
    ]


def _shown(count: int, language: str) -> str:
    return number(count, words(language)) if count else "–"


def _tables(one: Statistics, language: str) -> list[str]:
    """Return the tables of topics, issuers and languages; those that say something."""
    said = words(language)
    tongues = [value._replace(label=tongue(value.label, language)) for value in one.languages]
    return [
        charts.bars(
            said[f"home_{name}"],
            (said[f"list_kind_{kind}"], said["home_works"]),
            [_bar(value, language) for value in values],
        )
        for name, kind, values in (
            ("topics", "topic", one.topics),
            ("issuers", "org", one.issuers),
            ("languages", "language", tongues),
        )
        if values
    ]  # fmt: skip


def _bar(value: Value, language: str) -> Bar:
    label = f'<a href="{value.path}.html"><bdi>{escape(value.label)}</bdi></a>'
    return Bar(label, value.works, number(value.works, words(language)))


def _quality(one: Statistics, language: str) -> str:
    """Return how many works have what a good record has."""
    said = words(language)
    rows = [
        Bar(said[f"home_has_{name}"], share, said["home_percent"].format(share=f"{share:.0f}"))
        for name in QUALITIES
        for share in (100 * one.qualities.get(name, 0) / (one.works or 1),)
    ]
    head = (said["home_has"], said["home_share"])
    return charts.bars(said["home_quality_caption"], head, rows, whole=100)


def _findings(one: Statistics, language: str) -> list[tuple[str, str, str]]:
    """Return code, title and number of works of the warnings that most works have."""
    said = words(language)
    most = sorted(one.findings.items(), key=lambda item: (-item[1], item[0]))[:_MOST_FINDINGS]
    return [
        (code, messages.page(code, language).title, number(count, said)) for code, count in most
    ]


def _kinds(one: Statistics) -> list[str]:
    there = {dump.kind for dump in one.dumps}
    return [kind for kind in FORMS if kind in there]


def _dumps(one: Statistics, language: str) -> list[tuple[str, list[tuple[str, str, str] | None]]]:
    """Return year, and for each kind the path, name and size of its file."""
    said = words(language)
    kinds = _kinds(one)
    files = {(dump.year, dump.kind): dump for dump in one.dumps}
    years = sorted({dump.year for dump in one.dumps}, key=lambda year: (year != UNDATED, year))
    return [
        (
            said["home_undated"] if year == UNDATED else year,
            [
                (dump.path, dump.path.rpartition("/")[2], size(dump.size, said))
                if (dump := files.get((year, kind)))
                else None
                for kind in kinds
            ],
        )
        for year in reversed(years)
    ]


def _cite(site: Site, language: str, one: Statistics) -> str:
    """Return how the collection is cited, as a line of text."""
    years = ""
    if one.first:
        first, last = one.first[:4], one.last[:4]
        years = f" ({first if first == last else f'{first}–{last}'})"
    return f"{site.publisher.name}{years}. {site.title[language]}. {site.base_url}"
