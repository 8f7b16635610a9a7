"""The objects of a page's JSON-LD, whatever shape they have there.

A value may be a string, an object or a list of either, may stand in ``@value``, ``@list`` or
``@set``, and an object may be described elsewhere in the file under the same ``@id``.
"""

from __future__ import annotations

import html
import re
from collections import deque
from collections.abc import Collection, Iterator, Mapping
from typing import Any, NamedTuple

from archive.languages import canonical, is_well_formed
from archive.parsing.drafts import Draft, Where, dotted, weight
from archive.readers.jsonld.article_context import Context, is_of_schema
from archive.validation import formats

_ENTITY = re.compile(
    r"&(?:amp|lt|gt|quot|apos|nbsp|[lr][sd]quo|[mn]dash|hellip|#[0-9]{2,5}|#[xX][0-9a-fA-F]{2,4});"
)
_WRAPPERS = ("@list", "@set")
_REFERENCE = frozenset({"@id", "@type", "@context"})


def is_iri(value: object) -> bool:
    """Return whether a value is an absolute IRI."""
    return isinstance(value, str) and bool(formats.check("format", "iri")(value))


def is_web_address(value: object) -> bool:
    """Return whether a value is an IRI of the web."""
    return is_iri(value) and str(value).startswith(("http://", "https://"))


class Home(NamedTuple):
    """An object of the source, where it stands, and the context there."""

    value: dict[str, Any]
    where: Where
    context: Context


class Said(NamedTuple):
    """A value of a term: text, number or truth, or an object as a node."""

    value: Any
    where: Where
    language: str = ""
    """The language that stands beside the value, if one does."""


class Page:
    """The draft of one article, and the objects of the file that it may refer to by their id."""

    def __init__(self, homes: Mapping[str, Home]) -> None:
        self.draft = Draft(is_iri)
        self.waiting: deque[tuple[str, Node, dict[str, Any]]] = deque()
        """Things that have been named, of which more is to be taken: field, node and entity."""
        self.keywords: dict[str, Where] = {}
        self.topics: set[tuple[str, str]] = set()
        self._homes = homes
        self._nodes: dict[int, Node] = {}

    def node(self, home: Home) -> Node:
        """Return the node of an object, the same whenever it is asked for."""
        known = self._nodes.get(id(home.value))
        if known is None:
            known = self._nodes[id(home.value)] = Node(self, home)
        return known

    def home(self, name: str) -> Home | None:
        """Return the object that describes what has this id."""
        return self._homes.get(name)

    def used(self) -> Iterator[int]:
        """Yield the identities of the objects that this article took something from."""
        yield from self._nodes


