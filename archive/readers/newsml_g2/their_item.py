"""Items of others, from the root on: who, when, which edition, under which rights."""

from __future__ import annotations

import re
from typing import Any

from archive.edtf import instant
from archive.limits import LARGEST_INTEGER
from archive.parsing.drafts_things import authority
from archive.readers.newsml_g2 import mending
from archive.readers.newsml_g2.codes import Codes
from archive.readers.newsml_g2.concepts import Concepts
from archive.readers.newsml_g2.names import G2, LANG, local
from archive.readers.newsml_g2.their_content import content_meta, issuer, last_part
from archive.readers.newsml_g2.their_text import content_set
from archive.readers.newsml_g2.theirs import Handlers, TheirDraft, Thing, is_iri, list_of
from archive.readers.newsml_g2.walk import Attributes, Element, attributes

_VERSION = re.compile(r"0*([1-9][0-9]{0,15})", re.ASCII)
_TAG = re.compile(r"tag:([^,:]+),")
_STATUS = {
    "usable": "published", "withheld": "scheduled", "canceled": "withdrawn",
    "cancelled": "withdrawn",
}  # fmt: skip
_MISSPELT = "cancelled"
"""With two l, as the generator of the IPTC's own examples has it."""
_RELATIONS = {"irel:seeAlso": "related", "irel:derivedFrom": "derivedFrom"} | {
    f"pa:{word}": word
    for word in (
        "sameRelease", "translationOf", "translation", "replaces", "replacedBy", "cites", "partOf",
        "page",
    )
}  # fmt: skip
_POLICY = "irel:rightspolicy"
_NEEDED = ("headline", "body")


def document(root: Element, codes: Codes, concepts: Concepts) -> TheirDraft:
    """Return what an item of others says."""
    draft = TheirDraft(root, codes, concepts)
    draft.document["schemaVersion"] = "1"
    _root(root, draft)
    mending.order(root, draft)
    draft.walk(root, _PARTS)
    _finish(draft)
    return draft


def _root(root: Element, draft: TheirDraft) -> None:
    given = attributes(root)
    _guid(given, draft)
    _version(given, draft)
    tag = given.pop(LANG, None)
    language = None if tag is None else draft.language(tag, (root, LANG), "/language")
    if language is not None:
        draft.put(draft.document, "language", language, root)
    draft.rest(root, given)


def _guid(given: Attributes, draft: TheirDraft) -> None:
    guid = given.pop("guid", None)
    if guid is None:
        return
    spot, right = (draft.root, "guid"), guid.strip()
    if not is_iri(right) or "#" in right:
        draft.unusable(spot, guid, "/id")
        return
    draft.put(draft.document, "id", right, draft.root)
    if right != guid:
        draft.mended(spot, guid, right, "/id")


def _version(given: Attributes, draft: TheirDraft) -> None:
    version = given.pop("version", None)
    if version is None:
        draft.document["version"] = 1
        draft.missing(draft.root, 1, "version", "/version")
        return
    match = _VERSION.fullmatch(version.strip())
    if match is None or int(match[1]) > LARGEST_INTEGER:
        draft.unusable((draft.root, "version"), version, "/version")
        return
    draft.put(draft.document, "version", int(match[1]), draft.root)
    if match[1] != version:
        draft.mended((draft.root, "version"), version, match[1], "/version")


# history and rights


def _history(element: Element, draft: TheirDraft) -> None:
    draft.open(element, {f"{G2}published": _published})


def _published(element: Element, draft: TheirDraft) -> None:
    stamp = element.find(f"{G2}timestamp")
    dates = draft.document.setdefault("dates", {})
    made = None
    if stamp is not None and "issued" not in dates:
        made = mending.date(draft.text(stamp), (stamp, ""), draft, "/dates/issued")
    if stamp is None or made is None:
        draft.left_out(element)
        return
    made["certainty"] = "stated"
    draft.put(dates, "issued", made, stamp)
    draft.rest(stamp, attributes(stamp))
    draft.rest(element, attributes(element))
    for child in draft.parts(element):
        if child is not stamp:
            draft.left_out(child)


def _rights(element: Element, draft: TheirDraft) -> None:
    """Take the rights in the whole item; what holds for a part of it is named."""
    given = attributes(element)
    if "rights" in draft.document or {"idrefs", "scope", "scopeuri"} & set(given):
        draft.left_out(element)
        return
    made: dict[str, Any] = {}
    draft.open(element, _RIGHTS, made)
    if made:
        draft.put(draft.document, "rights", made, element)


def _holder(element: Element, draft: TheirDraft, made: dict[str, Any]) -> None:
    one = draft.thing(element)
    if "holder" in made:
        draft.left_out(element)
        return
    list_ = "people" if one.kind == "cpnat:person" else "organisations"
    member = draft.entity(list_, one, is_used=True)
    if member is not None:
        draft.put(made, "holder", member["id"], element)


def _notice(element: Element, draft: TheirDraft, made: dict[str, Any]) -> None:
    notice = draft.line(element)
    if notice is None or "notice" in made:
        draft.left_out(element)
        return
    draft.put(made, "notice", notice, element)
    draft.rest(element, attributes(element))


