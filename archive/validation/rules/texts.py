"""Body, spans, sets and quotations: R103 to R106, R124."""

from __future__ import annotations

import itertools
import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from operator import gt
from typing import Any

from archive.body import canonical_html, canonical_text, is_canonical, pieces
from archive.findings import Finding, finding
from archive.validation.rules.context import SETS, SETS_OF_PARTS, Context, pointer_of
from archive.validation.rules.signs import like, looks_where, there

MARKS = "\"'“”„‟‘’‚‛«»‹›「」『』｢｣《》〈〉〝〞〟＂＇❝❞❛❜`´"
"""Marks that may stand before and behind quoted words; languages differ about the direction."""
_BETWEEN = (
    " \t\n\u00a0\u2002\u2003\u2009\u200a\u202f\u3000,.!?…;:،؛۔؟¡¿·-–—―()[]（），．！？；：、。"
    "\u200b\u200e\u200f\u2066\u2067\u2068\u2069"
)
"""What may stand between the quoted words and the marks."""
_REACH = 6
_NO_END = 2**53
"""Where the text of a draft that has none ends: its spans cannot be judged yet."""
_SPOKEN = frozenset({"speech", "transcript"})
"""Kinds of text that are somebody's words as a whole."""
_INDEX = re.compile(r"0|[1-9]\d{0,9}", re.ASCII)
_HOLDERS = {f"{name}[]": names for name, names in SETS.items()} | SETS_OF_PARTS
_SETS = tuple(f"record.{holder}.{name}" for holder, names in _HOLDERS.items() for name in names)
_SEVERAL = {"minItems": 2}


def keywords_are_sorted(context: Context) -> Iterable[Finding]:
    """R103: keywords are sorted by code point."""
    keywords = context.document.get("keywords", ())
    if _is_sorted(keywords):
        return ()
    return [finding("R103", "/keywords", right=", ".join(sorted(keywords)))]


@looks_where(*(there(place, _SEVERAL) for place in _SETS))
def sets_are_sorted(context: Context) -> Iterator[Finding]:
    """R103: other arrays of strings are sorted, too, and spans by number."""
    for one in context.sets():
        if not _is_sorted(one[3]):
            yield finding("R103", pointer_of(one), right=", ".join(map(str, sorted(one[3]))))


def _is_sorted(values: Sequence[Any]) -> bool:
    return not any(map(gt, values, itertools.islice(values, 1, None)))


def quotations_are_inside(context: Context) -> Iterator[Finding]:
    """R104: the span of a quotation begins before it ends, ends in the text, and has words."""
    text, length = context.text, _length(context)
    for number, quote in enumerate(context.document.get("quotes", ())):
        start, end = quote["span"]
        if not 0 <= start < end <= length:
            yield _outside(f"/quotes/{number}/span", start, end, length)
        elif text and text[start:end].isspace():
            yield finding(
                "R104", f"/quotes/{number}/span", variant="blank",
                start=start, end=end, length=length,
            )  # fmt: skip


@looks_where(*(there(place) for place in _SETS if place.endswith(".spans")))
def spans_are_inside(context: Context) -> Iterator[Finding]:
    """R104: any other span begins before it ends, and ends in the text."""
    length = _length(context)
    for one in context.sets():
        if one[2] == "spans":
            for number, (start, end) in enumerate(one[3]):
                if not 0 <= start < end <= length:
                    yield _outside(f"{pointer_of(one)}/{number}", start, end, length)


@looks_where(there("record.provenance.evidence"), there("record.provenance.removed"))
def spans_of_the_file_have_an_end(context: Context) -> Iterator[Finding]:
    """R104: a span of the source file begins before it ends; nobody knows how long the file is."""
    provenance = context.document.get("provenance", {})
    for name in ("evidence", "removed"):
        for number, part in enumerate(provenance.get(name, ())):
            start, end = part["span"]
            if start >= end:
                yield _outside(f"/provenance/{name}/{number}/span", start, end, _length(context))


def _length(context: Context) -> int:
    return len(context.text) if "body" in context.document else _NO_END


def _outside(where: str, start: int, end: int, length: int) -> Finding:
    variant = "reversed" if start >= end else ""
    return finding("R104", where, variant=variant, start=start, end=end, length=length)


