"""The numbers of a collection, as its front page shows them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from archive.publication.cards import LISTS, QUALITIES, UNDATED
from archive.publication.collection_page import Dump, Statistics
from archive.publication.index import Index, Place, Stock
from archive.publication.index_pages import Value

_MOST = 15
_NEWEST = 10


def statistics(index: Index, stock: Stock, dumps: Iterable[Dump]) -> Statistics:
    """Return the numbers."""
    ask = index.database.execute
    works, editions, withdrawn = ask(
        "SELECT count(*), coalesce(sum(editions), 0), coalesce(sum(is_withdrawn), 0) FROM works"
    ).fetchone()
    months = dict(ask("SELECT month, count(*) FROM works WHERE month != '' GROUP BY month"))
    years = dict(ask("SELECT year, count(*) FROM works GROUP BY year ORDER BY year"))
    return Statistics(
        works=works,
        editions=editions,
        withdrawn=withdrawn,
        first=_end(index, "ASC"),
        last=_end(index, "DESC"),
        months=months,
        years=years,
        totals=_totals(index),
        topics=_values(index, "facet = 'topic'"),
        issuers=_issuers(index),
        languages=_values(index, "facet = 'language'", most=1000),
        qualities=_qualities(index),
        findings=_findings(index),
        newest=[
            stock.heading(Place(*row)).card
            for row in ask(
                "SELECT at, heading, pieces, record FROM works ORDER BY rank DESC LIMIT ?",
                (_NEWEST,),
            )
        ],
        dumps=list(dumps),
    )


def _end(index: Index, order: str) -> str:
    row = index.database.execute(
        f"SELECT rank FROM works WHERE year != ? ORDER BY rank {order} LIMIT 1",  # noqa: S608
        (UNDATED,),
    ).fetchone()
    return row[0][:10].decode() if row else ""


def _totals(index: Index) -> dict[str, int]:
    counts = dict(
        index.database.execute("SELECT facet, count(*) FROM things WHERE works GROUP BY facet")
    )
    return {facet: counts.get(facet, 0) for facet in LISTS}


def _values(index: Index, condition: str, most: int = _MOST) -> list[Value]:
    rows = index.database.execute(
        f"SELECT label, path, works FROM things WHERE {condition} AND works"  # noqa: S608
        " ORDER BY works DESC, sort, path LIMIT ?",
        (most,),
    )
    return [Value(*row) for row in rows]


def _issuers(index: Index) -> list[Value]:
    rows = index.database.execute(
        "SELECT things.label, things.path, issued.works FROM"
        " (SELECT thing, count(*) AS works FROM things JOIN ties ON ties.thing = things.number"
        "  WHERE facet = 'org' AND role = 'issuer' GROUP BY thing) issued"
        " JOIN things ON things.number = issued.thing"
        " ORDER BY issued.works DESC, things.sort, things.path LIMIT ?",
        (_MOST,),
    )
    return [Value(*row) for row in rows]


def _findings(index: Index) -> dict[str, int]:
    counts: Counter[str] = Counter()
    for codes, works in index.database.execute(
        "SELECT warnings, count(*) FROM works GROUP BY warnings"
    ):
        for code in codes.split():
            counts[code] += works
    return dict(sorted(counts.items()))


def _qualities(index: Index) -> dict[str, int]:
    counts = dict.fromkeys(QUALITIES, 0)
    for has, works in index.database.execute("SELECT has, count(*) FROM works GROUP BY has"):
        for number, name in enumerate(QUALITIES):
            counts[name] += works if has >> number & 1 else 0
    return counts
