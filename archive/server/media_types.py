"""The media type of every file of a published folder, by its name.

A compressed dump is a file of its own type, not an encoding of another: it has no
``Content-Encoding``, since clients would unpack what they mean to keep and to check.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Variant:
    """A form that the same thing can be had in: suffix, media type, other names of the type."""

    suffix: str
    media_type: str
    aliases: tuple[str, ...] = ()
    is_description: bool = False
    """Whether it holds statements about the thing (``rel=describedby``)."""

    @property
    def essence(self) -> str:
        """Return the media type without its parameters."""
        return self.media_type.partition(";")[0]


VARIANTS = (
    Variant(".html", "text/html; charset=utf-8", ("application/xhtml+xml",)),
    Variant(".json", "application/json"),
    Variant(".jsonld", "application/ld+json", is_description=True),
    Variant(".ttl", "text/turtle; charset=utf-8", ("application/x-turtle",), is_description=True),
    Variant(".nq", "application/n-quads", ("text/x-nquads",), is_description=True),
    Variant(".nt", "application/n-triples", is_description=True),
    Variant(".trig", "application/trig", is_description=True),
    Variant(".rdf", "application/rdf+xml", is_description=True),
    Variant(".xml", "application/vnd.iptc.g2.newsitem+xml", ("application/xml", "text/xml")),
    Variant(".package.xml", "application/vnd.iptc.g2.newsmessage+xml"),
    Variant(".ninjs.json", "application/json"),
    Variant(".page.jsonld", "application/ld+json"),
    Variant(".txt", "text/plain; charset=utf-8"),
    Variant(".atom", "application/atom+xml"),
    Variant(".bib", "application/x-bibtex; charset=utf-8", ("text/x-bibtex",)),
    Variant(".ris", "application/x-research-info-systems; charset=utf-8"),
    Variant(".csl.json", "application/vnd.citationstyles.csl+json"),
)
"""In the order in which the server likes them best; the first of two of one type is chosen."""

_TYPES = {variant.suffix: variant.media_type for variant in VARIANTS} | {
    ".xml": "application/xml",
    ".csv": "text/csv; charset=utf-8; header=present",
    ".parquet": "application/vnd.apache.parquet",
    ".zst": "application/zstd",
    ".gz": "application/gzip",
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".svg": "image/svg+xml",
    ".png": "image/png",
}
_BY_PATH = {
    ".well-known/void": "text/turtle; charset=utf-8",
    ".well-known/resourcesync": "application/xml",
    "opensearch.xml": "application/opensearchdescription+xml",
    "dump/SHA256SUMS": "text/plain; charset=utf-8",
}
_UNKNOWN = "application/octet-stream"
_NEWS_ITEM = "application/vnd.iptc.g2.newsitem+xml"


def media_type(path: str) -> str:
    """Return the media type of a file, by its path in the folder.

    >>> media_type("r/ah/x.xml"), media_type("sitemap.xml")
    ('application/vnd.iptc.g2.newsitem+xml', 'application/xml')
    >>> media_type("dump/releases-2026.nq.zst"), media_type("topic/x.1.html")
    ('application/zstd', 'text/html; charset=utf-8')
    """
    if path in _BY_PATH:
        return _BY_PATH[path]
    name = path.rpartition("/")[2].lower()
    start = name.find(".", 1)
    while start > 0:
        suffix = name[start:]
        if suffix == ".xml" and path.startswith("r/"):
            return _NEWS_ITEM
        if suffix in _TYPES:
            return _TYPES[suffix]
        start = name.find(".", start + 1)
    return _UNKNOWN
