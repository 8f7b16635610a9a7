"""The body: its canonical forms, safe by construction, and the plain text that spans count in."""

from __future__ import annotations

import tracemalloc

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from archive.body import (
    HEADINGS,
    INLINES,
    canonical_html,
    canonical_text,
    is_canonical,
    pieces,
    plain_text,
)
from archive.html_tokens import tokens

QUICK = settings(max_examples=300, deadline=None, derandomize=True)

# plain text


@pytest.mark.parametrize(
    ("written", "canonical"),
    [
        ("Satu\n\nDua", "Satu\n\nDua"),
        ("Satu\r\n\r\nDua\rTiga", "Satu\n\nDua\nTiga"),
        ("\n\n Satu \n \t \n\n\n\t Dua \n", "Satu\n\nDua"),
        ("Satu\u2028Dua\u2029Tiga", "Satu\nDua\n\nTiga"),
        ("Satu\fDua\vTiga\x85Empat", "Satu\n\nDua\nTiga\nEmpat"),
        ("Sa\x00tu\x1b[31m\ufffe\ud800", "Satu[31m"),
        ("\u00a0Satu\u00a0", "\u00a0Satu\u00a0"),
        ("  \n\t\n", ""),
    ],
)
def test_a_text_has_one_form(written, canonical):
    assert canonical_text(written) == canonical


@pytest.mark.parametrize(
    "text",
    ["", "\nA", "A\n", " A", "A ", "A\t\nB", "A\n\n\nB", "A\n \nB", "A\rB", "A\u2028B", "A\u2029B"],
)
def test_another_form_is_not_canonical(text):
    assert not is_canonical("text", text)


@QUICK
@given(st.text("ab \t\n\r\f\v\x85\u2028\u2029\u00a0", max_size=20))
def test_the_form_of_a_text_stays_as_it_is_once_it_is_canonical(text):
    once = canonical_text(text)

    assert canonical_text(once) == once
    assert is_canonical("text", once) == bool(once)


@QUICK
@given(st.text("ab \t\n\r\u2028\u2029\u00a0", max_size=20))
def test_a_text_is_canonical_when_nothing_would_change_it(text):
    """Of the characters that the schema lets pass."""
    assert is_canonical("text", text) == (text == canonical_text(text) and bool(text))


def test_the_plain_text_of_a_text_is_the_text():
    assert plain_text("text", "Satu <b>dua</b>") == "Satu <b>dua</b>"


# html: what it becomes