def _terms(element: Element, draft: TheirDraft, made: dict[str, Any]) -> None:
    given = attributes(element)
    href = given.get("href", "").strip()
    if "licence" in made or not is_iri(href):
        draft.left_out(element)
        return
    draft.put(made, "licence", href, element)
    del given["href"]
    draft.bare(element, given)


def _policy(element: Element, draft: TheirDraft, made: dict[str, Any]) -> None:
    given = attributes(element)
    rel = draft.codes.take(given, "rel")
    href = given.get("href", "").strip()
    if rel != _POLICY or not is_iri(href):
        draft.left_out(element)
        return
    if "licence" in made:
        draft.left_out(draft.origins[id(made), "licence"])
        del made["licence"]
    draft.put(made, "licence", href, element)
    del given["href"]
    draft.bare(element, given)


_RIGHTS: Handlers = {
    f"{G2}copyrightHolder": _holder,
    f"{G2}copyrightNotice": _notice,
    f"{G2}usageTerms": _terms,
    f"{G2}link": _policy,
}


# itemMeta


def _item_meta(element: Element, draft: TheirDraft) -> None:
    mending.order(element, draft)
    draft.open(element, _ITEM_META)
    if not draft.item_class:
        draft.item_class = "ninat:text"
        draft.missing(element, "ninat:text", "itemClass")


def _item_class(element: Element, draft: TheirDraft) -> None:
    given = attributes(element)
    code = draft.codes.take(given, "qcode")
    if code is None or draft.item_class:
        draft.left_out(element)
        return
    draft.item_class = code
    draft.bare(element, given)
    if last_part(code) != "text":
        draft.left_out(element)


def _provider(element: Element, draft: TheirDraft) -> None:
    one = draft.thing(element)
    if "provider" in draft.document:
        draft.left_out(element)
        return
    member = draft.entity("organisations", one, is_used=True)
    if member is not None:
        draft.put(draft.document, "provider", member["id"], element)
        draft.issuers.append((one, "provider"))


def _version_created(element: Element, draft: TheirDraft) -> None:
    draft.rest(element, attributes(element))
    if "versionCreated" in draft.document:
        draft.left_out(element)
        return
    said = mending.moment(draft.text(element), (element, ""), draft, "/versionCreated")
    if said is not None:
        draft.put(draft.document, "versionCreated", said, element)


def _first_created(element: Element, draft: TheirDraft) -> None:
    draft.rest(element, attributes(element))
    draft.first_created.append(element)


def _embargoed(element: Element, draft: TheirDraft) -> None:
    """Take an embargo; one whose end cannot be read lasts until told, so that nothing gets out."""
    draft.rest(element, attributes(element))
    if "embargo" in draft.document:
        draft.left_out(element)
        return
    said = draft.text(element)
    until = mending.moment(said, (element, ""), draft, "/embargo/until") if said.strip() else None
    embargo = {"until": until} if until else {}
    draft.put(draft.document, "embargo", embargo, element)
    if until:
        draft.origins[id(embargo), "until"] = element


def _pub_status(element: Element, draft: TheirDraft) -> None:
    given = attributes(element)
    code = draft.codes.take(given, "qcode")
    draft.bare(element, given)
    status = _STATUS.get(last_part(code))
    if status is None:
        draft.unusable((element, "qcode"), code or "", "/status")
    elif "status" in draft.document:
        draft.left_out(element)
    else:
        draft.put(draft.document, "status", status, element)
        if code is not None and last_part(code) == _MISSPELT:
            draft.mended((element, "qcode"), code, "stat:canceled", "/status")
    draft.has_status = True


def _title(element: Element, draft: TheirDraft) -> None:
    draft.titles.append(element)


def _note(element: Element, draft: TheirDraft) -> None:
    said = draft.prose(element)
    if said is None:
        draft.left_out(element)
        return
    made = {"text": said}
    draft.add(draft.document, "notes", made, element)
    draft.rest(element, attributes(element))


def _expires(element: Element, draft: TheirDraft) -> None:
    draft.rest(element, attributes(element))
    dates = draft.document.setdefault("dates", {})
    made = None
    if "expires" not in dates:
        made = mending.date(draft.text(element), (element, ""), draft, "/dates/expires")
    if made is None:
        draft.left_out(element)
    else:
        draft.put(dates, "expires", made, element)


def _link(element: Element, draft: TheirDraft) -> None:
    given = attributes(element)
    name = "href" if is_iri(given.get("href", "").strip()) else "residref"
    target = given.get(name, "").strip()
    if not is_iri(target):
        draft.left_out(element)
        return
    del given[name]
    rel = draft.codes.take(given, "rel")
    word = _RELATIONS.get(rel or "")
    made: dict[str, Any] = {"rel": word or "related", "target": target}
    if rel is not None and (word is None or word == "related"):
        draft.left_rel(element)
    if "title" in given and (line := draft.line(element, given["title"])):
        made["title"] = line
        del given["title"]
    draft.rest(element, given)
    draft.add(draft.document, "relations", made, element)
    draft.walk(element, {f"{G2}language": _link_language}, made)


