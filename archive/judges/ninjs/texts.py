"""N018 and N019: a count that is not that of the text, and a text with a program in it."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator

from archive.findings import Finding, finding
from archive.html_tokens import tokens
from archive.judges.ninjs.folded import Folded, Where
from archive.positions import pointer

_ACTIVE = frozenset({"script", "iframe", "object", "embed", "applet"})
_ADDRESSES = ("href", "src", "action", "formaction", "xlink:href", "data")
_ASIDE = frozenset({"head", "title", "figure", "figcaption", "caption", "media"})
"""Elements of HTML and NITF whose text may count or not."""
_BLANK = re.compile(r"[\x00-\x20]+")
_WITHOUT_SPACES = re.compile(
    "[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff"
    "\U00020000-\U0003ffff]"
)
"""Scripts of Thai, Lao, Burmese, Khmer, Japanese and Chinese, which do not part words."""
_FREELY = 0.1
"""How far a count may be off: nobody says whether blanks, captions and markup count."""
_MORE = 5


def findings(item: Folded) -> Iterator[Finding]:
    """Yield what is wrong with the texts of an item."""
    for value, where in _with_markup(item):
        if active := _active(value):
            yield finding("N019", pointer(where), found=active)
    for body in item.members("bodies"):
        text = body.text("value")
        yield from _counts(body, [] if text is None else [text])
    yield from _counts(item, [value for _, value, _ in item.beginning("body_")])


def _with_markup(item: Folded) -> Iterator[tuple[str, Where]]:
    """Yield the texts of any version that do not say that they are plain."""
    for name in ("bodies", "descriptions", "headlines"):
        for one in item.members(name):
            text = one.text("value")
            said = (one.text("contenttype") or "").lower()
            if text is not None and not said.startswith("text/plain"):
                yield text, one.get("value")[1]
    for name, text, where in item.beginning("body_", "description_", "headline_"):
        if not name.endswith("_text"):
            yield text, where


def _active(html: str) -> str:
    """Return the first thing in html that would run, or nothing."""
    if "<" not in html:
        return ""
    for token in tokens(html):
        if token.kind == "open":
            if token.said in _ACTIVE:
                return f"<{token.said}>"
            for name, value in token.attributes.items():
                if name.startswith("on"):
                    return name
                if name in _ADDRESSES and _is_script(value):
                    return f"{name}=javascript:"
    return ""


def _is_script(address: str) -> bool:
    return _BLANK.sub("", address[:64]).lower().startswith("javascript:")


def _counts(holder: Folded, texts: list[str]) -> Iterator[Finding]:
    """Yield counts that fit none of the texts, which are forms of one."""
    for name in ("charcount", "wordcount"):
        count, where = holder.get(name)
        if not texts or type(count) not in (int, float) or count < 0:
            continue
        ranges = [_range(name, text) for text in texts]
        if not any(least <= count <= most for least, most in ranges):
            least, most = ranges[0]
            variant = "words" if name == "wordcount" else ""
            yield finding(
                "N018", pointer(where), variant=variant, found=str(count), least=least, most=most
            )


def _range(name: str, text: str) -> tuple[int, int]:
    """Return the least and the most that may be said of a text, however one counts."""
    read, counted = _read(text)
    if name == "wordcount":
        least, most = len(counted.split()), len(read.split())
        if _WITHOUT_SPACES.search(read):
            most = len("".join(read.split()))
    else:
        least, most = len("".join(counted.split())), len(text.encode("utf-16-le")) // 2
    return math.floor(least * (1 - _FREELY)) - _MORE if least > _MORE else min(least, 1), (
        math.ceil(most * (1 + _FREELY)) + _MORE
    )


def _read(text: str) -> tuple[str, str]:
    """Return what stands in a text, and the same without what belongs to no text."""
    if "<" not in text:
        return text, text
    read: list[str] = []
    counted: list[str] = []
    aside = 0
    for token in tokens(text):
        if token.kind == "text":
            read.append(token.said)
            if not aside:
                counted.append(token.said)
            continue
        read.append(" ")
        counted.append(" ")
        if token.said in _ASIDE and not token.is_empty:
            aside = max(0, aside + (1 if token.kind == "open" else -1))
    return "".join(read), "".join(counted)
