"""What a CI says by its variables: which report it reads, and where its working copy is."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from click.core import ParameterSource

from archive.checkout import Checkout

_UNSAID = (None, ParameterSource.DEFAULT)


def form(chosen: str, source: ParameterSource | None, environment: Mapping[str, str]) -> str:
    """Return the form of the main report: in GitHub Actions its own, unless one was asked for."""
    is_there = environment.get("GITHUB_ACTIONS") == "true"
    return "github" if is_there and source in _UNSAID else chosen


def checkout(environment: Mapping[str, str]) -> Checkout:
    """Return the working copy of GitHub Actions or GitLab CI, else the present folder."""
    here = Path.cwd()
    named = environment.get("GITHUB_WORKSPACE") or environment.get("CI_PROJECT_DIR")
    root = Path(named).resolve() if named else here
    if not here.is_relative_to(root):
        root = here
    return Checkout(root=root.as_posix(), here=here.as_posix())


def summary_file(form: str, environment: Mapping[str, str]) -> Path | None:
    """Return the file that the page of a job is added to, where there is one."""
    named = environment.get("GITHUB_STEP_SUMMARY")
    return Path(named) if named and form == "github" else None
