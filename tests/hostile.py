"""Releases that somebody made to break a site: valid records, each text and address hostile."""

from __future__ import annotations

from typing import Any

from archive.body import canonical_html, canonical_text
from archive.validation import schema
from tests.every_field import every_field

MARKUP = (
    "<script>alert(1)</script>", "</script><script>alert(1)</script>", "<!--<script>", "]]><b>x</b>",
    '"><img src=x onerror=alert(1)>', "' onmouseover='alert(1)", '" autofocus onfocus="alert(1)',
    "</title></style></textarea><svg onload=alert(1)>", "</p></article></main><h1>Palsu</h1>",
    '<base href="https://evil.example/">', '<meta http-equiv="refresh" content="0;url=//evil.example">',
    "<iframe srcdoc='<script>alert(1)</script>'>", "{{ 7*7 }}{% raw %}", "${7*7} #{7*7} %s %b {0}",
    "&lt;script&gt;alert(1)&lt;/script&gt;", "&#60;img src=x onerror=alert(1)&#62;",
    "<img/src=x/onerror=alert(1)>", "javascript:alert(1)", "`-alert(1)-`", "\\u003cscript\\u003e",
    "=HYPERLINK(\"https://evil.example\",\"x\")", "@SUM(1+1)*cmd|' /C calc'!A0", "{}}}\\end{document}",
)  # fmt: skip
"""Texts that are markup, or code, somewhere."""
CONTROLS = ("\u202egnp.exe", "a\u2066b", "\u200fabc\u200e", "Z" + "\u0301" * 300)
"""Texts that turn or cover what stands around them."""
ADDRESSES = (
    "javascript:alert(1)", "JaVaScRiPt:alert(document.domain)", "data:text/html;base64,PHNjcmlwdD4=",
    "vbscript:msgbox(1)", "file:///etc/passwd", "blob:https://evil.example/1", "ftp://evil.example/a",
    "https://evil.example/'onclick='alert(1)", "https://evil.example/&quot;onclick=alert(1)",
    "https://evil.example/%22%3E%3Cscript%3E", "view-source:javascript:alert(1)", "intent://x#Intent;end",
)  # fmt: skip
"""Absolute IRIs that nobody should be led to by a click, or that look like the end of an attribute."""
_START = "https://pers.example.go.id/id/release/"
IDS = (
    _START + "../../../etc/passwd", _START + "%2e%2e%2f%2e%2e%2fpasswd", _START + "..%5c..%5cwin.ini",
    _START + "%00", _START + "%3Cscript%3E", _START + "a/b/c/", _START + "a?b=c",
    _START + "Rilis-Satu", _START + "rilis-satu", _START + "RILIS-SATU", _START + "rilis_satu",
    _START + "rilis%2Dsatu", _START + "con", _START + "nul.html", _START + "index.html",
    _START + ".well-known", _START + "x" * 300, _START + "x" * 301, _START + "ü", _START + "u\u0308",
    _START + "\u1e9b\u0323", _START + "🎉", "urn:x:../../etc/passwd", "urn:x:a/b", "urn:X:a/b",
    "tag:x.example,2026:con", "tag:x.example,2026:...", "urn:x:'onclick='alert(1)", "urn:x:-", "urn:x:.",
    "http://pers.example.go.id/id/release/rilis-satu", "javascript:alert(1)", "data:text/html,x",
)  # fmt: skip
"""Identifiers of works: traversal, twins but for case or coding, names of devices and of our files."""

_LINES = {"line", "text"}
_PLAIN_BODY = "Surabaya – Rapat dibuka hari ini di Balai Kota, dan warga boleh datang."


def hostile(text: str, address: str, **fields: Any) -> dict[str, Any]:
    """Return the record that uses every field, with a text and an address wherever one may stand."""
    record = every_field() | {"body": body(text)}
    for name in ("$schema", "access", "embargo"):  # it is for the public
        record.pop(name)
    for one in record["quotes"]:
        one |= {"kind": "indirect", "span": [0, len("Surabaya")]}
    _spoil(record, schema.document(), text, address)
    return record | fields


def body(text: str) -> dict[str, str]:
    """Return a body in html that says a text in a paragraph, a table and a heading."""
    said = text.replace("&", "&amp;").replace("<", "&lt;")
    plain = canonical_text(_PLAIN_BODY * 20)
    html = f"<p>{plain} {said}</p><h2>{said}</h2><table><tr><td>{said}</td></tr></table>"
    return {"format": "html", "text": canonical_html(html)}


def _spoil(value: Any, part: dict[str, Any], text: str, address: str) -> None:
    """Put the text and the address into what the schema calls a line, a text or an IRI."""
    document = schema.document()
    for name, inner in part["properties"].items():
        if name in value and name not in ("id", "body", "$schema", "extensions"):
            value[name] = _spoilt(value[name], _resolved(inner, document), text, address)


def _spoilt(value: Any, part: dict[str, Any], text: str, address: str) -> Any:
    if isinstance(value, list):
        items = _resolved(part["items"], schema.document())
        spoilt = [_spoilt(one, items, text, address) for one in value]
        is_set = all(isinstance(one, str) for one in spoilt)
        return sorted(set(spoilt)) if is_set else spoilt
    if isinstance(value, dict):
        _spoil(value, part, text, address)
        return value
    if part.get("$name") in _LINES:
        return text
    return address if part.get("$name") == "iri" else value


def _resolved(part: dict[str, Any], document: dict[str, Any]) -> dict[str, Any]:
    if "$ref" not in part:
        return part
    name = part["$ref"].rpartition("/")[2]
    return {**document["$defs"][name], "$name": name}
