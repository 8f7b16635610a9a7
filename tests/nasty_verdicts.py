"""What the index of the hostile files asks for, and what of it an outcome shows.

The index speaks of any tool; for ours its words mean:

=========  ====================================================================================
accept     exit status 0; no error is told of the file; all formats are written
warn       as accept, and the code of ``SAID`` is told of the file
reject     exit status 1, an error is told of the file, and nothing is written; of JSON Lines the
           good lines are. What is no file, or cannot be opened: exit status 2, nothing is written
either     as accept or as reject
no reader  as reject, and the error names the format: J013, or X002 the root element
=========  ====================================================================================

For each of them the files before and after it in the batch are converted as if it were not there.
"""

from __future__ import annotations

from dataclasses import dataclass

from archive.judges import JUDGES
from archive.readers import READERS

PACKED = ("", ".gz", ".zst")
TAKEN = tuple(
    suffix + packed
    for suffix in {
        *(suffix for form in READERS.values() for suffix in form.suffixes),
        *(form.suffix for form in JUDGES.values()),
    }
    for packed in PACKED
)
"""Ends of the names that are read or judged."""

SAID = {
    "text/nfc_nfd.jsonl": "L103",
    "xml/embargoed.xml": "R112",
    "xml/mixed_xhtml.xml": "L101",
}
"""What is told of a file that is taken with a warning."""

_DAY = "a day is no moment, and no versionCreated is made up for it"
_NO_ID = "an id that is no IRI, or none that is its own, is not mended: there is no record without"
_LENIENT = "a page is read leniently: what cannot be used is left out, and named"
DIFFERENT = {
    "control/json_control_escapes.json": ("reject", "R120: U+FFFE is refused, not taken out"),
    "dates/date_object.json": ("reject", f"S101: {_DAY}"),
    "dates/modified_before_published.json": ("reject", f"S101: {_DAY}"),
    "json/lines_with_u2028.jsonl": (
        "reject",
        "R128: its two lines are one release, told differently",
    ),
    "refs/base_evil.json": ("reject", f"S101: {_NO_ID}"),
    "refs/ninjs_associations_loop.json": ("reject", "S101: it has neither text nor date"),
    "text/csv_formula.json": ("accept", "no CSV is written; elsewhere a formula is a text"),
    "text/lang_tags.jsonl": ("accept", f"L104: {_LENIENT}"),
    "text/turtle_breakers.json": ("reject", f"S101: {_NO_ID}"),
    "text/urls.jsonl": ("accept", f"L101: {_LENIENT}"),
    "xml/canceled.xml": ("reject", "R113: who withdraws says when and why"),
    "xml/harmless_doctype.xml": ("reject", "X002: NewsML 1.2 has no reader"),
    "xml/news_message_0_items.xml": ("reject", "L106: the standard asks for an item, too"),
}
"""Files with another verdict than the index has: ours, and why."""

UNTRIED = {
    "fs/readonly_out": "no permission stops the user that the process without network is",
    "fs/unreadable.json": "no permission stops the user that the process without network is",
}
"""Files that cannot show anything here, and why."""


@dataclass(frozen=True, slots=True)
class Seen:
    """What became of a file in a batch between two good ones."""

    status: int
    told: frozenset[tuple[str, str]]
    """Code and severity of all that is said of it."""
    written: int
    """Files that were made of it."""
    is_lines: bool
    formats: int
    """Formats that were asked for."""

    @property
    def errors(self) -> set[str]:
        """Return the codes of its errors."""
        return {code for code, severity in self.told if severity == "error"}

    @property
    def is_accepted(self) -> bool:
        """Return whether all was written and nothing refused."""
        is_whole = self.written > 0 and self.written % self.formats == 0
        return self.status == 0 and not self.errors and is_whole

    @property
    def is_rejected(self) -> bool:
        """Return whether it was refused with a reason, and nothing is left of it."""
        is_rest_good = self.written == 0 or (self.is_lines and self.written % self.formats == 0)
        return self.status == 1 and bool(self.errors) and is_rest_good


def has_reader(name: str, errors: set[str]) -> bool:
    """Return whether we have a reader for what a file of this name is."""
    return name.endswith(TAKEN) and not (name.startswith("feed/") and errors & {"X002"})


def kind(name: str) -> str:
    """Return what a file without a reader is called in the figure."""
    return "XML feeds" if name.startswith("feed/") else name.rpartition(".")[2]


def is_as_indexed(name: str, verdict: str, seen: Seen) -> bool:
    """Return whether an outcome is the one of the index, or the one that we say is ours."""
    if name.startswith("fs/") and seen.status == 2:  # what is written is whole, and told to be all
        return verdict == "either" or (verdict == "reject" and not seen.written)
    if not has_reader(name, seen.errors):
        return seen.is_rejected and bool(seen.errors & {"J013", "X002"})
    verdict = DIFFERENT.get(name, (verdict, ""))[0]
    if verdict == "reject":
        return seen.is_rejected
    if verdict == "warn":
        return seen.is_accepted and SAID[name] in {"", *(code for code, _ in seen.told)}
    if seen.is_accepted:
        return True
    return verdict == "either" and seen.is_rejected