class Node:
    """An object of the source, by its terms of schema.org, with those that were taken from it."""

    def __init__(self, page: Page, home: Home) -> None:
        self.page = page
        self.value, self.where, self.context = home
        self.id = ""
        self.types: tuple[str, ...] = ()
        self.entity: dict[str, Any] | None = None
        self._keys: dict[str, list[str]] = {}
        self._taken: set[str] = set()
        self._said: dict[str, list[Said]] = {}
        for name, said in self.value.items():
            key = self.context.key(name)
            self._keys.setdefault(key, []).append(name)
            if key == "@id" and isinstance(said, str):
                self.id = said
            elif key == "@type":
                self.types += types(said, self.context)

    def has(self, term: str) -> bool:
        """Return whether the object says something by a term."""
        return any(weight(self.value[name]) for name in self._keys.get(term, ()))

    def place(self, term: str) -> Where:
        """Return where the object says something by a term."""
        return (*self.where, self._keys[term][0])

    def take(self, *terms: str) -> list[Said]:
        """Return all values of some terms, in this order."""
        return [said for term in terms for said in self._values(term)]

    def _values(self, term: str) -> list[Said]:
        known = self._said.get(term)
        if known is None:
            known = self._said[term] = []
            for name in self._keys.get(term, ()):
                self._taken.add(name)
                known.extend(self._flat(self.value[name], (*self.where, name)))
        return known

    def _flat(self, value: Any, where: Where) -> Iterator[Said]:
        """Yield the values that say something, out of lists and wrappers."""
        if isinstance(value, list):
            for number, one in enumerate(value):
                yield from self._flat(one, (*where, number))
        elif isinstance(value, dict):
            yield from self._of_object(value, where)
        elif weight(value):
            yield Said(value, where)

    def _of_object(self, value: dict[str, Any], where: Where) -> Iterator[Said]:
        context = self.context.inside(value["@context"]) if "@context" in value else self.context
        wrapper = next((name for name in _WRAPPERS if name in value), None)
        if "@value" in value:
            yield from self._literal(value, where)
        elif wrapper is not None:
            yield from self._flat(value[wrapper], (*where, wrapper))
            self._name_others(value, where, {wrapper})
        elif _is_language_map(value, context):
            for tag, said in value.items():
                for one in self._flat(said, (*where, tag)):
                    yield Said(one.value, one.where, tag)
        elif weight(value):
            node = self.page.node(Home(value, where, context))
            yield Said(node, where)

    def _literal(self, value: dict[str, Any], where: Where) -> Iterator[Said]:
        """Yield what a value object says; of its type only that it is one."""
        said, language = value["@value"], value.get("@language")
        tag = language if isinstance(language, str) else ""
        self._name_others(value, where, {"@value", "@type", "@language" if tag else "@value"})
        self.page.draft.passed(value.get("@type"), (*where, "@type"))
        if isinstance(said, dict | list):
            self.page.draft.unused(said, (*where, "@value"))
        elif weight(said):
            yield Said(said, (*where, "@value"), tag)

    def _name_others(self, value: dict[str, Any], where: Where, known: Collection[str]) -> None:
        for name, said in value.items():
            if name not in known:
                self.page.draft.unused(said, (*where, name))

    # what becomes of it

    def described(self) -> Node:
        """Return the node that describes this one: itself, or another object with its id.

        What this one repeats of the other is passed over; what it says otherwise is named.
        """
        home = self.page.home(self.id) if self.id else None
        if home is None or home.value is self.value:
            return self
        other = self.page.node(home)
        for key, names in self._keys.items():
            for name in names:
                self._compare(key, name, other)
        return other

    def _compare(self, key: str, name: str, other: Node) -> None:
        """Pass over a value that the object with the same id has too, else name it."""
        if name in self._taken:
            return
        self._taken.add(name)
        said, where = self.value[name], (*self.where, name)
        theirs = [other.value[one] for one in other._keys.get(key, ())]
        is_known = key in _REFERENCE or said in theirs
        self.page.draft.unused_unless(said, where, is_known=is_known)

    def is_of(self, known: Collection[str], usual: str) -> None:
        """Say what is to be said of the types of a node: none, or others than are known."""
        draft = self.page.draft
        if not self.types:
            source = dotted((*self.where, "@type"))
            draft.say("L103", self.where, variant="missing", value=usual, source=source)
        for name in self._keys.get("@type", ()):
            self._taken.add(name)
            said = self.value[name]
            for number, one in enumerate(said if isinstance(said, list) else [said]):
                where = (*self.where, name, *([number] if isinstance(said, list) else ()))
                is_known = bool({*types(one, self.context)} & {*known})
                draft.unused_unless(one, where, is_known=is_known)

    def take_id(self) -> str:
        """Return the id if it is an absolute IRI; pass over those that mean nothing elsewhere."""
        own = f"{self.page.draft.document.get('id')}#"
        for name in self._keys.get("@id", ()):
            self._taken.add(name)
            where = (*self.where, name)
            if self.id.startswith(("_:", own)):
                self.page.draft.passed(self.value[name], where)
            elif not is_iri(self.id):
                self.page.draft.unusable(where, self.value[name])
        return self.id if is_iri(self.id) and not self.id.startswith("_:") else ""

    def target(self) -> str:
        """Return where a work or page is: its id, else its address."""
        found = self.take_id()
        for said in self.take("url"):
            is_known = bool(found) and said.value == found
            if not found and is_iri(said.value):
                found = said.value
            else:
                self.page.draft.unused_unless(plain(said), said.where, is_known=is_known)
        return found

    def says_more(self) -> bool:
        """Return whether an object says more of a thing than its name."""
        own = f"{self.page.draft.document.get('id')}#"
        keys = {key for key in self._keys if self.has(key)} - {"@type", "@context", "name"}
        return bool(keys - ({"@id"} if self.id.startswith(("_:", own)) else set()))

    def local_id(self, prefix: str, known: str = "") -> str:
        """Return a local id; the id it has is named unless it is our own, or known otherwise."""
        iri = self.take_id()
        local = self.page.draft.local_id(prefix, iri)[0]
        if iri and not iri.startswith(f"{self.page.draft.document.get('id')}#"):
            self.page.draft.unused_unless(iri, self.place("@id"), is_known=iri == known)
        return local

    def rest(self) -> None:
        """Name what nobody took."""
        for name, said in self.value.items():
            if name in self._taken:
                continue
            self._taken.add(name)
            if self.context.key(name) == "@context":
                name_context(said, (*self.where, name), self.page.draft)
            elif self.context.key(name) == "@id" and self.id.startswith("_:"):
                self.page.draft.passed(said, (*self.where, name))
            else:
                self.page.draft.unused(said, (*self.where, name))

    def leave_out(self) -> None:
        """Name the whole object as one that has no place in the record."""
        self._taken.update(self.value)
        self.page.draft.unused(self.value, self.where)

    # texts

    def first(self, *terms: str) -> Said | None:
        """Return the first value of some terms; others that say the same are passed over."""
        found = self.take(*terms)
        for one in found[1:]:
            self.page.draft.unused_unless(
                plain(one), one.where, is_known=plain(one) == plain(found[0])
            )
        return found[0] if found else None

    def line(self, *terms: str) -> tuple[str | None, Where]:
        """Return the first value of some terms as one line, and where it stands."""
        said = self.first(*terms)
        return (None, self.where) if said is None else (line(said, self.page), said.where)


