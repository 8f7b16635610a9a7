"""JSON-LD: strict JSON first, then its statements; no context is ever fetched.

pyoxigraph drops what it cannot use without a word (a relative ``@id``, a key that no context
explains), unless it is lenient: so it is, and the rules say what others would drop.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Callable, Iterable, Iterator
from typing import Any, NamedTuple

import msgspec
import pyoxigraph
from msgspec.structs import replace

from archive.contracts import contract
from archive.errors import UnreadableSource
from archive.findings import Finding, Position, Severity, finding
from archive.json_text import BOM, read
from archive.parsing.rdf_opening import another
from archive.parsing.rdf_syntax import short, too_long
from archive.places import Places
from archive.positions import JsonPlaces, pointer
from archive.vocabulary import OWN, SCHEMA_ORG

_KEYWORDS = frozenset(
    [
        "@base",
        "@container",
        "@context",
        "@direction",
        "@graph",
        "@id",
        "@import",
        "@included",
        "@index",
        "@json",
        "@language",
        "@list",
        "@nest",
        "@none",
        "@prefix",
        "@propagate",
        "@protected",
        "@reverse",
        "@set",
        "@type",
        "@value",
        "@version",
        "@vocab",
        "@annotation",
    ]
)
_LIKE_KEYWORD = re.compile(r"@[A-Za-z]+")
_UNEXPECTED = "Unexpected key in term definition"
_OF_DEFINITIONS = frozenset(
    {
        "@container",
        "@context",
        "@direction",
        "@id",
        "@index",
        "@language",
        "@nest",
        "@prefix",
        "@protected",
        "@reverse",
        "@type",
    }
)
_MOST_NARROWED = 20
"""So many faults of structure are looked for in the parts of a document; others are at its top."""
_MOST_WORK = 2**28
"""Bytes of the largest context, times how often it may have to be worked out again: ten seconds.

A context within a context is worked out for each object, which takes sixteen times as long.
"""

Steps = tuple[str | int, ...]
Add = Callable[[pyoxigraph.Quad], None]
"""Takes a statement."""
SCHEMA_ORG_HTTP = SCHEMA_ORG.replace("https", "http")


def documents(raw: bytes) -> Iterator[tuple[int, bytes]]:
    """Yield the documents of a file, each with its first line: one, or one in each line.

    Many releases in one file stand so, a document in a line.
    """
    first, _, rest = raw.partition(b"\n")
    if not rest.strip() or not _is_whole(first.removeprefix(BOM)):
        yield 1, raw
        return
    for number, line in enumerate(raw.split(b"\n"), 1):
        if line.strip():
            yield number, line


def _is_whole(line: bytes) -> bool:
    if not line.startswith(b"{"):
        return False
    try:
        msgspec.json.decode(line)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        return False
    return True


def is_schema_org_context(address: str) -> bool:
    """Return whether the address of a JSON-LD context is schema.org's."""
    bare = address.strip().removeprefix("https").removeprefix("http").rstrip("/").lower()
    return bare in ("://schema.org", "://www.schema.org", "://schema.org/docs/jsonldcontext.jsonld")


class Read(NamedTuple):
    """What is wrong with a document, and whether its meaning could be had as a whole."""

    told: list[Finding]
    is_partial: bool = False


def read_bytes(raw: bytes, first_line: int, add: Add) -> Read:
    """Hand over the statements of a document; say what is wrong with it as JSON and as JSON-LD.

    Raises:
        UnreadableSource: it is not strict JSON, or too much work.

    """
    try:
        document, warnings = read(raw, first_line=first_line)
    except UnreadableSource as error:
        if found := another(raw, "jsonld"):
            raise UnreadableSource([found]) from error
        raise
    text = raw.removeprefix(BOM)
    places = JsonPlaces(text, first_line=first_line)
    if not isinstance(document, dict | list):
        found = finding("G001", variant="value").at(Position(first_line, 1))
        return Read([*warnings, found])
    told, is_partial = read_document(document, text, places, add)
    return Read([*warnings, *told], is_partial)


def read_document(document: Any, raw: bytes, places: Places, add: Add) -> Read:
    """Do the same with an object or array that was read already; ``raw`` is how it was written.

    Raises:
        UnreadableSource: it is too much work.

    """
    contexts = _Contexts()
    local = contexts.local(document, ())
    told = [
        one.at(places.find(pointer(steps)))
        for steps, one in (*contexts.told, *_meaningless(document))
    ]
    if contexts.work() > _MOST_WORK:
        raise UnreadableSource([finding("G013", variant="contexts").at(places.find(""))])
    encoded = msgspec.json.encode(local) if contexts.told else raw
    for reason, steps in _statements(encoded, local, add):
        told.append(finding("G001", reason=short(reason)).at(places.find(pointer(steps))))
    return Read(told, contexts.is_partial)


def statements(raw: bytes) -> Iterator[pyoxigraph.Quad]:
    """Yield the statements of a file without fault."""
    for first_line, part in documents(raw):
        local = _Contexts().local(read(part, first_line=first_line)[0], ())
        yield from pyoxigraph.parse(msgspec.json.encode(local), pyoxigraph.RdfFormat.JSON_LD)


