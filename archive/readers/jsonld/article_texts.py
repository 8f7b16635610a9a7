"""Headlines, summary, text and quotations of an article."""

from __future__ import annotations

import re
from typing import Any

from archive.body import canonical_html, canonical_text, plain_text
from archive.languages import canonical, is_well_formed
from archive.parsing import drafts_markup
from archive.positions import pointer
from archive.readers.jsonld.article_nodes import Node, Said, name_language, plain, unescaped
from archive.readers.jsonld.article_things import field_of, keyword, resolved, thing, things

_CLOSING = ("</p>", "</div>", "</ul>", "</ol>", "</table>", "</body>", "</h1>", "</h2>", "<br")
_MOST_LOOKED_THROUGH = 2 * 10**8
"""Characters of text that are looked through for quotations, in all: a second's work."""
_MARKS = frozenset("\"“”„‟«»‹›‘’‚‛'「」『』")
_END = re.compile("[,.;:!?…]?[\"“”„‟«»‹›‘’‚‛'「」『』]")
"""How the words of a direct quotation end."""


def headlines(article: Node) -> None:
    """Take the headline and the alternative ones."""
    page = article.page
    draft = page.draft
    found = article.take("headline")
    main = _of_language(found, draft.document["language"])
    source = "headline"
    if main is None:
        named = article.take("name")
        main, source = _of_language(named, draft.document["language"]), "name"
        found = named
    if main is not None and (headline := _plain(main, article)):
        draft.put("headline", headline, main.where)
        if source == "name":
            draft.say("L103", main.where, value=headline, source=source)
    for one in {id(one): one for one in (*found, *article.take("name"))}.values():
        if one is not main:
            is_known = plain(one) == (plain(main) if main else None)
            draft.unused_unless(plain(one), one.where, is_known=is_known)
    for one in article.take("alternativeHeadline"):
        _alternative(one, article)


def _of_language(found: list[Said], language: str) -> Said | None:
    """Return the value in the language of the release, else the first one."""
    for one in found:
        if is_well_formed(one.language) and canonical(one.language) == language:
            return one
    return found[0] if found else None


def _plain(said: Said, article: Node) -> str | None:
    """Return a value as one line without tags; what those said is named."""
    draft = article.page.draft
    name_language(said, article.page)
    value = unescaped(plain(said), said.where, draft)
    if isinstance(value, str) and _is_html(value, article):
        if lost := drafts_markup.lost(value, ""):
            draft.unused(lost, said.where, lost)
        value = plain_text("html", canonical_html(value))
    return draft.line(value, said.where)


def _is_html(value: str, article: Node) -> bool:
    """Return whether a text of others is html; our own pages have plain texts."""
    return not article.page.draft.is_own and any(tag in value for tag in _CLOSING)


def _alternative(said: Said, article: Node) -> None:
    """Take a further headline; that it is one below the main one is inferred."""
    draft = article.page.draft
    text = draft.line(unescaped(plain(said), said.where, draft), said.where)
    if text is None:
        return
    headline = {"text": text, "role": "sub"}
    if is_well_formed(said.language):
        tag = canonical(said.language)
        if tag != draft.document["language"]:
            headline["language"] = tag
        else:
            draft.passed(said.language, said.where)
    elif said.language:
        draft.unusable(said.where, said.language)
    draft.add("alternativeHeadlines", headline, said.where)
    draft.say("L103", said.where, value="sub", source="alternativeHeadline")


def summary(article: Node) -> None:
    """Take the abstract, else the description, as the summary."""
    page = article.page
    said = article.first("abstract", "description")
    if said is None:
        return
    name_language(said, page)
    value = unescaped(plain(said), said.where, page.draft)
    if text := page.draft.text(value, said.where):
        page.draft.put("summary", text, said.where)


def keywords(article: Node) -> None:
    """Take keywords; a single text may hold several, parted by commas."""
    page = article.page
    said = article.take("keywords")
    for one in said:
        name_language(one, page)
        node = one.value if isinstance(one.value, Node) else None
        if node is not None:
            keyword(node.line("name", "termCode")[0], one.where, page)
            node.is_of({"DefinedTerm"}, "DefinedTerm")
            node.rest()
            continue
        value = unescaped(one.value, one.where, page.draft)
        value = str(value) if type(value) is int else value
        is_list = len(said) == 1 and isinstance(value, str) and not page.draft.is_own
        parts = value.split(",") if is_list else [value]
        for part in parts:
            keyword(page.draft.line(part, one.where), one.where, page)


def put_keywords(article: Node) -> None:
    """Put the keywords into the document, when all that may be one has been read."""
    page = article.page
    if page.keywords:
        where = next(iter(page.keywords.values()))
        page.draft.put("keywords", sorted(page.keywords), where)


