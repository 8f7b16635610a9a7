"""What all works of a collection say of one person, organisation, place or event."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

from archive.publication.cards import Facet, Tie

_MOST = 300
"""Different things that are kept of one thing; of further ones only how many came."""
_AGENTS: dict[str, Facet] = {"person": "person", "org": "org"}
_PLAIN = re.compile(r"\d{4}(?:-\d\d){0,2}", re.ASCII)


@dataclass(slots=True)
class Said:
    """How many works say one thing, and from when to when it is said to be so."""

    times: int = 0
    first: str = ""
    last: str = ""

    def add(self, as_of: str, times: int) -> None:
        """Count so many works; ``as_of`` may be empty."""
        self.times += times
        if as_of:
            self.first = min(self.first or as_of, as_of)
            self.last = max(self.last, as_of)


Told = defaultdict[str, list[str]]
"""Word → what is said under it."""


@dataclass(slots=True)
class Portrait:
    """Grows by a tie of each work, the oldest first; its size is bounded."""

    facet: Facet
    key: str
    works: int = 0
    leading: int = 0
    """Works that it issued, or is quoted in."""
    labels: Counter[str] = field(default_factory=Counter)
    facts: dict[tuple[str, str], Said] = field(default_factory=dict)
    left_out: int = 0
    """Further things that were said."""

    @property
    def is_by_name(self) -> bool:
        """Return whether it is known by a name only, so that it may be more than one."""
        return "\n" in self.key

    @property
    def label(self) -> str:
        """Return the name that most works have; of several the first by spelling."""
        return min(self.labels, key=lambda name: (-self.labels[name], name))

    def told(self) -> Told:
        """Return what is said under each word, in the order it was first said."""
        found = Told(list)
        for word, value in self.facts:
            found[word].append(value)
        return found

    def add(self, tie: Tie, times: int = 1) -> None:
        """Count what so many works say."""
        self.works += times
        self.leading += times * bool(tie.role)
        self._label(tie.label, times)
        for word, value in tie.facts:
            self._fact(word, value, times)

    def _label(self, name: str, times: int) -> None:
        if name in self.labels or len(self.labels) < _MOST:
            self.labels[name] += times

    def _fact(self, word: str, value: str, times: int) -> None:
        as_of = ""
        if word == "post":
            value, _, as_of = value.rpartition("\t")
            if as_of and not _PLAIN.fullmatch(as_of):
                value, as_of = f"{value}\t{as_of}", ""
        said = self.facts.get((word, value))
        if said is None:
            if len(self.facts) >= _MOST:
                self.left_out += times
                return
            said = self.facts[word, value] = Said()
        said.add(as_of, times)


def portrait(facet: Facet, key: str, ties: Iterable[Tie]) -> Portrait:
    """Return what works say of a thing; ``ties`` of the oldest come first, one for each work."""
    made = Portrait(facet, key)
    for tie in ties:
        made.add(tie)
    return made


@dataclass(frozen=True, slots=True, kw_only=True)
class Post:
    """A post or affiliation of a person."""

    title: str
    organisation: str
    organisation_key: str
    relation: str
    acting: bool
    from_: str
    to: str
    as_of: str
    """A date that is no plain one, as the record has it."""
    said: Said


def posts(one: Portrait) -> list[Post]:
    """Return the posts of a person, the one that was held last first."""
    found = [_post(value, said) for (word, value), said in one.facts.items() if word == "post"]
    return sorted(found, key=_latest, reverse=True)


def _latest(post: Post) -> str:
    return max(post.said.last, post.to, post.from_)


def _post(value: str, said: Said) -> Post:
    fields = value.split("\t")
    title, organisation, key, relation, acting, since, to, *vague = fields
    return Post(
        title=title, organisation=organisation, organisation_key=key, relation=relation,
        acting=bool(acting), from_=since, to=to, as_of=vague[0] if vague else "", said=said,
    )  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """A part of the programme of an event."""

    kind: str
    title: str
    speakers: tuple[tuple[Facet, str, str], ...]
    """``person`` or ``org``, label and key of each."""


def programme(sessions: Iterable[str]) -> list[Part]:
    """Return the sessions of an event from what is told under that word."""
    return [_part(value) for value in sessions]


def _part(value: str) -> Part:
    kind, title, *agents = value.split("\t")
    speakers = tuple(
        (_AGENTS[facet], label, key)
        for facet, label, key in zip(agents[::3], agents[1::3], agents[2::3], strict=True)
    )  # fmt: skip
    return Part(kind=kind, title=title, speakers=speakers)
