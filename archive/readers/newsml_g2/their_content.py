"""Items of others: ``contentMeta``."""

from __future__ import annotations

import re
from typing import Any

from archive.readers.newsml_g2 import mending
from archive.readers.newsml_g2.names import G2, LANG
from archive.readers.newsml_g2.theirs import (
    Handlers,
    TheirDraft,
    Thing,
    is_iri,
    list_of,
    topic,
)
from archive.readers.newsml_g2.walk import Element, attributes

_SCHEME = re.compile(r"[a-z][a-z0-9.-]*", re.ASCII)
_URGENCY = re.compile(r"0*([1-9])", re.ASCII)
_GENRES = {"genre:Press_Release": "press_release"} | {
    f"pa:{word}": word for word in ("speech", "statement", "advisory", "transcript", "other")
}
_ROLES = ("reporter", "writer", "editor", "photographer", "translator")
_FURTHER = ("sub", "short", "kicker", "seo")
_MAIN = frozenset({"", "main", "headline", "title"})
"""What roles of headlines end with that say no more than that this is the headline."""
_SUMMARIES = frozenset({"", "summary", "abstract", "lead", "caption"})


def content_meta(element: Element, draft: TheirDraft) -> None:
    """Take what the content is, says and names."""
    mending.order(element, draft)
    draft.open(element, _CONTENT_META)
    _headlines(list(element.iterchildren(f"{G2}headline")), draft)
    _summaries(list(element.iterchildren(f"{G2}description")), draft)


def last_part(code: str | None) -> str:
    """Return what a code ends with, in small letters: ``hlrole:main`` says ``main``.

    >>> last_part("hlrole:Main"), last_part("https://a.example/roles/sub"), last_part(None)
    ('main', 'sub', '')
    """
    return re.split(r"[:/#]", code or "")[-1].lower()


def _passed(element: Element, draft: TheirDraft) -> None:
    """Pass over an element that is taken together with others of its name."""


# administration


def _urgency(element: Element, draft: TheirDraft) -> None:
    said = draft.text(element)
    match = _URGENCY.fullmatch(said.strip())
    if match and "urgency" not in draft.document:
        draft.put(draft.document, "urgency", int(match[1]), element)
    else:
        draft.unusable((element, ""), said, "/urgency")
    draft.rest(element, attributes(element))


def _date(name: str) -> Any:
    """Return the handler of a date of the text."""

    def take(element: Element, draft: TheirDraft) -> None:
        draft.rest(element, attributes(element))
        dates = draft.document.setdefault("dates", {})
        if name in dates:
            draft.left_out(element)
            return
        made = mending.date(draft.text(element), (element, ""), draft, f"/dates/{name}")
        if made is not None:
            draft.put(dates, name, made, element)

    return take


def _digital_source(element: Element, draft: TheirDraft) -> None:
    one = draft.thing(element)
    if one.iri is None or "digitalSource" in draft.document:
        draft.left_out(element)
        return
    draft.put(draft.document, "digitalSource", one.iri, element)
    if one.name is not None:
        draft.left_out(one.named)
    draft.bystanders(one)


def _located(element: Element, draft: TheirDraft) -> None:
    one = draft.thing(element)
    if one.kind not in (None, "cpnat:geoArea", "cpnat:poi"):
        draft.left_kind(one)
    place = draft.entity("places", one)
    if place is not None and "place" not in draft.dateline:
        draft.put(draft.dateline, "place", place["id"], element)


def _info_source(element: Element, draft: TheirDraft) -> None:
    one = draft.thing(element)
    member = draft.entity("organisations", one, is_used=True)
    if member is not None:
        issuer(member, one, "infoSource", draft)


def issuer(member: dict[str, Any], one: Thing, source: str, draft: TheirDraft) -> None:
    """Take an organisation as one that issued the release, which is inferred."""
    if not draft.is_new("issuer", member["id"]):
        draft.left_out(one.element)
        return
    made = {"ref": member["id"], "certainty": "inferred"}
    where = draft.add(draft.document, "issuers", made, one.element)
    draft.inferred((one.element, ""), member["name"], source, where)


