"""Where programs look first: ``robots.txt``, and the OpenSearch description of the search."""

from __future__ import annotations

from urllib.parse import urlsplit

from archive.publication.frame import prefix_of
from archive.publication.site import Site
from archive.publication.sitemaps import INDEX
from archive.publication.xml_text import DECLARATION, attribute, encoded, text

OPENSEARCH = "opensearch.xml"
_OPENSEARCH_TYPE = "application/opensearchdescription+xml"
_SHORT, _LONG, _DESCRIPTION = 16, 48, 1024
"""The most characters of a short name, a long name and a description (OpenSearch 1.1, draft 6)."""


def robots(site: Site) -> bytes:
    """Return ``robots.txt``: all may read all but results of searches; here is the sitemap.

    Robots read it at the root of a host only; for a site below a path, whoever runs the host adds
    these lines to the file of the host (``docs/feeds.md``).
    """
    folder = urlsplit(site.base_url).path
    searches = [f"{folder}{prefix_of(site, one)}search/?q=" for one in site.languages]
    lines = [
        "User-agent: *",
        *(f"Disallow: {one}" for one in searches if site.has_search),
        "Allow: /",
        "",
        f"Sitemap: {site.url(INDEX)}",
    ]
    return ("\n".join(lines) + "\n").encode()


def opensearch(site: Site) -> bytes:
    """Return how to search the site, for browsers and programs; only for a site with a search."""
    language = site.languages[0]
    name = site.title[language]
    template = _literal(site.url("search/")) + "?q={searchTerms}"
    itself = _literal(site.url(OPENSEARCH))
    parts = [
        f'{DECLARATION}<OpenSearchDescription xmlns="http://a9.com/-/spec/opensearch/1.1/">\n',
        f"<ShortName>{text(shortened(name, _SHORT))}</ShortName>\n",
        f"<LongName>{text(shortened(name, _LONG))}</LongName>\n",
        f"<Description>{text(shortened(site.description[language], _DESCRIPTION))}</Description>\n",
        f"<Contact>{text(site.contact.email)}</Contact>\n" if site.contact.email else "",
        f'<Url type="text/html" template="{attribute(template)}"/>\n',
        f'<Url type="{_OPENSEARCH_TYPE}" rel="self" template="{attribute(itself)}"/>\n',
        f'<Image type="image/svg+xml">{text(site.url("assets/favicon.svg"))}</Image>\n',
        *(f"<Language>{one}</Language>\n" for one in site.languages),
        "<SyndicationRight>open</SyndicationRight>\n",
        "<InputEncoding>UTF-8</InputEncoding>\n<OutputEncoding>UTF-8</OutputEncoding>\n",
        "</OpenSearchDescription>\n",
    ]
    return encoded("".join(parts))


def shortened(name: str, longest: int) -> str:
    """Return a name of at most so many characters, cut after a word where one ends in time.

    >>> shortened("Siaran pers Kota Contoh", 16), shortened("Siaranperskotacontoh", 16)
    ('Siaran pers Kota', 'Siaranperskotaco')
    """
    if len(name) <= longest:
        return name
    words = name[: longest + 1].rpartition(" ")[0].rstrip()
    return words or name[:longest]


def _literal(address: str) -> str:
    """Return an address for a template, in which braces would be a parameter."""
    return address.replace("{", "%7B").replace("}", "%7D")
