"""Pieces of HTML: text, links, times and sizes, safe wherever they stand."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from html import escape

from archive.languages import is_right_to_left
from archive.publication.dates import in_words, value, without_weekday

_SCHEMES = ("https://", "http://", "mailto:", "tel:")
"""What a link may lead to; all else is text."""
_THOUSAND = 1000
_LONGEST_KNOWN = 80
"""Characters of a date and a language that are remembered in markup."""


def safe(text: str) -> str:
    """Return text as the content of an element.

    >>> safe("<b> & 'c'")
    "&lt;b&gt; &amp; 'c'"
    """
    # Most texts have no such sign; html.escape takes five times as long to leave them as they are.
    if "&" in text or "<" in text or ">" in text:
        return escape(text, quote=False)
    return text


def quoted(text: str) -> str:
    """Return text as the value of an attribute; it is safe in an element, too.

    >>> quoted("<b> & 'c'")
    '&lt;b&gt; &amp; &#x27;c&#x27;'
    """
    if "&" in text or "<" in text or ">" in text or '"' in text or "'" in text:
        return escape(text)
    return text


def href(address: str) -> str:
    """Return an address as the value of an attribute, or nothing if no page may link to it.

    >>> href("https://a.example/?b&c"), href("javascript:alert(1)")
    ('https://a.example/?b&amp;c', '')
    """
    return quoted(address) if address[:8].lower().startswith(_SCHEMES) else ""


def link(address: str, markup: str, attributes: str = "") -> str:
    """Return a link round some markup, or the markup alone if no page may link there."""
    target = href(address)
    return f'<a href="{target}"{attributes}>{markup}</a>' if target else markup


def language_attributes(language: str, around: str) -> str:
    """Return the attributes of text in a language other than that around it, else nothing.

    >>> language_attributes("ar", "id"), language_attributes("id-ID", "id")
    (' lang="ar" dir="rtl"', '')
    """
    if language.partition("-")[0].lower() == around:
        return ""
    direction = ' dir="rtl"' if is_right_to_left(language) else ""
    return f' lang="{quoted(language)}"{direction}'


def time(date: str, language: str, text_language: str = "id", attributes: str = "") -> str:
    """Return a date of the record in words, in an element that also carries it for machines."""
    if len(date) + len(text_language) > _LONGEST_KNOWN:
        return _time(date, language, text_language, attributes)
    return _known_time(date, language, text_language, attributes)


def _time(date: str, language: str, text_language: str, attributes: str) -> str:
    return _carrying(date, in_words(date, language, text_language), attributes)


_known_time = lru_cache(maxsize=4096)(_time)


def day(date: str, language: str) -> str:
    """Return a date of the record, which is no moment, in words without the weekday."""
    return (_day if len(date) > _LONGEST_KNOWN else _known_day)(date, language)


def _day(date: str, language: str) -> str:
    return _carrying(date, without_weekday(date, language))


_known_day = lru_cache(maxsize=4096)(_day)


def _carrying(date: str, said: str, attributes: str = "") -> str:
    if carried := value(date):
        return f'<time datetime="{quoted(carried)}"{attributes}>{quoted(said)}</time>'
    return f"<span{attributes}>{quoted(said)}</span>" if attributes else quoted(said)


def size(size_bytes: int, words: Mapping[str, str]) -> str:
    """Return a number of bytes as people read it.

    >>> from archive.publication.words import words
    >>> size(250, words("id")), size(14_210, words("id")), size(3_000_000, words("en"))
    ('250 bita', '14,2 kB', '3 MB')
    """
    if size_bytes < _THOUSAND:
        return words["size_bytes"].format(count=size_bytes)
    amount, unit = size_bytes / _THOUSAND, "size_kilobytes"
    for larger in ("size_megabytes", "size_gigabytes"):
        if amount >= _THOUSAND - 0.5:
            amount, unit = amount / _THOUSAND, larger
    digits = f"{amount:.1f}" if amount < 100 else f"{amount:.0f}"
    return words[unit].format(count=_pointed(digits.removesuffix(".0"), words))


def number(count: int, words: Mapping[str, str]) -> str:
    """Return a whole number with marks between thousands.

    >>> from archive.publication.words import words
    >>> number(12480, words("id"))
    '12.480'
    """
    return f"{count:,}".replace(",", words["thousands_mark"])


def _pointed(digits: str, words: Mapping[str, str]) -> str:
    return digits.replace(".", words["decimal_mark"])
