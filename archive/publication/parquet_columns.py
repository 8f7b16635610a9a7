"""The columns of the Parquet files as Arrow knows them.

pyarrow is imported when it is first asked for.
"""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from functools import cache, lru_cache
from typing import TYPE_CHECKING, Any

from archive.edtf import instant
from archive.errors import PhrasedError
from archive.publication.table_fields import FIELDS, Field

if TYPE_CHECKING:
    import pyarrow as pa

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)
_FIRST = (datetime(1, 1, 1, tzinfo=UTC) - _EPOCH) // _MICROSECOND
_LAST = (datetime(9999, 12, 31, 23, 59, 59, 999_999, tzinfo=UTC) - _EPOCH) // _MICROSECOND


class ParquetMissing(PhrasedError):  # noqa: N818 (says what is wrong)
    """What writes Parquet is not installed."""

    def __init__(self) -> None:
        super().__init__("parquet_missing")


def arrow() -> Any:
    """Return pyarrow.

    Raises:
        ParquetMissing: it is not installed.
    """
    try:
        import pyarrow.ipc
    except ImportError as error:
        raise ParquetMissing from error
    return pyarrow


@lru_cache(maxsize=4096)
def microseconds(moment: str | None) -> int | None:
    """Return a moment as Arrow counts it; none, where it is in no year of 1 to 9999 in UTC.

    >>> microseconds("1970-01-01T07:00:01+07:00"), microseconds("")
    (1000000, None)
    """
    if not moment:
        return None
    passed = (instant(moment) - _EPOCH) // _MICROSECOND
    return passed if _FIRST <= passed <= _LAST else None


@cache
def schema() -> pa.Schema:
    """Return the columns, each with its descriptions; the file has those of all once more."""
    library = arrow()
    described = [
        {"name": field.name, "description": {"en": field.en, "id": field.id}} for field in FIELDS
    ]
    return library.schema(
        [
            library.field(
                field.name,
                _type(field),
                nullable=not (field.is_required or field.is_list),
                metadata={"description": field.en, "description_id": field.id},
            )
            for field in FIELDS
        ],
        metadata={"fields": json.dumps(described, ensure_ascii=False)},
    )


def _type(field: Field) -> pa.DataType:
    library = arrow()
    types: dict[str, pa.DataType] = {
        "string": library.string(),
        "integer": library.int64(),
        "boolean": library.bool_(),
        "datetime": library.timestamp("us", tz="UTC"),
    }
    kind = types[field.kind]
    return library.list_(library.field("item", kind, nullable=False)) if field.is_list else kind
