"""N003 to N009 and N012 to N014: each field is known, and holds what it is for."""

from __future__ import annotations

import difflib
import re
from collections.abc import Callable, Iterator
from functools import lru_cache
from typing import Any

from archive import languages
from archive.findings import Finding, finding
from archive.json_text import kind
from archive.judges.ninjs.moments import is_partly, moment
from archive.judges.ninjs.shapes import Associated, Each, Fields, Named, One, Open, Series, Shape
from archive.positions import pointer
from archive.validation import formats

Where = tuple[str | int, ...]

_MEDIA_TYPE = re.compile(
    r"[a-z0-9][a-z0-9!#$&^_.+-]*/[a-z0-9][a-z0-9!#$&^_.+-]*"
    r"(?:\s*;\s*[a-z0-9!#$%&'*+.^_`|~-]+=(?:[a-z0-9!#$%&'*+.^_`|~-]+|\"[^\"\\]*\"))*",
    re.IGNORECASE | re.ASCII,
)
"""RFC 6838, section 4.2, and parameters (RFC 2045, section 5.1)."""
_REFERENCE = re.compile(r"[^\x00-\x20<>\"{}|\\^`\x7f-\x9f]+")
_ALIASES = frozenset(
    {"medtop", "subj", "genre", "ninat", "stat", "rnd", "digsrctype", "drol", "cpnat", "ikos",
     "trustindicator", "edconf", "ncostat", "fisymtype"}
)  # fmt: skip
"""Beginnings of QCodes of NewsML-G2; ninjs has whole addresses since 2.0."""
_PRIVATE_TAGS = ("x-", "i-")
_RENAMED = {
    "headline": ("headlines",), "byline": ("by",), "by": ("byline",), "person": ("people",),
    "people": ("person",), "infosource": ("infoSources", "infosources"),
    "mimetype": ("contentType", "contenttype"), "contenttype": ("contentType", "mimetype"),
    "embargoed": ("embargoedUntil",), "embargoeduntil": ("embargoed",),
    "body": ("bodies",), "body_text": ("bodies",), "body_html": ("bodies",),
    "body_xhtml": ("bodies",), "description": ("descriptions",),
    "description_text": ("descriptions",), "scheme": ("uri",), "code": ("literal",),
    "keywords": ("subjects",), "id": ("uri",),
}  # fmt: skip
"""What fields of other versions, in small letters, are called elsewhere."""
_MOST_SUGGESTIONS = 100
"""For how many unknown fields of one object a like name is looked for; each look is costly."""
_LONGEST_WORD = 64
_LONGEST_TAG = 200
_LONGEST_TYPE = 1_000


def findings(item: dict[str, Any], where: Where, series: Series) -> Iterator[Finding]:
    """Yield what is wrong with the fields of an item and of the items in it."""
    yield from _of_fields(item, where, series.item, series)


def _of(value: Any, where: Where, shape: Shape, series: Series) -> Iterator[Finding]:
    """Yield what is wrong with a value and all it holds."""
    wanted = _kind_of(shape)
    if not _is_kind(value, wanted):
        yield finding("N005", pointer(where), wanted=wanted, found=kind(value))
    elif isinstance(shape, One):
        yield from _of_one(value, where, shape)
    elif isinstance(shape, Fields):
        yield from _of_fields(value, where, shape, series)
    elif isinstance(shape, Associated):
        yield from _of_fields(value, where, series.associated, series)
    elif isinstance(shape, Each):
        for number, member in enumerate(value):
            yield from _of(member, (*where, number), shape.of, series)
    elif isinstance(shape, Named):
        for name, member in value.items():
            yield from _of(member, (*where, name), shape.of, series)


def _kind_of(shape: Shape) -> str:
    if isinstance(shape, One | Open):
        return shape.kind
    return "array" if isinstance(shape, Each) else "object"


def _is_kind(value: Any, wanted: str) -> bool:
    found = kind(value)
    return found == wanted or (wanted == "integer" and type(value) is int)


