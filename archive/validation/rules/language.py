"""Language tags in their one spelling: R123."""

from __future__ import annotations

from collections.abc import Iterator

from archive.findings import Finding, finding
from archive.languages import canonical
from archive.validation.rules.context import Context


def languages_are_canonical(context: Context) -> Iterator[Finding]:
    """R123: canonical case, no replaced code (`in` is `id`)."""
    yield from _checked("/language", context.document.get("language"))
    for name in ("alternativeHeadlines", "attachments", "relations"):
        for number, member in enumerate(context.document.get(name, ())):
            if "language" in member:
                yield from _checked(f"/{name}/{number}/language", member["language"])


def _checked(where: str, tag: str | None) -> Iterator[Finding]:
    if tag is not None and (right := canonical(tag)) != tag:
        yield finding("R123", where, found=tag, right=right)


RULES = (languages_are_canonical,)
