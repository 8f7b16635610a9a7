"""Where a term or value stands in the text of a file; looked up only when it has a fault.

A file is cut into tokens once, whatever the number of faults. A term is told where it first
stands, a value at each place. What is not found, since the syntax has one more way to say it,
stands at the beginning.
"""

from __future__ import annotations

import html
import json
import re
from collections.abc import Callable, Iterable, Iterator

from archive.findings import MOST_TOLD, Finding
from archive.graph.terms import PREFIXES
from archive.json_scan import Lines
from archive.judges.rdf.facts import unescaped
from archive.judges.rdf.opening import START
from archive.judges.rdf.rules import Fault
from archive.judges.rdf.terms import SCHEMA_ORG_HTTP

Token = tuple[str, int]
"""A key under which a fault may be looked up, and where it stands."""

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
_JSON_PREFIX = re.compile(r'"(@vocab|[^"\\:@]+)"\s*+:\s*+(?:\{\s*+"@id"\s*+:\s*+)?+"([^"\\]+)"')
_MOST_PREFIXES, _LONGEST_NAMESPACE = 8, 200
_XML = re.compile(
    r"<!--(?:(?!-->).)*+-->|<!\[CDATA\[(?P<data>(?:(?!\]\]>).)*+)\]\]>"
    r"|<\??/?(?P<element>[^\s<>/?]+)|=\s*+(?P<value>\"[^\"<]*+\"|'[^'<]*+')|>(?P<text>[^<]++)",
    re.DOTALL,
)
_XML_PREFIX = re.compile(r"""xmlns(?::([\w.-]+))?\s*+=\s*+["']([^"'<]*+)["']""")


def placed(faults: Iterable[Fault], text: str, name: str) -> Iterator[Finding]:
    """Yield what is wrong with a file of a format, each finding with its place."""
    wanted: dict[str, list[Fault]] = {}
    spellings, tokens = _ways(text, name)
    waiting: dict[int, Fault] = {}
    for fault in faults:
        waiting[id(fault)] = fault
        for key in spellings(fault):
            wanted.setdefault(key, []).append(fault)
    if not wanted:
        return
    lines = Lines(text)
    number = 0
    for key, offset in tokens:
        for fault in wanted.get(key, ()):
            if waiting.pop(id(fault), None) or (fault.kind != "iri" and name != "jsonld"):
                number += 1
                yield fault.finding.at(lines.position(offset))
        if number > MOST_TOLD:
            return
    for fault in waiting.values():
        yield fault.finding.at(START)


def _ways(text: str, name: str) -> tuple[Callable[[Fault], Iterable[str]], Iterator[Token]]:
    """Return how faults may be spelt in a format, and the tokens of a text."""
    if name == "jsonld":
        spaces = [*_JSON_PREFIX.findall(text), *PREFIXES.items(), ("", SCHEMA_ORG_HTTP)]
        return _Spellings(spaces), _json_tokens(text)
    if name == "rdfxml":
        spaces = [(prefix, html.unescape(iri)) for prefix, iri in _XML_PREFIX.findall(text)]
        return _Spellings(spaces), _xml_tokens(text)
    return _turtle_keys, _turtle_tokens(text)


class _Spellings:
    """How JSON-LD and RDF/XML may spell an IRI: in full, with a prefix, or bare."""

    def __init__(self, prefixes: Iterable[tuple[str, str]]) -> None:
        self._prefixes: dict[str, list[str]] = {}
        for prefix, namespace in prefixes:
            known = self._prefixes.setdefault(namespace, [])
            if len(known) < _MOST_PREFIXES:
                known.append(prefix)

    def __call__(self, fault: Fault) -> Iterator[str]:
        """Yield the spellings of what is at fault."""
        yield fault.value.lower() if fault.kind == "tag" else fault.value
        if fault.kind != "iri":
            return
        for end in range(1, min(len(fault.value), _LONGEST_NAMESPACE) + 1):
            local = fault.value[end:]
            for prefix in self._prefixes.get(fault.value[:end], ()):
                yield f"{prefix}:{local}"
                yield local


def _json_tokens(text: str) -> Iterator[Token]:
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


def _xml_tokens(text: str) -> Iterator[Token]:
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


def _turtle_keys(fault: Fault) -> Iterator[str]:
    """Yield the one key of what is at fault; a value is one with its datatype."""
    if fault.kind == "literal":
        yield f'"{fault.value}"^^{fault.datatype}'
    else:
        yield f"@{fault.value.lower()}" if fault.kind == "tag" else f"<{fault.value}>"


def _turtle_tokens(text: str) -> Iterator[Token]:
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
