"""What an XSD has against a file, in plain words (X001), and at which element it is.

libxml2 names neither the column nor, above 65,535, the line, and the path it names takes time that
grows with the square of the faults. So the file is read once more without a tree, its elements are
counted, and each fault belongs to the tag before it was told.
"""

from __future__ import annotations

import contextlib
import re
from typing import NamedTuple

from lxml import etree

from archive.findings import Finding, finding

MOST = 1_000
"""How many faults of a file are looked for; what is behind them is told when they are mended."""
_NAMESPACES = re.compile(r"\{(?:http://[^}]*|##other[^}]*)\}\*?")
_XML_NAMESPACE = "{http://www.w3.org/XML/1998/namespace}"
_SUBJECT = re.compile(r"Element '([^']+)'(?:, attribute '([^']+)')?: ")
_PATTERNS = (
    ("expected", re.compile(r"This element is not expected\. Expected is(?: one of)? \((.*)\)")),
    ("surplus", re.compile(r"This element is not expected\.")),
    ("incomplete", re.compile(r"Missing child element\(s\)\. Expected is(?: one of)? \((.*)\)")),
    ("foreign", re.compile(r"No matching global (?:element )?declaration")),
    ("text", re.compile(r"Character content .*not allowed")),
    ("children", re.compile(r"Element content is not allowed")),
    ("unknown", re.compile(r"The attribute '([^']+)' is not allowed")),
    ("absent", re.compile(r"The attribute '([^']+)' is required but missing")),
    ("list", re.compile(r"\[facet 'enumeration'\] The value '.*' is not an element of the set "
                        r"\{(.*)\}", re.DOTALL)),
    ("form", re.compile(r"(?:\[facet '[^']+'\] The value )?'(.*)' (?:is not a valid value of the "
                        r"(?:\w+ )*type|is not accepted by|has a length|is (?:less|greater))",
                        re.DOTALL)),
)  # fmt: skip
_TYPE = re.compile(r"type '([^']+)'")
_LIMIT = re.compile(r"by the pattern '(.+)'|(?<=the )(?:min|max)imum value")
_KINDS = {
    "xs:dateTime": "dateTime", "DateTimePropType": "dateTime", "DateTimeOrNullPropType": "dateTime",
    "QCodeType": "code", "QCodeListType": "code", "xs:positiveInteger": "number",
    "xs:nonNegativeInteger": "number", "xs:integer": "number", "IRIType": "iri",
    "xs:anyURI": "iri", "xs:language": "language", "DateOptTimeType": "date",
    "TruncatedDateTimeType": "date", "TruncatedDateTimePropType": "date",
    "DateOptTimePropType": "date", "xs:ID": "id", "xs:IDREF": "id", "xs:IDREFS": "id",
    "g2normalizedString": "line", "xs:boolean": "truth", "xml:lang": "language",
}  # fmt: skip
"""Types of the XSD, and the wording we have for what they want."""
_FORMS = {r"[^\s:]+:[^\s]+": "code", r"[\S ]*": "line",
          "minimum value": "number", "maximum value": "number"}  # fmt: skip
"""Patterns and limits of the XSD, likewise: beside one libxml2 does not name the type."""
_SHOWN = 4


class Violation(NamedTuple):
    """A fault, the number of the element (from 0), and the attribute if it is at one."""

    element: int
    attribute: str
    finding: Finding


class _Enough(Exception):  # noqa: N818 (a signal, no fault)
    """More faults than are told."""


class _Counter:
    """Counts the elements of a file while libxml2 validates it, and notes what it says where."""

    def __init__(self, schema: etree.XMLSchema) -> None:
        self.parser = etree.XMLParser(
            target=self,  # type: ignore[arg-type] # stubs ask for more
            schema=schema,
            no_network=True,
            resolve_entities=False,
            load_dtd=False,
        )
        self.places: list[int] = []
        self._open: list[int] = []
        self._count = 0
        self._last = 0

    def start(self, _tag: str, _attributes: object) -> None:
        """Count an element."""
        self._told()
        self._last = self._count
        self._open.append(self._count)
        self._count += 1

    def end(self, _tag: str) -> None:
        """Leave an element."""
        self._told()
        self._last = self._open.pop()

    def close(self) -> None:
        """Note what was said at the end."""
        self._told()

    def _told(self) -> None:
        """Note where what libxml2 has said since the tag before belongs."""
        told = len(self.parser.error_log)
        self.places += [self._last] * (told - len(self.places))
        if told > MOST:
            raise _Enough


def violations(raw: bytes, schema: etree.XMLSchema) -> list[Violation]:
    """Return what an XSD has against a file that can be parsed, in the order it says it.

    An id that stands twice is not among it: the XSD sees it in trees only.
    """
    counter = _Counter(schema)
    with contextlib.suppress(etree.XMLSyntaxError, _Enough):
        etree.fromstring(raw, counter.parser)
    log = list(counter.parser.error_log)
    found = [
        _violation(place, entry.message)
        for place, entry in zip(counter.places, log[:MOST], strict=False)
    ]
    if len(log) > MOST:
        found.append(Violation(counter.places[MOST], "", finding("J014", most=MOST)))
    return found


def _violation(place: int, said: str) -> Violation:
    message = _NAMESPACES.sub("", said.replace(_XML_NAMESPACE, "xml:"))
    subject = _SUBJECT.match(message)
    element, attribute = (subject[1], subject[2] or "") if subject else ("", "")
    reason = message[subject.end() :] if subject else message
    if element and "}" not in said.partition("'")[2].partition("'")[0]:
        return Violation(place, "", finding("X001", variant="namespace", element=element))
    for variant, pattern in _PATTERNS:
        if match := pattern.search(reason):
            return _worded(place, (element, attribute), variant, match)
    return Violation(place, attribute, finding("X001", variant="other", reason=message))


def _worded(place: int, subject: tuple[str, str], variant: str, match: re.Match[str]) -> Violation:
    """Return a fault in the wording of its kind."""
    element, attribute = subject
    params = {"element": element}
    if variant in ("expected", "incomplete"):
        params["wanted"] = _listed(match[1])
        if not params["wanted"]:  # only elements of other standards
            del params["wanted"]
            variant = "surplus" if variant == "expected" else "something"
    elif variant in ("unknown", "absent"):
        params["attribute"] = match[1]
    elif variant in ("list", "form"):
        kind = _TYPE.search(match.string)
        if variant == "form":
            form = _LIMIT.search(match.string)
            variant = _FORMS.get(form[1] or form[0], "form") if form else "form"
            variant = _KINDS.get(kind[1] if kind else attribute, variant)
        params |= {"value": _value(match), "what": f"@{attribute}" if attribute else "text"}
        if variant == "list":
            params["wanted"] = match[1].replace("'", "")
    at = attribute if variant != "absent" else ""
    return Violation(place, at, finding("X001", variant=variant, **params))


def _value(match: re.Match[str]) -> str:
    said = re.search(r"'(.*)' is not", match.string.partition("] ")[2] or match.string, re.DOTALL)
    return said[1] if said else match[1]


def _listed(names: str) -> str:
    """Return the first few names that an XSD would take."""
    wanted = [name for one in names.split(",") if (name := one.strip(" *")) and name[0] != "#"]
    more = " …" if len(wanted) > _SHOWN else ""
    return ", ".join(f"<{name}>" for name in wanted[:_SHOWN]) + more
