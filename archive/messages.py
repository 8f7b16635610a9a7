"""The words of findings and of the program, in English and Indonesian.

Each family of codes has a file in each language (``archive/locale/en/R1.toml`` …); it is read
when a finding of that family is shown. What is put into a message is made safe first: no control
or bidi character reaches a terminal, and nothing is longer than it needs to be.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

import msgspec

from archive import word_files
from archive.findings import CODES, Finding

LANGUAGES = ("en", "id")
_FOLDER = Path(__file__).parent / "locale"
_LONGEST = 80
_LONGEST_PLACE = 120
_PLACES = 1_000
"""Pointers that are kept in mind as they are shown."""
_INVISIBLE = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})
_BLANK = frozenset("\u115f\u1160\u2800\u3164\uffa0")
"""Fillers: letters and signs to Unicode, and yet nothing to see."""
_OF_KINDS = frozenset({"J011", "N005", "S107"})
"""Codes whose values are kinds of JSON; people are told "a list", not "array"."""
_SELECTORS = range(0xE0100, 0xE01F0)
"""Variation selectors that no common font shows; those of emoji are not among them."""
_PLANE_14 = "\U000e0000"
_ORDER = re.compile(r"##(\w*)\[")
"""What the log of a CI takes for an order, wherever it stands in a line."""


class Page(msgspec.Struct, frozen=True):
    """What ``explain`` says of a code."""

    code: str
    title: str
    hint: str
    why: str
    wrong: str
    right: str


def preferred(environment: Mapping[str, str]) -> str:
    """Return the language that the locale asks for: Indonesian, else English.

    >>> preferred({"LANG": "id_ID.UTF-8"}), preferred({"LC_ALL": "C", "LANG": "id_ID.UTF-8"})
    ('id', 'en')
    """
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        if value := environment.get(name):
            return "id" if re.split(r"[_.@-]", value)[0] in ("id", "in") else "en"
    return "en"


def shown(value: object, longest: int = _LONGEST) -> str:
    r"""Return a value as it can be shown anywhere: escaped where invisible, and shortened.

    >>> print(shown("a\nb\u202ec"))
    a\u000ab\u202ec
    """
    text = str(value)
    if len(text) > longest:
        text = text[: longest - 1] + "…"
    if not (
        text.isprintable()
        and (text.isascii() or (_BLANK.isdisjoint(text) and max(text) < _PLANE_14))
    ):
        text = "".join(map(_visible, text))
    if "##" in text:
        text = without_orders(text)
    return _not_first(text) if "::" in text else text


def without_orders(text: str) -> str:
    r"""Return text that the log of a CI takes no order from, such as ``##[add-mask]``.

    >>> print(without_orders("##[add-mask]id"))
    ##\u005badd-mask]id
    """
    return _ORDER.sub(r"##\1\\u005b", text)


def _not_first(text: str) -> str:
    """Return text that does not begin with two colons: an order, where it begins a line."""
    bare = text.lstrip()
    if not bare.startswith("::"):
        return text
    return f"{text[: len(text) - len(bare)]}\\u003a{bare[1:]}"


def _visible(character: str) -> str:
    import unicodedata

    number = ord(character)
    seen = unicodedata.category(character) not in _INVISIBLE or character in "\u200c\u200d"
    if seen and character not in _BLANK and number not in _SELECTORS:
        return character
    return f"\\u{number:04x}" if number < 0x10000 else f"\\U{number:08x}"


@cache
def _words(language: str, name: str) -> dict[str, Any]:
    return word_files.load((_FOLDER / language / f"{name}.toml").read_text(encoding="utf-8"))


def _family(code: str) -> str:
    """Return the file that a code's words stand in."""
    return code[:2] if code[0] == "R" else code[0]


class _Sentence(msgspec.Struct, frozen=True):
    """A message or a hint, and the names of what is put into it."""

    template: str
    names: tuple[str, ...]


@cache
def _sentences(code: str, language: str) -> dict[str, dict[str, _Sentence]]:
    """Return message and hint of each variant of a code; that of the code itself is ``""``."""
    entry = _words(language, _family(code))[code]
    return {
        variant: {
            name: _sentence(str((own if name in own else entry).get(name, "")))
            for name in ("message", "hint")
        }
        for variant, own in {"": entry, **entry.get("variants", {})}.items()
    }


