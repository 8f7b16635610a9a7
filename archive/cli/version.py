"""The version of the program; light, so that asking for it imports nothing else."""

from __future__ import annotations

_VERSION = "0.1.0"
"""As in ``pyproject.toml``; asking what is installed takes as long as a third of the start."""


def program_version() -> str:
    """Return the version of the program."""
    return _VERSION
