"""Body, spans, sets and quotations: R103 to R106, R124."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from archive.body import canonical_html, canonical_text, is_canonical
from archive.findings import Finding, finding
from archive.validation.rules.context import Context

OPENING = "\"“„«‹「『‘'‚”»’〝《"
CLOSING = "\"”“»›」』’'«‘„〞》"
"""Marks that may stand before and behind quoted words; languages differ about the direction."""
_BETWEEN = " \t\n\u00a0\u202f,.!?…;:،。、؟-–—()\u200f\u200e"
"""What may stand between the quoted words and the marks."""
_REACH = 6
_SETS = ("keywords", "aliases", "sameAs", "predecessors", "successors", "organisers", "speakers",
         "who", "phones", "emails")  # fmt: skip


def sets_are_sorted(context: Context) -> Iterator[Finding]:
    """R103: arrays of strings are sorted by code point, spans by number."""
    for where, values in _arrays("", context.document):
        if len(values) > 1 and any(one > other for one, other in zip(values, values[1:])):  # noqa: B905, RUF007
            yield finding("R103", where, right=", ".join(map(str, sorted(values))))


def _arrays(where: str, part: Any) -> Iterator[tuple[str, list[Any]]]:
    """Yield every set of the record, with its pointer."""
    for name, value in part.items():
        if type(value) is list:
            if type(value[0]) is dict:
                for number, member in enumerate(value):
                    yield from _arrays(f"{where}/{name}/{number}", member)
            elif name in _SETS or name == "spans":
                yield f"{where}/{name}", value
        elif type(value) is dict and name != "extensions":
            yield from _arrays(f"{where}/{name}", value)


def spans_are_inside(context: Context) -> Iterator[Finding]:
    """R104: a span of the body begins before it ends, and ends in the text."""
    length = len(context.text)
    for where, (start, end) in _spans(context):
        if not 0 <= start < end <= length:
            variant = "reversed" if start >= end else ""
            yield finding("R104", where, variant=variant, start=start, end=end, length=length)
        elif where.startswith("/quotes/") and not context.text[start:end].strip():
            yield finding("R104", where, variant="blank", start=start, end=end, length=length)
    for number, evidence in enumerate(context.document.get("provenance", {}).get("evidence", ())):
        start, end = evidence["span"]
        if start >= end:
            where = f"/provenance/evidence/{number}/span"
            yield finding("R104", where, variant="reversed", start=start, end=end, length=length)


def _spans(context: Context) -> Iterator[tuple[str, list[int]]]:
    for where, quote in context.members("quotes"):
        yield f"{where}/span", quote["span"]
    holders = [
        place
        for name in ("people", "organisations", "places", "events", "mentions")
        for place in context.members(name)
    ]
    holders += [*context.roles(), *context.sessions(), *context.mentions()]
    holders += [
        (f"{where}/attendance", event["attendance"])
        for where, event in context.members("events")
        if "attendance" in event
    ]
    for where, holder in holders:
        for number, span in enumerate(holder.get("spans", ())):
            yield f"{where}/spans/{number}", span


def direct_quotes_stand_in_marks(context: Context) -> Iterator[Finding]:
    """R105: before and behind the words of a direct quotation stands a quotation mark."""
    text = context.text
    for where, quote in context.members("quotes"):
        start, end = quote["span"]
        if quote["kind"] != "direct" or not 0 <= start < end <= len(text):
            continue
        before = text[max(0, start - _REACH) : start].rstrip(_BETWEEN)
        behind = text[end : end + _REACH].lstrip(_BETWEEN)
        # A quotation that goes on in the next paragraph has no closing mark before that.
        if not (before[-1:] in OPENING and before) or not (behind[:1] in CLOSING and behind):
            missing = "before" if not before or before[-1] not in OPENING else "behind"
            yield finding("R105", f"{where}/span", variant=missing, words=text[start:end])


def the_body_is_canonical(context: Context) -> Iterator[Finding]:
    """R106: paragraphs parted by one blank line, or XHTML in the one spelling we have for it."""
    body = context.document.get("body")
    if body and not is_canonical(body["format"], body["text"]):
        form = canonical_html if body["format"] == "html" else canonical_text
        right, found = form(body["text"]), body["text"]
        place = next(
            (n for n, (one, other) in enumerate(zip(found, right, strict=False)) if one != other),
            min(len(found), len(right)),
        )
        yield finding(
            "R106", "/body/text", variant=body["format"], offset=place,
            found=found[max(0, place - 10) : place + 30], right=right[max(0, place - 10) : place + 30],
        )  # fmt: skip


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
        elif isinstance(value, list) and name.isdecimal() and int(name) < len(value):
            value = value[int(name)]
        else:
            return False
    return True


RULES = (
    sets_are_sorted,
    spans_are_inside,
    direct_quotes_stand_in_marks,
    the_body_is_canonical,
    evidence_points_at_values,
)
