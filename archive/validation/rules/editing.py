"""What an editor would mend around the text: R201, R203 to R206, R215 to R217, R231, R232, R234."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import islice

from archive.edtf import is_day
from archive.findings import Finding, finding
from archive.validation.rules.context import Context
from archive.validation.rules.signs import lacking, like, looks_where, there, unlike

_QUOTED = re.compile('[“"«„]([^“”"«»„]{12,})[”"»“]')
_FEW_LETTERS = 12
_PICTURES = ("photo", "video")
_ID_DATE = re.compile(r"(?<!\d)((?:19|20)\d\d)-?(0[1-9]|1[0-2])-?(0[1-9]|[12]\d|3[01])(?!\d)")


@looks_where(
    there("record.headline", unlike("[a-z]")), there("record.headline", like(r", [\s\S]*, "))
)
def the_headline_reads_like_one(context: Context) -> Iterator[Finding]:
    """R201: not all capitals; R203: not a line of keywords."""
    headline = context.document.get("headline")
    if headline is None:
        return
    letters = filter(str.isalpha, headline)
    if headline.isupper() and next(islice(letters, _FEW_LETTERS, None), None):
        yield finding("R201", "/headline", words=headline)
    parts = headline.split(", ")
    if len(parts) > 2 and headline[-1] not in '.!?”"' and not headline.isupper():
        is_short = all(len(part.split()) <= 4 and part[:1].isupper() for part in parts)
        # "Bupati, Camat, Lurah Resmikan Jalur" says in its last part what they did.
        if is_short and len(parts[-1].split()) <= 2:
            yield finding("R203", "/headline", words=headline)


def the_headline_is_not_the_first_line(context: Context) -> Iterable[Finding]:
    """R234: the body does not begin with the headline once more."""
    headline = context.document.get("headline", "")
    if not headline or headline[0].lower()[:1] != context.text[:1].lower()[:1]:
        return ()
    start = context.text[: len(headline) + 2].lower()
    if start.startswith(headline.lower()) and start[len(headline) :].lstrip(".")[:1] in ("", "\n"):
        return [finding("R234", "/body/text", words=headline)]
    return ()


def the_issue_date_is_known(context: Context) -> Iterator[Finding]:
    """R204: a lower bound is no date; R231: a dateline of another day is worth a look."""
    edtf = context.issued.get("edtf", "")
    if edtf.endswith(("/..", "/")):
        yield finding("R204", "/dates/issued/edtf", value=edtf.partition("/")[0])
    day = context.issued["dateTime"][:10] if "dateTime" in context.issued else edtf
    dateline = context.document.get("dateline", {}).get("date", "")
    if day != dateline and is_day(day) and is_day(dateline):
        yield finding("R231", "/dateline/date", dateline=dateline, issued=day)


@looks_where(there("record.dates.issued.certainty", {"const": "inferred"}))
def the_issue_date_is_not_from_an_identifier(context: Context) -> Iterator[Finding]:
    """R232: the date inside a urn:newsml may be years off, so nothing is inferred from it."""
    if context.issued.get("certainty") != "inferred":
        return
    issued = context.issued.get("dateTime", context.issued.get("edtf", ""))[:10]
    document = context.document
    names = [document["id"], *(one["value"] for one in document.get("identifiers", ()))]
    made = document.get("versionCreated", "")[:10]
    for name in names:
        if name.startswith("urn:newsml:") and (match := _ID_DATE.search(name)):
            day = "-".join(match.groups())
            if day == issued != made:
                yield finding("R232", "/dates/issued", value=issued, identifier=name)
                return


@looks_where(
    there("record", lacking("contacts", "dateline", "identifiers", "rights", "attachments")),
    there("record.attachments[]", lacking("caption")),
    there("record.attachments[].kind", {"not": {"enum": list(_PICTURES)}}),
)
def what_people_look_for_is_there(context: Context) -> Iterator[Finding]:
    """R202 (contact), R205 (dateline), R206 (number or page), R216 (rights), R217 (picture)."""
    document = context.document
    if "body" not in document:
        return
    if "contacts" not in document:
        yield finding("R202")
    if "dateline" not in document:
        yield finding("R205")
    if "identifiers" not in document and not any(
        relation["rel"] == "page" for relation in document.get("relations", ())
    ):
        yield finding("R206")
    if "rights" not in document:
        yield finding("R216")
    yield from _picture(context)


def _picture(context: Context) -> Iterator[Finding]:
    pictures = [place for place in context.members("attachments") if place[1]["kind"] in _PICTURES]
    if not pictures:
        yield finding("R217")
    for where, picture in pictures:
        if picture["kind"] == "photo" and "caption" not in picture:
            yield finding("R217", where, variant="caption")


@looks_where(there("record.headline", like(_QUOTED.pattern)))
def headline_and_event_agree(context: Context) -> Iterator[Finding]:
    """R215: a phrase quoted in the headline is not quite the name of the event."""
    headline = context.document.get("headline", "")
    events = context.document.get("events", ())
    if not events or not (match := _QUOTED.search(headline)):
        return
    phrase = match[1].lower()
    words = set(phrase.split())
    for number, event in enumerate(events):
        name = event["name"].lower()
        shared = words & set(name.split())
        if phrase not in name and name not in phrase and len(shared) * 2 > len(words):
            yield finding("R215", f"/events/{number}/name", headline=match[1], name=event["name"])


RULES = (
    the_headline_reads_like_one,
    the_headline_is_not_the_first_line,
    the_issue_date_is_known,
    the_issue_date_is_not_from_an_identifier,
    what_people_look_for_is_there,
    headline_and_event_agree,
)
