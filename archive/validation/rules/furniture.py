"""Parts of a web page that came along with the text: R212, R230, R233."""

from __future__ import annotations

import re
from collections.abc import Iterator

from archive.findings import Finding, finding
from archive.validation.rules.context import Context
from archive.validation.rules.signs import like, looks_where, there

_LABELS = frozenset(
    ("komentar", "comments", "comment", "leave a reply", "there are no comments", "share",
     "bagikan", "share this", "print", "cetak", "baca juga", "berita terkait", "related posts",
     "tinggalkan komentar", "tinggalkan balasan", "read more", "load more", "selengkapnya",
     "baca selengkapnya", "advertisement", "kembali", "iklan")
)  # fmt: skip
"""What stands alone on the last line; compared whole, since each is also an ordinary word."""
_AROUND_LABELS = " .:+()0123456789"
_HAS_LABEL = like(
    f"(?:^|\n)[{_AROUND_LABELS}]*(?i:{'|'.join(sorted(_LABELS))})[{_AROUND_LABELS}]*$"
)
_FURNITURE = re.compile(
    r"baca juga\b|berita terkait\W*$|artikel terkait\W*$|related posts?\W*$|leave a reply"
    r"|scroll to continue|gulir untuk lanjut|dibaca:? ?[\d.]+ kali|views?:? [\d.,]+$|\d+ min read"
    r"|simak juga\b|lihat juga:|read also:|\+ there are no|advertisement$",
    re.IGNORECASE,
)
_INITIALS = frozenset("aAbBdDgGlLrRsSvV+0123456789")
"""What such a line begins with."""
_SIGNS = (
    "(?i:baca ju|ber.ta te|art.kel te|related po|leave a|scroll to|gul.r un|d.baca|v.ew"
    r"|s.mak ju|l.hat ju|read al|\+ there are|advert|[0-9].* m.n read)"
)
"""Python takes also a Turkish dotted or dotless letter for an "i"; any character stands for it."""
_ADDRESS = "://"
_TRACKER = re.compile(
    r"[^\"\s<>]*?(?:cts\.businesswire\.com|[?&;]utm_|/ct/ct\?|//click\.[a-z]+\.|//trk\.|lnks\.gd"
    r"|/track/click)[^\"\s<>]*",
    re.IGNORECASE,
)
"""An address from its "://" on."""
_SCHEME_CHARACTERS = 5


@looks_where(
    there("text", _HAS_LABEL),
    there("text", like("\n" + _SIGNS)),
    there("text", like("^" + _SIGNS)),
)
def the_text_is_only_text(context: Context) -> Iterator[Finding]:
    """R212: the last line is the label of a widget; R230: links and counters of a page."""
    text = context.text
    last = text[text.rfind("\n") + 1 :]
    if last.strip(_AROUND_LABELS).lower() in _LABELS:
        yield finding("R212", "/body/text", words=last)
        text = text[: -len(last)]
    for line in text.split("\n"):
        if line[:1] in _INITIALS and (match := _FURNITURE.match(line)):
            yield finding("R230", "/body/text", words=match[0])
            return


@looks_where(there("record.body.text", like(_ADDRESS)))
def links_lead_to_their_target(context: Context) -> Iterator[Finding]:
    """R233: a click tracker will be gone before the archive is; told once."""
    body = context.document.get("body")
    text = body["text"] if body else ""
    at = text.find(_ADDRESS)
    while at >= 0:
        if match := _TRACKER.match(text, at):
            start = text.rfind("http", max(0, at - _SCHEME_CHARACTERS), at)
            words = text[at if start < 0 else start : match.end()]
            yield finding("R233", "/body/text", words=words.rstrip(".,;:!?)"))
            return
        at = text.find(_ADDRESS, at + 1)


RULES = (the_text_is_only_text, links_lead_to_their_target)
