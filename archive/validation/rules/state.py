"""Status, embargo, versions and their histories: R110, R111, R113 to R116, R132."""

from __future__ import annotations

from collections.abc import Iterator

from archive.edtf import instant
from archive.findings import Finding, finding
from archive.validation.rules.context import Context
from archive.validation.rules.signs import looks_where, there


@looks_where(there("record.embargo"), there("record.status", {"const": "scheduled"}))
def embargo_and_status_agree(context: Context) -> Iterator[Finding]:
    """R110: what is held back until told is not published; R111: a plan says for when."""
    document = context.document
    embargo, status = document.get("embargo"), document["status"]
    if embargo is not None and "until" not in embargo and status == "published":
        yield finding("R110", "/embargo", status=status)
    if (
        status == "scheduled"
        and embargo is None
        and "scheduledFor" not in document.get("dates", {})
    ):
        yield finding("R111", "/status")


@looks_where(there("record.statusHistory"), there("record.status", {"const": "withdrawn"}))
def withdrawals_have_a_reason(context: Context) -> Iterator[Finding]:
    """R113: whoever takes a release back says why."""
    told = False
    for where, step in context.members("statusHistory"):
        if step["status"] == "withdrawn":
            told = True
            if "reason" not in step:
                yield finding("R113", where)
    if context.document["status"] == "withdrawn" and not told:
        yield finding("R113", "/status", variant="history")


def changes_fit_the_version(context: Context) -> Iterator[Finding]:
    """R114: changes are those of this and earlier editions, in order; R132: this one says its own.

    R115: what is more than minor has a note.
    """
    document = context.document
    version, made = document.get("version"), document.get("versionCreated")
    seen = 0
    for place, change in enumerate(document.get("changes", ())):
        where = f"/changes/{place}"
        number = change["version"]
        if version is not None and number > version:
            yield finding(
                "R114", f"{where}/version", variant="later", found=number, version=version
            )
        elif number < seen:
            yield finding("R114", f"{where}/version", variant="order", found=number, before=seen)
        if made not in (None, change["at"]) and instant(change["at"]) > instant(made):
            yield finding("R114", f"{where}/at", variant="after", at=change["at"], made=made)
        seen = max(seen, number)
        if change["kind"] != "minor" and "note" not in change:
            yield finding("R115", where, kind=change["kind"])
    if version is not None and version > 1 and seen < version:
        yield finding("R132", "/version", version=version)


@looks_where(there("record.statusHistory"))
def history_leads_to_the_status(context: Context) -> Iterator[Finding]:
    """R116: the history is in order of time and ends with the status the record has."""
    steps = context.document.get("statusHistory")
    if not steps:
        return
    made = context.document.get("versionCreated")
    before = None
    for where, step in context.members("statusHistory"):
        at = instant(step["at"])
        if before is not None and at < before:
            yield finding("R116", f"{where}/at", variant="order", at=step["at"])
        if made is not None and at > instant(made):
            yield finding("R116", f"{where}/at", variant="later", at=step["at"], made=made)
        before = at
    if steps[-1]["status"] != context.document["status"]:
        yield finding(
            "R116", "/status", status=context.document["status"], last=steps[-1]["status"]
        )


RULES = (
    embargo_and_status_agree,
    withdrawals_have_a_reason,
    changes_fit_the_version,
    history_leads_to_the_status,
)
