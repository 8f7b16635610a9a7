"""Print what DuckDB and frictionless find in tables, as JSON; runs in an environment of its own.

``python tables_reads.py releases.parquet releases.csv datapackage.json``
"""

from __future__ import annotations

import json
import sys
from typing import Any


def parquet(path: str) -> dict[str, Any]:
    """Return types and some answers of a Parquet file, from DuckDB."""
    import duckdb

    table = duckdb.read_parquet(path)
    return {
        "types": dict(zip(table.columns, map(str, table.types), strict=True)),
        "rows": table.aggregate("count(*)").fetchall()[0][0],
        "quotes of": table.query(
            "t", "select unnest(speakers), sum(quotes)::int from t group by 1 order by 2 desc, 1"
        ).fetchall(),
        "published": table.aggregate("list(epoch_us(published_at) order by id)").fetchall()[0][0],
        "summaries": table.aggregate("list(summary order by id)").fetchall()[0][0],
    }


def csv(path: str) -> dict[str, Any]:
    """Return the columns of a CSV file, and how many rows have a year, as DuckDB guesses them."""
    import duckdb

    table = duckdb.read_csv(path)
    return {
        "types": dict(zip(table.columns, map(str, table.types), strict=True)),
        "rows": table.aggregate("count(*)").fetchall()[0][0],
        "years": table.aggregate("count(year)").fetchall()[0][0],
    }


def package(path: str) -> list[str]:
    """Return what frictionless finds wrong with a data package and its tables."""
    import frictionless

    report = frictionless.validate(path)
    return [str(one) for one in report.flatten(["type", "message"])]


if __name__ == "__main__":
    found = {
        "parquet": parquet(sys.argv[1]),
        "csv": csv(sys.argv[2]),
        "package": package(sys.argv[3]),
    }
    json.dump(found, sys.stdout)
