"""Headlines, summary and body of a ninjs item."""

from __future__ import annotations

from typing import Any

from archive.body import canonical_html, canonical_text, plain_text
from archive.readers.ninjs.item import Draft, Item, Where, members

_ROLES = {"sub", "short", "kicker", "seo"}
_HTML = ("html", "xhtml")
Candidate = tuple[str, str, Where]
"""(``html`` or ``text``, canonical text, where it stood)."""


def headlines(item: Item, draft: Draft) -> None:
    """Take the headline: of several, the one whose role is main, else the first."""
    value, where = item.take("headline")
    if value is not None:
        if line := draft.line(value, where):
            draft.put("headline", line, where)
        return
    value, where = item.take("headlines")
    listed = [(one, *one.take("value"), one.take("role")[0]) for one, _ in members(value, where, draft)]
    said = [entry for entry in listed if entry[1] is not None]
    main = next((entry for entry in said if entry[3] == "main"), said[0] if said else None)
    for entry in said:
        one, text, place, role = entry
        line = draft.line(text, place)
        if line is None:
            continue
        if entry is main:
            draft.put("headline", line, place)
        elif role in _ROLES:
            draft.add("alternativeHeadlines", {"text": line, "role": role}, place)
        else:
            draft.unused(place)
        one.leave("contenttype", "role")
        for _, left in one.untouched():
            draft.unused(left)


def summary(item: Item, draft: Draft) -> None:
    """Take the first description as the summary."""
    for name in ("description_text", "description_xhtml"):
        value, where = item.take(name)
        if isinstance(value, str):
            _put_summary(value, where, draft)
    value, where = item.take("descriptions")
    for one, _ in members(value, where, draft):
        text, place = one.take("value")
        one.leave("role", "contenttype", "charcount", "wordcount")
        if isinstance(text, str):
            _put_summary(text, place, draft)


def _put_summary(text: str, where: Where, draft: Draft) -> None:
    plain = plain_text("html", canonical_html(text)) if "</" in text else canonical_text(text)
    if not plain:
        return
    if "summary" not in draft.document:
        draft.put("summary", plain, where)
    elif draft.document["summary"].split() != plain.split():
        draft.unused(where)


def body(item: Item, draft: Draft) -> None:
    """Take the body: html before text, if both say the same; what differs is named."""
    found = [*_old_bodies(item), *_bodies(item, draft)]
    usable = [one for one in found if one[1]]
    chosen = next((one for one in usable if one[0] == "html"), usable[0] if usable else None)
    if chosen is None:
        return
    form, text, where = chosen
    draft.put("body", {"format": form, "text": text}, where)
    words = plain_text(form, text).split()
    for other in usable:
        if other is not chosen and plain_text(other[0], other[1]).split() != words:
            draft.unused(other[2])


def _old_bodies(item: Item) -> list[Candidate]:
    """Return ``body_html``, ``body_xhtml`` and ``body_text`` of ninjs 1."""
    found = []
    for name, form in (("body_html", "html"), ("body_xhtml", "html"), ("body_text", "text")):
        value, where = item.take(name)
        if isinstance(value, str):
            found.append((form, _canonical(form, value), where))
    return found


def _bodies(item: Item, draft: Draft) -> list[Candidate]:
    """Return the members of ``bodies`` that are text or html; others are named."""
    value, where = item.take("bodies")
    found = []
    for one, place in members(value, where, draft):
        text, at = one.take("value")
        kind, role = one.take("contenttype")[0], one.take("role")[0]
        one.leave("charcount", "wordcount")
        form = _form(kind, role)
        if isinstance(text, str) and form:
            found.append((form, _canonical(form, text), at))
        elif text is not None:
            draft.unused(place)
    return found


def _form(kind: Any, role: Any) -> str | None:
    said = f"{kind} {role}".lower()
    if any(word in said for word in _HTML):
        return "html"
    if kind in (None, "text/plain") and not any(word in said for word in ("nitf", "xml")):
        return "text"
    return None


def _canonical(form: str, text: str) -> str:
    if form == "html":
        return canonical_html(text)
    plain = canonical_text(text)
    return plain if "\n\n" in plain else plain.replace("\n", "\n\n")
