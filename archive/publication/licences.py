"""Licences by name: what people call the IRI of a licence."""

from __future__ import annotations

import re
from html import escape

from archive.publication.markup import link

_CREATIVE_COMMONS = re.compile(
    r"https?://creativecommons\.org/(?P<part>licenses|publicdomain)/(?P<kind>[a-z+-]+)/"
    r"(?P<version>\d\.\d)/?(?P<port>[a-z]{2,3})?/?(?:deed\.[a-z-]+|legalcode)?",
    re.ASCII,
)
_PUBLIC_DOMAIN = {"zero": "CC0", "mark": "Public Domain Mark"}


def name(iri: str) -> str:
    """Return the usual name of a licence, else its IRI.

    >>> name("https://creativecommons.org/licenses/by-sa/4.0/")
    'CC BY-SA 4.0'
    >>> name("https://creativecommons.org/publicdomain/zero/1.0/")
    'CC0 1.0'
    """
    match = _CREATIVE_COMMONS.fullmatch(iri)
    if not match:
        return iri
    kind = match["kind"]
    if match["part"] == "publicdomain":
        return f"{_PUBLIC_DOMAIN.get(kind, kind)} {match['version']}"
    port = f" {match['port'].upper()}" if match["port"] else ""
    return f"CC {kind.upper()} {match['version']}{port}"


def licence_link(iri: str) -> str:
    """Return a link to a licence under its usual name."""
    return link(iri, escape(name(iri)), ' rel="license"')