CASES = [
    ("", ""),
    ("Satu", "<p>Satu</p>"),
    ("<p>Satu</p>\n\n<p>Dua</p>", "<p>Satu</p><p>Dua</p>"),
    ("<p>  Satu \n dua\t</p>", "<p>Satu dua</p>"),
    ("<p>a\rb\fc</p>", "<p>a b c</p>"),
    ("<P CLASS=x onclick='y()'>Satu</P>", "<p>Satu</p>"),
    ("<h1>A</h1><h2>B</h2><h5>C</h5>", "<h2>A</h2><h2>B</h2><h4>C</h4>"),
    ("<b>a</b> <i>b</i>", "<p><strong>a</strong> <em>b</em></p>"),
    ("a<br>b<br/><br />c<br>", "<p>a<br/>b<br/><br/>c</p>"),
    ("<br>a", "<p>a</p>"),
    ("a<br> b", "<p>a<br/>b</p>"),
    ("<em>a <strong>b</em> c</strong> d", "<p><em>a <strong>b</strong></em> <strong>c</strong> d</p>"),
    ("<em> </em>a", "<p>a</p>"),
    ("a</em></p></div>b", "<p>a</p><p>b</p>"),
    ("&lt;b&gt; &amp; &quot;&#65;&nbsp;&eacute;", '<p>&lt;b&gt; &amp; "A\u00a0é</p>'),
    ("&#128;&#0;&#xD800;&unknown;", "<p>€\ufffd\ufffd&amp;unknown;</p>"),
    ("a\x00\ufffe\x1bb", "<p>ab</p>"),
    # links and other attributes
    ('<a href="https://a.example/?b&c" title=x>a</a>', '<p><a href="https://a.example/?b&amp;c">a</a></p>'),
    ("<a href=' MAILTO:a@b.example '>a</a>", '<p><a href="MAILTO:a@b.example">a</a></p>'),
    ("<a href='javascript:x()'>a</a><a>b</a><a href='//x'>c</a>", "<p>abc</p>"),
    ("<a href='https://a b'>a</a><a href='https://x\ufffe'>b</a>", "<p>ab</p>"),
    ("<a href=https://a/>a<a href=https://b/>b", '<p><a href="https://a/">a</a><a href="https://b/">b</a></p>'),
    ("<span lang=ar dir=RTL>a</span><span>b</span>", '<p><span dir="rtl" lang="ar">a</span>b</p>'),
    ("<p xml:lang=id>a</p><p lang='no tag' dir=up>b</p>", '<p lang="id">a</p><p>b</p>'),
    ('<abbr title=\' a \n"b" \'>x</abbr><abbr>y</abbr><acronym title=z>w</acronym>', '<p><abbr title="a &quot;b&quot;">x</abbr>y<abbr title="z">w</abbr></p>'),
    ("<a href='https://a.example/' href='https://b.example/'>a</a>", '<p><a href="https://a.example/">a</a></p>'),
    # inlines that are left open
    ("<p>a<b>b</p><p>c</b>d</p>", "<p>a<strong>b</strong></p><p><strong>c</strong>d</p>"),
    ("<b><p>a</p></b>b", "<p><strong>a</strong></p><p>b</p>"),
    ("<p><span lang=ar>a</p><p>b</p>", '<p><span lang="ar">a</span></p><p>b</p>'),
    ("<span lang=ar><p>a</p><p>b</p></span>c", '<p><span lang="ar">a</span></p><p><span lang="ar">b</span></p><p>c</p>'),
    ("<table><tr><td><b>a<td>b</table>c", "<table><tbody><tr><td><strong>a</strong></td><td>b</td></tr></tbody></table><p>c</p>"),
    ("<ul><li><sub>a<li>b</ul>", "<ul><li><sub>a</sub></li><li>b</li></ul>"),
    ("<em>" * 9 + "a", "<p>" + "<em>" * 8 + "a" + "</em>" * 8 + "</p>"),
    # blocks
    ("a<p>b</p>c", "<p>a</p><p>b</p><p>c</p>"),
    ("<div>a<div>b</div>c</div>", "<p>a</p><p>b</p><p>c</p>"),
    ("<blockquote>a<p>b</blockquote>", "<blockquote><p>a</p><p>b</p></blockquote>"),
    ("<blockquote><blockquote> </blockquote></blockquote>", ""),
    ("<x-y>a</x-y>", "<p>a</p>"),
    ("<dl><dt>a<dd>b</dl>", "<p>a</p><p>b</p>"),
    ("a<hr/>b", "<p>a</p><p>b</p>"),
    # lists
    ("<ul><li>li</li><li>ul ol</li></ul>", "<ul><li>li</li><li>ul ol</li></ul>"),
    ("<ul><li>a<ol><li>b</ol>c</ul>", "<ul><li>a<ol><li>b</li></ol>c</li></ul>"),
    ("<ul><ul><li>a</ul></ul>", "<ul><li><ul><li>a</li></ul></li></ul>"),
    ("<ul>a</ul>", "<ul><li>a</li></ul>"),
    ("<li>a<li>b", "<ul><li>a</li><li>b</li></ul>"),
    ("<ul><li> </li></ul>", ""),
    ("<ul><li><p>a</p><p>b</p></li></ul>", "<ul><li>a<br/>b</li></ul>"),
    ("<ul><li><h2>a</h2>b<p>c</p></li></ul>", "<ul><li>a<br/>b<br/>c</li></ul>"),
    ("<ul><li>a<blockquote>b</blockquote></ul>", "<ul><li>a</li></ul><blockquote><p>b</p></blockquote>"),
    ("<menu><li>a</menu>b</ul>", "<ul><li>a</li></ul><p>b</p>"),
    # tables
    ("<table><tr><th>a<td>b<tr><td>c</table>", "<table><tbody><tr><th>a</th><td>b</td></tr><tr><td>c</td></tr></tbody></table>"),
    ("<table><caption>a</caption><thead><tr><th>b</thead><tr><td>c</table>", "<table><caption>a</caption><thead><tr><th>b</th></tr></thead><tbody><tr><td>c</td></tr></tbody></table>"),
    ("<table><tbody><tr><td>a</tbody><tfoot><tr><td>b</tfoot></table>", "<table><tbody><tr><td>a</td></tr><tr><td>b</td></tr></tbody></table>"),
    ("<table><tr><td>a</td></tr><thead><tr><td>b</table>", "<table><tbody><tr><td>a</td></tr><tr><td>b</td></tr></tbody></table>"),
    ("<table><thead><tr><td>a</thead><thead><tr><td>b</table>", "<table><thead><tr><td>a</td></tr></thead><tbody><tr><td>b</td></tr></tbody></table>"),
    ("<table><tr><td></td><td>a</td></tr></table>", "<table><tbody><tr><td></td><td>a</td></tr></tbody></table>"),
    ("<table><tr></tr></table>", ""),
    ("<td>a", "<table><tbody><tr><td>a</td></tr></tbody></table>"),
    ("<ul><li>a<td>b", "<ul><li>a</li></ul><table><tbody><tr><td>b</td></tr></tbody></table>"),
    ("<blockquote><table><tr><td>a</table></blockquote>", "<blockquote><table><tbody><tr><td>a</td></tr></tbody></table></blockquote>"),
    ("<tr><td>a</td>b", "<table><tbody><tr><td>a</td></tr></tbody></table><p>b</p>"),
    ("<caption>a</caption>", "<p>a</p>"),
    ("<table><tr><td><p>a</p><p>b</p></td><td><ul><li>c<li>d</ul><blockquote>e</blockquote></table>", "<table><tbody><tr><td>a<br/>b</td><td>c<br/>d<br/>e</td></tr></tbody></table>"),
    ("<table><caption><p>a</p></caption><tr><td>b</table>", "<table><caption>a</caption><tbody><tr><td>b</td></tr></tbody></table>"),
    # what is dropped
    ("a<script>b<p>c</script>d", "<p>ad</p>"),
    ("a<svg>b<svg>c</svg>d</svg>e<svg>f</svg>g", "<p>aeg</p>"),
    ("<p><abbr title=' '>a</abbr>b</p>", "<p>ab</p>"),
    ("<style>a</style><svg><p>b</p><svg></svg>c</svg>d", "<p>d</p>"),
    ("<script/>a", "<p>a</p>"),
    ("<svg/>a", "<p>a</p>"),
    ("<embed>a</embed>b", "<p>ab</p>"),
    ("<head><title>a</title><meta x><body>b", "<p>b</p>"),
    ("<button>a<p>b", "<p>a</p><p>b</p>"),
    ("a<!-- b -->c<!-->d<!---->e<?f?>g<!h>i<![CDATA[j>]]>k", "<p>acdegik</p>"),
    ("a<!-- b", "<p>a</p>"),
    ("a < b <3 c</ d>", "<p>a &lt; b &lt;3 c</p>"),
    ('<p>a<a href="https://b.example/>c</a>', "<p>ac</p>"),
    ("<p>a<b c='d", "<p>a&lt;b c='d</p>"),
]  # fmt: skip


