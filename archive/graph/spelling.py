"""Terms as N-Triples spell them, and what they say; the inverse of what ``terms`` spells.

Whatever is no well-formed term says something, too: nothing here raises.
"""

from __future__ import annotations

import re
from typing import Any

import msgspec

from archive import json_text
from archive.errors import UnreadableSource
from archive.graph.terms import PREFIXES
from archive.limits import LARGEST_INTEGER
from archive.parsing.rdf_tokens import unescaped
from archive.vocabulary import XSD

_decoded = msgspec.json.Decoder(str).decode
_WHOLE = re.compile(r"[+-]?[0-9]{1,16}", re.ASCII)
_SPAN = re.compile(r"char=(0|[1-9][0-9]{0,15}),(0|[1-9][0-9]{0,15})", re.ASCII)
_TRUTHS = {"true": True, "1": True, "false": False, "0": False}
_DATE_TIME = f"^^<{XSD}dateTime>"


def said(term: str) -> str:
    r"""Return what a term says: the text of a literal, an IRI without brackets.

    >>> said('"a \\"b\\""@id'), said("<https://a.example/1>")
    ('a "b"', 'https://a.example/1')
    """
    if not term.startswith('"'):
        return term[1:-1] if term.startswith("<") else term
    text = term[: term.rfind('"') + 1]
    if "\\" not in text:
        return text[1:-1]
    try:  # four times as quick, where the escapes are those of JSON, too
        return _decoded(text)
    except msgspec.DecodeError:
        return unescaped(text[1:-1])


def suffix(term: str) -> str:
    """Return what stands behind the text of a literal: its tag or datatype."""
    return term[term.rfind('"') + 1 :] if term.startswith('"') else ""


def whole(term: str) -> int | str:
    """Return a whole number; what is none is returned as it is."""
    text = said(term)
    if _WHOLE.fullmatch(text) and abs(int(text)) <= LARGEST_INTEGER:
        return int(text)
    return text


def truth(term: str) -> bool | str:
    """Return a truth value; what is none is returned as it is."""
    text = said(term)
    return _TRUTHS.get(text, text)


def span(term: str) -> list[int] | str:
    """Return a place in the body (RFC 5147); what is none is returned as it is.

    >>> span('"char=0,12"')
    [0, 12]
    """
    text = said(term)
    match = _SPAN.fullmatch(text)
    return [int(match[1]), int(match[2])] if match else text


def moment(term: str) -> dict[str, str]:
    """Return an exact moment or a date that may be vague, as the record parts them."""
    return {"dateTime" if term.endswith(_DATE_TIME) else "edtf": said(term)}


def json(term: str) -> Any:
    """Return the value that a JSON literal holds; what is none is returned as it is."""
    text = said(term)
    try:
        return json_text.read(text.encode(errors="replace"))[0]
    except UnreadableSource:
        return text


def named(iri: str) -> str:
    """Return an IRI with the prefix that we use for its namespace, if we do.

    >>> named("https://schema.org/headline")
    'schema:headline'
    """
    for prefix, namespace in PREFIXES.items():
        if iri.startswith(namespace):
            return f"{prefix}:{iri.removeprefix(namespace)}"
    return iri
