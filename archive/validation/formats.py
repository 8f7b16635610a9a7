"""The formats of the schema, checked by the same functions whoever asks.

``iri``, ``email`` and ``json-pointer`` are checked by jsonschema-rs, as are all patterns: its
regular expressions know no match before a final line feed. The rest is ours.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from functools import cache
from typing import Any, Protocol

import jsonschema_rs

from archive import edtf, languages

OWN: dict[str, Callable[[Any], bool]] = {
    "date-time": edtf.is_moment,
    "date": edtf.is_day,
    "edtf": edtf.is_edtf,
    "bcp47": languages.is_well_formed,
}
THEIRS = ("iri", "email", "json-pointer")


class Keyword(Protocol):
    """A keyword of ours in a schema: made with what it stands in, what it says and where."""

    def __init__(self, parent: Any, value: Any, path: Any, /) -> None: ...

    def validate(self, instance: Any) -> None:
        """Raise an exception if a value is not accepted."""


def validator(
    schema: dict[str, Any], keywords: dict[str, type[Keyword]] | None = None
) -> jsonschema_rs.Draft202012Validator:
    """Return the fast validator of a schema; an unknown format is an error of the schema."""
    return jsonschema_rs.Draft202012Validator(
        schema,
        validate_formats=True,
        ignore_unknown_formats=False,
        formats=OWN,
        email_options=jsonschema_rs.EmailOptions(allow_display_text=False),
        keywords=keywords,
    )


@cache
def check(keyword: str, value: str) -> Callable[[Any], bool]:
    """Return the check of one ``pattern`` or ``format``, for the slow validator."""
    if keyword == "format" and value in OWN:
        return OWN[value]
    return validator(json.loads(json.dumps({keyword: value}))).is_valid


def large(regex: str, largest_bytes: int) -> Callable[[Any], bool]:
    """Return what tells whether a large regular expression matches a text from end to end.

    Raises:
        ValueError: it needs more memory than that.

    """
    options = jsonschema_rs.RegexOptions(size_limit=largest_bytes, dfa_size_limit=largest_bytes)
    schema = {"pattern": f"^(?:{regex})$"}
    return jsonschema_rs.Draft202012Validator(schema, pattern_options=options).is_valid
