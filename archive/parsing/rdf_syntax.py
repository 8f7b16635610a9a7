"""Turtle and its kin by pyoxigraph, strictly: what they say, and where they cannot be read."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

import pyoxigraph

from archive.errors import UnreadableSource
from archive.findings import MOST_TOLD, Finding, Position, finding
from archive.json_scan import Lines
from archive.parsing.rdf_opening import START

FORMATS = {
    "nquads": pyoxigraph.RdfFormat.N_QUADS,
    "ntriples": pyoxigraph.RdfFormat.N_TRIPLES,
    "turtle": pyoxigraph.RdfFormat.TURTLE,
    "trig": pyoxigraph.RdfFormat.TRIG,
    "rdfxml": pyoxigraph.RdfFormat.RDF_XML,
    "jsonld": pyoxigraph.RdfFormat.JSON_LD,
}
_GO_ON = ("nquads", "ntriples")
"""Formats of which each line begins anew, whatever the one before was."""
_LONGEST = 200
"""Characters of a value that are quoted."""
_PLACE = re.compile(r"Parser error (?:at|between) (?:.*?): ", re.DOTALL)
_UNDECLARED = re.compile(r"The prefix (.*): has not been declared")
_DEEPEST = 64
_MARK = re.compile(
    r"#[^\n]*+"
    r'|"""(?:[^"\\]|\\.|"(?!""))*+(?:"""|\Z)|"(?:[^"\\\n]|\\.)*+(?:"|(?=\n)|\Z)'
    r"|'''(?:[^'\\]|\\.|'(?!''))*+(?:'''|\Z)|'(?:[^'\\\n]|\\.)*+(?:'|(?=\n)|\Z)"
    r"|<[^<>\s]*+>|(?P<open><<|[\[({])|(?P<shut>>>|[\])}])",
    re.DOTALL,
)
"""Brackets, and what may hold some that are none; whatever is not closed goes to the end."""


def short(text: str) -> str:
    """Return a text as findings quote it: a long one is cut."""
    return text if len(text) <= _LONGEST else text[: _LONGEST - 1] + "…"


def read(text: str, name: str, add: Callable[[pyoxigraph.Quad], None]) -> list[Finding]:
    """Hand over the statements of a file in Turtle or its kin; return where it cannot be read.

    Raises:
        UnreadableSource: pyoxigraph could not live through it, or finds a part too long.

    """
    _refuse_deep(text)
    errors: list[SyntaxError] = []
    parser = pyoxigraph.parse(text, FORMATS[name])
    while len(errors) <= MOST_TOLD:
        try:
            for quad in parser:
                add(quad)
            break
        except SyntaxError as error:
            errors.append(error)
        except MemoryError as error:
            raise too_long() from error
    return list(_told(errors, text, goes_on=name in _GO_ON))


def too_long() -> UnreadableSource:
    """Return what is raised where one part of a file is longer than pyoxigraph takes."""
    return UnreadableSource([finding("G013", variant="long", largest=2**24).at(START)])


def _refuse_deep(text: str) -> None:
    """Raise UnreadableSource where brackets are nested too deep.

    pyoxigraph 0.5.13 ends the whole program at some thousand levels of ``<<( … )>>``, and takes
    the square of the number of other ones.
    """
    if sum(text.count(opening) for opening in ("<<", "[", "(", "{")) <= _DEEPEST:
        return
    depth = 0
    for mark in _MARK.finditer(text):
        depth += 1 if mark["open"] else -1 if mark["shut"] and depth else 0
        if depth > _DEEPEST:
            at = Lines(text[: mark.start()]).position(mark.start())
            raise UnreadableSource([finding("G013", deepest=_DEEPEST).at(at)])


def _told(errors: list[SyntaxError], text: str, *, goes_on: bool) -> Iterator[Finding]:
    """Yield what pyoxigraph says; behind the first fault of grammar most is only confusion.

    In N-Triples and N-Quads each line begins anew.
    """
    lines = text.split("\n") if errors else []
    for error in errors:
        reason = _PLACE.sub("", error.msg or "", count=1)
        found = _meaning(reason, _part(error, lines))
        yield found.at(Position(error.lineno or 1, error.offset or 1))
        if found.code == "G001" and not found.variant and not goes_on:
            return


def _part(error: SyntaxError, lines: list[str]) -> str:
    """Return what stands at the place of an error, if it is within a line."""
    if not error.lineno or error.lineno > len(lines) or error.lineno != error.end_lineno:
        return ""
    start, end = error.offset or 1, error.end_offset or 1
    return lines[error.lineno - 1][start - 1 : end - 1]


def _meaning(reason: str, part: str) -> Finding:
    iri = short(part.removeprefix("^^").strip("<>"))
    if reason.startswith("No scheme found"):
        return finding("G005", iri=iri)
    if reason.startswith("Invalid IRI"):
        return finding("G006", iri=iri, reason=short(reason))
    if undeclared := _UNDECLARED.match(reason):
        return finding("G001", variant="prefix", prefix=short(undeclared[1]))
    if "subtag" in reason:
        return finding("G004", tag=short(part.lstrip("@")))
    return finding("G001", reason=short(reason))
