"""NewsML-G2, whoever wrote it: well-formed, valid by its XSD, and right where no XSD can say."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from itertools import chain, islice
from pathlib import Path

from lxml import etree

from archive.findings import MOST_TOLD, Finding, Position, bounded, finding
from archive.judges.newsml_g2 import catalogue, fixity
from archive.judges.newsml_g2.profile import Profile, is_ours
from archive.judges.newsml_g2.rules import MESSAGE_RULES, Rule, asked, identity
from archive.judges.newsml_g2.rules.characters import invisible, may_be_odd
from archive.judges.newsml_g2.schemas import Schema, Schemas, version_told
from archive.judges.newsml_g2.tree import G2, Fault, Item
from archive.judges.newsml_g2.vetted import Vetted
from archive.judges.newsml_g2.violations import Violation, violations
from archive.parsing.xml import declares, left_out, misdeclared, opened, parser
from archive.parsing.xml_places import places, text_of

_LARGE = 2**15
"""Bytes; the faults of larger files are looked for in a way that can stop."""
_MESSAGE = f"{G2}newsMessage"
_ITEMS = tuple(G2 + name for name in identity.ITEMS)
_Placed = tuple[int, str, Finding]
"""Number of the element (from 0), name of the attribute, finding."""


def judge(name: str, standards: Path | None) -> NewsmlG2:  # noqa: ARG001 (it knows one format)
    """Return the judge of NewsML-G2; raise ``UnusableSchema`` where the XSD of the folder is none.

    Without the official files it judges by all but the XSD. What says it is ours is compared with
    our own grammar, too, where nothing else is wrong (X027).
    """
    return NewsmlG2(standards, profile=Profile())


class NewsmlG2:
    """Judges files of NewsML-G2."""

    def __init__(
        self, standards: Path | None, *, is_ours: bool = False, profile: Profile | None = None
    ) -> None:
        """Make ready; of our own files what others may do otherwise is a fault, too.

        The grammar of a profile takes three times as long as all else.
        """
        self._schemas = Schemas(standards)
        self._known = catalogue.schemes(standards)
        self._parser = parser()
        self._vetted: Vetted | None = None
        self._is_ours = is_ours
        self._profile = profile

    def findings(self, raw: bytes) -> list[Finding]:
        """Return everything that is wrong with a file, in the order of its lines."""
        if wrong := misdeclared(raw):
            return [wrong]
        schema = self._schemas.of(raw)
        root = self._valid(raw, schema)
        violated: list[Violation] = []
        if root is None:
            parsed = opened(raw, self._parser)
            if isinstance(parsed, Finding):
                return [parsed]
            root = parsed
            if schema and _refused(root) is None:
                violated = violations(raw, schema.compiled)
        if refused := _refused(root):
            return _sorted(raw, root, [(0, "", refused)])
        faults = self._faults(raw, root)
        if version := version_told(_stating(root), schema):
            faults.append(Fault(_stating(root), "standardversion", version))
        if not (faults or violated):
            faults = self._unlike_ours(root)
        if not (faults or violated):
            return []
        return _sorted(raw, root, [*violated, *_numbered(root, faults)])

    def _unlike_ours(self, root: etree._Element) -> list[Fault]:
        """Return how a file that says it is ours differs from what we write, if it does."""
        if self._profile is None or not is_ours(root):
            return []
        return self._profile.faults(root)

    def differing_files(self, raw: bytes, find: fixity.Find) -> list[Finding]:
        """Return where an item and the files it refers to do not agree (X021)."""
        root = opened(raw, self._parser)
        if isinstance(root, Finding):
            return [root]
        if refused := _refused(root):
            return _sorted(raw, root, [(0, "", refused)])
        items = (Item(part, self._known) for part in _parts(root))
        faults = chain.from_iterable(fixity.differing(item, find) for item in items)
        return _sorted(raw, root, _numbered(root, list(islice(faults, MOST_TOLD + 1))))

    def _valid(self, raw: bytes, schema: Schema | None) -> etree._Element | None:
        """Return the tree of a file that is valid; ``None`` where that is not known.

        Validating a tree takes as long, but leaves marks in it at which the grammar of the profile
        takes offence.
        """
        if schema is None or len(raw) > _LARGE:
            return None
        try:
            return etree.fromstring(raw, schema.parser)
        except etree.XMLSyntaxError:
            return None

    def _faults(self, raw: bytes, root: etree._Element) -> list[Fault]:
        """Return what the rules find; no more is looked for when that is more than is told."""
        more = (Rule(invisible),) if may_be_odd(raw, root.getroottree().docinfo.encoding) else ()
        left = (Fault(element, "", one) for element, one in left_out(root))
        return list(islice(chain(left, self._by_item(root, more)), MOST_TOLD + 1))

    def _by_item(self, root: etree._Element, more: tuple[Rule, ...]) -> Iterator[Fault]:
        """Yield what is wrong with each item; of those before only their names are kept."""
        together = [(rule, set[str]()) for rule in MESSAGE_RULES.values()]
        for part in _parts(root):
            item = Item(part, self._known, is_ours=self._is_ours, vetted=self._vetted)
            is_right = True
            for rule in (*asked(item), *more):
                for fault in rule.faults(item):
                    is_right = False
                    yield fault
            if is_right:
                self._vetted = item.vet()
            for whole, seen in together:
                yield from whole(item, seen)


def _refused(root: etree._Element) -> Finding | None:
    """Return why a file is not looked into, if it is not."""
    return finding("X026") if declares(root) else identity.root(root)


def _parts(root: etree._Element) -> Iterator[etree._Element]:
    """Yield what stands for itself in a file: the item, or head and items of a message."""
    if root.tag != _MESSAGE:
        yield root
        return
    yield from root.iterchildren(f"{G2}header")
    for items in root.iterchildren(f"{G2}itemSet"):
        yield from items.iterchildren(*_ITEMS)


def _stating(root: etree._Element) -> etree._Element:
    """Return the element that states a version: the first item of a message."""
    if root.tag != _MESSAGE:
        return root
    stating = next(root.iter(*_ITEMS), None)
    return root if stating is None else stating


def _numbered(root: etree._Element, faults: list[Fault]) -> Iterator[_Placed]:
    """Yield faults with the number of their element instead of it."""
    wanted = {fault.element for fault in faults}
    numbers = {
        element: number for number, element in enumerate(root.iter("*")) if element in wanted
    }
    for element, attribute, found in faults:
        yield numbers[element], attribute, found


def _sorted(raw: bytes, root: etree._Element, found: Iterable[_Placed]) -> list[Finding]:
    """Return findings with their places, in the order of the file."""
    found = list(found)
    wanted: dict[int, set[str]] = defaultdict(set)
    for number, attribute, _ in found:
        wanted[number].add(attribute)
    text = text_of(raw, root.getroottree().docinfo.encoding)
    where = places(text, wanted)
    placed = [
        (
            where.get((number, attribute), Position(1, 1)),
            one.code,
            one.variant,
            str(one.params),
            one,
        )
        for number, attribute, one in found
    ]
    ordered = sorted(placed, key=lambda one: one[:4])
    return list(bounded(one.at(position) for position, *_, one in ordered))
