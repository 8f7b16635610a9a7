"""Items of others: the text in ``contentSet``."""

from __future__ import annotations

from archive.body import canonical_html, canonical_text, plain_text
from archive.parsing.drafts_markup import lost
from archive.readers.newsml_g2.names import G2, local
from archive.readers.newsml_g2.their_files import remote_content
from archive.readers.newsml_g2.theirs import Handlers, TheirDraft
from archive.readers.newsml_g2.walk import Element, attributes, is_said

_NITF = {
    "hl1": "h2", "hl2": "h3", "block": "div", "bq": "blockquote", "block-quote": "blockquote",
}  # fmt: skip
"""Elements of NITF → elements of html that say the same; many have the same name."""
_SILENT = frozenset({"media", "bibliography", "fn", "correction"})
"""Elements of NITF whose text is not part of the text."""
_TEXTS = (None, "text/plain")
_MARKUP = frozenset({"text/html", "application/xhtml+xml"})


def content_set(element: Element, draft: TheirDraft) -> None:
    """Take the text: the first that can be read; others that say something else are named."""
    draft.open(element, _CONTENT_SET)


def _inline_xml(element: Element, draft: TheirDraft) -> None:
    draft.rest(element, attributes(element))
    if not len(element):
        draft.left_tag(element)
    for child in draft.parts(element):
        name = local(child.tag)
        if name == "html":
            draft.open(child, {f"{child.tag[:-4]}body": _xhtml_body})
        elif name == "nitf":
            draft.open(child, {f"{child.tag[:-4]}body": _nitf_body})
        else:
            draft.left_out(child)


def _xhtml_body(element: Element, draft: TheirDraft) -> None:
    _html(element, _markup(element), draft)


def _nitf_body(element: Element, draft: TheirDraft) -> None:
    draft.open(element, {f"{element.tag}.content": _nitf_content})


def _nitf_content(element: Element, draft: TheirDraft) -> None:
    for silent in [one for one in element.iter("*") if local(one.tag) in _SILENT]:
        draft.left_out(silent)
    _html(element, _markup(element), draft)


def _html(element: Element, source: str, draft: TheirDraft) -> None:
    """Take html in canonical form, and name how much of it has no place there."""
    html = canonical_html(source)
    if not html or not _is_first(element, html, "html", draft):
        draft.left_out(element)
        return
    put_body("html", html, element, draft)
    kept = html.count("<") - html.count("</") + html.count('="')
    held = sum(1 + len(one.attrib) for one in element.iter("*")) - 1
    if (parts := held - kept) or lost(source, html):
        draft.left_markup(element, lost(source, html), parts)


def put_body(form: str, text: str, element: Element, draft: TheirDraft) -> None:
    """Set the body."""
    body = {"format": form, "text": text}
    draft.put(draft.document, "body", body, element)
    draft.origins[id(body), "text"] = element


def _is_first(element: Element, text: str, form: str, draft: TheirDraft) -> bool:  # noqa: ARG001
    """Return whether there is no body yet, or only one of plain text that says the same."""
    known = draft.document.get("body")
    if known is None:
        return True
    is_better = form == "html" and known["format"] == "text"
    if is_better and plain_text(form, text).split() == known["text"].split():
        draft.left_out(draft.origins[id(known), "text"])
        del draft.document["body"]
        return True
    return False


def _markup(element: Element) -> str:
    """Return what an element holds as html, whatever its namespace."""
    said: list[str] = []
    _write(element, said)
    return "".join(said)


def _write(element: Element, said: list[str]) -> None:
    if element.text:
        said.append(_escaped(element.text))
    for child in element:
        name = local(child.tag)
        name = _NITF.get(name, name)
        if name not in _SILENT:
            given = "".join(
                f' {local(key).removeprefix("xml:")}="{_escaped(value)}"'
                for key, value in attributes(child).items()
            )
            said.append(f"<{name}{given}>")
            _write(child, said)
            if name not in ("br", "img", "hr"):
                said.append(f"</{name}>")
        if child.tail:
            said.append(_escaped(child.tail))


def _escaped(text: str) -> str:
    text = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return text.replace('"', "&quot;")


def _inline_data(element: Element, draft: TheirDraft) -> None:
    given = attributes(element)
    kind = given.get("contenttype")
    said = draft.text(element)
    draft.rest(element, given)
    if "encoding" in given or "encodinguri" in given or not is_said(said):
        draft.left_out(element)
    elif kind in _MARKUP:
        _html(element, said, draft)
    elif kind in _TEXTS:
        text = canonical_text(said)
        if _is_first(element, text, "text", draft):
            put_body("text", text if "\n\n" in text else text.replace("\n", "\n\n"), element, draft)
        else:
            draft.left_out(element)
    else:
        draft.left_out(element)


_CONTENT_SET: Handlers = {
    f"{G2}inlineXML": _inline_xml,
    f"{G2}inlineData": _inline_data,
    f"{G2}remoteContent": remote_content,
}
