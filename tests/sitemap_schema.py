"""The schema of sitemaps.org, with what search engines and ResourceSync put into sitemaps."""

from __future__ import annotations

import shutil
from pathlib import Path

from lxml import etree

from tests.test_report_pages import tool

_OURS = Path(__file__).parent / "web"


def sitemap_schema(folder: Path) -> etree.XMLSchema:
    """Return the schema, put together in a folder; without the tool the test is passed over."""
    web = tool("PRESS_ARCHIVE_WEB", "folder with the schema of sitemaps")
    shutil.copy(Path(web) / "node_modules" / "sitemap" / "schema" / "sitemap.xsd", folder)
    for name in ("sitemaps.xsd", "news.xsd", "resourcesync.xsd"):
        shutil.copy(_OURS / name, folder)
    return etree.XMLSchema(etree.parse(folder / "sitemaps.xsd"))
