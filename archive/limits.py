"""Where JSON is too large, too deep, or not the same to all; light, since every verb asks."""

from __future__ import annotations

LARGEST_BYTES = 16 * 2**20
"""The size of one record beyond which it is refused, unless the caller says otherwise."""
DEEPEST = 64
"""Levels of arrays and objects; a record has less than ten, ``extensions`` are free."""
LARGEST_INTEGER = 2**53 - 1
"""Beyond it JSON readers disagree (RFC 7493, section 2.2)."""
