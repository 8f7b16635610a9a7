"""Canonical JSON (RFC 8785): one spelling per value, so that digests and copies can be compared."""

from __future__ import annotations

from typing import Any

import msgspec
import rfc8785

from archive.release import Release

_ENCODER = msgspec.json.Encoder(order="sorted")


def canonical(document: Any) -> bytes:
    """Return any JSON value in canonical form (RFC 8785), without a final line break."""
    return rfc8785.dumps(document)


def write(release: Release) -> bytes:
    """Return a release in canonical JSON, without a final line break.

    All names of the record are ASCII, so that sorting by code point is the order that RFC 8785
    wants; only ``extensions`` are free, and written by the library for it.
    """
    if release.extensions is None:
        return _ENCODER.encode(release)
    free = msgspec.Raw(canonical(release.extensions))
    members = msgspec.structs.asdict(release) | {"extensions": free}
    return _ENCODER.encode(_Whole(**members))


class _Whole(Release, frozen=True, kw_only=True, rename="camel", omit_defaults=True):
    """A release whose extensions are JSON already."""

    extensions: msgspec.Raw  # type: ignore[assignment]