def _of_fields(
    value: dict[str, Any], where: Where, shape: Fields, series: Series
) -> Iterator[Finding]:
    for name in shape.required:
        if name not in value:
            yield finding("N003", pointer((*where, name)), field=name)
    if shape.one_of and sum(name in value for name in shape.one_of) != 1:
        yield not_one_of(value, where, shape.one_of)
    strange = 0
    for name, member in value.items():
        known = shape.names.get(name)
        if known is not None:
            yield from _of(member, (*where, name), known, series)
        elif name.startswith(shape.beginnings):
            yield from _of(member, (*where, name), _begun(name), series)
        elif not shape.is_open:
            strange += 1
            yield unknown(name, where, shape.names if strange <= _MOST_SUGGESTIONS else ())


def _begun(name: str) -> Shape:
    return Open() if name.startswith("geometry_") else One()


def _of_one(value: Any, where: Where, shape: One) -> Iterator[Finding]:
    if shape.words and value not in shape.words:
        words = ", ".join(shape.words)
        yield finding("N006", pointer(where), found=value, words=words)
    if shape.least is not None and value < shape.least:
        yield out_of_range(where, value, "least", shape.least)
    if shape.most is not None and value > shape.most:
        yield out_of_range(where, value, "most", shape.most)
    if shape.form:
        yield from FORMS[shape.form](value, where)


def out_of_range(where: Where, value: Any, variant: str, limit: int) -> Finding:
    """Return that a number is below the least or above the most that it may be."""
    return finding("N007", pointer(where), variant=variant, found=str(value), limit=limit)


def not_one_of(value: dict[str, Any], where: Where, names: tuple[str, ...]) -> Finding:
    """Return that more or less than one of some fields stands in an object."""
    fields = ", ".join(names)
    if any(name in value for name in names):
        return finding("N001", pointer(where), variant="both", fields=fields)
    return finding("N001", pointer(where), variant="neither", fields=fields)


def unknown(name: str, where: Where, known: Any) -> Finding:
    """Return that a field is none of those known, and perhaps which one is meant."""
    meant = _meant(name, tuple(known)) if len(name) <= _LONGEST_WORD else ""
    variant = "suggestion" if meant else ""
    return finding("N004", pointer((*where, name)), variant=variant, field=name, suggestion=meant)


@lru_cache(maxsize=4096)
def _meant(name: str, known: tuple[str, ...]) -> str:
    """Return the field that was perhaps meant, or nothing."""
    word = name.lower()
    folded = {field.lower(): field for field in known}
    for other in (word, *(one.lower() for one in _RENAMED.get(word, ()))):
        if other in folded:
            return folded[other]
    near = difflib.get_close_matches(word, folded, n=1, cutoff=0.75)
    return folded[near[0]] if near else ""


def _iri(value: str, where: Where) -> Iterator[Finding]:
    if value.partition(":")[0] in _ALIASES:
        yield finding("N008", pointer(where), variant="qcode", found=value)
    elif not is_iri(value):
        yield finding("N008", pointer(where), found=value)


def is_iri(value: str) -> bool:
    """Return whether a text is an absolute IRI (RFC 3987)."""
    return bool(formats.check("format", "iri")(value))


def _moment(value: str, where: Where) -> Iterator[Finding]:
    if moment(value) is None:
        yield finding("N009", pointer(where), found=value)


def _partly(value: str, where: Where) -> Iterator[Finding]:
    if not is_partly(value):
        yield finding("N009", pointer(where), variant="partly", found=value)


def _language(value: str, where: Where) -> Iterator[Finding]:
    if value[:2].lower() in _PRIVATE_TAGS:
        return
    if len(value) > _LONGEST_TAG or not languages.is_well_formed(value):
        yield finding("N012", pointer(where), found=value)
    elif (now := languages.canonical(value)).lower() != value.lower():
        yield finding("N012", pointer(where), variant="replaced", found=value, now=now)


def _media(value: str, where: Where) -> Iterator[Finding]:
    if len(value) > _LONGEST_TYPE or not _MEDIA_TYPE.fullmatch(value):
        yield finding("N013", pointer(where), found=value)


def _href(value: str, where: Where) -> Iterator[Finding]:
    if value.lower().startswith(("javascript:", "vbscript:")):
        yield finding("N014", pointer(where), variant="script", found=value)
    elif not _REFERENCE.fullmatch(value):
        yield finding("N014", pointer(where), variant="" if value else "empty", found=value)


FORMS: dict[str, Callable[[str, Where], Iterator[Finding]]] = {
    "iri": _iri,
    "moment": _moment,
    "partly": _partly,
    "language": _language,
    "media": _media,
    "href": _href,
}
"""Form of a text → what tells whether a text has it."""
