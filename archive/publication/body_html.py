"""The body of a release as HTML of its page: what the record holds, and nothing a page must not."""

from __future__ import annotations

import re

from archive.body import canonical_html
from archive.publication.markup import quoted, safe

_BLOCKS = "p|h[234]|ul|ol|li|blockquote|table|thead|tbody|tr|caption"
_TAG = re.compile(
    rf"</?(?:{_BLOCKS}|th|td|em|strong|sub|sup|abbr|span|a)>"
    rf"|<(?:{_BLOCKS}|th|td|span)(?: (?:dir=\"(?:ltr|rtl)\"|lang=\"[A-Za-z0-9-]+\"))+>"
    r"|<abbr title=\"[^\"<>]*\">"
    r"|<a href=\"(?:https?://|mailto:|tel:)[^\"<>\s]*\">"
    r"|<br/>",
    re.IGNORECASE,
)
"""Every tag that a canonical body may hold (``archive.body``)."""
_MARKUP = re.compile(r"<[^<>]*>?|>")
_TO_CHANGE = re.compile(r"<(/?)(h[234]|th|thead|table)\b([^>]*)>")


def of_text(text: str) -> bytes:
    r"""Return plain text as paragraphs in UTF-8; a line feed inside one is a line break.

    >>> of_text("a < b\nc\n\nd")
    b'<p>a &lt; b<br>c</p><p>d</p>'
    """
    # A text whose JSON was made keeps its UTF-8: to change that takes half as long as the text.
    inside = safe(text).encode().replace(b"\n", b"<br>").replace(b"<br><br>", b"</p><p>")
    return b"<p>%b</p>" % inside


def of_html(html: str, table_label: str) -> str:
    """Return a canonical html body as it can stand in a page, below its ``h1``.

    Headings follow one another without a gap, header cells say what they head, and tables can
    be scrolled by keyboard. A body that is not canonical is made so first: no other tag and no
    other address gets into a page.
    """
    if not _is_safe(html):
        html = canonical_html(html)
    html = html.replace("<br/>", "<br>")
    if "<h" not in html and "<ta" not in html:
        return html
    return _TO_CHANGE.sub(_Changes(table_label).change, html)


def _is_safe(html: str) -> bool:
    return all(_TAG.fullmatch(tag) for tag in _MARKUP.findall(html))


class _Changes:
    """Changes the tags of headings and tables, from the first to the last of a body."""

    def __init__(self, table_label: str) -> None:
        label = quoted(table_label)
        self._scroll = f'<div class="scroll" role="group" aria-label="{label}" tabindex="0">'
        self._levels: list[int] = []
        """Of the headings that the present one stands below, itself the last."""
        self._is_in_head = False

    def change(self, match: re.Match[str]) -> str:
        """Return what stands in place of a tag."""
        closing, name, rest = match.groups()
        if name[1:].isdigit():
            return self._heading(closing, int(name[1:]), rest)
        if name == "th":
            scope = "col" if self._is_in_head else "row"
            return match[0] if closing else f'<th scope="{scope}"{rest}>'
        if name == "thead":
            self._is_in_head = not closing
            return match[0]
        if closing:
            return "</table></div>"
        return f"{self._scroll}<table{rest}>"

    def _heading(self, closing: str, level: int, rest: str) -> str:
        if not closing:
            while self._levels and self._levels[-1] >= level:
                self._levels.pop()
            self._levels.append(level)
        return f"<{closing}h{1 + len(self._levels)}{rest}>"
