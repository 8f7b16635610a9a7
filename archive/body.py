"""The body of a release: its canonical forms, and the plain text that spans count in.

``text``: paragraphs joined by exactly one blank line, a single line feed inside a paragraph is a
line break; no outer white space, no carriage return.

``html``: an XHTML fragment. Blocks are ``p h2 h3 h4``, ``ul ol`` of ``li``, ``blockquote`` of blocks
and ``table`` of ``caption? thead? tbody`` with rows of ``th td``. ``p``, headings, ``caption`` and cells
hold inlines only (``a[href] em strong br sub sup abbr[title] span[lang dir]``); an ``li`` holds
inlines, then perhaps lists. No white space between blocks, attributes sorted, no entity but
``&amp; &lt; &gt; &quot;``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser

HEADINGS = ("h2", "h3", "h4")
LEAVES = frozenset({"p", *HEADINGS, "li", "caption", "th", "td"})
"""Elements whose own text makes up the plain text."""
INLINES = frozenset({"a", "em", "strong", "sub", "sup", "abbr", "span"})
_RENAMED = {
    "b": "strong", "i": "em", "cite": "em", "h1": "h2", "h5": "h4", "h6": "h4", "dt": "p",
    "dd": "p", "figcaption": "p", "pre": "p", "address": "p", "acronym": "abbr", "menu": "ul",
    "div": "p", "section": "p", "article": "p", "main": "p", "header": "p", "footer": "p",
    "aside": "p", "figure": "p", "center": "p", "nav": "p", "form": "p", "fieldset": "p",
    "details": "p", "summary": "p", "dl": "p", "hgroup": "p", "body": "p", "hr": "p", "tfoot": "tbody",
}  # fmt: skip
_SILENT = frozenset(
    {"script", "style", "head", "template", "noscript", "iframe", "object", "embed", "applet",
     "svg", "math", "canvas", "select", "textarea", "title", "xmp", "noembed", "noframes",
     "audio", "video", "button", "datalist"}
)  # fmt: skip
"""Elements that are dropped with all they hold: nothing a reader of the page reads."""
_VOID = frozenset({"embed", "img", "input", "meta", "link", "base", "hr", "br", "wbr", "col"})
_LISTS = frozenset({"ul", "ol"})
_ADDRESS = re.compile(r"(?:https?://|mailto:|tel:)[^\s<>\"{}|\\^`\x00-\x20]+\Z", re.IGNORECASE)
_LANGUAGE = re.compile(r"[A-Za-z]{2,8}(?:-[A-Za-z0-9]{1,8})*\Z")
_SPACES = re.compile(r"[ \t\n\r\f]+")
_BLANK_LINES = re.compile(r"\n[ \t]*(?:\n[ \t]*)+")
_TOKEN = re.compile(r"<[^<>]+>|[^<>]+")
_FORBIDDEN = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")


@dataclass(frozen=True, slots=True)
class Piece:
    """A part of a canonical html body: a tag as it stands, or text with its place.

    ``start`` is the offset of ``text`` in the plain text; -1 for a tag.
    """

    markup: str
    text: str
    start: int


def plain_text(format: str, text: str) -> str:
    """Return the plain text of a canonical body; spans and ``articleBody`` count in it.

    >>> plain_text("html", "<h2>A</h2><p>b &amp; <em>c</em><br/>d</p><ul><li>e</li></ul>")
    'A\\n\\nb & c\\nd\\n\\ne'
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
    leaf before: a blank line, or a tab between the cells of a row.
    """
    started = False  # some leaf has begun already
    parted = ""  # what stands before the next text or line feed
    for token in _TOKEN.findall(html):
        if token[0] != "<":
            if parted:
                yield parted, "", False
                parted = ""
            yield _unescaped(token), "", True
            continue
        name = _name(token)
        if name in LEAVES and token[1] != "/":
            parted = _before(name, parted, started=started)
            started = True
        elif name == "tr" and token[1] != "/":
            parted = "\n\n" if started else ""
            started = False
        if name == "br":
            yield parted + "\n", "", False
            parted = ""
        yield "", token, False


def _before(name: str, parted: str, *, started: bool) -> str:
    if name in ("th", "td"):
        return parted + ("\t" if started else "")
    return "\n\n" if started or parted else ""


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
    """Return a text in canonical form.

    >>> canonical_text(" Satu \\r\\n \\n\\n\\nDua\\nTiga\\n")
    'Satu\\n\\nDua\\nTiga'
    """
    unified = text.replace("\r\n", "\n").replace("\r", "\n").replace("\u2028", "\n")
    unified = _FORBIDDEN.sub("", unified.replace("\u2029", "\n\n"))
    lines = (line.strip(" \t") for line in unified.split("\n"))
    return _BLANK_LINES.sub("\n\n", "\n".join(lines)).strip("\n")


def canonical_html(html: str) -> str:
    """Return foreign html in canonical form; safe by construction.

    Scripts, styles and other silent elements go with all they hold, unknown elements leave
    their text, mis-nesting is repaired, loose text becomes paragraphs.

    >>> canonical_html('<div onclick="x()">Satu<b>dua</div>tiga<script>x</script>')
    '<p>Satu<strong>dua</strong></p><p>tiga</p>'
    """
    builder = _Builder()
    builder.feed(html)
    builder.close()
    return builder.result()


@dataclass(slots=True)
class _Leaf:
    """A block of running text that is being written, with its open inlines."""

    opening: str
    closing: str
    parts: list[str] = field(default_factory=list)
    inlines: list[tuple[str, str]] = field(default_factory=list)
    pending: str = ""
    """White space, line breaks and openings that count only if text follows."""
    said: bool = False


class _Builder(HTMLParser):
    """Writes the canonical form of what it is fed."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self._out: list[str] = []
        self._open: list[str] = []  # containers: blockquote ul ol li table thead tbody tr
        self._leaf: _Leaf | None = None
        self._inlines: list[tuple[str, str]] = []
        self._silent: list[str] = []

    # what the parser calls

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        tag = _RENAMED.get(tag, tag)
        if self._silent or (tag in _SILENT and tag not in _VOID):
            self._silence(tag)
        elif tag == "br":
            self._break()
        elif tag in INLINES:
            self._inline(tag, attrs)
        elif tag in LEAVES:
            self._start_leaf(tag, attrs)
        elif tag in _LISTS or tag in ("blockquote", "table", "thead", "tbody", "tr"):
            self._start_container(tag, attrs)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag not in _VOID:
            self.handle_endtag(tag)

    def handle_endtag(self, tag: str) -> None:
        tag = _RENAMED.get(tag, tag)
        if self._silent:
            if tag in self._silent:
                while self._silent.pop() != tag:
                    pass
        elif tag in INLINES:
            self._end_inline(tag)
        elif tag in LEAVES and tag != "li":
            self._end_leaf()
        elif tag in self._open:
            self._end_leaf()
            while self._close() != tag:
                pass

    def handle_data(self, data: str) -> None:
        if self._silent:
            return
        text = _SPACES.sub(" ", _FORBIDDEN.sub("", data))
        if text.strip(" "):
            self._say(text)
        elif text and self._leaf is not None:
            self._leaf.pending += " "

    def unknown_decl(self, data: str) -> None:
        """Leave out CDATA sections and the like."""

    # inline content

    def _silence(self, tag: str) -> None:
        if tag in _SILENT and tag not in _VOID:
            self._silent.append(tag)

    def _say(self, text: str) -> None:
        leaf = self._leaf or self._loose()
        if leaf.said or leaf.pending.strip(" "):
            space = leaf.pending[-1:] == " " or text[0] == " "
            leaf.parts.append("<br/>" * leaf.pending.count("\n"))
            if space and "\n" not in leaf.pending:
                leaf.parts.append(" ")
        leaf.pending = ""
        self._open_inlines(leaf)
        leaf.parts.append(_escaped(text.strip(" ")))
        leaf.said = True
        if text[-1] == " ":
            leaf.pending = " "

    def _open_inlines(self, leaf: _Leaf) -> None:
        """Open and close what lies between the inlines in force and those of the leaf."""
        for name, opening in self._inlines[len(leaf.inlines) :]:
            leaf.parts.append(opening)
            leaf.inlines.append((name, opening))

    def _break(self) -> None:
        leaf = self._leaf
        if leaf is not None and leaf.said:
            leaf.pending = leaf.pending.strip(" ") + "\n"

    def _inline(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        opening = _opening(tag, attrs)
        if opening and len(self._inlines) < 8:
            self._inlines.append((tag, opening))

    def _end_inline(self, tag: str) -> None:
        """End the innermost inline of that name, and those inside it."""
        names = [name for name, _ in self._inlines]
        if tag not in names:
            return
        keep = len(names) - 1 - names[::-1].index(tag)
        again = self._inlines[keep + 1 :]
        del self._inlines[keep:]
        if self._leaf is not None:
            self._close_inlines(self._leaf, keep)
        self._inlines += again

    @staticmethod
    def _close_inlines(leaf: _Leaf, keep: int) -> None:
        while len(leaf.inlines) > keep:
            name, _ = leaf.inlines.pop()
            leaf.parts.append(f"</{name}>")

    # blocks

    def _loose(self) -> _Leaf:
        """Begin the block that loose text stands in."""
        inside = self._open[-1] if self._open else ""
        if inside in _LISTS:
            self._enter("li", "<li>")
            inside = "li"
        if inside in ("table", "thead", "tbody", "tr"):
            while self._open and self._open[-1] in ("table", "thead", "tbody", "tr"):
                self._close()
        tag = "" if inside == "li" else "p"
        self._leaf = _Leaf(f"<{tag}>" if tag else "", f"</{tag}>" if tag else "")
        return self._leaf

    def _start_leaf(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "caption":
            self._end_leaf()
            if not (self._out and _name(self._out[-1]) == "table" and self._out[-1][1] != "/"):
                tag = "p"
        if tag in ("p", *HEADINGS) and self._open and self._open[-1] == "li":
            if self._leaf is not None and self._leaf.said:
                self._break()
            return
        self._end_leaf()
        if tag == "li":
            self._start_item(attrs)
            return
        if tag in ("th", "td"):
            self._within("tr")
        elif tag != "caption":
            self._leave_table()
            self._leave_lists()
        opening = _opening(tag, attrs)
        self._leaf = _Leaf(opening, f"</{tag}>")

    def _start_item(self, attrs: list[tuple[str, str | None]]) -> None:
        self._leave_table()
        if "li" in self._open or any(name in _LISTS for name in self._open):
            while self._open and self._open[-1] not in _LISTS:
                self._close()
        if not self._open or self._open[-1] not in _LISTS:
            self._enter("ul", "<ul>")
        self._enter("li", _opening("li", attrs))

    def _start_container(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
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
        if len(self._open) < 40:
            self._enter(tag, _opening(tag, attrs))

    def _within(self, parent: str) -> None:
        """Make ``parent`` (table, tbody or tr) the innermost container."""
        chain = ["table", "tbody", "tr"]
        inside = ("thead", "tbody") if parent == "tbody" else (parent,)
        for name in reversed(self._open):
            if name in inside:
                while self._open[-1] != name:
                    self._close()
                return
            if name not in ("table", "thead", "tbody", "tr"):
                break
        for name in chain[: chain.index(parent) + 1]:
            known = ("thead", "tbody") if name == "tbody" else (name,)
            if not self._table_has(known):
                if name == "table":
                    self._leave_lists()
                self._enter(name, f"<{name}>")

    def _table_has(self, names: tuple[str, ...]) -> bool:
        for name in reversed(self._open):
            if name in names:
                return True
            if name not in ("table", "thead", "tbody", "tr"):
                return False
        return False

    def _leave_table(self) -> None:
        while self._open and self._open[-1] in ("table", "thead", "tbody", "tr"):
            self._close()

    def _leave_lists(self) -> None:
        while self._open and self._open[-1] in ("li", "ul", "ol"):
            self._close()

    def _enter(self, name: str, opening: str) -> None:
        self._open.append(name)
        self._out.append(opening)

    def _close(self) -> str:
        """Close the innermost container; one that holds nothing leaves nothing."""
        name = self._open.pop()
        if _name(self._out[-1]) == name and not self._out[-1].startswith("</"):
            self._out.pop()
        else:
            self._out.append(f"</{name}>")
        return name

    def _end_leaf(self) -> None:
        leaf, self._leaf = self._leaf, None
        if leaf is None:
            return
        self._close_inlines(leaf, 0)
        if leaf.said:
            self._out += [leaf.opening, *leaf.parts, leaf.closing] if leaf.opening else leaf.parts
        elif leaf.closing in ("</td>", "</th>"):
            self._out += [leaf.opening, leaf.closing]

    def result(self) -> str:
        """Return what was written, with everything closed."""
        self._end_leaf()
        while self._open:
            self._close()
        return "".join(self._out)


def _opening(tag: str, attrs: list[tuple[str, str | None]]) -> str:
    """Return the opening tag with the attributes that are allowed, or nothing if it needs one."""
    given = {name: (value or "").strip() for name, value in attrs}
    kept = {}
    if tag == "a":
        if not _ADDRESS.match(given.get("href", "")):
            return ""
        kept["href"] = given["href"]
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


def _language_and_direction(tag: str, given: dict[str, str]) -> dict[str, str]:
    if tag in INLINES and tag != "span":
        return {}
    kept = {}
    language = given.get("lang") or given.get("xml:lang") or ""
    if _LANGUAGE.match(language):
        kept["lang"] = language
    if (direction := given.get("dir", "").lower()) in ("ltr", "rtl"):
        kept["dir"] = direction
    return kept


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def _quoted(text: str) -> str:
    return _escaped(text).replace('"', "&quot;")
