"""NewsML-G2 by its official XSD: well-formed first, then valid (X001)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from lxml import etree

from archive.errors import ArchiveError
from archive.findings import Finding, Position, finding
from archive.vocabulary import NEWSML_G2

if TYPE_CHECKING:
    from archive.judges.newsml_g2.expression import Expression

_KINDS = {
    "SCHEMAV_ELEMENT_CONTENT": "place",
    "SCHEMAV_CVC_COMPLEX_TYPE_2_3": "place",
    "SCHEMAV_CVC_COMPLEX_TYPE_3_2_2": "attribute",
    "SCHEMAV_CVC_COMPLEX_TYPE_4": "missing",
    "SCHEMAV_CVC_DATATYPE_VALID_1_2_1": "value",
    "SCHEMAV_CVC_DATATYPE_VALID_1_2_2": "value",
    "SCHEMAV_CVC_DATATYPE_VALID_1_2_3": "value",
    "SCHEMAV_CVC_PATTERN_VALID": "value",
    "SCHEMAV_CVC_ENUMERATION_VALID": "value",
}
"""libxml2's names of what an XSD has against a file, and the wording we have for each."""
_NAMESPACE = re.compile(r"\{http://(?:iptc\.org/std/nar/2006-10-01/|www\.w3\.org/1999/xhtml)\}")
_XML_NAMESPACE = "{http://www.w3.org/XML/1998/namespace}"
_DECLARATION = b'<?xml version="1.0" encoding="UTF-8"?>\n'
_DEFAULTS = (
    b'="http://iptc.org/std/nar/2006-10-01/"',
    b'="http://www.w3.org/1999/xhtml"',
)
"""What stands behind ``xmlns`` in our items."""
_LANG = b' xml:lang="'
_MARKS = b"<>/:=!?\"'"
_NO_MARKS = bytes(byte for byte in range(256) if byte not in _MARKS)
_ODD_MARKS = re.compile(rb"<(?:[!?]|:(?!=))")
"""Marks side by side where declarations, comments, instructions and names with prefixes begin."""
_IDS = re.compile(rb"id(?<!guid)\s*=\s*(\"[^\"&\s]+\"|.?)", re.DOTALL)
_LARGEST_PLAIN = 2**20
"""Bytes; libxml2 refuses some larger texts only where it builds a tree."""
_MANY = 100
"""Items from which on it pays to derive an expression from the XSD."""
_SPOT_CHECKS = 1_000
"""Of so many items, those of one message are judged by the XSD in any case."""
_MESSAGE_BYTES = 2**17
"""A message of so many bytes is full: what is judged at once stays in the processor's cache."""
_HEAD = (
    f'<newsMessage xmlns="{NEWSML_G2}"><header><sent>2026-01-01T00:00:00Z</sent></header><itemSet>'
).encode()
_TAIL = b"</itemSet></newsMessage>"
_ROOT = b"<newsItem"
_START = f'<newsItem xmlns="{NEWSML_G2}" '.encode()
"""How items begin; one without its namespace would have that of the message."""
_END = b"</newsItem>\n"
_ELEMENT = re.compile("Element '([^']+)'(?:, attribute '[^']+')?: ")


class _NoTree:
    """Takes what is parsed, and keeps nothing."""

    def close(self) -> None:
        """Return nothing."""


class UnusableSchema(ArchiveError):  # noqa: N818 (it is no fault of the program)
    """The file given as XSD cannot judge: it is none, or what it imports is not beside it."""


def _parser() -> etree.XMLParser:
    """Return a parser that opens nothing but what it is given.

    One that keeps no list of ids (``collect_ids``) would open the external DTD that a text names,
    whatever else it is told.
    """
    return etree.XMLParser(no_network=True, resolve_entities=False, load_dtd=False)


def _treeless(schema: etree.XMLSchema | None) -> etree.XMLParser:
    """Return a parser that builds nothing; the XSD looks at what it parses, if there is one."""
    return etree.XMLParser(
        target=_NoTree(),  # type: ignore[arg-type] # stubs ask for more
        schema=schema,
        no_network=True,
        resolve_entities=False,
        load_dtd=False,
    )


class WellFormed:
    """Judges what was written when no XSD is at hand: it can be parsed."""

    def findings(self, item: bytes) -> list[Finding]:
        """Return why an item cannot be parsed, if it cannot."""
        try:
            etree.fromstring(item, _parser())
        except etree.XMLSyntaxError as error:
            return [_syntax(error)]
        return []

    def findings_of_each(self, items: Iterable[bytes]) -> list[list[Finding]]:
        """Return the same for several items."""
        return [self.findings(item) for item in items]


