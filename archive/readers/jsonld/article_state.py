"""Identity, language, state, kind and dates of an article."""

from __future__ import annotations

import re
from typing import Any

from archive.edtf import is_moment, xsd_type
from archive.languages import canonical, is_well_formed
from archive.limits import LARGEST_INTEGER
from archive.parsing.drafts import Draft, Where
from archive.parsing.drafts_dates import local_day, mended_moment
from archive.parsing.drafts_things import identifier
from archive.positions import pointer
from archive.readers.jsonld.article_nodes import Node, Said, is_iri, plain
from archive.vocabulary import GENRE, PA

_PLAIN_ARTICLES = frozenset({"Article", "NewsArticle", "PressRelease"})
_GENRES = {GENRE + "Press_Release": "press_release"} | {
    PA + word: word for word in ("speech", "statement", "advisory", "transcript", "other")
}
_STATUS = frozenset({"draft", "scheduled", "published", "withdrawn"})
_VERSION = re.compile(r"0*[1-9][0-9]{0,15}", re.ASCII)
_EMBARGOED = "Embargoed until "
_DATES = (
    ("issued", "datePublished"), ("created", "dateCreated"), ("modified", "dateModified"),
    ("expires", "expires"),
)  # fmt: skip


def is_own(article: Node) -> bool:
    """Return whether an article says its kind and its state as our own pages do."""
    genres = [plain(one) for one in article.take("genre")]
    states = [str(plain(one)).lower() for one in article.take("creativeWorkStatus")]
    return any(one in _GENRES for one in genres if isinstance(one, str)) and any(
        one in _STATUS for one in states
    )


def identity(article: Node, draft: Draft) -> None:
    """Take the id: that of the article, else its address, else that of its page."""
    if is_iri(article.id) and "#" not in article.id:
        draft.put("id", article.take_id(), article.place("@id"))
    elif found := _address(article):
        address, where, term = found
        draft.put("id", address, where)
        draft.say("L103", where, value=address, source=term)
    _version(article, draft)


def _address(article: Node) -> tuple[str, Where, str] | None:
    """Return the address of an article or of its page, where it stands, and by which term."""
    for term in ("url", "mainEntityOfPage"):
        for said in article.take(term):
            address = said.value.id if isinstance(said.value, Node) else said.value
            if is_iri(address) and "#" not in address:
                return address, said.where, term
    return None


def _version(article: Node, draft: Draft) -> None:
    said = article.first("version")
    if said is None:
        draft.document["version"] = 1
        draft.say("L103", article.where, variant="missing", value=1, source="version")
        return
    digits = str(said.value) if type(said.value) in (str, int) else ""
    if not _VERSION.fullmatch(digits) or int(digits) > LARGEST_INTEGER:
        draft.unusable(said.where, plain(said))
        return
    draft.put("version", int(digits), said.where)
    if digits != str(int(digits)):
        draft.mended(said.where, digits, str(int(digits)))


def language(article: Node, draft: Draft) -> None:
    """Take the language: that of the article, else that of its context; else it is unknown."""
    said = article.first("inLanguage")
    value, where = (plain(said), said.where) if said is not None else (None, article.where)
    if said is not None and isinstance(said.value, Node):
        code = said.value.first("alternateName", "identifier", "name")
        value, where = (plain(code), code.where) if code is not None else (None, where)
        said.value.is_of({"Language"}, "Language")
        said.value.rest()
    tag = value.replace("_", "-") if isinstance(value, str) else ""
    if is_well_formed(tag):
        draft.put("language", canonical(tag), where)
        if canonical(tag) != value:
            draft.mended(where, str(value), canonical(tag))
        return
    if value is not None:
        draft.unusable(where, value)
    known = article.context.language
    draft.document["language"] = canonical(known) if known else "und"
    source = "@context/@language" if known else "inLanguage"
    draft.say(
        "L103", article.where, variant="" if known else "missing",
        value=draft.document["language"], source=source,
    )  # fmt: skip


