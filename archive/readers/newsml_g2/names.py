"""Names of elements as lxml has them, and what element classes are called."""

from __future__ import annotations

from archive.vocabulary import NEWSML_G2
from archive.vocabulary import XHTML as XHTML_NAMESPACE

G2 = f"{{{NEWSML_G2}}}"
XHTML = f"{{{XHTML_NAMESPACE}}}"
LANG = "{http://www.w3.org/XML/1998/namespace}lang"

RELATED = f"{G2}related"
DEFINITION = f"{G2}definition"
NAME = f"{G2}name"
CATALOG_REF = f"{G2}catalogRef"
CATALOG = f"{G2}catalog"


def local(tag: str) -> str:
    """Return the name of an element or attribute without its namespace; ``xml:lang`` keeps its.

    >>> local("{http://iptc.org/std/nar/2006-10-01/}assert"), local(LANG), local("href")
    ('assert', 'xml:lang', 'href')
    """
    return "xml:lang" if tag == LANG else tag.rpartition("}")[2]
