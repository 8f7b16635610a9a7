"""Many releases → a folder that any web server can serve: the collection as open data."""

from __future__ import annotations

from pathlib import Path

_HERE = Path(__file__).parent


def files() -> list[Path]:
    """Return the files that pages and lists are made by; when one changes, the pages may."""
    suffixes = (".py", ".html", ".css", ".js", ".svg")
    own = [path for path in _HERE.rglob("*") if path.suffix in suffixes]
    return [*sorted(own), *sorted(_HERE.parent.glob("locale/*/pages.toml"))]
