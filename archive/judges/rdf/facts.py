"""What statements name: the terms and values that rules look at, each once.

A file says the same predicates, classes and datatypes over and over; each is judged once.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import lru_cache

import pyoxigraph

from archive.graph.terms import TYPE_IRI
from archive.judges.rdf import datatypes
from archive.parsing.rdf_tokens import unescaped
from archive.vocabulary import PA

_LINE = re.compile(
    rb'^<([^>]{0,500}+)> <([^>]{0,500}+)> (?:<([^>]{0,500}+)>|"((?:[^"\\]++|\\.)*+)"(\S*+))'
    rb" (?:<([^>]{0,500}+)> )?+\.\n",
    re.MULTILINE,
)
"""Subject, predicate, an IRI or else a text and what is behind it, graph.

``[^<>]`` would be right, and takes three times as long; see below. The bounds are there so that a
hostile file does not take the square of its size.
"""
_SHORTEST = 16
"""Bytes of a statement, on average at least."""
_CHARACTERS = rb"[A-Za-z0-9/?=&.,:;_+~@!$()*'-]*+"
_PLAIN = re.compile(
    rb"(?:(?:https?://[A-Za-z0-9.-]++(?=[/?#\n])|(?:urn|tag|mailto):(?!//))"
    rb"%b(?:#%b)?+\n)*+" % (_CHARACTERS, _CHARACTERS)
)
"""Lines of IRIs that need no closer look: they have just the plainest characters."""
_PLAIN_TAG = re.compile(rb"@[A-Za-z]{2,8}(?:-[A-Za-z0-9]{1,8})*+")
_OWN = PA.encode().removeprefix(b"https:")

_LONGEST_KNOWN = 100
_TYPE = TYPE_IRI.encode()

Literal = tuple[str, str]
"""A spelling and the datatype it has."""


@dataclass(slots=True)
class Facts:
    """What statements name; ``is_partial`` where a part of the meaning could not be had."""

    names: set[str] = field(default_factory=set)
    """IRIs of subjects, objects and graphs."""
    predicates: set[str] = field(default_factory=set)
    classes: set[str] = field(default_factory=set)
    datatypes: set[str] = field(default_factory=set)
    literals: set[Literal] = field(default_factory=set)
    """Those whose datatype does not take every text."""
    tags: set[str] = field(default_factory=set)
    is_partial: bool = False
    are_names_plain: bool = False
    """Whether it is known that all names are IRIs, and none is a term of ours."""
    is_plain: bool = False
    """Whether it is known that all IRIs are IRIs and all tags are tags."""

    def add(self, quad: pyoxigraph.Quad) -> None:
        """Take in a statement."""
        predicate = quad.predicate.value
        self.predicates.add(predicate)
        self._add_name(quad.subject)
        self._add_name(quad.graph_name)
        value = quad.object
        if isinstance(value, pyoxigraph.Literal):
            self._add_literal(value)
        elif predicate == TYPE_IRI and isinstance(value, pyoxigraph.NamedNode):
            self.classes.add(value.value)
        else:
            self._add_name(value)

    def _add_name(self, value: object) -> None:
        if isinstance(value, pyoxigraph.NamedNode):
            self.names.add(value.value)
        elif isinstance(value, pyoxigraph.Triple):
            self.add(pyoxigraph.Quad(*value))

    def _add_literal(self, value: pyoxigraph.Literal) -> None:
        if value.language is not None:
            self.tags.add(value.language)
            return
        datatype = value.datatype.value
        self.datatypes.add(datatype)
        if not datatypes.is_free(datatype):
            self.literals.add((value.value, datatype))


def of_lines(raw: bytes) -> Facts | None:
    """Return what N-Triples or N-Quads name, if each line is written plainly and has no fault.

    Plain is one statement a line, one blank between its parts, and no blank node: so programs
    write it. It takes a fifth of the time that statements as objects take. Whether there is a
    fault is asked of a parser as well: more is taken here than the grammar allows.
    """
    lines = raw.count(b"\n")
    if lines * _SHORTEST > len(raw) or not raw.endswith(b"\n"):
        return None
    rows = _LINE.findall(raw)
    if not rows or len(rows) != lines:
        return None
    subjects, predicates, objects, lexicals, endings, graphs = zip(*rows, strict=True)
    said = zip(predicates, objects, strict=True)
    classes = {value for predicate, value in said if predicate == _TYPE} - {b""}
    names = {*subjects, *objects, *graphs} - classes - {b""}
    suffixes = set(endings)
    types = {suffix for suffix in suffixes if suffix.startswith(b"^")}
    tags = suffixes - types - {b""}
    if not all(tag.startswith(b"@") for tag in tags):
        return None
    typed = {pair for pair in zip(lexicals, endings, strict=True) if pair[1] in types}
    named = _lines(names)
    termed = _lines({*predicates, *classes, *[suffix[3:-1] for suffix in types]})
    if any(odd in text for text in (named, termed) for odd in (b"\\", b"<")):
        return None  # escapes, or no IRIs at all
    are_names_plain = _PLAIN.fullmatch(named) is not None
    is_tagged_plainly = all(map(_PLAIN_TAG.fullmatch, tags))
    return Facts(
        names=set(named.decode().split("\n")[:-1]),
        predicates={one.decode() for one in {*predicates}},
        classes={one.decode() for one in classes},
        datatypes={one[3:-1].decode() for one in types},
        literals={found for lexical, suffix in typed if (found := _literal(lexical, suffix))},
        tags={one[1:].decode() for one in tags},
        are_names_plain=are_names_plain and _OWN not in named,
        is_plain=are_names_plain and is_tagged_plainly and _PLAIN.fullmatch(termed) is not None,
    )


def _lines(iris: set[bytes]) -> bytes:
    return b"\n".join([*iris, b""])


def _literal(lexical: bytes, suffix: bytes) -> Literal | None:
    """Return a spelling and its datatype, unless that takes every text."""
    if len(lexical) + len(suffix) <= _LONGEST_KNOWN:
        return _known(lexical, suffix)
    return _read(lexical, suffix)


def _read(lexical: bytes, suffix: bytes) -> Literal | None:
    datatype = suffix[3:-1].decode()
    return None if datatypes.is_free(datatype) else (unescaped(lexical.decode()), datatype)


_known = lru_cache(maxsize=4096)(_read)
