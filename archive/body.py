"""The body of a release: its canonical forms, and the plain text that spans count in.

``text``: paragraphs joined by exactly one blank line, a single line feed inside a paragraph is a
line break; no outer white space, no carriage return.

``html``: an XHTML fragment. Blocks are ``p h2 h3 h4``, ``ul ol`` of ``li``, ``blockquote`` of
blocks and ``table`` of ``caption? thead? tbody`` with rows of ``th td``. ``p``, headings,
``caption`` and cells hold inlines only (``a[href] em strong br sub sup abbr[title]
span[lang dir]``); an ``li`` holds inlines and lists. No white space between blocks, attributes
sorted, no entity but ``&amp; &lt; &gt; &quot;``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from archive.html_tokens import tokens

HEADINGS = ("h2", "h3", "h4")
LEAVES = frozenset({"p", *HEADINGS, "li", "caption", "th", "td"})
"""Elements whose own text makes up the plain text."""
INLINES = frozenset({"a", "em", "strong", "sub", "sup", "abbr", "span"})
_RENAMED = {
    "b": "strong", "i": "em", "cite": "em", "h1": "h2", "h5": "h4", "h6": "h4", "dt": "p",
    "dd": "p", "figcaption": "p", "pre": "p", "address": "p", "acronym": "abbr", "menu": "ul",
    "div": "p", "section": "p", "article": "p", "main": "p", "header": "p", "footer": "p",
    "aside": "p", "figure": "p", "center": "p", "nav": "p", "form": "p", "fieldset": "p",
    "details": "p", "summary": "p", "dl": "p", "hgroup": "p", "body": "p", "hr": "p",
    "tfoot": "tbody",
}  # fmt: skip
_SILENT = frozenset(
    {"script", "style", "head", "template", "noscript", "iframe", "object", "applet",
     "svg", "math", "canvas", "select", "textarea", "title", "xmp", "noembed", "noframes",
     "audio", "video", "button", "datalist"}
)  # fmt: skip
"""Elements that are dropped with all they hold: nothing a reader of the page reads."""
_VOID = frozenset({"embed", "img", "input", "meta", "link", "base", "hr", "br", "wbr", "col"})
_LISTS = frozenset({"ul", "ol"})
_TABLE_PARTS = ("table", "thead", "tbody", "tr")
_FORMATTING = frozenset({"a", "em", "strong"})
"""Inlines that go on in the next block when they are left open (HTML Standard, 13.2.4.3)."""
_CELLS = frozenset({"</th>", "</td>", "</caption>"})
"""How blocks end that hold running text only, whatever stands in them."""
_MOST_INLINES = 8
_MOST_CONTAINERS = 40
_ADDRESS = re.compile(
    r"(?:https?://|mailto:|tel:)[^\s<>\"{}|\\^`\x00-\x20\x7f-\x9f\ud800-\udfff\ufffe\uffff]+\Z",
    re.IGNORECASE,
)
_LANGUAGE = re.compile(r"[A-Za-z]{2,8}(?:-[A-Za-z0-9]{1,8})*\Z")
_SPACES = re.compile(r"[ \t\n\r\f]+")
_BLANK_LINES = re.compile(r"\n{3,}")
_TOKEN = re.compile(r"<[^<>]+>|[^<]+")  # a set of two takes thrice as long as all but one
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
"""What XML cannot carry or forbids; carriage return and form feed are white space before."""
_LINE_ENDS = (
    ("\r", "\n"), ("\v", "\n"), ("\x85", "\n"), ("\u2028", "\n"),
    ("\f", "\n\n"), ("\u2029", "\n\n"),
)  # fmt: skip


class Piece(NamedTuple):
    """A part of a canonical html body: a tag as it stands, or text with its place.

    ``start`` is the offset of ``text`` in the plain text; -1 for a tag.
    """

    markup: str
    text: str
    start: int


def plain_text(format: str, text: str) -> str:
    r"""Return the plain text of a canonical body; spans and ``articleBody`` count in it.

    >>> plain_text("html", "<h2>A</h2><p>b &amp; <em>c</em><br/>d</p><ul><li>e</li></ul>")
    'A\n\nb & c\nd\n\ne'
    """
    if format == "text":
        return text
    return "".join(piece for piece, _, _ in _walk(text))


def pieces(html: str) -> Iterator[Piece]:
    """Yield the tags and texts of a canonical html body in order.

    What the plain text adds between them (blank lines, tabs) belongs to no piece; the line
    feed of a ``br`` neither.
    """
    offset = 0
    for said, markup, own in _walk(html):
        if markup:
            yield Piece(markup, "", -1)
        elif own:
            yield Piece("", said, offset)
        offset += len(said)


def _walk(html: str) -> Iterator[tuple[str, str, bool]]:
    """Yield (plain text, tag, whether the text stands in the body) for each token.

    Texts of one leaf are joined; before a leaf's first text comes what parts it from the
    text before: a blank line, or a tab for each cell of the row that is passed.
    """
    has_begun = False
    is_first_cell = True
    parted = ""  # what stands before the next text or line feed
    for match in _TOKEN.finditer(html):
        token = match[0]
        if token[0] != "<":
            for said in filter(None, token.split(">")):  # a lone one stands in no canonical html
                if parted:
                    yield parted, "", False
                yield _unescaped(said), "", True
                parted, has_begun = "", True
            continue
        name = "" if token[1] == "/" else _name(token)
        if name in ("th", "td"):
            parted += "" if is_first_cell else "\t"
            is_first_cell = False
        elif name in LEAVES or name == "tr":
            parted = "\n\n" if has_begun else ""
            is_first_cell = True
        elif name == "br":
            yield parted + "\n", "", False
            parted = ""
        yield "", token, False


def _name(tag: str) -> str:
    return tag.strip("</>").partition(" ")[0]


def _unescaped(text: str) -> str:
    if "&" not in text:
        return text
    for entity, character in (("&lt;", "<"), ("&gt;", ">"), ("&quot;", '"'), ("&amp;", "&")):
        text = text.replace(entity, character)
    return text


def is_canonical(format: str, text: str) -> bool:
    """Return whether a body stands in the canonical form of its format."""
    if format == "text":
        return _is_canonical_text(text)
    return canonical_html(text) == text


def _is_canonical_text(text: str) -> bool:
    if "\r" in text or "\u2028" in text or "\u2029" in text:
        return False
    before = ""  # an empty line stands neither first nor behind another one
    for line in text.split("\n"):
        if line:
            if line[0] in " \t" or line[-1] in " \t":
                return False
        elif not before:
            return False
        before = line
    return bool(before)


def canonical_text(text: str) -> str:
    r"""Return a text in canonical form; a form feed parts paragraphs, no character joins words.

    >>> canonical_text(" Satu \r\n \n\n\nDua\nTiga\n")
    'Satu\n\nDua\nTiga'
    """
    unified = text.replace("\r\n", "\n")
    for character, breaks in _LINE_ENDS:
        unified = unified.replace(character, breaks)
    lines = (line.strip(" \t") for line in _FORBIDDEN.sub("", unified).split("\n"))
    return _BLANK_LINES.sub("\n\n", "\n".join(lines)).strip("\n")


def canonical_html(html: str) -> str:
    """Return foreign html in canonical form; safe by construction.

    Scripts, styles and other silent elements go with all they hold, unknown elements leave
    their text, mis-nesting is repaired as browsers do it, loose text becomes paragraphs.

    >>> canonical_html('<div onclick="x()">Satu <b>dua</div>tiga</b> empat<script>x</script>')
    '<p>Satu <strong>dua</strong></p><p><strong>tiga</strong> empat</p>'
    """
    builder = _Builder()
    silence = _Silence(html)
    for token in tokens(html):
        name = _RENAMED.get(token.said, token.said)
        if silence.covers(token.kind, name, token.end):
            continue
        if token.kind == "text":
            builder.say(token.said)
        elif token.kind == "open":
            builder.start(name, token.attributes)
            if token.is_empty and name not in _VOID:
                builder.end(name)
        elif token.kind == "close":
            builder.end(name)
    return builder.result()


class _Silence:
    """Knows which part of html is dropped; an element that never ends is not waited for."""

    def __init__(self, html: str) -> None:
        self._html = html
        self._name = ""
        self._depth = 0
        self._last_endings: dict[str, int] = {}

    def covers(self, kind: str, name: str, end: int) -> bool:
        """Return whether a token, which ends at an offset, is dropped."""
        if not self._name:
            if kind == "open" and name in _SILENT and end <= self._last_ending(name):
                self._name, self._depth = name, 1
            return kind == "open" and name in _SILENT
        if name == self._name and kind in ("open", "close"):
            self._depth += 1 if kind == "open" else -1
            if not self._depth:
                self._name = ""
        return True

    def _last_ending(self, name: str) -> int:
        if name not in self._last_endings:
            self._last_endings[name] = self._html.lower().rfind(f"</{name}")
        return self._last_endings[name]


@dataclass(slots=True)
class _Leaf:
    """A block of running text that is being written, with its open inlines."""

    opening: str
    closing: str
    is_loose: bool = False
    parts: list[str] = field(default_factory=list)
    inlines: list[str] = field(default_factory=list)
    breaks: int = 0
    """Line breaks that count only if text follows."""
    has_space: bool = False
    """White space that counts only if text follows, and no line break."""
    said: bool = False


@dataclass(frozen=True, slots=True)
class _Inline:
    """An inline in force; ``depth`` is that of the block that it was opened in."""

    name: str
    opening: str
    depth: int


class _Builder:
    """Writes the canonical form, tag by tag."""

    def __init__(self) -> None:
        self._out: list[str] = []
        self._open: list[str] = []  # containers: blockquote ul ol li table thead tbody tr
        self._leaf: _Leaf | None = None
        self._inlines: list[_Inline] = []

    def start(self, tag: str, attributes: Mapping[str, str]) -> None:
        """Take an opening tag."""
        if tag == "br":
            self._break()
        elif tag in INLINES:
            self._inline(tag, attributes)
        elif tag in LEAVES:
            self._start_leaf(tag, attributes)
        elif tag in _LISTS or tag in ("blockquote", "table", "thead", "tbody", "tr"):
            self._start_container(tag, attributes)

    def end(self, tag: str) -> None:
        """Take a closing tag; one that closes nothing is passed over."""
        if tag in INLINES:
            self._end_inline(tag)
        elif tag in ("p", *HEADINGS) and self._is_undivided():
            self._part()
        elif tag in LEAVES and tag != "li":
            self._end_leaf()
        elif tag in self._open:
            self._end_leaf()
            while self._close() != tag:
                pass

    def say(self, data: str) -> None:
        """Take text."""
        text = _SPACES.sub(" ", _FORBIDDEN.sub("", data))
        if text.strip(" "):
            self._say(text)
        elif text and self._leaf is not None:
            self._leaf.has_space = True

    def result(self) -> str:
        """Return what was written, with everything closed."""
        self._end_leaf()
        while self._open:
            self._close()
        return "".join(self._out)

    # inline content

    def _say(self, text: str) -> None:
        leaf = self._leaf or self._loose()
        if leaf.said:
            leaf.parts.append("<br/>" * leaf.breaks)
            if not leaf.breaks and (leaf.has_space or text[0] == " "):
                leaf.parts.append(" ")
        for inline in self._inlines[len(leaf.inlines) :]:
            leaf.parts.append(inline.opening)
            leaf.inlines.append(inline.name)
        leaf.parts.append(_escaped(text.strip(" ")))
        leaf.said = True
        leaf.breaks, leaf.has_space = 0, text[-1] == " "

    def _break(self) -> None:
        if self._leaf is not None and self._leaf.said:
            self._leaf.breaks += 1

    def _part(self) -> None:
        """Begin a new line where a paragraph would, in a block that holds none."""
        if self._leaf is not None and self._leaf.said:
            self._leaf.breaks = max(self._leaf.breaks, 1)

    def _is_undivided(self) -> bool:
        """Return whether the block that is open holds no other blocks: a cell, or an ``li``."""
        return self._is_cell() or (bool(self._open) and self._open[-1] == "li")

    def _is_cell(self) -> bool:
        return self._leaf is not None and self._leaf.closing in _CELLS

    def _inline(self, tag: str, attributes: Mapping[str, str]) -> None:
        opening = _opening(tag, attributes)
        if opening and tag == "a":
            self._end_inline("a")
        if opening and len(self._inlines) < _MOST_INLINES:
            is_in_leaf = self._leaf is not None and not self._leaf.is_loose
            self._inlines.append(_Inline(tag, opening, len(self._open) + is_in_leaf))

    def _end_inline(self, tag: str) -> None:
        """End the innermost inline of that name, and open those inside it anew."""
        names = [inline.name for inline in self._inlines]
        if tag not in names:
            return
        keep = len(names) - 1 - names[::-1].index(tag)
        del self._inlines[keep]
        if self._leaf is not None:
            self._close_inlines(self._leaf, keep)

    @staticmethod
    def _close_inlines(leaf: _Leaf, keep: int) -> None:
        while len(leaf.inlines) > keep:
            leaf.parts.append(f"</{leaf.inlines.pop()}>")

    def _leave_block(self, *, with_formatting: bool) -> None:
        """Forget inlines of a block that has ended; formatting goes on behind all but cells."""
        self._inlines = [
            inline
            for inline in self._inlines
            if inline.depth <= len(self._open)
            or (inline.name in _FORMATTING and not with_formatting)
        ]

    # blocks

    def _loose(self) -> _Leaf:
        """Begin the block that loose text stands in."""
        inside = self._open[-1] if self._open else ""
        if inside in _LISTS:
            self._enter("li", "<li>")
            inside = "li"
        self._leave_table()
        self._leaf = _Leaf("", "") if inside == "li" else _Leaf("<p>", "</p>", is_loose=True)
        return self._leaf

    def _start_leaf(self, tag: str, attributes: Mapping[str, str]) -> None:
        if tag == "caption":
            self._end_leaf()
            if not (self._out and _is_opening(self._out[-1], "table")):
                tag = "p"
        if (tag in ("p", *HEADINGS) and self._is_undivided()) or (tag == "li" and self._is_cell()):
            self._part()
            return
        self._end_leaf()
        if tag == "li":
            self._start_item(attributes)
            return
        if tag in ("th", "td"):
            self._within("tr")
        elif tag != "caption":
            self._leave_table()
            self._leave_lists()
        self._leaf = _Leaf(_opening(tag, attributes), f"</{tag}>")

    def _start_item(self, attributes: Mapping[str, str]) -> None:
        self._leave_table()
        if any(name in _LISTS for name in self._open):
            while self._open[-1] not in _LISTS:
                self._close()
        else:
            self._enter("ul", "<ul>")
        self._enter("li", _opening("li", attributes))

    def _start_container(self, tag: str, attributes: Mapping[str, str]) -> None:
        if tag in ("ul", "ol", "blockquote") and self._is_cell():
            self._part()
            return
        self._end_leaf()
        if tag in ("thead", "tbody", "tr"):
            self._within({"tr": "tbody"}.get(tag, "table"))
        elif tag in _LISTS:
            self._leave_table()
            if self._open and self._open[-1] in _LISTS:
                self._enter("li", "<li>")
        else:
            self._leave_table()
            self._leave_lists()
        if tag == "thead" and not self._is_at_head_of_table():
            tag = "tbody"
        if len(self._open) < _MOST_CONTAINERS:
            self._enter(tag, _opening(tag, attributes))

    def _is_at_head_of_table(self) -> bool:
        return self._out[-1] == "</caption>" or _is_opening(self._out[-1], "table")

    def _within(self, parent: str) -> None:
        """Make ``parent`` (table, tbody or tr) the innermost container."""
        inside = ("thead", "tbody") if parent == "tbody" else (parent,)
        if self._table_has(inside):
            while self._open[-1] not in inside:
                self._close()
            return
        chain = ("table", "tbody", "tr")
        for name in chain[: chain.index(parent) + 1]:
            known = ("thead", "tbody") if name == "tbody" else (name,)
            if not self._table_has(known):
                if name == "table":
                    self._leave_lists()
                self._enter(name, f"<{name}>")

    def _table_has(self, names: tuple[str, ...]) -> bool:
        """Return whether the table that is open, if one is, has one of these parts open."""
        for name in reversed(self._open):
            if name in names or name not in _TABLE_PARTS:
                return name in names
        return False

    def _leave_table(self) -> None:
        while self._open and self._open[-1] in _TABLE_PARTS:
            self._close()

    def _leave_lists(self) -> None:
        while self._open and self._open[-1] in ("li", "ul", "ol"):
            self._close()

    def _enter(self, name: str, opening: str) -> None:
        """Open a container; a second ``tbody`` goes on with the first."""
        self._open.append(name)
        if name == "tbody" and self._out[-1] == "</tbody>":
            self._out.pop()
        else:
            self._out.append(opening)

    def _close(self) -> str:
        """Close the innermost container; one that holds nothing leaves nothing."""
        name = self._open.pop()
        self._leave_block(with_formatting=False)
        if _is_opening(self._out[-1], name):
            self._out.pop()
        else:
            self._out.append(f"</{name}>")
        return name

    def _end_leaf(self) -> None:
        leaf, self._leaf = self._leaf, None
        if leaf is None:
            return
        self._close_inlines(leaf, 0)
        if leaf.said or leaf.closing in ("</td>", "</th>"):
            self._out += [leaf.opening, *leaf.parts, leaf.closing] if leaf.opening else leaf.parts
        if not leaf.is_loose:
            self._leave_block(with_formatting=leaf.closing in _CELLS)


def _is_opening(markup: str, name: str) -> bool:
    """Return whether a piece of markup opens an element of that name; text never does."""
    return markup.startswith(f"<{name}") and _name(markup) == name


def _opening(tag: str, given: Mapping[str, str]) -> str:
    """Return the opening tag with the attributes that are allowed, or nothing if it needs one."""
    if not given:
        return "" if tag in ("a", "abbr", "span") else f"<{tag}>"
    kept = {}
    if tag == "a":
        address = given.get("href", "").strip()
        if not _ADDRESS.match(address):
            return ""
        kept["href"] = address
    if tag == "abbr":
        title = _SPACES.sub(" ", _FORBIDDEN.sub("", given.get("title", ""))).strip()
        if not title:
            return ""
        kept["title"] = title
    kept |= _language_and_direction(tag, given)
    if tag == "span" and not kept:
        return ""
    attributes = "".join(f' {name}="{_quoted(kept[name])}"' for name in sorted(kept))
    return f"<{tag}{attributes}>"


def _language_and_direction(tag: str, given: Mapping[str, str]) -> dict[str, str]:
    if tag in INLINES and tag != "span":
        return {}
    kept = {}
    language = (given.get("lang") or given.get("xml:lang") or "").strip()
    if _LANGUAGE.match(language):
        kept["lang"] = language
    if (direction := given.get("dir", "").strip().lower()) in ("ltr", "rtl"):
        kept["dir"] = direction
    return kept


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def _quoted(text: str) -> str:
    return _escaped(text).replace('"', "&quot;")
