"""Conditions and ranges of a request (RFC 9110, sections 13 and 14)."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from datetime import UTC
from email.utils import formatdate, parsedate_to_datetime

_TAGS = re.compile(r'(?:W/)?"[^"]*"')
_RANGE = re.compile(r"bytes=([0-9]{0,18})-([0-9]{0,18})", re.IGNORECASE)

Facts = os.stat_result


def etag(facts: Facts) -> str:
    """Return a strong validator: a file that is replaced has another time or another number."""
    return f'"{facts.st_mtime_ns:x}-{facts.st_size:x}-{facts.st_ino:x}"'


def last_modified(facts: Facts) -> str:
    """Return when a file was changed, as HTTP writes it."""
    return formatdate(_second(facts), usegmt=True)


def _second(facts: Facts) -> int:
    return facts.st_mtime_ns // 10**9


def has_failed(headers: Mapping[str, str], facts: Facts) -> bool:
    """Return whether the client asked for another state of the file than there is (412)."""
    if (wanted := headers.get("if-match")) is not None:
        return wanted.strip() != "*" and etag(facts) not in _TAGS.findall(wanted)
    moment = _moment(headers.get("if-unmodified-since"))
    return moment is not None and _second(facts) > moment


def is_known(headers: Mapping[str, str], facts: Facts) -> bool:
    """Return whether the client has the file as it is (304); entity tags count before dates."""
    if (known := headers.get("if-none-match")) is not None:
        tags = {tag.removeprefix("W/") for tag in _TAGS.findall(known)}
        return known.strip() == "*" or etag(facts) in tags
    moment = _moment(headers.get("if-modified-since"))
    return moment is not None and _second(facts) <= moment


def _moment(date: str | None) -> float | None:
    """Return a date of HTTP as seconds, or ``None`` if it is none: then it does not count."""
    try:
        moment = parsedate_to_datetime(date or "")
        return moment.replace(tzinfo=moment.tzinfo or UTC).timestamp()
    except (ValueError, OverflowError):
        return None


def part(headers: Mapping[str, str], facts: Facts) -> range | None:
    """Return the bytes that are asked for, or ``None`` for all of them.

    An empty range is one that cannot be given (416). Several ranges, and what is no range of
    bytes, are not obeyed, as section 14.2 allows.
    """
    wanted = _RANGE.fullmatch(headers.get("range", "").strip())
    if wanted is None or wanted[0].endswith("=-") or not _is_of_this(headers, facts):
        return None
    first, last = wanted.groups()
    size = facts.st_size
    if not first:
        return range(max(size - int(last), 0), size)
    if last and int(last) < int(first):
        return None
    return range(int(first), min(int(last) + 1, size) if last else size)


def _is_of_this(headers: Mapping[str, str], facts: Facts) -> bool:
    """Return whether a range is of the file as it is now: ``If-Range``."""
    wanted = headers.get("if-range")
    return wanted is None or wanted.strip() in (etag(facts), last_modified(facts))
