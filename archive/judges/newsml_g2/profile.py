"""NewsML-G2 by our own RELAX NG grammar, ``schemas/newsml-g2.rng``: what we write, no more (X027).

What the grammar accepts the XSD accepts, too; it is stricter. A file of another tool need not be
of our profile: of such a file this is said once, as information.
"""

from __future__ import annotations

from lxml import etree
from msgspec.structs import replace

from archive.contracts import contract
from archive.findings import Finding, Severity, finding
from archive.judges.newsml_g2.tree import G2, Fault
from archive.parsing.xml import parser
from archive.parsing.xml_places import place

GRAMMAR = "newsml-g2.rng"
GENERATOR = "press-archive"
"""What stands in ``generator`` of every item that we write."""
_MOST_SIBLINGS = 2_000
"""How many children one element may have before the grammar is asked: the time that libxml2 takes
grows with the square of them (40,000 asserts take 13 seconds)."""
_is_too_wide = etree.XPath(f"boolean(//*[count(*) > {_MOST_SIBLINGS}])")


def is_ours(root: etree._Element) -> bool:
    """Return whether a file says that this program made it."""
    return next(root.iter(f"{G2}generator"), root).text == GENERATOR


class Profile:
    """The grammar, compiled once (5 ms)."""

    def __init__(self) -> None:
        """Compile it; its entities are its own."""
        self._grammar = etree.RelaxNG(etree.fromstring(contract(GRAMMAR), etree.XMLParser()))

    def faults(self, root: etree._Element) -> list[Fault]:
        """Return why a file is not of the profile, and at which element; nothing if it is.

        Only the first fault: what libxml2 says of the others is mostly what follows from it.
        """
        if not is_ours(root):
            return [Fault(root, "", _told(finding("X027", variant="foreign")))]
        if _is_too_wide(root):
            return [Fault(root, "", _told(finding("X027", variant="wide", most=_MOST_SIBLINGS)))]
        if self._grammar.validate(root):
            return []
        entry = _closest(self._grammar.error_log)
        return [Fault(_element(root, entry), "", finding("X027", reason=entry.message))]

    def findings(self, raw: bytes) -> list[Finding]:
        """Return the same of a file; nothing of one that cannot be parsed, which others tell."""
        try:
            root = etree.fromstring(raw, parser())
        except etree.XMLSyntaxError:
            return []
        return [fault.finding.at(place(raw, root, fault.element)) for fault in self.faults(root)]


def _told(found: Finding) -> Finding:
    """Return what is no fault of a file as information."""
    return replace(found, severity=Severity.INFO)


def _closest(log: etree._ListErrorLog) -> etree._LogEntry:
    """Return what libxml2 says nearest to the fault.

    That an element is faulty inside is told of its parents, too, at the lines of their next child;
    apart from that, the grammar got as far as the last line that is named.
    """
    told = [one for one in log if one.type_name != "RELAXNG_ERR_CONTENTVALID"] or list(log)
    return max(reversed(told), key=lambda one: one.line)


def _element(root: etree._Element, entry: etree._LogEntry) -> etree._Element:
    """Return the element that libxml2 means; the root where it names none."""
    if named := _named(root, entry.path):
        return named[0]
    return next((one for one in root.iter("*") if one.sourceline == entry.line), root)


def _named(root: etree._Element, path: str | None) -> list[etree._Element]:
    """Return the element of a path; none where the path has a prefix, which only its file knows."""
    if path is None:
        return []
    try:
        found = root.getroottree().xpath(path)
    except etree.XPathError:
        return []
    assert isinstance(found, list)  # noqa: S101 (a path of elements gives nothing else)
    return [one for one in found if isinstance(one, etree._Element)]
