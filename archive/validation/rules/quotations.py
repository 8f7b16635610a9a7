"""Quotation marks and what stands between them: R209, R225, R229."""

from __future__ import annotations

import re
from collections.abc import Iterator

from archive.findings import Finding, finding
from archive.validation.rules.context import Context

_EDITOR = re.compile(r"\(([^()]{0,60}[,-] ?red\.?|red\.?)\)", re.IGNORECASE)
_MISSING_COMMA = re.compile(
    '[^\\s,.!?…;:–-]([”"])\\s+(?:kata|ujar|ungkap|tutur|terang|jelas|tegas|pungkas|tandas|tutup|'
    "imbuh|papar|ucap)(?:nya)?\\b"
)
_REACH = 400


def marks_are_of_one_kind(context: Context) -> Iterator[Finding]:
    """R209: curly and straight quotation marks stand in one text."""
    text = context.text
    if '"' in text and ("“" in text or "”" in text):
        yield finding(
            "R209", "/body/text", straight=text.count('"'), curly=text.count("“") + text.count("”")
        )


def marks_are_balanced(context: Context) -> Iterator[Finding]:
    """R225: an opening mark for each closing one, none turned the wrong way, the comma in place.

    A quotation that goes on over a paragraph may open again, so openings may be more.
    """
    text = context.text
    opened, closed = text.count("“"), text.count("”")
    if closed > opened:
        yield finding("R225", "/body/text", variant="unbalanced", opened=opened, closed=closed)
    elif opened > closed and not _goes_on(text, opened - closed):
        yield finding("R225", "/body/text", variant="unbalanced", opened=opened, closed=closed)
    elif text.count('"') % 2 and not opened:
        yield finding("R225", "/body/text", variant="odd", count=text.count('"'))
    elif " ” " in text or "\n”" in text:
        yield finding("R225", "/body/text", variant="turned")
    if context.document.get("language") in ("id", "ms") and ("”" in text or '"' in text):
        match = _MISSING_COMMA.search(text)
        if match:
            yield finding("R225", "/body/text", variant="comma", words=match[0][-30:])


def _goes_on(text: str, surplus: int) -> bool:
    """Return whether so many paragraphs open with a mark while one is still open."""
    paragraphs = text.split("\n\n")
    return surplus <= sum(
        one.count("“") > one.count("”") and after.startswith("“")
        for one, after in zip(paragraphs, paragraphs[1:])  # noqa: B905, RUF007
    )


def words_in_quotations_are_the_speakers(context: Context) -> Iterator[Finding]:
    """R229: an editor's insertion, "(…, red)", is not what the speaker said."""
    if "red)" not in context.text and "red.)" not in context.text:
        return
    for where, quote in context.members("quotes"):
        if quote["kind"] == "direct" and (match := _EDITOR.search(context.said(quote["span"]))):
            yield finding("R229", f"{where}/span", words=match[0])


RULES = (marks_are_of_one_kind, marks_are_balanced, words_in_quotations_are_the_speakers)
