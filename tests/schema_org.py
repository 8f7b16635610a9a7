"""The vocabulary of schema.org, as its official file has it, and documents in its terms."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from functools import cache
from typing import Any

DATE = re.compile(r"\d{4}(-\d\d(-\d\d(T\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d))?)?)?")
DATA = {"Text", "URL", "Date", "DateTime", "Time", "Number", "Integer", "Boolean"}


def objects(value: Any) -> Iterator[dict[str, Any]]:
    """Yield every object in a document, outer ones first."""
    if isinstance(value, dict):
        yield value
        for part in value.values():
            yield from objects(part)
    elif isinstance(value, list):
        for part in value:
            yield from objects(part)


def values(value: Any) -> list[Any]:
    """Return the values of a term, one or several."""
    return value if isinstance(value, list) else [value]


class Vocabulary:
    """What the official file says of classes and properties."""

    def __init__(self, text: str) -> None:
        self.said: dict[tuple[str, str], set[str]] = defaultdict(set)
        statement = r"^<https://schema.org/(\w+)> <[^>]*[/#](\w+)> <([^>]*)> \.$"
        for subject, predicate, value in re.findall(statement, text, re.MULTILINE):
            self.said[subject, predicate].add(re.split("[/#]", value)[-1])

    @cache  # noqa: B019 (one object for each run)
    def above(self, name: str) -> set[str]:
        """Return a class with all it is a kind of."""
        return {name}.union(*map(self.above, self.said[name, "subClassOf"]))

    def is_class(self, name: str) -> bool:
        """Return whether there is such a class, and it is not superseded."""
        return "Class" in self.said[name, "type"] and not self.said[name, "supersededBy"]

    def is_property(self, name: str) -> bool:
        """Return whether there is such a property, and it is not superseded."""
        return "Property" in self.said[name, "type"] and not self.said[name, "supersededBy"]

    def fits(self, value: Any, ranges: set[str]) -> bool:
        """Return whether a value is one of the kinds that a property takes."""
        if isinstance(value, dict) and "@type" in value:
            return bool(ranges & self.above(value["@type"]))
        if isinstance(value, dict):
            return "Text" in ranges if "@language" in value else bool(ranges - DATA)
        if isinstance(value, bool):
            return "Boolean" in ranges
        if ranges & {"Date", "DateTime"} and "Text" not in ranges:
            return DATE.fullmatch(value) is not None
        is_address = re.match(r"[A-Za-z][A-Za-z0-9+.-]*:\S+$", value) is not None
        return "Text" in ranges or ("URL" in ranges and is_address)

    def faults(self, document: Any) -> Iterator[str]:
        """Yield what in a document the vocabulary does not know or allow."""
        for one in objects(document):
            if "@type" not in one:
                if one.keys() not in ({"@id"}, {"@language", "@value"}):
                    yield f"no class: {one}"
                continue
            if not self.is_class(one["@type"]):
                yield f"no such class: {one['@type']}"
            for term in one.keys() - {"@context", "@type", "@id"}:
                if not self.is_property(term):
                    yield f"no such property: {term}"
                if not self.said[term, "domainIncludes"] & self.above(one["@type"]):
                    yield f"{one['@type']} has no {term}"
                for value in values(one[term]):
                    if not self.fits(value, self.said[term, "rangeIncludes"]):
                        yield f"{term} is no {value!r}"
