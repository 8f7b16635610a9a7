"""Language tags in their one spelling: R123."""

from __future__ import annotations

from collections.abc import Iterator

from archive.findings import Finding, finding
from archive.languages import REPLACED, canonical
from archive.validation.rules.context import Context
from archive.validation.rules.signs import like, looks_where, there, unlike

_ODD = {
    "anyOf": [unlike("^[a-z]{2}(?:-[A-Z]{2})?$"), like(f"^(?:{'|'.join(sorted(REPLACED))})(?:-|$)")]
}
"""A tag that is more than a language of two letters and a country, or not the code of today."""
_MAY_TELL = ("alternativeHeadlines", "attachments", "relations")
"""Lists whose members may say their language."""


@looks_where(
    there("record.language", _ODD),
    *(there(f"record.{name}[].language", _ODD) for name in _MAY_TELL),
)
def languages_are_canonical(context: Context) -> Iterator[Finding]:
    """R123: canonical case, no replaced code (`in` is `id`)."""
    yield from _checked("/language", context.document.get("language"))
    for name in _MAY_TELL:
        for number, member in enumerate(context.document.get(name, ())):
            if "language" in member:
                yield from _checked(f"/{name}/{number}/language", member["language"])


def _checked(where: str, tag: str | None) -> Iterator[Finding]:
    if tag is not None and (right := canonical(tag)) != tag:
        yield finding("R123", where, found=tag, right=right)


RULES = (languages_are_canonical,)
