"""Headlines, descriptions and body of a ninjs item."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any, Literal

from archive.body import canonical_html, plain_text
from archive.parsing import drafts_markup
from archive.parsing.drafts import Draft, Item, Where, members

Form = Literal["html", "text"]
_FURTHER = ("sub", "short", "kicker", "seo")
"""Roles of headlines that the record has too."""
_ORDINARY = ("main", "summary", "text", "html", "xhtml", "html5")
"""Roles that say no more than that this is the text."""
_TYPES = ("text/plain", "text/html", "text/html5", "application/xhtml+xml")
_CLOSING = ("</p>", "</div>", "</ul>", "</ol>", "</table>", "</body>", "</h1>", "</h2>")


@dataclass(frozen=True, slots=True)
class Said:
    """A text of the source in canonical form; ``member`` is the object that held it, if one did."""

    format: Form
    text: str
    where: Where
    at: Where
    member: Item | None = None
    role: Any = None
    lost: str = ""
    """What of its html has no place in the canonical form."""

    @property
    def plain(self) -> str:
        """Return the text without tags."""
        return plain_text(self.format, self.text)

    @property
    def words(self) -> list[str]:
        """Return the words, to see whether two texts say the same."""
        return self.plain.split()

    def leave_out(self, draft: Draft) -> None:
        """Name the text, with what stood beside it, as one that has no place in the record."""
        draft.unused(self.text if self.member is None else self.member.value, self.where)

    def name_rest(self, draft: Draft) -> None:
        """Name what stood beside the text and has no place in the record."""
        if self.lost:
            draft.unused(self.lost, self.at, self.lost)
        if self.member is None:
            return
        characters, where = self.member.take("charcount")
        draft.unused_unless(characters, where, is_known=characters == len(self.plain))
        words, where = self.member.take("wordcount")
        draft.unused_unless(words, where, is_known=words == len(self.words))
        if self.role is not None:
            where = self.member.take("role")[1]
            draft.unused_unless(self.role, where, is_known=self.role in _ORDINARY)
        kind, where = self.member.take("contenttype")
        draft.unused_unless(kind, where, is_known=kind in _TYPES)
        draft.rest_of(self.member)

    def as_plain(self) -> Said:
        """Return the text without tags; what they said is lost too."""
        if self.format == "text":
            return self
        lost = {*self.lost.split(", "), *drafts_markup.lost(self.text, "").split(", ")} - {""}
        return replace(self, format="text", text=self.plain, lost=", ".join(sorted(lost)))


def _form(value: str, kind: Any, role: Any) -> Form | None:
    """Return what a text is; nothing if its type says that it is neither text nor html."""
    said = f"{kind} {role}".lower()
    if "html" in said:
        return "html"
    if kind not in (None, "text/plain") or "nitf" in said or "xml" in said:
        return None
    return "html" if kind is None and any(tag in value for tag in _CLOSING) else "text"


def _canonical(form: Form, value: str, draft: Draft) -> tuple[str, str]:
    """Return the canonical form of a text, and what of it is lost."""
    if form == "html":
        html = canonical_html(value)
        return html, drafts_markup.lost(value, html)
    return draft.canonical(value), ""


def _field(item: Item, name: str, draft: Draft) -> Iterator[Said]:
    """Yield the text of a field of ninjs 1, such as ``body_xhtml``."""
    value, where = item.take(name)
    if not isinstance(value, str):
        if value is not None:
            draft.unusable(where, value)
        return
    draft.controls(value, where)
    form: Form = "html" if name.endswith("html") else "text"
    text, lost = _canonical(form, value, draft)
    if text:
        yield Said(form, text, where, where, lost=lost)
    elif value.strip():
        draft.unused(value, where)


def _listed(item: Item, name: str, draft: Draft) -> Iterator[Said]:
    """Yield the texts of a list, such as ``bodies``; members without a text of ours are named."""
    value, where = item.take(name)
    for one, place in members(value, where, draft):
        said, at = one.take("value")
        kind, role = one.take("contenttype")[0], one.take("role")[0]
        form = _form(said, kind, role) if isinstance(said, str) else None
        text, lost = _canonical(form, said, draft) if form else ("", "")
        if form and text:
            draft.controls(said, at)
            yield Said(form, text, place, at, one, role, lost)
        else:
            draft.unused(one.value, place)


def heads(item: Item, draft: Draft) -> tuple[Said | None, list[Said]]:
    """Return the headline (the one whose role is main, else the first) and the others."""
    said = [*_field(item, "headline", draft), *_listed(item, "headlines", draft)]
    found = [one.as_plain() for one in said]
    if not found:
        return None, []
    main = next((one for one in found if one.role == "main"), found[0])
    return main, [one for one in found if one is not main]


def headlines(item: Item, draft: Draft) -> None:
    """Take the headline and, by their roles, the others."""
    main, others = heads(item, draft)
    if main is not None and (line := draft.line(main.plain, main.at)):
        main.name_rest(draft)
        draft.put("headline", line, main.at)
    for one in others:
        if one.role in _FURTHER and (line := draft.line(one.plain, one.at)):
            draft.add("alternativeHeadlines", {"text": line, "role": one.role}, one.at)
            replace(one, role=None).name_rest(draft)
        else:
            one.leave_out(draft)


def summary(item: Item, draft: Draft) -> None:
    """Take the first description as the summary."""
    said = first(descriptions(item, draft), draft)
    if said is not None:
        draft.put("summary", said.plain, said.at)


def descriptions(item: Item, draft: Draft) -> list[Said]:
    """Return the descriptions of an item, the plain one of ninjs 1 first."""
    said = [
        *_field(item, "description_text", draft),
        *_field(item, "description_xhtml", draft),
        *_listed(item, "descriptions", draft),
    ]
    return [one.as_plain() for one in said]


def first(said: list[Said], draft: Draft) -> Said | None:
    """Return the first of some texts; name those that say something else."""
    for one in said:
        if one.words == said[0].words:
            one.name_rest(draft)
            if one is not said[0]:
                draft.passed(one.text, one.where)
        else:
            one.leave_out(draft)
    return said[0] if said else None


def body(item: Item, draft: Draft) -> None:
    """Take the body: html before text, if both say the same; what differs is named.

    In a text of others that has no blank line each line is a paragraph.
    """
    found = [
        *_field(item, "body_html", draft),
        *_field(item, "body_xhtml", draft),
        *_field(item, "body_text", draft),
        *_listed(item, "bodies", draft),
    ]
    chosen = next((one for one in found if one.format == "html"), found[0] if found else None)
    if chosen is None:
        return
    text = chosen.text
    if chosen.format == "text" and "\n\n" not in text and not draft.is_own:
        text = text.replace("\n", "\n\n")
    draft.put("body", {"format": chosen.format, "text": text}, chosen.at)
    words = chosen.words
    for one in found:
        if one.text == chosen.text or (one.format == "text" and one.words == words):
            one.name_rest(draft)
            if one is not chosen:
                draft.passed(one.text, one.where)
        else:
            one.leave_out(draft)
