"""The first look at a file: whether its bytes are text at all, and what they look like."""

from __future__ import annotations

import re

from msgspec.structs import replace

from archive.errors import UnreadableSource
from archive.findings import Finding, Position, finding
from archive.json_scan import Lines
from archive.json_text import BOM, other_kind

START = Position(1, 1)
_HEAD = 2**16
"""Bytes in which a file shows what it is."""
_COMMENTS = re.compile(
    rb"(?:\s++|#[^\n]*+|<\?(?:(?!\?>).)*+\?>|<!--(?:(?!-->).)*+-->)*+", re.DOTALL
)
_DIRECTIVE = re.compile(rb"@prefix\b|@base\b|(?:prefix\s+[\w.-]*:|base)\s*<", re.IGNORECASE)
_GRAPH = re.compile(rb"(?:^|[\s>])\{\s")
_STATEMENT = re.compile(
    rb"(?:<[^>\n]*+>|_:\S++)[ \t]*+<[^>\n]*+>[ \t]*+"
    rb'(?:<[^>\n]*+>|_:\S++|"(?:[^"\\\n]|\\.)*+"(?:\^\^<[^>\n]*+>|@[\w-]++)?+)[ \t]*+'
    rb"(?P<graph><[^>\n]*+>|_:\S++)?[ \t]*+\.[ \t]*+(?:\r?\n|$|#)"
)
_SUBJECT = re.compile(rb"<[A-Za-z][A-Za-z0-9+.-]*+:[^>\s]*+>\s")
_ROOT = re.compile(rb"<(?:[\w.-]+:)?([\w.-]+)")
_ROOTS = {
    b"rdf": "RDF/XML", b"newsitem": "NewsML-G2", b"newsmessage": "NewsML-G2",
    b"packageitem": "NewsML-G2", b"html": "HTML", b"rss": "RSS", b"feed": "Atom", b"svg": "SVG",
}  # fmt: skip

READABLE = {
    "nquads": {"N-Quads", "N-Triples"},
    "ntriples": {"N-Triples"},
    "turtle": {"Turtle", "N-Triples"},
    "trig": {"TriG", "Turtle", "N-Triples"},
    "rdfxml": {"RDF/XML"},
    "jsonld": {"JSON", "JSON-LD"},
}
"""Format → what a file of it may look like; N-Triples are Turtle, too."""
NAMES = {
    "nquads": "N-Quads", "ntriples": "N-Triples", "turtle": "Turtle", "trig": "TriG",
    "rdfxml": "RDF/XML", "jsonld": "JSON-LD",
}  # fmt: skip


def opened(raw: bytes, name: str) -> tuple[str, list[Finding]]:
    """Return the text of a file that is no JSON, and what is worth saying about its bytes.

    Raises:
        UnreadableSource: it is empty, no UTF-8, or plainly something else.

    """
    warnings = []
    if raw.startswith(BOM):
        raw = raw[len(BOM) :]
        warnings = [finding("J005").at(START)]
    if not raw.strip():
        raise UnreadableSource([finding("J010").at(START)])
    if found := other(raw, name):
        raise UnreadableSource([found])
    return decoded(raw), warnings


def decoded(raw: bytes, first_line: int = 1) -> str:
    """Return bytes as text.

    Raises:
        UnreadableSource: they are no UTF-8.

    """
    try:
        return raw.decode()
    except UnicodeDecodeError as error:
        head = raw[: error.start].decode()
        found = finding("J003", byte=f"0x{raw[error.start]:02X}", offset=error.start)
        place = Lines(head, first_line).position(len(head))
        raise UnreadableSource([found.at(place)]) from error


def other(raw: bytes, name: str) -> Finding | None:
    """Return what the first bytes show, if that is no text."""
    if raw[:1] == b"<":  # what begins so is XML or an IRI, unless its characters are wide
        if b"\0" not in raw[:2]:
            return None
        return finding("J003", variant="encoding", encoding="UTF-16").at(START)
    found = other_kind(raw, START)
    if found is None or found.code != "J012":
        return found
    kind = str(found.params["kind"])
    if kind in ("XML", "HTML"):  # told later, by its root
        return None
    return replace(finding("G002", format=NAMES[name], looks=kind), position=START)


def another(raw: bytes, name: str) -> Finding | None:
    """Return a finding if a file that has faults looks like one of another format."""
    head = raw[:_HEAD].removeprefix(BOM)
    skipped = _COMMENTS.match(head)
    body = head[skipped.end() :] if skipped else head
    looks = _looks(body)
    if looks is None and name in ("rdfxml", "jsonld") and _SUBJECT.match(body):
        looks = "Turtle"
    if looks is None or looks in READABLE[name]:
        return None
    return finding("G002", format=NAMES[name], looks=looks).at(START)


def _looks(body: bytes) -> str | None:
    """Return the name of the format that a file looks like behind its comments, if of any."""
    statement = _STATEMENT.match(body)
    if statement:
        return "N-Quads" if statement["graph"] else "N-Triples"
    if _DIRECTIVE.match(body):
        return "TriG" if _GRAPH.search(body) else "Turtle"
    if body[:1] in (b"{", b"["):
        return "JSON-LD" if b'"@' in body else "JSON" if b'"' in body else None
    if body[:9].lower() == b"<!doctype":
        return "HTML" if body[9:].lstrip()[:4].lower() == b"html" else None
    root = _ROOT.match(body)
    if root and b"://" not in body[: root.end() + 3]:
        return _ROOTS.get(root[1].lower(), "XML")
    return None
