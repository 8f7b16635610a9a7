"""Codes of regions: whether one can exist."""

from __future__ import annotations

import re
from functools import cache

import msgspec

from archive.contracts import contract

_KEMENDAGRI = re.compile(r"\d\d(?:\.\d\d(?:\.\d\d(?:\.\d{4})?)?)?", re.ASCII)
_ISO = re.compile(r"[A-Z]{2}-[A-Z0-9]{1,3}", re.ASCII)
_GEONAMES = re.compile(r"[1-9]\d{0,9}", re.ASCII)


class _Lists(msgspec.Struct, frozen=True):
    kemendagri: frozenset[str]
    iso: frozenset[str] = msgspec.field(name="iso3166-2")


@cache
def _lists() -> _Lists:
    return msgspec.json.decode(contract("regions.json"), type=_Lists)


def is_known(scheme: str, code: str) -> bool:
    """Return whether a code can be one of its scheme.

    Provinces, regencies and cities of Indonesia are looked up; districts and villages by the
    regency they lie in; subdivisions of other countries and GeoNames numbers by their form.

    >>> [is_known("kemendagri", code) for code in ("35", "35.73", "35.73.01.1001", "99.01")]
    [True, True, True, False]
    """
    if scheme == "kemendagri":
        return bool(_KEMENDAGRI.fullmatch(code)) and code[:5] in _lists().kemendagri
    if scheme == "iso3166-2":
        known = not code.startswith("ID-") or code in _lists().iso
        return known and bool(_ISO.fullmatch(code))
    return bool(_GEONAMES.fullmatch(code))
