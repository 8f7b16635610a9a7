"""Messages: many items in one file, and packages of them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import partial
from itertools import chain

from msgspec.structs import replace

from archive.edtf import instant, is_moment
from archive.findings import Finding, finding
from archive.readers import Reading
from archive.readers.newsml_g2 import own_item, package, their_item
from archive.readers.newsml_g2.codes import Codes, codes_of
from archive.readers.newsml_g2.concepts import Concepts, concepts
from archive.readers.newsml_g2.names import G2, local
from archive.readers.newsml_g2.own import OwnDraft
from archive.readers.newsml_g2.source import ItemPlaces, Source
from archive.readers.newsml_g2.their_files import take_picture
from archive.readers.newsml_g2.theirs import TheirDraft
from archive.readers.newsml_g2.walk import Draft, Element, attributes, count

_NEWS = f"{G2}newsItem"
_PACKAGE = f"{G2}packageItem"
_HEADER = f"{G2}header"
_ITEM_SET = f"{G2}itemSet"


def readings(source: Source, before: Sequence[Reading] = (), latest: str = "") -> Iterator[Reading]:
    """Yield a document for each news item of a message; its head is told of with the last.

    Those of its first items may be known ``before``, of which the latest was made then.
    """
    message = Message(source, latest)
    last: Reading | None = None
    for reading in chain(before, message.readings(len(before))):
        if last is not None:
            yield last
        last = reading
    if last is None:
        told = finding("L106", kind="newsMessage", parts=count(source.root))
        yield Reading(None, source.placed([((source.root, ""), told)]))
        return
    yield replace(last, findings=(*last.findings, *message.head(message.latest)))


def one(source: Source, item: Element, known: Concepts) -> Reading:
    """Return what an item says that stands by itself."""
    return _finished(source, _draft(item, known))


def _draft(item: Element, known: Concepts) -> Draft:
    codes = codes_of(item)
    if own_item.is_own(item):
        return own_item.document(item, codes)
    if item.tag == _NEWS:
        return their_item.document(item, codes, known)
    draft = Draft(item, codes)
    draft.say("L106", (item, ""), kind=local(item.tag), parts=count(item))
    return draft


def _finished(source: Source, draft: Draft) -> Reading:
    findings = source.placed(draft.told())
    return Reading(draft.document or None, findings, ItemPlaces(source, partial(_kept, draft)))


def _kept(draft: Draft) -> Draft:
    """Return a draft that knows where its values came from: of ours by reading the item again."""
    if draft.is_kept:
        return draft
    return own_item.document(draft.root, draft.codes, is_kept=True)


class Message:
    """The items of a message, and which of them belong to others."""

    def __init__(self, source: Source, latest: str = "") -> None:
        items = [item for one in source.root.iterchildren(_ITEM_SET) for item in one.iterchildren()]
        self._source = source
        self._items = items
        self._concepts = concepts(items)
        self._works = {_edition(item): item for item in items if own_item.is_own(item)}
        self._companions: dict[Element, list[Element]] = {}
        """Text of ours → the items that repeat what it says."""
        self._pictures: dict[Element, list[Element]] = {}
        """Text of others → package and pictures that belong to it."""
        self._taken: set[Element] = set()
        self.latest = latest
        """The latest moment at which an item was made, of those that have been read."""
        self._is_ours = len(self._works) > 0
        self._news: dict[str, Element] = {}
        """Guid → the first item of it."""
        for item in items:
            if item.tag == _NEWS:
                self._news.setdefault(item.get("guid", ""), item)
        for item in items:
            self._sort(item)

    def _sort(self, item: Element) -> None:
        """Find out which item another one belongs to."""
        if package.is_companion(item):
            work = self._works.get(_edition(item))
            if work is not None and work is not item:
                self._companions.setdefault(work, []).append(item)
                self._taken.add(item)
        elif item.tag == _PACKAGE:
            self._is_ours = False
            self._sort_package(item)
        elif not own_item.is_own(item):
            self._is_ours = False

    def _sort_package(self, item: Element) -> None:
        names = dict.fromkeys(ref.get("residref", "") for ref in item.iter(f"{G2}itemRef"))
        members = [self._news[name] for name in names if name and name in self._news]
        texts = [one for one in members if not _is_picture(one)]
        if not texts or own_item.is_own(texts[0]):
            return
        pictures = [one for one in members if _is_picture(one) and one not in self._taken]
        self._pictures.setdefault(texts[0], []).extend([item, *pictures])
        self._taken.update([item, *pictures])

    def readings(self, first: int = 0) -> Iterator[Reading]:
        """Yield what each item says that does not belong to another one, from a number on."""
        for item in self._items[first:]:
            if item not in self._taken:
                yield self._reading(item)

    def _reading(self, item: Element) -> Reading:
        draft = _draft(item, self._concepts)
        made = draft.document.get("versionCreated")
        if isinstance(made, str) and is_moment(made):
            self.latest = later(self.latest, made)
        if isinstance(draft, OwnDraft) and item in self._companions:
            package.compare(draft, self._companions[item])
        if isinstance(draft, TheirDraft):
            for other in self._pictures.get(item, ()):
                self._take(other, draft)
        return _finished(self._source, draft)

    def _take(self, other: Element, draft: TheirDraft) -> None:
        """Take a picture as an attachment of the text; the package itself is named."""
        if other.tag == _NEWS:
            take_picture(their_item.document(other, codes_of(other), {}), draft)
        draft.left_out(other)

    def head(self, latest: str) -> tuple[Finding, ...]:
        """Return what is to be said of the head: of ours, whether it repeats the latest version."""
        root = self._source.root
        draft = Draft(root, Codes({}))
        draft.rest(root, attributes(root))
        for child in draft.parts(root):
            if child.tag == _ITEM_SET:
                draft.rest(child, attributes(child))
                draft.parts(child)
            elif child.tag == _HEADER and self._is_ours:
                _header(child, draft, latest)
            else:
                draft.left_out(child)
        return self._source.placed(draft.told())


def _header(element: Element, draft: Draft, latest: str) -> None:
    draft.rest(element, attributes(element))
    for child in draft.parts(element):
        if child.tag == f"{G2}sent":
            draft.copy((child, ""), draft.text(child), latest, "/versionCreated")
            draft.rest(child, attributes(child))
        else:
            draft.left_out(child)
    if element.find(f"{G2}sent") is None:
        draft.copy((element, ""), None, latest, "/versionCreated")


def later(one: str, other: str) -> str:
    """Return the later of two moments; one may be missing."""
    return max(one, other, key=instant) if one and other else one or other


def _edition(item: Element) -> tuple[str, str]:
    """Return work and version of an item; of what belongs to a work, those of the work."""
    return item.get("guid", "").partition("#")[0], item.get("version", "")


def _is_picture(item: Element) -> bool:
    """Return whether an item is a picture or a recording, not a text."""
    class_ = item.find(f"{G2}itemMeta/{G2}itemClass")
    code = None if class_ is None else codes_of(item).take(attributes(class_), "qcode")
    return code in ("ninat:picture", "ninat:graphic", "ninat:video", "ninat:audio")
