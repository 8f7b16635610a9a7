"""Pieces of XML as strings: free text is escaped here and nowhere else.

Validation has refused every character that XML 1.0 cannot carry. A carriage return can only stand
in a pointer to a key of ``extensions``, so only attributes need to keep it. Line feeds part the
children of ``newsItem``, ``itemMeta`` and ``contentMeta``; each more costs as much as an element
when the item is parsed back.
"""

from __future__ import annotations

from collections.abc import Iterable


def text(value: str) -> str:
    """Return character data."""
    if "&" in value:
        value = value.replace("&", "&amp;")
    if "<" in value:
        value = value.replace("<", "&lt;")
    if ">" in value:
        value = value.replace(">", "&gt;")
    return value


def quoted(value: str) -> str:
    """Return the content of an attribute; line breaks and tabs survive its normalisation."""
    if value.isalnum():
        return value
    value = text(value)
    if '"' in value:
        value = value.replace('"', "&quot;")
    if "\n" in value or "\t" in value or "\r" in value:
        value = value.replace("\n", "&#10;").replace("\t", "&#9;").replace("\r", "&#13;")
    return value


def related(rel: str, value: object) -> str:
    """Return a sub-field of an extension property; nothing if there is no value."""
    return "" if value is None else f'<related rel="pa:{rel}" value="{quoted(spelt(value))}"/>'


def related_uri(rel: str, uri: str | None) -> str:
    """Return a sub-field that is an IRI; nothing if there is none."""
    return "" if uri is None else f'<related rel="pa:{rel}" uri="{quoted(uri)}"/>'


def spelt(value: object) -> str:
    """Return a value of the record as text; truth as XML Schema spells it."""
    return str(value).lower() if isinstance(value, bool) else str(value)


def extension(
    element: str, rel: str, *, value: object = None, uri: str | None = None, inside: str = ""
) -> str:
    """Return an extension property of ``itemMeta`` or ``contentMeta``, in a line of its own."""
    said = "" if value is None else f' value="{quoted(spelt(value))}"'
    named = "" if uri is None else f' uri="{quoted(uri)}"'
    end = f">{inside}</{element}ExtProperty>\n" if inside else "/>\n"
    return f'<{element}ExtProperty rel="pa:{rel}"{named}{said}{end}'


def definition(value: str | None) -> str:
    """Return text with line breaks inside an extension property."""
    return "" if value is None else f"<definition>{text(value)}</definition>"


def span(start_end: tuple[int, int]) -> str:
    """Return a place in a text (RFC 5147)."""
    return f"char={start_end[0]},{start_end[1]}"


def spans(places: Iterable[tuple[int, int]]) -> str:
    """Return the places of a value as sub-fields."""
    told = ""
    for start, end in places:
        told += f'<related rel="pa:span" value="char={start},{end}"/>'
    return told


def language(tag: str | None) -> str:
    """Return the attribute that names a language, if one is given."""
    return "" if tag is None else f' xml:lang="{tag}"'
