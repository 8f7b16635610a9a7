"""Entities, topics and identifiers as they come into a draft, whatever the format says them by."""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import urlsplit

from archive.parsing.drafts import Draft, Where
from archive.vocabulary import MEDIA_TOPICS, SCHEME

_CODE = re.compile(r"[A-Za-z0-9._~-]+", re.ASCII)
_SCHEME_NAME = re.compile(r"[a-z][a-z0-9.-]*", re.ASCII)
_PREFIXES = {"people": "p", "organisations": "org", "places": "pl", "events": "ev"}
MEDIA_TYPE = re.compile(r"[a-z0-9][a-z0-9!#$&^_.+-]*/[a-z0-9][a-z0-9!#$&^_.+-]*", re.ASCII)


def entity(field: str, name: str, iri: str | None, where: Where, draft: Draft) -> dict[str, Any]:
    """Return the member of that name and IRI, which is added if there is none.

    What is named once with and once without an IRI is one thing; two IRIs are two things.
    """
    key = (field, name, iri or "")
    known = draft.known.get(key) or (draft.known.get((field, name)) if iri is None else None)
    if known is not None:
        draft.passed([name, iri], where)
        return known
    bare = draft.known.pop((field, name, ""), None) if iri else None
    if bare is not None:
        draft.passed(name, where)
        bare["sameAs"] = [iri]
        draft.known[key] = bare
        return bare
    local, is_own = draft.local_id(_PREFIXES[field], iri)
    if is_own:
        draft.passed(iri, where)
    member: dict[str, Any] = {"id": local, "name": name}
    if field == "places":
        member["kind"] = "other"
    if iri and not is_own:
        member["sameAs"] = [iri]
    draft.add(field, member, where)
    draft.known[key] = member
    draft.known.setdefault((field, name), member)
    return member


def authority(work: str) -> str | None:
    """Return who gave an IRI: never a date, only the provider or host.

    The authority is the provider of a ``urn:newsml:`` (RFC 3085) or the host of a web address.

    >>> authority("urn:newsml:addb.no:20110316:2"), authority("http://tt.se/a"), authority("urn:x")
    ('addb.no', 'tt.se', None)
    """
    if work.lower().startswith("urn:newsml:"):
        return work.split(":")[2] or None
    if work.startswith(("http://", "https://")):
        return urlsplit(work).hostname
    return None


def topic_of(iri: str) -> tuple[str, str]:
    """Return scheme and code of a topic from its IRI, or twice nothing.

    >>> topic_of("http://cv.iptc.org/newscodes/mediatopic/20000312"), topic_of("urn:x:1")
    (('medtop', '20000312'), ('', ''))
    """
    cut = max(iri.rfind("/"), iri.rfind("#")) + 1
    return topic_in(iri[:cut], iri[cut:])


def topic_in(scheme: str, code: str) -> tuple[str, str]:
    """Return scheme and code as the record has them, or twice nothing if they can be no topic."""
    if not scheme or not _CODE.fullmatch(code):
        return "", ""
    return ("medtop" if scheme == MEDIA_TOPICS else scheme), code


def identifier(role: tuple[Any, Where], value: tuple[Any, Where], draft: Draft) -> None:
    """Take a further name of the work; ``role`` says by which scheme it is one."""
    text = draft.line(*value)
    said = role[0].removeprefix(SCHEME) if isinstance(role[0], str) else ""
    is_iri = draft.is_iri(said)
    scheme = said if is_iri else said.lower().replace(" ", "-").replace("_", "-")
    if not is_iri and not _SCHEME_NAME.fullmatch(scheme):
        draft.unusable(role[1], role[0])
        draft.unused(value[0], value[1])
    elif text is not None:
        if scheme != said:
            draft.mended(role[1], said, scheme)
        draft.add("identifiers", {"scheme": scheme, "value": text}, value[1])
