"""Our own items, from the root on."""

from __future__ import annotations

from archive.readers.newsml_g2 import own_asserts, own_copies, own_text
from archive.readers.newsml_g2.codes import Codes
from archive.readers.newsml_g2.names import CATALOG, CATALOG_REF, G2, LANG
from archive.readers.newsml_g2.own import OwnDraft, number
from archive.readers.newsml_g2.own_content import content_meta
from archive.readers.newsml_g2.own_meta import history, item_meta, rights
from archive.readers.newsml_g2.walk import Element, attributes
from archive.vocabulary import PA, PROFILE, SCHEME

GENERATOR = "press-archive"
CONSTANTS = (("standard", "NewsML-G2"), ("standardversion", "2.35"), ("conformance", "power"))
_META = f"{G2}itemMeta"
_ALIASES = {PA: "pa", SCHEME: "pascheme"}
_PROFILE = f"{G2}profile"
_GENERATOR = f"{G2}generator"
_HISTORY = f"{G2}pubHistory"


def is_own(root: Element) -> bool:
    """Return whether an item says that it is a whole release of ours."""
    if root.tag != f"{G2}newsItem":
        return False
    meta = root.find(_META)
    if meta is None:
        return False
    return meta.findtext(_PROFILE) == PROFILE or (
        meta.findtext(_GENERATOR) == GENERATOR and root.find(_HISTORY) is not None
    )


def document(root: Element, codes: Codes, *, is_kept: bool = False) -> OwnDraft:
    """Return what an item of ours says; where it says it is kept only if that is wanted."""
    draft = OwnDraft(root, codes, is_kept=is_kept)
    _root(root, draft)
    draft.walk(root, _PARTS)
    own_asserts.asserts(draft)
    own_copies.settle(draft)
    return draft


def _root(root: Element, draft: OwnDraft) -> None:
    given = attributes(root)
    for name, right in CONSTANTS:
        draft.constant(root, given, name, right)
    for name, field in (("guid", "id"), (LANG, "language")):
        if name in given:
            draft.put(draft.document, field, given.pop(name), root)
    if "version" in given:
        version = number(given.pop("version"), (root, "version"), draft, "/version")
        if version is not None:
            draft.put(draft.document, "version", version, root)
    draft.repeat("direction", root, given.pop("dir", None))
    draft.rest(root, given)


def _catalog_ref(element: Element, draft: OwnDraft) -> None:
    given = attributes(element)
    draft.repeat("catalogRef", element, given.pop("href", None))
    draft.bare(element, given)


def _catalog(element: Element, draft: OwnDraft) -> None:
    """Pass over aliases: what they stand for is in the codes."""
    draft.unadorned(element)
    draft.walk(element, {f"{G2}scheme": _scheme})


def _scheme(element: Element, draft: OwnDraft) -> None:
    given = attributes(element)
    if given.get("uri") in _ALIASES and "alias" in given:
        uri, alias = given.pop("uri"), given.pop("alias")
        draft.repeat("scheme", element, uri)
        right = _ALIASES[uri]
        if alias != right and (alias in _ALIASES.values() or not _is_used(alias, draft.root)):
            draft.copy((element, "alias"), alias, right, "")
    draft.bare(element, given)


def _is_used(alias: str, root: Element) -> bool:
    """Return whether codes of an item have an alias: then it is only another one than ours."""
    start = f"{alias}:"
    return any(
        said.startswith(start) for one in root.iter("*") for said in attributes(one).values()
    )


def _assert(element: Element, draft: OwnDraft) -> None:
    draft.asserts.append(element)


_PARTS = {
    CATALOG_REF: _catalog_ref,
    CATALOG: _catalog,
    f"{G2}pubHistory": history,
    f"{G2}rightsInfo": rights,
    f"{G2}itemMeta": item_meta,
    f"{G2}contentMeta": content_meta,
    f"{G2}assert": _assert,
    f"{G2}inlineRef": own_text.inline_ref,
    f"{G2}contentSet": own_text.content_set,
}
