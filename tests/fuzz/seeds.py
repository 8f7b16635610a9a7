"""What fuzzing begins with: our samples, and the real and hostile inputs where they are."""

from __future__ import annotations

import os
from functools import cache
from pathlib import Path

CHECKOUT = Path(__file__).parent.parent.parent
MOST_BYTES = 2**15
"""A seed is no larger: of two inputs that reach the same, the small one is tried oftener."""


def folders(*, with_corpora: bool) -> list[Path]:
    """Return where seeds are looked for."""
    corpora = Path(os.environ.get("PRESS_ARCHIVE_CORPORA") or CHECKOUT.parent / "shared/corpora")
    named = [CHECKOUT / "samples"]
    if with_corpora:
        named += [corpora / "nasty", corpora / "formats"]
    return [one for one in named if one.is_dir()]


@cache
def named(*suffixes: str, with_corpora: bool) -> tuple[bytes, ...]:
    """Return the files that end with one of some suffixes, each content once, in a fixed order."""
    paths = [
        path
        for folder in folders(with_corpora=with_corpora)
        for path in sorted(folder.rglob("*"))
        if path.name.endswith(suffixes) and path.is_file() and path.stat().st_size <= MOST_BYTES
    ]
    return tuple(dict.fromkeys(path.read_bytes() for path in paths))


def standards() -> Path | None:
    """Return the folder of the official files, if there is one."""
    named = os.environ.get("PRESS_ARCHIVE_STANDARDS")
    folder = Path(named) if named else CHECKOUT.parent / "shared/standards"
    return folder if folder.is_dir() else None
