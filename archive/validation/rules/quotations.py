"""Quotation marks and what stands between them: R209, R225, R229."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from archive.findings import Finding, finding
from archive.validation.rules.context import Context
from archive.validation.rules.signs import like, looks_where, matcher, there

_EDITOR = re.compile(r"\(([^()]{0,60}[,-] ?red\.?|red\.?)\)", re.IGNORECASE)
_LANGUAGES = frozenset({"id", "ms", "jv", "su", "en", "es", "pt", "th", "vi", "zh"})
"""Languages that quote “so”; others turn the marks, or use them for something else."""
_SAYS = re.compile(
    " (?:kata|ujar|ungkap|tutur|terang|jelas|tegas|pungkas|tandas|imbuh|papar|ucap|tutup)"
    "(?:nya\\b| (?:dia|ia|beliau)\\b| [A-Z])"
)
_ENDS_WELL = " \n\t,.!?…;:–—-'’)"
"""What may stand before a closing mark that a word of saying follows."""
_TURNED = " ” "
_MAY_BE_TURNED = matcher(_TURNED)
_DIGIT_MARK = re.compile(r'\d"')


def marks_are_of_one_kind(context: Context) -> Iterable[Finding]:
    """R209: curly and straight quotation marks stand in one text."""
    straight, opened, closed = context.marks
    if not (straight and (opened or closed)):
        return ()
    return [finding("R209", "/body/text", straight=straight, curly=opened + closed)]


def marks_are_balanced(context: Context) -> Iterator[Finding]:
    """R225: an opening mark for each closing one, none turned the wrong way, the comma in place.

    A quotation that goes on over a paragraph may open again, so openings may be more.
    """
    text = context.text
    language = context.document.get("language", "")[:2]
    if language not in _LANGUAGES or ("€" in text and "â€" in text):  # misread: R236
        return
    straight, opened, closed = context.marks
    if opened != closed and not _goes_on(text, opened - closed):
        yield finding("R225", "/body/text", variant="unbalanced", opened=opened, closed=closed)
    elif not opened and straight % 2 and not _straight_goes_on(text):
        yield finding("R225", "/body/text", variant="odd", count=straight)
    elif closed and _MAY_BE_TURNED(text) and _TURNED in text:
        yield finding("R225", "/body/text", variant="turned")
    if language in ("id", "ms") and (words := _without_comma(text)):
        yield finding("R225", "/body/text", variant="comma", words=words)


def _goes_on(text: str, surplus: int) -> bool:
    """Return whether so many paragraphs open with a mark while one is still open."""
    paragraphs = text.split("\n\n")
    going_on = sum(
        one.count("“") > one.count("”") and after.startswith("“")
        for one, after in zip(paragraphs, paragraphs[1:])  # noqa: B905, RUF007
    )
    return 0 < surplus <= going_on


def _straight_goes_on(text: str) -> bool:
    """Return whether marks that open a paragraph anew, or inches, account for an odd number."""
    surplus, is_open = 0, False
    for paragraph in text.split("\n\n"):
        again = is_open and paragraph.startswith('"')
        surplus += again
        is_open ^= (paragraph.count('"') - again) % 2 == 1
    return bool(surplus % 2 and not is_open) or _DIGIT_MARK.search(text) is not None


def _without_comma(text: str) -> str:
    """Return the words where a mark follows a letter and a word of saying follows the mark."""
    for mark in '”"':
        at = text.find(mark)
        while at >= 0:
            if text[at - 1 : at] not in _ENDS_WELL and _SAYS.match(text, at + 1):
                return text[max(0, at - 20) : at + 12]
            at = text.find(mark, at + 1)
    return ""


@looks_where(there("text", like(r"(?i:red\.?\))")))
def words_in_quotations_are_the_speakers(context: Context) -> Iterator[Finding]:
    """R229: an editor's insertion, "(…, red)", is not what the speaker said."""
    for where, quote in context.members("quotes"):
        if quote["kind"] == "direct" and "(" in (said := context.said(quote["span"])):
            match = _EDITOR.search(said)
            if match:
                yield finding("R229", f"{where}/span", words=match[0])


RULES = (marks_are_of_one_kind, marks_are_balanced, words_in_quotations_are_the_speakers)
