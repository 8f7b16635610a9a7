"""What of foreign html has no place in a canonical body."""

from __future__ import annotations

import re
from functools import lru_cache
from html import escape

from archive.body import canonical_html
from archive.html_tokens import Token, tokens

_ATTRIBUTE = re.compile(r' ([a-z]+="[^"]*")')


def lost(html: str, kept: str) -> str:
    """Return a list of the elements and attributes of ``html`` that ``kept``, made of it, lacks.

    >>> lost('<p class="x">a<img src="b"/><a href="/c">d</a></p>', "<p>ad</p>")
    'a[href], img[src], p[class]'
    """
    finder = _Finder(frozenset(_ATTRIBUTE.findall(kept)))
    for token in tokens(html):
        finder.take(token)
    return ", ".join(sorted(finder.found))


class _Finder:
    """Collects what is lost of the html that it is fed."""

    def __init__(self, kept: frozenset[str]) -> None:
        self.found: set[str] = set()
        self._kept = kept
        self._silent: list[str] = []  # open elements that are dropped with all they hold

    def take(self, token: Token) -> None:
        """Look at what comes next."""
        if token.kind == "open":
            self._open(token)
        elif token.kind == "close":
            self._close(token.said)
        elif token.kind == "text":
            if self._silent and token.said.strip():
                self.found.add(self._silent[0])
        elif token.said.startswith("<![") or (token.kind == "comment" and token.said.strip()):
            self.found.add(token.kind)

    def _open(self, token: Token) -> None:
        tag = token.said
        for name, value in token.attributes.items():
            said = escape(" ".join(value.split()), quote=False).replace('"', "&quot;")
            if said and f'{name.removeprefix("xml:")}="{said}"' not in self._kept:
                self.found.add(f"{tag}[{name}]")
        if _is_silent(tag) and not token.is_empty:
            self._silent.append(tag)

    def _close(self, tag: str) -> None:
        if tag in self._silent:
            while self._silent.pop() != tag:
                pass


@lru_cache(maxsize=256)
def _is_silent(tag: str) -> bool:
    """Return whether the text of an element is left out of the canonical form."""
    return "?" not in canonical_html(f"<{tag}>?</{tag}>")