@pytest.mark.parametrize(("foreign", "canonical"), CASES, ids=[case[0][:40] for case in CASES])
def test_html_has_one_form(foreign, canonical):
    assert canonical_html(foreign) == canonical
    assert canonical_html(canonical) == canonical


def test_blocks_are_nested_forty_deep_and_not_deeper():
    deep = canonical_html("<blockquote>" * 1_000 + "a" + "</blockquote>" * 1_000)

    assert deep == "<blockquote>" * 40 + "<p>a</p>" + "</blockquote>" * 40


# html: what holds of every one

_TAGS = [
    "p",
    "h1",
    "h4",
    "div",
    "ul",
    "ol",
    "li",
    "blockquote",
    "table",
    "caption",
    "thead",
    "tbody",
    "tfoot",
    "tr",
    "td",
    "th",
    "em",
    "b",
    "a",
    "span",
    "abbr",
    "sub",
    "br",
    "script",
    "svg",
    "button",
    "title",
    "hr",
    "dl",
    "dt",
    "x-y",
    "head",
]
_WORDS = (
    "satu",
    " dua ",
    "li",
    "ul ol",
    "\n",
    "&amp;",
    "&lt;b&gt;",
    "<",
    "\x00",
    "\r",
    "<!-- c -->",
    "é",
)
_ATTRIBUTES = (
    "", "", " lang='id'", " dir=rtl", " href='https://a.example/?b&c'", " title='t \"q\"'", " onclick='x'",
    " href='javascript:x'", " style='x' src=//x",
)  # fmt: skip
_PIECES = (
    st.builds(
        "<{}{}{}>".format, st.sampled_from(_TAGS), st.sampled_from(_ATTRIBUTES), st.sampled_from(["", "", "/"])
    )
    | st.sampled_from(_TAGS).map("</{}>".format)
    | st.sampled_from(_WORDS)
)  # fmt: skip
HTML = st.lists(_PIECES, max_size=25).map("".join)
_ALLOWED = {
    "a": {"href"}, "abbr": {"title"}, "em": set(), "strong": set(), "sub": set(), "sup": set(), "br": set(),
}  # fmt: skip