# the text


def body(article: Node) -> None:
    """Take the text, html or plain; several of them follow each other.

    In a text of others that has no blank line each line is a paragraph.
    """
    page = article.page
    draft = page.draft
    found = [one for one in article.take("articleBody", "text") if _is_text(one, article)]
    if not found:
        return
    values = list(dict.fromkeys(_words(one, article) for one in found))
    for one in found:
        name_language(one, page)
        draft.controls(one.value, one.where)
    if len(values) < len(found):
        draft.passed([one.value for one in found][len(values) :], found[-1].where)
    where = found[0].where
    if any(_is_html(value, article) for value in values):
        html = "".join(values)
        said = {"format": "html", "text": canonical_html(html)}
        if lost := drafts_markup.lost(html, said["text"]):
            draft.unused(lost, where, lost)
    else:
        text = canonical_text("\n\n".join(values))
        if "\n\n" not in text and not page.draft.is_own:
            text = text.replace("\n", "\n\n")
        said = {"format": "text", "text": text}
    if said["text"]:
        draft.put("body", said, where)
    else:
        draft.unused(values, where)
    _count(article, said)


def _words(said: Said, article: Node) -> str:
    """Return a text; one of html as it is, any other without entities."""
    value = str(said.value)
    return (
        value if _is_html(value, article) else str(unescaped(value, said.where, article.page.draft))
    )


def _is_text(said: Said, article: Node) -> bool:
    if isinstance(said.value, str):
        return True
    article.page.draft.unusable(said.where, plain(said))
    return False


def _count(article: Node, said: dict[str, str]) -> None:
    """Pass over a count of words that is right; name one that is not."""
    words = len(plain_text(said["format"], said["text"]).split())
    for one in article.take("wordCount"):
        is_known = str(plain(one)) == str(words)
        article.page.draft.unused_unless(plain(one), one.where, is_known=is_known)


def dateline(article: Node) -> None:
    """Take the dateline, and the place where the article was written."""
    page = article.page
    text, where = article.line("dateline")
    if text is not None:
        page.draft.put("dateline", {"text": text}, where)
    for number, place in enumerate(things(article.take("locationCreated"), "places", page)):
        if text is not None and number == 0:
            page.draft.document["dateline"]["place"] = place["id"]
            page.draft.moved["/dateline/place"] = pointer(article.place("locationCreated"))


def quotations(article: Node) -> None:
    """Take the quotations whose words stand in the text, once."""
    page = article.page
    held = page.draft.document.get("body")
    text = plain_text(held["format"], held["text"]) if held else ""
    left = _MOST_LOOKED_THROUGH
    for said in article.take("hasPart"):
        node = said.value if isinstance(said.value, Node) else None
        left -= len(text)
        if node is not None and "Quotation" in node.types and left > 0:
            _quotation(node, text)
        else:
            page.draft.unused(plain(said), said.where)


def _quotation(node: Node, text: str) -> None:
    """Take a quotation; what marks stand around its words says whether it is a direct one."""
    page = node.page
    said = node.first("text")
    words = said.value if said is not None and isinstance(said.value, str) else ""
    start = text.find(words) if words else -1
    if said is None or start < 0 or text.find(words, start + 1) >= 0:
        node.leave_out()
        return
    name_language(said, page)
    end = start + len(words)
    is_direct = text[start - 1 : start] in _MARKS and bool(_END.match(text, end))
    quote: dict[str, Any] = {
        "id": node.local_id("q"),
        "kind": "direct" if is_direct else "indirect",
        "span": [start, end],
    }
    page.draft.say("L103", said.where, value=quote["kind"], source="text")
    _speaker(node, quote)
    for one in node.take("isPartOf"):
        iri = one.value.id if isinstance(one.value, Node) else one.value
        is_known = iri == page.draft.document.get("id")
        page.draft.unused_unless(plain(one), one.where, is_known=is_known)
    node.is_of({"Quotation"}, "Quotation")
    node.rest()
    page.draft.add("quotes", quote, node.where)


def _speaker(node: Node, quote: dict[str, Any]) -> None:
    page = node.page
    for said in node.take("spokenByCharacter", "creator", "author"):
        target = resolved(said, page)
        field = (field_of(target) if target is not None else "") or "people"
        speaker = thing(said, field, page)
        if speaker is None:
            continue
        if "speaker" in quote:
            is_known = quote["speaker"] == speaker["id"]
            page.draft.unused_unless(speaker["name"], said.where, is_known=is_known)
        else:
            quote["speaker"] = speaker["id"]
