"""The page that searches the text of all releases, in the browser of the reader."""

from __future__ import annotations

from archive.publication.cards import LISTS
from archive.publication.frame import environment, frame, prefix_of
from archive.publication.site import Site
from archive.publication.words import words

SCRIPT = "search.js"
"""The file of ``assets/`` that only this page needs; no other page has a script."""
_FILTERS = ("year", "topic", "organisation", "language")
"""What release pages are marked with (``data-pagefind-filter``)."""
_TOLD = ("found", "found_one", "none", "busy", "empty", "failed", "any")
"""Words that the script says."""


def search_path(site: Site, language: str) -> str:
    """Return where the search lies in a language, from the root of the site."""
    return f"{prefix_of(site, language)}search/index.html"


def search_page(site: Site, language: str) -> bytes:
    """Return the page of the search."""
    said = words(language)
    made = frame(site, language, search_path(site, language))
    whole = environment().get_template("search.html").render(
        frame=made,
        script=SCRIPT,
        filters=[(name, said[f"search_{name}"]) for name in _FILTERS],
        told={name: said[f"search_{name}"] for name in _TOLD},
        lists=[(said[f"nav_{name}"], made.near(f"{name}/index.html")) for name in LISTS],
    )  # fmt: skip
    return whole.encode()
