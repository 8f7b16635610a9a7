"""Language tags (BCP 47): whether one is well-formed, and its canonical spelling."""

from __future__ import annotations

import re
from functools import lru_cache

_TAG = re.compile(
    r"(?:[a-z]{2,3}(?:-[a-z]{3}){0,3}|[a-z]{4,8})"  # language, extended languages
    r"(?:-[a-z]{4})?"  # script
    r"(?:-(?:[a-z]{2}|\d{3}))?"  # region
    r"(?:-(?:[a-z0-9]{5,8}|\d[a-z0-9]{3}))*"  # variants
    r"(?:-[0-9a-wy-z](?:-[a-z0-9]{2,8})+)*"  # extensions
    r"(?:-x(?:-[a-z0-9]{1,8})+)?",
    re.IGNORECASE | re.ASCII,
)
"""``langtag`` of RFC 5646, section 2.1; private-use and irregular tags are not taken."""

_SCRIPT = re.compile("[a-z]{4}")
_EXTENDED = re.compile("[a-z]{3}")
REPLACED = {
    "in": "id", "iw": "he", "ji": "yi", "jw": "jv", "mo": "ro", "tl": "fil", "sh": "sr-Latn",
    "scc": "sr", "scr": "hr", "dk": "da",
}  # fmt: skip
"""Old language codes and what replaced them (IANA registry); ``dk`` is a common slip."""

_RIGHT_TO_LEFT = frozenset(
    {"ar", "arc", "ckb", "dv", "fa", "he", "ks", "ps", "sd", "ug", "ur", "yi"}
)
_RIGHT_TO_LEFT_SCRIPTS = frozenset({"arab", "hebr", "syrc", "thaa", "nkoo", "adlm"})


@lru_cache(maxsize=1024)
def is_well_formed(tag: str) -> bool:
    """Return whether a tag is a language tag (RFC 5646, section 2.1).

    No extension and no variant stands twice (section 2.2.9).

    >>> [is_well_formed(tag) for tag in ("id", "zh-Hant-TW", "id_ID", "indonesian-", "x-klingon")]
    [True, True, False, False, False]
    """
    if not _TAG.fullmatch(tag):
        return False
    once: set[str] = set()  # extensions and, before them, variants
    is_extension = False
    for part in tag.lower().split("-")[1:]:
        if part == "x":
            return True
        is_extension = is_extension or len(part) == 1
        if len(part) == 1 or (len(part) > 3 and not is_extension):
            if part in once:
                return False
            once.add(part)
    return True


@lru_cache(maxsize=1024)
def canonical(tag: str) -> str:
    """Return a well-formed tag in canonical spelling (RFC 5646, sections 2.1.1 and 4.5).

    >>> canonical("IN-id"), canonical("ZH-hant-tw"), canonical("sr-LATN"), canonical("sh-cyrl")
    ('id-ID', 'zh-Hant-TW', 'sr-Latn', 'sr-Cyrl')
    """
    parts = tag.lower().split("-")
    language, _, script = REPLACED.get(parts[0], parts[0]).partition("-")
    if script:  # it stands behind what extends the language, if no other one does
        end = next(
            (at for at, part in enumerate(parts) if at and not _EXTENDED.fullmatch(part)),
            len(parts),
        )
        if not (end < len(parts) and _SCRIPT.fullmatch(parts[end])):
            parts.insert(end, script.lower())
    spelled = [language]
    special = False  # inside an extension or private use everything stays lower case
    for part in parts[1:]:
        special = special or len(part) == 1
        if special or len(part) not in (2, 4) or part[0].isdigit():
            spelled.append(part)
        else:
            spelled.append(part.upper() if len(part) == 2 else part.title())
    return "-".join(spelled)


def is_right_to_left(tag: str) -> bool:
    """Return whether text in a language runs from right to left, by its script or its usual one."""
    parts = tag.lower().split("-")
    scripts = [part for part in parts[1:] if len(part) == 4 and part.isalpha()]
    if scripts:
        return scripts[0] in _RIGHT_TO_LEFT_SCRIPTS
    return parts[0] in _RIGHT_TO_LEFT
