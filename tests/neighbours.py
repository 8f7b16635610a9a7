"""The neighbours of a record: what differs from it in one thing and is still accepted.

A full copy must tell any two records apart. One thing is a value changed, a part left out, added,
moved to a field of the same kind beside it, or two parts that change places.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from typing import Any

from archive.body import canonical_html, canonical_text
from archive.canonical import canonical
from archive.validation import schema

Neighbour = tuple[str, Any]
"""What is different and where, and the whole with that difference."""

_MOMENTS = (
    "2025-07-08T02:00:00Z", "2025-07-08T02:00:00+00:00", "2025-07-08T02:00:00.0Z",
    "2025-07-08T02:00:00.00Z", "2025-07-08T09:00:00+07:00", "2031-01-01T00:00:00-11:30",
)  # fmt: skip
_DATES = (
    "2025", "2025-07", "2025-07-08", "2025-07-08?", "2025-07-08~", "2025-07-08%", "2025-07~",
    "202X", "2025-07-07/2025-07-08", "2025-07-08/..", "2025-07-08/", "../2025-07-08", "/2025-07-08",
    "XXXX-07-08", "2025-21", "2025-XX", "2025-07-XX", "Y12025", "-0044", "0000", "0044",
)  # fmt: skip
_TAGS = ("id", "en", "en-GB", "zh-Hant", "sr-Latn-RS", "es-419", "de-x-a", "en-a-bbb-x-a-ccc")
_ENDS = ("x", " ", "&", "&amp;", '"', "\\", "\\n", "\u00e9", "e\u0301")
_BREAKS = ("\n", "\t", "\n\t")
_FORMATS = {
    "date-time": _MOMENTS,
    "edtf": _DATES,
    "bcp47": _TAGS,
    "date": ("2026-12-31", "2027-01-01"),
    "email": ("a@example.org", "A@example.org", "h.u+m@x.example"),
}
_EXTENSIONS = ({"": None}, {"": 0}, {"": "0"}, {"": False}, {"": []}, {"": {}}, {"": ""}, {"": " "},
               {"": 0.5}, {"": [[]]}, {"\r": "\r\n\t"}, {" ": None}, {"a": 1, "b": 2},
               {"b": 1, "a": 2}, {"": [1, 2]}, {"": [2, 1]})  # fmt: skip


def neighbours(record: dict[str, Any], only: str = "") -> Iterator[Neighbour]:
    """Yield what the schema accepts as complete, its body in canonical form.

    With ``only``, what differs in that field of the record.
    """
    for where, other in _objects(record, schema.document(), "", only):
        if schema.accepts(other) and schema.is_complete(other) and _has_good_body(other, record):
            yield where, other


def content(record: dict[str, Any]) -> bytes:
    """Return what a record says: two that differ in the order of a set only say the same."""
    return canonical(_sorted({name: record[name] for name in record if name != "$schema"}))


def places(value: Any, where: str = "") -> Iterator[str]:
    """Yield the pointer of every value that holds no other: what can be changed."""
    if isinstance(value, dict):
        for name, part in value.items():
            yield from places(part, f"{where}/{name}")
    elif isinstance(value, list):
        for number, part in enumerate(value):
            yield from places(part, f"{where}/{number}")
    else:
        yield where


def with_every(kind: str, value: str, record: Any, part: dict[str, Any] | None = None) -> Any:
    """Return a record whose values of a kind of the schema, such as ``line``, are all the same."""
    said = _said(part or schema.document())
    if isinstance(record, dict):
        fields = said.get("properties", {})
        return {
            name: with_every(kind, value, inner, fields[name]) if name in fields else inner
            for name, inner in record.items()
        }
    if isinstance(record, list):
        members = [with_every(kind, value, one, said["items"]) for one in record]
        is_set = all(isinstance(one, str) for one in members)
        return sorted(set(members)) if is_set else members
    return value if (part or {}).get("$ref") == f"#/$defs/{kind}" else record


def _sorted(value: Any, name: str = "") -> Any:
    if isinstance(value, dict):
        return {
            key: part if key == "extensions" else _sorted(part, key) for key, part in value.items()
        }
    if isinstance(value, list):
        is_set = name == "spans" or all(isinstance(part, str) for part in value)
        return sorted(value) if is_set else [_sorted(part) for part in value]
    return value


def _has_good_body(other: dict[str, Any], record: dict[str, Any]) -> bool:
    body = other["body"]
    if body is record["body"]:
        return True
    as_it_should_be = canonical_html if body["format"] == "html" else canonical_text
    return as_it_should_be(body["text"]) == body["text"]


def _said(part: dict[str, Any]) -> dict[str, Any]:
    """Return what the schema says of a value, references followed."""
    while "$ref" in part:
        part = schema.document()["$defs"][part["$ref"].rpartition("/")[2]]
    return part


def _kind(part: dict[str, Any]) -> str:
    """Return what two fields have in common that can hold each other's values."""
    said = _said(part)
    return part.get("$ref") or str(said.get("enum") or said.get("items") or said.get("type"))


