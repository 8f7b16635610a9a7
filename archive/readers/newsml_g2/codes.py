"""QCodes: one spelling for each, whatever alias a file has for its scheme.

Catalogues that a file names are never fetched: the aliases of the IPTC come with the program,
others a file must declare itself.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

import msgspec
from lxml import etree

from archive.contracts import contract
from archive.readers.newsml_g2.names import CATALOG, G2
from archive.vocabulary import PA, SCHEME

_SCHEME = f"{G2}scheme"
_OURS = {"pa": PA, "pascheme": SCHEME}


class _Schemes(msgspec.Struct, frozen=True):
    uris: dict[str, str]


@cache
def _official() -> dict[str, str]:
    """Return the aliases of the IPTC's catalogue, and what they stand for."""
    return msgspec.json.decode(contract("iptc-schemes.json"), type=_Schemes).uris


@cache
def _aliases() -> dict[str, str]:
    """Return for each scheme the alias that we know it by."""
    return {uri: alias for alias, uri in {**_official(), **_OURS}.items()}


class Codes:
    """The codes of an item, by the aliases that it declares."""

    def __init__(self, declared: Mapping[str, str]) -> None:
        self._declared = declared
        self._is_usual = not declared or declared == _OURS

    def canonical(self, code: str) -> str:
        """Return a code with the alias that we know its scheme by; its IRI where we know none.

        >>> Codes({"s": "http://cv.iptc.org/newscodes/pubstatusg2/"}).canonical("s:usable")
        'stat:usable'
        """
        if self._is_usual:
            return code
        if " " in code:
            return " ".join(map(self.canonical, code.split()))
        alias, colon, rest = code.partition(":")
        scheme = self._declared.get(alias)
        if scheme is None or not colon:
            return code
        known = _aliases().get(scheme)
        return f"{scheme}{rest}" if known is None else f"{known}:{rest}"

    def iri(self, code: str) -> str | None:
        """Return the IRI of a code; ``None`` where nobody says what its alias stands for.

        >>> Codes({}).iri("ninat:text"), Codes({}).iri("x:y")
        ('http://cv.iptc.org/newscodes/ninature/text', None)
        """
        alias, colon, rest = code.partition(":")
        scheme = self._declared.get(alias) or _official().get(alias) or _OURS.get(alias)
        return scheme + rest if scheme and colon else None

    def take(self, given: dict[str, str], name: str) -> str | None:
        """Take a code out of attributes; its twin holds the IRI of a code (``rel``, ``reluri``)."""
        code = given.pop(name, None)
        if code is not None:
            return code if self._is_usual else self.canonical(code)
        iri = given.pop("uri" if name == "qcode" else f"{name}uri", None)
        return None if iri is None else of_iri(iri)


def of_iri(iri: str) -> str:
    """Return the code of an IRI; the IRI itself where no scheme that we know is its beginning.

    >>> of_iri("http://cv.iptc.org/newscodes/genre/Press_Release"), of_iri("urn:x:y")
    ('genre:Press_Release', 'urn:x:y')
    """
    cut = max(iri.rfind("/"), iri.rfind("#")) + 1
    alias = _aliases().get(iri[:cut])
    return iri if alias is None else f"{alias}:{iri[cut:]}"


def codes_of(item: etree._Element) -> Codes:
    """Return the codes of an item, by the aliases that it declares itself."""
    declared: dict[str, str] = {}
    for catalog in item.iterchildren(CATALOG):
        for scheme in catalog.iterchildren(_SCHEME):
            alias, uri = scheme.get("alias"), scheme.get("uri")
            if alias and uri:
                declared.setdefault(alias, uri)
    return Codes(declared)
