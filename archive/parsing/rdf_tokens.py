"""The tokens of a file of RDF, with their places: terms, values, tags of languages.

A file is cut up once; whatever is not well-formed is passed over.
"""

from __future__ import annotations

import html
import json
import re
from collections.abc import Iterator

Token = tuple[str, int]
"""A term or value as its syntax is looked up in it, and where it stands."""

_ESCAPE = re.compile(r"\\(?:u([0-9A-Fa-f]{4})|U([0-9A-Fa-f]{8})|(.))", re.DOTALL)
_SHORT = {"b": "\b", "f": "\f", "n": "\n", "r": "\r", "t": "\t"}
_NAME = r"(?:(?<![\w.-])[^\W_][\w.-]*+)?:(?:[\w:%.-]|\\.)*+"
_TURTLE = re.compile(
    r"#[^\n]*+"
    r"|(?:@prefix|\b[Pp][Rr][Ee][Ff][Ii][Xx])\s++(?P<prefix>[^\s:]*+):\s*+<(?P<namespace>[^>\s]*+)>"
    r"|<(?P<iri>[^<>\s]*+)>"
    r'|(?P<string>"""(?:[^"\\]|\\.|"(?!""))*+(?:"""|\Z)'
    r"|'''(?:[^'\\]|\\.|'(?!''))*+(?:'''|\Z)"
    r'|"(?:[^"\\\n]|\\.)*+(?:"|(?=\n)|\Z)'
    r"|'(?:[^'\\\n]|\\.)*+(?:'|(?=\n)|\Z))"
    r"(?:@(?P<tag>[A-Za-z0-9-]++)"
    rf"|\^\^(?:<(?P<type>[^<>\s]*+)>|(?P<type_name>{_NAME})))?+"
    rf"|(?P<name>{_NAME})",
    re.DOTALL,
)
_ESCAPED_NAME = re.compile(r"\\(.)")
_JSON = re.compile(r'"(?:[^"\\]|\\.)*+(?:"|\Z)|-?\d[\d.eE+-]*+', re.DOTALL)
_XML = re.compile(
    r"<!--(?:(?!-->).)*+-->|<!\[CDATA\[(?P<data>(?:(?!\]\]>).)*+)\]\]>"
    r"|<\??/?(?P<element>[^\s<>/?]+)|=\s*+(?P<value>\"[^\"<]*+\"|'[^'<]*+')|>(?P<text>[^<]++)",
    re.DOTALL,
)


def unescaped(text: str) -> str:
    r"""Return what is between quotation marks in N-Triples or Turtle, without escapes.

    >>> print(unescaped('a \\"b\\" \\u00e9'))
    a "b" é
    """
    return _ESCAPE.sub(_character, text) if "\\" in text else text


def _character(match: re.Match[str]) -> str:
    code = match[1] or match[2]
    if code is None:
        return _SHORT.get(match[3], match[3])
    number = int(code, 16)
    return chr(number) if number <= 0x10FFFF else "\ufffd"


def json_tokens(text: str) -> Iterator[Token]:
    """Yield the strings and numbers of JSON-LD, those with capital letters in small ones, too."""
    for match in _JSON.finditer(text):
        spelt = match[0]
        try:
            value = json.loads(spelt, strict=False) if spelt.startswith('"') else spelt
        except ValueError:
            continue
        yield value, match.start()
        lower = value.lower()
        if lower != value:
            yield lower, match.start()


def xml_tokens(text: str) -> Iterator[Token]:
    """Yield the names of elements, the values of attributes and the texts of RDF/XML."""
    for match in _XML.finditer(text):
        if match["element"]:
            yield match["element"], match.start("element")
        elif match["data"] is not None:
            yield match["data"], match.start("data")
        elif match["text"]:
            yield html.unescape(match["text"]), match.start("text")
        elif match["value"]:
            value = html.unescape(match["value"][1:-1])
            yield value, match.start("value") + 1
            if value.lower() != value:
                yield value.lower(), match.start("value") + 1


def turtle_tokens(text: str) -> Iterator[Token]:
    """Yield IRIs as ``<iri>``, typed values as ``"value"^^iri`` and tags as ``@tag``."""
    prefixes: dict[str, str] = {}
    for match in _TURTLE.finditer(text):
        if match["namespace"] is not None:
            prefixes[match["prefix"]] = unescaped(match["namespace"])
            yield f"<{unescaped(match['namespace'])}>", match.start("namespace") - 1
        elif match["iri"] is not None:
            yield f"<{unescaped(match['iri'])}>", match.start()
        elif match["name"] is not None:
            yield f"<{_expanded(match['name'], prefixes)}>", match.start()
        elif match["string"] is not None:
            yield from _literal_tokens(match, prefixes)


def _literal_tokens(match: re.Match[str], prefixes: dict[str, str]) -> Iterator[Token]:
    if match["tag"]:
        yield f"@{match['tag'].lower()}", match.start("tag")
        return
    if match["type"] is None and match["type_name"] is None:
        return
    named = match["type_name"] is not None
    datatype = _expanded(match["type_name"], prefixes) if named else unescaped(match["type"])
    spelt = match["string"]
    width = 3 if spelt[:3] in ('"""', "'''") and len(spelt) >= 6 else 1
    yield f'"{unescaped(spelt[width:-width])}"^^{datatype}', match.start("string")
    yield f"<{datatype}>", match.start("type_name") if named else match.start("type") - 1


def _expanded(name: str, prefixes: dict[str, str]) -> str:
    """Return the IRI of a prefixed name; a full stop at its end is not part of it."""
    prefix, _, local = name.partition(":")
    return prefixes.get(prefix, "\0") + _ESCAPED_NAME.sub(r"\1", local.rstrip("."))