def _link_language(element: Element, draft: TheirDraft, made: dict[str, Any]) -> None:
    given = attributes(element)
    tag = given.pop("tag", None)
    draft.bare(element, given)
    language = None if tag is None else draft.language(tag, (element, "tag"))
    if language is None or "language" in made:
        draft.left_out(element)
    else:
        draft.put(made, "language", language, element)


def _assert(element: Element, draft: TheirDraft) -> None:
    """Take what is known of a thing that the item names."""
    one = draft.thing(element)
    type_ = element.find(f"{G2}type")
    kind = None if type_ is None else draft.codes.take(attributes(type_), "qcode")
    list_ = list_of(kind)
    if list_ is None:
        draft.left_out(element)
    else:
        one.kind = kind
        draft.entity(list_, one)


_ITEM_META: Handlers = {
    f"{G2}itemClass": _item_class,
    f"{G2}provider": _provider,
    f"{G2}versionCreated": _version_created,
    f"{G2}firstCreated": _first_created,
    f"{G2}embargoed": _embargoed,
    f"{G2}pubStatus": _pub_status,
    f"{G2}title": _title,
    f"{G2}edNote": _note,
    f"{G2}expires": _expires,
    f"{G2}link": _link,
}
_PARTS: Handlers = {
    f"{G2}pubHistory": _history,
    f"{G2}rightsInfo": _rights,
    f"{G2}itemMeta": _item_meta,
    f"{G2}contentMeta": content_meta,
    f"{G2}assert": _assert,
    f"{G2}contentSet": content_set,
}


# what is known when all has been read


def _finish(draft: TheirDraft) -> None:
    document, root = draft.document, draft.root
    draft.settle()
    if "text" in draft.dateline:
        document["dateline"] = draft.dateline
    for name, value, source in (("language", "und", "language"), ("type", "other", "genre")):
        if name not in document:
            document[name] = value
            draft.missing(root, value, source, f"/{name}")
    if "status" not in document and not draft.has_status:
        document["status"] = "published"
        draft.missing(root, "published", "pubStatus", "/status")
    _titles(draft)
    _issued(draft)
    _issuer(draft)
    if not document.get("dates", True):
        del document["dates"]
    if lacking := [name for name in _NEEDED if name not in document]:
        kind = local(root.tag)
        draft.say("L106", (root, ""), variant="lacks", missing=", ".join(lacking), kind=kind)


def _titles(draft: TheirDraft) -> None:
    """Take the title of the item where there is no headline."""
    for element in draft.titles:
        said = draft.line(element) if "headline" not in draft.document else None
        if said is None:
            draft.left_out(element)
            continue
        draft.put(draft.document, "headline", said, element)
        draft.inferred((element, ""), said, "itemMeta/title", "/headline")
        draft.rest(element, attributes(element))


def _issued(draft: TheirDraft) -> None:
    """Infer when the release was issued where its history does not say it."""
    dates = draft.document.setdefault("dates", {})
    for element in draft.first_created:
        made = None
        if "issued" not in dates:
            made = mending.date(draft.text(element), (element, ""), draft, "/dates/issued")
        if made is None:
            draft.left_out(element)
            continue
        draft.put(dates, "issued", made | {"certainty": "inferred"}, element)
        said = str(made.get("dateTime") or made.get("edtf"))
        draft.inferred((element, ""), said, "firstCreated", "/dates/issued")
    created = draft.document.get("versionCreated")
    if "issued" not in dates and created is not None:
        element = draft.origins[id(draft.document), "versionCreated"]
        draft.put(dates, "issued", {"dateTime": created, "certainty": "inferred"}, element)
        draft.inferred((element, ""), created, "versionCreated", "/dates/issued")
    _leave_early_changes(dates, draft)


def _leave_early_changes(dates: dict[str, Any], draft: TheirDraft) -> None:
    """Name a modification before the moment for which the issue was inferred: it was still work."""
    issued, modified = dates.get("issued", {}), dates.get("modified", {})
    if issued.get("certainty") != "inferred" or not (
        "dateTime" in issued and "dateTime" in modified
    ):
        return
    if instant(modified["dateTime"]) < instant(issued["dateTime"]):
        draft.left_out(draft.origins[id(dates), "modified"])
        del dates["modified"]


def _issuer(draft: TheirDraft) -> None:
    """Infer who issued the release where no source of it is named: the provider, else the guid."""
    document = draft.document
    if "issuers" in document:
        return
    members = {one["id"]: one for one in document.get("organisations", ())}
    for one, source in draft.issuers:
        issuer(members[document["provider"]], one, source, draft)
        return
    name = _authority(document.get("id", ""))
    if name is not None:
        one = Thing(draft.root, None, None, name, draft.root)
        issuer(draft.added("organisations", one), one, "guid", draft)


def _authority(work: str) -> str | None:
    """Return who gave an IRI; of a ``tag:`` (RFC 4151) the name before its date.

    >>> _authority("tag:xmlteam.com,2016:xt.5932656"), _authority("http://tt.se/a")
    ('xmlteam.com', 'tt.se')
    """
    tag = _TAG.match(work)
    return tag[1] if tag else authority(work)
