"""The words: what a finding says, a page for every code, and the program's own sentences.

They live in ``archive/locale/<language>/``: one small file per family of codes (``R2.toml``), so
that a single finding costs one file, and ``ui.toml`` for the command line. What a language lacks
is said in English. Values are made safe before they stand in a sentence: what a stranger wrote
into a record never reaches a terminal raw.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from archive.findings import CODES, Finding

LANGUAGES = ("en", "id")
"""Languages of the messages; the first has everything."""
LONGEST = 80
"""So many characters of a value are shown."""

_LOCALE = Path(__file__).parent / "locale"
_BLANK = frozenset(
    "\u034f\u115f\u1160\u17b4\u17b5\u180b\u180c\u180d\u180f\u2800\u3164\uffa0"
    + "".join(map(chr, range(0xFE00, 0xFE10)))
    + "".join(map(chr, range(0xE0100, 0xE01F0)))
)
"""Characters that count as printable and yet show nothing (fillers, variation selectors)."""
_PLACEHOLDER = re.compile(r"\{\w+[^{}]*\}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """What there is to say about a code; ``hint`` has "…" where a finding has its values."""

    code: str
    title: str
    why: str
    hint: str | None
    wrong: str | None
    right: str | None


def message(finding: Finding, language: str) -> str:
    """Return what a finding says, as one line without a full stop."""
    template: str = _wording(finding, "message", language)
    return template.format_map(_values(finding))


def hint(finding: Finding, language: str) -> str | None:
    """Return what to do about a finding, or ``None`` where its message says so already."""
    template = _wording(finding, "hint", language)
    return template.format_map(_values(finding)) if template else None


def page(code: str, language: str) -> Page:
    """Return the page of a code.

    Raises:
        KeyError: there is no such code.
    """
    if code not in CODES:
        raise KeyError(code)
    english, words = _entry(code, LANGUAGES[0]), _entry(code, language)
    hinted = words.get("hint")
    return Page(
        code=code,
        title=words["title"],
        why=words["why"].strip(),
        hint=_PLACEHOLDER.sub("…", hinted) if hinted else None,
        wrong=words.get("wrong", english.get("wrong")),
        right=words.get("right", english.get("right")),
    )


def phrase(key: str, language: str, **params: str | int) -> str:
    """Return a sentence of the program itself; ``key`` is its dotted name in ``ui.toml``.

    A sentence with the members ``one`` and ``other`` is chosen by the parameter ``count``. Values
    are made safe, but not shortened: a path must be whole.
    """
    template = _sentence(key, language)
    if isinstance(template, dict):
        template = template["one" if params["count"] == 1 else "other"]
    return str(template).format_map({name: _safe(value, None) for name, value in params.items()})


def preferred(environ: Mapping[str, str]) -> str:
    """Return the language of the messages that the environment asks for, else English.

    The first of ``LC_ALL``, ``LC_MESSAGES`` and ``LANG`` that is set decides (POSIX.1-2017,
    XBD 8.2).

    >>> preferred({"LANG": "id_ID.UTF-8"}), preferred({"LC_ALL": "C", "LANG": "id_ID.UTF-8"})
    ('id', 'en')
    """
    wanted = next(filter(None, map(environ.get, ("LC_ALL", "LC_MESSAGES", "LANG"))), "")
    language = re.split(r"[_.@-]", wanted.lower())[0]
    language = "id" if language == "in" else language
    return language if language in LANGUAGES else LANGUAGES[0]


def shown(value: str, longest: int | None = LONGEST) -> str:
    r"""Return a text so that it can be shown: one line, nothing unseen, not too long.

    Control, bidirectional and other invisible characters become escapes, a text that is longer
    than ``longest`` ends with an ellipsis; ``None`` shows it whole.

    >>> print(shown("a\nb"), shown("\x1b[31mred"), shown("\u202eevil"), shown("abcdef", 4))
    a\u000ab \u001b[31mred \u202eevil abc…
    """
    if longest is not None and len(value) > longest:
        value, room = value[: longest + 1], longest
    else:
        room = longest or len(value)
    if value.isprintable() and _BLANK.isdisjoint(value):
        return value if len(value) <= room else value[: room - 1] + "…"
    parts = [_visible(character) for character in value]
    if longest is None or sum(map(len, parts)) <= longest:
        return "".join(parts)
    while sum(map(len, parts)) >= longest:
        parts.pop()
    return "".join(parts) + "…"


def _visible(character: str) -> str:
    if character.isprintable() and character not in _BLANK:
        return character
    number = ord(character)
    return f"\\u{number:04x}" if number <= 0xFFFF else f"\\U{number:08x}"


def _values(finding: Finding) -> dict[str, str | int]:
    values = {name: _safe(value, LONGEST) for name, value in finding.params.items()}
    values["pointer"] = shown(finding.pointer, None) or "/"
    return values


def _safe(value: str | int, longest: int | None) -> str | int:
    return shown(value, longest) if isinstance(value, str) else value


def _wording(finding: Finding, part: str, language: str) -> Any:
    """Return the template of a finding's variant, else that of its code."""
    entry = _entry(finding.code, language)
    variant: Mapping[str, str] = entry.get("variants", {}).get(finding.variant, {})
    return variant.get(part, entry.get(part))


def _entry(code: str, language: str) -> Mapping[str, Any]:
    """Return the words of a code, in English where the language has none."""
    for spoken in (language, LANGUAGES[0]):
        family = _family(code, spoken)
        if family and code in (words := _words(spoken, family)):
            entry: Mapping[str, Any] = words[code]
            return entry
    raise KeyError(f"no words for {code}")


def _family(code: str, language: str) -> str:
    """Return the name of the file that has a code: its longest prefix."""
    return max((name for name in _files(language) if code.startswith(name)), key=len, default="")


def _sentence(key: str, language: str) -> Any:
    for spoken in (language, LANGUAGES[0]):
        found: Any = _words(spoken, "ui") if "ui" in _files(spoken) else {}
        for step in key.split("."):
            found = found.get(step) if isinstance(found, dict) else None
        if found is not None:
            return found
    raise KeyError(key)


@cache
def _files(language: str) -> frozenset[str]:
    folder = _LOCALE / language
    return frozenset(path.stem for path in folder.glob("*.toml"))


@cache
def _words(language: str, name: str) -> dict[str, Any]:
    return tomllib.loads((_LOCALE / language / f"{name}.toml").read_text(encoding="utf-8"))