def plain(said: Said) -> Any:
    """Return a value as it stands in the source."""
    return said.value.value if isinstance(said.value, Node) else said.value


def line(said: Said, page: Page) -> str | None:
    """Return a value as one line of text, or nothing if it is none; a number is its digits."""
    name_language(said, page)
    if isinstance(said.value, Node):
        said.value.leave_out()
        return None
    value = unescaped(said.value, said.where, page.draft)
    return page.draft.line(str(value) if type(value) is int else value, said.where)


def unescaped(value: Any, where: Where, draft: Draft) -> Any:
    """Return a text without entities of html, which many pages leave in their JSON.

    Ours have none: there ``&amp;`` means what it says.
    """
    if draft.is_own or not isinstance(value, str):
        return value
    said = value
    for _ in range(2):  # some write &amp;quot;
        value = _ENTITY.sub(lambda entity: html.unescape(entity[0]), value)
    if value != said:
        found = sorted(set(_ENTITY.findall(said)))
        draft.mended(where, ", ".join(found), ", ".join(map(html.unescape, found)))
    return value


def name_language(said: Said, page: Page) -> None:
    """Name the language of a value, unless it is that of the release."""
    if said.language:
        tag = canonical(said.language) if is_well_formed(said.language) else ""
        is_known = tag == page.draft.document.get("language")
        page.draft.unused_unless(said.language, said.where, is_known=is_known)


def name_context(said: Any, where: Where, draft: Draft) -> None:
    """Pass over contexts of schema.org and own definitions; name others, which nobody fetched."""
    if isinstance(said, list):
        for number, one in enumerate(said):
            name_context(one, (*where, number), draft)
    else:
        is_known = is_of_schema(said) or isinstance(said, dict)
        draft.unused_unless(said, where, is_known=is_known)


def types(said: Any, context: Context) -> tuple[str, ...]:
    """Return the names in schema.org of the types that an object says it has."""
    listed = said if isinstance(said, list) else [said]
    found = (context.key(one) for one in listed if isinstance(one, str))
    return tuple(filter(None, found))


def _is_language_map(value: dict[str, Any], context: Context) -> bool:
    """Return whether an object holds texts by their language: ``en``, ``id-ID``; never ``url``."""
    are_languages = all(
        is_well_formed(name)
        and (len(name) == 2 or "-" in name)
        and not context.key(name).startswith("@")
        for name in value
    )
    return bool(value) and are_languages and not any(map(_holds_object, value.values()))


def _holds_object(value: Any) -> bool:
    listed = value if isinstance(value, list) else [value]
    return any(isinstance(one, dict) for one in listed)


def homes(value: Any) -> dict[str, Home]:
    """Return the objects that describe what has an id, by that id; the fullest of several."""
    found: dict[str, Home] = {}
    rest: list[tuple[Any, Where, Context]] = [(value, (), Context())]
    while rest:
        one, where, context = rest.pop()
        if isinstance(one, list):
            rest.extend((part, (*where, number), context) for number, part in enumerate(one))
        elif isinstance(one, dict):
            context = context.inside(one["@context"]) if "@context" in one else context
            _enter(Home(one, where, context), found)
            parts = ((key, part) for key, part in one.items() if key != "@context")
            rest.extend((part, (*where, key), context) for key, part in parts)
    return found


def _enter(home: Home, found: dict[str, Home]) -> None:
    keys = {home.context.key(name): said for name, said in home.value.items()}
    name = keys.get("@id")
    if not isinstance(name, str) or keys.keys() <= _REFERENCE:
        return
    known = found.get(name)
    fuller = known is None or len(home.value) > len(known.value)
    earlier = known is not None and len(home.value) == len(known.value) and home.where < known.where
    if fuller or earlier:
        found[name] = home