class _Contexts:
    """Puts contexts at hand in the place of those that would have to be fetched."""

    def __init__(self) -> None:
        self.told: list[tuple[Steps, Finding]] = []
        self.is_partial = False
        self._largest = 0
        self._count = 0
        self._objects = 0
        self._is_scoped = False

    def work(self) -> int:
        """Return about how many bytes of contexts a reader has to go through."""
        return self._largest * (self._objects * 16 if self._is_scoped else self._count)

    def local(self, value: Any, steps: Steps, *, is_context: bool = False) -> Any:
        """Return a value in which no context has to be fetched; the same if there was none."""
        if isinstance(value, list):
            return [
                self.local(one, (*steps, at), is_context=is_context)
                for at, one in enumerate(value)
            ]  # fmt: skip
        if isinstance(value, str) and is_context:
            return self._fetched(value, steps)
        if not isinstance(value, dict):
            return value
        self._objects += 1
        return {
            key: self._member(key, one, (*steps, key))
            for key, one in value.items()
            if not (is_context and key == "@import" and self._is_left_out(one, (*steps, key)))
        }

    def _member(self, key: str, value: Any, steps: Steps) -> Any:
        if key != "@context":
            return self.local(value, steps)
        self._largest = max(self._largest, len(msgspec.json.encode(value)))
        self._count += 1
        self._is_scoped = self._is_scoped or "@context" in steps[:-1]
        return self.local(value, steps, is_context=True)

    def _is_left_out(self, address: Any, steps: Steps) -> bool:
        self._tell(str(address), steps, variant="")
        self.is_partial = True
        return True

    def _fetched(self, address: str, steps: Steps) -> Any:
        if address.startswith(OWN) and address.endswith("context.jsonld"):
            self._tell(address, steps, variant="own")
            return msgspec.json.decode(contract("context.jsonld"))["@context"]
        if is_schema_org_context(address):
            self._tell(address, steps, variant="schema_org")
            return {"@vocab": SCHEMA_ORG_HTTP}
        self._tell(address, steps, variant="")
        self.is_partial = True
        return {}

    def _tell(self, address: str, steps: Steps, *, variant: str) -> None:
        found = finding("G010", variant=variant, address=short(address))
        if variant:  # one that is known: there is nothing to mend
            found = replace(found, severity=Severity.INFO)
        self.told.append((steps, found))


def _meaningless(document: Any) -> Iterator[tuple[Steps, Finding]]:
    """Yield keys that look like keywords and are none: readers have to pass over them."""
    level: list[tuple[Steps, Any]] = [((), document)]
    while level:
        below: list[tuple[Steps, Any]] = []
        for steps, value in level:
            for step, part in _parts(value):
                if (
                    isinstance(step, str)
                    and step not in _KEYWORDS
                    and _LIKE_KEYWORD.fullmatch(step)
                ):
                    yield (*steps, step), finding("G012", variant="keyword", key=short(step))
                elif isinstance(part, dict | list):
                    below.append(((*steps, step), part))
        level = below


def _parts(value: Any) -> Iterable[tuple[str | int, Any]]:
    """Return the members of an object or the items of a list."""
    return value.items() if isinstance(value, dict) else enumerate(value)


def _statements(encoded: bytes, document: Any, add: Add) -> Iterator[tuple[str, Steps]]:
    """Take in the statements of a document; yield why it has not more of them, and where."""
    # pyoxigraph 0.5.13 goes through a context in an order that is another in each run, and of the
    # unknown keys of a definition it says the one that it meets first.
    reasons = sorted(set(_parsed(encoded, add)))
    known = [reason for reason in reasons if not reason.startswith(_UNEXPECTED)]
    if len(known) < len(reasons):
        for steps in itertools.islice(_unexpected(document), _MOST_NARROWED):
            yield f"{_UNEXPECTED} '{steps[-1]}'", steps
    for number, reason in enumerate(known):
        yield reason, _narrowed(document, reason) if number < _MOST_NARROWED else ()


def _unexpected(document: Any) -> Iterator[Steps]:
    """Yield the way to the first unknown key of each definition of a term that has some."""
    level: list[tuple[Steps, Any]] = [((), document)]
    while level:
        below: list[tuple[Steps, Any]] = []
        for steps, value in level:
            if isinstance(value, dict) and _is_definition(steps):
                unknown = (key for key in value if key not in _OF_DEFINITIONS)
                yield from ((*steps, key) for key in itertools.islice(unknown, 1))
            parts = [((*steps, step), part) for step, part in _parts(value)]
            below += [one for one in parts if isinstance(one[1], dict | list)]
        level = below


def _is_definition(steps: Steps) -> bool:
    """Return whether what a way leads to defines a term: it is a member of a context."""
    if not steps or isinstance(steps[-1], int) or steps[-1] == "@context":
        return False
    above = [step for step in steps[-3:-1] if isinstance(step, str)]
    return bool(above) and above[-1] == "@context"


def _parsed(encoded: bytes, add: Add) -> Iterator[str]:
    parser = pyoxigraph.parse(encoded, pyoxigraph.RdfFormat.JSON_LD, lenient=True)
    while True:
        try:
            for quad in parser:
                add(quad)
        except SyntaxError as error:
            yield error.msg or ""
        except MemoryError as error:
            raise too_long() from error
        else:
            return


def _narrowed(document: Any, reason: str) -> Steps:
    """Return the way to the smallest part of a document that has the same fault by itself.

    pyoxigraph 0.5.13 says of a fault of structure what it is and not where.
    """
    context = document.get("@context", {}) if isinstance(document, dict) else {}
    steps: Steps = ()
    here = document
    while isinstance(here, dict | list):
        for step, part in _parts(here):
            alone = {step: part} if isinstance(step, str) else part
            if isinstance(alone, dict) and _has(alone, context, reason):
                steps, here = (*steps, step), part
                break
        else:
            break
    return steps


def _nobody(_: pyoxigraph.Quad) -> None:
    pass


def _has(part: dict[str, Any], context: Any, reason: str) -> bool:
    encoded = msgspec.json.encode({"@context": context} | part)
    return reason in set(_parsed(encoded, _nobody))