def _maker(element: Element, draft: TheirDraft) -> None:
    """Take who made the text: a person into the byline, an organisation among the others."""
    one = draft.thing(element)
    if one.kind == "cpnat:organisation":
        draft.entity("organisations", one)
        return
    if one.name is None:
        draft.left_out(element)
        return
    made = {"name": one.name}
    role = last_part(one.roles)
    if role in _ROLES:
        made["role"], one.roles = role, None
    if not draft.is_new("byline", one.name, made.get("role")):
        draft.left_out(element)
        return
    draft.add(draft.document, "byline", made, one.named)
    draft.named(one)


def _by(element: Element, draft: TheirDraft) -> None:
    draft.rest(element, attributes(element))
    line = draft.line(element)
    if line is None or not draft.is_new("byline", line, None):
        draft.left_out(element)
    else:
        draft.add(draft.document, "byline", {"name": line}, element)


def _alt_id(element: Element, draft: TheirDraft) -> None:
    given = attributes(element)
    kind = draft.codes.take(given, "type")
    draft.rest(element, given)
    said = draft.line(element)
    if said is None:
        draft.left_out(element)
    else:
        identifier(element, kind or "altid", said, draft)


def identifier(element: Element, kind: str, said: str, draft: TheirDraft) -> None:
    """Take a further name of the work; what its kind ends with is the scheme."""
    scheme = kind if is_iri(kind) and "://" in kind else last_part(kind).replace("_", "-")
    if not is_iri(scheme) and not _SCHEME.fullmatch(scheme):
        draft.unusable((element, "type"), kind, "/identifiers")
        draft.left_out(element)
        return
    if not draft.is_new("identifier", scheme, said):
        draft.left_out(element)
        return
    made = {"scheme": scheme, "value": said}
    where = draft.add(draft.document, "identifiers", made, element)
    if scheme != kind and element.get("type") is not None:
        draft.mended((element, "type"), kind, scheme, f"{where}/scheme")


# description


def _language(element: Element, draft: TheirDraft) -> None:
    """Take the language of the content, which counts before that of the item."""
    given = attributes(element)
    tag = given.pop("tag", None)
    draft.bare(element, given)
    if tag is None or draft.has_language:
        draft.left_out(element)
        return
    language = draft.language(tag, (element, "tag"), "/language")
    if language is None:
        return
    draft.has_language = True
    if draft.document.get("language") == language:
        draft.left_out(element)
    else:
        if "language" in draft.document:
            draft.left_language()
            del draft.document["language"]
        draft.put(draft.document, "language", language, element)


def _genre(element: Element, draft: TheirDraft) -> None:
    given = attributes(element)
    code = draft.codes.take(given, "qcode")
    kind = _GENRES.get(code or "")
    if kind is None or "type" in draft.document:
        draft.left_out(element)
        return
    draft.put(draft.document, "type", kind, element)
    draft.bare(element, given)


def _keyword(element: Element, draft: TheirDraft) -> None:
    draft.rest(element, attributes(element))
    word = draft.line(element)
    if word is None:
        draft.left_out(element)
    else:
        keyword(element, word, draft)


def keyword(element: Element, word: str, draft: TheirDraft) -> None:
    """Add a keyword; they are a set."""
    if word in draft.keywords:
        draft.left_out(element)
    draft.keywords.setdefault(word, element)


def _subject(element: Element, draft: TheirDraft) -> None:
    one = draft.thing(element)
    list_ = list_of(one.kind)
    if list_ is not None:
        draft.entity(list_, one)
        return
    scheme, code = topic(one.iri)
    if not scheme and one.name is not None:
        keyword(element, one.name, draft)
        draft.named(one)
        return
    if not scheme or not draft.is_new("subject", scheme, code):
        draft.left_out(element)
        return
    made = {"scheme": scheme, "code": code} | ({"label": one.name} if one.name else {})
    draft.add(draft.document, "subjects", made, element)
    draft.left_kind(one)
    draft.bystanders(one)