def _inlines(element, above=()):
    for child in element:
        assert child.tag in INLINES | {"br"}
        assert child.tag != "a" or "a" not in above
        assert child.tag != "br" or not (len(child) or child.text)
        _inlines(child, (*above, child.tag))


def _only_blocks(element):
    assert not element.text
    assert not any(child.tail for child in element)
    return [child.tag for child in element]


def _blocks(element):
    for child, tag in zip(element, _only_blocks(element), strict=True):
        if tag in ("p", *HEADINGS):
            assert "".join(child.itertext()).strip(" ")
            _inlines(child)
        elif tag == "blockquote":
            assert len(child)
            _blocks(child)
        elif tag == "table":
            _table(child)
        else:
            _items(child)


def _items(element):
    assert element.tag in ("ul", "ol")
    assert set(_only_blocks(element)) == {"li"}
    for item in element:
        assert len(item) or item.text
        for child in item:
            if child.tag in ("ul", "ol"):
                _items(child)
            else:
                assert child.tag in INLINES | {"br"}
                _inlines(child, (child.tag,))


def _table(element):
    tags = _only_blocks(element)
    assert tags == [tag for tag in ("caption", "thead", "tbody") if tag in tags]
    for part in element:
        if part.tag == "caption":
            _inlines(part)
            continue
        assert set(_only_blocks(part)) == {"tr"}
        for row in part:
            assert set(_only_blocks(row)) <= {"th", "td"}
            assert len(row)
            for cell in row:
                _inlines(cell)


@QUICK
@given(HTML)
def test_what_comes_out_is_well_formed_and_of_the_form_we_promise(html):
    root = etree.fromstring(f"<body>{canonical_html(html)}</body>")

    _blocks(root)
    for element in root.iterdescendants():
        assert set(element.keys()) <= _ALLOWED.get(element.tag, {"lang", "dir"})
        assert list(element.keys()) == sorted(element.keys())


@QUICK
@given(HTML)
def test_the_form_of_html_stays_as_it_is_once_it_is_canonical(html):
    once = canonical_html(html)

    assert canonical_html(once) == once
    assert is_canonical("html", once)
    assert is_canonical("html", html) == (html == once)


@QUICK
@given(HTML)
def test_pieces_stand_in_the_plain_text_where_they_say(html):
    canonical = canonical_html(html)
    plain = plain_text("html", canonical)
    found = list(pieces(canonical))

    texts = [piece for piece in found if not piece.markup]
    assert all(plain[one.start :].startswith(one.text) for one in texts)
    assert [one.start for one in texts] == sorted(one.start for one in texts)
    between = plain
    for one in reversed(texts):
        between = between[: one.start] + between[one.start + len(one.text) :]
    assert not between.strip("\n\t")
    assert [one.start for one in found if one.markup] == [-1] * (len(found) - len(texts))


