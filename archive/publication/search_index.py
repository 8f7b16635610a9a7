"""The index of the search, made of finished pages by Pagefind."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

from archive.errors import PhrasedError
from archive.publication.search_order import ENTRY, StrangeIndex, settle

PAGES = "r/**/*.html"
"""What is searched: pages of releases. Tombstones have no ``data-pagefind-body`` and stay out."""
FOLDER = "pagefind"
"""Where the index lies, below the root of the site."""
NOT_SEARCHED = (
    ", ".join(f"section {name}" for name in ("> h2", "caption", "thead", "dt", "code")) + ", .kind"
)
"""Words of the frame within what is searched: headings of parts, heads of tables, digests."""
_UNUSED = "pagefind-*ui.*", "pagefind-highlight.js", "wasm.unknown.pagefind"
"""What Pagefind writes for pages that use its own form."""


class SearchMissing(PhrasedError):  # noqa: N818 (says what is wrong)
    """What makes the index is not installed."""

    def __init__(self) -> None:
        super().__init__("search_missing")


class SearchFailed(PhrasedError):  # noqa: N818 (says what happened)
    """The index could not be made."""


def build(site: Path) -> None:
    """Make the index of the pages below a folder, in ``pagefind/`` below it.

    Raises:
        SearchMissing: Pagefind is not installed.
        SearchFailed: it could not make the index.
    """
    folder = site / FOLDER
    program = _program()
    if folder.exists():  # Pagefind leaves files of an older index where they are
        shutil.rmtree(folder)
    if next(site.glob(PAGES), None) is None:  # Pagefind takes that for an error
        folder.mkdir()
        (folder / ENTRY).write_text('{"languages":{}}', "utf-8")
        return
    words = [
        program, "--site", ".", "--glob", PAGES, "--output-subdir", FOLDER, "--silent",
        "--exclude-selectors", NOT_SEARCHED,
    ]  # fmt: skip
    # The folder is the current one, and the environment empty, so that no settings of others count.
    done = subprocess.run(  # noqa: S603 (our own words)
        words, cwd=site, env={}, capture_output=True, check=False, text=True, errors="replace"
    )
    if done.returncode:
        told = (done.stderr or done.stdout).strip().splitlines()
        raise SearchFailed("search_failed", reason=told[-1] if told else done.returncode)
    for form in _UNUSED:
        for path in folder.glob(form):
            path.unlink()
    try:
        settle(folder)
    except StrangeIndex as error:
        raise SearchFailed("search_failed", reason=f"StrangeIndex: {error}") from error


def _program() -> str:
    try:
        from pagefind.service import get_executable
    except ImportError as error:
        raise SearchMissing from error
    program = get_executable()
    if program is None:
        raise SearchMissing
    return str(program)
