r"""CSV (RFC 4180) that a spreadsheet shows as text, whatever the releases say.

- UTF-8 with a byte order mark: without it Excel takes typographic marks for other signs, and
  whoever sees that cannot mend it; whom the mark troubles finds out at the first column, and
  reads ``utf-8-sig``.
- No cell can be taken for a formula (OWASP, "CSV Injection"): an apostrophe stands before ``=``,
  ``+``, ``-``, ``@``, a tab or a carriage return, and their wide forms, at the beginning of a
  cell, and behind a sign that another reader may take for the end of one (``,`` ``;`` ``|`` ``"``,
  a tab, the end of a line; blanks may stand between). So it does where one stands there
  already: whoever takes one away from each such place has the text of the release
  (:func:`restored`).
- The values of a list have a blank, a bar and a blank between them; ``\|`` is a bar of a value,
  ``\\`` a backslash.
- No cell is longer than the 32,767 characters that fit into one; an ellipsis ends what was cut.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from archive.publication.table_fields import CSV_FIELDS
from archive.publication.tables import Row

_QUOTE = "\0"
"""Stands for the quotation marks around a cell while a line is made; no text of a record has it."""
_FORMULA = re.compile("((?:^|[\0,;|\"\t\r\n]) *)(?='*[=+\\-@\t\r＝＋－＠])")
_NEUTRAL = re.compile("((?:^|[,;|\"\t\r\n]) *)'(?='*[=+\\-@\t\r＝＋－＠])")
_PASSED = b" '"
"""May stand before a sign that begins a formula."""
_ENDS = b'\0,;|"\n'
_BEGINNINGS = b"=+-@\xef"
"""Bytes that may begin a formula; the last one begins the wide forms, and other characters."""
_SIGNS = bytes(
    b"<"[0] if byte in _ENDS else b"="[0] if byte in _BEGINNINGS else 0 for byte in range(256)
)
_PART = " | "
_LONGEST = 32_767
"""Characters of a cell in UTF-16, as spreadsheets count them."""

CSV_HEAD = ("\ufeff" + ",".join(field.name for field in CSV_FIELDS) + "\r\n").encode()
"""What the file begins with."""


def csv_line(row: Row) -> bytes:
    """Return a row as a line; all that is text stands between quotation marks."""
    line = (
        f"\0{row.id}\0,{row.version},{'true' if row.is_current else 'false'},"
        f"\0{row.language}\0,\0{row.type}\0,\0{row.status}\0,\0{row.issued}\0,"
        f"{'' if row.year is None else row.year},\0{row.month}\0,\0{row.published}\0,"
        f"\0{row.updated}\0,\0{_joined(row.numbers)}\0,\0{row.headline}\0,\0{row.summary}\0,"
        f"\0{_joined(row.issuers)}\0,\0{_joined(row.topics)}\0,\0{_joined(row.topic_labels)}\0,"
        f"\0{_joined(row.people)}\0,\0{_joined(row.speakers)}\0,\0{_joined(row.organisations)}\0,"
        f"\0{_joined(row.places)}\0,\0{_joined(row.events)}\0,\0{_joined(row.keywords)}\0,"
        f"{row.quotes},{row.words},{row.attachments},"
        f"\0{row.licence}\0,\0{row.url}\0,\0{row.sha256}\0"
    )
    coded = line.encode()
    if _is_suspect(coded):
        line = neutral(line)
        coded = line.encode()
    if len(line) > _LONGEST // 2:
        coded = _QUOTE.join(map(_cut, line.split(_QUOTE))).encode()
    return coded.replace(b'"', b'""').replace(b"\0", b'"') + b"\r\n"


def neutral(text: str) -> str:
    """Return the text of a cell with an apostrophe before all that may begin a formula.

    >>> neutral("=1+1"), neutral("'=1"), neutral("a;=1"), neutral("3 - 2 = 1")
    ("'=1+1", "''=1", "a;'=1", '3 - 2 = 1')
    """
    return _FORMULA.sub(r"\1'", text)


def restored(cell: str) -> str:
    """Return the text that a cell stands for: what :func:`neutral` was given.

    >>> restored("'=1+1"), restored("''=1"), restored("'tis")
    ('=1+1', "'=1", "'tis")
    """
    return _NEUTRAL.sub(r"\1", cell)


def _is_suspect(line: bytes) -> bool:
    """Return whether a line may hold a formula; five times as fast as to look with care.

    A tab and a carriage return may end one cell and begin another one.
    """
    return b"<=" in line.translate(_SIGNS, _PASSED) or b"\t" in line or b"\r" in line


def _cut(cell: str) -> str:
    """Return a cell, cut where it is too long; characters beyond the first 65,536 count twice."""
    units = cell.encode("utf-16-le")
    if len(units) <= 2 * _LONGEST:
        return cell
    return units[: 2 * (_LONGEST - 1)].decode("utf-16-le", "ignore") + "…"


def _joined(values: Iterable[str]) -> str:
    joined = _PART.join(values)
    if "|" in joined or "\\" in joined:
        return _PART.join(one.replace("\\", "\\\\").replace("|", "\\|") for one in values)
    return joined