class Xsd:
    """The XSD, compiled once; its import ``xml.xsd`` lies beside it."""

    def __init__(self, path: Path) -> None:
        """Compile the XSD; raise ``OSError`` without one, ``UnusableSchema`` if it is none."""
        try:
            tree = etree.parse(str(path), _parser())
            self._schema = etree.XMLSchema(tree)
        except (etree.XMLSyntaxError, etree.XMLSchemaParseError) as error:
            raise UnusableSchema(f"{path}: {error} (xml.xsd must lie beside it)") from error
        self._root: etree._Element | None = tree.getroot()
        """Until an expression was derived of it."""
        self._parser = _parser()
        self._treeless = _treeless(self._schema)
        self._only_parsed = _treeless(None)
        self._count = 0

    def findings(self, item: bytes) -> list[Finding]:
        """Return everything the XSD has against an item, in the order of its lines."""
        return [] if self._is_surely_valid(item) else self._judged(self._parsed(item))

    def findings_of_each(self, items: Iterable[bytes]) -> list[list[Finding]]:
        """Return the same for several items.

        A message of items that is valid has no fault in any; only if it is not, each is judged by
        itself. Parser and XSD are made ready once for a message, which saves a tenth. Of many
        items those that look as we write them are held against the XSD as an expression, and
        against the XSD itself now and then.
        """
        told: list[list[Finding]] = []
        for some in _few_at_a_time(items):
            if self._are_valid([item.removeprefix(_DECLARATION) for item in some]):
                told += ([] for _ in some)
            else:
                told += map(self.findings, some)
        return told

    def _are_valid(self, items: Sequence[bytes]) -> bool:
        """Return whether some items, without declarations, surely are."""
        self._count += len(items)
        are_known = self._count > _MANY and self._are_known(items)
        if are_known and self._count % _SPOT_CHECKS >= len(items):
            return True
        message = _message(items)
        is_valid = bool(message) and self._is_surely_valid(message)
        if are_known and not is_valid:  # then nothing is known
            self._expression = None
        return is_valid

    def _are_known(self, items: Sequence[bytes]) -> bool:
        """Return whether items are valid by what was derived from the XSD, and can be parsed."""
        expression = self._expression
        if expression is None or not all(map(expression.matches, items)):
            return False
        message = b"".join([_HEAD, *items, _TAIL])
        if len(message) > _LARGEST_PLAIN or not all(map(_have_own_ids, items)):
            return False
        try:
            etree.fromstring(message, self._only_parsed)
        except etree.XMLSyntaxError:
            return False
        return True

    @cached_property
    def _expression(self) -> Expression | None:
        """Return the XSD as an expression; nothing where it has parts that are not understood."""
        from archive.judges.newsml_g2.expression import Expression
        from archive.judges.newsml_g2.values import Unclear

        root, self._root = self._root, None
        assert root is not None  # noqa: S101 (this is asked for once)
        try:
            return Expression(root)
        except (Unclear, ValueError, RecursionError):
            return None

    def _is_surely_valid(self, item: bytes) -> bool:
        """Return whether an item that is plain is valid; the XSD looks at it as it is parsed.

        Without trees, whose memory comes and goes, a batch takes a twentieth less time.
        """
        if not _is_plain(item):
            return False
        try:
            etree.fromstring(item, self._treeless)
        except etree.XMLSyntaxError:
            return False
        return not len(self._treeless.error_log)

    def _parsed(self, item: bytes) -> etree._Element | Finding:
        try:
            return etree.fromstring(item, self._parser)
        except etree.XMLSyntaxError as error:
            return _syntax(error)

    def _judged(self, parsed: etree._Element | Finding) -> list[Finding]:
        if isinstance(parsed, Finding):
            return [parsed]
        if self._schema.validate(parsed):
            return []
        log = self._schema.error_log
        return [_violation(entry) for entry in log]  # type: ignore[attr-defined] # stubs lack it


@lru_cache(maxsize=1)
def opened(path: Path) -> Xsd:
    """Return the XSD of a path, compiled once in a process; raise what ``Xsd`` does."""
    return Xsd(path)


def _few_at_a_time(items: Iterable[bytes]) -> Iterator[list[bytes]]:
    """Yield as many items as fill a message."""
    some: list[bytes] = []
    size = 0
    for item in items:
        if some and size + len(item) > _MESSAGE_BYTES:
            yield some
            some, size = [], 0
        some.append(item)
        size += len(item)
    if some:
        yield some


def _message(alone: Sequence[bytes]) -> bytes:
    """Return a message of items; nothing if one could be well-formed only among the others.

    Each begins with the only start of a ``newsItem`` in it and ends with an end of one. So there
    are as many ends as starts, if the message can be parsed at all, and all that stands between
    the two belongs to the item. (No comment hides any: what has one is not plain.)
    """
    if not all(item.startswith(_START) and item.endswith(_END) for item in alone):
        return b""
    message = b"".join([_HEAD, *alone, _TAIL])
    return message if message.count(_ROOT) == len(alone) else b""


def _is_plain(item: bytes) -> bool:
    """Return whether an item has nothing that libxml2 refuses only where it builds a tree.

    Such are faults of prefixes, of namespaces and of ids that stand twice; of prefixes our items
    have ``xml:lang`` alone. A text may look odd, too, which costs a closer look and no more.
    """
    item = item.removeprefix(_DECLARATION)
    marks = item.translate(None, _NO_MARKS)
    if len(item) > _LARGEST_PLAIN or _ODD_MARKS.search(marks):
        return False
    if marks.count(b":=") != item.count(_LANG):
        return False
    if not all(behind.startswith(_DEFAULTS) for behind in item.split(b"xmlns")[1:]):
        return False
    return _have_own_ids(item)


def _have_own_ids(item: bytes) -> bool:
    """Return whether no id stands twice, as far as that can be seen."""
    ids = _IDS.findall(item)
    return len(set(ids)) == len(ids) and all(len(one) > 1 for one in ids)


def _syntax(error: etree.XMLSyntaxError) -> Finding:
    line, column = error.position
    return finding("X001", variant="syntax", reason=str(error.msg)).at(_position(line, column))


def _violation(entry: etree._LogEntry) -> Finding:
    """Return what the XSD says, in short; libxml2 names no column here."""
    message = _NAMESPACE.sub("", entry.message).replace(_XML_NAMESPACE, "xml:")
    match = _ELEMENT.match(message)
    element = match[1] if match else ""
    reason = message[match.end() :] if match else message
    variant = _KINDS.get(entry.type_name, "") if element else ""
    said = {"element": element, "reason": reason}
    return finding("X001", variant=variant, **said).at(_position(entry.line, entry.column))


def _position(line: int, column: int) -> Position:
    return Position(max(line, 1), max(column, 1))
