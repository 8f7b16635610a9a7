"""Which keys of JSON-LD are terms of schema.org, however its context spells them.

No context is fetched. The one of schema.org is known by its address, in all spellings that pages
use; what another address would say is not known, and so its names are nobody's.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from itertools import islice
from typing import Any

from archive.languages import is_well_formed

_VOCABULARY = re.compile(r"(?:(?:https?:)?//)?(?:www\.)?schema\.org(?:[/#].*)?", re.IGNORECASE)
_TERM = re.compile(r"(?:https?:)?//(?:www\.)?schema\.org/#?([^/#]+)", re.IGNORECASE)
_MOST_NAMES = 200
_MOST_STEPS = 4
"""Names that a name may stand for, one behind the other."""


@dataclass(frozen=True, slots=True)
class Context:
    """What the keys of an object mean."""

    is_said: bool = False
    is_schema: bool = True
    """Whether bare names are terms of schema.org; where there is no context, they are."""
    language: str = ""
    terms: Mapping[str, str] = field(default_factory=dict)
    """What names stand for; not more than a few hundred, since each object may add to them."""

    def key(self, name: str) -> str:
        """Return the term of schema.org or keyword of JSON-LD that a key is; nothing if none.

        >>> Context().key("schema:headline"), Context().key("http://schema.org/headline")
        ('headline', 'headline')
        >>> Context().key("@id"), Context().key("dcterms:title"), Context(is_schema=False).key("a")
        ('@id', '', '')
        """
        for _ in range(_MOST_STEPS):
            if name.startswith("@"):
                return name
            meant = self.terms.get(name)
            if meant is None:
                break
            name = meant
        return self._plain(name)

    def _plain(self, name: str) -> str:
        """Return the term of schema.org that a name is which stands for no other one."""
        if term := _TERM.fullmatch(name):
            return term[1]
        prefix, colon, local = name.partition(":")
        if not colon:
            return name if self.is_schema else ""
        space = self.terms.get(prefix)
        is_of_schema = prefix == "schema" if space is None else _VOCABULARY.fullmatch(space)
        return local if is_of_schema and not local.startswith("//") else ""

    def inside(self, said: Any) -> Context:
        """Return the context of an object whose ``@context`` says this."""
        context = self
        for one in said if isinstance(said, list) else [said]:
            if isinstance(one, str):
                context = replace(context, is_said=True, is_schema=is_of_schema(one))
            elif isinstance(one, dict):
                context = context._defined(one)
        return context

    def _defined(self, said: dict[str, Any]) -> Context:
        """Return the context with vocabulary, language and terms of an object."""
        vocabulary, language = said.get("@vocab"), said.get("@language")
        is_schema = self.is_schema and self.is_said
        if "@vocab" in said:
            is_schema = isinstance(vocabulary, str) and bool(_VOCABULARY.fullmatch(vocabulary))
        is_tag = isinstance(language, str) and is_well_formed(language)
        meanings = (
            (name, meaning.get("@id") if isinstance(meaning, dict) else meaning)
            for name, meaning in islice(said.items(), _MOST_NAMES)
            if not name.startswith("@")
        )
        own = {name: meaning for name, meaning in meanings if isinstance(meaning, str)}
        return Context(
            is_said=True,
            is_schema=is_schema,
            language=str(language) if is_tag else self.language,
            terms=dict(islice((own | {**self.terms, **own}).items(), _MOST_NAMES)),
        )


def is_of_schema(said: Any) -> bool:
    """Return whether a context, or a member of a list of them, is that of schema.org alone."""
    return isinstance(said, str) and bool(_VOCABULARY.fullmatch(said))


def unknown(said: Any) -> str:
    """Return the first address in a context that is not that of schema.org, or nothing.

    What the names of an object mean with it is anybody's guess: it is not fetched.

    >>> unknown(["https://schema.org", {"a": "x:a"}, "https://a.example/context"])
    'https://a.example/context'
    """
    members = said if isinstance(said, list) else [said]
    return next((one for one in members if isinstance(one, str) and not is_of_schema(one)), "")
