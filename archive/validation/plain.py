"""Plain records: those that are surely good by the schema, and whose characters harm nobody.

A rule that looks for odd characters would ask every string of a record. The schema does so
already, with patterns; with stricter ones its verdict answers those rules too, in the same pass.
A record that is not plain may be good all the same: then the schema is asked as it stands.

Of the body, which is most of a record, the schema looks at the beginning only: most of its bytes
are printed ASCII, and those are struck out in a third of the time a pattern takes to pass them.
"""

from __future__ import annotations

import re
from typing import Any

from archive.validation import formats

_NONCHARACTERS = "\ufdd0-\ufdef\ufffd-\uffff\U0001fffe\U0001ffff\U0002fffe\U0002ffff"
_NO_SCRIPTS = "\U0003fffe-\U0010ffff"
"""Planes without letters, with all private use and noncharacters there; quick to compile."""
_PRIVATE_USE = "\ue000-\uf8ff"
_BIDI = "\u202a-\u202e\u2066-\u2069"
_MISREAD = "âÃÂïð"
"""What begins a letter that was read in the wrong encoding (R236), and stands in good words too."""
_SUSPECTS = f"\\u007f-\\u009f{_PRIVATE_USE}{_NONCHARACTERS}{_NO_SCRIPTS}{_BIDI}{_MISREAD}"
UNSEEN = " \u00a0\u00ad\u1680\u180e\u2000-\u200f\u2028-\u202f\u205f-\u206f\u2800\u3000\u3164\ufeff"
"""What a text that cannot be seen begins with (R133)."""
_IN_A_WORD = f"[{_MISREAD}][A-Za-rt-z]"


_BEGINNING = f"^(?:[^\\u0000-\\u001f{UNSEEN}{_SUSPECTS}]|{_IN_A_WORD})"


def _texts(controls: str) -> str:
    """Return the pattern of texts that begin with what can be seen and have no suspect."""
    return f"{_BEGINNING}(?:[^{controls}{_SUSPECTS}]|{_IN_A_WORD})*$"


_TEXT = _texts("\\u0000-\\u0008\\u000b-\\u001f")
YEAR = "[1-9][0-9]{3}"
DAY_OF_YEAR = (
    "(?:(?:0[1-9]|1[0-2])-(?:0[1-9]|1[0-9]|2[0-8])"
    "|(?:0[13-9]|1[0-2])-(?:29|30)|(?:0[13578]|1[02])-31)"
)
"""A day that every year has."""
_OFFSET = "(?:Z|(?:[+]0[0-9]|-0[1-9]|[+-]1[0-3]):[0-5][0-9])"
_TIME = f"T(?:[01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9]{_OFFSET}"
_ADDRESS_CHARACTERS = "(?:[A-Za-z0-9._~!$&'()*+,;=:@/?-]|%[0-9A-Fa-f]{2})*"

STRICTER_FORMATS = {
    "date-time": f"^{YEAR}-{DAY_OF_YEAR}{_TIME}$",
    "date": f"^{YEAR}-{DAY_OF_YEAR}$",
    "edtf": f"^(?:(?:{YEAR}|XXXX)-{DAY_OF_YEAR}(?:/\\.\\.)?|{YEAR}(?:-(?:0[1-9]|1[0-2]))?[?~%]?)$",
    "bcp47": "^[a-z]{2}(?:-[A-Z]{2})?$",
    "iri": "^https?://[A-Za-z0-9.-]+(?::[0-9]+)?"
    f"(?:[/?]{_ADDRESS_CHARACTERS})?(?:#{_ADDRESS_CHARACTERS})?$",
}
"""What most values of a format look like, all of them good; costs less than the check itself."""
STRICTER_PATTERNS = {
    "^[^\\u0000-\\u001f\\u007f-\\u009f]+$": _texts("\\u0000-\\u001f"),
    "^[^\\u0000-\\u0008\\u000b-\\u001f\\u007f-\\u009f]+$": _TEXT,
    "^(/([^/~]|~[01])*)+$": "^(/([ -.0-}]|~[01])*)+$",
}
"""The patterns of the schema that let odd characters pass, and what takes their place."""
_REFERRING = ("$defs", "$ref")
_ANNOTATIONS = ("title", "description", "examples")
_ASCII = "^[!-~]*$"
_PRINTED = bytes([0x09, 0x0A, *range(0x20, 0x7F)])
_SUSPECT = re.compile(f"[\\u0000-\\u001f{_SUSPECTS}]")
_MOST_FOREIGN = 200
"""Bytes beyond :data:`_PRINTED` that are quicker looked through than the text by its pattern."""


def strict(schema: dict[str, Any]) -> dict[str, Any]:
    """Return the schema of plain records, which looks at the beginning of the body only.

    The rest is for :func:`is_plainly_written`. It has no references: to follow them takes time.
    """
    stricter = without_references(plain(schema))
    stricter["properties"]["body"]["properties"]["text"]["pattern"] = _BEGINNING
    return stricter


def without_references(schema: dict[str, Any]) -> dict[str, Any]:
    """Return a schema that has what it refers to in its place, and no annotations.

    No part of it may refer to itself.
    """
    whole: dict[str, Any] = _whole(schema, schema["$defs"])
    return whole


def _whole(part: Any, definitions: dict[str, Any]) -> Any:
    if isinstance(part, list):
        return [_whole(one, definitions) for one in part]
    if not isinstance(part, dict):
        return part
    whole = {
        name: _whole(value, definitions)
        for name, value in part.items()
        if name not in _REFERRING and not (name in _ANNOTATIONS and isinstance(value, str | list))
    }
    if not isinstance(part.get("$ref"), str):
        return whole
    meant = _whole(definitions[part["$ref"].rpartition("/")[2]], definitions)
    return {"allOf": [meant], **whole} if whole else meant


def is_plainly_written(text: str) -> bool:
    """Return whether a text that begins plainly has no character that somebody must look at.

    Raises:
        UnicodeEncodeError: it has half a character.

    """
    foreign = text.encode().translate(None, _PRINTED)
    if len(foreign) <= _MOST_FOREIGN and not _SUSPECT.search(foreign.decode()):
        return True
    return formats.check("pattern", _TEXT)(text)


def plain(part: Any) -> Any:
    """Return a schema that accepts plain records only, made of that of all records.

    ``extensions`` are free, so no plain record has them.
    """
    if isinstance(part, list):
        return [plain(one) for one in part]
    if not isinstance(part, dict):
        return part
    stricter = {name: plain(value) for name, value in part.items()}
    if "extensions" in part:
        stricter["extensions"] = False
    form, pattern = str(part.get("format")), str(part.get("pattern"))  # or fields of these names
    if form in STRICTER_FORMATS:
        del stricter["format"]
        stricter["pattern"] = STRICTER_FORMATS[form]
    elif pattern in STRICTER_PATTERNS:
        stricter["pattern"] = STRICTER_PATTERNS[pattern]
    elif part.get("type") == "string" and "if" not in part and "pattern" not in part:
        stricter["pattern"] = _ASCII
    return stricter
