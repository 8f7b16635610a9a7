"""Records varied further than Hypothesis draws them: every script, every element, many of a kind.

A record that Hypothesis has drawn is varied by a random generator that Hypothesis seeds: that takes
a hundredth of the time of drawing another, and what fails is drawn again from the same seed.
"""

from __future__ import annotations

import copy
from collections.abc import Callable
from random import Random
from typing import Any

from archive.body import canonical_html, canonical_text, plain_text
from archive.validation import schema
from tests.strategies import settle

PLANES = tuple(chr(plane * 0x10000 + 0x1F6 + plane) for plane in range(17))
"""A character of each plane of Unicode."""
BIDI = ("\u202bעברית\u202c", "\u2067العربية\u2069", "\u200f", "a\u202dעב\u202c", "\u2068x\u2069")
_ODD = (
    "&",
    "<",
    ">",
    '"',
    "'",
    "]]>",
    "&amp;",
    "\\",
    "%41",
    "{}",
    "--",
    "e\u0301",
    "\u00a0",
    "😀",
    "\u200d",
)
SPECIMENS = PLANES + BIDI + _ODD
MANY = 500
"""Entities of one kind in a record that has very many."""
_KINDS = ("people", "organisations", "places", "mentions", "quotes")
HTML = (
    '<h2>{}</h2><p>{}<br/><a href="https://a.example/?b=c&amp;d">{}</a><em>{}</em><strong>{}</strong>'
    '<sub>{}</sub><sup>{}</sup><abbr title="{}">{}</abbr><span dir="rtl" lang="ar">{}</span></p>'
    "<h3>{}</h3><ul><li>{}<ol><li>{}</li></ol></li></ul><h4>{}</h4><blockquote><p>{}</p></blockquote>"
    "<table><caption>{}</caption><thead><tr><th>{}</th></tr></thead><tbody><tr><td>{}</td></tr></tbody></table>"
)
"""Every element and attribute that a body may have."""


def varied(record: dict[str, Any], random: Random) -> dict[str, Any]:
    """Return a record that differs from one in several ways, and is as good."""
    other = copy.deepcopy(record)
    for vary in random.sample(_WAYS, k=random.randint(1, 3)):
        vary(other, random)
    settle(other)
    return other


def _body(record: dict[str, Any], random: Random) -> None:
    """Give it another body: of strange paragraphs, or of every element."""
    if random.random() < 0.5:
        text = "\n\n".join(_strange("Teks", random) for _ in range(random.randint(2, 5)))
        body = {"format": "text", "text": canonical_text(text)}
    else:
        words = [_escaped(_strange("Kata", random)) for _ in range(HTML.count("{}"))]
        body = {"format": "html", "text": canonical_html(HTML.format(*words))}
    if plain_text(body["format"], body["text"]).strip():
        record["body"] = body


def _strange(text: str, random: Random) -> str:
    for _ in range(random.randint(1, 3)):
        at = random.randint(0, len(text))
        text = text[:at] + random.choice(SPECIMENS) + text[at:]
    return text


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace('"', "&quot;")


def _words(record: dict[str, Any], random: Random) -> None:
    """Put strange characters into about half of its texts."""

    def change(value: str, kind: str) -> str:
        if kind not in ("line", "text") or random.random() < 0.5:
            return value
        return _strange(value, random)

    record |= _changed(record, schema.document(), change)


def _changed(value: Any, part: dict[str, Any], change: Callable[[str, str], str]) -> Any:
    """Return a value whose strings are changed by the name that the schema has for them."""
    name = part.get("$ref", "").rpartition("/")[2]
    said = schema.document()["$defs"][name] if name else part
    if isinstance(value, dict):
        fields = said.get("properties", {})
        return {
            key: _changed(inner, fields[key], change) if key in fields else inner
            for key, inner in value.items()
        }
    if isinstance(value, list):
        return [_changed(one, said["items"], change) for one in value]
    return change(value, name) if isinstance(value, str) else value


def _fewer(record: dict[str, Any], random: Random) -> None:
    """Take out some of what need not be there."""
    needed = {*schema.REQUIRED, *schema.document()["required"]}
    optional = [name for name in record if name not in needed]
    for name in random.sample(optional, k=random.randint(0, len(optional))):
        del record[name]


def _none(record: dict[str, Any], random: Random) -> None:
    """Take out every thing that it names."""
    for name in (*_KINDS, "events", "attachments", "contacts"):
        record.pop(name, None)


def _many(record: dict[str, Any], random: Random) -> None:
    """Let it name very many of one kind; seldom, since such a record takes long."""
    if random.random() < 0.9:
        return
    kind = random.choice(_KINDS)
    record[kind] = many_of(record, kind)


def many_of(record: dict[str, Any], kind: str) -> list[dict[str, Any]]:
    """Return very many of a kind, made of those that a record has."""
    pattern = record.get(kind) or [_LEAST[kind]]
    copies = [copy.deepcopy(pattern[number % len(pattern)]) for number in range(MANY)]
    return [
        one | (_numbered(kind, number) if number >= len(pattern) else {})
        for number, one in enumerate(copies)
    ]


_LEAST: dict[str, dict[str, Any]] = {
    "people": {"id": "p-1", "name": "Nama"},
    "organisations": {"id": "org-1", "name": "Nama"},
    "places": {"id": "pl-1", "name": "Nama", "kind": "other"},
    "mentions": {"name": "Nama"},
    "quotes": {"id": "q-1", "kind": "direct", "span": [0, 1]},
}


def _numbered(kind: str, number: int) -> dict[str, Any]:
    return {"name": f"Nama {number}"} if kind == "mentions" else {"id": f"{kind[:1]}{number}x"}


def _quotes(record: dict[str, Any], random: Random) -> None:
    """Let it quote parts that overlap, and one that goes over the break of a paragraph."""
    record["body"] = {
        "format": "text",
        "text": "Satu “dua tiga” empat.\n\nLima “enam\n\ntujuh” delapan.",
    }
    spans = [[5, 15], [6, 9], [10, 22], [5, 33], [29, 43]]
    random.shuffle(spans)
    record["quotes"] = [
        {"id": f"q-{number}", "kind": random.choice(["direct", "indirect"]), "span": span}
        for number, span in enumerate(spans)
    ]


_WAYS = (_body, _words, _words, _fewer, _none, _many, _quotes)
