"""Text made safe for a page, and the names of fields as people call them."""

from __future__ import annotations

from functools import cache
from html import escape

from archive import messages
from archive.languages import is_right_to_left, is_well_formed
from archive.validation import schema

_LONGEST = 30_000


def safe(value: object, longest: int = _LONGEST) -> str:
    """Return a value as text of a page, or of an attribute: what cannot be seen is escaped.

    >>> safe('</style> "a"')
    '&lt;/style&gt; &quot;a&quot;'
    """
    return escape(messages.shown(value, longest))


def said(key: str, language: str, **values: object) -> str:
    """Return a sentence of the report as text of a page."""
    return escape(messages.report_phrase(key, language, **values))


def counted(key: str, count: int, language: str) -> str:
    """Return a sentence that counts something; for one of it there are words of their own."""
    return said(f"{key}_one", language) if count == 1 else said(
        key, language, count=number(count, language)
    )  # fmt: skip


def number(count: int, language: str) -> str:
    """Return a number as it is written in a language.

    >>> number(12480, "en"), number(12480, "id")
    ('12,480', '12.480')
    """
    return f"{count:,}" if language == "en" else f"{count:,}".replace(",", ".")


def decimal(value: float, language: str, *, digits: int = 2) -> str:
    """Return a measured number as it is written in a language.

    >>> decimal(0.1234, "en"), decimal(0.1234, "id")
    ('0.12', '0,12')
    """
    text = f"{value:.{digits}f}"
    return text if language == "en" else text.replace(".", ",")


def direction(language: str) -> str:
    """Return the attributes of a text in a language that a record names, which may be anything."""
    if not is_well_formed(language):
        return 'dir="auto"'
    way = "rtl" if is_right_to_left(language) else "ltr"
    return f'lang="{escape(language)}" dir="{way}"'


def label(pointer: str, language: str) -> str:
    """Return what people call the field at a JSON Pointer.

    >>> label("/people/0/roles/1/title", "en"), label("", "id")
    ('People 1 › Posts 2 › Title', 'Rilis secara keseluruhan')
    """
    if not pointer:
        return said("whole_release", language)
    titles = _titles(language)
    names: list[str] = []
    path: list[str] = []
    for step in pointer.split("/")[1:]:
        if step.isascii() and step.isdecimal() and len(step) < 10 and names:
            names[-1] += f" {int(step) + 1}"
            continue
        path.append(step.replace("~1", "/").replace("~0", "~"))
        title = titles.get(".".join(path))
        names.append(escape(title) if title else f"“{safe(path[-1], 40)}”")
    return " › ".join(names[:8])


@cache
def _titles(language: str) -> dict[str, str]:
    """Return what each field of the record is called."""
    titles = {}
    for path in schema.field_paths():
        field = schema.field(path)
        assert field is not None  # noqa: S101 (its path was just named)
        titles[path] = messages.field_words(path, language).get("title", field.title)
    return titles


@cache
def examples() -> dict[str, str]:
    """Return an example of each field that has one, as it is written."""
    found = {path: schema.field(path) for path in schema.field_paths()}
    return {
        path: field.examples[0].strip('"')
        for path, field in found.items()
        if field is not None and field.examples
    }
