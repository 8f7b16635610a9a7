"""From the IRI of a release to its page: the path of a page is made of the IRI, without a table."""

from __future__ import annotations

import re
from pathlib import Path
from urllib.parse import unquote

from archive.publication import addresses
from archive.server import paths

_SITEMAP = re.compile(r"^sitemap:\s*(https?://\S*/)sitemap\.xml\s*$", re.IGNORECASE | re.MULTILINE)
_EDITION = re.compile(r"/v[1-9][0-9]{0,8}$")
_MOST_BYTES = 2**16


def base_url(folder: Path) -> str | None:
    """Return the address that a site was made for, which ``robots.txt`` tells."""
    try:
        with (folder / "robots.txt").open("rb") as file:
            text = file.read(_MOST_BYTES).decode("utf-8", "replace")
    except OSError:
        return None
    found = _SITEMAP.search(text)
    return found[1] if found else None


def page(folder: Path, path: str, query: str) -> str | None:
    """Return the page of the release whose IRI is the address of the site, a path and a query.

    Both are encoded. The page is a path in the folder, without suffix. The IRI of an edition,
    ``…/v2``, leads to the page of its work.
    """
    base = base_url(folder)
    if base is None:
        return None
    written = (path[1:] + query, path[1:])
    spellings = (*written, *map(unquote, written))
    works = (_EDITION.sub("", one) for one in spellings)
    pages = (addresses.page(base + one) for one in (*spellings, *works))
    return next((one for one in pages if paths.is_file(folder, f"{one}.html")), None)
