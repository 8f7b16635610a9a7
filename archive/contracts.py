"""The published contracts (schema, context, vocabularies), wherever they are installed."""

from __future__ import annotations

from functools import cache
from pathlib import Path

_PACKAGE = Path(__file__).parent


@cache
def contract(name: str) -> bytes:
    """Return the bytes of ``schemas/<name>``.

    A wheel carries the folder inside the package; an editable install leaves it in the
    checkout, beside the package.
    """
    inside = _PACKAGE / "schemas" / name
    return (inside if inside.is_file() else _PACKAGE.parent / "schemas" / name).read_bytes()
