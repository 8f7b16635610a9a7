"""Text, addresses and moments as XML for machines has them: feeds, sitemaps, lists of changes."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC

from archive.edtf import instant, is_after

DECLARATION = '<?xml version="1.0" encoding="UTF-8"?>\n'
_FORBIDDEN = bytes({*range(0x20)} - {0x09, 0x0A, 0x0D})
_NONCHARACTERS = "\ufffe\uffff"
"""With the controls and surrogates, all that XML 1.0 cannot hold."""


def text(value: str) -> str:
    """Return text as the content of an element."""
    return value.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def attribute(value: str) -> str:
    """Return text as the value of an attribute in double quotes.

    >>> attribute('a "b" & <c>')
    'a &quot;b&quot; &amp; &lt;c&gt;'
    """
    return text(value).replace('"', "&quot;")


def clean(value: str) -> str:
    r"""Return text, mostly printable and short, without what no XML document may hold.

    >>> clean("urn:x:1"), clean("urn:x:\x00")
    ('urn:x:1', 'urn:x:')
    """
    return value if value.isprintable() else encoded(value).decode()


def encoded(xml: str) -> bytes:
    r"""Return XML as UTF-8, without the characters that no XML document may hold.

    >>> encoded("<a>\x00b\x0bc\uffff</a>"), encoded("\ud800")
    (b'<a>bc</a>', b'?')
    """
    content = xml.encode("utf-8", "replace")
    if len(content) != len(xml):  # looking for a character that may be there takes less time here
        for one in _NONCHARACTERS:
            if one in xml:
                content = content.replace(one.encode(), b"")
    return content.translate(None, _FORBIDDEN)


def in_utc(moment: str) -> str:
    """Return a valid ``dateTime`` in UTC and to the second, so that text sorts as time does.

    A moment that has no name in UTC, in the first or last hours of the calendar, keeps its hours.

    >>> in_utc("2026-03-02T09:00:00.500+07:00"), in_utc("2026-03-02T06:00:00+07:00")
    ('2026-03-02T02:00:00Z', '2026-03-01T23:00:00Z')
    """
    if moment[-1] == "Z":
        return f"{moment[:19]}Z"
    hour = int(moment[11:13]) - int(moment[-6:-3])
    if 0 <= hour < 24 and moment[-2:] == "00":  # most; half of the time that the calendar takes
        return f"{moment[:11]}{hour:02}{moment[13:19]}Z"
    known = instant(moment)
    try:
        return f"{known.astimezone(UTC).isoformat()[:19]}Z"
    except OverflowError:
        return f"{moment[:19]}Z"


def newest(moments: Iterable[str]) -> str:
    """Return the latest of valid ``dateTime`` values as it is written, or nothing if none is said.

    >>> newest(["2026-03-02T02:00:00Z", "", "2026-03-02T09:00:01+07:00"])
    '2026-03-02T09:00:01+07:00'
    """
    latest = ""
    for moment in moments:
        if moment and (not latest or is_after(moment, latest)):
            latest = moment
    return latest