def _sentence(template: str) -> _Sentence:
    asked = _Asked()
    template.format_map(asked)
    return _Sentence(template, tuple(asked))


class _Asked(dict[str, str]):
    """Remembers the names that a sentence asks for, in their order."""

    def __missing__(self, name: str) -> str:
        return self.setdefault(name, "")


def _said(finding: Finding, language: str, name: str) -> str:
    """Return the message or the hint of a finding, filled in."""
    variants = _sentences(finding.code, language)
    said = (variants.get(finding.variant) or variants[""])[name]
    if not said.names:
        return said.template
    values = {name: shown(finding.params[name]) for name in said.names}
    if finding.code in _OF_KINDS:
        values = {name: kind(value, language) for name, value in values.items()}
    return said.template.format_map(values)


def can_be_told(finding: Finding) -> bool:
    """Return whether there are words for a finding, and it has all the values that they name."""
    if finding.code not in CODES:
        return False
    variants = _needed(finding.code)
    needed = variants.get(finding.variant, variants[""])
    return not needed or finding.params.keys() >= needed


@cache
def _needed(code: str) -> dict[str, frozenset[str]]:
    """Return for each variant of a code the values that its words name."""
    return {
        variant: frozenset(name for sentence in own.values() for name in sentence.names)
        for variant, own in _sentences(code, "en").items()
    }


def kind(name: str, language: str) -> str:
    """Return what people call a kind of value of JSON, or a type of the schema.

    >>> kind("array", "en"), kind("[Work IRI]", "id"), kind("text | html", "id")
    ('a list', '[IRI karya]', 'text | html')
    """
    known = _words(language, "types")
    inner = name.strip("[]")
    return name.replace(inner, str(known[inner])) if inner in known else name


def message(finding: Finding, language: str) -> str:
    """Return what a finding says: what was found, and where in the record."""
    said = _said(finding, language, "message")
    return f"{_place(finding.pointer)}: {said}" if finding.pointer else said


def _place(pointer: str) -> str:
    """Return a pointer as it can be shown; those that are short come up again and again."""
    return (
        _shown_place(pointer) if len(pointer) <= _LONGEST_PLACE else shown(pointer, _LONGEST_PLACE)
    )


@lru_cache(maxsize=_PLACES)
def _shown_place(pointer: str) -> str:
    return shown(pointer, _LONGEST_PLACE)


def saying(finding: Finding, language: str) -> str:
    """Return what a finding says, without where."""
    return _said(finding, language, "message")


def hint(finding: Finding, language: str) -> str | None:
    """Return what to do about it, if there is a word on that."""
    return _said(finding, language, "hint") or None


def page(code: str, language: str) -> Page:
    """Return the page of a code; examples are the same in every language."""
    english = _words("en", _family(code))[code]
    entry = _words(language, _family(code))[code]
    return Page(
        code,
        entry["title"],
        entry.get("hint", ""),
        entry["why"],
        english.get("wrong", ""),
        english.get("right", ""),
    )


def words(code: str, language: str) -> dict[str, Any]:
    """Return all words of a code as they stand in its file."""
    entry: dict[str, Any] = _words(language, _family(code))[code]
    return entry


def phrase(key: str, language: str, **values: object) -> str:
    """Return a sentence of the program itself."""
    return str(_words(language, "ui")[key]).format_map(
        {name: shown(value, 400) for name, value in values.items()}
    )


def report_phrase(key: str, language: str, **values: object) -> str:
    """Return a sentence of the report that is a page."""
    return str(_words(language, "report")[key]).format_map(
        {name: shown(value, 400) for name, value in values.items()}
    )


def remedy(key: str, language: str) -> str:
    """Return how to mend what a sentence of the program is about, or nothing."""
    return str(_words(language, "ui").get(f"{key}_hint", ""))


def field_words(path: str, language: str) -> Mapping[str, str]:
    """Return title and description of a field, where a language has words of its own for it."""
    if language == "en":
        return {}
    found: Mapping[str, str] = _words(language, "fields").get(path, {})
    return found
