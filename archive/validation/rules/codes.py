"""Codes of public lists and values of the world: R118, R119, R125, R127, R131."""

from __future__ import annotations

from collections.abc import Iterator

from archive import regions, topics
from archive.findings import Finding, finding
from archive.validation.rules.context import Context
from archive.validation.rules.signs import lacking, looks_where, there

_MEDIA_TOPICS = ("medtop", "http://cv.iptc.org/newscodes/mediatopic/")


def topics_exist(context: Context) -> Iterator[Finding]:
    """R118: the topic code exists; R119: it is not retired."""
    for number, subject in enumerate(context.document.get("subjects", ())):
        code = subject["code"]
        if subject["scheme"] not in _MEDIA_TOPICS or topics.is_current(code):
            continue
        if not topics.is_known(code):
            yield finding("R118", f"/subjects/{number}/code", code=code, date=topics.list_date())
        else:
            yield finding(
                "R119", f"/subjects/{number}/code",
                code=code, retired=topics.retired(code) or "", date=topics.list_date(),
            )  # fmt: skip


@looks_where(there("record.places[].codes"))
def region_codes_exist(context: Context) -> Iterator[Finding]:
    """R125: the code of a place exists in its list."""
    for where, place in context.members("places"):
        for scheme, code in place.get("codes", {}).items():
            if not regions.is_known(scheme, code):
                yield finding("R125", f"{where}/codes/{scheme}", code=code, scheme=scheme)


@looks_where(there("record.places[].lat"))
def places_lie_on_the_globe(context: Context) -> Iterator[Finding]:
    """R131: latitude within 90, longitude within 180 degrees."""
    for where, place in context.members("places"):
        if "lat" in place:
            for name, limit in (("lat", 90), ("lon", 180)):
                if abs(float(place[name])) > limit:
                    yield finding("R131", f"{where}/{name}", found=place[name], limit=limit)


@looks_where(there("record.attachments[]", lacking("sha256")))
def attachments_have_checksums(context: Context) -> Iterator[Finding]:
    """R127: the archive can tell whether it has the right file."""
    for where, attachment in context.members("attachments"):
        if "sha256" not in attachment:
            yield finding("R127", where, href=attachment["href"])


RULES = (topics_exist, region_codes_exist, places_lie_on_the_globe, attachments_have_checksums)
