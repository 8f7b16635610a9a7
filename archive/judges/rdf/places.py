"""Where a term or value stands in the text of a file; looked up only when it has a fault.

A file is cut into tokens once, whatever the number of faults. A term is told where it first
stands, a value at each place. What is not found, since the syntax has one more way to say it,
stands at the beginning.
"""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Iterable, Iterator

from archive.findings import MOST_TOLD, Finding
from archive.graph.terms import PREFIXES
from archive.json_scan import Lines
from archive.judges.rdf.rules import Fault
from archive.parsing.rdf_jsonld import SCHEMA_ORG_HTTP
from archive.parsing.rdf_opening import START
from archive.parsing.rdf_tokens import Token, json_tokens, turtle_tokens, xml_tokens

_JSON_PREFIX = re.compile(r'"(@vocab|[^"\\:@]+)"\s*+:\s*+(?:\{\s*+"@id"\s*+:\s*+)?+"([^"\\]+)"')
_MOST_PREFIXES, _LONGEST_NAMESPACE = 8, 200
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
        return _Spellings(spaces), json_tokens(text)
    if name == "rdfxml":
        spaces = [(prefix, html.unescape(iri)) for prefix, iri in _XML_PREFIX.findall(text)]
        return _Spellings(spaces), xml_tokens(text)
    return _turtle_keys, turtle_tokens(text)


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


def _turtle_keys(fault: Fault) -> Iterator[str]:
    """Yield the one key of what is at fault; a value is one with its datatype."""
    if fault.kind == "literal":
        yield f'"{fault.value}"^^{fault.datatype}'
    else:
        yield f"@{fault.value.lower()}" if fault.kind == "tag" else f"<{fault.value}>"