def _slugline(element: Element, draft: TheirDraft) -> None:
    draft.rest(element, attributes(element))
    said = draft.line(element)
    if said is None:
        draft.left_out(element)
    else:
        identifier(element, "slugline", said, draft)


def _dateline(element: Element, draft: TheirDraft) -> None:
    draft.rest(element, attributes(element))
    said = draft.line(element)
    if said is None or "text" in draft.dateline:
        draft.left_out(element)
    else:
        draft.put(draft.dateline, "text", said, element)


def _credit(element: Element, draft: TheirDraft) -> None:
    draft.rest(element, attributes(element))
    said = draft.line(element)
    if said is None or "source" in draft.document:
        draft.left_out(element)
        return
    source: dict[str, Any] = {}
    draft.put(draft.document, "source", source, element)
    draft.put(source, "asWritten", said, element)


def _headlines(elements: list[Element], draft: TheirDraft) -> None:
    """Take the main headline, and further ones of roles that the record has."""
    main = min(elements, key=lambda one: _rank(one, draft), default=None)
    for element in elements:
        given = attributes(element)
        role = draft.codes.take(given, "role")
        said = draft.line(element)
        if said is None:
            draft.left_out(element)
        elif element is main:
            draft.put(draft.document, "headline", said, element)
            draft.rest(element, attributes(element))
        elif (word := last_part(role)) in _FURTHER or (role is None and "rank" in given):
            made = {"text": said, "role": word or "sub"}
            where = draft.add(draft.document, "alternativeHeadlines", made, element)
            if not word:
                draft.inferred((element, "rank"), "sub", "headline/@rank", f"{where}/role")
                given.pop("rank")
            if LANG in given:
                tag = draft.language(given.pop(LANG), (element, LANG), f"{where}/language")
                made |= {"language": tag} if tag else {}
            draft.rest(element, given)
        else:
            draft.left_out(element)


def _rank(element: Element, draft: TheirDraft) -> tuple[bool, int, bool]:
    """Return what sorts the main headline first: by role, rank, language."""
    given = attributes(element)
    role = last_part(draft.codes.take(given, "role"))
    rank = given.get("rank", "").strip()
    number = int(rank) if rank.isascii() and rank.isdigit() and len(rank) < 5 else 0
    tag = given.get(LANG, "").partition("-")[0].lower()
    language = str(draft.document.get("language", "")).partition("-")[0]
    return role not in _MAIN, number, tag not in ("", language)


def _summaries(elements: list[Element], draft: TheirDraft) -> None:
    """Take the first description that is a summary, or says nothing else of itself."""
    for element in elements:
        role = last_part(draft.codes.take(attributes(element), "role"))
        said = (
            draft.prose(element) if role in _SUMMARIES and "summary" not in draft.document else None
        )
        if said is None:
            draft.left_out(element)
            continue
        draft.put(draft.document, "summary", said, element)
        draft.rest(element, attributes(element))


_CONTENT_META: Handlers = {
    f"{G2}urgency": _urgency,
    f"{G2}contentCreated": _date("created"),
    f"{G2}contentModified": _date("modified"),
    f"{G2}digitalSourceType": _digital_source,
    f"{G2}located": _located,
    f"{G2}infoSource": _info_source,
    f"{G2}creator": _maker,
    f"{G2}contributor": _maker,
    f"{G2}by": _by,
    f"{G2}altId": _alt_id,
    f"{G2}language": _language,
    f"{G2}genre": _genre,
    f"{G2}keyword": _keyword,
    f"{G2}subject": _subject,
    f"{G2}slugline": _slugline,
    f"{G2}dateline": _dateline,
    f"{G2}creditline": _credit,
    f"{G2}headline": _passed,
    f"{G2}description": _passed,
}
