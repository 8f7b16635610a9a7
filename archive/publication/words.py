"""The words of pages, in the languages that a frame can be had in."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from types import MappingProxyType

from archive.publication.site import FRAMES, Site

_LOCALE = Path(__file__).parent.parent / "locale"
_FRAME_OF = {language: language for language in FRAMES} | {"ms": "id"}
"""Who reads Malay reads an Indonesian frame with ease."""


@cache
def words(language: str) -> Mapping[str, str]:
    """Return the words of pages in one of ``FRAMES``.

    >>> words("id")["nav_home"], words("en")["nav_home"]
    ('Beranda', 'Home')
    """
    path = _LOCALE / language / "pages.toml"
    return MappingProxyType(tomllib.loads(path.read_text(encoding="utf-8")))


def frame_language(language: str, site: Site) -> str:
    """Return the language of the frame round a text in some language: one that the site has."""
    wanted = _FRAME_OF.get(language.partition("-")[0].lower(), "")
    return wanted if wanted in site.languages else site.languages[0]
