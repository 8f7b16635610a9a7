"""Faults of other people's files that need no guess: read as they were meant, and told (L102).

Dates with blanks around them, with an offset without colon, without a zone; elements in an order
that the standard does not have.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from archive.edtf import is_day, is_edtf, is_moment
from archive.parsing.drafts_dates import local_day, mended_moment
from archive.readers.newsml_g2.names import G2, local
from archive.readers.newsml_g2.walk import Draft, Element, Spot

_DAY_IN_ZONE = re.compile(r"(\d{4}-\d\d-\d\d)(?:Z|[+-]\d\d:?\d\d)", re.ASCII)
"""A day as XML Schema allows it (``xs:date``); of a day the zone says nothing we could keep."""


def moment(said: str, spot: Spot, draft: Draft, pointer: str = "") -> str | None:
    """Return a date-time of ours; ``None`` where only a guess would give one."""
    if is_moment(said):
        return said
    right = mended_moment(said)
    if right is None:
        draft.unusable(spot, said, pointer)
        return None
    draft.mended(spot, said, right, pointer)
    return right


def date(said: str, spot: Spot, draft: Draft, pointer: str = "") -> dict[str, Any] | None:
    """Return a date of ours, exact or a day, a month or a year; ``None`` where it is none."""
    if is_moment(said):
        return {"dateTime": said}
    if exact := mended_moment(said):
        draft.mended(spot, said, exact, pointer)
        return {"dateTime": exact}
    right = vague(said)
    if right is None:
        draft.unusable(spot, said, pointer)
        return None
    if right != said:
        draft.mended(spot, said, right, pointer)
    return {"edtf": right}


def vague(said: str) -> str | None:
    """Return a date without a time of day, as far as a text gives one.

    >>> vague(" 2010-06"), vague("2010-06-02Z"), vague("2010-06-02T09:00:00"), vague("soon")
    ('2010-06', '2010-06-02', '2010-06-02', None)
    """
    said = said.strip()
    if is_edtf(said):
        return said
    if match := _DAY_IN_ZONE.fullmatch(said):
        return match[1] if is_day(match[1]) else None
    return local_day(said)


def _ranks(*groups: str) -> Mapping[str, int]:
    return {G2 + name: rank for rank, group in enumerate(groups) for name in group.split()}


ORDERS = {
    G2 + "itemMeta": _ranks(
        "itemClass", "provider", "versionCreated", "firstCreated", "embargoed", "pubStatus", "role",
        "fileName", "generator", "profile", "service", "title", "edNote", "memberOf", "instanceOf",
        "signal", "altRep", "deliverableOf", "hash", "expires", "origRep", "incomingFeedId",
        "metadataCreator", "link", "itemMetaExtProperty",
    ),
    G2 + "contentMeta": _ranks(
        "icon", "urgency", "contentCreated", "contentModified", "digitalSourceType",
        "located infoSource creator contributor audience exclAudience altId rating userInteraction",
        "language genre keyword subject slugline headline dateline by creditline description",
        "contentMetaExtProperty",
    ),
    G2 + "newsItem": _ranks(
        "catalogRef catalog", "hopHistory", "pubHistory", "rightsInfo", "itemMeta", "contentMeta",
        "partMeta", "assert", "inlineRef", "derivedFrom derivedFromValue", "contentSet",
    ),
}  # fmt: skip
"""Which children must stand before which; those of one rank are in any order."""


def order(element: Element, draft: Draft) -> None:
    """Tell which children of an element stand behind what they should stand before."""
    ranks = ORDERS[element.tag]
    highest, before = 0, ""
    for child in element:
        rank = ranks.get(child.tag)
        if rank is None:
            continue
        name = local(child.tag)
        if rank < highest:
            draft.mended((child, ""), f"{name} behind {before}", f"{name} before {before}")
        else:
            highest, before = rank, name
