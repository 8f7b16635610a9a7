"""Items of others: texts, names and things, as they come into the document."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from archive.languages import canonical, is_well_formed
from archive.parsing.drafts_things import topic_of
from archive.readers.newsml_g2.codes import Codes
from archive.readers.newsml_g2.concepts import Concepts
from archive.readers.newsml_g2.names import G2, LANG, NAME, local
from archive.readers.newsml_g2.walk import Attributes, Draft, Element, attributes, is_said
from archive.validation import formats

_SPACES = re.compile(r"[ \t\n\r]+")
_BLANK_LINE = re.compile(r"[ \t\r]*\n[ \t\r]*\n[ \t\r\n]*")
_FORBIDDEN = re.compile("[\x7f-\x9f\ufffe\uffff\u2028\u2029]+")
_DEGREES = re.compile(r"-?[0-9]{1,3}(?:\.[0-9]{1,12})?", re.ASCII)
_LONGEST = 300
_PREFIXES = {"people": "p", "organisations": "org", "places": "pl", "events": "ev", "files": "a"}
_KINDS = {
    "cpnat:person": "people", "cpnat:organisation": "organisations", "cpnat:geoArea": "places",
    "cpnat:poi": "places", "cpnat:event": "events",
}  # fmt: skip
_WITH_ALIASES = frozenset({"people", "organisations"})
_POSITIONS = (f"{G2}geoAreaDetails/{G2}position", f"{G2}POIDetails/{G2}position")
Handlers = Mapping[str, Callable[..., None]]


def is_iri(value: object) -> bool:
    """Return whether a value is an absolute IRI."""
    return isinstance(value, str) and bool(formats.check("format", "iri")(value))


@dataclass(slots=True)
class Thing:
    """What a property names: a person, a place, a topic …; of the source, not yet of the record."""

    element: Element
    kind: str | None
    """The code of its type."""
    iri: str | None
    name: str | None
    named: Element
    """Where the name stands."""
    others: list[tuple[str, Element]] = field(default_factory=list)
    """Further names."""
    same: list[tuple[str, Element]] = field(default_factory=list)
    """IRIs of the same thing elsewhere."""
    roles: str | None = None
    position: Element | None = None
    given: Attributes = field(default_factory=dict)
    """Attributes that nobody took yet."""


@dataclass(slots=True)
class _Member:
    """A member of the record, and what of it is a set."""

    made: dict[str, Any]
    same: set[str] = field(default_factory=set)
    aliases: set[str] = field(default_factory=set)


class TheirDraft(Draft):
    """A draft of an item of others."""

    def __init__(self, root: Element, codes: Codes, concepts: Concepts) -> None:
        super().__init__(root, codes)
        self.concepts = concepts
        self.titles: list[Element] = []
        """Elements that may give a headline where there is none."""
        self.issuers: list[tuple[Thing, str]] = []
        """Who may have issued the release, and what says so, where no source of it is named."""
        self.dateline: dict[str, Any] = {}
        """Put into the document when it has a text."""
        self.first_created: list[Element] = []
        self.item_class = ""
        self.has_status = False
        self.main_names: dict[int, str | None] = {}
        """Attachment (by ``id``) → the word for the form that it is."""
        self.has_language = False
        """Whether the content says its language; else it is that of the item."""
        self._ids: dict[str, int] = {}
        self._known: dict[tuple[str, str], _Member] = {}
        """Members by list and IRI, and by list and name."""
        self._members: list[_Member] = []
        self._said: set[tuple[object, ...]] = set()
        self.keywords: dict[str, Element] = {}

    # texts

    def line(self, element: Element, text: str | None = None) -> str | None:
        """Return the text of an element in one line; ``None`` if there is none."""
        whole = (self.text(element) if text is None else text).strip()
        line = _SPACES.sub(_blank, _FORBIDDEN.sub(" ", whole)).strip()
        if line != whole:
            self.mended((element, ""), whole, line)
        return line or None

    def prose(self, element: Element) -> str | None:
        """Return the text of an element, with line breaks where it has ``br`` or blank lines."""
        said = [_running(element.text)]
        for child in element:
            self._marked(child, said)
            said.append(_running(child.tail))
        lines = (line.strip(" ") for line in "".join(said).strip().split("\n"))
        return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)) or None

    def _marked(self, element: Element, said: list[str]) -> None:
        """Take the text of markup; what it says besides is named."""
        if local(element.tag) != "br":
            self.left_tag(element)
        elif element.attrib:
            self.rest(element, attributes(element))
        said.append("\n" if local(element.tag) == "br" else "")
        said.append(_running(element.text))
        for child in element:
            self._marked(child, said)
            said.append(_running(child.tail))

    def language(self, tag: str, spot: tuple[Element, str], pointer: str = "") -> str | None:
        """Return a language tag in canonical spelling; ``None`` where it is none."""
        right = tag.strip().replace("_", "-")
        if not is_well_formed(right):
            self.unusable(spot, tag, pointer)
            return None
        if canonical(right) != tag:
            self.mended(spot, tag, canonical(right), pointer)
        return canonical(right)

    # things

    def thing(self, element: Element) -> Thing:
        """Return what a property names; what is not taken of it is named here and now."""
        given = attributes(element)
        kind = self.codes.take(given, "type")
        iri = self.iri(element, given)
        one = Thing(element, kind, iri, None, element, roles=given.pop("role", None), given=given)
        names = list(element.iterchildren(NAME))
        self._names(names, one)
        for child in self.parts(element):
            if child.tag == f"{G2}sameAs":
                self._same_as(child, one)
            elif child.tag in (f"{G2}geoAreaDetails", f"{G2}POIDetails") and one.position is None:
                self._details(child, one)
            elif child.tag != NAME:
                self.left_out(child)
        literal = given.get("literal")
        if one.name is None and literal is not None and is_said(literal):
            one.name = self.line(element, given.pop("literal"))
        return one

    def iri(self, element: Element, given: Attributes) -> str | None:
        """Take the IRI of a thing; of two names for it the IRI counts, and the code is named."""
        uri = given.get("uri")
        if uri is not None:
            if is_iri(uri.strip()):
                return given.pop("uri").strip()
            self.unusable((element, "uri"), given.pop("uri"))
        code = given.get("qcode")
        if code is None:
            return None
        iri = self.codes.iri(given.pop("qcode").strip())
        if iri is None or not is_iri(iri):
            self.unusable((element, "qcode"), code)
            return None
        return iri

    def _names(self, names: list[Element], one: Thing) -> None:
        language = str(self.document.get("language", "")).partition("-")[0]
        ranked = sorted(names, key=lambda name: _foreignness(name, language))
        for name in names:
            self.rest(name, attributes(name))
        for name in ranked:
            said = self.line(name)
            if said is None:
                self.left_out(name)
            elif one.name is None:
                one.name, one.named = said, name
            else:
                one.others.append((said, name))

    def _same_as(self, element: Element, one: Thing) -> None:
        given = attributes(element)
        iri = self.iri(element, given)
        if iri is None:
            self.left_out(element)
            return
        one.same.append((iri, element))
        self.rest(element, given)
        for child in self.parts(element):
            self.left_out(child)

    def _details(self, element: Element, one: Thing) -> None:
        self.rest(element, attributes(element))
        for child in self.parts(element):
            if child.tag == f"{G2}position" and one.position is None:
                one.position = child
            else:
                self.left_out(child)

    def left_iri(self, one: Thing) -> None:
        """Name the IRI of a thing, or the code for it."""
        self._leave((one.element, "uri" if one.element.get("uri") else "qcode"), 1)

    def left_language(self) -> None:
        """Name the language of the item where the content says another one."""
        self._leave((self.root, LANG), 1)

    def left_rendition(self, element: Element) -> None:
        """Name how the source calls a form of a file."""
        name = "rendition" if element.get("rendition") is not None else "renditionuri"
        self._leave((element, name), 1)

    def left_rel(self, element: Element) -> None:
        """Name a relation that the record has no word for."""
        self._leave((element, "rel" if element.get("rel") is not None else "reluri"), 1)

    def left_markup(self, element: Element, lost: str, parts: int) -> None:
        """Name what of the markup of a text has no place in a canonical body."""
        field = self.path((element, "")) + (f": {lost}" if lost else "")
        self.say(
            "L101", (element, ""), "/body", variant="parts", field=field[:_LONGEST], parts=parts
        )

    def left_kind(self, one: Thing) -> None:
        """Name the type of a thing that the record does not tell."""
        if one.kind is not None:
            self._leave((one.element, "type"), 1)

    def named(self, one: Thing) -> None:
        """Name what of a thing nobody took: attributes, its IRI, further names."""
        if one.iri is not None:
            self.left_iri(one)
        self.left_kind(one)
        self.bystanders(one)

    def bystanders(self, one: Thing) -> None:
        """Name what of a thing has no place beside its name and its IRI."""
        for _, element in (*one.others, *one.same):
            self.left_out(element)
        if one.position is not None:
            self.left_out(one.position)
        self.of_no_use(one)

    def of_no_use(self, one: Thing) -> None:
        """Name the attributes of a thing that nobody took."""
        if one.roles is not None:
            self._leave((one.element, "role"), 1)
        self.rest(one.element, one.given)

    # members of the record

    def local_id(self, list_: str) -> str:
        """Return the next local id of a list."""
        number = self._ids[list_] = self._ids.get(list_, 0) + 1
        return f"{_PREFIXES[list_]}-{number}"

    def entity(self, list_: str, one: Thing, *, is_used: bool = False) -> dict[str, Any] | None:
        """Return the member of a list that a thing is; added if it is none yet.

        What is named once with and once without an IRI is one thing; two IRIs are two things. What
        a concept of the same message says of it completes it. A thing without a name has no place;
        one that says nothing new neither, unless it is used for more (``is_used``).
        """
        known = self._known.get((list_, one.iri or ""))
        if known is None and one.name is not None:
            known = self._known.get((list_, f"name {one.name}"))
            if known is not None and one.iri is not None and known.same:
                known = None
        if known is None:
            self._complete(one)
            if one.name is None:
                self.left_out(one.element)
                return None
            return self.added(list_, one)
        if not self._merged(list_, known, one) and not is_used:
            self.left_out(one.element)
        return known.made

    def added(self, list_: str, one: Thing) -> dict[str, Any]:
        """Return the new member of a list that a thing with a name becomes."""
        made: dict[str, Any] = {"id": self.local_id(list_), "name": one.name}
        if list_ == "places":
            made["kind"] = "venue" if one.kind == "cpnat:poi" else "other"
        self.add(self.document, list_, made, one.element)
        self.origins[id(made), "name"] = one.named
        member = _Member(made)
        self._members.append(member)
        if one.iri:
            member.same.add(one.iri)
            self._known[list_, one.iri] = member
        self._known.setdefault((list_, f"name {one.name}"), member)
        self._further(list_, member, one)
        return made

    def _merged(self, list_: str, member: _Member, one: Thing) -> bool:
        """Add to a member what it lacks; return whether there was any; the rest is named."""
        is_new = False
        if one.iri and one.iri not in member.same:
            member.same.add(one.iri)
            self._known[list_, one.iri] = member
            is_new = True
        elif one.iri:
            self.left_iri(one)
        if one.name is not None and one.name != member.made["name"]:
            one.others.append((one.name, one.named))
        elif one.name is not None:
            self._leave((one.named, "literal" if one.named is one.element else ""), 1)
        return self._further(list_, member, one) or is_new

    def _further(self, list_: str, member: _Member, one: Thing) -> bool:
        """Take further names, IRIs and the position; return whether any of them was new."""
        before = len(member.same), len(member.aliases), "lat" in member.made
        for iri, element in one.same:
            if iri in member.same:
                self.left_out(element)
            member.same.add(iri)
        for said, element in one.others:
            if list_ not in _WITH_ALIASES or said in member.aliases or said == member.made["name"]:
                self.left_out(element)
            else:
                member.aliases.add(said)
        self._position(list_, member.made, one)
        self.of_no_use(one)
        return before != (len(member.same), len(member.aliases), "lat" in member.made)

    def settle(self) -> None:
        """Put what is a set in the record into the document."""
        for member in self._members:
            for name, values in (("sameAs", member.same), ("aliases", member.aliases)):
                if values:
                    member.made[name] = sorted(values)
        if self.keywords:
            first = next(iter(self.keywords.values()))
            self.put(self.document, "keywords", sorted(self.keywords), first)

    def is_new(self, *value: object) -> bool:
        """Return whether something is said for the first time."""
        if value in self._said:
            return False
        self._said.add(value)
        return True

    def _position(self, list_: str, member: dict[str, Any], one: Thing) -> None:
        element = one.position
        if element is None:
            return
        given = attributes(element)
        said = [given.pop(name, "").strip() for name in ("latitude", "longitude")]
        is_place = all(map(_DEGREES.fullmatch, said)) and list_ == "places" and "lat" not in member
        if is_place and abs(float(said[0])) <= 90 and abs(float(said[1])) <= 180:
            member["lat"], member["lon"] = said
            self.rest(element, given)
        elif list_ == "places" and not is_place and "lat" not in member:
            self.unusable((element, ""), " ".join(said))
        else:
            self.left_out(element)

    def _complete(self, one: Thing) -> None:
        """Take from the concept of the same message what a thing lacks."""
        concept = self.concepts.get(one.iri or "")
        if concept is None:
            return
        more = TheirDraft(concept.element, concept.codes, {}).thing(concept.element)
        if one.name is None:
            one.name, one.named = more.name, more.named
        elif more.name is not None:
            one.others.append((more.name, more.named))
        one.others += more.others
        one.same += more.same
        one.position = one.position if one.position is not None else more.position


def _blank(spaces: re.Match[str]) -> str:
    """Return a blank for white space that breaks a line; other white space stays as it is."""
    return spaces[0] if not spaces[0].strip(" ") else " "


def _running(text: str | None) -> str:
    """Return a text with its line breaks as blanks, but for blank lines, which part paragraphs."""
    if not text:
        return ""
    text = _FORBIDDEN.sub(" ", text)
    return "\n\n".join(_SPACES.sub(" ", part) for part in _BLANK_LINE.split(text))


def _foreignness(name: Element, language: str) -> int:
    """Return 0 for a name in the language of the item, 1 without a language, 2 in another."""
    tag = name.get(LANG)
    if tag is None:
        return 1
    return 0 if tag.partition("-")[0].lower() == language else 2


def list_of(kind: str | None) -> str | None:
    """Return the list of the record that a type of concept belongs to; ``None``: a topic."""
    return _KINDS.get(kind or "")


def topic(iri: str | None) -> tuple[str, str]:
    """Return scheme and code of a topic, or twice nothing."""
    return topic_of(iri) if iri else ("", "")