@pytest.mark.parametrize(
    ("html", "plain"),
    [
        ("<p>a &amp;amp; &lt;b&gt; &quot;</p>", 'a &amp; <b> "'),
        ("<h2>a</h2><p>b<br/>c</p>", "a\n\nb\nc"),
        ("<ul><li>a<ol><li>b</li></ol></li><li>c</li></ul>", "a\n\nb\n\nc"),
        ("<ul><li><ul><li>a</li></ul></li></ul>", "a"),
        ("<blockquote><p>a</p></blockquote><p>b</p>", "a\n\nb"),
        ("<table><caption>a</caption><tbody><tr><th>b</th><td>c</td></tr><tr><td>d</td><td>e</td></tr></tbody></table><p>f</p>", "a\n\nb\tc\n\nd\te\n\nf"),
        ("<table><tbody><tr><td></td><td>a</td><td></td></tr><tr><td>b</td></tr></tbody></table>", "\ta\n\nb"),
        ("<p>a <em>b</em>c</p>", "a bc"),
    ],
)  # fmt: skip
def test_the_plain_text_parts_blocks_lines_and_cells(html, plain):
    assert plain_text("html", html) == plain


def test_a_lone_angle_bracket_is_no_text():
    """It stands in no canonical body; the spans of one that is not are judged all the same."""
    assert plain_text("html", "<p>a>b<c</p><p><>d</p>") == "abc\n\nd"


def test_markup_that_is_passed_over_has_its_text_counted():
    found = [(one.markup or one.text, one.start) for one in pieces("<p>a<br/>b</p><p>c</p>")]

    assert found == [
        ("<p>", -1), ("a", 0), ("<br/>", -1), ("b", 2), ("</p>", -1), ("<p>", -1), ("c", 5), ("</p>", -1),
    ]  # fmt: skip


# html: what is hostile

HOSTILE = [
    "<a ", "<a b='", '<a b="x', "<a =", "<a/", "<", "</", "< ", "<!--", "<!-->", "<![CDATA[", "<?", "&", "&#x", "<b>",
    "<b>x", "</b>", "<p>x", "<svg>", "<svg><select></math>", "<button>", "</button>", "<script>", "</script>",
    "<title>a</title", "<blockquote>", "<ul><li>x", "<table><tr><td>", "<td>x", "<br>", "x<br>", " <i></i>", "</em><em>x",
    "<em><strong>x</em></strong>", "<thead>", "<caption>", "x\n", "\n",
]  # fmt: skip


@pytest.mark.parametrize("piece", HOSTILE)
def test_the_work_grows_with_hostile_html_and_not_with_its_square(piece, monkeypatch):
    """Counted in lines of our own that run: eight times the html, at most some ten times."""
    few, many = (_lines_run(piece * (times * 50)) for times in (1, 8))

    assert many <= 10 * few + 1_000


def _lines_run(html: str) -> int:
    import sys

    count = 0

    def tracer(frame, event, _):
        nonlocal count
        count += event == "line"
        return tracer if "archive" in frame.f_code.co_filename else None

    before = sys.gettrace()
    sys.settrace(tracer)
    try:
        canonical_html(html)
    finally:
        sys.settrace(before)
    return count


@pytest.mark.parametrize("piece", HOSTILE)
def test_no_offset_of_hostile_html_is_looked_at_anew(piece):
    """Each token begins where the one before it ended."""
    html = piece * 200
    at = 0
    for token in tokens(html):
        assert token.end > at
        at = token.end

    assert at == len(html)


def test_many_line_feeds_cost_no_memory():
    text = "x" + "\n" * 1_000_000 + "y"
    tracemalloc.start()

    canonical_text(text)

    assert tracemalloc.get_traced_memory()[1] < 40_000_000
    tracemalloc.stop()