def direct_quotes_stand_in_marks(context: Context) -> Iterator[Finding]:
    """R105: before and behind the words of a direct quotation stands a quotation mark.

    A block quotation marks its words too, and in a speech or a transcript all words are the
    speaker's. A mark that opens the next paragraph anew is one behind the words.
    """
    text = context.text
    if context.document.get("type") in _SPOKEN:
        return
    outside: list[tuple[int, int]] | None = None
    for number, quote in enumerate(context.document.get("quotes", ())):
        start, end = quote["span"]
        if quote["kind"] != "direct" or not 0 <= start < end <= len(text):
            continue
        before = text[max(0, start - _REACH) : start].rstrip(_BETWEEN)
        behind = text[end : end + _REACH].lstrip(_BETWEEN)
        is_opened = before[-1:] in MARKS and before
        is_closed = behind[:1] in MARKS and behind
        if is_opened and is_closed:
            continue
        if outside is None:
            outside = _outside_of_blocks(context)
        if not _touches(outside, start, end):
            continue
        variant = "behind" if is_opened else "before"
        if text[start] in MARKS and text[end - 1] in MARKS:
            variant = "inside"
        yield finding("R105", f"/quotes/{number}/span", variant=variant, words=text[start:end])


def _outside_of_blocks(context: Context) -> list[tuple[int, int]]:
    """Return the spans of the plain text that stand in no block quotation."""
    body = context.document.get("body")
    if not body or body["format"] != "html" or "<blockquote" not in body["text"]:
        return [(0, len(context.text))]
    depth = 0
    found = []
    for piece in pieces(body["text"]):
        if piece.markup.startswith("<blockquote"):
            depth += 1
        elif piece.markup == "</blockquote>":
            depth -= 1
        elif not piece.markup and depth <= 0:
            found.append((piece.start, piece.start + len(piece.text)))
    return found


def _touches(spans: list[tuple[int, int]], start: int, end: int) -> bool:
    """Return whether some of sorted spans has a character in common with one more."""
    before = bisect_left(spans, (end, end))
    return before > 0 and spans[before - 1][1] > start


@looks_where(
    there("record.body.format", {"const": "html"}),
    there("record.body.text", like(r"[\r\t\u2028\u2029]")),
    there("record.body.text", like(r" \n|\n |\n\n\n")),
    there("record.body.text", like(r"^[ \n]")),
    there("record.body.text", like(r"[ \n]$")),
)
def the_body_is_canonical(context: Context) -> Iterator[Finding]:
    """R106: paragraphs parted by one blank line, or XHTML in the one spelling we have for it.

    The parameter ``canonical`` is the whole body as it should be; the hint shows the place.
    """
    body = context.document.get("body")
    if not body or (body["format"] == "text" and is_canonical("text", body["text"])):
        return
    form = canonical_html if body["format"] == "html" else canonical_text
    found, right = body["text"], form(body["text"])
    if found == right:
        return
    place = next(
        (n for n, (one, other) in enumerate(zip(found, right, strict=False)) if one != other),
        min(len(found), len(right)),
    )
    shown = slice(max(0, place - 10), place + 30)
    yield finding(
        "R106",
        "/body/text",
        variant=body["format"] if right else "empty",
        offset=place,
        found=found[shown],
        right=right[shown],
        canonical=right,
    )


@looks_where(there("record.provenance.evidence"))
def evidence_points_at_values(context: Context) -> Iterator[Finding]:
    """R124: the pointer of a piece of evidence leads to a value of the record."""
    for number, evidence in enumerate(context.document.get("provenance", {}).get("evidence", ())):
        if not _has(context.document, evidence["pointer"]):
            yield finding(
                "R124", f"/provenance/evidence/{number}/pointer", value=evidence["pointer"]
            )


def _has(value: Any, pointer: str) -> bool:
    for step in pointer.split("/")[1:]:
        name = step.replace("~1", "/").replace("~0", "~")
        if isinstance(value, dict) and name in value:
            value = value[name]
        elif isinstance(value, list) and _INDEX.fullmatch(name) and int(name) < len(value):
            value = value[int(name)]
        else:
            return False
    return True


RULES = (
    keywords_are_sorted,
    sets_are_sorted,
    quotations_are_inside,
    spans_are_inside,
    spans_of_the_file_have_an_end,
    direct_quotes_stand_in_marks,
    the_body_is_canonical,
    evidence_points_at_values,
)
