"""IPTC Media Topics: which codes exist, which are retired, what they are called."""

from __future__ import annotations

from functools import cache

import msgspec

from archive.contracts import contract


class _Topic(msgspec.Struct, frozen=True):
    retired: str | None = None


class _Labelled(msgspec.Struct, frozen=True):
    labels: dict[str, str]


class _List(msgspec.Struct, frozen=True, rename="camel"):
    list_date: str
    topics: dict[str, _Topic]


class _Labels(msgspec.Struct, frozen=True):
    topics: dict[str, _Labelled]


@cache
def _list() -> _List:
    return msgspec.json.decode(contract("mediatopics.json"), type=_List)


@cache
def _current() -> frozenset[str]:
    return frozenset(code for code, topic in _list().topics.items() if not topic.retired)


@cache
def _labels() -> _Labels:
    return msgspec.json.decode(contract("mediatopics.json"), type=_Labels)


def list_date() -> str:
    """Return the day of the list: a code that it lacks may have come later."""
    return _list().list_date


def is_known(code: str) -> bool:
    """Return whether the list has a code, retired ones too."""
    return code in _list().topics


def is_current(code: str) -> bool:
    """Return whether the list has a code that is not retired."""
    return code in _current()


def retired(code: str) -> str | None:
    """Return the day on which a known code was retired, or ``None``."""
    return _list().topics[code].retired


def label(code: str, language: str = "en-GB") -> str | None:
    """Return what a topic is called in a language of the list (there is no Indonesian)."""
    topic = _labels().topics.get(code)
    return topic.labels.get(language) if topic else None
