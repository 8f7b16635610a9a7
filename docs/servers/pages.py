"""Write the table from IRIs of releases to their pages, which the web servers here read.

Only IRIs below the address of the site are in it: for others, their own host has to answer. It is
made of the lists of changes, which name every work, those that were withdrawn too.

    python pages.py https://pers.example.go.id/ public/resourcesync/changelist*.xml
"""

from __future__ import annotations

import argparse
import re
import xml.etree.ElementTree as ET
from collections.abc import Iterator
from pathlib import Path

SITEMAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
LINK = "{http://www.openarchives.org/rs/terms/}ln"
PLAIN = re.compile(r"/[A-Za-z0-9._~/-]+")
"""Paths that mean the same in the files of all web servers."""


def pages(base: str, lists: list[Path]) -> Iterator[tuple[str, str]]:
    """Yield path of the IRI and path of the page, without suffix."""
    for file in lists:
        for _, entry in ET.iterparse(file):  # noqa: S314 (of our own site)
            if entry.tag != f"{SITEMAP}url":
                continue
            place = f"/{entry.findtext(f'{SITEMAP}loc', '').removeprefix(base)}"
            for link in entry.iter(LINK):
                work = f"/{link.get('href', '').removeprefix(base)}"
                if link.get("rel") == "describes" and PLAIN.fullmatch(work):
                    yield work, place.rpartition(".")[0]
            entry.clear()


def main() -> None:
    """Write a file for nginx and one for the others."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("base", metavar="URL", help="address of the site, with a slash at its end")
    parser.add_argument("lists", type=Path, nargs="+", metavar="XML")
    parser.add_argument("--output", type=Path, default=Path(), metavar="DIR")
    given = parser.parse_args()
    rows = sorted(pages(given.base, given.lists))
    (given.output / "pages.txt").write_text("".join(f"{work} {page}\n" for work, page in rows))
    (given.output / "pages.map").write_text("".join(f"{work} {page};\n" for work, page in rows))


if __name__ == "__main__":
    main()