def identifiers(article: Node) -> None:
    """Take other names of the work; one that does not say its scheme is an ``identifier``."""
    draft = article.page.draft
    for said in article.take("identifier"):
        scheme: tuple[Any, Where] = ("identifier", said.where)
        if not isinstance(said.value, Node):
            text = str(said.value) if type(said.value) is int else said.value
            identifier(scheme, (text, said.where), draft)
            continue
        node = said.value.described()
        role, where = node.line("propertyID", "name")
        value, at = node.line("value")
        if value is None:
            node.leave_out()
            continue
        identifier((role, where) if role is not None else scheme, (value, at), draft)
        node.take_id()
        node.is_of({"PropertyValue"}, "PropertyValue")
        node.rest()


# state and kind


def state(article: Node, draft: Draft) -> None:
    """Take status, embargo and digital source; one whose end cannot be read lasts until told."""
    said = article.first("creativeWorkStatus")
    word = str(said.value).lower() if said is not None else ""
    if said is None:
        draft.document["status"] = "published"
        draft.say("L103", article.where, variant="missing", value="published",
                  source="creativeWorkStatus")  # fmt: skip
    elif word in _STATUS:
        draft.put("status", word, said.where)
    else:
        draft.unusable(said.where, plain(said))
    for one in article.take("conditionsOfAccess"):
        text = one.value if isinstance(one.value, str) else ""
        until = text.removeprefix(_EMBARGOED)
        if until == text or "embargo" in draft.document:
            draft.unused(plain(one), one.where)
        else:
            moment = None if until == "told" else draft.moment(until, one.where)
            draft.put("embargo", {"until": moment} if moment else {}, one.where)
    for one in article.take("digitalSourceType"):
        iri = one.value.take_id() if isinstance(one.value, Node) else one.value
        if is_iri(iri) and "digitalSource" not in draft.document:
            draft.put("digitalSource", iri, one.where)
        else:
            draft.unusable(one.where, plain(one))


def kind(article: Node, draft: Draft) -> None:
    """Take the kind of text from the first genre that we know; without one it is "other"."""
    draft.document["type"] = "press_release" if "PressRelease" in article.types else "other"
    for said in article.take("genre"):
        value = said.value.take_id() if isinstance(said.value, Node) else said.value
        kind = _GENRES.get(value) if isinstance(value, str) else None
        if kind is None or "/type" in draft.moved:
            draft.unused(plain(said), said.where)
        else:
            draft.put("type", kind, said.where)
    article.is_of(_PLAIN_ARTICLES, "Article")


def dates(article: Node, draft: Draft) -> None:
    """Take the dates; when the edition was made is inferred from when the page was changed."""
    dates: dict[str, Any] = {}
    said_at: dict[str, Where] = {}
    for field, term in _DATES:
        said = article.first(term)
        date = _date(said, draft) if said is not None else None
        if said is not None and date is not None:
            dates[field], said_at[field] = date, said.where
            draft.moved[f"/dates/{field}"] = pointer(said.where)
    for field in ("modified", "issued", "created"):
        moment = dates.get(field, {}).get("dateTime")
        if moment is not None:
            draft.put("versionCreated", moment, said_at[field])
            draft.say("L103", said_at[field], value=moment, source=dict(_DATES)[field])
            break
    if dates:
        draft.document["dates"] = dates


def _date(said: Said, draft: Draft) -> dict[str, str] | None:
    """Return a moment, or a day, month or year; of a time without zone the day."""
    value = said.value
    if not isinstance(value, str):
        draft.unusable(said.where, plain(said))
        return None
    if is_moment(value):
        return {"dateTime": value}
    if xsd_type(value) is not None:
        return {"edtf": value}
    if right := mended_moment(value):
        draft.mended(said.where, value, right)
        return {"dateTime": right}
    if right := local_day(value):
        draft.mended(said.where, value, right)
        return {"edtf": right}
    draft.unusable(said.where, value)
    return None
