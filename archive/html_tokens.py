"""Foreign html → its tags and texts, as browsers see them (HTML Standard, section 13.2.5).

Our own, because the parser of the standard library takes time that grows with the square of some
inputs, and reads some differently from one patch release to the next: then one source would give
different bytes on different machines. What never ends is text here; nothing is dropped for it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape
from typing import Literal, NamedTuple

Kind = Literal["open", "close", "text", "comment", "declaration"]

_WORDLESS = frozenset(
    {"script", "style", "xmp", "iframe", "noembed", "noframes", "textarea", "title"}
)
"""Elements that hold no tags: only their own end tag ends them."""
_BLANK = r"[ \t\n\r\f]"
_MARKUP = re.compile(r"<(?=[A-Za-z/!?])")
"""What begins a tag or a comment; any other ``<`` is text."""
_TAG = re.compile(r"<(/?)([A-Za-z][^ \t\n\r\f/>]*+)")
_ATTRIBUTE = re.compile(
    rf"(?:{_BLANK}|/)*+(?:(?P<end>>)|(?P<name>=?[^ \t\n\r\f/>=]*+)"
    rf"(?:{_BLANK}*+={_BLANK}*+"
    r"""(?:"(?P<double>[^"]*+)"|'(?P<single>[^']*+)'"""
    r"""|(?P<bare>[^ \t\n\r\f>"'][^ \t\n\r\f>]*+)?))?)"""
)
_COMMENT_END = re.compile(r"--!?>")


class Token(NamedTuple):
    """A tag with its name in small letters, a text without entities, or something to pass over."""

    kind: Kind
    said: str
    attributes: dict[str, str]
    is_empty: bool
    """Whether a tag ends itself (``<br/>``)."""
    end: int
    """The offset behind it."""


def tokens(html: str) -> Iterator[Token]:
    """Yield what stands in html, in order; an attribute that is given twice counts once.

    >>> [(one.kind, one.said) for one in tokens("<P>a &amp; b<!-- c --></p>")]
    [('open', 'p'), ('text', 'a & b'), ('comment', ' c '), ('close', 'p')]
    """
    at = 0
    while at < len(html):
        markup = _MARKUP.search(html, at)
        start = markup.start() if markup else len(html)
        if start > at:
            yield _text(html, at, start)
            at = start
            continue
        token = _marked(html, at)
        yield token
        at = token.end
        if token.kind == "open" and token.said in _WORDLESS and not token.is_empty:
            closing = re.compile(rf"</{token.said}(?={_BLANK}|[/>])", re.IGNORECASE)
            found = closing.search(html, at)
            at = found.start() if found else len(html)
            yield Token("text", html[token.end : at], {}, is_empty=False, end=at)


def _text(html: str, at: int, end: int) -> Token:
    return Token("text", unescape(html[at:end]), {}, is_empty=False, end=end)


def _marked(html: str, at: int) -> Token:
    """Return the tag, comment or declaration that begins at an offset."""
    if tag := _TAG.match(html, at):
        return _tag(html, tag)
    if html.startswith("<!--", at):
        # "<!-->" is a whole comment.
        found = _COMMENT_END.search(html, at + 2)
        said = html[at + 4 : max(found.start(), at + 4) if found else len(html)]
        return Token("comment", said, {}, is_empty=False, end=found.end() if found else len(html))
    ending = "]]>" if html.startswith("<![CDATA[", at) else ">"
    found_at = html.find(ending, at)
    end = len(html) if found_at < 0 else found_at + len(ending)
    return Token("declaration", html[at:end], {}, is_empty=False, end=end)


def _tag(html: str, tag: re.Match[str]) -> Token:
    """Return a tag; one that never ends is text, as is all behind it."""
    attributes: dict[str, str] = {}
    at = tag.end()
    while (found := _ATTRIBUTE.match(html, at)) and found.end() > at:
        at = found.end()
        if found["end"]:
            kind: Kind = "close" if tag[1] else "open"
            is_empty = found[0].endswith("/>")
            return Token(kind, tag[2].lower(), attributes, is_empty=is_empty, end=at)
        value = found["double"] or found["single"] or found["bare"] or ""
        attributes.setdefault(found["name"].lower(), unescape(value))
    return _text(html, tag.start(), len(html))
