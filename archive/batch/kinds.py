"""What kind of file something is by its first bytes: where its name is silent, or does not tell."""

from __future__ import annotations

import re
from collections.abc import Collection
from typing import Literal

from archive import json_text
from archive.findings import Finding, Position, finding
from archive.readers import READERS

_HEAD = 65536
_BLANK = json_text.BOM + b" \t\r\n"
_XML = ("newsml-g2", "rdfxml")
_JSON = ("ninjs", "jsonld")
_CUT = ("json", "ninjs")
"""Formats of which the items of an array are releases; an array of JSON-LD is one graph."""
_NAMES = {
    "newsml-g2": "NewsML-G2", "rdfxml": "RDF/XML", "nquads": "N-Quads", "ntriples": "N-Triples",
    "turtle": "Turtle", "trig": "TriG",
}  # fmt: skip
"""What people call a format."""
_PROLOGUE = rb"(?:\s++|<\?.*?\?>|<!--.*?-->|<!DOCTYPE[^>\[]*+(?:\[.*?\]\s*+)?>)*+"
_ROOT = rb"(?s)" + _PROLOGUE + rb"<(?:([\w.-]++):)?([\w.-]++)(?=[\s/>])([^>]*+)"
"""Compiled when it is asked for, as the others are: mostly the name of a source says its format."""
_NEWSML_G2 = b"http://iptc.org/std/nar/2006-10-01/"
_RDF = b"http://www.w3.org/1999/02/22-rdf-syntax-ns#"
_COMMENTS = rb"(?:\s++|#[^\n]*+\n)*+"
_DIRECTIVE = rb"(?i)" + _COMMENTS + rb"@?(?:prefix\s++[^\s:<>]*+:\s*+<|base\s++<)"
_IRI = rb"<[A-Za-z][^\s<>\":]*+:[^\s<>\"]*+>"
_STATEMENT = _COMMENTS + rb"(?:" + _IRI + rb"|_:\S++)[ \t]++" + _IRI + rb'[ \t]++[<"_]'
_PLAIN_JSON = rb'\s*+(?:\{\s*+"|\[\s*+\{)'
"""What no Turtle or TriG begins with, though both have braces and brackets."""

Shape = Literal["lines", "items", "text"]


def decided(word: str, head: bytes, judges: Collection[str]) -> str:
    """Return the format of a source from its first bytes, and what its name or the user says.

    ``judges`` are the formats that judges look at in this run; where there are none, readers do.
    """
    guessed = word or _guess(head, judges)
    if guessed != "json":
        return guessed
    if _looks_like_ninjs(head[:_HEAD]):
        return "ninjs"
    is_other = word == "" or "jsonld" not in judges
    return "jsonld" if is_other and _looks_like_jsonld(head[:_HEAD]) else "json"


def shape(word: str, head: bytes, judges: Collection[str]) -> Shape:
    """Return whether there are lines, items of an array, or one text that is not cut.

    A judge sees the whole of a file, but for JSON-LD in lines, each of which is a graph.
    """
    if word == "jsonl":
        return "lines"
    if word in _CUT and word not in judges and head.lstrip(_BLANK)[:1] == b"[":
        return "items"
    lined = ("jsonld",) if judges else _JSON
    return "lines" if word in lined and _guess(head) == "jsonl" else "text"


def is_blank(raw: bytes) -> bool:
    """Return whether there is nothing but blanks, and perhaps a mark."""
    return not raw.lstrip(_BLANK)


def unknown(name: str, head: bytes, judges: Collection[str]) -> Finding:
    """Return that something has a format that nobody knows; ``name`` has no suffix of packing."""
    suffix = name.rpartition(".")[2] if "." in name else ""
    kind = "XML" if head.lstrip()[:1] == b"<" else suffix or "?"
    return finding("J013", variant="judges" if judges else "", format=suffix or kind)


def misnamed(word: str, head: bytes, place: Position) -> Finding | None:
    """Return a finding if first bytes show that something is not what its name says, at all.

    What looks alike from afar (one XML and another) is left to the judge of the format.
    """
    other = json_text.other_kind(head, place)
    if word in _JSON:
        return other
    if other is not None and other.code == "J003":
        return None if word in _XML else other  # XML may be UTF-16
    kind = str(other.params["kind"]) if other is not None else ""
    if kind in ("", "XML", "HTML"):
        kind = _other_text(word, head)
    found = finding("J012", variant="format", expected=_NAMES[word], kind=kind)
    return found.at(place) if kind else None


def _other_text(word: str, head: bytes) -> str:
    """Return the kind of a text that cannot be meant by the word, or nothing."""
    if re.match(_PLAIN_JSON, head.removeprefix(json_text.BOM)):
        return "JSON"
    root = _root(head)
    if root is None:
        return ""
    _, name, attributes = root
    if name.lower() == b"html":
        return "HTML"
    is_xml = head.lstrip(_BLANK).startswith(b"<?xml") or b"xmlns" in attributes
    return "XML" if is_xml and word not in _XML else ""


def _root(head: bytes) -> tuple[bytes, bytes, bytes] | None:
    """Return prefix, name and attributes of the first element, if there is one."""
    start = re.match(_ROOT, head[:_HEAD].lstrip(_BLANK))
    return None if start is None else (start[1] or b"", start[2], start[3])


def _guess(head: bytes, judges: Collection[str] = ()) -> str:
    """Return the format of something without a name, or nothing."""
    start = head.lstrip(_BLANK)
    if start[:1] in (b"{", b"["):
        first, _, rest = start.partition(b"\n")
        return "jsonl" if first.rstrip().endswith(b"}") and rest.lstrip()[:1] == b"{" else "json"
    word = _standard(start[:_HEAD])
    return word if word in (judges or READERS) else ""


def _standard(start: bytes) -> str:
    """Return the standard format that a text begins like, or nothing.

    Of formats of which one is a part of the other it is the larger: TriG and N-Quads.
    """
    if re.match(_DIRECTIVE, start):
        return "trig"
    if re.match(_STATEMENT, start):
        return "nquads"
    root = _root(start)
    if root is None:
        return ""
    _, name, attributes = root
    if _NEWSML_G2 in attributes:
        return "newsml-g2"
    return "rdfxml" if name == b"RDF" and _RDF in attributes else ""


def _looks_like_ninjs(head: bytes) -> bool:
    if b'"schemaVersion"' in head or b'"uri"' not in head:
        return False
    signs = (b'"versioncreated"', b'"versionCreated"', b'"headlines"', b'"body_text"', b'"bodies"')
    return any(sign in head for sign in signs)


def _looks_like_jsonld(head: bytes) -> bool:
    return b'"@context"' in head and b'"schemaVersion"' not in head
