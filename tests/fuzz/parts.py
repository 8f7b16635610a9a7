"""Parts of a record: bodies, dates, language tags, and the files that belong to it."""

from __future__ import annotations

import io

from lxml import etree

from archive import body, edtf, languages, media


def _text(raw: bytes) -> str:
    return raw.decode("utf-8", "surrogateescape")


def makes_bodies(raw: bytes) -> None:
    """Make html and text canonical: for good, well-formed, and with a text that pieces make up."""
    html = body.canonical_html(_text(raw))
    assert body.canonical_html(html) == html
    assert body.is_canonical("html", html)
    root = etree.fromstring(f"<div>{html}</div>")
    assert not any(str(name).startswith("on") for one in root.iter("*") for name in one.attrib)
    said = body.plain_text("html", html)
    for piece in body.pieces(html):
        assert piece.start < 0 or said.startswith(piece.text, piece.start)
    text = body.canonical_text(_text(raw))
    assert body.canonical_text(text) == text
    assert not text or body.is_canonical("text", text)


def takes_dates(raw: bytes) -> None:
    """Ask everything of a date or moment."""
    for text in _text(raw).split("\n"):
        if edtf.is_edtf(text):
            first, last = edtf.bounds(text)
            assert first is None or last is None or first <= last, text
            edtf.xsd_type(text)
        if edtf.is_day(text):
            assert edtf.is_edtf(text), text
        if edtf.is_moment(text):
            assert edtf.instant(text) == edtf.instant(text)
            assert not edtf.is_after(text, text)


def takes_languages(raw: bytes) -> None:
    """Ask everything of a language tag."""
    for tag in _text(raw).split("\n"):
        if languages.is_well_formed(tag):
            spelled = languages.canonical(tag)
            assert languages.is_well_formed(spelled), tag
            assert languages.canonical(spelled) == spelled, tag
            languages.is_right_to_left(tag)


def measures_media(raw: bytes) -> None:
    """Ask what a file says of itself."""
    for suffix in (".jpg", ".png", ".txt", ""):
        told = media.facts(io.BytesIO(raw), len(raw), f"x{suffix}")
        assert told == media.facts(io.BytesIO(raw), len(raw), f"x{suffix}")