def _varied(value: Any, part: dict[str, Any], where: str) -> Iterator[Neighbour]:
    said = _said(part)
    if where == "/extensions":
        yield from ((f"{where} changed", other) for other in _EXTENSIONS)
    elif isinstance(value, dict):
        yield from _objects(value, said, where)
    elif isinstance(value, list):
        yield from _arrays(value, said, where)
    else:
        for other in _leaves(value, said):
            if other != value or type(other) is not type(value):
                yield f"{where} changed", other


def _objects(
    value: dict[str, Any], said: dict[str, Any], where: str, only: str = ""
) -> Iterator[Neighbour]:
    fields = {name: one for name, one in said["properties"].items() if name != "$schema"}
    free = [name for name in fields if name not in value]
    held = [name for name in fields if name in value and only in ("", name)]
    for name in held:
        rest = {other: part for other, part in value.items() if other != name}
        yield f"{where}/{name} left out", rest
        for place, other in _varied(value[name], fields[name], f"{where}/{name}"):
            yield place, value | {name: other}
        for new in free:
            is_alike = _kind(fields[name]) == _kind(fields[new])
            part = value[name] if is_alike else fields[new]["examples"][0]
            yield f"{where}/{name} moved to {new}", rest | {new: part}
    for name in free if not only else ():
        yield f"{where}/{name} added", value | {name: fields[name]["examples"][0]}
    for one, other in itertools.combinations(held, 2):
        if _kind(fields[one]) == _kind(fields[other]):
            yield f"{where}/{one} and {other}", value | {one: value[other], other: value[one]}


def _arrays(value: list[Any], said: dict[str, Any], where: str) -> Iterator[Neighbour]:
    for number, part in enumerate(value):
        head, tail = value[:number], value[number + 1 :]
        yield f"{where}/{number} left out", head + tail
        if tail:
            yield f"{where}/{number} behind the next", [*head, tail[0], part, *tail[1:]]
        for place, other in _varied(part, said["items"], f"{where}/{number}"):
            yield place, [*head, other, *tail]
    yield f"{where} added to", [*value, *_more(value, said)]


def _more(value: list[Any], said: dict[str, Any]) -> list[Any]:
    """Return one more member for a list: a copy of the first under another id."""
    first = value[0]
    if isinstance(first, dict):
        return [first | ({"id": f"{first['id']}-2"} if "id" in first else {})]
    if isinstance(first, str):
        return [f"{first}2"]
    return [] if said.get("maxItems") else [[first[0], first[1] + 3]]


def _leaves(value: Any, said: dict[str, Any]) -> Iterator[Any]:
    if "enum" in said:
        yield from said["enum"]
    elif isinstance(value, bool):
        yield not value
    elif isinstance(value, int):
        yield from (value + 1, value - 1, 9007199254740991)
    elif said.get("format") in _FORMATS:
        yield from _FORMATS[said["format"]]
    elif said["title"] == "Topic scheme":
        yield from ("medtop", "https://topics.example.org/u#", "http://topics.example.org/u/")
    elif isinstance(value, str):
        yield from _strings(value)


def _strings(value: str) -> Iterator[str]:
    """Yield strings like one; those that its pattern does not allow are sorted out later."""
    yield from (value + end for end in (*_ENDS, *_BREAKS))
    yield from (f" {value}", f"\n{value}", value[:-1])
    yield from (f"{value[:-1]}7", f"{value[:-1]}8", f"{value}.0", f"{value}/0", f"{value}%20")
    yield from (value.upper(), value.replace("https:", "http:", 1), f"{value}<p>x</p>")
    yield f"{value}/a\tb\nc\rd"
